//! Connections that leave HTTP: the answer's head is made here, and the socket goes to whoever took it over.
//!
//! The web framework gives a socket back only for an upgrade, with its buffers, and an event stream is none.
//! So it is lent the socket. Once a handler has said that the connection is taken over, the framework is told
//! that its service failed; it ends without a word to the client, and what was lent comes back.

use super::stream::{Left, Stream};
use axum::http::{Response, header};
use axum::response::{IntoResponseParts, ResponseParts};
use bytes::{BufMut, Bytes, BytesMut};
use std::convert::Infallible;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

type Taker = Box<dyn FnOnce(Left, Bytes) + Send>;

/// Said by a handler, as a part of its answer: who takes the socket, and the head of this answer, over.
#[derive(Clone)]
pub(crate) struct TakenOver(Arc<Mutex<Option<Taker>>>);

impl TakenOver {
    /// By this one.
    pub(crate) fn by(taker: impl FnOnce(Left, Bytes) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(taker)))))
    }
}

impl IntoResponseParts for TakenOver {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        parts.extensions_mut().insert(self);
        Ok(parts)
    }
}

/// Ends HTTP on a connection; no fault.
#[derive(Debug)]
pub(super) struct LeavesHttp;

impl fmt::Display for LeavesHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was taken over")
    }
}

impl std::error::Error for LeavesHttp {}

/// Where what was lent comes back to.
#[derive(Clone, Default)]
pub(super) struct Lender(Arc<Mutex<Loan>>);

#[derive(Default)]
struct Loan {
    taken: Option<(Taker, Bytes)>,
    back: Option<Stream>,
}

impl Lender {
    /// Lends a socket to HTTP.
    pub(super) fn lend(&self, stream: Stream) -> Lent {
        Lent {
            stream: Some(stream),
            lender: self.clone(),
        }
    }

    /// Looks whether an answer takes the connection over; if so it is not to be written.
    pub(super) fn look<B>(&self, mut answer: Response<B>) -> Result<Response<B>, LeavesHttp> {
        let Some(TakenOver(taker)) = answer.extensions_mut().remove() else {
            return Ok(answer);
        };
        let Some(taker) = lock(&taker).take() else {
            return Ok(answer);
        };
        lock(&self.0).taken = Some((taker, head(&answer)));
        Err(LeavesHttp)
    }

    /// Once HTTP has ended: hands the socket to whoever took it over. False when nobody did.
    pub(super) fn hand_over(&self) -> bool {
        let loan = std::mem::take(&mut *lock(&self.0));
        let (Some((taker, head)), Some(stream)) = (loan.taken, loan.back) else {
            return false;
        };
        match stream.leave_http() {
            Ok(left) => taker(left, head),
            Err(error) => tracing::warn!(%error, "failed to take over a connection"),
        }
        true
    }
}

/// The head of an answer as HTTP/1.1 writes it.
fn head<B>(answer: &Response<B>) -> Bytes {
    let status = answer.status();
    let mut head = BytesMut::with_capacity(512);
    head.put_slice(b"HTTP/1.1 ");
    head.put_slice(status.as_str().as_bytes());
    head.put_slice(b" ");
    head.put_slice(status.canonical_reason().unwrap_or("").as_bytes());
    // The framework has counted an empty body; what follows is written by whoever took over.
    for (name, value) in answer.headers() {
        if name != header::CONTENT_LENGTH {
            head.put_slice(b"\r\n");
            head.put_slice(name.as_str().as_bytes());
            head.put_slice(b": ");
            head.put_slice(value.as_bytes());
        }
    }
    if let Ok(date) = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&jiff::Timestamp::now())
    {
        head.put_slice(b"\r\ndate: ");
        head.put_slice(date.as_bytes());
    }
    head.put_slice(b"\r\n\r\n");
    head.freeze()
}

/// A socket that HTTP has for as long as it needs it.
pub(super) struct Lent {
    stream: Option<Stream>,
    lender: Lender,
}

impl Lent {
    fn stream(self: Pin<&mut Self>) -> io::Result<Pin<&mut Stream>> {
        let gone = || io::Error::from(io::ErrorKind::NotConnected);
        self.get_mut()
            .stream
            .as_mut()
            .map(Pin::new)
            .ok_or_else(gone)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut loan = lock(&self.lender.0);
        if loan.taken.is_some() {
            loan.back = self.stream.take();
        }
    }
}

impl AsyncRead for Lent {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream()?.poll_read(context, bytes)
    }
}

impl AsyncWrite for Lent {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream
            .as_ref()
            .is_some_and(AsyncWrite::is_write_vectored)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if lock(&self.lender.0).taken.is_some() {
            return Poll::Ready(Ok(()));
        }
        self.stream()?.poll_shutdown(context)
    }
}

/// A poisoned lock only means that another connection's thread panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
