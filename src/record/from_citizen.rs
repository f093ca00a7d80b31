//! A citizen as a record, for an audience and a business date.

use super::{
    CardRecord, CitizenRecord, CmndRecord, ElectronicIdentityRecord, FormerNameRecord,
    FormerNumberRecord, HouseholdRecord, PlaceRecord, RelativeRecord, StatusPeriodRecord,
};
use crate::domain::card::{Card, CardCustody};
use crate::domain::citizen::{Citizen, FormerNumber, Identity, Occupation};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{CountryCode, Place, ProvinceCode};
use crate::domain::status::{RecordStatus, StatusPeriod};
use crate::reference::{self, MapState};

/// Who the record is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Callers of the registry: what holds on the business date, without cancelled numbers.
    Caller,
    /// Administrators: everything, and what is computed besides.
    Administrator,
    /// Files: everything that was recorded and nothing that is computed.
    Storage,
}

/// The record of a citizen as files keep it: everything, and nothing that depends on a day.
pub fn storage_record(citizen: &Citizen) -> CitizenRecord {
    record_of(
        citizen,
        citizen.identity.date_of_birth.earliest(),
        Audience::Storage,
    )
}

/// The record of a citizen on the business date `day`.
pub fn record_of(citizen: &Citizen, day: CivilDate, audience: Audience) -> CitizenRecord {
    let identity = &citizen.identity;
    let everything = audience != Audience::Caller;
    let computed = audience != Audience::Storage;
    let place = |place: &Option<Place>| {
        place
            .as_ref()
            .map(|place| place_record(place, day, computed))
    };
    let status = identity.status_on(day);
    let (number, full_name) = if computed {
        (identity.number_on(day), identity.full_name_on(day))
    } else {
        (identity.number, &identity.full_name)
    };
    CitizenRecord {
        number: number.map(|number| number.to_string()),
        full_name: Some(full_name.as_str().to_owned()),
        date_of_birth: Some(identity.date_of_birth.to_string()),
        gender: Some(identity.gender.as_str().to_owned()),
        record_status: computed.then(|| status.as_str().to_owned()),
        other_name: citizen
            .other_name
            .as_ref()
            .map(|name| name.as_str().to_owned()),
        former_names: former_names(identity, day, audience),
        former_numbers: former_numbers(identity, day, audience),
        place_of_birth: place(&citizen.place_of_birth),
        place_of_birth_registration: place(&citizen.place_of_birth_registration),
        hometown: place(&citizen.hometown),
        ethnic_group: Some(format!("{:02}", citizen.ethnic_group)),
        religion: Some(format!("{:02}", citizen.religion)),
        nationality: citizen
            .nationality
            .iter()
            .map(|country| country.as_str().to_owned())
            .collect(),
        blood_group: citizen.blood_group.map(|group| group.as_str().to_owned()),
        cmnd: citizen
            .cmnd
            .iter()
            .map(|cmnd| CmndRecord {
                number: cmnd.number.to_string(),
                issued_by: cmnd.issued_by.map(province_code),
                issued_on: cmnd.issued_on.map(|day| day.to_string()),
            })
            .collect(),
        card: citizen
            .card
            .as_ref()
            .and_then(|card| card_record(card, day, audience)),
        relatives: relatives(citizen),
        permanent_residence: place(&citizen.permanent_residence),
        temporary_residence: place(&citizen.temporary_residence),
        current_residence: place(&citizen.current_residence),
        absent_since: citizen
            .absent_since
            .filter(|since| !computed || *since <= day)
            .map(|since| since.to_string()),
        residence_file: citizen.residence_file.as_deref().map(str::to_owned),
        marital_status: Some(citizen.marital_status.as_str().to_owned()),
        household: citizen.household.map(|place| HouseholdRecord {
            id: place.household,
            relation_to_head: format!("CH{:02}", place.relation_to_head),
        }),
        mobile: citizen.mobile.as_deref().map(str::to_owned),
        email: citizen.email.as_deref().map(str::to_owned),
        occupation: match &citizen.occupation {
            Occupation::Recorded(occupation) => Some(occupation.as_ref().to_owned()),
            Occupation::NotRecorded | Occupation::Withheld => None,
        },
        occupation_withheld: citizen.occupation == Occupation::Withheld,
        electronic_identity: electronic_identity(citizen, day, audience),
        status_periods: status_periods(&identity.status_periods, day, everything),
        restricted: everything && identity.restricted,
        undetermined_nationality: citizen.undetermined_nationality,
    }
}

/// Files keep all of them; others see what lies in the past.
fn former_names(identity: &Identity, day: CivilDate, audience: Audience) -> Vec<FormerNameRecord> {
    let past = identity
        .former_names
        .iter()
        .filter(|former| audience == Audience::Storage || former.until < day);
    past.map(|former| FormerNameRecord {
        full_name: former.full_name.as_str().to_owned(),
        until: former.until.to_string(),
    })
    .collect()
}

