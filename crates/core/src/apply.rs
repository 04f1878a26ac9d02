//! Makes an entry true. Cannot fail: whatever could be wrong was refused when it was decided.

use crate::decision::standing_order::Held;
use crate::delivery::{self, Delivery, Life, Next, Outcome, Target};
use crate::fact::{Entry, Fact, Pairing};
use crate::headcount::Headcount;
use crate::ids::{
    AlertId, AssertionId, Danger, DeliveryId, HeadcountId, IncidentId, ReportId, SirenId, WarningId,
};
use crate::limits::{ENDED_WARNINGS_KEPT, OTHER_BYTES_KEPT, REPORTS_KEPT, SEEN_CAP_KEPT};
use crate::record::Incident;
use crate::record::assertion::{Line, Standing};
use crate::report::{Report, Source, Taken};
use crate::siren::{AnswerWhat, RefusalReason};
use crate::site::Site;
use crate::state::{Seen, SirenState, State, Trace};
use crate::time::Timestamp;
use crate::warning::{Alert, Content, End, Hand, Origin, Stage, Triple, Warning};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes an entry true. Entries come in the order of their numbers.
#[expect(
    clippy::too_many_lines,
    reason = "one arm per fact, in one place, is the point"
)]
pub fn apply(state: &mut State, entry: &Entry) {
    debug_assert!(entry.n == state.head + 1, "entries come in order");
    state.head = entry.n;
    state.at = entry.at;
    let (n, at) = (entry.n, entry.at);
    match &entry.fact {
        Fact::SiteDeclared { site } => site_declared(state, site.as_ref().clone()),
        Fact::RosterDeclared { roster } => state.roster = Arc::new(roster.clone()),
        Fact::ReportReceived { report } => report_received(state, ReportId(n), at, report),
        Fact::CapTaken { triple, sha256, .. } => cap_taken(state, triple, sha256),
        Fact::StandingOrderProposed { order, by } => {
            let held = Held::proposed(order.as_ref().clone(), by.clone(), at);
            Arc::make_mut(&mut state.standing_orders).insert(order.id.clone(), Arc::new(held));
        }
        Fact::StandingOrderApproved { id, by } => {
            with(&mut state.standing_orders, id, |held| {
                held.approved = Some(Hand { by: by.clone(), at });
            });
        }
        Fact::StandingOrderRevoked { id, by } => {
            with(&mut state.standing_orders, id, |held| {
                held.revoked = Some(Hand { by: by.clone(), at });
            });
        }
        Fact::StandingOrderFired { id, .. } => {
            with(&mut state.standing_orders, id, |held| held.fired(at));
        }
        Fact::WarningDrafted { draft, by, .. } => {
            let mut warning = opened(
                WarningId(n),
                at,
                Origin::Own,
                draft.status,
                draft.danger.as_str(),
            );
            warning.zones.clone_from(&draft.zones);
            warning.valid_s = draft.valid_s;
            warning.drafted_by.clone_from(by);
            warning.hands.extend(by.clone());
            put_warning(state, warning);
        }
        Fact::WarningAmended { warning, by, draft } => {
            with(&mut state.warnings, warning, |w| {
                draft.danger.as_str().clone_into(&mut w.danger);
                w.zones.clone_from(&draft.zones);
                w.valid_s = draft.valid_s;
                w.stage = Stage::Draft;
                w.submitted = None;
                w.hands.insert(by.clone());
            });
        }
        Fact::WarningSubmitted {
            warning,
            by,
            content,
        } => {
            with(&mut state.warnings, warning, |w| {
                w.stage = Stage::Submitted;
                w.submitted = Some((Hand { by: by.clone(), at }, content.clone()));
                w.hands.insert(by.clone());
            });
        }
        Fact::WarningApproved { warning, by, .. } => {
            with(&mut state.warnings, warning, |w| {
                w.approved = Some(Hand { by: by.clone(), at });
            });
        }
        Fact::WarningRejected {
            warning,
            by,
            reason,
        } => {
            with(&mut state.warnings, warning, |w| {
                w.stage = Stage::Rejected;
                w.rejected = Some((Hand { by: by.clone(), at }, reason.clone()));
            });
            close(state, *warning);
        }
        Fact::AlertIssued {
            warning,
            by,
            fired_by,
            content,
        } => {
            if !state.warnings.contains_key(warning) {
                let mut w = opened(
                    *warning,
                    at,
                    content.origin.clone(),
                    content.status,
                    &content.danger,
                );
                w.fired_by.clone_from(fired_by);
                if let (Some(id), Origin::Own) = (fired_by, &content.origin)
                    && let Some(held) = state.standing_orders.get(id)
                {
                    w.zones.clone_from(&held.order.zones);
                    w.valid_s = crate::limits::FIRED_VALID_S;
                }
                put_warning(state, w);
            }
            let alert = Alert {
                id: AlertId(n),
                warning: *warning,
                content: content.as_ref().clone(),
            };
            issued(state, alert, at, by.as_ref());
        }
        Fact::WarningConfirmed { warning, by } => {
            with(&mut state.warnings, warning, |w| {
                w.confirmed = Some(Hand { by: by.clone(), at });
            });
        }
        Fact::UnconfirmedNagged { warning } => with(&mut state.warnings, warning, |w| {
            w.nags = w.nags.saturating_add(1);
            w.nagged = at;
        }),
        Fact::WarningEnded { warning, how } => {
            // No message carries this end, so nothing else keeps a waiting siren order from leaving.
            let alerts = state.warning(*warning).map(|w| w.alerts.clone());
            take_back(state, &alerts.unwrap_or_default(), at, |target| {
                matches!(target, Target::Siren(_))
            });
            end(state, *warning, *how, at, None);
        }
        Fact::DeliveryAttempted {
            delivery,
            attempt,
            outcome,
        } => attempted(state, *delivery, *attempt, outcome, at),
        Fact::DeliveryLapsed { delivery, attempt } => lapsed(state, *delivery, *attempt, at),
        Fact::SirenAnswered {
            delivery,
            siren,
            what,
            ..
        } => answered(state, *delivery, siren, *what, at),
        Fact::SirenLinked { siren, up, pairing } => linked(state, siren, *up, *pairing, at),
        Fact::ScreensReached {
            alert,
            connected,
            acked,
        } => {
            Arc::make_mut(&mut state.reach).insert(*alert, (*connected, *acked));
        }
        Fact::HeadcountOpened { warning, .. } => {
            let answers = state
                .roster
                .people
                .iter()
                .map(|p| (p.clone(), None))
                .collect();
            let id = HeadcountId(n);
            let headcount = Headcount {
                id,
                warning: *warning,
                opened: at,
                closed: None,
                answers,
            };
            Arc::make_mut(&mut state.headcounts).insert(id, Arc::new(headcount));
        }
        Fact::HeadcountAnswered {
            headcount,
            person,
            reply,
        } => {
            with(&mut state.headcounts, headcount, |h| {
                h.answers.insert(person.clone(), Some((*reply, at)));
            });
        }
        Fact::HeadcountClosed { headcount, .. } => {
            with(&mut state.headcounts, headcount, |h| h.closed = Some(at));
        }
        Fact::IncidentOpened { warning } => {
            let incident = Incident::opened(IncidentId(n), *warning, at);
            Arc::make_mut(&mut state.incidents).insert(incident.id, Arc::new(incident));
        }
        Fact::AssertionRecorded {
            incident,
            by,
            assertion,
        } => with(&mut state.incidents, incident, |i| {
            let said = assertion.as_ref().clone();
            i.assertions.push(Line {
                id: AssertionId(n),
                at,
                by: by.clone(),
                said,
            });
        }),
        Fact::ClaimRecorded {
            incident,
            by,
            claim,
        } => with(&mut state.incidents, incident, |i| {
            i.claims.push(Line {
                id: AssertionId(n),
                at,
                by: by.clone(),
                said: claim.as_ref().clone(),
            });
        }),
        Fact::AssertionWithdrawn { assertion, .. } => withdrawn(state, *assertion),
        Fact::StandingOrderHeld { .. } | Fact::CommandRefused { .. } => {}
    }
}

