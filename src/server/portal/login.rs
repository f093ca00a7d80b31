//! The ways into the portal: the choice, its own accounts, and the way to VNeID.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::attempt::change_link;
use super::notice::{NoticeText, take_notice};
use super::state::{Notice, SignedIn, VneidLogin};
use super::{Onward, PortalForm, PortalGuest, onward, onward_to};
use crate::chance::Chance;
use crate::domain::card::IdentityLevel;
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::linking::LinkState;
use crate::domain::login::{Issuer, Proof};
use crate::domain::portal_account::PortalAccount;
use crate::identity::Proved;
use crate::linking::sign_in::{self, SignIn};
use crate::linking::steps;
use crate::outbound::relying_party::LoginWish;
use crate::server::logout_notices::send_notices;
use crate::server::pages::{Chrome, PageFailure, remember_calls};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::started_logins::StartedLogin;
use crate::worlds::logins::Subject;

/// The level that public services ask for (Nghị định 69/2024 Điều 9).
pub const LEVEL_WANTED: IdentityLevel = IdentityLevel::Two;
/// What the portal asks VNeID to share: who it is, and the number.
const SCOPE: &str = "openid profile citizen";

#[derive(Template)]
#[template(path = "portal/login.html")]
struct LoginPage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    onward: String,
}

#[derive(Template)]
#[template(path = "portal/login_account.html")]
struct AccountPage {
    chrome: Chrome,
    notice: Option<NoticeText>,
    onward: String,
    return_to: String,
    username: String,
    accounts: Vec<AccountRow>,
}

#[derive(Template)]
#[template(path = "portal/system_notice.html")]
struct SystemNoticePage {
    chrome: Chrome,
    onward: String,
}

/// An account to try.
#[derive(Clone, Debug)]
struct AccountRow {
    username: String,
    password: String,
    cccd: String,
    shows: String,
}

/// The choice between the portal's own accounts and VNeID.
pub async fn choose(
    mut guest: PortalGuest,
    onward_to: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    let notice = take_notice(&mut guest);
    guest.page(
        StatusCode::OK,
        &LoginPage {
            chrome: guest.chrome(),
            notice,
            onward: onward(onward_to.to()),
        },
    )
}

/// The form of an account.
pub async fn ask(
    mut guest: PortalGuest,
    onward_to: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    if !accounts_are_open(&guest) {
        return system_notice(&guest, onward_to.to());
    }
    let notice = take_notice(&mut guest);
    account_page(&guest, StatusCode::OK, onward_to.to(), "", notice)
}

/// The form came back.
pub async fn sign_in(form: PortalForm) -> Result<HttpResponse, PageFailure> {
    let return_to = onward_to(form.field("return_to")).to_owned();
    if !accounts_are_open(&form.guest) {
        return system_notice(&form.guest, &return_to);
    }
    let (username, password) = (
        form.field("username").to_owned(),
        form.raw_field("password"),
    );
    match check_password(&form.guest, &username, password).await? {
        SignIn::Accepted(account) => enter(form.guest, &account, None, return_to).await,
        refused @ (SignIn::Refused | SignIn::LockedUntil(_)) => {
            let notice = NoticeText::refused(&refused, form.guest.language);
            let here = format!("/portal/login/account?{}", onward(&return_to));
            let guest = form.guest.standing_at(&here);
            account_page(
                &guest,
                StatusCode::FORBIDDEN,
                &return_to,
                &username,
                Some(notice),
            )
        }
    }
}

/// Checks a password on a blocking thread: it is slow on purpose.
pub async fn check_password(
    guest: &PortalGuest,
    username: &str,
    password: &str,
) -> Result<SignIn, PageFailure> {
    let (app, now) = (guest.app.clone(), guest.now);
    let (username, password) = (username.to_owned(), password.to_owned());
    let tried = web::block(move || {
        let rule = &app.portal.password_rule;
        sign_in::sign_in(
            &app.world,
            &app.portal.accounts,
            rule,
            &username,
            &password,
            now,
        )
    });
    match tried.await {
        Ok(Ok(sign_in)) => Ok(sign_in),
        Ok(Err(error)) => Err(guest.internal(&error.to_string())),
        Err(error) => Err(guest.internal(&error.to_string())),
    }
}

