//! Worlds: everything that changes, laid over the population that does not.
//!
//! A world is an overlay of people, a journal and a clock. Its size is that of what was done in it,
//! and resetting it costs the same over ten thousand people and over a hundred million.

mod accounts;
mod changes;
mod clock;
pub mod journal;
mod leases;
pub mod logins;
mod overlay;
mod people;
mod rules;
mod snapshots;
mod webhooks;
mod wire_tokens;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub use accounts::{
    AccountKind, BuiltInAccounts, Confirmation, Link, PortalAccount, PortalState, PortalView,
};
pub use changes::{Edits, Happening};
pub use clock::{ClockSetting, WorldClock};
pub use journal::{
    About, Advice, CallNotes, Finding, Journal, JournalBudget, JournalEntry, JournalQuestion,
};
pub use leases::{Lease, Leases};
pub use logins::Logins;
pub use overlay::Overlay;
pub use people::{Edition, Holder, People, Standing};
pub use rules::{
    FORGOTTEN_AFTER_MILLIS, Faults, MAX_RULES, MAX_SOMETIMES, MagicPeople, NewRule, Play, Rule,
    RuleError, Rules, Sometimes,
};
pub use snapshots::{MOST_SNAPSHOTS, Snapshot, Snapshots};
pub use webhooks::{
    Attempt, AttemptOutcome, Deliveries, Delivery, DeliveryState, MAX_TRIES, MAX_WEBHOOKS, Notice,
    NoticeKind, NoticePerson, Subscriber, Subscription, TooManyWebhooks, Webhooks,
};
pub use wire_tokens::WireTokens;

pub use crate::store::PortalEdits;

use changes::{changes_of, retold};

use crate::clock::{BusinessDate, Timestamp, real_time};
use crate::domain::change::{Change, ChangeKind};
use crate::domain::civil_date::CivilDate;
use crate::domain::scenario::Moment;
use crate::store::{Population, PopulationFacts, StateFile, StoreError};

/// One world. The default one is kept in the state file; others would live in memory alone.
#[derive(Debug)]
pub struct World {
    population: Arc<Population>,
    overlay: RwLock<Arc<Overlay>>,
    journal: Journal,
    portal: PortalState,
    logins: Logins,
    wire_tokens: WireTokens,
    webhooks: Webhooks,
    snapshots: Snapshots,
    leases: Leases,
    rules: Rules,
    clock: WorldClock,
    /// Held while an edit is checked, committed and shown: edits happen one after another.
    state: Mutex<Option<StateFile>>,
}

/// Why an edit was not made.
#[derive(Debug)]
pub enum EditError<Refusal> {
    /// The caller's own check of the present state refused it.
    Refused(Refusal),
    /// It could not be written; nothing has changed.
    Store(StoreError),
}

/// The event behind edits and of how many of them the people are whom it happened to; `None` without one.
type Event = Option<(ChangeKind, usize)>;

impl World {
    /// The default world of a data folder, with the edits of earlier runs; the caller holds the lock
    /// of the folder.
    pub fn open(
        folder: &Path,
        population: Arc<Population>,
        clock: BusinessDate,
    ) -> Result<Self, StoreError> {
        let (state, stored) = StateFile::open(folder, &population.facts().digest)?;
        let mut overlay = Overlay::of(stored.people);
        overlay.tell(&stored.changes);
        let world = Self::new(
            population,
            overlay,
            clock.into(),
            Some(state),
            Journal::default(),
        );
        world.portal.show(&stored.portal);
        Ok(world)
    }

    /// The default world as it stands, to be read and not changed.
    pub fn read_only(
        folder: &Path,
        population: Arc<Population>,
        clock: BusinessDate,
    ) -> Result<Self, StoreError> {
        let edits = StateFile::read(folder, &population.facts().digest)?;
        Ok(Self::new(
            population,
            Overlay::of(edits),
            clock.into(),
            None,
            Journal::default(),
        ))
    }

    /// A default world in memory alone, with nothing changed in it yet.
    pub fn in_memory(population: Arc<Population>, clock: BusinessDate) -> Self {
        let journal = Journal::default();
        Self::new(population, Overlay::default(), clock.into(), None, journal)
    }

