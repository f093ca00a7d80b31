//! Reads the expression of a tester, `female, born 2000-2010, Cần Thơ, not married`, in English or Vietnamese.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::catalog::{ENTRIES, FORMS, Form};
use super::condition::{Condition, Parameter, Wanted};
use super::values::value;
use crate::domain::name::fold;
use crate::record::FieldError;
use crate::reference::{self, folded};

/// The longest expression that is looked at, in bytes.
const MAX_BYTES: usize = 2_000;
/// The most conditions an expression may have.
const MAX_CONDITIONS: usize = 40;
/// What turns a condition into its opposite, folded.
const NEGATIONS: [&str; 3] = ["not", "khong phai", "khong"];

/// The conditions of an expression and of parameters, or everything that is wrong with them.
pub fn read_question(
    expression: Option<&str>,
    parameters: &[(Parameter, Option<&str>)],
) -> Result<Vec<Wanted>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut wanted = read_expression("q", expression.unwrap_or_default()).unwrap_or_else(|wrong| {
        errors.extend(wrong);
        Vec::new()
    });
    for (parameter, text) in parameters {
        if let Some(text) = text {
            match read_parameter(*parameter, text) {
                Ok(condition) => wanted.push(condition),
                Err(error) => errors.push(error),
            }
        }
    }
    if errors.is_empty() {
        Ok(wanted)
    } else {
        Err(errors)
    }
}

/// The conditions of an expression, or everything that is wrong with it. `field` is what errors name.
pub fn read_expression(field: &str, text: &str) -> Result<Vec<Wanted>, Vec<FieldError>> {
    let terms: Vec<&str> = text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|term| !term.is_empty())
        .collect();
    if text.len() > MAX_BYTES || terms.len() > MAX_CONDITIONS {
        return Err(vec![FieldError::told(
            field,
            "value_out_of_range",
            format!("Tối đa {MAX_CONDITIONS} điều kiện và {MAX_BYTES} byte."),
            format!("At most {MAX_CONDITIONS} conditions and {MAX_BYTES} bytes."),
        )]);
    }
    let mut errors = Vec::new();
    let mut wanted = Vec::new();
    for term in terms {
        match read_term(field, term) {
            Ok(condition) => wanted.push(condition),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(wanted)
    } else {
        Err(errors)
    }
}

/// The condition that a parameter of its own asks for: `card` and `expired`, `born` and `2000-2010`.
pub fn read_parameter(parameter: Parameter, text: &str) -> Result<Wanted, FieldError> {
    let field = parameter.name();
    let (text, negated) = without_negation(text, |term| {
        known(term).is_some_and(|found| Parameter::of(&found) == Some(parameter))
    });
    let spelt = format!("{} {text}", field.replace('_', " "));
    let by_words = [text, &spelt]
        .into_iter()
        .filter_map(known)
        .find(|found| Parameter::of(found) == Some(parameter));
    let has_form = FORMS.iter().any(|form| form.parameter == parameter);
    let condition = match by_words {
        Some(condition) => condition,
        None if has_form => value(parameter, field, text)?,
        None => return Err(FieldError::not_one_of(field, &words_of(parameter))),
    };
    Ok(Wanted { condition, negated })
}

