//! Asks a server over HTTP and reads its answers and its refusals.

use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fmt;
use std::time::Duration;
use url::Url;

/// How long an answer may take: the server answers in milliseconds or not at all.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);
/// Largest answer read, in bytes: the record of a long incident.
const ANSWER_BYTES_MAX: usize = 64 << 20;

/// Asks one server, with or without a token.
#[derive(Clone, Debug)]
pub struct Asker {
    client: Client,
    server: Url,
    token: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum NoAnswer {
    /// The address is not one.
    Address(String),
    /// The server could not be reached, or stopped in the middle.
    Unreachable {
        /// What was asked.
        asked: String,
        /// What went wrong.
        why: String,
    },
    /// The server said no.
    Refused {
        /// What was asked.
        asked: String,
        /// HTTP status.
        status: u16,
        /// The stable code of the refusal.
        code: String,
        /// What is wrong and what to do.
        detail: String,
    },
    /// The answer is not what it should be.
    Unreadable {
        /// What was asked.
        asked: String,
        /// What is wrong.
        why: String,
    },
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => write!(f, "failed to use the address: {why}"),
            Self::Unreachable { asked, why } => write!(
                f,
                "failed to reach the server for {asked}: {why}; see whether `vigie serve` runs there"
            ),
            Self::Refused {
                asked,
                status,
                code,
                detail,
            } => write!(f, "{asked} was refused ({status} {code}): {detail}"),
            Self::Unreadable { asked, why } => {
                write!(f, "failed to read the answer to {asked}: {why}")
            }
        }
    }
}

impl std::error::Error for NoAnswer {}

/// A problem document (RFC 9457).
#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    title: String,
    detail: String,
    code: String,
}

impl Asker {
    /// Asks the server at `server`, as `https://warn.example`.
    pub fn new(server: &str, token: Option<&str>) -> Result<Self, NoAnswer> {
        let url = Url::parse(server)
            .map_err(|e| NoAnswer::Address(format!("{server:?}: {e}; use http://HOST:PORT")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NoAnswer::Address(format!(
                "{server:?} is neither http nor https"
            )));
        }
        // Only the first of several calls in one program installs it; the others change nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder().tcp_nodelay(true);
        if is_here(&url) {
            client = client.no_proxy();
        }
        let client = client
            .build()
            .map_err(|e| NoAnswer::Address(with_causes(&e)))?;
        Ok(Self {
            client,
            server: url,
            token: token.map(str::to_owned),
        })
    }

    /// The same server with another token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Reads a JSON document.
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, NoAnswer> {
        let text = self.text(path).await?;
        read_json(&format!("GET {path}"), &text)
    }

    /// Reads a text, whatever its type.
    pub async fn text(&self, path: &str) -> Result<String, NoAnswer> {
        let request = self.request(Method::GET, path)?.timeout(ANSWER_LIMIT);
        send(&format!("GET {path}"), request).await
    }

    /// Posts a JSON document and reads the answer; an empty answer is `null`.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, NoAnswer> {
        let asked = format!("POST {path}");
        let request = self.request(Method::POST, path)?.timeout(ANSWER_LIMIT);
        let text = send(&asked, request.json(body)).await?;
        if text.is_empty() {
            return Ok(Value::Null);
        }
        read_json(&asked, &text)
    }

    /// Opens a stream that has no end.
    pub async fn stream(&self, path: &str) -> Result<reqwest::Response, NoAnswer> {
        let asked = format!("GET {path}");
        let request = self.request(Method::GET, path)?;
        let answer = tokio::time::timeout(ANSWER_LIMIT, request.send()).await;
        let answer = answer
            .map_err(|_| unreachable(&asked, "no answer in time".to_owned()))?
            .map_err(|e| unreachable(&asked, with_causes(&e)))?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let status = answer.status();
        let text = limited_text(&asked, answer).await?;
        Err(refused(&asked, status, &text))
    }

    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, NoAnswer> {
        let url = self
            .server
            .join(path)
            .map_err(|e| NoAnswer::Address(format!("{path:?}: {e}")))?;
        let request = self.client.request(method, url);
        Ok(match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        })
    }
}

async fn send(asked: &str, request: RequestBuilder) -> Result<String, NoAnswer> {
    let answer = request
        .send()
        .await
        .map_err(|e| unreachable(asked, with_causes(&e)))?;
    let status = answer.status();
    let text = limited_text(asked, answer).await?;
    if status.is_success() {
        Ok(text)
    } else {
        Err(refused(asked, status, &text))
    }
}

async fn limited_text(asked: &str, mut answer: reqwest::Response) -> Result<String, NoAnswer> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer
        .chunk()
        .await
        .map_err(|e| unreachable(asked, with_causes(&e)))?
    {
        if bytes.len() + piece.len() > ANSWER_BYTES_MAX {
            return Err(NoAnswer::Unreadable {
                asked: asked.to_owned(),
                why: format!("longer than {ANSWER_BYTES_MAX} bytes"),
            });
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|e| NoAnswer::Unreadable {
        asked: asked.to_owned(),
        why: e.to_string(),
    })
}

fn refused(asked: &str, status: StatusCode, text: &str) -> NoAnswer {
    let problem: Problem = serde_json::from_str(text).unwrap_or_default();
    let detail = [problem.detail, problem.title]
        .into_iter()
        .find(|said| !said.is_empty())
        .unwrap_or_else(|| status.to_string());
    NoAnswer::Refused {
        asked: asked.to_owned(),
        status: status.as_u16(),
        code: problem.code,
        detail,
    }
}

fn read_json<T: DeserializeOwned>(asked: &str, text: &str) -> Result<T, NoAnswer> {
    serde_json::from_str(text).map_err(|e| NoAnswer::Unreadable {
        asked: asked.to_owned(),
        why: e.to_string(),
    })
}

fn unreachable(asked: &str, why: String) -> NoAnswer {
    NoAnswer::Unreachable {
        asked: asked.to_owned(),
        why,
    }
}

/// A loopback address is never asked for through a proxy.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// An error with what caused it: the outer one alone says only "error sending request".
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_the_server_said() {
        let text = r#"{"title":"Forbidden","detail":"ask an approver","code":"not_permitted"}"#;
        let refusal = refused("POST /x", StatusCode::FORBIDDEN, text).to_string();
        assert_eq!(
            refusal,
            "POST /x was refused (403 not_permitted): ask an approver"
        );
    }

    #[test]
    fn an_address_without_a_scheme_is_refused_with_an_example() {
        let fault = Asker::new("localhost:8470", None).unwrap_err().to_string();
        assert!(fault.contains("http"), "{fault}");
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_named_as_unreachable() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let asker = Asker::new(&format!("http://{address}"), None).unwrap();
        let fault = asker.text("/healthz").await.unwrap_err();
        assert!(matches!(fault, NoAnswer::Unreachable { .. }), "{fault}");
    }
}
