//! Fetches one document: through the guard, within limits of size and time, following redirects by hand.

use super::guard::{Admitted, Guard, NotAdmitted};
use super::memory::FeedState;
use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Client, StatusCode, redirect};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{error, fmt};
use url::Url;

/// Redirects that are followed for one document: a moved host, a moved path, and one to spare.
const REDIRECTS_MAX: usize = 3;
/// Longest rest that a server's `Retry-After` is believed for: a warning may come meanwhile.
const RETRY_AFTER_MAX: Duration = Duration::from_mins(15);

/// How long and how much is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until more of an answer comes.
    pub read: Duration,
    /// Until the whole answer is there.
    pub whole: Duration,
    /// Bytes of a document after unpacking: what vigie-cap reads at most.
    pub body_bytes_max: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(20),
            whole: Duration::from_mins(1),
            body_bytes_max: 16 << 20,
        }
    }
}

/// A document, or that it has not changed.
#[derive(Debug)]
pub enum Answer {
    /// The server says that it is as before.
    Unchanged,
    /// The document.
    Document {
        /// What it holds.
        bytes: Vec<u8>,
        /// Where it was in the end.
        url: Url,
        /// What the server said of it, for the next time.
        state: FeedState,
    },
}

/// Why a document was not fetched.
#[derive(Debug)]
pub enum Failure {
    /// The guard said no.
    NotAdmitted(NotAdmitted),
    /// A redirect that is not followed.
    Redirect {
        /// Why not.
        why: &'static str,
    },
    /// The server answered with an error.
    Status {
        /// Its status.
        status: StatusCode,
        /// When it wants to be asked again.
        retry_after: Option<Duration>,
    },
    /// The document is longer than the limit.
    TooLong {
        /// The limit, in bytes.
        bytes_max: usize,
    },
    /// No answer, or not all of it, in time.
    Slow,
    /// The connection failed.
    Network {
        /// Why, as far as it is known.
        why: String,
    },
}

impl Failure {
    /// Whether it makes no sense to ask for the same document again.
    pub fn is_final(&self) -> bool {
        match self {
            Self::NotAdmitted(not) => not.is_final(),
            Self::Redirect { .. } | Self::TooLong { .. } => true,
            Self::Status { status, .. } => {
                matches!(
                    *status,
                    StatusCode::NOT_FOUND
                        | StatusCode::GONE
                        | StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS
                )
            }
            Self::Slow | Self::Network { .. } => false,
        }
    }

    /// When the server wants to be asked again.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// A stable name for summaries.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::NotAdmitted(NotAdmitted::Form { .. }) => "link_form",
            Self::NotAdmitted(NotAdmitted::Inside { .. }) => "link_inside",
            Self::NotAdmitted(NotAdmitted::Name { .. }) => "link_name",
            Self::Redirect { .. } => "link_redirect",
            Self::Status { .. } => "link_status",
            Self::TooLong { .. } => "link_too_long",
            Self::Slow => "link_slow",
            Self::Network { .. } => "link_network",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAdmitted(why) => why.fmt(f),
            Self::Redirect { why } => f.write_str(why),
            Self::Status { status, .. }
                if *status == StatusCode::UNAUTHORIZED || *status == StatusCode::FORBIDDEN =>
            {
                write!(
                    f,
                    "the server answers {status}; ask its operator for access"
                )
            }
            Self::Status { status, .. } if status.is_client_error() => {
                write!(f, "the server answers {status}; check the address")
            }
            Self::Status { status, .. } => {
                write!(f, "the server answers {status}; it is asked again")
            }
            Self::TooLong { bytes_max } => write!(
                f,
                "the answer is longer than {bytes_max} bytes; ask the operator for a feed of current messages alone"
            ),
            Self::Slow => f.write_str("the answer did not come in time; it is asked again"),
            Self::Network { why } => write!(f, "the connection failed: {why}; it is asked again"),
        }
    }
}

impl error::Error for Failure {}

impl From<NotAdmitted> for Failure {
    fn from(not: NotAdmitted) -> Self {
        Self::NotAdmitted(not)
    }
}

impl From<reqwest::Error> for Failure {
    fn from(fault: reqwest::Error) -> Self {
        if fault.is_timeout() {
            return Self::Slow;
        }
        // The address may carry a key; it is known anyway. The last cause is the one that says something.
        let fault = fault.without_url();
        let mut cause: &dyn error::Error = &fault;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Self::Network {
            why: cause.to_string(),
        }
    }
}

/// Fetches documents for one feed. Holds connections, each to admitted addresses and to no other.
#[derive(Debug)]
pub struct Fetcher {
    guard: Guard,
    patience: Patience,
    /// By origin; emptied between looks, so that names are resolved anew.
    clients: Mutex<HashMap<String, Client>>,
}

impl Fetcher {
    /// A fetcher behind this guard.
    pub fn new(guard: Guard, patience: Patience) -> Self {
        Self {
            guard,
            patience,
            clients: Mutex::default(),
        }
    }

