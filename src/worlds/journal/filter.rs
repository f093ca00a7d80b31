//! Which calls are meant: the conditions that a list, a count, a live stream and a verification share.

use super::entry::{Finding, JournalEntry};
use super::shelf::{Numbered, Reading};
use crate::clock::Timestamp;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::words::words;

/// Statuses from one to another, both included: 404 to 404, or 400 to 499.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatusRange {
    /// The first.
    pub from: u16,
    /// The last.
    pub to: u16,
}

impl StatusRange {
    /// `404`, or `4xx` for all of a hundred.
    pub fn parse(text: &str) -> Option<Self> {
        let class = text
            .strip_suffix("xx")
            .or_else(|| text.strip_suffix("XX"))
            .and_then(|class| class.parse::<u16>().ok())
            .filter(|class| (1..=5).contains(class));
        if let Some(class) = class {
            let from = class * 100;
            return Some(Self {
                from,
                to: from + 99,
            });
        }
        let status = text.parse().ok();
        status
            .filter(|status| (100..=599).contains(status))
            .map(|status| Self {
                from: status,
                to: status,
            })
    }

    fn has(self, status: u16) -> bool {
        (self.from..=self.to).contains(&status)
    }
}

impl std::fmt::Display for StatusRange {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            write!(formatter, "{}", self.from)
        } else {
            write!(formatter, "{}xx", self.from / 100)
        }
    }
}

/// The calls that are meant: those for which every condition holds. Of several values one is enough; an empty
/// list is no condition.
#[derive(Clone, Debug, Default)]
pub struct CallFilter {
    /// What was asked.
    pub operation: Vec<Box<str>>,
    /// `GET`, `POST`, …
    pub method: Vec<Box<str>>,
    /// The pattern of the address, or the address itself.
    pub route: Vec<Box<str>>,
    /// What came of it.
    pub outcome: Vec<Box<str>>,
    /// The rule that decided.
    pub rule: Vec<Box<str>>,
    /// Who asked.
    pub client: Vec<Box<str>>,
    /// The status of the answer.
    pub status: Vec<StatusRange>,
    /// The misbehaviour on demand.
    pub scenario: Vec<Box<str>>,
    /// The id of the request.
    pub request_id: Vec<Box<str>>,
    /// The number that was asked about.
    pub number: Option<CitizenNumber>,
    /// The name that was asked about, as it was typed.
    pub full_name: Option<Box<str>>,
    /// The date of birth that was asked about.
    pub date_of_birth: Option<BirthDate>,
    /// Only calls after this number.
    pub since: Option<u64>,
    /// Only calls that came in then or later.
    pub from: Option<Timestamp>,
    /// Only calls that came in then or earlier.
    pub to: Option<Timestamp>,
    /// A text that stands anywhere in what was called, in small letters.
    pub text: Option<Box<str>>,
}

/// One condition of a filter; its word is the name of the field that sets it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Condition {
    /// What was asked.
    Operation,
    /// The method.
    Method,
    /// The route.
    Route,
    /// What came of it.
    Outcome,
    /// The rule that decided.
    Rule,
    /// Who asked.
    Client,
    /// The status.
    Status,
    /// The misbehaviour on demand.
    Scenario,
    /// The id of the request.
    RequestId,
    /// The number asked about.
    Number,
    /// The name asked about.
    FullName,
    /// The date of birth asked about.
    DateOfBirth,
    /// Not before a call.
    Since,
    /// Not before a moment.
    From,
    /// Not after a moment.
    To,
    /// A text.
    Text,
}

words!(Condition {
    Operation => "operation",
    Method => "method",
    Route => "route",
    Outcome => "outcome",
    Rule => "rule",
    Client => "client",
    Status => "status",
    Scenario => "scenario",
    RequestId => "request_id",
    Number => "number",
    FullName => "full_name",
    DateOfBirth => "date_of_birth",
    Since => "since",
    From => "from",
    To => "to",
    Text => "text",
});

impl Condition {
    /// Whether it says when a call was made and not what it was: such a condition is never what a near miss
    /// differs by.
    pub const fn is_about_time(self) -> bool {
        matches!(self, Self::Since | Self::From | Self::To)
    }
}

/// A call, seen by one of its findings: the items of a batch are looked at one by one, so that the number of
/// one and the outcome of another are no match.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The number of the call.
    pub sequence: u64,
    /// The call.
    pub call: &'a JournalEntry,
    /// The finding, where there is one.
    pub finding: Option<&'a Finding>,
}

