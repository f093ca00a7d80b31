//! Chance without state: every draw is a pure function of seed, person and field.
//!
//! Any person can be made alone, in any order and on any thread, and a change to one field moves no
//! other. Only integers are used, so the draws are the same on every machine.

use crate::domain::mixing::{GOLDEN, mix};

/// What a draw is for. The numbers are part of the promise "same seed, same people": never reuse one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum Field {
    /// Which kind of extra person follows a living one, if any.
    Extra = 1,
    /// Age and sex, where they are not stratified.
    AgeAndSex = 2,
    /// Province of residence, where it is not stratified.
    Residence = 3,
    /// Day of birth inside the age group.
    DayOfBirth = 4,
    /// How much of the date of birth is known.
    DatePrecision = 5,
    /// Ethnic group.
    EthnicGroup = 6,
    /// Religion.
    Religion = 7,
    /// Province of registration.
    Registration = 8,
    /// Wards and addresses.
    Address = 9,
    /// Surname or clan.
    Surname = 10,
    /// Everything between surname and given name.
    MiddleName = 11,
    /// Given name.
    GivenName = 12,
    /// Marital status.
    MaritalStatus = 13,
    /// Blood group.
    BloodGroup = 14,
    /// Nine-digit cards.
    Cmnd = 15,
    /// The twelve-digit card.
    Card = 16,
    /// Electronic identity.
    ElectronicIdentity = 17,
    /// Telephone and e-mail.
    Contact = 18,
    /// Occupation.
    Occupation = 19,
    /// States of the record.
    Status = 20,
    /// Numbers that disagree with the record, earlier numbers and names.
    History = 21,
    /// Registration file and absence.
    ResidenceFile = 22,
    /// Shapes of families, one question after another.
    Shape = 23,
    /// What happens to a household as a whole.
    Household = 24,
    /// Who marries from outside.
    Spouse = 25,
}

/// The draws of one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draws(u64);

impl Draws {
    /// The draws of person `index` under `seed`.
    pub const fn new(seed: u64, index: u64) -> Self {
        Self(mix(
            mix(seed.wrapping_add(GOLDEN)).wrapping_add(index.wrapping_mul(GOLDEN))
        ))
    }

    /// 64 bits for the `nth` question about a field.
    pub const fn bits(self, field: Field, nth: u16) -> u64 {
        let question = ((field as u64) << 16 | nth as u64).wrapping_add(1);
        mix(self.0.wrapping_add(question.wrapping_mul(GOLDEN)))
    }

    /// A number from 0 to `end` - 1; 0 when `end` is 0.
    pub const fn below(self, field: Field, nth: u16, end: u32) -> u32 {
        (((self.bits(field, nth) >> 32) * end as u64) >> 32) as u32
    }

    /// Whether something happens that does in `share` of 10,000 cases.
    pub const fn happens(self, field: Field, nth: u16, share: u32) -> bool {
        self.below(field, nth, 10_000) < share
    }

    /// One of `values`; `None` when there are none.
    pub fn one_of<T>(self, field: Field, nth: u16, values: &[T]) -> Option<&T> {
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        values.get(self.below(field, nth, count) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_seed_person_field_and_question() {
        let draw = Draws::new(1, 1).bits(Field::Surname, 0);
        assert_eq!(draw, Draws::new(1, 1).bits(Field::Surname, 0));
        for other in [
            Draws::new(2, 1).bits(Field::Surname, 0),
            Draws::new(1, 2).bits(Field::Surname, 0),
            Draws::new(1, 1).bits(Field::GivenName, 0),
            Draws::new(1, 1).bits(Field::Surname, 1),
        ] {
            assert_ne!(draw, other);
        }
    }

    #[test]
    fn small_ranges_are_met_evenly() {
        let mut seen = [0_u32; 7];
        for index in 0..70_000 {
            seen[Draws::new(5, index).below(Field::Card, 0, 7) as usize] += 1;
        }
        assert!(
            seen.iter().all(|count| (9_700..10_300).contains(count)),
            "{seen:?}"
        );
        assert_eq!(Draws::new(5, 1).below(Field::Card, 0, 0), 0);
        assert_eq!(Draws::new(5, 1).one_of(Field::Card, 0, &[] as &[u8]), None);
    }
}
