//! Order, missing parts, surnames of two regions, minority names, hyphens and cut names.

use super::check;

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
