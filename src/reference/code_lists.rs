//! Every table as a list of codes with names, for the answers and pages that show them.

use super::code_rows::{self, CodeRow};

/// A list of codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CodeList {
    /// `ethnic_groups`; names the list in URLs.
    pub id: &'static str,
    /// Vietnamese title.
    pub title_vi: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Where it comes from and how far it can be trusted, in one line.
    pub source: &'static str,
    /// The names of [`CodeEntry::extra`], in their order.
    pub columns: &'static [&'static str],
}

/// One code of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeEntry {
    /// The code as written, with its leading zeros.
    pub code: String,
    /// Vietnamese name.
    pub name_vi: &'static str,
    /// English name, where there is one.
    pub name_en: Option<&'static str>,
    /// What else the list says, under the names of [`CodeList::columns`]; empty text where nothing.
    pub extra: Vec<(&'static str, String)>,
}

/// All lists, places first.
pub fn code_lists() -> &'static [CodeList] {
    LISTS
}

/// The list with this id.
pub fn code_list(id: &str) -> Option<&'static CodeList> {
    LISTS.iter().find(|list| list.id == id)
}

/// All codes of the list with this id, in the order of its table.
pub fn code_entries(list_id: &str) -> Option<Vec<CodeEntry>> {
    let list = code_list(list_id)?;
    let rows = match list.id {
        "provinces_before" => code_rows::provinces_before(),
        "provinces_since" => code_rows::provinces_since(),
        "districts_before" => code_rows::districts_before(),
        "wards_before" => code_rows::wards_before(),
        "wards_since" => code_rows::wards_since(),
        "ward_links" => code_rows::ward_links(),
        "ethnic_groups" => code_rows::ethnic_groups(),
        "religions" => code_rows::religions(),
        "marital_statuses" => code_rows::marital_statuses(),
        "blood_groups" => code_rows::blood_groups(),
        "relations_to_head" => code_rows::relations_to_head(),
        "century_gender" => code_rows::century_gender(),
        "cmnd_prefixes" => code_rows::cmnd_prefixes(),
        "card_kinds" => code_rows::card_kinds(),
        _ => return None,
    };
    let entry = |(code, name_vi, name_en, cells): CodeRow| CodeEntry {
        code,
        name_vi,
        name_en,
        extra: list.columns.iter().copied().zip(cells).collect(),
    };
    Some(rows.into_iter().map(entry).collect())
}

const UNITS_BEFORE: &str =
    "thanglequoc/vietnamese-provinces-database v2.4.1 (MIT), state of 2025-03-01";
const UNITS_SINCE: &str = "thanglequoc/vietnamese-provinces-database v3.0.2 (MIT), Quyết định 19/2025/QĐ-TTg; \
                           names of 2026 by Nghị quyết 30/2026/QH16 and 237/NQ-UBTVQH16";

