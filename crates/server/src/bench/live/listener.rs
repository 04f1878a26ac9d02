//! Listeners: one that stays and notes every number, and the ways in which others come and go.

use crate::listen::{Frame, SseReader, unproven};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// Rest before a listener comes back, at least and at most, in milliseconds: the rule of the live wire.
const REST_MS: (u64, u64) = (200, 1_000);

/// What all listeners came to.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Bulletins, over all listeners.
    pub(super) bulletins: AtomicU64,
    /// Numbers that came out of turn or were passed over.
    pub(super) missed: AtomicU64,
    /// Numbers that came again.
    pub(super) twice: AtomicU64,
    /// Times that somebody had to come back.
    pub(super) again: AtomicU64,
}

/// A source address for the n-th connection: ports of one run out.
pub(super) async fn connect(to: SocketAddr, n: u64) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    let third = u8::try_from(1 + n % 250).unwrap_or(1);
    socket.bind((Ipv4Addr::new(127, 0, third, 1), 0).into())?;
    socket.connect(to).await
}

/// Listens for ever from `first` on, and comes back by number.
pub(super) async fn stay(to: SocketAddr, n: u64, mut last: u64, heard: Arc<Heard>) {
    loop {
        // Whatever ends a connection, it is begun again.
        let _ = listen(to, n, &mut last, &heard).await;
        heard.again.fetch_add(1, Relaxed);
        let (floor, ceiling) = REST_MS;
        // Spread by the listener's own number: all differ, and two runs do not.
        let rest = floor + n.wrapping_mul(0x9E37_79B9_7F4A_7C15) % (ceiling - floor);
        tokio::time::sleep(Duration::from_millis(rest)).await;
    }
}

async fn listen(to: SocketAddr, n: u64, last: &mut u64, heard: &Heard) -> std::io::Result<()> {
    let mut stream = connect(to, n).await?;
    let request = format!("GET /live HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {last}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut reader = SseReader::default();
    let mut bytes = [0; 2_048];
    loop {
        let read = stream.read(&mut bytes).await?;
        if read == 0 {
            return Ok(());
        }
        let Ok(frames) = reader.take(&bytes[..read]) else {
            return Ok(());
        };
        for frame in frames {
            if let Frame::Bulletin(jws) = frame
                && let Some(said) = unproven(&jws)
            {
                note(said.n, last, heard);
            }
        }
    }
}

/// Numbers of a feed follow each other.
fn note(n: u64, last: &mut u64, heard: &Heard) {
    if n <= *last {
        heard.twice.fetch_add(1, Relaxed);
        return;
    }
    heard.missed.fetch_add(n - *last - 1, Relaxed);
    heard.bulletins.fetch_add(1, Relaxed);
    *last = n;
}

/// One who comes and goes: mostly listens for a moment, sometimes leaves without a word, or in the middle of
/// its request. False when it was not let in.
pub(super) async fn come_and_go(to: SocketAddr, n: u64) -> bool {
    let Ok(mut stream) = connect(to, n).await else {
        return false;
    };
    let request: &[u8] = if n.is_multiple_of(2) {
        b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    } else {
        b"GET /live/ws HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
          Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    };
    if n % 10 == 7 {
        let _ = stream.write_all(&request[..20]).await;
        return true;
    }
    if stream.write_all(request).await.is_err() {
        return false;
    }
    let mut bytes = [0; 1_024];
    let is_in = matches!(stream.read(&mut bytes).await, Ok(read) if read > 12)
        && (bytes.starts_with(b"HTTP/1.1 200") || bytes.starts_with(b"HTTP/1.1 101"));
    tokio::time::sleep(Duration::from_millis(n * 37 % 1_000)).await;
    if n % 10 == 3 {
        // Gone without a word: the kernel says so with a reset.
        let _ = rustix::net::sockopt::set_socket_linger(&stream, Some(Duration::ZERO));
    }
    is_in
}
