//! The engine over real sockets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use bytes::Bytes;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::RangeInclusive;
use std::os::fd::OwnedFd;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vigie_fanout::{
    Closed, Fanout, Frame, Group, Guest, Kind, Newcomer, Reach, Settings, Stay, To, Wire,
};

/// Frames that may wait for one connection.
const WAITING_MAX: usize = 64;
/// How long anything may take before a test says that it never came.
const PATIENCE: Duration = Duration::from_secs(20);

fn gap(from: u64) -> Frame {
    Frame::new(
        Kind::Passing,
        format!("gap {from}\n"),
        format!("gap {from}").as_bytes(),
    )
}

fn numbered(n: u64) -> Arc<Frame> {
    let text = format!("n {n}");
    Arc::new(Frame::new(
        Kind::Numbered(n),
        format!("{text}\n"),
        text.as_bytes(),
    ))
}

/// A numbered frame that fills a socket's buffers soon.
fn long(n: u64) -> Arc<Frame> {
    let text = format!("n {n} {}", "x".repeat(256 * 1_024));
    Arc::new(Frame::new(
        Kind::Numbered(n),
        format!("{text}\n"),
        text.as_bytes(),
    ))
}

struct Stage {
    fanout: Fanout,
    listener: TcpListener,
}

impl Stage {
    fn new(write_ms_max: u64) -> Self {
        let settings = Settings {
            writers: 2,
            waiting_max: WAITING_MAX,
            write_ms_max,
            gap,
        };
        Self {
            fanout: Fanout::start(settings).unwrap(),
            listener: TcpListener::bind("127.0.0.1:0").unwrap(),
        }
    }

    fn join(&self, wire: Wire) -> TcpStream {
        self.join_as(wire, Group(0), None, "", Vec::new())
    }

    fn join_as(
        &self,
        wire: Wire,
        group: Group,
        guest: Option<Box<dyn Guest>>,
        head: &'static str,
        first: Vec<Arc<Frame>>,
    ) -> TcpStream {
        let near = TcpStream::connect(self.listener.local_addr().unwrap()).unwrap();
        let (far, _) = self.listener.accept().unwrap();
        far.set_nonblocking(true).unwrap();
        near.set_read_timeout(Some(PATIENCE)).unwrap();
        self.fanout.adopt(Newcomer {
            socket: OwnedFd::from(far),
            cipher: None,
            wire,
            group,
            head: Bytes::from_static(head.as_bytes()),
            first,
            guest,
        });
        near
    }

    /// Waits until something is so.
    fn until(&self, what: &str, so: impl Fn(&Fanout) -> bool) {
        let began = Instant::now();
        while !so(&self.fanout) {
            assert!(
                began.elapsed() < PATIENCE,
                "{what}: {:?}",
                self.fanout.counted()
            );
            std::thread::yield_now();
        }
    }
}

/// The next line of an event stream, cut to what tells it from others.
fn line(stream: &mut TcpStream) -> String {
    let (mut line, mut ahead) = (Vec::new(), vec![0; 64 * 1_024]);
    while let Ok(there @ 1..) = stream.peek(&mut ahead) {
        let end = ahead[..there].iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(there, |end| end + 1);
        stream.read_exact(&mut ahead[..taken]).unwrap();
        line.extend_from_slice(&ahead[..taken.min(20)]);
        if end.is_some() {
            break;
        }
    }
    line.truncate(20);
    String::from_utf8(line).unwrap().trim_end().to_owned()
}

/// The next frame of a WebSocket: opcode and payload.
fn frame(stream: &mut TcpStream) -> (u8, Vec<u8>) {
    let mut head = [0; 2];
    stream.read_exact(&mut head).unwrap();
    assert!(
        head[1] < 126,
        "the frames of this test are short and not masked"
    );
    let mut payload = vec![0; usize::from(head[1])];
    stream.read_exact(&mut payload).unwrap();
    (head[0] & 0xF, payload)
}

/// A short frame as a client sends it, with a mask of zeros.
fn said(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![
        0x80 | opcode,
        0x80 | u8::try_from(payload.len()).unwrap(),
        0,
        0,
        0,
        0,
    ];
    bytes.extend(payload);
    bytes
}

/// Waits until the other end has closed.
fn ended(stream: &mut TcpStream) {
    let mut rest = [0; 4_096];
    loop {
        match stream.read(&mut rest) {
            Ok(0) => return,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return,
            Err(error) => panic!("it was not closed: {error}"),
            Ok(_) => {}
        }
    }
}

