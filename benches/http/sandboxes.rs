//! Sandboxes: how soon one is there, how soon it is reset, and how much memory a thousand of them take.

use std::time::{Duration, Instant};

use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

use super::people::People;
use super::server::Server;
use super::{Outcome, machine};

/// How many stand at once.
const MANY: usize = 1000;
/// A person whom every sandbox edits, so that none is empty.
const EDITED: &str = "042085000488";

/// What sandboxes cost.
pub struct Sandboxes {
    /// From a request for one to its answer.
    pub made: Vec<Duration>,
    /// From a request for a reset of a sandbox that was used to its answer.
    pub reset: Vec<Duration>,
    /// Own memory before the first, in KiB.
    pub before_kib: u64,
    /// Own memory with all of them, each edited, matched against and with a journal.
    pub with_all_kib: u64,
    /// Living people of the population beneath.
    pub people: usize,
}

/// Makes them, uses each, resets each.
pub fn measure(people: &People, size: usize) -> Outcome<Sandboxes> {
    let questions = people.read_questions()?;
    let server = Server::dancu(&people.folder, &questions[0], &[])?;
    let admin = Admin {
        client: Client::new(),
        base_url: server.base_url(),
    };
    admin.post("dev-key", "/admin/reset", "{}")?;
    let before_kib = machine::own_memory_kib(server.process())?;
    let mut made = Vec::with_capacity(MANY);
    let mut keys = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        let started = Instant::now();
        let told: Value = admin.post("dev-key", "/admin/sandboxes", "{}")?.json()?;
        made.push(started.elapsed());
        keys.push(told["key"].as_str().ok_or("no key")?.to_owned());
    }
    for (key, question) in keys.iter().zip(questions.iter().cycle()) {
        admin.edit(key)?;
        admin.post(key, "/v1/match", question)?;
    }
    let with_all_kib = machine::own_memory_kib(server.process())?;
    let mut reset = Vec::with_capacity(MANY);
    for key in &keys {
        let started = Instant::now();
        admin.post(key, "/admin/reset", "{}")?;
        reset.push(started.elapsed());
    }
    Ok(Sandboxes {
        made,
        reset,
        before_kib,
        with_all_kib,
        people: size,
    })
}

/// Makes one sandbox with a rule that fits nobody who is asked for, and tells its id: what a match costs with
/// everything on.
pub fn with_a_rule(server: &Server) -> Outcome<String> {
    let admin = Admin {
        client: Client::new(),
        base_url: server.base_url(),
    };
    let told: Value = admin.post("dev-key", "/admin/sandboxes", "{}")?.json()?;
    let key = told["key"].as_str().ok_or("no key")?;
    let rule = json!({"condition": {"number": EDITED}, "scenario": "unavailable"});
    admin.post(key, "/admin/rules", &rule.to_string())?;
    Ok(told["id"].as_str().ok_or("no id")?.to_owned())
}

struct Admin {
    client: Client,
    base_url: String,
}

impl Admin {
    fn post(&self, key: &str, path: &str, body: &str) -> Outcome<Response> {
        let request = self.client.post(format!("{}{path}", self.base_url));
        let request = request.bearer_auth(key);
        let request = request.header("content-type", "application/json");
        Ok(request.body(body.to_owned()).send()?.error_for_status()?)
    }

    fn edit(&self, key: &str) -> Outcome<()> {
        let request = self
            .client
            .patch(format!("{}/v1/citizens/{EDITED}", self.base_url));
        let request = request.bearer_auth(key).header("if-match", "*");
        let request = request.header("content-type", "application/merge-patch+json");
        request
            .body(r#"{"mobile": "0100000048"}"#)
            .send()?
            .error_for_status()?;
        Ok(())
    }
}
