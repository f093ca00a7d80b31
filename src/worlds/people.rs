//! The people of a world: the population, unless the overlay has an edit or a tombstone.

use std::ops::Range;
use std::sync::Arc;

use super::overlay::Overlay;
use crate::domain::citizen::{Citizen, Identity, PersonId};
use crate::domain::citizen_number::{CitizenNumber, CmndNumber, PersonalNumber};
use crate::domain::name::blocking_key;
use crate::domain::status::CancelReason;
use crate::store::{Candidates, Population, Prefilter, StoreError};

/// A view of everybody at one moment.
#[derive(Debug)]
pub struct People<'a> {
    overlay: Arc<Overlay>,
    population: &'a Population,
}

/// How somebody holds the number they were found by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// A personal number in force.
    Current,
    /// A personal number cancelled on that day.
    Former(crate::domain::civil_date::CivilDate, CancelReason),
    /// A CMND.
    Cmnd,
}

/// Somebody who holds a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// Who.
    pub identity: Identity,
    /// How.
    pub standing: Standing,
}

/// Which edits a view shows: equal to that of another view as long as nobody has edited in between.
#[derive(Clone)]
pub struct Edition(Arc<Overlay>);

impl PartialEq for Edition {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Edition {}

impl std::fmt::Debug for Edition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Edition(…)")
    }
}

impl<'a> People<'a> {
    pub(super) fn new(overlay: Arc<Overlay>, population: &'a Population) -> Self {
        Self {
            overlay,
            population,
        }
    }

    /// The edits under this view.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The edition of this view.
    pub fn edition(&self) -> Edition {
        Edition(Arc::clone(&self.overlay))
    }

    /// Everybody who holds or held the number: at most one for a personal number, any count for a CMND.
    pub fn holders(&self, number: CitizenNumber) -> Result<Vec<Holder>, StoreError> {
        match number {
            CitizenNumber::Personal(number) => {
                Ok(self.holder_of_personal(number)?.into_iter().collect())
            }
            CitizenNumber::Cmnd(number) => self.holders_of_cmnd(number),
        }
    }

    fn holder_of_personal(&self, number: PersonalNumber) -> Result<Option<Holder>, StoreError> {
        let current = |identity| Holder {
            identity,
            standing: Standing::Current,
        };
        if let Some(id) = self.overlay.with_number(number.value()) {
            return Ok(self.identity(id)?.map(current));
        }
        if let Some(identity) = self.population.identity_with_number(number)?
            && !self.overlay.covers(identity.id)
        {
            return Ok(Some(current(identity)));
        }
        let former = match self.overlay.with_former_number(number.value()) {
            Some(id) => Some(id),
            None => self
                .population
                .former_holder(number)?
                .filter(|id| !self.overlay.covers(*id)),
        };
        let Some(identity) = former.map(|id| self.identity(id)).transpose()?.flatten() else {
            return Ok(None);
        };
        let entry = identity
            .former_numbers
            .iter()
            .find(|former| former.number == number);
        let standing = entry.map(|former| Standing::Former(former.cancelled_on, former.reason));
        Ok(standing.map(|standing| Holder { identity, standing }))
    }

    fn holders_of_cmnd(&self, number: CmndNumber) -> Result<Vec<Holder>, StoreError> {
        let mut ids: Vec<PersonId> = self.population.holders_of_cmnd(number)?;
        ids.retain(|id| !self.overlay.covers(*id));
        ids.extend(self.overlay.with_cmnd(number.value()));
        let mut holders = Vec::with_capacity(ids.len());
        for id in ids {
            holders.extend(self.identity(id)?.map(|identity| Holder {
                identity,
                standing: Standing::Cmnd,
            }));
        }
        Ok(holders)
    }

    /// Whether there is or was a row of this id, without reading it.
    pub fn is_known(&self, id: PersonId) -> bool {
        id < PersonId::FIRST_ADDED || self.overlay.covers(id)
    }

    /// What a match looks at of one person.
    pub fn identity(&self, id: PersonId) -> Result<Option<Identity>, StoreError> {
        match self.overlay.person(id) {
            Some(citizen) => Ok(citizen.map(|citizen| citizen.identity.clone())),
            None => self.population.identity(id),
        }
    }

    /// One person, whole.
    pub fn citizen(&self, id: PersonId) -> Result<Option<Citizen>, StoreError> {
        match self.overlay.person(id) {
            Some(citizen) => Ok(citizen.cloned()),
            None => self.population.citizen(id),
        }
    }

