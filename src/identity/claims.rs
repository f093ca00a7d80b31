//! What is told of a person: one table of claims, each with the scope that asks for it.
//!
//! The real login services have sets of their own (`SoDinhDanh`, `HoVaTen`, …; `citizenPid`, `fullName`,
//! …). They would be further tables over the same [`Told`], picked by the relying party.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::subjects::Known;
use crate::domain::birth_date::BirthDate;
use crate::domain::card::IdentityLevel;
use crate::domain::citizen::Citizen;
use crate::domain::civil_date::CivilDate;
use crate::domain::login::LoginScope;
use crate::domain::place::{CountryCode, Place};
use crate::reference::{MapState, place_text};
use crate::worlds::PortalAccount;
use crate::worlds::logins::ClaimDemand;

/// Somebody, as a login tells of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    /// Who.
    pub known: &'a Known,
    /// The business date.
    pub day: CivilDate,
    /// The level of this login.
    pub level: IdentityLevel,
}

/// A claim: its name, the scope that asks for it, and where it comes from.
type Claim = (&'static str, LoginScope, fn(&Told<'_>) -> Option<Value>);

/// All claims about a person. A name is never cut into given and family name: no rule could.
const CLAIMS: [Claim; 17] = [
    ("name", LoginScope::Profile, |told| Some(name(told))),
    ("preferred_username", LoginScope::Profile, username),
    ("gender", LoginScope::Profile, gender),
    ("birthdate", LoginScope::Profile, |told| {
        Some(birthdate(told))
    }),
    ("zoneinfo", LoginScope::Profile, |_told| {
        Some(json!("Asia/Ho_Chi_Minh"))
    }),
    ("locale", LoginScope::Profile, |_told| Some(json!("vi-VN"))),
    ("email", LoginScope::Email, email),
    ("email_verified", LoginScope::Email, email_verified),
    ("phone_number", LoginScope::Phone, phone_number),
    (
        "phone_number_verified",
        LoginScope::Phone,
        phone_number_verified,
    ),
    ("address", LoginScope::Address, address),
    ("personal_number", LoginScope::Citizen, personal_number),
    ("identity_level", LoginScope::Citizen, |told| {
        Some(identity_level(told))
    }),
    ("account_type", LoginScope::Citizen, |told| {
        Some(account_type(told))
    }),
    ("account_id", LoginScope::Citizen, account_id),
    ("date_of_birth", LoginScope::Citizen, |told| {
        Some(date_of_birth(told))
    }),
    ("nationality", LoginScope::Citizen, nationality),
];

/// The names of all claims about a person.
pub fn claim_names() -> impl Iterator<Item = &'static str> {
    CLAIMS.iter().map(|(name, _, _)| *name)
}

/// The claims that the scopes ask for, and those asked for by name. A claim asked for with values is told
/// if it has one of them.
pub(super) fn told_of(
    told: &Told<'_>,
    scopes: &BTreeSet<LoginScope>,
    demands: &BTreeMap<Box<str>, ClaimDemand>,
) -> Map<String, Value> {
    let mut claims = Map::new();
    for (name, scope, find) in &CLAIMS {
        let demand = demands.get(*name);
        if demand.is_none() && !scopes.contains(scope) {
            continue;
        }
        let fits = |value: &Value| {
            demand.is_none_or(|demand| demand.values.is_empty() || demand.values.contains(value))
        };
        if let Some(value) = find(told).filter(fits) {
            claims.insert((*name).to_owned(), value);
        }
    }
    claims
}

fn name(told: &Told<'_>) -> Value {
    let name = match told.known {
        Known::Citizen(citizen, _) => citizen.identity.full_name_on(told.day),
        Known::Account(account) => &account.full_name,
    };
    json!(name.as_str())
}

fn username(told: &Told<'_>) -> Option<Value> {
    account_of(told).map(|account| json!(account.username))
}

fn gender(told: &Told<'_>) -> Option<Value> {
    let gender = match told.known {
        Known::Citizen(citizen, _) => Some(citizen.identity.gender),
        Known::Account(account) => account.gender,
    };
    gender.map(|gender| json!(gender.as_str()))
}

