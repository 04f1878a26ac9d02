//! What follows from time passing and from what couriers, sirens and screens say.

use super::compose::{Step, compose};
use super::warning::{any_sounded, issue, turn_came};
use crate::delivery::{self, Life, Neighbours, Outcome, Tally, Target};
use crate::fact::{Fact, Facts, Pairing};
use crate::ids::{AlertId, Danger, DeliveryId, OfficerId, SirenId, WarningId};
use crate::limits::{NAGS_BEFORE_DEPUTY, NAGS_MAX, UNCONFIRMED_NAG_MS};
use crate::refusal::Refusal;
use crate::siren::AnswerWhat;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::warning::{End, Origin, Warning};
use crate::wording::Act;
use std::collections::BTreeMap;

/// Time has passed: what expired, what went unanswered, what nobody has confirmed.
pub(super) fn passed(state: &State, site: &Site, now: Timestamp) -> Facts {
    let lapsed = state.deliveries.lapsed(now).into_iter();
    let lapsed = lapsed.map(|delivery| Fact::DeliveryLapsed {
        delivery: delivery.id,
        attempt: delivery.attempt,
    });
    let mut facts: Facts = lapsed.collect();
    facts.extend(escalated(state, site, now));
    facts.extend(super::administration::lapsed(state, now));
    for warning in state.warnings.awake(now) {
        facts.extend(turn_came(state, site, now, warning));
        if let Some((at, to)) = super::custody::escalation(site, warning)
            && at <= now
        {
            facts.push(Fact::DraftEscalated {
                warning: warning.id,
                to,
            });
        }
        if warning.is_live() && warning.expires.is_some_and(|at| at <= now) {
            facts.push(expired(state, site, now, warning));
        } else if (warning.is_unconfirmed() || warning.is_end_unconfirmed())
            && warning.nags < NAGS_MAX
            && now.since_ms(warning.nagged) >= UNCONFIRMED_NAG_MS
        {
            facts.push(Fact::UnconfirmedNagged {
                warning: warning.id,
                deputy: deputy_to_ask(state, warning),
            });
        }
    }
    facts
}

/// Sirens that have not proven in time that they sound, and those that stand in for them; only while their warning is
/// live, and each siren for one of them.
fn escalated(state: &State, site: &Site, now: Timestamp) -> Facts {
    let mut by_warning: BTreeMap<WarningId, Neighbours<'_>> = BTreeMap::new();
    let mut facts = Facts::new();
    for delivery in state.deliveries.silent(now) {
        // What expires in this very moment is over.
        let goes_on =
            |warning: &Warning| warning.is_live() && warning.expires.is_none_or(|at| at > now);
        let is_live = state.warning(delivery.warning).is_some_and(goes_on);
        let Target::Siren(siren) = &delivery.target else {
            continue;
        };
        if !is_live {
            continue;
        }
        let neighbours = by_warning
            .entry(delivery.warning)
            .or_insert_with(|| Neighbours::of(state, site, delivery.warning));
        facts.push(Fact::SirenEscalated {
            warning: delivery.warning,
            delivery: delivery.id,
            siren: siren.clone(),
            neighbours: neighbours.take(siren),
        });
    }
    facts
}

/// The deputy that its standing order names, once the others have not answered.
fn deputy_to_ask(state: &State, warning: &Warning) -> Option<OfficerId> {
    if warning.nags < NAGS_BEFORE_DEPUTY || warning.deputy.is_some() {
        return None;
    }
    let fired_by = warning.fired_by.as_ref()?;
    state.standing_orders.get(fired_by)?.order.deputy.clone()
}

/// An own warning says that it is no longer confirmed; another authority's just ends here.
fn expired(state: &State, site: &Site, now: Timestamp, warning: &Warning) -> Fact {
    let ended = Fact::WarningEnded {
        warning: warning.id,
        how: End::Expired,
    };
    if warning.origin != Origin::Own {
        return ended;
    }
    let danger = Danger::new(warning.danger.clone());
    let step = Step::of(
        state,
        now,
        warning,
        &danger,
        Act::Expiry,
        any_sounded(state, warning),
    );
    // The words or the zone may have been taken out of the configuration since: it ends all the same.
    compose(state, site, now, &step).map_or(ended, |content| issue(warning.id, None, content))
}

