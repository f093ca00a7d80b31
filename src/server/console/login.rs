//! The login with a key, the way from world to world, and the end of it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::operator::{Operator, Order};
use super::state::{ConsoleBrowser, Notice, SignedIn};
use super::{ConsoleForm, ConsoleGuest, Tab};
use crate::chance::Chance;
#[cfg(test)]
use crate::domain::language::Language;
use crate::registry::{Caller, Scope};
use crate::server::App;
use crate::server::app::ShutOut;
use crate::server::pages::{BrowserState as _, Chrome, PageFailure, return_to};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::{Problem, SANDBOX_KEY_BOUND, SANDBOX_NOT_FOUND};
use crate::server::worlds::{Worlds, sandbox_of_key};

#[derive(Template)]
#[template(path = "console/login.html")]
struct LoginPage {
    chrome: Chrome,
    notice: Option<Notice>,
    return_to: String,
    is_on_loopback: bool,
}

/// `?return_to=`.
#[derive(Deserialize, Debug)]
pub struct Onward {
    #[serde(default)]
    return_to: String,
}

/// Why a key does not open the console.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Refused {
    /// Nobody has it.
    Unknown,
    /// It is for loopback alone, and the server listens elsewhere.
    LoopbackOnly,
    /// Its client is no administrator.
    NotAdmin,
}

/// The form of the key.
pub async fn ask(
    mut guest: ConsoleGuest,
    onward: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    let onward = onward_to(&onward.return_to).to_owned();
    if guest.state().signed_in.is_some() {
        return Ok(guest.see_other(&onward));
    }
    let notice = guest.change(|browser| browser.notice.take());
    page(&guest, StatusCode::OK, onward, notice)
}

/// The form came back.
pub async fn sign_in(
    form: ConsoleForm,
    worlds: web::Data<Worlds>,
) -> Result<HttpResponse, PageFailure> {
    let onward = onward_to(form.field("return_to")).to_owned();
    let key = form.field("key").to_owned();
    let (mut guest, _fields) = form.into_parts();
    // The key of a sandbox says which one it is.
    let named = sandbox_of_key(&key).and_then(|id| worlds.find(id, guest.now));
    let app = named.map_or_else(|| guest.app.clone(), |sandbox| sandbox.app.clone());
    let caller = match administrator(&app, &key) {
        Ok(caller) => caller,
        Err(refused) => {
            let text = refused.sentence(&guest).to_owned();
            let guest = guest.standing_at(Tab::Overview.path());
            let notice = Some(Notice { tone: "bad", text });
            return page(&guest, StatusCode::FORBIDDEN, onward, notice);
        }
    };
    let login = Chance.secret();
    let login = login.map_err(|error| guest.internal(&error.to_string()))?;
    let signed_in = SignedIn {
        caller,
        login: login.into(),
    };
    if app.base != guest.app.base {
        return enter_world(&guest, &app, signed_in);
    }
    guest.renew(|browser| {
        *browser = ConsoleBrowser {
            signed_in: Some(signed_in),
            ..ConsoleBrowser::default()
        };
    })?;
    Ok(guest.see_other(&onward))
}

/// Goes to another world, with a session there.
pub async fn enter(order: Order) -> Result<HttpResponse, PageFailure> {
    let id = order.field("world").to_owned();
    let operator = order.operator;
    if operator.is_bound() {
        return operator.refused(Tab::Overview.path(), Problem::new(&SANDBOX_KEY_BOUND));
    }
    let app = if id.is_empty() {
        Some(operator.worlds.default_world().clone())
    } else {
        let found = operator.worlds.find(&id, operator.guest.now);
        found.map(|sandbox| sandbox.app.clone())
    };
    let (Some(app), Some(signed_in)) = (app, operator.guest.state().signed_in.clone()) else {
        return operator.refused(Tab::Sandboxes.path(), Problem::new(&SANDBOX_NOT_FOUND));
    };
    enter_world(&operator.guest, &app, signed_in)
}

