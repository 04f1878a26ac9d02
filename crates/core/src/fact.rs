//! Everything that can become true. A fact is written once and never changed; adding one makes the
//! compiler list every place that must think about it.

use crate::administration::{Basis, Change, Token};
use crate::class::Class;
use crate::decision::standing_order::StandingOrder;
use crate::delivery::{Outcome, Tally};
use crate::headcount::Reply;
use crate::ids::{
    AlertId, AssertionId, ChangeId, DeliveryId, FeedId, HeadcountId, IncidentId, OfficerId,
    PersonRef, ReportId, SensorId, SirenId, StandingOrderId, TallyId, TokenId, WarningId,
};
use crate::record::assertion::{Assertion, Claim, Mark, Standing};
use crate::record::description::Description;
use crate::record::tally;
use crate::report::Report;
use crate::siren::{AnswerWhat, Condition, Doubt, Way};
use crate::site::{Roster, Site};
use crate::time::Timestamp;
use crate::vetting::Withdrawal;
use crate::warning::{Content, Corrections, Draft, End, Revision, Triple};
use crate::wording::Cause;
use serde::{Deserialize, Serialize};

/// Something that became true. Numbers inside are numbers of journal entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The site is this from here on.
    SiteDeclared {
        /// The whole site.
        site: Box<Site>,
        /// Why it holds without two people; two people make a site by [`Fact::ChangeMade`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<Basis>,
    },
    /// Something that needs two people was proposed.
    ChangeProposed {
        /// What.
        change: Box<Change>,
        /// What it does, line by line, as those who agree read it.
        says: Vec<String>,
        /// What they agree to: see [`Change::sha256`].
        sha256: String,
        /// Who, where an officer did; they count as the first of the two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<OfficerId>,
    },
    /// One person agreed to exactly this.
    ChangeApproved {
        /// Which.
        change: ChangeId,
        /// Who.
        by: OfficerId,
        /// The hash they agreed to.
        sha256: String,
    },
    /// Two people agreed: it holds from here on.
    ChangeMade {
        /// Which.
        change: ChangeId,
    },
    /// No two people could agree; whoever holds the site's key put it in force, and every screen says so
    /// until two people have looked at it.
    ChangeMadeByKey {
        /// Which.
        change: ChangeId,
        /// The hash of what was put in force.
        sha256: String,
        /// Why.
        reason: String,
    },
    /// Somebody looked at what the site's key put in force.
    ChangeConfirmed {
        /// Which.
        change: ChangeId,
        /// Who.
        by: OfficerId,
    },
    /// One person said no, or its author took it back.
    ChangeRefused {
        /// Which.
        change: ChangeId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// It lost its meaning or its time.
    ChangeVoided {
        /// Which.
        change: ChangeId,
        /// Why.
        why: String,
    },
    /// One person took back that words were vetted, in journals from before a second had to agree.
    VettingWithdrawn {
        /// Who.
        by: OfficerId,
        /// Which words, and why.
        withdrawal: Box<Withdrawal>,
    },
    /// These tokens were taken as they stood, since no two people could have agreed yet.
    TokensTaken {
        /// Which.
        tokens: Vec<Token>,
    },
    /// These tokens let nobody in from here on: revoked, ended, or exchanged for others.
    TokensDropped {
        /// Which.
        tokens: Vec<TokenId>,
    },
    /// These people are expected to answer from here on.
    RosterDeclared {
        /// Pseudonyms.
        roster: Roster,
    },
    /// We were told something.
    ReportReceived {
        /// What.
        report: Box<Report>,
    },
    /// Another authority's CAP message was taken, and this was decided about it.
    CapTaken {
        /// From where.
        feed: FeedId,
        /// Its key.
        triple: Triple,
        /// SHA-256 of its bytes.
        sha256: String,
        /// What was decided.
        verdict: Verdict,
        /// The rule that decided.
        rule: String,
        /// Why, for people.
        why: String,
        /// The key of the feed that signed it, by the SHA-256 of its public key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed_by: Option<String>,
    },
    /// A standing order was written by one officer.
    StandingOrderProposed {
        /// What it permits.
        order: Box<StandingOrder>,
        /// Who wrote it.
        by: OfficerId,
    },
    /// A second officer put it in force.
    StandingOrderApproved {
        /// Which.
        id: StandingOrderId,
        /// Who.
        by: OfficerId,
        /// What they agreed to; journals from before it was asked for have none.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sha256: String,
    },
    /// An officer took it out of force.
    StandingOrderRevoked {
        /// Which.
        id: StandingOrderId,
        /// Who.
        by: OfficerId,
    },
    /// Its trigger was met and it warned without a human.
    StandingOrderFired {
        /// Which.
        id: StandingOrderId,
        /// The warning that it opened or renewed.
        warning: WarningId,
        /// The reports that met the trigger.
        reports: Vec<ReportId>,
        /// The sensors that met it.
        sensors: Vec<SensorId>,
        /// Alert, or pre-alert while it is not sure.
        #[serde(default, skip_serializing_if = "Class::is_alert")]
        class: Class,
        /// Who pressed its button, if that set it off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pressed_by: Option<OfficerId>,
        /// The message of another authority, if that set it off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cap: Option<Triple>,
    },
    /// Its trigger was met and a limit of the order held it back.
    StandingOrderHeld {
        /// Which.
        id: StandingOrderId,
        /// The limit.
        why: String,
    },
    /// An officer, or a rule about a feed, wrote a draft.
    WarningDrafted {
        /// The draft.
        draft: Draft,
        /// Who; none when a rule about a feed did.
        by: Option<OfficerId>,
        /// The foreign message it was made from.
        from: Option<Triple>,
        /// The first warning of the event that it is of, unless it is the first itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<WarningId>,
    },
    /// Somebody asked for what a warning says already: they are one.
    DraftJoined {
        /// The warning that says it.
        warning: WarningId,
        /// Who; none when a rule about a feed did.
        by: Option<OfficerId>,
        /// The foreign message that asked for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Triple>,
        /// What was asked for.
        draft: Draft,
    },
    /// An officer changed a draft; whatever was submitted of it is void.
    WarningAmended {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// The draft as it is from here on.
        draft: Draft,
        /// The first warning of the event that it is of from here on, unless it is the first itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<WarningId>,
    },
    /// Its officer has submitted so much that it waits for its turn, and is then shown to a second person
    /// by itself.
    SubmissionQueued {
        /// Which warning.
        warning: WarningId,
        /// Who submitted it.
        by: OfficerId,
        /// When its turn comes.
        until: Timestamp,
    },
    /// Its turn came and it could not be written; its officer has it again.
    SubmissionFailed {
        /// Which warning.
        warning: WarningId,
        /// Why.
        why: String,
    },
    /// The message is shown to a second person, whole.
    WarningSubmitted {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// What would go out.
        content: Box<Content>,
        /// The words of both its ends, agreed on together with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        corrections: Option<Box<Corrections>>,
    },
    /// A second person gave it back to its author to mend.
    WarningReturned {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// What is to be mended.
        reason: String,
    },
    /// An officer handed what is not out yet to another.
    WarningDelegated {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// To whom.
        to: OfficerId,
    },
    /// Nobody moved it in time, and a deputy was asked.
    DraftEscalated {
        /// Which warning.
        warning: WarningId,
        /// The deputy.
        to: OfficerId,
    },
    /// An officer wrote an update that needs a second person.
    UpdateProposed {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// What changes.
        revision: Revision,
        /// What would go out.
        content: Box<Content>,
        /// The words of both ends after it.
        corrections: Box<Corrections>,
    },
    /// A proposed update was turned down; the warning goes on as it was.
    UpdateTurnedDown {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// A second person agreed to exactly these bytes.
    WarningApproved {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// The hash they agreed to: see [`crate::warning::approval_sha256`].
        sha256: String,
    },
    /// A second person turned it down.
    WarningRejected {
        /// Which warning.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// A message of a warning was issued; it may leave the building.
    AlertIssued {
        /// The warning; its own number when it opens one.
        warning: WarningId,
        /// Who decided, unless a standing order or another authority did.
        by: Option<OfficerId>,
        /// The standing order that decided, if one did.
        fired_by: Option<StandingOrderId>,
        /// What it says.
        content: Box<Content>,
    },
    /// Why a warning is about to be retracted, as far as its officer said.
    RetractionExplained {
        /// Which.
        warning: WarningId,
        /// Who.
        by: OfficerId,
        /// The cause, whose vetted sentence people are told.
        cause: Option<Cause>,
        /// What the officer wrote, for the record alone.
        note: Option<String>,
    },
    /// A second person looked at an all clear or retraction that one gave alone.
    EndConfirmed {
        /// Which.
        warning: WarningId,
        /// Who.
        by: OfficerId,
    },
    /// A warning that fired without a human was confirmed by one.
    WarningConfirmed {
        /// Which.
        warning: WarningId,
        /// Who.
        by: OfficerId,
    },
    /// Officers were reminded that nobody has confirmed it, or the end that one gave alone.
    UnconfirmedNagged {
        /// Which.
        warning: WarningId,
        /// Who was asked by name, since nobody else answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deputy: Option<OfficerId>,
    },
    /// A relayed warning ended because its message expired or its authority cancelled it.
    WarningEnded {
        /// Which.
        warning: WarningId,
        /// How.
        how: End,
    },
    /// A courier tried to carry an alert to a target.
    DeliveryAttempted {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt, from 1.
        attempt: u8,
        /// What came of it at once.
        outcome: Outcome,
    },
    /// How many people stand where with an alert, by channel; never who.
    PeopleReached {
        /// Which delivery.
        delivery: DeliveryId,
        /// All of them, counted anew.
        people: Tally,
    },
    /// A siren said what became of an order.
    SirenAnswered {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which siren.
        siren: SirenId,
        /// What it said.
        what: AnswerWhat,
        /// When, by the siren's clock.
        device_at: Timestamp,
    },
    /// Nothing was heard of an attempt, or of the sound, in time.
    DeliveryLapsed {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
    },
    /// A siren did not prove that it sounds: its neighbours are ordered to, and an officer is told.
    SirenEscalated {
        /// Of which warning.
        warning: WarningId,
        /// The delivery to the silent siren.
        delivery: DeliveryId,
        /// The silent siren.
        siren: SirenId,
        /// The sirens that stand in for it, nearest first; none where there is none.
        neighbours: Vec<SirenId>,
    },
    /// The way to a siren came up or was lost.
    SirenLinked {
        /// Which siren.
        siren: SirenId,
        /// Whether it is up.
        up: bool,
        /// Its pairing, when it said so.
        pairing: Option<Pairing>,
    },
    /// One way to a siren came up or was lost; the siren may be reached on another.
    SirenWay {
        /// Which siren.
        siren: SirenId,
        /// Which way.
        way: Way,
        /// Whether it is up.
        up: bool,
        /// Why it was lost.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Texts to a siren, or in its name, were not believed.
    SirenDoubted {
        /// Which siren.
        siren: SirenId,
        /// Who did not believe them, and why.
        doubt: Doubt,
        /// SHA-256 of the last of them, as it came.
        sha256: String,
        /// How many.
        times: u32,
    },
    /// How a siren is, as it said.
    SirenCondition {
        /// Which siren.
        siren: SirenId,
        /// How it is.
        condition: Condition,
    },
    /// How many screens have shown an alert so far.
    ScreensReached {
        /// Which alert.
        alert: AlertId,
        /// How many were connected.
        connected: u64,
        /// How many have said that they show it.
        acked: u64,
    },
    /// A roll call began with a warning.
    HeadcountOpened {
        /// The warning.
        warning: WarningId,
        /// How many people are expected.
        expected: u64,
    },
    /// Somebody on the roster answered.
    HeadcountAnswered {
        /// Which roll call.
        headcount: HeadcountId,
        /// Who, as a pseudonym.
        person: PersonRef,
        /// What.
        reply: Reply,
    },
    /// The roll call was closed.
    HeadcountClosed {
        /// Which.
        headcount: HeadcountId,
        /// Who closed it.
        by: OfficerId,
    },
    /// The record of what happened was opened with a warning.
    IncidentOpened {
        /// The warning.
        warning: WarningId,
    },
    /// A further warning of an event belongs to the record that is open of it.
    IncidentJoined {
        /// The record.
        incident: IncidentId,
        /// The warning.
        warning: WarningId,
    },
    /// One thing is said to be so.
    AssertionRecorded {
        /// About which incident.
        incident: IncidentId,
        /// Who recorded it.
        by: OfficerId,
        /// What.
        assertion: Box<Assertion>,
    },
    /// What is said of who did it.
    ClaimRecorded {
        /// About which incident.
        incident: IncidentId,
        /// Who recorded it.
        by: OfficerId,
        /// What.
        claim: Box<Claim>,
    },
    /// An assertion or a claim was withdrawn; it stays in the record as withdrawn.
    AssertionWithdrawn {
        /// Which line.
        assertion: AssertionId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// An officer opened the record of something that happened, with or without a warning.
    IncidentBegun {
        /// Who.
        by: OfficerId,
        /// What it is.
        description: Box<Description>,
    },
    /// What an incident is was said anew; tallies count by the last.
    IncidentDescribed {
        /// Which.
        incident: IncidentId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
        /// What it is.
        description: Box<Description>,
    },
    /// One incident turned out to be part of another, which took over its warnings and lines.
    IncidentMerged {
        /// Which.
        incident: IncidentId,
        /// Part of which.
        into: IncidentId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// One incident turned out to be two: these lines belong to the new one.
    IncidentSplit {
        /// Which.
        incident: IncidentId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
        /// What the new one is.
        description: Box<Description>,
        /// The lines that it took over.
        lines: Vec<AssertionId>,
    },
    /// A line is believed more, or less, from here on.
    AssertionJudged {
        /// Which line.
        assertion: AssertionId,
        /// Who.
        by: OfficerId,
        /// How far.
        standing: Standing,
        /// Why.
        reason: String,
    },
    /// Further reports say the same as a line.
    AssertionSupported {
        /// Which line.
        assertion: AssertionId,
        /// Who.
        by: OfficerId,
        /// The reports.
        reports: Vec<ReportId>,
        /// The sentences.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        marks: Vec<Mark>,
    },
    /// Two lines say what cannot both be so.
    AssertionsOpposed {
        /// One.
        one: AssertionId,
        /// The other.
        other: AssertionId,
        /// Who.
        by: OfficerId,
        /// In what.
        reason: String,
    },
    /// A question to the record was stored, or one of this name changed.
    TallyDefined {
        /// What it counts.
        tally: Box<tally::Tally>,
        /// Who.
        by: OfficerId,
    },
    /// A question to the record is asked no more.
    TallyDropped {
        /// Which.
        tally: TallyId,
        /// Who.
        by: OfficerId,
        /// Why.
        reason: String,
    },
    /// An officer's decision was refused; the attempt is evidence.
    CommandRefused {
        /// Who.
        by: OfficerId,
        /// What they tried.
        command: String,
        /// The rule that said no.
        rule: String,
        /// Why, for people.
        why: String,
        /// What it was about, by its number or name, where it was about one thing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<String>,
    },
}

/// Where a siren's counters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// The pairing they belong to; raised by hand when a siren lost its counter.
    pub epoch: u32,
    /// The lowest counter that it will take.
    pub next_ctr: u64,
}

/// What was decided about a foreign message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Shown to our people as it is.
    Relay,
    /// Becomes a draft for an officer.
    Draft,
    /// Kept in the journal, shown to nobody.
    Ignore,
}

/// A fact with its number and time, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number, from 1, without gaps.
    pub n: u64,
    /// When it became true, by the clock of the node that wrote it.
    pub at: Timestamp,
    /// What became true.
    pub fact: Fact,
}

/// Facts that belong together: all become true, or none.
pub type Facts = Vec<Fact>;
