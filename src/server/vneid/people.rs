//! Whom to log in as: the personas, or anybody the search finds.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use actix_web::web;

use super::VneidGuest;
use crate::domain::birth_date::BirthDate;
use crate::domain::card::{ElectronicIdentity, IdentityLevel, LockReason};
use crate::domain::citizen::Citizen;
use crate::domain::citizen_number::CitizenNumber;
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::name::fold;
use crate::registry::{self, Caller, Context, Scope, SearchError, SearchQuery};
use crate::server::App;
use crate::server::name_and_date;
use crate::server::pages::PageFailure;
use crate::worlds::Edition;

/// People shown for one search.
const MOST: usize = 20;

/// VNeID as a client of the registry: it may search, and sees no protected people.
static VNEID: LazyLock<Caller> = LazyLock::new(|| Caller {
    id: "vneid".into(),
    scopes: [Scope::Search].into_iter().collect(),
});

/// Somebody to log in as.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// The name.
    pub full_name: String,
    /// The personal number.
    pub number: String,
    /// The date of birth.
    pub date_of_birth: String,
    /// The electronic identity in words.
    pub account: String,
    /// Whether that identity opens everything.
    pub is_usable: bool,
    /// What a persona shows.
    pub shows: String,
}

/// The personas as the registry has them, kept until somebody edits it or the day changes: the login page
/// shows them all, and looking each of them up took most of its time.
#[derive(Default)]
pub struct KnownPersonas(Mutex<Option<(Edition, CivilDate, PersonasNow)>>);

/// One for each persona; none for those whom the registry does not know.
type PersonasNow = Arc<[Option<Citizen>]>;

impl std::fmt::Debug for KnownPersonas {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("KnownPersonas(…)")
    }
}

impl KnownPersonas {
    fn now(&self, guest: &VneidGuest, day: CivilDate) -> Result<PersonasNow, PageFailure> {
        let people = guest.app.world.people();
        let edition = people.edition();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, on, personas)) = &*kept
            && (of, on) == (&edition, &day)
        {
            return Ok(Arc::clone(personas));
        }
        let found = guest.app.shared.personas.iter().map(|persona| {
            let identity = persona.person.as_ref().map(|citizen| &citizen.identity);
            let Some(number) = identity.and_then(|identity| identity.number_on(day)) else {
                return Ok(None);
            };
            match people.holders(CitizenNumber::Personal(number))?.first() {
                Some(holder) => people.citizen(holder.identity.id),
                None => Ok(None),
            }
        });
        let personas = found.collect::<Result<PersonasNow, _>>();
        let personas = personas.map_err(|error| guest.internal(&error.to_string()))?;
        *kept = Some((edition, day, Arc::clone(&personas)));
        Ok(personas)
    }
}

/// A search and what it found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The people.
    pub people: Vec<PersonRow>,
    /// What to say about the search.
    pub text: Option<String>,
}

/// What can be wrong with somebody's electronic identity; each is shown by a persona who has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Level 1 only.
    LevelOne,
    /// Locked.
    Locked,
    /// Granted and not activated.
    NotActivated,
}

impl Trouble {
    /// Every trouble.
    pub const ALL: [Self; 3] = [Self::LevelOne, Self::Locked, Self::NotActivated];

    /// The word in the form.
    pub const fn action(self) -> &'static str {
        match self {
            Self::LevelOne => "level_one",
            Self::Locked => "locked",
            Self::NotActivated => "not_activated",
        }
    }

    /// What the button says.
    pub const fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::LevelOne, Language::Vietnamese) => "Chỉ có mức độ 1",
            (Self::LevelOne, Language::English) => "Level 1 only",
            (Self::Locked, Language::Vietnamese) => "Tài khoản bị khóa",
            (Self::Locked, Language::English) => "Account locked",
            (Self::NotActivated, Language::Vietnamese) => "Chưa kích hoạt",
            (Self::NotActivated, Language::English) => "Not activated",
        }
    }

    fn is_shown_by(self, identity: ElectronicIdentity) -> bool {
        match self {
            Self::LevelOne => {
                identity.level == IdentityLevel::One
                    && identity.activated
                    && identity.locked.is_none()
            }
            // Of the dead VNeID says something else.
            Self::Locked => identity
                .locked
                .is_some_and(|reason| !matches!(reason, LockReason::Death)),
            Self::NotActivated => !identity.activated && identity.locked.is_none(),
        }
    }

    /// The number of the first persona whose registry record shows the trouble on the business date.
    pub fn number(self, app: &App) -> Option<String> {
        let day = app.world.business_date();
        let mut people = app
            .shared
            .personas
            .iter()
            .filter_map(|persona| persona.person.as_ref());
        let shows = |citizen: &&Citizen| {
            citizen
                .electronic_identity_on(day)
                .is_some_and(|identity| self.is_shown_by(identity))
        };
        let number = people.find(shows)?.identity.number_on(day)?;
        Some(number.to_string())
    }
}

/// The number of a persona whose account opens everything: the one with the showcase record.
pub fn somebody(app: &App) -> Option<String> {
    let day = app.world.business_date();
    let people = app
        .shared
        .personas
        .iter()
        .filter_map(|persona| persona.person.as_ref());
    let mut usable = people.filter(|citizen| {
        citizen
            .electronic_identity_on(day)
            .is_some_and(opens_everything)
    });
    let number = usable.next()?.identity.number_on(day)?;
    Some(number.to_string())
}

