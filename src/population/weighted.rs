//! Weighted choice in integers: alias tables for independent draws, running sums for stratified ones.

/// Values with weights, drawn in constant time (Walker's alias method, built in integers).
#[derive(Clone, Debug)]
pub struct Weighted<T> {
    columns: Vec<Column<T>>,
}

/// One equally likely column: below the threshold its own value, above it another's.
#[derive(Clone, Debug)]
struct Column<T> {
    value: T,
    threshold: u32,
    alias: usize,
}

impl<T: Copy> Weighted<T> {
    /// A table of values and weights; entries of weight 0 are left out. `None` when nothing is left.
    pub fn new(entries: impl IntoIterator<Item = (T, u64)>) -> Option<Self> {
        let entries: Vec<(T, u64)> = entries
            .into_iter()
            .filter(|(_, weight)| *weight > 0)
            .collect();
        let count = entries.len();
        let total: u128 = entries.iter().map(|(_, weight)| u128::from(*weight)).sum();
        if count == 0 {
            return None;
        }
        // Weights scaled so that their mean is `total`.
        let mut rest: Vec<u128> = entries
            .iter()
            .map(|(_, weight)| u128::from(*weight) * count as u128)
            .collect();
        let mut columns: Vec<Column<T>> = entries
            .iter()
            .enumerate()
            .map(|(index, (value, _))| Column {
                value: *value,
                threshold: u32::MAX,
                alias: index,
            })
            .collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|index| rest[*index] < total);
        while let (Some(under), Some(over)) = (small.pop(), large.last().copied()) {
            columns[under].threshold =
                u32::try_from((rest[under] << 32) / total).unwrap_or(u32::MAX);
            columns[under].alias = over;
            rest[over] -= total - rest[under];
            if rest[over] < total {
                large.pop();
                small.push(over);
            }
        }
        Some(Self { columns })
    }

    /// The value that 64 random bits stand for.
    pub fn pick(&self, bits: u64) -> T {
        let column = &self.columns[(((bits >> 32) * self.columns.len() as u64) >> 32) as usize];
        let low_half = bits & u64::from(u32::MAX);
        if low_half < u64::from(column.threshold) {
            column.value
        } else {
            self.columns[column.alias].value
        }
    }
}

/// Values in a fixed order, found by a position in 0..2^64: positions that are spread evenly meet
/// the shares closely, not only on average.
#[derive(Clone, Debug)]
pub struct Ordered<T> {
    /// Exclusive upper ends, in units of the total.
    ends: Vec<u64>,
    values: Vec<T>,
}

impl<T: Copy> Ordered<T> {
    /// A table of values and weights; `None` when no weight is above 0.
    pub fn new(entries: impl IntoIterator<Item = (T, u64)>) -> Option<Self> {
        let mut table = Self {
            ends: Vec::new(),
            values: Vec::new(),
        };
        let mut sum = 0;
        for (value, weight) in entries.into_iter().filter(|(_, weight)| *weight > 0) {
            sum += weight;
            table.ends.push(sum);
            table.values.push(value);
        }
        (sum > 0).then_some(table)
    }

    /// The value at `position` of 2^64.
    pub fn at(&self, position: u64) -> T {
        let total = self.ends.last().copied().unwrap_or(1);
        let point = ((u128::from(position) * u128::from(total)) >> 64) as u64;
        self.values[self.ends.partition_point(|end| *end <= point)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mixing::mix;

    #[test]
    fn an_alias_table_meets_its_weights() {
        let table = Weighted::new([('a', 1), ('b', 0), ('c', 97), ('d', 2)]).expect("weights");
        let mut seen = [0_u32; 4];
        for index in 0..1_000_000 {
            seen[(table.pick(mix(index)) as u8 - b'a') as usize] += 1;
        }
        assert_eq!(seen[1], 0);
        for (count, percent) in [(seen[0], 1), (seen[2], 97), (seen[3], 2)] {
            assert!(count.abs_diff(percent * 10_000) < 600, "{seen:?}");
        }
    }

    #[test]
    fn tables_without_weight_cannot_be_made() {
        assert!(Weighted::new([('a', 0)]).is_none());
        assert!(Ordered::new([] as [(u8, u64); 0]).is_none());
    }

    #[test]
    fn positions_find_their_stretch_of_the_order() {
        let table = Ordered::new([('a', 1), ('b', 2), ('c', 1)]).expect("weights");
        let quarter = 1_u64 << 62;
        for (position, expected) in [
            (0, 'a'),
            (quarter - 1, 'a'),
            (quarter, 'b'),
            (3 * quarter - 1, 'b'),
            (3 * quarter, 'c'),
            (u64::MAX, 'c'),
        ] {
            assert_eq!(table.at(position), expected, "{position}");
        }
    }
}