    /// People born on the dates, those of the population first.
    pub fn candidates(&self, wanted: &Candidates<'_>) -> Result<Vec<Identity>, StoreError> {
        let mut found = self.population.candidates(wanted)?;
        found.retain(|identity| !self.overlay.covers(identity.id));
        for id in self.overlay.born(wanted.births, wanted.name_keys) {
            found.extend(self.identity(id)?);
        }
        Ok(found)
    }

    /// Everybody in this household, those of the population first.
    pub fn household(&self, household: u32) -> Result<Vec<Citizen>, StoreError> {
        let mut members = self.population.household(household)?;
        members.retain(|citizen| !self.overlay.covers(citizen.identity.id));
        for id in self.overlay.in_household(household) {
            members.extend(self.citizen(id)?);
        }
        Ok(members)
    }

    /// The head of this household, without relatives, where nobody in it was edited and its number leads to the head: one
    /// row is read in place of the whole household.
    pub fn untouched_head(&self, household: u32) -> Result<Option<Citizen>, StoreError> {
        let is_edited = self.overlay.covers(PersonId(household.into()))
            || self.overlay.in_household(household).next().is_some();
        if is_edited {
            return Ok(None);
        }
        self.population.head_of_household(household)
    }

    /// People who are not part of the population, by id.
    pub fn added(&self) -> impl Iterator<Item = &Citizen> {
        self.overlay
            .living_entries()
            .filter(|citizen| citizen.identity.id >= PersonId::FIRST_ADDED)
    }

    /// Hands the people with these ids to `each`, in the order of ids, until it says stop: of the
    /// population those whom the prefilter lets through, and everybody who was edited or added.
    pub fn scan(
        &self,
        filter: &Prefilter,
        ids: Range<PersonId>,
        mut each: impl FnMut(Citizen) -> bool,
    ) -> Result<(), StoreError> {
        let edited = self.overlay.living_entries();
        let mut edited = edited
            .filter(|citizen| ids.contains(&citizen.identity.id))
            .peekable();
        let mut goes_on = true;
        self.population.scan(filter, ids.clone(), |citizen| {
            let id = citizen.identity.id;
            while goes_on && let Some(earlier) = edited.next_if(|edited| edited.identity.id <= id) {
                goes_on = each(earlier.clone());
            }
            if goes_on && !self.overlay.covers(id) {
                goes_on = each(citizen);
            }
            goes_on
        })?;
        for citizen in edited {
            if !goes_on {
                break;
            }
            goes_on = each(citizen.clone());
        }
        Ok(())
    }

    /// Hands everybody born on the packed dates to `each` who may have a namesake: first who was edited or
    /// added and those of like name and the same date, then the population's own. Some come twice, and some
    /// have lost theirs by an edit. The prefilter is asked about the population's own, as in [`scan`](Self::scan). Tells
    /// how many people were gone past.
    pub fn doubles(
        &self,
        filter: &Prefilter,
        births: (u32, u32),
        mut each: impl FnMut(PersonId) -> bool,
    ) -> Result<u64, StoreError> {
        let mut passed = 0;
        for id in self.overlay.born(births, &[]) {
            let Some(edited) = self.identity(id)? else {
                continue;
            };
            let birth = edited.date_of_birth.packed();
            let alike = self.candidates(&Candidates {
                births: (birth, birth),
                name_keys: &[blocking_key(&edited.full_name)],
                limit: usize::MAX,
            })?;
            for identity in alike {
                passed += 1;
                if !each(identity.id) {
                    return Ok(passed);
                }
            }
        }
        Ok(passed + self.population.doubles(filter, births, each)?)
    }

    /// Hands everybody to `each`, the population in the order of ids and then those added, until it
    /// says stop.
    pub fn for_each(&self, mut each: impl FnMut(Citizen) -> bool) -> Result<(), StoreError> {
        let mut goes_on = true;
        self.population.for_each(|citizen| {
            goes_on = match self.overlay.person(citizen.identity.id) {
                None => each(citizen),
                Some(Some(edited)) => each(edited.clone()),
                Some(None) => true,
            };
            goes_on
        })?;
        for citizen in self.added() {
            if !goes_on {
                break;
            }
            goes_on = each(citizen.clone());
        }
        Ok(())
    }
}
