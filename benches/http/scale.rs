//! The same questions to two populations, a small and a large one: what a hundred times as many people cost a caller.

use std::path::Path;
use std::time::Instant;

use reqwest::blocking::Client;
use serde_json::{Value, json};

use super::server::Server;
use super::{Outcome, median};

/// Places of the population that people are taken from.
const PLACES: usize = 150;
/// People taken from each.
const FROM_EACH: usize = 10;
/// Questions asked before it counts, so that what they touch is in the system's cache.
const WARM_UP: usize = 1;

/// What is asked, in the order of the table.
const KINDS: [&str; 6] = [
    "match",
    "lookup by number",
    "lookup by CMND",
    "search by name and date",
    "household",
    "fuzzy search (name and year)",
];

/// Asks both and prints the table.
pub fn measure(small: &Path, large: &Path) -> Outcome<()> {
    let sides = [Side::of(small)?, Side::of(large)?];
    let mut times: [[Vec<f64>; KINDS.len()]; 2] = Default::default();
    for round in 0..=WARM_UP {
        for (side, times) in sides.iter().zip(&mut times) {
            for (kind, times) in times.iter_mut().enumerate() {
                let taken = side.ask_all(kind)?;
                if round >= WARM_UP {
                    *times = taken;
                }
            }
        }
    }
    println!(
        "| call, one at a time over one connection | {} people | {} people | ratio |",
        sides[0].people, sides[1].people
    );
    println!("| --- | --- | --- | --- |");
    let [small, large] = times;
    for (kind, (small, large)) in KINDS.iter().zip(small.into_iter().zip(large)) {
        let worst = large.iter().copied().fold(0.0, f64::max);
        let (few, many) = (median(small), median(large));
        println!(
            "| {kind} | {few:.0} us | {many:.0} us, worst {worst:.0} us | **{:.2}** |",
            many / few
        );
    }
    for side in &sides {
        side.print_start_and_reset()?;
    }
    Ok(())
}

/// A server over one population, and whom to ask for.
struct Side {
    server: Server,
    client: Client,
    people: u64,
    /// Bodies and addresses, by kind.
    questions: [Vec<Question>; KINDS.len()],
}

struct Question {
    path: String,
    body: Option<String>,
}

impl Side {
    fn of(folder: &Path) -> Outcome<Self> {
        let first = json!({"number": "042085000488", "full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12"});
        let server = Server::dancu(folder, &first.to_string(), &[])?;
        let client = Client::new();
        let version: Value = get(&client, &server, "/version")?;
        let people = version["population"]["people"].as_u64().unwrap_or_default();
        let mut side = Self {
            server,
            client,
            people,
            questions: Default::default(),
        };
        for seed in 0..PLACES {
            side.take_people(seed)?;
        }
        Ok(side)
    }

    /// Makes questions about some people from a place of the population.
    fn take_people(&mut self, seed: usize) -> Outcome<()> {
        for (with_cmnd, wanted) in [
            (false, "full birth date, not no number"),
            (true, "full birth date, not no cmnd"),
        ] {
            let query: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
            let path = format!("/v1/find?q={query}&count={FROM_EACH}&seed={}", seed * 7919);
            let found = get(&self.client, &self.server, &path)?;
            for person in found["citizens"].as_array().into_iter().flatten() {
                self.take_person(person, with_cmnd);
            }
        }
        Ok(())
    }

    fn take_person(&mut self, person: &Value, with_cmnd: bool) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (name, date) = (text(&person["full_name"]), text(&person["date_of_birth"]));
        let cmnd = text(&person["cmnd"][0]["number"]);
        if with_cmnd {
            let body = json!({"number": cmnd, "full_name": name, "date_of_birth": date});
            self.questions[2].push(post("/v1/lookup", &body));
            return;
        }
        let body = json!({"number": person["number"], "full_name": name, "date_of_birth": date});
        self.questions[0].push(post("/v1/match", &body));
        self.questions[1].push(post("/v1/lookup", &body));
        let body = json!({"full_name": name, "date_of_birth": date});
        self.questions[3].push(post("/v1/search", &body));
        if let Some(id) = person["household"]["id"].as_u64() {
            self.questions[4].push(Question {
                path: format!("/v1/households/{id}"),
                body: None,
            });
        }
        let body = json!({"full_name": name, "date_of_birth": &date[..4]});
        self.questions[5].push(post("/v1/search", &body));
    }

    /// Asks every question of a kind and tells how many microseconds each took.
    fn ask_all(&self, kind: usize) -> Outcome<Vec<f64>> {
        let questions = &self.questions[kind];
        if questions.len() < PLACES {
            return Err(format!("only {} questions of '{}'", questions.len(), KINDS[kind]).into());
        }
        questions
            .iter()
            .map(|question| self.ask(question))
            .collect()
    }

    fn ask(&self, question: &Question) -> Outcome<f64> {
        let url = format!("{}{}", self.server.base_url(), question.path);
        let request = match &question.body {
            Some(body) => self
                .client
                .post(url)
                .header("content-type", "application/json")
                .body(body.clone()),
            None => self.client.get(url),
        };
        let request = request.bearer_auth("dev-key");
        let started = Instant::now();
        let answer = request.send()?;
        let status = answer.status();
        let _body = answer.bytes()?;
        let taken = started.elapsed();
        // A search that is too broad is refused, and two holders of a CMND are nobody: answers like others.
        if status.is_server_error() || status == 401 {
            return Err(format!("{} answered {status}", question.path).into());
        }
        Ok(taken.as_secs_f64() * 1e6)
    }

    fn print_start_and_reset(&self) -> Outcome<()> {
        let url = format!("{}/admin/reset", self.server.base_url());
        let mut resets = Vec::new();
        for _ in 0..20 {
            let started = Instant::now();
            self.client
                .post(&url)
                .bearer_auth("dev-key")
                .send()?
                .error_for_status()?;
            resets.push(started.elapsed().as_secs_f64() * 1e3);
        }
        println!(
            "\n{} people: start to first answer {:.0} ms, reset {:.1} ms (median of 20)",
            self.people,
            self.server.answered_in.as_secs_f64() * 1e3,
            median(resets)
        );
        Ok(())
    }
}

fn post(path: &str, body: &Value) -> Question {
    Question {
        path: path.to_owned(),
        body: Some(body.to_string()),
    }
}

fn get(client: &Client, server: &Server, path: &str) -> Outcome<Value> {
    let request = client.get(format!("{}{path}", server.base_url()));
    Ok(request
        .bearer_auth("dev-key")
        .send()?
        .error_for_status()?
        .json()?)
}