    /// A world of its own over the same population, in memory alone, with nothing changed in it yet. Its clock begins
    /// like this one's did, and the bytes of both journals are counted together.
    #[must_use]
    pub fn beside(&self, clock: Option<ClockSetting>) -> Self {
        Self::new(
            Arc::clone(&self.population),
            Overlay::default(),
            clock.unwrap_or_else(|| self.clock.began_with()),
            None,
            Journal::within(Arc::clone(self.journal.budget())),
        )
    }

    fn new(
        population: Arc<Population>,
        overlay: Overlay,
        clock: ClockSetting,
        state: Option<StateFile>,
        journal: Journal,
    ) -> Self {
        Self {
            population,
            overlay: RwLock::new(Arc::new(overlay)),
            journal,
            portal: PortalState::default(),
            logins: Logins::default(),
            wire_tokens: WireTokens::default(),
            webhooks: Webhooks::default(),
            snapshots: Snapshots::default(),
            leases: Leases::default(),
            rules: Rules::default(),
            clock: WorldClock::new(clock),
            state: Mutex::new(state),
        }
    }

    /// The day it is in this world.
    pub fn business_date(&self) -> CivilDate {
        self.clock.day()
    }

    /// The clock.
    pub fn clock(&self) -> &WorldClock {
        &self.clock
    }

    /// The time that tokens are stamped with and checked against, when it really is `real`.
    pub fn token_time(&self, real: Timestamp) -> Timestamp {
        self.clock.setting().token_time(real)
    }

    /// What was asked of this world.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The accounts of the portal in this world.
    pub fn portal(&self) -> &PortalState {
        &self.portal
    }

    /// Who is logged in, and what was granted to whom.
    pub fn logins(&self) -> &Logins {
        &self.logins
    }

    /// The tokens that LGSPs have given.
    pub fn wire_tokens(&self) -> &WireTokens {
        &self.wire_tokens
    }

    /// Who wants to be told of changes.
    pub fn webhooks(&self) -> &Webhooks {
        &self.webhooks
    }

    /// The snapshots.
    pub fn snapshots(&self) -> &Snapshots {
        &self.snapshots
    }

    /// Who is leased to whom.
    pub fn leases(&self) -> &Leases {
        &self.leases
    }

    /// What happens to calls in this world.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The moment it is in this world, when it really is `real`: its business date, and the time of day in Viet Nam.
    pub fn moment(&self, real: Timestamp) -> Moment {
        Moment {
            day: self.business_date(),
            minute: real.minute_in_viet_nam(),
        }
    }

    /// What the population file underneath says of itself.
    pub fn population_facts(&self) -> &PopulationFacts {
        self.population.facts()
    }

