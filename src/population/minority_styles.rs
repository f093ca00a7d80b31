//! What the names of each people are made of: order, clans, given names, words between.
//!
//! Orders, particles and clans follow `fixtures/names_minority.csv`, half of which is from memory; the
//! given names are its examples and more of the same sound.

/// How the names of one people are built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Where the parts stand.
    pub(super) order: Order,
    /// Clans and surnames; one written twice is twice as common.
    pub(super) clans: &'static [&'static str],
    /// Given names of men.
    pub(super) men: &'static [&'static str],
    /// Given names of women.
    pub(super) women: &'static [&'static str],
    /// Words between clan and given name for men and women; empty for none.
    pub(super) between: [&'static [&'static str]; 2],
}

/// Where the parts stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// Particle and given name, clan last (Ê Đê): the first of `between` is the particle.
    ClanLast,
    /// Clan, word between, given name.
    ClanFirst,
    /// Clan, then as the Kinh do.
    LikeKinh,
    /// Particle and given name, no clan.
    NoClan,
    /// One word: `K’` and the given name for men; Ka before it for women.
    OneWord,
    /// Given name and the father's.
    FatherSecond,
}

const NONE: &[&str] = &[];

/// The style of a people (code of 2008); `None` for those who name like the Kinh with Kinh surnames.
pub(super) fn style_of(ethnic_group: u8, muslim_cham: bool) -> Option<&'static Style> {
    let style = match ethnic_group {
        2 | 7 => &TAY_NUNG,
        3 => &THAI,
        4 => &MUONG,
        5 => &KHMER,
        6 => &HOA,
        8 => &MONG,
        9 => &DAO,
        10 => &GIA_RAI,
        11 => &EDE,
        12 => &BA_NA,
        14 if muslim_cham => &CHAM_MUSLIM,
        14 => &CHAM,
        15 | 28 => &CO_HO,
        16 | 29 => &XO_DANG,
        18 => &HRE,
        20 => &MNONG,
        22 | 31 => &XTIENG,
        24 | 27 => &BRU,
        30 => &CO,
        33 => &HA_NHI,
        _ => return None,
    };
    Some(style)
}

const VAN_THI: [&[&str]; 2] = [&["Văn"], &["Thị"]];

const EDE: Style = Style {
    order: Order::ClanLast,
    clans: &[
        "Niê",
        "Niê",
        "Mlô",
        "Êban",
        "Kbuôr",
        "Ayun",
        "Kđoh",
        "Hđơk",
        "Bkrông",
        "Byă",
        "Ênuôl",
        "Kpơr",
        "Knul",
        "Adrơng",
        "Buôn Yă",
        "Buôn Krông",
    ],
    men: &[
        "Blú", "Ngông", "Wik", "Khiêm", "Bhuat", "Nuê", "Thịnh", "Sơn", "Dhăm", "Krông", "Bhin",
        "Tuấn", "Suăn", "Phôn",
    ],
    women: &[
        "Bia", "Mai", "Luyến", "Nhi", "Rin", "Yên", "Hương", "Lan", "Wan", "Ngơk", "Djuôn", "Blim",
        "Thuyên", "Ría",
    ],
    between: [&["Y"], &["H’"]],
};

const GIA_RAI: Style = Style {
    order: Order::ClanFirst,
    clans: &[
        "Siu",
        "Rmah",
        "Rơ Châm",
        "Kpă",
        "Ksor",
        "Nay",
        "Rcom",
        "Rơ Lan",
        "Rơ Mah",
        "Puih",
        "Kpui",
    ],
    men: &[
        "Blưi", "Tlang", "Hnhinh", "Thul", "Brơi", "Hyơ", "Khuyên", "Tuân", "Nguyên", "Djoan",
        "Phương", "Bình",
    ],
    women: &[
        "H’Liu",
        "H’Chuyên",
        "H’Lan",
        "H’Nga",
        "H’Thuy",
        "H’Bil",
        "H’Hoa",
        "H’Nhen",
        "H’Yuên",
        "H’Ngọc",
    ],
    between: [NONE, NONE],
};

