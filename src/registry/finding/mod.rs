//! Asking for people: somebody who is a widow in Cần Thơ with two CMND, found again by the same seed.

mod catalog;
mod condition;
mod holding;
mod necessary;
mod parser;
mod values;

use std::collections::BTreeSet;

use super::caller::{Context, Scope};
use super::kin::siblings;
use super::matching::is_visible;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::blocking_key;
use crate::domain::status::RecordStatus;
use crate::store::{Candidates, StoreError};
use crate::worlds::{About, Finding, People, World};

pub use catalog::{ENTRIES, Entry, FORMS, Form};
pub use condition::{AccountWanted, CardWanted, Condition, Parameter, StatusWanted, Trait, Wanted};
pub use parser::{read_expression, read_parameter, read_question};

use holding::{Around, Others};

/// The most people that are looked at around one: bearers of a like name born on one date.
const MAX_NAMESAKES: usize = 10_000;
/// The first year that a search for namesakes may begin with, and how many there are: most people were born in them.
const NAMESAKE_YEARS: (u16, u64) = (1930, 95);
/// 2^64 divided by the golden ratio: its multiples fall far apart.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Whom to find.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindQuery {
    /// All of these. Without one on the state of the record it is the living who are found.
    pub wanted: Vec<Wanted>,
    /// How many at most.
    pub count: usize,
    /// Who is left out.
    pub without: BTreeSet<PersonId>,
    /// The same seed finds the same people, another one others where there are more.
    pub seed: u64,
}

/// Who was found.
#[derive(Clone, Debug)]
pub struct FoundPeople {
    /// The people, in the order they were come upon.
    pub citizens: Vec<Citizen>,
    /// How many people were gone past on the way.
    pub total_scanned: u64,
    /// Everybody was gone past: there are no more.
    pub complete: bool,
}

impl FindQuery {
    /// The conditions as one expression, which reads back as the same ones.
    pub fn expression(&self) -> String {
        let conditions: Vec<String> = self.wanted.iter().map(ToString::to_string).collect();
        conditions.join(", ")
    }
}

/// Finds people, from a place in the world that the seed chooses, once around.
///
/// Protected people and cancelled records are shown to administrators alone, as in a search.
pub fn find(
    world: &World,
    context: &Context<'_>,
    query: &FindQuery,
) -> Result<FoundPeople, StoreError> {
    let people = world.people();
    let size = world.population_facts().people;
    let mut search = Search {
        people: &people,
        context,
        day: world.business_date(),
        wanted: with_state(&query.wanted),
        count: query.count,
        seen: query.without.clone(),
        found: Vec::new(),
        failure: None,
    };
    let namesakes = Wanted::from(Condition::Trait(Trait::Namesake));
    let looked_at = if query.wanted.contains(&namesakes) {
        search.among_doubles(birth_of(query.seed))?
    } else {
        search.among_all(place_of(query.seed, size), size)?
    };
    if let Some(failure) = search.failure {
        return Err(failure);
    }
    let citizens = search.found;
    let complete = citizens.len() < query.count;
    let found = if citizens.is_empty() {
        "nobody"
    } else {
        "found"
    };
    context.note(Finding {
        about: About::all(citizens.iter().map(|citizen| citizen.identity.id)),
        ..Finding::of("find", found)
    });
    let added = people.added().count();
    Ok(FoundPeople {
        complete,
        total_scanned: if complete {
            size.saturating_add(u64::try_from(added).unwrap_or(0))
        } else {
            looked_at
        },
        citizens,
    })
}

/// One search on its way.
struct Search<'a> {
    people: &'a People<'a>,
    context: &'a Context<'a>,
    day: CivilDate,
    wanted: Vec<Wanted>,
    count: usize,
    /// Who is left out: asked to be, or found already.
    seen: BTreeSet<PersonId>,
    found: Vec<Citizen>,
    failure: Option<StoreError>,
}

