//! Reading back texts that a wrong code page turned into other letters.
//!
//! TCVN3, VNI and VISCII are single or double byte encodings of the 1990s that old civil registers still hold.
//! Their tables are from memory: TCVN 5712:1993 VN3 (ABC fonts) and VNI-Windows were checked on one well-known
//! sentence each, VISCII follows RFC 1456.

use std::borrow::Cow;
use std::sync::LazyLock;

/// TCVN3 bytes A0 to FF; `·` where there is no letter. Capital fonts share the bytes of small letters.
const TCVN3: &str = "\
    ·ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò\
    ·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ·";

/// VISCII bytes 80 to FF.
const VISCII: &str = "\
    ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ\
    ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ";

/// Windows-1252 bytes 80 to 9F; five of them are undefined and pass as control characters. A0 and above are Latin-1.
const WINDOWS_1252: &str = "\
    €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";

/// Bytes 80 to FF of the code pages consoles and old Macintoshes use: 437, 850, Mac Roman.
const CONSOLE_PAGES: [&str; 3] = [
    "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}",
    "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
    "\
    ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ",
];

static TCVN3_LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| TCVN3.chars().collect());
static VISCII_LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| VISCII.chars().collect());

/// TCVN3 bytes shown as Latin-1 or Windows-1252.
pub(super) fn from_tcvn3(text: &str) -> Cow<'_, str> {
    by_table(text, |byte| {
        nth(&TCVN3_LETTERS, byte.checked_sub(0xA0)?).filter(|letter| *letter != '·')
    })
}

/// VISCII bytes shown as Latin-1 or Windows-1252.
pub(super) fn from_viscii(text: &str) -> Cow<'_, str> {
    by_table(text, |byte| nth(&VISCII_LETTERS, byte.checked_sub(0x80)?))
}

/// Windows-1258 bytes (Vietnamese, tones as combining marks) shown as Windows-1252.
pub(super) fn from_windows_1258(text: &str) -> Cow<'_, str> {
    by_table(text, |byte| {
        Some(match byte {
            0xC3 => 'Ă',
            0xE3 => 'ă',
            0xD0 => 'Đ',
            0xF0 => 'đ',
            0xD5 => 'Ơ',
            0xF5 => 'ơ',
            0xDD => 'Ư',
            0xFD => 'ư',
            0xCC => '\u{300}',
            0xD2 => '\u{309}',
            0xDE => '\u{303}',
            0xEC => '\u{301}',
            0xF2 => '\u{323}',
            _ => return None,
        })
    })
}

/// VNI bytes shown as Latin-1: a letter is followed by a second one that stands for its marks (`eã` is ễ).
pub(super) fn from_vni(text: &str) -> Cow<'_, str> {
    let mut read = String::with_capacity(text.len() * 2);
    let mut changed = false;
    let mut vowel = false;
    for character in text.chars() {
        let lower = character.to_lowercase().next().unwrap_or(character);
        let marks = if vowel { vni_marks(lower) } else { None };
        if let Some(marks) = marks {
            read.push_str(marks);
            changed = true;
            vowel = false;
            continue;
        }
        let alone = vni_letter(lower);
        changed |= alone.is_some();
        read.push(alone.unwrap_or(character));
        vowel = matches!(
            alone.unwrap_or(lower),
            'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư'
        );
    }
    if changed {
        Cow::Owned(read)
    } else {
        Cow::Borrowed(text)
    }
}

/// What the second letter of a VNI pair stands for, as combining marks.
fn vni_marks(second: char) -> Option<&'static str> {
    Some(match second {
        'ø' => "\u{300}",
        'ù' => "\u{301}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'â' => "\u{302}",
        'á' => "\u{302}\u{301}",
        'à' => "\u{302}\u{300}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{302}\u{323}",
        'ê' => "\u{306}",
        'é' => "\u{306}\u{301}",
        'è' => "\u{306}\u{300}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{306}\u{323}",
        _ => return None,
    })
}

/// The VNI letters that stand alone, in lower case: case plays no part in a comparison.
fn vni_letter(letter: char) -> Option<char> {
    Some(match letter {
        'ñ' => 'đ',
        'ô' => 'ơ',
        'ö' => 'ư',
        'ó' => 'ĩ',
        'æ' => 'ỉ',
        'ò' => 'ị',
        'î' => 'ỵ',
        _ => return None,
    })
}

/// UTF-8 bytes shown as Windows-1252 or 1258.
pub(super) fn from_misread_utf8(text: &str) -> Option<String> {
    read_utf8(text, windows_byte)
}

/// UTF-8 bytes shown by a console or an old Macintosh, one reading per code page.
pub(super) fn from_console_utf8(text: &str, page: usize) -> Option<String> {
    let table = CONSOLE_PAGES.get(page)?;
    read_utf8(text, |character| {
        let index = table.chars().position(|listed| listed == character)?;
        u8::try_from(index + 0x80).ok()
    })
}

/// How many console code pages there are.
pub(super) const CONSOLE_PAGE_COUNT: usize = CONSOLE_PAGES.len();

/// Turns characters back into bytes and reads those as UTF-8; nothing if there was no letter of several bytes.
fn read_utf8(text: &str, byte_of: impl Fn(char) -> Option<u8>) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        let byte = if character.is_ascii() {
            u8::try_from(character).ok()
        } else {
            byte_of(character)
        };
        match byte {
            Some(byte) => push_byte(byte, &mut bytes),
            // U+FFFD holds the place of a byte the code page could not show
            None if character == '\u{FFFD}' => push_byte(b'?', &mut bytes),
            None => return None,
        }
    }
    let read = String::from_utf8_lossy(&bytes);
    let gained = read
        .chars()
        .any(|character| u32::from(character) > 0x7F && character != '\u{FFFD}');
    gained.then(|| read.into_owned())
}

/// Adds a byte, and before it the continuation byte that got lost on the way, where Vietnamese allows one only:
/// no-break spaces become spaces (à is C3 A0), soft hyphens vanish (í is C3 AD), and 90 has no letter in
/// Windows-1252 (Đ is C4 90).
fn push_byte(byte: u8, bytes: &mut Vec<u8>) {
    let continues = (0x80..0xC0).contains(&byte);
    match bytes.last() {
        Some(0xC3) if byte == b' ' => bytes.push(0xA0),
        Some(0xC3) if !continues => bytes.extend([0xAD, byte]),
        Some(0xC4) if byte == b'?' => bytes.push(0x90),
        Some(0xC4) if !continues => bytes.extend([0x90, byte]),
        _ => bytes.push(byte),
    }
}

fn by_table(text: &str, letter_of: impl Fn(u8) -> Option<char>) -> Cow<'_, str> {
    let read: String = text
        .chars()
        .map(|character| {
            let byte = if character.is_ascii() {
                None
            } else {
                windows_byte(character)
            };
            byte.and_then(&letter_of).unwrap_or(character)
        })
        .collect();
    if read == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(read)
    }
}

/// The byte of a character in Latin-1 or Windows-1252, or in 1258 where that has another letter (Ă is C3).
fn windows_byte(character: char) -> Option<u8> {
    match character {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        'Ă' => Some(0xC3),
        'Đ' => Some(0xD0),
        _ => {
            let index = WINDOWS_1252
                .chars()
                .position(|listed| listed == character)?;
            u8::try_from(index + 0x80).ok()
        }
    }
}

fn nth(table: &[char], index: u8) -> Option<char> {
    table.get(usize::from(index)).copied()
}
