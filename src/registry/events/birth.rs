//! Khai sinh (Luật Hộ tịch 2014 Điều 13-16): a person with a number, linked to parents and household.

use super::household::place_of_newcomer;
use super::links::add;
use super::refusals::{self, refuse};
use super::scene::Scene;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen::{Citizen, Identity, MaritalStatus, Occupation, Relation};
use crate::domain::citizen_number::{CitizenNumber, Gender};
use crate::domain::civil_date::CivilDate;
use crate::domain::kin::relative_of;
use crate::domain::lineage::{follows_mother, surname_of};
use crate::domain::name::FullName;
use crate::domain::place::{CountryCode, Place};
use crate::domain::status::RecordStatus;
use crate::record::FieldError;
use crate::registry::upkeep::{Refusal, UpkeepError};

/// Somebody was born.
#[derive(Clone, Debug)]
pub struct Birth {
    /// The mother; one of the two must be known.
    pub mother: Option<CitizenNumber>,
    /// The father.
    pub father: Option<CitizenNumber>,
    /// The sex.
    pub gender: Gender,
    /// The name.
    pub name: ChildName,
    /// Whose surname, ethnic group, religion and hometown the child has; the custom of the people decides when
    /// absent.
    pub line: Option<Parent>,
    /// In whose home the child lives; the mother's when absent.
    pub lives_with: Option<Parent>,
    /// Where; the place of registration when absent.
    pub place_of_birth: Option<Place>,
    /// Where it is registered; the ward of the permanent residence of whom the child lives with when absent.
    pub place_of_birth_registration: Option<Place>,
}

/// The name of a child.
#[derive(Clone, Debug)]
pub enum ChildName {
    /// Whole.
    Whole(FullName),
    /// Chữ đệm và tên, before which the surname of the line is put.
    Given(FullName),
}

/// One of the parents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parent {
    /// Mẹ.
    Mother,
    /// Cha.
    Father,
}

/// Parents of other ages are a slip of the pen.
const AGES_OF_MOTHERS: std::ops::RangeInclusive<u16> = 12..=60;
const AGES_OF_FATHERS: std::ops::RangeInclusive<u16> = 12..=100;
/// A child born so many days after the end of a marriage is a child of it (Luật Hôn nhân và gia đình 2014
/// Điều 88).
const DAYS_AFTER_DEATH: i32 = 300;

/// Mother and father, as far as they are told.
struct Parents {
    mother: Option<Citizen>,
    father: Option<Citizen>,
}

impl Parents {
    fn of(&self, parent: Parent) -> Option<&Citizen> {
        match parent {
            Parent::Mother => self.mother.as_ref(),
            Parent::Father => self.father.as_ref(),
        }
    }

    /// The parent whom a field asks for.
    fn asked(&self, parent: Parent) -> Result<&Citizen, UpkeepError> {
        let field = match parent {
            Parent::Mother => "mother",
            Parent::Father => "father",
        };
        self.of(parent).ok_or_else(|| refusals::missing(field))
    }

    /// Whose line the child continues, as the population does it.
    fn line(&self, told: Option<Parent>) -> Result<&Citizen, UpkeepError> {
        if let Some(told) = told {
            return self.asked(told);
        }
        let by_mother = |mother: &&Citizen| follows_mother(mother.ethnic_group);
        let mother = self.mother.as_ref();
        mother
            .filter(by_mother)
            .or(self.father.as_ref())
            .or(mother)
            .ok_or_else(|| refusals::missing("mother"))
    }

    /// Whom the child lives with: somebody who is alive.
    fn home(
        &self,
        scene: &Scene<'_>,
        told: Option<Parent>,
    ) -> Result<Option<&Citizen>, UpkeepError> {
        if let Some(told) = told {
            let parent = self.asked(told)?;
            if !scene.is_living(parent) {
                let status = parent.identity.status_on(scene.day).as_str();
                return Err(refusals::not_living("lives_with", status));
            }
            return Ok(Some(parent));
        }
        let parents = [self.mother.as_ref(), self.father.as_ref()];
        let mut living = parents
            .into_iter()
            .flatten()
            .filter(|parent| scene.is_living(parent));
        Ok(living.next())
    }
}

/// Makes the person, gives a number, links both parents, and puts the child where they live.
pub fn act(scene: &mut Scene<'_>, on: CivilDate, birth: &Birth) -> Result<(), UpkeepError> {
    let parents = Parents {
        mother: parent(scene, "mother", birth.mother, Gender::Female, on)?,
        father: parent(scene, "father", birth.father, Gender::Male, on)?,
    };
    let mut child = newborn(scene, on, birth, &parents)?;
    child.identity.number = scene.free_number(&child)?;
    for (relation, parent) in [
        (Relation::Father, &parents.father),
        (Relation::Mother, &parents.mother),
    ] {
        let relative = parent.as_ref().map(|parent| relative_of(relation, parent));
        child.relatives.extend(relative);
    }
    if let Some(home) = parents.home(scene, birth.lives_with)? {
        live_with(scene, &mut child, home)?;
    }
    scene.happens_to(child.identity.id);
    scene.put(child.clone())?;
    for mut parent in [parents.mother, parents.father].into_iter().flatten() {
        add(&mut parent, Relation::Child, &child);
        scene.put(parent)?;
    }
    Ok(())
}

