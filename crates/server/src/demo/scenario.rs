//! A scenario: the place, who and what is there, and the steps of the exercise. The kinds of steps are
//! a closed set, and a scenario that does not fit itself is refused before anything is started.

use crate::config::{OfficerConfig, SensorConfig, ZoneConfig};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::ids::{
    Danger, Language, OfficerId, SensorId, SirenId, StandingOrderId, ZoneId, is_name,
};
use vigie_core::record::assertion::About;
use vigie_core::report::{Confidence, Source};

/// The scenario that is built in.
pub const EMBASSY_ROCKETS: &str = include_str!("../../../../scenarios/embassy-rockets.toml");
/// Screens of one kind: what fits the descriptors of one process.
const SCREENS_MAX: usize = 8_000;
/// Steps of one exercise: what a person follows in one sitting.
const STEPS_MAX: usize = 200;

/// One exercise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Short name.
    pub name: String,
    /// Name for people.
    pub title: String,
    /// The place.
    pub site: Place,
    /// The permission to warn without a human.
    pub standing_order: Permission,
    /// Screens that watch.
    pub screens: ScreenCounts,
    /// Who is expected to answer, by what they will say.
    pub roster: Answers,
    /// What happens, in order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// The place.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// CAP `sender`.
    pub sender: String,
    /// Languages, the first shown first.
    pub languages: Vec<Language>,
    /// Zones by name.
    pub zone: BTreeMap<ZoneId, ZoneConfig>,
    /// Sirens by name.
    pub siren: BTreeMap<SirenId, Stand>,
    /// Sensors by name.
    pub sensor: BTreeMap<SensorId, SensorConfig>,
    /// Officers by name.
    pub officer: BTreeMap<OfficerId, OfficerConfig>,
}

/// A siren of the exercise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    /// Its zone.
    pub zone: ZoneId,
    /// Where it stands, `[latitude, longitude]` in degrees.
    pub place: (f64, f64),
    /// What is broken about it.
    #[serde(default)]
    pub fault: SirenFault,
}

/// What is broken about a siren.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SirenFault {
    /// Nothing.
    #[default]
    None,
    /// It obeys and answers, and makes no sound.
    DeadHorn,
    /// It sounds, and its microphone hears nothing: it cannot be told from a dead horn.
    Deaf,
    /// It is not there at all.
    NoPower,
}

/// The standing order, without the status: an exercise is all that a scenario can ask for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Its name.
    pub id: StandingOrderId,
    /// The danger.
    pub danger: Danger,
    /// Where it warns.
    pub zones: BTreeSet<ZoneId>,
    /// The sensors that count.
    pub sensors: BTreeSet<SensorId>,
    /// How many must agree.
    pub sensors_min: usize,
    /// Within how many milliseconds.
    pub within_ms: u32,
    /// How many people it may warn.
    pub people_max: u64,
    /// How often in an hour.
    pub firings_per_hour_max: u32,
    /// For how many days.
    pub valid_days: i64,
    /// The officer who writes it.
    pub proposed_by: OfficerId,
    /// The officer who agrees.
    pub approved_by: OfficerId,
}

/// How many screens watch, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenCounts {
    /// Over WebSocket: they say that they show it.
    pub websocket: usize,
    /// Over Server-Sent Events: they cannot say so.
    pub sse: usize,
}

impl ScreenCounts {
    /// All of them.
    pub fn all(self) -> usize {
        self.websocket + self.sse
    }

    /// So many in all, half of each kind.
    #[must_use]
    pub fn of(all: usize) -> Self {
        Self {
            websocket: all.div_ceil(2),
            sse: all / 2,
        }
    }
}

/// The roster, by what each person will say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// Will say that they are safe.
    pub safe: Vec<String>,
    /// Will say that they need help.
    pub need_help: Vec<String>,
    /// Will not answer.
    pub silent: Vec<String>,
}

