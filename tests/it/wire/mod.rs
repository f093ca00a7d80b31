//! The national wire: what portals send and get.

mod messages;
mod schemas;
mod toolkits;
