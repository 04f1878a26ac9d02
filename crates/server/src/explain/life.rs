//! Who held a warning for how long, and whom it reached in the end.

use super::Told;
use vigie_core::State;
use vigie_core::delivery::{Life, Target};
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::WarningId;
use vigie_core::time::Timestamp;

/// Whoever has it in hand, and since when.
#[derive(Debug, Default)]
pub(super) struct Custody {
    holder: Option<(String, Timestamp)>,
}

impl Custody {
    /// Says how long the last holder had it, when an entry takes it from them.
    pub(super) fn hear(&mut self, entry: &Entry) -> Option<Told> {
        let next = match &entry.fact {
            Fact::WarningDrafted { by, .. } => {
                let by = by.as_ref().map(ToString::to_string);
                Some(by.unwrap_or_else(|| "the duty desk".to_owned()))
            }
            Fact::WarningAmended { by, .. } => Some(by.to_string()),
            Fact::WarningSubmitted { .. } | Fact::UpdateProposed { .. } => {
                Some("those who may approve".to_owned())
            }
            Fact::SubmissionQueued { .. } => Some("the queue".to_owned()),
            Fact::WarningReturned { .. } | Fact::SubmissionFailed { .. } => {
                Some("its author".to_owned())
            }
            Fact::WarningDelegated { to, .. } | Fact::DraftEscalated { to, .. } => {
                Some(to.to_string())
            }
            Fact::AlertIssued { .. }
            | Fact::WarningRejected { .. }
            | Fact::UpdateTurnedDown { .. } => None,
            _ => return None,
        };
        let before = self.holder.take();
        self.holder = next.map(|who| (who, entry.at));
        let (who, since) = before?;
        let ms = entry.at.since_ms(since);
        Some(Told {
            n: 0,
            at: entry.at,
            what: format!("{} had it in hand for {}.", capital(&who), duration(ms)),
        })
    }
}

/// What came of each message: sirens and screens.
pub(super) fn reached(state: &State, id: WarningId) -> Vec<Told> {
    let Some(warning) = state.warning(id) else {
        return Vec::new();
    };
    let alerts = warning.alerts.iter().filter_map(|id| state.alerts.get(id));
    let told = alerts.map(|alert| {
        let sirens = state
            .deliveries_of(alert.id)
            .filter(|d| matches!(d.target, Target::Siren(_)));
        let lives: Vec<&Life> = sirens.map(|d| &d.life).collect();
        let heard = lives
            .iter()
            .filter(|life| matches!(life, Life::Heard { .. }))
            .count();
        let screens = state.reach.get(&alert.id).map_or_else(
            || "no screen said that it showed it".to_owned(),
            |reach| {
                format!(
                    "{} of {} screens said that they showed it",
                    reach.1, reach.0
                )
            },
        );
        let what = format!(
            "Of message {} ({}): {heard} of {} sirens were proven to be heard, {screens}.",
            alert.id,
            alert.content.act.as_str().replace('_', " "),
            lives.len(),
        );
        Told {
            n: 0,
            at: state.at,
            what,
        }
    });
    told.collect()
}

/// A time as people say it.
pub(super) fn duration(ms: i64) -> String {
    let s = ms / 1_000;
    match s {
        ..10 => format!("{}.{} s", s, ms % 1_000 / 100),
        10..120 => format!("{s} s"),
        120..7_200 => format!("{} min", s / 60),
        _ => format!("{} h {} min", s / 3_600, s % 3_600 / 60),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    // An officer's name is a name and stays as it is.
    if !text.contains(' ') {
        return text.to_owned();
    }
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