/// Files keep all of them; administrators see what lies in the past, callers nothing.
fn former_numbers(
    identity: &Identity,
    day: CivilDate,
    audience: Audience,
) -> Vec<FormerNumberRecord> {
    let shown = |former: &&FormerNumber| match audience {
        Audience::Caller => false,
        Audience::Administrator => former.cancelled_on <= day,
        Audience::Storage => true,
    };
    let shown = identity.former_numbers.iter().filter(shown);
    shown
        .map(|former| FormerNumberRecord {
            number: former.number.to_string(),
            cancelled_on: former.cancelled_on.to_string(),
            reason: former.reason.as_str().to_owned(),
        })
        .collect()
}

fn relatives(citizen: &Citizen) -> Vec<RelativeRecord> {
    citizen
        .relatives
        .iter()
        .map(|relative| RelativeRecord {
            relation: relative.relation.as_str().to_owned(),
            full_name: relative.full_name.as_str().to_owned(),
            number: relative.number.map(|number| number.to_string()),
            cmnd: relative.cmnd.map(|number| number.to_string()),
            nationality: relative
                .nationality
                .map(|country| country.as_str().to_owned()),
        })
        .collect()
}

/// Callers see a card from the day it was issued; files keep it whatever the day.
fn card_record(card: &Card, day: CivilDate, audience: Audience) -> Option<CardRecord> {
    let state = card.state_on(day);
    if audience != Audience::Storage && state.is_none() {
        return None;
    }
    let computed = audience != Audience::Storage;
    Some(CardRecord {
        kind: card.kind.as_str().to_owned(),
        issued_on: card.issued_on.to_string(),
        expires_on: Some(
            card.expires_on
                .map_or_else(|| "never".to_owned(), |day| day.to_string()),
        ),
        custody: (card.custody != CardCustody::Holder).then(|| card.custody.as_str().to_owned()),
        state: state
            .filter(|_| computed)
            .map(|state| state.as_str().to_owned()),
        issuer: computed.then(|| card.kind.issuer(card.issued_on).to_owned()),
    })
}

/// The account as it is on `day`; files keep it whatever the day.
fn electronic_identity(
    citizen: &Citizen,
    day: CivilDate,
    audience: Audience,
) -> Option<ElectronicIdentityRecord> {
    let account = match audience {
        Audience::Storage => citizen.electronic_identity,
        Audience::Caller | Audience::Administrator => citizen.electronic_identity_on(day),
    }?;
    Some(ElectronicIdentityRecord {
        level: account.level.digit(),
        granted_on: account.granted_on.to_string(),
        activated: account.activated,
        locked: account.locked.map(|reason| reason.as_str().to_owned()),
    })
}

/// Callers do not see what has not happened yet on the business date.
fn status_periods(
    periods: &[StatusPeriod],
    day: CivilDate,
    everything: bool,
) -> Vec<StatusPeriodRecord> {
    periods
        .iter()
        .filter(|period| everything || period.from <= day)
        .map(|period| StatusPeriodRecord {
            status: period.status.as_str().to_owned(),
            reason: match period.status {
                RecordStatus::Cancelled(reason) => Some(reason.as_str().to_owned()),
                RecordStatus::Active
                | RecordStatus::Deceased
                | RecordStatus::Missing
                | RecordStatus::Inactive => None,
            },
            from: period.from.to_string(),
            until: period
                .until
                .filter(|last| everything || *last <= day)
                .map(|last| last.to_string()),
        })
        .collect()
}

fn place_record(place: &Place, day: CivilDate, computed: bool) -> PlaceRecord {
    let text = |state| computed.then(|| reference::place_text(place, state));
    let mut record = PlaceRecord {
        text: text(MapState::on(day)),
        text_before: text(MapState::Before2025),
        ..PlaceRecord::default()
    };
    match place {
        Place::Ward { link, detail } => {
            record.detail = detail.as_deref().map(str::to_owned);
            if let Some(row) = reference::ward_link(*link) {
                record.ward = Some(format!("{:05}", row.ward_since));
                record.ward_before = Some(format!("{:05}", row.ward_before));
                if computed {
                    record.province = Some(format!("{:02}", row.province_since));
                    record.district_before = Some(format!("{:03}", row.district_before));
                    record.province_before = Some(province_code(row.province_before));
                    record.country = Some(CountryCode::VIET_NAM.as_str().to_owned());
                }
            }
        }
        Place::Province(code) => {
            record.province_before = Some(province_code(*code));
            if computed {
                record.province =
                    reference::province_before(*code).map(|row| format!("{:02}", row.successor));
                record.country = Some(CountryCode::VIET_NAM.as_str().to_owned());
            }
        }
        Place::Abroad { country, detail } => {
            record.country = Some(country.as_str().to_owned());
            record.detail = detail.as_deref().map(str::to_owned);
            record.text_before = None;
        }
    }
    record
}

fn province_code(code: ProvinceCode) -> String {
    format!("{:02}", code.0)
}
