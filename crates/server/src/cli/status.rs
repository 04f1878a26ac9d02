//! `vigie status`: whether everything that must work works, on one screen. Unknown is not fine.

use crate::listen::{Asker, NoAnswer};
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use serde::Deserialize;
use serde_json::Value;
use std::process::ExitCode;
use vigie_core::delivery::Stage;
use vigie_core::time::Timestamp;

/// The server cannot be asked.
const EXIT_UNKNOWN: u8 = 2;
/// From so many that wait on, events are shown and not warnings: more lines than fit one screen.
const STORM_FROM: u64 = 20;

/// Health of sirens, screens, feeds and warnings.
#[derive(Debug, clap::Args)]
pub struct StatusArgs {
    /// The server's address.
    #[arg(long, default_value = "http://127.0.0.1:8470", env = "VIGIE_SERVER")]
    server: String,
    /// The token of an officer; without one only whether the server is ready is known.
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Print the picture as JSON.
    #[arg(long)]
    json: bool,
}

/// Shows it; 0 when nothing needs anybody, 1 when something does, 2 when nothing can be known.
pub fn run(args: &StatusArgs) -> ExitCode {
    let runtime = match super::runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(ask(args)) {
        Ok(Some(picture)) if args.json => {
            println!("{picture:#}");
            code(&read(&picture))
        }
        Ok(Some(picture)) => {
            let read = read(&picture);
            if let Ok(picture) = &read {
                print!("{}", shown(picture));
            }
            code(&read)
        }
        Ok(None) if args.json => {
            println!("{}", serde_json::json!({ "ready": true }));
            ExitCode::SUCCESS
        }
        Ok(None) => {
            println!("ready; with --token the sirens, screens and feeds are shown too");
            ExitCode::SUCCESS
        }
        Err(unknown) => {
            eprintln!("vigie: UNKNOWN: {unknown}");
            ExitCode::from(EXIT_UNKNOWN)
        }
    }
}

async fn ask(args: &StatusArgs) -> Result<Option<Value>, NoAnswer> {
    let asker = Asker::new(&args.server, args.token.as_deref())?;
    asker.text("/readyz").await?;
    match args.token {
        Some(_) => {
            let mut picture: Value = asker.get("/api/v1/picture").await?;
            picture["summary"] = asker.get("/api/v1/summary").await?;
            Ok(Some(picture))
        }
        None => Ok(None),
    }
}

fn code(picture: &Result<Picture, String>) -> ExitCode {
    match picture {
        Ok(picture) if needs(picture).is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("vigie: UNKNOWN: failed to read the picture: {why}");
            ExitCode::from(EXIT_UNKNOWN)
        }
    }
}

#[derive(Debug, Deserialize)]
struct Picture {
    site: Option<Site>,
    sirens: Vec<Siren>,
    screens: Screens,
    feeds: Vec<Feed>,
    warnings: Vec<Warning>,
    changes: Vec<Change>,
    by_key: Vec<ByKey>,
    can_agree: bool,
    #[serde(default)]
    unsigned: Vec<u64>,
    #[serde(default)]
    summary: Option<Summary>,
}

#[derive(Debug, Deserialize)]
struct Summary {
    events: Vec<Event>,
    events_more: usize,
    all: Count,
}

#[derive(Debug, Deserialize)]
struct Event {
    #[serde(rename = "event")]
    first: u64,
    status: String,
    danger: String,
    zones: Vec<String>,
    people: u64,
    officers: usize,
    first_to_read: Option<u64>,
    next_turn: Option<Timestamp>,
    #[serde(flatten)]
    count: Count,
}

#[derive(Clone, Copy, Debug, Deserialize)]
struct Count {
    drafts: u64,
    queued: u64,
    submitted: u64,
    live: u64,
    joined: u64,
}

