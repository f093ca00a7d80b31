//! The bar: a bare actix server that reads the same body and answers one of the same size, and nothing else.

use std::borrow::Cow;
use std::hint::black_box;
use std::net::TcpListener;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer, web};
use serde::Deserialize;

use super::Outcome;
use super::machine::cores;

/// The same fields as the question of `POST /v1/match`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question<'body> {
    #[serde(borrow)]
    number: Cow<'body, str>,
    #[serde(borrow)]
    full_name: Cow<'body, str>,
    #[serde(borrow)]
    date_of_birth: Cow<'body, str>,
    #[serde(borrow)]
    gender: Option<Cow<'body, str>>,
    #[serde(borrow)]
    policy: Option<Cow<'body, str>>,
}

/// Serves on the port until it is killed; every answer is `answer`.
pub fn serve(port: u16, answer: String) -> Outcome<()> {
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let answer = Data::new(Bytes::from(answer));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(answer.clone())
            .route("/v1/match", web::post().to(parse_and_answer))
    })
    .workers(cores())
    .listen(listener)?
    .run();
    actix_web::rt::System::new().block_on(server)?;
    Ok(())
}

async fn parse_and_answer(body: Bytes, answer: Data<Bytes>) -> HttpResponse {
    let Ok(question) = serde_json::from_slice::<Question<'_>>(&body) else {
        return HttpResponse::BadRequest().finish();
    };
    black_box((
        &question.number,
        &question.full_name,
        &question.date_of_birth,
    ));
    black_box((&question.gender, &question.policy));
    HttpResponse::Ok()
        .content_type("application/json")
        .body(answer.get_ref().clone())
}
