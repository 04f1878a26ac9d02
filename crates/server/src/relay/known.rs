//! What a relay knows: the bulletins it believes, whom each is for, and how its link stands. What is forged,
//! recorded or known already goes no further.

use super::kept::KeptOnDisk;
use crate::listen::{Bulletin, Disbelief, Held, KeyRing, Picture, Standing};
use crate::live::Behind;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use vigie_channels::live::reach::{self, By};
use vigie_channels::live::zones::{Lists, Said, Zones};
use vigie_channels::live::{Hub, frame};
use vigie_core::audience::area::Area;
use vigie_core::ids::ZoneId;
use vigie_core::time::Timestamp;
use vigie_core::wording::Act;

/// Bulletins whose areas are remembered, so that whoever was told of a warning is told of its end.
const TOLD_MAX: usize = 4_096;

/// What became of something that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is news, and went on.
    New,
    /// It was known.
    Known,
    /// It was not believed, and goes nowhere.
    Refused,
    /// Another is known by its number: the numbers begin anew, and everything is asked for again.
    OtherJournal,
}

/// What a heartbeat said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// The server lives, and says so again within this time.
    Alive {
        /// How soon.
        every: Duration,
    },
    /// It was forged, or may be a recording: no sign of life.
    Nothing,
    /// The numbers begin anew: everything is asked for again.
    OtherJournal,
}

/// What a relay knows.
#[derive(Debug)]
pub struct Known {
    keys: KeyRing,
    hub: Arc<Hub>,
    began: Instant,
    inner: Mutex<Inner>,
    lists: Arc<Lists>,
    is_linked: AtomicBool,
    refused: AtomicU64,
    taken: AtomicU64,
    lost: AtomicU64,
}

#[derive(Debug)]
struct Inner {
    picture: Picture,
    /// The greatest number heard of.
    head: u64,
    /// The number of the last heartbeat: it never goes back while the journal is the same.
    beaten: u64,
    /// In the order in which they came.
    told: VecDeque<Told>,
    disk: KeptOnDisk,
    lists: Arc<Lists>,
}

/// A bulletin that is known, and what it is by which two of one number differ.
#[derive(Debug)]
struct Told {
    n: u64,
    warning: u64,
    alert: u64,
    act: Act,
    sent: Timestamp,
    code: String,
    area: Area,
    zones: Option<Zones>,
}

impl Told {
    fn of(bulletin: &Bulletin) -> Self {
        Self {
            n: bulletin.n,
            warning: bulletin.warning,
            alert: bulletin.alert,
            act: bulletin.act,
            sent: bulletin.sent,
            code: bulletin.code.clone(),
            area: bulletin.area.area(),
            zones: bulletin.zones.clone(),
        }
    }

    fn is(&self, bulletin: &Bulletin) -> bool {
        self.n == bulletin.n
            && self.warning == bulletin.warning
            && self.alert == bulletin.alert
            && self.act == bulletin.act
            && self.sent == bulletin.sent
            && self.code == bulletin.code
    }
}

impl Known {
    /// Knows nothing yet.
    pub fn new(keys: KeyRing, hub: Arc<Hub>, disk: KeptOnDisk) -> Self {
        let lists = Arc::<Lists>::default();
        Self {
            keys,
            hub,
            began: Instant::now(),
            inner: Mutex::new(Inner {
                picture: Picture::new(0),
                head: 0,
                beaten: 0,
                told: VecDeque::new(),
                disk,
                lists: Arc::clone(&lists),
            }),
            lists,
            is_linked: AtomicBool::new(false),
            refused: AtomicU64::new(0),
            taken: AtomicU64::new(0),
            lost: AtomicU64::new(0),
        }
    }

    /// Takes what was kept over a restart.
    pub fn take_from_disk(&self, lines: &[String]) {
        for line in lines {
            match self.keys.bulletin(line) {
                Ok(bulletin) => {
                    let n = bulletin.n;
                    let mut inner = self.lock();
                    let to = inner.enter(bulletin);
                    self.hub.keep(Arc::new(frame::bulletin(n, line)), to);
                }
                Err(why) => {
                    tracing::info!(%why, "a kept bulletin was torn or changed on disk; it is asked for again");
                }
            }
        }
    }

    /// A bulletin came from the server, or from somebody who wants to be taken for it.
    pub fn bulletin(&self, jws: &str) -> Taken {
        let bulletin = match self.keys.bulletin(jws) {
            Ok(bulletin) => bulletin,
            Err(why) => return self.refuse("bulletin", &why),
        };
        let n = bulletin.n;
        let mut inner = self.lock();
        if self.hub.has(n) {
            let is_other = |one: &Told| one.n == n && !one.is(&bulletin);
            if inner.told.iter().any(is_other) {
                self.begin_anew(&mut inner, n);
                return Taken::OtherJournal;
            }
            return Taken::Known;
        }
        let to = inner.enter(bulletin);
        self.hub.publish(&Arc::new(frame::bulletin(n, jws)), &to);
        // Behind it: nothing on disk is promised, and everybody waits for the other.
        inner.disk.add(jws);
        self.taken.fetch_add(1, Relaxed);
        Taken::New
    }

