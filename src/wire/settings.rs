//! Who calls on the national wire and how each is answered: the file `fixtures/national_wire.toml`, or one
//! of one's own in its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::operation::Operation;

/// The settings that come with the program.
pub const BUILT_IN: &str = include_str!("../../fixtures/national_wire.toml");

/// All settings of the national wire.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct WireSettings {
    /// Requests to this address and to every one below it are direct SOAP calls.
    pub ndxp_path: String,
    /// What nobody has shown, and can be set right here.
    pub guesses: Guesses,
    /// Accounts of direct calls.
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
    /// Partners that call through an LGSP.
    #[serde(rename = "partner", default)]
    pub partners: Vec<Partner>,
    /// The addresses of LGSPs and fronts.
    #[serde(rename = "route", default)]
    pub routes: Vec<Route>,
}

/// What has no public evidence.
#[derive(Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Guesses {
    /// How the dead are told.
    pub deceased: Deceased,
    /// What stands for the district since districts ended (01/07/2025).
    pub district_since_merger: DistrictSinceMerger,
    /// What comes of a request whose number, name or date cannot be read.
    pub unreadable_field: UnreadableField,
    /// Whether a byte order mark before the XML is skipped.
    pub accept_byte_order_mark: bool,
    /// Status when a caller is not known.
    pub unauthorized_status: u16,
    /// Status when a caller is known and not let in.
    pub forbidden_status: u16,
    /// Status of a fault of the message. SOAP 1.1 section 6.2 asks for 500.
    pub request_fault_status: u16,
    /// Status of a fault of the service.
    pub server_fault_status: u16,
    /// How long a token lasts, in seconds.
    pub token_seconds: u64,
    /// Whether a fault has a `detail` with a code and the id of the request.
    pub fault_detail: bool,
    /// `error_code` of the JSON wrapper around an answer.
    pub wrapper_success_code: String,
    /// `error_code` of the JSON wrapper around a fault.
    pub wrapper_failure_code: String,
    /// Element names that are understood besides the known ones, and the operation that each asks for.
    #[serde(default)]
    pub elements: BTreeMap<String, RouteOperation>,
}

/// How the dead are told: the answer has no element for it.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Deceased {
    /// As everybody else.
    Found,
    /// Not at all.
    Missed,
}

/// What stands in `MaQuanHuyen` since 01/07/2025.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum DistrictSinceMerger {
    /// Nothing.
    Empty,
    /// The district of before.
    Before,
}

/// What comes of a field that cannot be read.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum UnreadableField {
    /// A fault that names it.
    Fault,
    /// The same as when nobody matches.
    Missed,
}

/// How a client is answered.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerShape {
    /// Which dialect records are told in.
    pub dialect: Dialect,
    /// The shape of a verification.
    pub verify_answer: VerifyAnswer,
    /// Which list of ethnic groups.
    pub ethnic_codes: EthnicCodes,
}

/// The dialect of records.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// As five clients read it today.
    #[default]
    Live,
    /// QCVN 109:2017/BTTTT.
    Qcvn109,
}

/// The shape of a verification; four were seen, none confirmed.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum VerifyAnswer {
    /// `KetQuaXacThuc/TonTai` (W9).
    #[default]
    TonTai,
    /// `KetQuaXacThucResponse/TonTai` (W8).
    TonTaiResult,
    /// `XacThucThongTinCongDanResponse/TonTai` (W9, earlier).
    TonTaiResponse,
    /// `XacThucThongTinCongDanResponse/SoLuongCongDan` (read by W4).
    SoLuong,
}

/// The list of ethnic groups.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum EthnicCodes {
    /// Quyết định 1019/QĐ-TCTK, which QCVN 109 annex E follows.
    #[default]
    #[serde(rename = "2008")]
    Of2008,
    /// Quyết định 121-TCTK/PPCĐ.
    #[serde(rename = "1979")]
    Of1979,
}

/// An account of direct calls.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its name in requests, log and journal.
    pub user: String,
    /// The secret behind the hash; without one the account is for routes that ask for nothing.
    pub secret: Option<String>,
    /// What the client hashes for an address, which is not always the one it calls.
    pub sv_url: Option<String>,
    /// What `X-Road-Client` must say, where it is checked.
    pub x_road_client: Option<String>,
    /// What `ApiKey` must say, where it is checked.
    pub api_key: Option<String>,
    /// How far the timestamp may lie from the server's clock, in seconds; not checked when absent.
    pub max_clock_skew_seconds: Option<u64>,
    /// Refused when the server is bound to another address than loopback.
    #[serde(default)]
    pub loopback_only: bool,
    /// How it is answered.
    #[serde(default)]
    pub answer: AnswerShape,
}

