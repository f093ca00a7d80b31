//! Lists of surnames, names of their own and forms of address, all closed and short.
//!
//! Surnames and given names come from counts over two public name lists (uit2016 and gc2022, both MIT; only counts
//! of three and more) and from descriptions of minority names; no full name is copied.

use std::sync::LazyLock;

use super::glyph::{Glyph, Tone};
use super::text::NameText;

/// Surnames and clan names, each in one syllable. Spellings that are slips (Vỏ for Võ) are left out on purpose:
/// a tone slip is only seen where one of two spellings is no surname.
const SURNAMES: &str = "\
    An Ao Ayun Ân Âu Bàn Bành Bá Bạc Bạch Bế Biện Bì Bồ Bùi Cam Cao Cà Cái Cáp Cầm Cấn Chang Chau Châu Chảo Chế \
    Chiêm Chìu Chu Chung Chử Cil Cổ Cung Cù Cứ Danh Diệp Doãn Dư Dương Đan Đàm Đàng Đào Đắc Đậu Đặng Đèo Điền \
    Điều Điểu Đinh Địch Đoàn Đồng Đỗ Đổng Đới Đường Êban Giang Giàng Giáp Hà Hàn Hàng Hán Hầu Hạng Hoa Hoàng Hòa \
    Hồ Hồng Hờ Huỳnh Hứa Kbuôr Kđoh Kha Khiếu Khoàng Khổng Khuất Khúc Khương Khưu Kiên Kiều Kim Kơ Kpă Kpui Ksor \
    La Lang Lâm Lầu Lã Lãnh Lăng Lạc Lại Lê Lềm Liên Liêu Liễu Linh Long Lò Lô Lộ Lộc Luyện Lù Lư Lương Lường \
    Lưu Lữ Lự Lựu Lục Ly Lỳ Lý Ma Mai Má Mâu Mẫn Mã Mạc Mạch Mè Mlô Mông Mùa Nay Neáng Ngân Ngần Ngạc Nghiêm Ngô \
    Ngôn Ngọ Ngọc Nguyễn Ngụy Nhan Nhâm Nhiếp Nhữ Niê Ninh Nông Ông Phan Phà Phàn Phàng Phạm Phí Phó Phù Phùng \
    Phương Phượng Pờ Puih Quan Quang Quàng Quách Quản Quảng Rcom Sầm Siu Sồng Sơn Sờ Sùng Sử Sỹ Tào Tẩn Tăng \
    Tằng Tạ Tề Thào Thái Thân Thẩm Thạch Thiên Thiều Thò Thượng Tiêu Tiền Tiết Tòng Tô Tôn Tống Trang Trà Tráng \
    Trầm Trần Triệu Trì Trình Trịnh Trương Trượng Tưởng Từ Ung Uông Ưng Ứng Vàng Văn Vi Viêm Viên Vì Vòng Võ Vũ \
    Vương Vưu Vừ Vy Xa Xung \
";

/// Syllables without any mark that are common given names of their own (30 and more bearers in the counts): a name
/// that differs from one of them by its marks alone is another name, not the same one badly typed. Y is added as
/// the prefix of Ê Đê, Ba Na and Xơ Đăng names.
const OWN_NAMES_UNMARKED: &str = "\
    An Anh Chi Chinh Chung Danh Doanh Dung Duy Giang Hoa Hoan Huy Kha Khang Khanh Khoa Kim Lam Lan Li Linh Loan \
    Long Ly Mai Mi Minh My Na Nam Nga Nghi Ngoan Nhi Nhung Ninh Oanh Phi Phong Quang Sang Sinh Thanh Thi Thoa \
    Thu Trang Trinh Trung Vi Vinh Vui Vy Y \
";

