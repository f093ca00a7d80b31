//! The two numbers a citizen may be asked for: the 12-digit personal number and the 9-digit CMND.

use std::fmt;

use super::check_digit::{check_digit, ends_in_check_digit};
use super::language::Language;

/// Số định danh cá nhân / số CCCD: 12 digits, province or country of birth registration (3), century
/// and sex (1), year (2) and six more (Nghị định 137/2015 Điều 13). The structure says what was
/// true when the number was given; it may lawfully disagree with the record since
/// (Nghị định 70/2024 Điều 11), so nothing is ever refused because of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonalNumber(u64);

/// Số chứng minh nhân dân: 9 digits, the first two or three the province police that issued it. The
/// last ones lost force on 31/12/2024 (Luật Căn cước 2023 Điều 46).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CmndNumber(u32);

/// A number as citizens write it: either of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CitizenNumber {
    /// 12 digits.
    Personal(PersonalNumber),
    /// 9 digits.
    Cmnd(CmndNumber),
}

/// Male or female, as civil status records it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Gender {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Gender {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// Reads `male`, `female`, `Nam`, `Nữ` (also unaccented), in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "male" | "nam" => Some(Self::Male),
            "female" | "nữ" | "nu" | "nu\u{31b}\u{303}" => Some(Self::Female),
            _ => None,
        }
    }
}

/// Why a text is no number of a citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was given.
    Empty,
    /// A character that is neither digit, space, dot nor dash.
    NotADigit {
        /// The first such character.
        character: char,
    },
    /// 11 digits: a spreadsheet ate the leading zero. Never padded for the caller, because a digit
    /// may as well be missing elsewhere.
    LeadingZeroLost,
    /// 8 digits: the same loss on a CMND of the provinces 01-09.
    CmndLeadingZeroLost,
    /// The text of a card's QR code, fields separated by `|`.
    QrCode,
    /// Any other count of digits.
    WrongLength {
        /// How many digits were given.
        digits: usize,
    },
}

impl NumberError {
    /// The stable code of answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "number_missing",
            Self::NotADigit { .. } => "number_not_digits",
            Self::LeadingZeroLost | Self::CmndLeadingZeroLost => "number_leading_zero_lost",
            Self::QrCode => "number_is_qr_code",
            Self::WrongLength { .. } => "number_wrong_length",
        }
    }

    /// What is wrong and what to send instead. The number itself is never repeated.
    pub fn message(&self, language: Language) -> String {
        match self {
            Self::Empty => language.pick("Chưa có số.", "The number is missing.").into(),
            Self::NotADigit { character } => {
                let shown = character.escape_default();
                match language {
                    Language::Vietnamese => format!("Số chỉ gồm chữ số (có thể có dấu cách, dấu chấm): gặp ký tự '{shown}'."),
                    Language::English => format!("A number has digits only (spaces and dots are fine): found '{shown}'."),
                }
            }
            Self::LeadingZeroLost => language
                .pick(
                    "Có 11 chữ số: có lẽ số 0 đầu đã mất (thường do Excel). Số CCCD có 12 chữ số; hãy kiểm tra và gửi đủ, chúng tôi không tự thêm.",
                    "11 digits: the leading zero was probably lost (spreadsheets do that). A CCCD number has 12; check it and send them all, we never pad.",
                )
                .into(),
            Self::CmndLeadingZeroLost => language
                .pick(
                    "Có 8 chữ số: có lẽ số 0 đầu của CMND đã mất. CMND có 9 chữ số, CCCD có 12; hãy kiểm tra và gửi đủ.",
                    "8 digits: the leading zero of a CMND was probably lost. A CMND has 9 digits, a CCCD 12; check it and send them all.",
                )
                .into(),
            Self::QrCode => language
                .pick(
                    "Đây là nội dung mã QR của thẻ (các trường cách nhau bằng '|'). Chỉ gửi trường đầu tiên: 12 chữ số.",
                    "This is the text of a card's QR code (fields separated by '|'). Send the first field only: 12 digits.",
                )
                .into(),
            Self::WrongLength { digits } => match language {
                Language::Vietnamese => format!("Có {digits} chữ số. Số CCCD có 12 chữ số, CMND có 9."),
                Language::English => format!("{digits} digits. A CCCD number has 12, a CMND has 9."),
            },
        }
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for NumberError {}

/// The value of a decimal digit in the forms people paste: ASCII, full-width, Arabic-Indic.
#[expect(clippy::cast_possible_truncation, reason = "a decimal digit")]
pub const fn plain_digit(character: char) -> Option<u8> {
    let value = match character {
        '0'..='9' => character as u32 - '0' as u32,
        '０'..='９' => character as u32 - '０' as u32,
        '٠'..='٩' => character as u32 - '٠' as u32,
        '۰'..='۹' => character as u32 - '۰' as u32,
        _ => return None,
    };
    Some(value as u8)
}

/// What stands between digits on cards, in spreadsheets and on web pages, and carries no meaning.
pub fn is_number_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '.' | '-' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{2010}'..='\u{2013}')
}

