//! The whole picture for the console, from one immutable view.

use super::{changes, waiting};
use crate::siren_watch::SirenWatch;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use vigie_channels::siren::Links;
use vigie_core::State;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::delivery::{Delivery, Life, Target, Watch};
use vigie_core::ids::{AlertId, Danger, IncidentId, Language, SirenId};
use vigie_core::limits::SENSOR_SILENT_MS;
use vigie_core::record::Incident;
use vigie_core::report::Health;
use vigie_core::site::Site;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::vetting::{LeftOut, Sayable};
use vigie_core::warning::{Stage, Warning};
use vigie_core::wording;

/// Ended warnings shown; older ones are in the record.
const ENDED_SHOWN: usize = 50;

/// What the picture needs besides the state.
#[derive(Debug)]
pub struct Around {
    /// The time.
    pub now: Timestamp,
    /// Connections on the live wire.
    pub connections: u64,
    /// Those that say what they show.
    pub answering: u64,
    /// Health of the feeds, as JSON.
    pub feeds: Value,
    /// CAP messages of ours that went out without the signature they should have.
    pub unsigned: Vec<AlertId>,
    /// How sirens are reached.
    pub links: Arc<Links>,
    /// How they are.
    pub watch: Arc<SirenWatch>,
}

/// The whole picture.
pub fn picture(state: &State, around: &Around) -> Value {
    let site = state.site.as_deref();
    let ended = state.warnings.closed().rev().take(ENDED_SHOWN);
    let shown = state
        .warnings
        .open()
        .iter()
        .chain(ended)
        .filter_map(|id| state.warning(*id));
    json!({
        "at": around.now,
        "head": state.head,
        "site": site.map(|site| json!({ "id": site.id, "name": site.name, "languages": site.languages })),
        "zones": zones(state),
        "dangers": site.map(|site| site.words.keys().collect::<Vec<_>>()),
        "slots": site.map(slots),
        "warnings": shown.map(|w| warning(state, w)).collect::<Vec<_>>(),
        "sirens": sirens(state, &around.links, &around.watch),
        "screens": screens(state, around),
        "feeds": around.feeds,
        "unsigned": around.unsigned,
        "headcounts": headcounts(state),
        "incidents": latest_incidents(state),
        "standing_orders": standing_orders(state, around.now),
        "sensors": sensors(state, around.now),
        "changes": changes::waiting(state),
        "by_key": changes::by_key(state),
        "can_agree": changes::can_agree(state),
    })
}

/// The values that a danger's texts can say, for those that say any.
fn slots(site: &Site) -> BTreeMap<&Danger, Vec<&'static str>> {
    let dangers = site.words.iter();
    let dangers = dangers.filter(|(_, words)| !words.slots.is_empty());
    dangers
        .map(|(danger, words)| {
            (
                danger,
                words.slots.iter().copied().map(wording::key).collect(),
            )
        })
        .collect()
}

/// One warning with its messages and deliveries.
pub fn warning(state: &State, warning: &Warning) -> Value {
    let alerts: Vec<Value> = warning
        .alerts
        .iter()
        .filter_map(|id| state.alerts.get(id))
        .map(|alert| {
            let headline: serde_json::Map<String, Value> = alert
                .content
                .texts
                .iter()
                .map(|(language, texts)| (language.to_string(), texts.headline.clone().into()))
                .collect();
            json!({
                "id": alert.id, "n": alert.id, "act": alert.content.act, "sent": alert.content.sent,
                "identifier": alert.content.cap.identifier, "sha256": alert.content.cap.sha256,
                "code": alert.code(), "headline": headline, "left_out": alert.content.left_out,
                "screens": state.reach.get(&alert.id).map(|counted| **counted).map(|(connected, acked)| json!({ "connected": connected, "acked": acked })),
            })
        })
        .collect();
    let deliveries: Vec<Value> = warning
        .alerts
        .iter()
        .flat_map(|id| state.deliveries_of(*id))
        .map(|d| delivery(d))
        .collect();
    let ended = warning.ended.as_ref();
    let mut shown = json!({
        "id": warning.id,
        "danger": warning.danger,
        "status": warning.status,
        "stage": warning.stage,
        "origin": warning.origin,
        "ended": ended.map(|(how, _, _)| how),
        "ended_at": ended.map(|(_, at, _)| at),
        "ended_by": ended.and_then(|(_, _, hand)| Some(&hand.as_ref()?.by)),
        "confirmed": !warning.is_unconfirmed(),
        "confirmed_by": warning.confirmed.as_ref().map(|hand| &hand.by),
        "nags": warning.nags,
        "deputy": warning.deputy,
        "class": warning.class,
        "drafted_by": warning.drafted_by,
        "fired_by": warning.fired_by,
        "approved_by": warning.approved.as_ref().map(|hand| &hand.by),
        "rejected": warning.rejected.as_ref().map(|(hand, reason)| json!({ "by": hand.by, "reason": reason })),
        "returned": warning.returned.as_ref().map(|(hand, reason)| json!({ "by": hand.by, "reason": reason })),
        "holder": warning.holder,
        "held_since": warning.held_since,
        "deputies_asked": warning.escalated,
        "end_confirmed": !warning.is_end_unconfirmed(),
        "end_confirmed_by": warning.end_confirmed.as_ref().map(|hand| &hand.by),
        "cause": warning.cause,
        "proposal": waiting::proposal(state, warning),
        "restated": waiting::restated(state, warning),
        "corrections": waiting::corrections(warning),
        "sha256": warning.approval_sha256(),
        "submitted_by": warning.submitted.as_ref().map(|(hand, _)| &hand.by),
        "submitted_texts": (warning.stage == Stage::Submitted)
            .then(|| warning.submitted.as_ref().map(|(_, content)| &content.texts)),
        "event": warning.event(),
        "joined": warning.joined,
        "joined_by": warning.joined_by.iter().collect::<Vec<_>>(),
        "queued_until": warning.queued.as_ref().map(|(_, at)| at),
        "zones": warning.zones,
        "valid_s": warning.valid_s,
        "opened": warning.opened,
        "expires": warning.expires,
        "footprint": waiting::footprint(state, warning),
        "alerts": alerts,
        "deliveries": deliveries,
    });
    shown["note"] = json!(warning.note);
    shown["slots"] = json!(warning.slots);
    shown
}

