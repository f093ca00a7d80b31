//! The portal's tables of the state file: accounts and attempts as rows, and back.

use rusqlite::{Connection, Row, Transaction, params};

use super::row::BadRow;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::linking::LinkState;
use crate::domain::name::FullName;
use crate::domain::portal_account::{AccountKind, Confirmation, Link, PortalAccount};
use crate::domain::throttle::{Attempts, Subject};
use crate::domain::timestamp::Timestamp;

/// What a use case of the portal changed, kept all together or not at all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PortalEdits {
    /// Accounts as they are now.
    pub accounts: Vec<PortalAccount>,
    /// Counts as they are now; `None` where one is forgotten.
    pub attempts: Vec<(Subject, Option<Attempts>)>,
}

impl PortalEdits {
    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.attempts.is_empty()
    }
}

/// A table of the state file could not be read.
pub(super) enum StateReadError {
    /// The query failed.
    Query(rusqlite::Error),
    /// A row cannot be what it should.
    Row(BadRow),
}

impl From<rusqlite::Error> for StateReadError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Query(error)
    }
}

impl From<BadRow> for StateReadError {
    fn from(error: BadRow) -> Self {
        Self::Row(error)
    }
}

/// Writes the edits; the caller commits.
pub(super) fn save(transaction: &Transaction<'_>, edits: &PortalEdits) -> rusqlite::Result<()> {
    for account in &edits.accounts {
        save_account(transaction, account)?;
    }
    for (subject, attempts) in &edits.attempts {
        let (kind, subject) = subject_columns(subject);
        match attempts {
            Some(attempts) => transaction
                .prepare_cached("INSERT OR REPLACE INTO portal_attempt VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![
                    kind,
                    subject,
                    attempts.failures,
                    moment(attempts.last)
                ])?,
            None => transaction
                .prepare_cached("DELETE FROM portal_attempt WHERE kind = ?1 AND subject = ?2")?
                .execute(params![kind, subject])?,
        };
    }
    Ok(())
}

/// No `INSERT OR REPLACE`: over a number that is taken it would delete the other account.
fn save_account(transaction: &Transaction<'_>, account: &PortalAccount) -> rusqlite::Result<()> {
    let confirmed = account.link.confirmed.as_ref();
    transaction
        .prepare_cached("DELETE FROM portal_account WHERE username = ?1")?
        .execute([&account.username])?;
    transaction
        .prepare_cached(
            "INSERT INTO portal_account VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            account.username,
            account.tech_id,
            account.kind.as_str(),
            account.full_name.as_str(),
            account.date_of_birth.packed(),
            account.gender.map(Gender::as_str),
            account.email,
            account.mobile,
            account.link.state.as_str(),
            account.link.number.map(number_column),
            account.link.locked_until.map(moment),
            confirmed.map(|confirmed| number_column(confirmed.number)),
            confirmed.map(|confirmed| confirmed.full_name.as_str()),
            confirmed.map(|confirmed| confirmed.date_of_birth.packed()),
            confirmed.map(|confirmed| moment(confirmed.at)),
        ])?;
    Ok(())
}

/// Reads everything that was saved.
pub(super) fn load(connection: &Connection) -> Result<PortalEdits, StateReadError> {
    let mut edits = PortalEdits::default();
    let mut statement = connection.prepare(
        "SELECT username, tech_id, kind, full_name, date_of_birth, gender, email, mobile, link_state, number, \
         locked_until, confirmed_number, confirmed_full_name, confirmed_birth, confirmed_at \
         FROM portal_account ORDER BY username",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        edits.accounts.push(account_from(row)?);
    }
    let mut statement = connection.prepare(
        "SELECT kind, subject, failures, last FROM portal_attempt ORDER BY kind, subject",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let attempts = Attempts {
            failures: row.get(2)?,
            last: moment_from(row.get(3)?)?,
        };
        edits.attempts.push((subject_from(row)?, Some(attempts)));
    }
    Ok(edits)
}

fn account_from(row: &Row<'_>) -> Result<PortalAccount, StateReadError> {
    let kind: String = row.get(2)?;
    let gender: Option<String> = row.get(5)?;
    let state: String = row.get(8)?;
    let number: Option<i64> = row.get(9)?;
    let locked_until: Option<i64> = row.get(10)?;
    let state = LinkState::from_word(&state).ok_or(BadRow("unknown state of a link"))?;
    let number = number.map(number_from).transpose()?;
    if number.is_some() != state.holds_number() {
        return Err(BadRow("a link whose state and number disagree").into());
    }
    Ok(PortalAccount {
        username: row.get(0)?,
        tech_id: row.get(1)?,
        kind: AccountKind::from_word(&kind).ok_or(BadRow("unknown kind of account"))?,
        full_name: FullName::from_stored(row.get(3)?),
        date_of_birth: birth_from(row.get(4)?)?,
        gender: gender
            .map(|word| Gender::parse(&word).ok_or(BadRow("unknown gender")))
            .transpose()?,
        email: row.get(6)?,
        mobile: row.get(7)?,
        link: Link {
            state,
            number,
            confirmed: confirmation_from(row)?,
            locked_until: locked_until.map(moment_from).transpose()?,
        },
    })
}

fn confirmation_from(row: &Row<'_>) -> Result<Option<Confirmation>, StateReadError> {
    let Some(number) = row.get::<_, Option<i64>>(11)? else {
        return Ok(None);
    };
    Ok(Some(Confirmation {
        number: number_from(number)?,
        full_name: FullName::from_stored(row.get(12)?),
        date_of_birth: birth_from(row.get(13)?)?,
        at: moment_from(row.get(14)?)?,
    }))
}

fn subject_columns(subject: &Subject) -> (&'static str, String) {
    match subject {
        Subject::Account(username) => ("account", username.to_string()),
        Subject::Number(number) => ("number", number.to_string()),
    }
}

fn subject_from(row: &Row<'_>) -> Result<Subject, StateReadError> {
    let kind: String = row.get(0)?;
    let subject: String = row.get(1)?;
    if kind == "account" {
        return Ok(Subject::Account(subject.into()));
    }
    let number = PersonalNumber::parse(&subject).map_err(|_error| BadRow("no number"))?;
    Ok(Subject::Number(number))
}

/// A number as a column: SQLite has signed integers only, and the value has 12 digits.
pub(super) fn number_column(number: PersonalNumber) -> i64 {
    number.value().cast_signed()
}

/// A column as a number.
pub(super) fn number_from(value: i64) -> Result<PersonalNumber, BadRow> {
    let number = u64::try_from(value).ok().and_then(PersonalNumber::new);
    number.ok_or(BadRow("a number that has not 12 digits"))
}

fn birth_from(packed: u32) -> Result<BirthDate, BadRow> {
    BirthDate::from_packed(packed).ok_or(BadRow("an impossible date of birth"))
}

/// A moment as a column.
pub(super) fn moment(timestamp: Timestamp) -> i64 {
    i64::try_from(timestamp.0).unwrap_or(i64::MAX)
}

/// A column as a moment.
pub(super) fn moment_from(millis: i64) -> Result<Timestamp, BadRow> {
    let millis = u64::try_from(millis).map_err(|_negative| BadRow("a moment before 1970"))?;
    Ok(Timestamp(millis))
}
