//! What the console shows, as calls that other programs make.

use std::fmt::Write as _;

use serde_json::json;

use super::operator::Operator;
use crate::domain::citizen::Citizen;
use crate::outbound::shell::quote;
use crate::registry::finding::FindQuery;

/// The developer's key, as `fixtures/clients.toml` documents it.
const DEV_KEY: &str = "dev-key";
/// Stands for a key that is nobody's to read.
const HIDDEN_KEY: &str = "X-API-Key: $DANCU_ADMIN_KEY";

/// A call and what it does.
#[derive(Clone, Debug)]
pub struct Call {
    /// What it does.
    pub purpose: &'static str,
    /// The command.
    pub command: String,
}

/// `GET /v1/find` with these conditions.
pub fn find(operator: &Operator, understood: &str, query: &FindQuery) -> String {
    let url = address(operator, "/v1/find");
    let key = key(operator);
    let conditions = quote(&format!("q={understood}"));
    let mut command = format!("curl -sSG {url} {key} --data-urlencode {conditions}");
    // Writing to a String does not fail.
    let _written = write!(command, " -d count={}", query.count);
    if query.seed != 0 {
        let _written = write!(command, " -d seed={}", query.seed);
    }
    command
}

/// A match that comes late and is then not answered, because its header says so.
pub fn with_scenario(operator: &Operator) -> String {
    let (url, key) = (address(operator, "/v1/match"), key(operator));
    let question = r#"{"number": "042085000488", "full_name": "Nguyễn Văn Thành", "date_of_birth": "1985-05-12"}"#;
    let body = quote(question);
    format!(
        "curl -sS {url} {key} -H 'X-Dancu-Scenario: slow=2s,unavailable' -H 'Content-Type: application/json' -d {body}"
    )
}

/// The calls that a tester makes about somebody.
pub fn about(operator: &Operator, citizen: &Citizen) -> Vec<Call> {
    let identity = &citizen.identity;
    let day = operator.app().world.business_date();
    let number = identity.number_on(day).map(|number| number.to_string());
    let number = number.or_else(|| citizen.cmnd.first().map(|cmnd| cmnd.number.to_string()));
    let Some(number) = number else {
        return Vec::new();
    };
    let question = json!({
        "number": number,
        "full_name": identity.full_name_on(day).as_str(),
        "date_of_birth": identity.date_of_birth.to_string(),
    });
    let post = |path: &str| {
        let (url, key) = (address(operator, path), key(operator));
        let body = quote(&question.to_string());
        format!("curl -sS {url} {key} -H 'Content-Type: application/json' -d {body}")
    };
    let get = |path: String| format!("curl -sS {} {}", address(operator, &path), key(operator));
    let call = |vietnamese, english, command| Call {
        purpose: operator.say(vietnamese, english),
        command,
    };
    vec![
        call("So khớp", "Match", post("/v1/match")),
        call("Tra cứu", "Look up", post("/v1/lookup")),
        call(
            "Bản ghi theo số",
            "The record by its number",
            get(format!("/v1/citizens/{number}")),
        ),
        call(
            "Gia đình và hộ",
            "Family and household",
            get(format!("/v1/citizens/{number}/family")),
        ),
        call(
            "Thẻ",
            "The card",
            get(format!("/v1/citizens/{number}/card")),
        ),
    ]
}

fn address(operator: &Operator, path: &str) -> String {
    let base = operator.app().provider.public_url();
    quote(&format!("{base}{path}"))
}

/// The key, where it is one that everybody knows; else a variable of the shell.
fn key(operator: &Operator) -> String {
    let app = operator.app();
    let is_known = app.shared.on_loopback && app.client_with(DEV_KEY).is_some();
    if is_known {
        format!("-H 'X-API-Key: {DEV_KEY}'")
    } else {
        format!("-H \"{HIDDEN_KEY}\"")
    }
}
