//! People, found by a number, by name and date, or by traits.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::curl;
use super::frame::{Frame, Tab};
use super::operator::{Operator, sentences};
use super::rows::{PersonRow, PersonaRow, personas_of};
use super::traits_form::{
    ChoiceView, Example, HelpRow, OptionView, Wanted, entries, examples, forms,
};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
#[cfg(test)]
use crate::domain::language::Language;
use crate::record::FieldError;
use crate::registry::finding::{self, FindQuery, read_question};
use crate::registry::{self, SearchQuery};
use crate::server::charts::grouped;
use crate::server::name_and_date;
use crate::server::pages::{Chrome, PageFailure};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::problem::Problem;

/// People shown for a name and a date.
const MOST_NAMED: usize = 20;
#[derive(Template)]
#[template(path = "console/people.html")]
struct PeoplePage {
    chrome: Chrome,
    frame: Frame,
    who: String,
    q: String,
    age: String,
    count: usize,
    seed: u64,
    choices: Vec<ChoiceView>,
    provinces: Vec<OptionView>,
    examples: Vec<Example>,
    trouble: Option<String>,
    found: Option<FoundView>,
    personas: Vec<PersonaRow>,
    forms: Vec<HelpRow>,
    entries: Vec<HelpRow>,
}

/// Who was found, and how to find them again.
#[derive(Clone, Debug)]
struct FoundView {
    rows: Vec<PersonRow>,
    /// What can be said of the search.
    about: String,
    /// The conditions as they were understood.
    understood: Option<String>,
    curl: Option<String>,
    numbers: String,
}

/// What a question comes to.
enum Answer {
    /// Nothing was asked.
    Nothing,
    /// The one person who holds a number.
    One(i64),
    /// People.
    People(FoundView),
    /// The question cannot be read or answered.
    Trouble(String),
}

/// The page.
pub async fn find(
    operator: Operator,
    wanted: web::Query<Wanted>,
) -> Result<HttpResponse, PageFailure> {
    let wanted = wanted.into_inner();
    let asked = operator.elsewhere(move |operator| {
        let answer = answer(operator, &wanted);
        (wanted, answer)
    });
    let (mut operator, (wanted, answer)) = asked.await?;
    let (mut found, mut trouble) = (None, None);
    let mut personas = Vec::new();
    match answer.map_err(|problem| failed(&operator, problem))? {
        Answer::Nothing => personas = personas_of(&operator)?,
        Answer::One(id) => return Ok(operator.guest.see_other(&format!("/console/people/{id}"))),
        Answer::People(view) => found = Some(view),
        Answer::Trouble(text) => trouble = Some(text),
    }
    let language = operator.guest.language;
    let page = PeoplePage {
        frame: operator.frame(Tab::People),
        chrome: operator.guest.chrome(),
        choices: wanted.choices(language),
        provinces: wanted.provinces(),
        count: wanted.count(),
        seed: wanted.seed(),
        who: wanted.who,
        q: wanted.q,
        age: wanted.age,
        examples: examples(language),
        trouble,
        found,
        personas,
        forms: forms(),
        entries: entries(),
    };
    operator.guest.page(StatusCode::OK, &page)
}

fn failed(operator: &Operator, problem: Problem) -> PageFailure {
    operator.guest.internal(&problem.cause.unwrap_or_default())
}

fn answer(operator: &Operator, wanted: &Wanted) -> Result<Answer, Problem> {
    let typed = wanted.who.trim();
    if !typed.is_empty() {
        return by_number_or_name(operator, typed);
    }
    let given = wanted.given().map(|(parameter, value)| {
        (
            parameter,
            Some(value.trim()).filter(|value| !value.is_empty()),
        )
    });
    let q = Some(wanted.q.trim()).filter(|q| !q.is_empty());
    if q.is_none() && given.iter().all(|(_, value)| value.is_none()) {
        return Ok(Answer::Nothing);
    }
    match read_question(q, &given) {
        Err(errors) => Ok(Answer::Trouble(sentences(&errors, operator))),
        Ok(conditions) => by_traits(
            operator,
            &FindQuery {
                wanted: conditions,
                count: wanted.count(),
                without: std::collections::BTreeSet::new(),
                seed: wanted.seed(),
            },
        ),
    }
}