/// The people that fit what was typed; the personas when nothing was.
pub async fn find(guest: &VneidGuest, typed: &str) -> Result<Found, PageFailure> {
    let typed = typed.trim();
    let personas = personas(guest, typed)?;
    let (name, date) = name_and_date::split(typed);
    let by_number = CitizenNumber::parse(typed).ok();
    let people = match (by_number, date) {
        (Some(number), _) => by_that_number(guest, number)?,
        (None, Some(date)) if !name.is_empty() => by_name(guest, name, date).await?,
        _ => Vec::new(),
    };
    let is_short = by_number.is_none() && date.is_none() && !typed.is_empty();
    let people = merged(people, personas);
    let text = (!typed.is_empty()).then(|| match (people.len(), is_short) {
        (count, true) => guest.say(
            format!(
                "{count} người trong danh sách thử. Thêm năm sinh để tìm trong toàn bộ dân cư."
            ),
            format!("{count} of the test people. Add a year of birth to search everybody."),
        ),
        (count, false) => guest.say(
            format!("Tìm thấy {count} người."),
            format!("{count} people found."),
        ),
    });
    Ok(Found { people, text })
}

/// The found, then the personas that are not among them.
fn merged(mut found: Vec<PersonRow>, personas: Vec<PersonRow>) -> Vec<PersonRow> {
    for persona in personas {
        match found.iter_mut().find(|row| row.number == persona.number) {
            Some(row) => row.shows = persona.shows,
            None => found.push(persona),
        }
    }
    found
}

/// Personas with a number, as they are in this world; those whose name has the typed words.
fn personas(guest: &VneidGuest, typed: &str) -> Result<Vec<PersonRow>, PageFailure> {
    let wanted = fold(typed);
    let app = &guest.app;
    let day = app.world.business_date();
    let citizens = app.known_personas.now(guest, day)?;
    let rows = app
        .shared
        .personas
        .iter()
        .zip(&*citizens)
        .filter_map(|(persona, citizen)| {
            let shows = guest.say(&persona.shows_vi, &persona.shows_en);
            row(citizen.as_ref()?, day, guest.language, shows)
        });
    // What has no letter in it is nobody's name.
    let has_name = |row: &PersonRow| !wanted.is_empty() && fold(&row.full_name).contains(&wanted);
    let is_wanted = |row: &PersonRow| typed.is_empty() || has_name(row) || row.number == typed;
    Ok(rows.filter(is_wanted).collect())
}

fn by_that_number(
    guest: &VneidGuest,
    number: CitizenNumber,
) -> Result<Vec<PersonRow>, PageFailure> {
    let people = guest.app.world.people();
    let day = guest.app.world.business_date();
    let mut rows = Vec::new();
    let holders = people
        .holders(number)
        .map_err(|error| guest.internal(&error.to_string()))?;
    for holder in holders {
        let citizen = people.citizen(holder.identity.id);
        let citizen = citizen.map_err(|error| guest.internal(&error.to_string()))?;
        rows.extend(citizen.and_then(|citizen| row(&citizen, day, guest.language, "")));
    }
    Ok(rows)
}

async fn by_name(
    guest: &VneidGuest,
    name: &str,
    date_of_birth: BirthDate,
) -> Result<Vec<PersonRow>, PageFailure> {
    let query = SearchQuery {
        full_name: name.into(),
        date_of_birth,
        gender: None,
        province: None,
        limit: MOST,
    };
    let (app, now) = (guest.app.clone(), guest.now);
    let request_id = Arc::clone(&guest.request_id);
    let notes = Arc::clone(&guest.notes);
    let found = web::block(move || {
        let context = Context {
            caller: &VNEID,
            request_id: &request_id,
            at: now,
            notes: &notes,
        };
        registry::search(&app.world, &context, &query)
    });
    let found = found
        .await
        .map_err(|error| guest.internal(&error.to_string()))?;
    let day = guest.app.world.business_date();
    match found {
        Ok(answer) => {
            let citizens = answer.candidates.iter().map(|candidate| &candidate.citizen);
            Ok(citizens
                .filter_map(|citizen| row(citizen, day, guest.language, ""))
                .collect())
        }
        Err(SearchError::TooBroad) => Ok(Vec::new()),
        Err(SearchError::Store(error)) => Err(guest.internal(&error.to_string())),
    }
}

fn row(citizen: &Citizen, day: CivilDate, language: Language, shows: &str) -> Option<PersonRow> {
    let identity = &citizen.identity;
    if identity.restricted || !identity.is_known_on(day) {
        return None;
    }
    let electronic = citizen.electronic_identity_on(day);
    Some(PersonRow {
        full_name: identity.full_name_on(day).to_string(),
        number: identity.number_on(day)?.to_string(),
        date_of_birth: identity.date_of_birth.vietnamese(),
        account: account_in_words(electronic, language).to_owned(),
        is_usable: electronic.is_some_and(opens_everything),
        shows: shows.to_owned(),
    })
}

/// Of level 2, activated and not locked.
fn opens_everything(identity: ElectronicIdentity) -> bool {
    identity.level == IdentityLevel::Two && identity.activated && identity.locked.is_none()
}

fn account_in_words(identity: Option<ElectronicIdentity>, language: Language) -> &'static str {
    let Some(identity) = identity else {
        return language.pick("chưa có tài khoản", "no account");
    };
    match (identity.locked, identity.activated, identity.level) {
        (Some(LockReason::Death), _, _) => language.pick("khóa (đã chết)", "locked (death)"),
        (Some(_), _, _) => language.pick("bị khóa", "locked"),
        (None, false, _) => language.pick("chưa kích hoạt", "not activated"),
        (None, true, IdentityLevel::One) => language.pick("mức độ 1", "level 1"),
        (None, true, IdentityLevel::Two) => language.pick("mức độ 2", "level 2"),
    }
}
