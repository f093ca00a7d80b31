//! The population in facts, figures and charts, and the way to everything else.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::frame::{Frame, Tab};
use super::operator::Operator;
use super::words;
use crate::domain::language::Language;
use crate::registry::statistics::Report;
use crate::server::charts::{Chart, draw as draw_chart, grouped, number, percent};
use crate::server::pages::{Chrome, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::STATISTICS_PENDING;
use crate::server::statistics::Kept;

#[derive(Template)]
#[template(path = "console/overview.html")]
struct OverviewPage {
    chrome: Chrome,
    frame: Frame,
    facts: Vec<Named>,
    digest: String,
    figures: Vec<Named>,
    charts: Vec<ChartView>,
    is_counting: bool,
    links: Vec<Link>,
}

/// Something with its name.
#[derive(Clone, Debug)]
struct Named {
    name: &'static str,
    value: String,
}

/// A link, and the address as another program needs it.
#[derive(Clone, Debug)]
struct Link {
    name: &'static str,
    href: String,
    shown: String,
}

/// A chart and what it shows in words.
#[derive(Clone, Debug)]
struct ChartView {
    word: &'static str,
    title: &'static str,
}

/// The page.
pub async fn show(operator: Operator) -> Result<HttpResponse, PageFailure> {
    let (mut operator, kept) = counted(operator).await?;
    let language = operator.guest.language;
    let page = OverviewPage {
        frame: operator.frame(Tab::Overview),
        chrome: operator.guest.chrome(),
        facts: facts(&operator),
        digest: operator.app().world.population_facts().digest.clone(),
        figures: kept
            .as_ref()
            .map_or_else(Vec::new, |kept| figures(&kept.report, language)),
        charts: charts(kept.is_some(), language),
        is_counting: kept.is_none_or(|kept| !kept.up_to_date),
        links: links(&operator),
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// A chart, as `GET /v1/statistics/{chart}.svg` draws it; that call would stand in the journal.
pub async fn chart(
    operator: Operator,
    word: web::Path<String>,
) -> Result<HttpResponse, PageFailure> {
    let (operator, kept) = counted(operator).await?;
    let (Some(chart), Some(kept)) = (Chart::from_word(&word), kept) else {
        return Err(operator.guest.failure(PageProblem::NotFound));
    };
    Ok(drawing(draw_chart(
        chart,
        &kept.report,
        operator.guest.language,
    )))
}

/// A picture whose style is its own.
pub fn drawing(svg: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .insert_header((
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
        .content_type("image/svg+xml")
        .body(svg)
}

/// The statistics; nothing while a large world is counted for the first time.
async fn counted(operator: Operator) -> Result<(Operator, Option<Kept>), PageFailure> {
    let counted = operator.elsewhere(|operator| {
        let app = operator.app();
        app.statistics.report_of(&app.world)
    });
    match counted.await? {
        (operator, Ok(kept)) => Ok((operator, Some(kept))),
        (operator, Err(problem)) if problem.kind == &STATISTICS_PENDING => Ok((operator, None)),
        (operator, Err(problem)) => {
            let cause = problem.cause.unwrap_or_default();
            Err(operator.guest.internal(&cause))
        }
    }
}

fn facts(operator: &Operator) -> Vec<Named> {
    let (app, language) = (operator.app(), operator.guest.language);
    let facts = app.world.population_facts();
    let numbers = match facts.numbers.as_str() {
        "reserved" => operator.say(
            "đầu số chưa gán cho tỉnh nào",
            "prefixes that no province has",
        ),
        _ => operator.say("đầu số của các tỉnh", "prefixes of the provinces"),
    };
    let named = |name, value| Named { name, value };
    vec![
        named(
            operator.say("Người sống được yêu cầu", "Living people asked for"),
            grouped(facts.size, language),
        ),
        named(
            operator.say("Mọi người trong tệp", "All people of the file"),
            grouped(facts.people, language),
        ),
        named(operator.say("Hạt giống", "Seed"), facts.seed.to_string()),
        named(operator.say("Số định danh", "Numbers"), numbers.to_owned()),
        named(
            operator.say("Tạo bởi", "Made by"),
            format!("dancu {}", facts.made_by),
        ),
        named(
            operator.say("Ngày nghiệp vụ", "Business date"),
            app.world.business_date().vietnamese(),
        ),
        named(
            operator.say("Giờ của token", "Time of tokens"),
            words::moment(app.world.token_time(operator.guest.now)),
        ),
    ]
}

fn figures(report: &Arc<Report>, language: Language) -> Vec<Named> {
    let counted = &report.statistics;
    let named = |vietnamese, english, value| Named {
        name: language.pick(vietnamese, english),
        value,
    };
    let people = |vietnamese, english, count| named(vietnamese, english, grouped(count, language));
    let status = |word| counted.by_status.get(word).copied().unwrap_or_default();
    let households = &report.households;
    vec![
        people("Bản ghi", "Records", counted.people),
        people("Còn sống", "Alive", status("active")),
        people("Đã chết", "Deceased", status("deceased")),
        people("Mất tích", "Missing", status("missing")),
        people("Không còn dùng", "Inactive", status("inactive")),
        people("Bị hủy", "Cancelled", status("cancelled")),
        people(
            "Chưa có số 12 chữ số",
            "Without a 12-digit number",
            counted.without_number,
        ),
        people("Có CMND 9 số", "With a CMND", counted.with_cmnd),
        people("Có thẻ", "With a card", counted.with_card),
        people(
            "Có định danh điện tử",
            "With an electronic identity",
            counted.with_electronic_identity,
        ),
        people(
            "Không rõ ngày, tháng sinh",
            "Day or month of birth unknown",
            counted.birth_date_incomplete,
        ),
        people("Hộ gia đình", "Households", households.count),
        named(
            "Người mỗi hộ (công bố)",
            "People in each (published)",
            format!(
                "{} ({})",
                number(households.mean, 2, language),
                number(households.published_mean, 1, language)
            ),
        ),
        named(
            "Hộ một người (công bố)",
            "Of one person (published)",
            format!(
                "{} ({})",
                percent(households.one_person_share, 1, language),
                percent(households.published_one_person_share, 1, language)
            ),
        ),
    ]
}

fn charts(are_there: bool, language: Language) -> Vec<ChartView> {
    let view = |chart: Chart| ChartView {
        word: chart.as_str(),
        title: chart.title(language),
    };
    let charts = Chart::ALL.into_iter().filter(|_| are_there);
    charts.map(view).collect()
}

/// Everything else that there is in this world.
fn links(operator: &Operator) -> Vec<Link> {
    let app = operator.app();
    let below = |name, path: &str| Link {
        name,
        href: app.address(path),
        shown: format!("{}{path}", app.provider.public_url()),
    };
    let docs = Link {
        name: operator.say("API: thử từng lời gọi", "API: try every call"),
        href: "/docs/".to_owned(),
        shown: "/docs/".to_owned(),
    };
    vec![
        below(
            operator.say("Cổng Dịch vụ công Quốc gia", "National portal"),
            "/portal",
        ),
        below(
            operator.say("Hệ thống Hà Tĩnh", "System of Hà Tĩnh"),
            "/hatinh",
        ),
        below("VNeID", "/vneid"),
        docs,
        below(
            operator.say("Hợp đồng API", "Contract of the API"),
            "/openapi.json",
        ),
        below(
            operator.say("Trục liên thông (SOAP)", "National wire (SOAP)"),
            app.shared.wire.ndxp_path(),
        ),
        below(
            operator.say("Người có tên, để thử", "Named people to try"),
            "/v1/personas",
        ),
        below(
            operator.say("Tài khoản thử của Cổng", "Test accounts of the portal"),
            "/portal/accounts.json",
        ),
        below(
            operator.say("Số liệu, JSON", "Figures as JSON"),
            "/v1/statistics",
        ),
        below(
            operator.say("Số đo cho Prometheus", "Metrics for Prometheus"),
            "/metrics",
        ),
    ]
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let named = || Named {
        name: "name",
        value: "<b>".to_owned(),
    };
    let page = |is_counting: bool| OverviewPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::Overview),
        facts: vec![named()],
        digest: "<b>".to_owned(),
        figures: vec![named()],
        charts: charts(!is_counting, language),
        is_counting,
        links: vec![Link {
            name: "name",
            href: "/portal".to_owned(),
            shown: "<b>".to_owned(),
        }],
    };
    vec![
        ("console/overview.html", rendered(&page(true))),
        ("console/overview.html", rendered(&page(false))),
    ]
}
