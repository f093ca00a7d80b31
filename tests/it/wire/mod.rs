//! The national wire: what portals send and get.

mod bad_input;
pub mod clients;
mod equivalence;
mod messages;
mod schemas;
mod toolkits;

use self::clients::signing::{Signer, base64};
use crate::support::{Answer, TestApp};
use reqwest::Method;

/// An envelope with this operation and these elements in it.
pub fn envelope(operation: &str, elements: &[(&str, &str)]) -> String {
    let mut children = String::new();
    for (name, value) in elements {
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        children.extend(["<dan:", name, ">", &value, "</dan:", name, ">"]);
    }
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:dan=\"http://dancuquocgia.bca\"><soapenv:Header/><soapenv:Body>\
         <dan:{operation}>{children}</dan:{operation}></soapenv:Body></soapenv:Envelope>"
    )
}

/// A direct call of the documented account.
pub fn call(app: &TestApp, path: &str, body: impl Into<reqwest::blocking::Body>) -> Answer {
    let timestamp = "1763877600123";
    let request = app.nobody().request(Method::POST, path);
    let request = request
        .header("content-type", "application/xml")
        .header("timestamp", timestamp)
        .header("authorization", Signer::demo().authorization(timestamp));
    Answer::of(request.body(body))
}

/// A token of the documented partner.
pub fn lgsp_token(app: &TestApp) -> String {
    let keys = "{\"AccessKey\":\"ak\",\"SecretKey\":\"sk\",\"AppName\":\"APP\",\"PartnerCode\":\"000.00.00.H00\",\
                \"PartnerCodeCus\":\"000.00.00.H00\"}";
    let request = app.nobody().request(Method::POST, "/lgsp/token");
    let request = request.header("lgspaccesstoken", base64(keys));
    let answer = Answer::of(request.body("grant_type=client_credentials")).expect(200);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}
