//! Who calls on the national wire, and what to tell the developer of a call that is refused.

use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::refusal::WireRefusal;
use crate::clock::Timestamp;
use crate::credentials::same_secret;
use crate::registry::Caller;
use crate::server::App;
use crate::server::call::RequestFacts;
use crate::server::worlds::TakenPrefix;
use crate::wire::settings::{Account, AnswerShape, Authentication, Partner, Route};
use crate::wire::signature::{self, Signed};
use crate::worlds::Advice;

/// Longer timestamps are not hashed; real ones have 10 or 13 digits.
const MAX_TIMESTAMP: usize = 32;
/// Longer paths are not hashed: a refused call is hashed many times over.
const MAX_PATH: usize = 2048;

/// A caller that was let in.
#[derive(Debug)]
pub struct Admitted {
    /// Who.
    pub caller: Arc<Caller>,
    /// How they are answered.
    pub shape: AnswerShape,
}

/// The JSON behind `lgspaccesstoken` (witnesses W3, W12).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PartnerKeys {
    access_key: String,
    secret_key: String,
    #[serde(default)]
    app_name: String,
    #[serde(default)]
    partner_code: String,
    #[serde(default)]
    partner_code_cus: String,
}

/// What is looked at to know a caller.
struct Desk<'a> {
    app: &'a App,
    facts: &'a RequestFacts,
    request: &'a HttpRequest,
}

/// Lets a caller in, or writes into the journal why not.
pub fn admit(
    app: &App,
    route: &Route,
    facts: &RequestFacts,
    request: &HttpRequest,
) -> Result<Admitted, WireRefusal> {
    let desk = Desk {
        app,
        facts,
        request,
    };
    match route.authentication {
        Authentication::SignedBasic => desk.signed_basic(),
        Authentication::PartnerKeys => desk.partner_keys(),
        Authentication::Bearer => desk.bearer(),
        Authentication::AuthHeader => desk.auth_header(),
        Authentication::None => desk.open(route),
    }
}

