//! Several small values in one integer: which bits are whose, and dates as small numbers.

use crate::domain::birth_date::BirthDate;
use crate::domain::civil_date::CivilDate;

/// Some bits of an integer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    shift: u32,
    width: u32,
}

impl Field {
    /// `width` bits from bit `shift` on.
    pub const fn new(shift: u32, width: u32) -> Self {
        Self { shift, width }
    }

    /// The bits of the field, where they stand.
    pub const fn mask(self) -> i64 {
        ((1 << self.width) - 1) << self.shift
    }

    /// Whether the field can hold the value.
    pub const fn holds(self, value: i64) -> bool {
        value >= 0 && value < 1 << self.width
    }

    /// The value, where it stands; of a larger one only what fits.
    pub const fn place(self, value: i64) -> i64 {
        value << self.shift & self.mask()
    }

    /// The value of the field in `packed`.
    pub const fn of(self, packed: i64) -> i64 {
        (packed & self.mask()) >> self.shift
    }

    /// The value of a field of at most eight bits.
    pub fn small(self, packed: i64) -> u8 {
        u8::try_from(self.of(packed)).unwrap_or(u8::MAX)
    }

    /// Whether any bit of the field is set.
    pub const fn is_set(self, packed: i64) -> bool {
        packed & self.mask() != 0
    }
}

/// The day that states of records are counted from, so that most take two bytes.
const STATE_EPOCH: CivilDate = day(2000, 1, 1);
/// No card of twelve digits is older (Nghị định 170/2007 and Thông tư 27/2012: from July 2012).
const CARD_EPOCH: CivilDate = day(2012, 1, 1);
/// No electronic identity is older (they begin in 2022).
const ACCOUNT_EPOCH: CivilDate = day(2020, 1, 1);
/// No CMND is older (Sắc lệnh 175-b of 1946 had another card; CMND begin in 1957).
const CMND_EPOCH: CivilDate = day(1950, 1, 1);
/// Nobody is absent for longer.
const ABSENCE_EPOCH: CivilDate = day(1980, 1, 1);

/// Which dates a column counts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Epoch {
    /// States of records.
    State,
    /// Cards of twelve digits.
    Card,
    /// Electronic identities.
    Account,
    /// CMNDs.
    Cmnd,
    /// Absences.
    Absence,
}

impl Epoch {
    const fn day(self) -> CivilDate {
        match self {
            Self::State => STATE_EPOCH,
            Self::Card => CARD_EPOCH,
            Self::Account => ACCOUNT_EPOCH,
            Self::Cmnd => CMND_EPOCH,
            Self::Absence => ABSENCE_EPOCH,
        }
    }

    /// Days from the epoch to `day`, below zero before it.
    pub fn days_to(self, day: CivilDate) -> i64 {
        i64::from(day.day_number() - self.day().day_number())
    }

    /// The day that many days after the epoch.
    pub fn after(self, days: i64) -> Option<CivilDate> {
        self.day().plus_days(i32::try_from(days).ok()?)
    }
}

/// The first year of birth that fits [`birth_ordinal`]; 65,536 values reach to 2039.
const FIRST_BIRTH_YEAR: u16 = 1870;
/// A year alone, and for each of twelve months the month alone and 31 days.
const ORDINALS_OF_YEAR: u32 = 1 + 12 * 32;

/// A date of birth in sixteen bits that keep its precision and its order; `None` outside 1870-2039.
pub fn birth_ordinal(born: BirthDate) -> Option<u16> {
    let year = u32::from(born.year().checked_sub(FIRST_BIRTH_YEAR)?) * ORDINALS_OF_YEAR;
    let within = born.packed() % 512; // month * 32 + day, 0 for a year alone
    let month_and_day = within.saturating_sub(31);
    u16::try_from(year + month_and_day).ok()
}

