//! The answer in the dialect that runs today (witnesses W1, W2, W4, W5, W6): prefixes `soapenv` and `ns1`
//! to the letter, every element there, no attributes on the collection, nothing childless but leaves.

use super::person::{
    Address, Coding, Told, blood_code, cmnd, full_date, gender_code, marital_code, nationality,
    relation_code, relative,
};
use super::xml_writer::XmlWriter;
use crate::domain::citizen::{Citizen, Relation};

/// The collection around people. QCVN 109:2017/BTTTT owns the namespace; the live service reuses it.
pub const COLLECTION: &str = "ns1:CongdanCollection xmlns:ns1=\"http://www.mic.gov.vn/dancu/1.0\"";

/// Opens an envelope as the live service does.
pub fn open_envelope() -> XmlWriter {
    let mut xml = XmlWriter::new();
    xml.open("soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    xml.empty("soapenv:Header xmlns:dan=\"http://dancuquocgia.bca\"");
    xml.open("soapenv:Body xmlns:dan=\"http://dancuquocgia.bca\"");
    xml
}

/// People; for nobody a collection without children, which is how a miss is told (a guess that every
/// client's code agrees with).
pub fn collection(people: &[Told], coding: Coding) -> String {
    let mut xml = open_envelope();
    if people.is_empty() {
        xml.empty(COLLECTION);
        return xml.finish();
    }
    xml.open(COLLECTION);
    for told in people {
        write_person(&mut xml, told, coding);
    }
    xml.finish()
}

fn write_person(xml: &mut XmlWriter, told: &Told, coding: Coding) {
    let citizen = &told.citizen;
    xml.open("ns1:CongDan");
    xml.leaf("ns1:SoDinhDanh", &coding.number(citizen));
    xml.leaf("ns1:SoCMND", &cmnd(citizen));
    xml.open("ns1:HoVaTen");
    xml.empty("ns1:Ho");
    xml.empty("ns1:ChuDem");
    xml.leaf("ns1:Ten", &coding.full_name(citizen));
    xml.close();
    xml.leaf("ns1:GioiTinh", gender_code(citizen.identity.gender));
    xml.leaf("ns1:DanToc", &coding.ethnic_group(citizen));
    xml.leaf("ns1:TonGiao", &format!("{:02}", citizen.religion));
    xml.leaf(
        "ns1:TinhTrangHonNhan",
        &marital_code(citizen.marital_status),
    );
    xml.leaf("ns1:NhomMau", &blood_code(citizen));
    write_birth(xml, citizen);
    let registration = citizen.place_of_birth_registration.as_ref();
    write_address(xml, "ns1:NoiDangKyKhaiSinh", &coding.address(registration));
    xml.leaf("ns1:QuocTich", nationality(citizen));
    write_address(
        xml,
        "ns1:QueQuan",
        &coding.address(citizen.hometown.as_ref()),
    );
    let permanent = citizen.permanent_residence.as_ref();
    write_address(xml, "ns1:ThuongTru", &coding.address(permanent));
    let current = citizen.current_residence.as_ref().or(permanent);
    write_address(xml, "ns1:NoiOHienTai", &coding.address(current));
    write_relative(xml, "ns1:Cha", citizen, Relation::Father);
    write_relative(xml, "ns1:Me", citizen, Relation::Mother);
    write_relative(xml, "ns1:VoChong", citizen, Relation::Spouse);
    write_relative(xml, "ns1:NguoiDaiDien", citizen, Relation::Representative);
    write_head(xml, told, coding);
    xml.leaf(
        "ns1:SoSoHoKhau",
        citizen.residence_file.as_deref().unwrap_or_default(),
    );
    xml.close();
}

/// `NgayThangNam` is left out where only the year is known: one client throws on an empty one (W1).
fn write_birth(xml: &mut XmlWriter, citizen: &Citizen) {
    xml.open("ns1:NgayThangNamSinh");
    xml.leaf(
        "ns1:Nam",
        &citizen.identity.date_of_birth.year().to_string(),
    );
    if let Some(date) = full_date(citizen, false) {
        xml.leaf("ns1:NgayThangNam", &date);
    }
    xml.close();
}

fn write_address(xml: &mut XmlWriter, name: &str, address: &Address) {
    xml.open(name);
    xml.leaf("ns1:MaTinhThanh", &address.province);
    xml.leaf("ns1:MaQuanHuyen", &address.district);
    xml.leaf("ns1:MaPhuongXa", &address.ward);
    xml.leaf("ns1:ChiTiet", &address.text);
    xml.leaf("ns1:QuocGia", &address.country);
    xml.close();
}

fn write_relative(xml: &mut XmlWriter, name: &str, citizen: &Citizen, relation: Relation) {
    let relative = relative(citizen, relation);
    let full_name = relative.map(|relative| relative.full_name.as_str().to_uppercase());
    let country = relative.and_then(|relative| relative.nationality);
    let number = relative.and_then(|relative| relative.number);
    let cmnd = relative.and_then(|relative| relative.cmnd);
    xml.open(name);
    xml.leaf("ns1:HoVaTen", full_name.as_deref().unwrap_or_default());
    xml.leaf(
        "ns1:QuocTich",
        country.as_ref().map_or("", |country| country.as_str()),
    );
    xml.leaf(
        "ns1:SoDinhDanh",
        &number.map_or_else(String::new, |number| number.to_string()),
    );
    xml.leaf(
        "ns1:SoCMND",
        &cmnd.map_or_else(String::new, |number| number.to_string()),
    );
    xml.close();
}

fn write_head(xml: &mut XmlWriter, told: &Told, coding: Coding) {
    let head = told.head.as_ref();
    xml.open("ns1:ChuHo");
    xml.leaf("ns1:QuanHe", relation_code(&told.citizen));
    xml.leaf(
        "ns1:SoDinhDanh",
        &head.map_or_else(String::new, |head| coding.number(head)),
    );
    xml.leaf("ns1:SoCMND", &head.map_or_else(String::new, cmnd));
    xml.leaf(
        "ns1:HoVaTen",
        &head.map_or_else(String::new, |head| coding.full_name(head)),
    );
    xml.close();
}