/// A parent of the right sex and age, who can have had a child that was born on that day.
fn parent(
    scene: &Scene<'_>,
    field: &str,
    number: Option<CitizenNumber>,
    gender: Gender,
    on: CivilDate,
) -> Result<Option<Citizen>, UpkeepError> {
    let Some(number) = number else {
        return Ok(None);
    };
    let citizen = scene.person(field, number)?;
    let identity = &citizen.identity;
    if identity.gender != gender {
        return Err(refuse(
            field,
            "gender_unfit",
            "Mẹ là nữ, cha là nam.",
            "A mother is a woman, a father a man.",
        ));
    }
    let status = identity.status_on(scene.day);
    if matches!(status, RecordStatus::Inactive | RecordStatus::Cancelled(_)) {
        return Err(refusals::not_living(field, status.as_str()));
    }
    let (ages, after_death) = match gender {
        Gender::Female => (AGES_OF_MOTHERS, 0),
        Gender::Male => (AGES_OF_FATHERS, DAYS_AFTER_DEATH),
    };
    let last = on.plus_days(-after_death);
    let died_too_early = identity
        .status_periods
        .iter()
        .any(|period| period.status == RecordStatus::Deceased && Some(period.from) < last);
    if died_too_early || !ages.contains(&identity.date_of_birth.latest().age_on(on)) {
        return Err(refusals::contradicts(
            field,
            "Vào ngày đó người này không thể có con mới sinh: tuổi không phù hợp hoặc đã chết.",
            "On that day this person cannot have had a newborn child: of no such age, or dead.",
        ));
    }
    Ok(Some(citizen))
}

/// The child before it has number, relatives and a home.
fn newborn(
    scene: &Scene<'_>,
    on: CivilDate,
    birth: &Birth,
    parents: &Parents,
) -> Result<Citizen, UpkeepError> {
    let line = parents.line(birth.line)?;
    let home = parents.home(scene, birth.lives_with)?.unwrap_or(line);
    let registered = birth.place_of_birth_registration.clone();
    let residence = home.permanent_residence.as_ref();
    let registered = registered.or_else(|| residence.or(home.current_residence.as_ref()).cloned());
    let registered = registered.map(without_detail);
    let born_in = birth.place_of_birth.clone();
    Ok(Citizen {
        identity: Identity {
            id: scene.next_id(),
            number: None,
            full_name: name(&birth.name, line)?,
            date_of_birth: BirthDate::Day(on),
            gender: birth.gender,
            status_periods: Vec::new(),
            restricted: false,
            former_names: Vec::new(),
            former_numbers: Vec::new(),
        },
        other_name: None,
        place_of_birth: born_in.or_else(|| registered.clone()),
        place_of_birth_registration: registered,
        hometown: line.hometown.clone(),
        ethnic_group: line.ethnic_group,
        religion: line.religion,
        nationality: nationality(parents),
        blood_group: None,
        cmnd: Vec::new(),
        card: None,
        relatives: Vec::new(),
        permanent_residence: None,
        temporary_residence: None,
        current_residence: None,
        absent_since: None,
        residence_file: None,
        marital_status: MaritalStatus::NeverMarried,
        household: None,
        mobile: None,
        email: None,
        occupation: Occupation::NotRecorded,
        electronic_identity: None,
        undetermined_nationality: false,
    })
}

fn name(name: &ChildName, line: &Citizen) -> Result<FullName, UpkeepError> {
    let given = match name {
        ChildName::Whole(full_name) => return Ok(full_name.clone()),
        ChildName::Given(given) => given,
    };
    let Some(surname) = surname_of(&line.identity.full_name, line.ethnic_group) else {
        return Err(refuse(
            "full_name",
            "field_missing",
            "Tên của dân tộc này không bắt đầu bằng họ, hoặc tên chỉ có một chữ: hãy gửi full_name thay cho given_name.",
            "Names of this ethnic group do not begin with a surname, or this one is a single word: send full_name in place of given_name.",
        ));
    };
    FullName::parse(&format!("{surname} {given}"))
        .map_err(|error| Refusal::Fields(vec![FieldError::name("given_name", error)]).into())
}

/// Civil status knows a ward, no house.
fn without_detail(place: Place) -> Place {
    match place {
        Place::Ward { link, .. } => Place::Ward { link, detail: None },
        Place::Province(_) | Place::Abroad { .. } => place,
    }
}

/// A child of a citizen is one (Luật Quốc tịch 2008 Điều 15, 16), and so is a child of parents without a
/// nationality (Điều 17).
fn nationality(parents: &Parents) -> Vec<CountryCode> {
    let both = [parents.mother.as_ref(), parents.father.as_ref()];
    let theirs: Vec<CountryCode> = both
        .into_iter()
        .flatten()
        .flat_map(|parent| parent.nationality.iter().copied())
        .collect();
    match theirs.first() {
        Some(foreign) if !theirs.contains(&CountryCode::VIET_NAM) => vec![*foreign],
        Some(_) | None => vec![CountryCode::VIET_NAM],
    }
}

/// A minor lives where the parent does (Luật Cư trú 2020 Điều 12).
fn live_with(scene: &Scene<'_>, child: &mut Citizen, home: &Citizen) -> Result<(), UpkeepError> {
    child
        .permanent_residence
        .clone_from(&home.permanent_residence);
    child
        .temporary_residence
        .clone_from(&home.temporary_residence);
    child.current_residence.clone_from(&home.current_residence);
    child.absent_since = home
        .absent_since
        .max(child.identity.date_of_birth.day())
        .filter(|_| home.absent_since.is_some());
    child.residence_file.clone_from(&home.residence_file);
    if let Some(place) = home.household {
        child.household = Some(place_of_newcomer(scene, place.household, child, None)?);
    }
    Ok(())
}
