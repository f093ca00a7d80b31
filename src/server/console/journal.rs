//! The journal of the world: filtered, followed live, exported, emptied.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::{Operator, Order};
use super::words;
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::journal::fields::JournalQuery;
use crate::server::journal::har;
use crate::server::journal::line::{JournalLine, QuestionLine, Telling};
use crate::server::journal::stream::{Following, events};
use crate::server::pages::{Chrome, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::{FOLLOWERS_TOO_MANY, Problem};
use crate::worlds::journal::{CallFilter, Numbered};

const HERE: &str = Tab::Journal.path();
/// Calls shown when no limit is given.
const DEFAULT_LIMIT: usize = 100;
/// Calls shown at the most.
const MOST_SHOWN: usize = 1000;
/// What may have come of a call, to choose from; any other word can be written.
const OUTCOMES: [&str; 14] = [
    "match",
    "review",
    "no_match",
    "found",
    "citizen_not_found",
    "nobody",
    "number_cancelled",
    "mixed",
    "ok",
    "redirected",
    "refused",
    "fields_invalid",
    "key_missing",
    "failed",
];
/// What may have been asked, to choose from.
const OPERATIONS: [&str; 18] = [
    "match",
    "match_batch",
    "lookup",
    "verify",
    "get_citizen",
    "get_family",
    "get_card",
    "household",
    "search",
    "find",
    "create_citizen",
    "patch_citizen",
    "life_event",
    "change_feed",
    "authorize",
    "token",
    "userinfo",
    "page",
];

#[derive(Template)]
#[template(path = "console/journal.html")]
struct JournalPage {
    chrome: Chrome,
    frame: Frame,
    filter: FilterView,
    /// The filter as a query, with its question mark.
    query: String,
    trouble: Option<String>,
    count: usize,
    dropped: u64,
    most: usize,
    rows: Vec<CallRow>,
    outcomes: [&'static str; 14],
    operations: [&'static str; 18],
    /// The outcomes of each colour, for rows that the script adds.
    good: String,
    open: String,
}

/// The filter as it was written.
#[derive(Clone, Debug, Default)]
struct FilterView {
    operation: String,
    outcome: String,
    client: String,
    status: String,
    rule: String,
    scenario: String,
    number: String,
    text: String,
    limit: usize,
    unmask: bool,
}

/// A call in the table.
#[derive(Clone, Debug)]
struct CallRow {
    sequence: u64,
    at: String,
    client: String,
    operation: &'static str,
    question: QuestionLine,
    outcome: String,
    tone: &'static str,
    rule: &'static str,
    scenario: String,
    status: u16,
    duration: String,
    advice: String,
}

/// A filter that was asked for, and what is wrong with it.
pub(super) struct Asked {
    /// The query without what was left empty.
    pub text: String,
    /// The same, read.
    pub query: Result<JournalQuery, String>,
}

impl Asked {
    /// Reads the query of a form, whose empty fields are no conditions.
    pub fn of(request: &HttpRequest) -> Self {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
            if !value.trim().is_empty() {
                text.append_pair(&name, value.trim());
            }
        }
        let text = text.finish();
        let query = web::Query::<JournalQuery>::from_query(&text);
        Self {
            query: query
                .map(web::Query::into_inner)
                .map_err(|error| error.to_string()),
            text,
        }
    }

    /// The query with its question mark; nothing where there is none.
    pub fn address(&self) -> String {
        if self.text.is_empty() {
            String::new()
        } else {
            format!("?{}", self.text)
        }
    }
}

/// Personal data is told to the administrator, and not to whoever has the key of one sandbox.
pub(super) fn may_unmask(operator: &Operator, wanted: bool) -> bool {
    wanted && !operator.is_bound()
}

/// The page.
pub async fn list(operator: Operator, request: HttpRequest) -> Result<HttpResponse, PageFailure> {
    let asked = Asked::of(&request);
    let (query, mut trouble) = match &asked.query {
        Ok(query) => (query.clone(), None),
        Err(why) => (JournalQuery::default(), Some(why.clone())),
    };
    let filter = query.filter().unwrap_or_else(|errors| {
        trouble = Some(super::operator::sentences(&errors, &operator));
        CallFilter::default()
    });
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MOST_SHOWN);
    let unmask = may_unmask(&operator, query.unmask);
    let is_read = trouble.is_none();
    let read = operator.elsewhere(move |operator| {
        let reading = operator.app().world.journal().read(0);
        let dropped = reading.dropped;
        let calls = if is_read {
            filter.select(reading)
        } else {
            Vec::new()
        };
        let telling = telling(operator, unmask);
        let newest = calls.iter().rev().take(limit);
        let rows = newest.map(|call| CallRow::of(call, telling));
        (calls.len(), dropped, rows.collect::<Vec<_>>())
    });
    let (mut operator, (count, dropped, rows)) = read.await?;
    let page = JournalPage {
        filter: FilterView::of(&asked.text, limit, unmask),
        query: asked.address(),
        frame: operator.frame(Tab::Journal),
        chrome: operator.guest.chrome(),
        trouble,
        count,
        dropped,
        most: limit,
        rows,
        outcomes: OUTCOMES,
        operations: OPERATIONS,
        good: words::GOOD_CALLS.join(" "),
        open: words::OPEN_CALLS.join(" "),
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// The calls as they are made.
pub async fn follow(operator: Operator, request: HttpRequest) -> Result<HttpResponse, PageFailure> {
    let asked = Asked::of(&request);
    let query = asked.query.ok();
    let filter = query.as_ref().and_then(|query| query.filter().ok());
    let (Some(query), Some(filter)) = (query, filter) else {
        return Err(operator.guest.failure(PageProblem::AddressUnreadable));
    };
    let app = operator.app();
    let Some(follower) = app.world.journal().follow() else {
        return Ok(HttpResponse::build(status_of(&Problem::new(&FOLLOWERS_TOO_MANY))).finish());
    };
    let seen = request.headers().get("last-event-id");
    let seen = seen.and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let following = Following {
        filter,
        language: operator.guest.language,
        unmask: may_unmask(&operator, query.unmask),
        since: seen,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-store"))
        .streaming(events(app, follower, following)))
}

fn status_of(problem: &Problem) -> StatusCode {
    actix_web::ResponseError::status_code(problem)
}

/// The calls as an HTTP archive.
pub async fn export(operator: Operator, request: HttpRequest) -> Result<HttpResponse, PageFailure> {
    let query = Asked::of(&request).query.ok();
    let filter = query.as_ref().and_then(|query| query.filter().ok());
    let (Some(query), Some(filter)) = (query, filter) else {
        return Err(operator.guest.failure(PageProblem::AddressUnreadable));
    };
    let archived = operator.elsewhere(move |operator| {
        let calls = filter.select(operator.app().world.journal().read(0));
        let unmask = may_unmask(operator, query.unmask);
        har::archive(&calls, telling(operator, unmask))
    });
    let (_operator, archive) = archived.await?;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .insert_header((
            "content-disposition",
            "attachment; filename=\"journal.har\"",
        ))
        .json(archive))
}

/// Forgets the calls.
pub async fn clear(order: Order) -> Result<HttpResponse, PageFailure> {
    order.operator.app().world.journal().clear();
    Ok(order
        .operator
        .done(HERE, "Đã xóa nhật ký.", "The journal is empty."))
}

/// How calls are told to an operator.
pub(super) fn telling(operator: &Operator, unmask: bool) -> Telling<'_> {
    Telling {
        app: operator.app(),
        language: operator.guest.language,
        unmask,
    }
}

impl FilterView {
    fn of(query: &str, limit: usize, unmask: bool) -> Self {
        let field = |name: &str| {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            let found = pairs.find(|(known, _)| known == name);
            found.map_or_else(String::new, |(_, value)| value.into_owned())
        };
        Self {
            operation: field("operation"),
            outcome: field("outcome"),
            client: field("client"),
            status: field("status"),
            rule: field("rule"),
            scenario: field("scenario"),
            number: field("number"),
            text: field("text"),
            limit,
            unmask,
        }
    }
}

impl CallRow {
    fn of(call: &Numbered, telling: Telling<'_>) -> Self {
        let line = JournalLine::of(call, telling);
        Self {
            sequence: line.sequence,
            at: line.at.replace('T', " ").replace('Z', ""),
            client: line.client.unwrap_or_default(),
            operation: line.operation,
            question: line.question,
            tone: words::call_tone(&line.outcome),
            outcome: line.outcome,
            rule: line.rule.unwrap_or_default(),
            scenario: line.scenario.unwrap_or_default(),
            status: line.status,
            duration: milliseconds(line.duration_us),
            advice: line
                .advice
                .map_or_else(String::new, |advice| advice.reason.to_owned()),
        }
    }
}

/// A time in milliseconds, to a tenth.
pub(super) fn milliseconds(micros: u32) -> String {
    format!("{}.{} ms", micros / 1000, micros % 1000 / 100)
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let row = CallRow {
        sequence: 1,
        at: evil(),
        client: evil(),
        operation: "<b>",
        question: QuestionLine {
            number: Some(evil()),
            full_name: Some(evil()),
            year_of_birth: Some(1985),
            date_of_birth: Some(evil()),
        },
        outcome: evil(),
        tone: "good",
        rule: "<b>",
        scenario: evil(),
        status: 200,
        duration: evil(),
        advice: evil(),
    };
    let page = |rows, trouble, is_bound| JournalPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame {
            is_bound,
            ..Frame::sample(Tab::Journal)
        },
        filter: FilterView {
            operation: evil(),
            outcome: evil(),
            client: evil(),
            status: evil(),
            rule: evil(),
            scenario: evil(),
            number: evil(),
            text: evil(),
            limit: 1,
            unmask: true,
        },
        query: "?text=%3Cb%3E".to_owned(),
        trouble,
        count: 1,
        dropped: 1,
        most: 100,
        rows,
        outcomes: OUTCOMES,
        operations: OPERATIONS,
        good: words::GOOD_CALLS.join(" "),
        open: words::OPEN_CALLS.join(" "),
    };
    vec![
        (
            "console/journal.html",
            rendered(&page(vec![row], Some(evil()), false)),
        ),
        (
            "console/journal.html",
            rendered(&page(Vec::new(), None, true)),
        ),
    ]
}