    /// The feed's own address.
    pub fn feed(&self) -> &Url {
        self.guard.feed()
    }

    /// Lets go of connections and of what names meant.
    pub fn rest(&self) {
        self.clients
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// Fetches what is at `url`, if it differs from what `known` says of it.
    pub async fn fetch(&self, url: &Url, known: &FeedState) -> Result<Answer, Failure> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS_MAX {
            let client = self.client(&url).await?;
            let request = client.get(url.clone()).headers(conditions(known));
            let answer = request.send().await?;
            let status = answer.status();
            if status == StatusCode::NOT_MODIFIED {
                return Ok(Answer::Unchanged);
            }
            if status.is_redirection() {
                url = target(&url, answer.headers())?;
                continue;
            }
            if status != StatusCode::OK {
                let retry_after = retry_after(answer.headers());
                return Err(Failure::Status {
                    status,
                    retry_after,
                });
            }
            let state = said(answer.headers());
            let bytes = self.body(answer).await?;
            return Ok(Answer::Document { bytes, url, state });
        }
        Err(Failure::Redirect {
            why: "it redirects more than three times; use the address where it leads",
        })
    }

    async fn body(&self, mut answer: reqwest::Response) -> Result<Vec<u8>, Failure> {
        let bytes_max = self.patience.body_bytes_max;
        let mut bytes = Vec::new();
        // What is counted has been unpacked: a small packed answer may be a large one.
        while let Some(chunk) = answer.chunk().await? {
            if bytes.len() + chunk.len() > bytes_max {
                return Err(Failure::TooLong { bytes_max });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The client for the origin of this address, which the guard admits.
    async fn client(&self, url: &Url) -> Result<Client, Failure> {
        self.guard.form(url)?;
        let origin = url.origin().ascii_serialization();
        let held = |client: Option<Client>| {
            let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
            match client {
                None => clients.get(&origin).cloned(),
                Some(client) => clients.insert(origin.clone(), client),
            }
        };
        if let Some(client) = held(None) {
            return Ok(client);
        }
        let client = pinned(&self.guard.admit(url).await?, self.patience)?;
        held(Some(client.clone()));
        Ok(client)
    }
}

/// Answers with the admitted addresses, whatever the name: nothing is resolved a second time.
#[derive(Debug)]
struct Pinned(Vec<SocketAddr>);

impl reqwest::dns::Resolve for Pinned {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let addresses: reqwest::dns::Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// A client that connects to the admitted addresses and to no other, follows no redirect and uses no proxy.
pub(crate) fn pinned(admitted: &Admitted, patience: Patience) -> Result<Client, reqwest::Error> {
    crate::tls::install();
    let begin = || {
        Client::builder()
            .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Arc::new(Pinned(admitted.at.clone())))
            .redirect(redirect::Policy::none())
            .referer(false)
            // A proxy would resolve names by itself.
            .no_proxy()
            .connect_timeout(patience.connect)
            .read_timeout(patience.read)
            .timeout(patience.whole)
    };
    // A machine without certificates of its own still knows the public ones.
    begin().build().or_else(|_| {
        let roots: rustls::RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        let tls = rustls::ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        begin().tls_backend_preconfigured(tls).build()
    })
}

fn conditions(known: &FeedState) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let accept = "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1";
    headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
    let mut put = |name, value: &Option<String>| {
        if let Some(value) = value
            .as_deref()
            .and_then(|value| HeaderValue::from_str(value).ok())
        {
            headers.insert(name, value);
        }
    };
    put(header::IF_NONE_MATCH, &known.etag);
    put(header::IF_MODIFIED_SINCE, &known.last_modified);
    headers
}

fn said(headers: &HeaderMap) -> FeedState {
    let text = |name| {
        let value: Option<&HeaderValue> = headers.get(name);
        // A server that says more than this about one document does not mean it.
        let text = value
            .and_then(|value| value.to_str().ok())
            .filter(|text| text.len() <= 1024);
        text.map(ToOwned::to_owned)
    };
    FeedState {
        etag: text(header::ETAG),
        last_modified: text(header::LAST_MODIFIED),
        polled_at_ms: crate::clock::now().unix_ms(),
    }
}

fn target(from: &Url, headers: &HeaderMap) -> Result<Url, Failure> {
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let to = location
        .and_then(|location| from.join(location).ok())
        .ok_or(Failure::Redirect {
            why: "it redirects without saying where to; use another address",
        })?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err(Failure::Redirect {
            why: "it redirects from https to http, where anybody on the way can change it; use an https address",
        });
    }
    Ok(to)
}

/// `Retry-After` in seconds or as a date, within reason.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?;
    let wait = if let Ok(seconds) = text.trim().parse() {
        Duration::from_secs(seconds)
    } else {
        let parser = jiff::fmt::rfc2822::DateTimeParser::new();
        let at = parser.parse_timestamp(text).ok()?;
        let wait_ms = at.as_millisecond() - crate::clock::now().unix_ms();
        Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0))
    };
    Some(wait.min(RETRY_AFTER_MAX))
}
