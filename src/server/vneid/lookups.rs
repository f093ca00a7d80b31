//! "Ai đã tra cứu tôi": the citizen reads who asked the population database about them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::VneidGuest;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::language::Language;
use crate::domain::login::Issuer;
use crate::registry::{Lookup, lookups_of};
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::worlds::logins::Subject;

/// How many are shown.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "vneid/lookups.html")]
struct LookupsPage {
    chrome: Chrome,
    signed_in: bool,
    count: String,
    rows: Vec<LookupRow>,
}

/// A time that somebody asked.
#[derive(Clone, Debug)]
struct LookupRow {
    at: String,
    client: String,
    purpose: &'static str,
    outcome: &'static str,
}

/// Who asked about the citizen who is signed in.
pub async fn show(guest: VneidGuest) -> Result<HttpResponse, PageFailure> {
    let lookups = lookups(&guest)?;
    let count = lookups.as_ref().map_or(0, Vec::len);
    let rows = lookups.iter().flatten().take(MOST);
    let page = LookupsPage {
        chrome: guest.chrome(),
        signed_in: lookups.is_some(),
        count: match count {
            1 => guest.say("1 lần.", "Once.").to_owned(),
            0..=MOST => guest.say(format!("{count} lần."), format!("{count} times.")),
            _ => guest.say(
                format!("{count} lần; đây là {MOST} lần mới nhất."),
                format!("{count} times; these are the latest {MOST}."),
            ),
        },
        rows: rows.map(|lookup| row(&guest, lookup)).collect(),
    };
    guest.page(StatusCode::OK, &page)
}

/// Nothing where nobody is signed in.
fn lookups(guest: &VneidGuest) -> Result<Option<Vec<Lookup>>, PageFailure> {
    let app = &guest.app;
    let session = guest.state().signed_in.as_ref();
    let sign_on = session.and_then(|session| {
        app.provider
            .signed_on(&app.world, Issuer::Vneid, &session.sign_on, guest.now)
    });
    let Some(sign_on) = sign_on else {
        return Ok(None);
    };
    let Subject::Citizen(number) = sign_on.subject else {
        return Ok(None);
    };
    let people = app.world.people();
    let holders = people.holders(CitizenNumber::Personal(number));
    let holders = holders.map_err(|error| guest.internal(&error.to_string()))?;
    Ok(holders
        .first()
        .map(|holder| lookups_of(&app.world, &holder.identity)))
}

fn row(guest: &VneidGuest, lookup: &Lookup) -> LookupRow {
    let client = lookup.client.as_deref();
    let party = client.and_then(|client| guest.app.provider.relying_parties().find(client));
    let name = party.map(|party| guest.say(&party.name_vi, &party.name_en).to_string());
    LookupRow {
        at: lookup.at.in_viet_nam(),
        client: name
            .or_else(|| client.map(str::to_owned))
            .unwrap_or_else(|| guest.say("(không rõ)", "(unknown)").to_owned()),
        purpose: purpose(lookup.operation, guest.language),
        outcome: outcome(lookup.outcome, guest.language),
    }
}

/// What a use case is for, in words for citizens.
fn purpose(operation: &str, language: Language) -> &'static str {
    let (vietnamese, english) = match operation {
        "match" => (
            "So khớp họ tên, ngày sinh",
            "Compare name and date of birth",
        ),
        "verify" => ("Xác thực thông tin", "Verify data"),
        "lookup" | "get_citizen" => ("Xem thông tin công dân", "Read the record"),
        "get_card" => ("Xem thẻ căn cước", "Read the identity card"),
        "get_family" => ("Xem quan hệ nhân thân", "Read the family"),
        "household" | "get_household" => ("Xem hộ gia đình", "Read the household"),
        "search" | "find" => ("Tìm kiếm", "Search"),
        "changes" | "change_feed" => ("Nhận các thay đổi", "Receive changes"),
        "life_event" => (
            "Ghi nhận sự kiện hộ tịch, cư trú",
            "Record an event of life",
        ),
        "userinfo" => ("Đăng nhập bằng VNeID", "Login with VNeID"),
        "create_citizen" => ("Tạo bản ghi", "Make the record"),
        "patch_citizen" => ("Cập nhật bản ghi", "Change the record"),
        "delete_citizen" => ("Xóa bản ghi", "Delete the record"),
        _ => ("Việc khác", "Something else"),
    };
    language.pick(vietnamese, english)
}

/// What came of it, in words for citizens.
fn outcome(outcome: &str, language: Language) -> &'static str {
    let (vietnamese, english) = match outcome {
        "match" => ("Khớp", "It matched"),
        "review" => ("Cần kiểm tra thêm", "To be looked at"),
        "no_match" | "citizen_not_found" | "nobody" => (
            "Không khớp, không cung cấp gì",
            "No match, nothing was told",
        ),
        "found" | "candidates" | "ambiguous" | "changed" => {
            ("Đã cung cấp thông tin", "Data were told")
        }
        "done" | "birth" | "death" | "marriage" | "divorce" | "move" | "renaming"
        | "number_reissued" | "card_renewed" | "identity_locked" | "identity_unlocked" => {
            ("Đã thực hiện", "Done")
        }
        _ => ("Từ chối, không cung cấp gì", "Refused, nothing was told"),
    };
    language.pick(vietnamese, english)
}

/// The page with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let page = |signed_in, rows: &[LookupRow]| LookupsPage {
        chrome: Chrome::sample(Site::Vneid, language),
        signed_in,
        count: "<b>".to_owned(),
        rows: rows.to_vec(),
    };
    let row = LookupRow {
        at: "<b>".to_owned(),
        client: "<b>&\"'".to_owned(),
        purpose: purpose("match", language),
        outcome: outcome("match", language),
    };
    vec![
        ("vneid/lookups.html", rendered(&page(false, &[]))),
        ("vneid/lookups.html", rendered(&page(true, &[]))),
        ("vneid/lookups.html", rendered(&page(true, &[row]))),
    ]
}
