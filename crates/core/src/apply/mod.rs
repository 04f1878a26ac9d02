//! Makes an entry true. Cannot fail: whatever could be wrong was refused when it was decided.

mod administration;
mod deliveries;
mod record;
mod warnings;

use crate::administration::Ending;
use crate::admission::saves_lives;
use crate::decision::custody;
use crate::decision::standing_order::Held;
use crate::delivery::Target;
use crate::fact::{Entry, Fact};
use crate::hand::Hand;
use crate::headcount::Headcount;
use crate::ids::{
    AlertId, AssertionId, ChangeId, HeadcountId, IncidentId, OfficerId, ReportId, SensorId,
    WarningId, ZoneId,
};
use crate::limits::{OTHER_BYTES_KEPT, REPORTS_KEPT, SEEN_CAP_KEPT, TEXTS_KEPT};
use crate::record::assertion::{Judgement, Withdrawal};
use crate::record::description::Described;
use crate::record::{Incident, Merged};
use crate::report::{Report, Source, Taken};
use crate::shelf::Shelf;
use crate::state::{Changing, OpenedWith, Seen, State, Trace};
use crate::time::Timestamp;
use crate::warning::{Alert, Content, Origin, Proposal, Stage, Triple};
use deliveries::{
    answered, attempted, carried, condition_told, escalated, lapsed, linked, take_back,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use warnings::{close, end, issued, opened, put_warning};

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
        Fact::SiteDeclared { site, .. } => {
            administration::site_declared(state, site.as_ref().clone());
        }
        Fact::ChangeProposed {
            change,
            says,
            sha256,
            by,
        } => administration::proposed(state, ChangeId(n), at, change, says, sha256, by.as_ref()),
        Fact::ChangeApproved { change, by, .. } => {
            administration::approved(state, *change, at, by);
        }
        Fact::ChangeMade { change } => administration::made(state, *change, at),
        Fact::ChangeMadeByKey { change, reason, .. } => {
            administration::made_by_key(state, *change, at, reason);
        }
        Fact::ChangeConfirmed { change, by } => {
            administration::confirmed(state, *change, at, by);
        }
        Fact::ChangeRefused { change, by, reason } => {
            let (by, reason) = (by.clone(), reason.clone());
            administration::ended(state, *change, at, Ending::Refused { by, reason });
        }
        Fact::ChangeVoided { change, why } => {
            let why = why.clone();
            administration::ended(state, *change, at, Ending::Void { why });
        }
        Fact::VettingWithdrawn { withdrawal, .. } => state.vetted.withdraw(withdrawal),
        Fact::TokensTaken { tokens } => administration::tokens_taken(state, tokens),
        Fact::TokensDropped { tokens } => state.tokens.drop(tokens),
        Fact::RosterDeclared { roster } => state.roster = Arc::new(roster.clone()),
        Fact::ReportReceived { report } => report_received(state, ReportId(n), at, report),
        Fact::CapTaken { triple, sha256, .. } => cap_taken(state, triple, sha256),
        Fact::StandingOrderProposed { order, by } => {
            let held = Held::proposed(order.as_ref().clone(), hand(state, by, at));
            state.standing_orders.insert(order.id.clone(), held);
        }
        Fact::StandingOrderApproved { id, by, .. } => {
            let hand = hand(state, by, at);
            with(&mut state.standing_orders, id, |held| {
                held.approved = Some(hand);
            });
        }
        Fact::StandingOrderRevoked { id, by } => {
            let hand = hand(state, by, at);
            with(&mut state.standing_orders, id, |held| {
                held.revoked = Some(hand);
            });
        }
        Fact::StandingOrderFired {
            id,
            class,
            pressed_by,
            ..
        } => {
            with(&mut state.standing_orders, id, |held| {
                held.fired(at, *class);
                held.pressed_by.clone_from(pressed_by);
            });
        }
        Fact::WarningDrafted {
            draft, by, event, ..
        } => {
            let mut warning = opened(
                WarningId(n),
                at,
                Origin::Own,
                draft.status,
                draft.danger.as_str(),
            );
            warning.event = *event;
            warning.drafted_m2 = drafted_m2(state, &draft.zones);
            warning.zones.clone_from(&draft.zones);
            warning.valid_s = draft.valid_s;
            warning.slots.clone_from(&draft.slots);
            warning.note.clone_from(&draft.note);
            warning.drafted_by.clone_from(by);
            warning
                .hands
                .extend(by.as_ref().map(|by| hand(state, by, at)));
            warning.holder.clone_from(by);
            put_warning(state, warning);
            wind(state, WarningId(n));
        }
        Fact::DraftJoined { warning, by, .. } => with(&mut state.warnings, warning, |w| {
            w.joined = w.joined.saturating_add(1);
            if let Some(by) = by {
                w.joined_by.insert(by.clone());
            }
        }),
        Fact::SubmissionQueued { warning, by, until } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                w.stage = Stage::Queued;
                w.queued = Some((hand.clone(), *until));
                w.returned = None;
                w.touched(hand);
                w.held(Some(by.clone()), at);
            });
            take_turn(state, by, at);
            wind(state, *warning);
        }
        Fact::SubmissionFailed { warning, .. } => {
            with(&mut state.warnings, warning, |w| {
                let author = w.queued.take().map(|(hand, _)| hand.by);
                w.stage = Stage::Draft;
                w.held(author, at);
            });
            wind(state, *warning);
        }
        Fact::WarningAmended {
            warning,
            by,
            draft,
            event,
        } => {
            let hand = hand(state, by, at);
            let m2 = drafted_m2(state, &draft.zones);
            with(&mut state.warnings, warning, |w| {
                draft.danger.as_str().clone_into(&mut w.danger);
                w.zones.clone_from(&draft.zones);
                w.valid_s = draft.valid_s;
                w.slots.clone_from(&draft.slots);
                w.note.clone_from(&draft.note);
                w.drafted_m2 = m2;
                w.event = *event;
                w.stage = Stage::Draft;
                w.queued = None;
                w.submitted = None;
                w.corrections = None;
                w.touched(hand);
                w.held(Some(by.clone()), at);
            });
            wind(state, *warning);
        }
        Fact::WarningSubmitted {
            warning,
            by,
            content,
            corrections,
        } => {
            let hand = hand(state, by, at);
            submits(state, *warning, by, at, content);
            with(&mut state.warnings, warning, |w| {
                w.stage = Stage::Submitted;
                w.queued = None;
                w.submitted = Some((hand.clone(), content.clone()));
                w.corrections.clone_from(corrections);
                w.returned = None;
                w.touched(hand);
                w.held(None, at);
            });
            wind(state, *warning);
        }
        Fact::WarningReturned {
            warning,
            by,
            reason,
        } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                let author = w.submitted.take().map(|(hand, _)| hand.by);
                w.stage = Stage::Returned;
                w.corrections = None;
                w.returned = Some((hand, reason.clone()));
                w.held(author, at);
            });
            wind(state, *warning);
        }
        Fact::WarningDelegated { warning, to, .. } => {
            with(&mut state.warnings, warning, |w| {
                w.held(Some(to.clone()), at);
            });
            wind(state, *warning);
        }
        Fact::DraftEscalated { warning, to } => {
            with(&mut state.warnings, warning, |w| {
                w.escalated.push(to.clone());
                w.holder = Some(to.clone());
                w.held_since = at;
            });
            wind(state, *warning);
        }
        Fact::UpdateProposed {
            warning,
            by,
            revision,
            content,
            corrections,
        } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                w.proposal = Some(Box::new(Proposal {
                    hand,
                    revision: revision.clone(),
                    content: content.clone(),
                    corrections: corrections.clone(),
                }));
                w.held(None, at);
            });
            wind(state, *warning);
        }
        Fact::UpdateTurnedDown { warning, .. } => {
            with(&mut state.warnings, warning, |w| w.proposal = None);
            wind(state, *warning);
        }
        Fact::WarningApproved { warning, by, .. } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                // Who approved an update is said by its message.
                if w.proposal.is_none() {
                    w.approved = Some(hand);
                }
            });
        }
        Fact::WarningRejected {
            warning,
            by,
            reason,
        } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                w.stage = Stage::Rejected;
                w.queued = None;
                w.escalates_at = None;
                w.rejected = Some((hand, reason.clone()));
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
                w.event = content.event.filter(|event| event != warning);
                w.fired_by.clone_from(fired_by);
                if let (Some(id), Origin::Own) = (fired_by, &content.origin)
                    && let Some(held) = state.standing_orders.get(id)
                {
                    w.zones.clone_from(&held.order.zones);
                    w.valid_s = crate::limits::FIRED_VALID_S;
                    // Whoever pressed the button is not the one who confirms.
                    let pressed = held.pressed_by.as_ref();
                    w.hands.extend(pressed.map(|by| hand(state, by, at)));
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
        Fact::RetractionExplained { warning, cause, .. } => {
            with(&mut state.warnings, warning, |w| w.cause = *cause);
        }
        Fact::EndConfirmed { warning, by } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                w.end_confirmed = Some(hand);
            });
        }
        Fact::WarningConfirmed { warning, by } => {
            let hand = hand(state, by, at);
            with(&mut state.warnings, warning, |w| {
                w.confirmed = Some(hand);
            });
        }
        Fact::UnconfirmedNagged { warning, deputy } => with(&mut state.warnings, warning, |w| {
            w.deputy = deputy.clone().or_else(|| w.deputy.take());
            w.nags = w.nags.saturating_add(1);
            w.nagged = at;
        }),
        Fact::WarningEnded { warning, how } => {
            // No message carries this end, so nothing else keeps a waiting order from leaving.
            take_back(state, *warning, at, |target| {
                matches!(target, Target::Siren(_) | Target::People)
            });
            end(state, *warning, *how, at, None);
        }
        Fact::DeliveryAttempted {
            delivery,
            attempt,
            outcome,
        } => attempted(state, *delivery, *attempt, outcome, at),
        Fact::PeopleReached { delivery, people } => carried(state, *delivery, people, at),
        Fact::DeliveryLapsed { delivery, attempt } => lapsed(state, *delivery, *attempt, at),
        Fact::SirenEscalated {
            delivery,
            neighbours,
            ..
        } => escalated(state, *delivery, neighbours, at),
        Fact::SirenAnswered {
            delivery,
            siren,
            what,
            ..
        } => answered(state, *delivery, siren, *what, at),
        Fact::SirenLinked { siren, up, pairing } => linked(state, siren, *up, *pairing, at),
        Fact::SirenCondition { siren, condition } => condition_told(state, siren, condition, at),
        Fact::ScreensReached {
            alert,
            connected,
            acked,
        } => {
            state.reach.insert(*alert, (*connected, *acked));
        }
        Fact::HeadcountOpened { warning, .. } => {
            let id = HeadcountId(n);
            let headcount = Headcount {
                id,
                warning: *warning,
                opened: at,
                closed: None,
                expected: Arc::clone(&state.roster),
                answers: Shelf::default(),
            };
            state.headcounts.insert(id, headcount);
            opened_with(state, *warning, |opened| opened.headcount = Some(id));
        }
        Fact::HeadcountAnswered {
            headcount,
            person,
            reply,
        } => {
            with(&mut state.headcounts, headcount, |h| {
                h.answers.insert(person.clone(), (*reply, at));
            });
        }
        Fact::HeadcountClosed { headcount, .. } => {
            with(&mut state.headcounts, headcount, |h| h.closed = Some(at));
        }
        Fact::IncidentOpened { warning } => {
            let mut incident = Incident::new(IncidentId(n), at);
            incident.warnings.push(*warning);
            let id = incident.id;
            state.incidents.insert(id, incident);
            opened_with(state, *warning, |opened| opened.incident = Some(id));
        }
        Fact::IncidentJoined { incident, warning } => joined(state, *incident, *warning),
        Fact::AssertionRecorded {
            incident,
            by,
            assertion,
        } => record::asserted(state, *incident, AssertionId(n), at, by, assertion),
        Fact::ClaimRecorded {
            incident,
            by,
            claim,
        } => record::claimed(state, *incident, AssertionId(n), at, by, claim),
        Fact::AssertionWithdrawn {
            assertion,
            by,
            reason,
        } => {
            let withdrawal = Withdrawal {
                at,
                by: by.clone(),
                reason: reason.clone(),
            };
            record::withdrawn(state, *assertion, withdrawal);
        }
        Fact::IncidentBegun { by, description } => {
            record::begun(state, IncidentId(n), at, by, description);
        }
        Fact::IncidentDescribed {
            incident,
            by,
            reason,
            description,
        } => {
            let said = Described {
                n,
                at,
                by: by.clone(),
                reason: reason.clone(),
                description: description.as_ref().clone(),
            };
            record::described(state, *incident, said);
        }
        Fact::IncidentMerged {
            incident,
            into,
            by,
            reason,
        } => {
            let merged = Merged {
                into: *into,
                n,
                at,
                by: by.clone(),
                reason: reason.clone(),
            };
            record::merged(state, *incident, merged);
        }
        Fact::IncidentSplit {
            incident,
            by,
            description,
            lines,
            ..
        } => {
            let new = IncidentId(n);
            record::begun(state, new, at, by, description);
            record::split(state, *incident, new, lines);
        }
        Fact::AssertionJudged {
            assertion,
            by,
            standing,
            reason,
        } => {
            let judgement = Judgement {
                at,
                by: by.clone(),
                standing: *standing,
                reason: reason.clone(),
            };
            record::judged(state, *assertion, judgement);
        }
        Fact::AssertionSupported {
            assertion,
            reports,
            marks,
            ..
        } => record::supported(state, *assertion, reports, marks),
        Fact::AssertionsOpposed {
            one,
            other,
            by,
            reason,
        } => record::opposed(state, (*one, *other), at, by, reason),
        Fact::TallyDefined { tally, .. } => {
            state
                .tallies
                .insert(tally.id.clone(), tally.as_ref().clone());
        }
        Fact::TallyDropped { tally, .. } => {
            state.tallies.remove(tally);
        }
        Fact::StandingOrderHeld { .. }
        | Fact::CommandRefused { .. }
        | Fact::SirenWay { .. }
        | Fact::SirenDoubted { .. } => {}
    }
}

