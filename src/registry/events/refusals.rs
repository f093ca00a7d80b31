//! Why an event is refused: each reason in both languages, with its field.

use crate::domain::civil_date::CivilDate;
use crate::record::FieldError;
use crate::registry::upkeep::{Refusal, UpkeepError};

/// A field that cannot be accepted.
pub fn refuse(
    field: &str,
    code: &'static str,
    vietnamese: impl Into<String>,
    english: impl Into<String>,
) -> UpkeepError {
    Refusal::Fields(vec![FieldError::told(field, code, vietnamese, english)]).into()
}

/// A field that is needed.
pub fn missing(field: &str) -> UpkeepError {
    Refusal::Fields(vec![FieldError::missing(field)]).into()
}

/// A day after the business date.
pub fn in_future(field: &str, day: CivilDate) -> UpkeepError {
    refuse(
        field,
        "date_in_future",
        format!(
            "Ngày ở sau ngày nghiệp vụ ({}): việc chưa xảy ra.",
            day.vietnamese()
        ),
        format!("The day is after the business date ({day}): it has not happened yet."),
    )
}

/// Nobody has the number.
pub fn unknown(field: &str) -> UpkeepError {
    refuse(
        field,
        "person_unknown",
        "Không có công dân nào mang số này.",
        "Nobody has this number.",
    )
}

/// Two people have the CMND.
pub fn ambiguous(field: &str) -> UpkeepError {
    refuse(
        field,
        "person_ambiguous",
        "Nhiều người cùng mang số CMND này: hãy gửi số 12 chữ số.",
        "More than one person holds this CMND: send the number of 12 digits.",
    )
}

/// The number was cancelled.
pub fn cancelled(field: &str) -> UpkeepError {
    refuse(
        field,
        "number_cancelled",
        "Số đã bị hủy: hãy gửi số đang dùng.",
        "The number was cancelled: send the one in force.",
    )
}

/// The record is that of somebody dead, missing, or no longer in use.
pub fn not_living(field: &str, status: &'static str) -> UpkeepError {
    refuse(
        field,
        "person_not_living",
        format!("Hồ sơ không ở trạng thái hoạt động ({status})."),
        format!("The record is not active ({status})."),
    )
}

/// Named twice.
pub fn repeated(field: &str) -> UpkeepError {
    refuse(
        field,
        "person_repeated",
        "Cùng một người được nêu hai lần.",
        "The same person is named twice.",
    )
}

/// Somebody of another household.
pub fn elsewhere(field: &str) -> UpkeepError {
    refuse(
        field,
        "person_elsewhere",
        "Người này không ở trong hộ đó.",
        "This person is not in that household.",
    )
}

/// What is sent and what the record says exclude each other.
pub fn contradicts(
    field: &str,
    vietnamese: impl Into<String>,
    english: impl Into<String>,
) -> UpkeepError {
    refuse(field, "contradicts_record", vietnamese, english)
}

/// Everything is so already.
pub fn nothing_changes(field: &str) -> UpkeepError {
    refuse(
        field,
        "nothing_changes",
        "Dữ liệu đã như vậy: không có gì thay đổi.",
        "It is so already: nothing would change.",
    )
}
