//! The codes of each list, written out as text from the tables.

use super::{
    BloodGroupCode, CenturyDigit, CmndPrefix, DistrictBefore, EthnicGroup, MaritalStatusCode,
    ProvinceBefore, ProvinceSince, RelationToHead, Religion, WardBefore, WardLinkRow, WardSince,
};
use crate::domain::card::CardKind;
use crate::reference;

/// Code, Vietnamese name, English name and the cells under the list's own columns.
pub(super) type CodeRow = (String, &'static str, Option<&'static str>, Vec<String>);

pub(super) fn provinces_before() -> Vec<CodeRow> {
    let row = |province: &ProvinceBefore| {
        let code = province.code.0;
        let cells = vec![
            province.name.into(),
            format!("{code:03}"),
            province.region.into(),
            format!("{:02}", province.successor),
            province.population_2019.to_string(),
        ];
        (format!("{code:02}"), province.full_name, None, cells)
    };
    reference::provinces_before().iter().map(row).collect()
}

pub(super) fn provinces_since() -> Vec<CodeRow> {
    let row = |province: &ProvinceSince| {
        let predecessors: Vec<String> = reference::provinces_before()
            .iter()
            .filter(|before| before.successor == province.code)
            .map(|before| format!("{:02}", before.code.0))
            .collect();
        let cells = vec![
            province.name.into(),
            province.full_name_2026.into(),
            predecessors.join(" "),
        ];
        (
            format!("{:02}", province.code),
            province.full_name_2025,
            None,
            cells,
        )
    };
    reference::provinces_since().iter().map(row).collect()
}

pub(super) fn districts_before() -> Vec<CodeRow> {
    let row = |district: &DistrictBefore| {
        (
            format!("{:03}", district.code),
            district.name,
            None,
            vec![format!("{:02}", district.province.0)],
        )
    };
    reference::districts_before().iter().map(row).collect()
}

pub(super) fn wards_before() -> Vec<CodeRow> {
    let row = |ward: &WardBefore| {
        (
            format!("{:05}", ward.code),
            ward.name,
            None,
            vec![format!("{:03}", ward.district)],
        )
    };
    reference::wards_before().iter().map(row).collect()
}

pub(super) fn wards_since() -> Vec<CodeRow> {
    let row = |ward: &WardSince| {
        let cells = vec![ward.name_2026.into(), format!("{:02}", ward.province)];
        (format!("{:05}", ward.code), ward.name_2025, None, cells)
    };
    reference::wards_since().iter().map(row).collect()
}

pub(super) fn ward_links() -> Vec<CodeRow> {
    reference::ward_links().iter().map(ward_link).collect()
}

fn ward_link(row: &WardLinkRow) -> CodeRow {
    let district = format!("{:03}", row.district_before);
    let ward = if row.ward_before == 0 {
        String::new()
    } else {
        format!("{:05}", row.ward_before)
    };
    let since = format!("{:05}", row.ward_since);
    let code = format!(
        "{}-{since}",
        if ward.is_empty() { &district } else { &ward }
    );
    let name = reference::ward_before(row.ward_before)
        .map(|ward| ward.name)
        .or_else(|| reference::district_before(row.district_before).map(|district| district.name));
    let cells = vec![
        format!("{:02}", row.province_before.0),
        district,
        ward,
        format!("{:02}", row.province_since),
        since,
        reference::ward_since(row.ward_since)
            .map_or_else(String::new, |ward| ward.name_2025.into()),
        row.split.to_string(),
        row.is_default.to_string(),
    ];
    (code, name.unwrap_or_default(), None, cells)
}

pub(super) fn ethnic_groups() -> Vec<CodeRow> {
    let row = |group: &EthnicGroup| {
        let cells = vec![format!("{:02}", group.code_1979), group.aliases.join("; ")];
        (format!("{:02}", group.code_2008), group.name, None, cells)
    };
    reference::ethnic_groups().iter().map(row).collect()
}

pub(super) fn religions() -> Vec<CodeRow> {
    let row = |religion: &Religion| {
        (
            format!("{:02}", religion.code),
            religion.name_vi,
            Some(religion.name_en),
            Vec::new(),
        )
    };
    reference::religions().iter().map(row).collect()
}

pub(super) fn marital_statuses() -> Vec<CodeRow> {
    let row = |status: &MaritalStatusCode| {
        let words: Vec<&str> = status
            .statuses
            .iter()
            .map(|status| status.as_str())
            .collect();
        let cells = vec![words.join(" "), status.confidence.into()];
        (
            status.code.to_string(),
            status.name_vi,
            Some(status.name_en),
            cells,
        )
    };
    reference::marital_statuses().iter().map(row).collect()
}

pub(super) fn blood_groups() -> Vec<CodeRow> {
    let row = |blood: &BloodGroupCode| {
        let word = blood
            .group
            .map_or_else(String::new, |group| group.as_str().into());
        (
            format!("{:02}", blood.code),
            blood.name,
            None,
            vec![word, blood.confidence.into()],
        )
    };
    reference::blood_groups().iter().map(row).collect()
}

pub(super) fn relations_to_head() -> Vec<CodeRow> {
    let row = |relation: &RelationToHead| {
        (
            relation.written.into(),
            relation.name_vi,
            Some(relation.name_en),
            vec![relation.confidence.into()],
        )
    };
    reference::relations_to_head().iter().map(row).collect()
}

pub(super) fn century_gender() -> Vec<CodeRow> {
    let row = |digit: &CenturyDigit| {
        let cells = vec![
            digit.first_year.to_string(),
            digit.last_year.to_string(),
            digit.gender.as_str().into(),
        ];
        (
            digit.digit.to_string(),
            digit.name_vi,
            Some(digit.name_en),
            cells,
        )
    };
    reference::century_digits().iter().map(row).collect()
}

pub(super) fn cmnd_prefixes() -> Vec<CodeRow> {
    let row = |prefix: &CmndPrefix| {
        let three_digits: Vec<String> = prefix
            .three_digits
            .iter()
            .map(|digits| format!("{digits:03}"))
            .collect();
        let cells = vec![
            format!("{:02}", prefix.province.0),
            three_digits.join(" "),
            prefix.confidence.into(),
        ];
        (prefix.prefix.into(), prefix.issuer, None, cells)
    };
    reference::cmnd_prefixes().iter().map(row).collect()
}

pub(super) fn card_kinds() -> Vec<CodeRow> {
    let names = |kind: CardKind| match kind {
        CardKind::Cmnd12 => ("Chứng minh nhân dân 12 số", "CMND with 12 digits"),
        CardKind::CitizenCardBarcode => (
            "Căn cước công dân mã vạch",
            "Citizen identity card with a barcode",
        ),
        CardKind::CitizenCardChip => (
            "Căn cước công dân gắn chip",
            "Citizen identity card with a chip",
        ),
        CardKind::IdentityCard => ("Thẻ căn cước", "Identity card"),
        CardKind::IdentityCertificate => ("Giấy chứng nhận căn cước", "Identity certificate"),
    };
    let row = |kind: &CardKind| {
        let (name_vi, name_en) = names(*kind);
        (kind.as_str().into(), name_vi, Some(name_en), Vec::new())
    };
    CardKind::ALL.iter().map(row).collect()
}
