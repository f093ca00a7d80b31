//! What goes wrong in a world: the switches, the rules, the magic people, and the words for all of it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::curl;
use super::frame::{Frame, Tab};
use super::operator::{Operator, Order};
use super::rules::{RuleRow, number};
use crate::domain::language::Language;
use crate::domain::scenario::{KINDS, Kind, TokenFault};
use crate::record::FieldError;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::Problem;
use crate::server::rest::{FaultsBody, SometimesBody, WindowBody};
use crate::worlds::Faults;

const HERE: &str = Tab::Scenarios.path();
/// Rows for what happens sometimes: more can be set over the API.
const SOMETIMES: usize = 3;

#[derive(Template)]
#[template(path = "console/scenarios.html")]
struct ScenariosPage {
    chrome: Chrome,
    frame: Frame,
    always: String,
    sometimes: Vec<SometimesRow>,
    /// How many more there are than the form has rows for.
    more_sometimes: usize,
    window: (String, String),
    tokens: Vec<TokenOption>,
    is_off: bool,
    kinds: Vec<KindRow>,
    rules: Vec<RuleRow>,
    curl: String,
    magic: Vec<MagicRow>,
}

/// What happens to some calls.
#[derive(Clone, Debug, Default)]
struct SometimesRow {
    scenario: String,
    probability: String,
    seed: String,
}

/// Something that can be wrong with an ID token.
#[derive(Clone, Debug)]
struct TokenOption {
    word: &'static str,
    about: &'static str,
    is_chosen: bool,
}

/// A scenario with its switch.
#[derive(Clone, Debug)]
struct KindRow {
    form: &'static str,
    /// The form with something in it: what its switch sets.
    example: &'static str,
    about: &'static str,
    is_on: bool,
}

/// A magic person.
#[derive(Clone, Debug)]
struct MagicRow {
    number: String,
    full_name: String,
    script: String,
}

/// The page.
pub async fn show(mut operator: Operator) -> Result<HttpResponse, PageFailure> {
    let (app, language) = (operator.app(), operator.guest.language);
    let faults = app.world.rules().faults();
    let told = FaultsBody::of(&faults);
    let always = told.always.unwrap_or_default();
    let window = told.maintenance.map(|window| (window.from, window.to));
    let page = ScenariosPage {
        kinds: KINDS
            .iter()
            .map(|kind| KindRow::of(kind, &always, language))
            .collect(),
        always,
        more_sometimes: told.sometimes.len().saturating_sub(SOMETIMES),
        sometimes: sometimes_rows(&told.sometimes),
        window: window.unwrap_or_default(),
        tokens: token_options(faults.tokens, language),
        is_off: faults.is_off(),
        rules: RuleRow::all(app),
        curl: curl::with_scenario(&operator),
        magic: magic(&operator),
        frame: operator.frame(Tab::Scenarios),
        chrome: operator.guest.chrome(),
    };
    operator.guest.page(StatusCode::OK, &page)
}

impl KindRow {
    fn of(kind: &Kind, always: &str, language: Language) -> Self {
        let example = kind.form.split(" | ").next().unwrap_or(kind.form);
        Self {
            form: kind.form,
            example,
            about: language.pick(kind.vietnamese, kind.english),
            is_on: always == example,
        }
    }
}

fn sometimes_rows(told: &[SometimesBody]) -> Vec<SometimesRow> {
    let rows = told.iter().take(SOMETIMES).map(|sometimes| SometimesRow {
        scenario: sometimes.scenario.clone(),
        probability: sometimes.probability.to_string(),
        seed: sometimes.seed.to_string(),
    });
    let mut rows: Vec<SometimesRow> = rows.collect();
    rows.resize_with(SOMETIMES, SometimesRow::default);
    rows
}

fn token_options(chosen: Option<TokenFault>, language: Language) -> Vec<TokenOption> {
    let options = TokenFault::ALL.iter().map(|fault| {
        let (vietnamese, english) = fault.sentences();
        TokenOption {
            word: fault.as_str(),
            about: language.pick(vietnamese, english),
            is_chosen: chosen == Some(*fault),
        }
    });
    options.collect()
}

