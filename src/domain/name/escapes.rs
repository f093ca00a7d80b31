//! Reading back letters that were written as escapes: HTML entities, percent codes, `\u` codes.

/// Entities with a name that occur in Vietnamese text; the others are written as numbers.
const NAMED_ENTITIES: [(&str, char); 39] = [
    ("amp", '&'),
    ("apos", '\''),
    ("quot", '"'),
    ("nbsp", ' '),
    ("lt", '<'),
    ("gt", '>'),
    ("rsquo", '’'),
    ("Aacute", 'Á'),
    ("Agrave", 'À'),
    ("Atilde", 'Ã'),
    ("Acirc", 'Â'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Ecirc", 'Ê'),
    ("Iacute", 'Í'),
    ("Igrave", 'Ì'),
    ("Oacute", 'Ó'),
    ("Ograve", 'Ò'),
    ("Otilde", 'Õ'),
    ("Ocirc", 'Ô'),
    ("Uacute", 'Ú'),
    ("Ugrave", 'Ù'),
    ("Yacute", 'Ý'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("atilde", 'ã'),
    ("acirc", 'â'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("iacute", 'í'),
    ("igrave", 'ì'),
    ("oacute", 'ó'),
    ("ograve", 'ò'),
    ("otilde", 'õ'),
    ("ocirc", 'ô'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("yacute", 'ý'),
];

/// More entities, of HTML 5.
const NEWER_ENTITIES: [(&str, char); 8] = [
    ("Abreve", 'Ă'),
    ("abreve", 'ă'),
    ("Dstrok", 'Đ'),
    ("dstrok", 'đ'),
    ("Itilde", 'Ĩ'),
    ("itilde", 'ĩ'),
    ("Utilde", 'Ũ'),
    ("utilde", 'ũ'),
];

/// The text with every escape read; nothing if there is none.
pub(super) fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let percent_coded = text.contains('%');
    let mut rest = text;
    let mut changed = false;
    while let Some(first) = rest.chars().next() {
        if let Some((read, length)) = escape_at(rest) {
            changed = true;
            match read {
                Read::Byte(byte) => bytes.push(byte),
                Read::Letter(letter) => push(letter, &mut bytes),
            }
            rest = &rest[length..];
        } else {
            let space = first == '+' && percent_coded;
            push(if space { ' ' } else { first }, &mut bytes);
            rest = &rest[first.len_utf8()..];
        }
    }
    changed.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// What one escape stands for.
enum Read {
    Byte(u8),
    Letter(char),
}

/// The escape at the beginning of the text and its length in bytes.
fn escape_at(text: &str) -> Option<(Read, usize)> {
    match text.as_bytes().first()? {
        b'&' => entity_at(text),
        b'%' => code_at(text, "%u", 4).or_else(|| byte_at(text, "%")),
        b'=' => byte_at(text, "="),
        b'\\' => braced_at(text, "\\u{", '}')
            .or_else(|| code_at(text, "\\u", 4))
            .or_else(|| byte_at(text, "\\x")),
        b'<' => braced_at(text, "<U+", '>'),
        b'U' => code_at(text, "U+", 4),
        _ => None,
    }
}

fn entity_at(text: &str) -> Option<(Read, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let letter =
        if let Some(hexadecimal) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
            char::from_u32(u32::from_str_radix(hexadecimal, 16).ok()?)?
        } else if let Some(decimal) = name.strip_prefix('#') {
            char::from_u32(decimal.parse().ok()?)?
        } else {
            let mut all = NAMED_ENTITIES.iter().chain(&NEWER_ENTITIES);
            all.find(|(listed, _)| *listed == name)?.1
        };
    Some((Read::Letter(letter), end + 1))
}

fn byte_at(text: &str, prefix: &str) -> Option<(Read, usize)> {
    let digits = hexadecimal_after(text, prefix, 2)?;
    let byte = u8::try_from(digits).ok()?;
    Some((Read::Byte(byte), prefix.len() + 2))
}

fn code_at(text: &str, prefix: &str, length: usize) -> Option<(Read, usize)> {
    let letter = char::from_u32(hexadecimal_after(text, prefix, length)?)?;
    Some((Read::Letter(letter), prefix.len() + length))
}

fn braced_at(text: &str, prefix: &str, close: char) -> Option<(Read, usize)> {
    let inside = text.strip_prefix(prefix)?;
    let length = inside
        .char_indices()
        .take(7)
        .find(|(_, character)| *character == close)?
        .0;
    let letter = char::from_u32(u32::from_str_radix(&inside[..length], 16).ok()?)?;
    Some((Read::Letter(letter), prefix.len() + length + 1))
}

fn hexadecimal_after(text: &str, prefix: &str, length: usize) -> Option<u32> {
    let digits = text.strip_prefix(prefix)?.get(..length)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok())?
}

fn push(letter: char, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}
