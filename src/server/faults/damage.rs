//! Answers that are damaged on their way.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody, to_bytes_limited};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::web::{Bytes, BytesMut};

use crate::domain::scenario::Damage;

/// The longest answer that is held to be damaged; longer ones go out as they are.
const LONGEST: usize = 32 << 20;
/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The answer with this damage. One without a body stays whole.
pub async fn damaged(mut response: ServiceResponse, damage: Damage) -> ServiceResponse {
    if damage == Damage::WrongCharset {
        relabel(&mut response);
        return response;
    }
    if matches!(
        response.response().body().size(),
        BodySize::None | BodySize::Sized(0)
    ) {
        return response;
    }
    let (request, answer) = response.into_parts();
    let (head, body) = answer.into_parts();
    let whole = match to_bytes_limited(body, LONGEST).await {
        Ok(Ok(whole)) => whole,
        // It broke by itself, or is too long: there is nothing left to damage.
        Ok(Err(_)) | Err(_) => Bytes::new(),
    };
    let body = match damage {
        Damage::ByteOrderMark => {
            let mut marked = BytesMut::with_capacity(MARK.len() + whole.len());
            marked.extend_from_slice(MARK);
            marked.extend_from_slice(&whole);
            BoxBody::new(marked.freeze())
        }
        Damage::Truncated => BoxBody::new(CutShort::of(&whole)),
        Damage::WrongCharset => BoxBody::new(whole),
    };
    ServiceResponse::new(request, head.set_body(body))
}

fn relabel(response: &mut ServiceResponse) {
    let kind = response.headers().get(CONTENT_TYPE);
    let kind = kind
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or("text/plain");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if let Ok(label) = HeaderValue::from_str(&format!("{kind}; charset=ISO-8859-1")) {
        response.headers_mut().insert(CONTENT_TYPE, label);
    }
}

/// The first half of a body that promises the whole, and then breaks off.
struct CutShort {
    promised: u64,
    half: Option<Bytes>,
    is_sent: bool,
}

impl CutShort {
    fn of(whole: &Bytes) -> Self {
        Self {
            promised: whole.len() as u64,
            half: Some(whole.slice(..whole.len() / 2)),
            is_sent: false,
        }
    }
}

impl MessageBody for CutShort {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.promised)
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(half)));
        }
        // Once nothing is ready, so that the half is written to the connection before it ends.
        if !self.is_sent {
            self.is_sent = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(std::io::ErrorKind::UnexpectedEof.into())))
    }
}
