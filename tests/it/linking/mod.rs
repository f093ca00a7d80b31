//! The portal's accounts and their link to a number, as use cases over a real registry, without HTTP.

mod accounts;
mod docs;
mod edges;
mod keeping;
mod locks;
mod races;
mod sign_in;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::citizen_number::{CitizenNumber, PersonalNumber};
use dancu::domain::linking::{Edge, LinkState, MatchedRecord, RegistryVerdict};
use dancu::domain::matching::{Outcome, Policy};
use dancu::domain::throttle::ThrottleRule;
use dancu::linking::LinkError;
use dancu::linking::accounts::{AccountBook, BUILT_IN_ACCOUNTS};
use dancu::linking::submission::{Begun, Question, Screen, begin, begin_recheck, finish};
use dancu::population::{NumberMode, PICTURE_DATE, personas};
use dancu::registry::{Caller, Context, MatchQuery, Scope, match_person};
use dancu::server::{known_people, magic_people};
use dancu::store::Population;
use dancu::worlds::{CallNotes, Play, PortalAccount, World};
use tempfile::TempDir;

use crate::support::data_folder;

/// When the tests begin; they carry the time themselves.
const NOW: Timestamp = Timestamp(1_700_000_000_000);
/// Five wrong answers lock for a second.
const RULE: ThrottleRule = ThrottleRule::linking(Duration::from_secs(1));

/// A world with the built-in accounts.
struct Portal {
    world: World,
    book: AccountBook,
    /// Goes away last.
    folder: TempDir,
}

impl Portal {
    fn new() -> Self {
        let folder = data_folder();
        let (world, book) = open(folder.path());
        Self {
            world,
            book,
            folder,
        }
    }

    /// The same after a restart.
    fn reopened(self) -> Self {
        let Self { world, folder, .. } = self;
        drop(world);
        let (world, book) = open(folder.path());
        Self {
            world,
            book,
            folder,
        }
    }

    fn account(&self, username: &str) -> Arc<PortalAccount> {
        self.world.portal().account(username).unwrap()
    }

    fn state(&self, username: &str) -> LinkState {
        self.account(username).link.state
    }

    /// The number that an account is to enter.
    fn cccd(&self, username: &str) -> PersonalNumber {
        self.book.entry(username).unwrap().cccd.unwrap()
    }

    /// Enters the account's own number on the screen after the login.
    fn enter(&self, username: &str, now: Timestamp) -> &'static Edge {
        let number = self.cccd(username);
        self.submit(username, number, Screen::AfterLogin, now)
            .unwrap()
    }

    /// Enters a number, and hands in what the registry really says.
    fn submit(
        &self,
        username: &str,
        number: PersonalNumber,
        screen: Screen,
        now: Timestamp,
    ) -> Result<&'static Edge, LinkError> {
        match begin(
            &self.world,
            &RULE,
            username,
            &number.to_string(),
            screen,
            now,
        )? {
            Begun::Locked(edge) => Ok(edge),
            Begun::Ask(question) => {
                let verdict = self.ask(&question);
                finish(&self.world, &RULE, &question, verdict, now)
            }
        }
    }

    /// "Cập nhật từ CSDL Quốc gia về Dân cư" of a linked account.
    fn recheck(&self, username: &str) -> &'static Edge {
        let question = begin_recheck(&self.world, username).unwrap();
        let verdict = self.ask(&question);
        finish(&self.world, &RULE, &question, verdict, NOW).unwrap()
    }

    /// What the registry answers a portal; an account with an address of its own gets no answer.
    fn ask(&self, question: &Question) -> RegistryVerdict {
        let entry = self.book.entry(&question.username);
        if entry.is_some_and(|entry| entry.registry_url.is_some()) {
            return RegistryVerdict::Unavailable;
        }
        let caller = Caller {
            id: "portal".into(),
            scopes: [Scope::Match].into_iter().collect(),
        };
        let notes = CallNotes::default();
        let play = notes.begin(Play::default());
        let context = Context {
            caller: &caller,
            request_id: &"test".into(),
            at: NOW,
            notes: &notes,
        };
        let query = MatchQuery {
            number: CitizenNumber::Personal(question.number),
            full_name: question.full_name.as_str().into(),
            date_of_birth: Some(question.date_of_birth),
            gender: None,
            policy: Policy::Standard,
        };
        let report = match_person(&self.world, &context, &query).unwrap();
        if play.late().scenario.instead.is_some() {
            return RegistryVerdict::Unavailable;
        }
        match report.outcome {
            Outcome::Match => {
                let word = report.record_status.unwrap().as_str();
                RegistryVerdict::Match(MatchedRecord::from_word(word).unwrap())
            }
            Outcome::Review => RegistryVerdict::Review,
            Outcome::NoMatch => RegistryVerdict::NoMatch,
        }
    }
}

fn open(folder: &Path) -> (World, AccountBook) {
    let population = Arc::new(Population::open(folder).unwrap());
    let world = World::open(folder, population, BusinessDate::Fixed(PICTURE_DATE)).unwrap();
    let book = book(NumberMode::Provinces);
    world.portal().begin_with(book.built_in());
    let people = personas(NumberMode::Provinces).unwrap();
    world.rules().begin_with(magic_people(&people));
    (world, book)
}

fn book(mode: NumberMode) -> AccountBook {
    let people = known_people(&personas(mode).unwrap());
    AccountBook::parse(BUILT_IN_ACCOUNTS, &people).unwrap()
}

/// So many milliseconds after the tests begin.
fn after(millis: u64) -> Timestamp {
    Timestamp(NOW.0 + millis)
}
