//! What single apps and devices of the public are sent besides the alerts that the core delivers to registered people:
//! that somebody was signed up, a test, and what apps of the FOSS Public Alert Server asked to hear of.
//!
//! Whatever leaves is a letter in the registry first, sealed like all that is personal, and goes from there until it was
//! taken, until nobody is there any longer, or until it says nothing more. A program that is killed sends it after the
//! next start; a letter that is sent twice is heard once, because it has the same topic.

mod follow;
mod pump;
pub mod push;

pub use push::Push;
pub use vigie_channels::web_push::Endpoint;
pub(crate) use vigie_channels::web_push::render::fpas::name as name_for_apps;

use crate::engine::Desk;
use crate::people::{People, written};
use crate::post::Post;
use crate::signup;
use crate::stopping::Stopping;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};
use vigie_channels::web_push::WebPush;
use vigie_store::registry::{Drawer, Drawers as _, Fault, Filed, NewSlip, Registry};

/// Letters that wait at once: everybody who may subscribe, for several warnings, and then the disk is spared.
const LETTERS_MAX: u64 = 1_000_000;

/// A letter. It names somebody's address: never log it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// How it goes.
    #[serde(default)]
    pub way: Way,
    /// Where to: as an [`Endpoint`] is written, a mail address, or a phone number.
    pub to: String,
    /// What it says.
    pub says: Says,
    /// Until when that says anything, in milliseconds since 1970.
    pub until_ms: i64,
    /// The slip that is taken away when nobody is at that address any longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// How often it was tried.
    #[serde(default)]
    pub tries: u8,
}

/// How a letter goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Web Push.
    #[default]
    Push,
    /// E-mail.
    Mail,
    /// A text message.
    Sms,
}

impl Way {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Push, Self::Mail, Self::Sms];

    /// Its name, which is that of the channel of an endpoint in the register.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == name)
    }
}

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "says", rename_all = "snake_case")]
pub enum Says {
    /// A subscription of an app was taken.
    Subscribed {
        /// What the app is told to expect.
        confirmation: String,
    },
    /// A message about a real danger came out.
    Issued {
        /// Its number.
        alert: u64,
    },
    /// A subscription ended because nobody said for long that it is still wanted.
    Ended,
    /// A test to one device, and the first message of a sign-up.
    Note {
        /// One line, in the reader's language.
        title: String,
        /// What to do.
        body: String,
        /// That language.
        language: String,
        /// With this the receiver says that it came.
        proof: String,
        /// The receiver's own page.
        url: String,
        /// When it was written, in milliseconds since 1970.
        #[serde(default)]
        at_ms: i64,
    },
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// The push service took it.
    Taken,
    /// Nobody is there any longer; whoever it was is forgotten.
    Gone,
    /// It will never be taken.
    Refused,
    /// It was tried for as long as it said anything.
    GivenUp,
    /// Something newer was said before it left.
    Overtaken,
}

impl Became {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Taken,
        Self::Gone,
        Self::Refused,
        Self::GivenUp,
        Self::Overtaken,
    ];

    /// Its name in the metrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Gone => "gone",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
            Self::Overtaken => "overtaken",
        }
    }
}

/// The letters of this program. Copies are one and the same.
#[derive(Clone, Debug)]
pub struct Letters(Arc<Office>);

#[derive(Debug)]
struct Office {
    desk: Desk,
    people: People,
    /// The channels that notes go by.
    post: Post,
    push: Push,
    /// What wakes apps.
    apps: WebPush,
    /// The server's address, without a slash at the end.
    base: String,
    /// Rung when there may be something to send.
    bell: Notify,
    /// Who waits for what becomes of a letter.
    waiting: Mutex<BTreeMap<i64, oneshot::Sender<Became>>>,
    counted: [AtomicU64; Became::ALL.len()],
}

impl Letters {
    /// Begins to send what waits, and to follow what is issued.
    pub fn start(
        desk: Desk,
        (people, post): (People, Post),
        (push, apps): (Push, WebPush),
        base: String,
        stopping: &Stopping,
    ) -> Self {
        let letters = Self(Arc::new(Office {
            desk,
            people,
            post,
            push,
            apps,
            base,
            bell: Notify::new(),
            waiting: Mutex::default(),
            counted: Default::default(),
        }));
        tokio::spawn(pump::pump(letters.clone(), stopping.clone()));
        tokio::spawn(follow::follow(letters.clone(), stopping.clone()));
        letters
    }

