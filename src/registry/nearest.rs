//! Who was probably meant by a question that missed: for the owner of a world alone, never for who asked.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::matching::{FieldVerdict, field_verdicts, holds, number_verdict, status_of};
use super::search::{Stretch, plan};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Identity, PersonId};
use crate::domain::citizen_number::{CitizenNumber, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::matching::{Decision, Policy, Question, judge};
use crate::domain::name::blocking_keys;
use crate::domain::status::RecordStatus;
use crate::store::StoreError;
use crate::worlds::{Holder, JournalQuestion, People, Standing, World};

/// How many namesakes of an age are looked at; of more, the question says too little to name one.
const MOST_NAMESAKES: usize = 20_000;

/// How the nearest person was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NearBy {
    /// They hold the number that was asked.
    Number,
    /// They hold a number that is one slip away: a digit mistaken, or two that changed places.
    LikeNumber,
    /// Name and date of birth are like theirs.
    NameAndDate,
}

impl NearBy {
    /// The word used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::LikeNumber => "like_number",
            Self::NameAndDate => "name_and_date",
        }
    }
}

/// The person who comes nearest to a question.
#[derive(Clone, Debug)]
pub struct Nearest {
    /// Who.
    pub identity: Identity,
    /// The number of theirs that comes nearest to the one asked.
    pub number: Option<CitizenNumber>,
    /// How they were found.
    pub by: NearBy,
    /// The state of the record under that number.
    pub status: RecordStatus,
    /// Every field that was asked, and how it relates to the record.
    pub fields: Vec<FieldVerdict>,
}

impl Nearest {
    /// The fields that do not agree.
    pub fn differing(&self) -> impl Iterator<Item = &FieldVerdict> {
        let fields = self.fields.iter();
        fields.filter(|field| field.decision != Decision::Agree)
    }
}

/// The nearest person, protected ones included, as the world is now; `None` where nobody is near.
pub fn nearest(world: &World, question: &JournalQuestion) -> Result<Option<Nearest>, StoreError> {
    let day = world.business_date();
    let people = world.people();
    let mut found = Vec::new();
    if let Some(number) = question.number {
        found.extend(holders(&people, number, NearBy::Number)?);
        for like in like_numbers(number) {
            found.extend(holders(&people, like, NearBy::LikeNumber)?);
        }
    }
    found.extend(namesakes(&people, question)?);
    let mut seen = BTreeSet::new();
    found.retain(|candidate: &Candidate| {
        let identity = &candidate.holder.identity;
        identity.is_known_on(day) && seen.insert(identity.id)
    });
    let judged = found
        .into_iter()
        .map(|candidate| candidate.compared(question, day))
        .filter(is_near);
    Ok(judged.max_by_key(closeness))
}

/// Somebody who may be meant.
struct Candidate {
    holder: Holder,
    /// The number they were found by.
    number: Option<CitizenNumber>,
    by: NearBy,
}

fn holders(
    people: &People<'_>,
    number: CitizenNumber,
    by: NearBy,
) -> Result<Vec<Candidate>, StoreError> {
    let holders = people.holders(number)?.into_iter();
    Ok(holders
        .map(|holder| Candidate {
            holder,
            number: Some(number),
            by,
        })
        .collect())
}

/// Personal numbers that one slip of a finger makes of this one. A CMND says too little: each has a neighbour.
fn like_numbers(number: CitizenNumber) -> Vec<CitizenNumber> {
    let CitizenNumber::Personal(number) = number else {
        return Vec::new();
    };
    let digits = number.digits();
    let value = |digits: [u8; 12]| {
        let value = digits
            .iter()
            .fold(0_u64, |value, digit| value * 10 + u64::from(*digit));
        PersonalNumber::new(value).map(CitizenNumber::Personal)
    };
    let mistaken = (0..12).flat_map(|at| {
        (0..10).filter_map(move |digit| {
            let mut changed = digits;
            changed[at] = digit;
            (changed != digits).then_some(changed)
        })
    });
    let swapped = (0..11).filter_map(|at| {
        let mut changed = digits;
        changed.swap(at, at + 1);
        (changed != digits).then_some(changed)
    });
    mistaken.chain(swapped).filter_map(value).collect()
}

