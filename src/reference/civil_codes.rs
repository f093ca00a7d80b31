//! The codes behind marital status, blood group, relation to the head and the century digit.

use std::sync::LazyLock;

use super::table::{Row, Table, table};
use crate::domain::citizen::{BloodGroup, MaritalStatus};
use crate::domain::citizen_number::Gender;

/// A marital status as the national messages code it (QCVN 109:2017/BTTTT): fewer values than ours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MaritalStatusCode {
    /// 0-3.
    pub code: u8,
    /// `Đang có vợ/chồng`.
    pub name_vi: &'static str,
    /// `Married`.
    pub name_en: &'static str,
    /// The values of ours that this code stands for.
    pub statuses: Vec<MaritalStatus>,
    /// How sure the code is.
    pub confidence: &'static str,
}

/// A blood group as the national messages code it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BloodGroupCode {
    /// 00-04.
    pub code: u8,
    /// `AB`, `Chưa có thông tin`.
    pub name: &'static str,
    /// The group; `None` for no information.
    pub group: Option<BloodGroup>,
    /// Share among blood donors in per cent, a rough guess; 0 for no information.
    pub share_percent: u8,
    /// How sure the code is.
    pub confidence: &'static str,
}

/// A relation to the head of a household (quan hệ với chủ hộ).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RelationToHead {
    /// 1-30; 1 is the head.
    pub code: u8,
    /// The code as written, `CH01`; only this one was seen in public, the rest is invented in its shape.
    pub written: &'static str,
    /// `Chủ hộ`.
    pub name_vi: &'static str,
    /// `Head`.
    pub name_en: &'static str,
    /// How sure the wording is.
    pub confidence: &'static str,
}

/// The fourth digit of a personal number (Thông tư 07/2016/TT-BCA, Phụ lục III).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CenturyDigit {
    /// 0-9.
    pub digit: u8,
    /// First year of birth it is given for.
    pub first_year: u16,
    /// Last year of birth it is given for.
    pub last_year: u16,
    /// The sex it is given for.
    pub gender: Gender,
    /// `Nam 1900-1999`.
    pub name_vi: &'static str,
    /// `Male 1900-1999`.
    pub name_en: &'static str,
}

/// All codes of marital status.
pub fn marital_statuses() -> &'static [MaritalStatusCode] {
    &MARITAL_STATUSES
}

/// The code that stands for this status.
pub fn marital_status_code(status: MaritalStatus) -> &'static MaritalStatusCode {
    let codes = marital_statuses();
    codes
        .iter()
        .find(|code| code.statuses.contains(&status))
        .unwrap_or(&codes[0])
}

/// All codes of blood groups.
pub fn blood_groups() -> &'static [BloodGroupCode] {
    &BLOOD_GROUPS
}

/// The code that stands for this group, or for no information.
pub fn blood_group_code(group: Option<BloodGroup>) -> &'static BloodGroupCode {
    let codes = blood_groups();
    codes
        .iter()
        .find(|code| code.group == group)
        .unwrap_or(&codes[0])
}

/// All relations to the head, by code.
pub fn relations_to_head() -> &'static [RelationToHead] {
    &RELATIONS_TO_HEAD
}

/// The relation with this code.
pub fn relation_to_head(code: u8) -> Option<&'static RelationToHead> {
    RELATIONS_TO_HEAD
        .iter()
        .find(|relation| relation.code == code)
}

/// All ten digits.
pub fn century_digits() -> &'static [CenturyDigit] {
    &CENTURY_DIGITS
}

const MARITAL_STATUSES_TABLE: Table = table!("marital_statuses.csv");
const BLOOD_GROUPS_TABLE: Table = table!("blood_groups.csv");
const RELATIONS_TABLE: Table = table!("relations_to_head.csv");
const CENTURY_TABLE: Table = table!("century_gender.csv");

static MARITAL_STATUSES: LazyLock<Vec<MaritalStatusCode>> = LazyLock::new(|| {
    MARITAL_STATUSES_TABLE
        .rows(["code", "name_vi", "name_en", "words", "confidence"])
        .map(|row| MaritalStatusCode {
            code: row.number(0),
            name_vi: row.cells[1],
            name_en: row.cells[2],
            statuses: row
                .list(3, ' ')
                .into_iter()
                .map(|word| known(&row, word, MaritalStatus::from_word))
                .collect(),
            confidence: row.cells[4],
        })
        .collect()
});

