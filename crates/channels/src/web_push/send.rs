//! What is asked of a push service, and what its answer means. The connection itself is made by whoever guards which
//! addresses may be asked.

use super::config::{Endpoint, Vapid};
use super::encrypt::{NotSealed, Once, seal};
use super::render::Payload;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use url::Url;

/// Longest that a push service keeps a message for a receiver that is away, in seconds: what is older than a day is
/// read on the page.
const TTL_S_MAX: i64 = 86_400;
/// Shortest, in seconds: less is dropped by services that wake phones every few minutes.
const TTL_S_MIN: i64 = 60;
/// Letters of a topic that push services take at most (RFC 8030, 5.4).
const TOPIC_LETTERS: usize = 32;
/// Longest rest that a push service is believed to need, in seconds: a warning that waits longer is of no use.
const RETRY_AFTER_S_MAX: u64 = 15 * 60;

/// A request to a push service: `POST` to `url`, no redirect followed.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where to.
    pub url: Url,
    /// With which headers.
    pub headers: Vec<(&'static str, String)>,
    /// With which body.
    pub body: Vec<u8>,
}

impl Request {
    /// One of its headers.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter<'a> {
    /// What it says.
    pub payload: &'a Payload,
    /// What it is about: of one topic a push service keeps the last, so that twice is heard once.
    pub topic: &'a str,
    /// Until when it says anything, in seconds since 1970.
    pub until_s: i64,
}

/// The request that carries a letter.
pub fn request(
    letter: &Letter<'_>,
    to: &Endpoint,
    vapid: &Vapid,
    now_s: i64,
) -> Result<Request, NotSealed> {
    let body = seal(letter.payload.as_bytes(), &to.receiver, &Once::draw()?)?;
    let ttl_s = (letter.until_s - now_s).clamp(TTL_S_MIN, TTL_S_MAX);
    let origin = to.url.origin().ascii_serialization();
    Ok(Request {
        url: to.url.clone(),
        headers: vec![
            ("Authorization", vapid.authorization(&origin, now_s)),
            ("Content-Encoding", "aes128gcm".to_owned()),
            ("Content-Type", "application/octet-stream".to_owned()),
            ("TTL", ttl_s.to_string()),
            ("Urgency", "high".to_owned()),
            ("Topic", topic(letter.topic, &to.url)),
        ],
        body,
    })
}

/// A topic that says nothing to whoever reads it, and is another for every receiver.
fn topic(about: &str, url: &Url) -> String {
    let mut sum = Sha256::new();
    sum.update(url.as_str());
    sum.update([0]);
    sum.update(about);
    let mut topic = URL_SAFE_NO_PAD.encode(sum.finalize());
    topic.truncate(TOPIC_LETTERS);
    topic
}

/// What a push service said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// How long it wants to rest, in seconds.
    pub retry_after: Option<u64>,
}

/// What that means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It will wake the receiver.
    Taken,
    /// There is no such receiver any longer: it is to be forgotten.
    Gone,
    /// Not at present; again after so many seconds, or whenever retries say.
    Later {
        /// What it asked for.
        rest_s: Option<u64>,
    },
    /// Not like this, now or later: the same request would be refused again.
    Refused {
        /// Its status.
        status: u16,
    },
}

/// What an answer means (RFC 8030, 5 and 7.3).
pub fn answer(said: &Answer) -> Answered {
    let rest_s = said.retry_after.map(|s| s.min(RETRY_AFTER_S_MAX));
    match said.status {
        200..=299 => Answered::Taken,
        404 | 410 => Answered::Gone,
        408 | 425 | 429 | 500..=599 => Answered::Later { rest_s },
        status => Answered::Refused { status },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_push::fake::{PushService, Subscriber};
    use crate::web_push::render::told;

    const URL: &str = "https://push.example/send/abc";

    fn vapid() -> Vapid {
        Vapid::new(&Vapid::draw().unwrap(), "").unwrap()
    }

    fn letter<'a>(payload: &'a Payload, topic: &'a str) -> Letter<'a> {
        Letter {
            payload,
            topic,
            until_s: 1_000 + 600,
        }
    }

    #[test]
    fn twice_is_heard_once_and_two_warnings_are_two() {
        let (service, subscriber) = (PushService::default(), Subscriber::draw());
        let (first, second) = (told(r#"{"n":1}"#), told(r#"{"n":2}"#));
        for (payload, topic) in [
            (&first, "w1"),
            (&first, "w1"),
            (&second, "w1"),
            (&first, "w2"),
        ] {
            let request = request(
                &letter(payload, topic),
                &subscriber.at(URL),
                &vapid(),
                1_000,
            );
            assert_eq!(service.take(&request.unwrap()), Answered::Taken);
        }
        let mut heard: Vec<String> = service
            .waiting(URL)
            .iter()
            .map(|body| String::from_utf8(subscriber.open(body).unwrap()).unwrap())
            .collect();
        heard.sort();
        assert_eq!(heard, [r#"{"n":1}"#, r#"{"n":2}"#]);
        assert!(Subscriber::draw().open(&service.waiting(URL)[0]).is_none());
    }

    #[test]
    fn a_request_says_what_push_services_ask_for_and_nothing_about_the_warning() {
        let payload = told("{}");
        let subscriber = Subscriber::draw();
        let ask = |about: &str, url: &str, now_s| {
            request(
                &letter(&payload, about),
                &subscriber.at(url),
                &vapid(),
                now_s,
            )
            .unwrap()
        };
        let request = ask("warning-38", URL, 1_000);
        assert_eq!(request.header("TTL"), Some("600"));
        assert_eq!(request.header("Urgency"), Some("high"));
        assert_eq!(request.header("Content-Encoding"), Some("aes128gcm"));
        let topic = request.header("Topic").unwrap();
        assert_eq!(topic.len(), 32);
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(topic.chars().all(letters), "{topic}");
        let elsewhere = ask("warning-38", "https://push.example/send/other", 1_000);
        assert_ne!(elsewhere.header("Topic"), Some(topic));
        assert_eq!(ask("warning-38", URL, 9_000).header("TTL"), Some("60"));
        assert_eq!(
            ask("warning-38", URL, -900_000).header("TTL"),
            Some("86400")
        );
    }

    #[test]
    fn every_answer_means_one_thing() {
        let said = |status, retry_after| {
            answer(&Answer {
                status,
                retry_after,
            })
        };
        assert_eq!(said(201, None), Answered::Taken);
        assert_eq!(said(404, None), Answered::Gone);
        assert_eq!(said(410, Some(9)), Answered::Gone);
        assert_eq!(said(429, Some(7)), Answered::Later { rest_s: Some(7) });
        assert_eq!(
            said(503, Some(99_999)),
            Answered::Later { rest_s: Some(900) }
        );
        assert_eq!(said(500, None), Answered::Later { rest_s: None });
        for status in [301, 400, 401, 403, 413] {
            assert_eq!(said(status, None), Answered::Refused { status });
        }
    }
}
