//! `GET /v1/citizens/{number}/card` and `card.svg`: what scanners read off a card, and a specimen of it.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::lookup::number_from;
use crate::registry::{self, PrintedCard};
use crate::server::App;
use crate::server::call::{Call, MayLookUpByNumber};
use crate::server::problem::{Problem, ProblemBody};
use crate::server::specimen;

/// What machines read off a card.
#[derive(Serialize, ToSchema, Debug)]
pub struct CardAnswer {
    /// The number on the card.
    pub number: String,
    /// `cmnd_12`, `citizen_card_barcode`, `citizen_card_chip`, `identity_card`, `identity_certificate`.
    #[schema(value_type = String)]
    pub kind: &'static str,
    /// `valid`, `expired`, `lost`, `held` or `withdrawn` on the business date.
    #[schema(value_type = String)]
    pub state: &'static str,
    /// Day of issue.
    pub issued_on: String,
    /// Last day, or `never` (Không thời hạn).
    pub expires_on: String,
    /// The text of the QR code; absent on kinds that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(
        example = "042085001237||Nguyễn Văn Mẫu|12051985|Nam|Thôn 3, Xã Cẩm Bình, Tỉnh Hà Tĩnh|09052023"
    )]
    pub qr_text: Option<String>,
    /// The machine-readable zone, three lines of 30 characters; absent on kinds that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrz: Option<Vec<String>>,
}

impl From<&PrintedCard> for CardAnswer {
    fn from(printed: &PrintedCard) -> Self {
        let expires_on = printed.card.expires_on;
        Self {
            number: printed.number.to_string(),
            kind: printed.card.kind.as_str(),
            state: printed.state.as_str(),
            issued_on: printed.card.issued_on.to_string(),
            expires_on: expires_on.map_or_else(|| "never".to_owned(), |day| day.to_string()),
            qr_text: printed.qr_text.clone(),
            mrz: printed.mrz.clone().map(Vec::from),
        }
    }
}

/// Read the card of a number
///
/// The text of its QR code and its machine-readable zone, so that scan-to-fill forms can be tested with
/// somebody the registry knows. 404 `card_not_found` where somebody has no card. Cancelled numbers are coded in it for
/// administrators alone. What in it is a guess: `docs/cards.md`.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits")),
    responses(
        (status = 200, body = CardAnswer),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/citizens/{number}/card")]
pub async fn get_card(
    app: web::Data<App>,
    call: Call<MayLookUpByNumber>,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let card = registry::get_card(&app.world, &call.context(), number_from(&number)?)?;
    let mut response = HttpResponse::Ok();
    response.insert_header(("cache-control", "no-store"));
    Ok(response.json(CardAnswer::from(&card)))
}

/// Draw a specimen of the card of a number
///
/// A plain picture in both languages with `MẪU` across it, which could not pass for a document; its QR code can be
/// scanned.
#[utoipa::path(
    tag = "records",
    params(("number" = String, Path, description = "12 or 9 digits")),
    responses(
        (status = 200, body = String, content_type = "image/svg+xml"),
        (status = "4XX", body = ProblemBody, content_type = "application/problem+json")
    ),
    security(("bearer" = []), ("api_key" = []))
)]
#[get("/v1/citizens/{number}/card.svg")]
pub async fn draw_card(
    app: web::Data<App>,
    call: Call<MayLookUpByNumber>,
    number: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let card = registry::get_card(&app.world, &call.context(), number_from(&number)?)?;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .insert_header((
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'",
        ))
        .content_type("image/svg+xml")
        .body(specimen::draw(&card)))
}
