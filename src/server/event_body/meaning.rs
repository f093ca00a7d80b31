//! What the body of an event means, in words of the domain; everything wrong with it is named at once.

use super::{
    BirthBody, CardRenewedBody, DeathBody, EventBody, IdentityLockedBody, MarriageBody, MoveBody,
    NumberReissuedBody, RenamingBody,
};
use crate::domain::card::LockReason;
use crate::domain::status::CancelReason;
use crate::record::{FieldError, SingleValues};
use crate::registry::events::{
    Birth, CardRenewal, ChildName, Death, Destination, Divorce, IdentityLock, IdentityUnlock,
    LifeEvent, Marriage, Move, NumberReissue, Parent, Renaming, RenewalReason, Residence, What,
};

impl EventBody {
    /// What it means, or everything that is wrong with it.
    pub fn event(&self) -> Result<LifeEvent, Vec<FieldError>> {
        let mut values = SingleValues::default();
        let on = self.on().map(|text| values.day(text, "on"));
        let what = match self {
            Self::Birth(body) => body.birth(&mut values).map(What::Birth),
            Self::Death(body) => body.death(&mut values).map(What::Death),
            Self::Marriage(body) => body.marriage(&mut values).map(What::Marriage),
            Self::Divorce(body) => {
                let number = values.number(&body.number, "number");
                number.map(|number| What::Divorce(Divorce { number }))
            }
            Self::Move(body) => body.moving(&mut values).map(What::Move),
            Self::Renaming(body) => body.renaming(&mut values).map(What::Renaming),
            Self::NumberReissued(body) => body.reissue(&mut values).map(What::NumberReissue),
            Self::CardRenewed(body) => body.renewal(&mut values).map(What::CardRenewal),
            Self::IdentityLocked(body) => body.lock(&mut values).map(What::IdentityLock),
            Self::IdentityUnlocked(body) => {
                let number = values.number(&body.number, "number");
                number.map(|number| What::IdentityUnlock(IdentityUnlock { number }))
            }
        };
        values.end(what.map(|what| LifeEvent {
            on: on.flatten(),
            what,
        }))
    }

    fn on(&self) -> Option<&str> {
        let on = match self {
            Self::Birth(body) => &body.on,
            Self::Death(body) => &body.on,
            Self::Marriage(body) => &body.on,
            Self::Divorce(body) => &body.on,
            Self::Move(body) => &body.on,
            Self::Renaming(body) => &body.on,
            Self::NumberReissued(body) => &body.on,
            Self::CardRenewed(body) => &body.on,
            Self::IdentityLocked(body) => &body.on,
            Self::IdentityUnlocked(body) => &body.on,
        };
        on.as_deref()
    }
}

fn parent(word: &str) -> Option<Parent> {
    match word {
        "mother" => Some(Parent::Mother),
        "father" => Some(Parent::Father),
        _ => None,
    }
}

impl BirthBody {
    fn birth(&self, values: &mut SingleValues) -> Option<Birth> {
        let mut number = |text: &Option<String>, field| {
            let text = text.as_deref()?;
            values.number(text, field)
        };
        let (mother, father) = (
            number(&self.mother, "mother"),
            number(&self.father, "father"),
        );
        if self.mother.is_none() && self.father.is_none() {
            values.fail(FieldError::missing("mother"));
        }
        let gender = values.gender(&self.gender);
        let name = self.name(values);
        let words = "mother, father";
        Some(Birth {
            mother,
            father,
            line: values.word(self.line.as_deref(), "line", parent, words),
            lives_with: values.word(self.lives_with.as_deref(), "lives_with", parent, words),
            place_of_birth: values.place(self.place_of_birth.as_ref(), "place_of_birth"),
            place_of_birth_registration: values.place(
                self.place_of_birth_registration.as_ref(),
                "place_of_birth_registration",
            ),
            gender: gender?,
            name: name?,
        })
    }

    fn name(&self, values: &mut SingleValues) -> Option<ChildName> {
        match (&self.given_name, &self.full_name) {
            (Some(given), None) => values.name(given, "given_name").map(ChildName::Given),
            (None, Some(whole)) => values.name(whole, "full_name").map(ChildName::Whole),
            (None, None) => {
                values.fail(FieldError::missing("given_name"));
                None
            }
            (Some(_), Some(_)) => {
                values.fail(FieldError::told(
                    "given_name",
                    "contradicts_record",
                    "Chỉ gửi một trong hai: given_name hoặc full_name.",
                    "Send one of given_name and full_name.",
                ));
                None
            }
        }
    }
}

