//! Hawaii, 13 January 2018: in a drill, one person sent a real missile alarm; it took 38 minutes to
//! correct it, because no correction had been written.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use vigie_core::Command;
use vigie_core::delivery::Work;
use vigie_core::fact::Fact;
use vigie_core::ids::OfficerId;
use vigie_core::status::Status;
use vigie_core::wording::{Act, Cause};

pub fn play(rule: Rule) -> Ending {
    let mut stage = Stage::new(rule)?;
    let real = || draft("rockets", Status::Actual);
    let trainee = stage.refused("elif", Command::Draft(real()))?;
    ensure(
        trainee == "wrong_status",
        "a trainee may write the real thing",
    )?;

    let (warning, sha256) = stage.submitted("amal", real())?;
    if stage.without() {
        // One person is enough, as it was there.
        let content = stage.warning(warning)?.submitted.clone();
        let (_, content) = content.ok_or("nothing was submitted")?;
        let by = Some(OfficerId::new("amal"));
        let fired_by = None;
        stage.force(vec![Fact::AlertIssued {
            warning,
            by,
            fired_by,
            content,
        }]);
    } else {
        let approve = Command::Approve {
            warning,
            sha256: sha256.clone(),
        };
        let alone = stage.refused("amal", approve)?;
        ensure(
            alone == "same_officer",
            "another rule refused the same person",
        )?;
    }
    ensure(
        !stage.warning(warning)?.is_live(),
        "one person alone woke the islands",
    )?;

    // Two people make the same mistake together; one of them takes it back.
    stage.does("basil", Command::Approve { warning, sha256 })?;
    let out = stage.hand_over(ALL)?;
    stage.pass_ms(1_000)?;
    stage.does("amal", retract(warning))?;
    let back = stage.hand_over(ALL)?;
    let ways = |work: &[Work]| {
        let channel = work.iter().map(|work| match work {
            Work::Siren { siren, .. } => siren.to_string(),
            Work::Bulletin { .. } => "live".to_owned(),
            Work::People { .. } => "people".to_owned(),
            Work::Hook { hook, .. } => hook.to_string(),
            Work::File { .. } => "folder".to_owned(),
        });
        channel.collect::<std::collections::BTreeSet<_>>()
    };
    ensure(
        ways(&out) == ways(&back),
        "the correction did not go everywhere",
    )?;
    let last = stage.warning(warning)?;
    let last = stage.state.last_alert(last).ok_or("nothing was sent")?;
    ensure(
        last.content.act == Act::Retraction,
        "it was not a retraction",
    )?;
    ensure(
        last.content.texts.len() == 2,
        "a language has no correction",
    )?;
    Ok(format!(
        "a second person was asked for, and the correction left {} ms after the mistake by {} ways",
        1_000,
        back.len()
    ))
}

fn retract(warning: vigie_core::ids::WarningId) -> Command {
    Command::Retract {
        warning,
        cause: Some(Cause::Exercise),
        note: None,
    }
}
