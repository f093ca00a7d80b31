//! The words of every condition, in English and Vietnamese: the one table that parser, help and docs read.

use super::condition::{AccountWanted, CardWanted, Condition, Parameter, StatusWanted, Trait};
use crate::domain::birth_date::DatePrecision;
use crate::domain::card::{CardKind, CardState, IdentityLevel};
use crate::domain::citizen::MaritalStatus;
use crate::domain::citizen_number::Gender;

/// A condition that is written by words alone.
#[derive(Debug)]
pub struct Entry {
    /// The condition.
    pub condition: Condition,
    /// In English; the first is how it is written back.
    pub english: &'static [&'static str],
    /// In Vietnamese.
    pub vietnamese: &'static [&'static str],
}

/// Conditions with a value in them: `born 2000-2010`, `tên 5 chữ`.
#[derive(Debug)]
pub struct Form {
    /// The parameter that takes the value alone.
    pub parameter: Parameter,
    /// What stands before and after the value in English; the first is how it is written back.
    pub english: &'static [(&'static str, &'static str)],
    /// What stands before and after it in Vietnamese.
    pub vietnamese: &'static [(&'static str, &'static str)],
    /// A value of each language, for help.
    pub example: (&'static str, &'static str),
}

const fn entry(
    condition: Condition,
    english: &'static [&'static str],
    vietnamese: &'static [&'static str],
) -> Entry {
    Entry {
        condition,
        english,
        vietnamese,
    }
}

const fn peculiar(
    peculiarity: Trait,
    english: &'static [&'static str],
    vietnamese: &'static [&'static str],
) -> Entry {
    entry(Condition::Trait(peculiarity), english, vietnamese)
}

const fn form(
    parameter: Parameter,
    english: &'static [(&'static str, &'static str)],
    vietnamese: &'static [(&'static str, &'static str)],
    example: (&'static str, &'static str),
) -> Form {
    Form {
        parameter,
        english,
        vietnamese,
        example,
    }
}

/// The words of a condition that has some of its own.
pub fn entry_of(condition: &Condition) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.condition == *condition)
}

