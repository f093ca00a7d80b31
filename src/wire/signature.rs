//! The header that portals get wrong: a hash over address, user, timestamp and secret (witnesses W1, W2, W7).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::settings::Account;
use crate::credentials::same_secret;

/// What a signed request says of itself.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The hash that was sent.
    pub hash: &'a str,
    /// The timestamp as it was sent.
    pub timestamp: &'a str,
    /// The whole address that was called.
    pub url: &'a str,
    /// Its path.
    pub path: &'a str,
}

/// Why a hash does not fit: which one would have.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Misfit {
    /// The timestamp was hashed in the other unit (milliseconds, seconds) than it was sent.
    TimestampUnit,
    /// Another address was hashed: with or without its last slash, with the other scheme, or another
    /// account's.
    OtherSvUrl,
    /// Both.
    TimestampUnitAndSvUrl,
    /// The hash is written in capitals.
    UpperCase,
    /// The parts were hashed in another order.
    Order,
    /// None that was tried: the secret is another one, or the address is.
    SecretOrUnknownSvUrl,
}

impl Misfit {
    /// The stable code in the journal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TimestampUnit => "timestamp_unit",
            Self::OtherSvUrl => "other_sv_url",
            Self::TimestampUnitAndSvUrl => "timestamp_unit_and_sv_url",
            Self::UpperCase => "hash_in_capitals",
            Self::Order => "order_of_parts",
            Self::SecretOrUnknownSvUrl => "secret_or_unknown_sv_url",
        }
    }

    /// In Vietnamese and English.
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::TimestampUnit => (
                "Dấu thời gian được băm theo đơn vị khác (mili giây, giây) với giá trị gửi trong tiêu đề Timestamp.",
                "The timestamp was hashed in another unit (milliseconds, seconds) than the Timestamp header says.",
            ),
            Self::OtherSvUrl => (
                "Địa chỉ được băm khác với sv_url của tài khoản (dấu / cuối, http và https, hoặc sv_url khác).",
                "The address that was hashed is not the account's sv_url (last slash, http and https, or another sv_url).",
            ),
            Self::TimestampUnitAndSvUrl => (
                "Cả đơn vị của dấu thời gian lẫn địa chỉ được băm đều khác.",
                "Both the unit of the timestamp and the address that was hashed differ.",
            ),
            Self::UpperCase => (
                "Giá trị băm phải viết bằng chữ thường.",
                "The hash is to be written in small letters.",
            ),
            Self::Order => (
                "Thứ tự ghép chuỗi phải là sv_url, tài khoản, dấu thời gian, khóa bí mật.",
                "The parts are to be joined as sv_url, user, timestamp, secret.",
            ),
            Self::SecretOrUnknownSvUrl => (
                "Sai khóa bí mật, hoặc sv_url được băm không phải giá trị nào đã biết (secret or unknown sv_url).",
                "secret or unknown sv_url: none of the addresses and units that were tried fits.",
            ),
        }
    }
}

/// Lower-case hex of SHA-256 over the parts, joined without anything between them.
pub fn hash_of(sv_url: &str, user: &str, timestamp: &str, secret: &str) -> String {
    hash_parts([sv_url, user, timestamp, secret])
}

fn hash_parts(parts: [&str; 4]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text
}

/// `Basic` and base64 of user and hash.
pub fn header_of(user: &str, hash: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{hash}")))
}

/// User and hash out of an `Authorization` header.
pub fn read_header(header: &str) -> Option<(String, String)> {
    let (scheme, code) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = STANDARD.decode(code.trim()).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let (user, hash) = pair.split_once(':')?;
    Some((user.to_owned(), hash.to_owned()))
}

/// Whether the hash fits: over the account's address, the whole address called, or its path.
pub fn fits(account: &Account, secret: &str, signed: &Signed<'_>) -> bool {
    let addresses = [
        account.sv_url.as_deref(),
        Some(signed.url),
        Some(signed.path),
    ];
    addresses.into_iter().flatten().any(|sv_url| {
        let right = hash_of(sv_url, &account.user, signed.timestamp, secret);
        same_secret(&right, signed.hash)
    })
}

