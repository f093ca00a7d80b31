//! What a relying party and its person's browser ask for in one login, step by step, and nothing but that.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use url::Url;
use url::form_urlencoded::Serializer;

/// Where codes are sent; nobody listens there, since the generator follows no redirect.
pub const REDIRECT_URI: &str = "http://127.0.0.1:3000/callback";
/// What the portal asks VNeID for too.
const SCOPE: &str = "openid profile citizen";
/// The form of the portal's accounts.
const ACCOUNT_PAGE: &str = "/portal/login/account";
/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(10);
/// Every so-maniest person is next: a prime, so that connections do not follow each other.
const STRIDE: usize = 7;

/// Why a flow did not come to its end.
pub type Broken = String;

/// What is done again and again over one connection.
#[derive(Clone, Debug)]
pub enum Flow {
    /// A login without a page.
    Login(Login),
    /// The login page of VNeID, for a login that waits.
    VneidPage(Login),
    /// The account form of the portal.
    AccountPage,
    /// The account form comes back with this user name and password.
    Password(String, String),
}

/// A login by `login_hint`.
#[derive(Clone, Debug)]
pub struct Login {
    /// The name of the issuer.
    pub issuer: &'static str,
    /// The relying party; its secret is its id and `-secret`.
    pub client: &'static str,
    /// Who logs in, in turn.
    pub people: Vec<String>,
    /// Whether the claims are asked for after the tokens.
    pub userinfo: bool,
}

/// What came back; empty where a flow has no such step. A bare server answers the same.
#[derive(Clone, Default, Serialize, Deserialize, Debug)]
pub struct Answers {
    /// Where the browser was sent: with the code, or to the page.
    pub location: String,
    /// The body of the token endpoint.
    pub tokens: String,
    /// The body of the userinfo endpoint.
    pub userinfo: String,
    /// The page.
    pub page: String,
}

/// One connection to one server.
pub struct Visitor {
    client: Client,
    base_url: String,
    flow: Arc<Flow>,
    turn: usize,
    verifier: String,
    challenge: String,
    /// The page that is asked for, or where the form goes.
    page: String,
    cookie: String,
    csrf: String,
}

