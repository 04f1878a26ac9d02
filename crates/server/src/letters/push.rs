//! Asks push services: each at the addresses that the guard admitted, nowhere else, without a redirect, and not at all
//! for a while after one did not answer.

use crate::intake::fetch::{Patience, pinned};
use crate::intake::guard::{Guard, Names};
use crate::outside::{self, not_admitted, posted, said, silent};
use reqwest::Client;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use url::Url;
use vigie_channels::pattern::{Answer, Asking, NoAnswer, Request, Web};
use vigie_channels::web_push::{Endpoint, Vapid};

/// Push services answer in well under a second; who waits longer keeps others waiting.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    read: Duration::from_secs(10),
    whole: Duration::from_secs(10),
    body_bytes_max: 0,
};
/// For how long what a name meant is believed and its connections are kept.
const KEPT: Duration = Duration::from_mins(1);
/// Push services whose connections are kept: more than browsers have makers, and some that people run themselves.
const KEPT_MAX: usize = 256;
/// For how long a push service that did not answer is left alone.
const REST: Duration = Duration::from_secs(30);

/// The way to push services. Copies are one and the same.
#[derive(Clone, Debug)]
pub struct Push(Arc<Office>);

#[derive(Debug)]
struct Office {
    vapid: Vapid,
    /// Origins inside a private network that may be asked all the same.
    inside: Vec<Url>,
    names: Arc<dyn Names>,
    known: Mutex<BTreeMap<String, Known>>,
}

/// What is known of a push service.
#[derive(Clone, Debug)]
enum Known {
    Reached { client: Client, since: Instant },
    Resting { until: Instant },
}

impl Push {
    /// With this key; `inside` are the origins inside a private network that may be asked.
    pub fn new(vapid: Vapid, inside: Vec<Url>, names: Arc<dyn Names>) -> Self {
        Self(Arc::new(Office {
            vapid,
            inside,
            names,
            known: Mutex::default(),
        }))
    }

    /// The key by which push services know us.
    pub fn vapid(&self) -> &Vapid {
        &self.0.vapid
    }

    /// Whether an endpoint may be asked at all, and why not: before anything is kept of it.
    pub async fn admits(&self, endpoint: &Endpoint) -> Result<(), String> {
        self.guard(&endpoint.url)?
            .admit(&endpoint.url)
            .await
            .map(drop)
            .map_err(|not| refused(&not.to_string()))
    }

    async fn ask(&self, request: &Request) -> Result<Answer, NoAnswer> {
        let url = Url::parse(&request.url).map_err(|why| not_admitted(why.to_string()))?;
        let origin = url.origin().ascii_serialization();
        let client = self.client(&origin, &url).await?;
        let said = posted(&client, request).await;
        if matches!(said, Err(NoAnswer::Silent { .. })) {
            let until = Instant::now() + REST;
            self.keep(&origin, Known::Resting { until });
        }
        said
    }

    /// A client for this origin and for its admitted addresses alone.
    async fn client(&self, origin: &str, url: &Url) -> Result<Client, NoAnswer> {
        let known = self.known().get(origin).cloned();
        match known {
            Some(Known::Reached { client, since }) if since.elapsed() < KEPT => return Ok(client),
            Some(Known::Resting { until }) if Instant::now() < until => {
                return Err(silent(
                    "the push service did not answer just now and is left alone",
                ));
            }
            _ => {}
        }
        let guard = self.guard(url).map_err(not_admitted)?;
        let admitted = guard.admit(url).await;
        let admitted = admitted.map_err(|not| outside::refused(&not, refused(&not.to_string())))?;
        let client = pinned(&admitted, PATIENCE).map_err(|error| silent(said(&error)))?;
        let since = Instant::now();
        let reached = Known::Reached {
            client: client.clone(),
            since,
        };
        self.keep(origin, reached);
        Ok(client)
    }

