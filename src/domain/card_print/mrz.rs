//! The machine-readable zone of a card: ICAO Doc 9303 part 5, form TD1, three lines of thirty characters.

use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::fold;

/// Characters of a line.
pub const LINE: usize = 30;

/// The longest primary identifier that leaves room for `<<` and one letter of the secondary one.
const PRIMARY: usize = LINE - 3;

/// What stands in a machine-readable zone.
///
/// How Vietnamese cards fill the fields that ICAO leaves to the state was read off samples in public code and
/// checked: the number of the document is the last nine digits of the personal number, the optional data are its
/// twelve digits, `<<`, and a check digit over them by the same weights; all five check digits of three samples came out
/// right. A card without expiry has `991231` in one sample.
#[derive(Clone, Copy, Debug)]
pub struct MachineReadable<'a> {
    /// The number on the card.
    pub number: PersonalNumber,
    /// The name as recorded.
    pub full_name: &'a str,
    /// The day of birth, or as much of it as is known.
    pub date_of_birth: BirthDate,
    /// The sex.
    pub gender: Gender,
    /// The last day; `None` is "Không thời hạn".
    pub expires_on: Option<CivilDate>,
}

impl MachineReadable<'_> {
    /// The three lines.
    pub fn lines(&self) -> [String; 3] {
        let number = self.number.to_string();
        let document = &number[number.len() - 9..];
        let upper = format!(
            "IDVNM{}{number}<<{}",
            with_check(document),
            check_digit(&number)
        );
        let (born, expires) = (self.born(), self.expires());
        let sex = match self.gender {
            Gender::Male => 'M',
            Gender::Female => 'F',
        };
        // The optional data of the second line are empty in every sample.
        let middle = format!("{born}{sex}{expires}VNM<<<<<<<<<<<");
        let whole = check_digit(&format!("{}{born}{expires}{}", &upper[5..], &middle[18..]));
        [upper, format!("{middle}{whole}"), name_line(self.full_name)]
    }

    /// `yyMMdd` and its check digit; an unknown part is `<<` (Doc 9303 part 3, 4.8).
    fn born(&self) -> String {
        let part = |part: Option<u8>| part.map_or("<<".to_owned(), |part| format!("{part:02}"));
        let born = self.date_of_birth;
        let (month, day) = (born.month(), born.day().map(CivilDate::day));
        with_check(&format!(
            "{:02}{}{}",
            born.year() % 100,
            part(month),
            part(day)
        ))
    }

    fn expires(&self) -> String {
        with_check(&self.expires_on.map_or("991231".to_owned(), |day| {
            format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day())
        }))
    }
}

/// The check digit of Doc 9303 part 3, 4.9: values 0-9 of digits, 10-35 of letters, 0 of `<`, weights 7, 3, 1.
pub fn check_digit(text: &str) -> u32 {
    let value = |character: char| character.to_digit(36).unwrap_or(0);
    let weighted = text.chars().zip([7, 3, 1].into_iter().cycle());
    weighted
        .map(|(character, weight)| value(character) * weight)
        .sum::<u32>()
        % 10
}

fn with_check(text: &str) -> String {
    format!("{text}{}", check_digit(text))
}

/// The line of the name. The first word is the primary identifier, on every sample; for names that do not begin
/// with a surname (Ê Đê, Gia Rai) that is a MODEL, since nothing in a record tells them apart.
fn name_line(full_name: &str) -> String {
    // Apostrophes go, hyphens part words (Doc 9303 part 3, 4.6); letters outside A-Z that have no base letter go too.
    let words = full_name.split([' ', '-']).map(|word| {
        let folded = fold(word);
        folded
            .chars()
            .filter(char::is_ascii_uppercase)
            .collect::<String>()
    });
    let mut words = words.filter(|word| !word.is_empty());
    let mut primary = words.next().unwrap_or_default();
    let mut secondary: Vec<String> = words.collect();
    primary.truncate(if secondary.is_empty() { LINE } else { PRIMARY });
    loop {
        let line = format!("{primary}<<{}", secondary.join("<"));
        if line.len() <= LINE || secondary.is_empty() {
            return format!("{line:<<LINE$}").chars().take(LINE).collect();
        }
        if !line[..LINE].ends_with('<') {
            return line[..LINE].to_owned();
        }
        shorten(&mut secondary, primary.len() + 2);
    }
}

