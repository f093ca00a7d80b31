//! How somebody stands to the head of a household, by the links in their records.

use super::links::{is_parent, names, share_parent};
use super::scene::Scene;
use crate::domain::citizen::{Citizen, Relation};
use crate::domain::citizen_number::Gender;
use crate::domain::relation_to_head::{
    ADOPTED_CHILD, CHILD, CHILDS_HUSBAND, CHILDS_WIFE, DAUGHTERS_CHILD, ELDER_BROTHER,
    ELDER_SISTER, FATHER, FATHERS_FATHER, FATHERS_MOTHER, FELLOW_LODGER, GUARDIAN, HEAD, HUSBAND,
    HUSBANDS_FATHER, HUSBANDS_MOTHER, LODGER, MOTHER, MOTHERS_FATHER, MOTHERS_MOTHER, OTHER,
    SIBLINGS_CHILD, SONS_CHILD, WARD, WIFE, WIFES_FATHER, WIFES_MOTHER, YOUNGER_SIBLING,
};
use crate::store::StoreError;

/// Codes that end with a marriage.
const BY_MARRIAGE: [u8; 8] = [
    WIFE,
    HUSBAND,
    WIFES_FATHER,
    WIFES_MOTHER,
    HUSBANDS_FATHER,
    HUSBANDS_MOTHER,
    CHILDS_WIFE,
    CHILDS_HUSBAND,
];

/// The code of a member, who has had `present` until now. Links decide; where they tell nothing, the present
/// code stays as long as the head does and no marriage is behind it, and a lodger is a lodger under any head.
pub fn code_of(
    scene: &Scene<'_>,
    head: &Citizen,
    member: &Citizen,
    present: Option<u8>,
    head_is_new: bool,
) -> Result<u8, StoreError> {
    let Some(code) = by_links(scene, head, member)? else {
        return Ok(match present {
            Some(lodger @ (LODGER | FELLOW_LODGER)) => lodger,
            Some(code) if !head_is_new && code != HEAD && !BY_MARRIAGE.contains(&code) => code,
            Some(_) | None => OTHER,
        });
    };
    // No link tells an adopted child from another.
    let is_adopted = code == CHILD && present == Some(ADOPTED_CHILD);
    Ok(if is_adopted { ADOPTED_CHILD } else { code })
}

/// The code that links tell; `None` where they tell of no relation.
fn by_links(scene: &Scene<'_>, head: &Citizen, member: &Citizen) -> Result<Option<u8>, StoreError> {
    let by_sex = |man, woman| match member.identity.gender {
        Gender::Male => man,
        Gender::Female => woman,
    };
    if head.identity.id == member.identity.id {
        return Ok(Some(HEAD));
    }
    if names(head, Relation::Spouse, member) {
        return Ok(Some(by_sex(HUSBAND, WIFE)));
    }
    if is_parent(head, member) {
        return Ok(Some(CHILD));
    }
    if is_parent(member, head) {
        return Ok(Some(by_sex(FATHER, MOTHER)));
    }
    for spouse in scene.related(head, Relation::Spouse)? {
        if is_parent(member, &spouse) {
            return Ok(Some(match head.identity.gender {
                Gender::Male => by_sex(WIFES_FATHER, WIFES_MOTHER),
                Gender::Female => by_sex(HUSBANDS_FATHER, HUSBANDS_MOTHER),
            }));
        }
        // A stepchild lives as a child of the house does.
        if is_parent(&spouse, member) {
            return Ok(Some(CHILD));
        }
    }
    for (parent, man, woman) in [
        (Relation::Father, FATHERS_FATHER, FATHERS_MOTHER),
        (Relation::Mother, MOTHERS_FATHER, MOTHERS_MOTHER),
    ] {
        let parents = scene.related(head, parent)?;
        if parents.iter().any(|parent| is_parent(member, parent)) {
            return Ok(Some(by_sex(man, woman)));
        }
    }
    if share_parent(head, member) {
        let (born, head_born) = (
            member.identity.date_of_birth.packed(),
            head.identity.date_of_birth.packed(),
        );
        return Ok(Some(if born < head_born {
            by_sex(ELDER_BROTHER, ELDER_SISTER)
        } else {
            YOUNGER_SIBLING
        }));
    }
    let spouses = scene.related(member, Relation::Spouse)?;
    if spouses.iter().any(|spouse| is_parent(head, spouse)) {
        return Ok(Some(by_sex(CHILDS_HUSBAND, CHILDS_WIFE)));
    }
    further(scene, head, member)
}

/// Grandchildren, nephews and nieces, guardians and wards.
fn further(scene: &Scene<'_>, head: &Citizen, member: &Citizen) -> Result<Option<u8>, StoreError> {
    for (parent, grandchild) in [
        (Relation::Father, SONS_CHILD),
        (Relation::Mother, DAUGHTERS_CHILD),
    ] {
        for parent in scene.related(member, parent)? {
            if is_parent(head, &parent) {
                return Ok(Some(grandchild));
            }
            if share_parent(&parent, head) {
                return Ok(Some(SIBLINGS_CHILD));
            }
        }
    }
    Ok(if names(head, Relation::Represented, member) {
        Some(WARD)
    } else if names(head, Relation::Representative, member) {
        Some(GUARDIAN)
    } else {
        None
    })
}
