//! The closed lists of a login: who issues it, what it may tell, and how somebody proved who they are.

use super::card::IdentityLevel;
use super::words::words;

/// Who vouches for a person: the two OpenID providers of this program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Issuer {
    /// VNeID: citizens by their personal number.
    Vneid,
    /// Cổng Dịch vụ công quốc gia as provider for provincial systems: accounts of the portal.
    Dvcqg,
}

words!(Issuer { Vneid => "vneid", Dvcqg => "dvcqg" });

/// What a relying party may learn, as it asks for it (OpenID Connect Core 5.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LoginScope {
    /// Who it is; without it a request is no login.
    OpenId,
    /// Name, gender, date of birth.
    Profile,
    /// The e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// The postal address.
    Address,
    /// Ours: personal number, level of the electronic identity, nationality.
    Citizen,
    /// Refresh tokens that outlive the logout.
    OfflineAccess,
}

words!(LoginScope {
    OpenId => "openid",
    Profile => "profile",
    Email => "email",
    Phone => "phone",
    Address => "address",
    Citizen => "citizen",
    OfflineAccess => "offline_access",
});

/// What the relying party wants the person to be shown (OpenID Connect Core 3.1.2.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Prompt {
    /// No page at all.
    None,
    /// The login, even for somebody who is logged in.
    Login,
    /// The consent, even where it was given.
    Consent,
    /// The choice of an account; here the same as the login.
    SelectAccount,
}

words!(Prompt {
    None => "none",
    Login => "login",
    Consent => "consent",
    SelectAccount => "select_account",
});

/// How somebody proved who they are: the values of `amr` (RFC 8176, where it has one).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Proof {
    /// A password.
    Password,
    /// A tap in the app on one's telephone: a key kept by software.
    AppApproval,
    /// Another provider vouched for the person; the word is in wide use and not in the RFC.
    OtherProvider,
    /// None: a `login_hint` was believed because the program was told to. The word is ours.
    Hint,
}

words!(Proof {
    Password => "pwd",
    AppApproval => "swk",
    OtherProvider => "fed",
    Hint => "hint",
});

impl IdentityLevel {
    /// Both, the lower one first.
    pub const ALL: [Self; 2] = [Self::One, Self::Two];

    /// The value of `acr`. Portals are seen to ask for `LoA1`; the second word follows from it.
    pub const fn acr(self) -> &'static str {
        match self {
            Self::One => "LoA1",
            Self::Two => "LoA2",
        }
    }

    /// Reads a value of `acr` back.
    pub fn from_acr(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.acr() == word)
    }

    /// The digit of the law: mức độ 1, mức độ 2.
    pub const fn digit(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }
}
