//! Everything that an officer can decide, as values.

use super::standing_order::StandingOrder;
use crate::ids::{
    AssertionId, ChangeId, HeadcountId, IncidentId, OfficerId, ReportId, StandingOrderId, TallyId,
    WarningId,
};
use crate::record::assertion::{Assertion, Claim, Mark, Standing};
use crate::record::description::Description;
use crate::record::tally::Tally;
use crate::vetting::{Vetting, Withdrawal};
use crate::warning::{Draft, Revision};
use crate::wording::Cause;

/// What an officer can decide.
#[derive(Clone, Debug)]
pub enum Command {
    /// Write a warning.
    Draft(Draft),
    /// Change a draft; if it was submitted, it must be submitted again.
    Amend {
        /// Which.
        warning: WarningId,
        /// What it is to be.
        draft: Draft,
    },
    /// Show it, whole, to a second person.
    Submit(WarningId),
    /// Agree to exactly these bytes; the warning goes out.
    Approve {
        /// Which.
        warning: WarningId,
        /// SHA-256 of the CAP message that was seen.
        sha256: String,
    },
    /// Give it back to its author to mend.
    Return {
        /// Which.
        warning: WarningId,
        /// What is to be mended.
        reason: String,
    },
    /// Hand what is not out yet to another officer.
    Delegate {
        /// Which.
        warning: WarningId,
        /// To whom.
        to: OfficerId,
    },
    /// Turn it down, or an update of it.
    Reject {
        /// Which.
        warning: WarningId,
        /// Why.
        reason: String,
    },
    /// Say that a warning that fired without a human is right, or the end that another gave alone.
    Confirm(WarningId),
    /// Renew a live warning; whatever but its end changes needs a second person.
    Update {
        /// Which.
        warning: WarningId,
        /// What changes.
        revision: Revision,
    },
    /// It is over.
    AllClear(WarningId),
    /// It was false.
    Retract {
        /// Which.
        warning: WarningId,
        /// Why; people are told its vetted sentence.
        cause: Option<Cause>,
        /// More, for the record alone.
        note: Option<String>,
    },
    /// Write a standing order.
    ProposeStandingOrder(Box<StandingOrder>),
    /// Put exactly this one in force.
    ApproveStandingOrder {
        /// Which.
        order: StandingOrderId,
        /// The hash of what was read: see [`StandingOrder::sha256`].
        sha256: String,
    },
    /// Take it out of force.
    RevokeStandingOrder(StandingOrderId),
    /// Press the button of a standing order: it warns at once.
    PressButton(StandingOrderId),
    /// Offer what an expert vetted; a second person agrees.
    Vet(Box<Vetting>),
    /// Take back that words were vetted.
    WithdrawVetting(Box<Withdrawal>),
    /// Agree to exactly this change; the second person puts it in force.
    ApproveChange {
        /// Which.
        change: ChangeId,
        /// The hash of what was seen.
        sha256: String,
    },
    /// Look at what the site's key put in force, and stand by it.
    ConfirmChange(ChangeId),
    /// Say no to a change, or take one's own back.
    RefuseChange {
        /// Which.
        change: ChangeId,
        /// Why.
        reason: String,
    },
    /// Close a roll call.
    CloseHeadcount(HeadcountId),
    /// Record a line.
    Assert {
        /// About which incident.
        incident: IncidentId,
        /// What.
        assertion: Box<Assertion>,
    },
    /// Record what is said of who did it.
    Claim {
        /// About which incident.
        incident: IncidentId,
        /// What.
        claim: Box<Claim>,
    },
    /// Open the record of something that happened.
    Begin(Box<Description>),
    /// Take incidents over from a table; rows that are known are described anew where they differ.
    Import(Vec<Description>),
    /// Say anew what an incident is.
    Describe {
        /// Which.
        incident: IncidentId,
        /// What it is.
        description: Box<Description>,
        /// Why.
        reason: String,
    },
    /// Say that one incident is part of another.
    Merge {
        /// Which.
        incident: IncidentId,
        /// Part of which.
        into: IncidentId,
        /// Why.
        reason: String,
    },
    /// Say that one incident is two.
    Split {
        /// Which.
        incident: IncidentId,
        /// The lines of the new one.
        lines: Vec<AssertionId>,
        /// What the new one is.
        description: Box<Description>,
        /// Why.
        reason: String,
    },
    /// Say how far a line is believed.
    Judge {
        /// Which.
        assertion: AssertionId,
        /// How far.
        standing: Standing,
        /// Why.
        reason: String,
    },
    /// Rest a line on further reports.
    Support {
        /// Which.
        assertion: AssertionId,
        /// The reports.
        reports: Vec<ReportId>,
        /// The sentences.
        marks: Vec<Mark>,
    },
    /// Say that two lines cannot both be so.
    Oppose {
        /// One.
        one: AssertionId,
        /// The other.
        other: AssertionId,
        /// In what.
        reason: String,
    },
    /// Store a question to the record, or change the one of this name.
    DefineTally(Box<Tally>),
    /// Ask a stored question no more.
    DropTally {
        /// Which.
        tally: TallyId,
        /// Why.
        reason: String,
    },
    /// Withdraw a line; it stays as withdrawn.
    Withdraw {
        /// Which.
        assertion: AssertionId,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// A short name for the record.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Draft(_) => "draft",
            Self::Amend { .. } => "amend",
            Self::Submit(_) => "submit",
            Self::Approve { .. } => "approve",
            Self::Return { .. } => "return",
            Self::Delegate { .. } => "delegate",
            Self::Reject { .. } => "reject",
            Self::Confirm(_) => "confirm",
            Self::Update { .. } => "update",
            Self::AllClear(_) => "all_clear",
            Self::Retract { .. } => "retract",
            Self::ProposeStandingOrder(_) => "propose_standing_order",
            Self::ApproveStandingOrder { .. } => "approve_standing_order",
            Self::RevokeStandingOrder(_) => "revoke_standing_order",
            Self::PressButton(_) => "press_button",
            Self::Vet(_) => "vet_words",
            Self::WithdrawVetting(_) => "withdraw_vetting",
            Self::ApproveChange { .. } => "approve_change",
            Self::ConfirmChange(_) => "confirm_change",
            Self::RefuseChange { .. } => "refuse_change",
            Self::CloseHeadcount(_) => "close_headcount",
            Self::Assert { .. } => "assert",
            Self::Claim { .. } => "claim",
            Self::Begin(_) => "begin_incident",
            Self::Import(_) => "import_incidents",
            Self::Describe { .. } => "describe_incident",
            Self::Merge { .. } => "merge_incident",
            Self::Split { .. } => "split_incident",
            Self::Judge { .. } => "judge",
            Self::Support { .. } => "support",
            Self::Oppose { .. } => "oppose",
            Self::DefineTally(_) => "define_tally",
            Self::DropTally { .. } => "drop_tally",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    /// What it is about, by its number or name.
    pub fn about(&self) -> Option<String> {
        match self {
            Self::Draft(_) | Self::Begin(_) | Self::Import(_) => None,
            Self::Submit(warning) | Self::Confirm(warning) | Self::AllClear(warning) => {
                Some(warning.to_string())
            }
            Self::Amend { warning, .. }
            | Self::Approve { warning, .. }
            | Self::Return { warning, .. }
            | Self::Delegate { warning, .. }
            | Self::Reject { warning, .. }
            | Self::Update { warning, .. }
            | Self::Retract { warning, .. } => Some(warning.to_string()),
            Self::ProposeStandingOrder(order) => Some(order.id.to_string()),
            Self::ApproveStandingOrder { order: id, .. }
            | Self::RevokeStandingOrder(id)
            | Self::PressButton(id) => Some(id.to_string()),
            Self::Vet(vetting) => Some(vetting.language.to_string()),
            Self::WithdrawVetting(withdrawal) => Some(withdrawal.language.to_string()),
            Self::ApproveChange { change, .. }
            | Self::RefuseChange { change, .. }
            | Self::ConfirmChange(change) => Some(change.to_string()),
            Self::CloseHeadcount(id) => Some(id.to_string()),
            Self::Assert { incident, .. }
            | Self::Claim { incident, .. }
            | Self::Describe { incident, .. }
            | Self::Merge { incident, .. }
            | Self::Split { incident, .. } => Some(incident.to_string()),
            Self::Withdraw { assertion, .. }
            | Self::Judge { assertion, .. }
            | Self::Support { assertion, .. }
            | Self::Oppose { one: assertion, .. } => Some(assertion.to_string()),
            Self::DefineTally(tally) => Some(tally.id.to_string()),
            Self::DropTally { tally, .. } => Some(tally.to_string()),
        }
    }
}
