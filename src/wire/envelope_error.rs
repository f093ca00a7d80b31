//! Why an envelope cannot be read, in words for whoever sent it.

use crate::domain::language::Language;

/// Why an envelope cannot be read. None of these repeats what was sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EnvelopeError {
    /// Nothing but blanks was sent.
    Empty,
    /// The XML ends before its elements do.
    Truncated,
    /// It is no well-formed XML.
    Malformed,
    /// It begins with a byte order mark.
    ByteOrderMark,
    /// It is no UTF-8.
    NotUtf8,
    /// The declaration, or the content type, says another encoding.
    EncodingLabel,
    /// A character that XML forbids (NUL, control characters).
    ForbiddenCharacter,
    /// A document type declaration.
    DocumentType,
    /// An entity besides the five of XML.
    UnknownEntity,
    /// A prefix that was never declared.
    UndeclaredPrefix,
    /// Elements lie too deep in each other.
    TooDeep,
    /// Too many elements, or attributes of one.
    TooManyElements,
    /// The root is no SOAP envelope.
    NoEnvelope,
    /// An envelope of SOAP 1.2.
    SoapVersion,
    /// The envelope has no body.
    NoBody,
    /// The body is empty.
    NoOperation,
    /// More than one operation, or more than one body.
    SeveralOperations,
    /// The operation stands in a namespace that is not known.
    ForeignNamespace,
    /// There is no such operation.
    UnknownOperation,
    /// An element stands twice.
    RepeatedElement {
        /// Which.
        name: &'static str,
    },
}

impl EnvelopeError {
    /// The stable code in the fault's detail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "body_empty",
            Self::Truncated => "xml_truncated",
            Self::Malformed => "xml_malformed",
            Self::ByteOrderMark => "byte_order_mark",
            Self::NotUtf8 => "not_utf8",
            Self::EncodingLabel => "encoding_label",
            Self::ForbiddenCharacter => "forbidden_character",
            Self::DocumentType => "document_type",
            Self::UnknownEntity => "unknown_entity",
            Self::UndeclaredPrefix => "undeclared_prefix",
            Self::TooDeep => "too_deep",
            Self::TooManyElements => "too_many_elements",
            Self::NoEnvelope => "no_envelope",
            Self::SoapVersion => "soap_version",
            Self::NoBody => "no_soap_body",
            Self::NoOperation => "no_operation",
            Self::SeveralOperations => "several_operations",
            Self::ForeignNamespace => "foreign_namespace",
            Self::UnknownOperation => "unknown_operation",
            Self::RepeatedElement { .. } => "repeated_element",
        }
    }

    /// What is wrong and what to send instead.
    pub fn message(self, language: Language) -> String {
        let (vietnamese, english) = self.sentences();
        if let Self::RepeatedElement { name } = self {
            return format!("{}: {name}", language.pick(vietnamese, english));
        }
        if self == Self::UnknownOperation {
            let known = super::operation::Operation::elements();
            return format!("{}: {known}", language.pick(vietnamese, english));
        }
        language.pick(vietnamese, english).to_owned()
    }

    const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => (
                "Yêu cầu không có nội dung. Có ứng dụng chỉ gửi nội dung qua https: khởi động với --tls.",
                "The request has no body. One known client sends its body over https only: start with --tls.",
            ),
            Self::Truncated => (
                "XML bị cắt: còn phần tử chưa đóng.",
                "The XML is cut off: elements are still open.",
            ),
            Self::Malformed => ("XML không đúng cú pháp.", "The XML is not well-formed."),
            Self::ByteOrderMark => (
                "Nội dung bắt đầu bằng dấu thứ tự byte (BOM); gửi UTF-8 không có BOM.",
                "The body begins with a byte order mark; send UTF-8 without one.",
            ),
            Self::NotUtf8 => ("Nội dung không phải UTF-8.", "The body is not UTF-8."),
            Self::EncodingLabel => (
                "Bảng mã khai báo không phải UTF-8.",
                "The encoding declared is not UTF-8.",
            ),
            Self::ForbiddenCharacter => (
                "Có ký tự mà XML không cho phép (ký tự điều khiển).",
                "There is a character that XML forbids (a control character).",
            ),
            Self::DocumentType => (
                "Không chấp nhận khai báo DOCTYPE.",
                "A DOCTYPE declaration is not accepted.",
            ),
            Self::UnknownEntity => (
                "Chỉ chấp nhận năm thực thể của XML: &amp; &lt; &gt; &quot; &apos;.",
                "Only the five entities of XML are accepted: &amp; &lt; &gt; &quot; &apos;.",
            ),
            Self::UndeclaredPrefix => (
                "Có tiền tố không gian tên chưa khai báo.",
                "A namespace prefix is not declared.",
            ),
            Self::TooDeep => (
                "Các phần tử lồng nhau quá sâu (tối đa 32 cấp).",
                "Elements lie too deep in each other (at most 32 levels).",
            ),
            Self::TooManyElements => (
                "Quá nhiều phần tử hoặc thuộc tính.",
                "There are too many elements or attributes.",
            ),
            Self::NoEnvelope => (
                "Phần tử gốc phải là Envelope của SOAP 1.1 (http://schemas.xmlsoap.org/soap/envelope/).",
                "The root must be the Envelope of SOAP 1.1 (http://schemas.xmlsoap.org/soap/envelope/).",
            ),
            Self::SoapVersion => (
                "Chỉ hỗ trợ SOAP 1.1, không hỗ trợ SOAP 1.2.",
                "SOAP 1.1 is spoken here, not SOAP 1.2.",
            ),
            Self::NoBody => ("Envelope không có Body.", "The Envelope has no Body."),
            Self::NoOperation => (
                "Body không có thao tác nào.",
                "The Body holds no operation.",
            ),
            Self::SeveralOperations => (
                "Mỗi yêu cầu chỉ một thao tác.",
                "One request holds one operation.",
            ),
            Self::ForeignNamespace => (
                "Thao tác phải thuộc không gian tên http://dancuquocgia.bca hoặc http://gtel.vn/qldc.",
                "The operation must stand in the namespace http://dancuquocgia.bca or http://gtel.vn/qldc.",
            ),
            Self::UnknownOperation => (
                "Không có thao tác này; các thao tác được hỗ trợ",
                "There is no such operation; known are",
            ),
            Self::RepeatedElement { .. } => {
                ("Phần tử xuất hiện hai lần", "An element stands twice")
            }
        }
    }
}
