//! The people around an event, as it changes them: read from the world, written nowhere until it is over.

use std::collections::BTreeMap;

use serde_json::Value;

use super::refusals;
use super::{Affected, EventReport};
use crate::domain::change::ChangeKind;
use crate::domain::citizen::{Citizen, PersonId, Relation, Relative};
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::status::RecordStatus;
use crate::record::storage_record;
use crate::registry::matching::holds;
use crate::registry::numbering::free_number;
use crate::registry::upkeep::UpkeepError;
use crate::store::StoreError;
use crate::worlds::{Happening, People, Standing, World};

/// Households made by events are numbered from here: those of the population are numbered by the rows of
/// their heads, a hundred million at the most, and imported ones by whoever imports them.
const FIRST_NEW_HOUSEHOLD: u32 = 3_000_000_000;

/// The people around an event.
pub struct Scene<'a> {
    world: &'a World,
    people: &'a People<'a>,
    /// The business date.
    pub day: CivilDate,
    subjects: Vec<PersonId>,
    written: BTreeMap<PersonId, Written>,
}

/// Somebody as the event leaves them.
struct Written {
    before: Option<Citizen>,
    now: Citizen,
}

impl<'a> Scene<'a> {
    /// Nothing has happened yet.
    pub fn new(world: &'a World, people: &'a People<'a>, day: CivilDate) -> Self {
        Self {
            world,
            people,
            day,
            subjects: Vec::new(),
            written: BTreeMap::new(),
        }
    }

    /// The person whom the number in `field` means.
    pub fn person(&self, field: &str, number: CitizenNumber) -> Result<Citizen, UpkeepError> {
        let mut holders = self.people.holders(number)?;
        holders.retain(|holder| {
            holds(holder, number, self.day) && holder.identity.is_known_on(self.day)
        });
        let holder = match &holders[..] {
            [] => return Err(refusals::unknown(field)),
            [holder] => holder,
            _ => return Err(refusals::ambiguous(field)),
        };
        match holder.standing {
            Standing::Former(cancelled_on, _) if cancelled_on <= self.day => {
                Err(refusals::cancelled(field))
            }
            Standing::Former(..) | Standing::Current | Standing::Cmnd => self
                .citizen(holder.identity.id)?
                .ok_or_else(|| refusals::unknown(field)),
        }
    }

    /// The person whom the number in `field` means, if alive, with a record in use, and born by `on`.
    pub fn living(
        &self,
        field: &str,
        number: CitizenNumber,
        on: CivilDate,
    ) -> Result<Citizen, UpkeepError> {
        let citizen = self.person(field, number)?;
        if !self.is_living(&citizen) {
            let status = citizen.identity.status_on(self.day).as_str();
            return Err(refusals::not_living(field, status));
        }
        born_by(&citizen, on)?;
        Ok(citizen)
    }

    /// Whether the record is that of a living person and in use.
    pub fn is_living(&self, citizen: &Citizen) -> bool {
        citizen.identity.status_on(self.day) == RecordStatus::Active
    }

    /// One person as the event leaves them so far.
    pub fn citizen(&self, id: PersonId) -> Result<Option<Citizen>, StoreError> {
        match self.written.get(&id) {
            Some(written) => Ok(Some(written.now.clone())),
            None => self.people.citizen(id),
        }
    }

    /// The record of a relative, by the number that names them, or the CMND and the name.
    pub fn record_of(&self, relative: &Relative) -> Result<Option<Citizen>, StoreError> {
        let number = match (relative.number, relative.cmnd) {
            (Some(number), _) => CitizenNumber::Personal(number),
            (None, Some(cmnd)) => CitizenNumber::Cmnd(cmnd),
            (None, None) => return Ok(None),
        };
        for holder in self.people.holders(number)? {
            let named =
                relative.number.is_some() || holder.identity.full_name == relative.full_name;
            if named && let Some(citizen) = self.citizen(holder.identity.id)? {
                return Ok(Some(citizen));
            }
        }
        Ok(None)
    }

    /// The relatives of that kind who have a record.
    pub fn related(
        &self,
        citizen: &Citizen,
        relation: Relation,
    ) -> Result<Vec<Citizen>, StoreError> {
        let relatives = citizen.relatives.iter();
        let wanted = relatives.filter(|relative| relative.relation == relation);
        let mut found = Vec::new();
        for relative in wanted {
            found.extend(self.record_of(relative)?);
        }
        Ok(found)
    }

