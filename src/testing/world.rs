//! One world of a running registry, as a test sees it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use crate::outbound::plain::{PlainAnswer, PlainCall};

/// A test that was slowed down on purpose answers within a minute, or it hangs.
const PATIENCE: Duration = Duration::from_mins(1);
/// A whole journal has ten thousand entries of a few hundred bytes.
const ANSWER_BYTES: u64 = 64 << 20;

/// Where a world is, the key that may do everything in it, and the calls of its administration.
#[derive(Debug)]
pub struct World {
    base_url: String,
    key: String,
    urls: Value,
    /// Who is in it from the beginning, besides those who were made.
    people: Arc<[Value]>,
}

impl World {
    /// The world of an answer with `key` and `urls`, `base_url` among them, with these people added.
    #[track_caller]
    pub(super) fn begin(told: &Value, people: Arc<[Value]>) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let world = Self {
            base_url: text(&told["urls"]["base_url"]),
            key: text(&told["key"]),
            urls: told["urls"].clone(),
            people,
        };
        world.add_own_people();
        world
    }

    #[track_caller]
    fn add_own_people(&self) {
        for person in &*self.people {
            self.add(person);
        }
    }

    /// Who is in every world of this registry from the beginning.
    pub(super) fn own_people(&self) -> Arc<[Value]> {
        Arc::clone(&self.people)
    }

    /// What stands before every path of the API: `{base_url}/v1/match`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The key that may do everything here.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address of a surface: `portal`, `hatinh`, `vneid_issuer`, `dvcqg_issuer`, `ndxp`, `lgsp`.
    ///
    /// # Panics
    ///
    /// When there is none of that name.
    #[track_caller]
    pub fn url(&self, name: &str) -> &str {
        let Some(url) = self.urls[name].as_str() else {
            panic!("there is no address {name} among {}", self.urls);
        };
        url
    }

    /// Adds a person, as `POST /v1/citizens` takes it, and answers the record. A number is made when none is given.
    #[track_caller]
    pub fn add(&self, person: &Value) -> Value {
        self.post("/v1/citizens", person)
    }

    /// Drops everything that was done here: people, accounts, logins, rules, journal. The clock is as it began, and so
    /// are the people of [`super::Builder::people`].
    #[track_caller]
    pub fn reset(&self) {
        self.post("/admin/reset", &Value::Null);
        self.add_own_people();
    }

    /// What was asked here, newest first, as `GET /admin/journal` tells it.
    #[track_caller]
    pub fn journal(&self) -> Vec<Value> {
        let told = self.get("/admin/journal?limit=10000");
        told["entries"].as_array().cloned().unwrap_or_default()
    }

    /// Asserts that calls were made as often as `POST /admin/verify` is told: one expectation or a list of them.
    ///
    /// # Panics
    ///
    /// When they were not, with the report: how often it was, and the calls that came nearest.
    #[track_caller]
    pub fn verify(&self, expectations: &Value) {
        match self.call("POST", "/admin/verify?format=text", expectations) {
            Ok(PlainAnswer { status: 200, .. }) => {}
            Ok(PlainAnswer { body, .. }) => panic!("{body}"),
            Err(error) => panic!("POST /admin/verify is not answered: {error}"),
        }
    }

    /// The answer to a GET of the administrator.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.answered("GET", path, &Value::Null)
    }

    /// The answer to a POST of the administrator; without a body for null.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Value {
        self.answered("POST", path, body)
    }

    /// The answer to a PUT of the administrator.
    #[track_caller]
    pub fn put(&self, path: &str, body: &Value) -> Value {
        self.answered("PUT", path, body)
    }

    /// The answer to a DELETE of the administrator.
    #[track_caller]
    pub fn delete(&self, path: &str) -> Value {
        self.answered("DELETE", path, &Value::Null)
    }

    #[track_caller]
    fn answered(&self, method: &str, path: &str, body: &Value) -> Value {
        match self.call(method, path, body) {
            Ok(PlainAnswer { status, body }) if (200..300).contains(&status) => {
                // What is no JSON (nothing, a text) is told as it is.
                serde_json::from_str(&body).unwrap_or(Value::String(body))
            }
            Ok(PlainAnswer { status, body }) => {
                panic!("{method} {path} is answered with {status}: {body}")
            }
            Err(error) => panic!("{method} {path} is not answered: {error}"),
        }
    }

    pub(super) fn call(
        &self,
        method: &str,
        path: &str,
        body: &Value,
    ) -> std::io::Result<PlainAnswer> {
        let url = Url::parse(&format!("{}{path}", self.base_url)).map_err(std::io::Error::other)?;
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        PlainCall {
            method,
            url: &url,
            headers: &[
                ("x-api-key", &self.key),
                ("content-type", "application/json"),
                // Messages of assertions are read beside code.
                ("accept-language", "en"),
            ],
            body: &body,
            patience: PATIENCE,
            answer_bytes: ANSWER_BYTES,
        }
        .make()
    }
}
