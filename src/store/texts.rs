//! The texts of a population file (name parts, address details), kept in memory: each stands once.

use rusqlite::{Connection, params};

/// What a text is for. Each kind is numbered from 1 by itself, so that the numbers stay small; 0 is no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextKind {
    /// The first word of a name.
    First,
    /// The words between.
    Middle,
    /// The last word of a name.
    Last,
    /// House number, street or hamlet.
    Detail,
    /// An occupation.
    Occupation,
}

impl TextKind {
    /// All of them, as the file numbers them.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Middle,
        Self::Last,
        Self::Detail,
        Self::Occupation,
    ];

    /// The id of the text with this number in the table.
    pub const fn id(self, number: i64) -> i64 {
        ((self as i64) << 32) + number
    }
}

/// The texts of one kind, in one string, close together, since every name read takes three of them.
#[derive(Clone, Debug, Default)]
struct TextList {
    all: String,
    ends: Vec<u32>,
}

impl TextList {
    fn get(&self, number: usize) -> Option<&str> {
        let index = number.checked_sub(1)?;
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start as usize..end as usize)
    }

    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends
            .push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }
}

/// All texts by their number, read when the file is opened.
#[derive(Debug, Default)]
pub struct TextTable([TextList; 5]);

impl TextTable {
    /// Reads the table; each kind counts from 1 without gaps.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut table = Self::default();
        let mut statement =
            connection.prepare("SELECT id >> 32, text FROM text WHERE id >= 0 ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kind = usize::from(row.get::<_, u8>(0)?);
            if let Some(list) = table.0.get_mut(kind) {
                list.push(row.get_ref(1)?.as_str()?);
            }
        }
        Ok(table)
    }

    /// The text with this number; none for 0.
    pub fn get(&self, kind: TextKind, number: i64) -> Option<&str> {
        self.0[kind as usize].get(usize::try_from(number).ok()?)
    }
}

/// Gives texts their numbers in the order of first use.
#[derive(Clone, Debug, Default)]
pub struct TextInterner([Numbering; 5]);

/// A table of open addressing over a list: no text is copied to be looked for.
#[derive(Clone, Debug, Default)]
struct Numbering {
    list: TextList,
    /// Numbers by hash; 0 is free. A power of two, at most half full.
    slots: Vec<u32>,
    /// The last answer: people of one household follow each other and share surname and address.
    last: u32,
}

impl TextInterner {
    /// The number of a text.
    pub fn number(&mut self, kind: TextKind, text: &str) -> u32 {
        self.0[kind as usize].number(text)
    }

    /// The texts of one kind in the order of their numbers, from 1.
    pub fn in_order(&self, kind: TextKind) -> impl Iterator<Item = &str> {
        let list = &self.0[kind as usize].list;
        (1..=list.ends.len()).filter_map(|number| list.get(number))
    }

    /// Writes the table.
    pub fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare("INSERT INTO text VALUES (?1, ?2)")?;
        for kind in TextKind::ALL {
            for (number, text) in (1_i64..).zip(self.in_order(kind)) {
                statement.execute(params![kind.id(number), text])?;
            }
        }
        Ok(())
    }
}

impl Numbering {
    fn number(&mut self, text: &str) -> u32 {
        if self.last != 0 && self.list.get(self.last as usize) == Some(text) {
            return self.last;
        }
        if self.slots.len() < 2 * (self.list.ends.len() + 1) {
            self.grow();
        }
        let at = self.slot_of(text);
        if self.slots[at] == 0 {
            self.list.push(text);
            self.slots[at] = u32::try_from(self.list.ends.len()).unwrap_or(u32::MAX);
        }
        self.last = self.slots[at];
        self.last
    }

    /// Where the text stands, or where it would.
    fn slot_of(&self, text: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash(text.as_bytes()) & mask;
        while self.slots[at] != 0 && self.list.get(self.slots[at] as usize) != Some(text) {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let size = (4 * self.list.ends.len()).next_power_of_two().max(64);
        self.slots = vec![0; size];
        for number in 1..=self.list.ends.len() {
            let at = self.list.get(number).map(|text| self.slot_of(text));
            if let Some(at) = at {
                self.slots[at] = u32::try_from(number).unwrap_or(u32::MAX);
            }
        }
    }
}

/// Eight bytes at a time, multiplied and folded. It orders nothing that is ever seen, and the texts are our
/// own, so nobody can aim at it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the halves of a product, and as many bits as a slot has"
)]
fn hash(bytes: &[u8]) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |state: u64, word: u64| {
        let wide = u128::from(state ^ word) * u128::from(ODD);
        (wide >> 64) as u64 ^ wide as u64
    };
    let (chunks, rest) = bytes.as_chunks::<8>();
    let state = chunks.iter().fold(bytes.len() as u64, |state, chunk| {
        mix(state, u64::from_le_bytes(*chunk))
    });
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(state, u64::from_le_bytes(last)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbered_by_first_use_and_read_back() {
        let mut interner = TextInterner::default();
        let texts: Vec<String> = (0..5000)
            .map(|index| format!("Số {index}, ngõ 7"))
            .collect();
        for turn in 0..2 {
            for (number, text) in (1..).zip(&texts) {
                assert_eq!(interner.number(TextKind::Detail, text), number, "{turn}");
            }
        }
        assert_eq!(interner.number(TextKind::First, &texts[9]), 1);
        let connection = Connection::open_in_memory().expect("a database");
        connection
            .execute_batch("CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
            .and_then(|()| interner.write(&connection))
            .expect("written");
        let table = TextTable::read(&connection).expect("read");
        for (number, text) in (1..).zip(&texts) {
            assert_eq!(table.get(TextKind::Detail, number), Some(text.as_str()));
        }
        assert_eq!(table.get(TextKind::First, 1), Some(texts[9].as_str()));
        assert_eq!(table.get(TextKind::Detail, 0), None);
        assert_eq!(table.get(TextKind::Middle, 1), None);
    }
}
