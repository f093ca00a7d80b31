//! The use cases behind the national wire, asked as a library: verify, households, changes, advice.

mod changes;
mod household;
mod verify;

use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use crate::support::data_folder;
use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::birth_date::BirthDate;
use dancu::domain::citizen::Citizen;
use dancu::domain::citizen_number::CitizenNumber;
use dancu::domain::matching::Policy;
use dancu::population::PICTURE_DATE;
use dancu::record::CitizenRecord;
use dancu::registry::{self, Caller, Context, ExpectedVersion, MatchQuery, Scope, Scopes};
use dancu::store::{FolderLock, Population};
use dancu::worlds::{CallNotes, World};

/// A world of a test's own.
struct Registry {
    world: World,
    caller: Caller,
    request_id: Arc<str>,
    notes: CallNotes,
    folder: tempfile::TempDir,
    lock: FolderLock,
}

impl Registry {
    /// Asked by a client of the national service.
    fn new() -> Self {
        Self::over(data_folder(), [Scope::Lookup].into_iter().collect())
    }

    /// Asked by an administrator, who may know of everybody.
    fn for_administrator() -> Self {
        Self::over(data_folder(), Scopes::all())
    }

    fn over(folder: tempfile::TempDir, scopes: Scopes) -> Self {
        let lock = FolderLock::take(folder.path()).unwrap();
        Self {
            world: open(folder.path()),
            caller: Caller {
                id: "test".into(),
                scopes,
            },
            request_id: "test".into(),
            notes: CallNotes::default(),
            folder,
            lock,
        }
    }

    /// The same folder in a process that was started later.
    fn restarted(self) -> Self {
        let Self { folder, caller, .. } = self;
        drop((self.world, self.lock));
        Self::over(folder, caller.scopes)
    }

    fn at(&self, millis: u64) -> Context<'_> {
        Context {
            caller: &self.caller,
            request_id: &self.request_id,
            at: Timestamp(millis),
            notes: &self.notes,
        }
    }

    /// Adds somebody at a moment.
    fn create(&self, name: &str, more: &serde_json::Value, millis: u64) -> Citizen {
        let mut record =
            json!({"full_name": name, "date_of_birth": "1990-02-03", "gender": "female"});
        for (key, value) in more.as_object().unwrap() {
            record[key] = value.clone();
        }
        let record: CitizenRecord = serde_json::from_value(record).unwrap();
        registry::create(&self.world, &self.at(millis), &record, false).unwrap()
    }

    fn patch(&self, number: &str, patch: &serde_json::Value, millis: u64) {
        let number = CitizenNumber::parse(number).unwrap();
        let context = self.at(millis);
        let any = &ExpectedVersion::Any;
        registry::merge_patch(&self.world, &context, number, any, patch, false).unwrap();
    }

    fn delete(&self, number: &str, millis: u64) {
        let number = CitizenNumber::parse(number).unwrap();
        registry::delete(&self.world, &self.at(millis), number, &ExpectedVersion::Any).unwrap();
    }

    /// Operation, outcome and rule of what was noted last.
    fn last_line(&self) -> (&'static str, &'static str, Option<&'static str>) {
        let noted = self.notes.take();
        let finding = noted.findings.iter().last().unwrap();
        (finding.operation, finding.outcome, finding.rule)
    }
}

fn open(folder: &Path) -> World {
    let population = Arc::new(Population::open(folder).unwrap());
    World::open(folder, population, BusinessDate::Fixed(PICTURE_DATE)).unwrap()
}

/// A question as clients of the national service compare; an empty date stands for none.
fn question(number: &str, name: &str, date: &str) -> MatchQuery {
    MatchQuery {
        number: CitizenNumber::parse(number).unwrap(),
        full_name: name.into(),
        date_of_birth: (!date.is_empty()).then(|| BirthDate::parse(date).unwrap()),
        gender: None,
        policy: Policy::Fold,
    }
}

fn number_of(citizen: &Citizen) -> String {
    citizen.identity.number.unwrap().to_string()
}

fn names(citizens: &[Citizen]) -> Vec<&str> {
    citizens
        .iter()
        .map(|citizen| citizen.identity.full_name.as_str())
        .collect()
}
