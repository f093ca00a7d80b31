//! The relying parties: programs that let people log in here.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jsonwebtoken::jwk::JwkSet;
use serde::Deserialize;
use url::Url;

use super::keys::SigningAlgorithm;
use crate::domain::language::Language;
use crate::domain::login::Issuer;

/// The relying parties that come with the program.
pub const BUILT_IN: &str = include_str!("../../fixtures/clients.toml");
/// Stands for the address of this server in the URIs of the list.
const PUBLIC_URL: &str = "{public_url}";
/// The longest id and redirect URI of a relying party that nobody registered.
const MAX_UNREGISTERED: usize = 2_000;

/// A relying party.
#[derive(Clone)]
pub struct RelyingParty {
    /// Its `client_id`.
    pub id: Box<str>,
    /// Its name in Vietnamese.
    pub name_vi: Box<str>,
    /// Its name in English.
    pub name_en: Box<str>,
    /// Where it may ask.
    pub issuers: Vec<Issuer>,
    /// Its secret; a relying party with neither secret nor keys is public and must use PKCE.
    pub(super) secret: Option<Box<str>>,
    /// Its public keys, for `private_key_jwt`.
    pub(super) keys: Option<JwkSet>,
    /// Where answers may go, letter by letter.
    pub redirect_uris: Vec<Box<str>>,
    /// Where the browser may go after a logout, letter by letter.
    pub post_logout_redirect_uris: Vec<Box<str>>,
    /// Where it is told of a logout.
    pub backchannel_logout_uri: Option<Box<str>>,
    /// How its ID tokens are signed.
    pub signed_with: SigningAlgorithm,
    /// One of ours: nobody is asked whether it may know.
    pub first_party: bool,
    /// Nobody registered it; let in because the program was told to let anybody in.
    pub unregistered: bool,
}

impl RelyingParty {
    /// Its name.
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, &self.name_en)
    }

    /// Its secret, for a relying party that runs in this very program.
    pub fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// Whether it has nothing to prove itself with.
    pub fn is_public(&self) -> bool {
        self.secret.is_none() && self.keys.is_none() && !self.unregistered
    }

    /// Whether an answer may go there.
    pub fn redirects_to(&self, uri: &str) -> bool {
        if self.unregistered {
            is_web_address(uri)
        } else {
            self.redirect_uris.iter().any(|known| **known == *uri)
        }
    }

    /// Whether the browser may go there after a logout.
    pub fn returns_to(&self, uri: &str) -> bool {
        if self.unregistered {
            is_web_address(uri)
        } else {
            let mut known = self.post_logout_redirect_uris.iter();
            known.any(|known| **known == *uri)
        }
    }
}

impl fmt::Debug for RelyingParty {
    /// Without the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RelyingParty")
            .field("id", &self.id)
            .field("issuers", &self.issuers)
            .finish_non_exhaustive()
    }
}

/// All relying parties.
#[derive(Clone, Debug, Default)]
pub struct RelyingParties {
    by_id: BTreeMap<Box<str>, Arc<RelyingParty>>,
    accept_any: bool,
}

/// Why a list of relying parties cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RelyingPartiesError {
    /// The text is no TOML of the right form.
    #[error("the list of relying parties cannot be read: {0}")]
    Unreadable(String),
    /// A value that does not exist.
    #[error("relying party {id}: {field} cannot be {value}")]
    UnknownWord {
        /// The relying party.
        id: String,
        /// The key.
        field: &'static str,
        /// The value.
        value: String,
    },
    /// A URI that no browser can be sent to.
    #[error(
        "relying party {id}: {uri} is no absolute URI of printable ASCII without fragment; \
         {{public_url}} stands for the address of this server"
    )]
    BadUri {
        /// The relying party.
        id: String,
        /// The URI.
        uri: String,
    },
    /// Two relying parties have one id, or an id is empty.
    #[error("relying party {id}: the id is empty or another's")]
    BadId {
        /// The relying party.
        id: String,
    },
    /// A secret that is empty.
    #[error("relying party {id}: the secret is empty; leave it out for a public one")]
    EmptySecret {
        /// The relying party.
        id: String,
    },
}

#[derive(Deserialize)]
struct RelyingPartiesFile {
    #[serde(default)]
    relying_party: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name_vi: String,
    name_en: String,
    issuers: Vec<String>,
    secret: Option<String>,
    jwks: Option<JwkSet>,
    redirect_uris: Vec<String>,
    #[serde(default)]
    post_logout_redirect_uris: Vec<String>,
    backchannel_logout_uri: Option<String>,
    id_token_signed_response_alg: Option<String>,
    #[serde(default)]
    first_party: bool,
}

