//! The four forms of a stream: lines of JSON, Server-Sent Events, a WebSocket, and bare lines of text.

use super::follow::{Follower, Line};
use super::listener::{Query, admit, topics};
use super::refused::Refused;
use crate::app::App;
use crate::clock;
use crate::http::asked::{Asked, Name};
use axum::body::Body;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use vigie_channels::ntfy::{Since, stand_in};

/// Nobody has anything to say here, and a ping is small.
const FROM_CLIENT_BYTES_MAX: usize = 1_024;

/// How lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Json,
    Sse,
    Raw,
}

pub(crate) async fn json(follower: Follower) -> Response {
    stream(Form::Json, follower)
}

pub(crate) async fn sse(follower: Follower) -> Response {
    stream(Form::Sse, follower)
}

pub(crate) async fn raw(follower: Follower) -> Response {
    stream(Form::Raw, follower)
}

pub(crate) async fn ws(
    follower: Follower,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refused> {
    let upgrade = upgrade.map_err(|rejection| {
        let error = format!(
            "this path is a WebSocket and was asked otherwise: {}",
            rejection.body_text()
        );
        Refused::new(StatusCode::BAD_REQUEST, 40_016, error)
    })?;
    Ok(upgrade
        .read_buffer_size(FROM_CLIENT_BYTES_MAX)
        .max_message_size(FROM_CLIENT_BYTES_MAX)
        .max_frame_size(FROM_CLIENT_BYTES_MAX)
        .on_upgrade(move |socket| talk(socket, follower)))
}

/// Whoever asked is let in, and what was asked for is understood.
impl FromRequestParts<Arc<App>> for Follower {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let Name(topics) = Name::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let Asked(query) = Asked::<Query>::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        let ConnectInfo(peer) = ConnectInfo::<SocketAddr>::from_request_parts(parts, app)
            .await
            .map_err(IntoResponse::into_response)?;
        follower(Arc::clone(app), peer, &topics, &parts.headers, &query)
            .map_err(IntoResponse::into_response)
    }
}

fn follower(
    app: Arc<App>,
    peer: SocketAddr,
    list: &str,
    headers: &HeaderMap,
    query: &Query,
) -> Result<Follower, Refused> {
    admit(&app, headers, query)?;
    let topics = topics(list, &app.desk.state())?;
    let since = Since::read(query.since.as_deref(), clock::now())
        .map_err(|fault| Refused::unreadable(fault.to_string()))?;
    let free = app.ntfy.take().ok_or_else(|| {
        Refused::full("as many listen this way as ntfy.connections_max allows; try again in a few seconds, or listen at /live")
    })?;
    let place = app.addresses.place(peer.ip())?;
    let languages = query.languages(headers);
    Ok(Follower::new(
        app,
        topics,
        languages,
        query,
        since,
        (free, place),
    ))
}

fn stream(form: Form, follower: Follower) -> Response {
    let writer = Writer::new(form, &follower);
    let lines = stream::unfold((follower, writer), async |(mut follower, mut writer)| {
        let lines = follower.next().await?;
        let written: String = lines.iter().map(|line| writer.write(line)).collect();
        Some((
            Ok::<_, Infallible>(Bytes::from(written)),
            (follower, writer),
        ))
    });
    let kind = match form {
        Form::Json => "application/x-ndjson; charset=utf-8",
        Form::Sse => "text/event-stream; charset=utf-8",
        Form::Raw => "text/plain; charset=utf-8",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
        // What is said to everybody may be read by any page.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, Body::from_stream(lines)).into_response()
}

async fn talk(mut socket: WebSocket, mut follower: Follower) {
    let mut writer = Writer::new(Form::Json, &follower);
    loop {
        let lines = tokio::select! {
            lines = follower.next() => lines,
            heard = socket.recv() => match heard {
                // Pings are answered by the library; nothing else has a meaning here.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Text(_) | Message::Binary(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
        };
        let Some(lines) = lines else {
            let _ = socket.send(Message::Close(None)).await;
            return;
        };
        for line in &lines {
            let text = writer.write(line);
            if socket
                .send(Message::Text(text.trim_end().into()))
                .await
                .is_err()
            {
                return;
            }
        }
    }
}

/// Writes lines in one form.
struct Writer {
    form: Form,
    topics: String,
    lines: u64,
}

impl Writer {
    fn new(form: Form, follower: &Follower) -> Self {
        Self {
            form,
            topics: follower.named(),
            lines: 0,
        }
    }

    fn write(&mut self, line: &Line) -> String {
        match (line, self.form) {
            (Line::Open | Line::Keepalive, Form::Raw) => "\n".to_owned(),
            // With its title, unlike ntfy's own: it is the title that says what is an exercise.
            (Line::Message(message), Form::Raw) => {
                let text = format!("{} {}", message.title, message.message);
                format!(
                    "{}\n",
                    text.split_whitespace().collect::<Vec<_>>().join(" ")
                )
            }
            (Line::Open, form) => self.stand_in("open", form),
            (Line::Keepalive, form) => self.stand_in("keepalive", form),
            (Line::Message(message), form) => {
                // A message is texts and numbers, which always can be written.
                let json = serde_json::to_string(message).unwrap_or_default();
                match form {
                    Form::Sse => format!("id: {}\ndata: {json}\n\n", message.id),
                    Form::Json | Form::Raw => format!("{json}\n"),
                }
            }
        }
    }

    fn stand_in(&mut self, event: &'static str, form: Form) -> String {
        self.lines += 1;
        let at_s = clock::now().unix_ms().div_euclid(1_000);
        let json = stand_in(event, &self.topics, at_s, self.lines);
        match form {
            Form::Sse => format!("event: {event}\ndata: {json}\n\n"),
            Form::Json | Form::Raw => format!("{json}\n"),
        }
    }
}
