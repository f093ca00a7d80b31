//! One person with everything there is of them.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::curl::{self, Call};
use super::facts::{self, Fact};
use super::frame::{Frame, Tab};
use super::operator::Operator;
use super::overview::drawing;
use super::words;
use crate::domain::citizen::{Citizen, PersonId};
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::status::RecordStatus;
use crate::record::{Audience, record_of};
use crate::reference::relation_to_head;
use crate::registry::{Dossier, Kin, Lookup, PrintedCard, dossier, lookups_of};
use crate::server::pages::{Chrome, PageFailure, PageProblem};
#[cfg(test)]
use crate::server::pages::{Site, rendered};
use crate::server::qr::{self, QrDrawing};
use crate::server::specimen;

/// Times shown that somebody asked about the person.
const MOST_LOOKUPS: usize = 20;

#[derive(Template)]
#[template(path = "console/person.html")]
struct PersonPage {
    chrome: Chrome,
    frame: Frame,
    id: i64,
    full_name: String,
    number: String,
    status: &'static str,
    is_active: bool,
    is_restricted: bool,
    shows: Option<String>,
    opens_vneid: bool,
    identity: Vec<Fact>,
    residence: Vec<Fact>,
    documents: Vec<Fact>,
    card: Option<CardView>,
    relatives: Vec<KinRow>,
    household: Vec<KinRow>,
    history: Vec<HistoryRow>,
    lookups: Vec<LookupRow>,
    calls: Vec<Call>,
    json: String,
    /// The match lab with this record on its left side.
    lab: String,
}

/// What machines read off a card.
#[derive(Clone, Debug)]
struct CardView {
    qr: Option<QrDrawing>,
    qr_text: String,
    zone: String,
}

/// Somebody of the family or the household.
#[derive(Clone, Debug)]
struct KinRow {
    relation: &'static str,
    id: Option<i64>,
    full_name: String,
    number: String,
    date_of_birth: String,
    gender: &'static str,
    status: &'static str,
    is_active: bool,
}

/// A time that somebody asked about the person.
#[derive(Clone, Debug)]
struct LookupRow {
    at: String,
    client: String,
    operation: &'static str,
    outcome: &'static str,
    tone: &'static str,
}

/// What was once so.
#[derive(Clone, Debug)]
struct HistoryRow {
    what: &'static str,
    value: String,
    when: String,
    why: &'static str,
}

/// The page.
pub async fn show(operator: Operator, id: web::Path<String>) -> Result<HttpResponse, PageFailure> {
    let (mut operator, dossier) = dossier_of(operator, &id).await?;
    let page = PersonPage {
        frame: operator.frame(Tab::People),
        ..page(&operator, &dossier)
    };
    operator.guest.page(StatusCode::OK, &page)
}

/// A specimen of the card.
pub async fn card(operator: Operator, id: web::Path<String>) -> Result<HttpResponse, PageFailure> {
    let (operator, dossier) = dossier_of(operator, &id).await?;
    let card = dossier.card;
    let card = card.ok_or_else(|| operator.guest.failure(PageProblem::NotFound))?;
    Ok(drawing(specimen::draw(&card)))
}

async fn dossier_of(operator: Operator, id: &str) -> Result<(Operator, Dossier), PageFailure> {
    let Ok(id) = id.parse() else {
        return Err(operator.guest.failure(PageProblem::NotFound));
    };
    let looked = operator.elsewhere(move |operator| {
        dossier(&operator.app().world, &operator.context(), PersonId(id))
    });
    let (operator, found) = looked.await?;
    let found = found.map_err(|error| operator.guest.internal(&error.to_string()))?;
    match found {
        Some(dossier) => Ok((operator, dossier)),
        None => Err(operator.guest.failure(PageProblem::NotFound)),
    }
}

