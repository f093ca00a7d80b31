//! Places as one integer each: a row of the ward links, a province, or a country.

use crate::domain::place::{CountryCode, Place, ProvinceCode, WardLink};
use crate::reference;

/// Codes below this are rows of the ward links (10,602 of them).
const PROVINCES: i64 = 20_000;
/// Codes from here on are countries, `26 * first letter + second letter`.
const COUNTRIES: i64 = 30_000;

/// The code of a place without its detail.
pub fn encode(place: &Place) -> i64 {
    match place {
        Place::Ward { link, .. } => i64::from(link.0),
        Place::Province(code) => PROVINCES + i64::from(code.0),
        Place::Abroad { country, .. } => {
            let letters = country.as_str().as_bytes();
            COUNTRIES
                + letters
                    .iter()
                    .fold(0, |sum, letter| sum * 26 + i64::from(letter - b'A'))
        }
    }
}

/// The detail (house, street, town) that stands beside the code.
pub fn detail(place: &Place) -> Option<&str> {
    match place {
        Place::Ward { detail, .. } | Place::Abroad { detail, .. } => detail.as_deref(),
        Place::Province(_) => None,
    }
}

/// The province of before 01/07/2025 that a place lies in.
pub fn province(place: &Place) -> Option<ProvinceCode> {
    match place {
        Place::Ward { link, .. } => reference::ward_link(*link).map(|row| row.province_before),
        Place::Province(code) => Some(*code),
        Place::Abroad { .. } => None,
    }
}

/// The place with this code and detail, or `None` for a code that was never written.
pub fn decode(code: i64, detail: Option<&str>) -> Option<Place> {
    let detail = detail.map(Into::into);
    if let Ok(link) = u16::try_from(code)
        && code < PROVINCES
    {
        return Some(Place::Ward {
            link: WardLink(link),
            detail,
        });
    }
    if (PROVINCES..COUNTRIES).contains(&code) {
        return u8::try_from(code - PROVINCES)
            .ok()
            .map(ProvinceCode)
            .map(Place::Province);
    }
    let letters = u8::try_from((code - COUNTRIES) / 26)
        .ok()
        .zip(u8::try_from((code - COUNTRIES) % 26).ok());
    let (first, second) = letters.filter(|(first, _)| *first < 26)?;
    let text = String::from_utf8(vec![b'A' + first, b'A' + second]).ok()?;
    Some(Place::Abroad {
        country: CountryCode::parse(&text)?,
        detail,
    })
}
