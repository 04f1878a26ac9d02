//! Decides which addresses may be asked. A feed is written by others: what it links to must not make this
//! machine talk to itself, to its neighbours, or to a cloud's own services.
//!
//! A name is resolved once, every address it has must be public, and the connection goes to those very
//! addresses: a name that answers differently the second time is never asked a second time.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use url::{Host, Url};

/// Ports that a link may name, besides that of its feed: those on which the web is served. Others belong to
/// mail, shells and databases, which must not be reached through a feed.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];
/// Addresses of one name that are tried.
const ADDRESSES_MAX: usize = 8;
/// Longest address, in bytes: what servers commonly accept.
const URL_BYTES_MAX: usize = 8 << 10;

/// Addresses of a name, in the order in which they should be tried.
pub type Answer<'a> = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send + 'a>>;

/// Whom to ask for the addresses of a name.
pub trait Names: fmt::Debug + Send + Sync {
    /// The addresses of a name.
    fn addresses<'a>(&'a self, name: &'a str) -> Answer<'a>;
}

/// Names as the operating system resolves them.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn addresses<'a>(&'a self, name: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// An address that may be asked, and where exactly to connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// What to ask for.
    pub url: Url,
    /// Where to connect; never empty.
    pub at: Vec<SocketAddr>,
}

/// Why an address may not be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAdmitted {
    /// It is no address of the web.
    Form {
        /// What is wrong with it.
        why: String,
    },
    /// It leads to this machine or a private network.
    Inside {
        /// The host it names.
        host: String,
        /// Where that is.
        at: IpAddr,
    },
    /// The name could not be resolved; it may be later.
    Name {
        /// The name.
        host: String,
        /// Why not.
        why: String,
    },
}

impl NotAdmitted {
    /// Whether it makes no sense to try again.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Name { .. })
    }
}

impl fmt::Display for NotAdmitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form { why } => f.write_str(why),
            Self::Inside { host, at } => write!(
                f,
                "{host} is {at}, inside this machine or a private network; if the feed is your own, set inside = true on it, which allows its own address and no other"
            ),
            Self::Name { host, why } => write!(
                f,
                "the name {host} has no address: {why}; check the name and this machine's DNS"
            ),
        }
    }
}

impl std::error::Error for NotAdmitted {}

/// The guard of one feed.
#[derive(Clone, Debug)]
pub struct Guard {
    feed: Url,
    inside: bool,
    names: Arc<dyn Names>,
}

impl Guard {
    /// A guard for the feed at this address. `inside` lets the feed's own origin, and nothing else, be in this
    /// machine or a private network.
    pub fn new(feed: Url, inside: bool, names: Arc<dyn Names>) -> Self {
        Self {
            feed,
            inside,
            names,
        }
    }

    /// The feed's address.
    pub fn feed(&self) -> &Url {
        &self.feed
    }

    /// Checks what can be seen of an address without asking anybody; gives its port.
    pub fn form(&self, url: &Url) -> Result<u16, NotAdmitted> {
        form(url, &self.feed)
    }

    fn is_own(&self, url: &Url) -> bool {
        url.origin() == self.feed.origin()
    }

    /// Decides about one address; resolves its name. Asks nobody else.
    pub async fn admit(&self, url: &Url) -> Result<Admitted, NotAdmitted> {
        let own = self.is_own(url);
        let port = form(url, &self.feed)?;
        let host = url.host().ok_or_else(|| not_a_form("it names no host"))?;
        let found = match host {
            Host::Ipv4(at) => vec![IpAddr::V4(at)],
            Host::Ipv6(at) => vec![IpAddr::V6(at)],
            Host::Domain(name) => self.resolve(name, own).await?,
        };
        let inside = found.iter().find(|at| !is_public(**at));
        if let (Some(at), false) = (inside, self.inside && own) {
            return Err(NotAdmitted::Inside {
                host: host.to_string(),
                at: *at,
            });
        }
        let at = found.into_iter().take(ADDRESSES_MAX);
        Ok(Admitted {
            url: url.clone(),
            at: at.map(|ip| SocketAddr::new(ip, port)).collect(),
        })
    }

    async fn resolve(&self, name: &str, own: bool) -> Result<Vec<IpAddr>, NotAdmitted> {
        let plain = name.trim_end_matches('.').to_ascii_lowercase();
        // RFC 6761: these names always mean this machine, whatever anybody answers.
        let local = plain == "localhost" || plain.ends_with(".localhost");
        if local && !(self.inside && own) {
            return Err(NotAdmitted::Inside {
                host: name.to_owned(),
                at: Ipv4Addr::LOCALHOST.into(),
            });
        }
        let unresolved = |why: String| NotAdmitted::Name {
            host: name.to_owned(),
            why,
        };
        let found = self.names.addresses(name).await;
        let found = found.map_err(|error| unresolved(error.to_string()))?;
        if found.is_empty() {
            return Err(unresolved("the answer is empty".to_owned()));
        }
        Ok(found)
    }
}