fn delivery(delivery: &Delivery) -> Value {
    let (at, why): (Option<&Timestamp>, Option<&str>) = match &delivery.life {
        Life::Planned => (None, None),
        Life::Resting { until } => (Some(until), Some("not reached yet; tried again then")),
        Life::GivenUp { at, why } => (Some(at), Some(why)),
        Life::Refused { at, reason } => (Some(at), Some(reason.advice())),
        Life::Silent { at } => (
            Some(at),
            Some("it accepted the order, and nothing was heard"),
        ),
        Life::Overtaken { at } => (Some(at), Some("a newer message came before it was proven")),
        Life::Sent { at }
        | Life::Accepted { at }
        | Life::Carrying { at }
        | Life::Carried { at }
        | Life::Heard { at }
        | Life::Published { at } => (Some(at), None),
    };
    json!({
        "id": delivery.id, "alert": delivery.alert, "target": delivery.target.shown(),
        "life": delivery.life.stage(), "at": at, "attempts": delivery.attempt, "why": why,
        "heard": delivery.heard, "people": delivery.people,
        "escalated": match delivery.watch {
            Watch::Escalated { at } => Some(at),
            Watch::Off | Watch::On => None,
        },
        "stands_in_for": delivery.stands_in_for,
    })
}

fn zones(state: &State) -> Value {
    let Some(site) = state.site.as_deref() else {
        return json!([]);
    };
    site.zones
        .iter()
        .map(|(id, zone)| {
            json!({
                "id": id, "names": zone.names, "people": zone.people, "ring": zone.ring, "more": zone.more,
                "parent": zone.parent, "version": zone.version, "geocodes": zone.geocodes,
            })
        })
        .collect()
}

/// Every siren with its link, the ways that are up, how it is, and its last delivery.
pub fn sirens(state: &State, links: &Links, watch: &SirenWatch) -> Value {
    let Some(site) = state.site.as_deref() else {
        return json!([]);
    };
    let mut last: BTreeMap<&SirenId, &Delivery> = BTreeMap::new();
    for delivery in state.deliveries.values() {
        if let Target::Siren(to) = &delivery.target {
            last.insert(to, delivery);
        }
    }
    site.sirens
        .iter()
        .map(|(id, post)| {
            let known = state.sirens.get(id);
            let link = match known.and_then(|s| s.up) {
                Some(true) => "up",
                Some(false) => "lost",
                None => "never",
            };
            json!({
                "id": id, "zone": post.zone, "place": post.place, "link": link,
                "ways": links.ways(id), "since": known.map(|s| s.since), "last_heard_ms": known.and_then(|s| s.heard),
                "last": last.get(id).map(|d| delivery(d)), "health": watch.shown(state, id),
            })
        })
        .collect()
}

fn screens(state: &State, around: &Around) -> Value {
    let last = state.reach.iter().next_back();
    json!({
        "connected": around.connections,
        "answering": around.answering,
        "last": last.map(|(alert, counted)| (alert, **counted)).map(|(alert, (connected, acked))| json!({ "alert": alert, "connected": connected, "acked": acked })),
    })
}

