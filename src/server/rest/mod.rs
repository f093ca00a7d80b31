//! The REST API, version 1. One list of routes feeds the server and the contract.

mod admin;
mod batch;
mod cards;
mod changes;
mod citizens;
mod clock;
mod codes;
mod events;
mod families;
mod faults;
mod find;
mod health;
mod journal;
mod leases;
mod lookup;
mod matching;
mod numbers;
mod personas;
mod recipes;
mod rules;
mod sandboxes;
mod search;
mod snapshots;
mod statistics;
mod verify;
mod webhooks;

use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
pub use cards::CardAnswer;
pub use clock::{ClockBody, setting_from};
pub use families::{FamilyAnswer, PersonAnswer, answer_from as family_answer};
pub use faults::{FaultsBody, SometimesBody, WindowBody};
pub use leases::{NewLease, lease};
pub use matching::answer_from as match_answer;
pub use personas::PersonaAnswer;
pub use recipes::{GroupsAnswer, RecipeAnswer, answer_from as groups_answer, wishes_from};
pub use rules::{ConditionBody, RuleBody, rule_from};
pub use sandboxes::{NewSandbox, wanted_from as sandbox_from};
pub use search::{SearchResult, result_from as search_result};
pub use snapshots::keep_snapshot;
pub use statistics::StatisticsAnswer;
use utoipa::Modify;
use utoipa::OpenApi;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, RefOr, Required};
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every route of the API.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(matching::match_citizen)
        .service(batch::match_batch)
        .service(lookup::look_up_citizen)
        .service(lookup::get_citizen)
        .service(search::search_citizens)
        .service(find::find_citizens)
        .service(families::get_family)
        .service(families::get_household)
        .service(citizens::create_citizen)
        .service(citizens::patch_citizen)
        .service(citizens::delete_citizen)
        .service(recipes::list_recipes)
        .service(recipes::create_group)
        .service(events::create_event)
        .service(changes::list_changes)
        .service(cards::get_card)
        .service(cards::draw_card)
        .service(numbers::decode_number)
        .service(codes::list_codes)
        .service(codes::get_codes)
        .service(personas::list_personas)
        .service(statistics::get_statistics)
        .service(statistics::draw_statistics)
        .service(rules::create_rule)
        .service(rules::list_rules)
        .service(rules::delete_rules)
        .service(rules::get_rule)
        .service(rules::put_rule)
        .service(rules::delete_rule)
        .service(faults::get_faults)
        .service(faults::set_faults)
        .service(faults::clear_faults)
        .service(admin::reset_world)
        .service(journal::list_journal)
        .service(journal::count_journal)
        .service(journal::follow_journal)
        .service(journal::export_journal)
        .service(journal::get_journal_entry)
        .service(journal::clear_journal)
        .service(verify::verify_calls)
        .service(verify::verify_call)
        .service(admin::rotate_keys)
        .service(sandboxes::create_sandbox)
        .service(sandboxes::list_sandboxes)
        .service(sandboxes::get_sandbox)
        .service(sandboxes::delete_sandbox)
        .service(clock::get_clock)
        .service(clock::set_clock)
        .service(snapshots::take_snapshot)
        .service(snapshots::list_snapshots)
        .service(snapshots::restore_snapshot)
        .service(snapshots::delete_snapshot)
        .service(leases::take_lease)
        .service(leases::list_leases)
        .service(leases::end_lease)
        .service(webhooks::create_webhook)
        .service(webhooks::list_webhooks)
        .service(webhooks::delete_webhook)
        .service(webhooks::test_webhook)
        .service(webhooks::list_deliveries)
        .service(health::get_health)
        .service(health::get_readiness)
        .service(health::get_metrics)
        .service(health::get_version);
}

/// Pages beside the API, which are no part of the contract.
pub fn pages(config: &mut web::ServiceConfig) {
    config
        .route("/", web::get().to(front_page))
        .route("/docs", web::get().to(front_page))
        .route("/healthz", web::head().to(HttpResponse::Ok))
        .route("/readyz", web::head().to(health::get_readiness_head))
        .route("/openapi.json", web::get().to(contract));
}

async fn front_page() -> HttpResponse {
    HttpResponse::Found()
        .insert_header(("location", "/docs/"))
        .finish()
}

async fn contract(document: web::Data<Document>) -> HttpResponse {
    HttpResponse::Ok().json(document.get_ref())
}

/// The contract, put together once.
static DOCUMENT: LazyLock<Document> = LazyLock::new(document);

/// The name of the operation at a pattern of the API, where there is one.
pub fn operation_of(method: &str, pattern: &str) -> Option<&'static str> {
    let item = DOCUMENT.paths.paths.get(pattern)?;
    let operation = match method {
        "GET" => &item.get,
        "POST" => &item.post,
        "PUT" => &item.put,
        "PATCH" => &item.patch,
        "DELETE" => &item.delete,
        _ => return None,
    };
    operation.as_ref()?.operation_id.as_deref()
}

/// The methods that an address of the API has; none where there is no such address.
pub fn methods_of(path: &str) -> Vec<&'static str> {
    let fits = |pattern: &str| {
        let (mut asked, mut known) = (path.split('/'), pattern.split('/'));
        loop {
            match (asked.next(), known.next()) {
                (None, None) => return true,
                (Some(part), Some(name))
                    if part == name || (name.starts_with('{') && !part.is_empty()) => {}
                (Some(_) | None, _) => return false,
            }
        }
    };
    if matches!(path, "/" | "/docs" | "/openapi.json") {
        return vec!["GET"];
    }
    let items = DOCUMENT
        .paths
        .paths
        .iter()
        .filter(|(pattern, _)| fits(pattern));
    items
        .flat_map(|(_, item)| {
            let methods = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            methods
                .into_iter()
                .filter(|(_, there)| *there)
                .map(|(method, _)| method)
        })
        .collect()
}