#[test]
fn everyone_gets_every_frame_once_and_in_its_order_behind_what_it_gets_first() {
    let stage = Stage::new(10_000);
    let mut streams: Vec<_> = (0..50)
        .map(|_| {
            stage.join_as(
                Wire::Sse,
                Group(0),
                None,
                "head\n",
                vec![numbered(1), numbered(2)],
            )
        })
        .collect();
    let mut sockets: Vec<_> = (0..50).map(|_| stage.join(Wire::WebSocket)).collect();
    for n in [3, 9, 5] {
        assert_eq!(stage.fanout.publish(&numbered(n), &To::Everyone), 100);
    }
    let mut late = stage.join(Wire::Sse);
    stage.fanout.publish(&numbered(10), &To::Everyone);
    for stream in &mut streams {
        let heard: Vec<_> = (0..7).map(|_| line(stream)).collect();
        assert_eq!(heard, ["head", "n 1", "n 2", "n 3", "n 9", "n 5", "n 10"]);
    }
    for socket in &mut sockets {
        for text in ["n 3", "n 9", "n 5", "n 10"] {
            assert_eq!(frame(socket), (1, text.as_bytes().to_vec()));
        }
    }
    assert_eq!(
        line(&mut late),
        "n 10",
        "what was published before is in what it gets first"
    );
    stage.until("all are counted", |fanout| fanout.counted().frames() == 501);
}

#[test]
fn whoever_asks_for_all_that_was_kept_gets_all_of_it_however_slow() {
    let stage = Stage::new(60_000);
    let first = (1..=2 * WAITING_MAX as u64).map(long).collect();
    let mut slow = stage.join_as(Wire::Sse, Group(0), None, "head\n", first);
    stage.until("it lags", |fanout| fanout.counted().behind() == 1);
    assert_eq!(line(&mut slow), "head");
    for n in 1..=2 * WAITING_MAX as u64 {
        assert!(line(&mut slow).starts_with(&format!("n {n} x")));
    }
    assert_eq!(stage.fanout.counted().dropped(), 0);
}

/// Says which connections heard what, and notes when they are let go.
#[derive(Debug)]
struct Screen(SyncSender<String>);

impl Guest for Screen {
    fn heard(&mut self, text: &str) -> Stay {
        self.0.send(text.to_owned()).unwrap();
        if text == "go" { Stay::Out } else { Stay::On }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.0.send("left".to_owned());
    }
}

fn screen() -> (Option<Box<dyn Guest>>, Receiver<String>) {
    let (sender, receiver) = sync_channel(16);
    (Some(Box::new(Screen(sender))), receiver)
}

#[test]
fn what_a_screen_says_is_heard_and_its_pings_are_answered() {
    let stage = Stage::new(10_000);
    let (guest, heard) = screen();
    let mut socket = stage.join_as(Wire::WebSocket, Group(0), guest, "", Vec::new());
    let mut all = said(1, b"received");
    all.extend(said(9, b"there?"));
    for byte in all {
        socket.write_all(&[byte]).unwrap();
    }
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "received");
    assert_eq!(frame(&mut socket), (0xA, b"there?".to_vec()));
    socket.write_all(&said(1, b"go")).unwrap();
    assert_eq!(frame(&mut socket), (8, 1_008u16.to_be_bytes().to_vec()));
    ended(&mut socket);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "go");
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "left");
    assert_eq!(stage.fanout.counted().closed(Closed::ToldToGo), 1);
}

#[test]
fn whoever_breaks_the_rules_of_its_wire_is_let_go_alone() {
    let stage = Stage::new(10_000);
    let mut honest = stage.join(Wire::WebSocket);
    for bad in [
        &[0x81, 1, b'x'][..],
        &said(3, b""),
        &[0x81, 0xFE, 0xFF, 0xFF],
    ] {
        let mut socket = stage.join(Wire::WebSocket);
        socket.write_all(bad).unwrap();
        ended(&mut socket);
    }
    let mut stream = stage.join(Wire::Sse);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    ended(&mut stream);
    stage.until("four were told to go", |f| {
        f.counted().closed(Closed::ToldToGo) == 4
    });
    stage.fanout.publish(&numbered(1), &To::Everyone);
    assert_eq!(frame(&mut honest), (1, b"n 1".to_vec()));
}

#[test]
fn who_leaves_is_forgotten_with_all_that_was_kept_of_it() {
    let stage = Stage::new(10_000);
    let (guest, heard) = screen();
    let gone = stage.join_as(Wire::Sse, Group(7), guest, "", Vec::new());
    let mut closes = stage.join_as(Wire::WebSocket, Group(7), None, "", Vec::new());
    assert_eq!(stage.fanout.by_group(), BTreeMap::from([(Group(7), 2)]));
    drop(gone);
    closes.write_all(&said(8, &1_000u16.to_be_bytes())).unwrap();
    assert_eq!(frame(&mut closes).0, 8);
    assert_eq!(heard.recv_timeout(PATIENCE).unwrap(), "left");
    stage.until("nobody is left", |fanout| {
        fanout.counted().connections() == 0
    });
    assert!(stage.fanout.by_group().is_empty());
    assert_eq!(stage.fanout.publish(&numbered(1), &To::Everyone), 0);
}

