//! The levels of likeness between two names, and the row of the decision table each belongs to.

use crate::domain::language::Language;

/// How a typed name relates to the recorded one, best first: of two levels that both apply, the greater counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameLevel {
    /// The same bytes.
    Identical,
    /// Letter and mark composed or apart (NFC, NFD, a mix), or full-width letters.
    UnicodeForm,
    /// Capitals, or spaces added, doubled or lost.
    CaseOrSpacing,
    /// Zero-width characters, byte order marks, soft hyphens.
    InvisibleMarks,
    /// Đ in another encoding: U+00D0, U+0189, or D with a combining stroke.
    LetterLookAlike,
    /// Apostrophes, quotes around the name, stray dots.
    Punctuation,
    /// The tone mark on another letter of the same syllable: òa and oà, úy and uý.
    TonePlacement,
    /// Ông, Bà, Anh, Chị, Cô, Em or Bác before a full name.
    Honorific,
    /// Lý and Lí, Mỹ and Mĩ: one sound, two spellings since the reforms of the 1980s.
    IYVariant,
    /// One side was typed without some or all diacritics.
    WithoutDiacritics,
    /// The same syllables in Western or library order, or the clan first instead of last.
    Reordered,
    /// Surname and given name agree, one side lacks middle syllables.
    MiddleNameMissing,
    /// Syllables joined by a hyphen, as foreign papers do with double surnames.
    Hyphenated,
    /// Agrees after a damaged encoding or unconverted typing keys are read back.
    RepairedEncoding,
    /// Agrees but for letters that look alike: 0 and O, 1 and l, rn and m, Cyrillic letters.
    LookAlikeLetters,
    /// Hỏi written for ngã, or the reverse, in a surname that exists with one of them only.
    ToneSlipInSurname,
    /// One side is the beginning of the other, cut by a field of fixed width.
    CutShort,
    /// The name is followed by another name in brackets, after a slash or after `tức`.
    OtherNameInBrackets,
    /// A word that is no Vietnamese syllable, spelled by another ear: Mohamad and Mohamách.
    Respelled,
    /// Another name.
    Different,
}

/// The row of the decision table a level belongs to; under the standard policy the first two agree, the next two
/// ask for a person's eye, the last is a no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    /// The same text but for its encoding, case, spaces and signs.
    Same,
    /// The same name by the rules of spelling: tone placement, honorific.
    SameSpelling,
    /// Maybe the same name: i/y, no diacritics, order, middle name.
    Variant,
    /// Maybe the same name behind damaged, cut or annotated text.
    Repaired,
    /// Another name.
    Different,
}

impl NameLevel {
    /// Every level, best first.
    pub const ALL: [Self; 20] = [
        Self::Identical,
        Self::UnicodeForm,
        Self::CaseOrSpacing,
        Self::InvisibleMarks,
        Self::LetterLookAlike,
        Self::Punctuation,
        Self::TonePlacement,
        Self::Honorific,
        Self::IYVariant,
        Self::WithoutDiacritics,
        Self::Reordered,
        Self::MiddleNameMissing,
        Self::Hyphenated,
        Self::RepairedEncoding,
        Self::LookAlikeLetters,
        Self::ToneSlipInSurname,
        Self::CutShort,
        Self::OtherNameInBrackets,
        Self::Respelled,
        Self::Different,
    ];

    /// The row of the decision table.
    pub fn class(self) -> NameClass {
        match self {
            Self::Identical
            | Self::UnicodeForm
            | Self::CaseOrSpacing
            | Self::InvisibleMarks
            | Self::LetterLookAlike
            | Self::Punctuation => NameClass::Same,
            Self::TonePlacement | Self::Honorific => NameClass::SameSpelling,
            Self::IYVariant
            | Self::WithoutDiacritics
            | Self::Reordered
            | Self::MiddleNameMissing
            | Self::Hyphenated => NameClass::Variant,
            Self::RepairedEncoding
            | Self::LookAlikeLetters
            | Self::ToneSlipInSurname
            | Self::CutShort
            | Self::OtherNameInBrackets
            | Self::Respelled => NameClass::Repaired,
            Self::Different => NameClass::Different,
        }
    }

