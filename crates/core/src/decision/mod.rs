//! Turns a report or a command into facts, or into a refusal. Changes nothing.

mod added;
mod administration;
mod clock;
mod command;
mod compose;
mod correction;
pub(crate) mod custody;
mod end;
mod feed;
pub mod footprint;
mod foreign;
mod incident;
mod input;
mod line;
mod merge;
mod permit;
mod record;
mod recovery;
mod report;
mod sirens;
pub mod standing_order;
mod update;
mod vetting;
mod warning;

pub use command::Command;
pub(crate) use foreign::severity_rank;
pub use input::{Foreign, Input, Signature};
pub(crate) use permit::{Needs, people_cap, permit, text, two_people, zones_known};

use crate::fact::{Fact, Facts};
use crate::ids::{OfficerId, PersonRef};
use crate::limits::{ROSTER_MAX, SIRENS_MAX, SITE_ENTRIES_MAX, WAYS_OUT_MAX};
use crate::refusal::Refusal;
use crate::site::{Roster, Site};
use crate::state::State;
use crate::time::Timestamp;
use std::collections::BTreeMap;

/// What follows from an input at `now`: facts that become true together, or a refusal. An empty
/// list means that nothing new became true.
pub fn decide(state: &State, now: Timestamp, input: &Input) -> Result<Facts, Refusal> {
    if let Input::Declare(site) = input {
        return declared(state, site);
    }
    let site = state.site.as_deref().ok_or(Refusal::NoSite)?;
    match input {
        Input::Declare(_) => Ok(Vec::new()),
        Input::Tokens(found) => administration::tokens_found(state, site, found),
        Input::Roster(roster) => roster_declared(state, roster),
        Input::Report(taken) => report::take(state, site, now, taken),
        Input::Cap(foreign) => feed::judge(state, site, now, foreign),
        Input::Officer { by, command } => officer(state, site, now, by, command),
        Input::Outcome {
            delivery,
            attempt,
            outcome,
        } => Ok(clock::outcome(state, *delivery, *attempt, outcome)),
        Input::Carried { delivery, people } => Ok(clock::carried(state, *delivery, people)),
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
        Input::SirenWay {
            siren,
            way,
            up,
            why,
        } => sirens::way(site, siren, *way, *up, why),
        Input::SirenDoubt {
            siren,
            doubt,
            sha256,
            times,
        } => sirens::doubted(site, siren, *doubt, sha256, *times),
        Input::SirenCondition { siren, condition } => {
            sirens::condition(state, site, siren, condition)
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
        } => record::safe(state, *headcount, person, *reply),
        Input::ByKey {
            change,
            sha256,
            reason,
        } => recovery::by_key(state, site, now, *change, sha256, reason),
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
        about: command.about(),
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
        Command::Draft(draft) => warning::draft(state, site, now, by, draft),
        Command::Amend { warning, draft } => warning::amend(state, site, by, *warning, draft),
        Command::Submit(id) => warning::submit(state, site, now, by, *id),
        Command::Approve { warning, sha256 } => {
            warning::approve(state, site, now, by, *warning, sha256)
        }
        Command::Return { warning, reason } => {
            custody::turn_back(state, site, by, *warning, reason)
        }
        Command::Delegate { warning, to } => custody::delegate(state, site, by, *warning, to),
        Command::Reject { warning, reason } => warning::reject(state, site, by, *warning, reason),
        Command::Confirm(id) => end::confirm(state, site, by, *id),
        Command::Update { warning, revision } => {
            update::update(state, site, now, by, *warning, revision)
        }
        Command::AllClear(id) => end::all_clear(state, site, now, by, *id),
        Command::Retract {
            warning,
            cause,
            note,
        } => end::retract(state, site, now, by, *warning, *cause, note.as_deref()),
        Command::ProposeStandingOrder(order) => {
            standing_order::propose(state, site, now, by, order)
        }
        Command::ApproveStandingOrder { order, sha256 } => {
            standing_order::approve(state, site, now, by, order, sha256)
        }
        Command::RevokeStandingOrder(id) => standing_order::revoke(state, site, by, id),
        Command::PressButton(id) => standing_order::press(state, site, now, by, id),
        Command::Vet(vetting) => vetting::offer(state, site, by, vetting),
        Command::WithdrawVetting(withdrawal) => vetting::withdraw(state, site, by, withdrawal),
        Command::ApproveChange { change, sha256 } => {
            administration::approve(state, site, now, by, *change, sha256)
        }
        Command::RefuseChange { change, reason } => {
            administration::refuse(state, site, by, *change, reason)
        }
        Command::ConfirmChange(id) => recovery::confirm(state, site, by, *id),
        Command::CloseHeadcount(id) => record::close_headcount(state, site, by, *id),
        Command::Assert {
            incident,
            assertion,
        } => record::assert_line(state, site, by, *incident, assertion),
        Command::Claim { incident, claim } => record::claim(state, site, by, *incident, claim),
        Command::Begin(description) => incident::begin(state, site, by, description),
        Command::Import(rows) => incident::import(state, site, by, rows),
        Command::Describe {
            incident,
            description,
            reason,
        } => incident::describe(state, site, by, *incident, description, reason),
        Command::Merge {
            incident,
            into,
            reason,
        } => incident::merge(state, site, by, *incident, *into, reason),
        Command::Split {
            incident,
            lines,
            description,
            reason,
        } => incident::split(state, site, by, *incident, lines, description, reason),
        Command::DefineTally(tally) => incident::define_tally(state, site, by, tally),
        Command::DropTally { tally, reason } => {
            incident::drop_tally(state, site, by, tally, reason)
        }
        Command::Judge {
            assertion,
            standing,
            reason,
        } => line::judge(state, site, by, *assertion, *standing, reason),
        Command::Support {
            assertion,
            reports,
            marks,
        } => line::support(state, site, by, *assertion, reports, marks),
        Command::Oppose { one, other, reason } => {
            line::oppose(state, site, by, *one, *other, reason)
        }
        Command::Withdraw { assertion, reason } => {
            record::withdraw(state, site, by, *assertion, reason)
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
        ("channels", site.channels.len(), WAYS_OUT_MAX),
        ("hooks", site.hooks.len(), WAYS_OUT_MAX),
    ] {
        if count > limit {
            return Err(Refusal::Full { what, limit });
        }
    }
    one_person_each(site)?;
    administration::declared(state, site)
}

/// Two officers are two people: nobody agrees with themselves under another name.
fn one_person_each(site: &Site) -> Result<(), Refusal> {
    let mut known: BTreeMap<&PersonRef, &OfficerId> = BTreeMap::new();
    for (id, officer) in &site.officers {
        let Some(person) = &officer.person else {
            continue;
        };
        if let Some(other) = known.insert(person, id) {
            let (one, other) = (other.clone(), id.clone());
            return Err(Refusal::SamePerson { one, other });
        }
    }
    Ok(())
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
