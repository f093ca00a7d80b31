//! The counters, fed person by person.

use std::collections::{BTreeMap, HashMap};

use super::households::HouseholdCounts;
use super::tally::Tally;
use crate::domain::citizen::{Citizen, MaritalStatus};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{Place, ProvinceCode};
use crate::domain::status::RecordStatus;
use crate::reference;

/// Years in an age group.
pub const GROUP: u16 = 5;
/// The last age group: 100 and more.
pub const LAST_AGE: u16 = 100;
/// Marital statuses that are told apart: unknown, never, married, widowed, divorced or separated.
pub const MARRIAGES: usize = 5;
/// The first age that marital status is counted from.
pub const MARRIAGE_AGE: u16 = 15;

/// What was counted. But for `people`, `by_status` and the four counts after them it is about the living alone: records
/// that are active on the day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Everybody whom the registry knows on the day.
    pub people: u64,
    /// The states of their records.
    pub by_status: BTreeMap<&'static str, u64>,
    /// Without a 12-digit number.
    pub without_number: u64,
    /// With a CMND.
    pub with_cmnd: u64,
    /// With a card.
    pub with_card: u64,
    /// With an electronic identity.
    pub with_electronic_identity: u64,
    /// Born on an unknown day.
    pub birth_date_incomplete: u64,
    pub(super) ages: [Tally; 2],
    pub(super) provinces: Tally,
    pub(super) abroad_or_unknown: u64,
    pub(super) ethnic_groups: Tally,
    pub(super) first_words: HashMap<Box<str>, u64>,
    pub(super) households: HouseholdCounts,
    pub(super) in_households: u64,
    pub(super) without_household: u64,
    pub(super) marriages: [Tally; 2],
    pub(super) religions: Tally,
    pub(super) blood_groups: BTreeMap<&'static str, u64>,
    pub(super) cards: BTreeMap<&'static str, u64>,
    pub(super) card_states: BTreeMap<&'static str, u64>,
    pub(super) identity_levels: BTreeMap<&'static str, u64>,
}

impl Statistics {
    /// Counts one person as they stand on the day.
    pub fn add(&mut self, citizen: &Citizen, day: CivilDate) {
        let identity = &citizen.identity;
        if !identity.is_known_on(day) {
            return;
        }
        self.people += 1;
        let status = identity.status_on(day);
        *self.by_status.entry(status.as_str()).or_default() += 1;
        self.without_number += u64::from(identity.number.is_none());
        self.with_cmnd += u64::from(!citizen.cmnd.is_empty());
        self.with_card += u64::from(citizen.card.is_some());
        self.with_electronic_identity += u64::from(citizen.electronic_identity.is_some());
        self.birth_date_incomplete += u64::from(identity.date_of_birth.day().is_none());
        if status == RecordStatus::Active {
            self.add_living(citizen, day);
        }
    }

    fn add_living(&mut self, citizen: &Citizen, day: CivilDate) {
        let identity = &citizen.identity;
        let age = identity.date_of_birth.latest().age_on(day).min(LAST_AGE);
        let (sex, group) = (index_of(identity.gender), usize::from(age / GROUP));
        self.ages[sex].add(group);
        if age >= MARRIAGE_AGE {
            self.marriages[sex].add(group * MARRIAGES + marriage_of(citizen.marital_status));
        }
        match home_of(citizen) {
            Some(province) => self.provinces.add(usize::from(province.0)),
            None => self.abroad_or_unknown += 1,
        }
        self.ethnic_groups.add(usize::from(citizen.ethnic_group));
        self.religions.add(usize::from(citizen.religion));
        self.add_first_word(identity.full_name.as_str());
        match citizen.household {
            Some(place) => {
                self.households.add(place.household);
                self.in_households += 1;
            }
            None => self.without_household += 1,
        }
        let group = citizen
            .blood_group
            .map_or("unknown", |group| group.as_str());
        *self.blood_groups.entry(group).or_default() += 1;
        let card = citizen
            .card
            .and_then(|card| Some((card.kind, card.state_on(day)?)));
        *self
            .cards
            .entry(card.map_or("none", |(kind, _)| kind.as_str()))
            .or_default() += 1;
        *self
            .card_states
            .entry(card.map_or("none", |(_, state)| state.as_str()))
            .or_default() += 1;
        let level = citizen
            .electronic_identity_on(day)
            .map(|account| account.level.digit());
        let level = match level {
            None => "none",
            Some(1) => "1",
            Some(_) => "2",
        };
        *self.identity_levels.entry(level).or_default() += 1;
    }

    fn add_first_word(&mut self, full_name: &str) {
        let word = full_name.split(' ').next().unwrap_or_default();
        match self.first_words.get_mut(word) {
            Some(count) => *count += 1,
            None => {
                self.first_words.insert(word.into(), 1);
            }
        }
    }

    /// Adds what was counted elsewhere, of other people.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        self.without_number += other.without_number;
        self.with_cmnd += other.with_cmnd;
        self.with_card += other.with_card;
        self.with_electronic_identity += other.with_electronic_identity;
        self.birth_date_incomplete += other.birth_date_incomplete;
        self.abroad_or_unknown += other.abroad_or_unknown;
        self.in_households += other.in_households;
        self.without_household += other.without_household;
        for (mine, theirs) in [
            (&mut self.by_status, &other.by_status),
            (&mut self.blood_groups, &other.blood_groups),
            (&mut self.cards, &other.cards),
            (&mut self.card_states, &other.card_states),
            (&mut self.identity_levels, &other.identity_levels),
        ] {
            for (word, count) in theirs {
                *mine.entry(word).or_default() += count;
            }
        }
        for (word, count) in &other.first_words {
            *self.first_words.entry(word.clone()).or_default() += count;
        }
        for sex in 0..2 {
            self.ages[sex].merge(&other.ages[sex]);
            self.marriages[sex].merge(&other.marriages[sex]);
        }
        self.provinces.merge(&other.provinces);
        self.ethnic_groups.merge(&other.ethnic_groups);
        self.religions.merge(&other.religions);
        self.households.merge(&other.households);
    }
}

/// The place of a sex in pairs of counters.
pub const fn index_of(gender: Gender) -> usize {
    match gender {
        Gender::Male => 0,
        Gender::Female => 1,
    }
}

/// The place of a marital status; the source has no line between divorced and separated.
const fn marriage_of(status: MaritalStatus) -> usize {
    match status {
        MaritalStatus::Unknown => 0,
        MaritalStatus::NeverMarried => 1,
        MaritalStatus::Married => 2,
        MaritalStatus::Widowed => 3,
        MaritalStatus::Divorced | MaritalStatus::Separated => 4,
    }
}

/// The province, of the 63, that somebody lives in: of the present home, else of the permanent one.
fn home_of(citizen: &Citizen) -> Option<ProvinceCode> {
    let home = citizen.current_residence.as_ref();
    match home.or(citizen.permanent_residence.as_ref())? {
        Place::Ward { link, .. } => Some(reference::ward_link(*link)?.province_before),
        Place::Province(code) => Some(*code),
        Place::Abroad { .. } => None,
    }
}
