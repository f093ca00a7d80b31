//! What is wrong with one field of something sent, and the table of its codes.

use crate::domain::birth_date::BirthDateError;
use crate::domain::citizen_number::NumberError;
use crate::domain::language::Language;
use crate::domain::name::NameError;

/// What is wrong with one field of something sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The path of the field: `card.issued_on`, `cmnd[1].number`; empty for the whole.
    pub field: String,
    /// The stable code, one of [`FIELD_CODES`].
    pub code: &'static str,
    /// The reason in Vietnamese.
    pub vietnamese: String,
    /// The reason in English.
    pub english: String,
}

/// One row of the table of field codes.
#[derive(Debug, PartialEq, Eq)]
pub struct FieldCode {
    /// The stable code.
    pub code: &'static str,
    /// 400 for what cannot be read, 422 for what can and is refused.
    pub status: u16,
    /// In Vietnamese.
    pub vietnamese: &'static str,
    /// In English.
    pub english: &'static str,
}

const fn code(
    code: &'static str,
    status: u16,
    vietnamese: &'static str,
    english: &'static str,
) -> FieldCode {
    FieldCode {
        code,
        status,
        vietnamese,
        english,
    }
}

/// Every code a field can have, for answers and docs.
pub const FIELD_CODES: [FieldCode; 52] = [
    code(
        "field_unknown",
        400,
        "Không có trường này.",
        "There is no such field.",
    ),
    code(
        "field_duplicate",
        400,
        "Trường xuất hiện hai lần.",
        "The field stands there twice.",
    ),
    code(
        "field_missing",
        400,
        "Thiếu trường bắt buộc.",
        "A required field is missing.",
    ),
    code(
        "field_type",
        400,
        "Sai kiểu dữ liệu.",
        "The value is of the wrong type.",
    ),
    code(
        "json_broken",
        400,
        "JSON sai cú pháp.",
        "The JSON is broken.",
    ),
    code(
        "row_broken",
        400,
        "Dòng không đọc được.",
        "The row cannot be read.",
    ),
    code("number_missing", 400, "Chưa có số.", "The number is empty."),
    code(
        "number_not_digits",
        400,
        "Số có ký tự không phải chữ số.",
        "The number has characters that are no digits.",
    ),
    code(
        "number_leading_zero_lost",
        400,
        "Số mất chữ số 0 đầu.",
        "The number lost its leading zero.",
    ),
    code(
        "number_is_qr_code",
        400,
        "Đây là nội dung mã QR.",
        "This is the text of a QR code.",
    ),
    code(
        "number_wrong_length",
        400,
        "Số có độ dài sai.",
        "The number has the wrong length.",
    ),
    code("name_empty", 400, "Họ tên trống.", "The name is empty."),
    code(
        "name_too_long",
        400,
        "Họ tên quá dài.",
        "The name is too long.",
    ),
    code(
        "name_no_letter",
        400,
        "Họ tên không có chữ cái.",
        "The name has no letter.",
    ),
    code(
        "name_control_character",
        400,
        "Họ tên có ký tự điều khiển.",
        "The name has a control character.",
    ),
    code("date_missing", 400, "Chưa có ngày.", "The date is empty."),
    code(
        "date_unreadable",
        400,
        "Không đọc được ngày.",
        "The date cannot be read.",
    ),
    code(
        "date_impossible",
        400,
        "Ngày không có trong lịch.",
        "The calendar has no such day.",
    ),
    code(
        "date_out_of_range",
        400,
        "Năm nằm ngoài khoảng cho phép.",
        "The year is out of range.",
    ),
    code(
        "date_incomplete",
        400,
        "Cần đủ ngày, tháng, năm.",
        "A whole date is needed.",
    ),
    code(
        "value_unknown",
        422,
        "Giá trị không có trong danh sách.",
        "The value is not in its list.",
    ),
    code(
        "period_unreadable",
        400,
        "Không đọc được khoảng thời gian hoặc thời điểm.",
        "The period or moment cannot be read.",
    ),
    code(
        "scenario_unreadable",
        400,
        "Không có kịch bản như vậy.",
        "There is no such scenario.",
    ),
    code(
        "path_unreadable",
        400,
        "Mẫu đường dẫn không đọc được.",
        "The pattern of a path cannot be read.",
    ),
    code(
        "window_unreadable",
        400,
        "Khoảng bảo trì không đọc được.",
        "The maintenance window cannot be read.",
    ),
    code(
        "value_out_of_range",
        422,
        "Giá trị ngoài khoảng cho phép.",
        "The value is out of range.",
    ),
    code(
        "code_unknown",
        422,
        "Mã không có trong danh mục.",
        "The code is in no list.",
    ),
    code(
        "ward_unknown",
        422,
        "Không có xã, phường này.",
        "There is no such ward.",
    ),
    code(
        "place_incomplete",
        422,
        "Nơi chốn thiếu thông tin.",
        "The place is incomplete.",
    ),
    code(
        "place_contradiction",
        422,
        "Nơi chốn mâu thuẫn.",
        "The place contradicts itself.",
    ),
    code(
        "period_reversed",
        422,
        "Ngày cuối trước ngày đầu.",
        "The last day is before the first.",
    ),
    code(
        "issued_before_birth",
        422,
        "Ngày cấp trước ngày sinh.",
        "Issued before birth.",
    ),
    code(
        "text_refused",
        422,
        "Văn bản quá dài hoặc có ký tự điều khiển.",
        "The text is too long or has control characters.",
    ),
    code(
        "number_unmarked",
        422,
        "Số không mang chữ số kiểm tra.",
        "The number lacks the check digit.",
    ),
    code(
        "number_taken",
        422,
        "Số đã thuộc về người khác.",
        "The number belongs to somebody.",
    ),
    code(
        "date_in_future",
        422,
        "Ngày ở sau ngày nghiệp vụ.",
        "The day is after the business date.",
    ),
    code(
        "person_unknown",
        422,
        "Không có công dân nào mang số này.",
        "Nobody has this number.",
    ),
    code(
        "person_ambiguous",
        422,
        "Nhiều người cùng mang số này.",
        "More than one person holds this number.",
    ),
    code(
        "number_cancelled",
        422,
        "Số đã bị hủy.",
        "The number was cancelled.",
    ),
    code(
        "person_not_living",
        422,
        "Hồ sơ không ở trạng thái hoạt động.",
        "The record is not active.",
    ),
    code(
        "person_repeated",
        422,
        "Cùng một người được nêu hai lần.",
        "The same person is named twice.",
    ),
    code(
        "person_elsewhere",
        422,
        "Người này không ở trong hộ đó.",
        "This person is not in that household.",
    ),
    code(
        "person_under_age",
        422,
        "Chưa đủ tuổi.",
        "The person is under age.",
    ),
    code(
        "person_married",
        422,
        "Người này đang có vợ hoặc chồng.",
        "This person is married.",
    ),
    code(
        "person_not_married",
        422,
        "Người này không có vợ hoặc chồng.",
        "This person is not married.",
    ),
    code(
        "persons_related",
        422,
        "Hai người có quan hệ mà luật cấm kết hôn.",
        "These two are kin who may not marry.",
    ),
    code(
        "gender_unfit",
        422,
        "Giới tính không phù hợp.",
        "The sex does not fit.",
    ),
    code(
        "contradicts_record",
        422,
        "Mâu thuẫn với bản ghi hoặc với trường khác.",
        "It contradicts the record or another field.",
    ),
    code(
        "card_not_due",
        422,
        "Chưa đến tuổi đổi thẻ.",
        "The card is not due to be renewed.",
    ),
    code(
        "identity_missing",
        422,
        "Chưa có căn cước điện tử.",
        "There is no electronic identity.",
    ),
    code(
        "nothing_changes",
        422,
        "Không có gì thay đổi.",
        "Nothing would change.",
    ),
    code(
        "url_refused",
        422,
        "Địa chỉ không được phép.",
        "The address is not allowed.",
    ),
];

