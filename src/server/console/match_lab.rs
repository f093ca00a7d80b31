//! The match lab: what two names and dates come to under every policy, and why.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::frame::{Frame, Tab};
use super::operator::{Operator, sentences};
use super::rows::PersonRow;
use super::verdicts::{FieldLine, PolicyColumn, RuleLine};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::{CitizenNumber, Gender};
#[cfg(test)]
use crate::domain::language::Language;
use crate::domain::matching::Policy;
use crate::domain::name::FullName;
use crate::record::FieldError;
use crate::registry::match_lab::{Comparison, Side, compare_sides};
use crate::registry::question::{keep, read_date, read_gender, read_name, read_number};
use crate::registry::{MatchQuery, match_person};
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::Problem;

/// Both sides as they were typed.
#[derive(Deserialize, Clone, Debug, Default)]
#[serde(default)]
pub struct Sides {
    recorded_name: String,
    recorded_date: String,
    recorded_gender: String,
    typed_name: String,
    typed_date: String,
    typed_gender: String,
    number: String,
}

#[derive(Template)]
#[template(path = "console/match.html")]
struct MatchPage {
    chrome: Chrome,
    frame: Frame,
    sides: Sides,
    trouble: Option<String>,
    compared: Option<ComparedView>,
    asked: Option<AskedView>,
}

/// What the two sides come to.
#[derive(Clone, Debug)]
struct ComparedView {
    columns: Vec<PolicyColumn>,
    fields: Vec<FieldLine>,
    rules: Vec<RuleLine>,
    folded: (String, String),
}

/// What the registry answers.
#[derive(Clone, Debug)]
struct AskedView {
    columns: Vec<PolicyColumn>,
    fields: Vec<FieldLine>,
    holders: Vec<PersonRow>,
}

/// What there is to do: compare two sides, ask the registry, or both.
#[derive(Debug, Default)]
struct Task {
    sides: Option<(Side<FullName>, Side<Box<str>>)>,
    asked: Option<(CitizenNumber, Side<Box<str>>)>,
}