/// Every condition written by words alone, in the order of help and docs.
pub const ENTRIES: &[Entry] = &[
    entry(
        Condition::Gender(Gender::Female),
        &["female", "woman", "girl"],
        &["nữ", "phụ nữ", "giới tính nữ"],
    ),
    entry(
        Condition::Gender(Gender::Male),
        &["male", "man", "boy"],
        &["nam", "đàn ông", "giới tính nam"],
    ),
    peculiar(
        Trait::Minor,
        &["minor", "under 18"],
        &["vị thành niên", "chưa thành niên", "dưới 18 tuổi"],
    ),
    peculiar(
        Trait::Adult,
        &["adult"],
        &["thành niên", "người lớn", "đã thành niên"],
    ),
    entry(
        Condition::Precision(DatePrecision::Year),
        &["only birth year", "only year", "birth known year"],
        &["chỉ có năm sinh", "chỉ biết năm sinh"],
    ),
    entry(
        Condition::Precision(DatePrecision::YearMonth),
        &["only birth month", "only month", "birth known month"],
        &["chỉ có tháng năm sinh", "chỉ biết tháng sinh"],
    ),
    entry(
        Condition::Precision(DatePrecision::Day),
        &["full birth date", "birth known day"],
        &["đủ ngày sinh", "đủ ngày tháng năm sinh"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::NeverMarried),
        &["never married", "single"],
        &["chưa kết hôn", "độc thân", "chưa vợ", "chưa chồng"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::Married),
        &["married"],
        &["đã kết hôn", "có vợ", "có chồng", "đang có vợ chồng"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::Widowed),
        &["widowed", "widow", "widower"],
        &["góa", "góa vợ", "góa chồng", "quả phụ"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::Divorced),
        &["divorced"],
        &["ly hôn", "đã ly hôn"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::Separated),
        &["separated"],
        &["ly thân"],
    ),
    entry(
        Condition::MaritalStatus(MaritalStatus::Unknown),
        &["marital status unknown"],
        &["chưa rõ hôn nhân"],
    ),
    entry(
        Condition::Religion(99),
        &["no religion", "religion none"],
        &["không tôn giáo", "không theo đạo"],
    ),
    entry(
        Condition::CmndCount(0),
        &["no cmnd"],
        &["không có cmnd", "không cmnd", "chưa có cmnd"],
    ),
    entry(
        Condition::Card(CardWanted::None),
        &["no card", "card none"],
        &["không có thẻ", "chưa có thẻ", "không thẻ"],
    ),
    entry(
        Condition::Card(CardWanted::State(CardState::Valid)),
        &["card valid", "valid card"],
        &["thẻ còn hạn", "thẻ còn giá trị"],
    ),
    entry(
        Condition::Card(CardWanted::State(CardState::Expired)),
        &["card expired", "expired card"],
        &["thẻ hết hạn", "thẻ quá hạn"],
    ),
    entry(
        Condition::Card(CardWanted::State(CardState::Lost)),
        &["card lost", "lost card"],
        &["mất thẻ", "thẻ bị mất"],
    ),
    entry(
        Condition::Card(CardWanted::State(CardState::Held)),
        &["card held", "held card"],
        &["thẻ bị giữ", "giữ thẻ"],
    ),
    entry(
        Condition::Card(CardWanted::State(CardState::Withdrawn)),
        &["card withdrawn", "withdrawn card"],
        &["thẻ bị thu hồi", "thu hồi thẻ"],
    ),
    entry(
        Condition::CardKind(CardKind::Cmnd12),
        &["12-digit cmnd", "cmnd_12"],
        &["cmnd 12 số", "chứng minh nhân dân 12 số"],
    ),
    entry(
        Condition::CardKind(CardKind::CitizenCardBarcode),
        &["barcode card", "citizen_card_barcode"],
        &["thẻ mã vạch"],
    ),
    entry(
        Condition::CardKind(CardKind::CitizenCardChip),
        &["chip card", "citizen_card_chip"],
        &["thẻ gắn chip", "thẻ chip"],
    ),
    entry(
        Condition::CardKind(CardKind::IdentityCard),
        &["identity card", "identity_card"],
        &["thẻ căn cước"],
    ),
    entry(
        Condition::CardKind(CardKind::IdentityCertificate),
        &["identity certificate"],
        &["giấy chứng nhận căn cước"],
    ),
    entry(
        Condition::Account(AccountWanted::None),
        &["no eID", "eID none"],
        &["chưa có định danh", "không có định danh", "chưa có vneid"],
    ),
    entry(
        Condition::Account(AccountWanted::Level(IdentityLevel::One)),
        &["eID level 1", "level 1", "eID 1"],
        &["mức 1", "mức độ 1", "định danh mức 1", "định danh mức độ 1"],
    ),
    entry(
        Condition::Account(AccountWanted::Level(IdentityLevel::Two)),
        &["eID level 2", "level 2", "eID 2"],
        &["mức 2", "mức độ 2", "định danh mức 2", "định danh mức độ 2"],
    ),
    entry(
        Condition::Account(AccountWanted::Locked),
        &["eID locked", "locked eID"],
        &["khóa định danh", "định danh bị khóa", "vneid bị khóa"],
    ),
    entry(
        Condition::Account(AccountWanted::NotActivated),
        &["eID not activated", "not activated"],
        &["chưa kích hoạt", "định danh chưa kích hoạt"],
    ),
    entry(
        Condition::Status(StatusWanted::Any),
        &["any status", "status any", "alive or dead"],
        &["mọi trạng thái"],
    ),
    entry(
        Condition::Status(StatusWanted::Active),
        &["active", "alive"],
        &["còn sống", "đang hoạt động"],
    ),
    entry(
        Condition::Status(StatusWanted::Deceased),
        &["deceased", "dead"],
        &["đã mất", "đã chết", "qua đời"],
    ),
    entry(
        Condition::Status(StatusWanted::Missing),
        &["missing"],
        &["mất tích"],
    ),
    entry(
        Condition::Status(StatusWanted::Inactive),
        &["inactive"],
        &["ngừng sử dụng", "không hoạt động"],
    ),
    entry(
        Condition::Status(StatusWanted::Cancelled),
        &["record cancelled", "status cancelled"],
        &["hồ sơ bị hủy"],
    ),
    peculiar(
        Trait::NoNumber,
        &["no 12-digit number", "no number"],
        &[
            "chưa có số định danh",
            "không có số định danh",
            "không có số",
        ],
    ),
    peculiar(
        Trait::CancelledNumber,
        &["cancelled number", "number cancelled"],
        &["số bị hủy", "số đã hủy", "hủy số"],
    ),
    peculiar(
        Trait::FormerNumber,
        &["former number", "has former number", "number re-issued"],
        &["có số cũ", "đã đổi số", "cấp lại số"],
    ),
    peculiar(
        Trait::NumberDisagrees,
        &["number disagrees"],
        &["số không khớp hồ sơ"],
    ),
    peculiar(
        Trait::FormerName,
        &["former name", "has former name"],
        &["có tên cũ", "đã đổi tên"],
    ),
    peculiar(
        Trait::OtherName,
        &["other name", "has other name"],
        &["có tên khác", "tên gọi khác"],
    ),
    peculiar(Trait::Twin, &["twin", "twins"], &["sinh đôi"]),
    peculiar(
        Trait::Namesake,
        &["namesake", "namesakes"],
        &["trùng tên", "trùng họ tên và ngày sinh"],
    ),
    peculiar(
        Trait::MovedSinceMerge,
        &["moved since the merge", "moved since merge"],
        &["chuyển đi sau sáp nhập", "chuyển đi từ khi sáp nhập"],
    ),
    peculiar(
        Trait::MovedProvince,
        &[
            "moved province",
            "lives outside the province of birth registration",
        ],
        &["khác tỉnh khai sinh", "đã chuyển tỉnh"],
    ),
    peculiar(
        Trait::MergedProvince,
        &["province merged", "merged province"],
        &["tỉnh đã sáp nhập", "tỉnh bị sáp nhập"],
    ),
    peculiar(
        Trait::LivesElsewhere,
        &["lives elsewhere", "lives elsewhere than registered"],
        &["ở nơi khác", "không ở nơi thường trú"],
    ),
    peculiar(Trait::Absent, &["absent"], &["tạm vắng"]),
    peculiar(
        Trait::TemporaryResidence,
        &["temporary resident", "temporary residence"],
        &["tạm trú", "có tạm trú"],
    ),
    peculiar(
        Trait::NoResidence,
        &["no permanent residence"],
        &["không có thường trú", "chưa có thường trú"],
    ),
    peculiar(
        Trait::NoPhone,
        &["no phone"],
        &["không có điện thoại", "không điện thoại"],
    ),
    peculiar(
        Trait::NoEmail,
        &["no email"],
        &["không có email", "không email"],
    ),
    peculiar(
        Trait::HeadOfHousehold,
        &["head of household", "head"],
        &["chủ hộ"],
    ),
    peculiar(
        Trait::NoHousehold,
        &["no household"],
        &["không có hộ", "không thuộc hộ nào"],
    ),
    peculiar(
        Trait::LivesAlone,
        &["lives alone"],
        &["sống một mình", "ở một mình"],
    ),
    peculiar(
        Trait::SingleParent,
        &["single parent"],
        &["cha mẹ đơn thân", "đơn thân nuôi con", "mẹ đơn thân"],
    ),
    peculiar(Trait::HasChildren, &["has children"], &["có con"]),
    peculiar(
        Trait::HasGuardian,
        &["has guardian", "has representative"],
        &["có người giám hộ", "có người đại diện"],
    ),
    peculiar(
        Trait::IsGuardian,
        &["guardian", "is guardian"],
        &["người giám hộ", "người đại diện"],
    ),
    peculiar(
        Trait::UndeterminedNationality,
        &["undetermined nationality"],
        &["chưa xác định quốc tịch"],
    ),
    peculiar(
        Trait::OccupationWithheld,
        &["occupation withheld"],
        &["không lưu nghề nghiệp"],
    ),
    peculiar(
        Trait::Restricted,
        &["restricted", "protected"],
        &["được bảo vệ", "hạn chế truy cập"],
    ),
];

