//! Code tables and places: what the forms, the messages and the map of Viet Nam call things.
//!
//! Every table is a text file under `fixtures/`, embedded in the program and read on first use; where
//! each comes from, and what in it is fact, model or guess, is in `fixtures/README.md`.

pub mod civil_codes;
pub mod cmnd_prefixes;
pub mod code_lists;
mod code_rows;
pub mod ethnicity;
pub mod map_state;
mod named;
pub mod provinces;
pub mod published;
mod table;
pub mod ward_links;
pub mod wards;

pub use civil_codes::{
    BloodGroupCode, CenturyDigit, MaritalStatusCode, RelationToHead, blood_group_code,
    blood_groups, century_digits, marital_status_code, marital_statuses, relation_to_head,
    relations_to_head,
};
pub use cmnd_prefixes::{CmndPrefix, SHARED_CMND, cmnd_prefixes, cmnd_prefixes_of};
pub use code_lists::{CodeEntry, CodeList, code_entries, code_list, code_lists};
pub use ethnicity::{EthnicGroup, Religion, ethnic_group, ethnic_groups, religion, religions};
pub use map_state::{
    MapState, Units, place_text, province_before_of, province_name_on, province_since_of, units_of,
};
pub use named::{
    ethnic_group_named, folded, province_before_named, province_since_named, religion_named,
};
pub use provinces::{
    NumberPlace, ProvinceBefore, ProvinceSince, RESERVED_PREFIXES, number_place, province_before,
    province_since, provinces_before, provinces_since,
};
pub use published::{
    AgeFigure, HOUSEHOLD_MEAN, HouseholdFigure, MarriageFigure, SurnameFigure, age_figures,
    household_figures, marriage_figures, surname_figures,
};
pub use ward_links::{
    WardLinkRow, default_link_of_ward_before, default_link_of_ward_since, link_of, ward_link,
    ward_links, ward_links_of_province,
};
pub use wards::{
    DistrictBefore, WardBefore, WardSince, district_before, districts_before, ward_before,
    ward_since, wards_before, wards_since,
};