impl Answers {
    /// Everybody expected.
    pub fn everybody(&self) -> impl Iterator<Item = &String> {
        self.safe.iter().chain(&self.need_help).chain(&self.silent)
    }
}

/// One thing that happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// When, at the pace for watching, in seconds from the start.
    pub at_s: u32,
    /// What a person reads.
    pub say: String,
    /// What is done.
    #[serde(rename = "do")]
    pub action: Action,
}

/// What can be done.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Sensors report, one after the other; those beyond the quorum a moment later.
    Salvo {
        /// In the order of their reports.
        sensors: Vec<SensorId>,
    },
    /// An officer confirms what fired without a human.
    Confirm {
        /// Who.
        by: OfficerId,
    },
    /// People answer.
    RollCall {},
    /// Something is told, and goes into the record as said by whoever said it.
    Report {
        /// Who takes it down.
        by: OfficerId,
        /// Who told us.
        source: Source,
        /// How sure.
        confidence: Confidence,
        /// Language of the text.
        language: Language,
        /// In their words.
        text: String,
        /// What it is about.
        about: About,
        /// The line of the record.
        statement: String,
        /// Who says so, for people.
        reported_by: String,
    },
    /// It is told that nobody has claimed it.
    NobodyClaims {
        /// Who takes it down.
        by: OfficerId,
        /// Who told us.
        source: Source,
        /// How sure.
        confidence: Confidence,
        /// Language of the text.
        language: Language,
        /// In their words.
        text: String,
        /// Who says so, for people.
        reported_by: String,
    },
    /// An officer says that it is over.
    AllClear {
        /// Who.
        by: OfficerId,
    },
    /// The roll call is closed.
    CloseRollCall {
        /// Who.
        by: OfficerId,
    },
    /// The record is read.
    Record {
        /// Who.
        by: OfficerId,
    },
}

impl Action {
    fn officer(&self) -> Option<&OfficerId> {
        match self {
            Self::Salvo { .. } | Self::RollCall {} => None,
            Self::Confirm { by }
            | Self::Report { by, .. }
            | Self::NobodyClaims { by, .. }
            | Self::AllClear { by }
            | Self::CloseRollCall { by }
            | Self::Record { by } => Some(by),
        }
    }
}

/// Reads a scenario; on failure every fault, one line each.
pub fn parse(text: &str) -> Result<Scenario, Vec<String>> {
    let scenario: Scenario =
        toml::from_str(text).map_err(|error| vec![error.to_string().trim().to_owned()])?;
    let faults = scenario.faults();
    if faults.is_empty() {
        Ok(scenario)
    } else {
        Err(faults)
    }
}

impl Scenario {
    /// The step of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// Sirens that nothing is wrong with.
    pub fn sound_sirens(&self) -> BTreeSet<&str> {
        let sound = |stand: &&Stand| stand.fault == SirenFault::None;
        let sirens = self.site.siren.iter();
        sirens
            .filter(|(_, stand)| sound(stand))
            .map(|(id, _)| id.as_str())
            .collect()
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !is_name(&self.name) {
            faults.push(format!(
                "name {:?} must be 1 to 64 of a-z A-Z 0-9 . _ -",
                self.name
            ));
        }
        for count in [self.screens.websocket, self.screens.sse] {
            if count > SCREENS_MAX {
                faults.push(format!(
                    "screens: {count} of one kind; at most {SCREENS_MAX}"
                ));
            }
        }
        let mut names = BTreeSet::new();
        for name in self.roster.everybody().filter(|name| !names.insert(*name)) {
            faults.push(format!("roster: {name:?} is named twice; name each once"));
        }
        if self.standing_order.valid_days < 1 {
            faults.push("standing_order.valid_days must be at least 1".to_owned());
        }
        self.step_faults(&mut faults);
        faults
    }

