//! `/admin/rules`: which calls are answered how, for testers.

use actix_web::{HttpResponse, delete, get, post, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::scenario::{
    Condition, MAX_STEPS, PathPattern, Scenario, Script, Then, read_duration, write_duration,
};
use crate::record::FieldError;
use crate::registry::question::{keep, read_date, read_number};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody, RULE_EXISTS, RULE_NOT_FOUND, RULES_TOO_MANY};
use crate::server::scenario_fields::{out_of_range, read_probability, read_scenario};
use crate::server::worlds::is_an_id;
use crate::worlds::{MAX_RULES, NewRule, Rule, RuleError};

/// The longest word of a condition, in bytes.
const LONGEST_WORD: usize = 100;

/// Which calls a rule means: all that is named must hold.
#[derive(Deserialize, Serialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct ConditionBody {
    /// The HTTP method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path without the prefix of a sandbox; `*` stands for any letters. Without a path a rule means no page
    /// for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What is asked, in the journal's word: `match`, `lookup`, `verify`, `household`, `get_citizen`, `search`,
    /// `token`, `userinfo`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Who asks, as the journal names them; for `token`, the id of the relying party.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The number in the question, 12 or 9 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name in the question, compared as unaccented capitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<String>,
    /// The date of birth in the question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
}

/// A rule to add. Either `scenario` or `sequence` is needed.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"id": "flaky-match", "condition": {"path": "/v1/match"}, "sequence": ["unavailable", "unavailable", "pass"]}))]
pub struct RuleBody {
    /// Its id, up to 40 small letters, digits and dashes; a number when absent. In `PUT` the address has it.
    pub id: Option<String>,
    /// Which calls it means; all that programs make when absent.
    pub condition: Option<ConditionBody>,
    /// What happens to each (`docs/scenarios.md`).
    pub scenario: Option<String>,
    /// What happens to the first, the second, and so on: at most 100.
    pub sequence: Option<Vec<String>>,
    /// What comes behind the sequence: `last` (the last again and again, the default), `again` (from the beginning) or
    /// `pass`.
    pub then: Option<String>,
    /// How likely a call is struck, 0 to 1; always when absent. Who is not struck is left to the rules behind.
    pub probability: Option<f64>,
    /// What the dice are thrown with; 0 when absent. The same seed, id and order of calls give the same run.
    pub seed: Option<u64>,
    /// How many calls are struck at the most.
    pub times: Option<u32>,
    /// For how long, from the first call that fits: `60s`.
    #[serde(rename = "for")]
    pub lasting: Option<String>,
    /// Whether it is switched on; it is when absent.
    pub enabled: Option<bool>,
}

/// A rule and what it has seen.
#[derive(Serialize, ToSchema, Debug)]
pub struct RuleAnswer {
    /// Its id.
    pub id: String,
    /// Which calls it means.
    pub condition: ConditionBody,
    /// What happens, first, second, then.
    pub sequence: Vec<String>,
    /// What comes behind.
    #[schema(value_type = String)]
    pub then: &'static str,
    /// How likely a call is struck.
    pub probability: f64,
    /// What the dice are thrown with.
    pub seed: u64,
    /// How many calls are struck at the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// For how long, from the first call that fits.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub lasting: Option<String>,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Calls that fitted so far.
    pub matched: u64,
    /// Calls that were struck so far.
    pub acted: u64,
    /// The last call that fitted, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_at: Option<String>,
}

/// The rules of a world.
#[derive(Serialize, ToSchema, Debug)]
pub struct RuleList {
    /// In the order they are asked: the first that strikes decides.
    pub rules: Vec<RuleAnswer>,
}