/// Changes one thing on a shelf, if it is there.
fn with<K: Ord + Clone, V: Clone>(
    shelf: &mut Arc<BTreeMap<K, Arc<V>>>,
    key: &K,
    change: impl FnOnce(&mut V),
) {
    if let Some(thing) = Arc::make_mut(shelf).get_mut(key) {
        change(Arc::make_mut(thing));
    }
}

/// What is live keeps the words and zones it was issued with, so that it can be ended in every
/// language wherever it was heard, although the configuration has dropped them since.
fn site_declared(state: &mut State, mut site: Site) {
    if let Some(before) = &state.site {
        for warning in state.live_warnings().filter(|w| w.origin == Origin::Own) {
            let danger = Danger::new(warning.danger.clone());
            if let Some(words) = before.words.get(&danger) {
                site.words.entry(danger).or_insert_with(|| words.clone());
            }
            for id in &warning.zones {
                if let Some(zone) = before.zones.get(id) {
                    let zones = site.zones.entry(id.clone());
                    zones.or_insert_with(|| zone.clone());
                }
            }
        }
    }
    state.site = Some(Arc::new(site));
}

fn report_received(state: &mut State, id: ReportId, at: Timestamp, report: &Report) {
    if let Source::Sensor { sensor, reading } = &report.source {
        let post = state.site.as_ref().and_then(|s| s.sensors.get(sensor));
        let danger = report
            .danger
            .clone()
            .or_else(|| post.map(|p| p.danger.clone()));
        let trace = Trace {
            reading: *reading,
            at,
            report: id,
            danger,
        };
        Arc::make_mut(&mut state.sensors).insert(sensor.clone(), Arc::new(trace));
    }
    let reports = Arc::make_mut(&mut state.reports);
    reports.push_back(Arc::new(Taken {
        id,
        at,
        report: report.clone(),
    }));
    if reports.len() > REPORTS_KEPT {
        reports.pop_front();
    }
}

