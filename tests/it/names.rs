//! Names: what a registry officer would answer, row by row, and properties over arbitrary text.

use dancu::domain::language::Language;
use dancu::domain::name::{
    FullName, NameClass, NameError, NameLevel, blocking_key, blocking_keys, compare, fold,
    fold_equal,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// What the standard policy makes of a level: the `decision` column of the fixture.
fn decision(level: NameLevel) -> &'static str {
    match level.class() {
        NameClass::Same | NameClass::SameSpelling => "MATCH",
        NameClass::Variant | NameClass::Repaired => "REVIEW",
        NameClass::Different => "NO",
    }
}

fn name(text: &str) -> FullName {
    FullName::parse(text).expect("a name of this file can be recorded")
}

/// Checks rows of `recorded | asked | decision | reason`, in both orders.
fn check(rows: &str) {
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|row| !row.trim().is_empty()) {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim_matches(' ')).collect();
        let [recorded, asked, wanted, reason] = cells[..] else {
            panic!("a row has four cells: {row}");
        };
        let asked = &unescaped(asked);
        for (one, other) in [(recorded, asked.as_str()), (asked.as_str(), recorded)] {
            let Ok(one) = FullName::parse(one) else {
                continue;
            };
            let level = compare(&one, other);
            if decision(level) != wanted {
                wrong.push(format!(
                    "{one} | {other} is {}, wanted {wanted}: {reason}",
                    level.as_str()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Checks that a recorded name and a typed one are decided so; for rows that make no sense the other way round.
fn check_one_way(recorded: &str, asked: &str, wanted: &str) {
    let level = compare(&name(recorded), asked);
    assert_eq!(
        decision(level),
        wanted,
        "{recorded} | {asked} is {}",
        level.as_str()
    );
}

/// `{2003}` in a row stands for the character U+2003, so that nothing invisible hides in this file.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some((before, inside)) = rest.split_once('{') {
        let (code, after) = inside.split_once('}').expect("a code ends with }");
        text.push_str(before);
        let code = u32::from_str_radix(code, 16).expect("a code is hexadecimal");
        text.extend(char::from_u32(code));
        rest = after;
    }
    text + rest
}

#[test]
fn every_labelled_pair_is_decided_as_labelled_in_both_orders() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("../../fixtures/name_match_pairs.json")).unwrap();
    let mut wrong = Vec::new();
    for pair in file["pairs"].as_array().unwrap() {
        let (one, other) = (pair["a"].as_str().unwrap(), pair["b"].as_str().unwrap());
        for (one, other) in [(one, other), (other, one)] {
            let level = compare(&name(one), other);
            if decision(level) != pair["decision"] {
                wrong.push(format!(
                    "{}: {one} | {other} is {}",
                    pair["id"],
                    level.as_str()
                ));
            }
        }
        assert_eq!(
            fold_equal(&name(one), other),
            pair["fold_equal"],
            "{}",
            pair["id"]
        );
        assert_eq!(
            fold(one) == fold(other),
            pair["fold_equal"],
            "{}",
            pair["id"]
        );
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn encoding_case_and_spaces_never_make_another_name() {
    check(
        "
        Nguyễn Văn An    | NGUYỄN VĂN AN                       | MATCH | capitals, marks kept
        Nguyễn Văn An    | nGuYễN vĂN aN                       | MATCH | mixed case
        Đỗ Đình Đức      | đỗ đình đức                         | MATCH | small đ
        Nguyễn Văn An    | Nguyễn{A0}Văn{A0}An                 | MATCH | no-break spaces
        Nguyễn Văn An    | Nguyễn{3000}Văn{3000}An             | MATCH | ideographic spaces
        Nguyễn Văn An    | Nguyễn{2003}Văn{2009}An             | MATCH | typographic spaces
        Nguyễn Văn An    | Nguyễn{9}Văn An{D}{A}               | MATCH | spreadsheet cell
        Nguyễn Văn An    | {FEFF}Nguyễn Văn An                 | MATCH | byte order mark
        Nguyễn Văn An    | Nguyễn{200D} Văn{200C} An           | MATCH | joiners
        Nguyễn Văn An    | Ngu{AD}yễn Văn An                   | MATCH | soft hyphen
        Nguyễn Văn An    | {200E}Nguyễn Văn An{200F}           | MATCH | direction marks
        Nguyễn Văn An    | Nguyễn{2060} Văn An                 | MATCH | word joiner
        Nguyễn Văn An    | Nguyễn{200B}Văn{200B}An             | MATCH | zero-width space instead of space
        Nguyễn Văn An    | NguyễnVănAn                         | MATCH | spaces lost
        Nguyễn Văn An    | Nguyễn VănAn                        | MATCH | one space lost
        Nguyễn Văn An    | Nguyễn V ăn An                      | MATCH | a space inside a syllable
        Nguyễn Văn An    | NGUYỄNVĂNAN                         | MATCH | capitals in one word
        Nguyễn Văn An    | Nguye{302}{303}n Va{306}n An        | MATCH | marks apart
        Nguyễn Văn An    | Nguyê{303}n Văn An                  | MATCH | Windows-1258 style: shape composed, tone apart
        Nguyễn Văn An    | Nguye{303}{302}n Văn An             | MATCH | marks in the wrong order
        Nguyễn Văn An    | Ｎｇｕｙễｎ Ｖăｎ Ａｎ                 | MATCH | full-width letters
        Lê Thị Ánh       | LE{302} THI{323} A{301}NH           | MATCH | capitals with marks apart
        Đinh Thị Sao     | D{336}inh Thị Sao                   | MATCH | D with a long stroke
        Đinh Thị Sao     | {189}inh Thị Sao                    | MATCH | African d
        Đinh Thị Sao     | {D0}INH THỊ SAO                     | MATCH | Icelandic eth
        Lò Thị Đào       | Lò Thị {F0}ào                       | MATCH | small eth
        Đặng Đức Độ      | {D0}ặng {F0}ức D{335}ộ              | MATCH | three encodings in one name
        Nguyễn Văn An    | Nguyễn Văn An.                      | MATCH | stray dot
        Nguyễn Văn An    | \"Nguyễn Văn An\"                   | MATCH | quotes around the whole
        Nguyễn Văn An    | “Nguyễn Văn An”                     | MATCH | curly quotes around the whole
        Nguyễn Văn An    | Nguyễn Văn An,                      | MATCH | stray comma
        ",
    );
}

#[test]
fn the_place_of_a_tone_mark_is_a_matter_of_style() {
    check(
        "
        Lê Thị Hòa       | Lê Thị Hoà       | MATCH | òa/oà
        LÊ THỊ HÒA       | Lê Thị Hoà       | MATCH | òa/oà and case
        Trần Thúy Hòa    | Trần Thuý Hoà    | MATCH | two of them
        Ngô Văn Hóa      | Ngô Văn Hoá      | MATCH | óa/oá
        Lê Văn Thụy      | Lê Văn Thuỵ      | MATCH | ụy/uỵ
        Bùi Thị Thủy     | Bùi Thị Thuỷ     | MATCH | ủy/uỷ
        Bùi Thị Thùy     | Bùi Thị Thuỳ     | MATCH | ùy/uỳ
        Vũ Văn Lũy       | Vũ Văn Luỹ       | MATCH | ũy/uỹ
        Trịnh Xuân Khỏe  | Trịnh Xuân Khoẻ  | MATCH | ỏe/oẻ
        Đỗ Văn Hòe       | Đỗ Văn Hoè       | MATCH | òe/oè
        Đỗ Văn Khuỷu     | Đỗ Văn Khủyu     | MATCH | triphthong
        Vũ Thị Quỳ       | Vũ Thị Qùy       | MATCH | qu- group
        Vũ Ngọc Quế      | Vũ Ngọc Qúê      | MATCH | qu- group, tone on u
        Lê Văn Giáp      | Lê Văn Gíap      | MATCH | gi- group
        Nguyễn Văn An    | Nguỹên Văn An    | MATCH | tone on y by mistake
        Phạm Văn Toản    | Phạm Văn Tỏan    | MATCH | tone on the glide
        Phạm Văn Hoàng   | Phạm Văn Hòang   | MATCH | Hòang, frequent in old files
        Lê Thị Thu       | Lê Thị Thu       | MATCH | nothing to move
        Hoàng Hòa        | Hòang Hoà        | MATCH | two syllables, opposite slips
        ",
    );
}

#[test]
fn forms_of_address_before_a_full_name_are_left_out() {
    check(
        "
        Nguyễn Văn An    | Bà Nguyễn Văn An           | MATCH | Bà; sex is no matter of the name
        Nguyễn Văn An    | ÔNG NGUYỄN VĂN AN          | MATCH | capitals
        Nguyễn Văn An    | ông Nguyễn Văn An          | MATCH | small
        Nguyễn Văn An    | Ông. Nguyễn Văn An         | MATCH | dot
        Nguyễn Thị Lan   | Bà: Nguyễn Thị Lan         | MATCH | colon
        Nguyễn Thị Lan   | Chị Nguyễn Thị Lan         | MATCH | Chị
        Nguyễn Thị Lan   | Cô Nguyễn Thị Lan          | MATCH | Cô
        Nguyễn Thị Lan   | Em Nguyễn Thị Lan          | MATCH | Em
        Nguyễn Văn Ba    | Bác Nguyễn Văn Ba          | MATCH | Bác
        Nguyễn Văn An    | Anh Nguyễn Văn An          | MATCH | Anh
        Nguyễn Văn An    | Ông/Bà Nguyễn Văn An       | MATCH | form with both
        Nguyễn Văn An    | Ông (Bà) Nguyễn Văn An     | MATCH | form with brackets
        Nguyễn Thị Thúy  | Bà Nguyễn Thị Thuý         | MATCH | with tone placement
        Nguyễn Văn An    | Ong Nguyen Van An          | REVIEW | without diacritics
        Tuấn             | Anh Tuấn                   | NO | one syllable left: Anh Tuấn is a name
        Nguyễn Anh Tuấn  | Anh Tuấn                   | NO | middle and given name without the surname
        Nguyễn Văn An    | Ông An                     | NO | given name only
        Nguyễn Văn An    | Ông Trần Văn An            | NO | another surname
        Nguyễn Văn An    | Thầy Nguyễn Văn An         | NO | not in the closed list
        ",
    );
}

#[test]
fn some_texts_occur_on_the_typed_side_only() {
    check_one_way("Nguyễn Văn An", "Ông Nguyen Van An", "REVIEW");
    check_one_way("Văn An", "Ông Văn An", "MATCH");
    // a record keeps no soft hyphen, which is the letter ư of TCVN3
    check_one_way("Trần Thị Hương", "TrÇn ThÞ H\u{AD}¬ng", "REVIEW");
    check_one_way("Ông Văn An", "Văn An", "NO");
    // UTF-8 as pure Latin-1 has control characters in it, which no record has
    check_one_way("Nguyễn Văn An", "Nguyá»\u{85}n VÄ\u{83}n An", "REVIEW");
    check_one_way(
        "Đặng Thị Đào",
        "Ä\u{90}áº·ng Thá»\u{8B} Ä\u{90}Ã\u{A0}o",
        "REVIEW",
    );
}

#[test]
fn i_and_y_are_variants_after_consonants_and_qu_only() {
    check(
        "
        Nguyễn Thị Vy    | Nguyễn Thị Vi    | REVIEW | vy/vi
        Trần Sỹ          | Trần Sĩ          | REVIEW | sỹ/sĩ, two syllables
        Lê Kỳ            | Lê Kì            | REVIEW | kỳ/kì
        Lý Văn An        | Lí Văn An        | REVIEW | in the surname
        Phạm Văn Quý     | Phạm Văn Quí     | REVIEW | quý/quí
        Phạm Văn Quy     | Phạm Văn Qui     | REVIEW | quy/qui
        Phạm Thị Quỳnh   | Phạm Thị Quình   | REVIEW | inside a qu- syllable
        Lê Văn Tý        | Lê Văn Tí        | REVIEW | tý/tí
        Lê Thị Hy        | Lê Thị Hi        | REVIEW | hy/hi
        Lê Vĩnh Kỷ       | Lê Vĩnh Kỉ       | REVIEW | kỷ/kỉ
        Lê Thị My        | Lê Thị Mi        | REVIEW | my/mi
        Lê Thị Ly        | LÊ THỊ LI        | REVIEW | with capitals
        Lý Thị Mỹ        | Li Thi Mi        | REVIEW | with diacritics lost
        Lê Thị Thúy      | Lê Thị Thúi      | NO | another rime
        Lê Thị Mai       | Lê Thị May       | NO | another rime
        Lê Thị Lai       | Lê Thị Lay       | NO | another rime
        Lê Văn Huy       | Lê Văn Hui       | NO | another rime
        Lê Thị Thủy      | Lê Thị Thủi      | NO | another rime
        Lê Văn Tùy       | Lê Văn Tùi       | NO | another rime
        Lê Văn Tây       | Lê Văn Tâi       | NO | another rime
        Lê Thị Vỹ        | Lê Thị Vi        | NO | i/y and another tone with marks elsewhere
        ",
    );
}

#[test]
fn lost_diacritics_ask_for_a_look_unless_what_is_left_is_another_name() {
    check(
        "
        Nguyễn Thị Hạnh     | NGUYEN THI HANH       | REVIEW | all lost, capitals
        Nguyễn Văn An       | NGUYENVANAN           | REVIEW | the national wire's form
        Nguyễn Văn An       | nguyenvanan           | REVIEW | a user name
        Nguyễn Minh Ánh     | Nguyen Minh Anh       | REVIEW | all lost, though Anh is a name
        Đặng Thị Đào        | Dang Thi Dao          | REVIEW | đ lost
        Đặng Thị Đào        | Đang Thi Đao          | REVIEW | đ kept, tones lost
        Nguyễn Thị Hạnh     | Nguyen Thi Hạnh       | REVIEW | lost in two syllables
        Nguyễn Thị Hạnh     | Nguyễn Thi Hạnh       | REVIEW | Thị typed Thi
        Nguyễn Thị Hạnh     | Nguyễn Thị Hanh       | REVIEW | Hanh is no common name
        Trần Quốc Tuấn      | Trần Quốc Tuan        | REVIEW | Tuan is no name
        Phạm Văn Được       | Phạm Văn Duoc         | REVIEW | no syllable without its tone
        Lê Thị Ngọc         | Lê Thị Ngoc           | REVIEW | stopped syllable without a tone
        Phạm Hồng Đức       | Phạm Hồng Đưc         | REVIEW | tone lost where it cannot be
        Nguyễn Văn Hải      | Nguyen Van Hai        | REVIEW | all lost
        Nguyễn Văn Hải      | Nguyễn Van Hai        | REVIEW | lost from the second syllable on
        Đỗ Đình Đức         | Dỗ Dình Dức           | REVIEW | only the bar of đ is lost
        Lê Văn Đạt          | Lê Văn Đat            | REVIEW | only the tone, but no possible syllable
        Giàng A Páo         | GIANG A PAO           | REVIEW | all lost
        Y Blú Niê           | Y Blu Nie             | REVIEW | minority name
        H'Luyến Êban        | H'Luyen Eban          | REVIEW | minority name
        Trần Thị Mơ         | Tran Thị Mo           | REVIEW | surname and given name
        Vũ Minh Tâm         | Vu Minh Tam           | REVIEW | all lost
        Lý Thị Mỹ           | Ly Thi My             | REVIEW | all lost, each a name of its own
        Hoàng Thị Hòa       | Hoang Thi Hoa         | REVIEW | all lost
        Nguyễn Thị Hạnh     | Nguyễn Thị Hảnh       | NO | tone replaced
        Nguyễn Minh Anh     | Nguyễn Minh Ánh       | NO | twins: Anh is a name of its own
        Y Thảo              | Ý Thảo                | NO | prefix Y against the word Ý
        Lê Như Ý            | Lê Như Y              | NO | Y is a name
        Trần Thị Lan        | Trần Thị Lân          | NO | Lan is a name
        Trần Thị Hoa        | Trần Thị Hòa          | NO | Hoa is a name
        Trần Thị Hoa        | Trần Thị Hoá          | NO | Hoa is a name
        Trần Minh Thanh     | Trần Minh Thành       | NO | Thanh is a name
        Lê Thị Dung         | Lê Thị Dũng           | NO | Dung is a name
        Lê Thị Tuyên        | Lê Thị Tuyến          | NO | fully spelled other syllable
        Lê Thị Mến          | Lê Thị Mên            | NO | fully spelled other syllable
        Lê Văn Tuấn         | Lê Văn Tuân           | NO | fully spelled other syllable
        Lê Văn Điệp         | Lê Văn Diệp           | NO | Diệp is a name of its own
        Lê Thị Nga          | Lê Thị Ngà            | NO | Nga is a name
        Trần Văn Chinh      | Trần Văn Chính        | NO | Chinh is a name
        Trần Thị Trinh      | Trần Thị Trình        | NO | Trinh is a name
        Lê Thị Hoài An      | Lê Thị Hoài Ân        | NO | An is a name
        Mã Thị Lan          | Ma Thị Lan            | NO | both are surnames
        Lã Thị Lan          | La Thị Lan            | NO | both are surnames
        Nguyễn Thanh Hà     | Nguyễn Thành Hà       | NO | middle name differs
        Nguyễn Thị Hanh     | Nguyen Thi Hạnh       | REVIEW | each side surely lacks marks
        ",
    );
}

#[test]
fn another_order_asks_for_a_look_and_a_swap_is_another_name() {
    check(
        "
        Nguyễn Văn An          | An Văn Nguyễn            | REVIEW | Western order
        Nguyễn Văn An          | Văn An Nguyễn            | REVIEW | surname last
        Nguyễn Văn An          | Nguyễn, Văn An           | REVIEW | comma after the surname
        Nguyễn Văn An          | Văn An, Nguyễn           | REVIEW | surname after a comma
        Nguyễn Văn An          | NGUYỄN, VĂN AN           | REVIEW | machine-readable style
        Nguyễn Văn An          | An Nguyen Van            | REVIEW | order and diacritics
        Nguyễn Văn An          | AN VAN NGUYEN            | REVIEW | order, capitals, diacritics
        Trần Lan               | Lan Trần                 | REVIEW | two syllables
        Nguyễn Thị Ngọc Anh    | Ngọc Anh Nguyễn Thị      | REVIEW | given name of two syllables first
        Nguyễn Thị Ngọc Anh    | Anh Nguyễn Thị Ngọc      | REVIEW | last syllable first
        Nguyễn Thị Ngọc Anh    | Thị Ngọc Anh Nguyễn      | REVIEW | surname last
        Nguyễn Thị Ngọc Anh    | Ngọc Anh Thị Nguyễn      | REVIEW | given, middle, surname
        Tôn Nữ Thị Hà          | Thị Hà Tôn Nữ            | REVIEW | surname of two syllables last
        Tôn Nữ Thị Hà          | Hà Thị Tôn Nữ            | REVIEW | Western order with it
        Y Blú Niê              | Niê Y Blú                | REVIEW | clan first
        H'Nhi Êban             | Êban H’Nhi               | REVIEW | clan first, curly apostrophe
        Rơ Châm Hnhinh         | Hnhinh Rơ Châm           | REVIEW | clan of two syllables last
        Abdul Karim            | Karim Abdul              | REVIEW | Chăm names
        Lê Ngọc Anh            | Lê Anh Ngọc              | NO | swapped
        Nguyễn Thị Ngọc Anh    | Anh Ngọc Nguyễn Thị      | NO | rotated and swapped
        Nguyễn Văn An          | Nguyễn An Văn            | NO | swapped
        Nguyễn Văn An          | Văn Nguyễn An            | NO | surname inside
        Nguyễn Trần Bảo Ngọc   | Trần Nguyễn Bảo Ngọc     | NO | another surname
        Nguyễn Thị Minh Anh    | Ánh Nguyễn Thị Minh      | NO | rotated and another name
        ",
    );
}

#[test]
fn a_middle_name_may_be_missing_but_no_other_part() {
    check(
        "
        Nguyễn Văn An          | Nguyễn An               | REVIEW | Văn dropped
        Nguyễn Thị Ngọc Anh    | Nguyễn Thị Anh          | REVIEW | second middle name dropped
        Nguyễn Thị Ngọc Anh    | Nguyễn Anh              | REVIEW | both dropped
        Nguyễn Thị Lan         | NGUYEN LAN              | REVIEW | with diacritics lost
        Nguyễn Thị Lan         | Nguyễn T. Lan           | REVIEW | initial
        Giàng A Páo            | Giàng Páo               | REVIEW | generation syllable dropped
        Tôn Nữ Thị Hà          | Tôn Nữ Hà               | REVIEW | compound surname kept
        Lý Gia Thành           | Lý Thành                | REVIEW | Gia dropped
        Nguyễn Văn An          | Văn An                  | NO | surname dropped
        Nguyễn Văn An          | Nguyễn Văn              | NO | given name dropped
        Nguyễn Văn An          | An                      | NO | given name only
        Nguyễn Văn An          | Nguyễn                  | NO | surname only
        Nguyễn Văn An          | Nguyễn Hữu An           | NO | middle name changed
        Nguyễn Thị Lan         | Nguyễn Văn Lan          | NO | middle name changed
        Nguyễn Thị Lan         | Nguyễn V. Lan           | NO | another initial
        Nguyễn Thị Ngọc Anh    | Nguyễn Thị Ngọc         | NO | given name dropped
        Nguyễn Thị Ngọc Anh    | Thị Ngọc Anh            | NO | surname dropped
        Tôn Thất Văn An        | Tôn Văn An              | NO | compound surname shortened
        Công Tằng Tôn Nữ Hà    | Tôn Nữ Hà               | NO | compound surname shortened
        Công Tằng Tôn Nữ Hà    | Công Nữ Hà              | NO | compound surname shortened
        Âu Dương Thị Lan       | Âu Thị Lan              | NO | compound surname shortened
        Rơ Châm Hnhinh         | Rơ Hnhinh               | NO | clan shortened
        Y Blú Niê              | Y Niê                   | NO | given name dropped between prefix and clan
        Y Blú Buôn Krông       | Y Blú Krông             | NO | clan shortened
        H'Bia Niê              | Niê                     | NO | clan only
        Ka Thơm Păng Tiêng     | Ka Păng Tiêng           | NO | given name dropped
        Trần Thị Lan           | Nguyễn Lan              | NO | another surname, middle dropped
        ",
    );
}

#[test]
fn surnames_that_sound_alike_in_two_regions_stay_two_surnames() {
    check(
        "
        Hoàng Văn An     | Huỳnh Văn An     | NO | one origin, two registered surnames
        Vũ Thị Lan       | Võ Thị Lan       | NO | one origin, two registered surnames
        Phan Văn An      | Phạm Văn An      | NO | two surnames
        Lê Văn An        | Lý Văn An        | NO | two surnames
        Trương Văn An    | Trường Văn An    | NO | tone replaced
        Dương Văn An     | Đương Văn An     | NO | Dương is a surname of its own
        Đoàn Văn An      | Đoãn Văn An      | NO | tone replaced
        Doãn Văn An      | Đoàn Văn An      | NO | two surnames
        Chu Văn An       | Châu Văn An      | NO | one origin, two surnames
        Nguyễn Văn An    | Nguyển Văn An    | REVIEW | hỏi for ngã in a surname
        Võ Thị Lan       | Vỏ Thị Lan       | REVIEW | hỏi for ngã in a surname
        Đỗ Thị Lan       | Đổ Thị Lan       | REVIEW | hỏi for ngã in a surname
        Vũ Thị Lan       | Vủ Thị Lan       | REVIEW | hỏi for ngã in a surname
        Khổng Thị Lan    | Khỗng Thị Lan    | REVIEW | ngã for hỏi in a surname
        Lữ Thị Lan       | LỬ THỊ LAN       | REVIEW | with capitals
        Nguyễn Văn An    | Nguyên Văn An    | REVIEW | Nguyên is no surname: a tone lost
        Trần Văn Hải     | Trần Văn Hãi     | NO | given name
        Lê Thị Thảo      | Lê Thị Thão      | NO | given name
        Lê Thị Nguyễn    | Lê Thị Nguyển    | NO | given name
        ",
    );
}

#[test]
fn apostrophes_and_joints_of_minority_names_do_not_matter() {
    check(
        "
        H'Bia Niê        | H’Bia Niê        | MATCH | curly
        H'Bia Niê        | H‘Bia Niê        | MATCH | opening curly
        H'Bia Niê        | H`Bia Niê        | MATCH | grave
        H'Bia Niê        | H´Bia Niê        | MATCH | acute
        H'Bia Niê        | Hʼ Bia Niê       | MATCH | modifier letter and space
        H'Bia Niê        | H′BIA NIÊ        | MATCH | prime and capitals
        H'Bia Niê        | hbia niê         | MATCH | dropped, small
        K'Sáu            | K Sáu            | MATCH | single-word name
        K'Brếp           | KBrếp            | MATCH | single-word name
        K'Brếp           | K' Brếp          | MATCH | with a space
        Thưr             | THƯR             | MATCH | single-word name
        Ka Thơm          | KaThơm           | MATCH | joined
        Rơ Châm Hnhinh   | RơChâm Hnhinh    | MATCH | joined
        Rơ Châm Hnhinh   | R'Châm Hnhinh    | REVIEW | minor syllable as an apostrophe
        H'Bia Niê        | Hờ Bia Niê       | REVIEW | minor syllable written out
        H'Bia Niê        | H'Bia Nie        | REVIEW | mark lost
        H'Bia Niê        | H'Bia Mlô        | NO | another clan
        H'Bia Niê        | Y Bia Niê        | NO | another prefix
        K'Brếp           | K'Brép           | REVIEW | circumflex lost
        Thưr             | Thư              | NO | another word
        Giàng A Páo      | Giàng A Pao      | REVIEW | tone lost
        Giàng A Páo      | Giàng A Pảo      | NO | tone replaced
        Mohamad Zukry    | Mohamed Zukry    | REVIEW | respelled
        Mohamad Zukry    | Muhammad Zukry   | REVIEW | respelled
        Abdul Karim      | Abdul Kareem     | REVIEW | respelled
        Ahmad Salim      | Ahmách Salim     | REVIEW | respelled
        Fatimah          | Phatimah         | REVIEW | respelled
        Abdul Karim      | Abdul Rahim      | NO | another name
        Mohamad Zukry    | Mohamad Karim    | NO | another name
        ",
    );
}

#[test]
fn hyphens_and_second_names_ask_for_a_look() {
    check(
        "
        Nguyễn Thị Ngọc Anh | Nguyễn Thị Ngọc-Anh             | REVIEW | hyphen in the given name
        Nguyễn Văn An       | Nguyễn-Văn-An                   | REVIEW | hyphens throughout
        Nguyễn Thị Lan      | Nguyễn Thị Lan [Lan Hương]      | REVIEW | square brackets
        Nguyễn Thị Lan      | Nguyễn Thị Lan / Lan Hương      | REVIEW | slash
        Nguyễn Thị Lan      | Nguyễn Thị Lan/Lan Hương        | REVIEW | slash without spaces
        Nguyễn Thị Lan      | Nguyễn Thị Lan tức Lan Hương    | REVIEW | tức
        Nguyễn Thị Lan      | Nguyễn Thị Lan (tự Lan Hương)   | REVIEW | tự in brackets
        Nguyễn Thị Lan      | Nguyễn Thị Lan \"Lan Hương\"    | REVIEW | quotes
        Nguyễn Thị Lan      | Nguyễn Thị Lan - Lan Hương      | REVIEW | dash
        Nguyễn Thị Lan      | NGUYEN THI LAN (LAN HUONG)      | REVIEW | without diacritics
        Nguyễn Văn Ba       | Nguyễn Văn Ba (Ba Đen)          | REVIEW | nickname
        Nguyễn Thị Lan      | Nguyễn Thị Mai (Lan Hương)      | NO | another name outside
        Nguyễn Thị Lan      | Trần Thị Lan (Lan Hương)        | NO | another surname
        Nguyễn Thị Ngọc Anh | Nguyễn Thị Anh-Ngọc             | NO | swapped
        ",
    );
}

#[test]
fn a_name_cut_to_a_column_is_told_from_a_shorter_name() {
    check(
        "
        Lê Hoàng Phúc An Khang Thịnh Vượng Minh Tâm | Lê Hoàng Phúc An Khang Th      | REVIEW | 25, in a syllable
        Lê Hoàng Phúc An Khang Thịnh Vượng Minh Tâm | Lê Hoàng Phúc An Kha           | REVIEW | 20, in a syllable
        Lê Hoàng Phúc An Khang Thịnh Vượng Minh Tâm | Lê Hoàng Phúc An               | REVIEW | 20, whole syllables
        Lê Hoàng Phúc An Khang Thịnh Vượng Minh Tâm | Lê Hoàng Phúc An Khang Thịnh   | REVIEW | 30, whole syllables
        Lê Hoàng Phúc An Khang Thịnh Vượng Minh Tâm | LE HOANG PHUC AN KHANG         | REVIEW | 25, without diacritics
        Nguyễn Thị Phương Thảo                      | Nguyễn Thị Phương Th           | REVIEW | 20, in a syllable
        Nguyễn Thị Phương Thảo                      | Nguyễn Thị Phương T            | REVIEW | 25 bytes
        Công Tằng Tôn Nữ Thị Phương Thảo            | Công Tằng Tôn Nữ Thị Phương    | REVIEW | 30, whole syllables
        Nguyễn Văn An                               | Nguyễn Văn A                   | NO | another, shorter name
        Nguyễn Văn Anh                              | Nguyễn Văn An                  | NO | another name
        Nguyễn Thị Phương Anh                       | Nguyễn Thị Phương              | NO | another, shorter name
        Lê Thị Thuyền                               | Lê Thị Thuy                    | NO | another name
        ",
    );
}

#[test]
fn damaged_encodings_and_typing_keys_are_read_back() {
    check(
        "
        Nguyễn Văn An     | NGUYÔN V¡N AN                       | REVIEW | TCVN3 capitals
        Lê Minh Tâm       | Lª Minh T©m                         | REVIEW | TCVN3
        Đỗ Đình Đức       | §ç §×nh §øc                         | REVIEW | TCVN3
        Đặng Thị Huệ      | Ñaëng Thò Hueä                      | REVIEW | VNI
        Bùi Văn Tý        | Buøi Vaên Tyù                       | REVIEW | VNI
        NGUYỄN VĂN AN     | NGUYEÃN VAÊN AN                     | REVIEW | VNI capitals
        Trần Thị Hương    | Traàn Thò Höông                     | REVIEW | VNI
        Trần Thị Lan      | Tr¥n Th¸ Lan                        | REVIEW | VISCII
        Nguyễn Văn An     | Nguy®n Vån An                       | NO | VISCII, but ® is ệ: another name
        Nguyễn Văn Hòa    | NguyêÞn Vãn HoÌa                    | REVIEW | Windows-1258 as 1252
        Nguyễn Văn An     | Nguyá»…n VÄƒn An                    | REVIEW | UTF-8 as Windows-1252
        Đặng Thị Đào      | Äáº·ng Thá»‹ ÄÃ o                   | REVIEW | UTF-8, undefined bytes and spaces lost
        Lê Thị Mỹ         | LÃª Thá»‹ Má»¹                      | REVIEW | UTF-8 as Windows-1252
        Nguyễn Văn An     | NguyÃ¡Â»â€¦n VÃ„Æ’n An              | REVIEW | UTF-8, twice
        Nguyễn Văn An     | Nguyß╗àn V─ân An                    | REVIEW | UTF-8 in a console
        Nguyễn Văn An     | Nguy&#7877;n V&#259;n An            | REVIEW | decimal entities
        Nguyễn Văn An     | Nguy&#x1EC5;n V&#x103;n An          | REVIEW | hexadecimal entities
        Lê Văn Tú         | L&ecirc; V&abreve;n T&uacute;       | REVIEW | named entities
        Nguyễn Văn An     | Nguy&amp;#7877;n V&amp;#259;n An    | REVIEW | entities escaped twice
        Nguyễn Văn An     | Nguy%E1%BB%85n+V%C4%83n+An          | REVIEW | percent codes
        Nguyễn Văn An     | Nguy\\u1ec5n V\\u0103n An           | REVIEW | escapes of JSON
        Nguyễn Văn An     | Nguy=E1=BB=85n V=C4=83n An          | REVIEW | quoted-printable
        Nguyễn Văn An     | Nguyeenx Vawn An                    | REVIEW | Telex keys
        Nguyễn Văn An     | NGUYEENX VAWN AN                    | REVIEW | Telex keys, capitals
        Đặng Thị Hường    | DDawngj Thij Huwowngf               | REVIEW | Telex keys
        Đặng Thị Hường    | Ddawngj Thij Huowngf                | REVIEW | Telex keys, one w
        Nguyễn Văn An     | Nguye64n Va8n An                    | REVIEW | VNI keys
        Đặng Thị Hường    | D9a85ng Thi5 Huo7ng2                | REVIEW | VNI keys
        Đặng Thị Hường    | DDa(.ng Thi. Hu+o+`ng               | REVIEW | VIQR
        Nguyễn Văn Hòa    | Nguye^~n Va(n Ho`a                  | REVIEW | VIQR
        Nguyễn Thị Hạnh   | Nguy?n Th? H?nh                     | REVIEW | letters lost
        Nguyễn Văn An     | Nguy{FFFD}n V{FFFD}n An             | REVIEW | letters lost
        Nguyễn Văn An     | Nguy???n V??n An                    | REVIEW | bytes lost
        Đỗ Văn Đạt        | ?? V?n ??t                          | REVIEW | letters lost
        Nguyễn Văn An     | Nguy□n V□n An                       | REVIEW | boxes
        Nguyễn Văn An     | Nguyn Vn An                         | REVIEW | marked letters dropped
        Nguyễn Văn An     | Nguyn Vn Anh                        | NO | marked letters dropped, another name
        Nguyễn Văn An     | Nguyeãn Vaên Anh                    | NO | repaired, another name
        Nguyễn Thị Hạnh   | Nguyeenx Thij Hanhf                 | NO | Telex, another tone
        Nguyễn Văn An     | Nguy?n Van Ba                       | NO | letters lost, another name
        Nguyễn Văn An     | Nguy?n V?n Lan                      | NO | letters lost, another name
        Nguyễn Văn An     | ?????? ??? ??                       | NO | nothing left
        ",
    );
}

#[test]
fn look_alike_letters_ask_for_a_look() {
    check(
        "
        Trần Văn Oanh     | Trần Văn 0anh          | REVIEW | zero for O
        Lê Thị Linh       | Lê Thị L1nh            | REVIEW | one for i
        Lê Thị Lan        | Lê Thị 1an             | REVIEW | one for l
        Nguyễn Văn An     | Nguyễn Văn {410}n      | REVIEW | Cyrillic А
        Nguyễn Thị Hoa    | Nguyễn Thị H{43E}{430} | REVIEW | Cyrillic о and а
        Phạm Văn An       | Phạrn Văn An           | REVIEW | rn for m
        Lâm Thị Lan       | Lârn Thị Lan           | REVIEW | rn for m
        Nguyễn Văn An     | Nguyễn V{1CE}n An      | REVIEW | caron for breve
        Nguyễn Văn Lâm    | Nguyễn Văn Iâm         | REVIEW | capital i for l
        Trần Văn Oanh     | Tran Van 0anh          | REVIEW | with diacritics lost
        Trần Văn Oanh     | Trần Văn 0ánh          | NO | with another tone
        Lê Văn An         | Lê Văn 1n              | NO | one is no a
        ",
    );
}

#[test]
fn clearly_different_people_stay_different() {
    check(
        "
        Nguyễn Văn An       | Nguyễn Văn Ân         | NO | vowel mark
        Nguyễn Văn An       | Nguyễn Văn Ẩn         | NO | another name
        Nguyễn Văn An       | Nguyễn Văn Bình       | NO | another name
        Nguyễn Văn An       | Trần Văn An           | NO | another surname
        Lê Thị Mai          | Lê Thị Mài            | NO | Mai is a name
        Lê Thị Hương        | Lê Thị Hường          | NO | fully spelled other syllable
        Lê Thị Hường        | Lê Thị Hướng          | NO | tone replaced
        Phạm Văn Sơn        | Phạm Văn Sớn          | NO | fully spelled other syllable
        Phạm Văn Sơn        | Phạm Văn Sang         | NO | another name
        Hồ Thị Thu Ý        | Hồ Thị Thuý           | NO | two names in one, both spelled rightly
        Lê Hoà An           | Lê Hoàn               | NO | another name
        Nguyễn Văn An       | Nguyễn Văn Ann        | NO | a letter more
        Nguyễn Văn An       | An Nguyễn             | NO | order and middle name at once
        Hồ Thị Kỷ           | Hồ Thị Kỹ             | NO | hỏi and ngã in a given name
        Chau Sóc            | Châu Sóc              | NO | a Khmer and a Kinh surname
        Trần Ý              | Trần Y                | NO | Y is a word of its own
        Giàng A Páo         | Giàng Á Páo           | NO | another generation syllable
        Nguyễn Hoa Nanh     | Nguyễn Hoan Anh       | NO | a space moved
        Lê Văn Minh         | Lê Văn Mình           | NO | Minh is a name
        Lê Văn Minh         | Lê Văn Ming           | NO | a letter of a syllable
        Lê Văn Linh         | Lê Văn Lĩnh           | NO | Linh is a name
        Trần Quang Huy      | Trần Quang Hủy        | NO | Huy is a name
        Trần Thị Thu Hà     | Trần Thị Thu Hạ       | NO | tone replaced
        Trần Thị Thu Hà     | Trần Thị Hà Thu       | NO | swapped
        Vũ Đức Anh          | Vũ Đức Ánh            | NO | Anh is a name
        Vũ Đức Anh          | Vũ Dức Anh            | REVIEW | bar lost
        Đinh Văn Long       | Định Văn Long         | NO | another tone, a known spelling fault of none
        Lê Thị Xuân         | Lê Thị Xoan           | NO | another name
        Nguyễn Thị Bích     | Nguyễn Thị Bính       | NO | another name
        Nguyễn Tiến Dũng    | Nguyễn Tiến Dụng      | NO | tone replaced
        Nguyễn Tiến Dũng    | Nguyễn Tiến Đũng      | NO | Dũng is a name of its own
        Nguyễn Quốc Khánh   | Nguyễn Quốc Khanh     | NO | Khanh is a name
        Nguyễn Thị Kiều     | Nguyễn Thị Kiêu       | NO | fully spelled other syllable
        Sùng A Chú          | Sùng A Chù            | NO | tone replaced
        Lò Văn Pành         | Lò Văn Pánh           | NO | tone replaced
        Nguyễn Văn A        | Nguyễn Văn B          | NO | another letter
        Nguyễn Văn An       |                       | NO | nothing asked
        ",
    );
}

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
