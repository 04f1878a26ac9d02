//! Lahaina, 8 August 2023: the sirens stayed silent, because their tone meant a wave and would have sent
//! people towards the fire; power and cells were down, and there was no log.

use super::stage::{ALL, Stage, draft, ensure};
use super::{Ending, Rule};
use std::collections::BTreeSet;
use vigie_core::delivery::{Outcome, Work, due};
use vigie_core::ids::{Danger, SirenId};
use vigie_core::siren::{Program, Tone};
use vigie_core::status::Status;
use vigie_core::{Command, Input};

const CUT_OFF: &str = "siren-1";

pub fn play(rule: Rule) -> Ending {
    let mut site = crate::site::site(3, false).map_err(|fault| fault.to_string())?;
    let wave = site
        .words
        .get(&Danger::new("rockets"))
        .map(|words| words.tone);
    let wave = wave.ok_or("the other danger has no words")?;
    if let Some(fire) = site.words.get_mut(&Danger::new("fire"))
        && rule == Rule::PlantedOut
    {
        fire.tone = wave;
    }
    let mut stage = Stage::of(rule, site)?;
    let warning = stage.live(draft("fire", Status::Actual))?;
    let tones = tones(&stage);
    ensure(!tones.is_empty(), "no siren was ordered")?;
    ensure(
        !tones.contains(&wave),
        "the fire has the tone of another danger, and people would run towards it",
    )?;

    // The mast at the shore has lost its power: it is tried, given up loudly, and not forgotten.
    for _ in 0..8 {
        for work in due(&stage.state, stage.now, ALL).work {
            carry(&mut stage, &work)?;
        }
        stage.pass_ms(4_000)?;
    }
    let siren = SirenId::new(CUT_OFF);
    let link = |up| Input::SirenLink {
        siren: siren.clone(),
        up,
        pairing: None,
    };
    stage.must(&link(false))?;
    stage.must(&link(true))?;
    let back = due(&stage.state, stage.now, ALL).work;
    let back = back.iter().any(|work| is_for(work, CUT_OFF));
    ensure(back, "the mast came back, and nobody told it of the fire")?;
    stage.does("basil", Command::AllClear(warning))?;
    let tried = stage.state.deliveries.values().filter(|d| d.attempt > 1);
    ensure(tried.count() > 0, "what was tried is written nowhere")?;
    Ok(
        "the fire has a tone of its own, and the mast that came back was ordered at once"
            .to_owned(),
    )
}

fn tones(stage: &Stage) -> BTreeSet<Tone> {
    let work = due(&stage.state, stage.now, ALL).work;
    let tones = work.into_iter().filter_map(|work| match work {
        Work::Siren { order, .. } => match order.program {
            Program::Sound { tone, .. } => Some(tone),
            Program::AllClear { .. } | Program::Test { .. } | Program::Stop => None,
        },
        Work::Bulletin { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => None,
    });
    tones.collect()
}

fn carry(stage: &mut Stage, work: &Work) -> Result<(), String> {
    let (delivery, attempt) = work.key();
    let outcome = if is_for(work, CUT_OFF) {
        let why = "no connection".to_owned();
        Outcome::Failed { why }
    } else {
        Outcome::HandedOver { to: 1 }
    };
    stage.must(&Input::Outcome {
        delivery,
        attempt,
        outcome,
    })?;
    Ok(())
}

fn is_for(work: &Work, name: &str) -> bool {
    matches!(work, Work::Siren { siren, .. } if siren.as_str() == name)
}