fn cap_taken(state: &mut State, triple: &Triple, sha256: &str) {
    let order = Arc::make_mut(&mut state.cap_seen_order);
    let seen_by_triple = Arc::make_mut(&mut state.cap_seen);
    // The first bytes under a key keep it, and with it the warning that shows them.
    if let Some(first) = seen_by_triple.get_mut(triple) {
        if first.others.len() < OTHER_BYTES_KEPT {
            first.others.push(sha256.to_owned());
        }
        return;
    }
    // The entry that relays it, if one follows, says which warning it belongs to.
    let seen = Seen {
        sha256: sha256.to_owned(),
        others: Vec::new(),
        warning: None,
    };
    order.push_back(triple.clone());
    seen_by_triple.insert(triple.clone(), seen);
    if order.len() > SEEN_CAP_KEPT
        && let Some(oldest) = order.pop_front()
    {
        seen_by_triple.remove(&oldest);
    }
}

fn opened(
    id: WarningId,
    at: Timestamp,
    origin: Origin,
    status: crate::status::Status,
    danger: &str,
) -> Warning {
    Warning {
        id,
        origin,
        status,
        danger: danger.to_owned(),
        zones: std::collections::BTreeSet::new(),
        valid_s: 0,
        stage: Stage::Draft,
        opened: at,
        drafted_by: None,
        hands: std::collections::BTreeSet::new(),
        fired_by: None,
        submitted: None,
        approved: None,
        rejected: None,
        confirmed: None,
        nags: 0,
        nagged: at,
        alerts: Vec::new(),
        expires: None,
        ended: None,
    }
}

fn put_warning(state: &mut State, warning: Warning) {
    Arc::make_mut(&mut state.open_warnings).insert(warning.id);
    Arc::make_mut(&mut state.warnings).insert(warning.id, Arc::new(warning));
}

fn issued(state: &mut State, alert: Alert, at: Timestamp, by: Option<&crate::ids::OfficerId>) {
    let (id, warning_id) = (alert.id, alert.warning);
    if matches!(alert.content.origin, Origin::Feed(_)) {
        let triple = alert.content.cap.triple();
        if let Some(seen) = Arc::make_mut(&mut state.cap_seen).get_mut(&triple) {
            seen.warning = Some(warning_id);
        }
    }
    plan(state, &alert, at);
    let content = &alert.content;
    with(&mut state.warnings, &warning_id, |w| {
        w.stage = Stage::Live;
        w.alerts.push(id);
        w.expires = content.expires;
    });
    let how = ended_by(content);
    Arc::make_mut(&mut state.alerts).insert(id, Arc::new(alert));
    if let Some(how) = how {
        end(state, warning_id, how, at, by.cloned());
    }
}

fn ended_by(content: &Content) -> Option<End> {
    use crate::wording::Act;
    match content.act {
        Act::Alert | Act::Update => None,
        Act::AllClear => Some(End::AllClear),
        Act::Retraction => Some(End::Retracted),
        Act::Expiry => Some(End::Expired),
    }
}

