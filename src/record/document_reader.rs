//! Reads cards, numbers of cards, the electronic identity, and states of the record.

use super::field_reader::{Reader, words};
use super::{CardRecord, CitizenRecord, ElectronicIdentityRecord, FieldError, StatusPeriodRecord};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{
    Card, CardCustody, CardKind, Cmnd, ElectronicIdentity, IdentityLevel, LockReason, lawful_expiry,
};
use crate::domain::citizen::FormerNumber;
use crate::domain::status::{RecordStatus, StatusPeriod};

impl Reader {
    pub(super) fn cmnd(&mut self, record: &CitizenRecord) -> Vec<Cmnd> {
        let mut cards = Vec::new();
        for (index, cmnd) in record.cmnd.iter().enumerate() {
            let path = |key: &str| format!("cmnd[{index}].{key}");
            let number = self.cmnd_number(&cmnd.number, &path("number"));
            let issued_by = cmnd
                .issued_by
                .as_deref()
                .and_then(|text| self.province(text, &path("issued_by")));
            let issued_on = cmnd
                .issued_on
                .as_deref()
                .and_then(|text| self.day(text, &path("issued_on")));
            cards.extend(number.map(|number| Cmnd {
                number,
                issued_by,
                issued_on,
            }));
        }
        cards
    }

    pub(super) fn card(&mut self, card: &CardRecord, born: BirthDate) -> Option<Card> {
        let kind = self.word(
            Some(&card.kind),
            "card.kind",
            CardKind::from_word,
            &words(CardKind::ALL, CardKind::as_str),
        );
        let issued_on = self.day(&card.issued_on, "card.issued_on");
        let custody = self
            .word(
                card.custody.as_deref(),
                "card.custody",
                CardCustody::from_word,
                &words(CardCustody::ALL, CardCustody::as_str),
            )
            .unwrap_or(CardCustody::Holder);
        let (kind, issued_on) = kind.zip(issued_on)?;
        if issued_on < born.earliest() {
            self.fail(FieldError::told(
                "card.issued_on",
                "issued_before_birth",
                "Ngày cấp không được trước ngày sinh.",
                "A card cannot be issued before its holder is born.",
            ));
        }
        let expires_on = match card.expires_on.as_deref() {
            None => lawful_expiry(issued_on, born),
            Some("never") => None,
            Some(text) => Some(self.day(text, "card.expires_on")?),
        };
        Some(Card {
            kind,
            issued_on,
            expires_on,
            custody,
        })
    }

    pub(super) fn electronic_identity(
        &mut self,
        record: &ElectronicIdentityRecord,
    ) -> Option<ElectronicIdentity> {
        let level = match record.level {
            1 => Some(IdentityLevel::One),
            2 => Some(IdentityLevel::Two),
            _ => {
                self.fail(FieldError::not_one_of("electronic_identity.level", "1, 2"));
                None
            }
        };
        let granted_on = self.day(&record.granted_on, "electronic_identity.granted_on");
        let locked = self.word(
            record.locked.as_deref(),
            "electronic_identity.locked",
            LockReason::from_word,
            &words(LockReason::ALL, LockReason::as_str),
        );
        let (level, granted_on) = level.zip(granted_on)?;
        Some(ElectronicIdentity {
            level,
            granted_on,
            activated: record.activated,
            locked,
        })
    }

    pub(super) fn status_periods(&mut self, records: &[StatusPeriodRecord]) -> Vec<StatusPeriod> {
        let mut periods = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let path = |key: &str| format!("status_periods[{index}].{key}");
            let status = match record.status.as_str() {
                "deceased" => Some(RecordStatus::Deceased),
                "missing" => Some(RecordStatus::Missing),
                "inactive" => Some(RecordStatus::Inactive),
                "cancelled" => self
                    .required(record.reason.as_deref(), &path("reason"))
                    .and_then(|reason| self.cancel_reason(Some(reason), &path("reason")))
                    .map(RecordStatus::Cancelled),
                _ => self.word(
                    Some(&record.status),
                    &path("status"),
                    |_| None,
                    "deceased, missing, inactive, cancelled",
                ),
            };
            let from = self.day(&record.from, &path("from"));
            let until = record
                .until
                .as_deref()
                .and_then(|text| self.day(text, &path("until")));
            if from.zip(until).is_some_and(|(from, until)| until < from) {
                self.fail(FieldError::told(
                    path("until"),
                    "period_reversed",
                    "Ngày cuối không được trước ngày đầu.",
                    "The last day cannot be before the first.",
                ));
            }
            periods.extend(status.zip(from).map(|(status, from)| StatusPeriod {
                status,
                from,
                until,
            }));
        }
        periods.sort_by_key(|period| period.from);
        periods
    }

    pub(super) fn former_numbers(&mut self, record: &CitizenRecord) -> Vec<FormerNumber> {
        let mut numbers = Vec::new();
        for (index, former) in record.former_numbers.iter().enumerate() {
            let path = |key: &str| format!("former_numbers[{index}].{key}");
            let number = self.number(&former.number, &path("number"));
            let cancelled_on = self.day(&former.cancelled_on, &path("cancelled_on"));
            let reason = self.cancel_reason(Some(&former.reason), &path("reason"));
            if let (Some(number), Some(cancelled_on), Some(reason)) = (number, cancelled_on, reason)
            {
                numbers.push(FormerNumber {
                    number,
                    cancelled_on,
                    reason,
                });
            }
        }
        numbers
    }
}