    /// The way to push services.
    pub fn push(&self) -> &Push {
        &self.0.push
    }

    /// The page of somebody who signed up.
    pub fn own_page(&self, secret: &str) -> String {
        signup::own_page(&self.0.base, secret)
    }

    /// The ways that letters may go here.
    pub fn ways(&self) -> Vec<Way> {
        let ways = Way::ALL.into_iter();
        ways.filter(|way| self.0.post.has(way.as_str())).collect()
    }

    /// How many letters became what since the start.
    pub fn counted(&self) -> impl Iterator<Item = (Became, u64)> {
        let each = Became::ALL.into_iter().zip(&self.0.counted);
        each.map(|(became, count)| (became, count.load(Ordering::Relaxed)))
    }

    /// Files a letter under a name of its own, and waits for what becomes of it, but no longer than `patience`.
    pub async fn send(
        &self,
        name: String,
        letter: Letter,
        patience: Duration,
    ) -> Result<Option<Became>, String> {
        let (tell, told) = oneshot::channel();
        let letters = self.clone();
        let filed = self.with(move |registry| {
            // Who waits is known before anybody could take the letter up.
            let filed = file(registry, &[(name, letter)])?;
            if let Some(Filed::New(number) | Filed::There(number)) = filed.first() {
                letters.waiting().insert(*number, tell);
            }
            Ok(filed)
        });
        let filed = filed.await?;
        let Some(Filed::New(number) | Filed::There(number)) = filed.first() else {
            return Err("as many letters wait as are kept; try again in some minutes".to_owned());
        };
        self.0.bell.notify_one();
        let became = tokio::time::timeout(patience, told).await;
        self.waiting().remove(number);
        Ok(became.ok().and_then(Result::ok))
    }

    /// Works with the registry of this node, on a thread that may wait.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Registry) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, String> {
        let people = self.0.people.clone();
        let worked = tokio::task::spawn_blocking(move || work(&mut people.registry())).await;
        let worked = worked.map_err(|stopped| stopped.to_string())?;
        worked.map_err(|fault| fault.to_string())
    }

    fn became(&self, number: i64, became: Became) {
        if let Some(count) = self.0.counted.get(became as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(waiting) = self.waiting().remove(&number) {
            // Whoever waited may have gone.
            let _ = waiting.send(became);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<i64, oneshot::Sender<Became>>> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Files letters, due at once.
fn file(registry: &mut Registry, letters: &[(String, Letter)]) -> Result<Vec<Filed>, Fault> {
    let now_ms = crate::clock::now().unix_ms();
    let slips = letters.iter().map(|(name, letter)| {
        Ok(NewSlip {
            name,
            marks: Vec::new(),
            person: None,
            text: written(letter)?,
            due_at_ms: Some(now_ms),
            kept_until_ms: letter.until_ms,
        })
    });
    let slips: Vec<NewSlip<'_>> = slips.collect::<Result<_, Fault>>()?;
    registry.file(Drawer::Letters, &slips, LETTERS_MAX)
}

/// A subscription of an app: a part of the globe, and where the app is woken.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Subscribed {
    /// Where the app is woken, as an [`Endpoint`] is written.
    pub to: String,
    /// The part, in degrees: south, west, north, east; beyond 180 where it crosses the antimeridian.
    pub bounds: [f64; 4],
    /// Whether its push service has taken something for it.
    pub is_live: bool,
}

impl Subscribed {
    /// Of what is kept of it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As it is kept.
    pub(crate) fn write(&self) -> Result<String, Fault> {
        written(self)
    }

    /// The part of the globe.
    pub(crate) fn bounds(&self) -> vigie_core::audience::cells::Bounds {
        let [south, west, north, east] = self.bounds;
        vigie_core::audience::cells::Bounds {
            south,
            west,
            north,
            east,
        }
    }

    /// What counts against those who subscribe the same app without end.
    pub(crate) fn mark(endpoint: &Endpoint) -> String {
        format!("at {}", endpoint.url)
    }
}
