//! An account of the portal and its link to a personal number.

use super::birth_date::BirthDate;
use super::citizen_number::{Gender, PersonalNumber};
use super::linking::LinkState;
use super::name::FullName;
use super::timestamp::Timestamp;
use super::words::words;

/// Who uses an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AccountKind {
    /// Công dân.
    Citizen,
    /// Cán bộ; links the same way.
    Officer,
}

words!(AccountKind {
    Citizen => "citizen",
    Officer => "officer",
});

/// An account as the portal keeps it; its password is kept elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PortalAccount {
    /// The name to log in with, unique.
    pub username: Box<str>,
    /// The portal's own id of the account (`TechID` of its login service), a UUID that never changes.
    pub tech_id: Box<str>,
    /// Citizen or officer.
    pub kind: AccountKind,
    /// The name as the account has it, which is what the registry is asked about.
    pub full_name: FullName,
    /// The date of birth as the account has it.
    pub date_of_birth: BirthDate,
    /// The gender, where the account has it.
    pub gender: Option<Gender>,
    /// The e-mail address.
    pub email: Option<Box<str>>,
    /// The mobile number.
    pub mobile: Option<Box<str>>,
    /// The link to a number.
    pub link: Link,
}

/// The link of an account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// Where it stands.
    pub state: LinkState,
    /// The number; present exactly in the states that hold one.
    pub number: Option<PersonalNumber>,
    /// What carries the green mark.
    pub confirmed: Option<Confirmation>,
    /// Until when nothing may be tried; present exactly in [`LinkState::TooManyAttempts`].
    pub locked_until: Option<Timestamp>,
}

/// The green mark: the fields sent in a call whose outcome was a match, nothing finer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmation {
    /// The number sent.
    pub number: PersonalNumber,
    /// The name sent.
    pub full_name: FullName,
    /// The date of birth sent.
    pub date_of_birth: BirthDate,
    /// When the answer came, in real time.
    pub at: Timestamp,
}
