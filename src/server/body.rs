//! Bodies: read within a limit and a time, and every mistake in them named.

use std::future::{Ready, ready};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::QueryPayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt as _, StreamExt as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::journal::{keep_body, keep_form};
use super::problem::{
    BODY_TOO_LARGE, BODY_TOO_SLOW, BODY_UNREADABLE, MEDIA_TYPE_UNSUPPORTED, Problem,
};
use crate::identity::Parameters;
use crate::record::{self, FieldError};

/// The most a body may have, 64 KiB; a batch has its own limit.
pub const MAX_BODY: usize = 64 << 10;
/// The most a batch may have, 8 MiB.
pub const MAX_BATCH: usize = 8 << 20;
/// A body that has not come whole by then is cut.
const PATIENCE: Duration = Duration::from_secs(15);

/// A JSON body of at most [`MAX_BODY`] bytes, not read yet.
#[derive(Debug)]
pub struct JsonBody(web::BytesMut);

/// A body of at most [`MAX_BATCH`] bytes: a JSON array, or NDJSON.
#[derive(Debug)]
pub struct BatchBody {
    /// The bytes.
    pub bytes: web::BytesMut,
    /// Whether it is NDJSON.
    pub lines: bool,
}

impl FromRequest for JsonBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let accepted = check_type(request, is_json);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            accepted?;
            let bytes = read(payload, declared_length(&request), MAX_BODY).await?;
            keep_body(&request, &bytes);
            Ok(Self(bytes))
        })
    }
}

/// A JSON body, or none at all where a call can do without.
#[derive(Debug)]
pub struct MaybeJsonBody(Option<JsonBody>);

impl FromRequest for MaybeJsonBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let has_none = !request.headers().contains_key(CONTENT_TYPE)
            && declared_length(request).is_none_or(|length| length == 0);
        if has_none {
            return Box::pin(ready(Ok(Self(None))));
        }
        JsonBody::from_request(request, payload)
            .map(|read| read.map(|body| Self(Some(body))))
            .boxed_local()
    }
}

impl MaybeJsonBody {
    /// Reads it; the default where there is none.
    pub fn read<T: DeserializeOwned + Default>(&self) -> Result<T, Problem> {
        self.0
            .as_ref()
            .map_or_else(|| Ok(T::default()), JsonBody::read)
    }
}

impl FromRequest for BatchBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let accepted = check_type(request, |kind| is_json(kind) || is_lines(kind));
        let lines = media_type(request).is_some_and(is_lines);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            accepted?;
            let bytes = read(payload, declared_length(&request), MAX_BATCH).await?;
            keep_body(&request, &bytes);
            Ok(Self { bytes, lines })
        })
    }
}

/// A form of at most [`MAX_BODY`] bytes.
#[derive(Debug)]
pub struct FormBody(pub Parameters);

impl FromRequest for FormBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let accepted = if is_plain(request) && media_type(request).is_some_and(is_form) {
            Ok(())
        } else {
            Err(Problem::with_detail(
                &MEDIA_TYPE_UNSUPPORTED,
                "Gửi 'Content-Type: application/x-www-form-urlencoded', không nén.",
                "Send 'Content-Type: application/x-www-form-urlencoded', not compressed.",
            ))
        };
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            accepted?;
            let bytes = read(payload, declared_length(&request), MAX_BODY).await?;
            keep_form(&request, &bytes);
            Ok(Self(Parameters::read(&bytes)))
        })
    }
}

/// A form, or a body of another kind, of which nothing is read: some portals announce JSON and send none.
#[derive(Debug)]
pub struct AnyBody(pub Parameters);

impl FromRequest for AnyBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_form = media_type(request).is_some_and(is_form);
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let bytes = read(payload, declared_length(&request), MAX_BODY).await?;
            if is_form {
                keep_form(&request, &bytes);
            }
            let form = is_form.then(|| Parameters::read(&bytes));
            Ok(Self(form.unwrap_or_default()))
        })
    }
}

/// A body of any kind, as it came; at most [`MAX_BODY`] bytes and not compressed.
pub async fn read_any(request: &HttpRequest, payload: Payload) -> Result<web::BytesMut, Problem> {
    if !is_plain(request) {
        return Err(Problem::with_detail(
            &MEDIA_TYPE_UNSUPPORTED,
            "Gửi nội dung không nén.",
            "Send the body uncompressed.",
        ));
    }
    let bytes = read(payload, declared_length(request), MAX_BODY).await?;
    if media_type(request).is_some_and(is_form) {
        keep_form(request, &bytes);
    } else {
        keep_body(request, &bytes);
    }
    Ok(bytes)
}

/// A form with files (`multipart/form-data`) of at most [`MAX_BATCH`] bytes, as it came: what stands between its
/// parts, and all of them.
#[derive(Debug)]
pub struct MultipartBody {
    /// The boundary.
    pub boundary: String,
    /// The bytes.
    pub bytes: web::BytesMut,
}

impl FromRequest for MultipartBody {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let boundary = boundary(request).filter(|_| is_plain(request));
        let length = declared_length(request);
        let payload = payload.take();
        Box::pin(async move {
            let boundary = boundary.ok_or_else(|| {
                Problem::with_detail(
                    &MEDIA_TYPE_UNSUPPORTED,
                    "Gửi 'Content-Type: multipart/form-data' với boundary, không nén.",
                    "Send 'Content-Type: multipart/form-data' with a boundary, not compressed.",
                )
            })?;
            let bytes = read(payload, length, MAX_BATCH).await?;
            Ok(Self { boundary, bytes })
        })
    }
}