    /// The guard for an endpoint: an address outside, by TLS; or one of our own that is named in the configuration.
    fn guard(&self, url: &Url) -> Result<Guard, String> {
        let own = self
            .0
            .inside
            .iter()
            .find(|own| own.origin() == url.origin());
        if let Some(own) = own {
            return Ok(Guard::new(own.clone(), true, Arc::clone(&self.0.names)));
        }
        if url.scheme() != "https" {
            return Err("an endpoint begins with https://".to_owned());
        }
        let mut of_all = url.clone();
        // Its own port is no reason to admit a strange one.
        let _ = of_all.set_port(None);
        Ok(Guard::new(of_all, false, Arc::clone(&self.0.names)))
    }

    fn keep(&self, origin: &str, what: Known) {
        let mut known = self.known();
        if known.len() >= KEPT_MAX {
            known.retain(|_, one| match one {
                Known::Reached { since, .. } => since.elapsed() < KEPT,
                Known::Resting { until } => Instant::now() < *until,
            });
        }
        if known.len() < KEPT_MAX || known.contains_key(origin) {
            known.insert(origin.to_owned(), what);
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<String, Known>> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Web for Push {
    fn post<'a>(&'a self, request: &'a Request) -> Asking<'a> {
        Box::pin(self.ask(request))
    }
}

/// The guard speaks of feeds and of their configuration; whoever subscribes has neither.
fn refused(why: &str) -> String {
    let why = why.split("; if the feed").next().unwrap_or(why);
    format!("the endpoint may not be asked: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::guard::Answer as Found;
    use std::net::IpAddr;
    use vigie_channels::web_push::fake::Subscriber;

    #[derive(Debug)]
    struct Leads(&'static str);

    impl Names for Leads {
        fn addresses<'a>(&'a self, _: &'a str) -> Found<'a> {
            let to: IpAddr = self.0.parse().unwrap();
            Box::pin(async move { Ok(vec![to]) })
        }
    }

    fn push(leads: &'static str, inside: &[&str]) -> Push {
        let vapid = Vapid::new(&Vapid::draw().unwrap(), "").unwrap();
        let inside = inside.iter().map(|url| Url::parse(url).unwrap());
        Push::new(vapid, inside.collect(), Arc::new(Leads(leads)))
    }

    #[tokio::test]
    async fn no_endpoint_makes_this_machine_talk_to_itself_or_to_its_neighbours() {
        let subscriber = Subscriber::draw();
        let outside = push("8.8.8.8", &[]);
        assert_eq!(
            outside
                .admits(&subscriber.at("https://push.example/x"))
                .await,
            Ok(())
        );
        for bad in [
            "http://push.example/x",
            "https://push.example:22/x",
            "https://push.example:6379/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://169.254.169.254/latest",
            "https://10.0.0.1/x",
            "https://192.168.1.1/x",
            "https://100.64.0.1/x",
            "https://0x7f000001/x",
            "https://2130706433/x",
            "https://0177.0.0.1/x",
            "https://localhost/x",
            "https://push.localhost/x",
            "https://localhost./x",
            "https://[64:ff9b::7f00:1]/x",
            "https://[fd00::1]/x",
            "https://[fe80::1]/x",
            "https://255.255.255.255/x",
            "https://0.0.0.0/x",
        ] {
            let refused = outside.admits(&subscriber.at(bad)).await;
            assert!(refused.is_err(), "{bad}");
        }
        for inner in ["127.0.0.1", "10.1.2.3", "::1", "169.254.169.254", "fd12::1"] {
            let refused = push(inner, &[])
                .admits(&subscriber.at("https://push.example/x"))
                .await;
            assert!(refused.unwrap_err().contains("private network"), "{inner}");
        }
        let own = push("127.0.0.1", &["http://127.0.0.1:9000/"]);
        assert_eq!(
            own.admits(&subscriber.at("http://127.0.0.1:9000/x")).await,
            Ok(())
        );
        for other in [
            "http://127.0.0.1:9001/x",
            "https://127.0.0.1:9000/x",
            "http://localhost:9000/x",
        ] {
            assert!(own.admits(&subscriber.at(other)).await.is_err(), "{other}");
        }
    }
}
