//! The personas that clients ask about, and names as clients send them.

use unicode_normalization::UnicodeNormalization as _;

use super::view::Asked;

/// A plain record.
pub const THANH: Asked = Asked {
    number: "042085000488",
    full_name: "Nguyễn Văn Thành",
    birth: "19850512",
};
/// The same person by the number of before.
pub const THANH_BY_CMND: Asked = Asked {
    number: "183000048",
    ..THANH
};
/// The same number under another name.
pub const THANH_MISNAMED: Asked = Asked {
    full_name: "Trần Thị Hoa",
    ..THANH
};
/// Only the year of birth is known.
pub const NHAN_YEAR_ONLY: Asked = Asked {
    number: "042142000012",
    full_name: "Đặng Thị Nhàn",
    birth: "1942",
};
/// Somebody who never made a card.
pub const HOI_BY_CMND: Asked = Asked {
    number: "183000025",
    full_name: "Phan Thị Hợi",
    birth: "19480818",
};
/// Dead since 2024.
pub const LOI_DECEASED: Asked = Asked {
    number: "042051000289",
    full_name: "Phan Đình Lợi",
    birth: "19510120",
};
/// A number that nobody has: it belongs to no persona and carries no check digit, which the numbers of
/// the population do.
pub const NOBODY: Asked = Asked {
    number: "042085099999",
    ..THANH
};

/// Capitals without marks and blanks, as three clients send names: `NGUYENVANTHANH`.
pub fn squeezed(full_name: &str) -> String {
    // Đ is a letter of its own and does not come apart.
    let bare = full_name.replace(['Đ', 'đ'], "D");
    let letters = bare.nfd().filter(char::is_ascii_alphabetic);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Whether a number is that of a CMND.
pub const fn is_cmnd(number: &str) -> bool {
    number.len() == 9
}

#[test]
fn names_are_squeezed_as_the_clients_do_it() {
    assert_eq!(squeezed("Nguyễn Văn Mẫu"), "NGUYENVANMAU");
    assert_eq!(squeezed("Đặng Thị Nhàn"), "DANGTHINHAN");
}