/// What came of an attempt, unless it is not the one under way.
pub(super) fn outcome(state: &State, id: DeliveryId, attempt: u8, outcome: &Outcome) -> Facts {
    let under_way = state.deliveries.get(&id).filter(|d| d.attempt == attempt);
    let is_news = under_way.is_some_and(|delivery| match delivery.life {
        Life::Planned | Life::Resting { .. } => true,
        // The siren's answer came before the courier's word: only the hand-over adds anything.
        Life::Accepted { .. } => {
            delivery.sent.is_none() && matches!(outcome, Outcome::HandedOver { .. })
        }
        Life::Sent { .. }
        | Life::Carrying { .. }
        | Life::Carried { .. }
        | Life::Heard { .. }
        | Life::Published { .. }
        | Life::Silent { .. }
        | Life::Refused { .. }
        | Life::GivenUp { .. }
        | Life::Overtaken { .. } => false,
    });
    if !is_news {
        return Vec::new();
    }
    vec![Fact::DeliveryAttempted {
        delivery: id,
        attempt,
        outcome: outcome.clone(),
    }]
}

/// How many people stand where, if that is news.
pub(super) fn carried(state: &State, id: DeliveryId, people: &Tally) -> Facts {
    let known = state.deliveries.get(&id);
    let is_news = known.is_some_and(|delivery| {
        let first = matches!(delivery.life, Life::Planned | Life::Resting { .. });
        delivery.target == Target::People && (first || delivery.people != *people)
    });
    if !is_news {
        return Vec::new();
    }
    vec![Fact::PeopleReached {
        delivery: id,
        people: people.clone(),
    }]
}

/// What a siren says, if it is news and about a delivery to this very siren.
pub(super) fn siren_answer(
    state: &State,
    siren: &SirenId,
    id: DeliveryId,
    what: AnswerWhat,
    device_at: Timestamp,
    next_ctr: u64,
) -> Facts {
    let known = state
        .deliveries
        .get(&id)
        .filter(|d| matches!(&d.target, Target::Siren(to) if to == siren));
    let Some(delivery) = known.filter(|d| delivery::is_news(d, what)) else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    // A siren that has seen higher counters than we gave tells us, so that the next order counts.
    let (epoch, ours) = state
        .sirens
        .get(siren)
        .map_or((1, 0), |s| (s.epoch, s.next_ctr));
    if next_ctr > ours && matches!(what, AnswerWhat::Refused { .. }) {
        let pairing = Some(Pairing { epoch, next_ctr });
        facts.push(Fact::SirenLinked {
            siren: siren.clone(),
            up: true,
            pairing,
        });
    }
    facts.push(Fact::SirenAnswered {
        delivery: delivery.id,
        siren: siren.clone(),
        what,
        device_at,
    });
    facts
}

/// The way to a siren came up or was lost; said once for each change.
pub(super) fn siren_link(
    state: &State,
    site: &Site,
    siren: &SirenId,
    up: bool,
    pairing: Option<Pairing>,
) -> Result<Facts, Refusal> {
    super::sirens::known(site, siren)?;
    let known = state.sirens.get(siren);
    let same = known.is_some_and(|s| {
        s.up == Some(up) && pairing.is_none_or(|p| p.next_ctr <= s.next_ctr && p.epoch <= s.epoch)
    });
    let waits = up && has_missed(state, siren);
    if same && !waits {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::SirenLinked {
        siren: siren.clone(),
        up,
        pairing,
    }])
}

fn has_missed(state: &State, siren: &SirenId) -> bool {
    state
        .live_warnings_of(siren)
        .filter_map(|w| state.last_sounding(w, siren))
        .any(|d| matches!(d.life, Life::GivenUp { .. }))
}

/// How many screens show an alert, if that is not what was known.
pub(super) fn reach(state: &State, alert: AlertId, connected: u64, acked: u64) -> Facts {
    if !state.alerts.contains_key(&alert)
        || state
            .reach
            .get(&alert)
            .is_some_and(|known| **known == (connected, acked))
    {
        return Vec::new();
    }
    vec![Fact::ScreensReached {
        alert,
        connected,
        acked,
    }]
}