/// The person is kept as they are known at this moment: a name can be given to somebody else.
fn hand(state: &State, by: &OfficerId, at: Timestamp) -> Hand {
    Hand::of(state.site.as_deref(), by, at)
}

/// Changes one thing, if it is there.
fn with<K, V>(things: &mut impl Changing<K, V>, key: &K, change: impl FnOnce(&mut V)) {
    things.change(key, change);
}

fn opened_with(state: &mut State, warning: WarningId, note: impl FnOnce(&mut OpenedWith)) {
    let known = state.opened_with.get(&warning);
    let mut opened = known.map(|opened| **opened).unwrap_or_default();
    note(&mut opened);
    state.opened_with.insert(warning, opened);
}

/// One turn of its officer is taken, unless it was taken before or it waits for nobody.
fn submits(state: &mut State, id: WarningId, by: &OfficerId, at: Timestamp, content: &Content) {
    let queued = state.warning(id).and_then(|w| w.queued.as_ref());
    let was_taken = queued.is_some_and(|(hand, _)| hand.by == *by);
    if !was_taken && !saves_lives(content) {
        take_turn(state, by, at);
    }
}

fn take_turn(state: &mut State, by: &OfficerId, at: Timestamp) {
    let rule = state.site.as_ref().map(|site| site.turns);
    state.turns.take(rule.unwrap_or_default(), by, at);
}

