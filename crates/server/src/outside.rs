//! Asks an address of somebody else for a channel: through the same guard as feeds, so that no webhook makes this
//! machine talk to itself or its neighbours, with its name resolved once and its addresses pinned.

use crate::intake::fetch::{Patience, pinned};
use crate::intake::guard::{Guard, NotAdmitted, SystemNames};
use reqwest::Client;
use reqwest::header::RETRY_AFTER;
use std::sync::Arc;
use std::time::Duration;
use url::Url;
use vigie_channels::pattern::{Answer, Asking, NoAnswer, Request, SEND_MS_MAX, Web};
use vigie_channels::webhook::Config;

/// The way to one webhook.
#[derive(Debug)]
struct Outside(Guard);

/// Longest rest that a receiver is believed to need, in seconds: a warning may come meanwhile.
const REST_S_MAX: i64 = 15 * 60;

/// The way to a webhook. What can be seen of its address is looked at here, where it leads whenever it is asked.
pub fn to(config: &Config) -> Result<Arc<dyn Web>, String> {
    way(&config.url, config.inside)
}

/// The way to one address and nothing else; `inside` where that may be this machine or a private network.
pub fn way(to: &str, inside: bool) -> Result<Arc<dyn Web>, String> {
    let url = Url::parse(to).map_err(|error| format!("url {to:?} is no address: {error}"))?;
    if url.scheme() == "http" && !inside {
        return Err(format!(
            "url {to:?} goes over the internet in clear; use https"
        ));
    }
    let guard = Guard::new(url.clone(), inside, Arc::new(SystemNames));
    guard
        .form(&url)
        .map_err(|why| format!("url {to:?}: {why}"))?;
    Ok(Arc::new(Outside(guard)))
}

impl Web for Outside {
    fn post<'a>(&'a self, request: &'a Request) -> Asking<'a> {
        Box::pin(async move {
            let limit = Duration::from_millis(SEND_MS_MAX);
            let asked = tokio::time::timeout(limit, ask(&self.0, request)).await;
            asked.unwrap_or_else(|_| Err(silent("it did not answer in time")))
        })
    }
}

async fn ask(guard: &Guard, request: &Request) -> Result<Answer, NoAnswer> {
    let url = Url::parse(&request.url).map_err(|why| not_admitted(why.to_string()))?;
    let admitted = guard
        .admit(&url)
        .await
        .map_err(|not| refused(&not, not.to_string()))?;
    let client = pinned(&admitted, Patience::default()).map_err(|error| silent(said(&error)))?;
    posted(&client, request).await
}

/// Asks by a client that connects to admitted addresses alone.
pub(crate) async fn posted(client: &Client, request: &Request) -> Result<Answer, NoAnswer> {
    let mut asking = client.post(&request.url).body(request.body.clone());
    for (name, value) in &request.headers {
        asking = asking.header(*name, value);
    }
    let answer = asking.send().await.map_err(|error| silent(said(&error)))?;
    let retry_after = answer.headers().get(RETRY_AFTER);
    let seconds = retry_after.and_then(|value| value.to_str().ok()?.trim().parse::<i64>().ok());
    Ok(Answer {
        status: answer.status().as_u16(),
        rest_ms: seconds.map(|s| s.clamp(0, REST_S_MAX) * 1_000),
    })
}

/// An address that may not be asked; one whose name was not found just now is asked again.
pub(crate) fn refused(not: &NotAdmitted, why: String) -> NoAnswer {
    if not.is_final() {
        not_admitted(why)
    } else {
        silent(why)
    }
}

pub(crate) fn silent(why: impl Into<String>) -> NoAnswer {
    let why = why.into();
    NoAnswer::Silent { why }
}

pub(crate) fn not_admitted(why: impl Into<String>) -> NoAnswer {
    let why = why.into();
    NoAnswer::NotAdmitted { why }
}

/// The innermost cause: the outer ones repeat the address, which may hold a secret.
pub(crate) fn said(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_found_just_now_is_asked_again_and_an_inside_address_never() {
        let unknown = NotAdmitted::Name {
            host: "push.example".to_owned(),
            why: "the resolver did not answer".to_owned(),
        };
        assert!(matches!(
            refused(&unknown, String::new()),
            NoAnswer::Silent { .. }
        ));
        let form = NotAdmitted::Form { why: String::new() };
        assert!(matches!(
            refused(&form, String::new()),
            NoAnswer::NotAdmitted { .. }
        ));
    }
}