/// Every condition with a value in it.
pub const FORMS: &[Form] = &[
    form(
        Parameter::Born,
        &[("born", ""), ("born in", "")],
        &[
            ("sinh", ""),
            ("sinh năm", ""),
            ("năm sinh", ""),
            ("sinh ngày", ""),
        ],
        ("2000-2010", "trước 1950"),
    ),
    form(
        Parameter::Age,
        &[("age", ""), ("aged", ""), ("", "years old")],
        &[("tuổi", ""), ("", "tuổi")],
        ("30-40", "từ 60"),
    ),
    form(
        Parameter::Province,
        &[("province", ""), ("in", "")],
        &[("tỉnh", ""), ("thành phố", ""), ("ở", "")],
        ("Cần Thơ", "Hà Tĩnh"),
    ),
    form(
        Parameter::OldProvince,
        &[("old province", "")],
        &[("tỉnh cũ", ""), ("", "cũ")],
        ("Sóc Trăng", "Bến Tre"),
    ),
    form(
        Parameter::EthnicGroup,
        &[("ethnic group", ""), ("ethnic", "")],
        &[("dân tộc", ""), ("người", "")],
        ("Khmer", "Ê Đê"),
    ),
    form(
        Parameter::Religion,
        &[("religion", "")],
        &[("tôn giáo", ""), ("đạo", ""), ("theo đạo", "")],
        ("Buddhism", "Cao Đài"),
    ),
    form(
        Parameter::BloodGroup,
        &[("blood group", ""), ("blood", "")],
        &[("nhóm máu", "")],
        ("AB", "O"),
    ),
    form(
        Parameter::CmndCount,
        &[("", "cmnd"), ("cmnd", "")],
        &[("có", "cmnd"), ("", "số cmnd")],
        ("two", "hai"),
    ),
    form(
        Parameter::NameWords,
        &[
            ("name of", "words"),
            ("name of", "word"),
            ("name words", ""),
        ],
        &[("tên", "chữ"), ("họ tên", "chữ")],
        ("one", "năm"),
    ),
    form(
        Parameter::HouseholdSize,
        &[("household of", ""), ("household size", "")],
        &[("hộ", "người")],
        ("5", "hai"),
    ),
];
