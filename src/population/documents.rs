//! Cards of twelve and nine digits and electronic identities, consistent with age and law.
//!
//! The periods of issue are law; the shares of people in each are GUESSES after news of the chip-card
//! campaign of 2021 (about 50 million cards in half a year) and of the electronic identities since 2022.

use super::PICTURE_DATE;
use super::births::Birth;
use super::mixer::{Draws, Field};
use super::people::Homes;
use crate::domain::card::{
    Card, CardCustody, CardKind, CardState, ElectronicIdentity, IdentityLevel, LockReason,
};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;

/// Age from which a card is due (Luật Căn cước 2023 Điều 19).
const CARD_AGE: u16 = 14;
/// Days from order to card and from card to electronic identity.
const WEEKS: i32 = 60;

/// When people last went to have a card made: first day, days, ten-thousandths.
const ISSUE_PERIODS: [((u16, u8, u8), u32, u32); 6] = [
    ((2016, 1, 1), 1_848, 900),
    ((2021, 1, 23), 200, 4_800),
    ((2021, 8, 11), 370, 2_000),
    ((2022, 8, 16), 500, 1_500),
    ((2023, 12, 29), 185, 400),
    ((2024, 7, 1), 365, 400),
];

/// A CMND before its number is handed out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CmndIssue {
    /// The province whose police issued it.
    pub province: ProvinceCode,
    /// The day.
    pub day: CivilDate,
}

/// The twelve-digit card of a living person, if there is one.
pub fn card(birth: &Birth, draws: Draws) -> Option<Card> {
    let age = birth.age_on(PICTURE_DATE);
    let issued_on = if age < CARD_AGE {
        child_card_day(birth, draws)?
    } else {
        adult_card_day(birth, age, draws)?
    };
    let custody = match draws.below(Field::Card, 5, 10_000) {
        0..30 => CardCustody::Lost,
        30..42 if age >= 18 => CardCustody::Held,
        42..44 => CardCustody::Withdrawn,
        _ => CardCustody::Holder,
    };
    Some(Card {
        custody,
        ..Card::issued(CardKind::issued_on(issued_on), issued_on, birth.known)
    })
}

/// Since 01/07/2024 children may have a card; one in fifteen does.
fn child_card_day(birth: &Birth, draws: Draws) -> Option<CivilDate> {
    let opened = CivilDate::new(2024, 7, 1)?;
    let first = opened.max(birth.known.latest()).plus_days(WEEKS)?;
    let day = between(first, PICTURE_DATE, draws, 0)?;
    draws.happens(Field::Card, 1, 670).then_some(day)
}

fn adult_card_day(birth: &Birth, age: u16, draws: Draws) -> Option<CivilDate> {
    let never = if age >= 80 { 1_200 } else { 250 };
    if draws.happens(Field::Card, 1, never) {
        return None;
    }
    let fourteenth = birth
        .known
        .latest()
        .birthday_in(birth.known.year() + CARD_AGE)?;
    let mut day = campaign_day(draws)?;
    if day < fourteenth {
        day = fourteenth.plus_days(draws.below(Field::Card, 3, 200).cast_signed())?;
    }
    if day > PICTURE_DATE {
        return None;
    }
    renewed(day, birth, draws)
}

fn campaign_day(draws: Draws) -> Option<CivilDate> {
    let mut chance = draws.below(Field::Card, 0, 10_000);
    for ((year, month, day), days, share) in ISSUE_PERIODS {
        if chance < share {
            return CivilDate::new(year, month, day)?
                .plus_days(draws.below(Field::Card, 2, days).cast_signed());
        }
        chance -= share;
    }
    None
}

/// Most people whose card ran out before the picture have a new one by then.
fn renewed(issued_on: CivilDate, birth: &Birth, draws: Draws) -> Option<CivilDate> {
    let card = Card::issued(CardKind::issued_on(issued_on), issued_on, birth.known);
    match card.expires_on {
        Some(last) if last < PICTURE_DATE && draws.happens(Field::Card, 4, 8_800) => {
            let again = last.plus_days(draws.below(Field::Card, 6, 240).cast_signed() - 60)?;
            Some(again.clamp(issued_on, PICTURE_DATE))
        }
        Some(_) | None => Some(issued_on),
    }
}

