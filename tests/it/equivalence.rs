//! The same question gets the same verdict by REST, by the command line and from the library.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::support::{TestApp, dancu, population_folder};
use dancu::clock::{BusinessDate, Timestamp};
use dancu::domain::birth_date::BirthDate;
use dancu::domain::citizen::Citizen;
use dancu::domain::citizen_number::CitizenNumber;
use dancu::domain::matching::Policy;
use dancu::domain::name::fold;
use dancu::population::{NumberMode, PICTURE_DATE, personas};
use dancu::registry::{Caller, Context, MatchQuery, Scopes, match_person};
use dancu::store::Population;
use dancu::worlds::{CallNotes, World};

/// Numbers, names and dates: right ones, and wrong in each part.
pub fn questions() -> Vec<[String; 3]> {
    let people = personas(NumberMode::Provinces).unwrap();
    // What happens to who asks for a magic person depends on the surface on purpose: scenarios::magic.
    let people: Vec<Citizen> = people
        .into_iter()
        .filter(|persona| persona.script.is_none())
        .filter_map(|persona| persona.person)
        .collect();
    let mut questions = Vec::new();
    for (index, citizen) in people.iter().enumerate() {
        let identity = &citizen.identity;
        let cmnd = citizen.cmnd.first().map(|cmnd| cmnd.number.to_string());
        let number = identity.number.map(|number| number.to_string());
        let Some(number) = number.or(cmnd) else {
            continue;
        };
        let (name, date) = (
            identity.full_name.to_string(),
            identity.date_of_birth.to_string(),
        );
        let other = &people[(index + 1) % people.len()].identity;
        questions.extend([
            [number.clone(), name.clone(), date.clone()],
            [number.clone(), fold(&name), date[..4].to_owned()],
            [number.clone(), other.full_name.to_string(), date.clone()],
            [number, name, other.date_of_birth.to_string()],
        ]);
    }
    questions
}

/// What every surface tells of a verdict.
fn told(answer: &Value) -> Value {
    json!([
        answer["outcome"],
        answer["grade"],
        answer["rule"],
        answer["record_status"],
        answer["fields"]
    ])
}

#[test]
fn one_question_one_verdict_on_every_surface() {
    let app = TestApp::spawn();
    let questions = questions();
    assert!(questions.len() >= 200);
    for policy in ["fold", "standard"] {
        let bodies: Vec<Value> = questions
            .iter()
            .map(|[number, name, date]| {
                json!({"number": number, "full_name": name, "date_of_birth": date, "policy": policy})
            })
            .collect();
        let batch = app
            .dev()
            .post("/v1/match/batch", &json!(bodies))
            .expect(200)
            .json();
        for ((question, body), item) in questions.iter().zip(&bodies).zip(batch.as_array().unwrap())
        {
            let single = app.dev().post("/v1/match", body).expect(200).json();
            assert_eq!(told(&single), told(&item["answer"]), "{question:?}");
            assert_ne!(
                (policy, single["outcome"].as_str()),
                ("fold", Some("review")),
                "{question:?}"
            );
            let lookup = app.dev().post("/v1/lookup", body);
            let released = single["outcome"] == "match" && single["record_status"] != "cancelled";
            assert_eq!(lookup.status == 200, released, "{question:?}");
        }
    }
}

#[test]
fn the_command_line_tells_what_the_api_tells() {
    let app = TestApp::spawn();
    let data = population_folder().to_str().unwrap();
    for [number, name, date] in &questions() {
        let body =
            json!({"number": number, "full_name": name, "date_of_birth": date, "policy": "fold"});
        let rest = app.dev().post("/v1/match", &body).expect(200).json();
        let arguments = [
            "match",
            number,
            name,
            date,
            "--policy",
            "fold",
            "--json",
            "--data",
            data,
            "--as-of",
            "2025-07-01",
        ];
        let command = dancu(&arguments).succeeded().json();
        assert_eq!(told(&rest), told(&command), "{number} {name} {date}");
    }
}

#[test]
fn the_library_tells_what_the_api_tells() {
    let app = TestApp::spawn();
    let population = Arc::new(Population::open(population_folder()).unwrap());
    let clock = BusinessDate::Fixed(PICTURE_DATE);
    let world = World::read_only(population_folder(), population, clock).unwrap();
    let caller = Caller {
        id: "test".into(),
        scopes: Scopes::all(),
    };
    let request_id: Arc<str> = "test".into();
    let notes = CallNotes::default();
    let context = Context {
        caller: &caller,
        request_id: &request_id,
        at: Timestamp(0),
        notes: &notes,
    };
    for [number, name, date] in questions() {
        let query = MatchQuery {
            number: CitizenNumber::parse(&number).unwrap(),
            full_name: name.as_str().into(),
            date_of_birth: Some(BirthDate::parse(&date).unwrap()),
            gender: None,
            policy: Policy::Fold,
        };
        let report = match_person(&world, &context, &query).unwrap();
        let body =
            json!({"number": number, "full_name": name, "date_of_birth": date, "policy": "fold"});
        let rest = app.dev().post("/v1/match", &body).expect(200).json();
        assert_eq!(
            rest["outcome"],
            report.outcome.as_str(),
            "{number} {name} {date}"
        );
        assert_eq!(rest["rule"], report.rule, "{number} {name} {date}");
    }
}
