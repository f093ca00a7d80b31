//! Which calls somebody asks for: the fields of a query or of an expectation, read into a filter.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use utoipa::{IntoParams, ToSchema};

use crate::clock::Timestamp;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;
use crate::record::FieldError;
use crate::server::problem::Problem;
use crate::worlds::journal::{CallFilter, StatusRange, Times};

/// One or several values: `match,review` in a query, a text, a number or a list of them in JSON.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<Box<str>>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number or a list of them")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Words, E> {
        let words = text.split(',').map(str::trim);
        let words = words.filter(|word| !word.is_empty());
        Ok(Words(words.map(Into::into).collect()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Words, E> {
        Ok(Words(vec![number.to_string().into()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words, A::Error> {
        let mut all = Vec::new();
        while let Some(Words(words)) = items.next_element()? {
            all.extend(words);
        }
        Ok(Words(all))
    }
}

/// A text that may stand in JSON as a number.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Words(words) = Words::deserialize(deserializer)?;
    Ok(Some(words.join(",")))
}

/// Declares a structure with the fields of a filter and some of its own.
macro_rules! with_call_fields {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $($own:tt)* }
    ) => {
        $(#[$meta])*
        #[derive(Deserialize, IntoParams, ToSchema, Clone, Debug, Default)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            /// What was asked: `match`, `lookup`, `get_citizen`, `search`, `token`, `page`, …; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub operation: Words,
            /// `GET`, `POST`, …; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub method: Words,
            /// The pattern of the address (`/v1/citizens/{number}`) or the path itself; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub route: Words,
            /// What came of it: `match`, `no_match`, `found`, `key_missing`, `ok`, …; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub outcome: Words,
            /// The rule that decided; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub rule: Words,
            /// Who asked; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub client: Words,
            /// `404`, or `4xx` for all of a hundred; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub status: Words,
            /// The misbehaviour that was asked for; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub scenario: Words,
            /// `X-Request-ID`; one or several.
            #[serde(default)]
            #[schema(value_type = Option<String>)]
            #[param(value_type = Option<String>)]
            pub request_id: Words,
            /// The number asked about, 12 digits or 9.
            pub number: Option<String>,
            /// The name asked about, as it was sent.
            pub full_name: Option<String>,
            /// The date of birth asked about.
            pub date_of_birth: Option<String>,
            /// Only calls after this sequence number.
            pub since: Option<u64>,
            /// Only calls from then on: `2026-11-28T10:00:00Z`, or milliseconds since 1970.
            #[serde(default, deserialize_with = "text_or_number")]
            pub from: Option<String>,
            /// Only calls until then.
            #[serde(default, deserialize_with = "text_or_number")]
            pub to: Option<String>,
            /// Stands anywhere in what was called or asked, in small or capital letters.
            pub text: Option<String>,
            $($own)*
        }

        impl $name {
            /// The filter, or everything that is wrong with it.
            pub fn filter(&self) -> Result<CallFilter, Vec<FieldError>> {
                let mut errors = Vec::new();
                let status = self.status.0.iter().map(|text| status(text));
                let filter = CallFilter {
                    operation: self.operation.0.clone(),
                    method: self.method.0.clone(),
                    route: self.route.0.clone(),
                    outcome: self.outcome.0.clone(),
                    rule: self.rule.0.clone(),
                    client: self.client.0.clone(),
                    status: status.filter_map(|read| keep(read, &mut errors)).collect(),
                    scenario: self.scenario.0.clone(),
                    request_id: self.request_id.0.clone(),
                    number: read(self.number.as_deref(), number, &mut errors),
                    full_name: self.full_name.as_deref().map(Into::into),
                    date_of_birth: read(self.date_of_birth.as_deref(), date, &mut errors),
                    since: self.since,
                    from: read(self.from.as_deref(), |text| moment("from", text), &mut errors),
                    to: read(self.to.as_deref(), |text| moment("to", text), &mut errors),
                    text: self.text.as_deref().map(|text| text.to_lowercase().into()),
                };
                if errors.is_empty() { Ok(filter) } else { Err(errors) }
            }
        }
    };
}

with_call_fields! {
    /// Which calls.
    pub struct CallFields {}
}

with_call_fields! {
    /// Which calls, and how many of them are told.
    pub struct JournalQuery {
        /// 1 to 10,000; 100 when absent.
        pub limit: Option<usize>,
        /// Only how many there are.
        #[serde(default)]
        pub count_only: bool,
        /// Whether personal data is told; for the administrator's key.
        #[serde(default)]
        pub unmask: bool,
    }
}

with_call_fields! {
    /// An expectation in one line: which calls, and how many of them.
    pub struct VerifyQuery {
        /// What it is called in the report.
        pub name: Option<String>,
        /// So many, no more and no less.
        pub exactly: Option<u64>,
        /// So many or more; 1 when nothing is said.
        pub at_least: Option<u64>,
        /// So many or fewer.
        pub at_most: Option<u64>,
        /// `json`, `text` or `junit`; as `Accept` asks when absent.
        pub format: Option<String>,
    }
}

impl JournalQuery {
    /// How many are told, and the filter.
    pub fn read(&self) -> Result<(usize, CallFilter), Problem> {
        /// Entries told when no limit is given.
        const DEFAULT: usize = 100;
        /// Entries told at the most; a journal has no more.
        const MOST: usize = 10_000;
        let limit = self.limit.unwrap_or(DEFAULT);
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::fields(vec![FieldError::told(
                "limit",
                "value_out_of_range",
                format!("Từ 1 đến {MOST}."),
                format!("From 1 to {MOST}."),
            )]));
        }
        Ok((limit, self.filter().map_err(Problem::fields)?))
    }
}

