//! What is told, scope by scope and claim by claim: exactly that and nothing more.

use serde_json::{Value, json};

use crate::support::relying_party::{RelyingParty, spawn_provider};

fn keys_of(value: &Value) -> Vec<&str> {
    let object = value.as_object().unwrap();
    let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// `ScopeProfile`, `ScopeEmail`, `ScopeAddress`, `ScopePhone`, `ScopeAll`.
#[test]
fn each_scope_tells_its_claims_and_no_others() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let profile = ["birthdate", "gender", "locale", "name", "zoneinfo"];
    let email = ["email", "email_verified"];
    let phone = ["phone_number", "phone_number_verified"];
    let citizen = [
        "account_type",
        "date_of_birth",
        "identity_level",
        "nationality",
        "personal_number",
    ];
    let all = [&profile[..], &email, &phone, &citizen, &["address"]].concat();
    for (scope, expected) in [
        ("openid", &[][..]),
        ("openid profile", &profile),
        ("openid email", &email),
        ("openid phone", &phone),
        ("openid address", &["address"]),
        ("openid citizen", &citizen),
        ("openid offline_access", &[]),
        ("openid unheard_of", &[]),
        ("openid profile email phone address citizen", &all),
    ] {
        let tokens = party.log_in(&[("scope", scope)]);
        let told = party.userinfo(&tokens.access).expect(200).json();
        let mut expected = [expected, &["sub"]].concat();
        expected.sort_unstable();
        assert_eq!(keys_of(&told), expected, "{scope}");
        // With a code, scopes tell at userinfo and not in the ID token.
        assert_eq!(tokens.claims.get("name"), None, "{scope}");
    }
}

#[test]
fn values_are_those_of_the_record() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let scope = ("scope", "openid profile email phone address citizen");
    let told = |party: &RelyingParty| {
        let tokens = party.log_in(&[scope]);
        party.userinfo(&tokens.access).expect(200).json()
    };
    assert_eq!(
        told(&party),
        json!({
            "sub": "042085000488",
            "name": "Nguyễn Văn Thành",
            "gender": "male",
            "birthdate": "1985-05-12",
            "zoneinfo": "Asia/Ho_Chi_Minh",
            "locale": "vi-VN",
            "email": "nguyenvanthanh@hatinh.example",
            "email_verified": false,
            "phone_number": "+84100000048",
            "phone_number_verified": true,
            "address": {
                "formatted": "Số 12, ngõ 45, đường Nguyễn Công Trứ, Phường Thành Sen, Tỉnh Hà Tĩnh",
                "country": "VN",
            },
            "personal_number": "042085000488",
            "identity_level": 2,
            "account_type": "citizen",
            "date_of_birth": "1985-05-12",
            "nationality": ["VN"],
        })
    );
}

#[test]
fn a_year_alone_stays_a_year() {
    let app = spawn_provider();
    let made = json!({
        "full_name": "Trần Thị Thử", "date_of_birth": "1950-03", "gender": "female",
        "electronic_identity": {"level": 1, "granted_on": "2024-01-02", "activated": true},
    });
    let made = app.dev().post("/v1/citizens", &made).expect(201).json();
    let number = made["number"].as_str().unwrap();
    let party = RelyingParty::new(&app, "/vneid").with_person(number);
    let tokens = party.log_in(&[("scope", "openid profile citizen email address")]);
    let told = party.userinfo(&tokens.access).expect(200).json();
    assert_eq!(told["birthdate"], "1950");
    assert_eq!(told["date_of_birth"], "1950-03");
    assert_eq!(told["identity_level"], 1);
    for absent in ["email", "email_verified", "address", "phone_number"] {
        assert_eq!(told.get(absent), None, "{absent}");
    }
}

/// `ClaimsEssential`, and the other forms of the parameter.
#[test]
fn claims_are_told_where_they_are_asked_for_by_name() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let claims = json!({
        "userinfo": {"name": {"essential": true}, "phone_number": null, "unheard_of": null},
        "id_token": {"personal_number": {"essential": true}, "gender": {"value": "male"},
                     "identity_level": {"values": [1]}, "auth_time": {"essential": true}},
    });
    let tokens = party.log_in(&[("claims", &claims.to_string())]);
    let told = party.userinfo(&tokens.access).expect(200).json();
    assert_eq!(keys_of(&told), ["name", "phone_number", "sub"]);
    assert_eq!(tokens.claims["personal_number"], "042085000488");
    assert_eq!(tokens.claims["gender"], "male");
    assert!(tokens.claims["auth_time"].is_u64());
    let other_value = tokens.claims.get("identity_level");
    assert_eq!(other_value, None, "level 1 was asked for");
}

#[test]
fn nobody_overwrites_the_claims_of_the_login_by_asking_for_them() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let claims =
        json!({"id_token": {"iss": {"value": "https://evil.example"}, "aud": {"value": "x"}}});
    let tokens = party.log_in(&[("claims", &claims.to_string())]);
    assert_eq!(tokens.claims["iss"], party.issuer);
    assert_eq!(tokens.claims["aud"], "example-web");
}

#[test]
fn an_essential_level_that_cannot_be_reached_is_a_failure() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let level_one = party.with_person("042197000542");
    let essential = |levels: &[&str]| {
        json!({"id_token": {"acr": {"essential": true, "values": levels}}}).to_string()
    };
    let told = |claims: &str| party.log_in(&[("claims", claims)]).claims["acr"].clone();
    assert_eq!(told(&essential(&["LoA2"])), "LoA2");
    assert_eq!(told(&essential(&["LoA1"])), "LoA1");
    for levels in [&["LoA2"][..], &["gold"]] {
        let error = level_one.error(&[("claims", &essential(levels))]);
        assert_eq!(error, "unmet_authentication_requirements", "{levels:?}");
    }
    let wish = json!({"id_token": {"acr": {"values": ["LoA2"]}}}).to_string();
    let claims = level_one.log_in(&[("claims", &wish)]).claims;
    assert_eq!(claims["acr"], "LoA1", "a wish is no condition");
}

#[test]
fn a_subject_that_is_asked_for_must_be_the_one_who_logs_in() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let asked = |number: &str| json!({"id_token": {"sub": {"value": number}}}).to_string();
    let claims = party.log_in(&[("claims", &asked("042085000488"))]).claims;
    assert_eq!(claims["sub"], "042085000488");
    let error = party.error(&[("claims", &asked("042197000542"))]);
    assert_eq!(error, "login_required");
}

#[test]
fn userinfo_tells_what_the_registry_says_now() {
    let app = spawn_provider();
    let party = RelyingParty::new(&app, "/vneid");
    let tokens = party.log_in(&[("scope", "openid email")]);
    let (_, version) = app.dev().record("042085000488");
    let patch = json!({"email": "moi@hatinh.example"});
    app.dev()
        .patch("/v1/citizens/042085000488", &version, &patch)
        .expect(200);
    let told = party.userinfo(&tokens.access).expect(200).json();
    assert_eq!(told["email"], "moi@hatinh.example");
}
