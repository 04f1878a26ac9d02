//! One fact as one sentence, for people who have never seen a journal.

use vigie_core::State;
use vigie_core::administration::Basis;
use vigie_core::fact::{Fact, Verdict};
use vigie_core::ids::{Danger, OfficerId, SirenId, ZoneId};
use vigie_core::report::{Report, Source};
use vigie_core::vetting::LeftOut;
use vigie_core::warning::{Change, Content, Draft, End};
use vigie_core::wording::Act;

/// What a fact says, in the words of the field. `before` is the state before it.
#[expect(clippy::too_many_lines, reason = "one sentence per fact, in one place")]
pub(super) fn sentence(before: &State, fact: &Fact) -> String {
    match fact {
        Fact::ReportReceived { report } => {
            format!("{} reported{}.", source(report), danger(report))
        }
        Fact::CapTaken {
            feed,
            verdict,
            why,
            rule,
            ..
        } => {
            let what = match verdict {
                Verdict::Relay => "shown to people as it is",
                Verdict::Draft => "made a draft for an officer",
                Verdict::Ignore => "kept and shown to nobody",
            };
            format!("A message of the feed {feed} was {what}, by the rule {rule}: {why}.")
        }
        Fact::ChangeProposed { says, by, .. } => {
            let who = by.as_ref().map_or_else(
                || "It was found in the configuration or the registry".to_owned(),
                |by| format!("{by} proposed it"),
            );
            format!("{who}, and it waits for two people: {}.", says.join("; "))
        }
        Fact::ChangeApproved { by, .. } => format!("{by} agreed to exactly that."),
        Fact::ChangeMade { .. } => "Two people had agreed, so from here on it holds.".to_owned(),
        Fact::ChangeMadeByKey { reason, .. } => format!(
            "No two people were left who could agree, so whoever holds the site's key put it in force: {reason}. Every screen says so until two people have looked at it."
        ),
        Fact::ChangeConfirmed { by, .. } => {
            format!("{by} looked at what the site's key had put in force, and stands by it.")
        }
        Fact::ChangeRefused { by, reason, .. } => format!("{by} refused it: {reason}."),
        Fact::ChangeVoided { why, .. } => format!("It was void: {why}."),
        Fact::VettingWithdrawn { by, withdrawal } => {
            let dangers: Vec<&str> = withdrawal.texts.keys().map(Danger::as_str).collect();
            format!(
                "{by} took back that the words in {} for {} were vetted, so nothing begins to say them for real: {}.",
                withdrawal.language,
                dangers.join(", "),
                withdrawal.reason
            )
        }
        Fact::SiteDeclared { basis, .. } => match basis {
            Some(Basis::Founding { persons }) => format!(
                "The site was taken as it was configured, since no two people could have agreed yet; it names {persons} people who may decide."
            ),
            Some(Basis::Narrowing) => {
                "What the configuration takes away from officers or feeds was taken away, for which one person is enough."
                    .to_owned()
            }
            None => "The site was declared.".to_owned(),
        },
        Fact::StandingOrderProposed { order, by } => format!(
            "{by} wrote a standing order to warn of {} in {} without asking anybody first.",
            order.danger,
            zones(before, &order.zones)
        ),
        Fact::StandingOrderApproved { by, .. } => {
            format!("{by} agreed to it as the second person; from here on it may fire.")
        }
        Fact::StandingOrderRevoked { by, .. } => format!("{by} took it out of force."),
        Fact::StandingOrderFired {
            id,
            sensors,
            pressed_by,
            ..
        } => {
            let sensors: Vec<&str> = sensors
                .iter()
                .map(vigie_core::ids::SensorId::as_str)
                .collect();
            let who = if let Some(by) = pressed_by {
                format!("{by} pressed its button")
            } else if sensors.is_empty() {
                "its trigger was met".to_owned()
            } else {
                format!("{} agreed", sensors.join(" and "))
            };
            format!("The standing order {id} fired, because {who}.")
        }
        Fact::StandingOrderHeld { id, why } => {
            format!("The standing order {id} was triggered and did not warn: {why}.")
        }
        Fact::WarningDrafted {
            draft, by, from, ..
        } => match (by, from) {
            (Some(by), _) => format!("{by} drafted {}.", drafted(before, draft)),
            (None, Some(_)) => format!(
                "Another authority's message became a draft: {}.",
                drafted(before, draft)
            ),
            (None, None) => format!("A draft was made: {}.", drafted(before, draft)),
        },
        Fact::WarningAmended { by, draft, .. } => format!(
            "{by} changed it to {}; whatever had been submitted was void.",
            drafted(before, draft)
        ),
        Fact::WarningSubmitted { by, content, .. } => format!(
            "{by} submitted it for a second officer to approve: “{}”.",
            headline(before, content)
        ),
        Fact::DraftJoined { by, draft, .. } => format!(
            "{} asked for the same, {}, and it stayed one warning.",
            by.as_ref()
                .map_or_else(|| "Another authority".to_owned(), ToString::to_string),
            drafted(before, draft)
        ),
        Fact::SubmissionQueued { by, until, .. } => format!(
            "{by} submitted it, and because {by} had submitted so much of late, it waited for its turn until {until}."
        ),
        Fact::SubmissionFailed { why, .. } => {
            format!(
                "Its turn came and it could not be written, so its officer had it again: {why}."
            )
        }
        Fact::IncidentJoined { incident, .. } => {
            format!("It belongs to the record {incident}, which was open of the same event.")
        }
        Fact::WarningReturned { by, reason, .. } => {
            format!("{by} gave it back to its author: {reason}.")
        }
        Fact::WarningDelegated { by, to, .. } => format!("{by} handed it to {to}."),
        Fact::DraftEscalated { to, .. } => {
            format!("Nobody had moved it in time, so the deputy {to} was asked.")
        }
        Fact::UpdateProposed { by, content, .. } => format!(
            "{by} proposed an update that needs a second officer, because it {}.",
            changes(content)
        ),
        Fact::UpdateTurnedDown { by, reason, .. } => {
            format!("{by} turned the update down: {reason}.")
        }
        Fact::WarningApproved { by, .. } => {
            format!("{by} read it and approved exactly those bytes.")
        }
        Fact::WarningRejected { by, reason, .. } => format!("{by} turned it down: {reason}."),
        Fact::AlertIssued {
            by,
            fired_by,
            content,
            ..
        } => issued(before, by.as_ref(), fired_by.is_some(), content),
        Fact::RetractionExplained {
            by, cause, note, ..
        } => {
            let told = cause.map_or_else(
                || "gave no cause that people could be told".to_owned(),
                |cause| format!("gave the cause “{}”", cause.as_str().replace('_', " ")),
            );
            let note = note
                .as_ref()
                .map_or_else(String::new, |n| format!(", and noted: {n}"));
            format!("{by} {told}{note}.")
        }
        Fact::EndConfirmed { by, .. } => format!("{by} looked at that end and confirmed it."),
        Fact::WarningConfirmed { by, .. } => format!("{by} confirmed that the warning is right."),
        Fact::UnconfirmedNagged { .. } => {
            "Officers were reminded that no second person has confirmed it.".to_owned()
        }
        Fact::WarningEnded { how, .. } => match how {
            End::Expired => "It ended because nobody renewed it.".to_owned(),
            End::AllClear | End::Retracted => "The authority that sent it ended it.".to_owned(),
        },
        Fact::HeadcountOpened { expected, .. } => {
            format!("A roll call of {expected} people began.")
        }
        Fact::IncidentOpened { .. } => "A record of the incident was opened.".to_owned(),
        Fact::CommandRefused {
            by, command, why, ..
        } => format!(
            "{by} tried to {} and was refused: {why}.",
            command.replace('_', " ")
        ),
        Fact::SirenDoubted {
            siren,
            doubt,
            times,
            ..
        } => match times {
            1 => format!("Of the siren {siren}: {doubt}."),
            times => format!("Of the siren {siren}, {times} times: {doubt}."),
        },
        Fact::SirenEscalated {
            siren, neighbours, ..
        } => match neighbours.as_slice() {
            [] => format!("The siren {siren} stayed silent, and no other stands near enough."),
            near => {
                let near: Vec<&str> = near.iter().map(SirenId::as_str).collect();
                format!(
                    "The siren {siren} stayed silent; ordered in its place: {}.",
                    near.join(", ")
                )
            }
        },
        Fact::SirenWay {
            siren,
            way,
            up: true,
            ..
        } => format!("The siren {siren} was reached by {way}."),
        Fact::SirenWay {
            siren, way, why, ..
        } => format!("The siren {siren} was no longer reached by {way}: {why}."),
        Fact::SirenCondition { siren, condition } => match condition.faults().as_slice() {
            [] => format!("The siren {siren} said that it is well."),
            faults => format!("The siren {siren} said: {}.", faults.join("; ")),
        },
        other => plain(other),
    }
}

