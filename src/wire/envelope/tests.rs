//! Envelopes as clients send them, and as nobody should.

use super::*;

const HEAD: &str = "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
                    xmlns:dan=\"http://dancuquocgia.bca\"><soapenv:Header/><soapenv:Body>";
const TAIL: &str = "</soapenv:Body></soapenv:Envelope>";

/// A look-up with these children.
fn look_up(children: &str) -> String {
    format!("{HEAD}<dan:TraCuuThongTinCongDan>{children}</dan:TraCuuThongTinCongDan>{TAIL}")
}

fn read(text: &str) -> Result<WireRequest, EnvelopeError> {
    read_request(text.as_bytes(), EnvelopeRules::default())
}

/// The value of an element of a look-up with these children.
fn field(children: &str, name: &str) -> Option<String> {
    let read = read(&look_up(children)).expect("readable");
    read.fields.get(name).map(str::to_owned)
}

#[test]
fn the_court_client_is_read() {
    let read = read(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:dan=\"http://dancuquocgia.bca\">
  <soapenv:Header/>
  <soapenv:Body>
    <dan:TraCuuThongTinCongDan>
      <dan:MaYeuCau>RANDOM101530123</dan:MaYeuCau>
      <dan:MaTichHop>037</dan:MaTichHop>
      <dan:TaiKhoan>canbo.test</dan:TaiKhoan>
      <dan:SoDinhDanh>042085000488</dan:SoDinhDanh>
      <dan:HoVaTen>NGUYENVANTHANH</dan:HoVaTen>
      <dan:NgayThangNamSinh>
        <dan:NgayThangNam>19850512</dan:NgayThangNam>
      </dan:NgayThangNamSinh>
    </dan:TraCuuThongTinCongDan>
  </soapenv:Body>
</soapenv:Envelope>",
    )
    .expect("readable");
    assert_eq!(read.operation, Operation::LookUpCitizen);
    assert_eq!(read.fields.get("SoDinhDanh"), Some("042085000488"));
    assert_eq!(read.fields.get("HoVaTen"), Some("NGUYENVANTHANH"));
    assert_eq!(read.fields.date_of_birth(), Some("19850512"));
    assert_eq!(read.fields.get("TaiKhoan"), None);
}

#[test]
fn stray_text_and_a_namespace_declared_twice_are_read_over() {
    let text = look_up("x<dan:SoCMND>183000048</dan:SoCMND>y").replacen(
        "bca\"><soapenv:Header",
        "bca\">\">\n<soapenv:Header",
        1,
    );
    assert!(text.contains("\">\">"));
    assert_eq!(
        read(&text).expect("readable").fields.get("SoCMND"),
        Some("183000048")
    );
}

#[test]
fn either_namespace_any_prefix_and_none_are_read() {
    for operation in [
        "<q:XacThucThongTinCongDan xmlns:q=\"http://gtel.vn/qldc\"><q:SoCMND>183000048</q:SoCMND></q:XacThucThongTinCongDan>",
        "<XacThucThongTinCongDan xmlns=\"http://dancuquocgia.bca\"><SoCMND>183000048</SoCMND></XacThucThongTinCongDan>",
    ] {
        let read = read(&format!("{HEAD}{operation}{TAIL}")).expect("readable");
        assert_eq!(read.operation, Operation::VerifyCitizen);
        assert_eq!(read.fields.get("SoCMND"), Some("183000048"));
    }
}

#[test]
fn dates_come_in_four_forms() {
    let in_container =
        |inner: &str| format!("<dan:NgayThangNamSinh>{inner}</dan:NgayThangNamSinh>");
    for (inner, date) in [
        (
            "<dan:NgayThangNam>1985-05-12</dan:NgayThangNam>",
            Some("1985-05-12"),
        ),
        ("<dan:NgayThangNam/><dan:Nam>1985</dan:Nam>", Some("1985")),
        (" 12/05/1985 ", Some("12/05/1985")),
        ("", None),
    ] {
        let read = read(&look_up(&in_container(inner))).expect("readable");
        assert_eq!(read.fields.date_of_birth(), date, "{inner}");
    }
    // Outside its container a year is something else.
    assert_eq!(field("<dan:Nam>1985</dan:Nam>", "Nam"), None);
}

#[test]
fn unknown_children_may_hold_what_they_like() {
    let paging = "<dan:paging><dan:SoCMND>1</dan:SoCMND><a><b><c>x</c></b></a></dan:paging>";
    let children = format!("{paging}{paging}<dan:SoCMND>183000048</dan:SoCMND>");
    assert_eq!(field(&children, "SoCMND").as_deref(), Some("183000048"));
}

