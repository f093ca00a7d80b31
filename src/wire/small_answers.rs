//! The short answers: verifications, changed people, faults.

use super::live::{COLLECTION, open_envelope};
use super::person::Coding;
use super::settings::VerifyAnswer;
use super::xml_writer::XmlWriter;
use crate::domain::citizen::Citizen;
use crate::reference::{MapState, place_text};

/// The answer of a verification, in the shape that the client reads.
pub fn verification(exists: bool, shape: VerifyAnswer) -> String {
    let mut xml = XmlWriter::new();
    xml.open("soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    xml.empty("soapenv:Header");
    xml.open("soapenv:Body");
    let (prefix, element) = match shape {
        VerifyAnswer::TonTai => ("ns2", "KetQuaXacThuc"),
        VerifyAnswer::TonTaiResult => ("ns2", "KetQuaXacThucResponse"),
        VerifyAnswer::TonTaiResponse => ("ns2", "XacThucThongTinCongDanResponse"),
        VerifyAnswer::SoLuong => ("qldc", "XacThucThongTinCongDanResponse"),
    };
    xml.open(&format!(
        "{prefix}:{element} xmlns:{prefix}=\"{}\"",
        super::operation::REQUEST_NAMESPACE
    ));
    match shape {
        VerifyAnswer::SoLuong => {
            xml.leaf("qldc:SoLuongCongDan", if exists { "1" } else { "0" });
        }
        VerifyAnswer::TonTai | VerifyAnswer::TonTaiResult | VerifyAnswer::TonTaiResponse => {
            xml.leaf("ns2:TonTai", if exists { "true" } else { "false" });
        }
    }
    xml.finish()
}

/// People who changed, as the vaccination client reads them (witness W7): the number, and a JSON array in a
/// text. Keys without a value in a population register are empty (a guess).
pub fn changes(people: &[Citizen], coding: Coding) -> String {
    let mut xml = open_envelope();
    if people.is_empty() {
        xml.empty(COLLECTION);
        return xml.finish();
    }
    xml.open(COLLECTION);
    for citizen in people {
        let number = coding.number(citizen);
        let birth = citizen.identity.date_of_birth;
        let state = MapState::on(coding.day);
        let home = citizen
            .current_residence
            .as_ref()
            .or(citizen.permanent_residence.as_ref());
        let address = coding.address(home);
        let item = serde_json::json!([{
            "birthDate": birth.to_string().replace('-', ""),
            "fullName": coding.full_name(citizen),
            "identifyNumber": number,
            "phoneNumber": citizen.mobile.as_deref().unwrap_or_default(),
            "homeAddress": home.map_or_else(String::new, |home| place_text(home, state)),
            "homeVillage": address.ward,
            "homeCity": address.district,
            "homeProvince": address.province,
            "injectionInfo": [],
        }]);
        xml.open("ns1:CongDan");
        xml.leaf("ns1:SoDinhDanh", &number);
        xml.leaf("ns1:Body", &item.to_string());
        xml.close();
    }
    xml.finish()
}

/// Who is to blame, as SOAP 1.1 section 4.4.1 words it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultCode {
    /// The message was wrong, or its sender is not let in.
    Client,
    /// The service failed.
    Server,
    /// The envelope is of another version of SOAP.
    VersionMismatch,
}

/// A fault. That the national service answers so is a guess: no fault of it is public.
#[derive(Clone, Copy, Debug)]
pub struct Fault<'a> {
    /// Who is to blame.
    pub code: FaultCode,
    /// The reason, for people.
    pub reason: &'a str,
    /// The reason for programs, and the id of the request as in the log and the journal.
    pub detail: Option<(&'a str, &'a str)>,
}

/// A fault in its envelope.
pub fn fault(fault: Fault<'_>) -> String {
    let mut xml = XmlWriter::new();
    xml.open("soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    xml.open("soapenv:Body");
    xml.open("soapenv:Fault");
    xml.leaf(
        "faultcode",
        match fault.code {
            FaultCode::Client => "soapenv:Client",
            FaultCode::Server => "soapenv:Server",
            FaultCode::VersionMismatch => "soapenv:VersionMismatch",
        },
    );
    xml.leaf("faultstring", fault.reason);
    if let Some((code, request_id)) = fault.detail {
        xml.open("detail");
        xml.open("dancu:error xmlns:dancu=\"urn:dancu:error\"");
        xml.leaf("dancu:code", code);
        xml.leaf("dancu:request_id", request_id);
    }
    xml.finish()
}
