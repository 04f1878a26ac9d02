//! The tones a siren knows, each bound to one meaning: people who learned a tone must never meet it
//! with another one.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A tone from the fixed list. A siren refuses what is not on it, so nothing can be made to sound
/// that nobody was taught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Rising and falling: attack from the air, take shelter now.
    WailWarning,
    /// Steady: the danger is over.
    AllClearSteady,
    /// Two tones in turn, like a fire engine: fire, leave the building.
    FireHiLo,
    /// Fast trill between two tones: hostile people on the site, lock yourselves in.
    Alternating,
    /// Long bursts of one tone: gas or chemicals, go inside, close the windows, stop the air.
    ChemicalPulsed,
    /// Rising again and again: leave the area on foot by the marked way.
    EvacuateWhoop,
    /// Two notes, then a pause: danger is possible, stay near shelter.
    PreAlertChime,
}

impl Tone {
    /// Every tone, in the order of the manual.
    pub const ALL: [Self; 7] = [
        Self::WailWarning,
        Self::AllClearSteady,
        Self::FireHiLo,
        Self::Alternating,
        Self::ChemicalPulsed,
        Self::EvacuateWhoop,
        Self::PreAlertChime,
    ];

    /// The name on the wire and in file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WailWarning => "wail_warning",
            Self::AllClearSteady => "all_clear_steady",
            Self::FireHiLo => "fire_hi_lo",
            Self::Alternating => "alternating",
            Self::ChemicalPulsed => "chemical_pulsed",
            Self::EvacuateWhoop => "evacuate_whoop",
            Self::PreAlertChime => "pre_alert_chime",
        }
    }

    /// The one thing this tone tells people.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::WailWarning => "attack from the air: take shelter now",
            Self::AllClearSteady => "the danger is over",
            Self::FireHiLo => "fire: leave the building",
            Self::Alternating => "hostile people on the site: lock yourselves in",
            Self::ChemicalPulsed => {
                "gas or chemicals: go inside, close the windows, stop the ventilation"
            }
            Self::EvacuateWhoop => "leave the area on foot by the marked way",
            Self::PreAlertChime => "danger is possible: stay near shelter",
        }
    }

    /// Whether the tone says that a danger is over: only an all clear may sound it.
    pub const fn is_all_clear(self) -> bool {
        matches!(self, Self::AllClearSteady)
    }
}

impl fmt::Display for Tone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_name_on_the_wire_is_the_name_in_the_code() {
        for tone in Tone::ALL {
            assert_eq!(
                serde_json::to_value(tone).unwrap(),
                serde_json::Value::from(tone.as_str())
            );
        }
    }

    #[test]
    fn no_two_tones_mean_the_same() {
        let meanings: BTreeSet<_> = Tone::ALL.iter().map(|tone| tone.meaning()).collect();
        assert_eq!(meanings.len(), Tone::ALL.len());
        assert_eq!(Tone::ALL.iter().filter(|t| t.is_all_clear()).count(), 1);
    }
}
