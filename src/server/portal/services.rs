//! The home page and the business pages, which a citizen was on the way to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::notice::{NoticeText, take_notice};
use super::{PortalGuest, identity_fields, onward, signed_in_account};
#[cfg(test)]
use crate::domain::language::Language;
use crate::server::pages::{Chrome, MarkedField, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};

/// A service of the portal.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Its part of the address.
    pub slug: &'static str,
    /// Its name.
    pub vietnamese: &'static str,
    /// Its name in English.
    pub english: &'static str,
}

/// The services; one for each of the commonest reasons to come.
pub const SERVICES: [Service; 4] = [
    Service {
        slug: "dang-ky-thuong-tru",
        vietnamese: "Đăng ký thường trú",
        english: "Register permanent residence",
    },
    Service {
        slug: "dang-ky-khai-sinh",
        vietnamese: "Đăng ký khai sinh",
        english: "Register a birth",
    },
    Service {
        slug: "phieu-ly-lich-tu-phap",
        vietnamese: "Cấp Phiếu lý lịch tư pháp",
        english: "Criminal record certificate",
    },
    Service {
        slug: "doi-giay-phep-lai-xe",
        vietnamese: "Đổi giấy phép lái xe",
        english: "Exchange a driving licence",
    },
];

#[derive(Template)]
#[template(path = "portal/home.html")]
struct HomePage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    services: [Service; 4],
}

#[derive(Template)]
#[template(path = "portal/service.html")]
struct ServicePage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    service: Service,
    onward: String,
    applicant: Option<Applicant>,
}

/// Who applies.
#[derive(Debug, Clone)]
struct Applicant {
    how: &'static str,
    fields: Vec<MarkedField>,
    is_linked: bool,
}

/// The home page.
pub async fn home(mut guest: PortalGuest) -> Result<HttpResponse, PageFailure> {
    let notice = take_notice(&mut guest);
    guest.page(
        StatusCode::OK,
        &HomePage {
            chrome: guest.chrome(),
            notice,
            services: SERVICES,
        },
    )
}

/// A business page.
pub async fn service(
    mut guest: PortalGuest,
    slug: web::Path<String>,
) -> Result<HttpResponse, PageFailure> {
    let service = SERVICES
        .into_iter()
        .find(|service| service.slug == *slug)
        .ok_or_else(|| guest.failure(PageProblem::NotFound))?;
    let notice = take_notice(&mut guest);
    let applicant = signed_in_account(&guest).map(|(signed_in, account)| Applicant {
        how: match signed_in.vneid {
            Some(_) => guest.say("bằng VNeID", "with VNeID"),
            None => guest.say("bằng tài khoản của Cổng", "with a portal account"),
        },
        fields: identity_fields(&guest, &account),
        is_linked: account.link.state.holds_number(),
    });
    guest.page(
        StatusCode::OK,
        &ServicePage {
            chrome: guest.chrome(),
            notice,
            onward: onward(&format!("/portal/services/{}", service.slug)),
            service,
            applicant,
        },
    )
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Portal, language);
    let applicant = |is_linked| Applicant {
        how: "VNeID",
        fields: vec![MarkedField::sample(true), MarkedField::sample(false)],
        is_linked,
    };
    let service = |applicant| ServicePage {
        chrome: chrome(),
        notice: Some(NoticeText::sample()),
        service: SERVICES[0],
        onward: onward("/portal"),
        applicant,
    };
    let home = |person| HomePage {
        chrome: Chrome { person, ..chrome() },
        notice: None,
        services: SERVICES,
    };
    vec![
        ("portal/home.html", rendered(&home(None))),
        ("portal/home.html", rendered(&home(Some("<b>".to_owned())))),
        ("portal/service.html", rendered(&service(None))),
        (
            "portal/service.html",
            rendered(&service(Some(applicant(true)))),
        ),
        (
            "portal/service.html",
            rendered(&service(Some(applicant(false)))),
        ),
    ]
}
