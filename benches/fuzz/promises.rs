//! What must hold for every input.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use dancu::domain::language::Language;
use dancu::wire::envelope::{EnvelopeRules, WireRequest, read_request};
use dancu::wire::question::{Question, read_question};
use dancu::wire::small_answers::{Fault, FaultCode, fault};
use dancu::wire::{EnvelopeError, Fields};
use roxmltree::Document;

/// No input of at most 64 KiB may take longer, nor any of the long ones that are tried as they are.
const PATIENCE: Duration = Duration::from_millis(50);
/// A slow reading is repeated, so that a busy machine is not taken for a slow reader.
const REPETITIONS: usize = 3;

/// What became of an input.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// The code of the error, or that it was accepted.
    pub outcome: &'static str,
    /// Whether a request was read.
    pub is_accepted: bool,
    /// How long reading took.
    pub took: Duration,
}

/// A promise that was not kept: which, without what differs from input to input.
pub type Broken = String;

type Read = Result<
    (
        WireRequest,
        Result<Question, Vec<dancu::record::FieldError>>,
    ),
    EnvelopeError,
>;

/// Reads an input and looks at everything that was promised. Readings slower than `slow` are repeated.
pub fn check(input: &[u8], slow: Duration) -> Result<Seen, Broken> {
    let seen = check_by(input, EnvelopeRules::default(), slow)?;
    if seen.outcome == EnvelopeError::ByteOrderMark.code() {
        let accepting = EnvelopeRules {
            accept_byte_order_mark: true,
            ..EnvelopeRules::default()
        };
        return check_by(input, accepting, slow);
    }
    Ok(seen)
}

fn check_by(input: &[u8], rules: EnvelopeRules, slow: Duration) -> Result<Seen, Broken> {
    let (mut took, read) = timed(input, rules);
    if took > slow.min(PATIENCE) {
        for _ in 1..REPETITIONS {
            took = took.min(timed(input, rules).0);
        }
    }
    if took > PATIENCE {
        return Err(format!("slower than {} ms", PATIENCE.as_millis()));
    }
    let (outcome, is_accepted) = match &read {
        Ok((request, question)) => {
            check_grammar(input)?;
            check_rewritten(request)?;
            match question {
                Ok(_) => ("accepted", true),
                Err(errors) => {
                    check_field_errors(errors)?;
                    ("accepted, fields refused", true)
                }
            }
        }
        Err(error) => {
            check_error(*error, input)?;
            (error.code(), false)
        }
    };
    Ok(Seen {
        outcome,
        is_accepted,
        took,
    })
}

fn timed(input: &[u8], rules: EnvelopeRules) -> (Duration, Read) {
    let started = Instant::now();
    let read = read_request(input, rules).map(|request| {
        let question = read_question(request.operation, &request.fields);
        (request, question)
    });
    (started.elapsed(), read)
}

/// Differences that are meant: what another reader refuses, and why it is accepted here. None so far.
const DIFFERENCES: [(&str, &str); 0] = [];

/// What is accepted is well-formed in the eyes of another reader.
fn check_grammar(input: &[u8]) -> Result<(), Broken> {
    let text = std::str::from_utf8(input).map_err(|_position| "accepted what is no UTF-8")?;
    let Err(error) = Document::parse(text) else {
        return Ok(());
    };
    let kind = kind_of(&error);
    if DIFFERENCES.iter().any(|(known, _)| *known == kind) {
        return Ok(());
    }
    Err(format!("accepted, but roxmltree says {kind}"))
}

/// The variant of an error, without place and names.
fn kind_of(error: &roxmltree::Error) -> String {
    let text = format!("{error:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// What was read, written as an envelope, is read as the same.
fn check_rewritten(request: &WireRequest) -> Result<(), Broken> {
    let envelope = rewritten(request);
    match read_request(envelope.as_bytes(), EnvelopeRules::default()) {
        Ok(again) if again == *request => Ok(()),
        Ok(_) => Err("written again, it is read as another request".to_owned()),
        Err(error) => Err(format!("written again, it is refused: {}", error.code())),
    }
}

fn rewritten(request: &WireRequest) -> String {
    let mut text =
        String::from("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>");
    let operation = request.operation.element();
    // Writing into a String cannot fail.
    let _ok = write!(text, "<{operation} xmlns=\"http://dancuquocgia.bca\">");
    write_fields(&mut text, &request.fields);
    let _ok = write!(text, "</{operation}></s:Body></s:Envelope>");
    text
}

fn write_fields(text: &mut String, fields: &Fields) {
    for (name, value) in fields.iter() {
        let is_part = name == "NgayThangNam" || name == "Nam";
        let (before, after) = if is_part {
            ("<NgayThangNamSinh>", "</NgayThangNamSinh>")
        } else {
            ("", "")
        };
        let _ok = write!(text, "{before}<{name}>{}</{name}>{after}", escaped(value));
    }
}

/// Escaped by rules of its own: a carriage return by its number, or it would be read as a line feed.
fn escaped(value: &str) -> String {
    let value = value.replace('&', "&#38;").replace('<', "&#x3C;");
    value.replace('>', "&gt;").replace('\r', "&#13;")
}

fn check_error(error: EnvelopeError, input: &[u8]) -> Result<(), Broken> {
    for language in [Language::Vietnamese, Language::English] {
        check_fault(&error.message(language), error.code())?;
    }
    // The writer must stand whatever it is told, though no message repeats what was sent.
    let hostile = String::from_utf8_lossy(&input[..input.len().min(4096)]);
    parse_fault(&fault_of(&hostile, &hostile)).map(drop)
}

fn check_field_errors(errors: &[dancu::record::FieldError]) -> Result<(), Broken> {
    if errors.is_empty() {
        return Err("a question refused without a reason".to_owned());
    }
    for error in errors {
        check_fault(
            &format!("{}: {}", error.field, error.vietnamese),
            error.code,
        )?;
        check_fault(&format!("{}: {}", error.field, error.english), error.code)?;
    }
    Ok(())
}

/// The fault is well-formed and says what it was told.
fn check_fault(reason: &str, detail: &str) -> Result<(), Broken> {
    let text = fault_of(reason, detail);
    let document = parse_fault(&text)?;
    let told = |name: &str| {
        let mut all = document.descendants();
        all.find(|node| node.tag_name().name() == name)
            .and_then(|node| node.text())
    };
    if told("faultstring") == Some(reason) && told("code") == Some(detail) {
        Ok(())
    } else {
        Err(format!("the fault does not say its reason: {detail}"))
    }
}

fn fault_of(reason: &str, detail: &str) -> String {
    fault(Fault {
        code: FaultCode::Client,
        reason,
        detail: Some((detail, "fuzz")),
    })
}

fn parse_fault(text: &str) -> Result<Document<'_>, Broken> {
    Document::parse(text).map_err(|error| format!("the fault is malformed: {}", kind_of(&error)))
}