    /// A heartbeat came.
    pub fn heartbeat(&self, jws: &str) -> Beat {
        let beat = match self.keys.heartbeat(jws) {
            Ok(beat) => beat,
            Err(why) => {
                self.refuse("heartbeat", &why);
                return Beat::Nothing;
            }
        };
        let now_ms = self.now_ms();
        let mut inner = self.lock();
        // One that is not newer may be a recording: it is no sign of life, for nobody behind us either.
        if inner
            .picture
            .last_beat()
            .is_some_and(|last| beat.at <= last)
        {
            return Beat::Nothing;
        }
        if beat.n < inner.beaten {
            self.begin_anew(&mut inner, beat.n);
            return Beat::OtherJournal;
        }
        inner.beaten = beat.n;
        let every = Duration::from_secs(u64::from(beat.every_s));
        inner.head = inner.head.max(beat.n);
        if let Some(sum) = &beat.zones {
            self.lists.heard_of(sum);
        }
        inner.picture.heartbeat(beat, now_ms);
        self.hub.beat(frame::heartbeat(jws));
        if !self.is_linked.swap(true, Relaxed) {
            tracing::info!("the link stands");
        }
        Beat::Alive { every }
    }

    /// Drops what is known: it is of a journal that the server no longer has.
    fn begin_anew(&self, inner: &mut Inner, n: u64) {
        tracing::warn!(
            n,
            before = inner.beaten,
            "the journal of the server went back: it was restored or begun anew, and what was kept is dropped and asked for again"
        );
        inner.forget(self.now_ms());
        self.hub.forget();
    }

    /// The server says that it no longer has what was before this number.
    pub fn gap(&self, from: u64) {
        tracing::warn!(
            from,
            "bulletins before this number are no longer kept where this relay asks; whoever lacks them is told"
        );
        self.hub.missing_before(from);
    }

    /// The next heartbeat is late: whoever comes now gets none from before.
    pub fn late(&self) {
        self.hub.hush();
    }

    /// The link is gone. Everybody behind it finds out by the heartbeats that do not come.
    pub fn cut_off(&self, why: &str) {
        self.hub.hush();
        self.lock().picture.disconnected();
        if self.is_linked.swap(false, Relaxed) {
            self.lost.fetch_add(1, Relaxed);
            tracing::warn!(why, "link lost: no heartbeat is passed on until it is back");
        }
    }

    /// After which number to ask, when a bulletin that a heartbeat names is late.
    pub fn ask_after(&self) -> Option<u64> {
        self.lock().picture.ask_after(self.now_ms())
    }

    /// The last bulletin that came, to go on from.
    pub fn last(&self) -> Option<u64> {
        self.lock().told.back().map(|one| one.n)
    }

    /// The code of a bulletin that is known, by which whoever is asked sees that it has another of that number.
    pub fn code(&self, n: u64) -> Option<String> {
        let inner = self.lock();
        let told = inner.told.iter().rev().find(|one| one.n == n);
        told.map(|one| one.code.clone())
    }

    /// The lists of zones that are there, and those to ask for.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Whether heartbeats come.
    pub fn is_linked(&self) -> bool {
        self.is_linked.load(Relaxed)
    }

    /// The warnings that are known, while heartbeats come.
    pub fn held(&self) -> Option<Vec<Held>> {
        let inner = self.is_linked().then(|| self.lock())?;
        Some(inner.picture.held().cloned().collect())
    }

    /// Whoever is connected.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Bulletins passed on, texts refused, and links lost, since the start.
    pub fn counted(&self) -> [u64; 3] {
        [&self.taken, &self.refused, &self.lost].map(|count| count.load(Relaxed))
    }

    fn refuse(&self, what: &str, why: &Disbelief) -> Taken {
        let refused = self.refused.fetch_add(1, Relaxed) + 1;
        // Whoever sends a million must not fill the log with it.
        if refused.is_power_of_two() {
            tracing::warn!(what, %why, refused, "refused: not signed by a pinned key as it must be; it goes no further");
        }
        Taken::Refused
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A poisoned lock only means that another thread panicked between two bulletins.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn forget(&mut self, now_ms: u64) {
        self.picture = Picture::new(now_ms);
        (self.head, self.beaten) = (0, 0);
        self.told.clear();
        self.disk.forget();
    }

    /// Notes a bulletin; whom it is for.
    fn enter(&mut self, bulletin: Bulletin) -> vigie_fanout::To {
        let warning = bulletin.warning;
        self.head = self.head.max(bulletin.n);
        if let Some(zones) = &bulletin.zones {
            self.lists.heard_of(&zones.of);
        }
        self.told.push_back(Told::of(&bulletin));
        self.picture.bulletin(bulletin);
        if self.told.len() > TOLD_MAX {
            self.told.pop_front();
        }
        let told = self.told.iter();
        let told = told.filter(|one| one.warning == warning);
        let said = Said {
            by: told.clone().map(|one| one.zones.clone()).collect(),
            lists: Arc::clone(&self.lists),
        };
        let areas = told.map(|one| one.area.clone()).collect();
        reach::to(areas, By::Word(said))
    }
}

impl Behind for Arc<Known> {
    fn head(&self) -> u64 {
        self.lock().head
    }

    fn live(&self) -> Vec<u64> {
        let inner = self.lock();
        let held = inner.picture.held();
        let live = held.filter(|held| held.standing == Standing::Live);
        live.map(|held| held.bulletin.n).collect()
    }

    fn is_other(&self, n: u64, code: &str) -> bool {
        self.code(n).is_some_and(|known| known != code)
    }

    /// A relay may have an older list of names than the site: who names a zone that is on none gets every bulletin.
    fn has_zone(&self, _: &ZoneId) -> bool {
        true
    }

    fn zone_names(&self, sum: &str) -> Option<String> {
        self.lists.text(sum)
    }
}
