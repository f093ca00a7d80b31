//! `PUT /admin/clock`: the business date of a world, and the time that its tokens are stamped with.

use actix_web::{HttpResponse, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::clock::{BusinessDate, Timestamp};
use crate::domain::civil_date::CivilDate;
use crate::domain::period::Period;
use crate::record::FieldError;
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody};
use crate::worlds::ClockSetting;

/// How to set a clock. Whatever is absent or null is the real one.
#[derive(Deserialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"as_of": "2024-07-02", "shift": "P30D", "token_time": "PT2H"}))]
pub struct ClockBody {
    /// The business date, which then stands still: `yyyy-MM-dd`.
    pub as_of: Option<String>,
    /// Moves the business date by whole days, months or years, forward or back: `P30D`, `-P1Y`. Without `as_of` it
    /// moves today, which goes on running.
    pub shift: Option<String>,
    /// The time of tokens: a moment (`2026-11-28T10:00:00Z`) from which it runs on, or how far it is ahead of the
    /// real one (`PT2H`, `-PT5M`).
    pub token_time: Option<String>,
}

/// A clock.
#[derive(Serialize, ToSchema, Debug)]
pub struct ClockAnswer {
    /// The business date that was set.
    pub as_of: Option<String>,
    /// By how much the business date is moved.
    pub shift: Option<String>,
    /// How far the time of tokens is ahead of the real one.
    pub token_time: Option<String>,
    /// The business date now.
    pub business_date: String,
    /// The time of tokens now, in UTC.
    pub token_now: String,
}

/// Tell the clock of a world
#[utoipa::path(
    tag = "sandboxes",
    responses(
        (status = 200, body = ClockAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/clock")]
pub async fn get_clock(app: web::Data<App>, call: Call<MayAdminister>) -> HttpResponse {
    HttpResponse::Ok().json(answer(&app, call.facts.at))
}

/// Set the clock of a world
///
/// Ages, cards, electronic identities, units and the portals' calendar follow the business date; tokens, cookies and
/// lock-outs the time of tokens. Log and journal carry the real time.
#[utoipa::path(
    tag = "sandboxes",
    request_body = ClockBody,
    responses(
        (status = 200, body = ClockAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[put("/admin/clock")]
pub async fn set_clock(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let setting = setting_from(&body.read()?, call.facts.at).map_err(Problem::fields)?;
    app.world.clock().set(setting);
    Ok(HttpResponse::Ok().json(answer(&app, call.facts.at)))
}

fn answer(app: &App, now: Timestamp) -> ClockAnswer {
    let clock = app.world.clock();
    let setting = clock.setting();
    ClockAnswer {
        as_of: setting.as_of.map(|day| day.to_string()),
        shift: setting.shift.map(|shift| shift.to_string()),
        token_time: setting
            .token_millis
            .map(|millis| Period::of_seconds(millis / 1000).to_string()),
        business_date: clock.day().to_string(),
        token_now: setting.token_time(now).iso(),
    }
}

/// Reads a setting; everything that is wrong with it is named at once.
pub fn setting_from(body: &ClockBody, now: Timestamp) -> Result<ClockSetting, Vec<FieldError>> {
    let mut errors = Vec::new();
    let as_of = body.as_of.as_deref().and_then(|text| {
        let day = CivilDate::parse_iso(text);
        if day.is_none() {
            errors.push(FieldError::told(
                "as_of",
                "date_unreadable",
                "Viết ngày dạng yyyy-MM-dd.".to_owned(),
                "Write the day as yyyy-MM-dd.".to_owned(),
            ));
        }
        day
    });
    let shift = body.shift.as_deref().and_then(|text| {
        let day = as_of.unwrap_or_else(|| BusinessDate::Today.day());
        let period = Period::parse(text).filter(|period| period.is_of_days());
        let period = period.filter(|period| period.moved(day).is_some());
        if period.is_none() {
            errors.push(FieldError::told(
                "shift",
                "period_unreadable",
                "Viết khoảng thời gian ISO 8601 theo ngày, tháng hoặc năm, trong phạm vi lịch: P30D, -P1Y6M.".to_owned(),
                "Write an ISO 8601 period of days, months or years that stays within the calendar: P30D, -P1Y6M.".to_owned(),
            ));
        }
        period
    });
    let token_millis = body.token_time.as_deref().and_then(|text| {
        let moment = Timestamp::parse_iso(text).map(|moment| ahead(moment, now));
        let millis = moment.or_else(|| Period::parse(text).map(Period::millis));
        if millis.is_none() {
            errors.push(FieldError::told(
                "token_time",
                "period_unreadable",
                "Viết thời điểm RFC 3339 (2026-11-28T10:00:00Z) hoặc khoảng ISO 8601 (PT2H, -PT5M).".to_owned(),
                "Write a moment of RFC 3339 (2026-11-28T10:00:00Z) or an ISO 8601 period (PT2H, -PT5M).".to_owned(),
            ));
        }
        millis
    });
    if errors.is_empty() {
        Ok(ClockSetting {
            as_of,
            shift,
            token_millis,
        })
    } else {
        Err(errors)
    }
}

/// How far a moment is ahead of now, in milliseconds.
fn ahead(moment: Timestamp, now: Timestamp) -> i64 {
    let difference = i128::from(moment.0) - i128::from(now.0);
    i64::try_from(difference).unwrap_or(i64::MAX)
}
