//! A registry in a test's own process: started on a free port, gone with the test.
//!
//! ```no_run
//! use dancu::testing::Registry;
//!
//! let registry = Registry::builder().size(500).as_of("2025-07-01").start();
//! // The program under test asks registry.base_url() with registry.key().
//! let sandbox = registry.sandbox();
//! // Another asks sandbox.base_url(), and neither sees the other.
//! ```
//!
//! `examples/registry_in_a_test.rs` is a whole test. Everything that a test does with a world goes by the documented
//! calls of `openapi/openapi.json`, made for it: [`World::get`], [`World::post`] and their like make the others.
//! What a call refuses panics where it was made, with the answer, as an assertion would.

mod builder;
mod made_people;
mod world;

use std::ops::Deref;
use std::sync::Arc;

use serde_json::{Value, json};

pub use builder::{Builder, StartError};
pub use world::World;

use crate::server::Running;
use made_people::MadePeople;

/// A running registry; its methods beside these are those of its default [`World`]. Dropping it stops the server with
/// its threads and removes its files.
#[derive(Debug)]
pub struct Registry {
    world: World,
    // In this order: who answers goes before what is answered from.
    _server: Running,
    _people: Arc<MadePeople>,
}

impl Registry {
    /// A registry to be set up: a thousand people of the seed 2025, today.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// One as it is without being set up.
    ///
    /// # Panics
    ///
    /// When it cannot be started; [`Builder::try_start`] tells why.
    #[track_caller]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Makes a world of its own over the same people, those of [`Builder::people`] among them. It is thrown away when it
    /// is dropped.
    #[track_caller]
    pub fn sandbox(&self) -> Sandbox<'_> {
        // While the test holds it, it stays, however long nobody asks.
        let made = self.post("/admin/sandboxes", &json!({"idle_seconds": 0}));
        Sandbox {
            id: made["id"].as_str().unwrap_or_default().to_owned(),
            world: World::begin(&made, self.own_people()),
            registry: self,
        }
    }
}

impl Deref for Registry {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

/// A world beside the default one; its methods are those of [`World`]. Its key opens nothing else.
#[derive(Debug)]
pub struct Sandbox<'a> {
    id: String,
    world: World,
    registry: &'a Registry,
}

impl Sandbox<'_> {
    /// Its id, for the header `X-Dancu-Sandbox`.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Deref for Sandbox<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Drop for Sandbox<'_> {
    fn drop(&mut self) {
        let path = format!("/admin/sandboxes/{}", self.id);
        // A test may have thrown it away itself.
        let _deleted = self.registry.world.call("DELETE", &path, &Value::Null);
    }
}