/// Plans the deliveries of a message: an end goes to every siren that any message of its warning was
/// planned for, and overtakes what has not sounded; but never to a siren that another danger needs.
fn plan(state: &mut State, alert: &Alert, at: Timestamp) {
    let earlier: Vec<AlertId> = state
        .warning(alert.warning)
        .map(|w| w.alerts.clone())
        .unwrap_or_default();
    let mut sirens: BTreeSet<SirenId> = BTreeSet::new();
    if alert.content.sounds {
        if let (Some(site), Some(warning)) = (&state.site, state.warning(alert.warning)) {
            sirens.extend(site.sirens_in(&warning.zones));
        }
        for delivery in earlier.iter().flat_map(|alert| state.deliveries_of(*alert)) {
            if let Target::Siren(siren) = &delivery.target {
                sirens.insert(siren.clone());
            }
        }
    }
    let ends = alert.content.act.ends();
    // A bulletin never follows a newer one of its warning; files are a record, each is written.
    take_back(state, &earlier, at, |target| match target {
        Target::Siren(siren) => ends || sirens.contains(siren),
        Target::Live => true,
        Target::Folder => false,
    });
    if ends {
        let needed = needed_elsewhere(state, alert);
        sirens.retain(|siren| !needed.contains(siren));
    } else {
        overtake_ends(state, alert, &sirens, at);
    }
    let first = DeliveryId(state.last_delivery + 1);
    for target in sirens
        .into_iter()
        .map(Target::Siren)
        .chain([Target::Live, Target::Folder])
    {
        let ctr = take_counter(state, &target);
        let id = DeliveryId(state.last_delivery + 1);
        state.last_delivery = id.0;
        let delivery = Delivery {
            id,
            alert: alert.id,
            target,
            life: Life::Planned,
            attempt: 1,
            ctr,
            due_from: at,
            planned: at,
            series: 1,
            sent: None,
            started: None,
            heard: None,
            ended: None,
        };
        Arc::make_mut(&mut state.deliveries).insert(id, Arc::new(delivery));
        Arc::make_mut(&mut state.open_deliveries).insert(id);
    }
    let count = state.last_delivery + 1 - first.0;
    Arc::make_mut(&mut state.planned).insert(alert.id, (first, count));
}

/// Sirens that another live warning sounds on: the all clear of one danger must not be heard, nor
/// the sound of another be stopped, while that other lasts. An exercise needs no siren against the
/// real thing.
fn needed_elsewhere(state: &State, ending: &Alert) -> BTreeSet<SirenId> {
    state
        .live_warnings()
        .filter(|w| w.id != ending.warning && w.origin == Origin::Own)
        .filter(|w| w.status <= ending.content.status)
        .flat_map(|w| w.alerts.iter())
        .flat_map(|alert| state.deliveries_of(*alert))
        .filter_map(|delivery| match &delivery.target {
            Target::Siren(siren) => Some(siren.clone()),
            Target::Live | Target::Folder => None,
        })
        .collect()
}

/// An end that has not reached a siren must not reach it after a new danger sounds there.
fn overtake_ends(state: &mut State, sounding: &Alert, sirens: &BTreeSet<SirenId>, at: Timestamp) {
    let late: Vec<DeliveryId> = state
        .open_deliveries
        .iter()
        .filter_map(|id| state.deliveries.get(id))
        .filter(|d| matches!(&d.target, Target::Siren(siren) if sirens.contains(siren)))
        .filter(|d| {
            let end = state.alerts.get(&d.alert).map(|alert| &alert.content);
            end.is_some_and(|end| end.act.ends() && sounding.content.status <= end.status)
        })
        .map(|d| d.id)
        .collect();
    for id in late {
        set_life(state, id, |delivery| delivery.life = Life::Overtaken { at });
    }
}

/// Takes back what of earlier messages has not arrived at targets of a kind.
fn take_back(
    state: &mut State,
    earlier: &[AlertId],
    at: Timestamp,
    is_meant: impl Fn(&Target) -> bool,
) {
    let overtaken: Vec<DeliveryId> = earlier
        .iter()
        .flat_map(|alert| state.deliveries_of(*alert))
        .filter(|d| !d.life.is_final() && is_meant(&d.target))
        .map(|d| d.id)
        .collect();
    for id in overtaken {
        set_life(state, id, |delivery| delivery.life = Life::Overtaken { at });
    }
}