/// Reads [`birth_ordinal`] back.
pub fn birth_of_ordinal(ordinal: u16) -> Option<BirthDate> {
    let year = u32::from(ordinal) / ORDINALS_OF_YEAR + u32::from(FIRST_BIRTH_YEAR);
    let within = match u32::from(ordinal) % ORDINALS_OF_YEAR {
        0 => 0,
        month_and_day => month_and_day + 31,
    };
    BirthDate::from_packed(year * 512 + within)
}

/// The ordinals nearest to packed dates, for people whose own date has none: they stand at the ends.
pub fn nearest_ordinal(packed: u32) -> u16 {
    const FIRST: u32 = FIRST_BIRTH_YEAR as u32 * 512;
    let within = packed % 512;
    let year = packed / 512;
    if packed < FIRST {
        return 0;
    }
    let ordinal = (year - u32::from(FIRST_BIRTH_YEAR)) * ORDINALS_OF_YEAR
        + within.saturating_sub(31).min(ORDINALS_OF_YEAR - 1);
    u16::try_from(ordinal).unwrap_or(u16::MAX)
}

/// Date and name key as the index has them: ordered by date, in four bytes.
pub fn birth_key(ordinal: u16, name_key: i16) -> i64 {
    (i64::from(ordinal) << 16 | i64::from(name_key.cast_unsigned())) + i64::from(i32::MIN)
}

/// The date in a birth key.
pub fn ordinal_of(birth_key: i64) -> Option<u16> {
    u16::try_from((birth_key - i64::from(i32::MIN)) >> 16).ok()
}

/// A day of the calendar, checked while compiling.
const fn day(year: u16, month: u8, day: u8) -> CivilDate {
    match CivilDate::new(year, month, day) {
        Some(day) => day,
        None => unreachable!(), // each stands in the calendar
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn birth_dates() -> impl Strategy<Value = BirthDate> {
        (1800_u32..2200, 0_u32..13, 0_u32..32)
            .prop_filter_map("no such day", |(year, month, day)| {
                BirthDate::from_packed((year * 16 + month) * 32 + day)
            })
    }

    proptest! {
        #[test]
        fn a_field_gives_back_what_was_placed_and_touches_no_other(
            shift in 0_u32..40, width in 1_u32..20, value: u32, others: u32,
        ) {
            let field = Field::new(shift, width);
            let value = i64::from(value) & ((1 << width) - 1);
            let others = i64::from(others) & !field.mask();
            let packed = others | field.place(value);
            prop_assert!(field.holds(value) && !field.holds(1 << width));
            prop_assert_eq!(field.of(packed), value);
            prop_assert_eq!(packed & !field.mask(), others);
            prop_assert_eq!(field.is_set(packed), value != 0);
        }

        #[test]
        fn a_date_of_birth_comes_back_from_its_ordinal(born in birth_dates()) {
            let fits = (1870..2040).contains(&born.year());
            prop_assert!(!fits || birth_ordinal(born).is_some());
            if let Some(ordinal) = birth_ordinal(born) {
                prop_assert_eq!(birth_of_ordinal(ordinal), Some(born));
                prop_assert_eq!(nearest_ordinal(born.packed()), ordinal);
            }
        }

        #[test]
        fn birth_keys_keep_the_order_of_dates(one in birth_dates(), other in birth_dates(), key: i16) {
            let near = |born: BirthDate| nearest_ordinal(born.packed());
            prop_assert!(one.packed() > other.packed() || near(one) <= near(other));
            let packed = birth_key(near(one), key);
            prop_assert_eq!(ordinal_of(packed), Some(near(one)));
            prop_assert!(i32::try_from(packed).is_ok());
        }

        #[test]
        fn days_come_back_from_their_distance(days in 0_i32..80_000) {
            for epoch in [Epoch::State, Epoch::Card, Epoch::Account, Epoch::Cmnd, Epoch::Absence] {
                let day = day(1900, 1, 1).plus_days(days).expect("a day");
                prop_assert_eq!(epoch.after(epoch.days_to(day)), Some(day));
            }
        }
    }
}