fn magic(operator: &Operator) -> Vec<MagicRow> {
    let personas = operator.app().shared.personas.iter();
    let magic = personas.filter_map(|persona| {
        let number = persona.person.as_ref()?.identity.number?;
        Some(MagicRow {
            number: number.to_string(),
            full_name: persona.full_name.clone(),
            script: persona.script.as_ref()?.to_string(),
        })
    });
    magic.collect()
}

/// Sets what always happens, or nothing; the other switches stay.
pub async fn switch(order: Order) -> Result<HttpResponse, PageFailure> {
    let scenario = order.filled("scenario").map(str::to_owned);
    let operator = order.operator;
    let now = FaultsBody::of(&operator.app().world.rules().faults());
    let body = FaultsBody {
        always: scenario,
        ..now
    };
    set(operator, &body)
}

/// Sets every switch of the form; those that the form has no row for stay.
pub async fn set_faults(order: Order) -> Result<HttpResponse, PageFailure> {
    let now = FaultsBody::of(&order.operator.app().world.rules().faults());
    let mut errors = Vec::new();
    let mut sometimes = Vec::new();
    for index in 1..=SOMETIMES {
        let field = |name: &str| format!("{name}_{index}");
        let Some(scenario) = order.filled(&field("scenario")) else {
            continue;
        };
        sometimes.push(SometimesBody {
            scenario: scenario.to_owned(),
            probability: number(&order, &field("probability"), &mut errors).unwrap_or(1.0),
            seed: number(&order, &field("seed"), &mut errors).unwrap_or(0),
        });
    }
    sometimes.extend(now.sometimes.into_iter().skip(SOMETIMES));
    let window = [order.filled("from"), order.filled("to")];
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let body = FaultsBody {
        always: order.filled("always").map(str::to_owned),
        sometimes,
        maintenance: window.iter().any(Option::is_some).then(|| WindowBody {
            from: text(window[0]),
            to: text(window[1]),
        }),
        tokens: order.filled("tokens").map(str::to_owned),
    };
    if errors.is_empty() {
        set(order.operator, &body)
    } else {
        refused(order.operator, errors)
    }
}

/// Switches everything off; rules stay.
pub async fn switch_off(order: Order) -> Result<HttpResponse, PageFailure> {
    let operator = order.operator;
    operator.app().world.rules().set_faults(Faults::default());
    Ok(operator.done(HERE, "Không còn gì sai.", "Nothing is wrong any more."))
}

fn set(operator: Operator, body: &FaultsBody) -> Result<HttpResponse, PageFailure> {
    match body.read() {
        Err(errors) => refused(operator, errors),
        Ok(faults) => {
            operator.app().world.rules().set_faults(faults);
            Ok(operator.done(HERE, "Đã đặt công tắc.", "The switches are set."))
        }
    }
}

fn refused(operator: Operator, errors: Vec<FieldError>) -> Result<HttpResponse, PageFailure> {
    operator.refused(HERE, Problem::fields(errors))
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let page = |is_off: bool| ScenariosPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::Scenarios),
        always: if is_off { String::new() } else { evil() },
        sometimes: vec![SometimesRow {
            scenario: evil(),
            probability: evil(),
            seed: evil(),
        }],
        more_sometimes: usize::from(!is_off),
        window: (evil(), evil()),
        tokens: token_options(TokenFault::ALL.first().copied(), language),
        is_off,
        kinds: KINDS
            .iter()
            .map(|kind| KindRow::of(kind, "timeout", language))
            .collect(),
        rules: if is_off {
            Vec::new()
        } else {
            [true, false]
                .map(|enabled| RuleRow {
                    id: evil(),
                    conditions: if enabled {
                        vec![("path", evil())]
                    } else {
                        Vec::new()
                    },
                    script: evil(),
                    matched: 1,
                    acted: 1,
                    enabled,
                })
                .to_vec()
        },
        curl: evil(),
        magic: vec![MagicRow {
            number: evil(),
            full_name: evil(),
            script: evil(),
        }],
    };
    vec![
        ("console/scenarios.html", rendered(&page(true))),
        ("console/scenarios.html", rendered(&page(false))),
    ]
}