/// The electronic identity of a living person, if there is one: from 14 for most with a valid card,
/// for few children with a card (Nghị định 69/2024 Điều 7).
pub fn electronic_identity(
    birth: &Birth,
    card: Option<&Card>,
    draws: Draws,
) -> Option<ElectronicIdentity> {
    let card = card?;
    let age = birth.age_on(PICTURE_DATE);
    let share = match age {
        0..6 => 800,
        6..14 => 3_000,
        14..70 => 8_200,
        _ => 4_000,
    };
    let in_use = matches!(
        card.state_on(PICTURE_DATE),
        Some(CardState::Valid | CardState::Held)
    );
    if !in_use || !draws.happens(Field::ElectronicIdentity, 0, share) {
        return None;
    }
    // Accounts began with Nghị định 59/2022, in force from 20/10/2022.
    let first = CivilDate::new(2022, 10, 20)?.max(card.issued_on.plus_days(7)?);
    let granted_on = between(first, PICTURE_DATE, draws, 1)?;
    let level_two = age >= 6 && draws.happens(Field::ElectronicIdentity, 2, 9_300);
    Some(ElectronicIdentity {
        level: if level_two {
            IdentityLevel::Two
        } else {
            IdentityLevel::One
        },
        granted_on,
        activated: !draws.happens(Field::ElectronicIdentity, 3, 700),
        locked: lock(card, draws),
    })
}

fn lock(card: &Card, draws: Draws) -> Option<LockReason> {
    if card.custody == CardCustody::Held {
        return Some(LockReason::CardWithdrawnOrHeld);
    }
    match draws.below(Field::ElectronicIdentity, 4, 10_000) {
        0..30 => Some(LockReason::HolderRequest),
        30..40 => Some(LockReason::TermsBroken),
        40..44 => Some(LockReason::AuthorityRequest),
        _ => None,
    }
}

/// A day between two, or `None` when the first is later. The nth question of electronic identity.
fn between(first: CivilDate, last: CivilDate, draws: Draws, nth: u16) -> Option<CivilDate> {
    let days = u32::try_from(last.day_number() - first.day_number()).ok()?;
    first.plus_days(
        draws
            .below(Field::ElectronicIdentity, 100 + nth, days + 1)
            .cast_signed(),
    )
}

/// The CMNDs of somebody who turned 14 before 2016, when the twelve-digit card began: one for most,
/// another one after a move to another province, oldest first.
pub fn cmnd_issues(
    birth: &Birth,
    homes: Homes,
    origin: ProvinceCode,
    draws: Draws,
) -> [Option<CmndIssue>; 3] {
    let mut issues = [None; 3];
    if birth.day.year() > 2001 || draws.happens(Field::Cmnd, 0, 600) {
        return issues;
    }
    // CMND began in 1957, in the south after 1976: who was older than 14 then went in 1978 or later. The
    // year after the 14th birthday, so that it lies behind them also where only the year is known.
    let due = (birth.day.year() + CARD_AGE + 1).max(1978);
    let Some(first) = issue_day(due, draws.below(Field::Cmnd, 1, 1_000)) else {
        return issues;
    };
    issues[0] = Some(CmndIssue {
        province: homes.registration,
        day: first,
    });
    let second = draws.happens(Field::Cmnd, 2, if homes.moved() { 6_000 } else { 300 });
    let Some(later) = issue_day(first.year() + 4, draws.below(Field::Cmnd, 3, 3_000)) else {
        return issues;
    };
    if second {
        let province = if homes.moved() {
            homes.residence
        } else {
            origin
        };
        issues[1] = (province != homes.registration).then_some(CmndIssue {
            province,
            day: later,
        });
    }
    if issues[1].is_some() && draws.happens(Field::Cmnd, 4, 800) {
        let last = issue_day(later.year() + 3, draws.below(Field::Cmnd, 5, 2_000));
        issues[2] = last.map(|day| CmndIssue {
            province: homes.registration,
            day,
        });
    }
    issues
}

/// A day some days into a year, if CMNDs were still made then.
fn issue_day(year: u16, days: u32) -> Option<CivilDate> {
    let day = CivilDate::new(year, 1, 4)?.plus_days(days.cast_signed())?;
    (Some(day) < CivilDate::new(2020, 1, 1)).then_some(day)
}
