//! Turns a report or a command into facts, or into a refusal. Changes nothing.

mod clock;
mod compose;
mod feed;
mod report;
pub mod standing_order;
mod warning;

use crate::fact::Pairing;
use crate::fact::{Fact, Facts};
use crate::headcount::Reply;
use crate::ids::{
    AlertId, AssertionId, DeliveryId, FeedId, HeadcountId, IncidentId, OfficerId, PersonRef,
    ReportId, SirenId, StandingOrderId, WarningId, ZoneId,
};
use crate::limits::{
    ASSERTIONS_MAX, LINE_REPORTS_MAX, ROSTER_MAX, SIRENS_MAX, SITE_ENTRIES_MAX, TEXT_BYTES_MAX,
};
use crate::record::assertion::{Assertion, Claim, Standing};
use crate::refusal::Refusal;
use crate::report::Report;
use crate::siren::AnswerWhat;
use crate::site::{Role, Roster, Site};
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::Draft;
use standing_order::StandingOrder;
use std::collections::BTreeSet;

/// Everything that can come in.
#[derive(Clone, Debug)]
pub enum Input {
    /// The site as configured.
    Declare(Box<Site>),
    /// Who is expected to answer.
    Roster(Roster),
    /// We were told something.
    Report(Box<Report>),
    /// A CAP message came from a feed; read at the edge, judged here.
    Cap(Box<Foreign>),
    /// An officer decides. A refusal of it goes into the journal.
    Officer {
        /// Who.
        by: OfficerId,
        /// What.
        command: Command,
    },
    /// A courier says what came of an attempt.
    Outcome {
        /// Which delivery.
        delivery: DeliveryId,
        /// Which attempt.
        attempt: u8,
        /// What came of it.
        outcome: crate::delivery::Outcome,
    },
    /// A siren's answer, its signature checked at the edge.
    SirenAnswer {
        /// The siren.
        siren: SirenId,
        /// The `order` number it names.
        delivery: DeliveryId,
        /// What it says.
        what: AnswerWhat,
        /// When, by its clock.
        device_at: Timestamp,
        /// The lowest counter it will take.
        next_ctr: u64,
    },
    /// The way to a siren came up or was lost.
    SirenLink {
        /// The siren.
        siren: SirenId,
        /// Whether it is up.
        up: bool,
        /// Its pairing, when it said so.
        pairing: Option<Pairing>,
    },
    /// Screens have said that they show an alert.
    Reach {
        /// Which alert.
        alert: AlertId,
        /// How many were connected.
        connected: u64,
        /// How many have said so.
        acked: u64,
    },
    /// Somebody on the roster answered.
    Safe {
        /// Which roll call.
        headcount: HeadcountId,
        /// Who.
        person: PersonRef,
        /// What.
        reply: Reply,
    },
    /// Time has passed.
    Clock,
}

/// A CAP message of another authority, as read at the edge.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// From where.
    pub feed: FeedId,
    /// What it says.
    pub alert: vigie_cap::doc::Alert,
    /// Its bytes as text.
    pub xml: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// What is wrong with it, at error level, one line each.
    pub errors: Vec<String>,
}

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
    /// Turn it down.
    Reject {
        /// Which.
        warning: WarningId,
        /// Why.
        reason: String,
    },
    /// Say that a warning that fired without a human is right.
    Confirm(WarningId),
    /// Renew a live warning; sirens sound again only when asked.
    Update {
        /// Which.
        warning: WarningId,
        /// Whether sirens sound again.
        resound: bool,
    },
    /// It is over.
    AllClear(WarningId),
    /// It was false.
    Retract(WarningId),
    /// Write a standing order.
    ProposeStandingOrder(Box<StandingOrder>),
    /// Put it in force.
    ApproveStandingOrder(StandingOrderId),
    /// Take it out of force.
    RevokeStandingOrder(StandingOrderId),
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
            Self::Reject { .. } => "reject",
            Self::Confirm(_) => "confirm",
            Self::Update { .. } => "update",
            Self::AllClear(_) => "all_clear",
            Self::Retract(_) => "retract",
            Self::ProposeStandingOrder(_) => "propose_standing_order",
            Self::ApproveStandingOrder(_) => "approve_standing_order",
            Self::RevokeStandingOrder(_) => "revoke_standing_order",
            Self::CloseHeadcount(_) => "close_headcount",
            Self::Assert { .. } => "assert",
            Self::Claim { .. } => "claim",
            Self::Withdraw { .. } => "withdraw",
        }
    }
}