impl CitizenNumber {
    /// Reads 12 or 9 digits; spaces, dots and dashes between them are passed over.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let mut value = 0_u64;
        let mut digits = 0_usize;
        for character in text.chars() {
            if let Some(digit) = plain_digit(character) {
                digits += 1;
                if digits <= 12 {
                    value = value * 10 + u64::from(digit);
                }
            } else if character == '|' {
                return Err(NumberError::QrCode);
            } else if !is_number_separator(character) {
                let qr_code = text.contains('|');
                return Err(if qr_code {
                    NumberError::QrCode
                } else {
                    NumberError::NotADigit { character }
                });
            }
        }
        match digits {
            0 => Err(NumberError::Empty),
            8 => Err(NumberError::CmndLeadingZeroLost),
            9 => u32::try_from(value)
                .map(|value| Self::Cmnd(CmndNumber(value)))
                .map_err(|_ten_digits| NumberError::WrongLength { digits }),
            11 => Err(NumberError::LeadingZeroLost),
            12 => Ok(Self::Personal(PersonalNumber(value))),
            _ => Err(NumberError::WrongLength { digits }),
        }
    }
}

impl CitizenNumber {
    /// The number as it may be shown in journals: its ends, and stars between.
    pub fn masked(self) -> String {
        match self {
            Self::Personal(number) => format!("{number:?}"),
            Self::Cmnd(number) => format!("{number:?}"),
        }
    }
}

impl fmt::Display for CitizenNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Personal(number) => write!(formatter, "{number}"),
            Self::Cmnd(number) => write!(formatter, "{number}"),
        }
    }
}

impl PersonalNumber {
    /// One more than the largest number.
    const END: u64 = 1_000_000_000_000;

    /// The number with this value, or `None` past 12 digits.
    pub const fn new(value: u64) -> Option<Self> {
        if value < Self::END {
            Some(Self(value))
        } else {
            None
        }
    }

    /// Reads a 12-digit number as [`CitizenNumber::parse`] does; 9 digits are a wrong length here.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        match CitizenNumber::parse(text)? {
            CitizenNumber::Personal(number) => Ok(number),
            CitizenNumber::Cmnd(_) => Err(NumberError::WrongLength { digits: 9 }),
        }
    }

    /// The number as an integer, leading zeros gone.
    pub const fn value(self) -> u64 {
        self.0
    }

    /// The 12 digits.
    pub const fn digits(self) -> [u8; 12] {
        let mut digits = [0; 12];
        let mut rest = self.0;
        let mut place = 12;
        while place > 0 {
            place -= 1;
            digits[place] = (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }

    /// The first three digits: province (001-096) or country (above 100) of birth registration.
    #[expect(clippy::cast_possible_truncation, reason = "three digits")]
    pub const fn place_code(self) -> u16 {
        (self.0 / 1_000_000_000) as u16
    }

    /// The sex that the fourth digit stands for.
    pub const fn gender(self) -> Gender {
        if self.century_digit().is_multiple_of(2) {
            Gender::Male
        } else {
            Gender::Female
        }
    }

    /// The fourth digit: 0/1 for 1900-1999 male/female, 2/3 for 2000-2099, up to 8/9 for 2300-2399.
    pub const fn century_digit(self) -> u8 {
        (self.0 / 100_000_000 % 10) as u8
    }

    /// The year of birth that digits four to six stand for.
    pub const fn year(self) -> u16 {
        1900 + 100 * (self.century_digit() as u16 / 2) + (self.0 / 1_000_000 % 100) as u16
    }

    /// The last six digits.
    pub const fn serial(self) -> u32 {
        (self.0 % 1_000_000) as u32
    }

    /// Whether the number carries our check digit, as every invented one does.
    pub fn is_marked(self) -> bool {
        ends_in_check_digit(&self.digits())
    }

    /// Composes an invented number: five digits of serial and the check digit. `None` where the
    /// scheme has no place for it (years before 1900, a place or serial too large).
    pub fn compose(place_code: u16, gender: Gender, year: u16, serial: u32) -> Option<Self> {
        if place_code > 999 || !(1900..=2399).contains(&year) || serial > 99_999 {
            return None;
        }
        let sex = match gender {
            Gender::Male => 0,
            Gender::Female => 1,
        };
        let century_digit = 2 * ((year - 1900) / 100) + sex;
        let body = ((u64::from(place_code) * 10 + u64::from(century_digit)) * 100
            + u64::from(year % 100))
            * 100_000
            + u64::from(serial);
        let digits = Self(body).digits();
        Some(Self(body * 10 + u64::from(check_digit(&digits[1..]))))
    }
}

impl CmndNumber {
    /// The number with this value, or `None` past 9 digits.
    pub const fn new(value: u32) -> Option<Self> {
        if value < 1_000_000_000 {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The number as an integer, leading zeros gone.
    pub const fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Display for PersonalNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:012}", self.0)
    }
}

impl fmt::Debug for PersonalNumber {
    /// Masked: three digits, stars, two digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:03}*******{:02}",
            self.0 / 1_000_000_000,
            self.0 % 100
        )
    }
}

