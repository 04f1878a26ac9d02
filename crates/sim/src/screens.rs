//! Screens: they connect, miss things, come back with the number they saw last, and compare what
//! they show with the list of what is live.

use crate::checkers::nobody_forgotten::Shown;
use crate::site;
use crate::witness::{Broken, Show};
use crate::world::{Happening, World};
use std::collections::VecDeque;
use std::sync::Arc;
use vigie_core::jws::{Kind, claimed_key_id, key_id, verify};
use vigie_fanout::{Frame, Group};

/// How often the list of what is live goes out, in milliseconds.
const BEAT_MS: i64 = 10_000;

/// One screen.
#[derive(Debug, Default)]
pub struct Screen {
    /// What was sent to it and not read, while it is connected.
    wire: Option<VecDeque<Arc<Frame>>>,
    since: Option<u64>,
    /// The last bulletin it shows of each warning.
    pub shown: Shown,
}

impl Screen {
    /// Whether it hears the server.
    pub fn is_connected(&self) -> bool {
        self.wire.is_some()
    }

    /// A frame goes to it, if it is connected.
    pub fn send(&mut self, frame: &Arc<Frame>) {
        if let Some(wire) = &mut self.wire {
            wire.push_back(Arc::clone(frame));
        }
    }

    /// The connection is lost.
    pub fn lose(&mut self) {
        self.wire = None;
    }
}

impl World {
    /// A screen comes, goes, or reads what there is.
    pub fn screen(&mut self, index: usize) {
        let goes = self.active && self.chance.per_thousand(60);
        if goes {
            self.screens[index].lose();
            let ms = self.about_ms(8_000);
            self.after_ms(ms, Happening::Screen(index));
            return;
        }
        if self.screens[index].wire.is_none() {
            self.join(index, self.screens[index].since);
        }
        self.read(index);
    }

    fn join(&mut self, index: usize, since: Option<u64>) {
        let Some(live) = self.live_now() else {
            return;
        };
        let live: Vec<u64> = live.into_iter().map(|(_, n)| n).collect();
        let first = self
            .server
            .hub
            .join(since, &live, Group::default(), |first| first);
        self.screens[index].wire = Some(first.into());
        self.read(index);
    }

    fn read(&mut self, index: usize) {
        while let Some(frame) = self.screens[index]
            .wire
            .as_mut()
            .and_then(VecDeque::pop_front)
        {
            self.show(index, &frame);
        }
    }

    /// Shows a bulletin that it believes; one older than what it shows of the warning changes nothing.
    fn show(&mut self, index: usize, frame: &Frame) {
        let Some(n) = frame.number() else { return };
        let Some((warning, alert_sha256)) = believed(frame.text()) else {
            self.witness.note(Err(Broken {
                checker: "heard_is_journaled",
                why: format!("bulletin {n} is not signed by the server"),
            }));
            return;
        };
        let screen = &mut self.screens[index];
        screen.since = Some(n);
        let shows = screen.shown.entry(warning).or_insert(n);
        *shows = n.max(*shows);
        self.witness.shows.push(Show { n, alert_sha256 });
    }

    /// The list of what is live goes to everyone; who lacks something asks for it.
    pub fn beat(&mut self) {
        self.after_ms(BEAT_MS, Happening::Beat);
        let Some(live) = self.live_now() else {
            return;
        };
        for index in 0..self.screens.len() {
            // The list comes on the same wire, behind everything that was sent before it.
            self.read(index);
            let screen = &self.screens[index];
            let lacks = live
                .iter()
                .any(|(warning, n)| screen.shown.get(warning) < Some(n));
            if screen.is_connected() && lacks {
                self.screens[index].lose();
                self.join(index, None);
            }
        }
    }
}

/// Warning and message hash of a bulletin with a good signature.
fn believed(text: &[u8]) -> Option<(u64, String)> {
    let frame: serde_json::Value = serde_json::from_slice(text).ok()?;
    let jws = frame.get("jws")?.as_str()?;
    let kid = claimed_key_id(jws)?;
    let keys = [site::key(1), site::key(2)].map(|key| key.verifying_key());
    let key = keys.iter().find(|key| key_id(key) == kid)?;
    let payload = verify(Kind::Bulletin, key, jws).ok()?;
    let payload: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    let sha256 = payload.get("cap")?.get("sha256")?.as_str()?;
    Some((payload.get("warning")?.as_u64()?, sha256.to_owned()))
}
