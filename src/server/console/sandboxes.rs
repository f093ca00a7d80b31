//! Sandboxes: made, listed, entered, thrown away.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::{Operator, Order};
use super::words;
#[cfg(test)]
use crate::domain::language::Language;
use crate::record::FieldError;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::{Problem, SANDBOX_KEY_BOUND, SANDBOX_NOT_FOUND};
use crate::server::rest::{ClockBody, NewSandbox, sandbox_from};
use crate::server::worlds::Sandbox;

const HERE: &str = Tab::Sandboxes.path();
/// Sandboxes shown, the newest first.
const MOST_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "console/sandboxes.html")]
struct SandboxesPage {
    chrome: Chrome,
    frame: Frame,
    rows: Vec<SandboxRow>,
    hidden: usize,
}

/// A sandbox in the table.
#[derive(Clone, Debug)]
struct SandboxRow {
    id: String,
    key: String,
    made_at: String,
    ends_at: Option<String>,
    business_date: String,
    base_url: String,
    is_here: bool,
}

/// The page. Whoever came with the key of a sandbox sees that one alone.
pub async fn list(mut operator: Operator) -> Result<HttpResponse, PageFailure> {
    let here = operator.app().base.clone();
    let all = operator.worlds.all(operator.guest.now);
    let is_shown = |sandbox: &Sandbox| !operator.is_bound() || sandbox.app.base == here;
    let rows = all.iter().rev().filter(|sandbox| is_shown(sandbox));
    let rows: Vec<SandboxRow> = rows
        .filter_map(|sandbox| SandboxRow::of(sandbox, &here))
        .collect();
    let page = SandboxesPage {
        hidden: rows.len().saturating_sub(MOST_SHOWN),
        rows: rows.into_iter().take(MOST_SHOWN).collect(),
        frame: operator.frame(Tab::Sandboxes),
        chrome: operator.guest.chrome(),
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// Makes one.
pub async fn make(order: Order) -> Result<HttpResponse, PageFailure> {
    if order.operator.is_bound() {
        return order
            .operator
            .refused(HERE, Problem::new(&SANDBOX_KEY_BOUND));
    }
    match made(&order) {
        Ok(id) => Ok(order.operator.done(
            HERE,
            &format!("Đã tạo sandbox {id}."),
            &format!("Sandbox {id} is made."),
        )),
        Err(problem) => order.operator.refused(HERE, problem),
    }
}

fn made(order: &Order) -> Result<String, Problem> {
    let operator = &order.operator;
    let idle_seconds = order.filled("idle_seconds").map(str::parse);
    let idle_seconds = idle_seconds.transpose().map_err(|_no_number| {
        Problem::fields(vec![FieldError::told(
            "idle_seconds",
            "value_out_of_range",
            "Viết một số giây.".to_owned(),
            "Write a number of seconds.".to_owned(),
        )])
    })?;
    let as_of = order.filled("as_of").map(str::to_owned);
    let wanted = NewSandbox {
        id: order.filled("id").map(str::to_owned),
        idle_seconds,
        clock: as_of.map(|as_of| ClockBody {
            as_of: Some(as_of),
            ..ClockBody::default()
        }),
    };
    let now = operator.guest.now;
    let sandbox = operator.worlds.make(sandbox_from(wanted, now)?, now)?;
    let facts = sandbox.app.sandbox.as_ref();
    Ok(facts.map(|facts| facts.id.to_string()).unwrap_or_default())
}

/// Throws one away. Whoever stood in it is in the default world afterwards.
pub async fn delete(order: Order) -> Result<HttpResponse, PageFailure> {
    let id = order.field("id").to_owned();
    let operator = order.operator;
    let here = operator.app().sandbox.as_ref();
    let is_here = here.is_some_and(|sandbox| *sandbox.id == *id);
    if operator.is_bound() && !is_here {
        return operator.refused(HERE, Problem::new(&SANDBOX_KEY_BOUND));
    }
    if !operator.worlds.delete(&id, operator.guest.now) {
        return operator.refused(HERE, Problem::new(&SANDBOX_NOT_FOUND));
    }
    if is_here {
        return super::login::to_default_world(&operator);
    }
    Ok(operator.done(
        HERE,
        &format!("Đã xóa sandbox {id}."),
        &format!("Sandbox {id} is gone."),
    ))
}

impl SandboxRow {
    fn of(sandbox: &Sandbox, here: &str) -> Option<Self> {
        let facts = sandbox.app.sandbox.as_ref()?;
        Some(Self {
            id: facts.id.to_string(),
            key: facts.key.to_string(),
            made_at: words::moment(facts.made_at),
            ends_at: sandbox.ends_at().map(words::moment),
            business_date: sandbox.app.world.business_date().vietnamese(),
            base_url: sandbox.app.provider.public_url().to_owned(),
            is_here: sandbox.app.base == here,
        })
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let row = |is_here: bool| SandboxRow {
        id: evil(),
        key: evil(),
        made_at: evil(),
        ends_at: (!is_here).then(evil),
        business_date: evil(),
        base_url: evil(),
        is_here,
    };
    let page = |rows, is_bound| SandboxesPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame {
            is_bound,
            ..Frame::sample(Tab::Sandboxes)
        },
        rows,
        hidden: 1,
    };
    vec![
        (
            "console/sandboxes.html",
            rendered(&page(vec![row(true), row(false)], false)),
        ),
        ("console/sandboxes.html", rendered(&page(Vec::new(), true))),
    ]
}
