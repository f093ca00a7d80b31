//! Marital status, blood group, occupation, contact and states of the record.

use super::PICTURE_DATE;
use super::mixer::{Draws, Field};
use super::places::push_number;
use super::tables::MARITAL_BY_AGE;
use super::weighted::Weighted;
use crate::domain::citizen::{BloodGroup, MaritalStatus, Occupation};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::name::fold;
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};

/// Marital status by age and sex, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Marriages {
    groups: Vec<(u16, Gender, Weighted<MaritalStatus>)>,
}

impl Marriages {
    /// Reads the model; `None` when a line has no weight.
    pub fn read() -> Option<Self> {
        let groups = MARITAL_BY_AGE.lines().map(|line| {
            let Some(gender) = Gender::parse(line.text(0)) else {
                line.malformed("names no sex")
            };
            let apart: u64 = line.ten_thousandths(5);
            let table = Weighted::new([
                (MaritalStatus::NeverMarried, line.ten_thousandths(2)),
                (MaritalStatus::Married, line.ten_thousandths(3)),
                (MaritalStatus::Widowed, line.ten_thousandths(4)),
                // The model joins the two; four in five are divorced (GUESS).
                (MaritalStatus::Divorced, apart * 4 / 5),
                (MaritalStatus::Separated, apart / 5),
            ])?;
            Some((line.age(1), gender, table))
        });
        groups.collect::<Option<_>>().map(|groups| Self { groups })
    }

    /// The marital status of a person of that age; nobody marries below 15 in the model.
    pub fn status(&self, age: u16, gender: Gender, draws: Draws) -> MaritalStatus {
        let group = self
            .groups
            .iter()
            .rev()
            .find(|(from, sex, _)| *from <= age && *sex == gender);
        group.map_or(MaritalStatus::NeverMarried, |(_, _, table)| {
            table.pick(draws.bits(Field::MaritalStatus, 0))
        })
    }
}

/// The blood group: kept only for who asks for it with a test (about 3 %), by shares of blood donors.
pub fn blood_group(draws: Draws) -> Option<BloodGroup> {
    if !draws.happens(Field::BloodGroup, 0, 300) {
        return None;
    }
    Some(match draws.below(Field::BloodGroup, 1, 100) {
        0..21 => BloodGroup::A,
        21..51 => BloodGroup::B,
        51..57 => BloodGroup::Ab,
        _ => BloodGroup::O,
    })
}

const OCCUPATIONS: [&str; 20] = [
    "Nông dân",
    "Nông dân",
    "Nông dân",
    "Công nhân may",
    "Công nhân",
    "Công nhân",
    "Buôn bán nhỏ",
    "Buôn bán nhỏ",
    "Lao động tự do",
    "Lao động tự do",
    "Giáo viên",
    "Nhân viên văn phòng",
    "Lái xe",
    "Thợ xây",
    "Ngư dân",
    "Kế toán",
    "Điều dưỡng",
    "Kỹ sư",
    "Bác sĩ",
    "Nội trợ",
];

/// The occupation, where one is known: two in five of working age, students apart.
pub fn occupation(age: u16, draws: Draws) -> Occupation {
    if (19..60).contains(&age) && draws.happens(Field::Occupation, 0, 80) {
        return Occupation::Withheld;
    }
    let recorded = match age {
        18..23 if draws.happens(Field::Occupation, 1, 3_500) => Some("Sinh viên"),
        18..65 if draws.happens(Field::Occupation, 2, 4_000) => {
            draws.one_of(Field::Occupation, 3, &OCCUPATIONS).copied()
        }
        _ => None,
    };
    recorded.map_or(Occupation::NotRecorded, |text| {
        Occupation::Recorded(text.into())
    })
}

/// A mobile number that cannot be dialled: 010 and seven digits. Mobile numbers that began with 01 had
/// eleven digits and ended in 2018, none of them began with 010, and no network uses it since
/// (numbering plan of Thông tư 22/2014/TT-BTTTT, from memory).
pub fn mobile(age: u16, draws: Draws) -> Option<Box<str>> {
    if age < 14 || !draws.happens(Field::Contact, 0, 6_500) {
        return None;
    }
    let mut text = String::with_capacity(10);
    text.push_str("010");
    push_number(
        &mut text,
        1_000_000 + draws.below(Field::Contact, 1, 9_000_000),
    );
    Some(text.into_boxed_str())
}

