//! A browser at one of the sites: who asks is an argument of every page.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse, HttpResponseBuilder, web,
};
use askama::Template;

use super::chrome::{Chrome, Panel};
use super::failure::{PageFailure, PageProblem};
use super::panel::CallView;
use super::preferences::{has_chosen_language, language, panel_is_on};
use super::session::{Sessions, Visit};
use super::site::Site;
use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::language::Language;
use crate::outbound::wire_call::WireCall;
use crate::server::App;
use crate::server::call::Visit as RequestVisit;
use crate::worlds::CallNotes;

/// What a site remembers of a browser.
pub trait BrowserState: Clone + Default + 'static {
    /// The site.
    const SITE: Site;
    /// Whether its pages have the panel of calls.
    const HAS_PANEL: bool;

    /// The sessions of the site.
    fn sessions(app: &App) -> &Sessions<Self>;

    /// The name of who is signed in.
    fn person(&self) -> Option<String>;

    /// Whether the provider has ended the sign-on that this browser lives by: a relying party asked for it, or
    /// its time is over.
    fn has_lost_sign_on(&self, app: &App, now: Timestamp) -> bool;

    /// Forgets who is signed in.
    fn forget_person(&mut self);

    /// The calls made for this browser, oldest first.
    fn calls(&self) -> &[WireCall];

    /// The time that sessions live by, when it really is `real`: that of the world's tokens.
    fn time(app: &App, real: Timestamp) -> Timestamp {
        app.world.token_time(real)
    }
}

/// One request of one browser at one site.
pub struct Guest<State> {
    /// The application.
    pub app: web::Data<App>,
    /// The session.
    pub visit: Visit<State>,
    /// The language of pages.
    pub language: Language,
    /// When the request came in, by the time that the site's sessions live by.
    pub now: Timestamp,
    /// The id of the request.
    pub request_id: std::sync::Arc<str>,
    /// What becomes known of the request, for its line in the journal.
    pub notes: std::sync::Arc<CallNotes>,
    here: String,
    panel: bool,
    has_chosen_language: bool,
}

impl<State> std::fmt::Debug for Guest<State> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Guest(…)")
    }
}

impl<State: BrowserState> FromRequest for Guest<State> {
    type Error = PageFailure;
    type Future = Ready<Result<Self, PageFailure>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl<State: BrowserState> Guest<State> {
    /// The browser behind a request.
    pub fn of(request: &HttpRequest) -> Result<Self, PageFailure> {
        let broken = |cause: &str| PageFailure::bare(State::SITE, language(request), cause);
        let app = request
            .app_data::<web::Data<App>>()
            .cloned()
            .ok_or_else(|| broken("the request carries no App"))?;
        let facts = request
            .extensions()
            .get::<RequestVisit>()
            .map(|visit| visit.facts.clone())
            .ok_or_else(|| broken("the request carries no Visit"))?;
        let now = State::time(&app, facts.at);
        let visit = State::sessions(&app)
            .visit(request, now, Chance)
            .map_err(|error| broken(&error.to_string()))?;
        // Links lead back to the page they stand on; where a form is sent to there may be no page.
        let here = request
            .uri()
            .path_and_query()
            .filter(|_| request.method() == Method::GET)
            .map_or(State::SITE.path(), |here| here.as_str())
            .to_owned();
        let mut guest = Self {
            app,
            visit,
            language: language(request),
            now,
            request_id: facts.request_id,
            notes: facts.notes,
            here,
            panel: panel_is_on(request),
            has_chosen_language: has_chosen_language(request),
        };
        if guest.state().has_lost_sign_on(&guest.app, guest.now) {
            guest.change(State::forget_person);
        }
        Ok(guest)
    }

    /// What is remembered, as of the beginning of the request or the last change.
    pub fn state(&self) -> &State {
        &self.visit.state
    }

    /// Changes what is remembered.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut State) -> T) -> T {
        let sessions = State::sessions(&self.app);
        let (answer, state) = sessions.change(&self.visit, self.now, |state| {
            let answer = change(state);
            (answer, state.clone())
        });
        self.visit.state = state;
        answer
    }

    /// Changes what is remembered, under a new id: at login and logout.
    pub fn renew(&mut self, change: impl FnOnce(&mut State)) -> Result<(), PageFailure> {
        let renewed = State::sessions(&self.app).renew(&self.visit, self.now, Chance, change);
        self.visit = renewed.map_err(|error| self.internal(&error.to_string()))?;
        Ok(())
    }

