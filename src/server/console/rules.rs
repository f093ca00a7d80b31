//! Rules at the console: which calls are answered how, added, switched and taken away.

use actix_web::HttpResponse;

use super::frame::Tab;
use super::operator::Order;
use crate::domain::scenario::Condition;
use crate::record::FieldError;
use crate::server::App;
use crate::server::pages::PageFailure;
use crate::server::problem::{Problem, RULE_NOT_FOUND};
use crate::server::rest::{ConditionBody, RuleBody, rule_from};
use crate::worlds::{NewRule, Rule};

const HERE: &str = Tab::Scenarios.path();

/// A rule in the table.
#[derive(Clone, Debug)]
pub struct RuleRow {
    /// Its id.
    pub id: String,
    /// Which calls it means: names of conditions and their values; none for all that programs make.
    pub conditions: Vec<(&'static str, String)>,
    /// What happens to them.
    pub script: String,
    /// Calls that fitted so far.
    pub matched: u64,
    /// Calls that were struck so far.
    pub acted: u64,
    /// Whether it is switched on.
    pub enabled: bool,
}

impl RuleRow {
    /// The rules of a world, in the order they are asked.
    pub fn all(app: &App) -> Vec<Self> {
        let rules = app.world.rules().all();
        rules.iter().map(|rule| Self::of(rule)).collect()
    }

    fn of(rule: &Rule) -> Self {
        let seen = rule.seen();
        Self {
            id: rule.id.to_string(),
            conditions: conditions(&rule.told.condition),
            script: rule.told.script.to_string(),
            matched: seen.matched,
            acted: seen.acted,
            enabled: rule.told.enabled,
        }
    }
}

fn conditions(condition: &Condition) -> Vec<(&'static str, String)> {
    let text = |value: &Option<Box<str>>| value.as_ref().map(ToString::to_string);
    let conditions = [
        ("method", text(&condition.method)),
        (
            "path",
            condition.path.as_ref().map(|path| path.as_str().to_owned()),
        ),
        ("operation", text(&condition.operation)),
        ("client", text(&condition.client)),
        ("number", condition.number.map(|number| number.to_string())),
        (
            "full_name",
            condition.full_name.as_ref().map(ToString::to_string),
        ),
        (
            "date_of_birth",
            condition.date_of_birth.map(|date| date.to_string()),
        ),
    ];
    let named = conditions.into_iter();
    named
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

/// Adds a rule behind the others.
pub async fn add(order: Order) -> Result<HttpResponse, PageFailure> {
    match added(&order) {
        Ok(id) => Ok(order.operator.done(
            HERE,
            &format!("Đã thêm luật {id}."),
            &format!("Rule {id} is added."),
        )),
        Err(problem) => order.operator.refused(HERE, problem),
    }
}

fn added(order: &Order) -> Result<String, Problem> {
    let body = body_of(order)?;
    let id = body.id.as_deref();
    let rule = rule_from(&body, id)?;
    let rules = order.operator.app().world.rules();
    Ok(rules.add(id, rule)?.id.to_string())
}

/// The form as the body of `POST /admin/rules`.
fn body_of(order: &Order) -> Result<RuleBody, Problem> {
    let text = |name| order.filled(name).map(str::to_owned);
    let steps = order.field("sequence").split([';', '\n']).map(str::trim);
    let steps: Vec<String> = steps
        .filter(|step| !step.is_empty())
        .map(str::to_owned)
        .collect();
    let mut errors = Vec::new();
    let body = RuleBody {
        id: text("id"),
        condition: Some(ConditionBody {
            method: text("method"),
            path: text("path"),
            operation: text("operation"),
            client: text("client"),
            number: text("number"),
            full_name: text("full_name"),
            date_of_birth: text("date_of_birth"),
        }),
        scenario: None,
        sequence: Some(steps),
        then: text("then"),
        probability: number(order, "probability", &mut errors),
        seed: number(order, "seed", &mut errors),
        times: number(order, "times", &mut errors),
        lasting: text("for"),
        enabled: None,
    };
    if errors.is_empty() {
        Ok(body)
    } else {
        Err(Problem::fields(errors))
    }
}

/// A number of a form, where something was typed.
pub fn number<T: std::str::FromStr>(
    order: &Order,
    field: &str,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    let typed = order.filled(field)?;
    let number = typed.parse().ok();
    if number.is_none() {
        errors.push(FieldError::told(
            field,
            "field_type",
            "Cần một số.",
            "Expected a number.",
        ));
    }
    number
}

/// Switches a rule on or off, or takes it away.
pub async fn change(order: Order) -> Result<HttpResponse, PageFailure> {
    let (action, id) = (
        order.field("action").to_owned(),
        order.field("id").to_owned(),
    );
    let operator = order.operator;
    match changed(operator.app(), &action, &id) {
        Ok((vietnamese, english)) => Ok(operator.done(HERE, vietnamese, english)),
        Err(problem) => operator.refused(HERE, problem),
    }
}

fn changed(app: &App, action: &str, id: &str) -> Result<(&'static str, &'static str), Problem> {
    let rules = app.world.rules();
    let rule = rules.find(id);
    let rule = rule.ok_or_else(|| Problem::new(&RULE_NOT_FOUND))?;
    if action == "delete" {
        rules.remove(id);
        return Ok(("Đã xóa luật.", "The rule is gone."));
    }
    let enabled = !rule.told.enabled;
    let told = NewRule {
        enabled,
        ..rule.told.clone()
    };
    rules.put(id, told)?;
    Ok(if enabled {
        (
            "Luật đã bật, và đếm lại từ đầu.",
            "The rule is on, and counts from nothing.",
        )
    } else {
        ("Luật đã tắt.", "The rule is off.")
    })
}
