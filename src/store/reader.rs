//! The queries on people: rows by id, number, date and household, and what belongs to a row.

use std::ops::Range;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};

use super::person_row::{IdentityRow, KEYS_EACH, PersonRow, RelativeRow};
use super::row::{self, BadRow, Beside};
use super::texts::TextTable;
use super::traits::{
    CMND_COUNT, EMAIL, FORMER_NAME, FORMER_NUMBER, IDENTITY_IN_RECORD, KinCode, RECORD,
};
use crate::domain::citizen::{Citizen, Identity, PersonId, Relation, Relative};
use crate::domain::kin::{MOST_MEMBERS, kin_of, relative_of, shown_cmnd};
use crate::domain::relation_to_head::HEAD;

/// Why nothing can be read.
#[derive(Debug)]
pub enum ReadError {
    /// The query failed.
    Query(rusqlite::Error),
    /// A row makes no sense.
    Bad(BadRow),
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Query(error)
    }
}

impl From<BadRow> for ReadError {
    fn from(bad: BadRow) -> Self {
        Self::Bad(bad)
    }
}

/// Reads people over one connection, which keeps the statements.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    connection: &'a Connection,
    texts: &'a TextTable,
}

impl<'a> Reader<'a> {
    /// A reader over a connection to a population file with these texts.
    pub fn new(connection: &'a Connection, texts: &'a TextTable) -> Self {
        Self { connection, texts }
    }

    /// The row with this id.
    pub fn row(&self, id: i64) -> Result<Option<PersonRow>, ReadError> {
        let mut statement = self.statement(statements::BY_ID)?;
        let mut rows = statement.query([id])?;
        Ok(rows.next()?.map(PersonRow::read).transpose()?)
    }

    /// What a match looks at of the person with this id.
    pub fn identity_with_id(&self, id: i64) -> Result<Option<Identity>, ReadError> {
        self.one_identity(statements::IDENTITY_BY_ID, id)
    }

    /// What a match looks at of whoever has this number in force.
    pub fn identity_with_number(&self, number: i64) -> Result<Option<Identity>, ReadError> {
        self.one_identity(statements::IDENTITY_BY_NUMBER, number)
    }

    /// Who had this number before another was set.
    pub fn former_holder(&self, number: i64) -> Result<Option<PersonId>, ReadError> {
        let key: Option<i64> = self
            .statement(statements::FORMER_HOLDER)?
            .query_row([number], |row| row.get(0))
            .optional()?;
        Ok(key.map(|key| PersonId(key / KEYS_EACH)))
    }

