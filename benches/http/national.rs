//! Questions to the national wire as the court system sends them (witness W1): a signed header, and its envelope.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use dancu::domain::name::fold;
use dancu::wire::signature::{hash_of, header_of};
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

/// Envelopes for the same people as the questions of `POST /v1/match`, in a file beside them, one a line, with
/// `\n` for the line breaks within.
pub fn prepare(folder: &Path, questions: &[String]) -> Outcome<PathBuf> {
    let file = folder.join("envelopes.txt");
    let mut out = BufWriter::new(File::create(&file)?);
    for question in questions {
        writeln!(out, "{}", envelope(question)?.replace('\n', "\\n"))?;
    }
    out.flush()?;
    Ok(file)
}

/// The request of W1: the name without accents and blanks, the date without dashes.
fn envelope(question: &str) -> Outcome<String> {
    let question: Value = serde_json::from_str(question)?;
    let field = |name| question[name].as_str().ok_or("a question lacks a field");
    let (number, name) = (field("number")?, fold(field("full_name")?));
    let date = field("date_of_birth")?.replace('-', "");
    // Shorter ones are years; nobody generated has a month without a day.
    let element = if date.len() == 8 {
        "NgayThangNam"
    } else {
        "Nam"
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

/// Asks every question once and fails unless each answer tells the person who was asked for.
pub fn must_find_all(server: &Server, envelopes: &Path, questions: &[String]) -> Outcome<()> {
    let client = reqwest::blocking::Client::new();
    let url = format!("{}{PATH}", server.base_url());
    let headers = headers();
    let envelopes = fs::read_to_string(envelopes)?;
    for (envelope, question) in envelopes.lines().zip(questions) {
        let question: Value = serde_json::from_str(question)?;
        let number = question["number"].as_str().unwrap_or_default();
        let mut request = client.post(&url).body(envelope.replace("\\n", "\n"));
        for header in headers.lines() {
            let (name, value) = header.split_once(": ").ok_or("no header")?;
            request = request.header(name, value);
        }
        let answer = request.send()?.error_for_status()?.text()?;
        let told =
            format!("<ns1:CongDan>\n                <ns1:SoDinhDanh>{number}</ns1:SoDinhDanh>");
        if !answer.contains(&told) {
            return Err("the national wire does not find everybody whom match finds".into());
        }
    }
    Ok(())
}
