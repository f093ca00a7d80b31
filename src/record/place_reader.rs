//! Reads places: a ward by its code before or since the merger, a province, or a country.

use super::field_reader::Reader;
use super::{FieldError, PlaceRecord};
use crate::domain::place::{CountryCode, Place, ProvinceCode, WardLink};
use crate::reference;

impl Reader {
    pub(super) fn province(&mut self, text: &str, field: &str) -> Option<ProvinceCode> {
        let code = text.trim().parse().ok().map(ProvinceCode);
        let known = code.filter(|code| reference::province_before(*code).is_some());
        self.keep(known.ok_or_else(|| FieldError::not_in_list(field, "provinces_before")))
    }

    pub(super) fn place(&mut self, record: Option<&PlaceRecord>, field: &str) -> Option<Place> {
        let record = record?;
        let detail = self.text(record.detail.as_deref(), &format!("{field}.detail"));
        let country = match record.country.as_deref() {
            Some(text) => Some(self.country(text, &format!("{field}.country"))?),
            None => None,
        };
        let has_ward = record.ward.is_some() || record.ward_before.is_some();
        if let Some(country) = country.filter(|country| *country != CountryCode::VIET_NAM) {
            if has_ward || record.province_before.is_some() {
                self.fail(contradiction(
                    field,
                    "một nước khác không có xã, tỉnh",
                    "another country has no ward or province",
                ));
                return None;
            }
            return Some(Place::Abroad { country, detail });
        }
        if has_ward {
            return self
                .ward(record, field)
                .map(|link| Place::Ward { link, detail });
        }
        let Some(province) = record.province_before.as_deref() else {
            self.fail(FieldError::told(
                field,
                "place_incomplete",
                "Cần ward, ward_before, province_before hoặc country.",
                "A place needs ward, ward_before, province_before or country.",
            ));
            return None;
        };
        if detail.is_some() {
            self.fail(contradiction(
                field,
                "có detail thì phải có xã, phường",
                "a detail needs a ward",
            ));
            return None;
        }
        self.province(province, &format!("{field}.province_before"))
            .map(Place::Province)
    }

    fn ward(&mut self, record: &PlaceRecord, field: &str) -> Option<WardLink> {
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
        self.keep(link.ok_or_else(|| {
            FieldError::told(
                field,
                "ward_unknown",
                "Không có xã, phường với mã này, hoặc hai mã không thuộc cùng một nơi (xem /v1/codes/ward_links).",
                "There is no ward with this code, or the two codes are not of one place (see /v1/codes/ward_links).",
            )
        }))
    }
}

fn contradiction(field: &str, vietnamese: &str, english: &str) -> FieldError {
    FieldError::told(
        field,
        "place_contradiction",
        format!("Nơi chốn mâu thuẫn: {vietnamese}."),
        format!("The place contradicts itself: {english}."),
    )
}