/// What has no sentence of its own is named.
fn plain(fact: &Fact) -> String {
    let value = serde_json::to_value(fact).unwrap_or_default();
    let kind = value["kind"].as_str().unwrap_or("fact").replace('_', " ");
    format!("The journal says: {kind}.")
}

fn issued(before: &State, by: Option<&OfficerId>, fired: bool, content: &Content) -> String {
    let who = match by {
        Some(by) => format!("by {by}"),
        None if fired => "by the standing order".to_owned(),
        None => "by the clock".to_owned(),
    };
    let what = match content.act {
        Act::Alert => "The warning went out",
        Act::Update => "An update went out",
        Act::AllClear => "The all clear went out",
        Act::Retraction => "The retraction went out",
        Act::Expiry => "It was said to be no longer confirmed",
    };
    let sound = match (content.act, content.sounds) {
        (Act::Alert | Act::Update, true) => ", and sirens were told to sound",
        (Act::Alert | Act::Update, false) => ", silently",
        _ => "",
    };
    format!(
        "{what}, {who}, {}{sound}: “{}”.{}",
        content.status,
        headline(before, content),
        left_out(content)
    )
}

/// The languages that a message does not speak.
fn left_out(content: &Content) -> String {
    let said = content.left_out.iter().map(|(language, why)| match why {
        LeftOut::NoWords => format!(" It left out {language}, which has no words for it."),
        LeftOut::NotVetted => {
            format!(" It left out {language}, whose words nobody here had vetted.")
        }
    });
    said.collect()
}

