//! `/userinfo`, by GET and by POST, with the token in the header or in a form; never in the address.

use actix_web::{HttpRequest, HttpResponse, web};

use super::error::OAuthRefusal;
use super::{Called, authorization, scenario_of, unkept_json};
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::scenario::CallFacts;
use crate::identity::{Parameters, UserinfoError};
use crate::server::App;
use crate::server::body::AnyBody;
use crate::server::call::RequestFacts;
use crate::worlds::logins::Subject;
use crate::worlds::{Finding, JournalQuestion};

/// `GET /userinfo`.
pub async fn by_query(
    app: web::Data<App>,
    facts: RequestFacts,
    called: Called,
    request: HttpRequest,
) -> HttpResponse {
    answer(&app, &facts, called, &request, &Parameters::default())
}

/// `POST /userinfo`.
pub async fn by_form(
    app: web::Data<App>,
    facts: RequestFacts,
    called: Called,
    request: HttpRequest,
    AnyBody(parameters): AnyBody,
) -> HttpResponse {
    answer(&app, &facts, called, &request, &parameters)
}

fn answer(
    app: &App,
    facts: &RequestFacts,
    Called(issuer): Called,
    request: &HttpRequest,
    parameters: &Parameters,
) -> HttpResponse {
    let claims = token_of(request, parameters).and_then(|token| {
        app.provider
            .userinfo(&app.world, issuer, token, app.world.token_time(facts.at))
    });
    match claims {
        Ok(claims) => {
            note(app, facts, request, parameters);
            unkept_json(&claims)
        }
        Err(error) => OAuthRefusal::from(error).answer(app, facts),
    }
}

/// Who was told of whom, for the journal and for the citizen.
fn note(app: &App, facts: &RequestFacts, request: &HttpRequest, parameters: &Parameters) {
    let now = app.world.token_time(facts.at);
    let token = token_of(request, parameters).ok();
    let found = token.and_then(|token| app.world.logins().access_token(token, now));
    let Some((_, grant)) = found else {
        return;
    };
    let question = match &grant.subject {
        Subject::Citizen(number) => {
            Some(JournalQuestion::of_number(CitizenNumber::Personal(*number)))
        }
        Subject::Account { .. } => None,
    };
    let asked = question.as_ref().map(JournalQuestion::facts);
    let asked = CallFacts {
        operation: Some("userinfo"),
        client: Some(&*grant.client),
        ..asked.unwrap_or_default()
    };
    scenario_of(app, facts, &asked);
    facts.notes.note(|noted| {
        noted.client = Some((*grant.client).into());
        noted.findings.push(Finding {
            question,
            ..Finding::of("userinfo", "found")
        });
    });
}

fn token_of<'a>(
    request: &'a HttpRequest,
    parameters: &'a Parameters,
) -> Result<&'a str, UserinfoError> {
    let in_header = authorization(request).and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let in_form = parameters.get("access_token");
    match (in_header, in_form) {
        (Some(_), Some(_)) => Err(UserinfoError::TokenTwice),
        (None, Some(_)) if parameters.repeats("access_token") => Err(UserinfoError::TokenTwice),
        (Some(token), None) | (None, Some(token)) => Ok(token),
        (None, None) => Err(UserinfoError::TokenMissing),
    }
}