/// Which hash would have fitted, for the developer whose request was refused.
pub fn explain(
    account: &Account,
    secret: &str,
    signed: &Signed<'_>,
    accounts: &[Account],
) -> Misfit {
    let own: Vec<&str> = [
        account.sv_url.as_deref(),
        Some(signed.url),
        Some(signed.path),
    ]
    .into_iter()
    .flatten()
    .collect();
    let fit = |sv_url: &str, timestamp: &str| {
        hash_of(sv_url, &account.user, timestamp, secret).eq_ignore_ascii_case(signed.hash)
    };
    if own.iter().any(|sv_url| fit(sv_url, signed.timestamp)) {
        return Misfit::UpperCase;
    }
    let units = other_units(signed.timestamp);
    if own
        .iter()
        .any(|sv_url| units.iter().any(|unit| fit(sv_url, unit)))
    {
        return Misfit::TimestampUnit;
    }
    let others = accounts.iter().filter_map(|other| other.sv_url.as_deref());
    let own_address = account.sv_url.as_deref().unwrap_or(signed.path);
    if millis_of(signed.timestamp).any(|millis| fit(own_address, &millis)) {
        return Misfit::TimestampUnit;
    }
    let near: Vec<String> = own
        .iter()
        .copied()
        .chain(others)
        .flat_map(variants)
        .collect();
    if near.iter().any(|sv_url| fit(sv_url, signed.timestamp)) {
        return Misfit::OtherSvUrl;
    }
    if near
        .iter()
        .any(|sv_url| units.iter().any(|unit| fit(sv_url, unit)))
    {
        return Misfit::TimestampUnitAndSvUrl;
    }
    if own.iter().any(|sv_url| {
        fits_in_other_order(
            [sv_url, &account.user, signed.timestamp, secret],
            signed.hash,
        )
    }) {
        return Misfit::Order;
    }
    Misfit::SecretOrUnknownSvUrl
}

/// The timestamp in the other unit: 13 digits of milliseconds, 10 of seconds.
fn other_units(timestamp: &str) -> Vec<String> {
    let Ok(value) = timestamp.trim().parse::<u64>() else {
        return Vec::new();
    };
    let mut units = vec![(value / 1000).to_string()];
    units.extend(value.checked_mul(1000).map(|value| value.to_string()));
    units
}

/// Every millisecond of a second that was sent: a client that hashes milliseconds and sends seconds has
/// dropped which one it was.
fn millis_of(timestamp: &str) -> impl Iterator<Item = String> {
    let seconds = timestamp.trim().parse::<u64>().ok();
    let first = seconds.and_then(|seconds| seconds.checked_mul(1000));
    first
        .into_iter()
        .flat_map(|first| (0..1000).map(move |more| (first + more).to_string()))
}

/// An address as it is, and as people mistake it.
fn variants(sv_url: &str) -> Vec<String> {
    let bare = sv_url.trim_end_matches('/');
    let other_scheme = match bare.split_once("://") {
        Some(("http", rest)) => Some(format!("https://{rest}")),
        Some(("https", rest)) => Some(format!("http://{rest}")),
        Some(_) | None => None,
    };
    let path = bare.split_once("://").and_then(|(_, rest)| {
        let at = rest.find('/')?;
        Some(rest[at..].to_owned())
    });
    let mut found = vec![bare.to_owned(), format!("{bare}/")];
    found.extend(other_scheme.iter().map(|url| format!("{url}/")));
    found.extend(other_scheme);
    found.extend(path);
    found
}

/// The other 23 orders of the four parts.
fn fits_in_other_order(parts: [&str; 4], hash: &str) -> bool {
    let orders = (0..4).flat_map(|a| (0..4).flat_map(move |b| (0..4).map(move |c| (a, b, c))));
    orders
        .filter(|(a, b, c)| a != b && b != c && a != c)
        .any(|(a, b, c)| {
            let last = 6 - a - b - c;
            hash_parts([parts[a], parts[b], parts[c], parts[last]]).eq_ignore_ascii_case(hash)
        })
}

#[cfg(test)]
mod tests;
