//! The home page and the business pages of the province.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::state::Applicant;
use super::{ProvincialGuest, is_open_to_citizens};
use crate::domain::birth_date::BirthDate;
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::pages::{Chrome, MarkedField, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::portal::onward;

/// A procedure of the province.
#[derive(Debug, Clone, Copy)]
struct Service {
    slug: &'static str,
    vietnamese: &'static str,
    english: &'static str,
}

const SERVICES: [Service; 3] = [
    Service {
        slug: "dang-ky-ho-kinh-doanh",
        vietnamese: "Đăng ký thành lập hộ kinh doanh",
        english: "Register a household business",
    },
    Service {
        slug: "cap-giay-phep-xay-dung",
        vietnamese: "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        english: "Building permit for a house",
    },
    Service {
        slug: "dang-ky-bien-dong-dat-dai",
        vietnamese: "Đăng ký biến động đất đai",
        english: "Register a change of land use",
    },
];

#[derive(Template)]
#[template(path = "hatinh/home.html")]
struct HomePage {
    chrome: Chrome,
    notice: Option<String>,
    is_closed: bool,
    services: [Service; 3],
}

#[derive(Template)]
#[template(path = "hatinh/service.html")]
struct ServicePage {
    chrome: Chrome,
    service: Service,
    is_closed: bool,
    onward: String,
    applicant: Option<Vec<MarkedField>>,
}

/// The home page.
pub async fn home(mut guest: ProvincialGuest) -> Result<HttpResponse, PageFailure> {
    let notice = match guest.state().notice {
        Some(_) => guest.change(|browser| browser.notice.take()),
        None => None,
    };
    let page = HomePage {
        chrome: guest.chrome(),
        notice,
        is_closed: !is_open_to_citizens(&guest),
        services: SERVICES,
    };
    guest.page(StatusCode::OK, &page)
}

/// A business page.
pub async fn service(
    guest: ProvincialGuest,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageFailure> {
    let service = SERVICES
        .into_iter()
        .find(|service| service.slug == *slug)
        .ok_or_else(|| guest.failure(PageProblem::NotFound))?;
    let applicant = guest.state().signed_in.as_ref();
    let page = ServicePage {
        chrome: guest.chrome(),
        is_closed: !is_open_to_citizens(&guest),
        onward: onward(&format!("/hatinh/services/{}", service.slug)),
        applicant: applicant.map(|applicant| fields_of(&guest, applicant)),
        service,
    };
    guest.page(StatusCode::OK, &page)
}

fn fields_of(guest: &ProvincialGuest, applicant: &Applicant) -> Vec<MarkedField> {
    let none = || guest.say("(chưa liên kết)", "(not linked)").to_owned();
    let field = |label, value| MarkedField {
        label,
        value,
        confirmed: false,
    };
    vec![
        field(
            guest.say("Họ và tên", "Full name"),
            applicant.full_name.clone(),
        ),
        field(
            guest.say("Số định danh", "Personal number"),
            applicant.number.clone().unwrap_or_else(none),
        ),
        field(
            guest.say("Ngày sinh", "Date of birth"),
            date_in_words(applicant.date_of_birth.as_deref().unwrap_or_default()),
        ),
        field(
            guest.say("Mã tài khoản trên Cổng", "The portal's id of the account"),
            applicant.subject.clone(),
        ),
    ]
}

/// A date of a claim as people here write it.
fn date_in_words(claim: &str) -> String {
    BirthDate::parse(claim).map_or_else(|_as_it_is| claim.to_owned(), BirthDate::vietnamese)
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Hatinh, language);
    let home = |is_closed, person| HomePage {
        chrome: Chrome { person, ..chrome() },
        notice: Some("<b>".to_owned()),
        is_closed,
        services: SERVICES,
    };
    let service = |is_closed, applicant| ServicePage {
        chrome: chrome(),
        service: SERVICES[0],
        is_closed,
        onward: onward("/hatinh"),
        applicant,
    };
    vec![
        ("hatinh/home.html", rendered(&home(false, None))),
        (
            "hatinh/home.html",
            rendered(&home(true, Some("<b>".to_owned()))),
        ),
        ("hatinh/service.html", rendered(&service(false, None))),
        ("hatinh/service.html", rendered(&service(true, None))),
        (
            "hatinh/service.html",
            rendered(&service(false, Some(vec![MarkedField::sample(false)]))),
        ),
    ]
}
