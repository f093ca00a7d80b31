//! The English JSON shape of a citizen: one shape for REST answers, import, export, personas and the
//! state file. Keys are listed here once; the national wire and the readable view have their own.

mod decoding;
mod document_reader;
mod field_error;
mod field_reader;
mod from_citizen;
mod into_citizen;
mod json_error;
mod place_reader;
mod single_values;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use decoding::{DecodedPlace, NumberDecoding, NumberWarning, decode_number};
pub use field_error::{FIELD_CODES, FieldCode, FieldError};
pub use from_citizen::{Audience, record_of, storage_record};
pub use into_citizen::read_record;
pub use json_error::{field_error, read_json};
pub use single_values::SingleValues;

/// A citizen. Items of Luật Căn cước 2023 Điều 9 under English keys; an absent key is "not recorded".
/// Keys marked read-only are computed for the business date; they are accepted and passed over when
/// a record is sent back.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, Default, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct CitizenRecord {
    /// Số định danh cá nhân: 12 digits. Made when a person is created without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "042085001237", pattern = "^[0-9]{12}$")]
    pub number: Option<String>,
    /// Họ, chữ đệm và tên khai sinh, in the written order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// Ngày sinh: `1985-05-12`, or `1950-03` or `1942` where no more is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "1985-05-12")]
    pub date_of_birth: Option<String>,
    /// Giới tính: `male` or `female`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// Read-only. `active`, `deceased`, `missing`, `inactive` or `cancelled` on the business date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_status: Option<String>,
    /// Tên gọi khác.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    /// Names no longer in use.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<FormerNameRecord>,
    /// Numbers cancelled when another was set; shown to administrators only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub former_numbers: Vec<FormerNumberRecord>,
    /// Nơi sinh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_of_birth: Option<PlaceRecord>,
    /// Nơi đăng ký khai sinh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_of_birth_registration: Option<PlaceRecord>,
    /// Quê quán.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hometown: Option<PlaceRecord>,
    /// Dân tộc: code of the 2008 list (`/v1/codes/ethnic_groups`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ethnic_group: Option<String>,
    /// Tôn giáo: code of QCVN 109:2017 annex G (`/v1/codes/religions`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub religion: Option<String>,
    /// Quốc tịch: ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nationality: Vec<String>,
    /// Nhóm máu: `A`, `B`, `AB` or `O`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blood_group: Option<String>,
    /// Số chứng minh nhân dân 9 số, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cmnd: Vec<CmndRecord>,
    /// The latest card with 12 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<CardRecord>,
    /// Cha, mẹ, vợ, chồng, con, người đại diện, người được đại diện.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub relatives: Vec<RelativeRecord>,
    /// Nơi thường trú.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanent_residence: Option<PlaceRecord>,
    /// Nơi tạm trú.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temporary_residence: Option<PlaceRecord>,
    /// Nơi ở hiện tại.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_residence: Option<PlaceRecord>,
    /// Tạm vắng: since that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absent_since: Option<String>,
    /// Số hồ sơ cư trú.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residence_file: Option<String>,
    /// Tình trạng hôn nhân: `never_married`, `married`, `widowed`, `divorced`, `separated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marital_status: Option<String>,
    /// Hộ gia đình and the place in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdRecord>,
    /// Số thuê bao di động.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// Địa chỉ thư điện tử.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Nghề nghiệp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// True for army, police and cipher, whose occupation is not kept here (Luật Căn cước Điều 15).
    #[serde(skip_serializing_if = "is_false")]
    pub occupation_withheld: bool,
    /// State of the electronic identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electronic_identity: Option<ElectronicIdentityRecord>,
    /// Times when the record was not simply active.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub status_periods: Vec<StatusPeriodRecord>,
    /// True for people whom only administrators may know of; shown to administrators only.
    #[serde(skip_serializing_if = "is_false")]
    pub restricted: bool,
    /// True for holders of a giấy chứng nhận căn cước.
    #[serde(skip_serializing_if = "is_false")]
    pub undetermined_nationality: bool,
}