fn page(operator: &Operator, dossier: &Dossier) -> PersonPage {
    let (language, day) = (
        operator.guest.language,
        operator.app().world.business_date(),
    );
    let citizen = &dossier.family.citizen;
    let identity = &citizen.identity;
    let record = record_of(citizen, day, Audience::Administrator);
    let status = identity.status_on(day);
    let relatives = dossier.family.relatives.iter();
    let household = dossier.family.household.iter();
    PersonPage {
        chrome: operator.guest.chrome(),
        frame: Frame::of(operator, Tab::People, None),
        id: identity.id.0,
        full_name: identity.full_name_on(day).to_string(),
        number: record.number.clone().unwrap_or_default(),
        status: words::status(status, language),
        is_active: status == RecordStatus::Active,
        is_restricted: identity.restricted,
        shows: shows(operator, citizen),
        opens_vneid: citizen
            .electronic_identity_on(day)
            .is_some_and(|identity| identity.activated && identity.locked.is_none()),
        identity: facts::identity(citizen, &record, day, language),
        residence: facts::residence(citizen, &record, language),
        documents: facts::documents(citizen, day, language),
        card: dossier.card.as_ref().map(CardView::of),
        relatives: relatives
            .map(|kin| KinRow::of_kin(kin, day, language))
            .collect(),
        household: household
            .map(|member| KinRow::of_member(member, day, language))
            .collect(),
        history: history(citizen, day, language),
        lookups: lookups_of(&operator.app().world, identity)
            .into_iter()
            .take(MOST_LOOKUPS)
            .map(LookupRow::of)
            .collect(),
        calls: curl::about(operator, citizen),
        json: serde_json::to_string_pretty(&record).unwrap_or_default(),
        lab: lab(citizen, day),
    }
}

/// What a named person shows.
fn shows(operator: &Operator, citizen: &Citizen) -> Option<String> {
    let mut personas = operator.app().shared.personas.iter();
    let numbers: Vec<_> = citizen.identity.numbers().collect();
    let named = personas.find(|persona| {
        let person = persona.person.as_ref();
        person.is_some_and(|person| {
            let mut theirs = person.identity.numbers();
            theirs.any(|number| numbers.contains(&number))
        })
    })?;
    Some(operator.say(&named.shows_vi, &named.shows_en).clone())
}

fn lab(citizen: &Citizen, day: CivilDate) -> String {
    let identity = &citizen.identity;
    let (name, date) = (
        identity.full_name_on(day).as_str(),
        identity.date_of_birth.vietnamese(),
    );
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("recorded_name", name)
        .append_pair("recorded_date", &date)
        .append_pair("typed_name", name)
        .append_pair("typed_date", &date);
    if let Some(number) = identity.number_on(day) {
        query.append_pair("number", &number.to_string());
    }
    query.finish()
}

impl CardView {
    fn of(card: &PrintedCard) -> Self {
        let qr_text = card.qr_text.clone().unwrap_or_default();
        Self {
            qr: (!qr_text.is_empty()).then(|| qr::draw(&qr_text)),
            qr_text,
            zone: card
                .mrz
                .as_ref()
                .map_or_else(String::new, |lines| lines.join("\n")),
        }
    }
}

impl LookupRow {
    fn of(lookup: Lookup) -> Self {
        Self {
            at: words::moment(lookup.at),
            client: lookup
                .client
                .map_or_else(String::new, |client| client.to_string()),
            operation: lookup.operation,
            outcome: lookup.outcome,
            tone: words::call_tone(lookup.outcome),
        }
    }
}

impl KinRow {
    fn of_kin(kin: &Kin, day: CivilDate, language: Language) -> Self {
        let relation = words::kinship(kin.kinship, language);
        let number = kin.number.map(|number| number.to_string());
        match &kin.citizen {
            Some(citizen) => Self::of(relation, citizen, day, language),
            None => Self {
                relation,
                id: None,
                full_name: kin.full_name.to_string(),
                number: number
                    .or_else(|| kin.cmnd.map(|cmnd| cmnd.to_string()))
                    .unwrap_or_default(),
                date_of_birth: String::new(),
                gender: "",
                status: language.pick("không có bản ghi", "no record"),
                is_active: false,
            },
        }
    }

    fn of_member(member: &Citizen, day: CivilDate, language: Language) -> Self {
        let place = member.household;
        let relation = place.and_then(|place| relation_to_head(place.relation_to_head));
        let relation = relation.map_or("", |row| language.pick(row.name_vi, row.name_en));
        Self::of(relation, member, day, language)
    }

