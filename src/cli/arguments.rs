//! Arguments that several commands share, and the world they speak of.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::output::CliError;
use crate::clock::{BusinessDate, real_time};
use crate::domain::birth_date::BirthDate;
use crate::domain::citizen_number::Gender;
use crate::domain::civil_date::CivilDate;
use crate::domain::language::Language;
use crate::domain::matching::Policy;
use crate::population::NumberMode;
use crate::registry::question::RawQuestion;
use crate::registry::{Caller, Context, MatchQuery, Scopes};
use crate::store::Population;
use crate::worlds::{CallNotes, World};

/// The data folder and the day it is.
#[derive(Args, Debug, Clone)]
pub struct DataArguments {
    /// Folder of the population and its edits
    #[arg(long, env = "DANCU_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,

    /// Business date: the day that decides ages, cards, states and units [default: today in Viet Nam]
    #[arg(long, env = "DANCU_AS_OF", value_name = "yyyy-MM-dd", value_parser = parse_day)]
    pub as_of: Option<CivilDate>,
}

/// Which numbers generated people get.
#[derive(clap::ValueEnum, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Numbers {
    /// The code of the province of registration, as real numbers have
    #[default]
    Provinces,
    /// The prefixes 097-099, which no province has
    Reserved,
}

/// What a population is made of.
#[derive(Args, Debug, Clone)]
pub struct PopulationArguments {
    /// Living people to make at the least, or `nation`; the named personas come on top
    #[arg(long, env = "DANCU_SIZE", default_value_t = 10_000, value_name = "N", value_parser = parse_size)]
    pub size: u64,

    /// The same seed gives the same people, on every machine
    #[arg(long, env = "DANCU_SEED", default_value_t = 2025, value_name = "S")]
    pub seed: u64,

    /// Prefixes of the numbers
    #[arg(
        long,
        env = "DANCU_NUMBERS",
        default_value = "provinces",
        value_name = "KIND"
    )]
    pub numbers: Numbers,
}

/// A person as a question names them: in this order, or by flags.
#[derive(Args, Debug, Clone)]
pub struct PersonArguments {
    /// NUMBER NAME DATE, e.g. 042085000488 "Nguyễn Văn Thành" 1985-05-12
    #[arg(value_name = "NUMBER NAME DATE", num_args = 0..=3, conflicts_with_all = ["number", "full_name", "date_of_birth"])]
    person: Vec<String>,

    /// CCCD (12 digits) or CMND (9 digits)
    #[arg(long, value_name = "DIGITS")]
    number: Option<String>,

    /// Full name, with diacritics
    #[arg(long, value_name = "NAME")]
    full_name: Option<String>,

    /// yyyy-MM-dd, dd/MM/yyyy, yyyyMMdd, or the year
    #[arg(long, value_name = "DATE")]
    date_of_birth: Option<String>,

    /// strict, standard, lenient or fold
    #[arg(long, default_value = "standard", value_name = "POLICY", value_parser = parse_policy)]
    policy: Policy,

    /// male or female; compared only when given
    #[arg(long, value_name = "GENDER", value_parser = parse_gender)]
    gender: Option<Gender>,
}

impl DataArguments {
    /// The business date.
    pub fn clock(&self) -> BusinessDate {
        self.as_of.map_or(BusinessDate::Today, BusinessDate::Fixed)
    }

    /// The default world as it stands, to be read.
    pub fn world(&self) -> Result<World, CliError> {
        let population = Arc::new(Population::open(&self.data)?);
        Ok(World::read_only(&self.data, population, self.clock())?)
    }
}

impl From<Numbers> for NumberMode {
    fn from(numbers: Numbers) -> Self {
        match numbers {
            Numbers::Provinces => Self::Provinces,
            Numbers::Reserved => Self::Reserved,
        }
    }
}

impl PersonArguments {
    /// The question, or everything that is wrong with it.
    pub fn query(&self) -> Result<MatchQuery, CliError> {
        let given = |flag: &'_ Option<String>, place: usize| {
            flag.clone().or_else(|| self.person.get(place).cloned())
        };
        let (number, full_name, date_of_birth) = (
            given(&self.number, 0),
            given(&self.full_name, 1),
            given(&self.date_of_birth, 2),
        );
        let question = RawQuestion {
            number: number.as_deref(),
            full_name: full_name.as_deref(),
            date_of_birth: date_of_birth.as_deref(),
            gender: self.gender.map(Gender::as_str),
            policy: Some(self.policy.as_str()),
        };
        question.read().map_err(CliError::Fields)
    }
}

/// Who asks from the command line.
pub struct Owner {
    caller: Caller,
    request_id: Arc<str>,
    /// Nobody reads them: there is no journal of commands.
    notes: CallNotes,
}

/// Whoever can read the files may ask everything.
pub fn owner() -> Owner {
    Owner {
        caller: Caller {
            id: "command-line".into(),
            scopes: Scopes::all(),
        },
        request_id: "command-line".into(),
        notes: CallNotes::default(),
    }
}

impl Owner {
    /// The circumstances of a call from the command line.
    pub fn context(&self) -> Context<'_> {
        Context {
            caller: &self.caller,
            request_id: &self.request_id,
            at: real_time(),
            notes: &self.notes,
        }
    }
}

/// Why nobody can listen at an address, and which flag chooses another port.
pub fn cannot_listen(error: &std::io::Error, address: SocketAddr, flag: &str) -> CliError {
    let port = address.port();
    match error.kind() {
        std::io::ErrorKind::AddrInUse => CliError::told(
            format!(
                "cổng {port} đã có chương trình khác dùng; chọn cổng khác bằng {flag} (0: cổng trống bất kỳ)"
            ),
            format!(
                "port {port} is taken by another program; choose another with {flag} (0 takes a free one)"
            ),
        ),
        _ => CliError::told(
            format!("không lắng nghe được trên {address}: {error}; đổi --host hoặc {flag}"),
            format!("cannot listen on {address}: {error}; change --host or {flag}"),
        ),
    }
}

/// A whole day in any form a date of birth may have.
pub fn parse_day(text: &str) -> Result<CivilDate, String> {
    match BirthDate::parse(text) {
        Ok(BirthDate::Day(day)) => Ok(day),
        Ok(BirthDate::Year(_) | BirthDate::YearMonth { .. }) => {
            Err("a whole day is needed, yyyy-MM-dd".to_owned())
        }
        Err(error) => Err(error.message(Language::English)),
    }
}

/// A gender.
pub fn parse_gender(text: &str) -> Result<Gender, String> {
    Gender::parse(text).ok_or_else(|| "male or female".to_owned())
}

fn parse_policy(text: &str) -> Result<Policy, String> {
    Policy::from_word(text).ok_or_else(|| "strict, standard, lenient or fold".to_owned())
}

fn parse_size(text: &str) -> Result<u64, String> {
    if text == "nation" {
        return Ok(crate::population::FULL_SIZE);
    }
    let digits: String = text
        .chars()
        .filter(|character| !matches!(character, '_' | ',' | '.'))
        .collect();
    let size: u64 = digits
        .parse()
        .map_err(|_not_a_number| "a whole number, e.g. 10000, or nation".to_owned())?;
    if size > crate::population::FULL_SIZE {
        return Err(format!(
            "at most {}, the whole country",
            crate::population::FULL_SIZE
        ));
    }
    Ok(size)
}