fn by_traits(operator: &Operator, query: &FindQuery) -> Result<Answer, Problem> {
    let found = finding::find(&operator.app().world, &operator.context(), query)?;
    let count = found.citizens.len();
    let scanned = grouped(found.total_scanned, operator.guest.language);
    let about = if found.complete {
        operator.say(
            format!("{count} người; không còn ai khác."),
            format!("{count} people; there are no more."),
        )
    } else {
        operator.say(
            format!("{count} người đầu tiên, sau khi xem {scanned} dòng."),
            format!("The first {count} people, after {scanned} rows."),
        )
    };
    let understood = query.expression();
    let curl = curl::find(operator, &understood, query);
    let view = view(operator, &found.citizens, about);
    Ok(Answer::People(FoundView {
        understood: Some(understood),
        curl: Some(curl),
        ..view
    }))
}

fn by_number_or_name(operator: &Operator, typed: &str) -> Result<Answer, Problem> {
    let app = operator.app();
    let people = app.world.people();
    let number = match CitizenNumber::parse(typed) {
        Ok(number) => number,
        Err(why) => {
            let (name, date) = name_and_date::split(typed);
            let Some(date_of_birth) = date else {
                let error = FieldError::number("number", &why);
                let hint = operator.say(
                    "Hoặc viết họ tên và năm sinh: Nguyễn Văn Thành 1985.",
                    "Or write name and year of birth: Nguyễn Văn Thành 1985.",
                );
                let said = error.sentence(operator.guest.language);
                return Ok(Answer::Trouble(format!("{said} {hint}")));
            };
            return by_name(
                operator,
                &SearchQuery {
                    full_name: name.into(),
                    date_of_birth,
                    gender: None,
                    province: None,
                    limit: MOST_NAMED,
                },
            );
        }
    };
    let holders = people.holders(number)?;
    if let [holder] = &holders[..] {
        return Ok(Answer::One(holder.identity.id.0));
    }
    let mut citizens = Vec::new();
    for holder in holders {
        citizens.extend(people.citizen(holder.identity.id)?);
    }
    let about = match citizens.len() {
        0 => operator.say("Không ai mang số này.", "Nobody holds this number."),
        _ => operator.say(
            "Nhiều người mang số này.",
            "More than one person holds this number.",
        ),
    };
    Ok(Answer::People(view(operator, &citizens, about.to_owned())))
}

fn by_name(operator: &Operator, query: &SearchQuery) -> Result<Answer, Problem> {
    let found = registry::search(&operator.app().world, &operator.context(), query);
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let problem = Problem::from(error);
            if problem.cause.is_some() {
                return Err(problem);
            }
            let body = problem.body(operator.guest.language, &operator.guest.request_id);
            return Ok(Answer::Trouble(body.detail));
        }
    };
    let total = found.total;
    let about = operator.say(
        format!("{total} người có tên và ngày sinh như vậy."),
        format!("{total} people have such a name and date."),
    );
    let citizens = found.candidates.into_iter();
    let citizens: Vec<Citizen> = citizens.map(|candidate| candidate.citizen).collect();
    Ok(Answer::People(view(operator, &citizens, about)))
}

fn view(operator: &Operator, citizens: &[Citizen], about: String) -> FoundView {
    let (day, language) = (
        operator.app().world.business_date(),
        operator.guest.language,
    );
    let rows = citizens
        .iter()
        .map(|citizen| PersonRow::of(citizen, day, language));
    let rows: Vec<PersonRow> = rows.collect();
    let numbers = rows.iter().map(|row| row.number.as_str());
    let numbers: Vec<&str> = numbers.filter(|number| !number.is_empty()).collect();
    FoundView {
        numbers: numbers.join("\n"),
        rows,
        about,
        understood: None,
        curl: None,
    }
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let persona = |id| PersonaRow {
        id,
        key: evil(),
        full_name: evil(),
        number: evil(),
        shows: evil(),
    };
    let page = |found: Option<FoundView>, trouble| PeoplePage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::People),
        who: evil(),
        q: evil(),
        age: evil(),
        count: 20,
        seed: 0,
        choices: Wanted::default().choices(language),
        provinces: Wanted::default().provinces(),
        examples: examples(language),
        trouble,
        personas: vec![persona(None), persona(Some(1))],
        found,
        forms: forms(),
        entries: entries(),
    };
    let found = FoundView {
        rows: vec![PersonRow::sample()],
        about: evil(),
        understood: Some(evil()),
        curl: Some(evil()),
        numbers: evil(),
    };
    vec![
        ("console/people.html", rendered(&page(None, Some(evil())))),
        ("console/people.html", rendered(&page(Some(found), None))),
    ]
}