const BA_NA: Style = Style {
    order: Order::NoClan,
    clans: NONE,
    men: &[
        "Thút", "Nham", "Hmưnh", "Blưk", "Đeng", "Khuy", "Yuk", "Byưng", "Hyunh", "Nhưr", "Bơm",
    ],
    women: &[
        "Blui", "Bên", "Hlưn", "Byen", "Đum", "Khinh", "Nglưnh", "Bích", "Ngai", "Thoan",
    ],
    between: [&["A", "A", "Đinh", ""], &["Y", "Y", "Đinh Thị", ""]],
};

const XO_DANG: Style = Style {
    order: Order::NoClan,
    clans: NONE,
    men: &[
        "Bình", "Đeng", "Thông", "Nghĩa", "Brôl", "Hùng", "Gôn", "Khưu", "Mừng", "Viên", "Xoan",
    ],
    women: &[
        "Lan", "Thảo", "Hồng", "Xuân", "Đen", "Vân", "Nga", "Diên", "Bút", "Hiền", "Dênh",
    ],
    between: [&["A"], &["Y"]],
};

const MNONG: Style = Style {
    order: Order::ClanLast,
    clans: &["", "", "Bkrông", "Ndu", "Buôn", "Ông", "Liêng", "Teh"],
    men: &[
        "Krang", "Bier", "Ndong", "Prưng", "Jiêm", "Thanh", "Lanh", "Xuyên", "Brông", "Kham",
    ],
    women: &[
        "Bier", "Mai", "Lan", "Nhung", "Brưng", "Jang", "Nhiêng", "Uyên", "Bích", "Thương",
    ],
    between: [&["Y", "Y", "Điểu"], &["H’", "H’", "Thị"]],
};

const CO_HO: Style = Style {
    order: Order::OneWord,
    clans: NONE,
    men: &[
        "Brếp", "Sáu", "Brồi", "Tiêng", "Mông", "Brèm", "Thoan", "Văn", "Brong", "Đỉu", "Lơih",
        "Tư", "Broh", "Ngiu",
    ],
    women: &[
        "Thơm", "Nhoi", "Hoài", "Lý", "Thuý", "Brịu", "Hiền", "Dung", "Nhim", "Bèo", "Duyên",
        "Ring", "Thiên",
    ],
    between: [NONE, NONE],
};

const XTIENG: Style = Style {
    order: Order::NoClan,
    clans: NONE,
    men: &[
        "Sơn", "Hích", "Bích", "Krang", "Mớt", "Lên", "Thanh", "Nhân", "Đố", "Dinh", "Rách", "Kim",
    ],
    women: &[
        "Mỏng",
        "Brách",
        "Đen",
        "Khưi",
        "Rơm",
        "Ngọc",
        "Hương",
        "Bé",
        "Nhe",
        "Phượng",
        "Gái",
        "Ượng",
    ],
    between: [&["Điểu"], &["Thị"]],
};

const BRU: Style = Style {
    order: Order::ClanFirst,
    clans: &["Hồ", "Hồ", "Hồ", "Hồ", "Hồ", "Côn", "Lê"],
    men: &[
        "Xoan", "Vai", "Thới", "Khiên", "Pả", "Lăng", "Đừng", "Nghinh", "Tăm", "Ngãi", "Viên",
    ],
    women: &[
        "Bưởi", "Hơn", "Thương", "Nang", "Xuân", "Lả", "Đệ", "Mé", "Nga", "Vân",
    ],
    between: [&["Văn", "Văn", ""], &["Thị"]],
};

const CO: Style = Style {
    order: Order::ClanFirst,
    clans: &["Hồ", "Hồ", "Đinh"],
    men: &[
        "Dinh", "Trang", "Hoài", "Thiên", "Biên", "Lâm", "Sơn", "Rin",
    ],
    women: &["Loan", "Thu", "Hà", "Liên", "Tâm", "Diệp", "Mai"],
    between: VAN_THI,
};

const HRE: Style = Style {
    order: Order::ClanFirst,
    clans: &["Đinh", "Đinh", "Phạm"],
    men: &[
        "Reo", "Ghê", "Trực", "Un", "Rút", "Lanh", "Điều", "Xiên", "Nú",
    ],
    women: &[
        "Tía", "Nhí", "Đép", "Rua", "Gói", "Lệ", "Ái", "Thêm", "Ngheo",
    ],
    between: VAN_THI,
};

