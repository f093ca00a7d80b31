//! What machines read off a card: the text of its QR code and its machine-readable zone.
//!
//! Cards have both since those with a chip (Thông tư 06/2021/TT-BCA); the giấy chứng nhận căn cước has the QR
//! code alone (GUESS: Thông tư 16/2024/TT-BCA names no machine-readable zone for it).

mod mrz;
mod qr_text;

pub use mrz::{LINE, MachineReadable, check_digit};
pub use qr_text::{Parents, QrText, gender_word};

use super::card::CardKind;

impl CardKind {
    /// Whether a QR code is printed on it.
    pub const fn has_qr_code(self) -> bool {
        match self {
            Self::Cmnd12 | Self::CitizenCardBarcode => false,
            Self::CitizenCardChip | Self::IdentityCard | Self::IdentityCertificate => true,
        }
    }

    /// Whether a machine-readable zone is printed on it.
    pub const fn has_machine_readable_zone(self) -> bool {
        match self {
            Self::Cmnd12 | Self::CitizenCardBarcode | Self::IdentityCertificate => false,
            Self::CitizenCardChip | Self::IdentityCard => true,
        }
    }
}
