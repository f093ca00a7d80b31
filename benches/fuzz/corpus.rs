//! What the fuzzing begins with: the messages of the witnesses, and what people have broken readers with.

#[path = "../../tests/it/wire/messages.rs"]
mod messages;

use messages::{
    FOUND, FOUND_WITH_A_YEAR, LOOKUP_OF_COURT, LOOKUP_OF_MINISTRY, NOBODY, PARENTS, VERIFICATION,
    VERIFIED,
};

/// The namespaces that an envelope needs, and nothing but the elements that are tried.
const HEAD: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:d=\"http://dancuquocgia.bca\"><s:Body>";
const TAIL: &str = "</s:Body></s:Envelope>";

/// Parents as an older test platform asks for them, in its namespace, the date as a bare text (W3).
const PARENTS_OF_TEST_PLATFORM: &str = r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:qldc="http://gtel.vn/qldc">
  <soapenv:Header/>
  <soapenv:Body>
    <qldc:XacMinhThongTinNhanThan>
      <qldc:MaYeuCau>YC0001</qldc:MaYeuCau>
      <qldc:SoDinhDanh>042085000488</qldc:SoDinhDanh>
      <qldc:SoCMND></qldc:SoCMND>
      <qldc:HoVaTen>NGUYỄN VĂN THÀNH</qldc:HoVaTen>
      <qldc:NgayThangNamSinh>1985-05-12</qldc:NgayThangNamSinh>
    </qldc:XacMinhThongTinNhanThan>
  </soapenv:Body>
</soapenv:Envelope>"#;

/// Pieces that are put into messages: markup that readers disagree on.
pub const TOKENS: [&str; 66] = [
    "<",
    ">",
    "/>",
    "</",
    "&",
    ";",
    "\"",
    "'",
    "=",
    "]]>",
    "<![CDATA[",
    "<![CDATA[x]]>",
    "<!--",
    "-->",
    "<!-- a -- b -->",
    "<!--->",
    "<?",
    "?>",
    "<?xml version=\"1.0\"?>",
    "<?xml encoding='UTF-16'?>",
    "<?pi?>",
    "<? pi?>",
    "<?XML x?>",
    "<!DOCTYPE a>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<!ENTITY",
    "&b;",
    "&amp;",
    "&lt;",
    "&quot;",
    "&apos;",
    "&gt;",
    "&#0;",
    "&#x0;",
    "&#xD800;",
    "&#65;",
    "&#x41;",
    "&#+65;",
    "&#xFFFE;",
    "&#x110000;",
    "&#;",
    "&;",
    " a=\"1\"",
    " a='1' a='2'",
    "a=\"1\"b=\"2\"",
    " a",
    " a=1",
    " xmlns=\"\"",
    " xmlns:d=\"\"",
    " xmlns:xml=\"x\"",
    " xmlns:e=\"http://dancuquocgia.bca\"",
    " xml:lang=\"vi\"",
    " e:a=\"1\"",
    " a=\"<\"",
    " a=\"&b;\"",
    "<a:b:c/>",
    "<1/>",
    "<:a/>",
    "<a:/>",
    "\u{0}",
    "\u{B}",
    "\u{FEFF}",
    "\u{FFFE}",
    "\u{A0}",
    "\u{85}",
    "\r",
];

/// The messages that mutations begin with.
pub fn messages() -> Vec<Vec<u8>> {
    let inside = |text: &str| {
        format!("{HEAD}<d:TraCuuThongTinCongDan>{text}</d:TraCuuThongTinCongDan>{TAIL}")
    };
    let operation = "<d:TraCuuThongTinCongDan><d:SoDinhDanh>042085000488</d:SoDinhDanh></d:TraCuuThongTinCongDan>";
    let mut all: Vec<String> = [
        LOOKUP_OF_COURT,
        LOOKUP_OF_MINISTRY,
        VERIFICATION,
        PARENTS_OF_TEST_PLATFORM,
        FOUND,
        FOUND_WITH_A_YEAR,
        NOBODY,
        VERIFIED,
        PARENTS,
    ]
    .map(str::to_owned)
    .into();
    // The witness W2 has this in its envelope.
    all.push(LOOKUP_OF_MINISTRY.replace("bca\">\n", "bca\">\">\n"));
    all.push(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{LOOKUP_OF_COURT}"
    ));
    all.push(format!(
        "<?xml version='1.1' encoding='us-ascii' standalone='yes' ?>\r\n{VERIFICATION}"
    ));
    all.push(inside("<d:TuNgay>0</d:TuNgay><d:DenNgay>1763900000000</d:DenNgay><d:Trang>1</d:Trang><d:SoBanGhi>10</d:SoBanGhi>"));
    all.push(inside("<d:HoVaTen><![CDATA[NGUYỄN & <VĂN>]]> A&#225;&amp;&#xD;</d:HoVaTen><?pi x?><!-- c --><x y='1' z=\"2\"/>"));
    all.push(inside("<d:NgayThangNamSinh>1985<d:Nam>1986</d:Nam><d:NgayThangNam>19870101</d:NgayThangNam></d:NgayThangNamSinh>"));
    all.push(format!("{HEAD}{operation}{operation}{TAIL}"));
    all.push(format!("\u{FEFF}{HEAD}{operation}{TAIL}"));
    all.push(format!(
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>{}",
        inside("<d:HoVaTen>&b;</d:HoVaTen>")
    ));
    all.push(inside("<d:HoVaTen>\u{0}</d:HoVaTen>"));
    all.push(String::new());
    all.into_iter().map(String::into_bytes).collect()
}

/// What is only long: tried as it is, since mutations of it cost much and show little.
pub fn giants() -> Vec<Vec<u8>> {
    const SIZE: usize = 64 << 10;
    let fill = |piece: &str| piece.repeat(SIZE / piece.len());
    let numbered =
        |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let bindings = numbered(60, &|index| format!(" xmlns:p{index}='urn:{index}'"));
    let mut all = vec![
        "<a>".repeat(80_000),
        format!("{HEAD}{}", "<a>".repeat(80_000)),
        format!("{HEAD}{}", "<a/>".repeat(SIZE / 4)),
        format!("<a {}>", numbered(5_000, &|index| format!(" a{index}='1'"))),
        format!(
            "<a {}>",
            numbered(3_000, &|index| format!(" xmlns:a{index}='u'"))
        ),
        format!("<a {}", fill("a=\"1\" ")),
        format!("<{}", "a".repeat(SIZE)),
        format!("<!DOCTYPE {}", fill("[<!ENTITY a 'b'>]")),
        format!("<!DOCTYPE a [{}", fill("<!ENTITY a '&a;&a;'>")),
        format!("<s:Envelope {}", fill("\"'")),
        "<".repeat(SIZE),
        "&".repeat(SIZE),
        fill("<![CDATA["),
        fill("<!--"),
        fill("<?a?>"),
        fill(" \r\n"),
    ];
    let deep = format!("<a{bindings}>");
    all.push(format!(
        "{HEAD}{}{}",
        deep.repeat(28),
        "<zz:a/>".repeat(1_900)
    ));
    for text in [
        "&amp;",
        "&#65;",
        "a&lt;<!-- -->",
        "<![CDATA[a]]>",
        "\u{1EF9}",
        "\r",
        "<?a?>",
        "]]",
    ] {
        let text = fill(text);
        all.push(format!("{HEAD}<d:TraCuuThongTinCongDan><d:HoVaTen>{text}</d:HoVaTen></d:TraCuuThongTinCongDan>{TAIL}"));
    }
    all.into_iter().map(String::into_bytes).collect()
}
