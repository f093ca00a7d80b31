//! The portal accounts of a world: those it began with, shared, and over them those that changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::domain::citizen_number::PersonalNumber;
pub use crate::domain::portal_account::{AccountKind, Confirmation, Link, PortalAccount};
use crate::domain::throttle::{Attempts, Subject};
use crate::store::PortalEdits;

/// Under how many names wrong passwords are counted; then the oldest count is dropped. Names are at most
/// some hundred bytes, so that this is a megabyte or two for somebody who tries many.
const MOST_COUNTS: usize = 10_000;

/// The accounts that a world begins with and is reset to.
#[derive(Debug, Default)]
pub struct BuiltInAccounts {
    in_order: Vec<Arc<PortalAccount>>,
    by_username: BTreeMap<Box<str>, usize>,
    by_number: BTreeMap<u64, usize>,
}

impl BuiltInAccounts {
    /// Takes the accounts in their order; the names are unique, and so are the numbers.
    pub fn of(accounts: Vec<PortalAccount>) -> Self {
        let mut built_in = Self::default();
        for (index, account) in accounts.into_iter().enumerate() {
            built_in.by_username.insert(account.username.clone(), index);
            if let Some(number) = account.link.number {
                built_in.by_number.insert(number.value(), index);
            }
            built_in.in_order.push(Arc::new(account));
        }
        built_in
    }
}

/// All accounts at one moment; a copy is free, and later changes do not show in it.
#[derive(Clone, Debug, Default)]
pub struct PortalView {
    built_in: Arc<BuiltInAccounts>,
    changed: imbl::OrdMap<Box<str>, Arc<PortalAccount>>,
    changed_by_number: imbl::OrdMap<u64, Box<str>>,
    attempts: imbl::OrdMap<Subject, Attempts>,
}

impl PortalView {
    /// The account with this name.
    pub fn account(&self, username: &str) -> Option<Arc<PortalAccount>> {
        if let Some(changed) = self.changed.get(username) {
            return Some(Arc::clone(changed));
        }
        let index = *self.built_in.by_username.get(username)?;
        self.built_in.in_order.get(index).cloned()
    }

    /// The account that holds this number; at most one does.
    pub fn account_linked_to(&self, number: PersonalNumber) -> Option<Arc<PortalAccount>> {
        if let Some(username) = self.changed_by_number.get(&number.value()) {
            return self.account(username);
        }
        let index = *self.built_in.by_number.get(&number.value())?;
        let account = self.built_in.in_order.get(index)?;
        (!self.changed.contains_key(&account.username)).then(|| Arc::clone(account))
    }

    /// All accounts as they are now: the built-in ones in their order, then those made since.
    pub fn accounts(&self) -> impl Iterator<Item = Arc<PortalAccount>> + '_ {
        let built_in = self.built_in.in_order.iter();
        let made = self
            .changed
            .values()
            .filter(|account| !self.built_in.by_username.contains_key(&account.username));
        built_in
            .filter_map(|account| self.account(&account.username))
            .chain(made.map(Arc::clone))
    }

    /// The wrong answers that are counted against an account or a number.
    pub fn attempts(&self, subject: &Subject) -> Option<Attempts> {
        self.attempts.get(subject).copied()
    }

    /// What differs from how the portal began.
    pub(super) fn edits(&self) -> PortalEdits {
        let accounts = self.changed.values();
        let attempts = self.attempts.iter();
        PortalEdits {
            accounts: accounts
                .map(|account| PortalAccount::clone(account))
                .collect(),
            attempts: attempts
                .map(|(subject, attempts)| (subject.clone(), Some(*attempts)))
                .collect(),
        }
    }

    /// Writes an account over whatever stood there.
    fn put(&mut self, account: PortalAccount) {
        let before = self.changed.get(&account.username);
        if let Some(number) = before.and_then(|before| before.link.number) {
            self.changed_by_number.remove(&number.value());
        }
        if let Some(number) = account.link.number {
            self.changed_by_number
                .insert(number.value(), account.username.clone());
        }
        self.changed
            .insert(account.username.clone(), Arc::new(account));
    }
}

