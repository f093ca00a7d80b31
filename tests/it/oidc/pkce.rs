//! PKCE and attempts to do without it.

use crate::support::relying_party::{CHALLENGE, RelyingParty, VERIFIER, spawn_provider};

/// `ValidPkceSucceeds`.
#[test]
fn a_public_client_logs_in_with_s256() {
    let app = spawn_provider();
    let tokens = RelyingParty::public(&app).log_in_with_pkce();
    assert_eq!(tokens.claims["aud"], "example-spa");
    let confidential = RelyingParty::new(&app, "/vneid").log_in_with_pkce();
    assert_eq!(confidential.claims["aud"], "example-web");
}

#[test]
fn a_request_with_a_challenge_that_protects_nothing_is_refused() {
    let app = spawn_provider();
    let public = RelyingParty::public(&app);
    assert_eq!(public.error(&[]), "invalid_request", "none at all");
    for more in [
        &[("code_challenge", CHALLENGE)][..],
        &[
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "plain"),
        ],
        &[
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "s256"),
        ],
        &[
            ("code_challenge", "short"),
            ("code_challenge_method", "S256"),
        ],
        &[("code_challenge_method", "S256")],
    ] {
        assert_eq!(public.error(more), "invalid_request", "{more:?}");
        let confidential = RelyingParty::new(&app, "/vneid");
        assert_eq!(confidential.error(more), "invalid_request", "{more:?}");
    }
}

/// The downgrade of RFC 9700 4.8: somebody takes the challenge out on the way, the client still sends its
/// verifier.
#[test]
fn a_verifier_for_a_request_without_challenge_is_refused() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let code = party.code(&[]);
    let refused = party
        .redeem(&code, &[("code_verifier", VERIFIER)])
        .expect(400);
    assert_eq!(refused.json()["error"], "invalid_grant");
}

#[test]
fn a_code_with_a_challenge_needs_its_verifier() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let wrong = VERIFIER.replace('d', "e");
    for verifier in ["", CHALLENGE, "short", &wrong] {
        let code = party.code(&[
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let refused = party
            .redeem(&code, &[("code_verifier", verifier)])
            .expect(400);
        assert_eq!(refused.json()["error"], "invalid_grant", "{verifier}");
        // Who has the right one can still use the code.
        party
            .redeem(&code, &[("code_verifier", VERIFIER)])
            .expect(200);
    }
}
