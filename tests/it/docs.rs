//! The tables and pictures in docs/ are those of the code; `BLESS=1` writes them.

use std::fmt::Write as _;
use std::path::Path;

use dancu::domain::language::Language;
use dancu::domain::matching::{DateLevel, Policy, RULES, date_rule, gender_rule, name_rule};
use dancu::domain::name::{NameClass, NameLevel};
use dancu::population::recipes::recipes;

use crate::support::{dancu, population_folder};

const CLASSES: [(NameClass, &str); 5] = [
    (NameClass::Same, "same text"),
    (NameClass::SameSpelling, "same spelling"),
    (NameClass::Variant, "variant"),
    (NameClass::Repaired, "repaired"),
    (NameClass::Different, "different"),
];

#[test]
fn the_tables_of_the_matching_page_are_those_of_the_code() {
    check_page(
        "docs/matching.md",
        &[
            ("levels", levels()),
            (
                "names",
                by_policy(
                    CLASSES.map(|(class, word)| (class, word)).to_vec(),
                    |class, policy| name_rule(class, policy, Language::English),
                ),
            ),
            (
                "dates",
                by_policy(
                    DateLevel::ALL
                        .iter()
                        .map(|level| (*level, level.as_str()))
                        .collect(),
                    |level, policy| date_rule(level, policy, Language::English),
                ),
            ),
            (
                "gender",
                by_policy(vec![((), "differs")], |(), policy| {
                    gender_rule(policy, Language::English)
                }),
            ),
            ("rules", rules()),
        ],
    );
}

#[test]
fn the_table_of_the_page_on_recipes_is_that_of_the_program() {
    let mut table =
        "| recipe | what it makes | bằng tiếng Việt |\n| --- | --- | --- |\n".to_owned();
    for recipe in recipes().unwrap() {
        let (name, english, vietnamese) = (&recipe.name, &recipe.title_en, &recipe.title_vi);
        writeln!(table, "| `{name}` | {english} | {vietnamese} |").unwrap();
    }
    check_page("docs/recipes.md", &[("recipes", table)]);
}

#[test]
fn the_picture_of_the_page_on_cards_is_what_the_program_draws() {
    let data = population_folder().to_str().unwrap();
    let call = ["card", "042085000488", "--format", "svg", "--data", data];
    let drawn = dancu(&[&call[..], &["--as-of", "2025-07-01"]].concat());
    check_file("docs/pictures/card.svg", &drawn.succeeded().out);
}

#[test]
fn the_pictures_of_the_page_on_the_population_are_what_the_program_draws() {
    crate::likeness::check_pictures();
}

/// Refuses a file that is not this; under `BLESS` writes it first.
pub fn check_file(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let now = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(now == expected, "{file} is stale: run `make bless`");
}

/// Refuses a page whose tables are not these; under `BLESS` writes them first.
pub fn check_page(page: &str, tables: &[(&str, String)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let mut expected = std::fs::read_to_string(&path).unwrap();
    for (name, table) in tables {
        expected = with_table(&expected, name, table);
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let now = std::fs::read_to_string(&path).unwrap();
    assert!(now == expected, "{page} is stale: run `make bless`");
}

fn with_table(page: &str, name: &str, table: &str) -> String {
    let begin = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&begin).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{begin}{table}<!-- end -->{after}")
}

fn levels() -> String {
    let mut table = "| level | class | what a citizen reads |\n| --- | --- | --- |\n".to_owned();
    for level in NameLevel::ALL {
        let class = CLASSES
            .iter()
            .find(|(class, _)| *class == level.class())
            .unwrap()
            .1;
        writeln!(
            table,
            "| `{}` | {class} | {} |",
            level.as_str(),
            level.message(Language::English)
        )
        .unwrap();
    }
    table
}

fn by_policy<Row: Copy>(
    rows: Vec<(Row, &str)>,
    rule: impl Fn(Row, Policy) -> &'static str,
) -> String {
    let policies: Vec<&str> = Policy::ALL.iter().map(|policy| policy.as_str()).collect();
    let mut table = format!(
        "| | {} |\n| --- |{}\n",
        policies.join(" | "),
        " --- |".repeat(policies.len())
    );
    for (row, word) in rows {
        let cells: Vec<&str> = Policy::ALL
            .iter()
            .map(|policy| rule(row, *policy))
            .collect();
        writeln!(table, "| {word} | {} |", cells.join(" | ")).unwrap();
    }
    table
}

fn rules() -> String {
    let mut table =
        "| rule | name | date | gender | outcome |\n| --- | --- | --- | --- | --- |\n".to_owned();
    for rule in &RULES {
        let cell = |condition: Option<dancu::domain::matching::Decision>| {
            condition.map_or("any", |decision| decision.as_str())
        };
        let (name, date, gender) = (cell(rule.name), cell(rule.date), cell(rule.gender));
        writeln!(
            table,
            "| `{}` | {name} | {date} | {gender} | `{}` |",
            rule.id,
            rule.outcome.as_str()
        )
        .unwrap();
    }
    table
}
