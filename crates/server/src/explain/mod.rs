//! Why a thing was or was not sent, as a story in plain language, from the journal alone: a warning, a
//! report, a standing order, another authority's message.

mod life;
mod sentence;
mod verdict;

use sentence::sentence;
use std::path::Path;
use vigie_core::State;
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{ChangeId, ReportId, StandingOrderId, WarningId};
use vigie_core::time::Timestamp;

/// What a story is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    Warning(WarningId),
    Report(ReportId),
    Order(StandingOrderId),
    Change(ChangeId),
    /// One entry that stands for itself.
    Entry(u64),
}

/// A story: what came of it in one line, then what happened, line by line.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Story {
    /// What came of it, in one sentence.
    pub verdict: String,
    /// What happened, oldest first: when, the number of the entry, and what.
    pub lines: Vec<Told>,
}

/// One line of a story.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Told {
    /// The entry that says it; 0 for what was worked out from several.
    pub n: u64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub what: String,
}

/// Hears every entry in order and keeps what belongs to one subject.
#[derive(Debug)]
pub struct Teller {
    asked: String,
    subject: Option<Subject>,
    lines: Vec<Told>,
    custody: life::Custody,
    state_then: Option<String>,
}

impl Teller {
    /// Somebody asks for a number or the name of a standing order.
    pub fn new(asked: &str) -> Self {
        let is_number = asked.parse::<u64>().is_ok();
        let order = (!is_number).then(|| Subject::Order(StandingOrderId::new(asked)));
        Self {
            asked: asked.to_owned(),
            subject: order,
            lines: Vec::new(),
            custody: life::Custody::default(),
            state_then: None,
        }
    }

    /// The next entry, with the state before it.
    pub fn hear(&mut self, before: &State, entry: &Entry) {
        if self.subject.is_none() && self.asked == entry.n.to_string() {
            self.subject = Some(subject_of(entry));
        }
        let Some(subject) = &self.subject else {
            return;
        };
        if !belongs(subject, entry) {
            return;
        }
        if let (Subject::Report(_), Fact::ReportReceived { report }) = (subject, &entry.fact) {
            self.state_then = Some(verdict::of_report(before, entry.at, report));
        }
        if let Subject::Warning(_) = subject {
            let held = self.custody.hear(entry);
            self.lines.extend(held);
        }
        self.lines.push(Told {
            n: entry.n,
            at: entry.at,
            what: sentence(before, &entry.fact),
        });
    }

    /// The story, once every entry was heard.
    pub fn tell(mut self, state: &State) -> Result<Story, String> {
        let subject = self.subject.take().filter(|_| !self.lines.is_empty());
        let Some(subject) = subject else {
            return Err(format!(
                "there is nothing numbered or named {:?} in the journal; `vigie journal show` lists its entries",
                self.asked
            ));
        };
        let verdict = match &subject {
            Subject::Warning(id) => {
                self.lines.extend(life::reached(state, *id));
                verdict::of_warning(state, *id, &self.lines)
            }
            Subject::Report(id) => {
                let fired = self.lines.iter().any(|line| line.what.contains("fired"));
                let why = self.state_then.unwrap_or_default();
                verdict::told_report(*id, fired, &why)
            }
            Subject::Order(id) => verdict::of_order(state, id),
            Subject::Change(id) => verdict::of_change(state, *id),
            Subject::Entry(n) => format!("Entry {n} is a fact of its own."),
        };
        Ok(Story {
            verdict,
            lines: self.lines,
        })
    }
}

/// The story of what is asked for, from the journal in a folder.
pub fn explain(journal: &Path, asked: &str) -> Result<Story, String> {
    // A warning that fired has its first facts before the entry that numbers it.
    let mut later = Teller::new(asked);
    let first = crate::record::replay(journal, |state, entry| later.hear(state, entry))?;
    let Some(subject) = later.subject.clone() else {
        return later.tell(&first);
    };
    let mut teller = Teller::new(asked);
    teller.subject = Some(subject);
    let state = crate::record::replay(journal, |state, entry| teller.hear(state, entry))?;
    teller.tell(&state)
}

