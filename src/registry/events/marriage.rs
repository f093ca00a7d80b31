//! Kết hôn (Luật Hôn nhân và gia đình 2014).

use super::household::relate_again;
use super::links::{add, cut, is_parent, line_of, names, parents_of, share_parent};
use super::refusals::{self, refuse};
use super::scene::Scene;
use crate::domain::citizen::{Citizen, MaritalStatus, Relation};
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::civil_date::CivilDate;
use crate::domain::status::RecordStatus;
use crate::registry::upkeep::UpkeepError;
use crate::store::StoreError;

/// Two people married.
#[derive(Clone, Copy, Debug)]
pub struct Marriage {
    /// One of them.
    pub number: CitizenNumber,
    /// The other.
    pub spouse: CitizenNumber,
}

/// Generations within which nobody marries, the common ancestors being the first (Điều 3(18)).
const GENERATIONS: usize = 3;
/// Nobody marries an ancestor (Điều 5(2)); farther back nobody lives.
const ANCESTORS: usize = 5;

/// Links both and makes them married, if the law lets them.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, marriage: &Marriage) -> Result<(), UpkeepError> {
    let mut one = scene.living("number", marriage.number, on)?;
    let mut other = scene.living("spouse", marriage.spouse, on)?;
    if one.identity.id == other.identity.id {
        return Err(refusals::repeated("spouse"));
    }
    check_gender(&one, &other)?;
    for (field, citizen) in [("number", &one), ("spouse", &other)] {
        check_age(field, citizen, on)?;
        check_free(scene, field, citizen, on)?;
    }
    if are_related(scene, &one, &other)? {
        return Err(related());
    }
    // A record names one husband or wife: the late one is not named any more.
    for citizen in [&mut one, &mut other] {
        for mut late in scene.related(citizen, Relation::Spouse)? {
            cut(&mut late, Relation::Spouse, citizen);
            scene.put(late)?;
        }
        citizen
            .relatives
            .retain(|relative| relative.relation != Relation::Spouse);
        citizen.marital_status = MaritalStatus::Married;
        scene.happens_to(citizen.identity.id);
    }
    let before = one.clone();
    add(&mut one, Relation::Spouse, &other);
    add(&mut other, Relation::Spouse, &before);
    scene.put(one.clone())?;
    scene.put(other.clone())?;
    relate_again(scene, &one, &other)?;
    Ok(())
}

/// Điều 8(2).
fn check_gender(one: &Citizen, other: &Citizen) -> Result<(), UpkeepError> {
    if one.identity.gender != other.identity.gender {
        return Ok(());
    }
    Err(refuse(
        "spouse",
        "gender_unfit",
        "Nhà nước không thừa nhận hôn nhân giữa những người cùng giới tính (Luật Hôn nhân và gia đình 2014 Điều 8(2)).",
        "The law does not recognize a marriage of two of the same sex (Luật Hôn nhân và gia đình 2014 Điều 8(2)).",
    ))
}

/// Điều 8(1)(a). Of a birth known by the year alone the last day counts: surely of age.
fn check_age(field: &str, citizen: &Citizen, on: CivilDate) -> Result<(), UpkeepError> {
    let least = match citizen.identity.gender {
        Gender::Male => 20,
        Gender::Female => 18,
    };
    if citizen.identity.date_of_birth.latest().age_on(on) >= least {
        return Ok(());
    }
    Err(refuse(
        field,
        "person_under_age",
        "Chưa đủ tuổi kết hôn: nam từ đủ 20, nữ từ đủ 18 tuổi (Luật Hôn nhân và gia đình 2014 Điều 8).",
        "Under age: men marry from 20, women from 18 (Luật Hôn nhân và gia đình 2014 Điều 8).",
    ))
}

/// Điều 5(2)(c): nobody who is married.
fn check_free(
    scene: &Scene<'_>,
    field: &str,
    citizen: &Citizen,
    on: CivilDate,
) -> Result<(), UpkeepError> {
    let is_bound = match citizen.marital_status {
        MaritalStatus::Married | MaritalStatus::Separated => true,
        MaritalStatus::Unknown
        | MaritalStatus::NeverMarried
        | MaritalStatus::Widowed
        | MaritalStatus::Divorced => false,
    };
    let spouses = scene.related(citizen, Relation::Spouse)?;
    let lives = |spouse: &Citizen| spouse.identity.status_on(scene.day) != RecordStatus::Deceased;
    if is_bound || spouses.iter().any(lives) {
        return Err(refuse(
            field,
            "person_married",
            "Người này đang có vợ hoặc chồng (Luật Hôn nhân và gia đình 2014 Điều 5).",
            "This person is married (Luật Hôn nhân và gia đình 2014 Điều 5).",
        ));
    }
    let was_alive = |spouse: &Citizen| spouse.identity.status_on(on) != RecordStatus::Deceased;
    if spouses.iter().any(was_alive) {
        return Err(refusals::contradicts(
            "on",
            "Vào ngày đó vợ hoặc chồng trước còn sống.",
            "On that day the late husband or wife was alive.",
        ));
    }
    Ok(())
}

fn related() -> UpkeepError {
    refuse(
        "spouse",
        "persons_related",
        "Hai người có quan hệ mà luật cấm kết hôn: trực hệ, họ trong phạm vi ba đời, cha mẹ của vợ hoặc chồng, vợ hoặc chồng của cha mẹ (Luật Hôn nhân và gia đình 2014 Điều 5(2)(d)).",
        "These two may not marry: direct line, kin within three generations, a parent of the late husband or wife, a parent's husband or wife (Luật Hôn nhân và gia đình 2014 Điều 5(2)(d)).",
    )
}

/// Điều 5(2)(d), as far as records tell.
fn are_related(scene: &Scene<'_>, one: &Citizen, other: &Citizen) -> Result<bool, StoreError> {
    let common = |back: usize, also: usize| -> Result<bool, StoreError> {
        let line = line_of(scene, one, back)?;
        Ok(!line.is_disjoint(&line_of(scene, other, also)?))
    };
    Ok(share_parent(one, other)
        || common(GENERATIONS - 1, GENERATIONS - 1)?
        || common(ANCESTORS, 0)?
        || common(0, ANCESTORS)?
        || are_in_laws(scene, one, other)?
        || are_in_laws(scene, other, one)?)
}

/// Whether the other is father or mother of a late husband or wife, or was married to father or mother.
fn are_in_laws(scene: &Scene<'_>, one: &Citizen, other: &Citizen) -> Result<bool, StoreError> {
    let spouses = scene.related(one, Relation::Spouse)?;
    let parents = parents_of(scene, one)?;
    Ok(spouses.iter().any(|spouse| is_parent(other, spouse))
        || parents
            .iter()
            .any(|parent| names(parent, Relation::Spouse, other)))
}