/// Syllables with marks that are given names of their own (10 and more bearers).
const OWN_NAMES_MARKED: &str = "\
    Ái Ánh Ân Bách Băng Bằng Bắc Bảo Bé Biên Bình Bích Bông Bửu Cẩm Cảnh Chánh Châm Châu Chiến Chí Chính Chuyên \
    Chúc Chương Công Cúc Cương Cường Dân Diễm Diễn Diện Diệp Diệu Dịu Duẩn Duyên Duyệt Dũng Dư Dương Dự Đan Đài \
    Đào Đăng Đắc Đại Đạo Đạt Điền Điệp Định Đoan Đoàn Đô Đôn Đông Đồng Độ Đường Được Đức Gấm Giàu Giáp Hà Hào \
    Hân Hằng Hải Hảo Hạ Hạnh Hậu Hiên Hiền Hiến Hiếu Hiển Hiệp Hiệu Hoài Hoàn Hoàng Hoạt Hòa Hóa Hồng Hợi Hợp \
    Học Hội Huân Huấn Huê Huế Huệ Huyên Huyền Huỳnh Hùng Hưng Hương Hường Hướng Hưởng Hữu Kết Khánh Khải Khiêm \
    Khôi Khởi Khuê Khuyên Khương Kiên Kiều Kiệt Kỳ Lài Lành Lâm Lân Lập Lê Lễ Lệ Liêm Liên Liễu Lĩnh Lịch Lợi \
    Lộc Luân Luận Luật Luyến Luyện Lương Lượng Lưu Lực Lụa Lý Mây Mẫn Mạnh Mến Mơ Mùi Mười Mừng Mỹ Năm Ngà Ngát \
    Ngân Ngần Nghiệp Nghĩa Nghị Ngọc Nguyên Nguyện Nguyệt Nhài Nhàn Nhâm Nhân Nhất Nhẫn Nhã Nhạn Nhật Nhiên Nhị \
    Nhuận Như Nhựt Nương Nữ Nụ Pháp Phát Phú Phúc Phương Phước Phượng Phụng Quân Quảng Quế Quí Quốc Quyên Quyền \
    Quyết Quỳnh Quý Sáng Sáu Sâm Sĩ Sơn Sương Sỹ Tài Tám Tâm Tân Tây Tấn Thành Thái Thân Thăng Thắm Thắng Thảo \
    Thạch Thạnh Thêm Thêu Thế Thể Thiên Thiết Thiện Thiệu Thìn Thịnh Thoại Thông Thống Thơ Thơm Thời Thọ Thuần \
    Thuấn Thuận Thuật Thuyên Thuyết Thùy Thúy Thủy Thư Thương Thường Thưởng Thượng Thức Thực Thụy Tiên Tiền Tiến \
    Tiệp Tình Tín Tính Tỉnh Tịnh Toàn Toán Toản Tới Trà Trâm Trân Triều Triết Triệu Trình Trí Trịnh Trọng Truyền \
    Trúc Trường Trưởng Trực Tuân Tuấn Tuệ Tuyên Tuyền Tuyến Tuyết Tuyển Tùng Tú Tư Tươi Tường Tưởng Tứ Tý Uyên \
    Vân Văn Viên Viễn Việt Vĩ Vĩnh Võ Vũ Vương Vượng Vỹ Xuân Xuyên Xuyến Yên Yến Ý \
";

/// Surnames and clan names of several syllables. Shortened they are other surnames.
const COMPOUND_SURNAMES: [&str; 26] = [
    "Âu Dương",
    "Buôn Krông",
    "Buôn Yă",
    "Bon Krông",
    "Công Huyền Tôn Nữ",
    "Công Tằng Tôn Nữ",
    "Công Tôn",
    "Đa Cát",
    "Đông Phương",
    "Gia Cát",
    "Hoàng Phủ",
    "Huyền Tôn Nữ",
    "Kơ Să",
    "Liêng Hót",
    "Lơ Mu",
    "Nam Cung",
    "Păng Tiêng",
    "Rơ Châm",
    "Rơ Lan",
    "Rơ Mah",
    "Rơ Ông",
    "Thượng Quan",
    "Tôn Nữ",
    "Tôn Thất",
    "Tư Đồ",
    "Tư Mã",
];

/// Forms of address before a full name, by age and sex of the person; the list is closed so that no surname or
/// given name is ever taken for one by guess.
const HONORIFICS: [&str; 7] = ["Ông", "Bà", "Anh", "Chị", "Cô", "Em", "Bác"];

static SURNAME_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| keys_of(&[SURNAMES]));
static OWN_NAME_KEYS: LazyLock<Vec<u64>> =
    LazyLock::new(|| keys_of(&[OWN_NAMES_UNMARKED, OWN_NAMES_MARKED]));
static HONORIFIC_TEXTS: LazyLock<Vec<NameText>> =
    LazyLock::new(|| HONORIFICS.iter().map(|word| NameText::read(word)).collect());
static COMPOUND_TEXTS: LazyLock<Vec<NameText>> = LazyLock::new(|| {
    COMPOUND_SURNAMES
        .iter()
        .map(|words| NameText::read(words))
        .collect()
});

/// Whether the syllable is a known surname, marks included.
pub(super) fn is_surname(syllable: &[Glyph]) -> bool {
    SURNAME_KEYS.binary_search(&spelling_key(syllable)).is_ok()
}

/// Whether the syllable is a common given name, marks included.
pub(super) fn is_own_name(syllable: &[Glyph]) -> bool {
    OWN_NAME_KEYS.binary_search(&spelling_key(syllable)).is_ok()
}

/// Every form of address, read.
pub(super) fn honorifics() -> &'static [NameText] {
    &HONORIFIC_TEXTS
}

/// Every surname of several syllables, read.
pub(super) fn compound_surnames() -> &'static [NameText] {
    &COMPOUND_TEXTS
}

/// Surnames in one syllable, folded; for texts whose spaces are lost.
pub(super) fn folded_surnames() -> impl Iterator<Item = String> {
    SURNAMES.split_whitespace().map(super::fold)
}

/// A number for letters and tones without regard to case and to where in the syllable the tone stands.
fn spelling_key(syllable: &[Glyph]) -> u64 {
    let mut letters = super::blocking::Fnv::default();
    let mut tones = super::blocking::Fnv::default();
    for glyph in syllable {
        letters.add(u32::from(glyph.without_tone()));
        if glyph.tone != Tone::Level {
            tones.add(glyph.tone as u32);
        }
    }
    letters.finish().rotate_left(7) ^ tones.finish()
}

fn keys_of(lists: &[&str]) -> Vec<u64> {
    let words = lists.iter().flat_map(|list| list.split_whitespace());
    let mut keys: Vec<u64> = words
        .map(|word| spelling_key(&NameText::read(word).glyphs))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