/// A warning of an event that has a record belongs to it, and to its roll call while that is open.
fn joined(state: &mut State, incident: IncidentId, warning: WarningId) {
    let of_event = state.incidents.get(&incident).into_iter();
    let of_event = of_event.flat_map(|incident| &incident.warnings);
    let roll_call = of_event
        .filter_map(|other| state.opened_with.get(other)?.headcount)
        .find(|id| state.headcounts.get(id).is_some_and(|h| h.closed.is_none()));
    with(&mut state.incidents, &incident, |i| {
        i.warnings.push(warning);
    });
    opened_with(state, warning, |opened| {
        opened.incident = Some(incident);
        opened.headcount = opened.headcount.or(roll_call);
    });
}

/// Sets the clock on what is not out yet: when a deputy is asked, if there is one left to ask.
fn wind(state: &mut State, id: WarningId) {
    let site = state.site.as_deref();
    let asked = site.and_then(|site| custody::escalation(site, state.warning(id)?));
    let at = asked.map(|(at, _)| at);
    if state.warning(id).is_some_and(|w| w.escalates_at != at) {
        with(&mut state.warnings, &id, |w| w.escalates_at = at);
    }
}

/// The size of what was drafted, by the borders that were known then.
fn drafted_m2(state: &State, zones: &BTreeSet<ZoneId>) -> u64 {
    let site = state.site.as_deref();
    site.map_or(0, |site| {
        site.area_of(zones, &site.first_language()).size_m2()
    })
}