#[test]
fn a_slow_reader_holds_up_nobody_loses_the_oldest_and_is_told_so() {
    let stage = Stage::new(60_000);
    let mut slow = stage.join(Wire::Sse);
    let mut quick = stage.join(Wire::Sse);
    let count = WAITING_MAX as u64 + 40;
    for n in 1..=count {
        stage.fanout.publish(&long(n), &To::Everyone);
        assert_eq!(line(&mut quick)[..4], format!("n {n} x")[..4]);
    }
    stage.until("it lost some", |fanout| fanout.counted().dropped() > 0);
    assert_eq!(stage.fanout.counted().behind(), 1);
    let (mut heard, mut told) = (Vec::new(), None);
    while heard.last() != Some(&count) {
        let line = line(&mut slow);
        let number = |text: &str| text.split(' ').next().unwrap().parse::<u64>().unwrap();
        if let Some(from) = line.strip_prefix("gap ") {
            told = Some((number(from), heard.last().copied().unwrap()));
        } else {
            heard.push(number(line.strip_prefix("n ").unwrap()));
        }
    }
    let (from, before) = told.expect("it was told");
    assert!(from <= before, "told from {from} with {before} whole");
    assert!(heard.is_sorted(), "{heard:?}");
    assert_eq!(heard.len() as u64 + stage.fanout.counted().dropped(), count);
    stage.until("it has caught up", |fanout| fanout.counted().behind() == 0);
}

#[test]
fn who_takes_nothing_is_let_go_and_who_takes_something_is_not() {
    let stage = Stage::new(300);
    let _stuck: Vec<_> = (0..20).map(|_| stage.join(Wire::Sse)).collect();
    let mut honest = stage.join(Wire::Sse);
    for n in 1..=30 {
        stage.fanout.publish(&long(n), &To::Everyone);
        line(&mut honest);
    }
    stage.until("the stuck are gone", |fanout| {
        fanout.counted().connections() == 1
    });
    assert_eq!(stage.fanout.counted().closed(Closed::Slow), 20);
    stage.fanout.publish(&numbered(99), &To::Everyone);
    assert_eq!(line(&mut honest), "n 99");
}

/// The nearest first, none but the odd; notes nothing.
#[derive(Debug)]
struct Nearest([RangeInclusive<Group>; 1]);

impl Reach for Nearest {
    fn ranges(&self) -> &[RangeInclusive<Group>] {
        &self.0
    }
    fn turn(&self, group: Group) -> Option<u64> {
        (group.0 % 2 == 1).then_some(1_000 - group.0)
    }
}

#[test]
fn a_frame_goes_to_the_groups_of_its_reach_and_to_no_other() {
    let stage = Stage::new(10_000);
    let mut all: Vec<_> = (1..=9)
        .map(|group| stage.join_as(Wire::Sse, Group(group), None, "", Vec::new()))
        .collect();
    let to = To::These(Arc::new(Nearest([Group(3)..=Group(8)])));
    assert_eq!(stage.fanout.publish(&numbered(1), &to), 3);
    stage.fanout.publish(&numbered(2), &To::Everyone);
    for (group, stream) in (1..=9).zip(&mut all) {
        if [3, 5, 7].contains(&group) {
            assert_eq!(line(stream), "n 1");
        }
        assert_eq!(line(stream), "n 2");
    }
}

#[test]
fn at_a_stop_every_connection_ends_and_a_websocket_is_told_why() {
    let stage = Stage::new(10_000);
    let mut socket = stage.join(Wire::WebSocket);
    let mut stream = stage.join(Wire::Sse);
    stage.fanout.stop();
    assert_eq!(frame(&mut socket), (8, 1_001u16.to_be_bytes().to_vec()));
    ended(&mut socket);
    ended(&mut stream);
    assert_eq!(stage.fanout.counted().connections(), 0);
}

#[test]
fn coming_and_going_while_frames_go_out_loses_none_for_those_who_stay() {
    let stage = Arc::new(Stage::new(10_000));
    let staying: Vec<_> = (0..40).map(|_| stage.join(Wire::Sse)).collect();
    let over = Arc::new(Mutex::new(false));
    let churn = {
        let (stage, over) = (Arc::clone(&stage), Arc::clone(&over));
        std::thread::spawn(move || {
            let mut here = Vec::new();
            while !*over.lock().unwrap() {
                here.push(stage.join(Wire::WebSocket));
                if here.len() > 20 {
                    here.swap_remove(here.len() / 3);
                }
            }
        })
    };
    for n in 1..=300 {
        stage.fanout.publish(&numbered(n), &To::Everyone);
    }
    for mut stream in staying {
        for n in 1..=300 {
            assert_eq!(line(&mut stream), format!("n {n}"));
        }
    }
    *over.lock().unwrap() = true;
    churn.join().unwrap();
}
