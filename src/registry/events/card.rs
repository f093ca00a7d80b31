//! Cấp, đổi, cấp lại thẻ căn cước (Luật Căn cước 2023 Điều 21, 24).

use super::refusals::{self, refuse};
use super::scene::Scene;
use crate::domain::card::{Card, CardCustody, CardKind, ElectronicIdentity, LockReason};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::registry::upkeep::UpkeepError;

/// Somebody received a card.
#[derive(Clone, Copy, Debug)]
pub struct CardRenewal {
    /// Who.
    pub number: CitizenNumber,
    /// Why.
    pub reason: RenewalReason,
}

/// Why a card is renewed. Who has none receives the first one, whatever the reason.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RenewalReason {
    /// The holder reaches 14, 25, 40 or 60 within two years, or the card has expired (Điều 21).
    Age,
    /// Điều 24(2): lost.
    Lost,
    /// Điều 24(2): damaged.
    Damaged,
    /// Điều 24(1): name, date of birth, number, units or looks are others now.
    DataChanged,
    /// Điều 24(1): the holder asks for it.
    OnRequest,
}

/// The words that name the reasons.
const REASONS: [(RenewalReason, &str); 5] = [
    (RenewalReason::Age, "age"),
    (RenewalReason::Lost, "lost"),
    (RenewalReason::Damaged, "damaged"),
    (RenewalReason::DataChanged, "data_changed"),
    (RenewalReason::OnRequest, "on_request"),
];

impl RenewalReason {
    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut reasons = REASONS.iter();
        let found = reasons.find(|(_, known)| *known == word)?;
        Some(found.0)
    }

    /// Every word, for a refusal.
    pub fn words() -> String {
        REASONS.map(|(_, word)| word).join(", ")
    }
}

/// Age from which citizens had cards before 01/07/2024 (Luật Căn cước công dân 2014 Điều 19).
const FIRST_CARD: u16 = 14;
/// A card issued within so many years before a threshold lasts to the next one (Điều 21(2)).
const YEARS_BEFORE: u16 = 2;

/// Issues the kind of card of that day, with the expiry of the law.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, renewal: &CardRenewal) -> Result<(), UpkeepError> {
    let mut citizen = scene.living("number", renewal.number, on)?;
    check_age(&citizen, on)?;
    if let Some(card) = &citizen.card {
        check_card(card, on, renewal.reason)?;
    }
    let kind = if citizen.undetermined_nationality {
        CardKind::IdentityCertificate
    } else {
        CardKind::issued_on(on)
    };
    citizen.card = Some(Card::issued(kind, on, citizen.identity.date_of_birth));
    // With a card in hand there is no reason to lock any more.
    let locked = Some(LockReason::CardWithdrawnOrHeld);
    let account = citizen.electronic_identity;
    citizen.electronic_identity = account.map(|account| ElectronicIdentity {
        locked: account.locked.filter(|_| account.locked != locked),
        ..account
    });
    scene.happens_to(citizen.identity.id);
    scene.put(citizen)?;
    Ok(())
}

fn check_age(citizen: &Citizen, on: CivilDate) -> Result<(), UpkeepError> {
    let is_child = citizen.identity.date_of_birth.latest().age_on(on) < FIRST_CARD;
    if is_child && CardKind::issued_on(on) != CardKind::IdentityCard {
        return Err(refuse(
            "on",
            "person_under_age",
            "Trước ngày 01/07/2024 thẻ chỉ được cấp từ đủ 14 tuổi.",
            "Before 01/07/2024 cards were issued from the age of 14.",
        ));
    }
    if citizen.identity.number.is_none() {
        return Err(refusals::contradicts(
            "number",
            "Công dân chưa có số định danh 12 số.",
            "The citizen has no number of 12 digits.",
        ));
    }
    Ok(())
}

fn check_card(card: &Card, on: CivilDate, reason: RenewalReason) -> Result<(), UpkeepError> {
    if on <= card.issued_on {
        return Err(refusals::contradicts(
            "on",
            format!("Thẻ hiện có được cấp ngày {}.", card.issued_on.vietnamese()),
            format!("The present card was issued on {}.", card.issued_on),
        ));
    }
    if card.custody == CardCustody::Held {
        return Err(refusals::contradicts(
            "number",
            "Thẻ đang bị giữ (Luật Căn cước 2023 Điều 29).",
            "The card is held by an authority (Luật Căn cước 2023 Điều 29).",
        ));
    }
    let soon = on.birthday_in(on.year() + YEARS_BEFORE);
    let is_due = card.expires_on.is_some_and(|last| Some(last) <= soon);
    if reason == RenewalReason::Age && card.custody == CardCustody::Holder && !is_due {
        return Err(refuse(
            "reason",
            "card_not_due",
            "Thẻ còn hạn hơn hai năm: chưa đến tuổi đổi thẻ. Nêu lý do khác (lost, damaged, data_changed, on_request).",
            "The card is good for more than two years: no age to renew it. Give another reason (lost, damaged, data_changed, on_request).",
        ));
    }
    Ok(())
}
