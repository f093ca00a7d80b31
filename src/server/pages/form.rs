//! Forms: read within a limit, and taken only from our own pages.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use super::failure::{PageFailure, PageProblem};
use super::guest::{BrowserState, Guest};
use crate::identity::Parameters;
use crate::server::body::FormBody;

/// A form that this browser got from us.
#[derive(Debug)]
pub struct Form<State> {
    /// The browser.
    pub guest: Guest<State>,
    fields: Parameters,
}

impl<State> Form<State> {
    /// A field without spaces around it; empty when the form has none.
    pub fn field(&self, name: &str) -> &str {
        self.raw_field(name).trim()
    }

    /// The browser and the fields.
    pub fn into_parts(self) -> (Guest<State>, Parameters) {
        (self.guest, self.fields)
    }

    /// A field as it was typed: a password may begin with a space.
    pub fn raw_field(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default()
    }
}

impl<State: BrowserState> FromRequest for Form<State> {
    type Error = PageFailure;
    type Future = LocalBoxFuture<'static, Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let guest = Guest::<State>::of(request);
        let from_elsewhere = is_from_elsewhere(request);
        let body = FormBody::from_request(request, payload);
        Box::pin(async move {
            let guest = guest?;
            let Ok(FormBody(fields)) = body.await else {
                return Err(guest.failure(PageProblem::FormUnreadable));
            };
            let form = Self { guest, fields };
            let token = form.raw_field("csrf");
            if from_elsewhere || !form.guest.visit.is_own_form(token) {
                return Err(form.guest.failure(PageProblem::FormExpired));
            }
            Ok(form)
        })
    }
}

/// Browsers say where a form stands; what is not from our own origin is refused whatever token it carries.
pub(super) fn is_from_elsewhere(request: &HttpRequest) -> bool {
    request
        .headers()
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok())
        .is_some_and(|site| !matches!(site, "same-origin" | "none"))
}
