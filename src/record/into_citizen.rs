//! A record as a citizen: every field checked, every mistake named.

use super::{
    CardRecord, CitizenRecord, ElectronicIdentityRecord, FieldError, PlaceRecord, RelativeRecord,
    StatusPeriodRecord,
};
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{
    Card, CardCustody, CardKind, Cmnd, ElectronicIdentity, IdentityLevel, LockReason, lawful_expiry,
};
use crate::domain::citizen::{
    BloodGroup, Citizen, FormerName, FormerNumber, HouseholdPlace, Identity, MaritalStatus,
    Occupation, PersonId, Relation, Relative,
};
use crate::domain::citizen_number::{
    CitizenNumber, CmndNumber, Gender, NumberError, PersonalNumber,
};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::name::FullName;
use crate::domain::place::{CountryCode, Place, ProvinceCode};
use crate::domain::status::{CancelReason, RecordStatus, StatusPeriod};
use crate::reference;

/// The longest free text kept (house, street, occupation, e-mail), in characters.
const MAX_TEXT: usize = 200;

/// Reads a record into a citizen with the row `id`, or names everything that is wrong with it.
pub fn read_record(record: &CitizenRecord, id: PersonId) -> Result<Citizen, Vec<FieldError>> {
    let mut reader = Reader { errors: Vec::new() };
    let citizen = reader.citizen(record, id);
    match citizen {
        Some(citizen) if reader.errors.is_empty() => Ok(citizen),
        Some(_) | None => Err(reader.errors),
    }
}

/// Collects what is wrong while reading on, so that one answer names everything.
struct Reader {
    errors: Vec<FieldError>,
}

