//! The national wire from outside.

mod clients;
