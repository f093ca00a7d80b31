//! The clients of the registry and their keys.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::registry::{Caller, Scope, Scopes};

/// All clients by key.
#[derive(Debug)]
pub struct Clients {
    by_key: HashMap<String, Client>,
}

/// A client as the server knows it.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its name and scopes.
    pub caller: Arc<Caller>,
    /// Whether its key is refused because the server is not bound to loopback.
    pub shut_out: bool,
}

/// Why a list of clients cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ClientsError {
    /// The text is no TOML of the right form.
    #[error("the list of clients cannot be read: {0}")]
    Unreadable(String),
    /// A scope that does not exist.
    #[error("client {client}: there is no scope {scope}")]
    UnknownScope {
        /// The client.
        client: String,
        /// The scope.
        scope: String,
    },
    /// Two clients have one key, or a key is empty.
    #[error("client {client}: its key is empty or another client's")]
    BadKey {
        /// The client.
        client: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientsFile {
    client: Vec<ClientRow>,
    /// Read by `identity`, from the same file.
    #[serde(default, rename = "relying_party")]
    _relying_party: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClientRow {
    id: String,
    key: String,
    scopes: Vec<String>,
    #[serde(default)]
    loopback_only: bool,
    #[serde(rename = "purpose")]
    _purpose: String,
}

/// The clients that come with the program.
pub const BUILT_IN: &str = include_str!("../../fixtures/clients.toml");

impl Clients {
    /// Reads a list in the form of `fixtures/clients.toml` for a server bound to `address`.
    pub fn parse(text: &str, address: IpAddr) -> Result<Self, ClientsError> {
        let file: ClientsFile =
            toml::from_str(text).map_err(|error| ClientsError::Unreadable(error.to_string()))?;
        let mut by_key = HashMap::new();
        for row in file.client {
            let scopes = row
                .scopes
                .iter()
                .map(|word| {
                    Scope::ALL
                        .into_iter()
                        .find(|scope| scope.as_str() == word)
                        .ok_or_else(|| ClientsError::UnknownScope {
                            client: row.id.clone(),
                            scope: word.clone(),
                        })
                })
                .collect::<Result<Scopes, _>>()?;
            let client = Client {
                caller: Arc::new(Caller {
                    id: row.id.as_str().into(),
                    scopes,
                }),
                shut_out: row.loopback_only && !address.is_loopback(),
            };
            if row.key.is_empty() || by_key.insert(row.key, client).is_some() {
                return Err(ClientsError::BadKey { client: row.id });
            }
        }
        Ok(Self { by_key })
    }

    /// Adds an administrator with every scope.
    pub fn add_administrator(&mut self, key: String) -> Result<(), ClientsError> {
        let caller = Arc::new(Caller {
            id: "administrator".into(),
            scopes: Scopes::all(),
        });
        let client = Client {
            caller,
            shut_out: false,
        };
        if key.trim().is_empty() || self.by_key.insert(key, client).is_some() {
            return Err(ClientsError::BadKey {
                client: "administrator".to_owned(),
            });
        }
        Ok(())
    }

    /// The client with this key.
    pub fn with_key(&self, key: &str) -> Option<&Client> {
        self.by_key.get(key)
    }
}
