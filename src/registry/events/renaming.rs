//! Thay đổi họ, chữ đệm, tên (Bộ luật Dân sự 2015 Điều 27, 28; Luật Hộ tịch 2014 Điều 26).

use super::links::refresh;
use super::refusals;
use super::scene::Scene;
use crate::domain::citizen::FormerName;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::name::FullName;
use crate::registry::upkeep::UpkeepError;

/// Somebody is called otherwise.
#[derive(Clone, Debug)]
pub struct Renaming {
    /// Who.
    pub number: CitizenNumber,
    /// The name from that day on.
    pub full_name: FullName,
}

/// Sets the name, keeps the former one with its last day, and tells relatives' records.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, renaming: &Renaming) -> Result<(), UpkeepError> {
    let before = scene.living("number", renaming.number, on)?;
    if before.identity.full_name == renaming.full_name {
        return Err(refusals::nothing_changes("full_name"));
    }
    let names = &before.identity.former_names;
    let until = on.plus_days(-1);
    let is_latest = names.iter().all(|former| Some(former.until) < until);
    let lived = before.identity.date_of_birth.earliest() < on;
    let Some(until) = until.filter(|_| is_latest && lived) else {
        return Err(refusals::contradicts(
            "on",
            "Tên mới phải sau ngày sinh và sau lần đổi tên trước.",
            "A new name comes after the day of birth and after the last renaming.",
        ));
    };
    let mut now = before.clone();
    now.identity.former_names.push(FormerName {
        full_name: before.identity.full_name.clone(),
        until,
    });
    now.identity.full_name = renaming.full_name.clone();
    scene.happens_to(now.identity.id);
    scene.put(now.clone())?;
    refresh(scene, &before, &now)?;
    Ok(())
}
