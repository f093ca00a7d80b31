//! Search by name and date: candidates best first, never the first row by chance.

use super::caller::Context;
use super::matching::is_visible;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Citizen, Identity, PersonId};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::matching::{DateLevel, Grade, Judgement, Outcome, Policy, Question, judge};
use crate::domain::name::{NameClass, blocking_keys};
use crate::domain::status::RecordStatus;
use crate::reference;
use crate::store::{Candidates, StoreError};
use crate::worlds::{About, Finding, JournalQuestion, People, World};

/// No search looks at more people than this; one that would is too broad.
const MAX_LOOKED_AT: usize = 50_000;
/// How many keys of a name are asked first where a whole year is searched, day by day.
const LIKELIEST: usize = 1;

/// A search.
#[derive(Clone, Debug)]
pub struct SearchQuery {
    /// The name as typed.
    pub full_name: Box<str>,
    /// The date of birth, at least the year.
    pub date_of_birth: BirthDate,
    /// Only people of this gender.
    pub gender: Option<Gender>,
    /// Only people whose permanent residence lies in this province (code since 01/07/2025).
    pub province: Option<u8>,
    /// How many candidates at most.
    pub limit: usize,
}

/// Somebody who may be meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The person.
    pub citizen: Citizen,
    /// 0 to 100: name and date together.
    pub score: u8,
    /// The grade, as a match without number would give it.
    pub grade: Grade,
    /// The rule that decided.
    pub rule: &'static str,
}

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct SearchAnswer {
    /// The candidates, best first; equals in the order of their rows.
    pub candidates: Vec<Candidate>,
    /// How many there were before the limit.
    pub total: usize,
    /// More than one is certain: name and date do not tell them apart.
    pub ambiguous: bool,
}

/// Why a search gives no answer.
#[derive(Debug)]
pub enum SearchError {
    /// Too many people would have to be looked at.
    TooBroad,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for SearchError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Finds the people who may be meant and judges each by the standard policy.
pub fn search(
    world: &World,
    context: &Context<'_>,
    query: &SearchQuery,
) -> Result<SearchAnswer, SearchError> {
    let day = world.business_date();
    let question = Question {
        full_name: &query.full_name,
        date_of_birth: query.date_of_birth,
        gender: None,
        policy: Policy::Standard,
    };
    let asked = asked(query);
    let forced = context.forced(world, "search", &asked);
    let people = world.people();
    let mut fits: Vec<Fit> = Vec::new();
    for tier in plan(query.date_of_birth, &blocking_keys(&query.full_name)) {
        for stretch in tier {
            let found = people.candidates(&stretch.as_candidates())?;
            if found.len() >= MAX_LOOKED_AT {
                return Err(SearchError::TooBroad);
            }
            for identity in found {
                if query.gender.is_some_and(|gender| gender != identity.gender)
                    || !may_appear(&identity, context, day)
                {
                    continue;
                }
                let judgement = judge(&identity, &question, day);
                let judgement = match forced {
                    None => Some(judgement),
                    Some(forced) => judgement.forced(forced, &question),
                };
                if let Some(judgement) = judgement
                    && judgement.outcome != Outcome::NoMatch
                {
                    fits.extend(Fit::of(identity.id, judgement, query.province, &people)?);
                }
            }
        }
        if !fits.is_empty() {
            break;
        }
    }
    fits.sort_by_key(|fit| {
        let score = std::cmp::Reverse(fit.score);
        (fit.judgement.outcome, score, fit.id)
    });
    let answer = answer_of(&people, query, fits)?;
    note(context, asked, &answer);
    Ok(answer)
}

/// Somebody who may be meant, before it is decided who is told.
struct Fit {
    id: PersonId,
    judgement: Judgement,
    score: u8,
    /// The whole record, where their address had to be looked at.
    citizen: Option<Citizen>,
}

impl Fit {
    /// Nobody, where they live in another province than the one asked for.
    fn of(
        id: PersonId,
        judgement: Judgement,
        province: Option<u8>,
        people: &People<'_>,
    ) -> Result<Option<Self>, StoreError> {
        let mut citizen = None;
        if let Some(province) = province {
            citizen = people.citizen(id)?;
            let lives_there = |citizen: &Citizen| lives_in(citizen, province);
            if !citizen.as_ref().is_some_and(lives_there) {
                return Ok(None);
            }
        }
        Ok(Some(Self {
            id,
            score: score(&judgement),
            judgement,
            citizen,
        }))
    }
}

/// Reads as many of those who may be meant, best first, as are told.
fn answer_of(
    people: &People<'_>,
    query: &SearchQuery,
    fits: Vec<Fit>,
) -> Result<SearchAnswer, StoreError> {
    let is_certain = |fit: &&Fit| fit.judgement.grade == Grade::Certain;
    let mut answer = SearchAnswer {
        candidates: Vec::new(),
        total: fits.len(),
        ambiguous: fits.iter().filter(is_certain).count() > 1,
    };
    for fit in fits.into_iter().take(query.limit) {
        let citizen = match fit.citizen {
            Some(citizen) => Some(citizen),
            None => people.citizen(fit.id)?,
        };
        answer.candidates.extend(citizen.map(|citizen| Candidate {
            citizen,
            score: fit.score,
            grade: fit.judgement.grade,
            rule: fit.judgement.rule,
        }));
    }
    Ok(answer)
}

/// One stretch of dates to look at, for all names or for some.
pub(super) struct Stretch<'a> {
    pub births: (u32, u32),
    pub name_keys: &'a [i16],
}

