//! What a comparison is called, what a name may be, the folded form and the keys of the index.

use dancu::domain::language::Language;
use dancu::domain::name::{
    FullName, NameError, NameLevel, blocking_key, blocking_keys, compare, fold,
};

use super::name;

#[test]
fn levels_say_what_was_found() {
    let rows = [
        ("Nguyễn Văn An", "Nguyễn Văn An", NameLevel::Identical),
        (
            "Nguyễn Văn An",
            "Nguye\u{302}\u{303}n Văn An",
            NameLevel::UnicodeForm,
        ),
        ("Nguyễn Văn An", "nguyễn văn an", NameLevel::CaseOrSpacing),
        (
            "Nguyễn Văn An",
            "Nguyễn\u{200B} Văn An",
            NameLevel::InvisibleMarks,
        ),
        ("Đỗ Văn An", "Ðỗ Văn An", NameLevel::LetterLookAlike),
        ("H'Bia Niê", "HBia Niê", NameLevel::Punctuation),
        ("Lê Thị Hòa", "LÊ THỊ HOÀ", NameLevel::TonePlacement),
        ("Lê Thị Hòa", "Bà Lê Thị Hòa", NameLevel::Honorific),
        ("Lê Thị Lý", "Lê Thị Lí", NameLevel::IYVariant),
        ("Lê Thị Hòa", "LE THI HOA", NameLevel::WithoutDiacritics),
        ("Lê Thị Hòa", "Hòa Lê Thị", NameLevel::Reordered),
        ("Lê Thị Hòa", "Lê Hòa", NameLevel::MiddleNameMissing),
        (
            "Nguyễn Trần Bảo Ngọc",
            "Nguyễn-Trần Bảo Ngọc",
            NameLevel::Hyphenated,
        ),
        (
            "Nguyễn Văn An",
            "NguyÔn V¨n An",
            NameLevel::RepairedEncoding,
        ),
        (
            "Nguyễn Văn An",
            "Nguye^~n Va(n An",
            NameLevel::RepairedEncoding,
        ),
        ("Lê Văn Oanh", "Lê Văn 0anh", NameLevel::LookAlikeLetters),
        (
            "Nguyễn Văn An",
            "Nguyển Văn An",
            NameLevel::ToneSlipInSurname,
        ),
        (
            "Nguyễn Thị Phương Thảo",
            "Nguyễn Thị Phương Th",
            NameLevel::CutShort,
        ),
        (
            "Lê Thị Lan",
            "Lê Thị Lan (Hương)",
            NameLevel::OtherNameInBrackets,
        ),
        ("Mohamad Zukry", "Mohamách Zukry", NameLevel::Respelled),
        ("Lê Thị Lan", "Lê Thị Mai", NameLevel::Different),
    ];
    for (recorded, asked, level) in rows {
        assert_eq!(
            compare(&name(recorded), asked),
            level,
            "{recorded} | {asked}"
        );
    }
}

#[test]
fn a_name_is_tidied_and_refused_with_a_reason() {
    assert_eq!(
        name("  Nguye\u{302}\u{303}n\t Văn\u{200B}  An\n").as_str(),
        "Nguyễn Văn An"
    );
    assert_eq!(format!("{:?}", name("Nguyễn Văn An")), "N. V. A.");
    assert_eq!(name("Nguyễn Văn An").to_string(), "Nguyễn Văn An");
    assert_eq!(FullName::from_stored("Lê Lan".to_owned()), name("Lê Lan"));
    assert_eq!(FullName::parse(" \u{FEFF}"), Err(NameError::Empty));
    assert_eq!(FullName::parse("12 34"), Err(NameError::NoLetter));
    assert_eq!(
        FullName::parse("Lê\u{0}Lan"),
        Err(NameError::ControlCharacter)
    );
    let error = FullName::parse(&"a".repeat(201)).unwrap_err();
    assert_eq!(error, NameError::TooLong { characters: 201 });
    assert_eq!(error.code(), "name_too_long");
    assert!(error.message(Language::English).contains("201"));
}

#[test]
fn the_folded_form_is_that_of_the_national_wire() {
    for (text, folded) in [
        ("Nguyễn Văn An", "NGUYENVANAN"),
        ("H'Bia Niê", "HBIANIE"),
        ("Đỗ \u{D0}ình \u{F0}ức D\u{335}ộ", "DODINHDUCDO"),
        ("Lê-Thị Ánh 2", "LETHIANH2"),
        ("", ""),
    ] {
        assert_eq!(fold(text), folded);
    }
}

#[test]
fn damaged_and_annotated_names_are_found_in_the_index() {
    for (recorded, asked) in [
        ("Nguyễn Văn An", "NguyÔn V¨n An"),
        ("Nguyễn Văn An", "Nguyeãn Vaên An"),
        ("Nguyễn Văn An", "Nguyá»…n VÄƒn An"),
        ("Nguyễn Văn An", "Nguyeenx Vawn An"),
        ("Nguyễn Văn An", "Nguy&#7877;n V&#259;n An"),
        ("Nguyễn Văn An", "nguyenvanan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan tức Lan Hương"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan / Lan Hương"),
        ("Tôn Nữ Thị Hà", "Thị Hà Tôn Nữ"),
        ("Nguyễn Thị Lý", "Nguyễn Thị Lí"),
        ("H'Bia Niê", "Niê H Bia"),
        ("Nguyễn Văn An", "Ông/Bà Nguyễn Văn An"),
    ] {
        let key = blocking_key(&name(recorded));
        assert!(blocking_keys(asked).contains(&key), "{recorded} | {asked}");
    }
    // stored keys outlive the program: a change of the hash must be seen
    assert_eq!(blocking_key(&name("Nguyễn Văn An")), KEY_OF_NGUYEN_VAN_AN);
}

/// The key of Nguyễn Văn An in every population file ever written.
const KEY_OF_NGUYEN_VAN_AN: i16 = -21_680;

#[test]
fn every_level_has_its_own_spelling_and_sentences() {
    let mut seen = std::collections::BTreeSet::new();
    for pair in NameLevel::ALL.windows(2) {
        assert!(pair[0] < pair[1] && pair[0].class() <= pair[1].class());
    }
    for level in NameLevel::ALL {
        assert!(seen.insert(level.as_str()));
        assert!(seen.insert(level.message(Language::Vietnamese)));
        assert!(seen.insert(level.message(Language::English)));
    }
}