    /// The stable spelling of this level.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::UnicodeForm => "unicode_form",
            Self::CaseOrSpacing => "case_or_spacing",
            Self::InvisibleMarks => "invisible_marks",
            Self::LetterLookAlike => "letter_look_alike",
            Self::Punctuation => "punctuation",
            Self::TonePlacement => "tone_placement",
            Self::Honorific => "honorific",
            Self::IYVariant => "i_y_variant",
            Self::WithoutDiacritics => "without_diacritics",
            Self::Reordered => "reordered",
            Self::MiddleNameMissing => "middle_name_missing",
            Self::Hyphenated => "hyphenated",
            Self::RepairedEncoding => "repaired_encoding",
            Self::LookAlikeLetters => "look_alike_letters",
            Self::ToneSlipInSurname => "tone_slip_in_surname",
            Self::CutShort => "cut_short",
            Self::OtherNameInBrackets => "other_name_in_brackets",
            Self::Respelled => "respelled",
            Self::Different => "different",
        }
    }

    /// One sentence a portal can show to a citizen.
    pub fn message(self, language: Language) -> &'static str {
        let (vietnamese, english) = self.sentences();
        language.pick(vietnamese, english)
    }

    /// The sentence in Vietnamese and in English; one table, which is why it is long.
    fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Identical => ("Họ tên trùng khớp.", "The name agrees exactly."),
            Self::UnicodeForm => (
                "Họ tên trùng khớp, chỉ khác cách mã hóa chữ.",
                "The name agrees; only its character encoding differs.",
            ),
            Self::CaseOrSpacing => (
                "Họ tên trùng khớp, chỉ khác chữ hoa, chữ thường hoặc dấu cách.",
                "The name agrees; only capitals or spaces differ.",
            ),
            Self::InvisibleMarks => (
                "Họ tên trùng khớp, nhưng có ký tự ẩn. Nên gõ lại thay vì dán.",
                "The name agrees, but it holds invisible characters. Better type it than paste it.",
            ),
            Self::LetterLookAlike => (
                "Họ tên trùng khớp, nhưng chữ Đ được gõ bằng một ký tự khác trông giống.",
                "The name agrees, but Đ was typed as another character that looks like it.",
            ),
            Self::Punctuation => (
                "Họ tên trùng khớp, chỉ khác dấu nháy hoặc dấu câu.",
                "The name agrees; only apostrophes, quotes or dots differ.",
            ),
            Self::TonePlacement => (
                "Họ tên trùng khớp, chỉ khác vị trí dấu thanh (òa và oà).",
                "The name agrees; only the place of a tone mark differs (òa and oà).",
            ),
            Self::Honorific => (
                "Họ tên trùng khớp sau khi bỏ từ xưng hô.",
                "The name agrees once the form of address is left out.",
            ),
            Self::IYVariant => (
                "Họ tên khác cách viết i hoặc y. Hãy viết đúng như trên giấy tờ.",
                "The name differs in i or y. Write it as it stands on the papers.",
            ),
            Self::WithoutDiacritics => (
                "Họ tên thiếu dấu. Hãy nhập tiếng Việt có dấu.",
                "The name lacks diacritics. Type it with all its marks.",
            ),
            Self::Reordered => (
                "Họ tên đảo thứ tự. Hãy nhập theo thứ tự trên giấy tờ.",
                "The name is in another order. Type it in the order of the papers.",
            ),
            Self::MiddleNameMissing => (
                "Họ tên thiếu hoặc thừa chữ đệm. Hãy nhập đủ như trên giấy tờ.",
                "A middle name is missing or added. Type the name as it stands on the papers.",
            ),
            Self::Hyphenated => (
                "Họ tên có dấu gạch nối. Hãy nhập như trên giấy tờ Việt Nam.",
                "The name has a hyphen. Type it as it stands on the Vietnamese papers.",
            ),
            Self::RepairedEncoding => (
                "Họ tên bị lỗi phông chữ hoặc bộ gõ. Hãy nhập lại bằng Unicode.",
                "The name is garbled by its encoding or keyboard. Type it again in Unicode.",
            ),
            Self::LookAlikeLetters => (
                "Họ tên có ký tự trông giống chữ khác (số 0 thay chữ O). Hãy gõ lại.",
                "The name has characters that look like others (0 for O). Type it again.",
            ),
            Self::ToneSlipInSurname => (
                "Họ có thể bị nhầm dấu hỏi và dấu ngã. Hãy kiểm tra lại.",
                "The surname may have its hỏi and ngã tones mixed up. Check it.",
            ),
            Self::CutShort => (
                "Họ tên bị cắt bớt. Hãy nhập đủ họ tên.",
                "The name is cut short. Type all of it.",
            ),
            Self::OtherNameInBrackets => (
                "Có tên khác kèm theo họ tên. Hãy chỉ nhập họ tên khai sinh.",
                "Another name stands beside the name. Type the registered name only.",
            ),
            Self::Respelled => (
                "Họ tên viết theo cách phiên âm khác. Hãy viết đúng như trên giấy tờ.",
                "The name is spelled by another ear. Write it as it stands on the papers.",
            ),
            Self::Different => ("Họ tên không khớp.", "The name does not agree."),
        }
    }
}
