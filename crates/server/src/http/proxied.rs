//! Who really asks, where a proxy says so in front of the request (PROXY protocol, versions 1 and 2): only a
//! proxy that is configured is believed, and from one nothing else is taken.

use super::stream::Stream;
use ipnet::IpNet;
use ppp::{HeaderResult, v1, v2};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;

/// How long a proxy may take to say who asks: it says so before all else.
const SAID_MAX: Duration = Duration::from_secs(3);
/// The shortest header there is, of either version, less one.
const SHORTEST: usize = 15;
/// The fixed part of version 2.
const FIXED: usize = 16;
/// Longest header of version 2 that is read: addresses and what a proxy adds of TLS.
const HEADER_BYTES_MAX: usize = 4_096;

/// The proxies that are believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    networks: Vec<IpNet>,
    is_by_socket: bool,
}

impl Proxies {
    /// Of networks, as `10.0.0.0/8` or an address, and `unix` for whoever comes by a socket file.
    pub fn read(names: &[String]) -> Result<Self, String> {
        let mut proxies = Self::default();
        for name in names {
            if name == "unix" {
                proxies.is_by_socket = true;
                continue;
            }
            let network = name.parse::<IpNet>().ok();
            let network = network.or_else(|| name.parse::<IpAddr>().map(IpNet::from).ok());
            proxies.networks.push(network.ok_or_else(|| {
                format!("{name:?} is neither an address, nor a network as 10.0.0.0/8, nor \"unix\"")
            })?);
        }
        Ok(proxies)
    }

    fn know(&self, stream: &Stream, peer: SocketAddr) -> bool {
        match stream {
            Stream::Unix(_) => self.is_by_socket,
            // Whoever is behind the seal has been asked before it.
            Stream::Tls(_) => false,
            Stream::Tcp(_) => {
                let address = peer.ip().to_canonical();
                self.networks
                    .iter()
                    .any(|network| network.contains(&address))
            }
        }
    }

    /// Who asks: the peer itself, or whom a proxy names. An error is the end of the connection.
    pub(super) async fn who_asks(
        &self,
        stream: &mut Stream,
        peer: SocketAddr,
    ) -> io::Result<SocketAddr> {
        if !self.know(stream, peer) {
            return Ok(peer);
        }
        let header = tokio::time::timeout(SAID_MAX, read_header(stream));
        let header = header.await.map_err(|_| io::ErrorKind::TimedOut)??;
        named(&header, peer).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "a proxy did not say who asks; turn the PROXY protocol on there, or take it out of http.proxy_protocol_from",
            )
        })
    }
}

/// Reads a header to its last byte and not one more: the request follows.
async fn read_header(stream: &mut Stream) -> io::Result<Vec<u8>> {
    let mut header = vec![0; SHORTEST];
    stream.read_exact(&mut header).await?;
    if header.starts_with(v2::PROTOCOL_PREFIX) {
        header.resize(FIXED, 0);
        stream.read_exact(&mut header[SHORTEST..]).await?;
        let length = usize::from(u16::from_be_bytes([header[14], header[15]]));
        if FIXED + length > HEADER_BYTES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        header.resize(FIXED + length, 0);
        stream.read_exact(&mut header[FIXED..]).await?;
        return Ok(header);
    }
    while header.starts_with(b"PROXY") && !header.ends_with(b"\r\n") && header.len() < 107 {
        header.push(stream.read_u8().await?);
    }
    Ok(header)
}

/// Whom a header names; the peer where the proxy asks for itself.
fn named(header: &[u8], peer: SocketAddr) -> Option<SocketAddr> {
    match HeaderResult::parse(header) {
        HeaderResult::V1(Ok(header)) => Some(match header.addresses {
            v1::Addresses::Tcp4(said) => (said.source_address, said.source_port).into(),
            v1::Addresses::Tcp6(said) => (said.source_address, said.source_port).into(),
            v1::Addresses::Unknown => peer,
        }),
        HeaderResult::V2(Ok(header)) => Some(match (header.command, header.addresses) {
            (v2::Command::Proxy, v2::Addresses::IPv4(said)) => {
                (said.source_address, said.source_port).into()
            }
            (v2::Command::Proxy, v2::Addresses::IPv6(said)) => {
                (said.source_address, said.source_port).into()
            }
            _ => peer,
        }),
        HeaderResult::V1(Err(_)) | HeaderResult::V2(Err(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::UnixStream;

    fn peer() -> SocketAddr {
        "10.1.2.3:4".parse().unwrap()
    }

    async fn said(bytes: &[u8]) -> (io::Result<SocketAddr>, Vec<u8>) {
        let proxies = Proxies::read(&["unix".to_owned()]).unwrap();
        let (mut near, far) = UnixStream::pair().unwrap();
        near.write_all(bytes).await.unwrap();
        drop(near);
        let mut far = Stream::Unix(far);
        let who = proxies.who_asks(&mut far, peer()).await;
        let mut rest = Vec::new();
        far.read_to_end(&mut rest).await.unwrap();
        (who, rest)
    }

    fn version_2(command: u8, length: u16) -> Vec<u8> {
        let mut bytes = v2::PROTOCOL_PREFIX.to_vec();
        bytes.extend([0x20 | command, 0x11]);
        bytes.extend(length.to_be_bytes());
        bytes.extend([203, 0, 113, 7, 127, 0, 0, 1, 0x12, 0x34, 0, 80]);
        bytes
    }

    #[tokio::test]
    async fn whom_a_proxy_names_is_who_asks_and_the_request_is_left_whole() {
        let request = b"GET /live HTTP/1.1\r\n\r\n";
        for (header, who) in [
            (
                b"PROXY TCP4 203.0.113.7 127.0.0.1 4660 80\r\n".to_vec(),
                "203.0.113.7:4660",
            ),
            (
                b"PROXY TCP6 2001:db8::7 ::1 4660 80\r\n".to_vec(),
                "[2001:db8::7]:4660",
            ),
            (b"PROXY UNKNOWN\r\n".to_vec(), "10.1.2.3:4"),
            (version_2(1, 12), "203.0.113.7:4660"),
            (version_2(0, 12), "10.1.2.3:4"),
        ] {
            let (heard, rest) = said(&[header.as_slice(), request].concat()).await;
            assert_eq!(heard.unwrap(), who.parse().unwrap());
            assert_eq!(rest, request);
        }
    }

    #[tokio::test]
    async fn a_proxy_that_says_nothing_or_nonsense_is_not_served_in_its_own_name() {
        let mut long = version_2(1, 60_000);
        long.resize(70_000, 0);
        for bytes in [
            b"GET /live HTTP/1.1\r\n\r\n".to_vec(),
            b"PROXY TCP4 999.0.0.1 127.0.0.1 1 80\r\n".to_vec(),
            vec![b'P'; 200],
            [b"PROXY ".as_slice(), &[b'x'; 200]].concat(),
            version_2(1, 40),
            long,
        ] {
            assert!(said(&bytes).await.0.is_err());
        }
    }

    #[test]
    fn only_configured_networks_are_proxies() {
        let read = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            Proxies::read(&names)
        };
        let proxies = read(&["10.0.0.0/8", "2001:db8::1"]).unwrap();
        let knows = |address: &str| {
            let address: std::net::IpAddr = address.parse().unwrap();
            proxies.networks.iter().any(|n| n.contains(&address))
        };
        assert!(knows("10.9.9.9") && knows("2001:db8::1"));
        assert!(!knows("11.0.0.1") && !knows("2001:db8::2"));
        assert!(read(&["ten"]).is_err());
    }
}
