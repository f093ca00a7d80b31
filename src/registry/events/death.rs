//! Khai tử (Luật Hộ tịch 2014 Điều 32-34): the record ends, and so does what hung on the person.

use super::household::{hand_over, nominated};
use super::links::cut;
use super::refusals;
use super::scene::{Scene, born_by};
use crate::domain::card::{ElectronicIdentity, LockReason};
use crate::domain::citizen::{Citizen, MaritalStatus, Occupation, Relation};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::status::{RecordStatus, StatusPeriod};
use crate::registry::upkeep::UpkeepError;
use crate::store::StoreError;

/// Somebody died.
#[derive(Clone, Debug)]
pub struct Death {
    /// Who.
    pub number: CitizenNumber,
    /// Who is to be the head of the household now, as its members agreed.
    pub new_head: Option<CitizenNumber>,
}

/// Ends the record, widows the husband or wife, ends guardianships, hands the household over.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, death: &Death) -> Result<(), UpkeepError> {
    let citizen = scene.person("number", death.number)?;
    match citizen.identity.status_on(scene.day) {
        // Of the missing a court may say that they are dead (Bộ luật Dân sự 2015 Điều 71).
        RecordStatus::Active | RecordStatus::Missing => {}
        status @ (RecordStatus::Deceased | RecordStatus::Inactive | RecordStatus::Cancelled(_)) => {
            return Err(refusals::not_living("number", status.as_str()));
        }
    }
    born_by(&citizen, on)?;
    let id = citizen.identity.id;
    let household = citizen.household.map(|place| place.household);
    let next_head = nominated(scene, "new_head", death.new_head, household, &[id], on)?;
    scene.happens_to(id);
    scene.put(ended(citizen.clone(), on))?;
    widow(scene, &citizen)?;
    end_guardianships(scene, &citizen)?;
    if let Some(household) = household {
        hand_over(scene, &citizen, household, next_head)?;
    }
    Ok(())
}

/// The record of somebody who died on that day. What it says of later days, in a world that lives in the
/// past, does not come any more. Husband or wife and the last home stay in it, as with the dead whom the
/// population begins with.
fn ended(mut citizen: Citizen, on: CivilDate) -> Citizen {
    let periods = &mut citizen.identity.status_periods;
    periods.retain(|period| period.from < on);
    for period in periods.iter_mut() {
        if period.until.is_none_or(|last| last >= on) {
            period.until = on.plus_days(-1);
        }
    }
    periods.push(StatusPeriod {
        status: RecordStatus::Deceased,
        from: on,
        until: None,
    });
    let account = citizen.electronic_identity;
    Citizen {
        household: None,
        temporary_residence: None,
        absent_since: None,
        mobile: None,
        email: None,
        occupation: Occupation::NotRecorded,
        card: citizen.card.filter(|card| card.issued_on <= on),
        // Luật Căn cước 2023 Điều 34.
        electronic_identity: account
            .filter(|account| account.granted_on <= on)
            .map(|account| ElectronicIdentity {
                locked: Some(LockReason::Death),
                ..account
            }),
        ..citizen
    }
}

/// Death ends a marriage (Luật Hôn nhân và gia đình 2014 Điều 65).
fn widow(scene: &mut Scene<'_>, citizen: &Citizen) -> Result<(), StoreError> {
    for mut spouse in scene.related(citizen, Relation::Spouse)? {
        let is_married = matches!(
            spouse.marital_status,
            MaritalStatus::Married | MaritalStatus::Separated
        );
        let is_dead = spouse.identity.status_on(scene.day) == RecordStatus::Deceased;
        if is_married && !is_dead {
            spouse.marital_status = MaritalStatus::Widowed;
            scene.put(spouse)?;
        }
    }
    Ok(())
}

/// A guardianship ends with either (Bộ luật Dân sự 2015 Điều 60, 62).
fn end_guardianships(scene: &mut Scene<'_>, citizen: &Citizen) -> Result<(), StoreError> {
    for (own, theirs) in [
        (Relation::Representative, Relation::Represented),
        (Relation::Represented, Relation::Representative),
    ] {
        for mut other in scene.related(citizen, own)? {
            cut(&mut other, theirs, citizen);
            scene.put(other)?;
        }
        if let Some(mut ended) = scene.citizen(citizen.identity.id)? {
            ended.relatives.retain(|relative| relative.relation != own);
            scene.put(ended)?;
        }
    }
    Ok(())
}