impl DeathBody {
    fn death(&self, values: &mut SingleValues) -> Option<Death> {
        let number = values.number(&self.number, "number");
        let new_head = self.new_head.as_deref();
        let new_head = new_head.and_then(|text| values.number(text, "new_head"));
        Some(Death {
            number: number?,
            new_head,
        })
    }
}

impl MarriageBody {
    fn marriage(&self, values: &mut SingleValues) -> Option<Marriage> {
        let number = values.number(&self.number, "number");
        let spouse = values.number(&self.spouse, "spouse");
        Some(Marriage {
            number: number?,
            spouse: spouse?,
        })
    }
}

impl MoveBody {
    fn moving(&self, values: &mut SingleValues) -> Option<Move> {
        let number = values.number(&self.number, "number");
        let along = self.with.iter().enumerate();
        let with = along
            .filter_map(|(index, text)| values.number(text, &format!("with[{index}]")))
            .collect();
        let residence = values.word(
            Some(self.residence.as_deref().unwrap_or("permanent")),
            "residence",
            Residence::from_word,
            "permanent, temporary, current",
        );
        let to = self.destination(values);
        let new_head = self.new_head.as_deref();
        let new_head = new_head.and_then(|text| values.number(text, "new_head"));
        Some(Move {
            number: number?,
            with,
            whole_household: self.whole_household,
            residence: residence?,
            to: to?,
            new_head,
        })
    }

    fn destination(&self, values: &mut SingleValues) -> Option<Destination> {
        let relation_to_head = self.relation_to_head.as_deref();
        let relation_to_head =
            relation_to_head.and_then(|text| values.relation_to_head(text, "relation_to_head"));
        if relation_to_head.is_some() && self.join.is_none() {
            values.fail(FieldError::told(
                "relation_to_head",
                "contradicts_record",
                "Chỉ gửi cùng join: trong hộ mới người chuyển là chủ hộ.",
                "Only with join: in a new household the mover is the head.",
            ));
        }
        match (&self.place, &self.join) {
            (Some(place), None) => values.place(Some(place), "place").map(Destination::Place),
            (None, Some(host)) => {
                let host = values.number(host, "join")?;
                Some(Destination::Join {
                    host,
                    relation_to_head,
                })
            }
            (None, None) => {
                values.fail(FieldError::missing("place"));
                None
            }
            (Some(_), Some(_)) => {
                values.fail(FieldError::told(
                    "place",
                    "place_contradiction",
                    "Đã có join: nơi ở là nơi ở của hộ đó, không gửi place.",
                    "With join the place is that of the household: send no place.",
                ));
                None
            }
        }
    }
}

impl RenamingBody {
    fn renaming(&self, values: &mut SingleValues) -> Option<Renaming> {
        let number = values.number(&self.number, "number");
        let full_name = values.name(&self.full_name, "full_name");
        Some(Renaming {
            number: number?,
            full_name: full_name?,
        })
    }
}

impl NumberReissuedBody {
    fn reissue(&self, values: &mut SingleValues) -> Option<NumberReissue> {
        let number = values.number(&self.number, "number");
        let words = CancelReason::ALL.iter().map(|reason| reason.as_str());
        let words: Vec<&str> = words.collect();
        let reason = values.word(
            Some(&self.reason),
            "reason",
            CancelReason::from_word,
            &words.join(", "),
        );
        let gender = self.gender.as_deref();
        let gender = gender.and_then(|text| values.gender(text));
        let born = self.date_of_birth.as_deref();
        let date_of_birth = born.and_then(|text| values.birth_date(text, "date_of_birth"));
        let place_of_birth_registration = values.place(
            self.place_of_birth_registration.as_ref(),
            "place_of_birth_registration",
        );
        Some(NumberReissue {
            number: number?,
            reason: reason?,
            gender,
            date_of_birth,
            place_of_birth_registration,
        })
    }
}

impl CardRenewedBody {
    fn renewal(&self, values: &mut SingleValues) -> Option<CardRenewal> {
        let number = values.number(&self.number, "number");
        let reason = values.word(
            Some(self.reason.as_deref().unwrap_or("age")),
            "reason",
            RenewalReason::from_word,
            &RenewalReason::words(),
        );
        Some(CardRenewal {
            number: number?,
            reason: reason?,
        })
    }
}

impl IdentityLockedBody {
    fn lock(&self, values: &mut SingleValues) -> Option<IdentityLock> {
        let number = values.number(&self.number, "number");
        let but_death =
            |word: &str| LockReason::from_word(word).filter(|reason| *reason != LockReason::Death);
        let reason = values.word(
            Some(&self.reason),
            "reason",
            but_death,
            "holder_request, terms_broken, card_withdrawn_or_held, authority_request",
        );
        Some(IdentityLock {
            number: number?,
            reason: reason?,
        })
    }
}
