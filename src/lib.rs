//! `dancu`: a mock of Viet Nam's national population database, for people who build portals.
//!
//! The map, from the core outwards; each folder names only those before it:
//!
//! * [`domain`]: numbers, names, dates, citizens, and what "match" means. Pure.
//! * [`mod@reference`]: the code tables under `fixtures/`, provinces before and after the merger.
//! * [`record`]: the English JSON shape of a citizen.
//! * [`population`]: people who do not exist, as a pure function of a seed.
//! * [`store`]: all SQL: the immutable population file and the small state file.
//! * [`seeding`]: people of the one into a file of the other, on all cores.
//! * [`worlds`]: everything that changes, laid over the population.
//! * [`registry`]: the use cases: match, look up, search, keep up.
//! * [`identity`]: the use cases of an OpenID provider: VNeID, and the portal as provider.
//! * [`linking`]: the use cases of the portal: accounts and their link to a number.
//! * [`outbound`]: calls to other systems over HTTP: portal to registry, relying party to provider.
//! * [`server`]: HTTP. * [`cli`]: the command line. * [`testing`]: a registry in a test's own process.
//!
//! `ARCHITECTURE.md` walks one request through these.

pub mod chance;
pub mod cli;
pub mod clock;
pub mod credentials;
pub mod domain;
pub mod identity;
pub mod linking;
pub mod outbound;
pub mod population;
pub mod record;
pub mod reference;
pub mod registry;
pub mod seeding;
pub mod server;
pub mod store;
pub mod testing;
pub mod wire;
pub mod worlds;
