//! The messages of the national service as portals send and read them over NDXP or a provincial LGSP: pure
//! reading and writing, settled by public clients (witnesses W1 to W13, told in `docs/wire.md`).

pub mod envelope;
mod envelope_error;
mod fields;
pub mod json_forms;
pub mod live;
mod masking;
pub mod operation;
mod person;
pub mod qcvn109;
pub mod question;
pub mod settings;
pub mod signature;
pub mod small_answers;
mod xml_writer;

pub use envelope_error::EnvelopeError;
pub use fields::Fields;
pub use masking::masked;
pub use person::{Coding, Told};
pub use xml_writer::escaped;