/// `1985-05-12`, or the year alone: OpenID Connect Core 5.1 knows no year and month.
fn birthdate(told: &Told<'_>) -> Value {
    match birth_of(told) {
        BirthDate::Day(day) => json!(day.to_string()),
        born @ (BirthDate::Year(_) | BirthDate::YearMonth { .. }) => {
            json!(format!("{:04}", born.year()))
        }
    }
}

fn email(told: &Told<'_>) -> Option<Value> {
    let email = match told.known {
        Known::Citizen(citizen, _) => citizen.email.as_deref(),
        Known::Account(account) => account.email.as_deref(),
    };
    email.map(|email| json!(email))
}

/// Neither registry nor portal checks that an address is read by its owner.
fn email_verified(told: &Told<'_>) -> Option<Value> {
    email(told).map(|_email| json!(false))
}

/// E.164, as OpenID Connect Core 5.1 recommends: the leading 0 gives way to +84.
fn phone_number(told: &Told<'_>) -> Option<Value> {
    let mobile = match told.known {
        Known::Citizen(citizen, _) => citizen.mobile.as_deref(),
        Known::Account(account) => account.mobile.as_deref(),
    }?;
    let international = mobile.strip_prefix('0').map(|rest| format!("+84{rest}"));
    Some(json!(international.unwrap_or_else(|| mobile.to_owned())))
}

/// An electronic identity hangs on the holder's own number (Nghị định 69/2024 Điều 10); the portal's
/// account on whatever was typed.
fn phone_number_verified(told: &Told<'_>) -> Option<Value> {
    phone_number(told).map(|_number| json!(matches!(told.known, Known::Citizen(..))))
}

/// Where somebody is registered, else where they live, in the units of the business date.
fn address(told: &Told<'_>) -> Option<Value> {
    let citizen = citizen_of(told)?;
    let home = citizen
        .permanent_residence
        .as_ref()
        .or(citizen.current_residence.as_ref())?;
    let country = match home {
        Place::Ward { .. } | Place::Province(_) => CountryCode::VIET_NAM,
        Place::Abroad { country, .. } => *country,
    };
    Some(json!({
        "formatted": place_text(home, MapState::on(told.day)),
        "country": country.as_str(),
    }))
}

fn personal_number(told: &Told<'_>) -> Option<Value> {
    let number = match told.known {
        Known::Citizen(citizen, _) => citizen.identity.number_on(told.day),
        Known::Account(account) => account.link.number,
    };
    number.map(|number| json!(number.to_string()))
}

/// The level of the electronic identity; of an account of the portal, the level of the login.
fn identity_level(told: &Told<'_>) -> Value {
    let level = match told.known {
        Known::Citizen(_, level) => *level,
        Known::Account(_) => told.level,
    };
    json!(level.digit())
}

fn account_type(told: &Told<'_>) -> Value {
    let kind = account_of(told).map(|account| account.kind.as_str());
    json!(kind.unwrap_or("citizen"))
}

/// `TechID` of the portal's login service.
fn account_id(told: &Told<'_>) -> Option<Value> {
    account_of(told).map(|account| json!(account.tech_id))
}

/// As precise as the record: `1985-05-12`, `1950-03`, `1942`.
fn date_of_birth(told: &Told<'_>) -> Value {
    json!(birth_of(told).to_string())
}

fn nationality(told: &Told<'_>) -> Option<Value> {
    let countries = citizen_of(told)?.nationality.iter();
    let countries: Vec<&str> = countries.map(CountryCode::as_str).collect();
    Some(json!(countries))
}

fn birth_of(told: &Told<'_>) -> BirthDate {
    match told.known {
        Known::Citizen(citizen, _) => citizen.identity.date_of_birth,
        Known::Account(account) => account.date_of_birth,
    }
}

fn citizen_of<'a>(told: &Told<'a>) -> Option<&'a Citizen> {
    match told.known {
        Known::Citizen(citizen, _) => Some(citizen),
        Known::Account(_) => None,
    }
}

fn account_of<'a>(told: &Told<'a>) -> Option<&'a PortalAccount> {
    match told.known {
        Known::Citizen(..) => None,
        Known::Account(account) => Some(account),
    }
}
