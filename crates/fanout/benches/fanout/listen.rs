//! Listeners: many sockets in one process, which note when the first byte of each round came.

use crate::SERVED_AT;
use crate::hello::{Hello, Step, by_tls};

use rustix::buffer::spare_capacity;
use rustix::event::epoll;
use rustix::io::Errno;
use rustix::time::{ClockId, clock_gettime};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4};
use std::os::fd::OwnedFd;

/// Sockets of one source address: the kernel finds a free port quickly as long as most are free.
const PER_ADDRESS: usize = 2_000;
/// How long a round may take.
const ROUND_NS: u64 = 8_000_000_000;
/// Connections that are under way at once.
const UNDER_WAY: usize = 128;

/// Now, on the clock that all processes share.
pub fn now_ns() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1_000_000_000 + u64::try_from(now.tv_nsec).unwrap_or(0)
}

struct Listener {
    socket: OwnedFd,
    /// How many of the steps were answered.
    steps: usize,
    heard: Vec<u8>,
    seen: bool,
}

/// Connects, then writes `ready`; for each line on standard input waits for a first byte on every socket, and
/// writes how many came and when.
pub fn run(
    (port, addresses): (&str, &str),
    (first, count): (&str, &str),
    name: &str,
) -> Result<(), String> {
    let number = |text: &str| {
        text.parse::<usize>()
            .map_err(|error| format!("{text}: {error}"))
    };
    let (port, first, count) = (number(port)?, number(first)?, number(count)?);
    let port = u16::try_from(port).map_err(|error| error.to_string())?;
    let served_at = SERVED_AT.get(..number(addresses)?).unwrap_or(&SERVED_AT);
    let hello = Hello::named(name)?;
    let epoll = epoll::create(epoll::CreateFlags::CLOEXEC).map_err(|e| e.to_string())?;
    let mut all: Vec<Listener> = Vec::with_capacity(count);
    let mut round = Round::default();
    for n in 0..count {
        let mut socket = connect((served_at, port), first + n)
            .map_err(|error| format!("failed to connect: {error}"))?;
        match &hello {
            Hello::Sealed(config) => {
                socket = by_tls(socket, config)?;
                round.answered += 1;
            }
            Hello::Plain(all) => say(&socket, all[0], first + n)?,
        }
        let data = epoll::EventData::new_u64(n as u64);
        epoll::add(&epoll, &socket, data, epoll::EventFlags::IN)
            .map_err(|error| error.to_string())?;
        all.push(Listener {
            socket,
            steps: 0,
            heard: Vec::new(),
            seen: false,
        });
        while all.len() - round.answered >= UNDER_WAY {
            round.read(&epoll, &mut all, hello.steps(), 1_000)?;
        }
    }
    while round.answered < count {
        round.read(&epoll, &mut all, hello.steps(), 1_000)?;
    }
    let mut out = std::io::stdout();
    let fault = |error: std::io::Error| error.to_string();
    out.write_all(b"r")
        .and_then(|()| out.flush())
        .map_err(fault)?;
    let mut command = [0];
    while std::io::stdin().read_exact(&mut command).is_ok() {
        // What came late of the round before is not of this one.
        while round.read(&epoll, &mut all, hello.steps(), 0)? > 0 {}
        round.begin(&mut all);
        out.write_all(b"b")
            .and_then(|()| out.flush())
            .map_err(fault)?;
        let began = now_ns();
        while round.at_ns.len() < count && now_ns() - began < ROUND_NS {
            round.read(&epoll, &mut all, hello.steps(), 100)?;
            if round.at_ns.len() < count && round.is_over() {
                break;
            }
        }
        let mut bytes = (round.at_ns.len() as u64).to_ne_bytes().to_vec();
        bytes.extend(round.at_ns.iter().flat_map(|at| at.to_ne_bytes()));
        out.write_all(&bytes)
            .and_then(|()| out.flush())
            .map_err(fault)?;
    }
    Ok(())
}

#[derive(Default)]
struct Round {
    answered: usize,
    at_ns: Vec<u64>,
}

/// After the last byte came, how long a round waits for those that get nothing.
const QUIET_NS: u64 = 1_500_000_000;

impl Round {
    fn begin(&mut self, all: &mut [Listener]) {
        self.at_ns.clear();
        for listener in all {
            listener.seen = false;
        }
    }

    /// Nothing has come for a while: a frame for some of them.
    fn is_over(&self) -> bool {
        self.at_ns
            .last()
            .is_some_and(|last| now_ns() - last > QUIET_NS)
    }

    fn read(
        &mut self,
        epoll: &OwnedFd,
        all: &mut [Listener],
        steps: &[Step],
        wait_ms: i64,
    ) -> Result<usize, String> {
        let mut events = Vec::with_capacity(1_024);
        let wait = rustix::event::Timespec {
            tv_sec: wait_ms / 1_000,
            tv_nsec: wait_ms % 1_000 * 1_000_000,
        };
        match epoll::wait(epoll, spare_capacity(&mut events), Some(&wait)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.to_string()),
        }
        let mut bytes = [0; 16 * 1_024];
        for event in &events {
            let index = usize::try_from(event.data.u64()).unwrap_or(0);
            let listener = &mut all[index];
            let read = match rustix::io::read(&listener.socket, &mut bytes) {
                Ok(0) => return Err("the server closed a connection".to_owned()),
                Ok(read) => read,
                Err(Errno::AGAIN | Errno::INTR) => continue,
                Err(error) => return Err(format!("failed to read: {error}")),
            };
            if let Some(step) = steps.get(listener.steps) {
                listener.heard.extend_from_slice(&bytes[..read]);
                if (step.answered)(&listener.heard) {
                    listener.heard = Vec::new();
                    listener.steps += 1;
                    match steps.get(listener.steps) {
                        Some(next) => say(&listener.socket, *next, index)?,
                        None => self.answered += 1,
                    }
                }
            } else if !listener.seen {
                listener.seen = true;
                self.at_ns.push(now_ns());
            }
        }
        Ok(events.len())
    }
}

fn say(socket: &OwnedFd, step: Step, n: usize) -> Result<(), String> {
    let written = rustix::io::write(socket, &(step.asks)(n));
    written.map(drop).map_err(|error| error.to_string())
}

/// Each by another way: from one of many addresses to one of those that are served.
fn connect((served_at, port): (&[Ipv4Addr], u16), n: usize) -> rustix::io::Result<OwnedFd> {
    use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, connect, socket_with};
    let socket = socket_with(
        AddressFamily::INET,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    let second = u8::try_from(1 + n / PER_ADDRESS % 250).unwrap_or(1);
    bind(
        &socket,
        &SocketAddrV4::new(Ipv4Addr::new(127, second, 1, 1), 0),
    )?;
    connect(
        &socket,
        &SocketAddrV4::new(served_at[n % served_at.len()], port),
    )?;
    Ok(socket)
}
