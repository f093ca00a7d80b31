//! QR codes as SVG paths: of a login, which a phone would scan, and of a specimen card.

use std::fmt::Write as _;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// White squares around the code; ISO/IEC 18004 wants four.
const QUIET: i32 = 4;

/// The mask of every code. Any can be read; to find the one that reads best, all eight would be drawn, which
/// took a quarter of the time of the login page, and hardly anybody scans it from a mock.
const MASK: u8 = 0;

/// A code as an SVG path.
#[derive(Clone, Debug, Default)]
pub struct QrDrawing {
    /// Width and height of the view box.
    pub size: i32,
    /// One rectangle for each dark square.
    pub path: String,
}

/// Draws a text; empty when it is too long for any code.
pub fn draw(text: &str) -> QrDrawing {
    let segments = QrSegment::make_segments(text);
    let (least, most) = (Version::MIN, Version::MAX);
    let mask = Some(Mask::new(MASK));
    let code =
        QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, least, most, mask, true);
    let Ok(code) = code else {
        return QrDrawing::default();
    };
    let mut path = String::new();
    for row in 0..code.size() {
        for column in 0..code.size() {
            if code.get_module(column, row) {
                let (x, y) = (column + QUIET, row + QUIET);
                // Writing to a String does not fail.
                let _written = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    QrDrawing {
        size: code.size() + 2 * QUIET,
        path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners() {
        let drawing = draw("http://127.0.0.1:8080/vneid/interaction/abc");
        assert!(drawing.size > 2 * QUIET + 20);
        for corner in [(4, 4), (drawing.size - 5, 4), (4, drawing.size - 5)] {
            let square = format!("M{} {}h1v1h-1z", corner.0, corner.1);
            assert!(drawing.path.contains(&square), "{square}");
        }
    }
}
