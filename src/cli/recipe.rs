//! `dancu recipe` and `dancu recipes`: groups of people made on demand.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::arguments::{DataArguments, owner};
use super::export::{FileFormat, Sheet};
use super::import::reasons;
use super::output::{CliError, Output};
use crate::domain::language::Language;
use crate::population::recipes::{Recipe, RecipeError, recipes};
use crate::registry::{self, CreatedGroups, GroupError, GroupOrder, UpkeepError};
use crate::server::{GroupsAnswer, RecipeAnswer, groups_answer, wishes_from};
use crate::store::{FolderLock, Population};
use crate::worlds::World;

/// The forms of an answer.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum GroupFormat {
    /// A table for people
    #[default]
    Table,
    /// Everything as `POST /v1/recipes/{name}` answers
    Json,
    /// A table as `dancu export` writes it
    Csv,
    /// One JSON record a line
    Ndjson,
    /// The numbers alone, one a line
    Numbers,
}

/// Make groups of people by a recipe and add them to the default world
///
/// Recipes that come with the program are listed by `dancu recipes`; docs/recipes.md tells how to write one. The
/// same seed makes the same people in the same world. The server must not run on the same folder: send
/// `POST /v1/recipes/{name}` instead.
///
///   dancu recipe twins
///   dancu recipe namesakes --count 50 --seed 7 --format csv
///   dancu recipe single-mother --province "Hà Tĩnh"
///   dancu recipe --file my-family.toml
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct MakeGroup {
    /// Name of a recipe
    #[arg(
        value_name = "NAME",
        required_unless_present = "file",
        conflicts_with = "file"
    )]
    name: Option<String>,

    /// A recipe of your own
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// How many groups
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=registry::MOST_GROUPS as i64))]
    count: u32,

    /// The same seed makes the same people [default: other people with each call]
    #[arg(long, value_name = "S")]
    seed: Option<u64>,

    /// Where the groups come from: name or code of one of the 63 provinces
    #[arg(long, value_name = "PROVINCE")]
    province: Option<String>,

    /// Ethnic group, name or code
    #[arg(long, value_name = "GROUP")]
    ethnic_group: Option<String>,

    /// Form of the answer
    #[arg(long, default_value = "table", value_name = "FORM")]
    format: GroupFormat,

    #[command(flatten)]
    data: DataArguments,
}

/// List the recipes for groups of people
///
///   dancu recipes
///   dancu recipes --json | jq -r '.[].name'
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Recipes {
    /// Print as JSON
    #[arg(long)]
    json: bool,
}

impl MakeGroup {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let recipe = self.recipe()?;
        let wishes = wishes_from(self.province.as_deref(), self.ethnic_group.as_deref());
        let order = GroupOrder {
            count: self.count,
            seed: self.seed,
            wishes: wishes.map_err(CliError::Fields)?,
        };
        let folder = &self.data.data;
        let _lock = FolderLock::take(folder)?;
        let population = Arc::new(Population::open(folder)?);
        let world = World::open(folder, population, self.data.clock())?;
        let owner = owner();
        let context = owner.context();
        let created = registry::create_groups(&world, &context, &recipe, &order)?;
        print(&recipe, &created, self.format, &world, output)?;
        Ok(ExitCode::SUCCESS)
    }

    fn recipe(&self) -> Result<Recipe, CliError> {
        let Some(path) = &self.file else {
            let name = self.name.as_deref().unwrap_or_default();
            let found = recipes()?.iter().find(|recipe| recipe.name == name);
            return found.cloned().ok_or_else(|| {
                CliError::told(
                    format!("không có công thức '{name}'; xem `dancu recipes`"),
                    format!("there is no recipe '{name}'; see `dancu recipes`"),
                )
            });
        };
        let name = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            CliError::told(
                format!("không đọc được {name}: {error}"),
                format!("{name} cannot be read: {error}"),
            )
        })?;
        Ok(Recipe::read(&name.to_string(), &text)?)
    }
}