fn form(url: &Url, feed: &Url) -> Result<u16, NotAdmitted> {
    let own = url.origin() == feed.origin();
    if !matches!(url.scheme(), "http" | "https") {
        let why = format!(
            "it has the scheme {}; only http and https are asked",
            url.scheme()
        );
        return Err(NotAdmitted::Form { why });
    }
    if url.as_str().len() > URL_BYTES_MAX {
        return Err(not_a_form("it is longer than 8 KiB"));
    }
    if !own && (!url.username().is_empty() || url.password().is_some()) {
        return Err(not_a_form(
            "it carries a name or password; ask the sender to leave it out",
        ));
    }
    let port = url
        .port_or_known_default()
        .ok_or_else(|| not_a_form("it names no port"))?;
    if !PORTS.contains(&port) && Some(port) != feed.port_or_known_default() {
        let why = format!(
            "it names port {port}; links are followed to the ports 80, 443, 8080 and 8443, and to that of the feed itself"
        );
        return Err(NotAdmitted::Form { why });
    }
    Ok(port)
}

fn not_a_form(why: &str) -> NotAdmitted {
    NotAdmitted::Form {
        why: why.to_owned(),
    }
}

/// Whether an address belongs to the public internet, by the registries of special addresses (RFC 6890 and the
/// IANA lists that go on from it).
pub fn is_public(at: IpAddr) -> bool {
    match at {
        IpAddr::V4(at) => is_public_v4(at),
        IpAddr::V6(at) => is_public_v6(at),
    }
}

fn is_public_v4(at: Ipv4Addr) -> bool {
    let [a, b, c, _] = at.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _) // this network, private, loopback, multicast, reserved, broadcast
            | (100, 64..=127, _)         // shared by a carrier's customers
            | (169, 254, _)              // link-local, where clouds keep their own services
            | (172, 16..=31, _)          // private
            | (192, 0, 0 | 2)            // protocol assignments, documentation
            | (192, 88, 99)              // relays of 6to4
            | (192, 168, _)              // private
            | (198, 18..=19, _)          // benchmarks
            | (198, 51, 100)             // documentation
            | (203, 0, 113) // documentation
    );
    !special
}

fn is_public_v6(at: Ipv6Addr) -> bool {
    // NAT64 (RFC 6052) carries an address of the old kind in its last 32 bits; what it leads to decides.
    if let [0x64, 0xff9b, 0, 0, 0, 0, ..] = at.segments() {
        let [.., a, b, c, d] = at.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    let [first, second, ..] = at.segments();
    // Only 2000::/3 is given out; mapped, loopback, link-local, unique local and multicast lie outside of it.
    let given_out = first & 0xe000 == 0x2000;
    let special = match first {
        // Teredo, ORCHID and other protocol assignments; documentation.
        0x2001 => second < 0x200 || second == 0x0db8,
        // 6to4 hides an address of the old kind.
        0x2002 => true,
        // Documentation.
        0x3fff => second < 0x1000,
        _ => false,
    };
    given_out && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Fixed(Vec<IpAddr>);

    impl Names for Fixed {
        fn addresses<'a>(&'a self, _: &'a str) -> Answer<'a> {
            Box::pin(async { Ok(self.0.clone()) })
        }
    }

    fn guard(feed: &str, inside: bool, answer: &[&str]) -> Guard {
        let answer = answer.iter().map(|ip| ip.parse().unwrap()).collect();
        Guard::new(Url::parse(feed).unwrap(), inside, Arc::new(Fixed(answer)))
    }

    async fn admits(guard: &Guard, url: &str) -> Result<Admitted, NotAdmitted> {
        guard.admit(&Url::parse(url).unwrap()).await
    }

    #[test]
    fn special_addresses_are_not_public() {
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for public in [
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::808:808",
            "2001:200::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_is_resolved_once_and_connected_to_at_that_very_address() {
        let guard = guard(
            "https://feed.example/",
            false,
            &["8.8.8.8", "2606:4700::1111"],
        );
        let admitted = admits(&guard, "https://other.example/a").await.unwrap();
        let at: Vec<String> = admitted.at.iter().map(ToString::to_string).collect();
        assert_eq!(at, ["8.8.8.8:443", "[2606:4700::1111]:443"]);
    }

    #[tokio::test]
    async fn one_inner_address_among_public_ones_is_enough_to_refuse() {
        let guard = guard("https://feed.example/", false, &["8.8.8.8", "10.0.0.1"]);
        let refused = admits(&guard, "https://other.example/a").await;
        assert!(
            matches!(refused, Err(NotAdmitted::Inside { .. })),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn a_feed_inside_may_be_asked_and_links_to_its_own_origin_alone() {
        let guard = guard("http://127.0.0.1:9000/feed", true, &["127.0.0.1"]);
        assert!(admits(&guard, "http://127.0.0.1:9000/a.cap").await.is_ok());
        for other in [
            "http://127.0.0.1:8080/",
            "https://127.0.0.1:9000/",
            "http://localhost:9000/",
            "http://10.0.0.1/",
        ] {
            assert!(admits(&guard, other).await.is_err(), "{other}");
        }
    }

    #[tokio::test]
    async fn strange_ports_schemes_and_passwords_are_refused() {
        let guard = guard("https://feed.example:444/", false, &["8.8.8.8"]);
        for bad in [
            "https://a.example:22/",
            "https://a.example:6379/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://u:p@a.example/",
            "https://u@a.example/",
        ] {
            let refused = admits(&guard, bad).await;
            assert!(
                matches!(refused, Err(NotAdmitted::Form { .. })),
                "{bad} {refused:?}"
            );
        }
        assert!(admits(&guard, "https://feed.example:444/a").await.is_ok());
    }
}
