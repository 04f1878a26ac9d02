//! The account of an incident as it travels: what the server serves, read back whole. The core writes
//! it (`vigie_core::record::account`); a test keeps the two the same.

use serde::{Deserialize, Serialize};
use vigie_core::ids::{AlertId, IncidentId, OfficerId, WarningId};
use vigie_core::record::assertion::{Assertion, Claim, Line};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::End;
use vigie_core::wording::Act;

/// The account of one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Which incident.
    pub incident: IncidentId,
    /// When it was opened.
    pub opened: Timestamp,
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

/// The account of one message.
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
    pub life: String,
    /// Attempts made or due.
    pub attempts: u8,
    /// Why it failed, if it did.
    pub why: Option<String>,
    /// From planned to heard, in milliseconds.
    pub heard_after_ms: Option<i64>,
}

/// How a roll call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// People on the roster.
    pub expected: u64,
    /// Said that they are safe.
    pub safe: u64,
    /// Said that they need help.
    pub need_help: u64,
    /// Have not answered.
    pub missing: u64,
}

impl Account {
    /// The account as the core writes it.
    pub fn of(account: &vigie_core::record::account::Account) -> Result<Self, String> {
        serde_json::to_value(account)
            .and_then(serde_json::from_value)
            .map_err(|e| format!("failed to read the account of an incident: {e}"))
    }
}

impl MessageAccount {
    /// The sirens that were proven to sound it.
    pub fn heard(&self) -> impl Iterator<Item = &SirenAccount> {
        self.sirens
            .iter()
            .filter(|siren| siren.heard_after_ms.is_some())
    }

    /// The sirens for which nothing more will be done and that were not proven to sound it.
    pub fn failed(&self) -> impl Iterator<Item = &SirenAccount> {
        self.sirens
            .iter()
            .filter(|siren| siren.is_settled() && siren.heard_after_ms.is_none())
    }
}

impl SirenAccount {
    /// Whether nothing more will be done.
    pub fn is_settled(&self) -> bool {
        !matches!(
            self.life.as_str(),
            "planned" | "resting" | "sent" | "accepted"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_core::record::account as core;

    #[test]
    fn the_account_of_the_core_is_read_back_without_a_loss() {
        let written = core::Account {
            incident: IncidentId(3),
            opened: Timestamp::from_unix_ms(5),
            warnings: vec![core::WarningAccount {
                id: WarningId(2),
                status: Status::Exercise,
                danger: "rockets".into(),
                place: "here".into(),
                fired_by: Some("order".into()),
                confirmed: Some((OfficerId::new("amal"), 7)),
                ended: Some((End::AllClear, Timestamp::from_unix_ms(9), None)),
                messages: vec![core::MessageAccount {
                    alert: AlertId(2),
                    act: Act::AllClear,
                    sent: Timestamp::from_unix_ms(5),
                    identifier: "id".into(),
                    sha256: "ab".into(),
                    sirens: vec![core::SirenAccount {
                        siren: "siren-01".into(),
                        life: "heard",
                        attempts: 1,
                        why: None,
                        heard_after_ms: Some(11),
                    }],
                    screens: Some((2, 1)),
                }],
                headcount: Some(vigie_core::headcount::Count::default()),
            }],
            assertions: Vec::new(),
            claims: Vec::new(),
        };
        let read = Account::of(&written).unwrap();
        let json = |value| serde_json::to_value(value).unwrap();
        assert_eq!(json(&read), serde_json::to_value(&written).unwrap());
    }

    #[test]
    fn a_siren_is_settled_exactly_when_its_delivery_is_final() {
        use vigie_core::delivery::Life;
        let at = Timestamp::from_unix_ms(1);
        for life in [
            Life::Planned,
            Life::Resting { until: at },
            Life::Sent { at },
            Life::Accepted { at },
            Life::Heard { at },
            Life::Published { at },
            Life::Silent { at },
            Life::GivenUp {
                at,
                why: String::new(),
            },
            Life::Overtaken { at },
        ] {
            let siren = SirenAccount {
                siren: "siren-01".into(),
                life: life.as_str().into(),
                attempts: 1,
                why: None,
                heard_after_ms: None,
            };
            assert_eq!(siren.is_settled(), life.is_final(), "{}", life.as_str());
        }
    }
}