impl Recipes {
    /// Runs the command.
    pub fn run(&self, output: &mut Output) -> Result<ExitCode, CliError> {
        let all = recipes()?;
        if self.json {
            output.json(&all.iter().map(RecipeAnswer::from).collect::<Vec<_>>())?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut table = output.table();
        table.set_header(output.language.pick(
            ["Công thức", "Số người", "Tạo ra"],
            ["Recipe", "People", "Makes"],
        ));
        for recipe in all {
            table.add_row([
                recipe.name.clone(),
                recipe.members.len().to_string(),
                output
                    .language
                    .pick(&recipe.title_vi, &recipe.title_en)
                    .clone(),
            ]);
        }
        output.line(table.to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}

impl From<&RecipeError> for CliError {
    fn from(error: &RecipeError) -> Self {
        Self::told(
            error.message(Language::Vietnamese),
            error.message(Language::English),
        )
    }
}

impl From<RecipeError> for CliError {
    fn from(error: RecipeError) -> Self {
        Self::from(&error)
    }
}

impl From<GroupError> for CliError {
    fn from(error: GroupError) -> Self {
        match error {
            GroupError::Recipe(error) => error.into(),
            GroupError::Upkeep(UpkeepError::Store(error)) => error.into(),
            GroupError::Upkeep(UpkeepError::Refused(refusal)) => {
                let told = |language| reasons(&refusal, language).join("; ");
                Self::told(told(Language::Vietnamese), told(Language::English))
            }
        }
    }
}

fn print(
    recipe: &Recipe,
    created: &CreatedGroups,
    format: GroupFormat,
    world: &World,
    output: &mut Output,
) -> Result<(), CliError> {
    let day = world.business_date();
    let people = || {
        created
            .groups
            .iter()
            .flatten()
            .map(|person| &person.citizen)
    };
    let file = match format {
        GroupFormat::Table => return print_table(&groups_answer(recipe, created, day), output),
        GroupFormat::Json => return output.json(&groups_answer(recipe, created, day)),
        GroupFormat::Numbers => {
            for number in people().filter_map(|citizen| citizen.identity.number) {
                output.line(number.to_string())?;
            }
            return Ok(());
        }
        GroupFormat::Csv => FileFormat::Csv,
        GroupFormat::Ndjson => FileFormat::Ndjson,
    };
    let mut sheet = Sheet::begin(file, day, output.writer())?;
    for citizen in people() {
        sheet.row(citizen)?;
    }
    sheet.end()
}

fn print_table(answer: &GroupsAnswer, output: &mut Output) -> Result<(), CliError> {
    let mut table = output.table();
    table.set_header(output.language.pick(
        [
            "Nhóm",
            "Vai",
            "Số",
            "Họ tên",
            "Ngày sinh",
            "Hộ",
            "Thân nhân",
        ],
        [
            "Group",
            "Role",
            "Number",
            "Name",
            "Born",
            "Household",
            "Relatives",
        ],
    ));
    for (group, people) in (1..).zip(&answer.groups) {
        for person in &people.people {
            let citizen = &person.citizen;
            let relatives = person.relatives.iter();
            let relatives: Vec<String> = relatives
                .map(|relative| format!("{}: {}", relative.relation, relative.role))
                .collect();
            let household = citizen.household.as_ref();
            table.add_row([
                group.to_string(),
                person.role.clone(),
                citizen.number.clone().unwrap_or_default(),
                citizen.full_name.clone().unwrap_or_default(),
                citizen.date_of_birth.clone().unwrap_or_default(),
                household.map_or_else(String::new, |place| {
                    format!("{} {}", place.id, place.relation_to_head)
                }),
                relatives.join(", "),
            ]);
        }
    }
    output.line(table.to_string())?;
    let seed = answer.seed;
    output.say(format!("seed {seed}"), format!("seed {seed}"))
}
