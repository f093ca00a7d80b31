//! Which steps of linking were walked since the last reset, so that a tester sees what was never tried.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Serialize;

use super::PortalGuest;
use crate::domain::language::Language;
use crate::domain::linking::LinkState;
use crate::linking::coverage::{self, Walker};
use crate::server::App;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

#[derive(Template)]
#[template(path = "portal/coverage.html")]
struct CoveragePage {
    chrome: Chrome,
    walked: usize,
    steps: Vec<StepRow>,
}

/// A step as a row of the table.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// Its name.
    pub name: &'static str,
    /// The states it leads from.
    pub from: String,
    /// The state it leads to.
    pub to: &'static str,
    /// How often it was walked.
    pub walked: u64,
    /// What the citizen reads.
    pub message: &'static str,
    /// Who reaches it.
    pub reached_by: Vec<WayRow>,
}

/// Who reaches a step, and how.
#[derive(Clone, Debug)]
pub struct WayRow {
    /// An account or a named person.
    pub who: String,
    /// What they do.
    pub how: String,
}

#[derive(Serialize)]
struct CoverageAnswer {
    edges: usize,
    walked: usize,
    never_walked: Vec<&'static str>,
    steps: Vec<StepAnswer>,
}

#[derive(Serialize)]
struct StepAnswer {
    name: &'static str,
    from: Vec<&'static str>,
    to: Option<&'static str>,
    walked: u64,
    message_vi: &'static str,
    message_en: &'static str,
    reached_by: Vec<WayAnswer>,
}

/// Who reaches a step, and how.
#[derive(Serialize)]
struct WayAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    persona: Option<String>,
    how_vi: String,
    how_en: String,
}

/// JSON for programs, a table for browsers; `?format=json` decides for JSON.
pub async fn show(guest: PortalGuest, request: HttpRequest) -> Result<HttpResponse, PageFailure> {
    let steps = steps(&guest.app);
    let walked = steps.iter().filter(|step| step.walked > 0).count();
    let accepts = request.headers().get("accept");
    let wants_page = accepts
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("text/html"))
        && request.query_string() != "format=json";
    if !wants_page {
        let never_walked = steps.iter().filter(|step| step.walked == 0);
        return Ok(HttpResponse::Ok()
            .insert_header(("cache-control", "no-store"))
            .json(CoverageAnswer {
                edges: steps.len(),
                walked,
                never_walked: never_walked.map(|step| step.name).collect(),
                steps,
            }));
    }
    let page = CoveragePage {
        // The table needs the whole width, and this page speaks of all browsers.
        chrome: Chrome {
            panel: None,
            ..guest.chrome()
        },
        walked,
        steps: step_rows(&guest.app, guest.language),
    };
    guest.page(StatusCode::OK, &page)
}

/// Every step as a row of the table.
pub fn step_rows(app: &App, language: Language) -> Vec<StepRow> {
    let rows = steps(app).into_iter().map(|step| StepRow {
        name: step.name,
        from: step.from.join(", "),
        to: step.to.unwrap_or(language.pick("giữ nguyên", "as it was")),
        walked: step.walked,
        message: language.pick(step.message_vi, step.message_en),
        reached_by: step
            .reached_by
            .iter()
            .map(|way| WayRow {
                who: way
                    .account
                    .clone()
                    .or_else(|| way.persona.clone())
                    .unwrap_or_default(),
                how: language.pick(&way.how_vi, &way.how_en).clone(),
            })
            .collect(),
    });
    rows.collect()
}

fn steps(app: &App) -> Vec<StepAnswer> {
    let coverage = coverage::coverage(&app.world, &app.portal.accounts);
    let steps = coverage.iter().map(|step| StepAnswer {
        name: step.edge.name,
        from: step.edge.from.iter().map(|state| state.as_str()).collect(),
        to: step.edge.to.map(LinkState::as_str),
        walked: step.walks,
        message_vi: step.edge.message_vi,
        message_en: step.edge.message_en,
        reached_by: step
            .ways
            .iter()
            .map(|(walker, way)| WayAnswer {
                account: match walker {
                    Walker::Account(username) => Some((*username).to_owned()),
                    Walker::Persona(_) => None,
                },
                persona: match walker {
                    Walker::Account(_) => None,
                    Walker::Persona(key) => Some((*key).to_owned()),
                },
                how_vi: way.how_vi.clone(),
                how_en: way.how_en.clone(),
            })
            .collect(),
    });
    steps.collect()
}

#[cfg(test)]
impl StepRow {
    /// A step for rendering samples.
    pub fn sample(walked: u64) -> Self {
        Self {
            name: "linked",
            from: "not_linked".to_owned(),
            to: "linked",
            walked,
            message: "<b>",
            reached_by: vec![WayRow {
                who: "<b>".to_owned(),
                how: "<i>".to_owned(),
            }],
        }
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = CoveragePage {
        chrome: Chrome::sample(Site::Portal, language),
        walked: 1,
        steps: vec![StepRow::sample(0), StepRow::sample(3)],
    };
    vec![("portal/coverage.html", rendered(&page))]
}