impl RelyingParties {
    /// Reads the tables `[[relying_party]]` of a list in the form of `fixtures/clients.toml`.
    pub fn parse(text: &str, public_url: &str) -> Result<Self, RelyingPartiesError> {
        let file: RelyingPartiesFile = toml::from_str(text)
            .map_err(|error| RelyingPartiesError::Unreadable(error.to_string()))?;
        let mut by_id = BTreeMap::new();
        for row in file.relying_party {
            let relying_party = row.read(public_url)?;
            let id = relying_party.id.clone();
            if id.is_empty() || by_id.contains_key(&id) {
                return Err(RelyingPartiesError::BadId { id: id.into() });
            }
            by_id.insert(id, Arc::new(relying_party));
        }
        Ok(Self {
            by_id,
            accept_any: false,
        })
    }

    /// Adds those of another list that are ours and not here: the portals log in whatever a list says.
    #[must_use]
    pub fn with_missing(mut self, others: &Self, ours: &[&str]) -> Self {
        for id in ours {
            if let Some(party) = others.by_id.get(*id) {
                let kept = self.by_id.entry(party.id.clone());
                kept.or_insert_with(|| Arc::clone(party));
            }
        }
        self
    }

    /// Lets in whoever is not on the list, with any secret and any web address: for people who only want
    /// a login. Those on the list are held to it as before.
    #[must_use]
    pub fn accepting_any(mut self) -> Self {
        self.accept_any = true;
        self
    }