/// The page.
pub async fn compare(
    operator: Operator,
    sides: web::Query<Sides>,
) -> Result<HttpResponse, PageFailure> {
    let sides = sides.into_inner();
    let (task, trouble) = match sides.read() {
        Ok(task) => (task, None),
        Err(errors) => (Task::default(), Some(sentences(&errors, &operator))),
    };
    let done = operator.elsewhere(move |operator| {
        let language = operator.guest.language;
        let compared = task.sides.map(|(recorded, typed)| {
            let comparison: Comparison = compare_sides(&recorded, &typed);
            ComparedView {
                columns: PolicyColumn::of_sides(&comparison, language),
                fields: FieldLine::of_sides(&comparison, language),
                rules: RuleLine::of_sides(&comparison, language),
                folded: comparison.folded,
            }
        });
        let asked = task
            .asked
            .map(|(number, typed)| ask(operator, number, &typed));
        (compared, asked.transpose())
    });
    let (mut operator, (compared, asked)) = done.await?;
    let asked = asked
        .map_err(|problem: Problem| operator.guest.internal(&problem.cause.unwrap_or_default()))?;
    let page = MatchPage {
        frame: operator.frame(Tab::MatchLab),
        chrome: operator.guest.chrome(),
        sides,
        trouble,
        compared,
        asked,
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// Asks the registry under every policy.
fn ask(
    operator: &Operator,
    number: CitizenNumber,
    typed: &Side<Box<str>>,
) -> Result<AskedView, Problem> {
    let (world, language) = (&operator.app().world, operator.guest.language);
    let (people, day) = (world.people(), world.business_date());
    let mut reports = Vec::new();
    for policy in Policy::ALL {
        let query = MatchQuery {
            number,
            full_name: typed.full_name.clone(),
            date_of_birth: Some(typed.date_of_birth),
            gender: typed.gender,
            policy: *policy,
        };
        reports.push(match_person(world, &operator.context(), &query)?);
    }
    let mut holders = Vec::new();
    for holder in people.holders(number)? {
        let citizen = people.citizen(holder.identity.id)?;
        holders.extend(citizen.map(|citizen| PersonRow::of(&citizen, day, language)));
    }
    Ok(AskedView {
        columns: PolicyColumn::of_reports(&reports, language),
        fields: FieldLine::of_reports(&reports, language),
        holders,
    })
}

impl Sides {
    /// What there is to do; nothing while nothing was typed.
    fn read(&self) -> Result<Task, Vec<FieldError>> {
        let is_empty = self.typed_name.trim().is_empty() && self.typed_date.trim().is_empty();
        if is_empty {
            return Ok(Task::default());
        }
        let mut errors = Vec::new();
        let name = keep(read_name(&self.typed_name), &mut errors);
        let date = keep(read_date(&self.typed_date), &mut errors);
        let gender = keep(optional_gender(&self.typed_gender), &mut errors);
        let typed = name.zip(date).zip(gender).map(side);
        let recorded = self.recorded(&mut errors);
        let number = self.number.trim();
        let number = (!number.is_empty()).then(|| keep(read_number(number), &mut errors));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Task {
            sides: recorded.zip(typed.clone()),
            asked: number.flatten().zip(typed),
        })
    }

    /// The recorded side, where something was typed into it.
    fn recorded(&self, errors: &mut Vec<FieldError>) -> Option<Side<FullName>> {
        if self.recorded_name.trim().is_empty() && self.recorded_date.trim().is_empty() {
            return None;
        }
        let name = FullName::parse(&self.recorded_name);
        let name = name.map_err(|why| FieldError::name("recorded_name", why));
        let name = keep(name, errors);
        let date = keep(read_date(&self.recorded_date), errors);
        let gender = keep(optional_gender(&self.recorded_gender), errors);
        name.zip(date).zip(gender).map(side)
    }
}

fn side<Name>(
    ((full_name, date_of_birth), gender): ((Name, BirthDate), Option<Gender>),
) -> Side<Name> {
    Side {
        full_name,
        date_of_birth,
        gender,
    }
}

fn optional_gender(text: &str) -> Result<Option<Gender>, FieldError> {
    let text = text.trim();
    (!text.is_empty()).then(|| read_gender(text)).transpose()
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let side = || Side {
        full_name: "Nguyễn Thị Hạnh".into(),
        date_of_birth: BirthDate::Year(1987),
        gender: Some(Gender::Female),
    };
    let recorded = Side {
        full_name: FullName::parse("Nguyễn Thị Hạnh").expect("a name"),
        date_of_birth: BirthDate::Year(1987),
        gender: Some(Gender::Male),
    };
    let comparison = compare_sides(&recorded, &side());
    let compared = ComparedView {
        columns: PolicyColumn::of_sides(&comparison, language),
        fields: FieldLine::of_sides(&comparison, language),
        rules: RuleLine::of_sides(&comparison, language),
        folded: (evil(), evil()),
    };
    let asked = AskedView {
        columns: compared.columns.clone(),
        fields: compared.fields.clone(),
        holders: vec![PersonRow::sample()],
    };
    let sides = Sides {
        recorded_name: evil(),
        recorded_date: evil(),
        recorded_gender: "male".to_owned(),
        typed_name: evil(),
        typed_date: evil(),
        typed_gender: "female".to_owned(),
        number: evil(),
    };
    let page = |compared, asked, trouble| MatchPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::MatchLab),
        sides: sides.clone(),
        trouble,
        compared,
        asked,
    };
    vec![
        (
            "console/match.html",
            rendered(&page(None, None, Some(evil()))),
        ),
        (
            "console/match.html",
            rendered(&page(Some(compared), Some(asked), None)),
        ),
    ]
}
