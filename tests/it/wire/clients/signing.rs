//! The header of direct calls, computed a second time: a hash over `sv_url`, user, timestamp and secret.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

/// An account as a client is configured with it.
#[derive(Debug, Clone)]
pub struct Signer {
    /// What is hashed for an address.
    pub sv_url: String,
    /// The user.
    pub user: String,
    /// The secret.
    pub secret: String,
}

impl Signer {
    /// The documented account.
    pub fn demo() -> Self {
        Self::new("https://ndxp.example/csdldc/tracuu", "demo", "demo-secret")
    }

    /// The documented account with a secret that is wrong.
    pub fn with_wrong_secret() -> Self {
        Self {
            secret: "demo-secrets".to_owned(),
            ..Self::demo()
        }
    }

    /// An account.
    pub fn new(sv_url: &str, user: &str, secret: &str) -> Self {
        Self {
            sv_url: sv_url.to_owned(),
            user: user.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// The value of `Authorization`.
    pub fn authorization(&self, timestamp: &str) -> String {
        let text = format!("{}{}{timestamp}{}", self.sv_url, self.user, self.secret);
        let digest = Sha256::digest(text);
        let mut pair = format!("{}:", self.user);
        for byte in digest {
            write!(pair, "{byte:02x}").unwrap();
        }
        format!("Basic {}", base64(&pair))
    }
}

/// Base64 of a text.
pub fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

#[test]
fn the_published_vectors_are_met() {
    for (sv_url, timestamp, hash) in [
        (
            "https://ndxp.example/csdldc/tracuu",
            "1763877600123",
            "e367f562e36792a5177996de0681b35ec5f82cc598ab4527b129ed8799737a92",
        ),
        (
            "/XacThucC06",
            "1763877600",
            "1de9060beb18cf9c43b5a5db0dd9543a8bacfaaf146ae306e9a3287926235c3c",
        ),
    ] {
        let header = Signer::new(sv_url, "test_user", "test_secret").authorization(timestamp);
        assert_eq!(
            header,
            format!("Basic {}", base64(&format!("test_user:{hash}")))
        );
    }
    let first = Signer::new(
        "https://ndxp.example/csdldc/tracuu",
        "test_user",
        "test_secret",
    );
    assert_eq!(
        first.authorization("1763877600123"),
        "Basic dGVzdF91c2VyOmUzNjdmNTYyZTM2NzkyYTUxNzc5OTZkZTA2ODFiMzVlYzVmODJjYzU5OGFiNDUyN2IxMjllZDg3OTk3MzdhOTI="
    );
}