impl<'a> View<'a> {
    /// Every view of a call; at least one.
    pub fn all(numbered: &'a Numbered) -> impl Iterator<Item = Self> {
        let call = &*numbered.call;
        let whole = call.findings.is_empty().then_some(None);
        let findings = call.findings.iter().map(Some);
        whole.into_iter().chain(findings).map(move |finding| Self {
            sequence: numbered.sequence,
            call,
            finding,
        })
    }

    /// What came of it.
    pub fn outcome(&self) -> &'a str {
        match self.finding {
            Some(finding) if self.call.findings.len() > 1 => finding.outcome,
            Some(_) | None => &self.call.outcome,
        }
    }
}

impl CallFilter {
    /// Whether a call is meant.
    pub fn fits(&self, numbered: &Numbered) -> bool {
        View::all(numbered).any(|view| Condition::ALL.iter().all(|one| self.holds(*one, &view)))
    }

    /// The calls that are meant, oldest first.
    pub fn select(&self, reading: Reading) -> Vec<Numbered> {
        let mut calls = reading.calls;
        calls.retain(|call| self.fits(call));
        calls
    }

    /// The view of a call that comes nearest, and the conditions that do not hold for it.
    pub fn nearest_view<'a>(&self, numbered: &'a Numbered) -> Option<(View<'a>, Vec<Condition>)> {
        let missed = |view: View<'a>| {
            let conditions = Condition::ALL.iter().copied();
            let missed = conditions.filter(|condition| !self.holds(*condition, &view));
            (view, missed.collect::<Vec<_>>())
        };
        View::all(numbered)
            .map(missed)
            .min_by_key(|(_, missed)| missed.len())
    }

    /// Whether one condition holds.
    fn holds(&self, condition: Condition, view: &View<'_>) -> bool {
        let call = view.call;
        let question = || view.finding.and_then(|finding| finding.question.as_ref());
        match condition {
            Condition::Operation => one_of(&self.operation, Some(call.operation)),
            Condition::Method => {
                let mut methods = self.method.iter();
                self.method.is_empty() || methods.any(|one| one.eq_ignore_ascii_case(call.method))
            }
            Condition::Route => {
                let path = call.target();
                let path = path.split_once('?').map_or(path, |(path, _)| path);
                one_of(&self.route, Some(&call.route)) || one_of(&self.route, Some(path))
            }
            Condition::Outcome => one_of(&self.outcome, Some(view.outcome())),
            Condition::Rule => one_of(&self.rule, view.finding.and_then(|finding| finding.rule)),
            Condition::Client => one_of(&self.client, call.client.as_deref()),
            Condition::Status => {
                let mut ranges = self.status.iter();
                self.status.is_empty() || ranges.any(|range| range.has(call.status))
            }
            Condition::Scenario => one_of(&self.scenario, call.scenario.as_deref()),
            Condition::RequestId => one_of(&self.request_id, Some(&call.request_id)),
            Condition::Number => self.number.is_none_or(|wanted| {
                question().and_then(|question| question.number) == Some(wanted)
            }),
            Condition::FullName => self.full_name.as_deref().is_none_or(|wanted| {
                let name = question().and_then(|question| question.full_name.as_deref());
                name.is_some_and(|name| name.trim() == wanted.trim())
            }),
            Condition::DateOfBirth => self.date_of_birth.is_none_or(|wanted| {
                question().and_then(|question| question.date_of_birth) == Some(wanted)
            }),
            Condition::Since => self.since.is_none_or(|since| view.sequence > since),
            Condition::From => self.from.is_none_or(|from| call.at >= from),
            Condition::To => self.to.is_none_or(|to| call.at <= to),
            Condition::Text => {
                let wanted = self.text.as_deref();
                wanted.is_none_or(|wanted| contains(call, view.finding, wanted))
            }
        }
    }
}

fn one_of(wanted: &[Box<str>], value: Option<&str>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.iter().any(|one| **one == *value))
}

/// Whether a text in small letters stands anywhere in what was called.
fn contains(call: &JournalEntry, finding: Option<&Finding>, wanted: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    let question = finding.and_then(|finding| finding.question.as_ref());
    let number = question.and_then(|question| question.number);
    has(call.target())
        || has(&call.route)
        || has(call.operation)
        || has(&call.outcome)
        || has(&call.request_id)
        || call.client.as_deref().is_some_and(has)
        || call.scenario.as_deref().is_some_and(has)
        || question
            .and_then(|question| question.full_name.as_deref())
            .is_some_and(has)
        || number.is_some_and(|number| has(&number.to_string()))
        || call
            .raw
            .body
            .whole()
            .is_some_and(|body| has(&String::from_utf8_lossy(body)))
}
