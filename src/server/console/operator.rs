//! Who looks at the console: signed in with an administrator's key, or sent to the login.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::future::LocalBoxFuture;

use super::frame::{Frame, Tab};
use super::state::Notice;
use super::{ConsoleForm, ConsoleGuest};
use crate::identity::Parameters;
use crate::record::FieldError;
use crate::registry::{Caller, Context};
use crate::server::App;
use crate::server::pages::{Files, PageFailure, PageProblem, Site};
use crate::server::problem::Problem;
use crate::server::worlds::Worlds;

/// Somebody who runs the mock, at a page of the console.
#[derive(Debug)]
pub struct Operator {
    /// The browser.
    pub guest: ConsoleGuest,
    /// Whose key it is.
    pub caller: Arc<Caller>,
    /// All worlds.
    pub worlds: web::Data<Worlds>,
}

/// A form that an operator sent.
#[derive(Debug)]
pub struct Order {
    /// Who sent it.
    pub operator: Operator,
    fields: Parameters,
}

/// A form with files that an operator sent.
#[derive(Debug)]
pub struct FilesOrder {
    /// Who sent it.
    pub operator: Operator,
    /// Fields and files.
    pub files: Files,
}

impl Operator {
    fn of(request: &HttpRequest) -> Result<Self, PageFailure> {
        Self::behind(ConsoleGuest::of(request)?, worlds_of(request))
    }

    fn behind(guest: ConsoleGuest, worlds: Option<web::Data<Worlds>>) -> Result<Self, PageFailure> {
        let Some(worlds) = worlds else {
            return Err(guest.internal("the request carries no Worlds"));
        };
        let Some(signed_in) = &guest.state().signed_in else {
            return Err(guest.failure(PageProblem::LogInFirst));
        };
        Ok(Self {
            caller: Arc::clone(&signed_in.caller),
            guest,
            worlds,
        })
    }

    /// The world the console looks at.
    pub fn app(&self) -> &web::Data<App> {
        &self.guest.app
    }

    /// Whether the key opens this sandbox and nothing else.
    pub fn is_bound(&self) -> bool {
        self.app().is_bound(&self.caller)
    }

    /// The circumstances, for use cases.
    pub fn context(&self) -> Context<'_> {
        Context {
            caller: &self.caller,
            request_id: &self.guest.request_id,
            at: self.guest.now,
            // Whoever looks at a world leaves no trace in it: no call of the console is entered.
            notes: &self.guest.notes,
        }
    }

    /// Picks the text of the page's language.
    pub fn say<T>(&self, vietnamese: T, english: T) -> T {
        self.guest.say(vietnamese, english)
    }

    /// The frame of a page, and what the page before wanted said.
    pub fn frame(&mut self, tab: Tab) -> Frame {
        let notice = match self.guest.state().notice {
            Some(_) => self.guest.change(|browser| browser.notice.take()),
            None => None,
        };
        Frame::of(self, tab, notice)
    }

    /// Sends the browser to a page that says a sentence.
    pub fn told(mut self, page: &str, tone: &'static str, text: String) -> HttpResponse {
        let notice = Notice { tone, text };
        self.guest.change(|browser| browser.notice = Some(notice));
        self.guest.see_other(page)
    }

    /// Sends the browser to a page that says what was done.
    pub fn done(self, page: &str, vietnamese: &str, english: &str) -> HttpResponse {
        let text = self.say(vietnamese, english).to_owned();
        self.told(page, "good", text)
    }

    /// Sends the browser to a page that says why something was not done.
    pub fn refused(self, page: &str, problem: Problem) -> Result<HttpResponse, PageFailure> {
        if let Some(cause) = problem.cause {
            return Err(self.guest.internal(&cause));
        }
        let body = problem.body(self.guest.language, &self.guest.request_id);
        let text = match sentences(&problem.errors, &self) {
            errors if errors.is_empty() => body.detail,
            errors => errors,
        };
        Ok(self.told(page, "bad", text))
    }

    /// Does work that reads many rows on the blocking pool, so that point lookups on this worker do not wait.
    pub async fn elsewhere<T: Send + 'static>(
        self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<(Self, T), PageFailure> {
        let language = self.guest.language;
        let done = web::block(move || {
            let answer = work(&self);
            (self, answer)
        });
        done.await
            .map_err(|error| PageFailure::bare(Site::Console, language, &error.to_string()))
    }
}

/// Everything wrong with the fields of a form, in sentences.
pub fn sentences(errors: &[FieldError], operator: &Operator) -> String {
    let sentences = errors.iter();
    let sentences = sentences.map(|error| error.sentence(operator.guest.language));
    sentences.collect::<Vec<_>>().join(" ")
}

impl Order {
    /// A field without spaces around it; empty when the form has none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).unwrap_or_default().trim()
    }

    /// A field, where something stands in it.
    pub fn filled(&self, name: &str) -> Option<&str> {
        Some(self.field(name)).filter(|text| !text.is_empty())
    }
}

impl FromRequest for Operator {
    type Error = PageFailure;
    type Future = Ready<Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl FromRequest for Order {
    type Error = PageFailure;
    type Future = LocalBoxFuture<'static, Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let worlds = worlds_of(request);
        let form = ConsoleForm::from_request(request, payload);
        Box::pin(async move {
            let (guest, fields) = form.await?.into_parts();
            let operator = Operator::behind(guest, worlds)?;
            Ok(Self { operator, fields })
        })
    }
}

impl FromRequest for FilesOrder {
    type Error = PageFailure;
    type Future = LocalBoxFuture<'static, Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let worlds = worlds_of(request);
        let form = super::ConsoleFilesForm::from_request(request, payload);
        Box::pin(async move {
            let form = form.await?;
            let operator = Operator::behind(form.guest, worlds)?;
            let files = form.files;
            Ok(Self { operator, files })
        })
    }
}

fn worlds_of(request: &HttpRequest) -> Option<web::Data<Worlds>> {
    request.app_data::<web::Data<Worlds>>().cloned()
}
