//! Sirens behind a broker: signed beats to all, and whoever returns the sum of one under its own signature is
//! there. Whoever falls silent for three beats is not, whatever the broker says.

use crate::app::App;
use crate::siren_link::{answer, came_up, known_siren, not_believed, pulse, went_down};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};
use vigie_channels::live::{heartbeat, live_list};
use vigie_channels::siren::{Bridge, Broker, Coming, Link, Said, ToSiren};
use vigie_core::ids::SirenId;
use vigie_core::siren::{SaidToBe, Unproven, Way, order_sha256};

/// Seconds between two beats.
pub(crate) const BEAT_S: u32 = 10;
/// Beats that a hello may return: a siren that is slow by two beats is there.
const BEATS_KEPT: usize = 3;
/// Silence after which a siren is not there on this way.
const SILENT: Duration = Duration::from_secs(BEAT_S as u64 * BEATS_KEPT as u64 + 5);

/// The sirens that are there, and how they show it.
struct There {
    app: Arc<App>,
    bridge: Bridge,
    beats: VecDeque<String>,
    sirens: BTreeMap<SirenId, Siren>,
}

struct Siren {
    heard: Instant,
    /// Given to whoever takes this siren off the list.
    link: mpsc::Sender<()>,
}

/// Keeps the sirens of a broker until the program stops.
pub(crate) async fn keep(app: Arc<App>, broker: Broker) {
    let site = match app.desk.state().site.as_deref() {
        Some(site) => site.id.clone(),
        None => return,
    };
    let (
        bridge,
        Coming {
            mut said,
            mut orders,
        },
    ) = Bridge::open(&broker, &site);
    let mut there = There {
        app: Arc::clone(&app),
        bridge,
        beats: VecDeque::new(),
        sirens: BTreeMap::new(),
    };
    let mut beat = interval(Duration::from_secs(u64::from(BEAT_S)));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_lost = false;
    loop {
        tokio::select! {
            _ = beat.tick() => {
                there.forget_silent();
                there.beat();
            }
            changed = orders.changed() => {
                if changed.is_err() {
                    return;
                }
                let up = orders.borrow_and_update().clone();
                match up {
                    Ok(()) => there.beat(),
                    Err(why) => tracing::warn!(?broker, %why, "the broker of the sirens takes no orders; sirens with a connection of their own are reached"),
                }
            }
            said = said.recv() => match said {
                Some(Said::Connected) => {
                    is_lost = false;
                    tracing::info!(?broker, "broker of the sirens connected");
                    there.beat();
                }
                Some(Said::Lost(why)) => {
                    if !is_lost {
                        tracing::warn!(?broker, %why, "the broker of the sirens is lost; sirens with a connection of their own are reached");
                    }
                    is_lost = true;
                }
                Some(Said::Hello(siren, text)) => there.hello(siren, &text).await,
                Some(Said::Answer(siren, text)) => {
                    if answer(&app, &siren, &text).await {
                        there.bridge.taken(&siren, order_sha256(&text));
                    }
                }
                Some(Said::Pulse(siren, text)) => there.pulse(&siren, &text).await,
                None => return,
            },
            () = app.stopping.wait() => return,
        }
    }
}

impl There {
    fn beat(&mut self) {
        let state = self.app.desk.state();
        let live = live_list(&state);
        let text = heartbeat(
            &self.app.keys,
            crate::clock::now(),
            BEAT_S,
            state.head,
            &live,
        );
        self.beats.push_back(order_sha256(&text));
        if self.beats.len() > BEATS_KEPT {
            self.beats.pop_front();
        }
        self.bridge.beat(text);
    }

    async fn hello(&mut self, siren: SirenId, text: &str) {
        let beats = &*self.beats.make_contiguous();
        let hello = match known_siren(&self.app, text, beats) {
            Ok(hello) if hello.siren == siren => hello,
            Ok(_) => return self.doubt(&siren, text, Unproven::OtherSiren).await,
            Err(unmet) => {
                let reason = unmet
                    .doubt
                    .map_or(Unproven::Forged, |(_, reason, _)| reason);
                return self.doubt(&siren, text, reason).await;
            }
        };
        let now = Instant::now();
        if let Some(known) = self.sirens.get_mut(&siren) {
            known.heard = now;
            return;
        }
        let link = self.app.links.connect(siren.clone(), Way::Mqtt);
        if came_up(&self.app, &hello, Way::Mqtt).await.is_err() {
            return;
        }
        let (gone, is_gone) = mpsc::channel(1);
        let carrying = carry(
            Arc::clone(&self.app),
            self.bridge.clone(),
            siren.clone(),
            link,
            is_gone,
        );
        tokio::spawn(carrying);
        self.sirens.insert(
            siren,
            Siren {
                heard: now,
                link: gone,
            },
        );
    }

    async fn doubt(&self, siren: &SirenId, text: &str, reason: Unproven) {
        not_believed(&self.app, siren, text, SaidToBe::Hello, reason).await;
    }

    async fn pulse(&mut self, siren: &SirenId, text: &str) {
        pulse(&self.app, siren, text, self.beats.make_contiguous()).await;
    }

    /// Whoever is dropped here has its connection taken off the list by the task that carries its orders.
    fn forget_silent(&mut self) {
        self.sirens
            .retain(|_, siren| siren.heard.elapsed() <= SILENT && !siren.link.is_closed());
    }
}

/// Carries the orders of one siren to the broker until the siren is not there any more.
async fn carry(
    app: Arc<App>,
    bridge: Bridge,
    siren: SirenId,
    mut link: Link,
    mut is_gone: mpsc::Receiver<()>,
) {
    loop {
        tokio::select! {
            order = link.orders.recv() => match order {
                Some(ToSiren { text, written }) => bridge.order(&siren, text, written),
                None => break,
            },
            _ = is_gone.recv() => break,
        }
    }
    if app.stopping.receiver().borrow().to_owned() {
        return;
    }
    went_down(
        &app,
        link,
        &siren,
        Way::Mqtt,
        "it answered none of the last beats",
    )
    .await;
}
