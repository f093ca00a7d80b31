//! `POST /v1/match/batch`: up to ten thousand questions, answered as they are judged.

use actix_web::web::Bytes;
use actix_web::{HttpResponse, post, web};
use futures_util::stream;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::matching::{MatchAnswer, answer_from, query_from};
use crate::domain::language::Language;
use crate::registry::{self, Context};
use crate::server::App;
use crate::server::body::{BatchBody, read_json};
use crate::server::call::{Call, MayMatch};
use crate::server::faults::problem_of;
use crate::server::problem::{BODY_TOO_LARGE, BODY_UNREADABLE, Problem, ProblemBody};
use crate::worlds::Finding;

/// The most items a batch may have.
const MAX_ITEMS: usize = 10_000;
/// How many are judged between two writes; other requests get their turn in between.
const AT_A_TIME: usize = 64;

/// The answer to one item.
#[derive(Serialize, ToSchema, Debug)]
pub struct BatchItem {
    /// The place of the item in the batch, from 0.
    pub index: usize,
    /// The status a single call would have had.
    pub status: u16,
    /// The answer, with status 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<MatchAnswer>,
    /// What was wrong with the item, otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemBody>,
}

/// Match up to 10,000 people in one call
///
/// A JSON array, or NDJSON with `Content-Type: application/x-ndjson`; the answer has the same form, in
/// the same order, with a status for each item. A bad item harms no other.
#[utoipa::path(
    tag = "match",
    request_body(content((Vec<super::matching::MatchBody> = "application/json"), (String = "application/x-ndjson"))),
    responses(
        (status = 200, content((Vec<BatchItem> = "application/json"), (String = "application/x-ndjson"))),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/match/batch")]
pub async fn match_batch(
    app: web::Data<App>,
    call: Call<MayMatch>,
    language: Language,
    body: BatchBody,
) -> Result<HttpResponse, Problem> {
    let items = if body.lines {
        split_lines(&body.bytes)
    } else {
        split_array(&body.bytes)?
    };
    if items.len() > MAX_ITEMS {
        return Err(Problem::with_detail(
            &BODY_TOO_LARGE,
            format!("Tối đa {MAX_ITEMS} mục trong một lần gọi."),
            format!("At most {MAX_ITEMS} items in one call."),
        ));
    }
    let batch = Batch {
        app,
        call,
        language,
        bytes: body.bytes.freeze(),
        items,
        lines: body.lines,
        next: 0,
    };
    // What is found out while the answer is sent belongs to the call too.
    batch.call.facts.notes.await_more();
    let kind = if batch.lines {
        "application/x-ndjson"
    } else {
        "application/json"
    };
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .streaming(stream::unfold(Some(batch), next_piece)))
}

/// A batch on its way.
struct Batch {
    app: web::Data<App>,
    call: Call<MayMatch>,
    language: Language,
    bytes: Bytes,
    items: Vec<(usize, usize)>,
    lines: bool,
    next: usize,
}

/// Judges the next items and writes their answers.
async fn next_piece(batch: Option<Batch>) -> Option<(Result<Bytes, Problem>, Option<Batch>)> {
    let mut batch = batch?;
    tokio::task::yield_now().await;
    let mut piece = String::new();
    if batch.next == 0 && !batch.lines {
        piece.push('[');
    }
    let end = (batch.next + AT_A_TIME).min(batch.items.len());
    for index in batch.next..end {
        if index > 0 && !batch.lines {
            piece.push_str(",\n");
        }
        piece.push_str(&serde_json::to_string(&batch.item(index)).unwrap_or_default());
        if batch.lines {
            piece.push('\n');
        }
    }
    batch.next = end;
    let done = end == batch.items.len();
    if done && !batch.lines {
        piece.push_str("]\n");
    }
    Some((Ok(Bytes::from(piece)), (!done).then_some(batch)))
}

impl Drop for Batch {
    /// Before the last piece goes out, or when nobody takes more.
    fn drop(&mut self) {
        let journal = self.app.world.journal();
        self.call.facts.notes.finish(journal);
    }
}

impl Batch {
    fn item(&self, index: usize) -> BatchItem {
        let (start, end) = self.items[index];
        let notes = self.call.facts.notes.of_item();
        let context = Context {
            notes: &notes,
            ..self.call.context()
        };
        let judged = read_json(&self.bytes[start..end])
            .and_then(|body| query_from(&body))
            .and_then(|query| {
                registry::match_person(&self.app.world, &context, &query).map_err(Problem::from)
            });
        self.call.facts.notes.absorb(&notes);
        // What only a whole answer can have does not happen to an item.
        let instead = notes.play().and_then(|play| play.late().scenario.instead);
        if let Some((status, problem)) = instead.and_then(problem_of) {
            return self.failed(index, status, &problem);
        }
        match judged {
            Ok(report) => {
                self.app.shared.metrics.verdict(&report);
                BatchItem {
                    index,
                    status: 200,
                    answer: Some(answer_from(&report, &self.call.facts.request_id)),
                    problem: None,
                }
            }
            Err(problem) => {
                let notes = &self.call.facts.notes;
                notes.add(Finding::of("match", problem.kind.code));
                self.failed(index, problem.kind.status, &problem)
            }
        }
    }

    fn failed(&self, index: usize, status: u16, problem: &Problem) -> BatchItem {
        let request_id = &self.call.facts.request_id;
        if let Some(cause) = &problem.cause {
            self.app.shared.log.failure(request_id, cause);
        }
        let mut body = problem.body(self.language, request_id);
        body.status = status;
        BatchItem {
            index,
            status,
            answer: None,
            problem: Some(body),
        }
    }
}

/// The stretches of a JSON array's items; each is read for itself afterwards.
fn split_array(bytes: &[u8]) -> Result<Vec<(usize, usize)>, Problem> {
    let items: Vec<&RawValue> = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::with_detail(
            &BODY_UNREADABLE,
            format!("Cần một mảng JSON; sai ở dòng {line}, cột {column}."),
            format!("A JSON array is expected; it is broken at line {line}, column {column}."),
        )
    })?;
    let base = bytes.as_ptr().addr();
    Ok(items
        .into_iter()
        .map(|item| {
            let start = item.get().as_ptr().addr() - base;
            (start, start + item.get().len())
        })
        .collect())
}

/// The stretches of lines that are not blank.
fn split_lines(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        if !line.trim_ascii().is_empty() {
            lines.push((start, start + line.len()));
        }
        start += line.len() + 1;
    }
    lines
}