const LISTS: &[CodeList] = &[
    CodeList {
        id: "provinces_before",
        title_vi: "Tỉnh, thành phố trước ngày 01/07/2025",
        title_en: "Provinces before 2025-07-01",
        source: "Thông tư 07/2016/TT-BCA Phụ lục I and vietnamese-provinces-database v2.4.1 (MIT); successors \
                 Nghị quyết 202/2025/QH15",
        columns: &[
            "name",
            "number_prefix",
            "region",
            "successor",
            "population_2019",
        ],
    },
    CodeList {
        id: "provinces_since",
        title_vi: "Tỉnh, thành phố từ ngày 01/07/2025",
        title_en: "Provinces since 2025-07-01",
        source: UNITS_SINCE,
        columns: &["name", "full_name_2026", "predecessors"],
    },
    CodeList {
        id: "districts_before",
        title_vi: "Quận, huyện trước ngày 01/07/2025",
        title_en: "Districts before 2025-07-01",
        source: UNITS_BEFORE,
        columns: &["province"],
    },
    CodeList {
        id: "wards_before",
        title_vi: "Xã, phường, thị trấn trước ngày 01/07/2025",
        title_en: "Wards before 2025-07-01",
        source: UNITS_BEFORE,
        columns: &["district"],
    },
    CodeList {
        id: "wards_since",
        title_vi: "Xã, phường, đặc khu từ ngày 01/07/2025",
        title_en: "Wards since 2025-07-01",
        source: UNITS_SINCE,
        columns: &["name_2026", "province"],
    },
    CodeList {
        id: "ward_links",
        title_vi: "Xã, phường cũ và mới",
        title_en: "Wards before and since 2025-07-01",
        source: "PyPI vietnamadminunits 1.0.4 (MIT); code = ward before and ward since, or the district where it \
                 had no wards",
        columns: &[
            "province_before",
            "district_before",
            "ward_before",
            "province_since",
            "ward_since",
            "ward_since_name",
            "split",
            "default",
        ],
    },
    CodeList {
        id: "ethnic_groups",
        title_vi: "Dân tộc",
        title_en: "Ethnic groups",
        source: "Quyết định 1019/QĐ-TCTK (2008) as in QCVN 109:2017/BTTTT Phụ lục E; code_1979 Quyết định \
                 121-TCTK/PPCĐ, which conflicts",
        columns: &["code_1979", "aliases"],
    },
    CodeList {
        id: "religions",
        title_vi: "Tôn giáo",
        title_en: "Religions",
        source: "QCVN 109:2017/BTTTT Phụ lục G (01-14); 00, 15 and 99 seen in use",
        columns: &[],
    },
    CodeList {
        id: "marital_statuses",
        title_vi: "Tình trạng hôn nhân",
        title_en: "Marital status",
        source: "QCVN 109:2017/BTTTT sample (2) and two public clients that agree on 0-3; separated under 3 is a guess",
        columns: &["words", "confidence"],
    },
    CodeList {
        id: "blood_groups",
        title_vi: "Nhóm máu",
        title_en: "Blood groups",
        source: "QCVN 109:2017/BTTTT sample (00) and two public clients that agree on 01-04",
        columns: &["word", "confidence"],
    },
    CodeList {
        id: "relations_to_head",
        title_vi: "Quan hệ với chủ hộ",
        title_en: "Relation to the head of household",
        source: "CH01 seen in a public sample; all other codes are invented in its shape, wording from practice",
        columns: &["confidence"],
    },
    CodeList {
        id: "century_gender",
        title_vi: "Mã thế kỷ sinh và giới tính",
        title_en: "Fourth digit of a personal number",
        source: "Thông tư 07/2016/TT-BCA Phụ lục III",
        columns: &["first_year", "last_year", "gender"],
    },
    CodeList {
        id: "cmnd_prefixes",
        title_vi: "Đầu số chứng minh nhân dân",
        title_en: "First digits of CMND numbers",
        source: "list once on vi.wikipedia as reprinted at vilado.vn: half quoted, half from memory (confidence)",
        columns: &["province", "three_digits", "confidence"],
    },
    CodeList {
        id: "card_kinds",
        title_vi: "Loại thẻ",
        title_en: "Kinds of card",
        source: "Thông tư 61/2015, 06/2021 and 16/2024/TT-BCA; the codes are ours",
        columns: &[],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_entries_with_all_its_columns_and_none_twice() {
        for list in code_lists() {
            let entries = code_entries(list.id).expect(list.id);
            assert!(!entries.is_empty(), "{}", list.id);
            let mut codes = Vec::new();
            for entry in &entries {
                assert!(!entry.name_vi.is_empty(), "{} {}", list.id, entry.code);
                let columns: Vec<&str> = entry.extra.iter().map(|(column, _)| *column).collect();
                assert_eq!(columns, list.columns, "{} {}", list.id, entry.code);
                codes.push((entry.code.as_str(), entry.name_vi));
            }
            codes.sort_unstable();
            assert!(codes.is_sorted_by(|one, next| one != next), "{}", list.id);
        }
        assert_eq!(code_entries("countries"), None);
    }
}
