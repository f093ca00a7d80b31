//! The hand-written people of `fixtures/personas.toml`, each with the questions it answers.

use super::NumberMode;
use super::persona_file::{ExampleEntry, PersonaEntry, PersonaFile, ScriptEntry};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::citizen_number::{CitizenNumber, Gender, NumberError, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::matching::{Grade, Outcome, Policy};
use crate::domain::scenario::{Scenario, Script, Then, read_duration};
use crate::record::read_record;
use crate::reference::RESERVED_PREFIXES;

/// A person who shows one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Persona {
    /// The name that docs and tests use: `year_only_birth`.
    pub key: String,
    /// The case of the catalogue.
    pub row: u8,
    /// Whether the start-up banner names it; those stand first.
    pub showcase: bool,
    /// What it shows, in Vietnamese.
    pub shows_vi: String,
    /// What it shows, in English.
    pub shows_en: String,
    /// The record; `None` where the point is that the registry has none.
    pub person: Option<Citizen>,
    /// The name, as in the record.
    pub full_name: String,
    /// The date of birth, as in the record.
    pub date_of_birth: BirthDate,
    /// What happens to whoever asks for a magic person.
    pub script: Option<Script>,
    /// Questions and answers, for a caller without administration rights.
    pub examples: Vec<Example>,
}

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Call {
    /// Does this name belong to this number?
    Match,
    /// The record, if name and date fit the number.
    Lookup,
    /// The record of a number.
    GetByNumber,
    /// Everybody with this name and date of birth.
    Search,
    /// What the digits of a number say.
    DecodeNumber,
}

/// A question and its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// What is asked.
    pub call: Call,
    /// The number as typed; it may be wrong on purpose.
    pub number: Option<String>,
    /// The name as typed.
    pub full_name: Option<String>,
    /// The date of birth as typed; it may be wrong on purpose.
    pub date_of_birth: Option<String>,
    /// How to judge; the default policy when absent.
    pub policy: Option<Policy>,
    /// The business date; any day from the picture date on when absent.
    pub as_of: Option<CivilDate>,
    /// The answer.
    pub expect: Expectation,
}

/// The answer to an example.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Expectation {
    /// A verdict.
    Verdict {
        /// The outcome.
        outcome: Outcome,
        /// The grade, where the example states it.
        grade: Option<Grade>,
        /// The word of the record's state, where the example states it.
        record_status: Option<String>,
    },
    /// The question is refused with this code.
    Refused {
        /// The stable code: `date_impossible`.
        code: String,
    },
    /// A lookup that releases the record, or not.
    Found(bool),
    /// An HTTP answer.
    Answer {
        /// The HTTP status.
        status: u16,
        /// The stable code, where the answer is no success.
        code: Option<String>,
    },
    /// How many people a search returns; generated people may come on top of personas.
    Count {
        /// At least so many.
        at_least: u32,
        /// At most so many, where that is the point.
        at_most: Option<u32>,
    },
    /// What the digits say.
    Digits {
        /// The first three digits.
        place: String,
        /// The sex of digit four.
        gender: Gender,
        /// The year of digits four to six.
        year: u16,
    },
}

/// What is wrong with the file of personas.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PersonaError {
    /// The text is no TOML of the expected shape; the message names the line.
    #[error("fixtures/personas.toml: {0}")]
    File(String),
    /// One persona is wrong.
    #[error("fixtures/personas.toml, persona {key}: {what}")]
    Persona {
        /// Its key.
        key: String,
        /// What is wrong, fields by path.
        what: String,
    },
}

/// All personas, in the order of the file. Those with a record have the ids 1, 2, 3, …
///
/// In [`NumberMode::Reserved`] their 12-digit numbers are composed anew under 097-099, everywhere they
/// stand: in the record, in the relatives and in the examples.
pub fn personas(mode: NumberMode) -> Result<Vec<Persona>, PersonaError> {
    read(include_str!("../../fixtures/personas.toml"), mode)
}

