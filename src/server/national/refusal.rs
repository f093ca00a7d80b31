//! Why a call on the national wire is not answered, and how that is told in each form.

use actix_web::http::StatusCode;

use crate::domain::language::Language;
use crate::record::FieldError;
use crate::server::problem::Problem;
use crate::wire::EnvelopeError;
use crate::wire::settings::Guesses;
use crate::wire::small_answers::FaultCode;

/// Why a call is not answered.
#[derive(Debug)]
pub enum WireRefusal {
    /// The body did not come, was too large or too slow.
    Body(Problem),
    /// The envelope cannot be read.
    Envelope(EnvelopeError),
    /// The question in another form cannot be read.
    Question,
    /// Fields are missing or unreadable.
    Fields(Vec<FieldError>),
    /// The address names no operation and the question neither, or one that cannot be answered in this form.
    Operation,
    /// Who calls is not known.
    Unauthorized,
    /// Who calls is known and not let in from there.
    Forbidden,
    /// The front of a portal says which of its own fields is missing: its code (witness W3).
    Front(String),
    /// Something inside failed.
    Failed(Problem),
}

impl WireRefusal {
    /// Who is to blame.
    pub fn fault_code(&self) -> FaultCode {
        match self {
            Self::Envelope(EnvelopeError::SoapVersion) => FaultCode::VersionMismatch,
            Self::Failed(_) => FaultCode::Server,
            Self::Body(_)
            | Self::Envelope(_)
            | Self::Question
            | Self::Fields(_)
            | Self::Operation
            | Self::Unauthorized
            | Self::Forbidden
            | Self::Front(_) => FaultCode::Client,
        }
    }

    /// The HTTP status. All of them are guesses, set in the file of the wire.
    pub fn status(&self, guesses: &Guesses) -> StatusCode {
        let status = match self {
            Self::Unauthorized => guesses.unauthorized_status,
            Self::Forbidden => guesses.forbidden_status,
            Self::Front(_) => 400,
            Self::Failed(_) => guesses.server_fault_status,
            Self::Body(_)
            | Self::Envelope(_)
            | Self::Question
            | Self::Fields(_)
            | Self::Operation => guesses.request_fault_status,
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        match self {
            Self::Body(problem) => problem.kind.code,
            Self::Envelope(error) => error.code(),
            Self::Question => "question_unreadable",
            Self::Fields(_) => "fields_invalid",
            Self::Operation => "unknown_operation",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Front(code) => code.as_str(),
            Self::Failed(_) => "internal",
        }
    }

    /// The reason for people. It repeats nothing of what was sent.
    pub fn reason(&self, language: Language) -> String {
        match self {
            Self::Body(problem) => {
                let title = language.pick(problem.kind.vietnamese, problem.kind.english);
                let detail = problem.detail.as_deref();
                let detail = detail.map(|(vietnamese, english)| language.pick(vietnamese, english));
                format!("{title} {}", detail.map_or("", String::as_str)).trim().to_owned()
            }
            Self::Envelope(error) => error.message(language),
            Self::Question => language
                .pick("Không đọc được câu hỏi.", "The question cannot be read.")
                .to_owned(),
            Self::Fields(errors) => {
                let told = errors.iter().map(|error| {
                    let detail = language.pick(&error.vietnamese, &error.english);
                    format!("{}: {detail}", error.field)
                });
                told.collect::<Vec<_>>().join(" ")
            }
            Self::Operation => EnvelopeError::UnknownOperation.message(language),
            Self::Unauthorized => language
                .pick(
                    "Không xác thực được bên gọi; nhật ký của dancu (/admin/journal) nói vì sao.",
                    "The caller is not known; the journal of dancu (/admin/journal) says why.",
                )
                .to_owned(),
            Self::Forbidden => language
                .pick(
                    "Tài khoản này không được gọi từ đây; nhật ký của dancu (/admin/journal) nói vì sao.",
                    "This account may not call so; the journal of dancu (/admin/journal) says why.",
                )
                .to_owned(),
            Self::Front(_) => "Error".to_owned(),
            Self::Failed(_) => {
                language.pick("Lỗi nội bộ.", "Internal failure.").to_owned()
            }
        }
    }

    /// The cause of an internal failure, for the log alone.
    pub fn cause(&self) -> Option<String> {
        match self {
            Self::Failed(problem) | Self::Body(problem) => problem.cause.clone(),
            Self::Envelope(_)
            | Self::Question
            | Self::Fields(_)
            | Self::Operation
            | Self::Unauthorized
            | Self::Forbidden
            | Self::Front(_) => None,
        }
    }
}