impl Desk<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.request.headers().get(name)?.to_str().ok()?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    fn signed_basic(&self) -> Result<Admitted, WireRefusal> {
        let Some((user, hash)) = self
            .header("authorization")
            .and_then(signature::read_header)
        else {
            return Err(self.unauthorized(
                "-",
                "authorization_missing",
                "Thiếu tiêu đề 'Authorization: Basic base64(tài khoản:giá trị băm)', hoặc không đọc được.",
                "The header 'Authorization: Basic base64(user:hash)' is missing or unreadable.",
            ));
        };
        let accounts = &self.app.shared.wire.settings.accounts;
        let account = self.app.shared.wire.settings.account(&user);
        let Some((account, secret)) =
            account.and_then(|account| Some((account, account.secret.as_deref()?)))
        else {
            return Err(self.unauthorized(
                "-",
                "user_unknown",
                "Không có tài khoản này, hoặc tài khoản không có secret; xem các [[account]] trong cấu hình (--wire, hoặc fixtures/national_wire.toml).",
                "There is no such account, or it has no secret; see [[account]] in the settings (--wire, or fixtures/national_wire.toml).",
            ));
        };
        let timestamp = self.header("timestamp");
        let timestamp = timestamp.filter(|timestamp| timestamp.len() <= MAX_TIMESTAMP);
        let Some(timestamp) = timestamp.filter(|_| self.request.uri().path().len() <= MAX_PATH)
        else {
            return Err(self.unauthorized(
                &account.user,
                "timestamp_missing",
                "Thiếu tiêu đề Timestamp mang đúng chuỗi đã băm, hoặc Timestamp hay địa chỉ quá dài.",
                "The header Timestamp, with the very text that was hashed, is missing, or it or the address is too long.",
            ));
        };
        let (url, path) = (self.url(), self.called(self.request.path()));
        let signed = Signed {
            hash: &hash,
            timestamp,
            url: &url,
            path: &path,
        };
        if !signature::fits(account, secret, &signed) {
            let misfit = signature::explain(account, secret, &signed, accounts);
            let (vietnamese, english) = misfit.sentences();
            let curl = self.curl(account, secret, timestamp);
            return Err(self.note(
                &account.user,
                misfit.code(),
                vietnamese,
                english,
                Some(curl),
            ));
        }
        self.check_account(account, timestamp)?;
        self.check_place(account.loopback_only, &account.user)?;
        self.admitted(&account.user, account.answer)
    }

    /// What an account asks for besides its hash.
    fn check_account(&self, account: &Account, timestamp: &str) -> Result<(), WireRefusal> {
        if let Some(most) = account.max_clock_skew_seconds
            && !is_near(timestamp, self.now().0, most)
        {
            return Err(self.unauthorized(
                &account.user,
                "timestamp_skewed",
                "Timestamp lệch quá xa so với đồng hồ máy chủ (max_clock_skew_seconds).",
                "The Timestamp lies too far from the server's clock (max_clock_skew_seconds).",
            ));
        }
        let differs = |wanted: &Option<String>, header: &str| {
            let wanted = wanted.as_deref();
            wanted.is_some_and(|wanted| {
                !self
                    .header(header)
                    .is_some_and(|given| same_secret(wanted, given))
            })
        };
        if differs(&account.x_road_client, "x-road-client") {
            return Err(self.unauthorized(
                &account.user,
                "x_road_client_differs",
                "Tiêu đề X-Road-Client thiếu hoặc khác với cấu hình của tài khoản.",
                "The header X-Road-Client is missing or not what the account is set to.",
            ));
        }
        if differs(&account.api_key, "apikey") {
            return Err(self.unauthorized(
                &account.user,
                "api_key_differs",
                "Tiêu đề ApiKey thiếu hoặc khác với cấu hình của tài khoản.",
                "The header ApiKey is missing or not what the account is set to.",
            ));
        }
        Ok(())
    }

    fn partner_keys(&self) -> Result<Admitted, WireRefusal> {
        let partner = self.partner_of_header().ok_or_else(|| {
            self.unauthorized(
                "-",
                "partner_unknown",
                "lgspaccesstoken thiếu, không phải base64 của JSON, hoặc khác với mọi [[partner]] trong cấu hình.",
                "lgspaccesstoken is missing, no base64 of JSON, or not that of any [[partner]] in the settings.",
            )
        })?;
        self.check_place(partner.loopback_only, &partner.id)?;
        self.admitted(&partner.id, partner.answer)
    }

    fn partner_of_header(&self) -> Option<&Partner> {
        let code = self.header("lgspaccesstoken")?;
        let keys: PartnerKeys = serde_json::from_slice(&STANDARD.decode(code).ok()?).ok()?;
        let mut partners = self.app.shared.wire.settings.partners.iter();
        partners.find(|partner| {
            same_secret(&partner.secret_key, &keys.secret_key)
                && partner.access_key == keys.access_key
                && partner.app_name == keys.app_name
                && partner.partner_code == keys.partner_code
                && partner.partner_code_cus == keys.partner_code_cus
        })
    }

    fn bearer(&self) -> Result<Admitted, WireRefusal> {
        let header = self.header("authorization");
        let token = header.and_then(|header| header.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let id = token.and_then(|(_, token)| {
            let tokens = self.app.world.wire_tokens();
            tokens.partner_of(token.trim(), self.now())
        });
        let partners = &self.app.shared.wire.settings.partners;
        let partner = id.and_then(|id| partners.iter().find(|partner| *partner.id == *id));
        let Some(partner) = partner else {
            return Err(self.unauthorized(
                "-",
                "token_unknown",
                "Thiếu 'Authorization: Bearer <access_token>', hoặc token đã hết hạn; xin token mới trước.",
                "'Authorization: Bearer <access_token>' is missing or has expired; ask for a token first.",
            ));
        };
        let keys_differ = self.header("lgspaccesstoken").is_some()
            && self
                .partner_of_header()
                .is_none_or(|other| other.id != partner.id);
        if keys_differ {
            return Err(self.unauthorized(
                &partner.id,
                "partner_differs",
                "lgspaccesstoken khác với đối tác đã nhận token này.",
                "lgspaccesstoken is not that of the partner who was given this token.",
            ));
        }
        let hashes = &partner.auth_hashes;
        let given = self.header("authhash").unwrap_or_default();
        if !hashes.is_empty() && !hashes.iter().any(|hash| same_secret(hash, given)) {
            return Err(self.unauthorized(
                &partner.id,
                "auth_hash_differs",
                "AuthHash thiếu hoặc không có trong auth_hashes của đối tác.",
                "AuthHash is missing or not one of the partner's auth_hashes.",
            ));
        }
        self.check_place(partner.loopback_only, &partner.id)?;
        self.admitted(&partner.id, partner.answer)
    }

    fn auth_header(&self) -> Result<Admitted, WireRefusal> {
        let given = self.header("auth").unwrap_or_default();
        let mut partners = self.app.shared.wire.settings.partners.iter();
        let partner = partners.find(|partner| {
            let auth = partner.auth.as_deref();
            auth.is_some_and(|auth| same_secret(auth, given))
        });
        let Some(partner) = partner else {
            return Err(self.unauthorized(
                "-",
                "auth_unknown",
                "Tiêu đề Auth thiếu hoặc khác với mọi [[partner]] trong cấu hình.",
                "The header Auth is missing or not that of any [[partner]] in the settings.",
            ));
        };
        self.check_place(partner.loopback_only, &partner.id)?;
        self.admitted(&partner.id, partner.answer)
    }

    fn open(&self, route: &Route) -> Result<Admitted, WireRefusal> {
        let user = route.account.as_deref().unwrap_or_default();
        let Some(account) = self.app.shared.wire.settings.account(user) else {
            return Err(WireRefusal::Unauthorized);
        };
        self.check_place(account.loopback_only, &account.user)?;
        self.admitted(&account.user, account.answer)
    }

    /// Documented secrets open nothing to the network.
    fn check_place(&self, loopback_only: bool, client: &str) -> Result<(), WireRefusal> {
        if !loopback_only || self.app.shared.on_loopback {
            return Ok(());
        }
        self.unauthorized(
            client,
            "loopback_only",
            "Tài khoản mẫu chỉ dùng được khi máy chủ lắng nghe trên địa chỉ cục bộ; dùng --wire với tài khoản riêng.",
            "The documented account works only while the server is bound to loopback; use --wire with your own.",
        );
        Err(WireRefusal::Forbidden)
    }

    fn admitted(&self, id: &str, shape: AnswerShape) -> Result<Admitted, WireRefusal> {
        let caller = self
            .app
            .shared
            .wire
            .callers
            .get(id)
            .ok_or(WireRefusal::Unauthorized)?;
        Ok(Admitted {
            caller: Arc::clone(caller),
            shape,
        })
    }

    fn unauthorized(
        &self,
        client: &str,
        reason: &'static str,
        vietnamese: &str,
        english: &str,
    ) -> WireRefusal {
        self.note(client, reason, vietnamese, english, None)
    }

    fn note(
        &self,
        client: &str,
        reason: &'static str,
        vietnamese: &str,
        english: &str,
        curl: Option<String>,
    ) -> WireRefusal {
        self.facts.notes.note(|noted| {
            noted.client = (client != "-").then(|| client.into());
            noted.advice = Some(Box::new(Advice {
                reason,
                vietnamese: vietnamese.to_owned(),
                english: english.to_owned(),
                curl,
            }));
        });
        WireRefusal::Unauthorized
    }

    /// When the call came in, by the clock that stamps this world's tokens.
    fn now(&self) -> Timestamp {
        self.app.world.token_time(self.facts.at)
    }

    /// The address as it was called, as text: what a client has hashed is not to be put in order.
    fn url(&self) -> String {
        let connection = self.request.connection_info();
        let scheme = connection.scheme();
        let rest = self.request.uri().path_and_query();
        let rest = rest.map_or("", |rest| rest.as_str());
        format!("{scheme}://{}{}", connection.host(), self.called(rest))
    }

    /// A path as it was called: with the prefix that chose the world.
    fn called(&self, path: &str) -> String {
        let extensions = self.request.extensions();
        let prefix = extensions.get::<TakenPrefix>();
        format!("{}{path}", prefix.map_or("", |prefix| &prefix.0))
    }

    /// The same call with the header that is right. It goes to the public address: the one in the request is
    /// the caller's word, and the header would let in whoever is sent it.
    fn curl(&self, account: &Account, secret: &str, timestamp: &str) -> String {
        let url = format!("{}{}", self.app.provider.public_url(), self.request.path());
        let sv_url = account.sv_url.as_deref().unwrap_or(&url);
        let hash = signature::hash_of(sv_url, &account.user, timestamp, secret);
        let header = signature::header_of(&account.user, &hash);
        let quoted = |text: &str| text.replace('\'', "%27");
        let mut curl = format!(
            "curl -sS '{}' -H 'Content-Type: application/xml' -H 'Timestamp: {}' -H 'Authorization: {header}'",
            quoted(&url),
            quoted(timestamp),
        );
        if let Some(client) = &account.x_road_client {
            curl.extend([" -H 'X-Road-Client: ", &quoted(client), "'"]);
        }
        if account.api_key.is_some() {
            curl.push_str(" -H 'ApiKey: …'");
        }
        curl.push_str(" --data-binary @request.xml");
        curl
    }
}

/// Whether a timestamp, in seconds or milliseconds, is at most so many seconds from `now` (milliseconds).
fn is_near(timestamp: &str, now: u64, most: u64) -> bool {
    let Ok(value) = timestamp.parse::<u64>() else {
        return false;
    };
    // Ten digits are seconds until the year 2286, thirteen milliseconds since 2001.
    let millis = if value < 100_000_000_000 {
        value.saturating_mul(1000)
    } else {
        value
    };
    millis.abs_diff(now) <= most.saturating_mul(1000)
}