static BLOOD_GROUPS: LazyLock<Vec<BloodGroupCode>> = LazyLock::new(|| {
    BLOOD_GROUPS_TABLE
        .rows(["code", "name", "word", "share_percent", "confidence"])
        .map(|row| BloodGroupCode {
            code: row.number(0),
            name: row.cells[1],
            group: row
                .list(2, ' ')
                .first()
                .map(|word| known(&row, word, BloodGroup::from_word)),
            share_percent: row.optional_number(3).unwrap_or(0),
            confidence: row.cells[4],
        })
        .collect()
});

static RELATIONS_TO_HEAD: LazyLock<Vec<RelationToHead>> = LazyLock::new(|| {
    RELATIONS_TABLE
        .rows(["code", "name_vi", "name_en", "confidence"])
        .map(|row| RelationToHead {
            code: known(&row, row.cells[0], |code| {
                code.strip_prefix("CH")?.parse().ok()
            }),
            written: row.cells[0],
            name_vi: row.cells[1],
            name_en: row.cells[2],
            confidence: row.cells[3],
        })
        .collect()
});

static CENTURY_DIGITS: LazyLock<Vec<CenturyDigit>> = LazyLock::new(|| {
    CENTURY_TABLE
        .rows([
            "digit",
            "first_year",
            "last_year",
            "name_vi",
            "name_en",
            "gender",
        ])
        .map(|row| CenturyDigit {
            digit: row.number(0),
            first_year: row.number(1),
            last_year: row.number(2),
            name_vi: row.cells[3],
            name_en: row.cells[4],
            gender: known(&row, row.cells[5], Gender::parse),
        })
        .collect()
});

/// Reads a word by `read`, or stops where the row has one that we do not know.
fn known<T, const N: usize>(row: &Row<N>, word: &str, read: impl Fn(&str) -> Option<T>) -> T {
    read(word).unwrap_or_else(|| row.malformed(format_args!("'{word}' is not a known word")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::citizen_number::PersonalNumber;

    #[test]
    fn every_marital_status_has_one_code() {
        for &status in MaritalStatus::ALL {
            let count = marital_statuses()
                .iter()
                .filter(|code| code.statuses.contains(&status))
                .count();
            assert_eq!(count, 1, "{}", status.as_str());
        }
        assert_eq!(marital_status_code(MaritalStatus::Unknown).code, 0);
        assert_eq!(marital_status_code(MaritalStatus::Married).code, 2);
        assert_eq!(marital_status_code(MaritalStatus::Widowed).code, 3);
    }

    #[test]
    fn every_blood_group_has_its_code_and_the_shares_are_whole() {
        assert_eq!(blood_group_code(None).code, 0);
        for (group, code) in BloodGroup::ALL.iter().zip(1..) {
            assert_eq!(blood_group_code(Some(*group)).code, code);
        }
        assert_eq!(
            blood_groups()
                .iter()
                .map(|code| code.share_percent)
                .sum::<u8>(),
            100
        );
    }

    #[test]
    fn relations_to_the_head_count_from_one_without_a_gap() {
        let codes: Vec<u8> = relations_to_head()
            .iter()
            .map(|relation| relation.code)
            .collect();
        assert_eq!(codes, (1..=30).collect::<Vec<u8>>());
        assert_eq!(
            relation_to_head(1).map(|relation| relation.name_vi),
            Some("Chủ hộ")
        );
        assert_eq!(
            relation_to_head(28).map(|relation| relation.name_vi),
            Some("Ở nhờ, ở mượn, ở thuê")
        );
        assert_eq!(relation_to_head(31), None);
    }

    #[test]
    fn the_century_digits_are_those_of_the_numbers_we_compose() {
        assert_eq!(century_digits().len(), 10);
        for digit in century_digits() {
            for year in [digit.first_year, digit.last_year] {
                let number = PersonalNumber::compose(1, digit.gender, year, 0).expect("a number");
                assert_eq!(number.century_digit(), digit.digit, "{digit:?}");
            }
        }
    }
}
