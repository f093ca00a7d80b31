//! One row of `person`: its columns, and what stands where in those that hold several things.

use rusqlite::{Row, Statement};

use super::packing::Field;
use super::traits::{KinCode, Papers, Traits};

/// Number of the first word of a name. At the top, so that the many with a common one take six bytes.
pub const FIRST_PART: Field = Field::new(36, 20);
/// Number of the words between.
pub const MIDDLE_PART: Field = Field::new(16, 20);
/// Number of the last word.
pub const LAST_PART: Field = Field::new(0, 16);

/// The code of no place.
pub const NO_PLACE: i64 = 0x7FFF;
/// Place of registration of birth.
pub const REGISTRATION: Field = Field::new(0, 15);
/// Hometown: exclusive or with the former, 0 where they are the same.
pub const HOMETOWN: Field = Field::new(15, 15);
/// Place of birth: likewise.
pub const BIRTHPLACE: Field = Field::new(30, 15);

/// The ward of the permanent or temporary residence.
pub const WARD: Field = Field::new(0, 15);
/// Number of the occupation.
pub const OCCUPATION: Field = Field::new(15, 8);
/// Number of house or hamlet, of the permanent residence.
pub const DETAIL: Field = Field::new(23, 24);

/// One more than the days of absence since 1980.
pub const ABSENT_DAY: Field = Field::new(15, 16);
/// Number of house or hamlet, of the temporary residence.
pub const AWAY_DETAIL: Field = Field::new(31, 24);

/// One more than the days from 1950 to the issue of a CMND.
pub const CMND_DAY: Field = Field::new(0, 16);
/// Province of issue, 0 for unknown.
pub const CMND_PROVINCE: Field = Field::new(16, 7);

/// Why a number was cancelled.
pub const CANCELLED_WHY: i64 = 8;

/// Less this, a mobile number of seven digits takes three bytes.
pub const MOBILE_MIDDLE: i64 = 5_000_000;

/// Keys of what few people have: this many for each.
pub const KEYS_EACH: i64 = 16;

/// The columns in the order [`PersonRow::read`] and [`PersonRow::insert`] have them.
macro_rules! person_columns {
    () => {
        "id, number, name, birth_key, traits, kin, papers, places, residence, cmnd, cmnd_issue, mobile, away, \
         status_from"
    };
}

pub(super) use person_columns;

/// The columns that [`IdentityRow::read`] has, in its order: half of all, and every one read costs.
macro_rules! identity_columns {
    () => {
        "id, number, name, birth_key, traits, papers, status_from"
    };
}

pub(super) use identity_columns;

/// The columns that [`RelativeRow::read`] has, in its order.
macro_rules! relative_columns {
    () => {
        "id, number, name, traits, kin, papers, cmnd"
    };
}

pub(super) use relative_columns;

/// The statement that writes a row.
pub const INSERT_PERSON: &str = concat!(
    "INSERT INTO person (",
    person_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
);

/// The values of one row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PersonRow {
    /// The id.
    pub id: i64,
    /// Twelve digits.
    pub number: Option<i64>,
    /// [`FIRST_PART`], [`MIDDLE_PART`], [`LAST_PART`].
    pub name: i64,
    /// See [`birth_key`](super::packing::birth_key).
    pub birth_key: i64,
    /// Codes without a date.
    pub traits: Traits,
    /// The place among kin.
    pub kin: KinCode,
    /// Card, electronic identity, rare marks.
    pub papers: Papers,
    /// [`REGISTRATION`], [`HOMETOWN`], [`BIRTHPLACE`].
    pub places: i64,
    /// [`WARD`], [`OCCUPATION`], [`DETAIL`].
    pub residence: i64,
    /// Nine digits.
    pub cmnd: Option<i64>,
    /// [`CMND_DAY`], [`CMND_PROVINCE`].
    pub cmnd_issue: Option<i64>,
    /// Seven digits, less [`MOBILE_MIDDLE`].
    pub mobile: Option<i64>,
    /// [`WARD`], [`ABSENT_DAY`], [`AWAY_DETAIL`].
    pub away: Option<i64>,
    /// Days from 2000 to the state in the traits.
    pub status_from: Option<i64>,
}

/// Those values of a row that a match looks at; the others are not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IdentityRow(PersonRow);

impl IdentityRow {
    /// Reads the columns of `identity_columns`.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self(PersonRow {
            id: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            birth_key: row.get(3)?,
            traits: Traits(row.get(4)?),
            papers: Papers(row.get(5)?),
            status_from: row.get(6)?,
            ..PersonRow::default()
        }))
    }

    /// The row, of which only these values are to be looked at.
    pub(super) const fn row(&self) -> &PersonRow {
        &self.0
    }
}

/// Those values of a row that tell somebody as a relative; the others are not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RelativeRow(PersonRow);

impl RelativeRow {
    /// Reads the columns of `relative_columns`.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self(PersonRow {
            id: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            traits: Traits(row.get(3)?),
            kin: KinCode(row.get(4)?),
            papers: Papers(row.get(5)?),
            cmnd: row.get(6)?,
            ..PersonRow::default()
        }))
    }

    /// The row, of which only these values are to be looked at.
    pub(super) const fn row(&self) -> &PersonRow {
        &self.0
    }
}

impl From<PersonRow> for RelativeRow {
    fn from(row: PersonRow) -> Self {
        Self(row)
    }
}

impl PersonRow {
    /// Reads the columns of `person_columns`.
    pub fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            number: row.get(1)?,
            name: row.get(2)?,
            birth_key: row.get(3)?,
            traits: Traits(row.get(4)?),
            kin: KinCode(row.get(5)?),
            papers: Papers(row.get(6)?),
            places: row.get(7)?,
            residence: row.get(8)?,
            cmnd: row.get(9)?,
            cmnd_issue: row.get(10)?,
            mobile: row.get(11)?,
            away: row.get(12)?,
            status_from: row.get(13)?,
        })
    }

    /// Runs [`INSERT_PERSON`] with the values.
    pub fn insert(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        for (index, value) in (1..).zip(self.values()) {
            statement.raw_bind_parameter(index, value)?;
        }
        statement.raw_execute().map(|_one| ())
    }

    /// The values in the order of the columns.
    pub fn values(&self) -> [Option<i64>; 14] {
        [
            Some(self.id),
            self.number,
            Some(self.name),
            Some(self.birth_key),
            Some(self.traits.0),
            Some(self.kin.0),
            Some(self.papers.0),
            Some(self.places),
            Some(self.residence),
            self.cmnd,
            self.cmnd_issue,
            self.mobile,
            self.away,
            self.status_from,
        ]
    }

    /// The keys that this person's further papers and names may have.
    pub const fn keys(&self) -> [i64; 2] {
        [self.id * KEYS_EACH, self.id * KEYS_EACH + KEYS_EACH - 1]
    }
}
