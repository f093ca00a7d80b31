//! Reads places: a ward by its code before or since the merger, a province, or a country.

use super::PlaceRecord;
use super::field_reader::Reader;
use crate::domain::place::{CountryCode, Place, ProvinceCode, WardLink};
use crate::reference;

impl Reader {
    pub(super) fn province(&mut self, text: &str, field: &str) -> Option<ProvinceCode> {
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

    pub(super) fn place(&mut self, record: Option<&PlaceRecord>, field: &str) -> Option<Place> {
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

    pub(super) fn ward(&mut self, record: &PlaceRecord, field: &str) -> Option<WardLink> {
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
