//! Hủy, xác lập lại số định danh cá nhân (Nghị định 70/2024 Điều 11(7)-(8), Điều 36(4)).

use super::links::refresh;
use super::refusals;
use super::scene::Scene;
use crate::domain::birth_date::BirthDate;
use crate::domain::card::CardCustody;
use crate::domain::citizen::{Citizen, FormerNumber, Relation};
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{CountryCode, Place};
use crate::domain::status::CancelReason;
use crate::registry::upkeep::UpkeepError;

/// A number was cancelled and another set.
#[derive(Clone, Debug)]
pub struct NumberReissue {
    /// Whose.
    pub number: CitizenNumber,
    /// Why.
    pub reason: CancelReason,
    /// The sex as it should have been.
    pub gender: Option<Gender>,
    /// The date of birth as it should have been.
    pub date_of_birth: Option<BirthDate>,
    /// The place of birth registration as it should have been.
    pub place_of_birth_registration: Option<Place>,
}

/// Corrects what was wrong, sets a number that fits it, cancels the old one and tells relatives' records.
pub fn act(
    scene: &mut Scene<'_>,
    on: CivilDate,
    reissue: &NumberReissue,
) -> Result<(), UpkeepError> {
    let before = scene.living("number", reissue.number, on)?;
    let Some(old) = before.identity.number else {
        return Err(refusals::contradicts(
            "number",
            "Công dân chưa có số định danh 12 số.",
            "The citizen has no number of 12 digits.",
        ));
    };
    let numbers = &before.identity.former_numbers;
    if numbers.iter().any(|former| former.cancelled_on >= on) {
        return Err(refusals::contradicts(
            "on",
            "Số trước đã bị hủy vào hoặc sau ngày này.",
            "An earlier number was cancelled on this day or later.",
        ));
    }
    check_corrections(scene, &before, reissue, on)?;
    let mut now = corrected(before.clone(), reissue);
    let Some(number) = scene.free_number(&now)? else {
        return Err(refusals::contradicts(
            "date_of_birth",
            "Người sinh trước năm 1900 không có số 12 chữ số.",
            "Who was born before 1900 cannot have a number of 12 digits.",
        ));
    };
    now.identity.number = Some(number);
    now.identity.former_numbers.push(FormerNumber {
        number: old,
        cancelled_on: on,
        reason: reissue.reason,
    });
    scene.happens_to(now.identity.id);
    scene.put(now.clone())?;
    refresh(scene, &before, &now)?;
    Ok(())
}

fn corrected(mut citizen: Citizen, reissue: &NumberReissue) -> Citizen {
    let identity = &mut citizen.identity;
    identity.gender = reissue.gender.unwrap_or(identity.gender);
    identity.date_of_birth = reissue.date_of_birth.unwrap_or(identity.date_of_birth);
    let place = reissue.place_of_birth_registration.clone();
    citizen.place_of_birth_registration = place.or(citizen.place_of_birth_registration);
    if reissue.reason == CancelReason::NationalityObtained {
        citizen.undetermined_nationality = false;
        citizen.nationality = vec![CountryCode::VIET_NAM];
        // Giấy chứng nhận căn cước is taken back.
        if let Some(certificate) = &mut citizen.card {
            certificate.custody = CardCustody::Withdrawn;
        }
    }
    citizen
}

fn check_corrections(
    scene: &Scene<'_>,
    citizen: &Citizen,
    reissue: &NumberReissue,
    on: CivilDate,
) -> Result<(), UpkeepError> {
    let wants_nationality = reissue.reason == CancelReason::NationalityObtained;
    if wants_nationality && !citizen.undetermined_nationality {
        return Err(refusals::contradicts(
            "reason",
            "Quốc tịch của công dân đã được xác định.",
            "The nationality of the citizen is determined already.",
        ));
    }
    let gender_differs = reissue
        .gender
        .is_some_and(|gender| gender != citizen.identity.gender);
    let is_bound = citizen
        .relatives
        .iter()
        .any(|relative| matches!(relative.relation, Relation::Spouse | Relation::Child));
    if gender_differs && is_bound {
        return Err(refusals::contradicts(
            "gender",
            "Công dân có vợ, chồng hoặc con: giới tính mới mâu thuẫn với quan hệ đã ghi.",
            "The citizen has a husband, wife or child: another sex contradicts what is recorded.",
        ));
    }
    let Some(born) = reissue.date_of_birth else {
        return Ok(());
    };
    if born.earliest() > scene.day {
        return Err(refusals::in_future("date_of_birth", scene.day));
    }
    let card = citizen.card.map(|card| card.issued_on);
    if born.earliest() > on || card.is_some_and(|issued_on| issued_on < born.earliest()) {
        return Err(refusals::contradicts(
            "date_of_birth",
            "Ngày sinh mới ở sau ngày cấp thẻ hoặc sau ngày xác lập số.",
            "The corrected date of birth is after the card was issued or the number set.",
        ));
    }
    Ok(())
}
