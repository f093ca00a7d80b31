//! The engine as a library: a world with the portal's accounts, a provider, and a clock in the test's hand.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::login::Issuer;
use dancu::identity::{
    BUILT_IN_RELYING_PARTIES, OpenIdProvider, Parameters, PresentedClient, ProviderSettings,
    RelyingParties, TokenAnswer, TokenError,
};
use dancu::linking::accounts::{AccountBook, BUILT_IN_ACCOUNTS};
use dancu::population::{NumberMode, PICTURE_DATE, personas};
use dancu::server::known_people;
use dancu::store::Population;
use dancu::worlds::World;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::data_folder;
use crate::support::relying_party::{CALLBACK, form, owned};

/// Where this server is said to be.
pub const PUBLIC_URL: &str = "https://dancu.example";
/// When the tests begin.
pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// So many milliseconds later.
pub const fn later(millis: u64) -> Timestamp {
    Timestamp(NOW.0 + millis)
}

/// A world and a provider.
pub struct Engine {
    /// The world.
    pub world: World,
    /// The provider.
    pub provider: OpenIdProvider,
    /// Goes away last.
    _folder: TempDir,
}

impl Engine {
    /// A provider that asks people.
    pub fn new() -> Self {
        Self::with(false)
    }

    /// A provider that believes a `login_hint`.
    pub fn believing() -> Self {
        Self::with(true)
    }

    fn with(auto_approve: bool) -> Self {
        let folder = data_folder();
        let population = Arc::new(Population::open(folder.path()).unwrap());
        let clock = BusinessDate::Fixed(PICTURE_DATE);
        let world = World::open(folder.path(), population, clock).unwrap();
        let people = known_people(&personas(NumberMode::Provinces).unwrap());
        let book = AccountBook::parse(BUILT_IN_ACCOUNTS, &people).unwrap();
        world.portal().begin_with(book.built_in());
        let relying_parties = RelyingParties::parse(BUILT_IN_RELYING_PARTIES, PUBLIC_URL).unwrap();
        let provider = OpenIdProvider::new(ProviderSettings {
            public_url: PUBLIC_URL.to_owned(),
            relying_parties,
            auto_approve,
        });
        Self {
            world,
            provider,
            _folder: folder,
        }
    }

    /// Where `/authorize` sends the browser; `more` stands beside a plain request of `example-web`.
    pub fn authorize(&self, issuer: Issuer, more: &[(&str, &str)], now: Timestamp) -> String {
        let usual = [
            ("response_type", "code"),
            ("client_id", "example-web"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid"),
            ("state", "s"),
        ];
        let kept = usual
            .into_iter()
            .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
        let all: Vec<_> = kept.chain(more.iter().copied()).collect();
        self.provider
            .authorize(&self.world, issuer, &parameters(&all), now)
            .unwrap()
    }

    /// The id of the interaction that a request at VNeID opens.
    pub fn interaction(&self, more: &[(&str, &str)], now: Timestamp) -> String {
        let url = self.authorize(Issuer::Vneid, more, now);
        let id = url.strip_prefix("https://dancu.example/vneid/interaction/");
        id.unwrap_or_else(|| panic!("{url}")).to_owned()
    }

    /// Redeems a code as `example-web`.
    pub fn redeem(
        &self,
        issuer: Issuer,
        code: &str,
        now: Timestamp,
    ) -> Result<TokenAnswer, TokenError> {
        let parameters = parameters(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("client_id", "example-web"),
            ("client_secret", "example-web-secret"),
        ]);
        let presented = PresentedClient {
            authorization: None,
            parameters: &parameters,
            endpoint: "token",
        };
        self.provider
            .tokens(&self.world, issuer, presented, now, None)
    }
}

/// Parameters of a request.
pub fn parameters(fields: &[(&str, &str)]) -> Parameters {
    Parameters::read(form(&owned(fields)).as_bytes())
}

/// A parameter of an address.
#[track_caller]
pub fn parameter(address: &str, name: &str) -> String {
    let parsed = url::Url::parse(address).unwrap();
    let found = parsed.query_pairs().find(|(known, _)| known == name);
    found
        .unwrap_or_else(|| panic!("no {name}: {address}"))
        .1
        .into_owned()
}

/// Header and claims of a token, not verified: the clock of these tests is not the system's.
pub fn read_token(token: &str) -> (Value, Value) {
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    });
    (parts.next().unwrap(), parts.next().unwrap())
}
