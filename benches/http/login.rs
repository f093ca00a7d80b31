//! Logins: tokens and pages a second, each beside a bare server that answers and signs as much.

use std::fs;
use std::sync::Arc;

use super::flows::{Answers, Broken, Flow, Login, Visitor};
use super::generator::{drive, runtime};
use super::load::Round;
use super::machine::own_memory_kib;
use super::people::People;
use super::server::Server;
use super::{Effort, Outcome};
use serde_json::Value;

/// People who log in at VNeID, in turn.
const PEOPLE: usize = 2_000;
/// Relying parties of the benchmark, beside those that come with the program: they prove themselves with a
/// secret, and differ in how their ID tokens are signed.
const RELYING_PARTIES: &str = r#"
[[relying_party]]
id = "bench-rs256"
name_vi = "Đo tốc độ"
name_en = "Benchmark"
issuers = ["vneid", "dvcqg"]
secret = "bench-rs256-secret"
redirect_uris = ["http://127.0.0.1:3000/callback"]

[[relying_party]]
id = "bench-es256"
name_vi = "Đo tốc độ"
name_en = "Benchmark"
issuers = ["vneid", "dvcqg"]
secret = "bench-es256-secret"
redirect_uris = ["http://127.0.0.1:3000/callback"]
id_token_signed_response_alg = "ES256"
"#;

/// What was measured.
pub struct Logins {
    /// Each flow, and the same from a bare server where there is one.
    pub lanes: Vec<Lane>,
    /// `RssAnon` after the first answer.
    pub idle_kib: u64,
    /// `RssAnon` after all flows.
    pub loaded_kib: u64,
}

/// One flow and its rounds.
pub struct Lane {
    /// What the table calls it.
    pub name: &'static str,
    flow: Arc<Flow>,
    bare: Option<Server>,
    /// What each round came to.
    pub rounds: Vec<Round>,
    /// The same from the bare server; empty where there is none.
    pub bare_rounds: Vec<Round>,
}

/// Starts the servers, and lets them take turns in rounds.
pub fn measure(effort: &Effort, people: &People) -> Outcome<Logins> {
    let clients = people.folder.join("bench-clients.toml");
    fs::write(
        &clients,
        [include_str!("../../fixtures/clients.toml"), RELYING_PARTIES].concat(),
    )?;
    let questions = people.read_questions()?;
    let clients = clients.to_string_lossy();
    let server = Server::dancu(
        &people.folder,
        &questions[0],
        &["--auto-approve", "--clients", &clients],
    )?;
    let idle_kib = own_memory_kib(server.process())?;
    let mut lanes = Vec::new();
    for (name, flow) in flows(&server, &questions)? {
        lanes.push(lane(name, flow, &server, people)?);
    }
    run_rounds(effort, &server, &mut lanes)?;
    Ok(Logins {
        lanes,
        idle_kib,
        loaded_kib: own_memory_kib(server.process())?,
    })
}

/// Everything that is measured.
fn flows(server: &Server, questions: &[String]) -> Outcome<Vec<(&'static str, Flow)>> {
    let accounts = reqwest::blocking::get(format!("{}/portal/accounts.json", server.base_url()))?;
    let accounts: Vec<Value> = accounts.error_for_status()?.json()?;
    let text = |account: &Value, field: &str| account[field].as_str().map(str::to_owned);
    let (name, password) = accounts
        .iter()
        .find_map(|account| Some((text(account, "username")?, text(account, "password")?)))
        .ok_or("the portal has no account with a password")?;
    let login = |issuer, client, people: &[String], userinfo| Login {
        issuer,
        client,
        people: people.to_vec(),
        userinfo,
    };
    let everybody: Vec<String> = questions
        .iter()
        .filter_map(|question| number_of(question))
        .collect();
    let citizens = who_can_log_in(
        server,
        &login("vneid", "bench-es256", &[], false),
        &everybody,
    )?;
    let usernames: Vec<String> = accounts
        .iter()
        .filter_map(|account| text(account, "username"))
        .collect();
    let owners = who_can_log_in(
        server,
        &login("dvcqg", "bench-es256", &[], false),
        &usernames,
    )?;
    let vneid = |client, userinfo| login("vneid", client, &citizens, userinfo);
    let dvcqg = |client, userinfo| login("dvcqg", client, &owners, userinfo);
    Ok(vec![
        (
            "vneid: authorize to token, RS256",
            Flow::Login(vneid("bench-rs256", false)),
        ),
        (
            "vneid: authorize to token, ES256",
            Flow::Login(vneid("bench-es256", false)),
        ),
        (
            "vneid: whole flow, RS256",
            Flow::Login(vneid("bench-rs256", true)),
        ),
        (
            "vneid: whole flow, ES256",
            Flow::Login(vneid("bench-es256", true)),
        ),
        (
            "dvcqg: whole flow, RS256",
            Flow::Login(dvcqg("bench-rs256", true)),
        ),
        (
            "dvcqg: whole flow, ES256",
            Flow::Login(dvcqg("bench-es256", true)),
        ),
        (
            "vneid: login page",
            Flow::VneidPage(vneid("bench-rs256", false)),
        ),
        ("portal: account page", Flow::AccountPage),
        ("portal: password login", Flow::Password(name, password)),
    ])
}

