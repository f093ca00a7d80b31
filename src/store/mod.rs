//! All SQL and every file: the immutable population and the small state laid over it.
//!
//! The only folder that names rusqlite. It speaks domain types; no SQL text, row or driver error
//! leaves it. A second engine would become a folder in here and nothing outside would change.

mod batch;
mod changes;
mod error;
mod file_check;
mod lock;
mod packing;
mod person_row;
mod place_code;
mod population;
mod portal;
mod prefilter;
mod reader;
mod row;
mod space;
mod state;
mod texts;
mod tls_certificate;
mod traits;
mod writer;

pub use batch::Batch;
pub use error::StoreError;
pub use file_check::hexadecimal;
pub use lock::FolderLock;
pub use population::{Candidates, Population, PopulationFacts};
pub use portal::PortalEdits;
pub use prefilter::{Mark, Prefilter};
pub use space::check_space;
pub use state::{StateFile, StoredEdit, StoredState, remove_state};
pub use tls_certificate::write_tls_certificate;
pub use writer::{PopulationWriter, Step, Watch, WriterFacts};

/// The name of the population file in the data folder.
pub const POPULATION_FILE: &str = "population.db";

/// The name of the state file in the data folder.
pub const STATE_FILE: &str = "state.db";

/// The name of the file with the test certificate of the HTTPS listener in the data folder.
pub const TLS_CERTIFICATE_FILE: &str = "tls-certificate.pem";
