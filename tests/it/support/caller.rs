//! Clients of a server: who asks is a value, each call has a verb.

use std::sync::OnceLock;

use reqwest::Method;
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// A client with a key, or without.
#[derive(Debug, Clone)]
pub struct Caller {
    base_url: String,
    key: Option<String>,
    language: Option<String>,
    client: Client,
}

/// The one HTTP client of the test run. It keeps no connection: the port of a server that ended may be
/// given to the next one.
pub(super) fn client() -> Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let make = || {
        Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
    };
    CLIENT.get_or_init(make).clone()
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text; what is no UTF-8 (an icon) is replaced.
    pub text: String,
}

impl Caller {
    /// A client with this key.
    pub fn new(base_url: &str, key: Option<&str>) -> Self {
        Self {
            base_url: base_url.to_owned(),
            key: key.map(str::to_owned),
            language: None,
            client: client(),
        }
    }

    /// The same client with another `Accept-Language`.
    pub fn in_language(&self, language: &str) -> Self {
        Self {
            language: Some(language.to_owned()),
            ..self.clone()
        }
    }

    /// A request to be shaped further; the path begins with a slash.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.base_url));
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        if let Some(language) = &self.language {
            request = request.header("accept-language", language);
        }
        request
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path))
    }

    /// POST of a JSON body.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_text(path, body.to_string())
    }

    /// POST of a body said to be JSON.
    pub fn post_text(&self, path: &str, body: impl Into<reqwest::blocking::Body>) -> Answer {
        self.post_as(path, "application/json", body)
    }

    /// POST of a body of any kind.
    pub fn post_as(
        &self,
        path: &str,
        kind: &str,
        body: impl Into<reqwest::blocking::Body>,
    ) -> Answer {
        let request = self.request(Method::POST, path);
        Answer::of(request.header("content-type", kind).body(body))
    }

    /// Puts JSON.
    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::of(self.request(Method::PUT, path).json(body))
    }

    /// PATCH of the version that was read.
    pub fn patch(&self, path: &str, version: &str, body: &Value) -> Answer {
        let request = self
            .request(Method::PATCH, path)
            .header("if-match", version)
            .header("content-type", "application/merge-patch+json");
        Answer::of(request.body(body.to_string()))
    }

    /// DELETE of the version that was read.
    pub fn delete(&self, path: &str, version: &str) -> Answer {
        Answer::of(
            self.request(Method::DELETE, path)
                .header("if-match", version),
        )
    }

    /// `POST /v1/match` with number, name and date.
    pub fn match_person(&self, number: &str, name: &str, date: &str) -> Answer {
        self.post("/v1/match", &question(number, name, date))
    }

    /// The record of a number, with its version.
    #[track_caller]
    pub fn record(&self, number: &str) -> (Value, String) {
        let answer = self.get(&format!("/v1/citizens/{number}")).expect(200);
        (answer.json(), answer.header("etag").to_owned())
    }
}

/// The body of a match.
pub fn question(number: &str, name: &str, date: &str) -> Value {
    json!({"number": number, "full_name": name, "date_of_birth": date})
}

impl Answer {
    /// Sends a request.
    pub fn of(request: RequestBuilder) -> Self {
        let response = request.send().unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: String::from_utf8_lossy(&response.bytes().unwrap()).into_owned(),
        }
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// The answer, if it is a problem with this status and code, told as RFC 9457 wants it.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["code"], code, "{}", self.text);
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("/v1/codes/problems#{code}"));
        assert_eq!(body["request_id"], self.header("x-request-id"));
        for text in ["title", "detail"] {
            assert!(!body[text].as_str().unwrap().is_empty());
        }
        self
    }

    /// The answer, if it is a problem with one wrong field.
    #[track_caller]
    pub fn wrong_field(self, status: u16, field: &str, code: &str) -> Self {
        let errors = self.json()["errors"].clone();
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(errors[0]["field"], field, "{}", self.text);
        assert_eq!(errors[0]["code"], code, "{}", self.text);
        assert!(!errors[0]["detail"].as_str().unwrap().is_empty());
        self
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// A header that must be there.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .unwrap_or_else(|| panic!("no {name}: {:?}", self.headers))
            .to_str()
            .unwrap()
    }

    /// The body without the id of the request.
    #[track_caller]
    pub fn without_id(&self) -> Value {
        let mut body = self.json();
        body.as_object_mut().unwrap().remove("request_id").unwrap();
        body
    }
}
