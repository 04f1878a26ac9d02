//! One connection of one screen, over either wire, with buffers small enough for thousands.

use crate::listen::{FRAME_BYTES_MAX, Frame, SseReader};
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, AUTHORIZATION, HOST};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::collections::VecDeque;
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// Bytes read at once: a bulletin is two or three of them.
const READ_BYTES: usize = 4 * 1024;
/// Least that HTTP takes as a buffer.
const HTTP_BUFFER_BYTES: usize = 8 * 1024;

/// Which wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It says what it shows.
    WebSocket,
    /// It only listens.
    Sse,
}

/// An open connection.
pub(super) enum Line {
    WebSocket(Box<WebSocketStream<TcpStream>>),
    Sse(Box<SseLine>),
}

pub(super) struct SseLine {
    body: Incoming,
    reader: SseReader,
    ready: VecDeque<Frame>,
    connection: AbortHandle,
}

impl Drop for SseLine {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

impl Line {
    /// Opens a connection that resumes behind number `since`.
    pub(super) async fn open(
        kind: Kind,
        address: &str,
        token: &str,
        since: Option<u64>,
    ) -> Result<Self, String> {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|e| format!("failed to connect: {e}"))?;
        stream
            .set_nodelay(true)
            .map_err(|e| format!("failed to set up the socket: {e}"))?;
        let query = since.map_or(String::new(), |n| format!("?since={n}"));
        match kind {
            Kind::WebSocket => {
                let url = format!("ws://{address}/live/ws{query}");
                web_socket(stream, &url, token).await
            }
            Kind::Sse => event_stream(stream, address, &format!("/live{query}")).await,
        }
    }

    /// The next frame; `None` when the connection ended.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        match self {
            Self::WebSocket(socket) => loop {
                match socket.next().await? {
                    Ok(Message::Text(text)) => {
                        if let Some(frame) = Frame::from_text(&text) {
                            return Some(frame);
                        }
                    }
                    Ok(Message::Close(_)) | Err(_) => return None,
                    Ok(_) => {}
                }
            },
            Self::Sse(line) => loop {
                if let Some(frame) = line.ready.pop_front() {
                    return Some(frame);
                }
                let piece = line.body.frame().await?.ok()?;
                if let Some(bytes) = piece.data_ref() {
                    line.ready.extend(line.reader.take(bytes).ok()?);
                }
            },
        }
    }

    /// Says that bulletin `n` is shown, where the wire has a way to say so.
    pub(super) async fn shows(&mut self, n: u64) -> Result<(), ()> {
        match self {
            Self::WebSocket(socket) => {
                let text = json!({ "received": n }).to_string();
                socket.send(Message::text(text)).await.map_err(|_| ())
            }
            Self::Sse(_) => Ok(()),
        }
    }
}

async fn web_socket(stream: TcpStream, url: &str, token: &str) -> Result<Line, String> {
    let failed = |e: String| format!("failed to open a WebSocket: {e}");
    let mut request = url
        .into_client_request()
        .map_err(|e| failed(e.to_string()))?;
    let bearer =
        HeaderValue::from_str(&format!("Bearer {token}")).map_err(|e| failed(e.to_string()))?;
    request.headers_mut().insert(AUTHORIZATION, bearer);
    let limits = WebSocketConfig::default()
        .read_buffer_size(READ_BYTES)
        .write_buffer_size(0)
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX));
    let opened = tokio_tungstenite::client_async_with_config(request, stream, Some(limits)).await;
    let (socket, _) = opened.map_err(|e| failed(e.to_string()))?;
    Ok(Line::WebSocket(Box::new(socket)))
}

async fn event_stream(stream: TcpStream, address: &str, path: &str) -> Result<Line, String> {
    let failed = |e: String| format!("failed to open an event stream: {e}");
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(HTTP_BUFFER_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|e| failed(e.to_string()))?;
    let connection = tokio::spawn(connection).abort_handle();
    let request = hyper::Request::get(path)
        .header(HOST, address)
        .header(ACCEPT, "text/event-stream")
        .body(Empty::<Bytes>::new())
        .map_err(|e| failed(e.to_string()))?;
    let answer = sender
        .send_request(request)
        .await
        .map_err(|e| failed(e.to_string()))?;
    if !answer.status().is_success() {
        return Err(failed(format!("the server answered {}", answer.status())));
    }
    Ok(Line::Sse(Box::new(SseLine {
        body: answer.into_body(),
        reader: SseReader::default(),
        ready: VecDeque::new(),
        connection,
    })))
}