    fn of(relation: &'static str, citizen: &Citizen, day: CivilDate, language: Language) -> Self {
        let identity = &citizen.identity;
        let status = identity.status_on(day);
        let number = identity.number_on(day);
        Self {
            relation,
            id: Some(identity.id.0),
            full_name: identity.full_name_on(day).to_string(),
            number: number.map(|number| number.to_string()).unwrap_or_default(),
            date_of_birth: identity.date_of_birth.vietnamese(),
            gender: words::gender(identity.gender, language),
            status: words::status(status, language),
            is_active: status == RecordStatus::Active,
        }
    }
}

/// Names, numbers and states that were, and those that are still to come.
fn history(citizen: &Citizen, day: CivilDate, language: Language) -> Vec<HistoryRow> {
    let identity = &citizen.identity;
    let until = |last: CivilDate| {
        language.pick(
            format!("đến {}", last.vietnamese()),
            format!("until {}", last.vietnamese()),
        )
    };
    let names = identity.former_names.iter().map(|former| HistoryRow {
        what: language.pick("Tên cũ", "Former name"),
        value: former.full_name.to_string(),
        when: until(former.until),
        why: "",
    });
    let numbers = identity.former_numbers.iter().map(|former| HistoryRow {
        what: language.pick("Số cũ", "Former number"),
        value: former.number.to_string(),
        when: language.pick(
            format!("hủy ngày {}", former.cancelled_on.vietnamese()),
            format!("cancelled on {}", former.cancelled_on.vietnamese()),
        ),
        why: words::cancel_reason(former.reason, language),
    });
    let states = identity.status_periods.iter().map(|period| HistoryRow {
        what: language.pick("Tình trạng", "State"),
        value: words::status(period.status, language).to_owned(),
        when: match period.until {
            Some(last) => format!("{} – {}", period.from.vietnamese(), last.vietnamese()),
            None => language.pick(
                format!("từ {}", period.from.vietnamese()),
                format!("since {}", period.from.vietnamese()),
            ),
        },
        why: match period.status {
            RecordStatus::Cancelled(reason) => words::cancel_reason(reason, language),
            RecordStatus::Active
            | RecordStatus::Deceased
            | RecordStatus::Missing
            | RecordStatus::Inactive
                if period.from > day =>
            {
                language.pick("chưa đến", "still to come")
            }
            RecordStatus::Active
            | RecordStatus::Deceased
            | RecordStatus::Missing
            | RecordStatus::Inactive => "",
        },
    });
    names.chain(numbers).chain(states).collect()
}

/// The pages of this file with everything that may vary, for the test that renders them all.
#[cfg(test)]
pub fn samples(language: Language) -> Vec<(&'static str, String)> {
    let evil = || "<b>\"><i>".to_owned();
    let fact = |item, value| Fact {
        item,
        label: "<b>",
        value,
        note: evil(),
    };
    let kin = |id| KinRow {
        relation: "<b>",
        id,
        full_name: evil(),
        number: evil(),
        date_of_birth: evil(),
        gender: "<b>",
        status: "<b>",
        is_active: id.is_some(),
    };
    let page = |is_whole: bool| PersonPage {
        chrome: Chrome::sample(Site::Console, language),
        frame: Frame::sample(Tab::People),
        id: 1,
        full_name: evil(),
        number: if is_whole { evil() } else { String::new() },
        status: "<b>",
        is_active: is_whole,
        is_restricted: is_whole,
        shows: is_whole.then(evil),
        opens_vneid: is_whole,
        identity: vec![fact("1", evil()), fact("", String::new())],
        residence: vec![fact("16", evil())],
        documents: if is_whole {
            vec![fact("13", evil())]
        } else {
            Vec::new()
        },
        card: is_whole.then(|| CardView {
            qr: Some(qr::draw("text")),
            qr_text: evil(),
            zone: evil(),
        }),
        relatives: vec![kin(None), kin(Some(2))],
        household: if is_whole {
            vec![kin(Some(3))]
        } else {
            Vec::new()
        },
        history: vec![HistoryRow {
            what: "<b>",
            value: evil(),
            when: evil(),
            why: "<b>",
        }],
        lookups: vec![LookupRow {
            at: evil(),
            client: evil(),
            operation: "<b>",
            outcome: "<b>",
            tone: "good",
        }],
        calls: vec![Call {
            purpose: "<b>",
            command: evil(),
        }],
        json: evil(),
        lab: "recorded_name=a".to_owned(),
    };
    vec![
        ("console/person.html", rendered(&page(true))),
        ("console/person.html", rendered(&page(false))),
    ]
}
