//! The steps of linking that were walked, as the portal shows them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::Operator;
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::portal::coverage::{StepRow, step_rows};

#[derive(Template)]
#[template(path = "console/coverage.html")]
struct CoveragePage {
    chrome: Chrome,
    frame: Frame,
    walked: usize,
    steps: Vec<StepRow>,
}

/// The page.
pub async fn show(mut operator: Operator) -> Result<HttpResponse, PageFailure> {
    let steps = step_rows(operator.app(), operator.guest.language);
    let page = CoveragePage {
        frame: operator.frame(Tab::Coverage),
        chrome: operator.guest.chrome(),
        walked: steps.iter().filter(|step| step.walked > 0).count(),
        steps,
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = CoveragePage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::Coverage),
        walked: 1,
        steps: vec![StepRow::sample(0), StepRow::sample(3)],
    };
    vec![("console/coverage.html", rendered(&page))]
}
