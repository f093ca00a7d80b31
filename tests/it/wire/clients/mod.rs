//! Clients that portals already run, each sending as it sends and reading as it reads (witnesses W1 to W7
//! of the specification), and what their developers meet on the way.

mod accounts;
mod advice;
mod answers;
mod court;
mod emission;
mod http;
mod ministry_portal;
mod one_stop_shop;
mod own_settings;
mod people;
mod sharepoint;
mod shop_front;
pub mod signing;
mod thanh_hoa;
mod transport;
mod vaccination_sync;
mod view;
mod xml_json;

pub use vaccination_sync::told_by_the_sync_feed;
