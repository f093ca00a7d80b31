//! Expressions as testers write them, and any text at all.

use proptest::prelude::*;

use super::super::condition::{AccountWanted, CardWanted, StatusWanted, Trait};
use super::*;
use crate::domain::birth_date::{BirthDate, DatePrecision};
use crate::domain::card::{CardState, IdentityLevel};
use crate::domain::citizen::{BloodGroup, MaritalStatus};
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::place::ProvinceCode;

fn read(text: &str) -> Vec<Wanted> {
    read_expression("q", text).unwrap_or_else(|errors| panic!("{text}: {errors:?}"))
}

fn one(text: &str) -> Condition {
    let wanted = read(text);
    assert_eq!(wanted.len(), 1, "{text}");
    assert!(!wanted[0].negated, "{text}");
    wanted[0].condition
}

fn refused(text: &str) -> String {
    let errors = read_expression("q", text).expect_err(text);
    errors[0].sentence(Language::English)
}

fn years(first: u16, last: u16) -> Condition {
    Condition::Born {
        first: BirthDate::Year(first),
        last: BirthDate::Year(last),
    }
}

#[test]
fn the_testers_question_is_understood() {
    let text = "female, born 2000-2010, Cần Thơ, widow, two CMND, card expired, only birth year, \
                eID level 1, twin, namesake, cancelled number, moved since the merge";
    let conditions: Vec<Condition> = read(text).iter().map(|wanted| wanted.condition).collect();
    assert_eq!(
        conditions,
        [
            Condition::Gender(Gender::Female),
            years(2000, 2010),
            Condition::Province(92),
            Condition::MaritalStatus(MaritalStatus::Widowed),
            Condition::CmndCount(2),
            Condition::Card(CardWanted::State(CardState::Expired)),
            Condition::Precision(DatePrecision::Year),
            Condition::Account(AccountWanted::Level(IdentityLevel::One)),
            Condition::Trait(Trait::Twin),
            Condition::Trait(Trait::Namesake),
            Condition::Trait(Trait::CancelledNumber),
            Condition::Trait(Trait::MovedSinceMerge),
        ]
    );
}

#[test]
fn vietnamese_says_the_same_with_and_without_diacritics() {
    let english = read(
        "female, widow, born 2000-2010, two cmnd, card expired, only year, twin, namesake, level 1, \
         deceased, ethnic group Khmer, name of five words, age 30-40, not married",
    );
    for vietnamese in [
        "nữ, góa, sinh 2000-2010, hai CMND, thẻ hết hạn, chỉ có năm sinh, sinh đôi, trùng tên, mức 1, \
         đã mất, dân tộc Khmer, tên năm chữ, 30-40 tuổi, không có vợ",
        "nu; goa; sinh từ 2000 đến 2010; 2 cmnd; the het han; chi co nam sinh; sinh doi; TRUNG TEN; \
         mức độ 1; da mat; Khơ-me; ten 5 chu; tuoi 30 den 40; không phải đã kết hôn",
    ] {
        // `không có vợ` is the opposite of `có vợ`.
        assert_eq!(read(vietnamese), english, "{vietnamese}");
    }
}

#[test]
fn each_form_of_a_value_is_read() {
    for (text, expected) in [
        ("born 1985", years(1985, 1985)),
        ("born 2000..2010", years(2000, 2010)),
        ("born 2000 to 2010", years(2000, 2010)),
        ("born before 1950", years(1800, 1949)),
        ("sinh trước 1950", years(1800, 1949)),
        ("sinh sau 2020", years(2021, 2399)),
        ("born since 2020", years(2020, 2399)),
        (
            "age 60+",
            Condition::Age {
                least: 60,
                most: 150,
            },
        ),
        (
            "từ 60 tuổi",
            Condition::Age {
                least: 60,
                most: 150,
            },
        ),
        ("aged under 6", Condition::Age { least: 0, most: 5 }),
        ("Hà Tĩnh", Condition::Province(42)),
        ("thành phố Cần Thơ", Condition::Province(92)),
        ("province 24", Condition::Province(24)),
        ("Sóc Trăng", Condition::OldProvince(ProvinceCode(94))),
        (
            "province Sóc Trăng",
            Condition::OldProvince(ProvinceCode(94)),
        ),
        (
            "old province Cần Thơ",
            Condition::OldProvince(ProvinceCode(92)),
        ),
        ("Cần Thơ cũ", Condition::OldProvince(ProvinceCode(92))),
        (
            "ba ria - vung tau",
            Condition::OldProvince(ProvinceCode(77)),
        ),
        ("H'Mông", Condition::EthnicGroup(8)),
        ("người Ê-đê", Condition::EthnicGroup(11)),
        ("Buddhism", Condition::Religion(1)),
        ("đạo Cao Đài", Condition::Religion(5)),
        ("no religion", Condition::Religion(99)),
        ("nhóm máu ab", Condition::BloodGroup(BloodGroup::Ab)),
        ("no CMND", Condition::CmndCount(0)),
        ("name of one word", Condition::NameWords(1)),
        ("hộ 5 người", Condition::HouseholdSize(5)),
        ("household of three", Condition::HouseholdSize(3)),
        ("any status", Condition::Status(StatusWanted::Any)),
    ] {
        assert_eq!(one(text), expected, "{text}");
    }
    let day = BirthDate::Day(CivilDate::new(1985, 5, 12).expect("a day"));
    let born = Condition::Born {
        first: day,
        last: day,
    };
    assert_eq!(one("born 12/05/1985"), born);
    assert_eq!(one("sinh ngày 1985-05-12"), born);
    let month = BirthDate::YearMonth {
        year: 1950,
        month: 3,
    };
    let born = Condition::Born {
        first: month,
        last: month,
    };
    assert_eq!(one("born 1950-03"), born);
}

