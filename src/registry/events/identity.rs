//! Khóa, mở khóa căn cước điện tử (Luật Căn cước 2023 Điều 34).

use super::refusals::{self, refuse};
use super::scene::Scene;
use crate::domain::card::{ElectronicIdentity, LockReason};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::registry::upkeep::UpkeepError;

/// An electronic identity was locked.
#[derive(Clone, Copy, Debug)]
pub struct IdentityLock {
    /// Whose.
    pub number: CitizenNumber,
    /// Why; death is an event of its own.
    pub reason: LockReason,
}

/// An electronic identity was unlocked.
#[derive(Clone, Copy, Debug)]
pub struct IdentityUnlock {
    /// Whose.
    pub number: CitizenNumber,
}

/// Locks, or changes the reason.
pub fn lock(scene: &mut Scene<'_>, on: CivilDate, lock: &IdentityLock) -> Result<(), UpkeepError> {
    let citizen = scene.living("number", lock.number, on)?;
    set(scene, citizen, on, Some(lock.reason))
}

/// Unlocks.
pub fn unlock(
    scene: &mut Scene<'_>,
    on: CivilDate,
    unlock: &IdentityUnlock,
) -> Result<(), UpkeepError> {
    let citizen = scene.living("number", unlock.number, on)?;
    set(scene, citizen, on, None)
}

fn set(
    scene: &mut Scene<'_>,
    mut citizen: Citizen,
    on: CivilDate,
    locked: Option<LockReason>,
) -> Result<(), UpkeepError> {
    let account = citizen.electronic_identity;
    let Some(account) = account.filter(|account| account.granted_on <= on) else {
        return Err(refuse(
            "number",
            "identity_missing",
            "Vào ngày đó công dân chưa có căn cước điện tử.",
            "On that day the citizen has no electronic identity.",
        ));
    };
    if account.locked == locked {
        return Err(refusals::nothing_changes("number"));
    }
    citizen.electronic_identity = Some(ElectronicIdentity { locked, ..account });
    scene.happens_to(citizen.identity.id);
    scene.put(citizen)?;
    Ok(())
}