fn read_term(field: &str, term: &str) -> Result<Wanted, FieldError> {
    let (rest, negated) = without_negation(term, |term| known(term).is_some());
    if let Some(condition) = known(rest) {
        return Ok(Wanted { condition, negated });
    }
    let mut refusal = None;
    for (parameter, inner) in forms_of(rest) {
        match value(parameter, field, &inner) {
            Ok(condition) => return Ok(Wanted { condition, negated }),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    Err(refusal.unwrap_or_else(|| unknown(field, rest)))
}

/// The term without what negates it. `no card` is a condition of its own and no negation.
fn without_negation(term: &str, is_known: impl Fn(&str) -> bool) -> (&str, bool) {
    let term = term.trim();
    if let Some(rest) = term.strip_prefix('!') {
        return (rest.trim_start(), true);
    }
    if is_known(term) {
        return (term, false);
    }
    for negation in NEGATIONS {
        let count = negation.split(' ').count();
        let mut rest = term;
        let mut words = Vec::new();
        for _word in 0..count {
            let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            words.push(fold(word).to_lowercase());
            rest = behind.trim_start();
        }
        if words.join(" ") == negation && !rest.is_empty() {
            return (rest, true);
        }
    }
    (term, false)
}

fn known(term: &str) -> Option<Condition> {
    WORDS.get(&folded(term)).map(|(condition, _)| *condition)
}

/// Every form that the term may have, with the value in it.
fn forms_of(term: &str) -> Vec<(Parameter, String)> {
    let words: Vec<&str> = term.split_whitespace().collect();
    let folds: Vec<String> = words.iter().map(|word| folded(word)).collect();
    let mut found = Vec::new();
    for form in FORMS {
        for (before, after) in patterns(form) {
            let before: Vec<String> = before.split_whitespace().map(folded).collect();
            let after: Vec<String> = after.split_whitespace().map(folded).collect();
            if words.len() > before.len() + after.len()
                && folds.starts_with(&before)
                && folds.ends_with(&after)
            {
                let inner = &words[before.len()..words.len() - after.len()];
                found.push((form.parameter, inner.join(" ")));
            }
        }
    }
    found
}

fn patterns(form: &Form) -> impl Iterator<Item = (&'static str, &'static str)> {
    form.english.iter().chain(form.vietnamese).copied()
}

/// The words that one parameter takes, for its refusals.
fn words_of(parameter: Parameter) -> String {
    let entries = ENTRIES
        .iter()
        .filter(|entry| Parameter::of(&entry.condition) == Some(parameter));
    let words: Vec<&str> = entries.map(|entry| entry.english[0]).collect();
    words.join(", ")
}

/// What a word means: the catalogue's, the names of ethnic groups, religions and provinces. A province of
/// the 34 takes its name before one of the 63.
static WORDS: LazyLock<BTreeMap<String, (Condition, &'static str)>> = LazyLock::new(|| {
    let mut words = BTreeMap::new();
    for (word, condition) in named_conditions() {
        words.entry(folded(word)).or_insert((condition, word));
    }
    words
});

/// Every word with its condition, the stronger first.
fn named_conditions() -> impl Iterator<Item = (&'static str, Condition)> {
    let entries = ENTRIES.iter().flat_map(|entry| {
        let words = entry.english.iter().chain(entry.vietnamese);
        words.map(|word| (*word, entry.condition))
    });
    let provinces = reference::provinces_since().iter().flat_map(|province| {
        let condition = Condition::Province(province.code);
        [
            province.name,
            province.full_name_2025,
            province.full_name_2026,
        ]
        .map(|name| (name, condition))
    });
    let before = reference::provinces_before().iter().flat_map(|province| {
        let condition = Condition::OldProvince(province.code);
        [province.name, province.full_name].map(|name| (name, condition))
    });
    let groups = reference::ethnic_groups().iter().flat_map(|group| {
        let condition = Condition::EthnicGroup(group.code_2008);
        let names = std::iter::once(&group.name).chain(&group.aliases);
        names.map(move |name| (*name, condition))
    });
    let religions = reference::religions()
        .iter()
        .filter(|religion| !matches!(religion.code, 0 | 15 | 99)); // "Không", "Khác", "Chưa xác định" alone say nothing
    let religions = religions.flat_map(|religion| {
        let condition = Condition::Religion(religion.code);
        [religion.name_vi, religion.name_en].map(|name| (name, condition))
    });
    entries
        .chain(groups.filter(|(_, condition)| *condition != Condition::EthnicGroup(0)))
        .chain(religions)
        .chain(provinces)
        .chain(before)
}

fn unknown(field: &str, term: &str) -> FieldError {
    let shown = term.escape_debug().to_string();
    let help = "dancu find --help, docs/find.md";
    match nearest(term) {
        Some(word) => FieldError::told(
            field,
            "value_unknown",
            format!("Không hiểu điều kiện '{shown}'. Có phải '{word}'? Danh sách: {help}."),
            format!("No condition is called '{shown}'. Is '{word}' meant? All of them: {help}."),
        ),
        None => FieldError::told(
            field,
            "value_unknown",
            format!("Không hiểu điều kiện '{shown}'. Danh sách: {help}."),
            format!("No condition is called '{shown}'. All of them: {help}."),
        ),
    }
}

/// The known word that is the fewest slips away, if few enough: one in three letters.
fn nearest(term: &str) -> Option<&'static str> {
    let folded = folded(term);
    let most = 1 + folded.len() / 4;
    let distances = WORDS
        .iter()
        .map(|(word, (_, shown))| (distance(&folded, word), *shown));
    let nearest = distances.min_by_key(|(distance, _)| *distance);
    nearest
        .filter(|(distance, _)| *distance <= most)
        .map(|(_, shown)| shown)
}

/// How many letters must be put in, taken out or exchanged (Levenshtein); both texts are ASCII mostly.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in right.iter().enumerate() {
            let exchanged = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = exchanged.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests;
