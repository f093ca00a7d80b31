//! One call as the journal keeps it: what came, what the registry made of it, what went out.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::body::KeptBody;
use crate::clock::Timestamp;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::PersonId;
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::matching::Policy;
use crate::domain::scenario::CallFacts;

/// One HTTP call. Nothing of it changes once it stands in the journal.
#[derive(Clone, Debug)]
pub struct JournalEntry {
    /// When it came in, in real time.
    pub at: Timestamp,
    /// How long the answer took, in microseconds; about an hour at the most.
    pub micros: u32,
    /// The id of the request.
    pub request_id: Arc<str>,
    /// Who asked, as far as that was told or claimed.
    pub client: Option<Arc<str>>,
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// The pattern of the address, `/v1/citizens/{number}`; `-` where there is no such address.
    pub route: Box<str>,
    /// The status of the answer.
    pub status: u16,
    /// What was asked: `match`, `lookup`, `get_citizen`, `token`, `page`, …
    pub operation: &'static str,
    /// What came of it: `match`, `no_match`, `found`, `key_missing`, `ok`, … `mixed` for a batch whose
    /// items differ.
    pub outcome: Cow<'static, str>,
    /// What the registry found out: nothing for most pages, one thing for a match, many for a batch.
    pub findings: Findings,
    /// The misbehaviour that the call was answered with on demand.
    pub scenario: Option<Box<str>>,
    /// What the developer of a refused client can mend.
    pub advice: Option<Box<Advice>>,
    /// What came, to be replayed.
    pub raw: RawCall,
    /// What went out, but for its text.
    pub answer: AnswerFacts,
}

/// What is kept of a request besides method and route. Secrets are left out before it is made.
#[derive(Clone, Default)]
pub struct RawCall {
    /// Path and query below the address of the world; `None` where the route says it all.
    pub target: Option<Box<str>>,
    /// Headers that tell nothing about who called, `name: value` each on a line of its own.
    pub headers: Box<str>,
    /// How the caller proved themselves.
    pub credential: Credential,
    /// The body.
    pub body: KeptBody,
}

