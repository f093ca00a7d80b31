//! `GET /v1/recipes` and `POST /v1/recipes/{name}`: groups of people made on demand.

use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::civil_date::CivilDate;
use crate::population::recipes::{Recipe, Wishes, province_named, recipes};
use crate::record::{Audience, CitizenRecord, FieldError, record_of};
use crate::reference::ethnic_group_named;
use crate::registry::{self, CreatedGroups, GroupOrder, MOST_GROUPS};
use crate::server::App;
use crate::server::body::JsonBody;
use crate::server::call::{Call, MayAdminister};
use crate::server::problem::{Problem, ProblemBody, RECIPE_NOT_FOUND};

/// A recipe.
#[derive(Serialize, ToSchema, Debug)]
pub struct RecipeAnswer {
    /// The name that `POST /v1/recipes/{name}` takes.
    #[schema(example = "twins")]
    pub name: String,
    /// What it makes, in Vietnamese.
    pub title_vi: String,
    /// What it makes, in English.
    pub title_en: String,
    /// The members of a group by their roles, in the order they are made.
    pub roles: Vec<String>,
}

/// How many groups, and what is wanted otherwise than the recipe says.
#[derive(Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"count": 2, "seed": 7, "province": "Hà Tĩnh"}))]
pub struct GroupBody {
    /// How many groups, 1 to 1000; 1 when absent.
    #[serde(default)]
    pub count: Option<u32>,
    /// The same seed makes the same people in the same world; when absent, calls in a row make different people.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Where the groups come from: name or code of one of the 63 provinces.
    #[serde(default)]
    pub province: Option<String>,
    /// Ethnic group, name or code.
    #[serde(default)]
    pub ethnic_group: Option<String>,
}

/// The groups that were made.
#[derive(Serialize, ToSchema, Debug)]
pub struct GroupsAnswer {
    /// The recipe.
    pub recipe: String,
    /// The seed, to make them again in a world that was reset.
    pub seed: u64,
    /// The groups.
    pub groups: Vec<GroupAnswer>,
}

/// One group.
#[derive(Serialize, ToSchema, Debug)]
pub struct GroupAnswer {
    /// Its people, in the order of the recipe.
    pub people: Vec<GroupMember>,
}

/// Somebody of a group.
#[derive(Serialize, ToSchema, Debug)]
pub struct GroupMember {
    /// The role in the recipe.
    pub role: String,
    /// Who is whose: relatives by their roles.
    pub relatives: Vec<RoleOfRelative>,
    /// The record.
    pub citizen: CitizenRecord,
}

/// A relative within the group.
#[derive(Serialize, ToSchema, Debug)]
pub struct RoleOfRelative {
    /// `father`, `mother`, `spouse`, `child`, `representative` or `represented`.
    #[schema(value_type = String)]
    pub relation: &'static str,
    /// The role of the relative.
    pub role: String,
}

/// The recipes
///
/// Groups of people for tests: a family with twins, namesakes, a widow with two CMND numbers, …
#[utoipa::path(tag = "reference", responses((status = 200, body = Vec<RecipeAnswer>)))]
#[get("/v1/recipes")]
pub async fn list_recipes() -> Result<HttpResponse, Problem> {
    let answer: Vec<RecipeAnswer> = built_in()?.iter().map(RecipeAnswer::from).collect();
    Ok(HttpResponse::Ok().json(answer))
}

/// Make groups of people by a recipe
///
/// The people are added to this world as others are by `POST /v1/citizens`, numbered and tied to each other in both
/// directions. All groups are made, or none.
#[utoipa::path(
    tag = "records",
    params(("name" = String, Path, description = "The name of a recipe, `GET /v1/recipes`")),
    request_body = GroupBody,
    responses(
        (status = 201, body = GroupsAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[post("/v1/recipes/{name}")]
pub async fn create_group(
    app: web::Data<App>,
    call: Call<MayAdminister>,
    name: web::Path<String>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let recipe = built_in()?.iter().find(|recipe| recipe.name == *name);
    let recipe = recipe.ok_or_else(|| Problem::new(&RECIPE_NOT_FOUND))?;
    let order = order_from(&body.read()?)?;
    // Many rows and a commit: on the blocking pool.
    let answer = web::block(move || {
        let created = registry::create_groups(&app.world, &call.context(), recipe, &order)?;
        let day = app.world.business_date();
        Ok::<_, Problem>(answer_from(recipe, &created, day))
    });
    let answer = answer.await.map_err(Problem::internal)??;
    Ok(HttpResponse::Created()
        .insert_header(("cache-control", "no-store"))
        .json(answer))
}

impl From<&Recipe> for RecipeAnswer {
    fn from(recipe: &Recipe) -> Self {
        Self {
            name: recipe.name.clone(),
            title_vi: recipe.title_vi.clone(),
            title_en: recipe.title_en.clone(),
            roles: recipe
                .members
                .iter()
                .map(|member| member.role.clone())
                .collect(),
        }
    }
}

/// The wire form of groups.
pub fn answer_from(recipe: &Recipe, created: &CreatedGroups, day: CivilDate) -> GroupsAnswer {
    let groups = created.groups.iter().map(|people| GroupAnswer {
        people: people
            .iter()
            .map(|person| GroupMember {
                role: person.role.clone(),
                relatives: person
                    .relatives
                    .iter()
                    .map(|(relation, role)| RoleOfRelative {
                        relation: relation.as_str(),
                        role: role.clone(),
                    })
                    .collect(),
                citizen: record_of(&person.citizen, day, Audience::Administrator),
            })
            .collect(),
    });
    GroupsAnswer {
        recipe: recipe.name.clone(),
        seed: created.seed,
        groups: groups.collect(),
    }
}

/// What is wanted otherwise, by names as they are typed.
pub fn wishes_from(
    province: Option<&str>,
    ethnic_group: Option<&str>,
) -> Result<Wishes, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut found = |text: Option<&str>, field: &str, list: &str, code: Option<u8>| {
        if text.is_some() && code.is_none() {
            errors.push(FieldError::not_in_list(field, list));
        }
    };
    let wishes = Wishes {
        province: province.and_then(province_named),
        ethnic_group: ethnic_group.and_then(ethnic_group_named),
    };
    found(
        province,
        "province",
        "provinces_before",
        wishes.province.map(|code| code.0),
    );
    found(
        ethnic_group,
        "ethnic_group",
        "ethnic_groups",
        wishes.ethnic_group,
    );
    if errors.is_empty() {
        Ok(wishes)
    } else {
        Err(errors)
    }
}

fn order_from(body: &GroupBody) -> Result<GroupOrder, Problem> {
    let wishes = wishes_from(body.province.as_deref(), body.ethnic_group.as_deref());
    let count = body.count.unwrap_or(1);
    let mut errors = wishes.as_ref().err().cloned().unwrap_or_default();
    if !(1..=MOST_GROUPS).contains(&count) {
        errors.push(FieldError::told(
            "count",
            "value_out_of_range",
            format!("Từ 1 đến {MOST_GROUPS}."),
            format!("From 1 to {MOST_GROUPS}."),
        ));
    }
    match wishes {
        Ok(wishes) if errors.is_empty() => Ok(GroupOrder {
            count,
            seed: body.seed,
            wishes,
        }),
        Ok(_) | Err(_) => Err(Problem::fields(errors)),
    }
}

fn built_in() -> Result<&'static [Recipe], Problem> {
    recipes().map_err(Problem::internal)
}
