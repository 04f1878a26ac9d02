//! What the siren lives on and whether somebody is at its case, read from the files that the configuration names.

use crate::config::{CaseConfig, Config, PowerConfig};
use crate::disk::read_small;
use crate::vitals::Vitals;
use std::path::Path;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, warn};
use vigie_core::siren::{Case, Power};

/// How often the files are read: somebody who opens the case is known before they are at the wires.
const EVERY: Duration = Duration::from_secs(1);
/// Longest text of such a file, in bytes: a number.
const BYTES_MAX: u64 = 32;

/// Tells of the power and the case for ever; returns where nothing tells of them.
pub(crate) async fn keep(config: Config, vitals: Vitals) {
    if config.power.is_none() && config.case.is_none() {
        return;
    }
    let mut tick = interval(EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut before = None;
    loop {
        tick.tick().await;
        let (power, case) = (config.power.clone(), config.case.clone());
        let look = move || (read_power(power.as_ref()), read_case(case.as_ref()));
        // A file that hangs holds up nobody but us.
        let Ok((power, case)) = tokio::task::spawn_blocking(look).await else {
            error!("failed to look at the power and the case");
            continue;
        };
        if before != Some((power, case)) {
            tell(&config, power, case);
        }
        before = Some((power, case));
        vitals.power(power);
        vitals.case(case);
    }
}

/// Says in the log what changed for the worse.
fn tell(config: &Config, power: Power, case: Case) {
    if config.power.is_some() && power == Power::Unknown {
        warn!("what tells of the power cannot be read");
    }
    if let Power::Battery { percent } = power {
        warn!(percent, "lives on its battery");
    }
    if config.case.is_some() && case == Case::Unknown {
        warn!("what tells of the case cannot be read");
    }
    if case == Case::Open {
        error!("the case is open: somebody is at the siren");
    }
}

/// What the siren lives on; unknown where nothing tells, or what tells makes no sense.
pub(crate) fn read_power(config: Option<&PowerConfig>) -> Power {
    let Some(config) = config else {
        return Power::Unknown;
    };
    let battery = word(&config.battery).and_then(|text| text.parse().ok());
    match (word(&config.mains).as_deref(), battery) {
        (Some("1"), _) => Power::Mains,
        (Some("0"), Some(percent @ 0..=100)) => Power::Battery { percent },
        _ => Power::Unknown,
    }
}

/// Whether the case is open; unknown where nothing tells, or what tells makes no sense.
pub(crate) fn read_case(config: Option<&CaseConfig>) -> Case {
    let Some(config) = config else {
        return Case::Unknown;
    };
    match word(&config.file).as_deref() {
        Some(word) if word == config.open => Case::Open,
        Some("0" | "1") => Case::Shut,
        _ => Case::Unknown,
    }
}

fn word(file: &Path) -> Option<String> {
    let text = read_small(file, BYTES_MAX).ok().flatten()?;
    Some(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_power_is_what_the_files_say_and_unknown_when_they_say_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (mains, battery) = (folder.path().join("online"), folder.path().join("capacity"));
        let config = PowerConfig {
            mains: mains.clone(),
            battery: battery.clone(),
        };
        for (online, capacity, power) in [
            ("1\n", "80\n", Power::Mains),
            ("1\n", "", Power::Mains),
            ("0\n", "80\n", Power::Battery { percent: 80 }),
            ("0\n", "0\n", Power::Battery { percent: 0 }),
            ("0\n", "101\n", Power::Unknown),
            ("0\n", "full\n", Power::Unknown),
            ("?\n", "80\n", Power::Unknown),
            ("", "80\n", Power::Unknown),
        ] {
            std::fs::write(&mains, online).unwrap();
            std::fs::write(&battery, capacity).unwrap();
            assert_eq!(read_power(Some(&config)), power, "{online:?} {capacity:?}");
        }
        std::fs::remove_file(&mains).unwrap();
        assert_eq!(read_power(Some(&config)), Power::Unknown);
        assert_eq!(read_power(None), Power::Unknown);
    }

    #[test]
    fn a_switch_of_either_kind_tells_an_open_case() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("value");
        for (open, says, case) in [
            ("1", "1\n", Case::Open),
            ("1", "0\n", Case::Shut),
            ("0", "0\n", Case::Open),
            ("0", "1\n", Case::Shut),
            ("1", "in\n", Case::Unknown),
        ] {
            std::fs::write(&file, says).unwrap();
            let config = CaseConfig {
                file: file.clone(),
                open: open.to_owned(),
            };
            assert_eq!(read_case(Some(&config)), case, "{open} {says:?}");
        }
    }
}
