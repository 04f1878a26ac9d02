//! The servers that are measured in processes of their own: the engine, the limit, axum.

use crate::{SERVED_AT, axum_sse};
use bytes::Bytes;
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, listen, socket_with, sockopt};
use std::io::{BufRead as _, Read as _};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use vigie_fanout::{Fanout, Frame, Group, Kind, Newcomer, Settings, To, Wire};

const HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n";
const BACKLOG: i32 = 8_192;

/// Serves on a port that is shared; each line on standard input, a number of bytes, is a frame to publish. A
/// second number in the line is a group: the frame is for that group alone.
pub fn run(system: &str, port: &str, writers: &str) -> Result<(), String> {
    let port = port.parse::<u16>().map_err(|error| error.to_string())?;
    let writers = writers
        .parse::<usize>()
        .map_err(|error| error.to_string())?;
    let listeners = SERVED_AT.iter().map(|at| shared_listener(*at, port));
    let listeners = listeners
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("failed to listen: {error}"))?;
    match system {
        "engine" => engine(&listeners, writers),
        "limit" => limit(&listeners, writers),
        "axum" => {
            let (sender, frames) = channel();
            std::thread::spawn(move || {
                for (bytes, _) in lines() {
                    if sender.send("x".repeat(bytes.saturating_sub(8))).is_err() {
                        return;
                    }
                }
            });
            axum_sse::serve(listeners, frames)
        }
        other => Err(format!("nobody serves {other:?}")),
    }
}

fn lines() -> impl Iterator<Item = (usize, Option<u64>)> {
    std::io::stdin()
        .lock()
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| {
            let mut words = line.split(' ');
            let bytes = words.next()?.parse().ok()?;
            Some((bytes, words.next().and_then(|word| word.parse().ok())))
        })
}

fn shared_listener(at: Ipv4Addr, port: u16) -> rustix::io::Result<TcpListener> {
    let socket = socket_with(
        AddressFamily::INET,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    sockopt::set_socket_reuseaddr(&socket, true)?;
    sockopt::set_socket_reuseport(&socket, true)?;
    bind(&socket, &SocketAddrV4::new(at, port))?;
    listen(&socket, BACKLOG)?;
    Ok(TcpListener::from(socket))
}

/// Takes connections on threads of their own, each once its request has come.
fn each(
    listeners: &[TcpListener],
    mut taken: impl FnMut(TcpStream) + Send + 'static,
) -> Result<(), String> {
    let (sender, streams) = channel();
    for listener in listeners {
        let listener = listener.try_clone().map_err(|error| error.to_string())?;
        let sender = sender.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = [0; 1_024];
                // One short request comes in one piece over the loopback.
                let is_ready = stream.read(&mut request).is_ok()
                    && stream.set_nodelay(true).is_ok()
                    && stream.set_nonblocking(true).is_ok();
                if is_ready && sender.send(stream).is_err() {
                    return;
                }
            }
        });
    }
    std::thread::spawn(move || streams.into_iter().for_each(&mut taken));
    Ok(())
}

/// A frame of so many bytes.
fn text(bytes: usize) -> String {
    format!("data: {}\n\n", "x".repeat(bytes.saturating_sub(8)))
}

/// Groups into which connections are dealt in turn: one of them is one in a hundred.
const GROUPS: u64 = 100;

#[derive(Debug)]
struct One([std::ops::RangeInclusive<Group>; 1]);

impl vigie_fanout::Reach for One {
    fn ranges(&self) -> &[std::ops::RangeInclusive<Group>] {
        &self.0
    }
    fn turn(&self, _: Group) -> Option<u64> {
        Some(0)
    }
}

fn engine(listeners: &[TcpListener], writers: usize) -> Result<(), String> {
    let settings = Settings {
        writers,
        waiting_max: 64,
        write_ms_max: 10_000,
        gap: |n| Frame::new(Kind::Passing, format!("event: resync\ndata: {n}\n\n"), b""),
    };
    let engine = Arc::new(Fanout::start(settings).map_err(|error| error.to_string())?);
    let takes = Arc::clone(&engine);
    let mut turn = 0;
    each(listeners, move |stream| {
        turn += 1;
        takes.adopt(Newcomer {
            socket: stream.into(),
            cipher: None,
            wire: Wire::Sse,
            group: Group(turn % GROUPS),
            head: Bytes::from_static(HEAD),
            first: Vec::new(),
            guest: None,
        });
    })?;
    for (n, (bytes, group)) in (1..).zip(lines()) {
        let frame = Arc::new(Frame::new(Kind::Numbered(n), text(bytes), b""));
        let to = group.map_or(To::Everyone, |group| {
            To::These(Arc::new(One([Group(group)..=Group(group)])))
        });
        engine.publish(&frame, &to);
    }
    Ok(())
}

/// The limit: threads that do nothing but one `write` for each socket.
fn limit(listeners: &[TcpListener], writers: usize) -> Result<(), String> {
    let tables: Vec<Arc<Mutex<Vec<OwnedFd>>>> = (0..writers).map(|_| Arc::default()).collect();
    let takes = tables.clone();
    let mut turn = 0;
    each(listeners, move |stream| {
        let socket = OwnedFd::from(stream);
        // A bare loop has nobody who would wait for the rest of a head.
        let _ = rustix::io::write(&socket, HEAD);
        let table = &takes[turn % takes.len()];
        table
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(socket);
        turn += 1;
    })?;
    let (senders, threads): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .map(|table| {
            let (sender, frames) = channel::<Arc<str>>();
            (
                sender,
                std::thread::spawn(move || write_all(&table, &frames)),
            )
        })
        .unzip();
    for (bytes, _) in lines() {
        let text: Arc<str> = text(bytes).into();
        for sender in &senders {
            // A thread that ended is found below.
            let _ = sender.send(Arc::clone(&text));
        }
    }
    drop(senders);
    threads
        .into_iter()
        .try_for_each(|t| t.join().map_err(|_| "a writer panicked".to_owned()))
}

fn write_all(table: &Mutex<Vec<OwnedFd>>, frames: &Receiver<Arc<str>>) {
    while let Ok(frame) = frames.recv() {
        for socket in table.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = rustix::io::write(socket, frame.as_bytes());
        }
    }
}
