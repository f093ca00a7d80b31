//! Reads the SOAP 1.1 envelope of a request. Nothing is expanded, no file or socket is opened, and every
//! limit is checked while reading.

mod well_formed;

use std::collections::BTreeMap;

use quick_xml::NsReader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, BytesText, Event};
use quick_xml::name::{QName, ResolveResult};

use self::well_formed::{
    BLANKS, attributes_of, check_declaration, is_instruction, is_xml_character, referenced,
};
use super::envelope_error::EnvelopeError;
use super::fields::Fields;
use super::operation::{GTEL_NAMESPACE, Operation, REQUEST_NAMESPACE};
use super::settings::RouteOperation;

/// The namespace of SOAP 1.1 envelopes.
pub const SOAP_NAMESPACE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_12_NAMESPACE: &str = "http://www.w3.org/2003/05/soap-envelope";

/// Deeper elements are refused; real requests reach five.
const MAX_DEPTH: usize = 32;
/// More elements are refused; real requests have about twenty.
const MAX_ELEMENTS: usize = 2000;
/// More attributes on one element are refused, so that looking for doubles stays cheap.
const MAX_ATTRIBUTES: usize = 64;

/// What a request asks: the operation and its elements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WireRequest {
    /// The operation.
    pub operation: Operation,
    /// Its elements.
    pub fields: Fields,
}

/// How the bytes of a request may be written.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnvelopeRules<'a> {
    /// Whether a byte order mark before the XML is skipped. No client sends one, and what the national
    /// service does with it is not known: refused unless set (a guess).
    pub accept_byte_order_mark: bool,
    /// Element names besides the known ones, and the operation of each.
    pub elements: Option<&'a BTreeMap<String, RouteOperation>>,
}

/// Reads an envelope.
pub fn read_request<'a>(
    bytes: &'a [u8],
    rules: EnvelopeRules<'a>,
) -> Result<WireRequest, EnvelopeError> {
    let text = text_of(bytes, rules)?;
    Envelope::new(text, rules).read()
}

/// The text of a body: UTF-8 without the characters that XML 1.0 section 2.2 forbids.
fn text_of<'a>(bytes: &'a [u8], rules: EnvelopeRules<'_>) -> Result<&'a str, EnvelopeError> {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) if rules.accept_byte_order_mark => rest,
        Some(_) => return Err(EnvelopeError::ByteOrderMark),
        None => bytes,
    };
    if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(EnvelopeError::NotUtf8);
    }
    let text = std::str::from_utf8(bytes).map_err(|_position| EnvelopeError::NotUtf8)?;
    if text.trim_matches(BLANKS).is_empty() {
        return Err(EnvelopeError::Empty);
    }
    if text.chars().all(is_xml_character) {
        Ok(text)
    } else {
        Err(EnvelopeError::ForbiddenCharacter)
    }
}

/// What an element means where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Envelope,
    Body,
    Operation(Operation),
    /// A child of the operation, or of one of its children.
    Field,
    /// Anything that is read over: headers, elements below fields.
    Other,
}

struct Envelope<'text> {
    rules: EnvelopeRules<'text>,
    reader: NsReader<&'text [u8]>,
    open: Vec<Place>,
    elements: usize,
    has_root: bool,
    has_body: bool,
    is_started: bool,
    request: Option<WireRequest>,
    /// The path of the field that is open, and its text so far.
    path: Vec<(String, String)>,
}

