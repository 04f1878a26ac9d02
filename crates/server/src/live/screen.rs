//! Screens that say which bulletins they show, and whose token is asked for again when they do.

use crate::http::addresses::Place;
use crate::tokens::{Tokens, Who};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::mpsc::{self, Receiver, Sender};
use vigie_channels::live::{Hub, Seat};
use vigie_fanout::{Guest, Stay};

/// Acknowledgements that wait to be counted; beyond it they are lost, and the screen counts as silent.
const WAITING_MAX: usize = 65_536;

/// Who a screen's token stands for, and where screens say what they show.
#[derive(Debug)]
pub struct Screens {
    /// Who a token stands for.
    pub tokens: Arc<Tokens>,
    /// Where screens say what they show.
    pub acks: Sender<Ack>,
}

impl Screens {
    /// A seat for a screen whose token is known.
    pub(super) fn seat(&self, hub: &Arc<Hub>, token: String) -> Screen {
        Screen {
            acks: self.acks.clone(),
            known: Arc::new(Known {
                token,
                seat: hub.seat(),
                is_out: AtomicBool::new(false),
            }),
        }
    }
}

/// Whoever listens, as the engine keeps it: nothing of it waits for anything.
#[derive(Debug)]
pub(super) struct Listener {
    pub(super) screen: Option<Screen>,
    pub(super) _place: Place,
}

/// A screen that says which bulletins it shows.
#[derive(Debug)]
pub(super) struct Screen {
    acks: Sender<Ack>,
    known: Arc<Known>,
}

/// What is known of a screen.
#[derive(Debug)]
struct Known {
    token: String,
    seat: Seat,
    /// Its token is no longer in force.
    is_out: AtomicBool,
}

/// A screen says that it shows a bulletin.
#[derive(Debug)]
pub struct Ack {
    screen: Arc<Known>,
    n: u64,
}

impl Guest for Listener {
    fn heard(&mut self, text: &str) -> Stay {
        let (Some(screen), Some(n)) = (&self.screen, received(text)) else {
            return Stay::On;
        };
        let screen_is = Arc::clone(&screen.known);
        // Whether the token still holds is asked of the registry, and not on the thread that writes to all.
        let _ = screen.acks.try_send(Ack {
            screen: screen_is,
            n,
        });
        if screen.known.is_out.load(Ordering::Relaxed) {
            Stay::Out
        } else {
            Stay::On
        }
    }
}

fn received(text: &str) -> Option<u64> {
    serde_json::from_str::<Value>(text)
        .ok()?
        .get("received")?
        .as_u64()
}

/// Where screens say what they show.
pub fn acks() -> (Sender<Ack>, Receiver<Ack>) {
    mpsc::channel(WAITING_MAX)
}

/// Counts what screens say they show, as long as their tokens are in force.
pub async fn count(tokens: Arc<Tokens>, mut acks: Receiver<Ack>) {
    while let Some(Ack { screen, n }) = acks.recv().await {
        if tokens.who(&screen.token) == Some(Who::Screens) {
            screen.seat.shows(n);
        } else {
            screen.is_out.store(true, Ordering::Relaxed);
        }
    }
}
