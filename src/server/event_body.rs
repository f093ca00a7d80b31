//! Events of life as they are sent: a body for each type, and what it means.

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::body::read_value;
use super::problem::{BODY_UNREADABLE, Problem};
use super::strict_value::StrictValue;
use crate::domain::card::LockReason;
use crate::domain::change::ChangeKind;
use crate::domain::status::CancelReason;
use crate::record::{FieldError, PlaceRecord, SingleValues};
use crate::registry::events::{
    Birth, CardRenewal, ChildName, Death, Destination, Divorce, IdentityLock, IdentityUnlock,
    LifeEvent, Marriage, Move, NumberReissue, Parent, RenewalReason, Renaming, Residence, What,
};

/// An event of life, by its `type`.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventBody {
    /// Khai sinh.
    Birth(BirthBody),
    /// Khai tử.
    Death(DeathBody),
    /// Kết hôn.
    Marriage(MarriageBody),
    /// Ly hôn.
    Divorce(DivorceBody),
    /// Chuyển nơi cư trú.
    Move(MoveBody),
    /// Thay đổi họ tên.
    Renaming(RenamingBody),
    /// Hủy, xác lập lại số định danh.
    NumberReissued(NumberReissuedBody),
    /// Cấp, đổi thẻ.
    CardRenewed(CardRenewedBody),
    /// Khóa căn cước điện tử.
    IdentityLocked(IdentityLockedBody),
    /// Mở khóa căn cước điện tử.
    IdentityUnlocked(IdentityUnlockedBody),
}

/// Somebody was born. The child gets a number, the surname and the people of the line, and a place in the
/// household.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct BirthBody {
    /// The day of birth; the business date when absent.
    pub on: Option<String>,
    /// The mother's number; one of the two is needed.
    pub mother: Option<String>,
    /// The father's number.
    pub father: Option<String>,
    /// `male` or `female`.
    pub gender: String,
    /// Chữ đệm và tên; the surname of the line is put before it.
    pub given_name: Option<String>,
    /// The whole name, in place of `given_name`.
    pub full_name: Option<String>,
    /// `mother` or `father`: whose surname, ethnic group, religion and hometown. The father's when absent, the
    /// mother's with peoples whose children follow her.
    pub line: Option<String>,
    /// `mother` or `father`: in whose home the child lives. The mother's when absent.
    pub lives_with: Option<String>,
    /// Nơi sinh; where it is registered when absent.
    pub place_of_birth: Option<PlaceRecord>,
    /// Nơi đăng ký khai sinh, which the number begins with; the ward of the home when absent.
    pub place_of_birth_registration: Option<PlaceRecord>,
}

/// Somebody died.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct DeathBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// 12 or 9 digits.
    pub number: String,
    /// Number of the member who is head of the household from now on; husband or wife, or the eldest who is of
    /// age, when absent.
    pub new_head: Option<String>,
}

/// Two people married. Who lives where stays as it is; send a move.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct MarriageBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// One of the two.
    pub number: String,
    /// The other.
    pub spouse: String,
}

/// A marriage was ended by a court.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct DivorceBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// One of the two; the record tells the other.
    pub number: String,
}

/// People moved: to a `place` of their own, or into the household of somebody (`join`).
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// Who moves; the head of a new household.
    pub number: String,
    /// Numbers of members of the household who move along.
    #[serde(default)]
    pub with: Vec<String>,
    /// Whether all of the household move, and stay one.
    #[serde(default)]
    pub whole_household: bool,
    /// `permanent` (default: the household is left), `temporary` or `current`.
    pub residence: Option<String>,
    /// Where to.
    pub place: Option<PlaceRecord>,
    /// Number of somebody whose household and address are joined.
    pub join: Option<String>,
    /// How the mover stands to the head there (`CH02` to `CH30`); as relatives tell, or `CH30`, when absent.
    pub relation_to_head: Option<String>,
    /// Number of the member who is head of the household that is left.
    pub new_head: Option<String>,
}

