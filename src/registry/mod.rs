//! The use cases of the population database, in words of the domain: match, look up, search, keep up.
//!
//! Synchronous functions over a world; every surface (REST, command line, later SOAP) asks these and
//! only words its own questions and answers.

mod caller;
mod card;
mod changes;
mod dossier;
pub mod events;
pub mod finding;
mod household;
mod kin;
mod lookup;
mod lookups;
pub mod match_lab;
mod matching;
mod nearest;
mod numbering;
pub mod question;
mod recipes;
mod search;
pub mod statistics;
mod upkeep;

pub use caller::{Caller, Context, Scope, Scopes};
pub use card::{CardError, PrintedCard, get_card};
pub use changes::{Changed, FeedError, FeedPage, changes, feed};
pub use dossier::{Dossier, dossier};
pub use household::{head_of, household_of, household_with_number};
pub use kin::{Family, Kin, Kinship, family_of};
pub use lookup::{Dead, GetError, LookupError, get_by_number, look_up, verify};
pub use lookups::{Lookup, lookups_of};
pub use matching::{FieldVerdict, MatchQuery, MatchReport, match_person};
pub use nearest::{NearBy, Nearest, nearest};
pub use recipes::{
    CreatedGroups, CreatedPerson, GroupError, GroupOrder, MOST_GROUPS, create_groups,
};
pub use search::{Candidate, SearchAnswer, SearchError, SearchQuery, search};
pub use upkeep::{
    ExpectedVersion, ImportError, MAX_IMPORT, Refusal, UpkeepError, create, delete, import,
    merge_patch, version_of,
};
