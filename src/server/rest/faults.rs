//! `/admin/faults`: the switches of a whole world.

use actix_web::{HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::scenario::{TokenFault, Window, WindowError};
use crate::record::FieldError;
use crate::registry::question::keep;
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody};
use crate::server::scenario_fields::{out_of_range, read_probability, read_scenario};
use crate::worlds::{Faults, MAX_SOMETIMES, Sometimes};

/// The switches; what is absent is off.
#[derive(Deserialize, Serialize, ToSchema, Debug, Default)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"always": "slow=200ms", "sometimes": [{"scenario": "unavailable", "probability": 0.1, "seed": 7}], "maintenance": {"from": "22:00", "to": "05:00"}, "tokens": "expired"}))]
pub struct FaultsBody {
    /// What happens to every call of a program (`docs/scenarios.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub always: Option<String>,
    /// What happens to some, each thrown for itself: at most 10.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sometimes: Vec<SometimesBody>,
    /// When everything is answered by `maintenance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintenance: Option<WindowBody>,
    /// What is wrong with every ID token: `expired`, `wrong_nonce`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<String>,
}

/// What happens to some calls.
#[derive(Deserialize, Serialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct SometimesBody {
    /// What.
    pub scenario: String,
    /// How likely, 0 to 1.
    pub probability: f64,
    /// What the dice are thrown with. The same seed and order of calls give the same run.
    #[serde(default)]
    pub seed: u64,
}

/// A maintenance window by the clock of the world: the business date, and the time of day in Viet Nam.
#[derive(Deserialize, Serialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub struct WindowBody {
    /// `HH:MM`, every day, or `yyyy-MM-dd` or `yyyy-MM-ddTHH:MM`, once.
    pub from: String,
    /// The end, in the same form; no part of it.
    pub to: String,
}

/// Tell the switches
#[utoipa::path(
    tag = "scenarios",
    responses(
        (status = 200, body = FaultsBody),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/admin/faults")]
pub async fn get_faults(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    HttpResponse::Ok().json(FaultsBody::of(&app.world.rules().faults()))
}

/// Set the switches
///
/// All of them: what is left out is off. Pages for people and the surface that controls the server are not hit.
#[utoipa::path(
    tag = "scenarios",
    request_body = FaultsBody,
    responses(
        (status = 200, body = FaultsBody),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[put("/admin/faults")]
pub async fn set_faults(
    app: web::Data<App>,
    _call: Call<MayAdminister>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let body: FaultsBody = body.read()?;
    let faults = body.read().map_err(Problem::fields)?;
    let told = FaultsBody::of(&faults);
    app.world.rules().set_faults(faults);
    Ok(HttpResponse::Ok().json(told))
}

/// Switch everything off
#[utoipa::path(
    tag = "scenarios",
    responses(
        (status = 204, description = "Nothing is wrong any more"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[delete("/admin/faults")]
pub async fn clear_faults(app: web::Data<App>, _call: Call<MayAdminister>) -> HttpResponse {
    app.world.rules().set_faults(Faults::default());
    HttpResponse::NoContent().finish()
}

impl FaultsBody {
    /// Switches as they are told.
    pub fn of(faults: &Faults) -> Self {
        let sometimes = faults.sometimes.iter().map(|sometimes| SometimesBody {
            scenario: sometimes.scenario.to_string(),
            probability: sometimes.probability.share(),
            seed: sometimes.seed,
        });
        Self {
            always: faults.always.map(|scenario| scenario.to_string()),
            sometimes: sometimes.collect(),
            maintenance: faults.maintenance.map(|window| {
                let (from, to) = window.ends();
                WindowBody { from, to }
            }),
            tokens: faults.tokens.map(|fault| fault.as_str().to_owned()),
        }
    }

    /// Everything that is wrong is named at once.
    pub fn read(&self) -> Result<Faults, Vec<FieldError>> {
        let mut errors = Vec::new();
        let always = self.always.as_deref();
        let always = always.map(|text| read_scenario("always", text)).transpose();
        let tokens = self.tokens.as_deref().map(token_fault).transpose();
        let window = self.maintenance.as_ref().map(WindowBody::read).transpose();
        if self.sometimes.len() > MAX_SOMETIMES {
            errors.push(out_of_range("sometimes", &format!("≤ {MAX_SOMETIMES}")));
        }
        let mut sometimes = Vec::with_capacity(self.sometimes.len());
        for (index, body) in self.sometimes.iter().enumerate() {
            let field = format!("sometimes[{index}]");
            sometimes.extend(body.read(&field, &mut errors));
        }
        let faults = Faults {
            always: keep(always, &mut errors).flatten(),
            sometimes,
            maintenance: keep(window, &mut errors).flatten(),
            tokens: keep(tokens, &mut errors).flatten(),
        };
        if errors.is_empty() {
            Ok(faults)
        } else {
            Err(errors)
        }
    }
}

impl SometimesBody {
    fn read(&self, field: &str, errors: &mut Vec<FieldError>) -> Option<Sometimes> {
        let share = Some(self.probability);
        let probability = read_probability(&format!("{field}.probability"), share, errors);
        let scenario = read_scenario(&format!("{field}.scenario"), &self.scenario);
        keep(scenario, errors).map(|scenario| Sometimes {
            scenario,
            probability,
            seed: self.seed,
        })
    }
}

impl WindowBody {
    fn read(&self) -> Result<Window, FieldError> {
        Window::parse(&self.from, &self.to).map_err(|error| {
            let (field, vietnamese, english) = match error {
                WindowError::FromUnreadable => (
                    "maintenance.from",
                    "Viết HH:MM, yyyy-MM-dd hoặc yyyy-MM-ddTHH:MM.",
                    "Write HH:MM, yyyy-MM-dd or yyyy-MM-ddTHH:MM.",
                ),
                WindowError::ToUnreadable => (
                    "maintenance.to",
                    "Viết HH:MM, yyyy-MM-dd hoặc yyyy-MM-ddTHH:MM.",
                    "Write HH:MM, yyyy-MM-dd or yyyy-MM-ddTHH:MM.",
                ),
                WindowError::Mixed => (
                    "maintenance",
                    "Cả hai là giờ trong ngày, hoặc cả hai là ngày.",
                    "Both are times of day, or both are days.",
                ),
                WindowError::Empty => (
                    "maintenance",
                    "'to' phải sau 'from'.",
                    "'to' has to lie behind 'from'.",
                ),
            };
            FieldError::told(field, "window_unreadable", vietnamese, english)
        })
    }
}

fn token_fault(word: &str) -> Result<TokenFault, FieldError> {
    TokenFault::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = TokenFault::ALL.iter().map(|fault| fault.as_str()).collect();
        FieldError::not_one_of("tokens", &words.join(", "))
    })
}
