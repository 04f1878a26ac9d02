//! What people of one kind have in common, kept once for all of them.

use super::{Place, STANDING};
use crate::audience::needs::Needs;
use crate::audience::rules::Rules;
use crate::ids::Language;
use std::collections::BTreeMap;

/// What people of one kind have in common: thousands share each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    /// What the place is to them.
    pub kind: String,
    pub language: Language,
    /// Channels, best first, with `+` behind what is proven.
    channels: String,
    rules: String,
    pub needs: Needs,
}

impl Standing {
    /// Channels that can tell them anything, best first.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        let ways = self.channels.split(',').filter(|way| !way.is_empty());
        ways.filter(|way| self.needs.are_told_by(way.trim_end_matches('+')))
    }
}

/// All standings, by number.
#[derive(Debug, Default)]
pub(super) struct Standings {
    all: Vec<(Standing, Rules)>,
    /// Which standing is which number.
    known: BTreeMap<Standing, u32>,
    /// Some of them by a sum of their texts: where one is likely found without a search.
    likely: Vec<u32>,
}

/// Sums of texts that are told apart: hundreds of standings are in use at most places.
const LIKELY: usize = 4_096;

impl Standings {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The one with a number, and its rules.
    pub fn get(&self, number: usize) -> &(Standing, Rules) {
        &self.all[number]
    }

    /// The number of a place's; it gets one if it has none yet.
    pub fn of(&mut self, place: &Place<'_>) -> u32 {
        let is_it = |(standing, _): &(Standing, Rules)| {
            standing.kind == place.kind
                && standing.channels == place.channels
                && standing.language.as_str() == place.language
                && standing.rules == place.rules
                && standing.needs == place.needs
        };
        self.likely.resize(LIKELY, 0);
        let sum = sum(place);
        let likely = self.likely[sum];
        if self.all.get(likely as usize).is_some_and(is_it) {
            return likely;
        }
        let standing = Standing {
            kind: place.kind.to_owned(),
            language: Language::new(place.language),
            channels: place.channels.to_owned(),
            rules: place.rules.to_owned(),
            needs: place.needs,
        };
        let number = if let Some(known) = self.known.get(&standing) {
            *known
        } else {
            // Rules that cannot be read disturb nobody's warning.
            let rules = Rules::parse(place.rules).unwrap_or_default();
            let number = u32::try_from(self.all.len()).unwrap_or(STANDING);
            self.all.push((standing.clone(), rules));
            self.known.insert(standing, number);
            number
        };
        self.likely[sum] = number;
        number
    }
}

/// A sum of what makes a standing, below [`LIKELY`]; several may have the same (FNV-1a, by eight bytes).
fn sum(place: &Place<'_>) -> usize {
    let texts = [place.kind, place.language, place.channels, place.rules];
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |word: u64| sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3);
    for text in texts {
        let (eights, rest) = text.as_bytes().as_chunks::<8>();
        for eight in eights {
            add(u64::from_le_bytes(*eight));
        }
        for byte in rest {
            add((*byte).into());
        }
        add(text.len() as u64);
    }
    add(place.needs.bits().into());
    // The upper bits depend on all that was added.
    usize::try_from(sum >> 40).unwrap_or(0) % LIKELY
}
