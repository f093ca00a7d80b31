//! The text of a card's QR code, fields separated by `|`.

use crate::domain::birth_date::BirthDate;
use crate::domain::card::CardKind;
use crate::domain::citizen_number::{CmndNumber, Gender, PersonalNumber};
use crate::domain::civil_date::CivilDate;

/// What stands in a QR code.
///
/// A card with a chip has seven fields, which public readers agree on: number, CMND or nothing, full name, day of
/// birth, sex, residence, day of issue; days are `ddMMyyyy`. Since 01/07/2024 the code also has the cancelled numbers
/// and, for a child, the names of father and mother (Thông tư 16/2024/TT-BCA; Nghị định 58/2026 Điều 5(7) repeats the
/// numbers). That these follow as three more fields, in this order, is a GUESS.
#[derive(Clone, Copy, Debug)]
pub struct QrText<'a> {
    /// The kind of card, which decides the form.
    pub kind: CardKind,
    /// The number on the card.
    pub number: PersonalNumber,
    /// Every CMND, oldest first.
    pub cmnd: &'a [CmndNumber],
    /// Personal numbers cancelled before.
    pub cancelled: &'a [PersonalNumber],
    /// The name as recorded.
    pub full_name: &'a str,
    /// The day of birth, or as much of it as is known.
    pub date_of_birth: BirthDate,
    /// The sex.
    pub gender: Gender,
    /// Where the holder lives, in words; empty when that is not recorded.
    pub residence: &'a str,
    /// The day of issue.
    pub issued_on: CivilDate,
    /// Father and mother, on the card of a child.
    pub parents: Parents<'a>,
}

/// The names of the parents as the card of a child has them; empty where unknown.
#[derive(Clone, Copy, Default, Debug)]
pub struct Parents<'a> {
    /// Cha.
    pub father: &'a str,
    /// Mẹ.
    pub mother: &'a str,
}

impl QrText<'_> {
    /// The text that a scanner reads.
    pub fn text(&self) -> String {
        let mut fields = vec![
            self.number.to_string(),
            self.old_numbers(),
            field(self.full_name),
            birth_field(self.date_of_birth),
            gender_word(self.gender).to_owned(),
            field(self.residence),
            day_field(self.issued_on),
        ];
        if self.is_new_form() {
            fields.push(listed(self.cancelled));
            fields.push(field(self.parents.father));
            fields.push(field(self.parents.mother));
        }
        fields.join("|")
    }

    /// A card with a chip names the last CMND alone. The newer ones code the numbers of all (Nghị định 58/2026 Điều
    /// 5(7)); that several stand in one field, separated by commas, is a GUESS.
    fn old_numbers(&self) -> String {
        if self.is_new_form() {
            return listed(self.cmnd);
        }
        self.cmnd
            .last()
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    const fn is_new_form(&self) -> bool {
        matches!(
            self.kind,
            CardKind::IdentityCard | CardKind::IdentityCertificate
        )
    }
}

/// The word printed on cards.
pub const fn gender_word(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "Nam",
        Gender::Female => "Nữ",
    }
}

fn listed(numbers: &[impl ToString]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    numbers.join(",")
}

/// `ddMMyyyy`.
fn day_field(day: CivilDate) -> String {
    format!("{:02}{:02}{:04}", day.day(), day.month(), day.year())
}

/// `ddMMyyyy`; where less is known, what is known of it: `MMyyyy`, `yyyy` (GUESS).
fn birth_field(born: BirthDate) -> String {
    match born {
        BirthDate::Year(year) => format!("{year:04}"),
        BirthDate::YearMonth { year, month } => format!("{month:02}{year:04}"),
        BirthDate::Day(day) => day_field(day),
    }
}

/// A text without what would end its field or its line.
fn field(text: &str) -> String {
    text.replace(['|', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(kind: CardKind, born: &str) -> QrText<'static> {
        QrText {
            kind,
            number: PersonalNumber::new(42_085_001_237).expect("a number"),
            cmnd: &[],
            cancelled: &[],
            full_name: "Nguyễn Văn Mẫu",
            date_of_birth: BirthDate::parse(born).expect(born),
            gender: Gender::Male,
            residence: "Thôn 3, Xã Cẩm Bình, Tỉnh Hà Tĩnh",
            issued_on: CivilDate::new(2023, 5, 9).expect("a day"),
            parents: Parents::default(),
        }
    }

    #[test]
    fn a_card_with_a_chip_has_seven_fields() {
        assert_eq!(
            card(CardKind::CitizenCardChip, "1985-05-12").text(),
            "042085001237||Nguyễn Văn Mẫu|12051985|Nam|Thôn 3, Xã Cẩm Bình, Tỉnh Hà Tĩnh|09052023"
        );
    }

    #[test]
    fn the_last_cmnd_stands_on_it_and_all_of_them_on_the_newer_card() {
        let old = [183_000_026, 20_000_026].map(|number| CmndNumber::new(number).expect("a CMND"));
        let with = |kind| QrText {
            cmnd: &old,
            ..card(kind, "1985-05-12")
        };
        let second = |text: String| text.split('|').nth(1).map(str::to_owned);
        let chip = with(CardKind::CitizenCardChip).text();
        assert_eq!(second(chip).as_deref(), Some("020000026"));
        let newer = with(CardKind::IdentityCard).text();
        assert_eq!(second(newer).as_deref(), Some("183000026,020000026"));
    }

    #[test]
    fn the_newer_card_adds_cancelled_numbers_and_parents() {
        let cancelled = [PersonalNumber::new(42_193_000_182).expect("a number")];
        let text = QrText {
            cancelled: &cancelled,
            gender: Gender::Female,
            parents: Parents {
                father: "Trần Văn Cha",
                mother: "Lê Thị Mẹ",
            },
            ..card(CardKind::IdentityCard, "2019")
        }
        .text();
        assert_eq!(
            text,
            "042085001237||Nguyễn Văn Mẫu|2019|Nữ|Thôn 3, Xã Cẩm Bình, Tỉnh Hà Tĩnh|09052023|042193000182|Trần Văn Cha|Lê Thị Mẹ"
        );
    }

    #[test]
    fn nothing_recorded_can_open_another_field() {
        let text = QrText {
            residence: "Thôn 3|x\ny",
            ..card(CardKind::CitizenCardChip, "1950-03")
        }
        .text();
        assert_eq!(text.split('|').count(), 7);
        assert!(text.contains("|031950|Nam|Thôn 3 x y|"), "{text}");
    }
}