#[derive(Debug, Deserialize)]
struct Change {
    id: u64,
    says: Vec<String>,
    agreed: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct ByKey {
    id: u64,
    says: Vec<String>,
    reason: String,
    confirmed: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Site {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Siren {
    id: String,
    link: String,
    last: Option<Last>,
}

#[derive(Debug, Deserialize)]
struct Last {
    life: Stage,
    why: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Screens {
    connected: u64,
    answering: u64,
}

#[derive(Debug, Deserialize)]
struct Feed {
    id: String,
    health: String,
    last_error: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Warning {
    id: u64,
    danger: String,
    status: String,
    stage: String,
    confirmed: bool,
}

fn read(picture: &Value) -> Result<Picture, String> {
    Picture::deserialize(picture).map_err(|e| e.to_string())
}

/// The summary, where so much waits that nobody would read one line for each warning.
fn storm(picture: &Picture) -> Option<&Summary> {
    let summary = picture.summary.as_ref()?;
    (summary.all.submitted + summary.all.queued > STORM_FROM).then_some(summary)
}

/// One line for each event of a storm, what saves lives first.
fn storm_lines(summary: &Summary) -> Vec<String> {
    let all = &summary.all;
    let mut lines = vec![format!(
        "STORM: {} wait for a second officer, {} for their turn, {} are drafts, {} are live; {} asked for what was there already",
        all.submitted, all.queued, all.drafts, all.live, all.joined
    )];
    lines.extend(summary.events.iter().map(|event| {
        let read = event.first_to_read.map_or_else(String::new, |first| {
            format!("; read warning {first} first")
        });
        let turn = event.next_turn.map_or_else(String::new, |at| {
            format!("; the next has its turn at {at}")
        });
        format!(
            "event {}: {} {} at {}, about {} people, {} officers: {} to read, {} queued, {} live{read}{turn}",
            event.first,
            event.status.to_uppercase(),
            event.danger,
            places(&event.zones),
            event.people,
            event.officers,
            event.count.submitted,
            event.count.queued,
            event.count.live,
        )
    }));
    if summary.events_more > 0 {
        lines.push(format!(
            "and {} events more; the whole lists: GET /api/v1/warnings and /api/v1/exercise/warnings",
            summary.events_more
        ));
    }
    lines
}

fn places(zones: &[String]) -> String {
    match zones {
        [] => "no zone".to_owned(),
        [one] => one.clone(),
        [first, others @ ..] => format!("{first} and {} zones more", others.len()),
    }
}

/// What needs somebody, one line each.
fn needs(picture: &Picture) -> Vec<String> {
    let sirens = picture.sirens.iter().filter_map(|siren| {
        let last = siren.last.as_ref();
        let failed = last
            .filter(|last| matches!(last.life, Stage::Silent | Stage::GivenUp | Stage::Refused));
        if siren.link == "up" {
            failed.map(|last| {
                let why = last.why.as_deref().unwrap_or("no reason is known");
                format!("siren {}: {} ({why})", siren.id, last.life.as_str())
            })
        } else {
            Some(format!("siren {}: link {}", siren.id, siren.link))
        }
    });
    let feeds = picture.feeds.iter().filter(|feed| feed.health != "ok");
    let feeds = feeds.map(|feed| {
        let why = feed.last_error.as_deref().unwrap_or("nothing came yet");
        format!("feed {}: {} ({why})", feed.id, feed.health)
    });
    let storm = storm(picture);
    let warnings = picture.warnings.iter().filter_map(|warning| {
        let what = match (warning.stage.as_str(), warning.confirmed) {
            ("submitted", _) if storm.is_some() => return None,
            ("submitted", _) => "waits for a second officer",
            ("live", false) => "fired without a human and is not confirmed",
            _ => return None,
        };
        Some(format!(
            "warning {} ({}): {what}",
            warning.id, warning.danger
        ))
    });
    let changes = picture.changes.iter().map(|change| {
        let people = if change.agreed.is_empty() {
            "two people"
        } else {
            "one more person"
        };
        let first = change.says.first().map_or("", String::as_str);
        format!("change {} waits for {people}: {first}", change.id)
    });
    let unsigned = picture.unsigned.iter().map(|alert| {
        format!("message {alert}: went out without its signature (check the key in [cap])")
    });
    let by_key = picture.by_key.iter().map(|made| {
        let first = made.says.first().map_or("", String::as_str);
        format!(
            "THE SITE'S KEY put change {} in force without two people ({}): {first}; {} of two have looked at it: vigie change confirm {}",
            made.id,
            made.reason,
            made.confirmed.len(),
            made.id
        )
    });
    let alone = (!picture.can_agree).then(|| {
        "NOBODY CAN AGREE to a change: fewer than two officers who could hold tokens; the manual says how to name another (changes, “Keep three people”)".to_owned()
    });
    let storm = storm.map(storm_lines).unwrap_or_default();
    let loud = by_key.chain(alone).chain(storm);
    let all = loud.chain(warnings).chain(sirens);
    all.chain(unsigned).chain(feeds).chain(changes).collect()
}

fn shown(picture: &Picture) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    let site = picture.site.as_ref().map_or("no site", |site| &site.name);
    table.set_header([site, ""]);
    let up = picture
        .sirens
        .iter()
        .filter(|siren| siren.link == "up")
        .count();
    table.add_row([
        "sirens".to_owned(),
        format!("{up} of {} linked", picture.sirens.len()),
    ]);
    let screens = &picture.screens;
    table.add_row([
        "screens".to_owned(),
        format!(
            "{} connected, {} of them answer",
            screens.connected, screens.answering
        ),
    ]);
    let ok = picture
        .feeds
        .iter()
        .filter(|feed| feed.health == "ok")
        .count();
    table.add_row([
        "feeds".to_owned(),
        format!("{ok} of {} in order", picture.feeds.len()),
    ]);
    let live: Vec<String> = picture
        .warnings
        .iter()
        .filter(|warning| warning.stage == "live")
        .map(|w| {
            format!(
                "{} {} (warning {})",
                w.status.to_uppercase(),
                w.danger,
                w.id
            )
        })
        .collect();
    let live = if live.is_empty() {
        "none".to_owned()
    } else {
        live.join("; ")
    };
    table.add_row(["people are being warned of".to_owned(), live]);
    let mut text = format!("{table}\n");
    let needs = needs(picture);
    if needs.is_empty() {
        text.push_str("Nothing needs anybody.\n");
        return text;
    }
    text.push_str("NEEDS SOMEBODY:\n");
    for need in needs {
        text.push_str("- ");
        text.push_str(&need);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn picture() -> Value {
        json!({
            "site": {"name": "Embassy"}, "screens": {"connected": 3, "answering": 1},
            "sirens": [{"id": "siren-01", "link": "up", "last": null}], "feeds": [], "warnings": [],
            "changes": [],
            "by_key": [],
            "can_agree": true,
        })
    }

    #[test]
    fn a_site_in_order_needs_nobody() {
        assert!(needs(&read(&picture()).unwrap()).is_empty());
    }

    #[test]
    fn a_message_that_went_out_without_its_signature_needs_somebody() {
        let mut picture = picture();
        picture["unsigned"] = json!([7]);
        let needs = needs(&read(&picture).unwrap());
        assert_eq!(
            needs,
            ["message 7: went out without its signature (check the key in [cap])"]
        );
    }

    #[test]
    fn a_siren_that_was_never_seen_is_not_fine() {
        for (link, last) in [
            ("never", Value::Null),
            ("lost", Value::Null),
            ("up", json!({"life": "silent", "why": "nothing was heard"})),
        ] {
            let mut picture = picture();
            picture["sirens"][0] = json!({"id": "siren-01", "link": link, "last": last});
            let needs = needs(&read(&picture).unwrap());
            assert_eq!(needs.len(), 1, "{link}");
        }
    }

    #[test]
    fn a_storm_is_shown_by_event_and_not_warning_by_warning() {
        let mut picture = picture();
        let waits = |id: u64| json!({"id": id, "danger": "rockets", "status": "actual", "stage": "submitted", "confirmed": true});
        picture["warnings"] = (1..=30).map(waits).collect();
        let count = json!({"drafts": 2, "queued": 5, "submitted": 30, "live": 0, "unconfirmed": 0, "joined": 460});
        let mut event = count.clone();
        for (name, value) in [
            ("event", json!(1)),
            ("status", json!("actual")),
            ("danger", json!("rockets")),
            ("saves_lives", json!(true)),
            ("zones", json!(["compound", "quarter"])),
            ("people", json!(40_300)),
            ("officers", json!(52)),
            ("first_to_read", json!(7)),
            ("waiting_since", json!(1_795_320_000_000_u64)),
            ("next_turn", json!(1_795_320_006_000_u64)),
        ] {
            event[name] = value;
        }
        picture["summary"] = json!({"events": [event], "events_more": 3, "all": count});
        let needs = needs(&read(&picture).unwrap());
        assert_eq!(needs.len(), 3, "{needs:?}");
        assert!(needs[0].contains("30 wait for a second officer"));
        assert!(needs[1].contains("52 officers") && needs[1].contains("read warning 7 first"));
        assert!(needs[2].contains("3 events more"));
    }

    #[test]
    fn what_the_key_did_and_a_site_that_cannot_agree_are_said_first() {
        let mut picture = picture();
        picture["can_agree"] = json!(false);
        picture["by_key"] = json!([{
            "id": 12, "says": ["officer x is added"], "reason": "Basil is lost.", "confirmed": [{}],
        }]);
        let needs = needs(&read(&picture).unwrap());
        assert!(
            needs[0].starts_with("THE SITE'S KEY put change 12 in force"),
            "{needs:?}"
        );
        assert!(needs[0].contains("1 of two have looked at it"), "{needs:?}");
        assert!(needs[1].starts_with("NOBODY CAN AGREE"), "{needs:?}");
    }

    #[test]
    fn a_change_that_waits_for_two_people_needs_somebody() {
        let mut picture = picture();
        picture["changes"] = json!([{
            "id": 12, "says": ["officer x is added", "officer y is added"], "agreed": [{}],
        }]);
        let needs = needs(&read(&picture).unwrap());
        assert_eq!(
            needs,
            ["change 12 waits for one more person: officer x is added"]
        );
    }

    #[test]
    fn an_unconfirmed_warning_and_a_failing_feed_need_somebody() {
        let mut picture = picture();
        picture["warnings"] = json!([{
            "id": 7, "danger": "rockets", "status": "exercise", "stage": "live", "confirmed": false,
        }]);
        picture["feeds"] = json!([{"id": "met", "health": "failing", "last_error": "404"}]);
        let read = read(&picture).unwrap();
        assert_eq!(needs(&read).len(), 2);
        assert!(shown(&read).contains("EXERCISE rockets"));
    }
}