fn take_counter(state: &mut State, target: &Target) -> u64 {
    let Target::Siren(siren) = target else {
        return 0;
    };
    let sirens = Arc::make_mut(&mut state.sirens);
    let known = Arc::make_mut(sirens.entry(siren.clone()).or_default());
    let ctr = known.next_ctr;
    known.next_ctr = known.next_ctr.saturating_add(1);
    ctr
}

fn set_life(state: &mut State, id: DeliveryId, change: impl FnOnce(&mut Delivery)) {
    let Some(delivery) = Arc::make_mut(&mut state.deliveries).get_mut(&id) else {
        return;
    };
    let delivery = Arc::make_mut(delivery);
    change(delivery);
    let open = Arc::make_mut(&mut state.open_deliveries);
    if delivery.life.is_final() {
        open.remove(&id);
    } else {
        open.insert(id);
    }
}

fn attempted(state: &mut State, id: DeliveryId, attempt: u8, outcome: &Outcome, at: Timestamp) {
    let Some(delivery) = state
        .deliveries
        .get(&id)
        .filter(|d| d.attempt == attempt && !d.life.is_final())
    else {
        return;
    };
    match outcome {
        Outcome::HandedOver { .. } => {
            let life = match delivery.target {
                Target::Siren(_) if matches!(delivery.life, Life::Accepted { .. }) => {
                    delivery.life.clone()
                }
                Target::Siren(_) => Life::Sent { at },
                Target::Live | Target::Folder => Life::Published { at },
            };
            set_life(state, id, |d| {
                d.life = life;
                d.sent = d.sent.or(Some(at));
            });
        }
        Outcome::Failed { why } => try_again(state, id, why, at),
    }
}

fn lapsed(state: &mut State, id: DeliveryId, attempt: u8, at: Timestamp) {
    let Some(delivery) = state
        .deliveries
        .get(&id)
        .filter(|d| d.attempt == attempt && !d.life.is_final())
    else {
        return;
    };
    if matches!(delivery.life, Life::Accepted { .. }) {
        set_life(state, id, |d| d.life = Life::Silent { at });
    } else {
        try_again(state, id, "no answer in time", at);
    }
}

fn try_again(state: &mut State, id: DeliveryId, why: &str, at: Timestamp) {
    let Some(delivery) = state.deliveries.get(&id).cloned() else {
        return;
    };
    match delivery::next_attempt(&delivery, at) {
        Next::Retry(until) => {
            let ctr = take_counter(state, &delivery.target);
            set_life(state, id, |d| {
                d.life = Life::Resting { until };
                d.attempt = d.attempt.saturating_add(1);
                d.ctr = ctr;
                d.due_from = until;
            });
        }
        Next::GiveUp => set_life(state, id, |d| {
            d.life = Life::GivenUp {
                at,
                why: why.to_owned(),
            }
        }),
    }
}

fn answered(state: &mut State, id: DeliveryId, siren: &SirenId, what: AnswerWhat, at: Timestamp) {
    let Some(delivery) = state.deliveries.get(&id).cloned() else {
        return;
    };
    match what {
        AnswerWhat::Accepted | AnswerWhat::Started => set_life(state, id, |d| {
            if !d.life.is_final() {
                d.life = Life::Accepted { at };
            }
            if what == AnswerWhat::Started {
                d.started = d.started.or(Some(at));
            }
        }),
        AnswerWhat::Heard => {
            set_life(state, id, |d| {
                d.life = Life::Heard { at };
                d.heard = d.heard.or(Some(at));
            });
            with(&mut state.sirens, siren, |s| s.heard = Some(at));
        }
        AnswerWhat::NotHeard => set_life(state, id, |d| {
            if !matches!(d.life, Life::Heard { .. }) {
                d.life = Life::Silent { at };
            }
        }),
        AnswerWhat::Ended => set_life(state, id, |d| d.ended = d.ended.or(Some(at))),
        AnswerWhat::Refused { reason } => {
            if delivery.life.is_final() {
                return;
            }
            if delivery::is_curable(reason) {
                try_again(state, id, reason.advice(), at);
            } else {
                set_life(state, id, |d| d.life = Life::Refused { at, reason });
            }
        }
    }
}

