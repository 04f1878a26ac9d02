//! Altadena, 8 January 2025: one person sent for three fires at once, and one neighbourhood was told
//! hours late.

use super::stage::{Stage, draft, ensure};
use super::{Ending, Rule};
use crate::site::ZONES;
use vigie_core::Command;
use vigie_core::fact::Fact;
use vigie_core::ids::{OfficerId, WarningId, ZoneId};
use vigie_core::status::Status;
use vigie_core::warning::{Draft, Warning};

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(5, false).map_err(|fault| fault.to_string())?;
    if rule == Rule::PlantedOut {
        site.drafts = None;
    }
    let mut stage = Stage::of(rule, site)?;
    let begun = stage.now;
    let fire = |zones: &[&str]| Draft {
        zones: zones.iter().map(|zone| ZoneId::new(*zone)).collect(),
        ..draft("fire", Status::Actual)
    };
    let mut fires = Vec::new();
    for zones in [&ZONES[..1], &ZONES[1..], &ZONES[..]] {
        stage.does("amal", Command::Draft(fire(zones)))?;
        fires.push(stage.newest()?);
    }
    let [first, second, forgotten] = fires[..] else {
        return Err("three fires are not three drafts".to_owned());
    };
    // Amal writes the first, hands on the second, and has no hand left for the third.
    stage.does("amal", Command::Submit(first))?;
    let to = OfficerId::new("carla");
    stage.does(
        "amal",
        Command::Delegate {
            warning: second,
            to,
        },
    )?;
    stage.does("carla", Command::Submit(second))?;
    for warning in [first, second] {
        agree(&mut stage, "basil", warning)?;
    }
    let facts = stage.pass_ms(20_000)?;
    let asked = facts.iter().find_map(|fact| match fact {
        Fact::DraftEscalated { warning, to } if *warning == forgotten => Some(to.clone()),
        _ => None,
    });
    let asked = asked.ok_or("the third fire lay on one desk, and nobody else was asked")?;
    stage.does(asked.as_str(), Command::Submit(forgotten))?;
    agree(&mut stage, "carla", forgotten)?;
    for fire in fires {
        ensure(
            stage.warning(fire)?.is_live(),
            "a neighbourhood was not told",
        )?;
    }
    Ok(format!(
        "three fires were three drafts in three hands, and the last was out after {} s",
        stage.now.since_ms(begun) / 1_000
    ))
}

fn agree(stage: &mut Stage, by: &str, warning: WarningId) -> Result<(), String> {
    let sha256 = stage
        .warning(warning)
        .ok()
        .and_then(Warning::approval_sha256);
    let sha256 = sha256.ok_or("nothing was submitted")?;
    stage.does(by, Command::Approve { warning, sha256 })?;
    Ok(())
}
