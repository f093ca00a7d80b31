//! What is printed on somebody's card, and what machines read off it.

use super::caller::{Context, Scope};
use super::lookup::{GetError, outcome_of, resolve};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{Card, CardKind, CardState};
use crate::domain::card_print::{MachineReadable, Parents, QrText};
use crate::domain::citizen::{Citizen, Relation};
use crate::domain::citizen_number::{CitizenNumber, CmndNumber, Gender, PersonalNumber};
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::domain::place::{CountryCode, Place};
use crate::reference::{MapState, place_text};
use crate::worlds::{About, Finding, JournalQuestion, World};

/// The age from which a card no longer names the parents (GUESS: Thông tư 16/2024/TT-BCA names them for
/// children; fourteen is where the law lets cards expire for the first time).
const AGE_WITHOUT_PARENTS: u16 = 14;

/// A card with everything on it.
#[derive(Clone, Debug)]
pub struct PrintedCard {
    /// The card.
    pub card: Card,
    /// Its state on the business date.
    pub state: CardState,
    /// The number in force.
    pub number: PersonalNumber,
    /// The name in force.
    pub full_name: FullName,
    /// The day of birth.
    pub date_of_birth: BirthDate,
    /// The sex.
    pub gender: Gender,
    /// The nationality; empty while undetermined.
    pub nationality: Vec<CountryCode>,
    /// Hometown, or since 01/07/2024 the place of birth registration; empty where unknown.
    pub origin: String,
    /// Where the holder lives, in the units of the day of issue; empty where unknown.
    pub residence: String,
    /// The text of the QR code, on cards that have one.
    pub qr_text: Option<String>,
    /// The machine-readable zone, on cards that have one.
    pub mrz: Option<[String; 3]>,
}

/// Why there is no card to print.
#[derive(Debug)]
pub enum CardError {
    /// The number gives no person.
    Person(GetError),
    /// The person has no card on the business date.
    NoCard,
}

/// The card of whoever holds the number.
pub fn get_card(
    world: &World,
    context: &Context<'_>,
    number: CitizenNumber,
) -> Result<PrintedCard, CardError> {
    let person = resolve(world, context, number, "get_card");
    let outcome = outcome_of(&person);
    let about = About::one(person.as_ref().ok().map(|citizen| citizen.identity.id));
    let card = person.map_err(CardError::Person).and_then(|citizen| {
        let everything = context.may(Scope::Admin);
        printed_card(&citizen, world.business_date(), everything).ok_or(CardError::NoCard)
    });
    let outcome = match &card {
        Err(CardError::NoCard) => "card_not_found",
        Ok(_) | Err(CardError::Person(_)) => outcome,
    };
    context.note(Finding {
        question: Some(JournalQuestion::of_number(number)),
        about,
        ..Finding::of("get_card", outcome)
    });
    card
}

/// The card of a citizen on a day, as it would look if number and name on it were always those in force. Cancelled
/// numbers are coded in it for administrators alone, as nobody else sees them in a record.
pub(super) fn printed_card(
    citizen: &Citizen,
    day: CivilDate,
    everything: bool,
) -> Option<PrintedCard> {
    let identity = &citizen.identity;
    let card = citizen.card?;
    let state = card.state_on(day)?;
    let number = identity.number_on(day)?;
    let full_name = identity.full_name_on(day).clone();
    let residence = residence(citizen, card);
    let qr_text = card.kind.has_qr_code().then(|| {
        let cmnd: Vec<CmndNumber> = citizen.cmnd.iter().map(|cmnd| cmnd.number).collect();
        let former = identity.former_numbers.iter();
        let cancelled: Vec<PersonalNumber> = former
            .filter(|former| everything && former.cancelled_on <= card.issued_on)
            .map(|former| former.number)
            .collect();
        QrText {
            kind: card.kind,
            number,
            cmnd: &cmnd,
            cancelled: &cancelled,
            full_name: full_name.as_str(),
            date_of_birth: identity.date_of_birth,
            gender: identity.gender,
            residence: &residence,
            issued_on: card.issued_on,
            parents: parents(citizen, card),
        }
        .text()
    });
    let mrz = card.kind.has_machine_readable_zone().then(|| {
        MachineReadable {
            number,
            full_name: full_name.as_str(),
            date_of_birth: identity.date_of_birth,
            gender: identity.gender,
            expires_on: card.expires_on,
        }
        .lines()
    });
    Some(PrintedCard {
        origin: origin(citizen, card),
        nationality: citizen.nationality.clone(),
        date_of_birth: identity.date_of_birth,
        gender: identity.gender,
        card,
        state,
        number,
        full_name,
        residence,
        qr_text,
        mrz,
    })
}

/// Whether the card has the form of Thông tư 16/2024/TT-BCA.
const fn is_new_form(card: Card) -> bool {
    matches!(
        card.kind,
        CardKind::IdentityCard | CardKind::IdentityCertificate
    )
}

/// Nơi thường trú; on the newer card nơi cư trú, which may be a temporary or the present home (Luật Căn cước 2023
/// Điều 18).
fn residence(citizen: &Citizen, card: Card) -> String {
    let home = citizen.permanent_residence.as_ref();
    let elsewhere = citizen.temporary_residence.as_ref();
    let elsewhere = elsewhere.or(citizen.current_residence.as_ref());
    in_words(home.or(elsewhere.filter(|_| is_new_form(card))), card)
}

/// Quê quán; on the newer card nơi đăng ký khai sinh.
fn origin(citizen: &Citizen, card: Card) -> String {
    let place = if is_new_form(card) {
        citizen.place_of_birth_registration.as_ref()
    } else {
        citizen.hometown.as_ref()
    };
    in_words(place, card)
}

/// A place in the units of the day of issue: what is printed does not change with the map. That ward, district and
/// province stand with their kind (`Xã`, `Huyện`, `Tỉnh`) is a GUESS; samples in public code have it both ways.
fn in_words(place: Option<&Place>, card: Card) -> String {
    place.map_or_else(String::new, |place| {
        place_text(place, MapState::on(card.issued_on))
    })
}

fn parents(citizen: &Citizen, card: Card) -> Parents<'_> {
    let born = citizen.identity.date_of_birth.latest();
    if born.age_on(card.issued_on) >= AGE_WITHOUT_PARENTS {
        return Parents::default();
    }
    let name = |relation| {
        let mut relatives = citizen.relatives.iter();
        let found = relatives.find(|relative| relative.relation == relation);
        found.map_or("", |relative| relative.full_name.as_str())
    };
    Parents {
        father: name(Relation::Father),
        mother: name(Relation::Mother),
    }
}