    /// The same browser, with the language a login asked for, unless the browser has chosen one itself.
    pub fn preferring(mut self, languages: &[Box<str>]) -> Self {
        let known = |tag: &&str| matches!(tag.split('-').next(), Some("vi" | "en"));
        let mut languages = languages.iter().map(|tag| &**tag);
        if !self.has_chosen_language
            && let Some(tag) = languages.find(known)
        {
            self.language = if tag.starts_with("en") {
                Language::English
            } else {
                Language::Vietnamese
            };
        }
        self
    }

    /// Picks the text of the page's language.
    pub fn say<T>(&self, vietnamese: T, english: T) -> T {
        self.language.pick(vietnamese, english)
    }

    /// The frame of a page.
    pub fn chrome(&self) -> Chrome {
        let day = self.app.world.business_date();
        let calls = State::HAS_PANEL.then(|| self.state().calls());
        Chrome {
            site: State::SITE,
            base: self.app.base.clone(),
            language: self.language,
            day: day.vietnamese(),
            day_means: if State::SITE.has_calendar() {
                self.app.shared.pages.day_means(day, self.language)
            } else {
                String::new()
            },
            csrf: self.visit.csrf.clone(),
            person: self.state().person(),
            here: self.here.clone(),
            panel: calls.map(|calls| Panel {
                open: self.panel,
                calls: calls
                    .iter()
                    .rev()
                    .map(|call| CallView::of(call, self.language))
                    .collect(),
            }),
        }
    }

    /// Says that the page shown stands at another address than the one asked for: a form that was posted
    /// is shown again at its own page.
    pub fn standing_at(mut self, here: &str) -> Self {
        here.clone_into(&mut self.here);
        self
    }

    /// A page.
    pub fn page(
        &self,
        status: StatusCode,
        page: &impl Template,
    ) -> Result<HttpResponse, PageFailure> {
        let html = page
            .render()
            .map_err(|error| self.internal(&error.to_string()))?;
        let mut response = page_response(status, self.language, self.policy());
        self.with_cookie(&mut response);
        Ok(response.body(html))
    }

    /// Sends the browser on with GET (303, which also turns a posted form into a GET).
    /// A path is one within the world of this browser.
    pub fn see_other(&self, location: &str) -> HttpResponse {
        let location = if location.starts_with('/') {
            self.app.address(location)
        } else {
            location.to_owned()
        };
        let mut response = HttpResponse::SeeOther();
        response
            .insert_header((LOCATION, location))
            .insert_header((CACHE_CONTROL, "no-store"));
        self.with_cookie(&mut response);
        response.finish()
    }

    /// The page that says what went wrong.
    pub fn failure(&self, problem: PageProblem) -> PageFailure {
        PageFailure::new(self.chrome(), problem, self.policy().to_owned())
    }

    fn policy(&self) -> &str {
        self.app.shared.pages.policy(State::SITE)
    }

    /// The page of an internal failure; the cause goes to the log alone.
    pub fn internal(&self, cause: &str) -> PageFailure {
        self.failure(PageProblem::Internal).because(cause)
    }

    fn with_cookie(&self, response: &mut HttpResponseBuilder) {
        if let Some(cookie) = State::sessions(&self.app).cookie(&self.visit) {
            response.cookie(cookie);
        }
    }
}

/// Makes queries and paths that cannot be read pages of the site, for its scope.
pub fn unreadable_addresses<State: BrowserState>(config: &mut web::ServiceConfig) {
    config
        .app_data(
            web::QueryConfig::default().error_handler(|_error, request| {
                failure_of::<State>(request, PageProblem::AddressUnreadable).into()
            }),
        )
        .app_data(web::PathConfig::default().error_handler(|_error, request| {
            failure_of::<State>(request, PageProblem::NotFound).into()
        }));
}

fn failure_of<State: BrowserState>(request: &HttpRequest, problem: PageProblem) -> PageFailure {
    Guest::<State>::of(request).map_or_else(|failure| failure, |guest| guest.failure(problem))
}

/// The head of every answer that is a page.
pub(super) fn page_response(
    status: StatusCode,
    language: Language,
    policy: &str,
) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CONTENT_LANGUAGE, language.pick("vi", "en")))
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "same-origin"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((X_FRAME_OPTIONS, "DENY"));
    response
}
