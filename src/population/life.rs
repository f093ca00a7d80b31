//! Blood group, occupation, contact and states of the record.

use super::PICTURE_DATE;
use super::mixer::{Draws, Field};
use super::places::push_number;
use crate::domain::citizen::{BloodGroup, Occupation};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::fold;
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};

/// The two alleles of the blood group that a person inherited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BloodAlleles([Allele; 2]);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Allele {
    A,
    B,
    O,
}

impl BloodAlleles {
    /// One of each parent; of an unknown one by the frequencies that give the groups of blood donors
    /// (O 43 %, B 30 %, A 21 %, AB 6 %: `fixtures/blood_groups.csv`).
    pub fn inherited(parents: [Option<Self>; 2], draws: Draws) -> Self {
        let allele = |nth: u16| {
            let from_parent = parents[usize::from(nth)];
            match (from_parent, draws.below(Field::BloodGroup, 2 + nth, 1_000)) {
                (Some(Self([first, _])), 0..500) => first,
                (Some(Self([_, second])), _) => second,
                (None, 0..146) => Allele::A,
                (None, 146..346) => Allele::B,
                (None, _) => Allele::O,
            }
        };
        Self([allele(0), allele(1)])
    }

    /// The group, kept only for who asks for it with a test (about 3 %).
    pub fn recorded_group(self, draws: Draws) -> Option<BloodGroup> {
        if !draws.happens(Field::BloodGroup, 0, 300) {
            return None;
        }
        Some(match self.0 {
            [Allele::A, Allele::B] | [Allele::B, Allele::A] => BloodGroup::Ab,
            [Allele::A, _] | [_, Allele::A] => BloodGroup::A,
            [Allele::B, _] | [_, Allele::B] => BloodGroup::B,
            [Allele::O, Allele::O] => BloodGroup::O,
        })
    }
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

/// What became of somebody, born on that day at the latest, who is neither dead nor counted among the
/// living.
pub fn ended(born: CivilDate, draws: Draws) -> StatusPeriod {
    let status = match draws.below(Field::Status, 0, 28) {
        0..5 => RecordStatus::Missing,
        5..18 => RecordStatus::Inactive,
        18..23 => RecordStatus::Cancelled(CancelReason::FalsePapers),
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
    fn blood_is_inherited_and_meets_the_shares_of_donors() {
        let group = |parents, index| {
            let draws = Draws::new(1, index);
            let alleles = BloodAlleles::inherited(parents, draws);
            (0..1_000)
                .find_map(|other| alleles.recorded_group(Draws::new(2, other)))
                .expect("recorded for some")
        };
        let share = |wanted| {
            let all = (0..10_000).filter(|index| group([None, None], *index) == wanted);
            all.count() / 100
        };
        assert!(
            (41..46).contains(&share(BloodGroup::O)) && (28..33).contains(&share(BloodGroup::B))
        );
        assert!(
            (19..24).contains(&share(BloodGroup::A)) && (4..8).contains(&share(BloodGroup::Ab))
        );
        let of_type_o = Some(BloodAlleles([Allele::O, Allele::O]));
        assert!((0..500).all(|index| group([of_type_o, of_type_o], index) == BloodGroup::O));
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