    /// The people as they are now; later edits do not show in it.
    pub fn people(&self) -> People<'_> {
        let overlay = self.overlay.read().unwrap_or_else(PoisonError::into_inner);
        People::new(Arc::clone(&overlay), &self.population)
    }

    /// Makes edits: `decide` sees the people as they are, with nobody else editing, and answers the
    /// people to write (`None` deletes). They are committed to the state file, then shown, all as
    /// changed at `at`.
    pub fn edit<T, Refusal>(
        &self,
        at: Timestamp,
        decide: impl FnOnce(&People<'_>) -> Result<(Edits, T), Refusal>,
    ) -> Result<T, EditError<Refusal>> {
        self.commit(at, |people| {
            decide(people).map(|(edits, answer)| (edits, None, answer))
        })
    }

    /// Makes the edits of one event of life, in the way of [`World::edit`]: all or none.
    pub fn happen<T, Refusal>(
        &self,
        at: Timestamp,
        decide: impl FnOnce(&People<'_>) -> Result<(Happening, T), Refusal>,
    ) -> Result<T, EditError<Refusal>> {
        self.commit(at, |people| {
            let (happening, answer) = decide(people)?;
            let event = Some((happening.kind, happening.subjects));
            Ok((happening.edits, event, answer))
        })
    }

    fn commit<T, Refusal>(
        &self,
        at: Timestamp,
        decide: impl FnOnce(&People<'_>) -> Result<(Edits, Event, T), Refusal>,
    ) -> Result<T, EditError<Refusal>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let people = self.people();
        let (edits, event, answer) = decide(&people).map_err(EditError::Refused)?;
        let changes = changes_of(&people, &edits, event, at).map_err(EditError::Store)?;
        if let Some(state) = state.as_mut() {
            state.save(&edits, &changes, at).map_err(EditError::Store)?;
        }
        let mut overlay = Overlay::clone(people.overlay());
        for (id, citizen) in edits {
            overlay.put(id, citizen, at);
        }
        overlay.tell(&changes);
        self.show(overlay);
        self.webhooks.tell(&changes);
        Ok(answer)
    }

    /// Changes accounts of the portal: `decide` sees them as they are, with nobody else editing, and
    /// answers what to write. It is committed to the state file, then shown.
    pub fn edit_portal<T, Refusal>(
        &self,
        decide: impl FnOnce(&PortalView) -> Result<(PortalEdits, T), Refusal>,
    ) -> Result<T, EditError<Refusal>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (edits, answer) = decide(&self.portal.view()).map_err(EditError::Refused)?;
        if edits.is_empty() {
            return Ok(answer);
        }
        if let Some(state) = state.as_mut() {
            state.save_portal(&edits).map_err(EditError::Store)?;
        }
        self.portal.show(&edits);
        Ok(answer)
    }

    /// Drops every edit, the journal, subscribers, and what happened to the portal's accounts, and sets the clock back
    /// to how it began. The population is not touched. The change feed counts on, and tells that all before is void.
    pub fn reset(&self) -> Result<(), StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.begin_anew(Overlay::default(), |changes, _nobody| {
            match state.as_mut() {
                Some(state) => state.clear(changes),
                None => Ok(()),
            }
        })?;
        self.webhooks.clear();
        self.journal.restart();
        self.portal.clear();
        self.logins.clear();
        self.wire_tokens.clear();
        self.leases.clear();
        self.rules.clear();
        self.clock.set(self.clock.began_with());
        Ok(())
    }

    /// Shows other edits in place of those there are, when `commit` has kept them. The change feed counts on: it
    /// tells that all before is void, and then of everybody whom the other edits are about.
    fn begin_anew(
        &self,
        mut overlay: Overlay,
        commit: impl FnOnce(&[Change], &Overlay) -> Result<(), StoreError>,
    ) -> Result<Change, StoreError> {
        let last = self.people().overlay().last_change();
        let reset = Change::reset(last + 1, real_time());
        let changes = retold(&overlay, &self.population, reset)?;
        commit(&changes, &overlay)?;
        overlay.forget_changes();
        overlay.tell(&changes);
        self.show(overlay);
        Ok(reset)
    }

    /// Keeps the world as it is under a name; whether there was room for one more. Logins, tokens and journal are
    /// no part of it.
    pub fn take_snapshot(&self, name: &str, at: Timestamp) -> bool {
        let _nobody_edits = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = Snapshot {
            taken_at: at,
            overlay: Arc::clone(&self.overlay.read().unwrap_or_else(PoisonError::into_inner)),
            portal: self.portal.view(),
            clock: self.clock.setting(),
            rules: self.rules.kept(),
        };
        self.snapshots.keep(name, snapshot)
    }

    /// Makes the world what it was; everybody is logged out, and nobody is leased. Journal and subscribers stay.
    pub fn restore(&self, snapshot: Snapshot) -> Result<(), StoreError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let overlay = Overlay::clone(&snapshot.overlay);
        let reset = self.begin_anew(overlay, |changes, overlay| match state.as_mut() {
            Some(state) => state.replace(overlay.edits(), changes, &snapshot.portal.edits()),
            None => Ok(()),
        })?;
        self.webhooks.tell(&[reset]);
        self.portal.restore(snapshot.portal);
        self.clock.set(snapshot.clock);
        self.rules.restore(&snapshot.rules);
        self.logins.clear();
        self.wire_tokens.clear();
        self.leases.clear();
        Ok(())
    }

    fn show(&self, overlay: Overlay) {
        *self.overlay.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(overlay);
    }
}
