//! Cards, CMNDs and electronic identities of a member: drawn among what the law allows.

use super::drawing::Misfit;
use super::{AccountWish, CardWish, RecipeMember};
use crate::domain::card::{
    Card, CardCustody, CardKind, CardState, ElectronicIdentity, IdentityLevel, LockReason,
};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::ProvinceCode;
use crate::domain::status::StatusPeriod;
use crate::population::PICTURE_DATE;
use crate::population::births::Birth;
use crate::population::documents::CmndIssue;
use crate::population::mixer::{Draws, Field};

/// Age from which a card is due (Luật Căn cước 2023 Điều 19).
const CARD_AGE: u16 = 14;
/// A card that is to be valid lasts that many days beyond the picture, where it can.
const LASTING: i32 = 3 * 365;
/// Days between the days of issue that are looked at.
const STEP: i32 = 5;

/// Who the papers are for.
#[derive(Clone, Copy)]
pub(super) struct Holder<'a> {
    pub(super) member: &'a RecipeMember,
    pub(super) birth: &'a Birth,
    pub(super) end: Option<StatusPeriod>,
    pub(super) draws: Draws,
}

impl Holder<'_> {
    /// The card; a valid one for who says nothing and can have one.
    pub(super) fn card(&self) -> Result<Option<Card>, Misfit> {
        match self.member.card {
            Some(CardWish::Missing) => Ok(None),
            Some(CardWish::In(state)) => self.card_in(state).map(Some).ok_or(Misfit::Card),
            None if self.end.is_some() || self.is_child() || !self.is_numbered() => Ok(None),
            None => Ok(self.card_in(CardState::Valid)),
        }
    }

    fn is_child(&self) -> bool {
        self.birth.known.latest().age_on(PICTURE_DATE) < CARD_AGE
    }

    fn is_numbered(&self) -> bool {
        self.member.number != super::NumberWish::Missing
    }

    /// A card that is in this state on the day of the picture.
    fn card_in(&self, state: CardState) -> Option<Card> {
        let expired = state == CardState::Expired;
        let cards: Vec<Card> = self
            .cards()
            .filter(|card| {
                let is_expired = card.expires_on.is_some_and(|last| last < PICTURE_DATE);
                is_expired == expired
            })
            .collect();
        let lasting: Vec<Card> = cards
            .iter()
            .copied()
            .filter(|card| {
                let until = PICTURE_DATE.plus_days(LASTING);
                card.expires_on.is_none_or(|last| Some(last) >= until)
            })
            .collect();
        let among = if expired || lasting.is_empty() {
            cards
        } else {
            lasting
        };
        let card = self.draws.one_of(Field::Card, 20, &among).copied()?;
        let custody = match state {
            CardState::Valid | CardState::Expired => CardCustody::Holder,
            CardState::Lost => CardCustody::Lost,
            CardState::Held => CardCustody::Held,
            CardState::Withdrawn => CardCustody::Withdrawn,
        };
        Some(Card { custody, ..card })
    }

    /// The cards that could have been issued: citizen cards since 2016, to children and as certificates
    /// (Luật Căn cước 2023) since 01/07/2024.
    fn cards(&self) -> impl Iterator<Item = Card> {
        let born = self.birth.known;
        let opened = if self.member.stateless || self.is_child() {
            CivilDate::new(2024, 7, 1)
        } else {
            CivilDate::new(2016, 1, 1)
        };
        let due = if self.is_child() {
            born.latest().plus_days(30)
        } else {
            born.latest().birthday_in(born.year() + CARD_AGE)
        };
        let first = opened.max(due).unwrap_or(PICTURE_DATE);
        let offset = self
            .draws
            .below(Field::Card, 21, STEP.unsigned_abs())
            .cast_signed();
        let last = self.last_day();
        let stateless = self.member.stateless;
        (0..)
            .map_while(move |step| {
                first
                    .plus_days(offset + step * STEP)
                    .filter(|day| *day < last)
            })
            .map(move |day| {
                let kind = if stateless {
                    CardKind::IdentityCertificate
                } else {
                    CardKind::issued_on(day)
                };
                Card::issued(kind, day, born)
            })
    }

    /// The day of death, or that of the picture.
    fn last_day(&self) -> CivilDate {
        self.end.map_or(PICTURE_DATE, |period| period.from)
    }

    /// The electronic identity; one of level 2 in use for who says nothing and has a valid card since 14.
    pub(super) fn account(
        &self,
        card: Option<&Card>,
    ) -> Result<Option<ElectronicIdentity>, Misfit> {
        let wish = match self.member.account {
            Some(AccountWish::Missing) => return Ok(None),
            Some(wish) => wish,
            None => {
                let valid =
                    card.is_some_and(|card| card.state_on(PICTURE_DATE) == Some(CardState::Valid));
                if !valid || self.is_child() || self.end.is_some() || self.member.stateless {
                    return Ok(None);
                }
                return Ok(card.and_then(|card| self.account_as(AccountWish::Two, card)));
            }
        };
        let account = card.and_then(|card| self.account_as(wish, card));
        account.map(Some).ok_or(Misfit::Account)
    }

    fn account_as(&self, wish: AccountWish, card: &Card) -> Option<ElectronicIdentity> {
        // Accounts began with Nghị định 59/2022, in force from 20/10/2022.
        let first = CivilDate::new(2022, 10, 20)?.max(card.issued_on.plus_days(7)?);
        let days = u32::try_from(self.last_day().day_number() - first.day_number()).ok()?;
        let granted_on = first.plus_days(
            self.draws
                .below(Field::ElectronicIdentity, 20, days)
                .cast_signed(),
        )?;
        let locked = match (self.end, card.custody, wish) {
            (Some(_), ..) => Some(LockReason::Death),
            (None, CardCustody::Held | CardCustody::Withdrawn, _) => {
                Some(LockReason::CardWithdrawnOrHeld)
            }
            (None, _, AccountWish::Locked) => Some(LockReason::HolderRequest),
            (None, ..) => None,
        };
        Some(ElectronicIdentity {
            level: if wish == AccountWish::One {
                IdentityLevel::One
            } else {
                IdentityLevel::Two
            },
            granted_on,
            activated: wish != AccountWish::NotActivated,
            locked,
        })
    }

    /// The CMNDs, oldest first: the first one from where the birth was registered, a second one from elsewhere, the
    /// third one from home again. One for who says nothing and was 14 while they were made.
    pub(super) fn cmnd(
        &self,
        home: ProvinceCode,
        elsewhere: ProvinceCode,
    ) -> Result<Vec<CmndIssue>, Misfit> {
        let year = self.birth.known.year();
        let by_itself = u8::from(year <= 2000 && !self.member.stateless);
        let count = self.member.cmnd.unwrap_or(by_itself);
        // CMND began in 1957, in the south after 1976; the last ones were made in 2019.
        let first = CivilDate::new((year + CARD_AGE + 1).max(1978), 1, 4);
        let last = CivilDate::new(2019, 12, 1).min(self.last_day().plus_days(-1));
        let span = first
            .zip(last)
            .map_or(0, |(first, last)| last.day_number() - first.day_number());
        let part = span / i32::from(count.max(1));
        if part < 60 {
            return match self.member.cmnd {
                None | Some(0) => Ok(Vec::new()),
                Some(_) => Err(Misfit::Cmnd),
            };
        }
        let issue = |nth: u8| {
            let within =
                self.draws
                    .below(Field::Cmnd, 20 + u16::from(nth), part.unsigned_abs() / 2);
            let day = first?.plus_days(i32::from(nth) * part + within.cast_signed())?;
            let province = if nth == 1 { elsewhere } else { home };
            Some(CmndIssue { province, day })
        };
        Ok((0..count).filter_map(issue).collect())
    }
}
