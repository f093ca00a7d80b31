//! The population database's own rules: pure values and functions, no IO, no clock, no chance.
//!
//! Nothing here derives `Serialize`: REST, SOAP, login claims and pages show the same person in
//! different shapes, and each of those surfaces owns its shape.

pub mod birth_date;
pub mod card;
pub mod card_print;
pub mod change;
pub mod check_digit;
pub mod citizen;
pub mod citizen_number;
pub mod civil_date;
pub mod kin;
pub mod language;
pub mod lineage;
pub mod linking;
pub mod login;
pub mod matching;
pub mod mixing;
pub mod name;
pub mod period;
pub mod place;
pub mod portal_account;
pub mod portal_calendar;
pub mod relation_to_head;
pub mod scenario;
pub mod status;
pub mod throttle;
pub mod timestamp;
pub(crate) mod words;
