//! A record as a citizen: every field checked, every mistake named.

use super::field_reader::{Reader, words};
use super::{CitizenRecord, FieldError, RelativeRecord};
use crate::domain::card::Card;
use crate::domain::citizen::{
    BloodGroup, Citizen, FormerName, HouseholdPlace, Identity, MaritalStatus, Occupation, PersonId,
    Relation, Relative,
};
use crate::reference;

/// Reads a record into a citizen with the row `id`, or names everything that is wrong with it.
pub fn read_record(record: &CitizenRecord, id: PersonId) -> Result<Citizen, Vec<FieldError>> {
    let mut reader = Reader { errors: Vec::new() };
    let citizen = reader.citizen(record, id);
    match citizen {
        Some(citizen) if reader.errors.is_empty() => Ok(citizen),
        Some(_) | None => Err(reader.errors),
    }
}

impl Reader {
    fn citizen(&mut self, record: &CitizenRecord, id: PersonId) -> Option<Citizen> {
        let full_name = self
            .required(record.full_name.as_deref(), "full_name")
            .and_then(|text| self.name(text, "full_name"));
        let born = self
            .required(record.date_of_birth.as_deref(), "date_of_birth")
            .and_then(|text| self.birth_date(text, "date_of_birth"));
        let gender = self
            .required(record.gender.as_deref(), "gender")
            .and_then(|text| self.gender(text));
        let number = record
            .number
            .as_deref()
            .and_then(|text| self.number(text, "number"));
        let card = match (&record.card, born) {
            (Some(card), Some(born)) => self.card(card, born),
            (Some(_) | None, _) => None,
        };
        let status_periods = self.status_periods(&record.status_periods);
        let former_names = self.former_names(record);
        let former_numbers = self.former_numbers(record);
        let known = full_name.zip(born).zip(gender);
        let identity = known.map(|((full_name, date_of_birth), gender)| Identity {
            id,
            number,
            full_name,
            date_of_birth,
            gender,
            status_periods,
            restricted: record.restricted,
            former_names,
            former_numbers,
        });
        self.with_identity(record, identity, card)
    }

    /// The whole citizen. The identity stands last, so that everything else has been read, and its
    /// mistakes named, when there is none.
    fn with_identity(
        &mut self,
        record: &CitizenRecord,
        identity: Option<Identity>,
        card: Option<Card>,
    ) -> Option<Citizen> {
        Some(Citizen {
            card,
            other_name: record
                .other_name
                .as_deref()
                .and_then(|text| self.name(text, "other_name")),
            place_of_birth: self.place(record.place_of_birth.as_ref(), "place_of_birth"),
            place_of_birth_registration: self.place(
                record.place_of_birth_registration.as_ref(),
                "place_of_birth_registration",
            ),
            hometown: self.place(record.hometown.as_ref(), "hometown"),
            ethnic_group: self.ethnic_group(record.ethnic_group.as_deref()),
            religion: self.religion(record.religion.as_deref()),
            nationality: self.nationality(record),
            blood_group: self.word(
                record.blood_group.as_deref(),
                "blood_group",
                BloodGroup::from_word,
                &words(BloodGroup::ALL, BloodGroup::as_str),
            ),
            cmnd: self.cmnd(record),
            relatives: self.relatives(&record.relatives),
            permanent_residence: self
                .place(record.permanent_residence.as_ref(), "permanent_residence"),
            temporary_residence: self
                .place(record.temporary_residence.as_ref(), "temporary_residence"),
            current_residence: self.place(record.current_residence.as_ref(), "current_residence"),
            absent_since: record
                .absent_since
                .as_deref()
                .and_then(|text| self.day(text, "absent_since")),
            residence_file: self.text(record.residence_file.as_deref(), "residence_file"),
            marital_status: self
                .word(
                    record.marital_status.as_deref(),
                    "marital_status",
                    MaritalStatus::from_word,
                    &words(MaritalStatus::ALL, MaritalStatus::as_str),
                )
                .unwrap_or(MaritalStatus::Unknown),
            household: self.household(record),
            mobile: self.text(record.mobile.as_deref(), "mobile"),
            email: self.text(record.email.as_deref(), "email"),
            occupation: self.occupation(record),
            electronic_identity: record
                .electronic_identity
                .as_ref()
                .and_then(|account| self.electronic_identity(account)),
            undetermined_nationality: record.undetermined_nationality,
            identity: identity?,
        })
    }

    fn former_names(&mut self, record: &CitizenRecord) -> Vec<FormerName> {
        let mut names = Vec::new();
        for (index, former) in record.former_names.iter().enumerate() {
            let full_name = self.name(
                &former.full_name,
                &format!("former_names[{index}].full_name"),
            );
            let until = self.day(&former.until, &format!("former_names[{index}].until"));
            names.extend(
                full_name
                    .zip(until)
                    .map(|(full_name, until)| FormerName { full_name, until }),
            );
        }
        names
    }

    fn relatives(&mut self, records: &[RelativeRecord]) -> Vec<Relative> {
        let mut relatives = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let path = |key: &str| format!("relatives[{index}].{key}");
            let relation = self.word(
                Some(&record.relation),
                &path("relation"),
                Relation::from_word,
                &words(Relation::ALL, Relation::as_str),
            );
            let full_name = self.name(&record.full_name, &path("full_name"));
            let number = record
                .number
                .as_deref()
                .and_then(|text| self.number(text, &path("number")));
            let cmnd = record
                .cmnd
                .as_deref()
                .and_then(|text| self.cmnd_number(text, &path("cmnd")));
            let nationality = record
                .nationality
                .as_deref()
                .and_then(|text| self.country(text, &path("nationality")));
            if let (Some(relation), Some(full_name)) = (relation, full_name) {
                relatives.push(Relative {
                    relation,
                    full_name,
                    number,
                    cmnd,
                    nationality,
                });
            }
        }
        relatives
    }

    fn household(&mut self, record: &CitizenRecord) -> Option<HouseholdPlace> {
        let household = record.household.as_ref()?;
        let relation = household
            .relation_to_head
            .strip_prefix("CH")
            .and_then(|code| code.parse().ok());
        let known = relation.filter(|code| {
            reference::relations_to_head()
                .iter()
                .any(|row| row.code == *code)
        });
        let known = known.ok_or_else(|| {
            FieldError::not_in_list("household.relation_to_head", "relations_to_head")
        });
        self.keep(known).map(|relation_to_head| HouseholdPlace {
            household: household.id,
            relation_to_head,
        })
    }

    fn occupation(&mut self, record: &CitizenRecord) -> Occupation {
        if record.occupation_withheld {
            return Occupation::Withheld;
        }
        self.text(record.occupation.as_deref(), "occupation")
            .map_or(Occupation::NotRecorded, Occupation::Recorded)
    }
}
