//! The accounts that a portal begins with: those of `fixtures/accounts.toml`, or of an operator's file.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use super::account_file::{AccountFile, AccountRow, VisitorRow, WayRow};
use crate::chance::{Chance, NoChance};
use crate::credentials::HashedPassword;
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{Gender, PersonalNumber};
use crate::domain::language::Language;
use crate::domain::linking::{Edge, LinkState};
use crate::domain::name::FullName;
use crate::domain::portal_account::{AccountKind, Link, PortalAccount};
use crate::worlds::BuiltInAccounts;

/// The accounts that are used unless the operator gives others.
pub const BUILT_IN_ACCOUNTS: &str = include_str!("../../fixtures/accounts.toml");

/// The longest user name, in bytes.
pub(super) const MAX_USERNAME_BYTES: usize = 100;

/// What the file may say of somebody by their key, so that names and numbers stand in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPerson {
    /// The key.
    pub key: String,
    /// The number in force.
    pub number: Option<PersonalNumber>,
    /// The latest number that was cancelled.
    pub former_number: Option<PersonalNumber>,
    /// The name.
    pub full_name: FullName,
    /// The date of birth.
    pub date_of_birth: BirthDate,
    /// The gender.
    pub gender: Option<Gender>,
}

/// How somebody walks over an edge.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Way {
    /// The edge.
    pub edge: &'static Edge,
    /// What to do, in Vietnamese.
    pub how_vi: String,
    /// What to do, in English.
    pub how_en: String,
}

impl Way {
    /// What to do.
    pub fn how(&self, language: Language) -> &str {
        language.pick(&self.how_vi, &self.how_en)
    }
}

/// An account of the file.
pub struct AccountEntry {
    /// The account as it begins.
    pub account: PortalAccount,
    /// The password, which is shown, since this is a mock.
    pub password: String,
    /// The number to enter: the one that would match, where there is one.
    pub cccd: Option<PersonalNumber>,
    /// The registry to ask for this account instead of the portal's.
    pub registry_url: Option<String>,
    /// What it shows, in Vietnamese.
    pub shows_vi: String,
    /// What it shows, in English.
    pub shows_en: String,
    /// The edges it reaches.
    pub ways: Vec<Way>,
    /// Made at the first login: a hundred of them at the start would take seconds.
    pub(super) hash: OnceLock<HashedPassword>,
}

/// Leaves the password out.
impl fmt::Debug for AccountEntry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccountEntry")
            .field("username", &self.account.username)
            .finish_non_exhaustive()
    }
}

/// Somebody without an account, who logs in with VNeID.
#[derive(Debug)]
pub struct Visitor {
    /// The key of the persona.
    pub persona: String,
    /// What it shows, in Vietnamese.
    pub shows_vi: String,
    /// What it shows, in English.
    pub shows_en: String,
    /// The edges they reach.
    pub ways: Vec<Way>,
}

/// All accounts of the file, and what only the portal knows of them.
#[derive(Debug)]
pub struct AccountBook {
    entries: Vec<AccountEntry>,
    visitors: Vec<Visitor>,
    /// Compared with the passwords of unknown names.
    pub(super) decoy: OnceLock<HashedPassword>,
}

/// What is wrong with a file of accounts.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AccountsError {
    /// The text is no TOML of the expected shape; the message names the line.
    #[error("{0}")]
    File(String),
    /// One account is wrong.
    #[error("account {username}: {what}")]
    Account {
        /// Its user name.
        username: String,
        /// What is wrong.
        what: String,
    },
    /// One visitor is wrong.
    #[error("visitor {persona}: {what}")]
    Visitor {
        /// The key of the persona.
        persona: String,
        /// What is wrong.
        what: String,
    },
}

impl AccountBook {
    /// Reads a file of accounts, in which people may be named by key.
    pub fn parse(text: &str, people: &[KnownPerson]) -> Result<Self, AccountsError> {
        let file: AccountFile =
            toml::from_str(text).map_err(|error| AccountsError::File(error.to_string()))?;
        let mut entries: Vec<AccountEntry> = Vec::with_capacity(file.account.len());
        let mut usernames = BTreeSet::new();
        let mut numbers = BTreeSet::new();
        for row in file.account {
            let username = row.username.clone();
            let refused = |what: String| AccountsError::Account {
                username: username.clone(),
                what,
            };
            let entry = account_entry(row, people).map_err(refused)?;
            if !usernames.insert(entry.account.username.clone()) {
                return Err(refused("the user name stands there twice".to_owned()));
            }
            let number = entry.account.link.number;
            if number.is_some_and(|number| !numbers.insert(number)) {
                let what = "another account is linked to that number already";
                return Err(refused(what.to_owned()));
            }
            entries.push(entry);
        }
        let visitors = file.visitor.into_iter().map(|row| visitor(row, people));
        Ok(Self {
            entries,
            visitors: visitors.collect::<Result<_, _>>()?,
            decoy: OnceLock::new(),
        })
    }

    /// The accounts, in the order of the file.
    pub fn entries(&self) -> &[AccountEntry] {
        &self.entries
    }

    /// People without an account.
    pub fn visitors(&self) -> &[Visitor] {
        &self.visitors
    }

    /// What the file says of an account; nothing of one that was made since.
    pub fn entry(&self, username: &str) -> Option<&AccountEntry> {
        let mut entries = self.entries.iter();
        entries.find(|entry| &*entry.account.username == username)
    }

    /// The accounts for a world to begin with.
    pub fn built_in(&self) -> Arc<BuiltInAccounts> {
        let accounts = self.entries.iter().map(|entry| entry.account.clone());
        Arc::new(BuiltInAccounts::of(accounts.collect()))
    }
}