/// What follows from an input at `now`: facts that become true together, or a refusal. An empty
/// list means that nothing new became true.
pub fn decide(state: &State, now: Timestamp, input: &Input) -> Result<Facts, Refusal> {
    if let Input::Declare(site) = input {
        return declared(state, site);
    }
    let site = state.site.as_deref().ok_or(Refusal::NoSite)?;
    match input {
        Input::Declare(_) => Ok(Vec::new()),
        Input::Roster(roster) => roster_declared(state, roster),
        Input::Report(taken) => report::take(state, site, now, taken),
        Input::Cap(foreign) => feed::judge(state, site, now, foreign),
        Input::Officer { by, command } => officer(state, site, now, by, command),
        Input::Outcome {
            delivery,
            attempt,
            outcome,
        } => Ok(clock::outcome(state, *delivery, *attempt, outcome)),
        Input::SirenAnswer {
            siren,
            delivery,
            what,
            device_at,
            next_ctr,
        } => Ok(clock::siren_answer(
            state, siren, *delivery, *what, *device_at, *next_ctr,
        )),
        Input::SirenLink { siren, up, pairing } => {
            clock::siren_link(state, site, siren, *up, *pairing)
        }
        Input::Reach {
            alert,
            connected,
            acked,
        } => Ok(clock::reach(state, *alert, *connected, *acked)),
        Input::Safe {
            headcount,
            person,
            reply,
        } => safe(state, *headcount, person, *reply),
        Input::Clock => Ok(clock::passed(state, site, now)),
    }
}

/// The fact that keeps an officer's refused attempt.
pub fn refused(by: &OfficerId, command: &Command, refusal: &Refusal) -> Fact {
    Fact::CommandRefused {
        by: by.clone(),
        command: command.name().to_owned(),
        rule: refusal.rule().to_owned(),
        why: refusal.to_string(),
    }
}

fn officer(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    command: &Command,
) -> Result<Facts, Refusal> {
    match command {
        Command::Draft(draft) => warning::draft(state, site, by, draft),
        Command::Amend { warning, draft } => warning::amend(state, site, by, *warning, draft),
        Command::Submit(id) => warning::submit(state, site, now, by, *id),
        Command::Approve { warning, sha256 } => {
            warning::approve(state, site, now, by, *warning, sha256)
        }
        Command::Reject { warning, reason } => warning::reject(state, site, by, *warning, reason),
        Command::Confirm(id) => warning::confirm(state, site, by, *id),
        Command::Update { warning, resound } => {
            warning::update(state, site, now, by, *warning, *resound)
        }
        Command::AllClear(id) => {
            warning::end(state, site, now, by, *id, crate::wording::Act::AllClear)
        }
        Command::Retract(id) => {
            warning::end(state, site, now, by, *id, crate::wording::Act::Retraction)
        }
        Command::ProposeStandingOrder(order) => {
            standing_order::propose(state, site, now, by, order)
        }
        Command::ApproveStandingOrder(id) => standing_order::approve(state, site, now, by, id),
        Command::RevokeStandingOrder(id) => standing_order::revoke(state, site, by, id),
        Command::CloseHeadcount(id) => close_headcount(state, site, by, *id),
        Command::Assert {
            incident,
            assertion,
        } => assert_line(state, site, by, *incident, assertion),
        Command::Claim { incident, claim } => {
            permit(site, by, Needs::role(Role::Recorder))?;
            incident_with_room(state, *incident)?;
            claim_bounded(claim)?;
            let claim = claim.clone();
            Ok(vec![Fact::ClaimRecorded {
                incident: *incident,
                by: by.clone(),
                claim,
            }])
        }
        Command::Withdraw { assertion, reason } => {
            permit(site, by, Needs::role(Role::Recorder))?;
            text("reason", reason)?;
            let mut lines = state.incidents.values().flat_map(|i| &i.assertions);
            let unknown = || Refusal::Unknown {
                what: "assertion",
                name: assertion.to_string(),
            };
            let line = lines.find(|line| line.id == *assertion);
            if line.ok_or_else(unknown)?.said.standing == Standing::Withdrawn {
                return Err(Refusal::Already {
                    what: "it was withdrawn before",
                });
            }
            let reason = reason.clone();
            Ok(vec![Fact::AssertionWithdrawn {
                assertion: *assertion,
                by: by.clone(),
                reason,
            }])
        }
    }
}