/// A partner that calls through an LGSP.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its name in log and journal.
    pub id: String,
    /// `AccessKey` of the `lgspaccesstoken`.
    pub access_key: String,
    /// `SecretKey`.
    pub secret_key: String,
    /// `AppName`.
    pub app_name: String,
    /// `PartnerCode`.
    pub partner_code: String,
    /// `PartnerCodeCus`.
    pub partner_code_cus: String,
    /// The `Auth` header of Đồng Tháp, as it is sent.
    pub auth: Option<String>,
    /// What `AuthHash` must say, base64 of an officer's name and password; any when the list is empty.
    #[serde(default)]
    pub auth_hashes: Vec<String>,
    /// Refused when the server is bound to another address than loopback.
    #[serde(default)]
    pub loopback_only: bool,
    /// How it is answered.
    #[serde(default)]
    pub answer: AnswerShape,
}

/// One address: how its callers are known, how they ask, and how they are answered.
#[derive(Deserialize, Serialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The address; `{operation}` stands for one part of it.
    pub path: String,
    /// How callers are known.
    pub authentication: Authentication,
    /// The form of the question.
    pub reads: QuestionForm,
    /// The form of the answer.
    pub answers: AnswerForm,
    /// The operation, where the request does not name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<RouteOperation>,
    /// Keys of a JSON question that the front itself asks for, and the `errorCode` of each (status 400).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<(String, String)>,
    /// The account of callers who say nothing of themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Route {
    /// Whether the route is at this address.
    pub fn is_at(&self, path: &str) -> bool {
        let (mut asked, mut known) = (path.split('/'), self.path.split('/'));
        loop {
            match (asked.next(), known.next()) {
                (None, None) => return true,
                (Some(part), Some(name))
                    if part == name || (name == OPERATION && !part.is_empty()) => {}
                (Some(_) | None, _) => return false,
            }
        }
    }
}

/// The operation of an address, by a word of [`Operation::of_word`].
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(try_from = "String", into = "&str")]
pub struct RouteOperation(pub Operation);

impl From<RouteOperation> for &str {
    fn from(RouteOperation(operation): RouteOperation) -> Self {
        operation.element()
    }
}

impl TryFrom<String> for RouteOperation {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let operation = Operation::of_word(&word);
        operation
            .map(Self)
            .ok_or_else(|| format!("there is no operation {word}"))
    }
}

/// How the callers of an address are known.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    /// `Basic` with a hash over address, user, timestamp and secret.
    SignedBasic,
    /// The keys of a partner in `lgspaccesstoken`.
    PartnerKeys,
    /// `Bearer` with a token given before; `lgspaccesstoken` is checked where sent, `AuthHash` where the partner
    /// has any.
    Bearer,
    /// The `Auth` header.
    AuthHeader,
    /// Nothing.
    None,
}

/// The form of a question.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum QuestionForm {
    /// A SOAP envelope.
    Soap,
    /// A flat JSON object.
    Json,
    /// The query of the address.
    Query,
    /// There is none: a token is asked for.
    Nothing,
}

/// The form of an answer.
#[derive(Deserialize, Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub enum AnswerForm {
    /// A SOAP envelope.
    Soap,
    /// `{"error_code":"0","message":"<?xml …"}`.
    JsonWrapper,
    /// A JSON string that holds the SOAP envelope, its newlines written out as `u000a`.
    JsonString,
    /// `true` or `false`.
    JsonBoolean,
    /// The envelope as JSON, prefixes and root dropped.
    JsonView,
    /// `{"access_token":…}`.
    AccessToken,
    /// `{"token":…,"refreshToken":…,"expiryDate":…}`.
    Token,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WireSettingsError {
    /// The text is no TOML of the right form.
    #[error("{0}")]
    Unreadable(String),
    /// Two rows have one name, or one is empty.
    #[error("{0} stands twice, or is empty")]
    Repeated(String),
    /// An address that is none, or lies where another part of the program is.
    #[error(
        "{0} is no address for calls: it begins with /, is made of letters, digits, - _ . ~ and {{operation}}, and leads to \
         nothing else of dancu"
    )]
    BadPath(String),
    /// A secret, a key or a header that is checked is empty.
    #[error("{0}: a secret or key is empty; leave it out instead")]
    EmptySecret(String),
    /// A route lies where direct calls go.
    #[error("route {0}: direct calls go there (ndxp_path)")]
    BelowDirect(String),
    /// A token is given to nobody in particular, or a question is answered with one.
    #[error(
        "route {0}: a token (answers = access_token or token) is given where nothing is read (reads = nothing) and to \
         known callers, and nowhere else"
    )]
    NoSense(String),
    /// A route without authentication names no account, or one that has a secret.
    #[error("route {0}: names no account without a secret")]
    NoAccount(String),
    /// A status outside 200 to 599.
    #[error("{0} is no HTTP status from 200 to 599")]
    BadStatus(u16),
}

/// The part of an address that stands for any one.
const OPERATION: &str = "{operation}";

