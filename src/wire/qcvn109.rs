//! The answer in the regulation's own dialect, QCVN 109:2017/BTTTT (Thông tư 02/2017/TT-BTTTT): prefix `dc`,
//! attributes on the collection, codes in structures, names in parts.

use super::person::{
    Address, Coding, Told, blood_code, cmnd, full_date, gender_code, marital_code, nationality,
    relation_code, relative,
};
use super::xml_writer::{XmlWriter, escaped};
use crate::domain::citizen::{Citizen, Relation};
use crate::domain::name::FullName;

/// What stands on the collection.
#[derive(Clone, Copy, Debug)]
pub struct Header<'a> {
    /// `ThoiDiemDuLieu`: when the data were read, `xs:dateTime`.
    pub read_at: &'a str,
    /// `id` of the answer.
    pub id: &'a str,
}

/// How much of a person is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// Everything.
    Whole,
    /// Number, name, birth, father and mother (`XacMinhThongTinNhanThan`).
    Parents,
}

/// People in this dialect.
pub fn collection(people: &[Told], coding: Coding, header: Header<'_>, extent: Extent) -> String {
    let mut xml = XmlWriter::new();
    xml.open("soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"");
    xml.empty("soapenv:Header");
    xml.open("soapenv:Body");
    let tag = format!(
        "dc:CongdanCollection xmlns:dc=\"http://www.mic.gov.vn/dancu/1.0\" SoCongDan=\"{}\" GhiChu=\"\" \
         ThoiDiemDuLieu=\"{}\" id=\"{}\"",
        people.len(),
        escaped(header.read_at),
        escaped(header.id),
    );
    if people.is_empty() {
        xml.empty(&tag);
        return xml.finish();
    }
    xml.open(&tag);
    for told in people {
        write_person(&mut xml, told, coding, extent);
    }
    xml.finish()
}

fn write_person(xml: &mut XmlWriter, told: &Told, coding: Coding, extent: Extent) {
    let citizen = &told.citizen;
    xml.open("dc:CongDan");
    xml.leaf("dc:SoDinhDanh", &coding.number(citizen));
    xml.leaf("dc:SoCMND", &cmnd(citizen));
    write_name(xml, citizen.identity.full_name_on(coding.day));
    match extent {
        Extent::Whole => write_middle(xml, citizen, coding),
        Extent::Parents => write_birth(xml, citizen, false),
    }
    write_relative(xml, "dc:Cha", citizen, Relation::Father);
    write_relative(xml, "dc:Me", citizen, Relation::Mother);
    if extent == Extent::Whole {
        write_relative(xml, "dc:VoChong", citizen, Relation::Spouse);
        write_relative(xml, "dc:NguoiDaiDien", citizen, Relation::Representative);
        write_head(xml, told, coding);
    }
    xml.close();
}

fn write_middle(xml: &mut XmlWriter, citizen: &Citizen, coding: Coding) {
    xml.leaf("dc:GioiTinh", gender_code(citizen.identity.gender));
    xml.open("dc:DanToc");
    xml.leaf("dc:MaDanToc", &coding.ethnic_group(citizen));
    xml.empty("dc:TenGoiKhac");
    xml.close();
    xml.open("dc:TonGiao");
    xml.leaf("dc:MaTonGiao", &format!("{:02}", citizen.religion));
    xml.empty("dc:TenGoiKhac");
    xml.close();
    xml.leaf("dc:TinhTrangHonNhan", &marital_code(citizen.marital_status));
    xml.leaf("dc:NhomMau", &blood_code(citizen));
    write_birth(xml, citizen, true);
    let registration = citizen.place_of_birth_registration.as_ref();
    write_address(xml, "dc:NoiDangKyKhaiSinh", &coding.address(registration));
    xml.leaf("dc:QuocTich", nationality(citizen));
    write_address(
        xml,
        "dc:QueQuan",
        &coding.address(citizen.hometown.as_ref()),
    );
    let permanent = citizen.permanent_residence.as_ref();
    write_address(xml, "dc:ThuongTru", &coding.address(permanent));
    let current = citizen.current_residence.as_ref().or(permanent);
    write_address(xml, "dc:NoiOHienTai", &coding.address(current));
}

/// Họ is the first word, tên the last, chữ đệm what lies between: the regulation asks for parts that the
/// record does not have, so they are cut here (a guess for names of other customs).
fn write_name(xml: &mut XmlWriter, full_name: &FullName) {
    let text = full_name.as_str().to_uppercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let (first, middle, last) = match words[..] {
        [] => ("", String::new(), ""),
        [only] => ("", String::new(), only),
        [first, ref middle @ .., last] => (first, middle.join(" "), last),
    };
    xml.open("dc:HoVaTen");
    xml.leaf("dc:Ho", first);
    xml.leaf("dc:ChuDem", &middle);
    xml.leaf("dc:Ten", last);
    xml.close();
}

/// The regulation writes dates with dashes; the only mock that answers parents writes them without (W8).
fn write_birth(xml: &mut XmlWriter, citizen: &Citizen, with_dashes: bool) {
    xml.open("dc:NgayThangNamSinh");
    match full_date(citizen, with_dashes) {
        Some(date) => xml.leaf("dc:NgayThangNam", &date),
        None => xml.leaf("dc:Nam", &citizen.identity.date_of_birth.year().to_string()),
    }
    xml.close();
}

fn write_address(xml: &mut XmlWriter, name: &str, address: &Address) {
    // The most precise unit that is known.
    let unit = [&address.ward, &address.district, &address.province];
    let unit = unit.into_iter().find(|code| !code.is_empty());
    xml.open(name);
    xml.leaf("dc:MaDonViHanhChinh", unit.map_or("", |code| code.as_str()));
    xml.leaf("dc:ChiTiet", &address.text);
    xml.leaf("dc:QuocGia", &address.country);
    xml.close();
}

/// A relative by the personal number, or by the CMND where there is none. Nobody is no element.
fn write_relative(xml: &mut XmlWriter, name: &str, citizen: &Citizen, relation: Relation) {
    let Some(relative) = relative(citizen, relation) else {
        return;
    };
    xml.open(name);
    match (relative.number, relative.cmnd) {
        (Some(number), _) => xml.leaf("dc:SoDinhDanh", &number.to_string()),
        (None, Some(cmnd)) => xml.leaf("dc:SoCMND", &cmnd.to_string()),
        (None, None) => {}
    }
    let country = relative.nationality;
    xml.leaf(
        "dc:QuocTich",
        country.as_ref().map_or("", |country| country.as_str()),
    );
    write_name(xml, &relative.full_name);
    xml.close();
}

fn write_head(xml: &mut XmlWriter, told: &Told, coding: Coding) {
    let Some(head) = &told.head else {
        return;
    };
    xml.open("dc:ChuHo");
    xml.leaf("dc:QuanHe", relation_code(&told.citizen));
    match coding.number(head) {
        number if number.is_empty() => xml.leaf("dc:SoCMND", &cmnd(head)),
        number => xml.leaf("dc:SoDinhDanh", &number),
    }
    write_name(xml, head.identity.full_name_on(coding.day));
    xml.close();
}