fn declared(state: &State, site: &Site) -> Result<Facts, Refusal> {
    for (what, count, limit) in [
        ("zones", site.zones.len(), SITE_ENTRIES_MAX),
        ("sirens", site.sirens.len(), SIRENS_MAX),
        ("sensors", site.sensors.len(), SITE_ENTRIES_MAX),
        ("officers", site.officers.len(), SITE_ENTRIES_MAX),
        ("feeds", site.feeds.len(), SITE_ENTRIES_MAX),
    ] {
        if count > limit {
            return Err(Refusal::Full { what, limit });
        }
    }
    if state.site.as_deref() == Some(site) {
        return Ok(Vec::new());
    }
    Ok(vec![Fact::SiteDeclared {
        site: Box::new(site.clone()),
    }])
}

fn roster_declared(state: &State, roster: &Roster) -> Result<Facts, Refusal> {
    if roster.people.len() > ROSTER_MAX {
        return Err(Refusal::Full {
            what: "people on a roster",
            limit: ROSTER_MAX,
        });
    }
    let same = state.roster.as_ref() == roster;
    Ok(if same {
        Vec::new()
    } else {
        vec![Fact::RosterDeclared {
            roster: roster.clone(),
        }]
    })
}

fn safe(
    state: &State,
    id: HeadcountId,
    person: &PersonRef,
    reply: Reply,
) -> Result<Facts, Refusal> {
    let unknown = || Refusal::Unknown {
        what: "headcount",
        name: id.to_string(),
    };
    let headcount = state.headcounts.get(&id).ok_or_else(unknown)?;
    if headcount.closed.is_some() {
        return Err(Refusal::WrongStage {
            tried: "answer",
            stage: "closed for the headcount",
        });
    }
    match headcount.answers.get(person) {
        None => Err(Refusal::Unknown {
            what: "person on this roster",
            name: person.to_string(),
        }),
        Some(Some((earlier, _))) if *earlier == reply => Ok(Vec::new()),
        Some(_) => Ok(vec![Fact::HeadcountAnswered {
            headcount: id,
            person: person.clone(),
            reply,
        }]),
    }
}

fn close_headcount(
    state: &State,
    site: &Site,
    by: &OfficerId,
    id: HeadcountId,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    let unknown = || Refusal::Unknown {
        what: "headcount",
        name: id.to_string(),
    };
    if state
        .headcounts
        .get(&id)
        .ok_or_else(unknown)?
        .closed
        .is_some()
    {
        return Err(Refusal::Already {
            what: "the headcount was closed before",
        });
    }
    Ok(vec![Fact::HeadcountClosed {
        headcount: id,
        by: by.clone(),
    }])
}

fn assert_line(
    state: &State,
    site: &Site,
    by: &OfficerId,
    incident: IncidentId,
    assertion: &Assertion,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::role(Role::Recorder))?;
    incident_with_room(state, incident)?;
    text("statement", &assertion.statement)?;
    text("reported_by", &assertion.reported_by)?;
    reports_bounded(&assertion.reports)?;
    Ok(vec![Fact::AssertionRecorded {
        incident,
        by: by.clone(),
        assertion: Box::new(assertion.clone()),
    }])
}

fn claim_bounded(claim: &Claim) -> Result<(), Refusal> {
    match claim {
        Claim::Nobody {
            reported_by,
            reports,
            ..
        } => {
            text("reported_by", reported_by)?;
            reports_bounded(reports)
        }
        Claim::Claimed {
            by,
            channel,
            reports,
        } => {
            text("by", by)?;
            text("channel", channel)?;
            reports_bounded(reports)
        }
        Claim::Attributed {
            to,
            reported_by,
            reports,
        } => {
            text("to", to)?;
            text("reported_by", reported_by)?;
            reports_bounded(reports)
        }
    }
}

