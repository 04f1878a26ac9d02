//! One thread that owns connections: it writes frames to them in rounds, hears what they say, and lets go of
//! those that are gone or take nothing.

use crate::cipher::Unsealed;
use crate::connection::{Connection, Gone, Newcomer, Wrote};
use crate::counted::Closed;
use crate::fanout::{Settings, Shared};
use crate::frame::{Kind, Wire};
use crate::groups::Groups;
use crate::hearing::Stay;
use crate::inbox::{Inbox, Task};
use crate::round::Round;
use crate::table::{Place, Table};
use crate::websocket::{self, Said};
use bytes::Bytes;
use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Writes between two looks at what else there is to do: some ten milliseconds.
const WRITES_AT_ONCE: usize = 2_048;
/// What is read of one connection at a time; whoever says more waits for the others.
const READ_BYTES: usize = 16 * 1_024;
/// What the kernel tells of at a time.
const EVENTS_MAX: usize = 512;
/// How often those that lag are looked through.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How soon an event stream is told to come back after a stop, at least and at most, in milliseconds.
const BACK_MS: (u64, u64) = (200, 2_000);
/// Stands for the inbox where a connection's place would be.
const BELL: u64 = u64::MAX;

pub(crate) struct Writer {
    epoll: OwnedFd,
    inbox: Arc<Inbox>,
    shared: Arc<Shared>,
    settings: Settings,
    table: Table,
    groups: Groups,
    /// Numbered frames under way; the first is being written.
    rounds: VecDeque<Round>,
    /// What passes, once no numbered frame is under way.
    passing: VecDeque<Round>,
    /// Number of the last round of a numbered frame.
    issued: u32,
    /// Connections that lag, or did when last looked at.
    lagging: Vec<Place>,
    looked: Instant,
    heard: Box<[u8]>,
}

