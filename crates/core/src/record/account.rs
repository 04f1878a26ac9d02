//! The account of one incident, from the state alone: the same journal gives the same account. It is
//! served as it stands here, and read back by whoever asked for it.

use super::assertion::{Assertion, Claim, Line};
use super::description::Described;
use super::{Incident, Merged};
use crate::delivery::{Life, Stage, Target};
use crate::headcount::Count;
use crate::ids::{AlertId, IncidentId, OfficerId, WarningId};
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{End, Warning};
use crate::wording::Act;
use serde::{Deserialize, Serialize};

/// The account of one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Which incident.
    pub incident: IncidentId,
    /// When it was opened.
    pub opened: Timestamp,
    /// What it is, every time somebody said so, oldest first; the last counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<Described>,
    /// Whose part it became, when it turned out to be the same as another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merged>,
    /// The incident that it was split from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<IncidentId>,
    /// Its warnings.
    pub warnings: Vec<WarningAccount>,
    /// What is said to have happened.
    pub assertions: Vec<Line<Assertion>>,
    /// What is said of who did it.
    pub claims: Vec<Line<Claim>>,
}

/// The account of one warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarningAccount {
    /// Which.
    pub id: WarningId,
    /// Real or exercise.
    pub status: Status,
    /// The danger.
    pub danger: String,
    /// Where, for people.
    pub place: String,
    /// The standing order that fired it, if one did.
    pub fired_by: Option<String>,
    /// Who confirmed it, and how long that took, in milliseconds.
    pub confirmed: Option<(OfficerId, i64)>,
    /// How it ended, when, and by whom.
    pub ended: Option<(End, Timestamp, Option<OfficerId>)>,
    /// Its messages.
    pub messages: Vec<MessageAccount>,
    /// How its roll call stands.
    pub headcount: Option<Count>,
}

/// The account of one message: who was reached, and who was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageAccount {
    /// Which.
    pub alert: AlertId,
    /// What it did.
    pub act: Act,
    /// When it was issued.
    pub sent: Timestamp,
    /// CAP identifier.
    pub identifier: String,
    /// SHA-256 of the CAP message.
    pub sha256: String,
    /// Each siren with how its delivery stands.
    pub sirens: Vec<SirenAccount>,
    /// Screens: connected, and those that said they show it.
    pub screens: Option<(u64, u64)>,
}

/// What became of an order to one siren.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SirenAccount {
    /// Which.
    pub siren: String,
    /// How it stands.
    pub life: Stage,
    /// Attempts made or due.
    pub attempts: u8,
    /// Why it failed, if it did.
    pub why: Option<String>,
    /// From planned to heard, in milliseconds.
    pub heard_after_ms: Option<i64>,
}

impl SirenAccount {
    /// Whether proof exists that it sounded.
    pub fn was_heard(&self) -> bool {
        self.heard_after_ms.is_some()
    }
}

impl MessageAccount {
    /// The sirens that were proven to sound it.
    pub fn heard(&self) -> impl Iterator<Item = &SirenAccount> {
        self.sirens.iter().filter(|siren| siren.was_heard())
    }

    /// The sirens for which nothing more will be done and that were not proven to sound it.
    pub fn failed(&self) -> impl Iterator<Item = &SirenAccount> {
        let failed = |siren: &&SirenAccount| siren.life.is_final() && !siren.was_heard();
        self.sirens.iter().filter(failed)
    }
}

/// The account of an incident, if it is known.
pub fn account(state: &State, id: IncidentId) -> Option<Account> {
    let incident: &Incident = state.incidents.get(&id)?;
    let warnings = incident.warnings.iter().filter_map(|id| state.warning(*id));
    Some(Account {
        incident: id,
        opened: incident.opened,
        warnings: warnings
            .map(|warning| warning_account(state, warning))
            .collect(),
        assertions: incident
            .assertions
            .values()
            .map(|line| line.as_ref().clone())
            .collect(),
        claims: incident
            .claims
            .values()
            .map(|line| line.as_ref().clone())
            .collect(),
        described: incident.described.clone(),
        merged: incident.merged.clone(),
        split_from: incident.split_from,
    })
}

fn warning_account(state: &State, warning: &Warning) -> WarningAccount {
    let place = warning.alerts.first().and_then(|id| state.alerts.get(id));
    let headcount = state.headcount_of(warning.id);
    WarningAccount {
        id: warning.id,
        status: warning.status,
        danger: warning.danger.clone(),
        place: place
            .map(|alert| alert.content.area.desc.clone())
            .unwrap_or_default(),
        fired_by: warning.fired_by.as_ref().map(ToString::to_string),
        confirmed: warning
            .confirmed
            .as_ref()
            .map(|hand| (hand.by.clone(), hand.at.since_ms(warning.opened))),
        ended: warning
            .ended
            .as_ref()
            .map(|(how, at, hand)| (*how, *at, hand.as_ref().map(|hand| hand.by.clone()))),
        messages: warning
            .alerts
            .iter()
            .filter_map(|id| message_account(state, *id))
            .collect(),
        headcount: headcount.map(|h| h.count()),
    }
}

fn message_account(state: &State, id: AlertId) -> Option<MessageAccount> {
    let alert = state.alerts.get(&id)?;
    let sirens = state.deliveries_of(id).filter_map(|delivery| {
        let Target::Siren(siren) = &delivery.target else {
            return None;
        };
        let why = match &delivery.life {
            Life::GivenUp { why, .. } => Some(why.clone()),
            Life::Refused { reason, .. } => Some(reason.advice().to_owned()),
            Life::Silent { .. } => Some("it accepted the order, and nothing was heard".to_owned()),
            Life::Overtaken { .. } => Some("a newer message came before it was proven".to_owned()),
            Life::Planned
            | Life::Resting { .. }
            | Life::Sent { .. }
            | Life::Accepted { .. }
            | Life::Heard { .. }
            | Life::Published { .. }
            | Life::Carrying { .. }
            | Life::Carried { .. } => None,
        };
        Some(SirenAccount {
            siren: siren.to_string(),
            life: delivery.life.stage(),
            attempts: delivery.attempt,
            why,
            heard_after_ms: delivery.heard.map(|at| at.since_ms(delivery.planned)),
        })
    });
    Some(MessageAccount {
        alert: id,
        act: alert.content.act,
        sent: alert.content.sent,
        identifier: alert.content.cap.identifier.clone(),
        sha256: alert.content.cap.sha256.clone(),
        sirens: sirens.collect(),
        screens: state.reach.get(&id).map(|counted| **counted),
    })
}
