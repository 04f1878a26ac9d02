//! What a listener says to a server until it listens, and how it knows that it does.

use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, client::danger,
};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Something that is said, and how the answer is known.
#[derive(Clone, Copy)]
pub struct Step {
    /// By the number of the listener.
    pub asks: fn(usize) -> Vec<u8>,
    pub answered: fn(&[u8]) -> bool,
}

/// All of it.
pub enum Hello {
    Plain(&'static [Step]),
    /// By TLS, whoever the server is.
    Sealed(Arc<ClientConfig>),
}

const STREAM: &str = "GET /live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
const SOCKET: &str = "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

const SSE: &[Step] = &[Step {
    asks: |_| STREAM.into(),
    answered: is_head,
}];

/// A hundred places far from each other, in turn: one in a hundred stands in each.
const PLACE: &[Step] = &[Step {
    asks: |n| {
        let (lat, lon) = (5 + n % 100 / 10 * 5, 5 + n % 10 * 5);
        let asks = format!("GET /live?at={lat},{lon} ");
        STREAM.replace("GET /live ", &asks).into()
    },
    answered: is_head,
}];

const WEBSOCKET: &[Step] = &[Step {
    asks: |_| SOCKET.into(),
    answered: is_head,
}];

/// A WebSocket on which the connecting itself is a text: masked, with a mask that changes nothing.
const CENTRIFUGE: &[Step] = &[
    WEBSOCKET[0],
    Step {
        asks: |_| {
            let text = br#"{"id":1,"method":0,"params":{}}"#;
            let mut frame = vec![
                0x81,
                0x80 | u8::try_from(text.len()).unwrap_or(0),
                0,
                0,
                0,
                0,
            ];
            frame.extend(text);
            frame
        },
        answered: |bytes| bytes.windows(6).any(|six| six == b"\"live\""),
    },
];

const MQTT: &[Step] = &[Step {
    asks: |n| {
        let client = format!("c{n:07}");
        let mut bytes = vec![0x10, 12 + 8, 0, 4, b'M', b'Q', b'T', b'T', 4, 2, 0, 0, 0, 8];
        bytes.extend(client.as_bytes());
        bytes.extend([0x82, 9, 0, 1, 0, 4, b'l', b'i', b'v', b'e', 0]);
        bytes
    },
    // The answers to both.
    answered: |bytes| bytes.len() >= 9,
}];

const NATS: &[Step] = &[Step {
    asks: |_| b"CONNECT {\"verbose\":false}\r\nSUB live 1\r\nPING\r\n".to_vec(),
    answered: |bytes| bytes.windows(4).any(|four| four == b"PONG"),
}];

fn is_head(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|four| four == b"\r\n\r\n")
}

impl Hello {
    /// By the name that a system gives it.
    pub fn named(name: &str) -> Result<Self, String> {
        Ok(Self::Plain(match name {
            "sse" => SSE,
            "place" => PLACE,
            "websocket" => WEBSOCKET,
            "centrifuge" => CENTRIFUGE,
            "mqtt" => MQTT,
            "nats" => NATS,
            "tls" => return sealed().map(Self::Sealed),
            other => return Err(format!("nobody says {other:?}")),
        }))
    }

    /// What is left to be said once the connection stands.
    pub fn steps(&self) -> &'static [Step] {
        match self {
            Self::Plain(steps) => steps,
            Self::Sealed(_) => &[],
        }
    }
}

fn sealed() -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Anybody))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Shakes hands, asks, and reads the head of the answer. What comes later is only waited for, and never opened.
pub fn by_tls(socket: OwnedFd, config: &Arc<ClientConfig>) -> Result<OwnedFd, String> {
    let name = ServerName::try_from("localhost").map_err(|error| error.to_string())?;
    let connection = ClientConnection::new(Arc::clone(config), name);
    let mut connection = connection.map_err(|error| error.to_string())?;
    let mut stream = TcpStream::from(socket);
    let mut sealed = rustls::Stream::new(&mut connection, &mut stream);
    let fault = |error: std::io::Error| format!("failed to listen by TLS: {error}");
    sealed.write_all(STREAM.as_bytes()).map_err(fault)?;
    let (mut heard, mut bytes) = (Vec::new(), [0; 4_096]);
    while !is_head(&heard) {
        let read = sealed.read(&mut bytes).map_err(fault)?;
        heard.extend_from_slice(&bytes[..read]);
    }
    Ok(stream.into())
}

/// Believes everybody: what is measured is not who it is.
#[derive(Debug)]
struct Anybody;

impl danger::ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<danger::ServerCertVerified, rustls::Error> {
        Ok(danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<danger::HandshakeSignatureValid, rustls::Error> {
        Ok(danger::HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<danger::HandshakeSignatureValid, rustls::Error> {
        Ok(danger::HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![
            SignatureScheme::ECDSA_NISTP256_SHA256,
            SignatureScheme::ED25519,
        ]
    }
}