/// People of like name born on the date, or on any day of that year where none is.
fn namesakes(
    people: &People<'_>,
    question: &JournalQuestion,
) -> Result<Vec<Candidate>, StoreError> {
    let (Some(name), Some(date)) = (question.full_name.as_deref(), question.date_of_birth) else {
        return Ok(Vec::new());
    };
    let keys = blocking_keys(name);
    let year = BirthDate::Year(date.year()).packed();
    let same_year = Stretch {
        births: (year, year + 12 * 32 + 31),
        name_keys: &keys,
    };
    let mut found = Vec::new();
    let stretches = plan(date, &keys).into_iter().flatten();
    for stretch in stretches.chain([same_year]) {
        let mut wanted = stretch.as_candidates();
        wanted.limit = MOST_NAMESAKES;
        let near = people.candidates(&wanted)?;
        if near.len() < MOST_NAMESAKES {
            found.extend(near.into_iter().map(|identity| Candidate {
                holder: Holder {
                    identity,
                    standing: Standing::Current,
                },
                number: None,
                by: NearBy::NameAndDate,
            }));
        }
    }
    Ok(found)
}

impl Candidate {
    fn compared(self, question: &JournalQuestion, day: CivilDate) -> Nearest {
        let identity = &self.holder.identity;
        let own_name = identity.full_name_on(day).to_string();
        let asked = Question {
            full_name: question.full_name.as_deref().unwrap_or(&own_name),
            date_of_birth: question.date_of_birth.unwrap_or(identity.date_of_birth),
            gender: question.gender,
            policy: question.policy.unwrap_or(Policy::Standard),
        };
        let judgement = judge(identity, &asked, day);
        let mut fields = field_verdicts(&judgement);
        fields.retain(|field| match field.field {
            "number" => question.number.is_some(),
            "full_name" => question.full_name.is_some(),
            "date_of_birth" => question.date_of_birth.is_some(),
            _ => true,
        });
        if let Some(number) = question.number
            && !(self.by == NearBy::Number && holds(&self.holder, number, day))
            && let Some(field) = fields.iter_mut().find(|field| field.field == "number")
        {
            *field = number_verdict(false);
        }
        let own = identity.number_on(day).map(CitizenNumber::Personal);
        Nearest {
            number: self.number.or(own),
            status: status_of(&self.holder, judgement.status, day),
            identity: self.holder.identity,
            by: self.by,
            fields,
        }
    }
}

/// Whoever holds the number is near, whatever else differs; of others at most one field may.
fn is_near(nearest: &Nearest) -> bool {
    let fields = nearest.fields.iter();
    let against = fields
        .filter(|field| field.decision == Decision::No)
        .count();
    nearest.by == NearBy::Number || against <= 1
}

/// Fewer fields that speak against the person, then fewer that are doubtful, then the surer way of finding
/// them, then who stands first in the books.
fn closeness(
    nearest: &Nearest,
) -> (
    Reverse<usize>,
    Reverse<usize>,
    Reverse<u8>,
    Reverse<PersonId>,
) {
    let count = |decision| {
        let fields = nearest.fields.iter();
        fields.filter(|field| field.decision == decision).count()
    };
    let way = match nearest.by {
        NearBy::Number => 0,
        NearBy::LikeNumber => 1,
        NearBy::NameAndDate => 2,
    };
    (
        Reverse(count(Decision::No)),
        Reverse(count(Decision::Review)),
        Reverse(way),
        Reverse(nearest.identity.id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_neighbours_that_a_slip_makes() {
        let number = CitizenNumber::parse("042085000488").expect("a number");
        let like: Vec<String> = like_numbers(number)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            like.contains(&"042085000480".to_owned()),
            "a digit mistaken"
        );
        assert!(
            like.contains(&"042085004088".to_owned()),
            "two changed places"
        );
        assert!(!like.contains(&"042085000488".to_owned()));
        assert!(like.len() > 100);
        let cmnd = CitizenNumber::parse("271450027").expect("a number");
        assert!(like_numbers(cmnd).is_empty());
    }
}