/// Signs the account in under a new session id and sends the citizen on: to the number's screen if the
/// account has none, else to where they were going.
pub async fn enter(
    mut guest: PortalGuest,
    account: &PortalAccount,
    vneid: Option<VneidLogin>,
    return_to: String,
) -> Result<HttpResponse, PageFailure> {
    let subject = Subject::Account {
        username: account.username.clone(),
        tech_id: account.tech_id.clone(),
    };
    let (proof, level) = match &vneid {
        Some(login) => (Proof::OtherProvider, login.level),
        // The portal's own accounts were made with nobody looking at a card.
        None => (Proof::Password, IdentityLevel::One),
    };
    let proved = Proved {
        issuer: Issuer::Dvcqg,
        subject,
        proofs: &[proof],
        level,
    };
    let session = sign_on(&guest, proved).await?;
    let by_account = vneid.is_none();
    let signed_in = SignedIn {
        username: account.username.clone(),
        full_name: account.full_name.to_string(),
        sign_on: session,
        vneid,
    };
    guest.renew(|state| {
        let before = state.signed_in.replace(signed_in);
        if before.is_some_and(|before| before.username != account.username) {
            // Nothing of one person stays in the panel of the next.
            state.calls.clear();
        }
        state.newcomer = None;
        state.typed = None;
        state.logins.clear();
    })?;
    let is_linked = account.link.state == LinkState::Linked;
    if by_account && is_linked {
        let username = account.username.clone();
        let walked = change_link(&guest, move |app, _now| {
            steps::logged_in(&app.world, &username)
        });
        if let Ok(Some(edge)) = walked.await? {
            guest.change(|state| state.notice = Some(Notice::Walked(edge)));
        }
    }
    if is_linked {
        return Ok(guest.see_other(&return_to));
    }
    Ok(guest.see_other(&format!("/portal/link?{}", onward(&return_to))))
}

/// Signs on at the portal's provider; provincial systems are told where somebody else was signed on before.
async fn sign_on(guest: &PortalGuest, proved: Proved<'_>) -> Result<String, PageFailure> {
    let app = &guest.app;
    let before = guest.state().signed_in.as_ref();
    let before = before.map(|before| before.sign_on.as_str());
    let signed_on = app
        .provider
        .sign_on_again(&app.world, before, proved, guest.now)
        .map_err(|error| guest.internal(&format!("{error:?}")))?;
    send_notices(app, signed_on.notices, guest.now).await;
    Ok(signed_on.session)
}

/// Sends the browser to VNeID.
pub async fn to_vneid(
    mut guest: PortalGuest,
    onward_to: web::Query<Onward>,
) -> Result<HttpResponse, PageFailure> {
    let wish = LoginWish {
        scope: SCOPE,
        acr_values: Some(LEVEL_WANTED.acr()),
        ui_locales: Some(guest.say("vi", "en")),
        ..LoginWish::default()
    };
    let app = guest.app.clone();
    let (started, calls) = app
        .portal
        .vneid
        .begin(&app.shared.outbound, &wish, Chance, guest.now)
        .await;
    let return_to = onward_to.to().to_owned();
    match started {
        Ok(start) => {
            let url = start.url.clone();
            guest.change(|state| {
                remember_calls(&mut state.calls, calls);
                state.logins.begin(StartedLogin { start, return_to });
            });
            Ok(guest.see_other(&url))
        }
        Err(error) => {
            let notice = NoticeText::failed(&error, guest.language);
            guest.change(|state| {
                remember_calls(&mut state.calls, calls);
                state.notice = Some(Notice::Text(notice));
            });
            Ok(guest.see_other(&format!("/portal/login?{}", onward(&return_to))))
        }
    }
}

fn accounts_are_open(guest: &PortalGuest) -> bool {
    let day = guest.app.world.business_date();
    guest.app.shared.pages.calendar.open_on(day).account_login
}

fn system_notice(guest: &PortalGuest, return_to: &str) -> Result<HttpResponse, PageFailure> {
    guest.page(
        StatusCode::OK,
        &SystemNoticePage {
            chrome: guest.chrome(),
            onward: onward(return_to),
        },
    )
}

fn account_page(
    guest: &PortalGuest,
    status: StatusCode,
    return_to: &str,
    username: &str,
    notice: Option<NoticeText>,
) -> Result<HttpResponse, PageFailure> {
    let accounts = guest.app.portal.accounts.entries().iter();
    let accounts = accounts.map(|entry| AccountRow {
        username: entry.account.username.to_string(),
        password: entry.password.clone(),
        cccd: entry
            .cccd
            .map(|number| number.to_string())
            .unwrap_or_default(),
        shows: guest.say(&entry.shows_vi, &entry.shows_en).clone(),
    });
    guest.page(
        status,
        &AccountPage {
            chrome: guest.chrome(),
            notice,
            onward: onward(return_to),
            return_to: return_to.to_owned(),
            username: username.to_owned(),
            accounts: accounts.collect(),
        },
    )
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let chrome = || Chrome::sample(Site::Portal, language);
    let account = AccountRow {
        username: "nguyenvanthanh".to_owned(),
        password: "<&\"'".to_owned(),
        cccd: "042085000488".to_owned(),
        shows: "<b>".to_owned(),
    };
    vec![
        (
            "portal/login.html",
            rendered(&LoginPage {
                chrome: chrome(),
                notice: Some(NoticeText::sample()),
                onward: onward("/portal"),
            }),
        ),
        (
            "portal/login_account.html",
            rendered(&AccountPage {
                chrome: chrome(),
                notice: Some(NoticeText::sample()),
                onward: onward("/portal"),
                return_to: "/portal".to_owned(),
                username: "\"><b>".to_owned(),
                accounts: vec![account],
            }),
        ),
        (
            "portal/system_notice.html",
            rendered(&SystemNoticePage {
                chrome: chrome(),
                onward: onward("/portal"),
            }),
        ),
    ]
}