/// How often, as it was asked for; at least once when nothing was said.
pub fn times(
    field: &str,
    exactly: Option<u64>,
    at_least: Option<u64>,
    at_most: Option<u64>,
) -> Result<Times, FieldError> {
    match (exactly, at_least, at_most) {
        (None, None, None) => Ok(Times::default()),
        (Some(count), None, None) => Ok(Times::exactly(count)),
        (None, at_least, at_most) if at_most.is_none_or(|most| at_least.unwrap_or(0) <= most) => {
            Ok(Times {
                at_least: at_least.unwrap_or(0),
                at_most,
            })
        }
        (Some(_) | None, _, _) => Err(FieldError::told(
            field,
            "value_out_of_range",
            "Dùng exactly một mình, hoặc at_least không lớn hơn at_most.",
            "Use exactly alone, or at_least that is not above at_most.",
        )),
    }
}

fn keep<T>(read: Result<T, FieldError>, errors: &mut Vec<FieldError>) -> Option<T> {
    crate::registry::question::keep(read, errors)
}

fn read<T>(
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, FieldError>,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    keep(read(text?), errors)
}

fn status(text: &str) -> Result<StatusRange, FieldError> {
    StatusRange::parse(text).ok_or_else(|| {
        FieldError::told(
            "status",
            "value_out_of_range",
            "Dùng một mã từ 100 đến 599, hoặc 4xx cho cả nhóm.",
            "Use a status from 100 to 599, or 4xx for all of a hundred.",
        )
    })
}

fn number(text: &str) -> Result<CitizenNumber, FieldError> {
    crate::registry::question::read_number(text)
}

fn date(text: &str) -> Result<BirthDate, FieldError> {
    crate::registry::question::read_date(text)
}

fn moment(field: &str, text: &str) -> Result<Timestamp, FieldError> {
    let millis = || text.parse().ok().map(Timestamp);
    // In a query a plus sign that was not escaped has become a blank: the last one, since the date has none.
    let escaped = || Timestamp::parse_iso(&text.replace(' ', "+"));
    let read = Timestamp::parse_iso(text).or_else(escaped);
    read.or_else(millis).ok_or_else(|| {
        FieldError::told(
            field,
            "date_unreadable",
            "Dùng dạng 2026-11-28T10:00:00Z (hoặc +07:00), hoặc số mili giây từ 1970.",
            "Use 2026-11-28T10:00:00Z (or +07:00), or milliseconds since 1970.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_query(query: &str) -> CallFields {
        actix_web::web::Query::<CallFields>::from_query(query)
            .expect("a query")
            .into_inner()
    }

    #[test]
    fn a_query_and_an_expectation_read_alike() {
        let query =
            of_query("operation=match,lookup&status=4xx&since=7&from=1000&number=042085000488");
        let json = serde_json::json!({
            "operation": ["match", "lookup"], "status": "4xx", "since": 7, "from": 1000,
            "number": "042085000488"
        });
        let json: CallFields = serde_json::from_value(json).expect("fields");
        let (query, json) = (
            query.filter().expect("a filter"),
            json.filter().expect("a filter"),
        );
        assert_eq!(format!("{query:?}"), format!("{json:?}"));
        assert_eq!(query.operation.len(), 2);
        assert_eq!(query.from, Some(Timestamp(1000)));
        let one: CallFields =
            serde_json::from_value(serde_json::json!({"status": 404})).expect("fields");
        assert_eq!(one.filter().expect("a filter").status[0].to_string(), "404");
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let errors = of_query("status=abc&number=12&date_of_birth=soon&from=now").filter();
        let fields = errors
            .expect_err("wrong")
            .into_iter()
            .map(|error| error.field);
        assert_eq!(
            fields.collect::<Vec<_>>(),
            ["status", "number", "date_of_birth", "from"]
        );
    }

    #[test]
    fn counts_are_exact_or_bounded() {
        let read = |exactly, at_least, at_most| times("times", exactly, at_least, at_most).ok();
        assert_eq!(read(None, None, None), Some(Times::default()));
        assert_eq!(read(Some(0), None, None), Some(Times::exactly(0)));
        let bounded = Times {
            at_least: 0,
            at_most: Some(2),
        };
        assert_eq!(read(None, None, Some(2)), Some(bounded));
        assert_eq!(read(None, Some(3), Some(2)), None);
        assert_eq!(read(Some(1), Some(1), None), None);
    }
}
