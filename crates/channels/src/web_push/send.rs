//! What is asked of a push service, and what its answer means. The connection itself is made by whoever guards which
//! addresses may be asked.

use super::config::{Endpoint, Vapid};
use super::encrypt::{NotSealed, Once, seal};
use super::render::{Payload, PushRender};
use crate::pattern::{Answer, Channel, Limits, NoAnswer, Order, Request, Says, Sending, Web};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use url::Url;
use vigie_core::delivery::parcel::Outcome;

/// Longest that a push service keeps a message for a receiver that is away, in seconds: what is older than a day is
/// read on the page.
const TTL_S_MAX: i64 = 86_400;
/// Shortest, in seconds: less is dropped by services that wake phones every few minutes.
const TTL_S_MIN: i64 = 60;
/// Letters of a topic that push services take at most (RFC 8030, 5.4).
const TOPIC_LETTERS: usize = 32;
/// Longest rest that a push service is believed to need, in milliseconds: a warning that waits longer is of no use.
const REST_MS_MAX: i64 = 15 * 60_000;

/// What push services are given at once. Each costs a connection at most, and the machine has other uses for those.
const LIMITS: Limits = Limits {
    at_once: 128,
    per_minute_max: u32::MAX,
};
/// For how long a message without an end of its own is worth waking somebody, in milliseconds: what is older is on
/// the page.
const TOLD_MS: i64 = 6 * 3_600_000;

/// Messages to browsers and apps; the push service that each chose comes with its address.
#[derive(Clone, Debug)]
pub struct WebPush {
    render: PushRender,
    vapid: Vapid,
    web: Arc<dyn Web>,
}

impl WebPush {
    /// Known to push services by this key, over whoever guards which of them may be asked.
    pub fn new(render: PushRender, vapid: Vapid, web: Arc<dyn Web>) -> Self {
        Self { render, vapid, web }
    }

    /// Asks a push service to wake a receiver.
    pub async fn wake(&self, letter: &Letter<'_>, to: &Endpoint) -> Outcome {
        let now_s = jiff::Timestamp::now().as_second();
        let request = match request(letter, to, &self.vapid, now_s) {
            Ok(request) => request,
            Err(why) => {
                let why = why.to_string();
                return Outcome::Refused { why };
            }
        };
        match self.web.post(&request).await {
            Ok(said) => answer(&said),
            Err(NoAnswer::Silent { why }) => Outcome::Later { why, rest_ms: None },
            Err(NoAnswer::NotAdmitted { why }) => Outcome::Refused { why },
        }
    }
}

impl Channel for WebPush {
    fn limits(&self) -> Limits {
        LIMITS
    }

    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a> {
        Box::pin(async move {
            let payload = self.render.payload(order);
            let to = Endpoint::of_written(&order.to.address).map_err(|why| why.to_string());
            let (payload, to) = match (payload, to) {
                (Ok(payload), Ok(to)) => (payload, to),
                (Err(why), _) | (_, Err(why)) => return Outcome::Refused { why },
            };
            let (topic, until) = match &order.says {
                Says::Alert(carried) => {
                    let alert = &carried.alert;
                    let told = alert.content.sent.plus_ms(TOLD_MS);
                    let until = alert.content.expires.map_or(told, |end| end.min(told));
                    (format!("warning {}", alert.warning), until)
                }
                Says::Note(note) => ("test".to_owned(), note.until),
            };
            let letter = Letter {
                payload: &payload,
                topic: &topic,
                until_s: until.unix_ms().div_euclid(1_000),
            };
            self.wake(&letter, &to).await
        })
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
        url: to.url.to_string(),
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

/// What an answer means (RFC 8030, 5 and 7.3).
pub(super) fn answer(said: &Answer) -> Outcome {
    let why = || format!("the push service answered {}", said.status);
    match said.status {
        200..=299 => Outcome::Taken,
        404 | 410 => Outcome::Gone { why: why() },
        408 | 425 | 429 | 500..=599 => Outcome::Later {
            why: why(),
            rest_ms: said.rest_ms.map(|ms| ms.min(REST_MS_MAX)),
        },
        _ => Outcome::Refused { why: why() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_push::fake::Subscriber;
    use crate::web_push::fake::service::{PushService, header};
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
            assert_eq!(service.take(&request.unwrap()), Outcome::Taken);
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
        assert_eq!(header(&request, "TTL"), Some("600"));
        assert_eq!(header(&request, "Urgency"), Some("high"));
        assert_eq!(header(&request, "Content-Encoding"), Some("aes128gcm"));
        let topic = header(&request, "Topic").unwrap();
        assert_eq!(topic.len(), 32);
        let letters = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
        assert!(topic.chars().all(letters), "{topic}");
        let elsewhere = ask("warning-38", "https://push.example/send/other", 1_000);
        assert_ne!(header(&elsewhere, "Topic"), Some(topic));
        assert_eq!(header(&ask("warning-38", URL, 9_000), "TTL"), Some("60"));
        assert_eq!(
            header(&ask("warning-38", URL, -900_000), "TTL"),
            Some("86400")
        );
    }

    #[test]
    fn every_answer_means_one_thing() {
        let said = |status, rest_ms| answer(&Answer { status, rest_ms });
        let later = |status, rest_ms| match said(status, rest_ms) {
            Outcome::Later { rest_ms, .. } => rest_ms,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(201, None), Outcome::Taken);
        assert!(matches!(said(404, None), Outcome::Gone { .. }));
        assert!(matches!(said(410, Some(9_000)), Outcome::Gone { .. }));
        assert_eq!(later(429, Some(7_000)), Some(7_000));
        assert_eq!(later(503, Some(99_999_000)), Some(900_000));
        assert_eq!(later(500, None), None);
        for status in [301, 400, 401, 403, 413] {
            assert!(
                matches!(said(status, None), Outcome::Refused { .. }),
                "{status}"
            );
        }
    }
}
