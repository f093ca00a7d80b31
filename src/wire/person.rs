//! A citizen in the codes and words of the national messages, for both dialects.

use crate::domain::citizen::{Citizen, MaritalStatus, Relation, Relative};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::{CountryCode, Place};
use crate::reference::{
    MapState, blood_group_code, ethnic_group, marital_status_code, place_text, province_name_on,
    relation_to_head, units_of, ward_link,
};

use super::settings::{DistrictSinceMerger, EthnicCodes};

/// A citizen as a message tells them: what is asked about, and the head of their household.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Who.
    pub citizen: Citizen,
    /// The head of the household, where there is one; may be the same person.
    pub head: Option<Citizen>,
}

/// What the codes of an answer depend on.
#[derive(Clone, Copy, Debug)]
pub struct Coding {
    /// The business date.
    pub day: CivilDate,
    /// Which list of ethnic groups.
    pub ethnic_codes: EthnicCodes,
    /// What stands for the district after districts ended.
    pub district: DistrictSinceMerger,
}

/// An address in codes; empty where nothing is known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// Two digits.
    pub province: String,
    /// Three digits.
    pub district: String,
    /// Five digits.
    pub ward: String,
    /// House, street or hamlet alone.
    pub detail: String,
    /// The whole address in words, upper case.
    pub text: String,
    /// Two letters.
    pub country: String,
}

impl Coding {
    /// An address by the map of the day.
    pub fn address(&self, place: Option<&Place>) -> Address {
        let state = MapState::on(self.day);
        let Some(place) = place else {
            return Address {
                country: CountryCode::VIET_NAM.as_str().to_owned(),
                ..Address::default()
            };
        };
        let mut address = Address {
            text: place_text(place, state).to_uppercase(),
            country: CountryCode::VIET_NAM.as_str().to_owned(),
            ..Address::default()
        };
        match place {
            Place::Ward { link, detail } => {
                address.detail = upper(detail.as_deref());
                if let Some(units) = units_of(*link, state) {
                    address.province = format!("{:02}", units.province_code);
                    address.ward = match units.ward_code {
                        0 => String::new(),
                        code => format!("{code:05}"),
                    };
                    let district = units.district.map(|(code, _)| code).or_else(|| {
                        let before = self.district == DistrictSinceMerger::Before;
                        ward_link(*link)
                            .filter(|_| before)
                            .map(|row| row.district_before)
                    });
                    address.district =
                        district.map_or_else(String::new, |code| format!("{code:03}"));
                }
            }
            Place::Province(code) => {
                address.province = format!("{:02}", province_name_on(*code, state).0);
            }
            Place::Abroad { country, detail } => {
                country.as_str().clone_into(&mut address.country);
                address.text = upper(detail.as_deref());
                address.detail.clone_from(&address.text);
            }
        }
        address
    }

    /// Two digits of the list that the client uses.
    pub fn ethnic_group(&self, citizen: &Citizen) -> String {
        let code = match self.ethnic_codes {
            EthnicCodes::Of2008 => citizen.ethnic_group,
            EthnicCodes::Of1979 => {
                ethnic_group(citizen.ethnic_group).map_or(citizen.ethnic_group, |row| row.code_1979)
            }
        };
        format!("{code:02}")
    }

    /// The name in use on the day, upper case with its marks.
    pub fn full_name(&self, citizen: &Citizen) -> String {
        citizen
            .identity
            .full_name_on(self.day)
            .as_str()
            .to_uppercase()
    }

    /// The number in force on the day; empty where there is none.
    pub fn number(&self, citizen: &Citizen) -> String {
        let number = citizen.identity.number_on(self.day);
        number.map_or_else(String::new, |number| number.to_string())
    }
}

/// The latest CMND; empty where there is none.
pub fn cmnd(citizen: &Citizen) -> String {
    let latest = citizen.cmnd.last();
    latest.map_or_else(String::new, |cmnd| cmnd.number.to_string())
}

/// `GioiTinh`: 1 male, 2 female.
pub const fn gender_code(gender: Gender) -> &'static str {
    match gender {
        Gender::Male => "1",
        Gender::Female => "2",
    }
}

/// `TinhTrangHonNhan`: 0 unknown, 1 never married, 2 married, 3 divorced or widowed.
pub fn marital_code(status: MaritalStatus) -> String {
    marital_status_code(status).code.to_string()
}

/// `NhomMau`: 00 unknown, 01 A, 02 B, 03 AB, 04 O.
pub fn blood_code(citizen: &Citizen) -> String {
    format!("{:02}", blood_group_code(citizen.blood_group).code)
}

/// `QuanHe` with the head: `CH01`; empty outside households.
pub fn relation_code(citizen: &Citizen) -> &'static str {
    let place = citizen.household;
    let relation = place.and_then(|place| relation_to_head(place.relation_to_head));
    relation.map_or("", |relation| relation.written)
}

/// The nationality; empty while undetermined.
pub fn nationality(citizen: &Citizen) -> &str {
    citizen.nationality.first().map_or("", CountryCode::as_str)
}

/// `NgayThangNam`: `19850214`, or with dashes; none unless the whole date is known.
pub fn full_date(citizen: &Citizen, with_dashes: bool) -> Option<String> {
    let day = citizen.identity.date_of_birth.day()?;
    let text = day.to_string();
    Some(if with_dashes {
        text
    } else {
        text.replace('-', "")
    })
}

/// The first relative of a kind.
pub fn relative(citizen: &Citizen, relation: Relation) -> Option<&Relative> {
    let mut relatives = citizen.relatives.iter();
    relatives.find(|relative| relative.relation == relation)
}

fn upper(text: Option<&str>) -> String {
    text.unwrap_or_default().to_uppercase()
}