impl fmt::Display for CmndNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:09}", self.0)
    }
}

impl fmt::Debug for CmndNumber {
    /// Masked: two digits, stars, two digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:02}*****{:02}",
            self.0 / 10_000_000,
            self.0 % 100
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn personal(text: &str) -> PersonalNumber {
        PersonalNumber::parse(text).expect(text)
    }

    #[test]
    fn numbers_are_read_through_spaces_dots_and_other_digits() {
        for text in [
            "042085001237",
            "042 085 001237",
            "042.085.001.237",
            "042-085-001237",
            " 042085001237\n",
            "０４２０８５００１２３７",
            "٠٤٢٠٨٥٠٠١٢٣٧",
            "\u{feff}042\u{a0}085\u{200b}001237",
        ] {
            assert_eq!(
                CitizenNumber::parse(text),
                Ok(CitizenNumber::Personal(personal("042085001237"))),
                "{text}"
            );
        }
        let cmnd = CmndNumber::new(183_456_789).expect("nine digits");
        assert_eq!(
            CitizenNumber::parse("183 456 789"),
            Ok(CitizenNumber::Cmnd(cmnd))
        );
        assert_eq!(
            CmndNumber::new(12_345_678)
                .map(|number| number.to_string())
                .as_deref(),
            Some("012345678")
        );
    }

    #[test]
    fn each_wrong_number_says_what_is_wrong() {
        use NumberError as Error;
        for (text, expected) in [
            ("", Error::Empty),
            (" . ", Error::Empty),
            ("42085001237", Error::LeadingZeroLost),
            ("12345678", Error::CmndLeadingZeroLost),
            (
                "042085001237|183456789|Nguyễn Văn A|12051985|Nam|",
                Error::QrCode,
            ),
            ("Nguyễn Văn A|042085001237", Error::QrCode),
            ("04208500123O", Error::NotADigit { character: 'O' }),
            ("042085001237 8", Error::WrongLength { digits: 13 }),
            ("0420850012", Error::WrongLength { digits: 10 }),
            (&"1".repeat(100_000), Error::WrongLength { digits: 100_000 }),
        ] {
            assert_eq!(CitizenNumber::parse(text), Err(expected));
        }
    }

    #[test]
    fn the_parts_tell_place_sex_and_year_of_every_century() {
        for (text, place, gender, year) in [
            ("042085001237", 42, Gender::Male, 1985),
            ("001199000001", 1, Gender::Female, 1999),
            ("079225000001", 79, Gender::Male, 2025),
            ("079325000001", 79, Gender::Female, 2025),
            ("096925000001", 96, Gender::Female, 2325),
        ] {
            let number = personal(text);
            assert_eq!(
                (number.place_code(), number.gender(), number.year()),
                (place, gender, year),
                "{text}"
            );
        }
    }

    #[test]
    fn a_composed_number_says_what_it_was_made_of_and_carries_the_check_digit() {
        for (place, gender, year, serial) in [
            (42, Gender::Male, 1985, 123),
            (97, Gender::Female, 2399, 99_999),
            (1, Gender::Female, 1900, 0),
        ] {
            let number =
                PersonalNumber::compose(place, gender, year, serial).expect("inside the scheme");
            assert_eq!(
                (number.place_code(), number.gender(), number.year()),
                (place, gender, year)
            );
            assert_eq!(number.serial() / 10, serial);
            assert!(number.is_marked());
        }
        assert_eq!(PersonalNumber::compose(42, Gender::Male, 1899, 0), None);
        assert_eq!(
            PersonalNumber::compose(42, Gender::Male, 1985, 100_000),
            None
        );
    }

    #[test]
    fn debug_output_shows_no_whole_number() {
        assert_eq!(format!("{:?}", personal("042085001237")), "042*******37");
        assert_eq!(format!("{:?}", CmndNumber(12_345_678)), "01*****78");
    }
}
