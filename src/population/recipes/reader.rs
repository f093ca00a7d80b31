//! Reads single words of a recipe and keeps what is wrong with them.

use toml::Spanned;

use super::entry::Scalar;
use super::{AccountWish, CardWish, Fault, NumberWish};
use crate::domain::birth_date::DatePrecision;
use crate::domain::card::CardState;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::reference::{ethnic_group_named, province_before_named, province_since_named};

/// Nobody is older, or has been dead for longer.
const MOST_YEARS: u16 = 105;

/// Reads one file and gathers what is wrong with it.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) roles: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

impl Reader<'_> {
    pub(super) fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    pub(super) fn line_of<T>(&self, value: &Spanned<T>) -> usize {
        self.line(value.span().start)
    }

    pub(super) fn fail<T>(
        &mut self,
        at: &Spanned<T>,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) {
        let line = self.line_of(at);
        self.faults.push(Fault::told(line, vietnamese, english));
    }

    pub(super) fn checked_role(&mut self, role: &Spanned<String>) -> String {
        let text = role.get_ref();
        let is_plain =
            |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        if text.is_empty() || !text.bytes().all(is_plain) {
            self.fail(
                role,
                format!("vai '{text}' chỉ được gồm chữ thường, chữ số và '-'"),
                format!("the role '{text}' may have small letters, digits and '-' only"),
            );
        } else if self.roles.iter().filter(|other| *other == text).count() > 1 {
            self.fail(
                role,
                format!("vai '{text}' có hai lần"),
                format!("the role '{text}' stands here twice"),
            );
        }
        text.clone()
    }

    /// The position of the member who is named.
    pub(super) fn role(&mut self, named: Option<&Spanned<String>>) -> Option<u8> {
        let named = named?;
        let position = self.roles.iter().position(|role| role == named.get_ref());
        if position.is_none() {
            let role = named.get_ref();
            self.fail(
                named,
                format!("không có thành viên nào mang vai '{role}'"),
                format!("no member has the role '{role}'"),
            );
        }
        position.and_then(|position| u8::try_from(position).ok())
    }

    pub(super) fn word<T>(
        &mut self,
        word: Option<&Spanned<String>>,
        read: impl Fn(&str) -> Option<T>,
        expected: &str,
    ) -> Option<T> {
        let word = word?;
        let value = read(word.get_ref());
        if value.is_none() {
            let text = word.get_ref();
            self.fail(
                word,
                format!("'{text}' không phải là một trong: {expected}"),
                format!("'{text}' is none of: {expected}"),
            );
        }
        value
    }

    pub(super) fn named<T>(
        &mut self,
        name: Option<&Spanned<String>>,
        find: impl Fn(&str) -> Option<T>,
        list: &str,
    ) -> Option<T> {
        let name = name?;
        let found = find(name.get_ref());
        if found.is_none() {
            let text = name.get_ref();
            self.fail(
                name,
                format!("không có tên hay mã '{text}' trong {list}"),
                format!("{list} has no name or code '{text}'"),
            );
        }
        found
    }

    pub(super) fn province(&mut self, name: Option<&Spanned<String>>) -> Option<ProvinceCode> {
        self.named(name, province_named, "/v1/codes/provinces_before")
    }

    pub(super) fn ethnic_group(&mut self, name: Option<&Spanned<String>>) -> Option<u8> {
        self.named(name, ethnic_group_named, "/v1/codes/ethnic_groups")
    }

    /// `40` or `40-45`.
    pub(super) fn years(&mut self, text: Option<&Spanned<String>>) -> Option<(u16, u16)> {
        let text = text?;
        let (first, last) = text
            .get_ref()
            .split_once('-')
            .unwrap_or((text.get_ref(), text.get_ref()));
        let ends = (first.trim().parse().ok()).zip(last.trim().parse().ok());
        let ends = ends.filter(|(first, last)| first <= last && *last <= MOST_YEARS);
        if ends.is_none() {
            self.fail(
                text,
                format!("cần số năm từ 0 đến {MOST_YEARS}, ví dụ 40 hoặc \"40-45\""),
                format!("years from 0 to {MOST_YEARS} are needed, for example 40 or \"40-45\""),
            );
        }
        ends
    }

    /// `2025-07-01` or `2025-07-01..2025-08-31`.
    pub(super) fn days(
        &mut self,
        text: Option<&Spanned<String>>,
    ) -> Option<(CivilDate, CivilDate)> {
        let text = text?;
        let (first, last) = text
            .get_ref()
            .split_once("..")
            .unwrap_or((text.get_ref(), text.get_ref()));
        let day = |text: &str| CivilDate::parse_iso(text.trim());
        let ends = day(first)
            .zip(day(last))
            .filter(|(first, last)| first <= last);
        if ends.is_none() {
            self.fail(
                text,
                "cần một ngày như \"2025-07-01\" hoặc \"2025-07-01..2025-08-31\"",
                "a day is needed, like \"2025-07-01\" or \"2025-07-01..2025-08-31\"",
            );
        }
        ends
    }
}

/// A province of the 63 by name or code, or the one that gave its name to a province of the 34.
pub fn province_named(text: &str) -> Option<ProvinceCode> {
    province_before_named(text).or_else(|| province_since_named(text).map(ProvinceCode))
}

pub(super) fn spanned_text(value: &Spanned<Scalar>) -> Spanned<String> {
    Spanned::new(value.span(), value.get_ref().text())
}

pub(super) fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|one| word(*one))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn precision(word: &str) -> Option<DatePrecision> {
    match word {
        "year" => Some(DatePrecision::Year),
        "month" => Some(DatePrecision::YearMonth),
        "day" => Some(DatePrecision::Day),
        _ => None,
    }
}

pub(super) fn number_wish(word: &str) -> Option<NumberWish> {
    match word {
        "none" => Some(NumberWish::Missing),
        "re-issued" => Some(NumberWish::Reissued),
        "disagrees" => Some(NumberWish::Disagreeing),
        _ => None,
    }
}

pub(super) fn card_wish(word: &str) -> Option<CardWish> {
    match word {
        "none" => Some(CardWish::Missing),
        _ => CardState::from_word(word).map(CardWish::In),
    }
}

pub(super) fn account_wish(word: &str) -> Option<AccountWish> {
    match word {
        "none" => Some(AccountWish::Missing),
        "1" => Some(AccountWish::One),
        "2" => Some(AccountWish::Two),
        "locked" => Some(AccountWish::Locked),
        "not activated" => Some(AccountWish::NotActivated),
        _ => None,
    }
}
