//! The keys of the issuers and their rotation.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::relying_party::{RelyingParty, spawn_provider};

fn key_ids(party: &RelyingParty) -> BTreeSet<String> {
    let set = party.keys();
    let keys = set["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_set_has_an_rsa_and_an_elliptic_key_and_nothing_private() {
    let app = spawn_provider();
    let set = RelyingParty::new(&app, "/vneid").keys();
    let keys = set["keys"].as_array().unwrap();
    let kinds: Vec<_> = keys.iter().map(|key| (&key["kty"], &key["alg"])).collect();
    assert_eq!(
        kinds,
        [
            (&json!("RSA"), &json!("RS256")),
            (&json!("EC"), &json!("ES256"))
        ]
    );
    for key in keys {
        for name in key.as_object().unwrap().keys() {
            let public = ["kty", "n", "e", "crv", "x", "y", "kid", "use", "alg"];
            assert!(public.contains(&name.as_str()), "{name}");
        }
    }
}

#[test]
fn the_two_issuers_share_no_key() {
    let app = spawn_provider();
    let vneid = key_ids(&RelyingParty::new(&app, "/vneid"));
    let dvcqg = key_ids(&RelyingParty::new(&app, "/dvcqg"));
    assert!(vneid.is_disjoint(&dvcqg));
}

#[test]
fn after_a_rotation_old_tokens_still_verify_and_new_keys_sign() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let before = party.log_in(&[]);
    let (old_header, _) = party.verified(&before.id_token);
    let old = key_ids(&party);
    app.dev()
        .post("/admin/keys/rotate", &json!(null))
        .expect(204);
    let both = key_ids(&party);
    assert!(old.is_subset(&both));
    assert_eq!(both.len(), 4);
    party.verified(&before.id_token);
    let after = party.log_in(&[("id_token_hint", &before.id_token)]);
    let (new_header, _) = party.verified(&after.id_token);
    assert_ne!(new_header.kid, old_header.kid);
    app.dev()
        .post("/admin/keys/rotate", &json!(null))
        .expect(204);
    assert!(old.is_disjoint(&key_ids(&party)));
    party.userinfo(&before.access).expect(200);
}

#[test]
fn only_administrators_rotate() {
    let app = spawn_provider();
    let rotate = |caller: &crate::support::Caller| caller.post("/admin/keys/rotate", &json!(null));
    rotate(&app.nobody()).problem(401, "key_missing");
    rotate(&app.officer()).problem(403, "scope_missing");
}