impl Writer {
    pub(crate) fn new(
        inbox: Arc<Inbox>,
        shared: Arc<Shared>,
        settings: Settings,
    ) -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let bell = epoll::EventData::new_u64(BELL);
        epoll::add(&epoll, inbox.bell(), bell, epoll::EventFlags::IN)?;
        Ok(Self {
            epoll,
            inbox,
            shared,
            settings,
            table: Table::default(),
            groups: Groups::default(),
            rounds: VecDeque::new(),
            passing: VecDeque::new(),
            issued: 0,
            lagging: Vec::new(),
            looked: Instant::now(),
            heard: vec![0; READ_BYTES].into(),
        })
    }

    pub(crate) fn run(mut self) {
        let mut events = Vec::with_capacity(EVENTS_MAX);
        loop {
            if self.take_tasks() == Stay::Out {
                return self.let_all_go();
            }
            self.go_on();
            let timeout = self.rest();
            match epoll::wait(&self.epoll, spare_capacity(&mut events), timeout.as_ref()) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => {
                    // Nothing can be written any more: whoever is connected finds out and comes back.
                    tracing::error!(%error, "failed to wait for the connections of the live wire");
                    return;
                }
            }
            for event in events.drain(..) {
                match event.data.u64() {
                    BELL => self.inbox.silence(),
                    place => self.look_at(Place::from(place), event.flags),
                }
            }
            if !self.lagging.is_empty() && self.looked.elapsed() >= LOOK_EVERY {
                self.let_slow_go();
            }
        }
    }

    fn rest(&self) -> Option<Timespec> {
        let rest = if !self.rounds.is_empty() || !self.passing.is_empty() {
            Duration::ZERO
        } else if self.lagging.is_empty() {
            return None;
        } else {
            LOOK_EVERY
        };
        Timespec::try_from(rest).ok()
    }

    fn take_tasks(&mut self) -> Stay {
        for task in self.inbox.take() {
            match task {
                Task::Adopt(newcomer) => self.adopt(*newcomer),
                Task::Publish { frame, to, at } => match frame.kind {
                    Kind::Numbered(_) => {
                        self.issued += 1;
                        let round = Round::new(frame, to, at, self.issued);
                        self.rounds.push_back(round);
                    }
                    Kind::Passing => self.passing.push_back(Round::new(frame, to, at, 0)),
                },
                Task::Stop => return Stay::Out,
            }
        }
        Stay::On
    }

    fn adopt(&mut self, newcomer: Newcomer) {
        let Newcomer {
            socket,
            cipher,
            wire,
            group,
            head,
            first,
            guest,
        } = newcomer;
        let place = self.table.next();
        let watched = epoll::add(
            &self.epoll,
            &socket,
            epoll::EventData::new_u64(place.into()),
            epoll::EventFlags::IN | epoll::EventFlags::RDHUP,
        );
        if let Err(error) = watched {
            tracing::warn!(%error, "failed to watch a connection; it is let go");
            self.table.give_back(place);
            self.shared.leave(group);
            self.shared.counted.close(Closed::ToldToGo);
            return;
        }
        let at = self.groups.add(group, place.index());
        self.table.put(
            place,
            Connection {
                socket,
                cipher: cipher.map(Box::new),
                wire,
                group,
                at,
                round: self.issued,
                last: 0,
                behind: None,
                ear: None,
                guest,
            },
        );
        let room = self.settings.waiting_max;
        self.with(place, |connection| connection.begin(&head, &first, room));
    }

    /// Goes on with the rounds for a while.
    fn go_on(&mut self) {
        let mut wrote = Wrote::default();
        self.write_some(&mut wrote);
        // Counted once for all of them: the threads share the counts, and would wait for each other at every write.
        self.count(wrote);
    }

    fn write_some(&mut self, all: &mut Wrote) {
        for _ in 0..WRITES_AT_ONCE {
            let (rounds, is_numbered) = if self.rounds.is_empty() {
                (&mut self.passing, false)
            } else {
                (&mut self.rounds, true)
            };
            let Some(round) = rounds.front_mut() else {
                return;
            };
            let Some(index) = round.next(&self.groups) else {
                if is_numbered {
                    let us = micros(round.published.elapsed());
                    self.shared.counted.last_us.fetch_max(us, Relaxed);
                }
                rounds.pop_front();
                continue;
            };
            let (number, published) = (round.number, round.published);
            let is_first = round.begins();
            let Some((place, connection)) = self.table.at(index) else {
                continue;
            };
            if is_numbered {
                if connection.round >= number {
                    continue;
                }
                connection.round = number;
            }
            match connection.share(&round.frame, self.settings.waiting_max) {
                Ok(wrote) if !wrote.began_to_lag => all.add(wrote),
                other => self.account(place, other),
            }
            if is_first && is_numbered {
                let us = micros(published.elapsed());
                self.shared.counted.first_us.fetch_min(us, Relaxed);
            }
        }
    }

    fn look_at(&mut self, place: Place, flags: epoll::EventFlags) {
        if flags.intersects(epoll::EventFlags::ERR | epoll::EventFlags::HUP) {
            return self.let_go(place, Closed::Left);
        }
        if flags.contains(epoll::EventFlags::OUT) {
            let gap = self.settings.gap;
            self.with(place, |connection| connection.flush(gap));
            self.rest_if_flushed(place);
        }
        if flags.contains(epoll::EventFlags::IN) {
            self.hear(place);
        }
        if flags.contains(epoll::EventFlags::RDHUP) {
            self.let_go(place, Closed::Left);
        }
    }

    fn hear(&mut self, place: Place) {
        let Some(connection) = self.table.get(place) else {
            return;
        };
        let read = match rustix::io::read(&connection.socket, &mut *self.heard) {
            Ok(0) => return self.let_go(place, Closed::Left),
            Ok(read) => read,
            Err(Errno::AGAIN | Errno::INTR) => return,
            Err(_) => return self.let_go(place, Closed::Left),
        };
        let opened = match &mut connection.cipher {
            Some(cipher) => match cipher.open(&self.heard[..read]) {
                Ok(opened) if opened.is_empty() => return,
                Ok(opened) => Some(opened),
                Err(Unsealed) => return self.let_go(place, Closed::Left),
            },
            None => None,
        };
        let plain = opened.as_deref().unwrap_or(&self.heard[..read]);
        // Nothing follows the request of an event stream.
        if connection.wire == Wire::Sse {
            return self.let_go(place, Closed::ToldToGo);
        }
        let (mut ear, mut said) = (connection.ear.take().unwrap_or_default(), Vec::new());
        let broken = ear.hear(plain, &mut said).err();
        if !ear.is_empty() {
            connection.ear = Some(ear);
        }
        for said in said {
            let Some(connection) = self.table.get(place) else {
                return;
            };
            match said {
                Said::Text(text) => {
                    let stay = connection.guest.as_mut().map(|guest| guest.heard(&text));
                    if stay == Some(Stay::Out) {
                        return self.end(place, websocket::POLICY, Closed::ToldToGo);
                    }
                }
                // Who lags is answered by what it gets.
                Said::Ping(_) if connection.behind.is_some() => {}
                Said::Ping(payload) => {
                    let room = self.settings.waiting_max;
                    self.with(place, |connection| {
                        connection.say(websocket::pong(&payload), room)
                    });
                }
                Said::Close => return self.end(place, websocket::NORMAL, Closed::Left),
            }
        }
        if let Some(websocket::Broken(code)) = broken {
            self.end(place, code, Closed::ToldToGo);
        }
    }

    /// Does something with a connection that writes.
    fn with(&mut self, place: Place, act: impl FnOnce(&mut Connection) -> Result<Wrote, Gone>) {
        if let Some(connection) = self.table.get(place) {
            let wrote = act(connection);
            self.account(place, wrote);
        }
    }

    fn account(&mut self, place: Place, wrote: Result<Wrote, Gone>) {
        let Ok(wrote) = wrote else {
            return self.let_go(place, Closed::Left);
        };
        self.count(wrote);
        if wrote.began_to_lag {
            self.shared.counted.behind.fetch_add(1, Relaxed);
            self.lagging.push(place);
            self.watch(place, epoll::EventFlags::OUT);
        }
    }

    fn count(&self, wrote: Wrote) {
        let counted = &self.shared.counted;
        for (count, more) in [
            (&counted.bytes, wrote.bytes),
            (&counted.frames, wrote.frames),
            (&counted.dropped, wrote.dropped),
        ] {
            if more > 0 {
                count.fetch_add(more, Relaxed);
            }
        }
    }

    fn rest_if_flushed(&mut self, place: Place) {
        if self.table.get(place).is_some_and(|c| c.behind.is_none()) {
            self.shared.counted.behind.fetch_sub(1, Relaxed);
            self.watch(place, epoll::EventFlags::empty());
        }
    }

    fn watch(&mut self, place: Place, also: epoll::EventFlags) {
        let Some(connection) = self.table.get(place) else {
            return;
        };
        let changed = epoll::modify(
            &self.epoll,
            &connection.socket,
            epoll::EventData::new_u64(place.into()),
            epoll::EventFlags::IN | epoll::EventFlags::RDHUP | also,
        );
        if changed.is_err() {
            self.let_go(place, Closed::Left);
        }
    }

    fn let_slow_go(&mut self) {
        self.looked = Instant::now();
        let patience = Duration::from_millis(self.settings.write_ms_max);
        let mut lagging = std::mem::take(&mut self.lagging);
        lagging.retain(|place| {
            let behind = self.table.get(*place).and_then(|c| c.behind.as_ref());
            let Some(moved) = behind.map(|backlog| backlog.moved) else {
                return false;
            };
            let is_slow = moved.elapsed() > patience;
            if is_slow {
                self.let_go(*place, Closed::Slow);
            }
            !is_slow
        });
        // One that flushed and lagged again meanwhile stands there twice.
        lagging.sort_unstable();
        lagging.dedup();
        self.lagging = lagging;
    }

    /// Ends a WebSocket with a reason, if it still takes one.
    fn end(&mut self, place: Place, code: u16, why: Closed) {
        self.say_last(place, websocket::close(code));
        self.let_go(place, why);
    }

    /// Says one thing before the end, if nothing waits.
    fn say_last(&mut self, place: Place, bytes: Bytes) {
        let room = self.settings.waiting_max;
        self.with(place, |connection| match connection.behind {
            Some(_) => Ok(Wrote::default()),
            None => connection.say(bytes, room),
        });
    }

    fn let_go(&mut self, place: Place, why: Closed) {
        let Some(connection) = self.table.take(place) else {
            return;
        };
        if connection.behind.is_some() {
            self.shared.counted.behind.fetch_sub(1, Relaxed);
        }
        if let Some(moved) = self.groups.take_out(connection.group, connection.at)
            && let Some((_, moved)) = self.table.at(moved)
        {
            moved.at = connection.at;
        }
        self.shared.leave(connection.group);
        self.shared.counted.close(why);
    }

    fn let_all_go(mut self) {
        for place in self.table.all() {
            if self
                .table
                .get(place)
                .is_some_and(|c| c.wire == Wire::WebSocket)
            {
                self.end(place, websocket::GOING_AWAY, Closed::Stopping);
            } else {
                self.say_last(place, come_back_in(place));
                self.let_go(place, Closed::Stopping);
            }
        }
        // Whoever was handed in after the end was said.
        for task in self.inbox.take() {
            if let Task::Adopt(newcomer) = task {
                self.shared.leave(newcomer.group);
                self.shared.counted.close(Closed::Stopping);
            }
        }
    }
}

/// What an event stream is told at the end: when to come back, each at another moment.
fn come_back_in(place: Place) -> Bytes {
    let spread = u64::from(place).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let ms = BACK_MS.0 + spread % (BACK_MS.1 - BACK_MS.0);
    format!("retry: {ms}\n\n").into()
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
