//! The change feed in the state file: rows and back, and what older files know of it.

use rusqlite::{Connection, Row, Transaction, params};

use super::portal::{StateReadError, moment, moment_from, number_column, number_from};
use super::row::BadRow;
use crate::domain::change::{CHANGES_KEPT, Change, ChangeKind};
use crate::domain::citizen::PersonId;

/// Makes the table.
pub(super) fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(include_str!("state_changes.sql"))
}

/// Fills it with what a file of an older format knows.
pub(super) fn recall(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(include_str!("state_changes_upgrade.sql"))
}

/// Adds changes and drops those that are too many; the caller commits.
pub(super) fn save(transaction: &Transaction<'_>, changes: &[Change]) -> rusqlite::Result<()> {
    for change in changes {
        transaction
            .prepare_cached("INSERT INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
            .execute(params![
                change.sequence.cast_signed(),
                change.event.cast_signed(),
                change.kind.as_str(),
                moment(change.at),
                change.is_subject,
                change.person.map(|person| person.0),
                change.number.map(number_column),
                change.former_number.map(number_column),
                change.restricted,
            ])?;
    }
    let last = changes.last().map_or(0, |change| change.sequence);
    if last > CHANGES_KEPT {
        transaction
            .prepare_cached("DELETE FROM change WHERE sequence <= ?1")?
            .execute([(last - CHANGES_KEPT).cast_signed()])?;
    }
    Ok(())
}

/// Reads everything that was saved, oldest first.
pub(super) fn load(connection: &Connection) -> Result<Vec<Change>, StateReadError> {
    let mut statement = connection.prepare(
        "SELECT sequence, event, kind, at, is_subject, person, number, former_number, restricted \
         FROM change ORDER BY sequence",
    )?;
    let mut rows = statement.query([])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(change_from(row)?);
    }
    Ok(changes)
}

fn change_from(row: &Row<'_>) -> Result<Change, StateReadError> {
    let count = |column: usize| -> Result<u64, StateReadError> {
        let value: i64 = row.get(column)?;
        let count = u64::try_from(value).map_err(|_negative| BadRow("a change before the first"));
        Ok(count?)
    };
    let number = |column: usize| -> Result<_, StateReadError> {
        let value: Option<i64> = row.get(column)?;
        Ok(value.map(number_from).transpose()?)
    };
    let kind: String = row.get(2)?;
    Ok(Change {
        sequence: count(0)?,
        event: count(1)?,
        kind: ChangeKind::from_word(&kind).ok_or(BadRow("an unknown kind of change"))?,
        at: moment_from(row.get(3)?)?,
        is_subject: row.get(4)?,
        person: row.get::<_, Option<i64>>(5)?.map(PersonId),
        number: number(6)?,
        former_number: number(7)?,
        restricted: row.get(8)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::citizen_number::PersonalNumber;
    use crate::domain::timestamp::Timestamp;

    fn file() -> Connection {
        let connection = Connection::open_in_memory().expect("a file");
        create(&connection).expect("made");
        connection
    }

    fn change(sequence: u64) -> Change {
        Change {
            sequence,
            event: 1,
            kind: ChangeKind::Death,
            at: Timestamp(7),
            is_subject: true,
            person: Some(PersonId(3)),
            number: PersonalNumber::new(42_085_000_488),
            former_number: None,
            restricted: true,
        }
    }

    fn read(connection: &Connection) -> Vec<Change> {
        load(connection).unwrap_or_else(|_unreadable| panic!("read"))
    }

    #[test]
    fn changes_come_back_as_they_were_saved_and_the_oldest_are_dropped() {
        let mut connection = file();
        let transaction = connection.transaction().expect("begun");
        let kept = [change(1), change(2)];
        save(&transaction, &kept).expect("saved");
        transaction.commit().expect("committed");
        assert_eq!(read(&connection), kept);
        let transaction = connection.transaction().expect("begun");
        save(&transaction, &[change(CHANGES_KEPT + 1)]).expect("saved");
        transaction.commit().expect("committed");
        assert_eq!(read(&connection), [change(2), change(CHANGES_KEPT + 1)]);
    }

    #[test]
    fn what_an_older_file_knows_is_recalled_in_the_order_of_time() {
        let connection = file();
        connection
            .execute_batch(
                "CREATE TABLE person (id INTEGER PRIMARY KEY, record TEXT, changed_at INTEGER NOT NULL);
                 INSERT INTO person VALUES
                     (7, NULL, 30),
                     (8, '{\"number\": \"042085000488\"}', 20),
                     (1099511627776, '{\"restricted\": true}', 10);",
            )
            .expect("people");
        recall(&connection).expect("recalled");
        let told: Vec<_> = read(&connection)
            .into_iter()
            .map(|change| {
                let person = change.person.map(|person| person.0);
                let number = change.number.map(|number| number.to_string());
                assert!(change.is_subject && change.event == change.sequence);
                (change.kind, person, number, change.restricted, change.at.0)
            })
            .collect();
        let number = Some("042085000488".to_owned());
        assert_eq!(
            told,
            [
                (
                    ChangeKind::Created,
                    Some(PersonId::FIRST_ADDED.0),
                    None,
                    true,
                    10
                ),
                (ChangeKind::Edited, Some(8), number, false, 20),
                (ChangeKind::Deleted, Some(7), None, true, 30),
            ]
        );
    }
}