/// How Swagger UI finds the contract.
pub fn swagger_config() -> utoipa_swagger_ui::Config<'static> {
    utoipa_swagger_ui::Config::new(["/openapi.json"])
        .validator_url("none")
        .try_it_out_enabled(true)
        .persist_authorization(true)
        .display_request_duration(true)
}

/// The contract as it is served and committed under `openapi/`.
pub fn document() -> Document {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .configure(routes)
        .split_for_parts();
    let mut described = Description::openapi();
    described.paths = document.paths;
    described.components = merge(described.components, document.components.take());
    Keys.modify(&mut described);
    BodiesOfPeople.modify(&mut described);
    InSandboxes.modify(&mut described);
    described
}

/// The contract as JSON text, as `dancu openapi` prints it.
pub fn openapi() -> String {
    let mut text = document().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

fn merge(
    left: Option<utoipa::openapi::Components>,
    right: Option<utoipa::openapi::Components>,
) -> Option<utoipa::openapi::Components> {
    match (left, right) {
        (Some(mut left), Some(right)) => {
            left.schemas.extend(right.schemas);
            left.responses.extend(right.responses);
            Some(left)
        }
        (left, right) => left.or(right),
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "dancu",
        description = "A mock of Viet Nam's national population database (CSDL quốc gia về dân cư): match a CCCD \
                       number with a name and a date of birth, look a record up, search. **Nobody in it exists.** \
                       For development press *Authorize* and enter `dev-key`.\n\n\
                       Bản giả lập Cơ sở dữ liệu quốc gia về dân cư để phát triển và kiểm thử. **Mọi công dân ở đây \
                       đều là hư cấu.** Khi phát triển: bấm *Authorize*, nhập `dev-key`.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "match", description = "Does this name and date belong to this number?"),
        (name = "records", description = "Receive, search and edit records"),
        (name = "changes", description = "What happens to people, and who is told"),
        (name = "reference", description = "Numbers, codes and the named people; no key needed"),
        (name = "journal", description = "What was asked of a world, and whether it was asked as expected"),
        (name = "sandboxes", description = "Worlds of one's own, their clock, snapshots and leases"),
        (name = "scenarios", description = "What is to happen to calls: rules and switches, and the header \
                                            `X-Dancu-Scenario` on any call (`docs/scenarios.md`)"),
        (name = "operations", description = "Health, metrics, version, reset")
    )
)]
struct Description;

/// The two ways to send a key.
struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("For development: dev-key"));
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer.build()));
        components.add_security_scheme(
            "api_key",
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key"))),
        );
    }
}

/// The bodies that create and change people: a record with `allow_unmarked` beside its keys. Derived,
/// so that a key of the record stands in one place.
struct BodiesOfPeople;

impl Modify for BodiesOfPeople {
    fn modify(&self, document: &mut Document) {
        let schemas = &mut document.components.get_or_insert_default().schemas;
        let Some(RefOr::T(Schema::Object(record))) = schemas.get("CitizenRecord").cloned() else {
            return;
        };
        let flag = ObjectBuilder::new().schema_type(Type::Boolean).description(Some(
            "Take numbers without the check digit that marks invented people. They may be real people's.",
        ));
        let mut patch = record;
        patch
            .properties
            .insert("allow_unmarked".to_owned(), flag.into());
        patch.description =
            Some("A JSON merge patch: keys of a record, null removes one.".to_owned());
        let mut new = patch.clone();
        new.description = Some("A record; a number is made when none is given.".to_owned());
        new.example = Some(serde_json::json!({
            "full_name": "Trần Thị Thử", "date_of_birth": "1990-02-03", "gender": "female"
        }));
        patch.example = Some(serde_json::json!({"mobile": "0100000048", "other_name": null}));
        new.required = ["full_name", "date_of_birth", "gender"]
            .map(str::to_owned)
            .to_vec();
        schemas.insert("NewCitizen".to_owned(), RefOr::T(Schema::Object(new)));
        schemas.insert("CitizenPatch".to_owned(), RefOr::T(Schema::Object(patch)));
    }
}

/// What acts on a world stands under `/admin` for the default one and under `/admin/sandboxes/{sandbox}` for another.
/// Derived, because one handler serves both: the middleware takes the difference off the path.
struct InSandboxes;

impl Modify for InSandboxes {
    fn modify(&self, document: &mut Document) {
        let paths = &mut document.paths.paths;
        let of_worlds = paths.iter().filter_map(|(path, item)| {
            let rest = path.strip_prefix("/admin/")?;
            let is_of_world = rest != "sandboxes" && !rest.starts_with("sandboxes/");
            is_of_world.then(|| {
                let path = format!("/admin/sandboxes/{{sandbox}}/{rest}");
                (path, in_sandbox(item.clone()))
            })
        });
        let of_worlds: Vec<(String, PathItem)> = of_worlds.collect();
        paths.extend(of_worlds);
    }
}

fn in_sandbox(mut item: PathItem) -> PathItem {
    let operations = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ];
    for operation in operations.into_iter().flatten() {
        if let Some(name) = &mut operation.operation_id {
            name.push_str("_in_sandbox");
        }
        let sandbox = ParameterBuilder::new()
            .name("sandbox")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some("The id of a sandbox"))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        let parameters = operation.parameters.get_or_insert_default();
        parameters.insert(0, RefOr::T(sandbox.build()));
    }
    item
}