/// A siren that comes back while its warning is live gets what it missed, if that is still the
/// last word; what has ended stays ended.
fn linked(state: &mut State, siren: &SirenId, up: bool, pairing: Option<Pairing>, at: Timestamp) {
    let known = Arc::make_mut(&mut state.sirens)
        .entry(siren.clone())
        .or_default();
    let known: &mut SirenState = Arc::make_mut(known);
    let came_back = up && known.up != Some(true);
    if known.up != Some(up) {
        known.up = Some(up);
        known.since = at;
    }
    let was_paired_anew = pairing.is_some_and(|pairing| pairing.epoch > known.epoch);
    if let Some(pairing) = pairing {
        known.epoch = known.epoch.max(pairing.epoch);
        known.next_ctr = known.next_ctr.max(pairing.next_ctr);
    }
    if !up {
        return;
    }
    // A siren that went away may have been switched off before anybody could hear it: what it
    // accepted is ordered again, and its own memory keeps it from sounding twice.
    let missed: Vec<DeliveryId> = state
        .live_warnings()
        .filter_map(|w| state.last_sounding(w))
        .flat_map(|alert| state.deliveries_of(alert.id))
        .filter(|d| matches!(&d.target, Target::Siren(id) if id == siren))
        .filter(|d| match d.life {
            Life::GivenUp { .. } => true,
            Life::Resting { .. } | Life::Accepted { .. } | Life::Silent { .. } => came_back,
            Life::Refused { reason, .. } => {
                let cured = matches!(
                    reason,
                    RefusalReason::WrongEpoch | RefusalReason::CounterLost
                );
                was_paired_anew && cured
            }
            Life::Planned
            | Life::Sent { .. }
            | Life::Heard { .. }
            | Life::Published { .. }
            | Life::Overtaken { .. } => false,
        })
        .map(|d| d.id)
        .collect();
    for id in missed {
        let ctr = take_counter(state, &Target::Siren(siren.clone()));
        set_life(state, id, |d| {
            d.life = Life::Planned;
            d.attempt = d.attempt.saturating_add(1);
            d.series = d.attempt;
            d.ctr = ctr;
            d.due_from = at;
        });
    }
}

fn end(
    state: &mut State,
    id: WarningId,
    how: End,
    at: Timestamp,
    by: Option<crate::ids::OfficerId>,
) {
    with(&mut state.warnings, &id, |w| {
        w.stage = Stage::Ended;
        w.ended = Some((how, at, by));
    });
    close(state, id);
}

fn close(state: &mut State, id: WarningId) {
    Arc::make_mut(&mut state.open_warnings).remove(&id);
    let ended = Arc::make_mut(&mut state.ended_warnings);
    ended.push_back(id);
    if ended.len() <= ENDED_WARNINGS_KEPT {
        return;
    }
    // Other authorities' warnings go first: a busy feed must not push out our own record.
    let is_foreign = |id: &WarningId| {
        let warning = state.warnings.get(id);
        warning.is_some_and(|w| w.origin != Origin::Own)
    };
    let oldest = ended.iter().position(is_foreign).unwrap_or(0);
    if let Some(oldest) = ended.remove(oldest) {
        forget(state, oldest);
    }
}

/// Drops a warning that ended long ago from memory; the journal keeps it.
fn forget(state: &mut State, id: WarningId) {
    let Some(warning) = Arc::make_mut(&mut state.warnings).remove(&id) else {
        return;
    };
    let alerts = Arc::make_mut(&mut state.alerts);
    for alert in &warning.alerts {
        alerts.remove(alert);
        Arc::make_mut(&mut state.reach).remove(alert);
    }
    Arc::make_mut(&mut state.headcounts).retain(|_, h| h.warning != id);
    Arc::make_mut(&mut state.incidents).retain(|_, i| i.warnings != [id]);
    let gone: Vec<DeliveryId> = warning
        .alerts
        .iter()
        .flat_map(|alert| state.deliveries_of(*alert))
        .map(|d| d.id)
        .collect();
    for alert in &warning.alerts {
        Arc::make_mut(&mut state.planned).remove(alert);
    }
    let deliveries = Arc::make_mut(&mut state.deliveries);
    let open = Arc::make_mut(&mut state.open_deliveries);
    for id in gone {
        deliveries.remove(&id);
        open.remove(&id);
    }
}

fn withdrawn(state: &mut State, id: AssertionId) {
    let found = state
        .incidents
        .values()
        .find(|i| i.assertions.iter().any(|line| line.id == id))
        .map(|i| i.id);
    if let Some(incident) = found {
        with(&mut state.incidents, &incident, |i| {
            if let Some(line) = i.assertions.iter_mut().find(|line| line.id == id) {
                line.said.standing = Standing::Withdrawn;
            }
        });
    }
}
