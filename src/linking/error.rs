//! Why a use case of the portal did nothing.

use crate::chance::NoChance;
use crate::domain::birth_date::BirthDateError;
use crate::domain::citizen_number::NumberError;
use crate::domain::language::Language;
use crate::domain::linking::LinkState;
use crate::domain::name::NameError;
use crate::store::StoreError;
use crate::worlds::EditError;

/// Nothing was changed, for this reason.
#[derive(Debug)]
pub enum LinkError {
    /// The account is gone: the world was reset while somebody was logged in.
    UnknownAccount,
    /// The text is no number.
    Number(NumberError),
    /// A CMND was entered where the 12 digits are asked for.
    CmndGiven,
    /// The name cannot be one.
    Name(NameError),
    /// The date of birth cannot be one.
    Date(BirthDateError),
    /// That cannot be done from this state: an old page was sent again.
    NotPossible(LinkState),
    /// The field carries the green mark, or waits for "Cập nhật".
    Confirmed,
    /// The account was changed in another window while the registry was asked.
    Overtaken,
    /// It could not be kept.
    Store(StoreError),
    /// No id could be drawn for a new account.
    Chance(NoChance),
}

impl LinkError {
    /// What is wrong and what to do, for the citizen.
    pub fn message(&self, language: Language) -> String {
        let text = match self {
            Self::Number(error) => return error.message(language),
            Self::Name(error) => return error.message(language),
            Self::Date(error) => return error.message(language),
            Self::UnknownAccount => language.pick(
                "Tài khoản này không còn. Hãy đăng nhập lại.",
                "This account is gone. Log in again.",
            ),
            Self::CmndGiven => language.pick(
                "Đây là số CMND (9 chữ số). Hãy nhập số CCCD gồm 12 chữ số trên thẻ.",
                "This is a CMND (9 digits). Enter the 12 digits of the CCCD, as on the card.",
            ),
            Self::NotPossible(_) => language.pick(
                "Trang này đã cũ nên không có gì thay đổi. Hãy mở lại \"Thông tin định danh\".",
                "This page is old, so nothing was changed. Open \"Thông tin định danh\" (identity) again.",
            ),
            Self::Confirmed => language.pick(
                "Mục có dấu xanh đã được CSDL quốc gia về Dân cư xác nhận nên không sửa được. Muốn sửa, hãy hủy liên kết trước.",
                "Fields with the green mark are confirmed by the population database and cannot be changed. Remove the link first.",
            ),
            Self::Overtaken => language.pick(
                "Tài khoản vừa được thay đổi ở một cửa sổ khác nên kết quả này không được dùng. Hãy tải lại trang rồi thử lại.",
                "The account was changed in another window, so this answer was not used. Load the page again and repeat.",
            ),
            Self::Store(_) | Self::Chance(_) => language.pick(
                "Lỗi hệ thống, đề nghị liên hệ với Quản trị viên!",
                "System error, please ask the administrator.",
            ),
        };
        text.to_owned()
    }
}

impl std::fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(formatter),
            Self::Chance(error) => error.fmt(formatter),
            Self::UnknownAccount
            | Self::Number(_)
            | Self::CmndGiven
            | Self::Name(_)
            | Self::Date(_)
            | Self::NotPossible(_)
            | Self::Confirmed
            | Self::Overtaken => formatter.write_str(&self.message(Language::English)),
        }
    }
}

impl std::error::Error for LinkError {}

impl From<EditError<Self>> for LinkError {
    fn from(error: EditError<Self>) -> Self {
        match error {
            EditError::Refused(error) => error,
            EditError::Store(error) => Self::Store(error),
        }
    }
}