/// What the entry of a number is about.
fn subject_of(entry: &Entry) -> Subject {
    match warning_of(entry) {
        Some(warning) => Subject::Warning(warning),
        None => match &entry.fact {
            Fact::ReportReceived { .. } => Subject::Report(ReportId(entry.n)),
            fact => {
                let order = order_of(fact).map(|id| Subject::Order(id.clone()));
                let change = change_of(entry.n, fact).map(Subject::Change);
                order.or(change).unwrap_or(Subject::Entry(entry.n))
            }
        },
    }
}

fn belongs(subject: &Subject, entry: &Entry) -> bool {
    match subject {
        Subject::Warning(id) => {
            let fired_it = matches!(&entry.fact,
                Fact::StandingOrderFired { warning, .. } if warning == id);
            let refused = matches!(&entry.fact,
                Fact::CommandRefused { about: Some(about), .. } if *about == id.to_string());
            warning_of(entry) == Some(*id) || fired_it || refused
        }
        Subject::Report(id) => match &entry.fact {
            Fact::ReportReceived { .. } => entry.n == id.0,
            Fact::StandingOrderFired { reports, .. } => reports.contains(id),
            _ => false,
        },
        Subject::Order(id) => {
            let refused = matches!(&entry.fact,
                Fact::CommandRefused { about: Some(about), .. } if about == id.as_str());
            order_of(&entry.fact) == Some(id) || refused
        }
        Subject::Change(id) => {
            let refused = matches!(&entry.fact,
                Fact::CommandRefused { about: Some(about), .. } if *about == id.to_string());
            change_of(entry.n, &entry.fact) == Some(*id) || refused
        }
        Subject::Entry(n) => entry.n == *n,
    }
}

/// The warning that an entry tells about.
fn warning_of(entry: &Entry) -> Option<WarningId> {
    match &entry.fact {
        Fact::WarningDrafted { .. } => Some(WarningId(entry.n)),
        Fact::WarningAmended { warning, .. }
        | Fact::DraftJoined { warning, .. }
        | Fact::SubmissionQueued { warning, .. }
        | Fact::SubmissionFailed { warning, .. }
        | Fact::IncidentJoined { warning, .. }
        | Fact::WarningSubmitted { warning, .. }
        | Fact::WarningReturned { warning, .. }
        | Fact::WarningDelegated { warning, .. }
        | Fact::DraftEscalated { warning, .. }
        | Fact::UpdateProposed { warning, .. }
        | Fact::UpdateTurnedDown { warning, .. }
        | Fact::WarningApproved { warning, .. }
        | Fact::WarningRejected { warning, .. }
        | Fact::AlertIssued { warning, .. }
        | Fact::RetractionExplained { warning, .. }
        | Fact::EndConfirmed { warning, .. }
        | Fact::WarningConfirmed { warning, .. }
        | Fact::UnconfirmedNagged { warning, .. }
        | Fact::SirenEscalated { warning, .. }
        | Fact::WarningEnded { warning, .. }
        | Fact::HeadcountOpened { warning, .. }
        | Fact::IncidentOpened { warning } => Some(*warning),
        _ => None,
    }
}

/// The change that an entry tells about.
fn change_of(n: u64, fact: &Fact) -> Option<ChangeId> {
    match fact {
        Fact::ChangeProposed { .. } => Some(ChangeId(n)),
        Fact::ChangeApproved { change, .. }
        | Fact::ChangeMade { change }
        | Fact::ChangeMadeByKey { change, .. }
        | Fact::ChangeConfirmed { change, .. }
        | Fact::ChangeRefused { change, .. }
        | Fact::ChangeVoided { change, .. } => Some(*change),
        _ => None,
    }
}

fn order_of(fact: &Fact) -> Option<&StandingOrderId> {
    match fact {
        Fact::StandingOrderProposed { order, .. } => Some(&order.id),
        Fact::StandingOrderApproved { id, .. }
        | Fact::StandingOrderRevoked { id, .. }
        | Fact::StandingOrderFired { id, .. }
        | Fact::StandingOrderHeld { id, .. } => Some(id),
        _ => None,
    }
}
