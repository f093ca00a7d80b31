//! Connections that end by a reset, as when the machine at the other end has died.

use std::any::Any;
use std::os::fd::{AsFd, OwnedFd};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::HttpRequest;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use actix_web::web::Bytes;
use rustix::net::sockopt::set_socket_linger;
use rustix::process::{Resource, getrlimit, setrlimit};

/// A second handle on the socket of a connection: the web server keeps the first to itself.
struct Handle(OwnedFd);

/// Keeps a handle on every connection. One that cannot be had is only missed by a reset.
pub fn keep_handle(stream: &dyn Any, kept: &mut Extensions) {
    let plain = stream.downcast_ref::<TcpStream>();
    let secure = stream.downcast_ref::<TlsStream<TcpStream>>();
    let socket = plain.or_else(|| secure.map(|secure| secure.get_ref().0));
    let handle = socket.map(|socket| socket.as_fd().try_clone_to_owned());
    if let Some(Ok(handle)) = handle {
        kept.insert(Handle(handle));
    }
}

/// Connections have two handles each, so that as many are allowed as the system lets a program ask for.
pub fn raise_limit() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where it is refused, fewer connections can be open at once, as before.
    let _refused = setrlimit(Resource::Nofile, limit);
}

/// Makes the connection of a request end by a reset: when it is closed, nothing is waited for.
pub fn reset_when_closed(request: &HttpRequest) {
    if let Some(Handle(socket)) = request.conn_data::<Handle>() {
        // Where it fails, the connection is closed all the same.
        let _failed = set_socket_linger(socket, Some(Duration::ZERO));
    }
}

/// A body that breaks off at once, before its head is sent: the connection is closed.
#[derive(Debug)]
pub struct Broken;

impl MessageBody for Broken {
    type Error = std::io::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