/// How a caller proved themselves; the proof itself is not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Credential {
    /// Not at all.
    #[default]
    None,
    /// `X-API-Key`.
    ApiKey,
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization` in another form: `Basic`.
    Basic,
    /// In headers of the national wire: `lgspaccesstoken`, `Auth`.
    Wire,
    /// A cookie.
    Cookie,
}

/// What is kept of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct AnswerFacts {
    /// Bytes of its body; `None` where it was sent in pieces.
    pub bytes: Option<u64>,
    /// What kind of body; empty without one.
    pub media_type: &'static str,
}

/// What a use case made of one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The use case: `match`, `lookup`, `get_citizen`, `search`, …
    pub operation: &'static str,
    /// The question as it was put, where it was about one person.
    pub question: Option<JournalQuestion>,
    /// What came of it: `match`, `review`, `no_match`, `found`, `citizen_not_found`, …
    pub outcome: &'static str,
    /// The rule that decided, even where the answer does not say it.
    pub rule: Option<&'static str>,
    /// Whose record was looked at or told.
    pub about: About,
}

/// Whose record was looked at or told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum About {
    /// Nobody's.
    #[default]
    Nobody,
    /// One person's.
    One(PersonId),
    /// Several people's: a household, what a search found.
    Several(Box<[PersonId]>),
}

/// The question as it was put.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct JournalQuestion {
    /// The number, where one was given.
    pub number: Option<CitizenNumber>,
    /// The name, where one was given.
    pub full_name: Option<Box<str>>,
    /// The date of birth, where one was given.
    pub date_of_birth: Option<BirthDate>,
    /// The gender, where one was given.
    pub gender: Option<Gender>,
    /// The policy it was judged by, where it was judged.
    pub policy: Option<Policy>,
}

/// What the use cases found out, in the order they were asked. Most calls ask one thing or none.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    first: Option<Finding>,
    more: Vec<Finding>,
}

/// Why a call was refused and how to mend it, in words for whoever writes the client. Only the owner
/// of the world reads it.
#[derive(Clone, PartialEq, Eq)]
pub struct Advice {
    /// The stable code: `timestamp_in_milliseconds`, `secret_or_unknown_sv_url`, …
    pub reason: &'static str,
    /// The advice in Vietnamese.
    pub vietnamese: String,
    /// The advice in English.
    pub english: String,
    /// A call that would be let in, where one can be told.
    pub curl: Option<String>,
}

impl JournalEntry {
    /// The bytes it takes, itself and what it points to.
    pub(super) fn bytes(&self) -> usize {
        // The client too: who was refused may have called themselves anything.
        size_of::<Self>()
            + self.request_id.len()
            + self.client.as_ref().map_or(0, |client| client.len())
            + self.route.len()
            + self.outcome.len()
            + self.findings.bytes()
            + self.scenario.as_ref().map_or(0, |scenario| scenario.len())
            + self.advice.as_deref().map_or(0, Advice::bytes)
            + self.raw.target.as_ref().map_or(0, |target| target.len())
            + self.raw.headers.len()
            + self.raw.body.bytes()
    }

    /// The path and query that were called, below the address of the world.
    pub fn target(&self) -> &str {
        self.raw.target.as_deref().unwrap_or(&self.route)
    }

    /// The rule that decided, where there was one question.
    pub fn rule(&self) -> Option<&'static str> {
        self.findings.only().and_then(|finding| finding.rule)
    }

    /// The question, where there was one.
    pub fn question(&self) -> Option<&JournalQuestion> {
        self.findings.only()?.question.as_ref()
    }
}

impl Finding {
    /// A use case and what came of it, about nobody in particular.
    pub fn of(operation: &'static str, outcome: &'static str) -> Self {
        Self {
            operation,
            question: None,
            outcome,
            rule: None,
            about: About::Nobody,
        }
    }

    fn bytes(&self) -> usize {
        let question = self.question.as_ref();
        let name = question.and_then(|question| question.full_name.as_ref());
        let about = match &self.about {
            About::Nobody | About::One(_) => 0,
            About::Several(people) => size_of_val::<[PersonId]>(people),
        };
        name.map_or(0, |name| name.len()) + about
    }
}

impl About {
    /// One person, or nobody.
    pub fn one(person: Option<PersonId>) -> Self {
        person.map_or(Self::Nobody, Self::One)
    }

    /// All of them.
    pub fn all(people: impl IntoIterator<Item = PersonId>) -> Self {
        let people: Vec<PersonId> = people.into_iter().collect();
        match people[..] {
            [] => Self::Nobody,
            [one] => Self::One(one),
            _ => Self::Several(people.into()),
        }
    }

    /// Whether this person is among them.
    pub fn has(&self, person: PersonId) -> bool {
        match self {
            Self::Nobody => false,
            Self::One(one) => *one == person,
            Self::Several(people) => people.contains(&person),
        }
    }
}

impl JournalQuestion {
    /// A question by number alone.
    pub fn of_number(number: CitizenNumber) -> Self {
        Self {
            number: Some(number),
            ..Self::default()
        }
    }

    /// What a rule may ask about it.
    pub fn facts(&self) -> CallFacts<'_> {
        CallFacts {
            number: self.number,
            full_name: self.full_name.as_deref(),
            date_of_birth: self.date_of_birth,
            ..CallFacts::default()
        }
    }
}

impl Findings {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        if self.first.is_none() {
            self.first = Some(finding);
        } else {
            self.more.push(finding);
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.first.iter().chain(&self.more)
    }

    /// How many.
    pub fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The first one.
    pub fn first(&self) -> Option<&Finding> {
        self.first.as_ref()
    }

    /// The one there is, unless there are several.
    pub fn only(&self) -> Option<&Finding> {
        self.first.as_ref().filter(|_| self.more.is_empty())
    }

    /// The outcome that all of them share, or `mixed`.
    pub fn outcome(&self) -> Option<&'static str> {
        let first = self.first.as_ref()?;
        let alike = self.more.iter().all(|more| more.outcome == first.outcome);
        Some(if alike { first.outcome } else { "mixed" })
    }

    fn bytes(&self) -> usize {
        let kept = self.iter().map(Finding::bytes).sum::<usize>();
        kept + self.more.capacity() * size_of::<Finding>()
    }
}

impl Advice {
    fn bytes(&self) -> usize {
        let curl = self.curl.as_ref().map_or(0, String::len);
        size_of::<Self>() + self.vietnamese.len() + self.english.len() + curl
    }
}

impl fmt::Debug for Advice {
    /// The reason alone: the call in it carries a signature.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Advice({})", self.reason)
    }
}

impl fmt::Debug for JournalQuestion {
    /// Which parts there are, and whose they are not.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = formatter.debug_struct("JournalQuestion");
        let mut parts = parts;
        parts
            .field("number", &self.number)
            .field("full_name", &self.full_name.as_ref().map(|_| "…"))
            .field("date_of_birth", &self.date_of_birth.map(BirthDate::year))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for RawCall {
    /// Sizes alone: what came may be about anybody.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RawCall({} bytes)", self.body.bytes())
    }
}
