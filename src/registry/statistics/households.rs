//! How many live in each household.

use std::collections::HashMap;

/// Households whose counters stand together; most have numbers close to one another.
const PAGE: usize = 4096;

/// A counter for each household. A nation has some thirty million of them: a byte each, in pages, is an eighth of
/// what a map from number to count takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdCounts(HashMap<u32, Box<[u8]>>);

impl HouseholdCounts {
    /// Counts one member.
    pub fn add(&mut self, household: u32) {
        let (page, place) = (household >> 12, household as usize % PAGE);
        let page = self.0.entry(page).or_insert_with(|| vec![0; PAGE].into());
        page[place] = page[place].saturating_add(1);
    }

    /// Adds another's counts; a household may have members in both.
    pub fn merge(&mut self, other: &Self) {
        for (page, theirs) in &other.0 {
            let mine = self.0.entry(*page).or_insert_with(|| vec![0; PAGE].into());
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine = mine.saturating_add(*theirs);
            }
        }
    }

    /// How many households there are of each size from 1 on; those larger than the last are counted there.
    pub fn by_size(&self, largest: usize) -> Vec<u64> {
        let mut sizes = vec![0; largest];
        let members = self.0.values().flatten().filter(|members| **members > 0);
        for members in members {
            sizes[usize::from(*members).min(largest) - 1] += 1;
        }
        sizes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn households_are_counted_by_size_wherever_their_members_were_met() {
        let mut first = HouseholdCounts::default();
        let mut second = HouseholdCounts::default();
        for household in [1, 1, 2, 4095, 4096, u32::MAX] {
            first.add(household);
        }
        for household in [1, u32::MAX, 7] {
            second.add(household);
        }
        first.merge(&second);
        // Household 1 has three members, the last one two, four others one.
        assert_eq!(first.by_size(7), [4, 1, 1, 0, 0, 0, 0]);
        assert_eq!(first.by_size(2), [4, 2]);
    }
}