/// The number of a persona under the reserved prefixes: sex, year and serial stay, the prefix becomes
/// 097, 098 or 099 by the old one's remainder, so that personas of different provinces stay apart.
pub fn reserved_number(number: PersonalNumber) -> PersonalNumber {
    let place = RESERVED_PREFIXES[usize::from(number.place_code() % 3)];
    PersonalNumber::compose(place, number.gender(), number.year(), number.serial() / 10)
        .unwrap_or(number)
}

fn read(text: &str, mode: NumberMode) -> Result<Vec<Persona>, PersonaError> {
    let file: PersonaFile =
        toml::from_str(text).map_err(|error| PersonaError::File(error.to_string()))?;
    let mut next_id = 1;
    file.persona
        .into_iter()
        .map(|entry| {
            let id = PersonId(next_id);
            next_id += i64::from(entry.person.is_some());
            let key = entry.key.clone();
            persona(entry, id, mode).map_err(|what| PersonaError::Persona { key, what })
        })
        .collect()
}

fn persona(entry: PersonaEntry, id: PersonId, mode: NumberMode) -> Result<Persona, String> {
    let person = entry
        .person
        .as_ref()
        .map(|record| read_record(record, id))
        .transpose()
        .map_err(|errors| {
            errors
                .iter()
                .map(|error| format!("{}: {}", error.field, error.english))
                .collect::<Vec<_>>()
                .join("; ")
        })?;
    let person = person.map(|citizen| renumbered(citizen, mode));
    let (full_name, date_of_birth) = if let Some(citizen) = &person {
        (
            citizen.identity.full_name.as_str().to_owned(),
            citizen.identity.date_of_birth,
        )
    } else {
        let date = entry.date_of_birth.as_deref().unwrap_or_default();
        let date = BirthDate::parse(date).map_err(|error| format!("date_of_birth: {error}"))?;
        (
            entry
                .full_name
                .ok_or("full_name or [persona.person] is missing")?,
            date,
        )
    };
    let examples = entry.example.into_iter().enumerate().map(|(index, entry)| {
        example(entry, mode).map_err(|what| format!("example {}: {what}", index + 1))
    });
    Ok(Persona {
        key: entry.key,
        row: entry.row,
        showcase: entry.showcase,
        shows_vi: entry.shows_vi,
        shows_en: entry.shows_en,
        person,
        full_name,
        date_of_birth,
        script: entry.scenario.map(script).transpose()?,
        examples: examples.collect::<Result<_, _>>()?,
    })
}

fn renumbered(mut citizen: Citizen, mode: NumberMode) -> Citizen {
    if mode == NumberMode::Reserved {
        citizen.identity.number = citizen.identity.number.map(reserved_number);
        for former in &mut citizen.identity.former_numbers {
            former.number = reserved_number(former.number);
        }
        for relative in &mut citizen.relatives {
            relative.number = relative.number.map(reserved_number);
        }
    }
    citizen
}

/// The typed number of an example, also one whose leading zero is lost on purpose.
fn renumbered_text(text: String, mode: NumberMode) -> String {
    if mode == NumberMode::Provinces {
        return text;
    }
    match CitizenNumber::parse(&text) {
        Ok(CitizenNumber::Personal(number)) => reserved_number(number).to_string(),
        Err(NumberError::LeadingZeroLost) => {
            let whole = PersonalNumber::parse(&format!("0{text}"))
                .map(|number| reserved_number(number).to_string());
            whole.map_or(text, |whole| whole[1..].to_owned())
        }
        Ok(CitizenNumber::Cmnd(_)) | Err(_) => text,
    }
}