fn number_of(question: &str) -> Option<String> {
    let question: Value = serde_json::from_str(question).ok()?;
    question["number"].as_str().map(str::to_owned)
}

/// The first of these who get a code: not everybody has an electronic identity that can be used.
fn who_can_log_in(server: &Server, login: &Login, names: &[String]) -> Outcome<Vec<String>> {
    let base_url = server.base_url();
    let mut found = Vec::new();
    let mut refused = String::new();
    runtime()?.block_on(async {
        for name in names {
            let flow = Arc::new(Flow::Login(Login {
                people: vec![name.clone()],
                ..login.clone()
            }));
            match Visitor::new(&base_url, &flow, 0).await?.once().await {
                Ok(_tokens) => found.push(name.clone()),
                Err(broken) => refused = broken,
            }
            if found.len() == PEOPLE {
                break;
            }
        }
        Ok::<_, Broken>(())
    })?;
    if found.is_empty() {
        return Err(format!("nobody can log in: {refused}").into());
    }
    Ok(found)
}

/// A flow with its bare server, which answers as `dancu` has just answered. A password has none: the hash
/// is slow on purpose, and all of it.
fn lane(name: &'static str, flow: Flow, server: &Server, people: &People) -> Outcome<Lane> {
    let flow = Arc::new(flow);
    let bare = match &*flow {
        Flow::Password(..) => None,
        Flow::Login(_) | Flow::VneidPage(_) | Flow::AccountPage => {
            let answers: Answers = runtime()?.block_on(async {
                let mut visitor = Visitor::new(&server.base_url(), &flow, 0).await?;
                visitor.once().await
            })?;
            let file = people.folder.join("bench-answers.json");
            fs::write(&file, serde_json::to_string(&answers)?)?;
            Some(Server::bare_login(&file)?)
        }
    };
    Ok(Lane {
        name,
        flow,
        bare,
        rounds: Vec::new(),
        bare_rounds: Vec::new(),
    })
}

/// The lanes take turns, and within each `dancu` and the bare server.
fn run_rounds(effort: &Effort, server: &Server, lanes: &mut [Lane]) -> Outcome<()> {
    for round in 0..=effort.rounds {
        let is_warm_up = round == 0;
        let seconds = if is_warm_up { 1 } else { effort.login_seconds };
        for lane in &mut *lanes {
            let broken = |error| format!("{}: {error}", lane.name);
            let own = drive(server, &lane.flow, seconds).map_err(broken)?;
            let bare = lane.bare.as_ref();
            let bare = bare
                .map(|bare| drive(bare, &lane.flow, seconds))
                .transpose()
                .map_err(broken)?;
            if is_warm_up {
                continue;
            }
            println!(
                "round {round}  {:33} {:>6.0}/s  server {:>7.1} us  bare {:>6.0}/s  server {:>6.1} us",
                lane.name,
                own.rate,
                own.server_micros,
                bare.as_ref().map_or(f64::NAN, |bare| bare.rate),
                bare.as_ref().map_or(f64::NAN, |bare| bare.server_micros),
            );
            lane.rounds.push(own);
            lane.bare_rounds.extend(bare);
        }
    }
    Ok(())
}
