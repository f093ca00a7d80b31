//! Asks the registry what a message asks, and words the answer.

use super::refusal::WireRefusal;
use crate::domain::citizen::Citizen;
use crate::domain::matching::Policy;
use crate::registry::{self, Context, Dead, LookupError, MatchQuery};
use crate::server::problem::Problem;
use crate::wire::operation::Operation;
use crate::wire::question::{ChangesQuery, Question, read_question};
use crate::wire::settings::{AnswerShape, Deceased, Dialect, Guesses, UnreadableField};
use crate::wire::{Coding, Fields, Told, live, qcvn109, small_answers};
use crate::worlds::World;

/// A message that was read.
#[derive(Debug)]
pub struct Asked {
    /// What is asked.
    pub operation: Operation,
    /// With which fields.
    pub fields: Fields,
}

/// What is settled about answers: for everybody, and for this client.
#[derive(Clone, Copy, Debug)]
pub struct Settled<'a> {
    /// What nobody has shown.
    pub guesses: &'a Guesses,
    /// How the client is answered.
    pub shape: AnswerShape,
}

/// An answer before it is dressed for its route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The envelope.
    pub envelope: String,
    /// Whether anybody is told in it, or a verification succeeded.
    pub is_somebody: bool,
}

/// The answer to a message.
pub fn answer(
    world: &World,
    context: &Context<'_>,
    asked: &Asked,
    settled: Settled<'_>,
) -> Result<Answer, WireRefusal> {
    let desk = Desk {
        world,
        context,
        settled,
        coding: Coding {
            day: world.business_date(),
            ethnic_codes: settled.shape.ethnic_codes,
            district: settled.guesses.district_since_merger,
        },
    };
    match read_question(asked.operation, &asked.fields) {
        Ok(Question::Changes(query)) => desk.changes(query),
        Ok(Question::Person(query)) => desk.person(asked.operation, &query),
        Err(_) if settled.guesses.unreadable_field == UnreadableField::Missed => {
            Ok(desk.worded(asked.operation, &[]))
        }
        Err(errors) => Err(WireRefusal::Fields(errors)),
    }
}

struct Desk<'a> {
    world: &'a World,
    context: &'a Context<'a>,
    settled: Settled<'a>,
    coding: Coding,
}

impl Desk<'_> {
    fn person(&self, operation: Operation, query: &MatchQuery) -> Result<Answer, WireRefusal> {
        debug_assert_eq!(query.policy, Policy::Fold);
        let dead = match self.settled.guesses.deceased {
            Deceased::Found => Dead::Found,
            Deceased::Missed => Dead::Missed,
        };
        let people = match operation {
            Operation::LookUpCitizen | Operation::VerifyParents => {
                found(registry::look_up(self.world, self.context, query, dead))?
                    .into_iter()
                    .collect()
            }
            Operation::VerifyCitizen => {
                let exists = registry::verify(self.world, self.context, query, dead);
                let exists = exists.map_err(|error| WireRefusal::Failed(Problem::from(error)))?;
                return Ok(self.verified(exists));
            }
            Operation::LookUpHousehold | Operation::VerifyHousehold => found(
                registry::household_of(self.world, self.context, query, dead),
            )?
            .unwrap_or_default(),
        };
        if operation == Operation::VerifyHousehold {
            let has_one = people.iter().any(|citizen| citizen.household.is_some());
            return Ok(self.verified(has_one));
        }
        // The head of a household stands first among its members.
        let among = people
            .first()
            .filter(|_| operation == Operation::LookUpHousehold);
        let among = among.cloned().filter(is_head);
        let mut told = Vec::with_capacity(people.len());
        for citizen in people {
            let head = match &among {
                Some(head) => Some(head.clone()),
                None => registry::head_of(self.world, self.context, &citizen)
                    .map_err(|error| WireRefusal::Failed(Problem::from(error)))?,
            };
            told.push(Told { citizen, head });
        }
        Ok(self.worded(operation, &told))
    }

    fn verified(&self, exists: bool) -> Answer {
        Answer {
            envelope: small_answers::verification(exists, self.settled.shape.verify_answer),
            is_somebody: exists,
        }
    }

    fn worded(&self, operation: Operation, people: &[Told]) -> Answer {
        let dialect = match operation {
            Operation::VerifyCitizen | Operation::VerifyHousehold => {
                return self.verified(!people.is_empty());
            }
            Operation::VerifyParents => Dialect::Qcvn109,
            Operation::LookUpCitizen | Operation::LookUpHousehold => self.settled.shape.dialect,
        };
        let envelope = match dialect {
            Dialect::Live => live::collection(people, self.coding),
            Dialect::Qcvn109 => {
                let mut read_at = String::new();
                self.context.at.write_iso(&mut read_at);
                let header = qcvn109::Header {
                    read_at: &read_at,
                    id: self.context.request_id,
                };
                let extent = if operation == Operation::VerifyParents {
                    qcvn109::Extent::Parents
                } else {
                    qcvn109::Extent::Whole
                };
                qcvn109::collection(people, self.coding, header, extent)
            }
        };
        Answer {
            envelope,
            is_somebody: !people.is_empty(),
        }
    }

    fn changes(&self, query: ChangesQuery) -> Result<Answer, WireRefusal> {
        let ChangesQuery {
            from,
            until,
            page,
            size,
        } = query;
        let changed = registry::changes(self.world, self.context, from, until, page, size);
        let changed = changed.map_err(|error| WireRefusal::Failed(Problem::from(error)))?;
        let people: Vec<Citizen> = changed.into_iter().map(|one| one.citizen).collect();
        Ok(Answer {
            envelope: small_answers::changes(&people, self.coding),
            is_somebody: !people.is_empty(),
        })
    }
}

fn is_head(citizen: &Citizen) -> bool {
    let place = citizen.household;
    place.is_some_and(|place| place.relation_to_head == 1)
}

/// A miss is an answer like any other.
fn found<T>(answer: Result<T, LookupError>) -> Result<Option<T>, WireRefusal> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(LookupError::NotFound) => Ok(None),
        Err(LookupError::Store(error)) => Err(WireRefusal::Failed(Problem::from(error))),
    }
}