#[test]
fn entities_and_cdata_are_text() {
    assert_eq!(
        field(
            "<dan:HoVaTen>A &amp; &#x110;<![CDATA[<b>]]><!-- c --></dan:HoVaTen>",
            "HoVaTen"
        )
        .as_deref(),
        Some("A & Đ<b>")
    );
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let body = look_up("<dan:SoCMND>183000048</dan:SoCMND>");
    let deep = look_up(&"<a>".repeat(80_000));
    let twice = format!("{HEAD}<dan:TraCuuThongTinCongDan/><dan:XacThucThongTinCongDan/>{TAIL}");
    let bodies = body.replace("</soapenv:Envelope>", "<soapenv:Body/></soapenv:Envelope>");
    for (text, error) in [
        ("", EnvelopeError::Empty),
        (" \r\n\t", EnvelopeError::Empty),
        (&body[..body.len() - 5], EnvelopeError::Truncated),
        (&body[..body.len() - TAIL.len()], EnvelopeError::Truncated),
        (&deep, EnvelopeError::TooDeep),
        (
            &look_up(&"<a/>".repeat(3000)),
            EnvelopeError::TooManyElements,
        ),
        (
            &format!("<!DOCTYPE a [<!ENTITY x \"y\">]>{body}"),
            EnvelopeError::DocumentType,
        ),
        (
            &look_up("<dan:HoVaTen>&x;</dan:HoVaTen>"),
            EnvelopeError::UnknownEntity,
        ),
        (
            &look_up("<dan:HoVaTen>&#0;</dan:HoVaTen>"),
            EnvelopeError::ForbiddenCharacter,
        ),
        (
            &look_up("<dan:HoVaTen>\u{0}</dan:HoVaTen>"),
            EnvelopeError::ForbiddenCharacter,
        ),
        (
            &look_up("<dan:HoVaTen>\u{1}</dan:HoVaTen>"),
            EnvelopeError::ForbiddenCharacter,
        ),
        (&look_up("<zzz:a/>"), EnvelopeError::UndeclaredPrefix),
        (
            &format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{body}"),
            EnvelopeError::EncodingLabel,
        ),
        (&format!("\u{FEFF}{body}"), EnvelopeError::ByteOrderMark),
        (&twice, EnvelopeError::SeveralOperations),
        (&bodies, EnvelopeError::SeveralOperations),
        (&format!("{HEAD}{TAIL}"), EnvelopeError::NoOperation),
        (
            &format!("{HEAD}<dan:XoaCongDan/>{TAIL}"),
            EnvelopeError::UnknownOperation,
        ),
        (
            &format!("{HEAD}<TraCuuThongTinCongDan/>{TAIL}"),
            EnvelopeError::ForeignNamespace,
        ),
        ("<a/>", EnvelopeError::NoEnvelope),
        (
            "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
            EnvelopeError::NoBody,
        ),
        (
            &body.replace(
                "schemas.xmlsoap.org/soap/envelope/",
                "www.w3.org/2003/05/soap-envelope",
            ),
            EnvelopeError::SoapVersion,
        ),
        (&format!("{body}<a/>"), EnvelopeError::Malformed),
        (&format!("{body}x"), EnvelopeError::Malformed),
        (
            &body.replace("</dan:SoCMND>", "</dan:SoDinhDanh>"),
            EnvelopeError::Malformed,
        ),
        ("xin chào", EnvelopeError::Malformed),
        (
            &look_up("<dan:SoCMND>1</dan:SoCMND><dan:SoCMND>2</dan:SoCMND>"),
            EnvelopeError::RepeatedElement { name: "SoCMND" },
        ),
    ] {
        let start: String = text.chars().take(300).collect();
        assert_eq!(read(text), Err(error), "{start}");
    }
}

#[test]
fn other_encodings_are_refused() {
    let body = look_up("");
    let utf16: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xFF, 0xFE], &utf16[..]].concat();
    let latin: &[u8] = &[b'<', 0xE9, b'>'];
    for bytes in [&with_mark[..], latin] {
        let read = read_request(bytes, EnvelopeRules::default());
        assert_eq!(read, Err(EnvelopeError::NotUtf8));
    }
}

#[test]
fn a_byte_order_mark_can_be_let_through() {
    let rules = EnvelopeRules {
        accept_byte_order_mark: true,
        ..EnvelopeRules::default()
    };
    let text = format!("\u{FEFF}{}", look_up(""));
    assert!(read_request(text.as_bytes(), rules).is_ok());
}

#[test]
fn names_of_elements_can_be_added() {
    let elements = BTreeMap::from([(
        "HoiHo".to_owned(),
        RouteOperation(Operation::LookUpHousehold),
    )]);
    let rules = EnvelopeRules {
        elements: Some(&elements),
        ..EnvelopeRules::default()
    };
    let text = format!("{HEAD}<dan:HoiHo/>{TAIL}");
    let read = read_request(text.as_bytes(), rules).expect("readable");
    assert_eq!(read.operation, Operation::LookUpHousehold);
}

#[test]
fn every_error_has_a_code_of_its_own_and_words_in_both_languages() {
    use crate::domain::language::Language;
    let all = [
        EnvelopeError::Empty,
        EnvelopeError::Truncated,
        EnvelopeError::UnknownOperation,
        EnvelopeError::RepeatedElement { name: "SoCMND" },
    ];
    for error in all {
        let (vietnamese, english) = (
            error.message(Language::Vietnamese),
            error.message(Language::English),
        );
        assert!(!vietnamese.is_empty() && vietnamese != english, "{error:?}");
    }
    assert!(
        EnvelopeError::UnknownOperation
            .message(Language::English)
            .contains("TraCuuThongTinCongDan")
    );
}
