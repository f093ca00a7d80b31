//! What a client shows its user, and the questions that every client is put.

use serde_json::Value;

use super::people::{
    HOI_BY_CMND, LOI_DECEASED, NHAN_YEAR_ONLY, NOBODY, THANH, THANH_BY_CMND, THANH_MISNAMED,
};

/// What an officer types into a client.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// 12 digits, or 9 of a CMND.
    pub number: &'static str,
    /// The name with its marks.
    pub full_name: &'static str,
    /// `19850512`, or a year.
    pub birth: &'static str,
}

/// What the client shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// Somebody.
    Found(Person),
    /// "Không tồn tại".
    NotFound,
    /// Anything else: an exception, a status that the client does not take. With what it says.
    SystemError(String),
}

/// What all clients read of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// `SoDinhDanh`.
    pub number: String,
    /// `SoCMND`; empty where there is none.
    pub cmnd: String,
    /// `HoVaTen`.
    pub name: String,
    /// The full date, or the year where that is all.
    pub birth: String,
}

impl View {
    /// Somebody.
    pub fn found(number: &str, cmnd: &str, name: &str, birth: &str) -> Self {
        let [number, cmnd, name, birth] = [number, cmnd, name, birth].map(str::to_owned);
        Self::Found(Person {
            number,
            cmnd,
            name,
            birth,
        })
    }

    /// Whether the client shows a failure.
    pub fn is_error(&self) -> bool {
        matches!(self, Self::SystemError(_))
    }
}

/// A client that asks about one person.
pub trait Client {
    /// Sends as the client sends, reads as it reads.
    fn look_up(&self, asked: Asked) -> View;
}

/// Puts every question to a client and compares what it shows.
#[track_caller]
pub fn assert_shows_all(client: &impl Client) {
    let thanh = View::found("042085000488", "183000048", "NGUYỄN VĂN THÀNH", "19850512");
    let nhan = View::found("042142000012", "183000001", "ĐẶNG THỊ NHÀN", "1942");
    let hoi = View::found("042148000257", "183000025", "PHAN THỊ HỢI", "19480818");
    let loi = View::found("042051000289", "183000028", "PHAN ĐÌNH LỢI", "19510120");
    for (case, asked, shown) in [
        ("found", THANH, thanh.clone()),
        ("year only", NHAN_YEAR_ONLY, nhan),
        ("by CMND", THANH_BY_CMND, thanh),
        ("a CMND and never a card", HOI_BY_CMND, hoi),
        ("wrong name", THANH_MISNAMED, View::NotFound),
        ("unknown number", NOBODY, View::NotFound),
        ("deceased, told as everybody", LOI_DECEASED, loi),
    ] {
        assert_eq!(client.look_up(asked), shown, "{case}");
    }
}

impl Person {
    /// The person of a `CongDan` that was turned into JSON; what is no text there is empty.
    pub fn of(citizen: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let birth = &citizen["NgayThangNamSinh"];
        let date = [&birth["NgayThangNam"], &birth["Nam"]];
        let date = date.into_iter().find(|value| value.is_string());
        Self {
            number: text(&citizen["SoDinhDanh"]),
            cmnd: text(&citizen["SoCMND"]),
            name: text(&citizen["HoVaTen"]["Ten"]),
            birth: date.map(text).unwrap_or_default(),
        }
    }
}
