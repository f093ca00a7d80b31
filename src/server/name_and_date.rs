//! A name and a date of birth that were typed into one field.

use crate::domain::birth_date::BirthDate;

/// `Nguyễn Văn Thành 1985` or `… 12/05/1985`: the last word is the date, if it is one.
pub fn split(typed: &str) -> (&str, Option<BirthDate>) {
    match typed.rsplit_once(char::is_whitespace) {
        Some((name, last)) => match BirthDate::parse(last) {
            Ok(date) => (name.trim(), Some(date)),
            Err(_no_date) => (typed, None),
        },
        None => (typed, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_may_be_a_date() {
        assert_eq!(
            split("Nguyễn Văn Thành 1985").1,
            Some(BirthDate::Year(1985))
        );
        assert_eq!(split("Nguyễn Văn Thành  12/05/1985").0, "Nguyễn Văn Thành");
        assert_eq!(split("Nguyễn Văn Thành"), ("Nguyễn Văn Thành", None));
        assert_eq!(split("1985"), ("1985", None));
    }
}