fn reports_bounded(reports: &[ReportId]) -> Result<(), Refusal> {
    if reports.len() > LINE_REPORTS_MAX {
        return Err(Refusal::Full {
            what: "reports under one line",
            limit: LINE_REPORTS_MAX,
        });
    }
    Ok(())
}

fn incident_with_room(state: &State, id: IncidentId) -> Result<(), Refusal> {
    let unknown = || Refusal::Unknown {
        what: "incident",
        name: id.to_string(),
    };
    let incident = state.incidents.get(&id).ok_or_else(unknown)?;
    if incident.assertions.len() + incident.claims.len() >= ASSERTIONS_MAX {
        return Err(Refusal::Full {
            what: "lines in this incident",
            limit: ASSERTIONS_MAX,
        });
    }
    Ok(())
}

/// What an officer must have for something.
#[derive(Clone, Copy)]
pub(crate) struct Needs<'a> {
    roles: &'static [Role],
    status: Option<Status>,
    zones: Option<&'a BTreeSet<ZoneId>>,
}

impl<'a> Needs<'a> {
    /// To write and submit.
    pub(crate) fn write(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Drafter],
            status: Some(status),
            zones: Some(zones),
        }
    }
    /// To approve what another wrote.
    pub(crate) fn approve(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Approver],
            status: Some(status),
            zones: Some(zones),
        }
    }
    /// To end or to confirm: one person of either kind.
    pub(crate) fn end(status: Status, zones: &'a BTreeSet<ZoneId>) -> Self {
        Self {
            roles: &[Role::Drafter, Role::Approver],
            status: Some(status),
            zones: Some(zones),
        }
    }
    fn role(role: Role) -> Needs<'static> {
        let roles: &'static [Role] = match role {
            Role::Drafter => &[Role::Drafter],
            Role::Approver => &[Role::Approver],
            Role::Recorder => &[Role::Recorder],
            Role::Auditor => &[Role::Auditor],
        };
        Needs {
            roles,
            status: None,
            zones: None,
        }
    }
}

/// Whether the officer has what it needs.
pub(crate) fn permit(site: &Site, by: &OfficerId, needs: Needs<'_>) -> Result<(), Refusal> {
    let unknown = || Refusal::Unknown {
        what: "officer",
        name: by.to_string(),
    };
    let officer = site.officers.get(by).ok_or_else(unknown)?;
    if !needs.roles.iter().any(|role| officer.roles.contains(role)) {
        return Err(Refusal::NotPermitted {
            by: by.clone(),
            needs: needs.roles[0],
        });
    }
    if let Some(status) = needs
        .status
        .filter(|status| !officer.statuses.contains(status))
    {
        return Err(Refusal::WrongStatus {
            by: by.clone(),
            status,
        });
    }
    let mut zones = needs.zones.into_iter().flatten();
    match zones.find(|zone| !officer.zones.contains(*zone)) {
        Some(zone) => Err(Refusal::OutsideZone {
            by: by.clone(),
            zone: zone.to_string(),
        }),
        None => Ok(()),
    }
}

/// Whether the officer may reach so many people.
pub(crate) fn people_cap(site: &Site, by: &OfficerId, people: u64) -> Result<(), Refusal> {
    let people_max = site
        .officers
        .get(by)
        .map_or(0, |officer| officer.people_max);
    if people > people_max {
        return Err(Refusal::TooManyPeople { people, people_max });
    }
    Ok(())
}

/// Whether there is at least one zone, and every one exists.
pub(crate) fn zones_known(site: &Site, zones: &BTreeSet<ZoneId>) -> Result<(), Refusal> {
    if zones.is_empty() {
        return Err(Refusal::NoArea);
    }
    match zones.iter().find(|zone| !site.zones.contains_key(*zone)) {
        Some(zone) => Err(Refusal::Unknown {
            what: "zone",
            name: zone.to_string(),
        }),
        None => Ok(()),
    }
}

/// Whether a text is there and within the limit.
pub(crate) fn text(what: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.len() > TEXT_BYTES_MAX {
        return Err(Refusal::BadText {
            what,
            bytes: text.len(),
        });
    }
    Ok(())
}