    fn step_faults(&self, faults: &mut Vec<String>) {
        if self.steps.is_empty() || self.steps.len() > STEPS_MAX {
            faults.push(format!(
                "{} steps; between 1 and {STEPS_MAX} make an exercise",
                self.steps.len()
            ));
        }
        let mut names = BTreeSet::new();
        let mut last_s = 0;
        let mut salvos = 0;
        for step in &self.steps {
            let at = format!("step {:?}", step.name);
            if !is_name(&step.name) || !names.insert(&step.name) {
                faults.push(format!("{at}: give each step its own name of a-z 0-9 -"));
            }
            if step.at_s < last_s {
                faults.push(format!(
                    "{at}: at_s is before the step above; order them by time"
                ));
            }
            last_s = step.at_s;
            if let Some(by) = step.action.officer()
                && !self.site.officer.contains_key(by)
            {
                faults.push(format!("{at}: there is no officer {by}"));
            }
            match &step.action {
                Action::Salvo { sensors } => {
                    salvos += 1;
                    self.salvo_faults(&at, sensors, faults);
                }
                Action::Report { source, .. } | Action::NobodyClaims { source, .. } => {
                    if matches!(source, Source::Sensor { .. } | Source::Officer { .. }) {
                        faults.push(format!(
                            "{at}: source must be a spokesperson, press or social_media"
                        ));
                    }
                }
                Action::RollCall {}
                | Action::Confirm { .. }
                | Action::AllClear { .. }
                | Action::CloseRollCall { .. }
                | Action::Record { .. } => {}
            }
            if salvos == 0 {
                faults.push(format!("{at}: nothing can be done before the first salvo"));
            }
        }
    }

    fn salvo_faults(&self, at: &str, sensors: &[SensorId], faults: &mut Vec<String>) {
        let order = &self.standing_order;
        for sensor in sensors.iter().filter(|s| !order.sensors.contains(*s)) {
            faults.push(format!(
                "{at}: sensor {sensor} does not count for the standing order"
            ));
        }
        if sensors.len() < order.sensors_min {
            faults.push(format!(
                "{at}: {} sensors do not fire an order that needs {}",
                sensors.len(),
                order.sensors_min
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_scenario_is_read_whole() {
        let scenario = parse(EMBASSY_ROCKETS).unwrap();
        assert_eq!(scenario.site.siren.len(), 12);
        assert_eq!(scenario.sound_sirens().len(), 11);
        assert_eq!(scenario.screens.all(), 2_000);
        assert_eq!(scenario.roster.everybody().count(), 30);
        assert_eq!(scenario.steps.len(), 10);
    }

    #[test]
    fn an_unknown_key_or_kind_is_refused() {
        for (from, to) in [
            (
                "name = \"embassy-rockets\"",
                "name = \"embassy-rockets\"\nloud = true",
            ),
            ("kind = \"confirm\"", "kind = \"confirm\", twice = true"),
            ("kind = \"roll_call\"", "kind = \"panic\""),
            (
                "kind = \"roll_call\"",
                "kind = \"roll_call\", by = \"amal\"",
            ),
            ("fault = \"dead_horn\"", "fault = \"tired\""),
        ] {
            let text = EMBASSY_ROCKETS.replacen(from, to, 1);
            assert_ne!(text, EMBASSY_ROCKETS, "{from}");
            assert!(parse(&text).is_err(), "{to}");
        }
    }

    #[test]
    fn a_scenario_that_does_not_fit_itself_names_every_fault() {
        let text = EMBASSY_ROCKETS
            .replace("by = \"bruno\" }", "by = \"nobody\" }")
            .replace("at_s = 22", "at_s = 2")
            .replace("\"Mona Rashid\"", "\"Adela Okonkwo\"");
        let faults = parse(&text).unwrap_err();
        assert_eq!(faults.len(), 3, "{faults:#?}");
    }

    #[test]
    fn nothing_in_a_scenario_can_ask_for_the_real_thing() {
        let text =
            EMBASSY_ROCKETS.replacen("valid_days = 30", "valid_days = 30\nstatus = \"actual\"", 1);
        assert!(parse(&text).is_err());
    }
}
