//! Events of life as they are sent: a body for each type.

mod meaning;

use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::body::read_value;
use super::problem::{BODY_UNREADABLE, Problem};
use super::strict_value::StrictValue;
use crate::domain::change::ChangeKind;
use crate::record::{FieldError, PlaceRecord};

/// An event of life, by its `type`.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum EventBody {
    /// Khai sinh.
    Birth(Box<BirthBody>),
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
            Some(ChangeKind::Birth) => read_value(&fields).map(Box::new).map(Self::Birth),
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
}