/// Ends the login in every world.
pub async fn log_out(order: Order) -> Result<HttpResponse, PageFailure> {
    let (mut guest, worlds) = (order.operator.guest, order.operator.worlds);
    let signed_in = guest.state().signed_in.clone();
    let login = signed_in.map(|signed_in| signed_in.login);
    let is_same = |browser: &ConsoleBrowser| {
        let other = browser.signed_in.as_ref();
        other.map(|other| &other.login) == login.as_ref()
    };
    let sandboxes = worlds.all(guest.now);
    let sandboxes = sandboxes.iter().map(|sandbox| &sandbox.app);
    for app in sandboxes.chain([worlds.default_world()]) {
        ConsoleBrowser::sessions(app).change_all(is_same, ConsoleBrowser::forget_person);
    }
    let text = guest.say("Đã đăng xuất.", "Logged out.").to_owned();
    guest.renew(|browser| {
        *browser = ConsoleBrowser {
            signed_in: None,
            notice: Some(Notice { tone: "good", text }),
        };
    })?;
    Ok(guest.see_other("/console/login"))
}

/// Goes to the default world: the one that the operator stood in is gone. A key that opens nothing else ends there.
pub fn to_default_world(operator: &Operator) -> Result<HttpResponse, PageFailure> {
    let default = operator.worlds.default_world();
    match operator.guest.state().signed_in.clone() {
        Some(signed_in) if !operator.is_bound() => enter_world(&operator.guest, default, signed_in),
        Some(_) | None => Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, default.address("/console/login")))
            .insert_header((CACHE_CONTROL, "no-store"))
            .finish()),
    }
}

/// Begins a session in another world and sends the browser there. The cookie goes to the addresses of that
/// world alone.
fn enter_world(
    guest: &ConsoleGuest,
    app: &web::Data<App>,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageFailure> {
    let browser = ConsoleBrowser {
        signed_in: Some(signed_in),
        notice: None,
    };
    let sessions = ConsoleBrowser::sessions(app);
    let visit = sessions.begin(guest.now, Chance, browser);
    let visit = visit.map_err(|error| guest.internal(&error.to_string()))?;
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((LOCATION, app.address(Tab::Overview.path())))
        .insert_header((CACHE_CONTROL, "no-store"));
    if let Some(cookie) = sessions.cookie(&visit) {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

/// The administrator with this key, in that world.
fn administrator(app: &App, key: &str) -> Result<Arc<Caller>, Refused> {
    match app.client_with(key) {
        None => Err(Refused::Unknown),
        Some((_, ShutOut(true))) => Err(Refused::LoopbackOnly),
        Some((caller, _)) if !caller.scopes.contains(Scope::Admin) => Err(Refused::NotAdmin),
        Some((caller, _)) => Ok(Arc::clone(caller)),
    }
}

impl Refused {
    fn sentence(self, guest: &ConsoleGuest) -> &'static str {
        match self {
            Self::Unknown => guest.say(
                "Khóa không đúng, hoặc sandbox của nó không còn.",
                "The key is wrong, or its sandbox is gone.",
            ),
            Self::LoopbackOnly => guest.say(
                "Khóa này chỉ dùng được khi máy chủ lắng nghe trên địa chỉ cục bộ.",
                "This key works only while the server listens on loopback.",
            ),
            Self::NotAdmin => guest.say(
                "Khóa này không có quyền admin.",
                "This key lacks the scope admin.",
            ),
        }
    }
}

fn onward_to(asked: &str) -> &str {
    return_to(asked, &["/console"]).unwrap_or("/console")
}

fn page(
    guest: &ConsoleGuest,
    status: StatusCode,
    return_to: String,
    notice: Option<Notice>,
) -> Result<HttpResponse, PageFailure> {
    let page = LoginPage {
        chrome: guest.chrome(),
        notice,
        return_to,
        is_on_loopback: guest.app.shared.on_loopback,
    };
    guest.page(status, &page)
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = |is_on_loopback| LoginPage {
        chrome: Chrome {
            person: None,
            ..Chrome::sample(Site::Console, language)
        },
        notice: Some(Notice {
            tone: "bad",
            text: "<b>".to_owned(),
        }),
        return_to: "/console?\"><b>".to_owned(),
        is_on_loopback,
    };
    vec![
        ("console/login.html", rendered(&page(true))),
        ("console/login.html", rendered(&page(false))),
    ]
}
