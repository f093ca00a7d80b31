//! What the digits of a number say, for answers and the command line.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::citizen_number::{CitizenNumber, CmndNumber, PersonalNumber};
use crate::domain::place::ProvinceCode;
use crate::reference::{self, NumberPlace};

/// A decoded number.
#[derive(Serialize, ToSchema, Clone, Debug, PartialEq, Eq)]
pub struct NumberDecoding {
    /// The number, 12 or 9 digits.
    pub number: String,
    /// `personal_number` or `cmnd`.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// Where the birth was registered (12 digits), or who issued the card (9 digits).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<DecodedPlace>,
    /// Sex by the fourth digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub gender: Option<&'static str>,
    /// Year of birth by digits four to six.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_of_birth: Option<u16>,
    /// The century digit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub century_digit: Option<u8>,
    /// The last six digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// Whether the last digit is the check digit of invented people (ISO/IEC 7064 MOD 11,10).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_digit_fits: Option<bool>,
    /// What to keep in mind.
    pub warnings: Vec<NumberWarning>,
}

/// The place in a number.
#[derive(Serialize, ToSchema, Clone, Debug, PartialEq, Eq)]
pub struct DecodedPlace {
    /// The digits.
    pub code: String,
    /// `province`, `country`, `reserved` or `unassigned`.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// Province by the table of 63.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub province: Option<&'static str>,
    /// The province it belongs to since 01/07/2025.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub province_since_2025: Option<&'static str>,
    /// The code of that province; never join the first three digits with the new table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_code_since_2025: Option<String>,
}

/// Something to keep in mind about a number.
#[derive(Serialize, ToSchema, Clone, Debug, PartialEq, Eq)]
pub struct NumberWarning {
    /// The stable code.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// In Vietnamese.
    #[schema(value_type = String)]
    pub vi: &'static str,
    /// In English.
    #[schema(value_type = String)]
    pub en: &'static str,
}

const LAWFUL_DISAGREEMENT: NumberWarning = NumberWarning {
    code: "may_disagree_with_record",
    vi: "Nơi đăng ký, giới tính, năm sinh trong số có thể khác bản ghi mà vẫn hợp pháp (Nghị định 70/2024 Điều 11): đừng từ chối công dân vì lý do này.",
    en: "Place, sex and year in the number may lawfully differ from the record (Nghị định 70/2024 Điều 11): refuse nobody because of it.",
};
const UNMARKED: NumberWarning = NumberWarning {
    code: "not_marked_as_invented",
    vi: "Chữ số cuối không phải chữ số kiểm tra của dữ liệu giả lập: số này có thể của người thật.",
    en: "The last digit is not the check digit of invented people: this could be a real person's number.",
};
const UNASSIGNED: NumberWarning = NumberWarning {
    code: "place_unassigned",
    vi: "Ba chữ số đầu không có trong bảng 63 tỉnh, thành phố.",
    en: "The first three digits are not in the table of 63 provinces.",
};
const RESERVED: NumberWarning = NumberWarning {
    code: "place_reserved",
    vi: "Đầu số 097-099 chưa được gán cho tỉnh nào; dancu dùng riêng cho dữ liệu giả lập.",
    en: "Prefixes 097-099 are assigned to no province; dancu uses them for invented people.",
};
const COUNTRY: NumberWarning = NumberWarning {
    code: "place_is_country",
    vi: "Mã từ 100 là nước ngoài; bảng mã nước không được công bố nên không giải mã được.",
    en: "Codes from 100 stand for countries; their table is not public, so it cannot be decoded.",
};
const FUTURE: NumberWarning = NumberWarning {
    code: "year_far_off",
    vi: "Chữ số thế kỷ cho năm sinh sau 2099.",
    en: "The century digit gives a year after 2099.",
};
const CMND_EXPIRED: NumberWarning = NumberWarning {
    code: "cmnd_expired",
    vi: "CMND 9 số hết hiệu lực từ 01/01/2025 (Luật Căn cước Điều 46); số vẫn dùng để tra cứu.",
    en: "9-digit cards lost force on 31/12/2024 (Luật Căn cước Điều 46); the number still finds its holder.",
};

/// Decodes either kind of number.
pub fn decode_number(number: CitizenNumber) -> NumberDecoding {
    match number {
        CitizenNumber::Personal(number) => decode_personal(number),
        CitizenNumber::Cmnd(number) => decode_cmnd(number),
    }
}

fn decode_personal(number: PersonalNumber) -> NumberDecoding {
    let mut warnings = vec![LAWFUL_DISAGREEMENT];
    let code = number.place_code();
    let place = DecodedPlace {
        code: format!("{code:03}"),
        ..no_place("province")
    };
    let place = match reference::number_place(code) {
        NumberPlace::Province(province) => province_place(place, province),
        NumberPlace::Reserved => {
            warnings.push(RESERVED);
            DecodedPlace {
                kind: "reserved",
                ..place
            }
        }
        NumberPlace::Unassigned => {
            warnings.push(UNASSIGNED);
            DecodedPlace {
                kind: "unassigned",
                ..place
            }
        }
        NumberPlace::Country => {
            warnings.push(COUNTRY);
            DecodedPlace {
                kind: "country",
                ..place
            }
        }
    };
    if number.year() > 2099 {
        warnings.push(FUTURE);
    }
    if !number.is_marked() {
        warnings.push(UNMARKED);
    }
    NumberDecoding {
        number: number.to_string(),
        kind: "personal_number",
        place: Some(place),
        gender: Some(number.gender().as_str()),
        year_of_birth: Some(number.year()),
        century_digit: Some(number.century_digit()),
        serial: Some(format!("{:06}", number.serial())),
        check_digit_fits: Some(number.is_marked()),
        warnings,
    }
}

/// The province police by the first two or three digits; half of that table is from memory.
fn decode_cmnd(number: CmndNumber) -> NumberDecoding {
    let three = u16::try_from(number.value() / 1_000_000).unwrap_or(0);
    let issuers: Vec<ProvinceCode> = reference::cmnd_prefixes()
        .iter()
        .filter(|row| row.three_digits.contains(&three))
        .map(|row| row.province)
        .collect();
    let place = match issuers[..] {
        [issuer] => reference::province_before(issuer).map(|province| {
            province_place(
                DecodedPlace {
                    code: format!("{three:03}"),
                    ..no_place("province")
                },
                province,
            )
        }),
        _ => None,
    };
    NumberDecoding {
        number: number.to_string(),
        kind: "cmnd",
        place,
        gender: None,
        year_of_birth: None,
        century_digit: None,
        serial: None,
        check_digit_fits: None,
        warnings: vec![CMND_EXPIRED],
    }
}

fn province_place(
    place: DecodedPlace,
    province: &'static reference::ProvinceBefore,
) -> DecodedPlace {
    DecodedPlace {
        kind: "province",
        province: Some(province.name),
        province_since_2025: reference::province_since(province.successor).map(|since| since.name),
        province_code_since_2025: Some(format!("{:02}", province.successor)),
        ..place
    }
}

fn no_place(kind: &'static str) -> DecodedPlace {
    DecodedPlace {
        code: String::new(),
        kind,
        province: None,
        province_since_2025: None,
        province_code_since_2025: None,
    }
}
