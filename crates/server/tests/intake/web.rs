//! A server of strange answers on this machine, which remembers what it was asked.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HeaderMap,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(header::HeaderName, String)>,
    pub body: Vec<u8>,
    /// Never answers.
    pub silent: bool,
}

impl Reply {
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body: body.into(),
            silent: false,
        }
    }

    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap(),
            ..Self::ok("")
        }
    }

    pub fn silent() -> Self {
        Self {
            silent: true,
            ..Self::ok("")
        }
    }

    pub fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// The server.
#[derive(Clone, Debug)]
pub struct Web {
    pub base: String,
    pub port: u16,
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    asked: Mutex<Vec<Asked>>,
    replies: Mutex<HashMap<String, Vec<Reply>>>,
}

impl Web {
    pub async fn start() -> Self {
        let inner = Arc::new(Inner::default());
        let app = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self {
            base: format!("http://127.0.0.1:{port}"),
            port,
            inner,
        }
    }

    /// Answers a path with these, one after the other; the last one stays.
    pub fn put(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        let replies = replies.into_iter().collect();
        self.inner
            .replies
            .lock()
            .unwrap()
            .insert(path.to_owned(), replies);
    }

    /// What was asked so far at a path.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        let asked = self.inner.asked.lock().unwrap();
        asked
            .iter()
            .filter(|one| one.path == path)
            .cloned()
            .collect()
    }

    /// Every path that was asked, in order.
    pub fn paths(&self) -> Vec<String> {
        self.inner
            .asked
            .lock()
            .unwrap()
            .iter()
            .map(|one| one.path.clone())
            .collect()
    }
}

async fn answer(State(inner): State<Arc<Inner>>, request: Request) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    inner.asked.lock().unwrap().push(Asked {
        path: path.clone(),
        headers: headers.clone(),
    });
    let reply = {
        let mut replies = inner.replies.lock().unwrap();
        match replies.get_mut(&path) {
            Some(list) if list.len() > 1 => list.remove(0),
            Some(list) => list[0].clone(),
            None => Reply::status(404),
        }
    };
    if reply.silent {
        std::future::pending::<()>().await;
    }
    let etag = reply.headers.iter().find(|(name, _)| *name == header::ETAG);
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    let mut response = Response::builder();
    if let (Some((_, etag)), Some(known)) = (etag, known)
        && etag == known
    {
        return response.status(304).body(Body::empty()).unwrap();
    }
    response = response.status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).unwrap()
}

/// An Atom feed that links to these: id, link, updated.
pub fn atom(entries: &[(&str, &str, &str)]) -> String {
    let mut feed = String::from(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:feed</id><title>F</title><updated>2026-01-01T00:00:00Z</updated>",
    );
    for (id, link, updated) in entries {
        let _ = write!(
            feed,
            "<entry><id>{id}</id><title>{id}</title><updated>{updated}</updated><link rel=\"alternate\" type=\"application/cap+xml\" href=\"{link}\"/></entry>"
        );
    }
    feed.push_str("</feed>");
    feed
}
