//! What goes wrong with a page, as a page.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, ResponseError};
use askama::Template as _;

use super::chrome::Chrome;
use super::guest::page_response;
use super::site::Site;
use crate::domain::language::Language;

/// A failure that a person sees.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageProblem {
    /// No such page.
    NotFound,
    /// The address cannot be read: a parameter stands there twice or is missing.
    AddressUnreadable,
    /// The form cannot be read: too large, too slow, not the form of a browser.
    FormUnreadable,
    /// The form is not from this browser's session: an old page, or another site's.
    FormExpired,
    /// What the address speaks of is over: a login that was finished or took too long.
    LoginOver,
    /// The page is for who is signed in: the browser is sent to the login, which leads back.
    LogInFirst,
    /// A failure of ours.
    Internal,
}

/// Every problem, for the samples.
#[cfg(test)]
const ALL: [PageProblem; 7] = [
    PageProblem::NotFound,
    PageProblem::AddressUnreadable,
    PageProblem::FormUnreadable,
    PageProblem::FormExpired,
    PageProblem::LoginOver,
    PageProblem::LogInFirst,
    PageProblem::Internal,
];

/// A failure on its way out.
#[derive(Debug)]
pub struct PageFailure {
    chrome: Box<Chrome>,
    problem: PageProblem,
    policy: String,
    cause: Option<String>,
}

#[derive(askama::Template)]
#[template(path = "pages/failure.html")]
struct FailurePage<'a> {
    chrome: &'a Chrome,
    title: &'static str,
    advice: &'static str,
}

impl PageFailure {
    /// A failure inside the frame of the page that was asked for.
    pub fn new(chrome: Chrome, problem: PageProblem, policy: String) -> Self {
        Self {
            chrome: Box::new(chrome),
            problem,
            policy,
            cause: None,
        }
    }

    /// The same with its cause, for the log alone: `observe` writes it there.
    pub fn because(self, cause: &str) -> Self {
        Self {
            cause: Some(cause.to_owned()),
            ..self
        }
    }

    /// The stable code of what went wrong.
    pub fn code(&self) -> &'static str {
        match self.problem {
            PageProblem::NotFound => "page_not_found",
            PageProblem::AddressUnreadable => "address_unreadable",
            PageProblem::FormUnreadable => "form_unreadable",
            PageProblem::FormExpired => "form_expired",
            PageProblem::LoginOver => "login_over",
            PageProblem::LogInFirst => "log_in_first",
            PageProblem::Internal => "internal",
        }
    }

    /// The cause of an internal failure.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// A failure before anything is known of the browser.
    pub fn bare(site: Site, language: Language, cause: &str) -> Self {
        Self::new(
            Chrome::bare(site, language),
            PageProblem::Internal,
            "default-src 'none'; style-src 'self'".to_owned(),
        )
        .because(cause)
    }

    fn words(&self) -> (&'static str, &'static str) {
        let chrome = &self.chrome;
        match self.problem {
            PageProblem::NotFound => (
                chrome.say("Không có trang này", "No such page"),
                chrome.say(
                    "Địa chỉ không đúng hoặc trang đã bị gỡ. Hãy quay về trang chủ.",
                    "The address is wrong or the page is gone. Go back to the home page.",
                ),
            ),
            PageProblem::AddressUnreadable => (
                chrome.say("Không đọc được địa chỉ", "The address cannot be read"),
                chrome.say(
                    "Địa chỉ thiếu tham số hoặc có tham số lặp lại. Hãy quay về trang chủ rồi đi tiếp từ đó.",
                    "It lacks a parameter or has one twice. Go back to the home page and go on from there.",
                ),
            ),
            PageProblem::FormUnreadable => (
                chrome.say("Không đọc được biểu mẫu", "The form cannot be read"),
                chrome.say(
                    "Hãy quay lại trang trước và gửi lại biểu mẫu. Dữ liệu chưa thay đổi.",
                    "Go back and send the form again. Nothing has changed.",
                ),
            ),
            PageProblem::FormExpired => (
                chrome.say("Phiên làm việc đã thay đổi", "The session has changed"),
                chrome.say(
                    "Biểu mẫu này thuộc về một phiên cũ hoặc đến từ trang khác. Hãy mở lại trang và gửi lại. Dữ liệu chưa thay đổi.",
                    "This form belongs to an old session or came from another site. Open the page again and send it anew. Nothing has changed.",
                ),
            ),
            PageProblem::LoginOver => (
                chrome.say("Lượt đăng nhập đã kết thúc", "This login is over"),
                chrome.say(
                    "Lượt đăng nhập đã hoàn tất hoặc quá 10 phút. Hãy quay lại cổng và đăng nhập lại.",
                    "It was completed or took longer than 10 minutes. Go back to the portal and log in again.",
                ),
            ),
            PageProblem::LogInFirst => (
                chrome.say("Hãy đăng nhập", "Log in first"),
                chrome.say(
                    "Trang này dành cho người đã đăng nhập.",
                    "This page is for who is logged in.",
                ),
            ),
            PageProblem::Internal => (
                chrome.say("Hệ thống gặp lỗi", "Internal failure"),
                chrome.say(
                    "Hãy thử lại. Nếu lỗi lặp lại, xem nhật ký của máy chủ theo mã yêu cầu trong tiêu đề X-Request-ID.",
                    "Try again. If it happens again, look for the id in the header X-Request-ID in the server's log.",
                ),
            ),
        }
    }
}

impl std::fmt::Display for PageFailure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", self.problem)
    }
}

impl ResponseError for PageFailure {
    fn status_code(&self) -> StatusCode {
        match self.problem {
            PageProblem::NotFound => StatusCode::NOT_FOUND,
            PageProblem::AddressUnreadable | PageProblem::FormUnreadable => StatusCode::BAD_REQUEST,
            PageProblem::FormExpired => StatusCode::FORBIDDEN,
            PageProblem::LoginOver => StatusCode::GONE,
            PageProblem::LogInFirst => StatusCode::SEE_OTHER,
            PageProblem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let (title, advice) = self.words();
        let page = FailurePage {
            chrome: &self.chrome,
            title,
            advice,
        };
        if self.problem == PageProblem::LogInFirst {
            return HttpResponse::SeeOther()
                .insert_header((LOCATION, self.chrome.login()))
                .insert_header((CACHE_CONTROL, "no-store"))
                .finish();
        }
        page_response(self.status_code(), self.chrome.language, &self.policy)
            .body(page.render().unwrap_or_else(|_broken| title.to_owned()))
    }
}

/// Every failure, for the test that renders all pages.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let render = |problem| {
        let failure = PageFailure::new(
            Chrome::sample(Site::Portal, language),
            problem,
            String::new(),
        );
        let (title, advice) = failure.words();
        super::rendered(&FailurePage {
            chrome: &failure.chrome,
            title,
            advice,
        })
    };
    ALL.map(|problem| ("pages/failure.html", render(problem)))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_before_anything_is_known_keeps_its_cause() {
        let failure = PageFailure::bare(Site::Vneid, Language::English, "no App");
        assert_eq!(failure.cause(), Some("no App"));
        assert_eq!(failure.status_code(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn every_failure_has_words_in_both_languages() {
        for problem in ALL {
            for language in [Language::Vietnamese, Language::English] {
                let chrome = Chrome::sample(Site::Portal, language);
                let failure = PageFailure::new(chrome, problem, String::new());
                let (title, advice) = failure.words();
                assert!(!title.is_empty() && advice.ends_with('.'));
                assert_eq!(failure.error_response().status(), failure.status_code());
            }
        }
    }
}
