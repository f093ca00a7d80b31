//! One call of the journal with everything there is to tell of it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::frame::{Frame, Tab};
use super::journal::{Asked, may_unmask, milliseconds, telling};
use super::operator::Operator;
use super::words;
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::journal::detail::{JournalDetail, NearestDetail};
use crate::server::journal::line::QuestionLine;
use crate::server::pages::{Chrome, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::worlds::journal::Numbered;

#[derive(Template)]
#[template(path = "console/journal_call.html")]
struct CallPage {
    chrome: Chrome,
    frame: Frame,
    sequence: u64,
    unmask: bool,
    operation: &'static str,
    outcome: String,
    tone: &'static str,
    facts: Vec<(&'static str, String)>,
    question: Option<String>,
    advice: Option<AdviceView>,
    nearest: Vec<NearestView>,
    /// The match lab with the question on its typed side, where personal data is told.
    lab: Option<String>,
    request: String,
    body: Option<String>,
    response: String,
    curl: String,
    items: Vec<ItemView>,
}

/// Why a call was refused and how to mend it.
#[derive(Clone, Debug)]
struct AdviceView {
    reason: &'static str,
    detail: String,
    curl: Option<String>,
}

/// Who was probably meant.
#[derive(Clone, Debug)]
struct NearestView {
    who: String,
    by: &'static str,
    status: &'static str,
    restricted: bool,
    differs: Vec<DifferenceView>,
}

/// A field in which question and record differ.
#[derive(Clone, Debug)]
struct DifferenceView {
    field: &'static str,
    verdict: &'static str,
    asked: String,
    recorded: String,
    message: String,
}

/// One of several questions.
#[derive(Clone, Debug)]
struct ItemView {
    operation: &'static str,
    question: String,
    outcome: &'static str,
    tone: &'static str,
    rule: &'static str,
}

/// The page.
pub async fn show(
    operator: Operator,
    sequence: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageFailure> {
    let journal = operator.app().world.journal();
    let sequence: Option<u64> = sequence.parse().ok();
    let call = sequence.and_then(|sequence| {
        let call = journal.get(sequence)?;
        Some(Numbered { sequence, call })
    });
    let Some(call) = call else {
        return Err(operator.guest.failure(PageProblem::NotFound));
    };
    let wanted = Asked::of(&request).query.is_ok_and(|query| query.unmask);
    let unmask = may_unmask(&operator, wanted);
    let told = operator.elsewhere(move |operator| {
        JournalDetail::of(&call, telling(operator, unmask), operator.guest.now)
    });
    let (mut operator, detail) = told.await?;
    let detail = detail.map_err(|problem| {
        let cause = problem.cause.unwrap_or_default();
        operator.guest.internal(&cause)
    })?;
    let page = CallPage {
        frame: operator.frame(Tab::Journal),
        ..page(&operator, detail, unmask)
    };
    operator.guest.page(StatusCode::OK, &page)
}

fn page(operator: &Operator, detail: JournalDetail, unmask: bool) -> CallPage {
    let question = in_words(&detail.line.question);
    let headers = detail.request.headers.iter();
    let headers = headers.map(|header| format!("{}: {}\n", header.name, header.value));
    let response = &detail.response;
    CallPage {
        chrome: operator.guest.chrome(),
        frame: Frame::of(operator, Tab::Journal, None),
        sequence: detail.line.sequence,
        unmask,
        operation: detail.line.operation,
        tone: words::call_tone(&detail.line.outcome),
        facts: facts(operator, &detail),
        lab: lab(&detail).filter(|_| unmask),
        question: (!question.is_empty()).then_some(question),
        request: format!(
            "{} {}\n{}",
            detail.line.method,
            detail.request.url,
            headers.collect::<String>()
        ),
        body: match detail.request.body {
            Some(body) => Some(body),
            None if detail.request.body_bytes == 0 => None,
            None => Some(operator.say(
                format!("({} byte không hiện được)", detail.request.body_bytes),
                format!("({} bytes that cannot be shown)", detail.request.body_bytes),
            )),
        },
        response: [
            response.status.to_string(),
            response.media_type.to_owned(),
            response.bytes.map_or_else(String::new, |bytes| {
                operator.say(format!("{bytes} byte"), format!("{bytes} bytes"))
            }),
        ]
        .join(" "),
        curl: detail.curl,
        items: detail
            .questions
            .iter()
            .map(|item| ItemView {
                operation: item.operation,
                question: in_words(&item.question),
                outcome: item.outcome,
                tone: words::call_tone(item.outcome),
                rule: item.rule.unwrap_or_default(),
            })
            .collect(),
        nearest: detail.nearest.into_iter().map(NearestView::of).collect(),
        advice: detail.line.advice.map(|advice| AdviceView {
            reason: advice.reason,
            detail: advice.detail,
            curl: advice.curl,
        }),
        outcome: detail.line.outcome,
    }
}

fn facts(operator: &Operator, detail: &JournalDetail) -> Vec<(&'static str, String)> {
    let line = &detail.line;
    let text = |value: Option<&str>| value.unwrap_or("–").to_owned();
    vec![
        (operator.say("Lúc (UTC)", "At (UTC)"), line.at.clone()),
        (
            operator.say("Ai gọi", "Client"),
            text(line.client.as_deref()),
        ),
        (operator.say("Địa chỉ", "Route"), line.route.clone()),
        (
            operator.say("Mã HTTP", "HTTP status"),
            line.status.to_string(),
        ),
        (
            operator.say("Luật quyết định", "Rule that decided"),
            text(line.rule),
        ),
        (
            operator.say("Kịch bản", "Scenario"),
            text(line.scenario.as_deref()),
        ),
        (
            operator.say("Thời gian", "Time"),
            milliseconds(line.duration_us),
        ),
        (
            operator.say("Mã yêu cầu", "Request id"),
            line.request_id.clone(),
        ),
    ]
}

/// A question in one line.
fn in_words(question: &QuestionLine) -> String {
    let year = question.year_of_birth.map(|year| year.to_string());
    let parts = [
        question.number.clone(),
        question.full_name.clone(),
        question.date_of_birth.clone().or(year),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The question and whoever was probably meant, for the match lab.
fn lab(detail: &JournalDetail) -> Option<String> {
    let question = &detail.line.question;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("typed_name", question.full_name.as_deref()?)
        .append_pair("typed_date", question.date_of_birth.as_deref()?);
    if let Some(number) = &question.number {
        query.append_pair("number", number);
    }
    let nearest = detail.nearest.first().map(|nearest| &nearest.person);
    let name = nearest.and_then(|person| person.full_name.as_deref());
    let date = nearest.and_then(|person| person.date_of_birth.as_deref());
    if let Some((name, date)) = name.zip(date) {
        query
            .append_pair("recorded_name", name)
            .append_pair("recorded_date", date);
    }
    Some(query.finish())
}

impl NearestView {
    fn of(nearest: NearestDetail) -> Self {
        let differs = nearest.differs.into_iter().map(|field| DifferenceView {
            field: field.field,
            verdict: field.verdict,
            asked: field.asked.unwrap_or_default(),
            recorded: field.recorded.unwrap_or_default(),
            message: field.message,
        });
        Self {
            who: in_words(&nearest.person),
            by: nearest.by,
            status: nearest.record_status,
            restricted: nearest.restricted,
            differs: differs.collect(),
        }
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let page = |is_whole: bool| CallPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame {
            is_bound: !is_whole,
            ..Frame::sample(Tab::Journal)
        },
        sequence: 1,
        unmask: is_whole,
        operation: "<b>",
        outcome: evil(),
        tone: "bad",
        facts: vec![("<b>", evil())],
        question: is_whole.then(evil),
        advice: is_whole.then(|| AdviceView {
            reason: "<b>",
            detail: evil(),
            curl: Some(evil()),
        }),
        nearest: vec![NearestView {
            who: evil(),
            by: "<b>",
            status: "<b>",
            restricted: is_whole,
            differs: vec![DifferenceView {
                field: "<b>",
                verdict: "<b>",
                asked: evil(),
                recorded: evil(),
                message: evil(),
            }],
        }],
        lab: is_whole.then(|| "typed_name=a".to_owned()),
        request: evil(),
        body: is_whole.then(evil),
        response: evil(),
        curl: evil(),
        items: vec![ItemView {
            operation: "<b>",
            question: evil(),
            outcome: "<b>",
            tone: "good",
            rule: "<b>",
        }],
    };
    vec![
        ("console/journal_call.html", rendered(&page(true))),
        ("console/journal_call.html", rendered(&page(false))),
    ]
}
