//! Damaged encodings, typing keys and look-alike letters; and people who stay different.

use super::check;

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
