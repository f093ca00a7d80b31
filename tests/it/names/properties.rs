//! Properties that hold for names of any parts, and for any text.

use dancu::domain::name::{
    FullName, NameClass, NameLevel, blocking_key, blocking_keys, compare, fold, fold_equal,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::name;

/// Surnames, middle and given names the generated names below are made of.
const PARTS: [&str; 40] = [
    "Nguyễn", "Trần", "Lê", "Đỗ", "Hoàng", "Vũ", "Lý", "Mai", "Văn", "Thị", "Đức", "Ngọc", "Minh",
    "Thu", "Hòa", "Thúy", "Quý", "Hạnh", "Đạt", "Anh", "Ánh", "Xuyến", "Khuê", "Mỹ", "An", "Bình",
    "Phương", "Đào", "Giang", "Huy", "Tuấn", "Yến", "Páo", "Niê", "H'Bia", "K'Sáu", "Êban",
    "Quỳnh", "Nghiêm", "Thương",
];

fn names() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&PARTS[..]), 2..6)
        .prop_map(|parts| parts.join(" "))
}

fn without_marks(text: &str) -> String {
    let letters = text
        .nfd()
        .filter(|letter| !('\u{300}'..='\u{36F}').contains(letter));
    letters
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            _ => letter,
        })
        .collect()
}

proptest! {
    // a failing case is printed; a file of them would make the tree unclean
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_agrees_with_its_own_spellings(text in names()) {
        let recorded = name(&text);
        prop_assert_eq!(compare(&recorded, &text), NameLevel::Identical);
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(compare(&recorded, &decomposed).class(), NameClass::Same);
        prop_assert_eq!(compare(&recorded, &text.to_uppercase()).class(), NameClass::Same);
        prop_assert!(fold_equal(&recorded, &decomposed));
        let bare = without_marks(&text);
        let level = compare(&recorded, &bare);
        prop_assert!(bare == text || level == NameLevel::WithoutDiacritics, "{} {:?}", bare, level);
    }

    #[test]
    fn the_order_of_the_two_sides_does_not_change_the_class(one in names(), other in names()) {
        // a record whose first word is Anh may bear that name; before a typed name it is a form of address
        if one.starts_with("Anh ") || other.starts_with("Anh ") {
            return Ok(());
        }
        let class = compare(&name(&one), &other).class();
        prop_assert_eq!(class, compare(&name(&other), &one).class());
    }

    #[test]
    fn an_index_look_up_finds_what_a_comparison_would_accept(parts in proptest::collection::vec(proptest::sample::select(&PARTS[..]), 2..6), change in 0..9_usize) {
        let text = parts.join(" ");
        let recorded = name(&text);
        let mut turned = parts.clone();
        turned.rotate_left(1);
        let asked = match change {
            0 => text.to_uppercase(),
            1 => without_marks(&text),
            2 => turned.join(" "),
            3 => format!("{}, {}", parts[parts.len() - 1], parts[..parts.len() - 1].join(" ")),
            4 => format!("Ông {text}"),
            5 => format!("{text} (Lan Hương)"),
            6 => format!("{} {}", parts[0], parts[parts.len() - 1]),
            7 => text.replace(' ', ""),
            _ => parts.iter().rev().copied().collect::<Vec<_>>().join(" "),
        };
        let keys = blocking_keys(&asked);
        prop_assert!(keys.len() <= 24);
        let level = compare(&recorded, &asked);
        let wanted = level.class() <= NameClass::Variant || level == NameLevel::OtherNameInBrackets;
        prop_assert!(!wanted || keys.contains(&blocking_key(&recorded)), "{} | {}: {:?}", recorded, asked, level);
    }

    #[test]
    fn arbitrary_text_is_compared_without_a_panic(one in "\\PC{0,60}", other in any::<String>()) {
        for text in [&one, &other] {
            let folded = fold(text);
            prop_assert_eq!(fold(&folded), folded);
            prop_assert!(blocking_keys(text).len() <= 24);
            if let Ok(recorded) = FullName::parse(text) {
                prop_assert_eq!(&FullName::parse(recorded.as_str()).unwrap(), &recorded);
                compare(&recorded, &one);
                compare(&recorded, &other);
                prop_assert!(compare(&recorded, text).class() <= NameClass::Same);
            }
        }
    }
}
