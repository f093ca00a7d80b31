//! People as rows of a table.

use super::operator::Operator;
use super::words;
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::place::Place;
use crate::domain::status::RecordStatus;
use crate::reference::{
    MapState, province_before, province_before_of, province_since, province_since_of,
};
use crate::server::pages::PageFailure;

/// Somebody in a table.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The row of the world.
    pub id: i64,
    /// The number in force, if any.
    pub number: String,
    /// The name.
    pub full_name: String,
    /// The date of birth.
    pub date_of_birth: String,
    /// Male or female.
    pub gender: &'static str,
    /// The province of permanent residence.
    pub province: &'static str,
    /// The card.
    pub card: &'static str,
    /// The electronic identity.
    pub electronic_identity: String,
    /// The state of the record.
    pub status: &'static str,
    /// Whether the record is simply active.
    pub is_active: bool,
}

/// A named person.
#[derive(Clone, Debug)]
pub struct PersonaRow {
    /// The row of the world; `None` where the registry has none.
    pub id: Option<i64>,
    /// The name that docs and tests use.
    pub key: String,
    /// The name.
    pub full_name: String,
    /// The number, if any.
    pub number: String,
    /// What the person shows.
    pub shows: String,
}

impl PersonRow {
    /// A person as a table shows them.
    pub fn of(citizen: &Citizen, day: CivilDate, language: Language) -> Self {
        let identity = &citizen.identity;
        let status = identity.status_on(day);
        let home = citizen.permanent_residence.as_ref();
        let number = identity.number_on(day);
        let state = citizen.card.and_then(|card| card.state_on(day));
        let electronic = citizen.electronic_identity_on(day);
        Self {
            id: identity.id.0,
            number: number.map(|number| number.to_string()).unwrap_or_default(),
            full_name: identity.full_name_on(day).to_string(),
            date_of_birth: identity.date_of_birth.vietnamese(),
            gender: words::gender(identity.gender, language),
            province: home.map_or("", |home| province_of(home, day)),
            card: state.map_or("", |state| words::card_state(state, language)),
            electronic_identity: electronic.map_or_else(String::new, |identity| {
                words::electronic_identity(identity, language)
            }),
            status: words::status(status, language),
            is_active: status == RecordStatus::Active,
        }
    }
}

/// The name of the province of a place on a day; empty abroad.
fn province_of(place: &Place, day: CivilDate) -> &'static str {
    match MapState::on(day) {
        MapState::Before2025 => province_before_of(place)
            .and_then(province_before)
            .map_or("", |province| province.name),
        MapState::Since2025 | MapState::Since2026 => province_since_of(place)
            .and_then(province_since)
            .map_or("", |province| province.name),
    }
}

/// The named people, as they are in this world.
pub fn personas_of(operator: &Operator) -> Result<Vec<PersonaRow>, PageFailure> {
    let app = operator.app();
    let people = app.world.people();
    let mut rows = Vec::new();
    for persona in &app.shared.personas {
        let citizen = persona.person.as_ref();
        let number = citizen.and_then(|citizen| citizen.identity.numbers().next());
        let holders = match number {
            Some(number) => people.holders(CitizenNumber::Personal(number)),
            None => Ok(Vec::new()),
        };
        let holders = holders.map_err(|error| operator.guest.internal(&error.to_string()))?;
        rows.push(PersonaRow {
            id: holders.first().map(|holder| holder.identity.id.0),
            key: persona.key.clone(),
            full_name: persona.full_name.clone(),
            number: number.map(|number| number.to_string()).unwrap_or_default(),
            shows: operator.say(&persona.shows_vi, &persona.shows_en).clone(),
        });
    }
    Ok(rows)
}

#[cfg(test)]
impl PersonRow {
    /// Somebody for rendering samples.
    pub fn sample() -> Self {
        let evil = || "<b>\"><i>".to_owned();
        Self {
            id: 1,
            number: evil(),
            full_name: evil(),
            date_of_birth: evil(),
            gender: "<b>",
            province: "<b>",
            card: "<b>",
            electronic_identity: evil(),
            status: "<b>",
            is_active: false,
        }
    }
}