/// The boundary of a form with files (RFC 2046, 5.1.1).
fn boundary(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = header.split_once(';')?;
    let is_form = kind.trim().eq_ignore_ascii_case("multipart/form-data");
    let mut parameters = parameters.split(';').filter(|_| is_form);
    let boundary = parameters.find_map(|parameter| parameter.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (1..=70)
        .contains(&boundary.len())
        .then(|| boundary.to_owned())
}

/// The query string of a URL, read like a body: what is wrong with it is named.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let read = web::Query::<T>::from_query(request.query_string());
        ready(read.map(|query| Self(query.into_inner())).map_err(|error| {
            let sentence = match &error {
                QueryPayloadError::Deserialize(error) => error.to_string(),
                other => other.to_string(),
            };
            Problem::fields(vec![record::field_error("", &sentence)])
        }))
    }
}

impl JsonBody {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The items of a JSON array, each to be read for itself; `None` where the body is no array.
    pub fn items(&self) -> Result<Option<Vec<&[u8]>>, Problem> {
        if self.0.trim_ascii_start().first() != Some(&b'[') {
            return Ok(None);
        }
        let items: Result<Vec<&RawValue>, _> = serde_json::from_slice(&self.0);
        let items = items.map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Problem::with_detail(
                &BODY_UNREADABLE,
                format!("JSON sai ở dòng {line}, cột {column}."),
                format!("The JSON is broken at line {line}, column {column}."),
            )
        })?;
        Ok(Some(
            items
                .into_iter()
                .map(|item| item.get().as_bytes())
                .collect(),
        ))
    }

    /// Reads the body as `T`, which may borrow from it.
    pub fn read<'body, T: Deserialize<'body>>(&'body self) -> Result<T, Problem> {
        read_json(&self.0)
    }
}

/// Reads JSON, or says what is wrong with it and where.
pub fn read_json<'body, T: Deserialize<'body>>(bytes: &'body [u8]) -> Result<T, Problem> {
    record::read_json(bytes).map_err(problem_of)
}

/// Reads JSON that stands somewhere in a body; `place` tells where, of what is wrong.
pub fn read_json_at<'body, T: Deserialize<'body>>(
    bytes: &'body [u8],
    place: impl FnOnce(FieldError) -> FieldError,
) -> Result<T, Problem> {
    record::read_json(bytes).map_err(|error| problem_of(place(error)))
}

/// Reads a JSON object as `T`, or says what is wrong with it and where.
pub fn read_value<T: DeserializeOwned>(value: &serde_json::Value) -> Result<T, Problem> {
    read_json(value.to_string().as_bytes())
}

/// Broken JSON is a problem of the body, everything else one of a field.
fn problem_of(error: FieldError) -> Problem {
    if error.code == "json_broken" {
        return Problem::with_detail(&BODY_UNREADABLE, error.vietnamese, error.english);
    }
    Problem::fields(vec![error])
}

fn media_type(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    Some(header.split(';').next().unwrap_or_default().trim())
}

fn is_json(kind: &str) -> bool {
    let of_application = kind
        .get(..12)
        .is_some_and(|start| start.eq_ignore_ascii_case("application/"));
    let ends = |ending: &str| {
        let start = kind.len().saturating_sub(ending.len());
        kind.get(start..)
            .is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    of_application && (kind.len() == 16 && ends("/json") || ends("+json"))
}

fn is_lines(kind: &str) -> bool {
    [
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
    ]
    .iter()
    .any(|lines| kind.eq_ignore_ascii_case(lines))
}

fn is_form(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn is_plain(request: &HttpRequest) -> bool {
    let encoding = request.headers().get(CONTENT_ENCODING);
    encoding.is_none_or(|encoding| encoding == "identity")
}

fn check_type(request: &HttpRequest, accepts: impl Fn(&str) -> bool) -> Result<(), Problem> {
    if is_plain(request) && media_type(request).is_some_and(accepts) {
        return Ok(());
    }
    Err(Problem::with_detail(
        &MEDIA_TYPE_UNSUPPORTED,
        "Gửi 'Content-Type: application/json', không nén.",
        "Send 'Content-Type: application/json', not compressed.",
    ))
}

fn declared_length(request: &HttpRequest) -> Option<usize> {
    request
        .headers()
        .get(CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn read(
    mut payload: Payload,
    declared: Option<usize>,
    limit: usize,
) -> Result<web::BytesMut, Problem> {
    if declared.is_some_and(|length| length > limit) {
        return Err(too_large(limit));
    }
    let mut whole = std::pin::pin!(async {
        let mut bytes = web::BytesMut::with_capacity(declared.unwrap_or(0));
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken_off| Problem::new(&BODY_UNREADABLE))?;
            if bytes.len() + chunk.len() > limit {
                return Err(too_large(limit));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    });
    // Most bodies are here already and need no timer.
    if let Some(bytes) = whole.as_mut().now_or_never() {
        return bytes;
    }
    match tokio::time::timeout(PATIENCE, whole).await {
        Ok(bytes) => bytes,
        Err(_elapsed) => Err(Problem::new(&BODY_TOO_SLOW)),
    }
}

fn too_large(limit: usize) -> Problem {
    Problem::with_detail(
        &BODY_TOO_LARGE,
        format!("Tối đa {} KiB.", limit >> 10),
        format!("At most {} KiB.", limit >> 10),
    )
}
