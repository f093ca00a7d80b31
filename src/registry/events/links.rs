//! Relatives as records name them: who is meant, and how links are made, cut and kept up on both sides.

use std::collections::BTreeSet;

use super::scene::Scene;
use crate::domain::citizen::{Citizen, PersonId, Relation, Relative};
use crate::domain::kin::relative_of;
use crate::store::StoreError;

/// Whether a record means this person by a relative: by a number they have or had, or by a CMND and the
/// name.
pub fn means(relative: &Relative, person: &Citizen) -> bool {
    let identity = &person.identity;
    match relative.number {
        Some(number) => identity.numbers().any(|own| own == number),
        None => {
            relative.full_name == identity.full_name
                && relative.cmnd.is_some_and(|cmnd| {
                    let mut own = person.cmnd.iter();
                    own.any(|own| own.number == cmnd)
                })
        }
    }
}

/// Whether the record of `citizen` names the other as that.
pub fn names(citizen: &Citizen, relation: Relation, other: &Citizen) -> bool {
    let mut relatives = citizen.relatives.iter();
    relatives.any(|relative| relative.relation == relation && means(relative, other))
}

/// Whether one is father or mother of the other, by either record.
pub fn is_parent(parent: &Citizen, child: &Citizen) -> bool {
    names(child, Relation::Father, parent)
        || names(child, Relation::Mother, parent)
        || names(parent, Relation::Child, child)
}

/// Names the other as that, behind the relatives who are told before.
pub fn add(citizen: &mut Citizen, relation: Relation, other: &Citizen) {
    let relatives = &mut citizen.relatives;
    let place = relatives.partition_point(|relative| relative.relation <= relation);
    relatives.insert(place, relative_of(relation, other));
}

/// Names the other as that no more.
pub fn cut(citizen: &mut Citizen, relation: Relation, other: &Citizen) {
    citizen
        .relatives
        .retain(|relative| relative.relation != relation || !means(relative, other));
}

/// Whether both name the same father or mother: the same number, or, where neither has one, the same name and
/// CMND.
pub fn share_parent(one: &Citizen, other: &Citizen) -> bool {
    let parents = |citizen: &Citizen| -> Vec<Relative> {
        let relatives = citizen.relatives.iter();
        let parents = relatives
            .filter(|relative| matches!(relative.relation, Relation::Father | Relation::Mother));
        parents.cloned().collect()
    };
    let others = parents(other);
    let same = |parent: &Relative| {
        others.iter().any(|other| {
            other.relation == parent.relation
                && match (parent.number, other.number) {
                    (Some(one), Some(other)) => one == other,
                    (None, None) => {
                        parent.full_name == other.full_name && parent.cmnd == other.cmnd
                    }
                    (Some(_), None) | (None, Some(_)) => false,
                }
        })
    };
    parents(one).iter().any(same)
}

/// Tells the present name, number and nationality of a person in the records of everybody who names them.
pub fn refresh(scene: &mut Scene<'_>, before: &Citizen, now: &Citizen) -> Result<(), StoreError> {
    let mut ids = BTreeSet::new();
    for relative in &before.relatives {
        let record = scene.record_of(relative)?;
        ids.extend(record.map(|citizen| citizen.identity.id));
    }
    if let Some(number) = before.identity.number {
        ids.extend(scene.naming(number));
    }
    ids.remove(&now.identity.id);
    for id in ids {
        let Some(mut other) = scene.citizen(id)? else {
            continue;
        };
        for relative in &mut other.relatives {
            if means(relative, before) {
                *relative = relative_of(relative.relation, now);
            }
        }
        scene.put(other)?;
    }
    Ok(())
}

/// The rows of somebody and of the ancestors who have a record, that many generations back.
pub fn line_of(
    scene: &Scene<'_>,
    citizen: &Citizen,
    generations: usize,
) -> Result<BTreeSet<PersonId>, StoreError> {
    let mut line = BTreeSet::from([citizen.identity.id]);
    let mut youngest = vec![citizen.clone()];
    for _ in 0..generations {
        let mut older = Vec::new();
        for child in &youngest {
            older.extend(parents_of(scene, child)?);
        }
        line.extend(older.iter().map(|parent| parent.identity.id));
        youngest = older;
    }
    Ok(line)
}

/// Father and mother, as far as they have a record.
pub fn parents_of(scene: &Scene<'_>, citizen: &Citizen) -> Result<Vec<Citizen>, StoreError> {
    let mut parents = scene.related(citizen, Relation::Father)?;
    parents.extend(scene.related(citizen, Relation::Mother)?);
    Ok(parents)
}
