//! Ly hôn (Luật Hôn nhân và gia đình 2014 Điều 57: from the day the judgment is in force).

use super::household::relate_again;
use super::links::cut;
use super::refusals::refuse;
use super::scene::Scene;
use crate::domain::citizen::{Citizen, MaritalStatus, Relation};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::status::RecordStatus;
use crate::registry::upkeep::UpkeepError;

/// A marriage was ended by a court.
#[derive(Clone, Copy, Debug)]
pub struct Divorce {
    /// One of the two; the record tells the other.
    pub number: CitizenNumber,
}

/// Parts the two: neither names the other any more. Who lives where stays as it is.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, divorce: &Divorce) -> Result<(), UpkeepError> {
    let mut one = scene.living("number", divorce.number, on)?;
    let is_married = matches!(
        one.marital_status,
        MaritalStatus::Married | MaritalStatus::Separated
    );
    let mut spouses = scene.related(&one, Relation::Spouse)?;
    spouses.retain(|spouse| spouse.identity.status_on(scene.day) != RecordStatus::Deceased);
    if !is_married {
        return Err(refuse(
            "number",
            "person_not_married",
            "Người này không có vợ hoặc chồng.",
            "This person is not married.",
        ));
    }
    let before = one.clone();
    part(&mut one, None);
    scene.happens_to(one.identity.id);
    scene.put(one.clone())?;
    for mut spouse in spouses {
        part(&mut spouse, Some(&before));
        scene.happens_to(spouse.identity.id);
        scene.put(spouse.clone())?;
        relate_again(scene, &one, &spouse)?;
    }
    Ok(())
}

/// Makes somebody divorced, from that person or from whomever the record names.
fn part(citizen: &mut Citizen, from: Option<&Citizen>) {
    match from {
        Some(from) => cut(citizen, Relation::Spouse, from),
        None => citizen
            .relatives
            .retain(|relative| relative.relation != Relation::Spouse),
    }
    citizen.marital_status = MaritalStatus::Divorced;
}