#[test]
fn opposites_are_written_with_not() {
    for text in [
        "not Khmer",
        "không Khmer",
        "!Khmer",
        "không phải dân tộc Khmer",
    ] {
        let wanted = Wanted {
            condition: Condition::EthnicGroup(5),
            negated: true,
        };
        assert_eq!(read(text), [wanted], "{text}");
    }
    assert!(!read("no card")[0].negated);
    assert!(!read("không có thẻ")[0].negated);
}

#[test]
fn an_unknown_word_names_the_nearest_and_where_all_are_listed() {
    for (text, nearest) in [
        ("widdow", "'widow'"),
        ("thẻ hết hản nhé", "'thẻ hết hạn'"),
        ("Hà Tỉn", "'Hà Tĩnh'"),
        ("twiin", "'twin'"),
    ] {
        let told = refused(text);
        assert!(told.contains(nearest), "{told}");
        assert!(told.contains("dancu find --help"), "{told}");
    }
    let told = refused("purple elephants");
    assert!(!told.contains("meant"), "{told}");
}

#[test]
fn wrong_values_say_what_is_wrong() {
    for (text, expected) in [
        ("born 31/04/1990", "q: "),
        ("born 2010-2000", "ends before it begins"),
        ("age 40-30", "ends before it begins"),
        ("age 400", "0 to 150"),
        ("name of zillion words", "1 to 50"),
        ("ethnic group Klingon", "ethnic_groups"),
        ("province Atlantis", "provinces_since"),
    ] {
        assert!(
            refused(text).contains(expected),
            "{text}: {}",
            refused(text)
        );
    }
    let errors = read_expression("q", "widdow, female, twiin").expect_err("two are wrong");
    assert_eq!(errors.len(), 2);
    assert!(read_expression("q", &"nữ,".repeat(100)).is_err());
    assert_eq!(read(" , ;\n"), []);
}

#[test]
fn a_parameter_takes_the_conditions_of_its_kind_alone() {
    let read = |parameter, text| read_parameter(parameter, text).map(|wanted| wanted.condition);
    for (parameter, text, expected) in [
        (
            Parameter::Gender,
            "female",
            Condition::Gender(Gender::Female),
        ),
        (
            Parameter::Card,
            "expired",
            Condition::Card(CardWanted::State(CardState::Expired)),
        ),
        (Parameter::Card, "none", Condition::Card(CardWanted::None)),
        (
            Parameter::Card,
            "identity_card",
            Condition::CardKind(crate::domain::card::CardKind::IdentityCard),
        ),
        (
            Parameter::Eid,
            "2",
            Condition::Account(AccountWanted::Level(IdentityLevel::Two)),
        ),
        (
            Parameter::Eid,
            "locked",
            Condition::Account(AccountWanted::Locked),
        ),
        (
            Parameter::BirthKnown,
            "year",
            Condition::Precision(DatePrecision::Year),
        ),
        (
            Parameter::BirthKnown,
            "day",
            Condition::Precision(DatePrecision::Day),
        ),
        (
            Parameter::MaritalStatus,
            "never_married",
            Condition::MaritalStatus(MaritalStatus::NeverMarried),
        ),
        (
            Parameter::MaritalStatus,
            "unknown",
            Condition::MaritalStatus(MaritalStatus::Unknown),
        ),
        (
            Parameter::Status,
            "cancelled",
            Condition::Status(StatusWanted::Cancelled),
        ),
        (Parameter::CmndCount, "2", Condition::CmndCount(2)),
        (Parameter::CmndCount, "0", Condition::CmndCount(0)),
        (Parameter::Religion, "none", Condition::Religion(99)),
        (Parameter::EthnicGroup, "05", Condition::EthnicGroup(5)),
        (Parameter::Province, "92", Condition::Province(92)),
        (
            Parameter::OldProvince,
            "Cần Thơ",
            Condition::OldProvince(ProvinceCode(92)),
        ),
        (Parameter::Born, "2000-2010", years(2000, 2010)),
    ] {
        assert_eq!(
            read(parameter, text),
            Ok(expected),
            "{}={text}",
            parameter.name()
        );
    }
    assert!(read(Parameter::Gender, "twin").is_err());
    assert!(read(Parameter::Card, "Khmer").is_err());
    let not = read_parameter(Parameter::EthnicGroup, "không Kinh").expect("read");
    assert_eq!(
        (not.condition, not.negated),
        (Condition::EthnicGroup(1), true)
    );
}

