//! `?wsdl`, `?wsdl=qcvn109` and `?xsd=NAME`: the description of the direct calls, for toolkits.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::server::App;
use crate::server::problem::{METHOD_NOT_ALLOWED, Problem, ROUTE_NOT_FOUND};
use crate::wire::escaped;

/// Below the address of direct calls, this one is answered in the dialect of QCVN 109 whatever the account.
pub const QCVN109_ADDRESS: &str = "qcvn109";

const WSDL: &str = include_str!("../../../openapi/ndxp.wsdl");
const WSDL_QCVN109: &str = include_str!("../../../openapi/ndxp-qcvn109.wsdl");

/// The schemas by their file names.
const SCHEMAS: [(&str, &str); 3] = [
    (
        "ndxp-request.xsd",
        include_str!("../../../openapi/ndxp-request.xsd"),
    ),
    ("congdan.xsd", include_str!("../../../openapi/congdan.xsd")),
    (
        "congdan-qcvn109.xsd",
        include_str!("../../../openapi/congdan-qcvn109.xsd"),
    ),
];

/// `GET` of the address of direct calls.
pub async fn describe(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let query = url::form_urlencoded::parse(request.query_string().as_bytes());
    let asked = query
        .map(|(key, value)| (key.to_ascii_lowercase(), value))
        .find(|(key, _)| key == "wsdl" || key == "xsd");
    let path = app.shared.wire.ndxp_path();
    let address = format!("{}{path}", origin_of(&app, &request));
    match asked {
        // Whoever opens the address itself in a browser sees what it is.
        None if request.path() == path => Ok(xml(located(WSDL, path, &address))),
        None => Err(Problem::with_detail(
            &METHOD_NOT_ALLOWED,
            format!("Gọi bằng POST; mô tả ở {address}?wsdl."),
            format!("Calls are POST; the description is at {address}?wsdl."),
        )),
        Some((key, name)) if key == "xsd" => {
            let found = SCHEMAS.iter().find(|(file, _)| *file == name);
            let (_, text) = found.ok_or_else(|| Problem::new(&ROUTE_NOT_FOUND))?;
            Ok(xml(located(text, path, &address)))
        }
        Some((_, name)) => match &*name {
            "" => Ok(xml(located(WSDL, path, &address))),
            "qcvn109" => {
                let address = format!("{address}/{QCVN109_ADDRESS}");
                Ok(xml(located(WSDL_QCVN109, path, &address)))
            }
            _ => Err(Problem::new(&ROUTE_NOT_FOUND)),
        },
    }
}

/// `GET /lgsp`: the table of addresses of LGSPs and fronts.
pub async fn list_routes(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({"routes": app.shared.wire.settings.routes}))
}

/// The public address; of the TLS listener, which has none, the one that was called.
fn origin_of(app: &App, request: &HttpRequest) -> String {
    if request.app_config().secure() {
        let connection = request.connection_info();
        return format!("https://{}", connection.host());
    }
    app.provider.public_url().to_owned()
}

/// A file with the addresses that it has here; on the disk they lead from file to file.
fn located(text: &str, path: &str, address: &str) -> String {
    text.replace(
        "schemaLocation=\"",
        &format!("schemaLocation=\"{path}?xsd="),
    )
    .replace("{location}", &escaped(address))
}

fn xml(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/xml; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(text)
}