/// First parts of addresses that belong to other parts of the program.
const TAKEN: [&str; 12] = [
    "v1",
    "admin",
    "portal",
    "hatinh",
    "vneid",
    "dvcqg",
    "docs",
    "healthz",
    "readyz",
    "metrics",
    "openapi.json",
    "assets",
];

impl WireSettings {
    /// Reads settings in the form of `fixtures/national_wire.toml`.
    pub fn parse(text: &str) -> Result<Self, WireSettingsError> {
        let settings: Self = toml::from_str(text)
            .map_err(|error| WireSettingsError::Unreadable(place_of(text, &error)))?;
        settings.check()?;
        Ok(settings)
    }

    /// The account with this name.
    pub fn account(&self, user: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.user == user)
    }

    /// The settings with another address for direct calls.
    pub fn with_ndxp_path(mut self, path: &str) -> Result<Self, WireSettingsError> {
        path.trim_end_matches('/').clone_into(&mut self.ndxp_path);
        self.check()?;
        Ok(self)
    }

    /// An empty secret would let everybody in, or nobody.
    fn check_secrets(&self) -> Result<(), WireSettingsError> {
        let is_empty = |value: &Option<String>| value.as_ref().is_some_and(String::is_empty);
        for account in &self.accounts {
            let secrets = [&account.secret, &account.x_road_client, &account.api_key];
            if secrets.into_iter().any(is_empty) {
                return Err(WireSettingsError::EmptySecret(account.user.clone()));
            }
        }
        for partner in &self.partners {
            let keys = [&partner.access_key, &partner.secret_key];
            let is_open = keys
                .into_iter()
                .chain(&partner.auth_hashes)
                .any(String::is_empty);
            if is_open || is_empty(&partner.auth) {
                return Err(WireSettingsError::EmptySecret(partner.id.clone()));
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), WireSettingsError> {
        let users = self.accounts.iter().map(|account| account.user.as_str());
        let partners = self.partners.iter().map(|partner| partner.id.as_str());
        check_names(users.chain(partners))?;
        self.check_secrets()?;
        check_names(self.routes.iter().map(|route| route.path.as_str()))?;
        check_path(&self.ndxp_path)?;
        if self.ndxp_path.contains(OPERATION) {
            return Err(WireSettingsError::BadPath(self.ndxp_path.clone()));
        }
        for route in &self.routes {
            check_path(&route.path)?;
            let is_below = route.path.strip_prefix(&self.ndxp_path);
            if is_below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                return Err(WireSettingsError::BelowDirect(route.path.clone()));
            }
            let gives_token = matches!(route.answers, AnswerForm::AccessToken | AnswerForm::Token);
            let is_open = route.authentication == Authentication::None;
            if gives_token != (route.reads == QuestionForm::Nothing) || gives_token && is_open {
                return Err(WireSettingsError::NoSense(route.path.clone()));
            }
            let account = route.account.as_deref().and_then(|user| self.account(user));
            let is_open = account.is_some_and(|account| account.secret.is_none());
            if route.authentication == Authentication::None && !is_open {
                return Err(WireSettingsError::NoAccount(route.path.clone()));
            }
        }
        let guesses = &self.guesses;
        for status in [
            guesses.unauthorized_status,
            guesses.forbidden_status,
            guesses.request_fault_status,
            guesses.server_fault_status,
        ] {
            if !(200..600).contains(&status) {
                return Err(WireSettingsError::BadStatus(status));
            }
        }
        Ok(())
    }
}

/// What is wrong and in which line. The line itself is left out: it may hold a secret.
fn place_of(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("line {line}: {}", error.message())
}

fn check_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), WireSettingsError> {
    let mut seen = std::collections::HashSet::new();
    for name in names {
        if name.is_empty() || !seen.insert(name) {
            return Err(WireSettingsError::Repeated(name.to_owned()));
        }
    }
    Ok(())
}

fn check_path(path: &str) -> Result<(), WireSettingsError> {
    let first = path
        .strip_prefix('/')
        .and_then(|rest| rest.split('/').next());
    let is_taken = first.is_none_or(|first| first.is_empty() || TAKEN.contains(&first));
    let parts = || path.split('/').skip(1);
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "_-.~".contains(character);
    let is_odd = |part: &str| part.is_empty() || part != OPERATION && !part.chars().all(is_plain);
    let operations = parts().filter(|part| *part == OPERATION).count();
    if is_taken || operations > 1 || parts().any(is_odd) {
        return Err(WireSettingsError::BadPath(path.to_owned()));
    }
    Ok(())
}

/// Without its secret.
impl std::fmt::Debug for Account {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Account");
        shown.field("user", &self.user).finish_non_exhaustive()
    }
}

/// Without its keys.
impl std::fmt::Debug for Partner {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Partner");
        shown.field("id", &self.id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
