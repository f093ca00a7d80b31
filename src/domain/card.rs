//! Identity cards, their validity by law, and the electronic identity that hangs on them.

use super::birth_date::BirthDate;
use super::citizen_number::CmndNumber;
use super::civil_date::CivilDate;
use super::place::ProvinceCode;
use super::words::words;

/// The kinds of card with 12 digits, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CardKind {
    /// Chứng minh nhân dân 12 số (2012-2015).
    Cmnd12,
    /// Căn cước công dân with a barcode (2016 to 22/01/2021).
    CitizenCardBarcode,
    /// Căn cước công dân with a chip (23/01/2021 to 30/06/2024).
    CitizenCardChip,
    /// Thẻ căn cước (since 01/07/2024).
    IdentityCard,
    /// Giấy chứng nhận căn cước, for people of Vietnamese origin whose nationality is undetermined.
    IdentityCertificate,
}

words!(CardKind {
    Cmnd12 => "cmnd_12",
    CitizenCardBarcode => "citizen_card_barcode",
    CitizenCardChip => "citizen_card_chip",
    IdentityCard => "identity_card",
    IdentityCertificate => "identity_certificate",
});

impl CardKind {
    /// The kind that was handed out on `day` to a citizen.
    pub fn issued_on(day: CivilDate) -> Self {
        const CHIP: Option<CivilDate> = CivilDate::new(2021, 1, 23);
        const IDENTITY: Option<CivilDate> = CivilDate::new(2024, 7, 1);
        const BARCODE: Option<CivilDate> = CivilDate::new(2016, 1, 1);
        match Some(day) {
            day if day >= IDENTITY => Self::IdentityCard,
            day if day >= CHIP => Self::CitizenCardChip,
            day if day >= BARCODE => Self::CitizenCardBarcode,
            _ => Self::Cmnd12,
        }
    }

    /// Who signed the card (Thông tư 61/2015, 33/2018, 06/2021, 16/2024/TT-BCA).
    pub fn issuer(self, issued_on: CivilDate) -> &'static str {
        const ADMINISTRATIVE_POLICE: Option<CivilDate> = CivilDate::new(2018, 10, 10);
        match self {
            Self::IdentityCard | Self::IdentityCertificate => "Bộ Công an",
            Self::CitizenCardChip => "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
            Self::CitizenCardBarcode if Some(issued_on) >= ADMINISTRATIVE_POLICE => {
                "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
            }
            Self::CitizenCardBarcode | Self::Cmnd12 => {
                "Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư"
            }
        }
    }
}

/// Where the card is, as far as that changes its use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CardCustody {
    /// With its holder.
    Holder,
    /// Reported lost.
    Lost,
    /// Held by an authority for a time (Luật Căn cước 2023 Điều 29(2)): prison, compulsory treatment.
    Held,
    /// Withdrawn (Điều 29(1)): citizenship lost, issued by mistake.
    Withdrawn,
}

words!(CardCustody { Holder => "holder", Lost => "lost", Held => "held", Withdrawn => "withdrawn" });

/// The state of a card on a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CardState {
    /// May be used.
    Valid,
    /// Past its date.
    Expired,
    /// Reported lost.
    Lost,
    /// Held by an authority.
    Held,
    /// Withdrawn.
    Withdrawn,
}

words!(CardState {
    Valid => "valid",
    Expired => "expired",
    Lost => "lost",
    Held => "held",
    Withdrawn => "withdrawn",
});

/// A card with 12 digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Card {
    /// What kind of card.
    pub kind: CardKind,
    /// The day it was issued.
    pub issued_on: CivilDate,
    /// The last day it is good for; `None` is "Không thời hạn".
    pub expires_on: Option<CivilDate>,
    /// Where it is.
    pub custody: CardCustody,
}

impl Card {
    /// A card in its holder's hands, with the expiry the law gives it.
    pub fn issued(kind: CardKind, issued_on: CivilDate, born: BirthDate) -> Self {
        Self {
            kind,
            issued_on,
            expires_on: lawful_expiry(issued_on, born),
            custody: CardCustody::Holder,
        }
    }

    /// The state on `day`, or `None` before it was issued.
    pub fn state_on(&self, day: CivilDate) -> Option<CardState> {
        if self.issued_on > day {
            return None;
        }
        Some(match self.custody {
            CardCustody::Lost => CardState::Lost,
            CardCustody::Held => CardState::Held,
            CardCustody::Withdrawn => CardState::Withdrawn,
            CardCustody::Holder => match self.expires_on {
                Some(last) if last < day => CardState::Expired,
                Some(_) | None => CardState::Valid,
            },
        })
    }
}

