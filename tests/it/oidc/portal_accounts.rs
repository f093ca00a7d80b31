//! The portal as provider: subjects are its accounts.

use dancu::domain::login::Issuer;
use serde_json::{Value, json};

use super::engine::{Engine, NOW, parameter, read_token};

const SCOPE: (&str, &str) = ("scope", "openid profile email phone address citizen");

/// The ID token's claims and those of userinfo, for an account.
fn log_in(engine: &Engine, username: &str) -> (Value, Value) {
    let url = engine.authorize(Issuer::Dvcqg, &[SCOPE, ("login_hint", username)], NOW);
    let code = parameter(&url, "code");
    let tokens = engine.redeem(Issuer::Dvcqg, &code, NOW).unwrap();
    let told = engine
        .provider
        .userinfo(&engine.world, Issuer::Dvcqg, &tokens.access_token, NOW)
        .unwrap();
    (
        read_token(tokens.id_token.as_deref().unwrap()).1,
        Value::Object(told),
    )
}

#[test]
fn an_account_is_told_by_its_lasting_id_and_not_by_its_name() {
    let engine = Engine::believing();
    let account = engine.world.portal().account("nguyenvanthanh").unwrap();
    let (claims, told) = log_in(&engine, "nguyenvanthanh");
    assert_eq!(claims["iss"], "https://dancu.example/dvcqg");
    assert_eq!(claims["sub"], &*account.tech_id);
    assert_eq!(claims["acr"], "LoA1", "a portal's own account");
    assert_eq!(
        told,
        json!({
            "sub": &*account.tech_id,
            "account_id": &*account.tech_id,
            "preferred_username": "nguyenvanthanh",
            "name": "Nguyễn Văn Thành",
            "gender": "male",
            "birthdate": "1985-05-12",
            "date_of_birth": "1985-05-12",
            "zoneinfo": "Asia/Ho_Chi_Minh",
            "locale": "vi-VN",
            "email": "nguyenvanthanh@hatinh.example",
            "email_verified": false,
            "phone_number": "+84100000048",
            "phone_number_verified": false,
            "identity_level": 1,
            "account_type": "citizen",
        })
    );
}

#[test]
fn a_linked_account_tells_its_number_and_an_officer_is_told_as_one() {
    let engine = Engine::believing();
    let linked = engine.world.portal().account("phantrongnghia").unwrap();
    let number = linked.link.number.unwrap().to_string();
    let (_, told) = log_in(&engine, "phantrongnghia");
    assert_eq!(told["personal_number"], number);
    let (_, told) = log_in(&engine, "canbo.lekhanhan");
    assert_eq!(told["account_type"], "officer");
}

#[test]
fn nobody_logs_in_with_a_name_that_no_account_has() {
    let engine = Engine::believing();
    for hint in ["nobody", "042085000488", "NGUYENVANTHANH ", "' OR 1=1"] {
        let url = engine.authorize(Issuer::Dvcqg, &[("login_hint", hint)], NOW);
        assert_eq!(parameter(&url, "error"), "access_denied", "{hint}");
    }
}