impl Reader {
    fn fail(&mut self, field: &str, code: &'static str, vietnamese: &str, english: &str) {
        self.errors.push(FieldError::new(field, code, |language| {
            language.pick(vietnamese, english).to_owned()
        }));
    }

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
        let rest = self.rest(record);
        let status_periods = self.status_periods(&record.status_periods);
        let identity = Identity {
            id,
            number,
            full_name: full_name?,
            date_of_birth: born?,
            gender: gender?,
            status_periods,
            restricted: record.restricted,
        };
        Some(Citizen {
            identity,
            card,
            ..rest?
        })
    }

    /// Everything but identity and card, on a placeholder identity that the caller replaces.
    fn rest(&mut self, record: &CitizenRecord) -> Option<Citizen> {
        let placeholder = Identity {
            id: PersonId(0),
            number: None,
            full_name: FullName::parse("?a").ok()?,
            date_of_birth: BirthDate::Year(1900),
            gender: Gender::Male,
            status_periods: Vec::new(),
            restricted: false,
        };
        Some(Citizen {
            identity: placeholder,
            card: None,
            other_name: record
                .other_name
                .as_deref()
                .and_then(|text| self.name(text, "other_name")),
            former_names: self.former_names(record),
            former_numbers: self.former_numbers(record),
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
        })
    }

    fn required<'a>(&mut self, value: Option<&'a str>, field: &str) -> Option<&'a str> {
        if value.is_none() {
            self.fail(
                field,
                "field_missing",
                "Thiếu trường bắt buộc.",
                "This field is required.",
            );
        }
        value
    }

    fn name(&mut self, text: &str, field: &str) -> Option<FullName> {
        FullName::parse(text)
            .map_err(|error| {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
            })
            .ok()
    }

    fn birth_date(&mut self, text: &str, field: &str) -> Option<BirthDate> {
        BirthDate::parse(text)
            .map_err(|error| {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
            })
            .ok()
    }

    fn number_error(&mut self, field: &str, error: &NumberError) {
        self.errors
            .push(FieldError::new(field, error.code(), |language| {
                error.message(language)
            }));
    }

    fn number(&mut self, text: &str, field: &str) -> Option<PersonalNumber> {
        PersonalNumber::parse(text)
            .map_err(|error| self.number_error(field, &error))
            .ok()
    }

    fn cmnd_number(&mut self, text: &str, field: &str) -> Option<CmndNumber> {
        match CitizenNumber::parse(text) {
            Ok(CitizenNumber::Cmnd(number)) => Some(number),
            Ok(CitizenNumber::Personal(_)) => {
                self.number_error(field, &NumberError::WrongLength { digits: 12 });
                None
            }
            Err(error) => {
                self.number_error(field, &error);
                None
            }
        }
    }

    fn gender(&mut self, text: &str) -> Option<Gender> {
        let gender = Gender::parse(text);
        if gender.is_none() {
            self.fail(
                "gender",
                "gender_unknown",
                "Giới tính là male (nam) hoặc female (nữ).",
                "Gender is male or female.",
            );
        }
        gender
    }

    fn day(&mut self, text: &str, field: &str) -> Option<CivilDate> {
        match BirthDate::parse(text) {
            Ok(BirthDate::Day(day)) => Some(day),
            Ok(BirthDate::Year(_) | BirthDate::YearMonth { .. }) => {
                self.fail(
                    field,
                    "date_incomplete",
                    "Cần đủ ngày, tháng, năm.",
                    "A whole date is needed here.",
                );
                None
            }
            Err(error) => {
                self.errors
                    .push(FieldError::new(field, error.code(), |language| {
                        error.message(language)
                    }));
                None
            }
        }
    }

    fn word<T>(
        &mut self,
        text: Option<&str>,
        field: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: &str,
    ) -> Option<T> {
        let text = text?;
        let value = read(text);
        if value.is_none() {
            self.errors.push(FieldError::new(
                field,
                "value_unknown",
                |language| match language {
                    Language::Vietnamese => format!("Giá trị không có trong danh sách: {allowed}."),
                    Language::English => format!("Not one of: {allowed}."),
                },
            ));
        }
        value
    }

    fn text(&mut self, text: Option<&str>, field: &str) -> Option<Box<str>> {
        let text = text?.trim();
        if text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
            self.fail(
                field,
                "text_refused",
                "Tối đa 200 ký tự, không có ký tự điều khiển.",
                "At most 200 characters and no control characters.",
            );
            return None;
        }
        (!text.is_empty()).then(|| text.into())
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

    fn former_numbers(&mut self, record: &CitizenRecord) -> Vec<FormerNumber> {
        let mut numbers = Vec::new();
        for (index, former) in record.former_numbers.iter().enumerate() {
            let path = |key: &str| format!("former_numbers[{index}].{key}");
            let number = self.number(&former.number, &path("number"));
            let cancelled_on = self.day(&former.cancelled_on, &path("cancelled_on"));
            let reason = self.cancel_reason(Some(&former.reason), &path("reason"));
            if let (Some(number), Some(cancelled_on), Some(reason)) = (number, cancelled_on, reason)
            {
                numbers.push(FormerNumber {
                    number,
                    cancelled_on,
                    reason,
                });
            }
        }
        numbers
    }

    fn cancel_reason(&mut self, text: Option<&str>, field: &str) -> Option<CancelReason> {
        self.word(
            text,
            field,
            CancelReason::from_word,
            &words(CancelReason::ALL, CancelReason::as_str),
        )
    }

    fn code(
        &mut self,
        text: Option<&str>,
        field: &str,
        absent: u8,
        known: impl Fn(u8) -> bool,
        list: &str,
    ) -> u8 {
        let Some(text) = text else { return absent };
        if let Some(code) = text.trim().parse().ok().filter(|code| known(*code)) {
            code
        } else {
            self.errors.push(FieldError::new(
                field,
                "code_unknown",
                |language| match language {
                    Language::Vietnamese => {
                        format!("Mã không có trong danh mục /v1/codes/{list}.")
                    }
                    Language::English => {
                        format!("The code is not in the list /v1/codes/{list}.")
                    }
                },
            ));
            absent
        }
    }

    fn ethnic_group(&mut self, text: Option<&str>) -> u8 {
        let known = |code| {
            reference::ethnic_groups()
                .iter()
                .any(|group| group.code_2008 == code)
        };
        self.code(text, "ethnic_group", 0, known, "ethnic_groups")
    }

    fn religion(&mut self, text: Option<&str>) -> u8 {
        let known = |code| {
            reference::religions()
                .iter()
                .any(|religion| religion.code == code)
        };
        self.code(text, "religion", 0, known, "religions")
    }

    fn nationality(&mut self, record: &CitizenRecord) -> Vec<CountryCode> {
        let mut countries = Vec::new();
        for (index, text) in record.nationality.iter().enumerate() {
            countries.extend(self.country(text, &format!("nationality[{index}]")));
        }
        countries
    }

    fn country(&mut self, text: &str, field: &str) -> Option<CountryCode> {
        let country = CountryCode::parse(text);
        if country.is_none() {
            self.fail(
                field,
                "country_unknown",
                "Mã nước gồm hai chữ cái (ISO 3166-1).",
                "A country is two letters (ISO 3166-1).",
            );
        }
        country
    }

    fn cmnd(&mut self, record: &CitizenRecord) -> Vec<Cmnd> {
        let mut cards = Vec::new();
        for (index, cmnd) in record.cmnd.iter().enumerate() {
            let path = |key: &str| format!("cmnd[{index}].{key}");
            let number = self.cmnd_number(&cmnd.number, &path("number"));
            let issued_by = cmnd
                .issued_by
                .as_deref()
                .and_then(|text| self.province(text, &path("issued_by")));
            let issued_on = cmnd
                .issued_on
                .as_deref()
                .and_then(|text| self.day(text, &path("issued_on")));
            cards.extend(number.map(|number| Cmnd {
                number,
                issued_by,
                issued_on,
            }));
        }
        cards
    }

    fn card(&mut self, card: &CardRecord, born: BirthDate) -> Option<Card> {
        let kind = self.word(
            Some(&card.kind),
            "card.kind",
            CardKind::from_word,
            &words(CardKind::ALL, CardKind::as_str),
        );
        let issued_on = self.day(&card.issued_on, "card.issued_on");
        let custody = self
            .word(
                card.custody.as_deref(),
                "card.custody",
                CardCustody::from_word,
                &words(CardCustody::ALL, CardCustody::as_str),
            )
            .unwrap_or(CardCustody::Holder);
        let (kind, issued_on) = kind.zip(issued_on)?;
        let expires_on = match card.expires_on.as_deref() {
            None => lawful_expiry(issued_on, born),
            Some("never") => None,
            Some(text) => Some(self.day(text, "card.expires_on")?),
        };
        Some(Card {
            kind,
            issued_on,
            expires_on,
            custody,
        })
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
        if known.is_none() {
            self.fail(
                "household.relation_to_head",
                "code_unknown",
                "Mã không có trong danh mục /v1/codes/relations_to_head.",
                "The code is not in the list /v1/codes/relations_to_head.",
            );
        }
        known.map(|relation_to_head| HouseholdPlace {
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

    fn electronic_identity(
        &mut self,
        record: &ElectronicIdentityRecord,
    ) -> Option<ElectronicIdentity> {
        let level = match record.level {
            1 => Some(IdentityLevel::One),
            2 => Some(IdentityLevel::Two),
            _ => {
                self.fail(
                    "electronic_identity.level",
                    "value_unknown",
                    "Mức độ là 1 hoặc 2.",
                    "The level is 1 or 2.",
                );
                None
            }
        };
        let granted_on = self.day(&record.granted_on, "electronic_identity.granted_on");
        let locked = self.word(
            record.locked.as_deref(),
            "electronic_identity.locked",
            LockReason::from_word,
            &words(LockReason::ALL, LockReason::as_str),
        );
        let (level, granted_on) = level.zip(granted_on)?;
        Some(ElectronicIdentity {
            level,
            granted_on,
            activated: record.activated,
            locked,
        })
    }

    fn status_periods(&mut self, records: &[StatusPeriodRecord]) -> Vec<StatusPeriod> {
        let mut periods = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let path = |key: &str| format!("status_periods[{index}].{key}");
            let status = match record.status.as_str() {
                "deceased" => Some(RecordStatus::Deceased),
                "missing" => Some(RecordStatus::Missing),
                "inactive" => Some(RecordStatus::Inactive),
                "cancelled" => self
                    .required(record.reason.as_deref(), &path("reason"))
                    .and_then(|reason| self.cancel_reason(Some(reason), &path("reason")))
                    .map(RecordStatus::Cancelled),
                _ => self.word(
                    Some(&record.status),
                    &path("status"),
                    |_| None,
                    "deceased, missing, inactive, cancelled",
                ),
            };
            let from = self.day(&record.from, &path("from"));
            let until = record
                .until
                .as_deref()
                .and_then(|text| self.day(text, &path("until")));
            periods.extend(status.zip(from).map(|(status, from)| StatusPeriod {
                status,
                from,
                until,
            }));
        }
        periods
    }

    fn province(&mut self, text: &str, field: &str) -> Option<ProvinceCode> {
        let code = text
            .trim()
            .parse()
            .ok()
            .map(ProvinceCode)
            .filter(|code| reference::province_before(*code).is_some());
        if code.is_none() {
            self.fail(
                field,
                "code_unknown",
                "Mã không có trong danh mục /v1/codes/provinces_before.",
                "The code is not in the list /v1/codes/provinces_before.",
            );
        }
        code
    }

    fn place(&mut self, record: Option<&PlaceRecord>, field: &str) -> Option<Place> {
        let record = record?;
        let detail = self.text(record.detail.as_deref(), &format!("{field}.detail"));
        let country = match record.country.as_deref() {
            Some(text) => Some(self.country(text, &format!("{field}.country"))?),
            None => None,
        };
        if let Some(country) = country.filter(|country| *country != CountryCode::VIET_NAM) {
            return Some(Place::Abroad { country, detail });
        }
        if record.ward.is_some() || record.ward_before.is_some() {
            return self
                .ward(record, field)
                .map(|link| Place::Ward { link, detail });
        }
        if let Some(text) = record.province_before.as_deref() {
            self.province(text, &format!("{field}.province_before"))
                .map(Place::Province)
        } else {
            self.fail(
                field,
                "place_incomplete",
                "Cần ward, ward_before, province_before hoặc country.",
                "A place needs ward, ward_before, province_before or country.",
            );
            None
        }
    }

    fn ward(
        &mut self,
        record: &PlaceRecord,
        field: &str,
    ) -> Option<crate::domain::place::WardLink> {
        let code = |text: &Option<String>| {
            text.as_deref()
                .map(|text| text.trim().parse::<u32>().unwrap_or(u32::MAX))
        };
        let link = match (code(&record.ward_before), code(&record.ward)) {
            (Some(before), Some(since)) => reference::link_of(before, since),
            (Some(before), None) => reference::default_link_of_ward_before(before),
            (None, Some(since)) => reference::default_link_of_ward_since(since),
            (None, None) => None,
        };
        if link.is_none() {
            self.fail(
                field,
                "ward_unknown",
                "Không có xã, phường với mã này, hoặc hai mã không thuộc cùng một nơi (xem /v1/codes/ward_links).",
                "There is no ward with this code, or the two codes are not of one place (see /v1/codes/ward_links).",
            );
        }
        link
    }
}

/// The allowed words, for an error message.
fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|value| word(*value))
        .collect::<Vec<_>>()
        .join(", ")
}