/// A UUID of the system's randomness (RFC 9562, version 4).
pub(super) fn random_tech_id(chance: Chance) -> Result<Box<str>, NoChance> {
    Ok(uuid_text(chance.bytes()?, 4))
}

/// A UUID that is the same at every start: of the name's hash (RFC 9562, version 8).
fn tech_id_of(username: &str) -> Box<str> {
    let hash = Sha256::digest(format!("dancu portal account {username}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid_text(bytes, 8)
}

fn uuid_text(bytes: [u8; 16], version: u8) -> Box<str> {
    let mut value = u128::from_be_bytes(bytes);
    value &= !(0xf << 76) & !(0b11 << 62);
    value |= u128::from(version) << 76 | 0b10 << 62;
    let digits = format!("{value:032x}");
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-").into()
}

fn account_entry(row: AccountRow, people: &[KnownPerson]) -> Result<AccountEntry, String> {
    if row.username.trim() != row.username || row.username.is_empty() {
        return Err("username is empty or has spaces around it".to_owned());
    }
    if row.username.len() > MAX_USERNAME_BYTES {
        return Err(format!(
            "username is longer than {MAX_USERNAME_BYTES} bytes"
        ));
    }
    if row.password.is_empty() {
        return Err("password is empty".to_owned());
    }
    let person = row.persona.as_deref().map(|key| known(key, people));
    let person = person.transpose()?;
    let number =
        number_named(row.linked.as_deref(), person).map_err(|what| format!("linked: {what}"))?;
    let cccd = match row.cccd.as_deref() {
        None => person.and_then(|person| person.number),
        Some("none") => None,
        text => number_named(text, person).map_err(|what| format!("cccd: {what}"))?,
    };
    if let Some(address) = &row.registry_url {
        url::Url::parse(address).map_err(|error| format!("registry_url: {error}"))?;
    }
    let ways = ways(&row.reaches)?;
    Ok(AccountEntry {
        account: account(&row, person, number)?,
        password: row.password,
        cccd,
        registry_url: row.registry_url,
        shows_vi: row.shows_vi,
        shows_en: row.shows_en,
        ways,
        hash: OnceLock::new(),
    })
}

fn account(
    row: &AccountRow,
    person: Option<&KnownPerson>,
    number: Option<PersonalNumber>,
) -> Result<PortalAccount, String> {
    let missing = |field: &str| format!("{field} is missing, and no persona gives it");
    let full_name = match &row.full_name {
        Some(text) => {
            let read = FullName::parse(text);
            read.map_err(|error| format!("full_name: {}", error.message(Language::English)))?
        }
        None => person
            .map(|person| person.full_name.clone())
            .ok_or_else(|| missing("full_name"))?,
    };
    let date_of_birth = match &row.date_of_birth {
        Some(text) => BirthDate::parse(text).map_err(|error| format!("date_of_birth: {error}"))?,
        None => person
            .map(|person| person.date_of_birth)
            .ok_or_else(|| missing("date_of_birth"))?,
    };
    let gender = match &row.gender {
        Some(text) => Some(Gender::parse(text).ok_or("gender is none of male, female")?),
        None => person.and_then(|person| person.gender),
    };
    let kind = match &row.kind {
        Some(word) => AccountKind::from_word(word).ok_or("kind is none of citizen, officer")?,
        None => AccountKind::Citizen,
    };
    Ok(PortalAccount {
        username: row.username.as_str().into(),
        tech_id: tech_id_of(&row.username),
        kind,
        full_name,
        date_of_birth,
        gender,
        email: row.email.as_deref().map(Into::into),
        mobile: row.mobile.as_deref().map(Into::into),
        link: number.map_or_else(Link::default, |number| Link {
            state: LinkState::Linked,
            number: Some(number),
            ..Link::default()
        }),
    })
}

/// `current` and `former` are numbers of the persona; anything else is a number itself.
fn number_named(
    text: Option<&str>,
    person: Option<&KnownPerson>,
) -> Result<Option<PersonalNumber>, String> {
    let of_person = |number: Option<PersonalNumber>| {
        number
            .map(Some)
            .ok_or("the persona has no such number".to_owned())
    };
    match (text, person) {
        (None, _) => Ok(None),
        (Some("current"), Some(person)) => of_person(person.number),
        (Some("former"), Some(person)) => of_person(person.former_number),
        (Some(word @ ("current" | "former")), None) => Err(format!(
            "{word} is a number of a persona, and none is named"
        )),
        (Some(text), _) => PersonalNumber::parse(text)
            .map(Some)
            .map_err(|error| error.message(Language::English)),
    }
}

fn known<'a>(key: &str, people: &'a [KnownPerson]) -> Result<&'a KnownPerson, String> {
    let mut people = people.iter();
    people
        .find(|person| person.key == key)
        .ok_or_else(|| format!("there is no persona {key}"))
}

fn ways(rows: &[WayRow]) -> Result<Vec<Way>, String> {
    let ways = rows.iter().map(|row| {
        let edge = Edge::named(&row.edge);
        Ok(Way {
            edge: edge.ok_or_else(|| format!("reaches: there is no edge {}", row.edge))?,
            how_vi: row.how_vi.clone(),
            how_en: row.how_en.clone(),
        })
    });
    ways.collect()
}

fn visitor(row: VisitorRow, people: &[KnownPerson]) -> Result<Visitor, AccountsError> {
    let read = known(&row.persona, people).and_then(|_person| ways(&row.reaches));
    let persona = row.persona.clone();
    let ways = read.map_err(|what| AccountsError::Visitor { persona, what })?;
    Ok(Visitor {
        persona: row.persona,
        shows_vi: row.shows_vi,
        shows_en: row.shows_en,
        ways,
    })
}
