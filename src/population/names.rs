//! Full names by sex, decade of birth and ethnic group.

use super::kinh_names::KinhNames;
use super::minority_names::minority_name;
use super::minority_styles::style_of;
use super::mixer::Draws;
use crate::domain::citizen_number::Gender;
use crate::domain::name::FullName;

/// What a name depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NameTraits {
    /// The sex.
    pub gender: Gender,
    /// Year of birth.
    pub year: u16,
    /// Code of 2008.
    pub ethnic_group: u8,
    /// Whether the family is from Nghệ An or farther north, where one says Vũ and Hoàng, not Võ and Huỳnh.
    pub north: bool,
    /// Whether the family is Chăm of An Giang, Thành phố Hồ Chí Minh or Đồng Nai, who are Muslims.
    pub muslim_cham: bool,
}

/// The chance that a name is drawn with.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameDraws {
    /// Of the person.
    pub(super) own: Draws,
    /// Of those who bear the same surname or clan.
    pub(super) family: Draws,
    /// Of the father, where known.
    pub(super) father: Option<Draws>,
}

/// All name tables, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Names {
    kinh: KinhNames,
}

impl Names {
    /// Reads the tables; `None` when one has no weight.
    pub fn read() -> Option<Self> {
        KinhNames::read().map(|kinh| Self { kinh })
    }

    /// The full name of one person. `family` decides the surname or clan, and so is the same for all who
    /// bear it; `father` is the person whose given name the child of some peoples bears, if known.
    pub fn full_name(
        &self,
        traits: NameTraits,
        draws: Draws,
        family: Draws,
        father: Option<Draws>,
    ) -> FullName {
        let text = match style_of(traits.ethnic_group, traits.muslim_cham) {
            Some(style) => minority_name(
                style,
                traits,
                NameDraws {
                    own: draws,
                    family,
                    father,
                },
                &self.kinh,
            ),
            None => self.kinh.full_name(traits, draws, family),
        };
        FullName::from_stored(text)
    }
}

/// Writes words with one space between; empty ones are passed over.
pub fn join(words: &[&str]) -> String {
    let mut text = String::with_capacity(40);
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(ethnic_group: u8, gender: Gender, year: u16) -> NameTraits {
        NameTraits {
            gender,
            year,
            ethnic_group,
            north: true,
            muslim_cham: false,
        }
    }

    fn names_of(traits: NameTraits) -> Vec<String> {
        let names = Names::read().expect("tables");
        (0..4_000)
            .map(|index| {
                let draws = Draws::new(9, index);
                names.full_name(traits, draws, draws, None).to_string()
            })
            .collect()
    }

    fn share(names: &[String], wanted: impl Fn(&str) -> bool) -> usize {
        names.iter().filter(|name| wanted(name)).count() * 100 / names.len()
    }

    #[test]
    fn every_name_is_stored_as_the_domain_would_read_it() {
        for group in 1..=54 {
            for gender in [Gender::Male, Gender::Female] {
                for name in names_of(traits(group, gender, 1990)).iter().take(300) {
                    assert_eq!(
                        FullName::parse(name).map(|read| read.to_string()).as_ref(),
                        Ok(name),
                        "group {group}"
                    );
                    assert!((1..=8).contains(&name.split(' ').count()), "{name}");
                }
            }
        }
    }

    #[test]
    fn van_and_thi_fade_with_the_cohorts() {
        let second = |word: &'static str| move |name: &str| name.split(' ').nth(1) == Some(word);
        assert!(share(&names_of(traits(1, Gender::Male, 1955)), second("Văn")) > 50);
        assert!(share(&names_of(traits(1, Gender::Male, 2018)), second("Văn")) < 15);
        assert!(share(&names_of(traits(1, Gender::Female, 1955)), second("Thị")) > 75);
        assert!(share(&names_of(traits(1, Gender::Female, 2022)), second("Thị")) < 22);
    }

    #[test]
    fn the_south_says_vo_and_huynh() {
        let first = |word: &'static str| move |name: &str| name.split(' ').next() == Some(word);
        let south = names_of(NameTraits {
            north: false,
            ..traits(1, Gender::Male, 1990)
        });
        let north = names_of(traits(1, Gender::Male, 1990));
        assert!(share(&south, first("Võ")) > 4 && share(&south, first("Huỳnh")) > 3);
        assert!(share(&north, first("Võ")) < 2 && share(&north, first("Vũ")) > 4);
    }

    #[test]
    fn peoples_name_in_their_own_order() {
        let ede = names_of(traits(11, Gender::Female, 1990));
        assert!(
            ede.iter()
                .any(|name| name.starts_with("H’") && name.ends_with("Niê")),
            "{ede:?}"
        );
        let mong = names_of(traits(8, Gender::Male, 1990));
        assert!(share(&mong, |name| name.split(' ').nth(1) == Some("A")) > 50);
        let coho = names_of(traits(15, Gender::Male, 1990));
        assert!(
            coho.iter()
                .any(|name| name.starts_with("K’") && !name.contains(' ')),
            "a name of one word"
        );
        let cham = names_of(NameTraits {
            muslim_cham: true,
            ..traits(14, Gender::Female, 1990)
        });
        assert!(cham.iter().any(|name| name.contains("Fatimah")));
    }
}