/// An e-mail address under a domain that cannot exist (RFC 2606).
pub fn email(name: &str, age: u16, draws: Draws) -> Option<Box<str>> {
    if age < 18 || !draws.happens(Field::Contact, 2, 400) {
        return None;
    }
    let mut text = fold(name).to_lowercase();
    push_number(&mut text, draws.below(Field::Contact, 3, 1_000));
    text.push_str("@thudientu.example");
    Some(text.into_boxed_str())
}

/// What became of an extra person, born on that day at the latest, who is not counted among the living.
pub fn ended(born: CivilDate, draws: Draws) -> StatusPeriod {
    let status = match draws.below(Field::Status, 0, 100) {
        0..72 => RecordStatus::Deceased,
        72..77 => RecordStatus::Missing,
        77..90 => RecordStatus::Inactive,
        90..95 => RecordStatus::Cancelled(CancelReason::FalsePapers),
        _ => RecordStatus::Cancelled(CancelReason::BirthCertificateRevoked),
    };
    // Cancelling follows Nghị định 70/2024, in force from 01/07/2024; the rest goes back five years.
    let days = if matches!(status, RecordStatus::Cancelled(_)) {
        360
    } else {
        1_820
    };
    let back = 1 + draws.below(Field::Status, 1, days).cast_signed();
    let earlier = PICTURE_DATE.plus_days(-back);
    let from = earlier.max(born.plus_days(1)).unwrap_or(PICTURE_DATE);
    StatusPeriod {
        status,
        from,
        until: None,
    }
}

/// A day of the twelve months before the picture, in which numbers could be set anew
/// (Nghị định 70/2024, in force from 01/07/2024).
pub fn reissue_day(draws: Draws, nth: u16) -> CivilDate {
    let back = 1 + draws.below(Field::History, nth, 360).cast_signed();
    PICTURE_DATE.plus_days(-back).unwrap_or(PICTURE_DATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marriages_follow_age_and_sex() {
        let marriages = Marriages::read().expect("the model");
        let share = |age: u16, gender: Gender, wanted: MaritalStatus| {
            (0..10_000)
                .filter(|index| marriages.status(age, gender, Draws::new(1, *index)) == wanted)
                .count()
                / 100
        };
        assert_eq!(share(14, Gender::Female, MaritalStatus::NeverMarried), 100);
        assert!((19..24).contains(&share(27, Gender::Female, MaritalStatus::NeverMarried)));
        assert!((74..82).contains(&share(90, Gender::Female, MaritalStatus::Widowed)));
        assert!((32..38).contains(&share(80, Gender::Male, MaritalStatus::Widowed)));
    }

    #[test]
    fn contacts_lead_nowhere() {
        let draws = |index| Draws::new(1, index);
        let mobiles: Vec<Box<str>> = (0..1_000)
            .filter_map(|index| mobile(30, draws(index)))
            .collect();
        assert!(
            mobiles.len() > 600
                && mobiles
                    .iter()
                    .all(|number| number.len() == 10 && number.starts_with("010"))
        );
        let emails: Vec<Box<str>> = (0..1_000)
            .filter_map(|index| email("Đỗ Thị Ánh", 30, draws(index)))
            .collect();
        assert!(!emails.is_empty());
        for address in emails {
            assert!(
                address.starts_with("dothianh") && address.ends_with(".example"),
                "{address}"
            );
        }
    }

    #[test]
    fn states_begin_after_birth_and_before_the_picture() {
        let born = CivilDate::new(2024, 5, 1).expect("a day");
        for index in 0..2_000 {
            let period = ended(born, Draws::new(4, index));
            assert!(period.from > born && period.from < PICTURE_DATE && period.until.is_none());
            assert_ne!(period.status, RecordStatus::Active);
        }
    }
}