    /// Everybody who holds or held this CMND, by id.
    pub fn holders_of_cmnd(&self, number: i64) -> Result<Vec<PersonId>, ReadError> {
        let mut statement = self.statement(statements::HOLDERS_OF_CMND)?;
        let ids =
            statement.query_map(params![number, KEYS_EACH], |row| row.get(0).map(PersonId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands the people of these birth keys to `keep` until it says stop.
    pub fn with_birth_keys(
        &self,
        range: [i64; 2],
        keep: &mut impl FnMut(Identity) -> bool,
    ) -> Result<(), ReadError> {
        let mut statement = self.statement(statements::IDENTITY_BY_BIRTH_KEY)?;
        let mut rows = statement.query(range)?;
        while let Some(row) = rows.next()? {
            if !keep(self.identity(&IdentityRow::read(row)?)?) {
                break;
            }
        }
        Ok(())
    }

    /// The whole cluster that a row stands in, from its first member on, as far as relatives are told.
    pub fn cluster_of(&self, row: &PersonRow) -> Result<Vec<RelativeRow>, ReadError> {
        self.cluster_from(
            row,
            statements::RELATIVES_FROM_ID,
            RelativeRow::read,
            |member| member.row().kin,
        )
    }

    /// The rows of the cluster that a row stands in, from its first member on.
    fn cluster_from<T>(
        &self,
        row: &PersonRow,
        sql: &'static str,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
        kin: fn(&T) -> KinCode,
    ) -> Result<Vec<T>, ReadError> {
        let first = row.id - i64::from(row.kin.position());
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query([first])?;
        let mut cluster = Vec::with_capacity(16);
        while let Some(row) = rows.next()? {
            let member = read(row)?;
            if !cluster.is_empty() && kin(&member).position() == 0 {
                break;
            }
            cluster.push(member);
        }
        Ok(cluster)
    }

    /// Everybody in this household, by id: from the head on, and those whose record tells it.
    pub fn household(&self, household: u32) -> Result<Vec<Citizen>, ReadError> {
        let mut members = Vec::new();
        if let Some(head) = self.row(household.into())? {
            let rows =
                self.cluster_from(&head, statements::FROM_ID, PersonRow::read, |row| row.kin)?;
            let cluster: Vec<RelativeRow> = rows.iter().copied().map(RelativeRow::from).collect();
            let from_head = rows.iter().filter(|row| row.id >= head.id);
            for row in from_head.take(MOST_MEMBERS) {
                let citizen = self.citizen(row, &cluster)?;
                if !lives_in(&citizen, household) {
                    break;
                }
                members.push(citizen);
            }
        }
        let mut statement = self.statement(statements::HOUSEHOLD_BY_RECORD)?;
        let ids = statement.query_map([household], |row| row.get(0))?;
        for id in ids.collect::<rusqlite::Result<Vec<i64>>>()? {
            let Some(row) = self.row(id)? else { continue };
            let citizen = self.citizen(&row, &self.cluster_of(&row)?)?;
            let is_new = members.iter().all(|member| member.identity.id.0 != id);
            members.extend(Some(citizen).filter(|citizen| is_new && lives_in(citizen, household)));
        }
        members.sort_by_key(|citizen| citizen.identity.id);
        Ok(members)
    }

    /// The head of this household without relatives, where its number leads to the head.
    pub fn head_of_household(&self, household: u32) -> Result<Option<Citizen>, ReadError> {
        let Some(row) = self.row(household.into())? else {
            return Ok(None);
        };
        let is_head = |citizen: &Citizen| {
            lives_in(citizen, household)
                && citizen
                    .household
                    .is_some_and(|place| place.relation_to_head == HEAD)
        };
        Ok(Some(self.record(&row)?).filter(is_head))
    }

    /// Hands everybody to `each` in the order of ids, until it says stop.
    pub fn for_each(&self, mut each: impl FnMut(Citizen) -> bool) -> Result<(), ReadError> {
        let mut statement = self.statement(statements::FROM_ID)?;
        let mut rows = statement.query([i64::MIN])?;
        let mut people: Vec<PersonRow> = Vec::with_capacity(MOST_MEMBERS);
        let mut cluster: Vec<RelativeRow> = Vec::with_capacity(MOST_MEMBERS);
        loop {
            let next = rows.next()?.map(PersonRow::read).transpose()?;
            if next.is_none_or(|row| row.kin.position() == 0) {
                cluster.extend(people.iter().copied().map(RelativeRow::from));
                for row in &people {
                    if !each(self.citizen(row, &cluster)?) {
                        return Ok(());
                    }
                }
                people.clear();
                cluster.clear();
            }
            match next {
                Some(row) => people.push(row),
                None => return Ok(()),
            }
        }
    }

    /// Hands those whom the statement of a prefilter reads to `each`, until it says stop.
    pub fn scan(
        &self,
        sql: &str,
        ids: Range<PersonId>,
        mut each: impl FnMut(Citizen) -> bool,
    ) -> Result<(), ReadError> {
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([ids.start.0, ids.end.0])?;
        let mut cluster: Vec<RelativeRow> = Vec::new();
        while let Some(row) = rows.next()? {
            let row = PersonRow::read(row)?;
            let first = row.id - i64::from(row.kin.position());
            if cluster
                .first()
                .is_none_or(|member| member.row().id != first)
            {
                cluster = self.cluster_of(&row)?;
            }
            if !each(self.citizen(&row, &cluster)?) {
                break;
            }
        }
        Ok(())
    }

    /// Hands those who share their birth key with somebody, and of whom the statement about one person has a row, to
    /// `each`, until it says stop; how many were passed.
    pub fn doubles(
        &self,
        may_fit: &str,
        range: [i64; 2],
        mut each: impl FnMut(PersonId) -> bool,
    ) -> Result<u64, ReadError> {
        let mut may_fit = self.connection.prepare(may_fit)?;
        let mut goes_on =
            |id: PersonId| -> rusqlite::Result<bool> { Ok(!may_fit.exists([id.0])? || each(id)) };
        let mut statement = self.statement(statements::BIRTH_KEYS)?;
        let mut rows = statement.query(range)?;
        let mut passed = 0;
        let mut before: Option<(PersonId, i64)> = None;
        let mut before_was_told = false;
        while let Some(row) = rows.next()? {
            passed += 1;
            let (id, key) = (PersonId(row.get(0)?), row.get(1)?);
            let double = before.filter(|(_, other)| *other == key);
            let first_of_them = double.filter(|_| !before_was_told);
            let told = [first_of_them.map(|(other, _)| other), double.map(|_| id)];
            for id in told.into_iter().flatten() {
                if !goes_on(id)? {
                    return Ok(passed);
                }
            }
            before_was_told = double.is_some();
            before = Some((id, key));
        }
        Ok(passed)
    }

    fn one_identity(&self, sql: &'static str, key: i64) -> Result<Option<Identity>, ReadError> {
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query([key])?;
        let row = rows.next()?.map(IdentityRow::read).transpose()?;
        row.map(|row| self.identity(&row)).transpose()
    }

    fn identity(&self, row: &IdentityRow) -> Result<Identity, ReadError> {
        let row = row.row();
        let beside = self.beside(row, row.papers.has(IDENTITY_IN_RECORD))?;
        Ok(row::identity_from(row, &beside, self.texts)?)
    }

    /// The whole person, with the relatives that the links in the cluster tell.
    pub fn citizen(&self, row: &PersonRow, cluster: &[RelativeRow]) -> Result<Citizen, ReadError> {
        let mut citizen = self.record(row)?;
        let links_at = |at: usize| cluster.get(at).map(|member| member.row().kin.links());
        let position = usize::from(row.kin.position());
        for (relation, at) in kin_of(position, &links_at, cluster.len()) {
            let relative = cluster
                .get(at)
                .ok_or(BadRow("a relative who is not there"))?;
            citizen.relatives.push(self.relative(relation, relative)?);
        }
        Ok(citizen)
    }

    fn relative(&self, relation: Relation, row: &RelativeRow) -> Result<Relative, ReadError> {
        let row = row.row();
        if row.papers.has(RECORD) {
            let whole = self.row(row.id)?;
            let whole = whole.ok_or(BadRow("a relative who is not there"))?;
            return Ok(relative_of(relation, &self.record(&whole)?));
        }
        let number = row.number.map(row::personal_number).transpose()?;
        let cmnd = row.cmnd.map(row::cmnd_number).transpose()?;
        Ok(Relative {
            relation,
            full_name: row::full_name(row.name, self.texts)?,
            number,
            cmnd: shown_cmnd(number, cmnd),
            nationality: row::nationality(row),
        })
    }

    /// The person without relatives of the cluster.
    fn record(&self, row: &PersonRow) -> Result<Citizen, ReadError> {
        let beside = self.beside(row, true)?;
        Ok(row::citizen_from(row, &beside, self.texts)?)
    }

    /// What stands beside a row, as far as its bits say that there is something. A match needs no address and
    /// no papers.
    fn beside(&self, row: &PersonRow, whole: bool) -> Result<Beside, ReadError> {
        let mut beside = Beside::default();
        if whole && (row.papers.has(RECORD) || row.papers.has(EMAIL)) {
            (beside.email, beside.record) = self
                .statement(statements::FURTHER)?
                .query_row([row.id], |found| {
                    let email: Option<String> = found.get(0)?;
                    Ok((email.map(String::into_boxed_str), found.get(1)?))
                })
                .optional()?
                .ok_or(BadRow("no record"))?;
        }
        if row.traits.has(FORMER_NUMBER) {
            beside.former_numbers = self.keyed(statements::FORMER_NUMBERS, row)?;
        }
        if row.traits.has(FORMER_NAME) {
            beside.former_names = self.keyed(statements::FORMER_NAMES, row)?;
        }
        if whole && CMND_COUNT.of(row.traits.0) > 1 {
            beside.cmnd = self.keyed(statements::FURTHER_CMND, row)?;
        }
        Ok(beside)
    }

    fn keyed(&self, sql: &'static str, row: &PersonRow) -> Result<Vec<[i64; 2]>, ReadError> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(row.keys(), |row| Ok([row.get(0)?, row.get(1)?]))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn statement(&self, sql: &'static str) -> rusqlite::Result<CachedStatement<'_>> {
        self.connection.prepare_cached(sql)
    }
}

fn lives_in(citizen: &Citizen, household: u32) -> bool {
    citizen
        .household
        .is_some_and(|place| place.household == household)
}

/// The statements.
mod statements {
    use crate::store::person_row::{identity_columns, person_columns, relative_columns};

    pub const BY_ID: &str = concat!("SELECT ", person_columns!(), " FROM person WHERE id = ?1");
    pub const IDENTITY_BY_ID: &str =
        concat!("SELECT ", identity_columns!(), " FROM person WHERE id = ?1");
    pub const IDENTITY_BY_NUMBER: &str = concat!(
        "SELECT ",
        identity_columns!(),
        " FROM person WHERE number = ?1"
    );
    pub const IDENTITY_BY_BIRTH_KEY: &str = concat!(
        "SELECT ",
        identity_columns!(),
        " FROM person WHERE birth_key BETWEEN ?1 AND ?2 ORDER BY birth_key, id"
    );
    pub const BIRTH_KEYS: &str = "SELECT id, birth_key FROM person \
         WHERE birth_key BETWEEN ?1 AND ?2 ORDER BY birth_key, id";
    pub const FROM_ID: &str = concat!(
        "SELECT ",
        person_columns!(),
        " FROM person WHERE id >= ?1 ORDER BY id"
    );
    pub const RELATIVES_FROM_ID: &str = concat!(
        "SELECT ",
        relative_columns!(),
        " FROM person WHERE id >= ?1 ORDER BY id"
    );
    pub const FORMER_HOLDER: &str = "SELECT key FROM former_number WHERE number = ?1";
    pub const HOLDERS_OF_CMND: &str = "SELECT id FROM person WHERE cmnd = ?1 \
         UNION SELECT key / ?2 FROM further_cmnd WHERE number = ?1 ORDER BY 1";
    pub const FURTHER: &str = "SELECT email, record FROM further WHERE id = ?1";
    pub const FURTHER_CMND: &str =
        "SELECT number, issue FROM further_cmnd WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    pub const FORMER_NUMBERS: &str =
        "SELECT number, cancelled FROM former_number WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    pub const FORMER_NAMES: &str =
        "SELECT name, until FROM former_name WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    pub const HOUSEHOLD_BY_RECORD: &str =
        "SELECT person_id FROM household_by_record WHERE household = ?1";

    #[cfg(test)]
    mod tests {
        #[test]
        fn nobody_is_looked_for_by_reading_everybody() {
            let connection = rusqlite::Connection::open_in_memory().expect("a database");
            connection
                .execute_batch(concat!(
                    include_str!("population.sql"),
                    include_str!("population_indexes.sql")
                ))
                .expect("made");
            for sql in [
                super::BY_ID,
                super::IDENTITY_BY_ID,
                super::IDENTITY_BY_NUMBER,
                super::IDENTITY_BY_BIRTH_KEY,
                super::BIRTH_KEYS,
                super::FROM_ID,
                super::RELATIVES_FROM_ID,
                super::FORMER_HOLDER,
                super::HOLDERS_OF_CMND,
                super::FURTHER,
                super::FURTHER_CMND,
                super::FORMER_NUMBERS,
                super::FORMER_NAMES,
                super::HOUSEHOLD_BY_RECORD,
            ] {
                let mut statement = connection
                    .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                    .expect("a plan");
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next().expect("a row") {
                    let step: String = row.get(3).expect("a step");
                    assert!(!step.contains("SCAN"), "{sql}: {step}");
                }
            }
        }
    }
}
