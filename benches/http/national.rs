//! Questions to the national wire as the court system sends them (witness W1): a signed header, and its envelope.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use dancu::domain::name::fold;
use dancu::wire::signature::{hash_of, header_of};
use reqwest::blocking::Client;
use serde_json::Value;

use super::Outcome;
use super::server::Server;

/// Where direct calls go unless told otherwise.
pub const PATH: &str = "/ndxp";
/// The documented account of `fixtures/national_wire.toml`.
const USER: &str = "demo";
const SECRET: &str = "demo-secret";
const SV_URL: &str = "https://ndxp.example/csdldc/tracuu";
/// Hashed once, as this client does when it starts; the server hashes for every request.
const TIMESTAMP: &str = "1763877600123";

/// The headers, one a line.
pub fn headers() -> String {
    let hash = hash_of(SV_URL, USER, TIMESTAMP, SECRET);
    [
        "Content-Type: application/xml; charset=utf-8",
        "SOAPAction: \"\"",
        &format!("Timestamp: {TIMESTAMP}"),
        &format!("Authorization: {}", header_of(USER, &hash)),
    ]
    .join("\n")
}

/// Asks for the people of the questions of `POST /v1/match` one by one, and fails unless they are told. Writes the
/// envelopes into a file beside the questions, one a line, with `\n` for the line breaks within.
///
/// A match is told of a cancelled record too, and its state; the record itself is released to nobody. These few
/// are left out.
pub fn prepare(folder: &Path, server: &Server, questions: &[String]) -> Outcome<PathBuf> {
    let file = folder.join("envelopes.txt");
    let mut out = BufWriter::new(File::create(&file)?);
    let client = Client::new();
    let mut misses = 0;
    for question in questions {
        let question: Value = serde_json::from_str(question)?;
        let envelope = envelope(&question)?;
        if is_told(&client, server, &envelope, &question)? {
            writeln!(out, "{}", envelope.replace('\n', "\\n"))?;
        } else {
            misses += 1;
        }
    }
    if misses * 100 > questions.len() {
        return Err(format!("the national wire misses {misses} of {}", questions.len()).into());
    }
    out.flush()?;
    Ok(file)
}

/// The request of W1: the name without accents and blanks, the date without dashes.
fn envelope(question: &Value) -> Outcome<String> {
    let field = |name| question[name].as_str().ok_or("a question lacks a field");
    let (number, name) = (field("number")?, fold(field("full_name")?));
    let date = field("date_of_birth")?;
    let (element, date) = match date.len() {
        4 => ("Nam", date.to_owned()),
        10 => ("NgayThangNam", date.replace('-', "")),
        // A year and a month: this client has no form for it, the server reads it as it is.
        _ => ("NgayThangNam", date.to_owned()),
    };
    Ok(format!(
        r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:dan="http://dancuquocgia.bca">
  <soapenv:Header/>
  <soapenv:Body>
    <dan:TraCuuThongTinCongDan>
      <dan:MaYeuCau>RANDOM101530123</dan:MaYeuCau>
      <dan:MaDVC>VPCP</dan:MaDVC>
      <dan:MaTichHop>037</dan:MaTichHop>
      <dan:MaCanBo>042204000033</dan:MaCanBo>
      <dan:MaDonVi>TEST01</dan:MaDonVi>
      <dan:TaiKhoan>canbo.test</dan:TaiKhoan>
      <dan:SoDienThoai>0</dan:SoDienThoai>
      <dan:SoDinhDanh>{number}</dan:SoDinhDanh>
      <dan:HoVaTen>{name}</dan:HoVaTen>
      <dan:NgayThangNamSinh>
        <dan:{element}>{date}</dan:{element}>
      </dan:NgayThangNamSinh>
    </dan:TraCuuThongTinCongDan>
  </soapenv:Body>
</soapenv:Envelope>"#
    ))
}

/// Whether the person asked for is told; `false` for a collection without children.
fn is_told(client: &Client, server: &Server, envelope: &str, question: &Value) -> Outcome<bool> {
    let url = format!("{}{PATH}", server.base_url());
    let mut request = client.post(&url).body(envelope.to_owned());
    for header in headers().lines() {
        let (name, value) = header.split_once(": ").ok_or("no header")?;
        request = request.header(name, value);
    }
    let answer = request.send()?.error_for_status()?.text()?;
    let number = question["number"].as_str().unwrap_or_default();
    let person =
        format!("<ns1:CongDan>\n                <ns1:SoDinhDanh>{number}</ns1:SoDinhDanh>");
    let nobody = "<ns1:CongdanCollection xmlns:ns1=\"http://www.mic.gov.vn/dancu/1.0\"/>";
    if !answer.contains(&person) && !answer.contains(nobody) {
        return Err("the national wire answers something else than was asked".into());
    }
    Ok(answer.contains(&person))
}
