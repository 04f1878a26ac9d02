//! Sealed connections: what goes over the wire is one unbroken sequence, whatever waited and was dropped before it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};
use vigie_fanout::{
    Cipher, Closed, Fanout, Frame, Group, Kind, Newcomer, Settings, To, Unsealed, Wire,
};

/// Frames that may wait for one connection.
const WAITING_MAX: usize = 64;
const PATIENCE: Duration = Duration::from_secs(20);

/// Numbers what it seals, as TLS does, and turns each byte by that number.
#[derive(Debug, Default)]
struct Numbering {
    sealed: u32,
}

impl Cipher for Numbering {
    fn seal(&mut self, plain: &[u8]) -> Result<Vec<u8>, Unsealed> {
        let mut out = self.sealed.to_be_bytes().to_vec();
        out.extend(u32::try_from(plain.len()).unwrap().to_be_bytes());
        let turn = self.sealed.to_be_bytes()[3];
        out.extend(plain.iter().map(|byte| byte ^ turn));
        self.sealed += 1;
        Ok(out)
    }

    /// `!` is nothing yet, `?` is not what may be sent; they may come in one read.
    fn open(&mut self, read: &[u8]) -> Result<Vec<u8>, Unsealed> {
        if read.contains(&b'?') {
            return Err(Unsealed);
        }
        Ok(read.iter().copied().filter(|byte| *byte != b'!').collect())
    }
}

/// The next thing that was sealed; what seals it must follow what was sealed before.
fn opened(stream: &mut TcpStream, number: u32) -> String {
    let mut head = [0; 8];
    stream.read_exact(&mut head).unwrap();
    let (said, length) = head.split_at(4);
    assert_eq!(said, number.to_be_bytes(), "nothing is sealed and not sent");
    let length = u32::from_be_bytes(length.try_into().unwrap());
    let mut text = vec![0; usize::try_from(length).unwrap()];
    stream.read_exact(&mut text).unwrap();
    let turn = number.to_be_bytes()[3];
    for byte in &mut text {
        *byte ^= turn;
    }
    text.truncate(10);
    String::from_utf8(text).unwrap().trim_end().to_owned()
}

fn numbered(n: u64, bytes: usize) -> Arc<Frame> {
    let text = format!("n {n:08} {}\n", "x".repeat(bytes));
    Arc::new(Frame::new(Kind::Numbered(n), text, b""))
}

fn joined() -> (Fanout, TcpStream) {
    let fanout = Fanout::start(Settings {
        writers: 1,
        waiting_max: WAITING_MAX,
        write_ms_max: 60_000,
        gap: |from| Frame::new(Kind::Passing, format!("gap {from}\n"), b""),
    });
    let fanout = fanout.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    near.set_read_timeout(Some(PATIENCE)).unwrap();
    let (far, _) = listener.accept().unwrap();
    far.set_nonblocking(true).unwrap();
    fanout.adopt(Newcomer {
        socket: far.into(),
        cipher: Some(Box::<Numbering>::default()),
        wire: Wire::Sse,
        group: Group(0),
        head: Bytes::from_static(b"head\n"),
        first: vec![numbered(1, 20_000)],
        guest: None,
    });
    (fanout, near)
}

fn until(what: &str, so: impl Fn() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        std::thread::yield_now();
    }
}

#[test]
fn what_is_dropped_for_a_slow_reader_was_never_sealed() {
    let (fanout, mut near) = joined();
    let last = 100 + WAITING_MAX as u64;
    for n in 2..=last {
        fanout.publish(&numbered(n, 256 * 1_024), &To::Everyone);
    }
    until("some are dropped", || fanout.counted().dropped() > 0);
    let mut heard = Vec::new();
    while heard
        .last()
        .is_none_or(|said| *said != format!("n {last:08}"))
    {
        let number = u32::try_from(heard.len()).unwrap();
        heard.push(opened(&mut near, number));
    }
    assert_eq!(heard[..3], ["head", "n 00000001", "n 00000002"]);
    let gap = heard
        .iter()
        .position(|said| said.starts_with("gap "))
        .unwrap();
    assert!(
        gap > 2 && heard.len() < usize::try_from(last).unwrap(),
        "{gap} {}",
        heard.len()
    );
    until("it keeps up again", || fanout.counted().behind() == 0);
}

#[test]
fn what_says_nothing_is_passed_over_and_what_cannot_be_opened_ends_it() {
    let (fanout, mut near) = joined();
    near.write_all(b"!").unwrap();
    fanout.publish(&numbered(2, 0), &To::Everyone);
    let heard: Vec<_> = (0..3).map(|number| opened(&mut near, number)).collect();
    assert_eq!(heard, ["head", "n 00000001", "n 00000002"]);
    near.write_all(b"?").unwrap();
    until("it is let go", || {
        fanout.counted().closed(Closed::Left) == 1
    });
}
