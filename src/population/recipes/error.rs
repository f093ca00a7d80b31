//! What is wrong with a recipe, by file and line.

use std::fmt;

use crate::domain::language::Language;

/// A recipe that cannot be read or drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecipeError {
    /// The file.
    pub file: String,
    /// Everything that is wrong with it.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Where, counted from 1.
    pub line: usize,
    /// What, in Vietnamese.
    pub vietnamese: String,
    /// What, in English.
    pub english: String,
}

impl Fault {
    /// Something wrong in a line.
    pub fn told(line: usize, vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self {
            line,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }
}

impl RecipeError {
    /// One line for each fault, `file:line: what`.
    pub fn message(&self, language: Language) -> String {
        let lines = self.faults.iter().map(|fault| {
            let what = language.pick(&fault.vietnamese, &fault.english);
            format!("{}:{}: {what}", self.file, fault.line)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for RecipeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message(Language::English))
    }
}

impl std::error::Error for RecipeError {}
