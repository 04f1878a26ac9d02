//! Nothing sounds and no bulletin shows unless an entry on the disk justifies it.
//!
//! Asked whenever the server has started from its disk: what was not on it then never was, and
//! whoever heard of it was told something that did not happen.

use super::broken;
use crate::witness::{Broken, Witness};
use std::collections::BTreeMap;
use vigie_core::State;
use vigie_core::delivery::Target;
use vigie_core::fact::Fact;
use vigie_core::ids::DeliveryId;

const NAME: &str = "heard_is_journaled";

/// Looks at what was seen since the last start.
pub fn after_start(witness: &mut Witness, state: &State) -> Result<(), Broken> {
    let (sounds, shows) = witness.confirmed;
    witness.confirmed = (witness.sounds.len(), witness.shows.len());
    let issued: BTreeMap<&str, u64> = witness
        .entries
        .iter()
        .filter_map(|entry| match &entry.fact {
            Fact::AlertIssued { content, .. } => Some((content.cap.sha256.as_str(), entry.n)),
            _ => None,
        })
        .collect();
    for sound in &witness.sounds[sounds..] {
        let n = issued.get(sound.alert_sha256.as_str());
        let delivery = state.deliveries.get(&DeliveryId(sound.delivery));
        let justified = n.is_some()
            && delivery.is_some_and(|delivery| {
                Some(&delivery.alert.0) == n
                    && delivery.target == Target::Siren(sound.siren.clone())
            });
        if !justified {
            return broken(
                NAME,
                format!(
                    "{} sounded {:?} at {} for delivery {}, and no entry of the journal says so",
                    sound.siren, sound.program, sound.at, sound.delivery
                ),
            );
        }
    }
    for show in &witness.shows[shows..] {
        if issued.get(show.alert_sha256.as_str()) != Some(&show.n) {
            let n = show.n;
            return broken(
                NAME,
                format!(
                    "a screen showed bulletin {n}, and entry {n} of the journal is not its alert"
                ),
            );
        }
    }
    Ok(())
}