    /// Where a login or a logout may lead the browser: origins for a Content-Security-Policy, or both
    /// schemes where anybody may ask.
    pub fn origins(&self) -> Vec<String> {
        if self.accept_any {
            return vec!["http:".to_owned(), "https:".to_owned()];
        }
        let uris = self.by_id.values().flat_map(|party| {
            let back = party.redirect_uris.iter();
            back.chain(&party.post_logout_redirect_uris)
        });
        uris.filter_map(|uri| Url::parse(uri).ok())
            .map(|url| match url.origin() {
                origin if origin.is_tuple() => origin.ascii_serialization(),
                // An app's own scheme has no origin.
                _ => format!("{}:", url.scheme()),
            })
            .collect()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The relying party with this id.
    pub fn find(&self, id: &str) -> Option<Arc<RelyingParty>> {
        let registered = self.by_id.get(id).map(Arc::clone);
        registered.or_else(|| {
            let usable = self.accept_any && is_printable(id) && id.len() <= MAX_UNREGISTERED;
            usable.then(|| Arc::new(unregistered(id)))
        })
    }
}

fn unregistered(id: &str) -> RelyingParty {
    RelyingParty {
        id: id.into(),
        name_vi: id.into(),
        name_en: id.into(),
        issuers: Issuer::ALL.to_vec(),
        secret: None,
        keys: None,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        backchannel_logout_uri: None,
        signed_with: SigningAlgorithm::default(),
        first_party: false,
        unregistered: true,
    }
}

impl Row {
    fn read(self, public_url: &str) -> Result<RelyingParty, RelyingPartiesError> {
        let id = self.id;
        let issuers = self
            .issuers
            .iter()
            .map(|word| Issuer::from_word(word).ok_or_else(|| unknown(&id, "issuers", word)));
        let issuers = issuers.collect::<Result<_, _>>()?;
        let signed_with = match self.id_token_signed_response_alg.as_deref() {
            None => SigningAlgorithm::default(),
            Some(word) => SigningAlgorithm::from_word(word)
                .ok_or_else(|| unknown(&id, "id_token_signed_response_alg", word))?,
        };
        if self.secret.as_deref() == Some("") {
            return Err(RelyingPartiesError::EmptySecret { id });
        }
        let uri = |text: String| {
            let uri = text.replace(PUBLIC_URL, public_url);
            if is_redirectable(&uri) {
                Ok(uri.into_boxed_str())
            } else {
                Err(RelyingPartiesError::BadUri {
                    id: id.clone(),
                    uri,
                })
            }
        };
        let all = |texts: Vec<String>| texts.into_iter().map(uri).collect::<Result<Vec<_>, _>>();
        Ok(RelyingParty {
            redirect_uris: all(self.redirect_uris)?,
            post_logout_redirect_uris: all(self.post_logout_redirect_uris)?,
            backchannel_logout_uri: self.backchannel_logout_uri.map(uri).transpose()?,
            name_vi: self.name_vi.into(),
            name_en: self.name_en.into(),
            issuers,
            secret: self.secret.map(String::into_boxed_str),
            keys: self.jwks,
            signed_with,
            first_party: self.first_party,
            unregistered: false,
            id: id.into(),
        })
    }
}

fn unknown(id: &str, field: &'static str, value: &str) -> RelyingPartiesError {
    RelyingPartiesError::UnknownWord {
        id: id.to_owned(),
        field,
        value: value.to_owned(),
    }
}

/// Printable ASCII without spaces: it can stand in a header as it is.
fn is_printable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// An absolute URI without fragment (RFC 6749 3.1.2), of any scheme: apps have their own.
fn is_redirectable(uri: &str) -> bool {
    is_printable(uri) && !uri.contains('#') && Url::parse(uri).is_ok()
}

/// An http(s) URI without fragment, user name and backslash.
fn is_web_address(uri: &str) -> bool {
    let plain = is_redirectable(uri) && uri.len() <= MAX_UNREGISTERED && !uri.contains('\\');
    plain
        && Url::parse(uri).is_ok_and(|parsed| {
            matches!(parsed.scheme(), "http" | "https")
                && parsed.username().is_empty()
                && parsed.password().is_none()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = r#"
        [[relying_party]]
        id = "web"
        name_vi = "Trang"
        name_en = "Site"
        issuers = ["vneid"]
        redirect_uris = ["{public_url}/callback", "app.example:/callback"]
    "#;

    #[test]
    fn the_built_in_list_is_read_and_none_of_its_secrets_is_shown() {
        let all = RelyingParties::parse(BUILT_IN, "http://127.0.0.1:8080").expect("readable");
        assert!(!all.is_empty());
        for (id, relying_party) in &all.by_id {
            assert!(!relying_party.redirect_uris.is_empty(), "{id}");
            if let Some(secret) = &relying_party.secret {
                assert!(!format!("{relying_party:?}").contains(&**secret), "{id}");
            }
        }
    }

    #[test]
    fn uris_name_this_server_and_fit_letter_by_letter() {
        let all = RelyingParties::parse(ROW, "https://dancu.example").expect("readable");
        let web = all.find("web").expect("registered");
        assert!(web.redirects_to("https://dancu.example/callback"));
        assert!(web.redirects_to("app.example:/callback"));
        assert!(!web.redirects_to("https://dancu.example/callback/"));
        assert!(!web.redirects_to("https://DANCU.example/callback"));
        assert!(web.is_public());
        assert!(all.find("other").is_none());
    }

    #[test]
    fn anybody_is_let_in_when_told_so_and_only_to_web_addresses() {
        let all = RelyingParties::parse(ROW, "https://dancu.example").expect("readable");
        let all = all.accepting_any();
        assert!(!all.find("web").is_some_and(|web| web.unregistered));
        assert!(all.find("a b").is_none());
        let other = all.find("other").expect("let in");
        assert!(!other.is_public());
        for (uri, fits) in [
            ("http://localhost:3000/cb?x=1", true),
            ("https://site.example/", true),
            ("https://site.example/#top", false),
            ("https://user@site.example/", false),
            ("javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("//site.example/", false),
            ("/callback", false),
            ("https:\\\\site.example", false),
            ("https://site.example/\r\nx: y", false),
        ] {
            assert_eq!(other.redirects_to(uri), fits, "{uri}");
        }
    }

    #[test]
    fn a_row_that_cannot_work_is_refused_with_its_name() {
        for (from, to, words) in [
            ("\"vneid\"", "\"elsewhere\"", "issuers cannot be elsewhere"),
            (
                "{public_url}/callback",
                "/callback",
                "/callback is no absolute URI",
            ),
            (
                "{public_url}/callback",
                "https://a/#b",
                "https://a/#b is no absolute",
            ),
            ("id = \"web\"", "id = \"\"", "id is empty"),
            ("issuers", "secret = \"\"\nissuers", "secret is empty"),
            ("issuers", "colour = 1\nissuers", "unknown field `colour`"),
            (
                "issuers",
                "id_token_signed_response_alg = \"none\"\nissuers",
                "cannot be none",
            ),
        ] {
            let text = ROW.replace(from, to);
            let error = RelyingParties::parse(&text, "https://dancu.example")
                .expect_err(words)
                .to_string();
            assert!(error.contains(words), "{error}");
        }
        let twice = format!("{ROW}{ROW}");
        assert!(RelyingParties::parse(&twice, "https://dancu.example").is_err());
    }
}
