//! The texts of a population file (name parts, address details), kept in memory: each stands once.

use std::collections::HashMap;

use rusqlite::Connection;

/// All texts by their id, read when the file is opened; a nation has some ten thousand. They stand in
/// one string, close together, since every name read takes three of them.
#[derive(Debug, Default)]
pub struct TextTable {
    all: String,
    ends: Vec<u32>,
}

impl TextTable {
    /// Reads the table; ids count from 0 without gaps.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut table = Self::default();
        let mut statement = connection.prepare("SELECT text FROM text ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            table.all.push_str(row.get_ref(0)?.as_str()?);
            table
                .ends
                .push(u32::try_from(table.all.len()).unwrap_or(u32::MAX));
        }
        Ok(table)
    }

    /// The text with this id.
    pub fn get(&self, id: i64) -> Option<&str> {
        let index = usize::try_from(id).ok()?;
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start as usize..end as usize)
    }
}

/// Gives texts their ids while a file is written, in the order of first use.
#[derive(Debug, Default)]
pub struct TextInterner {
    ids: HashMap<Box<str>, i64>,
    in_order: Vec<Box<str>>,
}

impl TextInterner {
    /// The id of a text.
    pub fn id(&mut self, text: &str) -> i64 {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = i64::try_from(self.in_order.len()).unwrap_or(i64::MAX);
        self.ids.insert(text.into(), id);
        self.in_order.push(text.into());
        id
    }

    /// All texts in the order of their ids.
    pub fn in_order(&self) -> &[Box<str>] {
        &self.in_order
    }
}