/// Takes a letter off the word before the cut, and the word when it had no other: the last place of a name that
/// was cut holds a letter (Doc 9303 part 5, 4.2.2), so that one sees it was.
fn shorten(secondary: &mut Vec<String>, start: usize) {
    let mut end = start;
    for index in 0..secondary.len() {
        end += secondary[index].len() + 1;
        if end >= LINE {
            secondary[index].pop();
            if secondary[index].is_empty() {
                secondary.remove(index);
            }
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(number: u64, full_name: &str, born: &str, expires: Option<&str>) -> [String; 3] {
        MachineReadable {
            number: PersonalNumber::new(number).expect("a number"),
            full_name,
            date_of_birth: BirthDate::parse(born).expect(born),
            gender: Gender::Female,
            expires_on: expires.and_then(CivilDate::parse_iso),
        }
        .lines()
    }

    #[test]
    fn check_digits_are_those_of_the_specimens_of_doc_9303() {
        for (text, digit) in [
            ("520727", 3),    // part 3, appendix A, example 1
            ("AB2134<<<", 5), // example 2
            ("D23145890", 7), // part 5, specimen of a TD1
            ("740812", 2),    // its birth
            ("120415", 9),    // its expiry
            ("HA672242<", 6), // part 3, example 3
            ("580225", 4),
            ("960108", 6),
            // The composite of that TD1: I<UTOD231458907<<<<<<<<<<<<<<< / 7408122F1204159UTO<<<<<<<<<<<6
            ("D231458907<<<<<<<<<<<<<<<74081221204159<<<<<<<<<<<", 6),
        ] {
            assert_eq!(check_digit(text), digit, "{text}");
        }
    }

    #[test]
    fn a_card_fills_the_fields_as_vietnamese_cards_do() {
        assert_eq!(
            lines(
                42_187_000_137,
                "Nguyễn Thị Đào",
                "1987-11-02",
                Some("2027-11-02")
            ),
            [
                "IDVNM1870001371042187000137<<5",
                "8711027F2711025VNM<<<<<<<<<<<8",
                "NGUYEN<<THI<DAO<<<<<<<<<<<<<<<",
            ]
        );
    }

    #[test]
    fn unknown_parts_of_a_birth_are_fillers_and_no_expiry_is_the_last_day_of_99() {
        for (born, start) in [("1942", "42<<<<"), ("1950-03", "5003<<")] {
            let [_, middle, _] = lines(42_142_000_012, "A", born, None);
            assert_eq!(middle[..6], *start);
            assert_eq!(middle[8..15], *"9912315");
        }
    }

    #[test]
    fn names_are_cut_as_icao_cuts_them() {
        for (name, line) in [
            // Doc 9303 part 5, 4.2.3: the end of the secondary identifier is cut.
            (
                "Nilavadhanananda Chayapa Dejthamrong Krasuang",
                "NILAVADHANANANDA<<CHAYAPA<DEJT",
            ),
            // A cut behind a word would end in a filler: the word gives up a letter.
            (
                "Nguyễn Hoàng Công Tằng Tôn Nữ Thị",
                "NGUYEN<<HOANG<CONG<TANG<TON<NU",
            ),
            (
                "Nguyễn Hoàng Công Tằng Tôn Nư Anh",
                "NGUYEN<<HOANG<CONG<TANG<TON<NU",
            ),
            (
                "Nguyễn Hoàng Công Tằng Thôn Ý Anh",
                "NGUYEN<<HOANG<CONG<TANG<THON<Y",
            ),
            (
                "Nguyễn Hoàng Công Tằng Thương Anh",
                "NGUYEN<<HOANG<CONG<TANG<THUONG",
            ),
            (
                "Nguyễn Hoàng Công Tằng Thươn Anh",
                "NGUYEN<<HOANG<CONG<TANG<THUO<A",
            ),
            // A primary identifier leaves room for the other.
            (
                "Abcdefghijklmnopqrstuvwxyzabcdef Anh",
                "ABCDEFGHIJKLMNOPQRSTUVWXYZA<<A",
            ),
            ("Y", "Y<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
            ("H'Lan Niê-Kđăm", "HLAN<<NIE<KDAM<<<<<<<<<<<<<<<<"),
            ("Đỗ Ý", "DO<<Y<<<<<<<<<<<<<<<<<<<<<<<<<"),
        ] {
            assert_eq!(name_line(name), line, "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_zone_has_its_form_and_its_check_digits(
            number in 0_u64..1_000_000_000_000,
            name in "[ \\-'A-Za-zĐđƯừỹẢêăâ王1]{1,60}",
            year in 1900_u16..2100,
            month in 1_u8..13,
            known in 0_u8..3,
            expires in proptest::option::of(0_i32..40_000),
        ) {
            let born = match known {
                0 => BirthDate::Year(year),
                1 => BirthDate::YearMonth { year, month },
                _ => BirthDate::Day(CivilDate::new(year, month, 28).expect("a day")),
            };
            let first = CivilDate::new(2021, 1, 23).expect("a day");
            let [upper, middle, name] = MachineReadable {
                number: PersonalNumber::new(number).expect("a number"),
                full_name: &name,
                date_of_birth: born,
                gender: Gender::Male,
                expires_on: expires.and_then(|days| first.plus_days(days)),
            }.lines();
            for line in [&upper, &middle, &name] {
                prop_assert_eq!(line.len(), LINE);
                let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<';
                prop_assert!(line.bytes().all(allowed), "{}", line);
            }
            let digit = |line: &str, at: usize| line[at..=at].parse::<u32>().ok();
            prop_assert_eq!(digit(&upper, 14), Some(check_digit(&upper[5..14])));
            prop_assert_eq!(digit(&upper, 29), Some(check_digit(&upper[15..27])));
            prop_assert_eq!(digit(&middle, 6), Some(check_digit(&middle[..6])));
            prop_assert_eq!(digit(&middle, 14), Some(check_digit(&middle[8..14])));
            let all = format!("{}{}{}{}", &upper[5..], &middle[..7], &middle[8..15], &middle[18..29]);
            prop_assert_eq!(digit(&middle, 29), Some(check_digit(&all)));
        }
    }
}