fn script(entry: ScriptEntry) -> Result<Script, String> {
    let steps = entry.steps.iter().map(|text| Scenario::parse(text));
    let steps: Result<Vec<Scenario>, _> = steps.collect();
    let steps = steps.map_err(|error| error.message(Language::English))?;
    if steps.is_empty() {
        return Err("scenario: there is no step".to_owned());
    }
    let then = entry
        .then
        .map_or(Some(Then::Last), |word| Then::from_word(&word));
    let lasting = entry
        .lasting
        .map(|text| read_duration(&text).ok_or("scenario: for is no time"));
    Ok(Script {
        steps,
        then: then.ok_or("scenario: then is none of last, again, pass")?,
        lasting: lasting.transpose()?,
        ..Script::always(Scenario::PASS)
    })
}

fn example(entry: ExampleEntry, mode: NumberMode) -> Result<Example, String> {
    let call = match entry.call.as_str() {
        "match" => Call::Match,
        "lookup" => Call::Lookup,
        "get" => Call::GetByNumber,
        "search" => Call::Search,
        "decode" => Call::DecodeNumber,
        other => {
            return Err(format!(
                "call: {other} is none of match, lookup, get, search, decode"
            ));
        }
    };
    let number = entry.number.clone().map(|text| renumbered_text(text, mode));
    let word = |name: &str, word: &str| format!("{name}: unknown word {word}");
    let policy = entry
        .policy
        .as_deref()
        .map(|text| Policy::from_word(text).ok_or_else(|| word("policy", text)));
    let as_of = entry
        .as_of
        .as_deref()
        .map(|text| CivilDate::parse_iso(text).ok_or_else(|| word("as_of", text)));
    Ok(Example {
        call,
        expect: expectation(call, &entry, number.as_deref())?,
        number,
        policy: policy.transpose()?,
        as_of: as_of.transpose()?,
        full_name: entry.full_name,
        date_of_birth: entry.date_of_birth,
    })
}

fn expectation(
    call: Call,
    entry: &ExampleEntry,
    number: Option<&str>,
) -> Result<Expectation, String> {
    let missing = |key: &str| format!("{key} is missing");
    Ok(match (call, &entry.code) {
        (Call::Match, None) => verdict(entry)?,
        (Call::Match | Call::Lookup | Call::Search | Call::DecodeNumber, Some(code)) => {
            Expectation::Refused { code: code.clone() }
        }
        (Call::Lookup, None) => Expectation::Found(entry.found.ok_or_else(|| missing("found"))?),
        (Call::GetByNumber, code) => Expectation::Answer {
            status: entry.status.ok_or_else(|| missing("status"))?,
            code: code.clone(),
        },
        (Call::Search, None) => Expectation::Count {
            at_least: entry.at_least.unwrap_or(0),
            at_most: entry.at_most,
        },
        (Call::DecodeNumber, None) => Expectation::Digits {
            // The digits of the number asked for, which the reserved prefixes change.
            place: number
                .filter(|_| entry.place.is_some())
                .and_then(|text| text.get(..3))
                .ok_or_else(|| missing("place"))?
                .to_owned(),
            gender: entry
                .gender
                .as_deref()
                .and_then(Gender::parse)
                .ok_or_else(|| missing("gender"))?,
            year: entry.year.ok_or_else(|| missing("year"))?,
        },
    })
}

fn verdict(entry: &ExampleEntry) -> Result<Expectation, String> {
    let outcomes = [Outcome::Match, Outcome::Review, Outcome::NoMatch];
    let grades = [
        Grade::Certain,
        Grade::Probable,
        Grade::Possible,
        Grade::CertainlyNot,
    ];
    let word = entry
        .outcome
        .as_deref()
        .ok_or("outcome or code is missing")?;
    let outcome = outcomes
        .into_iter()
        .find(|outcome| outcome.as_str() == word)
        .ok_or("outcome: unknown word")?;
    let grade = entry.grade.as_deref().map(|word| {
        grades
            .into_iter()
            .find(|grade| grade.as_str() == word)
            .ok_or("grade: unknown word")
    });
    Ok(Expectation::Verdict {
        outcome,
        grade: grade.transpose()?,
        record_status: entry.record_status.clone(),
    })
}

#[cfg(test)]
mod tests;