impl<'text> Envelope<'text> {
    fn new(text: &'text str, rules: EnvelopeRules<'text>) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_comments = true;
        Self {
            rules,
            reader,
            open: Vec::new(),
            elements: 0,
            has_root: false,
            has_body: false,
            is_started: false,
            request: None,
            path: Vec::new(),
        }
    }

    fn read(mut self) -> Result<WireRequest, EnvelopeError> {
        loop {
            let event = self.reader.read_event();
            let event = event.map_err(|error| reason_of(&error))?;
            match event {
                Event::Start(start) => self.enter(&start)?,
                Event::Empty(start) => {
                    self.enter(&start)?;
                    self.leave()?;
                }
                Event::End(_) => self.leave()?,
                Event::Text(text) => self.plain_text(&text)?,
                Event::CData(text) if self.open.is_empty() => {
                    drop(text);
                    return Err(EnvelopeError::Malformed);
                }
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => self.reference(&reference)?,
                Event::DocType(_) => return Err(EnvelopeError::DocumentType),
                Event::Decl(declaration) => self.declaration(&declaration)?,
                Event::PI(instruction) if !is_instruction(&instruction) => {
                    return Err(EnvelopeError::Malformed);
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
            self.is_started = true;
        }
        if !self.open.is_empty() {
            return Err(EnvelopeError::Truncated);
        }
        if !self.has_root {
            return Err(EnvelopeError::Malformed);
        }
        if !self.has_body {
            return Err(EnvelopeError::NoBody);
        }
        self.request.ok_or(EnvelopeError::NoOperation)
    }

    fn enter(&mut self, start: &BytesStart<'_>) -> Result<(), EnvelopeError> {
        self.elements += 1;
        if self.open.len() >= MAX_DEPTH {
            return Err(EnvelopeError::TooDeep);
        }
        if self.elements > MAX_ELEMENTS {
            return Err(EnvelopeError::TooManyElements);
        }
        self.check_attributes(start)?;
        let local_name = start.local_name();
        let local_name = local_name.as_ref();
        let (namespace, _) = self.reader.resolver().resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(namespace) => Some(namespace.0),
            ResolveResult::Unbound => None,
            ResolveResult::Unknown(_) => return Err(EnvelopeError::UndeclaredPrefix),
        };
        let place = match self.open.last() {
            None if self.has_root => return Err(EnvelopeError::Malformed),
            None => {
                check_root(namespace, local_name)?;
                self.has_root = true;
                Place::Envelope
            }
            Some(Place::Envelope) if local_name == "Body" && namespace == Some(SOAP_NAMESPACE) => {
                if std::mem::replace(&mut self.has_body, true) {
                    return Err(EnvelopeError::SeveralOperations);
                }
                Place::Body
            }
            Some(Place::Body) => {
                let operation = operation_of(namespace, local_name, self.rules)?;
                let request = WireRequest {
                    operation,
                    fields: Fields::default(),
                };
                if self.request.replace(request).is_some() {
                    return Err(EnvelopeError::SeveralOperations);
                }
                Place::Operation(operation)
            }
            Some(Place::Operation(_)) => self.enter_field(local_name),
            Some(Place::Field) if self.path.len() < 2 => self.enter_field(local_name),
            Some(Place::Envelope | Place::Field | Place::Other) => Place::Other,
        };
        self.open.push(place);
        Ok(())
    }

    /// No attribute is looked at, but one that is wrong makes the whole malformed.
    fn check_attributes(&self, start: &BytesStart<'_>) -> Result<(), EnvelopeError> {
        let attributes = attributes_of(start)?;
        if attributes.len() > MAX_ATTRIBUTES {
            return Err(EnvelopeError::TooManyElements);
        }
        let mut seen = Vec::with_capacity(attributes.len());
        for (name, value) in attributes {
            // Namespaces in XML 1.0 section 2.2: a prefix cannot be taken back.
            if value.is_empty() && name.starts_with("xmlns:") {
                return Err(EnvelopeError::Malformed);
            }
            let (namespace, local_name) = self.reader.resolver().resolve_attribute(QName(name));
            let namespace = match namespace {
                ResolveResult::Bound(namespace) => Some(namespace.0),
                ResolveResult::Unbound => None,
                ResolveResult::Unknown(_) => return Err(EnvelopeError::UndeclaredPrefix),
            };
            let expanded = (namespace, local_name.into_inner());
            if seen.contains(&expanded) {
                return Err(EnvelopeError::Malformed);
            }
            seen.push(expanded);
        }
        Ok(())
    }

    /// A declaration stands at the very begin or nowhere.
    fn declaration(&self, declaration: &BytesDecl<'_>) -> Result<(), EnvelopeError> {
        if self.is_started {
            return Err(EnvelopeError::Malformed);
        }
        check_declaration(declaration)
    }

    fn enter_field(&mut self, local_name: &str) -> Place {
        self.path.push((local_name.to_owned(), String::new()));
        Place::Field
    }

    fn leave(&mut self) -> Result<(), EnvelopeError> {
        if self.open.pop() != Some(Place::Field) {
            return Ok(());
        }
        let Some((name, text)) = self.path.pop() else {
            return Ok(());
        };
        let parent = self.path.last().map(|(parent, _)| parent.as_str());
        let Some(request) = &mut self.request else {
            return Ok(());
        };
        request.fields.add(parent, &name, text.trim())
    }

    /// Text as it stands, which may not look like the end of a CDATA section (XML 1.0 section 2.4).
    fn plain_text(&mut self, text: &BytesText<'_>) -> Result<(), EnvelopeError> {
        if text.contains("]]>") {
            return Err(EnvelopeError::Malformed);
        }
        self.text(&text.xml10_content())
    }

    /// Text between elements is no part of a request and ignored: one client has some in its envelope.
    fn text(&mut self, text: &str) -> Result<(), EnvelopeError> {
        let is_space = |text: &str| text.trim_matches(BLANKS).is_empty();
        match self.open.last() {
            None if is_space(text) => Ok(()),
            None => Err(EnvelopeError::Malformed),
            Some(Place::Field) => {
                if let Some((_, content)) = self.path.last_mut() {
                    content.push_str(text);
                }
                Ok(())
            }
            Some(Place::Envelope | Place::Body | Place::Operation(_) | Place::Other) => Ok(()),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), EnvelopeError> {
        if self.open.is_empty() {
            return Err(EnvelopeError::Malformed);
        }
        let character = referenced(reference)?;
        self.text(character.encode_utf8(&mut [0; 4]))
    }
}

/// A construct that ends with the text was cut off.
const fn reason_of(error: &quick_xml::Error) -> EnvelopeError {
    match error {
        quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => EnvelopeError::Malformed,
        quick_xml::Error::Syntax(_) => EnvelopeError::Truncated,
        _ => EnvelopeError::Malformed,
    }
}

fn check_root(namespace: Option<&str>, local_name: &str) -> Result<(), EnvelopeError> {
    match (local_name, namespace) {
        ("Envelope", Some(SOAP_NAMESPACE)) => Ok(()),
        ("Envelope", Some(SOAP_12_NAMESPACE)) => Err(EnvelopeError::SoapVersion),
        _ => Err(EnvelopeError::NoEnvelope),
    }
}

fn operation_of(
    namespace: Option<&str>,
    local_name: &str,
    rules: EnvelopeRules<'_>,
) -> Result<Operation, EnvelopeError> {
    if !matches!(namespace, Some(REQUEST_NAMESPACE | GTEL_NAMESPACE)) {
        return Err(EnvelopeError::ForeignNamespace);
    }
    let added = || {
        rules
            .elements?
            .get(local_name)
            .map(|RouteOperation(operation)| *operation)
    };
    let operation = Operation::of_element(local_name).or_else(added);
    operation.ok_or(EnvelopeError::UnknownOperation)
}

/// Whether a label of an encoding means what is read here; US-ASCII is a part of UTF-8.
pub fn is_utf8_label(label: &str) -> bool {
    ["utf-8", "utf8", "us-ascii"]
        .iter()
        .any(|known| label.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod found_tests;
#[cfg(test)]
mod tests;