/// The birthday on which a card issued on that day expires: the 14th, 25th, 40th or 60th, the next one
/// but one if issued within two years before (Luật Căn cước 2023 Điều 21; the same thresholds and
/// two-year rule stood in Luật Căn cước công dân 2014 Điều 21). `None`: no expiry.
///
/// Where only the year of birth is known, the last day of that year counts as the birthday.
pub fn lawful_expiry(issued_on: CivilDate, born: BirthDate) -> Option<CivilDate> {
    let birthday = born.latest();
    let age = birthday.age_on(issued_on);
    let threshold = match age {
        0..=11 => 14,
        12..=22 => 25,
        23..=37 => 40,
        38..=57 => 60,
        _ => return None,
    };
    birthday.birthday_in(birthday.year() + threshold)
}

/// A 9-digit card number that the citizen once held.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Cmnd {
    /// The number; the same one may have been given to two people (Đồng Nai and Bà Rịa-Vũng Tàu).
    pub number: CmndNumber,
    /// The province whose police issued it, where known.
    pub issued_by: Option<ProvinceCode>,
    /// The day it was issued, where known.
    pub issued_on: Option<CivilDate>,
}

/// Level of an electronic identification account (Nghị định 69/2024 Điều 9).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IdentityLevel {
    /// Mức độ 1: data agree with the database.
    One,
    /// Mức độ 2: biometrics taken in person.
    Two,
}

/// Why an electronic identity is locked (Luật Căn cước 2023 Điều 34).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LockReason {
    /// The holder asked for it.
    HolderRequest,
    /// Terms of use were broken.
    TermsBroken,
    /// The card was withdrawn or is held.
    CardWithdrawnOrHeld,
    /// The holder died.
    Death,
    /// A prosecuting body asked for it.
    AuthorityRequest,
}

words!(LockReason {
    HolderRequest => "holder_request",
    TermsBroken => "terms_broken",
    CardWithdrawnOrHeld => "card_withdrawn_or_held",
    Death => "death",
    AuthorityRequest => "authority_request",
});

/// The electronic identity (VNeID account) of a citizen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ElectronicIdentity {
    /// The level it was granted at.
    pub level: IdentityLevel,
    /// The day it was granted.
    pub granted_on: CivilDate,
    /// Whether the holder activated it (due within 7 days, Nghị định 69/2024 Điều 14).
    pub activated: bool,
    /// Why it is locked, if it is.
    pub locked: Option<LockReason>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::parse_iso(text).expect(text)
    }

    #[test]
    fn cards_expire_by_the_table_of_the_law() {
        for (born, issued, expires) in [
            ("2015-03-01", "2024-07-02", Some("2029-03-01")), // 9: until 14
            ("2012-01-01", "2024-07-02", Some("2037-01-01")), // 12: within two years of 14, until 25
            ("2004-02-29", "2021-06-01", Some("2029-02-28")), // leap day
            ("2000-05-12", "2023-05-11", Some("2025-05-12")), // a day short of 23
            ("2000-05-12", "2023-05-12", Some("2040-05-12")), // 23: within two years of 25, until 40
            ("1985-01-01", "2021-06-01", Some("2025-01-01")), // 36: until 40
            ("1983-05-01", "2021-06-01", Some("2043-05-01")), // 38: within two years of 40, until 60
            ("1963-01-01", "2021-06-01", None),               // 58: no expiry
            ("1942", "2021-06-01", None),
        ] {
            let born = BirthDate::parse(born).expect(born);
            assert_eq!(
                lawful_expiry(date(issued), born),
                expires.map(date),
                "{born} {issued}"
            );
        }
    }

    #[test]
    fn a_card_is_good_through_its_last_day_and_unknown_before_its_first() {
        let born = BirthDate::parse("1985-01-01").expect("a date");
        let card = Card::issued(CardKind::CitizenCardChip, date("2021-06-01"), born);
        assert_eq!(card.state_on(date("2021-05-31")), None);
        assert_eq!(card.state_on(date("2025-01-01")), Some(CardState::Valid));
        assert_eq!(card.state_on(date("2025-01-02")), Some(CardState::Expired));
        assert_eq!(
            Card {
                custody: CardCustody::Held,
                ..card
            }
            .state_on(date("2025-01-02")),
            Some(CardState::Held)
        );
    }

    #[test]
    fn the_kind_of_card_follows_the_day_of_issue() {
        for (day, kind) in [
            ("2013-01-01", CardKind::Cmnd12),
            ("2016-01-01", CardKind::CitizenCardBarcode),
            ("2021-01-22", CardKind::CitizenCardBarcode),
            ("2021-01-23", CardKind::CitizenCardChip),
            ("2024-06-30", CardKind::CitizenCardChip),
            ("2024-07-01", CardKind::IdentityCard),
        ] {
            assert_eq!(CardKind::issued_on(date(day)), kind, "{day}");
        }
    }
}