impl FieldError {
    /// An error of `field`, told by a function of the language.
    pub fn new(
        field: impl Into<String>,
        code: &'static str,
        message: impl Fn(Language) -> String,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            vietnamese: message(Language::Vietnamese),
            english: message(Language::English),
        }
    }

    /// An error of `field`, told in both languages.
    pub fn told(
        field: impl Into<String>,
        code: &'static str,
        vietnamese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            code,
            vietnamese: vietnamese.into(),
            english: english.into(),
        }
    }

    /// A field that must be there and is not.
    pub fn missing(field: impl Into<String>) -> Self {
        Self::told(
            field,
            "field_missing",
            "Thiếu trường bắt buộc.",
            "This field is required.",
        )
    }

    /// A text that is no number.
    pub fn number(field: impl Into<String>, error: &NumberError) -> Self {
        Self::new(field, error.code(), |language| error.message(language))
    }

    /// A text that is no date.
    pub fn date(field: impl Into<String>, error: &BirthDateError) -> Self {
        Self::new(field, error.code(), |language| error.message(language))
    }

    /// A text that is no name.
    pub fn name(field: impl Into<String>, error: NameError) -> Self {
        Self::new(field, error.code(), |language| error.message(language))
    }

    /// A text that is no gender.
    pub fn gender(field: impl Into<String>) -> Self {
        Self::told(
            field,
            "value_unknown",
            "Giới tính là male (nam) hoặc female (nữ).",
            "Gender is male or female.",
        )
    }

    /// A value that its list does not have; `allowed` are those it has.
    pub fn not_one_of(field: impl Into<String>, allowed: &str) -> Self {
        Self::told(
            field,
            "value_unknown",
            format!("Giá trị không có trong danh sách: {allowed}."),
            format!("Not one of: {allowed}."),
        )
    }

    /// A code that its list does not have.
    pub fn not_in_list(field: impl Into<String>, list: &str) -> Self {
        Self::told(
            field,
            "code_unknown",
            format!("Mã không có trong danh mục /v1/codes/{list}."),
            format!("The code is not in the list /v1/codes/{list}."),
        )
    }

    /// The reason in that language.
    pub fn message(&self, language: Language) -> &str {
        language.pick(&self.vietnamese, &self.english)
    }

    /// The reason with the field before it.
    pub fn sentence(&self, language: Language) -> String {
        match self.field.as_str() {
            "" => self.message(language).to_owned(),
            field => format!("{field}: {}", self.message(language)),
        }
    }

    /// 400 for what cannot be read, 422 for what can and is refused.
    pub fn status(&self) -> u16 {
        FIELD_CODES
            .iter()
            .find(|row| row.code == self.code)
            .map_or(400, |row| row.status)
    }
}