impl Visitor {
    /// Connects and does what has to be done once.
    pub async fn new(base_url: &str, flow: &Arc<Flow>, place: usize) -> Result<Self, Broken> {
        let verifier = URL_SAFE_NO_PAD.encode([u8::try_from(place % 251).unwrap_or_default(); 32]);
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .pool_max_idle_per_host(1)
            .tls_certs_only([])
            .build();
        let mut visitor = Self {
            client: client.map_err(|error| error.to_string())?,
            base_url: base_url.to_owned(),
            flow: Arc::clone(flow),
            turn: place,
            challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(&verifier)),
            verifier,
            page: ACCOUNT_PAGE.to_owned(),
            cookie: String::new(),
            csrf: String::new(),
        };
        match &**flow {
            Flow::Login(_) | Flow::AccountPage => {}
            Flow::VneidPage(login) => {
                let location = visitor.authorize(login, None).await?;
                let url = Url::parse(&location).map_err(|error| error.to_string())?;
                url.path().clone_into(&mut visitor.page);
            }
            Flow::Password(..) => visitor.open_form().await?,
        }
        Ok(visitor)
    }

    /// The whole flow, once.
    pub async fn once(&mut self) -> Result<Answers, Broken> {
        self.turn += STRIDE;
        let flow = Arc::clone(&self.flow);
        match &*flow {
            Flow::Login(login) => self.log_in(login).await,
            Flow::VneidPage(_) | Flow::AccountPage => {
                let page = self.get(&self.page).await?;
                Ok(Answers {
                    location: format!("{}{}", self.base_url, self.page),
                    page,
                    ..Answers::default()
                })
            }
            Flow::Password(username, password) => {
                self.send_form(username, password).await?;
                Ok(Answers::default())
            }
        }
    }

    async fn log_in(&self, login: &Login) -> Result<Answers, Broken> {
        let person = &login.people[self.turn % login.people.len()];
        let location = self.authorize(login, Some(person)).await?;
        let code = parameter(&location, "code").ok_or_else(|| format!("no code: {location}"))?;
        let tokens = self.redeem(login, &code).await?;
        let userinfo = if login.userinfo {
            self.userinfo(login, &tokens).await?
        } else {
            String::new()
        };
        Ok(Answers {
            location,
            tokens,
            userinfo,
            page: String::new(),
        })
    }

    async fn authorize(&self, login: &Login, person: Option<&str>) -> Result<String, Broken> {
        let url = self.authorization_url(login, person);
        let answer = expect(self.client.get(url).send().await, StatusCode::SEE_OTHER)?;
        header(&answer, &LOCATION)
    }

    fn authorization_url(&self, login: &Login, person: Option<&str>) -> String {
        let mut query = Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", login.client)
            .append_pair("redirect_uri", REDIRECT_URI)
            .append_pair("scope", SCOPE)
            .append_pair("state", &format!("state-{:08}", self.turn))
            .append_pair("nonce", &format!("nonce-{:08}", self.turn))
            .append_pair("code_challenge", &self.challenge)
            .append_pair("code_challenge_method", "S256");
        if let Some(person) = person {
            query.append_pair("login_hint", person);
        }
        format!(
            "{}/{}/authorize?{}",
            self.base_url,
            login.issuer,
            query.finish()
        )
    }

    async fn redeem(&self, login: &Login, code: &str) -> Result<String, Broken> {
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", REDIRECT_URI)
            .append_pair("code_verifier", &self.verifier)
            .finish();
        let request = self
            .client
            .post(format!("{}/{}/token", self.base_url, login.issuer))
            .basic_auth(login.client, Some(format!("{}-secret", login.client)))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = expect(request.send().await, StatusCode::OK)?;
        text(answer).await
    }

    async fn userinfo(&self, login: &Login, tokens: &str) -> Result<String, Broken> {
        #[derive(Deserialize)]
        struct Tokens<'body> {
            access_token: &'body str,
        }
        let tokens: Tokens<'_> = serde_json::from_str(tokens).map_err(|error| error.to_string())?;
        let request = self
            .client
            .get(format!("{}/{}/userinfo", self.base_url, login.issuer))
            .bearer_auth(tokens.access_token);
        let answer = expect(request.send().await, StatusCode::OK)?;
        text(answer).await
    }

    async fn get(&self, path: &str) -> Result<String, Broken> {
        let request = self.client.get(format!("{}{path}", self.base_url));
        let answer = expect(request.send().await, StatusCode::OK)?;
        text(answer).await
    }

    /// Takes the cookie and the token of forms, as a browser does that opens the page.
    async fn open_form(&mut self) -> Result<(), Broken> {
        let request = self.client.get(format!("{}{ACCOUNT_PAGE}", self.base_url));
        let answer = expect(request.send().await, StatusCode::OK)?;
        let cookie = header(&answer, &SET_COOKIE)?;
        cookie
            .split(';')
            .next()
            .unwrap_or_default()
            .clone_into(&mut self.cookie);
        let page = text(answer).await?;
        let (_, after) = page
            .split_once("name=\"csrf\" value=\"")
            .ok_or("the page has no form")?;
        let token = after.split('"').next().unwrap_or_default();
        token.clone_into(&mut self.csrf);
        Ok(())
    }

    async fn send_form(&self, username: &str, password: &str) -> Result<(), Broken> {
        let form = Serializer::new(String::new())
            .append_pair("csrf", &self.csrf)
            .append_pair("username", username)
            .append_pair("password", password)
            .finish();
        let request = self
            .client
            .post(format!("{}{ACCOUNT_PAGE}", self.base_url))
            .header(COOKIE, &self.cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        expect(request.send().await, StatusCode::SEE_OTHER)?;
        Ok(())
    }
}

/// A parameter of a URL.
pub fn parameter(url: &str, name: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let mut pairs = url.query_pairs();
    let (_, value) = pairs.find(|(known, _)| known == name)?;
    Some(value.into_owned())
}

fn expect(answer: reqwest::Result<Response>, status: StatusCode) -> Result<Response, Broken> {
    let answer = answer.map_err(|error| format!("{error:?}"))?;
    if answer.status() == status {
        Ok(answer)
    } else {
        let path = answer.url().path();
        Err(format!(
            "{path} answered {} and not {status}",
            answer.status()
        ))
    }
}

fn header(answer: &Response, name: &reqwest::header::HeaderName) -> Result<String, Broken> {
    let value = answer
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok());
    value.map(str::to_owned).ok_or_else(|| format!("no {name}"))
}

async fn text(answer: Response) -> Result<String, Broken> {
    answer.text().await.map_err(|error| error.to_string())
}
