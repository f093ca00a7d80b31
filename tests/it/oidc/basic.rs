//! One test for each module of the OpenID Foundation's OP Basic plan that needs no page; its name is in the
//! comment. Those that need one (`DisplayPopup`, `PromptLogin` by hand, …) are walked in a browser.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::relying_party::{
    Landing, RelyingParty, Tokens, form, spawn_provider, spawn_provider_with,
};
use crate::support::{Answer, TestApp, pause};

fn vneid(app: &TestApp) -> RelyingParty {
    RelyingParty::new(app, "/vneid")
}

/// The claims of a login that asked for this.
fn claims_of(more: &[(&str, &str)]) -> Value {
    let app = spawn_provider();
    vneid(&app).log_in(more).claims
}

/// `ServerTest`.
#[test]
fn a_login_ends_with_an_id_token_about_the_person() {
    let app = spawn_provider();
    let party = vneid(&app);
    let landing = party.sent_back(&[]);
    assert_eq!(landing.get("state"), Some("a state"));
    let answer = party.redeem(landing.get("code").unwrap(), &[]).expect(200);
    let Tokens { answer, claims, .. } = party.tokens_of(&answer);
    assert_eq!(answer["expires_in"], 3600);
    assert_eq!(answer["scope"], "openid");
    assert_eq!(claims["nonce"], "a nonce");
    assert_eq!(claims["azp"], "example-web");
    assert_eq!(claims["aud"], "example-web");
    assert_eq!(claims["sub"], party.person);
    assert_eq!(claims["acr"], "LoA2");
    assert_eq!(claims["amr"], json!(["hint"]));
    for time in ["iat", "exp", "auth_time"] {
        assert!(claims[time].is_u64(), "{time}");
    }
    assert!(claims["sid"].as_str().unwrap().len() > 40);
}

/// `ResponseTypeMissing`.
#[test]
fn a_request_without_response_type_comes_back_with_an_error() {
    let app = spawn_provider();
    assert_eq!(
        vneid(&app).error(&[("response_type", "")]),
        "invalid_request"
    );
    for unsupported in ["token", "id_token", "code id_token", "none"] {
        let error = vneid(&app).error(&[("response_type", unsupported)]);
        assert_eq!(error, "unsupported_response_type");
    }
}

/// `IdTokenSignature`; `IdTokenUnsigned` cannot be asked for: no client is registered for it.
#[test]
fn id_tokens_are_signed_as_the_client_is_registered() {
    let app = spawn_provider();
    let rs256 = vneid(&app).log_in(&[]);
    let (header, _) = vneid(&app).verified(&rs256.id_token);
    assert_eq!(header.alg, jsonwebtoken::Algorithm::RS256);
    assert_eq!(header.typ.as_deref(), Some("JWT"));
    let public = RelyingParty::public(&app);
    let es256 = public.log_in_with_pkce();
    let (header, _) = public.verified(&es256.id_token);
    assert_eq!(header.alg, jsonwebtoken::Algorithm::ES256);
}

/// `UserInfoGet`, `UserInfoPostHeader`, `UserInfoPostBody`; and the forms in which portals are seen to ask.
#[test]
fn userinfo_answers_get_post_with_header_and_post_with_form() {
    let app = spawn_provider();
    let party = vneid(&app);
    let access = party.log_in(&[]).access;
    let post = || app.nobody().request(Method::POST, "/vneid/userinfo");
    let form_type = ("content-type", "application/x-www-form-urlencoded");
    let answers = [
        party.userinfo(&access),
        Answer::of(post().bearer_auth(&access)),
        Answer::of(
            post()
                .bearer_auth(&access)
                .header("content-type", "application/json"),
        ),
        Answer::of(post().bearer_auth(&access).header(form_type.0, form_type.1)),
        party.post_raw(
            "/userinfo",
            None,
            &[("access_token".to_owned(), access.clone())],
        ),
    ];
    for answer in answers {
        let answer = answer.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.json(), json!({"sub": party.person}));
    }
}

/// `RequestWithoutNonceSucceedsForCodeFlow`.
#[test]
fn a_request_without_nonce_gets_an_id_token_without_nonce() {
    let claims = claims_of(&[("nonce", "")]);
    assert_eq!(claims.get("nonce"), None);
}

