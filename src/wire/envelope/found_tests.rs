//! What the fuzzing found: markup that another reader refuses, and that was accepted here.

use super::{EnvelopeRules, read_request};
use crate::wire::EnvelopeError;

const HEAD: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:d="http://dancuquocgia.bca"><s:Body><d:TraCuuThongTinCongDan>"#;
const TAIL: &str = "</d:TraCuuThongTinCongDan></s:Body></s:Envelope>";

fn read(inside: &str) -> Result<(), EnvelopeError> {
    let envelope = format!("{HEAD}{inside}{TAIL}");
    read_request(envelope.as_bytes(), EnvelopeRules::default()).map(drop)
}

#[test]
fn markup_that_is_not_xml_is_malformed() {
    let cases = [
        ("<1/>", "a name begins with a letter"),
        ("<a!/>", "a name holds no other sign"),
        ("<:a/>", "a prefix is a name"),
        ("<d:/>", "what follows a prefix is a name"),
        ("<d:a:b/>", "one colon at the most"),
        ("<a b=\"1\"c=\"2\"/>", "attributes stand apart"),
        ("<a b/>", "an attribute has a value"),
        ("<a b=1/>", "a value stands in quotes"),
        ("<a b=\"<\"/>", "a value holds no tag"),
        ("<a b=\"&\"/>", "a reference has an end"),
        ("<a b=\"1\" b=\"2\"/>", "an attribute stands once"),
        (
            "<a xmlns:e=\"http://dancuquocgia.bca\" d:b=\"1\" e:b=\"2\"/>",
            "two prefixes of one namespace make one name",
        ),
        ("<a xmlns:e=\"\"/>", "a prefix cannot be taken back"),
        ("]]>", "text does not look like the end of a section"),
        ("<!-- a -- b -->", "two dashes end a comment"),
        ("<!-- a --->", "no dash before them"),
        ("<? a?>", "an instruction has a name"),
        ("<?XML a?>", "which is not that of the declaration"),
    ];
    for (inside, reason) in cases {
        assert_eq!(
            read(inside),
            Err(EnvelopeError::Malformed),
            "{inside}: {reason}"
        );
    }
}

#[test]
fn attributes_may_hold_no_more_than_texts() {
    assert_eq!(read("<a b=\"&c;\"/>"), Err(EnvelopeError::UnknownEntity));
    assert_eq!(
        read("<a b=\"&#0;\"/>"),
        Err(EnvelopeError::ForbiddenCharacter)
    );
    assert_eq!(read("<a z:b=\"1\"/>"), Err(EnvelopeError::UndeclaredPrefix));
    let many = (0..65).fold(String::new(), |many, index| format!("{many} b{index}=''"));
    assert_eq!(
        read(&format!("<a{many}/>")),
        Err(EnvelopeError::TooManyElements)
    );
}

#[test]
fn markup_that_clients_may_send_is_read() {
    let cases = [
        "<a b = '>' c=\"&amp;&#65;'\" />",
        "<Đ-1.é/>",
        "<a d:b='1' b='2' xml:lang='vi' xmlns='urn:a'/>",
        "]] > &gt; ]]&gt;",
        "<!-- a - b -->",
        "<?a?><?b c?>",
    ];
    for inside in cases {
        assert_eq!(read(inside), Ok(()), "{inside}");
    }
}

#[test]
fn a_declaration_has_its_parts_in_their_order() {
    let read = |declaration: &str| {
        let envelope = format!("{declaration}{HEAD}{TAIL}");
        read_request(envelope.as_bytes(), EnvelopeRules::default()).map(drop)
    };
    for declaration in [
        "<?xml version=\"1.0\"?>",
        "<?xml version='1.0' encoding='UTF-8' ?>\n",
        "<?xml version=\"1.1\" encoding=\"us-ascii\" standalone=\"no\"?>",
    ] {
        assert_eq!(read(declaration), Ok(()), "{declaration}");
    }
    for declaration in [
        "<?xml?>",
        "<?xml encoding='utf-8'?>",
        "<?xml version='2.0'?>",
        "<?xml version='1.'?>",
        "<?xml version='1.0' standalone='maybe'?>",
        "<?xml version='1.0' standalone='yes' encoding='utf-8'?>",
        "<?xml version='1.0' a='b'?>",
        "<?xml version='1.0'encoding='utf-8'?>",
    ] {
        assert_eq!(
            read(declaration),
            Err(EnvelopeError::Malformed),
            "{declaration}"
        );
    }
    let other = read("<?xml version='1.0' encoding='UTF-16'?>");
    assert_eq!(other, Err(EnvelopeError::EncodingLabel));
}