/// Every roll call and how it stands.
pub fn headcounts(state: &State) -> Value {
    state
        .headcounts
        .values()
        .map(|headcount| {
            let count = headcount.count();
            json!({
                "id": headcount.id, "warning": headcount.warning, "opened": headcount.opened,
                "open": headcount.closed.is_none(), "expected": count.expected, "safe": count.safe,
                "need_help": count.need_help, "missing": count.missing,
            })
        })
        .collect()
}

/// How many incidents the picture shows: what a shift has to do with.
const INCIDENTS_SHOWN: usize = 100;

/// The latest incidents that happened here, and were not taken over from a table.
fn latest_incidents(state: &State) -> Vec<Value> {
    let from_table = |incident: &Incident| {
        incident
            .description()
            .is_some_and(|said| said.row.is_some())
    };
    let here = state.incidents.values().rev();
    let here = here.filter(|incident| !from_table(incident));
    let mut latest: Vec<Value> = here.take(INCIDENTS_SHOWN).map(|i| incident(i)).collect();
    latest.reverse();
    latest
}

/// How many incidents one page has.
const INCIDENTS_A_PAGE: usize = 500;

/// The incidents behind this number with their lines, a page of them.
pub fn incidents(state: &State, after: IncidentId) -> Value {
    let behind = IncidentId(after.0.saturating_add(1))..IncidentId(u64::MAX);
    let mut those = state.incidents.range(behind).map(|(_, incident)| incident);
    let page: Vec<Value> = those
        .by_ref()
        .take(INCIDENTS_A_PAGE)
        .map(|i| incident(i))
        .collect();
    json!({ "incidents": page, "more": those.next().is_some() })
}

fn incident(incident: &Incident) -> Value {
    let assertions: Vec<Value> = incident
        .assertions
        .values()
        .map(|line| {
            json!({
                "id": line.id, "at": line.at, "by": line.by, "kind": line.said.about,
                "statement": line.said.statement, "as_reported_by": line.said.reported_by,
                "reports": line.said.reports, "said_at": line.said.said_at, "status": line.said.standing,
            })
        })
        .collect();
    let claims: Vec<_> = incident.claims.values().collect();
    json!({
        "id": incident.id, "opened": incident.opened, "warning": incident.warnings.first(),
        "warnings": incident.warnings, "assertions": assertions, "claims": claims,
        "description": incident.description(), "merged": incident.merged,
    })
}

/// Every standing order and whether it is in force.
pub fn standing_orders(state: &State, now: Timestamp) -> Value {
    let mut leaves_out = LeavesOut::default();
    state
        .standing_orders
        .values()
        .map(|held| {
            let order = &held.order;
            let mut shown = serde_json::to_value(order).unwrap_or_default();
            for (name, value) in [
                ("sha256", json!(order.sha256())),
                ("in_force", json!(held.in_force(now))),
                ("proposed_by", json!(held.proposed.by)),
                ("approved_by", json!(held.approved.as_ref().map(|h| &h.by))),
                ("revoked_by", json!(held.revoked.as_ref().map(|h| &h.by))),
                ("firings", json!(held.firings)),
                ("left_out", json!(leaves_out.of(state, order))),
            ] {
                shown[name] = value;
            }
            shown
        })
        .collect()
}

/// The languages that orders would leave out if they fired at this moment, and why: by danger, since
/// thousands of orders warn of a few.
#[derive(Default)]
struct LeavesOut<'a>(BTreeMap<(Status, &'a Danger), BTreeMap<Language, LeftOut>>);

impl<'a> LeavesOut<'a> {
    fn of(&mut self, state: &State, order: &'a StandingOrder) -> &BTreeMap<Language, LeftOut> {
        self.0
            .entry((order.status, &order.danger))
            .or_insert_with(|| {
                let site = state.site.as_deref();
                site.map_or_else(BTreeMap::new, |site| {
                    Sayable::of(state, site, order.status, &order.danger, None).left_out
                })
            })
    }
}

/// Every sensor: when it was last heard, what it says of itself, and whether it is silent. One that
/// never spoke is unknown, not fine.
pub fn sensors(state: &State, now: Timestamp) -> Value {
    let Some(site) = state.site.as_deref() else {
        return json!([]);
    };
    site.sensors
        .iter()
        .map(|(id, post)| {
            let known = state.sensors.get(id);
            let silent = known.map(|trace| now.since_ms(trace.heard) >= SENSOR_SILENT_MS);
            let stands = match (known.and_then(|trace| trace.health), silent) {
                (_, None) => "never",
                (Some(Health::Faulty), _) => "faulty",
                (_, Some(true)) => "silent",
                (_, Some(false)) => "heard",
            };
            json!({
                "id": id, "zone": post.zone, "danger": post.danger, "stands": stands,
                "heard": known.map(|trace| trace.heard),
            })
        })
        .collect()
}
