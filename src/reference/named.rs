//! Provinces, ethnic groups and religions by the name or the code that somebody typed.

use super::{EthnicGroup, ethnic_groups, provinces_before, provinces_since, religions};
use crate::domain::name::fold;
use crate::domain::place::ProvinceCode;

/// A text as words are compared: without diacritics and signs, in small letters, single spaces.
pub fn folded(text: &str) -> String {
    let words = text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '-' | '_' | '/' | '–' | '(' | ')')
    });
    let words = words.map(|word| fold(word).to_lowercase());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The province of the 34 with this name or code.
pub fn province_since_named(text: &str) -> Option<u8> {
    let wanted = folded(text);
    let found = provinces_since().iter().find(|province| {
        let names = [
            province.name,
            province.full_name_2025,
            province.full_name_2026,
        ];
        names.iter().any(|name| folded(name) == wanted) || is_code(text, province.code)
    });
    found.map(|province| province.code)
}

/// The province of the 63 with this name or code.
pub fn province_before_named(text: &str) -> Option<ProvinceCode> {
    let wanted = folded(text);
    let by_code = provinces_before()
        .iter()
        .find(|province| is_code(text, province.code.0));
    let by_name = || {
        provinces_before().iter().find(|province| {
            [province.name, province.full_name]
                .iter()
                .any(|name| folded(name) == wanted)
        })
    };
    by_code.or_else(by_name).map(|province| province.code)
}

/// The ethnic group with this name, another of its names, or this code of the list of 2008.
pub fn ethnic_group_named(text: &str) -> Option<u8> {
    let wanted = folded(text);
    let is_named = |group: &&EthnicGroup| {
        let mut names = std::iter::once(&group.name).chain(&group.aliases);
        names.any(|name| folded(name) == wanted) || is_code(text, group.code_2008)
    };
    let found = ethnic_groups().iter().find(is_named);
    found.map(|group| group.code_2008)
}

/// The religion with this name in either language, or this code.
pub fn religion_named(text: &str) -> Option<u8> {
    let wanted = folded(text);
    let found = religions().iter().find(|religion| {
        [religion.name_vi, religion.name_en]
            .iter()
            .any(|name| folded(name) == wanted)
            || is_code(text, religion.code)
    });
    found.map(|religion| religion.code)
}

/// Whether a text is the two digits of a code.
fn is_code(text: &str, code: u8) -> bool {
    text.trim() == format!("{code:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_diacritics_in_any_case_and_by_code() {
        for (typed, code) in [
            ("Hà Tĩnh", 42),
            ("ha tinh", 42),
            ("Tỉnh Hà Tĩnh", 42),
            ("42", 42),
            ("Bà Rịa - Vũng Tàu", 77),
        ] {
            assert_eq!(
                province_before_named(typed),
                Some(ProvinceCode(code)),
                "{typed}"
            );
        }
        assert_eq!(province_since_named("thành phố hồ chí minh"), Some(79));
        assert_eq!(province_before_named("Atlantis"), None);
        assert_eq!(ethnic_group_named("ê đê"), Some(11));
        assert_eq!(ethnic_group_named("99"), None);
        assert_eq!(religion_named("Cao Đài"), religion_named("cao dai"));
    }
}
