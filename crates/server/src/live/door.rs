//! Who is let in to the live wire, where they stand, and what they get first: the same in a server, which has a
//! journal behind it, and in a relay, which has the live wire of another.

use super::origins::Origins;
use super::screen::{Listener, Screens};
use crate::http::addresses::Addresses;
use crate::http::problem::Problem;
use crate::http::taken_over::TakenOver;
use axum::http::StatusCode;
use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use vigie_channels::live::reach::{Elsewhere, Stands};
use vigie_channels::live::{Hub, frame};
use vigie_core::audience::cells::{self, Cell};
use vigie_core::ids::ZoneId;
use vigie_fanout::{Frame, Guest, Newcomer, Wire};

/// What letting somebody in needs.
pub struct Door {
    /// The live wire.
    pub hub: Arc<Hub>,
    /// Connections at once.
    pub connections_max: usize,
    /// How many of them each address holds.
    pub addresses: Arc<Addresses>,
    /// Whose pages may listen.
    pub origins: Origins,
    /// The keys that bulletins are signed with, and for what.
    pub keys: Vec<(&'static str, VerifyingKey)>,
    /// Where screens say what they show; a relay counts none.
    pub screens: Option<Screens>,
    /// What is known.
    pub behind: Box<dyn Behind>,
}

/// What is behind the door.
pub trait Behind: Send + Sync {
    /// The number of the last entry that is known.
    fn head(&self) -> u64;
    /// The last bulletin of every warning that is live.
    fn live(&self) -> Vec<u64>;
    /// Whether the bulletin of a number is known by another code.
    fn is_other(&self, n: u64, code: &str) -> bool;
    /// Whether there is such a zone, or was.
    fn has_zone(&self, zone: &ZoneId) -> bool;
    /// The list of zones of a sum, byte for byte.
    fn zone_names(&self, sum: &str) -> Option<String>;
}

/// What a listener may say in the query.
#[derive(Debug, Deserialize)]
pub(crate) struct Ask {
    since: Option<u64>,
    code: Option<String>,
    pub(super) token: Option<String>,
    at: Option<String>,
    cell: Option<String>,
    zone: Option<String>,
    elsewhere: Option<bool>,
    relay: Option<bool>,
}

/// From where on a listener goes on.
#[derive(Clone, Debug, Default)]
pub(super) struct Since {
    /// The last number that it has.
    last: Option<u64>,
    /// The code of that bulletin.
    code: Option<String>,
}

impl Since {
    /// Whether what it has is of another journal, or made up.
    fn is_foreign(&self, door: &Door) -> bool {
        let Some(last) = self.last else {
            return false;
        };
        let is_other = |code: &String| door.behind.is_other(last, code) || door.hub.lacks(last);
        last > door.behind.head() || self.code.as_ref().is_some_and(is_other)
    }
}

impl Ask {
    /// From where on it goes on; a stream that comes back says its number by itself.
    pub(super) fn since(&self, last_id: Option<u64>) -> Since {
        Since {
            last: last_id.or(self.since),
            code: self.code.clone(),
        }
    }

    /// Where the listener stands. A position becomes its cell here, and is kept nowhere.
    pub(super) fn stands(&self, door: &Door) -> Result<Stands, Problem> {
        let refused =
            |code: &str, detail: String| Problem::new(StatusCode::BAD_REQUEST, code, detail);
        let elsewhere = if self.elsewhere == Some(true) {
            Elsewhere::Wanted
        } else {
            Elsewhere::Unwanted
        };
        match (&self.at, &self.cell, &self.zone) {
            (None, None, None) if self.relay == Some(true) => Ok(Stands::ForOthers),
            (None, None, None) => Ok(Stands::Anywhere),
            (Some(at), None, None) => {
                let point = cells::position(at)
                    .map_err(|fault| refused(fault.code(), fault.to_string()))?;
                Ok(Stands::In(Cell::at(point), elsewhere))
            }
            (None, Some(name), None) => {
                let cell =
                    Cell::named(name).map_err(|fault| refused("bad_cell", fault.to_string()))?;
                Ok(Stands::In(cell, elsewhere))
            }
            (None, None, Some(name)) => {
                let zone = ZoneId::new(name.clone());
                if !door.behind.has_zone(&zone) {
                    let detail = "the site has no such zone; /api/v1/zones lists them";
                    return Err(refused("zone_unknown", detail.to_owned()));
                }
                Ok(Stands::Zone(zone, elsewhere))
            }
            _ => {
                let detail =
                    "only one of at, cell and zone says where you are; leave out the others";
                Err(refused("two_places", detail.to_owned()))
            }
        }
    }
}

impl Door {
    /// Lets somebody in, if there is room; what happens to the socket once the answer is made.
    pub(super) fn join(
        self: &Arc<Self>,
        wire: Wire,
        peer: SocketAddr,
        since: Since,
        stands: Stands,
        screen: Option<String>,
    ) -> Result<TakenOver, Problem> {
        if self.hub.connections() >= self.connections_max as u64 {
            let detail =
                "there are as many connections as this server takes; try again in a few seconds";
            return Err(Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "connections_full",
                detail,
            ));
        }
        let place = self.addresses.place(peer.ip())?;
        let door = Arc::clone(self);
        Ok(TakenOver::by(move |left, head| {
            let seated = |token| Some(door.screens.as_ref()?.seat(&door.hub, token));
            let screen = screen.and_then(seated);
            let guest = (screen.is_some() || place.is_held()).then(|| {
                Box::new(Listener {
                    screen,
                    _place: place,
                }) as Box<dyn Guest>
            });
            // A number that this journal has not reached is of another journal, or made up. Who has it missed
            // everything, and is told so: to wait for that number would be silence that looks like safety.
            let is_foreign = since.is_foreign(&door);
            let since = since.last.map(|since| if is_foreign { 0 } else { since });
            let live = match since {
                None => door.behind.live(),
                Some(_) => Vec::new(),
            };
            // Asked for before the hub is held, and only where it is needed.
            let foreign_to = is_foreign.then(|| door.hub.oldest());
            let group = stands.group();
            door.hub.join(since, &live, group, |mut first| {
                let says_so = first.first().is_some_and(|first| is_resync(first));
                if let Some(oldest) = foreign_to.filter(|_| !says_so) {
                    first.insert(0, Arc::new(frame::resync(oldest)));
                }
                let Some(engine) = door.hub.wire() else {
                    return;
                };
                engine.adopt(Newcomer {
                    socket: left.socket,
                    cipher: left.cipher,
                    wire,
                    group,
                    head,
                    first,
                    guest,
                });
            });
        }))
    }
}

fn is_resync(frame: &Frame) -> bool {
    frame.bytes(Wire::Sse).starts_with(b"event: resync")
}