impl CitizenRecord {
    /// Whether a record has this key.
    pub fn has_key(key: &str) -> bool {
        // serde itself is asked, so that the keys stand in one place: an unknown key fails to parse as
        // one, a known one fails at most on its value.
        let probe = serde_json::json!({ key: null });
        serde_json::from_value::<Self>(probe).map_or_else(
            |error| !error.to_string().starts_with("unknown field"),
            |_| true,
        )
    }
}

/// A place in both forms of the map. To set one, send `ward` (since 01/07/2025) or `ward_before`,
/// or both, or `province_before`, or `country`, and `detail` if known.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, Default, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceRecord {
    /// Read-only. The place in words, with the units valid on the business date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Read-only. The place in words, with the units of before 01/07/2025.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_before: Option<String>,
    /// House, street or hamlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Ward since 01/07/2025, 5 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward: Option<String>,
    /// Read-only. Province since 01/07/2025, 2 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Ward before 01/07/2025, 5 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward_before: Option<String>,
    /// Read-only. District before 01/07/2025, 3 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district_before: Option<String>,
    /// Province before 01/07/2025, 2 digits of the 63-province table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province_before: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// A name no longer in use.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FormerNameRecord {
    /// The name.
    pub full_name: String,
    /// The last day it was in use.
    pub until: String,
}

/// A cancelled number.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct FormerNumberRecord {
    /// The old number.
    pub number: String,
    /// The day it was cancelled.
    pub cancelled_on: String,
    /// Why (Nghị định 70/2024 Điều 11(7)): `sex_or_year_corrected`, `collected_wrongly`,
    /// `false_papers`, `birth_certificate_revoked`, `nationality_obtained`.
    pub reason: String,
}

/// A 9-digit card number.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CmndRecord {
    /// 9 digits.
    pub number: String,
    /// Province whose police issued it, 2 digits of the 63-province table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_by: Option<String>,
    /// Day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<String>,
}

/// A card with 12 digits.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CardRecord {
    /// `cmnd_12`, `citizen_card_barcode`, `citizen_card_chip`, `identity_card`, `identity_certificate`.
    pub kind: String,
    /// Day of issue.
    pub issued_on: String,
    /// Last day, or `never` (Không thời hạn). By law (Luật Căn cước Điều 21) when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// `holder` (default), `lost`, `held` or `withdrawn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<String>,
    /// Read-only. `valid`, `expired`, `lost`, `held` or `withdrawn` on the business date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Read-only. Nơi cấp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// A relative.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct RelativeRecord {
    /// `father`, `mother`, `spouse`, `child`, `representative`, `represented`.
    pub relation: String,
    /// The name.
    pub full_name: String,
    /// 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// 9 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cmnd: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
}

/// A place in a household.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct HouseholdRecord {
    /// The household.
    pub id: u32,
    /// `CH01` (head) to `CH30` of `/v1/codes/relations_to_head`.
    pub relation_to_head: String,
}

/// The electronic identity.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ElectronicIdentityRecord {
    /// 1 or 2 (Nghị định 69/2024 Điều 9).
    #[schema(minimum = 1, maximum = 2)]
    pub level: u8,
    /// Day it was granted.
    pub granted_on: String,
    /// Whether the holder activated it.
    #[serde(default)]
    pub activated: bool,
    /// Why it is locked: `holder_request`, `terms_broken`, `card_withdrawn_or_held`, `death`,
    /// `authority_request`; absent when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked: Option<String>,
}

/// A time when the record was not simply active.
#[derive(Serialize, Deserialize, ToSchema, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct StatusPeriodRecord {
    /// `deceased`, `missing`, `inactive` or `cancelled`.
    pub status: String,
    /// Why, for `cancelled`: as in `former_numbers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// First day.
    pub from: String,
    /// Last day, if it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}