fn changes(content: &Content) -> String {
    let said = content.changes.iter().filter_map(|change| match change {
        Change::Validity => None,
        Change::Area => Some("warns more places"),
        Change::Danger => Some("warns of something else"),
        Change::Sound => Some("sounds the sirens again"),
        Change::Values => Some("says other values"),
        Change::Note => Some("changes its note"),
    });
    said.collect::<Vec<_>>().join(" and ")
}

fn drafted(before: &State, draft: &Draft) -> String {
    format!(
        "a warning of {} for {} ({}), to hold for {} minutes",
        draft.danger,
        zones(before, &draft.zones),
        draft.status,
        draft.valid_s / 60
    )
}

fn zones<'a>(before: &State, zones: impl IntoIterator<Item = &'a ZoneId>) -> String {
    let site = before.site.as_deref();
    let names = zones.into_iter().map(|id| {
        let zone = site.and_then(|site| Some((site, site.zones.get(id)?)));
        zone.map_or_else(
            || id.to_string(),
            |(site, zone)| zone.name_in(&site.first_language()).to_owned(),
        )
    });
    names.collect::<Vec<_>>().join(", ")
}

fn headline(before: &State, content: &Content) -> String {
    let first = before
        .site
        .as_deref()
        .map(vigie_core::site::Site::first_language);
    let text = first.and_then(|language| content.texts.get(&language));
    let text = text.or_else(|| content.texts.values().next());
    text.map_or_else(|| content.danger.clone(), |texts| texts.headline.clone())
}

fn source(report: &Report) -> String {
    match &report.source {
        Source::Sensor { sensor, reading } => format!("The sensor {sensor} (reading {reading})"),
        Source::Officer { officer } => format!("The officer {officer}"),
        Source::Spokesperson { .. } => "A spokesperson".to_owned(),
        Source::Press { .. } => "A newspaper or agency".to_owned(),
        Source::SocialMedia { .. } => "Somebody on social media".to_owned(),
    }
}

fn danger(report: &Report) -> String {
    report
        .danger
        .as_ref()
        .map_or_else(String::new, |danger| format!(" {danger}"))
}