/// Add a rule
///
/// Behind the others. Rules live in memory and end with a reset.
#[utoipa::path(
    tag = "scenarios",
    request_body = RuleBody,
    responses(
        (status = 201, body = RuleAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/admin/rules")]
pub async fn create_rule(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let body: RuleBody = body.read()?;
    let rule = rule_from(&body, body.id.as_deref())?;
    let added = app.world.rules().add(body.id.as_deref(), rule)?;
    Ok(created(&app, &added))
}

/// List the rules
#[utoipa::path(
    tag = "scenarios",
    responses(
        (status = 200, body = RuleList),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/rules")]
pub async fn list_rules(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    let rules = app.world.rules().all();
    HttpResponse::Ok().json(RuleList {
        rules: rules.iter().map(|rule| RuleAnswer::of(rule)).collect(),
    })
}

/// Take all rules away
#[utoipa::path(
    tag = "scenarios",
    responses(
        (status = 204, description = "No rule is left"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/rules")]
pub async fn delete_rules(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    app.world.rules().remove_all();
    HttpResponse::NoContent().finish()
}

/// Tell one rule
#[utoipa::path(
    tag = "scenarios",
    params(("id" = String, Path, description = "The id of a rule")),
    responses(
        (status = 200, body = RuleAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/rules/{id}")]
pub async fn get_rule(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let rule = app.world.rules().find(&id);
    let rule = rule.ok_or_else(|| Problem::new(&RULE_NOT_FOUND))?;
    Ok(HttpResponse::Ok().json(RuleAnswer::of(&rule)))
}

/// Put a rule in the place of the one with this id, or add it
///
/// It counts from nothing.
#[utoipa::path(
    tag = "scenarios",
    params(("id" = String, Path, description = "The id of a rule")),
    request_body = RuleBody,
    responses(
        (status = 200, body = RuleAnswer),
        (status = 201, body = RuleAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[put("/admin/rules/{id}")]
pub async fn put_rule(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    id: web::Path<String>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let rule = rule_from(&body.read()?, Some(&id))?;
    let (rule, is_new) = app.world.rules().put(&id, rule)?;
    Ok(if is_new {
        created(&app, &rule)
    } else {
        HttpResponse::Ok().json(RuleAnswer::of(&rule))
    })
}

/// Take a rule away
#[utoipa::path(
    tag = "scenarios",
    params(("id" = String, Path, description = "The id of a rule")),
    responses(
        (status = 204, description = "It is gone"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/rules/{id}")]
pub async fn delete_rule(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    if app.world.rules().remove(&id) {
        Ok(HttpResponse::NoContent().finish())
    } else {
        Err(Problem::new(&RULE_NOT_FOUND))
    }
}

fn created(app: &App, rule: &Rule) -> HttpResponse {
    let location = app.address(&format!("/admin/rules/{}", rule.id));
    HttpResponse::Created()
        .insert_header(("location", location))
        .json(RuleAnswer::of(rule))
}

impl From<RuleError> for Problem {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::Exists => Self::with_detail(
                &RULE_EXISTS,
                "Thay luật đó bằng PUT /admin/rules/{id}.",
                "Replace it with PUT /admin/rules/{id}.",
            ),
            RuleError::TooMany => Self::with_detail(
                &RULES_TOO_MANY,
                format!("Tối đa {MAX_RULES} luật; xóa bớt bằng DELETE /admin/rules/{{id}}."),
                format!("At most {MAX_RULES} rules; delete some with DELETE /admin/rules/{{id}}."),
            ),
        }
    }
}

impl RuleAnswer {
    fn of(rule: &Rule) -> Self {
        let (told, seen) = (&rule.told, rule.seen());
        let script = &told.script;
        Self {
            id: rule.id.to_string(),
            condition: ConditionBody::of(&told.condition),
            sequence: script.steps.iter().map(ToString::to_string).collect(),
            then: script.then.as_str(),
            probability: script.probability.share(),
            seed: told.seed,
            times: script.times,
            lasting: script.lasting.map(write_duration),
            enabled: told.enabled,
            matched: seen.matched,
            acted: seen.acted,
            last_at: seen.last.map(crate::clock::Timestamp::iso),
        }
    }
}

impl ConditionBody {
    fn of(condition: &Condition) -> Self {
        let word = |word: &Option<Box<str>>| word.as_deref().map(str::to_owned);
        Self {
            method: word(&condition.method),
            path: condition.path.as_ref().map(|path| path.as_str().to_owned()),
            operation: word(&condition.operation),
            client: word(&condition.client),
            number: condition.number.map(|number| number.to_string()),
            full_name: condition.full_name.as_ref().map(ToString::to_string),
            date_of_birth: condition.date_of_birth.map(|date| date.to_string()),
        }
    }

    fn read(&self, errors: &mut Vec<FieldError>) -> Condition {
        let within = |mut error: FieldError| {
            error.field = format!("condition.{}", error.field);
            error
        };
        let mut word = |field: &str, given: &Option<String>| {
            let given = given.as_deref()?;
            if given.len() > LONGEST_WORD || given.is_empty() {
                let field = format!("condition.{field}");
                errors.push(out_of_range(&field, &format!("1–{LONGEST_WORD} byte")));
            }
            Some(given.into())
        };
        let (method, operation, client) = (
            word("method", &self.method),
            word("operation", &self.operation),
            word("client", &self.client),
        );
        let path = self.path.as_deref().map(|text| {
            PathPattern::parse(text).ok_or_else(|| {
                FieldError::told(
                    "condition.path",
                    "path_unreadable",
                    "Đường dẫn bắt đầu bằng '/' hoặc '*', tối đa 200 byte.",
                    "A path begins with '/' or '*' and has at most 200 bytes.",
                )
            })
        });
        let number = self.number.as_deref().map(read_number).transpose();
        let date = self.date_of_birth.as_deref().map(read_date).transpose();
        let name = self.full_name.as_deref().map(|text| {
            crate::domain::name::FullName::parse(text)
                .map_err(|error| FieldError::name("condition.full_name", error))
        });
        Condition {
            method,
            operation,
            client,
            path: keep(path.transpose(), errors).flatten(),
            number: keep(number.map_err(within), errors).flatten(),
            date_of_birth: keep(date.map_err(within), errors).flatten(),
            full_name: keep(name.transpose(), errors).flatten(),
        }
    }
}

/// Reads a rule; everything that is wrong with it is named at once.
pub fn rule_from(body: &RuleBody, id: Option<&str>) -> Result<NewRule, Problem> {
    let mut errors = Vec::new();
    if let Some(id) = id
        && !is_an_id(id)
    {
        errors.push(out_of_range("id", "a–z 0–9 -, 1–40"));
    }
    let condition = body.condition.as_ref().map(|body| body.read(&mut errors));
    let rule = NewRule {
        condition: condition.unwrap_or_default(),
        script: Script {
            steps: steps_of(body, &mut errors),
            then: then_of(body, &mut errors),
            probability: read_probability("probability", body.probability, &mut errors),
            times: body.times,
            lasting: lasting_of(body, &mut errors),
        },
        seed: body.seed.unwrap_or(0),
        enabled: body.enabled.unwrap_or(true),
    };
    if errors.is_empty() {
        Ok(rule)
    } else {
        Err(Problem::fields(errors))
    }
}

fn steps_of(body: &RuleBody, errors: &mut Vec<FieldError>) -> Vec<Scenario> {
    let mut read = |field: String, text: &str| keep(read_scenario(&field, text), errors);
    match (&body.scenario, &body.sequence) {
        (Some(scenario), None) => read("scenario".to_owned(), scenario).into_iter().collect(),
        (None, Some(steps)) if (1..=MAX_STEPS).contains(&steps.len()) => {
            let steps = steps.iter().enumerate();
            steps
                .filter_map(|(index, step)| read(format!("sequence[{index}]"), step))
                .collect()
        }
        (None, Some(_)) => {
            errors.push(out_of_range("sequence", &format!("1–{MAX_STEPS}")));
            Vec::new()
        }
        (None, None) => {
            errors.push(FieldError::missing("scenario"));
            Vec::new()
        }
        (Some(_), Some(_)) => {
            errors.push(FieldError::told(
                "sequence",
                "field_duplicate",
                "Chỉ một trong 'scenario' và 'sequence'.",
                "Only one of 'scenario' and 'sequence'.",
            ));
            Vec::new()
        }
    }
}

fn then_of(body: &RuleBody, errors: &mut Vec<FieldError>) -> Then {
    let Some(word) = body.then.as_deref() else {
        return Then::default();
    };
    let then = Then::from_word(word);
    let then = then.ok_or_else(|| FieldError::not_one_of("then", "last, again, pass"));
    keep(then, errors).unwrap_or_default()
}

fn lasting_of(body: &RuleBody, errors: &mut Vec<FieldError>) -> Option<std::time::Duration> {
    let text = body.lasting.as_deref()?;
    let lasting = read_duration(text);
    if lasting.is_none() {
        errors.push(out_of_range("for", "500ms, 60s, 5m; ≤ 10m"));
    }
    lasting
}