const KHMER: Style = Style {
    order: Order::ClanFirst,
    clans: &[
        "Thạch", "Thạch", "Sơn", "Kim", "Danh", "Danh", "Kiên", "Lâm", "Châu", "Lý", "Tăng",
        "Liêu", "Trà", "Tiêu", "Chau",
    ],
    men: &[
        "Sươl",
        "Minh Tha",
        "Út",
        "Sóc",
        "Sóc Kha",
        "Thươl",
        "Rây",
        "Sa Rinh",
        "Đương",
        "Phương",
        "Nhựt",
        "Hên",
        "Sóc Phia",
    ],
    women: &[
        "Sà Rây",
        "Sa Quơne",
        "Sóc Khum",
        "Sô Phi",
        "Thia",
        "Hươl",
        "Sa Vane",
        "Ngọc",
        "Da Rinh",
        "Bích",
        "Hoàng",
        "Sóc Ny",
    ],
    between: [NONE, &["Thị"]],
};

const CHAM: Style = Style {
    order: Order::LikeKinh,
    clans: &[
        "Bá",
        "Đàng",
        "Hứa",
        "Lưu",
        "Lựu",
        "Hán",
        "Lộ",
        "Mã",
        "Châu",
        "Ngụy",
        "Từ",
        "Tạ",
        "Thiên",
        "Ức",
        "Vạn",
        "Ưng",
        "Lâm",
        "Hải",
        "Báo",
        "Dương",
        "Quảng",
        "Qua",
        "Trượng",
        "Tưởng",
        "Lư",
    ],
    men: &[
        "Lễ", "Tích", "Chánh", "Tỷ", "Đạo", "Ngọc", "Hoá", "Phỏ", "Thuận", "Nhuận",
    ],
    women: &[
        "Bay", "Nữ", "Kiều", "Thập", "Hậu", "Mưu", "Chọn", "Lành", "Thương", "Diện",
    ],
    between: [&["Văn", "Năng", "Thanh"], &["Thị"]],
};

const CHAM_MUSLIM: Style = Style {
    order: Order::FatherSecond,
    clans: NONE,
    men: &[
        "Mohamad",
        "Abdul Karim",
        "Ahmad",
        "Salim",
        "Sa Lês",
        "Ysa",
        "Haji",
        "Musa",
        "Zukry",
        "Romali",
        "Karim",
        "Mách",
    ],
    women: &[
        "Mariyah",
        "Fatimah",
        "Sa Ly Hah",
        "Aminah",
        "Ro Phi Ah",
        "Khotijah",
        "Ha Li Mah",
        "Saroh",
        "Zaynab",
        "Ma Ri Dam",
    ],
    between: [NONE, NONE],
};

const MONG: Style = Style {
    order: Order::ClanFirst,
    clans: &[
        "Giàng", "Giàng", "Vàng", "Vàng", "Sùng", "Sùng", "Thào", "Thào", "Lý", "Vừ", "Lầu",
        "Hạng", "Mùa", "Cứ", "Ly", "Má", "Hầu", "Thò", "Chang", "Sồng", "Hờ", "Lù", "Tráng",
    ],
    men: &[
        "Páo", "Chú", "Sính", "Dơ", "Tủa", "Vàng", "Sử", "Lử", "Chống", "Phông", "Chinh", "Say",
        "Dế", "Khua", "Nủ", "Trừ",
    ],
    women: &[
        "Mỷ", "Dở", "Máy", "Mai", "Sua", "Dợ", "Chía", "Pà", "Xay", "Lỳ", "Dính", "Chư", "Sú",
        "Ca", "Vá", "Nhè",
    ],
    between: [&["A", "A", "A", "A", "Mí", "Văn"], &["Thị"]],
};

const THAI: Style = Style {
    order: Order::LikeKinh,
    clans: &[
        "Lò", "Lò", "Lò", "Lường", "Quàng", "Quàng", "Tòng", "Cà", "Lỡ", "Mè", "Lù", "Lềm", "Ngần",
        "Nông", "Cầm", "Bạc", "Đèo", "Hà", "Sầm", "Vì", "Hoàng", "Lô", "Lộc", "Vi", "Kha", "Lương",
        "Xa",
    ],
    men: &[
        "Pành", "Lả", "Ín", "Panh", "Thoong", "Pọm", "Dọn", "Inh", "Xôm", "Phóng", "Ơn", "Pản",
    ],
    women: &[
        "Hoan", "Ín", "Pâng", "Lả", "Ơn", "Xuân", "Piệng", "Hịa", "Phương", "Khiên", "Muôn", "Ưởng",
    ],
    between: VAN_THI,
};