#[test]
fn no_word_means_two_things() {
    let mut meanings: BTreeMap<String, Condition> = BTreeMap::new();
    for (word, condition) in named_conditions() {
        let before = meanings.insert(folded(word), condition);
        let same = before.is_none_or(|before| before == condition);
        // A province of the 34 shares its name with the one of the 63 that it grew from.
        let provinces = matches!(condition, Condition::OldProvince(_));
        assert!(same || provinces, "{word}: {before:?} and {condition:?}");
    }
}

fn any_birth() -> impl Strategy<Value = BirthDate> {
    (1800_u16..2400, 0_u8..=12, 0_u8..=28).prop_map(|(year, month, day)| match (month, day) {
        (0, _) => BirthDate::Year(year),
        (month, 0) => BirthDate::YearMonth { year, month },
        (month, day) => {
            CivilDate::new(year, month, day).map_or(BirthDate::Year(year), BirthDate::Day)
        }
    })
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let entries: Vec<Condition> = ENTRIES.iter().map(|entry| entry.condition).collect();
    let before: Vec<ProvinceCode> = reference::provinces_before()
        .iter()
        .map(|row| row.code)
        .collect();
    let since: Vec<u8> = reference::provinces_since()
        .iter()
        .map(|row| row.code)
        .collect();
    let groups: Vec<u8> = reference::ethnic_groups()
        .iter()
        .map(|row| row.code_2008)
        .collect();
    let religions: Vec<u8> = reference::religions().iter().map(|row| row.code).collect();
    prop_oneof![
        proptest::sample::select(entries),
        (any_birth(), any_birth())
            .prop_filter("in order", |(first, last)| first.earliest()
                <= last.latest())
            .prop_map(|(first, last)| Condition::Born { first, last }),
        (0_u16..=150, 0_u16..=150).prop_map(|(one, other)| Condition::Age {
            least: one.min(other),
            most: one.max(other)
        }),
        proptest::sample::select(since).prop_map(Condition::Province),
        proptest::sample::select(before).prop_map(Condition::OldProvince),
        proptest::sample::select(groups).prop_map(Condition::EthnicGroup),
        proptest::sample::select(religions).prop_map(Condition::Religion),
        proptest::sample::select(BloodGroup::ALL.to_vec()).prop_map(Condition::BloodGroup),
        (0_u8..=50).prop_map(Condition::CmndCount),
        (1_u8..=50).prop_map(Condition::NameWords),
        (1_u8..=50).prop_map(Condition::HouseholdSize),
    ]
}

proptest! {
    #[test]
    fn what_is_written_reads_back(condition in any_condition(), negated: bool) {
        let wanted = Wanted { condition, negated };
        let text = wanted.to_string();
        prop_assert!(!text.is_empty());
        prop_assert_eq!(read_expression("q", &text), Ok(vec![wanted]), "{}", text);
    }

    #[test]
    fn no_text_at_all_makes_it_panic(text in "\\PC{0,80}") {
        let _read = read_expression("q", &text);
    }

    #[test]
    fn no_jumble_of_known_words_makes_it_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "born", "sinh", "before", "từ", "đến", "..", "-", "age", "tuổi", "không", "not", "!", "tên", "chữ",
                "cmnd", "2000", "99999999999", "1950-13", "cũ", "province", "hộ", "người", ",", "CMND", "ở", "+",
            ]),
            0..8,
        ),
    ) {
        for parameter in [Parameter::Born, Parameter::Age, Parameter::Card, Parameter::Province] {
            let _read = read_parameter(parameter, &words.join(" "));
        }
        let _read = read_expression("q", &words.join(" "));
    }
}