/// What a world keeps of the portal.
#[derive(Debug, Default)]
pub struct PortalState {
    view: RwLock<PortalView>,
    walked: Mutex<BTreeMap<&'static str, u64>>,
    wrong_passwords: Mutex<BTreeMap<Box<str>, Attempts>>,
}

impl PortalState {
    /// All accounts as they are now.
    pub fn view(&self) -> PortalView {
        self.view
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The account with this name.
    pub fn account(&self, username: &str) -> Option<Arc<PortalAccount>> {
        self.view().account(username)
    }

    /// The account that holds this number.
    pub fn account_linked_to(&self, number: PersonalNumber) -> Option<Arc<PortalAccount>> {
        self.view().account_linked_to(number)
    }

    /// Sets the accounts this world begins with; what was changed stays over them. One whose number was
    /// linked to a changed account, which can happen when the file was edited since, begins unlinked.
    pub fn begin_with(&self, built_in: Arc<BuiltInAccounts>) {
        let mut view = self.view();
        view.built_in = built_in;
        let robbed: Vec<PortalAccount> = view
            .accounts()
            .filter(|account| {
                let holder = account
                    .link
                    .number
                    .and_then(|number| view.account_linked_to(number));
                holder.is_some_and(|holder| holder.username != account.username)
            })
            .map(|account| PortalAccount {
                link: Link::default(),
                ..PortalAccount::clone(&account)
            })
            .collect();
        for account in robbed {
            view.put(account);
        }
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
    }

    /// Reads and changes the count of wrong passwords under this name, which need not be an account's, with
    /// nobody else at it. It is kept in memory: it slows down a guesser, who cannot restart the server.
    pub fn wrong_passwords<T>(
        &self,
        username: &str,
        change: impl FnOnce(&mut Option<Attempts>) -> T,
    ) -> T {
        let mut counts = self
            .wrong_passwords
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut attempts = counts.remove(username);
        let answer = change(&mut attempts);
        if let Some(attempts) = attempts {
            if counts.len() >= MOST_COUNTS {
                let oldest = counts.iter().min_by_key(|(_, attempts)| attempts.last);
                let oldest = oldest.map(|(username, _)| username.clone());
                oldest.and_then(|username| counts.remove(&username));
            }
            counts.insert(username.into(), attempts);
        }
        answer
    }

    /// Counts a walk over an edge of the state machine.
    pub fn note_walk(&self, edge: &'static str) {
        let mut walked = self.walked.lock().unwrap_or_else(PoisonError::into_inner);
        *walked.entry(edge).or_default() += 1;
    }

    /// How often the edge was walked since the start or the last reset.
    pub fn walks(&self, edge: &str) -> u64 {
        let walked = self.walked.lock().unwrap_or_else(PoisonError::into_inner);
        walked.get(edge).copied().unwrap_or(0)
    }

    /// Shows edits; who calls holds the state of the world.
    pub(super) fn show(&self, edits: &PortalEdits) {
        let mut view = self.view();
        for account in &edits.accounts {
            view.put(account.clone());
        }
        for (subject, attempts) in &edits.attempts {
            match attempts {
                Some(attempts) => view.attempts.insert(subject.clone(), *attempts),
                None => view.attempts.remove(subject),
            };
        }
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
    }

    /// Back to the accounts of a moment before.
    pub(super) fn restore(&self, view: PortalView) {
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = view;
    }

    /// Back to the accounts it began with.
    pub(super) fn clear(&self) {
        let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
        *view = PortalView {
            built_in: Arc::clone(&view.built_in),
            ..PortalView::default()
        };
        drop(view);
        let mut walked = self.walked.lock().unwrap_or_else(PoisonError::into_inner);
        walked.clear();
        drop(walked);
        let mut counts = self
            .wrong_passwords
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        counts.clear();
    }
}
