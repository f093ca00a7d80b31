//! A call of the journal as a command that makes it again.

use std::fmt::Write as _;

use super::line::Telling;
use super::mask;
use crate::clock::Timestamp;
use crate::wire::signature;
use crate::worlds::journal::{Credential, JournalEntry, KeptBody};

/// The address of a call: that of its world and what was called in it.
pub fn url(call: &JournalEntry, telling: Telling<'_>) -> String {
    let origin = telling.app.provider.public_url();
    let target = if telling.unmask {
        call.target().to_owned()
    } else {
        mask::target(&call.route, call.target())
    };
    format!("{origin}{target}")
}

/// The headers that were kept, by name, as they were sent.
pub fn headers(call: &JournalEntry) -> impl Iterator<Item = (&str, &str)> {
    call.raw
        .headers
        .lines()
        .filter_map(|line| line.split_once(": "))
}

/// The media type of what was sent, in small letters; empty where nobody said.
pub fn media_type(call: &JournalEntry) -> String {
    let kind = headers(call).find(|(name, _)| *name == "content-type");
    let kind = kind.map_or("", |(_, kind)| kind);
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// The body as it is told; `None` where there is none, or none that may be told.
pub fn body(call: &JournalEntry, unmask: bool) -> Option<Vec<u8>> {
    let bytes = call.raw.body.whole()?;
    if unmask {
        return Some(bytes.to_vec());
    }
    mask::body(&media_type(call), bytes).map(String::into_bytes)
}

/// The command. Keys stand in it as variables of the shell; only the hash of a direct call on the national wire is
/// made anew, over `now`, because that is what nobody gets right by hand.
pub fn command(call: &JournalEntry, telling: Telling<'_>, now: Timestamp) -> String {
    let url = url(call, telling);
    let mut command = String::new();
    let body = body(call, telling.unmask);
    let piped = body.as_deref().is_some_and(|bytes| {
        // A shell's word carries no zero, and no bytes that are no text.
        std::str::from_utf8(bytes).is_err() || bytes.contains(&0)
    });
    if piped {
        command.push_str(&printed(body.as_deref().unwrap_or_default()));
    }
    command.push_str("curl -sS");
    let has_body = !matches!(call.raw.body, KeptBody::None);
    match call.method {
        "GET" if !has_body => {}
        "POST" if has_body => {}
        "HEAD" => command.push_str(" -I"),
        "OTHER" => command.push_str(" -X '…'"),
        method => command.extend([" -X ", method]),
    }
    command.extend([" ", &quoted(&url)]);
    let signed = signed(call, telling, &url, now);
    for (name, value) in headers(call) {
        let is_replaced = name == "timestamp" && signed.is_some();
        // A browser's or a library's own name does not belong to the call, and curl has one of its own.
        if !is_replaced && !matches!(name, "user-agent" | "origin") {
            command.push_str(&header(name, value));
        }
    }
    if has_body && !headers(call).any(|(name, _)| name == "content-type") {
        // Otherwise curl announces a form.
        command.push_str(" -H 'Content-Type:'");
    }
    command.push_str(&credential(call.raw.credential, signed));
    match (&call.raw.body, body) {
        (KeptBody::None, _) => {}
        (KeptBody::Whole(_), Some(_)) if piped => command.push_str(" --data-binary @-"),
        (KeptBody::Whole(_), Some(body)) => {
            command.push_str(" --data-binary ");
            command.push_str(&quoted(&String::from_utf8_lossy(&body)));
        }
        // It was too large to be kept, or cannot be masked.
        (KeptBody::TooLarge(_) | KeptBody::Whole(_), _) => {
            command.push_str(" --data-binary @body");
        }
    }
    command
}

/// Timestamp and `Authorization` of a direct call, where the account is known.
fn signed(
    call: &JournalEntry,
    telling: Telling<'_>,
    url: &str,
    now: Timestamp,
) -> Option<[(&'static str, String); 2]> {
    if call.raw.credential != Credential::Basic {
        return None;
    }
    let (account, secret) = telling.app.shared.wire.account(call.client.as_deref()?)?;
    let timestamp = now.0.to_string();
    let sv_url = account.sv_url.as_deref().unwrap_or(url);
    let hash = signature::hash_of(sv_url, &account.user, &timestamp, secret);
    Some([
        ("Timestamp", timestamp),
        ("Authorization", signature::header_of(&account.user, &hash)),
    ])
}

fn credential(credential: Credential, signed: Option<[(&'static str, String); 2]>) -> String {
    if let Some(signed) = signed {
        return signed.map(|(name, value)| header(name, &value)).concat();
    }
    match credential {
        Credential::None | Credential::Cookie => "",
        Credential::ApiKey => " -H \"X-API-Key: $DANCU_KEY\"",
        Credential::Bearer => " -H \"Authorization: Bearer $DANCU_KEY\"",
        Credential::Basic => " -u \"$DANCU_USER\"",
        Credential::Wire => " -H \"lgspaccesstoken: $LGSP_KEYS\"",
    }
    .to_owned()
}

fn header(name: &str, value: &str) -> String {
    format!(" -H {}", quoted(&format!("{name}: {value}")))
}

/// A word of the shell: nothing in it is expanded.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Bytes that are no text, for a pipe: what is not a letter or digit is written in octal, as POSIX has it.
fn printed(bytes: &[u8]) -> String {
    let mut command = "printf '".to_owned();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() {
            command.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _written = write!(command, "\\{byte:03o}");
        }
    }
    command.push_str("' | ");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_word_it_stands_in() {
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("a'; rm -rf /'"), r"'a'\''; rm -rf /'\'''");
        assert_eq!(printed(b"a\0'%\xff"), r"printf 'a\000\047\045\377' | ");
    }
}