    /// Everybody who was edited or added and names this number among the relatives.
    pub fn naming(&self, number: PersonalNumber) -> Vec<PersonId> {
        let edited = self.people.overlay().living_entries();
        let naming = edited.filter(|citizen| {
            let mut relatives = citizen.relatives.iter();
            relatives.any(|relative| relative.number == Some(number))
        });
        naming.map(|citizen| citizen.identity.id).collect()
    }

    /// Everybody in a household, by id.
    pub fn household(&self, household: u32) -> Result<Vec<Citizen>, StoreError> {
        let mut members: BTreeMap<PersonId, Citizen> = self
            .people
            .household(household)?
            .into_iter()
            .map(|citizen| (citizen.identity.id, citizen))
            .collect();
        for (id, written) in &self.written {
            members.insert(*id, written.now.clone());
        }
        let is_member = |citizen: &Citizen| {
            citizen
                .household
                .is_some_and(|place| place.household == household)
        };
        Ok(members.into_values().filter(is_member).collect())
    }

    /// A number for a household that nobody is in. It follows from the change feed, so that none comes
    /// twice.
    pub fn new_household(&self) -> Result<u32, StoreError> {
        let room = u64::from(u32::MAX - FIRST_NEW_HOUSEHOLD);
        let mut step = self.people.overlay().last_change() % room;
        loop {
            let number = FIRST_NEW_HOUSEHOLD + u32::try_from(step).unwrap_or(0);
            if self.household(number)?.is_empty() {
                return Ok(number);
            }
            step = (step + 1) % room;
        }
    }

    /// The id for somebody who was born.
    pub fn next_id(&self) -> PersonId {
        self.people.overlay().next_id()
    }

    /// A free personal number for somebody as the record says where, when and as what they were born.
    pub fn free_number(&self, citizen: &Citizen) -> Result<Option<PersonalNumber>, UpkeepError> {
        free_number(self.world, self.people, citizen, |_| false)
    }

    /// Notes that the event happens to this person.
    pub fn happens_to(&mut self, id: PersonId) {
        self.subjects.push(id);
    }

    /// Writes a person.
    pub fn put(&mut self, citizen: Citizen) -> Result<(), StoreError> {
        let id = citizen.identity.id;
        if let Some(written) = self.written.get_mut(&id) {
            written.now = citizen;
            return Ok(());
        }
        let before = self.people.citizen(id)?;
        let now = citizen;
        self.written.insert(id, Written { before, now });
        Ok(())
    }

    /// Ends the event: who was changed by it, those it happened to first. Refused where nobody was.
    pub fn end(
        mut self,
        kind: ChangeKind,
        on: CivilDate,
    ) -> Result<(Happening, EventReport), UpkeepError> {
        self.written
            .retain(|_, written| written.before.as_ref() != Some(&written.now));
        let mut people: Vec<Affected> = Vec::with_capacity(self.written.len());
        let subjects = std::mem::take(&mut self.subjects);
        for id in &subjects {
            let written = self.written.remove(id);
            people.extend(written.map(|written| written.into_affected(true)));
        }
        let count = people.len();
        if count == 0 {
            return Err(refusals::nothing_changes(""));
        }
        let others = std::mem::take(&mut self.written).into_values();
        people.extend(others.map(|written| written.into_affected(false)));
        let since = self.people.overlay().last_change();
        let edits = people
            .iter()
            .map(|person| (person.citizen.identity.id, Some(person.citizen.clone())))
            .collect();
        let happening = Happening {
            kind,
            subjects: count,
            edits,
        };
        let report = EventReport {
            kind,
            on,
            since,
            cursor: since + people.len() as u64,
            people,
        };
        Ok((happening, report))
    }
}

impl Written {
    fn into_affected(self, is_subject: bool) -> Affected {
        let record = |citizen: &Citizen| match serde_json::to_value(storage_record(citizen)) {
            Ok(Value::Object(record)) => record,
            Ok(_) | Err(_) => serde_json::Map::new(),
        };
        let before = self.before.as_ref().map(record).unwrap_or_default();
        let now = record(&self.now);
        let changed = now
            .keys()
            .chain(before.keys().filter(|key| !now.contains_key(*key)))
            .filter(|key| before.get(*key) != now.get(*key));
        Affected {
            is_subject,
            changed: changed.cloned().collect(),
            citizen: self.now,
        }
    }
}

/// Nothing happens to somebody before they are born.
pub fn born_by(citizen: &Citizen, on: CivilDate) -> Result<(), UpkeepError> {
    if citizen.identity.date_of_birth.earliest() <= on {
        return Ok(());
    }
    Err(refusals::contradicts(
        "on",
        "Ngày ở trước ngày sinh của công dân.",
        "The day is before the citizen was born.",
    ))
}