const TAY_NUNG: Style = Style {
    order: Order::LikeKinh,
    clans: &[
        "Nông", "Nông", "Hoàng", "Hoàng", "Bế", "Lương", "Vi", "Ma", "Lý", "Lục", "Đàm", "Chu",
        "Hà", "La", "Mông", "Triệu", "Đinh", "Dương", "Long", "Phùng", "Nguyễn", "Nguyễn", "Lã",
    ],
    men: &[
        "Dền", "Slin", "Pảo", "Choóc", "Thím", "Sằm", "Thụ", "Vảng", "Tài", "Slồng", "Pình", "Đặt",
    ],
    women: &[
        "Slín", "Pè", "Slao", "Nhình", "Lìm", "Viện", "Eng", "Tẻo", "Mủi", "Sen", "Chấp",
    ],
    between: VAN_THI,
};

const MUONG: Style = Style {
    order: Order::LikeKinh,
    clans: &[
        "Quách", "Đinh", "Bạch", "Hà", "Bùi", "Bùi", "Bùi", "Phạm", "Cao", "Xa", "Trương", "Nguyễn",
    ],
    men: &[
        "Nưm", "Nam", "Nhiềm", "Hượn", "Dự", "Nhọi", "Chểnh", "Ún", "Tiển", "Bin",
    ],
    women: &[
        "Nhịn", "Mợi", "Ín", "Dỏm", "Huẩn", "Thiểm", "Nhiêm", "Mịnh", "Tưm", "Riến",
    ],
    between: VAN_THI,
};

const DAO: Style = Style {
    order: Order::ClanFirst,
    clans: &[
        "Bàn", "Bàn", "Đặng", "Triệu", "Triệu", "Phùng", "Lý", "Chảo", "Tẩn", "Phàn", "Lò", "Tằng",
        "Dương", "Đèng", "Chìu",
    ],
    men: &[
        "Pảo", "Phin", "Tả", "Sì", "Chiêu", "Phúc", "Lụa", "Vảng", "Chòi", "Kinh", "Quyên", "Hin",
    ],
    women: &[
        "Ghển", "Pham", "Nái", "Mẩy", "Phẩy", "Khé", "Chạn", "Lai", "Sao", "Viện",
    ],
    between: [&["Tài", "Tòn", "Láo", "Văn"], &["Mùi", "Thị", "Tả"]],
};

const HA_NHI: Style = Style {
    order: Order::ClanFirst,
    clans: &[
        "Ly", "Sờ", "Chu", "Phà", "Lỳ", "Vàng", "Pờ", "Khoàng", "Chang",
    ],
    men: &["Lóng", "Xe", "Xa", "Hừ", "Tư", "Cà", "Po", "Chừ"],
    women: &["Giờ", "Nu", "Be", "Dé", "Xó", "De", "Mé", "Só"],
    between: [&["Dần", "Gia", "Xừ", "Go"], &["Gó", "Mì", "Lò", "Xú"]],
};

const HOA: Style = Style {
    order: Order::LikeKinh,
    clans: &[
        "Trần",
        "Trần",
        "Lâm",
        "Lâm",
        "Lý",
        "Huỳnh",
        "Vương",
        "Quách",
        "Mã",
        "Trịnh",
        "Lưu",
        "Tăng",
        "Châu",
        "Lương",
        "Phùng",
        "Hứa",
        "Diệp",
        "La",
        "Khưu",
        "Thái",
        "Ngô",
        "Tạ",
        "Âu",
        "Âu Dương",
        "Giang",
        "Kha",
    ],
    men: &[
        "Khang", "Xìn", "Cường", "Hùng", "Minh", "Quyền", "Vinh", "Phát", "Kiệt", "Sâm", "Bình",
    ],
    women: &[
        "Linh", "Phụng", "Anh", "Lan", "Liên", "Phương", "Yến", "Châu", "Muối", "Cúc",
    ],
    between: [
        &["Chí", "A", "Vĩ", "Gia", "Quốc", "Chấn"],
        &["Mỹ", "Tú", "Tuyết", "Ngọc", "Bội", "Huệ"],
    ],
};
