//! The texts of a population file (name parts, address details), kept in memory: each stands once.

use std::collections::HashMap;

use rusqlite::Connection;

/// All texts by their id, read when the file is opened; a nation has some ten thousand.
#[derive(Debug, Default)]
pub struct TextTable {
    texts: Vec<Box<str>>,
}

impl TextTable {
    /// Reads the table; ids count from 0 without gaps.
    pub fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare("SELECT text FROM text ORDER BY id")?;
        let texts = statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<Box<str>>>>()?;
        Ok(Self { texts })
    }

    /// The text with this id.
    pub fn get(&self, id: i64) -> Option<&str> {
        usize::try_from(id)
            .ok()
            .and_then(|index| self.texts.get(index))
            .map(AsRef::as_ref)
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
