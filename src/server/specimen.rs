//! A specimen of a card as SVG: plain, in both languages, with `MẪU` across it.

use askama::Template;

use super::qr::{self, QrDrawing};
use crate::domain::card::CardKind;
use crate::domain::card_print::gender_word;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::place::CountryCode;
use crate::registry::PrintedCard;

/// Characters of a line of an address.
const ADDRESS: usize = 46;
/// Characters of a line of a name.
const NAME: usize = 28;

/// The picture. It shows what is on both sides of a card on one, has neither emblem nor flag nor the name of the
/// state, and is not coloured like any card: nothing in it could pass for a document.
#[derive(Template, Debug)]
#[template(path = "specimen.svg")]
struct Specimen {
    kind: &'static str,
    number: String,
    name: Vec<Line>,
    born: String,
    gender: String,
    nationality: String,
    origin_label: &'static str,
    origin: Vec<Line>,
    residence_label: &'static str,
    residence: Vec<Line>,
    issued: String,
    expires: String,
    code: Option<QrDrawing>,
    zone: Vec<Line>,
    marks: Vec<(usize, usize)>,
}

/// A line of text and where it stands.
#[derive(Debug)]
struct Line {
    y: usize,
    text: String,
}

/// Draws a card.
pub fn draw(printed: &PrintedCard) -> String {
    let card = printed.card;
    let newer = matches!(
        card.kind,
        CardKind::IdentityCard | CardKind::IdentityCertificate
    );
    let (origin_label, residence_label) = if newer {
        (
            "Nơi đăng ký khai sinh / Place of birth registration",
            "Nơi cư trú / Place of residence",
        )
    } else {
        (
            "Quê quán / Place of origin",
            "Nơi thường trú / Permanent residence",
        )
    };
    let english = match printed.gender {
        Gender::Male => "Male",
        Gender::Female => "Female",
    };
    let nationality: Vec<&str> = printed
        .nationality
        .iter()
        .map(CountryCode::as_str)
        .collect();
    let specimen = Specimen {
        kind: kind_in_words(card.kind),
        number: printed.number.to_string(),
        name: lines(&printed.full_name.as_str().to_uppercase(), NAME, 178, 26),
        born: printed.date_of_birth.vietnamese(),
        gender: format!("{} / {english}", gender_word(printed.gender)),
        nationality: nationality.join(", "),
        origin_label,
        origin: lines(&printed.origin, ADDRESS, 326, 19),
        residence_label,
        residence: lines(&printed.residence, ADDRESS, 390, 19),
        issued: card.issued_on.vietnamese(),
        expires: card
            .expires_on
            .map_or_else(|| "Không thời hạn / None".to_owned(), CivilDate::vietnamese),
        code: printed.qr_text.as_deref().map(qr::draw),
        zone: printed
            .mrz
            .iter()
            .flatten()
            .zip([508, 542, 576])
            .map(|(text, y)| Line {
                y,
                text: text.clone(),
            })
            .collect(),
        marks: (0..5)
            .flat_map(|row| {
                (0..4).map(move |column| (column * 260 + row % 2 * 130, row * 130 + 40))
            })
            .collect(),
    };
    // The template has no filter that fails, and writing to a String does not.
    specimen.render().unwrap_or_default()
}

/// What a kind of card is called, in both languages.
const fn kind_in_words(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Cmnd12 => "Chứng minh nhân dân 12 số / Identity card, 12 digits",
        CardKind::CitizenCardBarcode => "Căn cước công dân, mã vạch / Citizen card, barcode",
        CardKind::CitizenCardChip => "Căn cước công dân, gắn chip / Citizen card, chip",
        CardKind::IdentityCard => "Căn cước / Identity card",
        CardKind::IdentityCertificate => "Chứng nhận căn cước / Identity certificate",
    }
}

/// A text in lines of at most `width` characters, broken between words.
fn lines(text: &str, width: usize, first: usize, height: usize) -> Vec<Line> {
    let mut broken: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match broken.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => broken.push(word.to_owned()),
        }
    }
    let numbered = broken.into_iter().enumerate();
    numbered
        .map(|(index, text)| Line {
            y: first + index * height,
            text,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let texts = |text, width| -> Vec<(usize, String)> {
            lines(text, width, 10, 5)
                .into_iter()
                .map(|line| (line.y, line.text))
                .collect()
        };
        assert_eq!(
            texts("Thôn 3, Xã Cẩm Bình", 12),
            [(10, "Thôn 3, Xã".to_owned()), (15, "Cẩm Bình".to_owned())]
        );
        assert_eq!(texts("Dài-hơn-một-dòng x", 5).len(), 2);
    }
}