impl Stretch<'_> {
    pub fn as_candidates(&self) -> Candidates<'_> {
        Candidates {
            births: self.births,
            name_keys: self.name_keys,
            limit: MAX_LOOKED_AT,
        }
    }
}

/// Where to look, tier by tier: the next one is looked at only where nobody in those before it may be meant.
///
/// First come the bearers of the likeliest names, which the index finds at once in a world of any size; then
/// those of names that slips of the pen make of it, and last, where the whole date is known, everybody born on it.
pub(super) fn plan(date_of_birth: BirthDate, name_keys: &[i16]) -> Vec<Vec<Stretch<'_>>> {
    let year = BirthDate::Year(date_of_birth.year()).packed();
    let (likeliest, others) = name_keys.split_at(name_keys.len().min(LIKELIEST));
    match date_of_birth {
        BirthDate::Year(_) => {
            let stretch = |name_keys| Stretch {
                births: (year, year + 12 * 32 + 31),
                name_keys,
            };
            let tiers = [likeliest, others].into_iter();
            tiers
                .filter(|keys| !keys.is_empty())
                .map(|keys| vec![stretch(keys)])
                .collect()
        }
        BirthDate::YearMonth { .. } => {
            let month = date_of_birth.packed();
            let stretch = |first, last| Stretch {
                births: (first, last),
                name_keys,
            };
            vec![vec![stretch(month, month + 31), stretch(year, year)]]
        }
        BirthDate::Day(date) => {
            let month = date.packed() / 32 * 32;
            let stretch = |date| Stretch {
                births: (date, date),
                name_keys,
            };
            let of_any_name = Stretch {
                births: (date.packed(), date.packed()),
                name_keys: &[],
            };
            vec![
                vec![stretch(date.packed()), stretch(month), stretch(year)],
                vec![of_any_name],
            ]
        }
    }
}

fn may_appear(identity: &Identity, context: &Context<'_>, day: CivilDate) -> bool {
    is_visible(identity, context, day)
        && !matches!(identity.status_on(day), RecordStatus::Cancelled(_))
}

fn lives_in(citizen: &Citizen, province: u8) -> bool {
    let home = citizen.permanent_residence.as_ref();
    home.and_then(reference::province_since_of) == Some(province)
}

/// Sixty points for the name and forty for the date; a table, not a statistic.
fn score(judgement: &Judgement) -> u8 {
    let name = match judgement.name_level.class() {
        NameClass::Same => 60,
        NameClass::SameSpelling => 57,
        NameClass::Variant => 45,
        NameClass::Repaired => 36,
        NameClass::Different => 0,
    };
    let date = match judgement.date_level {
        DateLevel::Identical => 40,
        DateLevel::AskedCoarser => 30,
        DateLevel::AskedFiner => 25,
        DateLevel::Different => 0,
    };
    name + date
}

/// A search as the journal keeps it.
fn asked(query: &SearchQuery) -> JournalQuestion {
    JournalQuestion {
        number: None,
        full_name: Some(query.full_name.clone()),
        date_of_birth: Some(query.date_of_birth),
        gender: query.gender,
        policy: None,
    }
}

fn note(context: &Context<'_>, question: JournalQuestion, answer: &SearchAnswer) {
    let outcome = match (answer.ambiguous, answer.total) {
        (true, _) => "ambiguous",
        (false, 0) => "nobody",
        (false, _) => "candidates",
    };
    let told = answer.candidates.iter();
    context.note(Finding {
        question: Some(question),
        about: About::all(told.map(|candidate| candidate.citizen.identity.id)),
        ..Finding::of("search", outcome)
    });
}