fn report_received(state: &mut State, id: ReportId, at: Timestamp, report: &Report) {
    if let Source::Sensor { sensor, reading } = &report.source {
        let trace = trace(state, sensor, *reading, id, at, report);
        state.sensors.insert(sensor.clone(), trace);
    }
    if let Some(sum) = &report.text_sha256 {
        state.texts.insert(id, sum.clone());
        if state.texts.len() > TEXTS_KEPT
            && let Some(oldest) = state.texts.first().map(|(id, _)| *id)
        {
            state.texts.remove(&oldest);
        }
    }
    let taken = Taken {
        id,
        at,
        report: report.clone(),
    };
    state.reports.insert(id, taken);
    if state.reports.len() > REPORTS_KEPT
        && let Some(oldest) = state.reports.first().map(|(id, _)| *id)
    {
        state.reports.remove(&oldest);
    }
}

/// What is known of a sensor after its report. What it says of itself takes nothing back.
fn trace(
    state: &State,
    sensor: &SensorId,
    reading: u64,
    id: ReportId,
    at: Timestamp,
    report: &Report,
) -> Trace {
    let known = state.sensors.get(sensor);
    if report.health.is_some()
        && let Some(known) = known
    {
        return Trace {
            reading,
            heard: at,
            health: report.health,
            ..known.as_ref().clone()
        };
    }
    let post = state.site.as_ref().and_then(|s| s.sensors.get(sensor));
    let recognised = || post.map(|post| post.danger.clone());
    let spoken_of = report.danger.clone().or_else(recognised);
    Trace {
        reading,
        at,
        report: id,
        danger: spoken_of.filter(|_| report.health.is_none()),
        heard: at,
        health: report.health,
    }
}

fn cap_taken(state: &mut State, triple: &Triple, sha256: &str) {
    // The first bytes under a key keep it, and with it the warning that shows them.
    if let Some(first) = state.cap_seen.get_mut(triple) {
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
    state.cap_seen_order.enqueue_mut(triple.clone());
    state.cap_seen.insert(triple.clone(), seen);
    if state.cap_seen_order.len() > SEEN_CAP_KEPT
        && let Some(oldest) = state.cap_seen_order.peek().cloned()
    {
        state.cap_seen_order.dequeue_mut();
        state.cap_seen.remove(&oldest);
    }
}