/// Somebody is called otherwise.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct RenamingBody {
    /// The first day of the new name; the business date when absent.
    pub on: Option<String>,
    /// 12 or 9 digits.
    pub number: String,
    /// The new name.
    pub full_name: String,
}

/// A number was cancelled and another set.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct NumberReissuedBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// The number that is cancelled.
    pub number: String,
    /// Nghị định 70/2024 Điều 11(7), 36(4): `sex_or_year_corrected`, `collected_wrongly`, `false_papers`,
    /// `birth_certificate_revoked`, `nationality_obtained`.
    pub reason: String,
    /// The sex, corrected.
    pub gender: Option<String>,
    /// The date of birth, corrected.
    pub date_of_birth: Option<String>,
    /// The place of birth registration, corrected.
    pub place_of_birth_registration: Option<PlaceRecord>,
}

/// Somebody received a card.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct CardRenewedBody {
    /// The day of issue; the business date when absent.
    pub on: Option<String>,
    /// 12 digits.
    pub number: String,
    /// `age` (default: 14, 25, 40 or 60 within two years, or expired), `lost`, `damaged`, `data_changed`,
    /// `on_request`. Who has no card receives the first one.
    pub reason: Option<String>,
}

/// An electronic identity was locked.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct IdentityLockedBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// 12 or 9 digits.
    pub number: String,
    /// `holder_request`, `terms_broken`, `card_withdrawn_or_held`, `authority_request`.
    pub reason: String,
}

/// An electronic identity was unlocked.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct IdentityUnlockedBody {
    /// The day; the business date when absent.
    pub on: Option<String>,
    /// 12 or 9 digits.
    pub number: String,
}

/// The types, as a refusal lists them.
const TYPES: &str = "birth, death, marriage, divorce, move, renaming, number_reissued, card_renewed, \
                     identity_locked, identity_unlocked";

impl EventBody {
    /// Reads a body by its type, and names what is wrong with it by its own path.
    pub fn read(StrictValue(body): StrictValue) -> Result<Self, Problem> {
        let Value::Object(mut fields) = body else {
            return Err(Problem::with_detail(
                &BODY_UNREADABLE,
                "Cần một đối tượng JSON.",
                "A JSON object is expected.",
            ));
        };
        let wrong = |error: FieldError| Problem::fields(vec![error]);
        let kind = match fields.remove("type") {
            None => return Err(wrong(FieldError::missing("type"))),
            Some(Value::String(word)) => ChangeKind::from_word(&word),
            Some(_) => None,
        };
        let fields = Value::Object(fields);
        match kind {
            Some(ChangeKind::Birth) => read_value(&fields).map(Self::Birth),
            Some(ChangeKind::Death) => read_value(&fields).map(Self::Death),
            Some(ChangeKind::Marriage) => read_value(&fields).map(Self::Marriage),
            Some(ChangeKind::Divorce) => read_value(&fields).map(Self::Divorce),
            Some(ChangeKind::Move) => read_value(&fields).map(Self::Move),
            Some(ChangeKind::Renaming) => read_value(&fields).map(Self::Renaming),
            Some(ChangeKind::NumberReissued) => read_value(&fields).map(Self::NumberReissued),
            Some(ChangeKind::CardRenewed) => read_value(&fields).map(Self::CardRenewed),
            Some(ChangeKind::IdentityLocked) => read_value(&fields).map(Self::IdentityLocked),
            Some(ChangeKind::IdentityUnlocked) => read_value(&fields).map(Self::IdentityUnlocked),
            Some(
                ChangeKind::Created | ChangeKind::Edited | ChangeKind::Deleted | ChangeKind::Reset,
            )
            | None => Err(wrong(FieldError::not_one_of("type", TYPES))),
        }
    }

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
        match (&self.place, &self.join) {
            (Some(place), None) => values
                .place(Some(place), "place")
                .map(Destination::Place),
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
        let but_death = |word: &str| {
            LockReason::from_word(word).filter(|reason| *reason != LockReason::Death)
        };
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
