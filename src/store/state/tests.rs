//! Older formats, other populations, and what is refused.

use super::*;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::PersonalNumber;
use crate::domain::linking::LinkState;
use crate::domain::name::FullName;
use crate::domain::portal_account::{AccountKind, Link, PortalAccount};

/// The tables as version 1 made them, word for word.
const FORMAT_1: &str = "CREATE TABLE meta (
        key   TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE person (
        id     INTEGER PRIMARY KEY,
        record TEXT
    ) STRICT;
    INSERT INTO meta VALUES ('population_digest', 'digest');
    INSERT INTO person VALUES (7, NULL), (8, NULL);";

/// What version 2 had besides, with an attempt.
const FORMAT_2: &str = concat!(
    include_str!("../state_portal.sql"),
    "INSERT INTO portal_attempt VALUES ('account', 'an', 2, 1751302800000);"
);

fn folder_with(user_version: i64) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = Connection::open(folder.path().join(STATE_FILE)).expect("a file");
    let pragma = |name, value| connection.pragma_update(None, name, value);
    pragma("application_id", i64::from(STATE_APPLICATION_ID)).expect("set");
    pragma("user_version", user_version).expect("set");
    connection.execute_batch(FORMAT_1).expect("made");
    folder
}

fn account(username: &str, number: Option<u64>) -> PortalAccount {
    PortalAccount {
        username: username.into(),
        tech_id: "id".into(),
        kind: AccountKind::Citizen,
        full_name: FullName::from_stored("Trần An".to_owned()),
        date_of_birth: BirthDate::Year(1990),
        gender: None,
        email: None,
        mobile: None,
        link: Link {
            state: number.map_or(LinkState::Skipped, |_| LinkState::Linked),
            number: number.and_then(PersonalNumber::new),
            ..Link::default()
        },
    }
}

fn edits(accounts: Vec<PortalAccount>) -> PortalEdits {
    PortalEdits {
        accounts,
        ..PortalEdits::default()
    }
}

/// Somebody who was deleted.
fn deletion(id: i64, changed_at: u64) -> StoredEdit {
    StoredEdit {
        id: PersonId(id),
        citizen: None,
        changed_at: Timestamp(changed_at),
    }
}

fn version_of(folder: &tempfile::TempDir) -> i64 {
    let connection = Connection::open(folder.path().join(STATE_FILE)).expect("a file");
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("a version")
}

#[test]
fn a_file_of_format_1_is_brought_up_to_date_with_its_edits() {
    let folder = folder_with(1);
    // A reading command leaves it as it is.
    let read = StateFile::read(folder.path(), "digest").expect("read");
    assert_eq!(read, [deletion(7, 0), deletion(8, 0)]);
    assert_eq!(version_of(&folder), 1);
    let (mut file, stored) = StateFile::open(folder.path(), "digest").expect("opened");
    assert_eq!(stored.people, read);
    let recalled = stored.changes.iter().map(|change| change.person);
    assert!(recalled.eq([Some(PersonId(7)), Some(PersonId(8))]));
    assert!(stored.portal.is_empty());
    let kept = edits(vec![account("an", Some(42_085_000_488))]);
    file.save_portal(&kept).expect("saved");
    drop(file);
    let (_, stored) = StateFile::open(folder.path(), "digest").expect("opened again");
    assert_eq!((stored.people, stored.portal), (read, kept));
    assert_eq!(version_of(&folder), FORMAT);
}

#[test]
fn a_file_of_format_2_keeps_its_accounts_and_learns_when_people_were_changed() {
    let folder = folder_with(2);
    let connection = Connection::open(folder.path().join(STATE_FILE)).expect("a file");
    connection.execute_batch(FORMAT_2).expect("made");
    drop(connection);
    let (mut file, stored) = StateFile::open(folder.path(), "digest").expect("opened");
    assert_eq!(stored.people, [deletion(7, 0), deletion(8, 0)]);
    assert_eq!(stored.portal.attempts.len(), 1);
    let at = Timestamp(1_751_302_800_007);
    file.save(&[(PersonId(8), None)], &[], at).expect("saved");
    drop(file);
    let (_, again) = StateFile::open(folder.path(), "digest").expect("opened again");
    assert_eq!(again.people, [deletion(7, 0), deletion(8, at.0)]);
    assert_eq!(again.portal, stored.portal);
    assert_eq!(version_of(&folder), FORMAT);
    let read = StateFile::read(folder.path(), "digest").expect("read");
    assert_eq!(read, again.people);
}

#[test]
fn an_upgraded_file_and_a_new_one_have_the_same_columns() {
    let columns = |folder: &tempfile::TempDir| {
        let (file, _) = StateFile::open(folder.path(), "digest").expect("opened");
        let mut statement = file
            .connection
            .prepare("SELECT name, type, \"notnull\" FROM pragma_table_info('person')")
            .expect("a statement");
        let rows = statement.query_map([], |row| {
            Ok::<(String, String, bool), _>((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        rows.expect("rows")
            .map(|row| row.expect("a row"))
            .collect::<Vec<_>>()
    };
    let new = tempfile::tempdir().expect("a folder");
    assert_eq!(columns(&folder_with(1)), columns(&new));
}

#[test]
fn a_file_of_another_population_is_refused_before_anything_is_changed() {
    let folder = folder_with(1);
    let refused = StateFile::open(folder.path(), "other");
    assert!(matches!(refused, Err(StoreError::OtherPopulation { .. })));
    assert_eq!(version_of(&folder), 1);
}

#[test]
fn files_of_unknown_formats_are_refused() {
    let newer = folder_with(FORMAT + 1);
    let refused = StateFile::open(newer.path(), "digest");
    assert!(matches!(refused, Err(StoreError::Newer { .. })));
    let older = folder_with(OLDEST_FORMAT - 1);
    let refused = StateFile::open(older.path(), "digest");
    assert!(matches!(refused, Err(StoreError::Older { .. })));
}

#[test]
fn one_number_for_two_accounts_is_refused_and_nothing_is_lost() {
    let folder = folder_with(1);
    let (mut file, _) = StateFile::open(folder.path(), "digest").expect("opened");
    let first = edits(vec![account("an", Some(42))]);
    file.save_portal(&first).expect("saved");
    let second = edits(vec![account("be", None), account("ca", Some(42))]);
    assert!(file.save_portal(&second).is_err());
    drop(file);
    let (_, stored) = StateFile::open(folder.path(), "digest").expect("opened again");
    assert_eq!(stored.portal, first);
}