/// `AlternateHappyFlow`: another redirect URI of the same client, and no state.
#[test]
fn another_registered_address_works_too_and_state_may_be_left_out() {
    let app = spawn_provider();
    let party = RelyingParty {
        redirect_uri: "http://127.0.0.1:3000/callback".to_owned(),
        ..vneid(&app)
    };
    let landing = party.sent_back(&[("state", "")]);
    assert_eq!(landing.get("state"), None);
    party.redeem(landing.get("code").unwrap(), &[]).expect(200);
}

/// `DisplayPage`, `DisplayPopup`, `UiLocales`, `ClaimsLocales`, `UnknownParameterSucceeds`.
#[test]
fn wishes_about_pages_and_unknown_parameters_do_not_disturb() {
    let app = spawn_provider();
    let party = vneid(&app);
    for (name, value) in [
        ("display", "page"),
        ("display", "popup"),
        ("ui_locales", "vi en"),
        ("claims_locales", "vi"),
        ("extra", "foobar"),
    ] {
        party.log_in(&[(name, value)]);
    }
}

/// `PromptLogin`: a new login, even for somebody who is logged in.
#[test]
fn prompt_login_asks_again_and_tells_the_new_time() {
    let app = spawn_provider();
    let party = vneid(&app);
    let first = party.log_in(&[]);
    pause(std::time::Duration::from_millis(1100));
    let hint = ("id_token_hint", first.id_token.as_str());
    let again = party.log_in(&[("prompt", "login"), hint]);
    assert!(again.claims["auth_time"].as_u64() > first.claims["auth_time"].as_u64());
    assert_ne!(again.claims["sid"], first.claims["sid"]);
}

/// `PromptNoneNotLoggedIn`.
#[test]
fn prompt_none_without_a_login_comes_back_with_login_required() {
    let app = spawn_provider();
    let error = vneid(&app).error(&[("prompt", "none"), ("login_hint", "")]);
    assert_eq!(error, "login_required");
    let error = vneid(&app).error(&[("prompt", "none")]);
    assert_eq!(error, "login_required", "a hint is no login");
}

/// `PromptNoneLoggedIn`, `IdTokenHint`.
#[test]
fn prompt_none_with_the_id_token_of_a_lasting_login_succeeds() {
    let app = spawn_provider();
    let party = vneid(&app);
    let first = party.log_in(&[]);
    let hint = ("id_token_hint", first.id_token.as_str());
    let again = party.log_in(&[("prompt", "none"), hint, ("login_hint", "")]);
    assert_eq!(again.claims["sub"], first.claims["sub"]);
    assert_eq!(again.claims["auth_time"], first.claims["auth_time"]);
    assert_eq!(again.claims["sid"], first.claims["sid"]);
}

/// `MaxAge1`.
#[test]
fn a_login_older_than_max_age_is_made_again() {
    let app = spawn_provider();
    let party = vneid(&app);
    let first = party.log_in(&[]);
    pause(std::time::Duration::from_millis(1100));
    let hint = ("id_token_hint", first.id_token.as_str());
    let silent = [("prompt", "none"), ("max_age", "1"), hint];
    assert_eq!(party.error(&silent), "login_required");
    let again = party.log_in(&[("max_age", "1"), hint]);
    assert!(again.claims["auth_time"].as_u64() > first.claims["auth_time"].as_u64());
}

/// `MaxAge10000`.
#[test]
fn a_login_younger_than_max_age_is_kept() {
    let app = spawn_provider();
    let party = vneid(&app);
    let first = party.log_in(&[("max_age", "15000")]);
    let hint = ("id_token_hint", first.id_token.as_str());
    let again = party.log_in(&[("max_age", "10000"), hint]);
    assert_eq!(again.claims["auth_time"], first.claims["auth_time"]);
    assert_eq!(party.error(&[("max_age", "soon")]), "invalid_request");
}

/// `IdTokenHint`, for somebody else.
#[test]
fn a_hint_at_somebody_else_is_no_login_of_this_person() {
    let app = spawn_provider();
    let party = vneid(&app);
    let first = party.log_in(&[]);
    let hint = ("id_token_hint", first.id_token.as_str());
    let other = ("login_hint", "042197000542");
    // The lasting login of the hint is used; without it, the other person is not who was asked for.
    let again = party.log_in(&[hint, other]);
    assert_eq!(again.claims["sub"], first.claims["sub"]);
    let error = party.error(&[hint, other, ("prompt", "login")]);
    assert_eq!(error, "login_required");
    assert_eq!(
        party.error(&[("id_token_hint", "e30.e30.x")]),
        "invalid_request"
    );
}

