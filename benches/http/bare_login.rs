//! The bar for logins: bare actix handlers that read what a login sends, sign as often as it asks for, and
//! answer what they were told to. What `dancu` takes longer is what our own code costs.

use std::hint::black_box;
use std::net::TcpListener;
use std::path::Path;

use actix_web::http::header::{AUTHORIZATION, LOCATION};
use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::Outcome;
use super::flows::Answers;
use super::machine::cores;

/// The answers, and the key behind the tokens.
struct Bar {
    location: String,
    tokens: Bytes,
    userinfo: Bytes,
    page: Bytes,
    /// What is signed: as long as the ID token among the answers.
    message: String,
    key: Key,
}

enum Key {
    None,
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
}

/// Serves the answers of a file, on any path, until it is killed.
pub fn serve(port: u16, answers: &Path) -> Outcome<()> {
    let answers: Answers = serde_json::from_str(&std::fs::read_to_string(answers)?)?;
    let bar = Data::new(Bar::of(answers)?);
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(bar.clone())
            .route("/{issuer}/authorize", web::get().to(authorize))
            .route("/{issuer}/token", web::post().to(tokens))
            .route("/{issuer}/userinfo", web::get().to(userinfo))
            .default_service(web::to(page))
    })
    .workers(cores())
    .listen(listener)?
    .run();
    actix_web::rt::System::new().block_on(server)?;
    Ok(())
}

impl Bar {
    fn of(answers: Answers) -> Outcome<Self> {
        let (message, key) = match serde_json::from_str::<Value>(&answers.tokens) {
            Ok(tokens) => message_and_key(tokens["id_token"].as_str().ok_or("no ID token")?)?,
            Err(_no_tokens) => (String::new(), Key::None),
        };
        Ok(Self {
            location: answers.location,
            tokens: answers.tokens.into(),
            userinfo: answers.userinfo.into(),
            page: answers.page.into(),
            message,
            key,
        })
    }
}

/// What of a token is signed, and a new key of its algorithm.
fn message_and_key(token: &str) -> Outcome<(String, Key)> {
    let (message, _signature) = token.rsplit_once('.').ok_or("no token")?;
    let header = message.split('.').next().unwrap_or_default();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header)?)?;
    let key = match header["alg"].as_str() {
        Some("RS256") => Key::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048)?)),
        Some("ES256") => Key::Ec(Box::new(EcdsaKeyPair::generate(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
        )?)),
        other => return Err(format!("no bar for {other:?}").into()),
    };
    Ok((message.to_owned(), key))
}

impl Key {
    /// Signs as a provider does: on the thread that answers.
    fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::None => None,
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)
                    .ok()?;
                Some(signature)
            }
            Self::Ec(pair) => Some(pair.sign(&random, message).ok()?.as_ref().to_vec()),
        }
    }
}

async fn authorize(request: HttpRequest, bar: Data<Bar>) -> HttpResponse {
    read_pairs(request.query_string().as_bytes());
    HttpResponse::SeeOther()
        .insert_header((LOCATION, bar.location.as_str()))
        .finish()
}

async fn tokens(request: HttpRequest, form: Bytes, bar: Data<Bar>) -> HttpResponse {
    read_pairs(&form);
    black_box(request.headers().get(AUTHORIZATION));
    if bar
        .key
        .sign(bar.message.as_bytes())
        .map(black_box)
        .is_none()
    {
        return HttpResponse::InternalServerError().finish();
    }
    HttpResponse::Ok()
        .content_type("application/json")
        .body(bar.tokens.clone())
}

async fn userinfo(request: HttpRequest, bar: Data<Bar>) -> HttpResponse {
    black_box(request.headers().get(AUTHORIZATION));
    HttpResponse::Ok()
        .content_type("application/json")
        .body(bar.userinfo.clone())
}

async fn page(bar: Data<Bar>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(bar.page.clone())
}

fn read_pairs(text: &[u8]) {
    for pair in url::form_urlencoded::parse(text) {
        black_box(pair);
    }
}
