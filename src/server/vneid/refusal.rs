//! Why VNeID does not let somebody in, in words.

use crate::domain::language::Language;
use crate::domain::status::RecordStatus;
use crate::identity::{AccountRefusal, SignInError};

/// What to tell the person; `None` where the failure is ours.
pub fn message(error: &SignInError, language: Language) -> Option<String> {
    let (vietnamese, english) = match error {
        SignInError::NumberUnreadable => (
            "Số định danh cá nhân gồm 12 chữ số. Hãy kiểm tra và nhập lại.",
            "A personal number has 12 digits. Check it and type it again.",
        ),
        SignInError::WrongPassword => (
            "Số định danh hoặc mật khẩu không đúng, hoặc chưa có tài khoản định danh điện tử.",
            "Number or password is wrong, or there is no electronic identity.",
        ),
        SignInError::TooManyAttempts { until: _ } => (
            "Đã nhập sai quá nhiều lần. Hãy chờ vài phút rồi thử lại.",
            "Too many wrong tries. Wait a few minutes and try again.",
        ),
        SignInError::Account(refusal) => account(*refusal),
        SignInError::Store(_) | SignInError::Hash(_) => return None,
    };
    Some(language.pick(vietnamese, english).to_owned())
}

fn account(refusal: AccountRefusal) -> (&'static str, &'static str) {
    match refusal {
        AccountRefusal::NoAccount => (
            "Chưa có tài khoản định danh điện tử.",
            "There is no electronic identity.",
        ),
        AccountRefusal::NotActivated => (
            "Tài khoản định danh điện tử chưa được kích hoạt. Hãy kích hoạt trong ứng dụng VNeID.",
            "The electronic identity has not been activated. Activate it in the app VNeID.",
        ),
        AccountRefusal::Locked(_) => (
            "Tài khoản định danh điện tử đang bị khóa. Hãy liên hệ cơ quan Công an để mở khóa.",
            "The electronic identity is locked. Ask a police office to unlock it.",
        ),
        AccountRefusal::NotInForce(RecordStatus::Cancelled(_)) => (
            "Số định danh này đã bị hủy. Hãy dùng số mới.",
            "This number was cancelled. Use the new one.",
        ),
        AccountRefusal::NotInForce(
            RecordStatus::Deceased
            | RecordStatus::Missing
            | RecordStatus::Inactive
            | RecordStatus::Active,
        ) => (
            "Tài khoản định danh điện tử không còn hiệu lực.",
            "The electronic identity is not in force any more.",
        ),
    }
}