/// `LoginHint`.
#[test]
fn without_auto_approve_the_browser_is_sent_to_a_page() {
    let app = TestApp::spawn();
    for (issuer, page) in [("/vneid", "/vneid/interaction/"), ("/dvcqg", "/portal/sso")] {
        let party = RelyingParty::new(&app, issuer);
        let answer = party.authorize(&[]).expect(303);
        let landing = Landing::of(&answer);
        let expected = format!("{}{page}", app.base_url);
        assert!(landing.address.starts_with(&expected), "{landing:?}");
        assert!(!answer.header("location").contains(&party.person));
    }
}

/// `AcrValuesSucceeds`.
#[test]
fn acr_values_are_fulfilled_where_they_can_be() {
    let app = spawn_provider();
    let party = vneid(&app);
    let level_one = party.with_person("042197000542");
    for (party, wished, told) in [
        (&party, "LoA1", "LoA1"),
        (&party, "LoA2", "LoA2"),
        (&party, "LoA1 LoA2", "LoA2"),
        (&party, "gold", "LoA2"),
        (&level_one, "LoA2", "LoA1"),
        (&level_one, "", "LoA1"),
    ] {
        let claims = party.log_in(&[("acr_values", wished)]).claims;
        assert_eq!(claims["acr"], told, "{wished}");
    }
}

/// `PostRequestSucceeds`.
#[test]
fn an_authorization_request_may_be_posted() {
    let app = spawn_provider();
    let party = vneid(&app);
    let answer = party
        .post_raw("/authorize", None, &party.request(&[]))
        .expect(303);
    let landing = Landing::of(&answer);
    party.redeem(landing.get("code").unwrap(), &[]).expect(200);
}

/// `RequestUriUnsigned`, `UnsignedRequestObject`, `RequestObjectWithRedirectUri`: rejected.
#[test]
fn request_objects_are_rejected_with_their_own_errors() {
    let app = spawn_provider();
    let party = vneid(&app);
    let object = "eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2V2aWwuZXhhbXBsZS8ifQ.";
    assert_eq!(party.error(&[("request", object)]), "request_not_supported");
    let error = party.error(&[("request_uri", "https://evil.example/object")]);
    assert_eq!(error, "request_uri_not_supported");
    let error = party.error(&[("registration", "{}")]);
    assert_eq!(error, "registration_not_supported");
}

#[test]
fn other_requests_that_cannot_be_right_come_back_with_an_error() {
    let app = spawn_provider();
    let party = vneid(&app);
    for (more, error) in [
        (("scope", "profile"), "invalid_scope"),
        (("scope", ""), "invalid_scope"),
        (("prompt", "dance"), "invalid_request"),
        (("prompt", "none login"), "invalid_request"),
        (("claims", "{"), "invalid_request"),
        (("response_mode", "fragment"), "invalid_request"),
        (("max_age", "-1"), "invalid_request"),
    ] {
        assert_eq!(party.error(&[more]), error, "{more:?}");
    }
    let mut twice = party.request(&[]);
    twice.push(("scope".to_owned(), "openid email".to_owned()));
    let answer = party
        .get(&format!("/authorize?{}", form(&twice)))
        .expect(303);
    assert_eq!(Landing::of(&answer).get("error"), Some("invalid_request"));
}

/// State is echoed letter by letter: portals put base64 into it.
#[test]
fn state_comes_back_letter_by_letter() {
    let app = spawn_provider();
    let party = vneid(&app);
    for state in [
        "YWJj+/=@aHR0cHM6Ly8",
        "a b&c=d#e%20",
        "Đã đăng nhập",
        "\r\nx: y",
    ] {
        let landing = party.sent_back(&[("state", state)]);
        assert_eq!(landing.get("state"), Some(state));
    }
}

/// The public URL names the issuers behind a mapped port.
#[test]
fn the_public_url_names_the_issuers() {
    let app = spawn_provider_with(&["--public-url", "https://dancu.example/"]);
    let party = RelyingParty {
        issuer: "https://dancu.example/vneid".to_owned(),
        ..vneid(&app)
    };
    assert_eq!(app.ready["urls"]["vneid_issuer"], party.issuer);
    let said = party.get("/.well-known/openid-configuration").expect(200);
    assert_eq!(said.json()["issuer"], party.issuer);
    assert_eq!(party.log_in(&[]).claims["iss"], party.issuer);
}