impl Search<'_> {
    /// Goes through everybody from `start` on and then from the first; tells how many rows were passed.
    fn among_all(&mut self, start: PersonId, size: u64) -> Result<u64, StoreError> {
        let filter = necessary::prefilter(&self.wanted, self.day);
        let people = self.people;
        people.scan(&filter, start..PersonId(i64::MAX), |citizen| {
            self.take(citizen)
        })?;
        let passed = size.saturating_sub(start.0.unsigned_abs() - 1);
        if !self.goes_on() {
            return Ok(self.last_id().map_or(0, |last| {
                last.min(PersonId::FIRST_ADDED.0)
                    .abs_diff(start.0)
                    .min(passed)
                    + 1
            }));
        }
        people.scan(&filter, PersonId(0)..start, |citizen| self.take(citizen))?;
        Ok(passed + self.last_id().map_or(0, i64::unsigned_abs))
    }

    /// Goes through the people who share date and name key with somebody, from a date of birth on.
    fn among_doubles(&mut self, start: u32) -> Result<u64, StoreError> {
        let filter = necessary::prefilter(&self.wanted, self.day);
        let (first, last) = filter.births.unwrap_or((0, u32::MAX));
        let people = self.people;
        let mut passed = 0;
        for (from, to) in [(start, u32::MAX), (0, start.saturating_sub(1))] {
            if self.goes_on() {
                let stretch = (from.max(first), to.min(last));
                passed += people.doubles(&filter, stretch, |id| match people.citizen(id) {
                    Ok(Some(citizen)) => self.take(citizen),
                    Ok(None) => true,
                    Err(error) => self.fail(error),
                })?;
            }
        }
        Ok(passed)
    }

    /// Keeps somebody who fits; tells whether to go on.
    fn take(&mut self, citizen: Citizen) -> bool {
        match self.fits(&citizen) {
            Ok(true) if self.seen.insert(citizen.identity.id) => self.found.push(citizen),
            Ok(_) => {}
            Err(error) => return self.fail(error),
        }
        self.goes_on()
    }

    fn fail(&mut self, error: StoreError) -> bool {
        self.failure = Some(error);
        false
    }

    fn goes_on(&self) -> bool {
        self.failure.is_none() && self.found.len() < self.count
    }

    fn last_id(&self) -> Option<i64> {
        self.found.last().map(|citizen| citizen.identity.id.0)
    }

    /// Whether somebody may be shown and fulfils every condition. The cheap ones are asked first; the
    /// people around somebody are read only for who fulfils those.
    fn fits(&self, citizen: &Citizen) -> Result<bool, StoreError> {
        let identity = &citizen.identity;
        let cancelled = matches!(identity.status_on(self.day), RecordStatus::Cancelled(_));
        let may_be_shown = is_visible(identity, self.context, self.day)
            && (!cancelled || self.context.may(Scope::Admin));
        if !may_be_shown {
            return Ok(false);
        }
        let mut others = Others::default();
        for around in Around::ALL {
            let mut asked = self
                .wanted
                .iter()
                .filter(|wanted| wanted.condition.around() == around)
                .peekable();
            if asked.peek().is_some() {
                self.read(around, citizen, &mut others)?;
            }
            let holds = |wanted: &Wanted| wanted.condition.holds(citizen, self.day, &others);
            if !asked.all(|wanted| holds(wanted) != wanted.negated) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn read(
        &self,
        around: Around,
        citizen: &Citizen,
        others: &mut Others,
    ) -> Result<(), StoreError> {
        let identity = &citizen.identity;
        match around {
            Around::Nobody => {}
            Around::Household => {
                if let Some(place) = citizen.household {
                    others.household = self.people.household(place.household)?;
                }
            }
            Around::Siblings => others.siblings = siblings(self.people, citizen)?,
            Around::Namesakes => {
                let birth = identity.date_of_birth.packed();
                others.namesakes = self.people.candidates(&Candidates {
                    births: (birth, birth),
                    name_keys: &[blocking_key(&identity.full_name)],
                    limit: MAX_NAMESAKES,
                })?;
            }
        }
        Ok(())
    }
}

/// The conditions, with that of an active record where none of them speaks of its state.
fn with_state(wanted: &[Wanted]) -> Vec<Wanted> {
    let tells_state = |wanted: &Wanted| {
        matches!(
            wanted.condition,
            Condition::Status(_) | Condition::Trait(Trait::CancelledNumber)
        )
    };
    let mut wanted = wanted.to_vec();
    if !wanted.iter().any(tells_state) {
        wanted.push(Condition::Status(StatusWanted::Active).into());
    }
    wanted
}

/// The row that a search with this seed begins at.
fn place_of(seed: u64, size: u64) -> PersonId {
    PersonId(1 + i64::try_from(spread(seed, size)).unwrap_or(0))
}

/// The packed date of birth that a search for namesakes with this seed begins at.
fn birth_of(seed: u64) -> u32 {
    let (year, years) = NAMESAKE_YEARS;
    let first = BirthDate::Year(year).packed();
    let packed_year = u64::from(BirthDate::Year(1).packed());
    first + u32::try_from(spread(seed, years * packed_year)).unwrap_or(0)
}

/// A place below `end`: seeds that follow each other come far apart, and 0 begins at the beginning.
fn spread(seed: u64, end: u64) -> u64 {
    let product = u128::from(seed.wrapping_mul(GOLDEN)) * u128::from(end);
    u64::try_from(product >> 64).unwrap_or(0)
}
