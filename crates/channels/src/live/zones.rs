//! Which zones a bulletin is about, in its own words: a relay has the names of the zones and not their borders, and
//! chooses by this whom a bulletin is for.
//!
//! The names are told apart from the bulletins, since a site may have ten thousand: as one text, known by its sum, which
//! signed texts name. So it needs no signature of its own, and nobody on the way can leave a name out or add one.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vigie_core::audience::select::{Placed, Selection};
use vigie_core::ids::ZoneId;
use vigie_core::site::Site;

/// Zones that one bulletin names. A wider one names none, and everybody with a zone gets it: it is copied for each
/// listener, and names of a thousand zones would be most of it.
const ABOUT_MAX: usize = 64;
/// Hexadecimal digits of a sum: 128 bits, which nobody finds a second text for.
const SUM_DIGITS: usize = 32;
/// Lists that are kept: a site whose zones changed as often while bulletins of before are kept.
const LISTS_MAX: usize = 8;

/// What a bulletin says of zones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zones {
    /// The sum of the list of all names that the site's zones had, or have had, when this was said.
    pub of: String,
    /// Those of them whose ground the warning is about, or was.
    pub about: Vec<ZoneId>,
}

impl Zones {
    /// Of a warning about these areas. None where it says its place by codes alone or is wider than can be named: then
    /// it is for everybody with a zone.
    pub fn of<A: Placed>(areas: Vec<A>, site: &Site) -> Option<Self> {
        let selection = Selection::of(areas)?;
        let about: Vec<ZoneId> = names(site)
            .filter(|id| is_about(&selection, site, id))
            .cloned()
            .collect();
        (about.len() <= ABOUT_MAX).then(|| Self {
            of: Names::of(site).sum,
            about,
        })
    }
}

/// Every name that a zone of the site has, or had.
pub(super) fn names(site: &Site) -> impl Iterator<Item = &ZoneId> {
    site.zones.keys().chain(site.former.keys())
}

/// Whether areas meet ground that whoever follows a zone hears of.
pub(super) fn is_about<A: Placed>(selection: &Selection<A>, site: &Site, id: &ZoneId) -> bool {
    let ground = site.ground_of(id);
    ground.iter().any(|ring| selection.meets_ring(ring))
}

/// A number for a zone that stays the same whatever else the site has (FNV-1a). Two zones of one number would
/// get each other's bulletins besides their own.
pub(super) fn number_of(zone: &ZoneId) -> u32 {
    let bytes = zone.as_str().bytes();
    bytes.fold(0x811C_9DC5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The names of all zones of a site, as they travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    text: String,
    sum: String,
    numbers: BTreeSet<u32>,
}

impl Names {
    /// Those of a site.
    pub fn of(site: &Site) -> Self {
        let names: BTreeSet<&ZoneId> = names(site).collect();
        let text = serde_json::json!(names).to_string();
        Self {
            sum: sum_of(&text),
            text,
            numbers: names.into_iter().map(number_of).collect(),
        }
    }

    /// Reads a list that was asked for by its sum; none where it is another.
    fn read(sum: &str, text: String) -> Option<Self> {
        if sum_of(&text) != sum {
            return None;
        }
        let names: Vec<ZoneId> = serde_json::from_str(&text).ok()?;
        Some(Self {
            text,
            sum: sum.to_owned(),
            numbers: names.iter().map(number_of).collect(),
        })
    }

    /// What it is known by.
    pub fn sum(&self) -> &str {
        &self.sum
    }

    /// Byte for byte what the sum is of.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn sum_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let digits = digest.iter().map(|byte| format!("{byte:02x}"));
    digits.take(SUM_DIGITS / 2).collect()
}

/// The lists that a relay has, and those that it heard of and lacks.
#[derive(Debug, Default)]
pub struct Lists(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// In the order in which they came.
    lists: VecDeque<Names>,
    wanted: VecDeque<String>,
}

impl Lists {
    /// A signed text names this list.
    pub fn heard_of(&self, sum: &str) {
        let mut known = self.lock();
        let is_there = known.lists.iter().any(|list| list.sum == sum);
        if is_there || known.wanted.iter().any(|wanted| wanted == sum) {
            return;
        }
        known.wanted.push_back(sum.to_owned());
        if known.wanted.len() > LISTS_MAX {
            known.wanted.pop_front();
        }
    }

    /// The list to ask for next, the newest first. It is asked for once each time that it is heard of.
    pub fn wanted(&self) -> Option<String> {
        self.lock().wanted.pop_back()
    }

    /// Takes what was asked for. Returns whether it is what its sum says.
    pub fn take(&self, sum: &str, text: String) -> bool {
        let Some(names) = Names::read(sum, text) else {
            return false;
        };
        let mut known = self.lock();
        known.lists.retain(|list| list.sum != names.sum);
        known.lists.push_back(names);
        if known.lists.len() > LISTS_MAX {
            known.lists.pop_front();
        }
        true
    }

    /// A list for whoever asks for it by its sum.
    pub fn text(&self, sum: &str) -> Option<String> {
        let known = self.lock();
        let found = known.lists.iter().find(|list| list.sum == sum);
        found.map(|list| list.text.clone())
    }

    /// Whether a zone of this number is on a list; not known of a list that is not there.
    fn has(&self, sum: &str, number: u32) -> Option<bool> {
        let known = self.lock();
        let found = known.lists.iter().find(|list| list.sum == sum);
        found.map(|list| list.numbers.contains(&number))
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        // A poisoned lock only means that another thread panicked between two lists.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the bulletins of one warning said of zones, read with the lists that are there when it is asked for.
#[derive(Clone, Debug)]
pub struct Said {
    /// Each bulletin of the warning, up to the one that goes out: whoever was told of it is told of its end.
    pub by: Vec<Option<Zones>>,
    /// The names.
    pub lists: Arc<Lists>,
}

impl Said {
    /// Whether the zone of a number is told. In doubt it is: a bulletin that says nothing of zones, a list that is not
    /// there, and a name that is on none are no reason for silence.
    pub(super) fn is_about(&self, zone: u32) -> bool {
        self.by.iter().any(|said| match said {
            None => true,
            Some(Zones { of, about }) => {
                about.iter().any(|id| number_of(id) == zone)
                    || !self.lists.has(of, zone).unwrap_or(false)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> u32 {
        number_of(&ZoneId::new(name))
    }

    fn said(of: &str, about: &[&str]) -> Zones {
        Zones {
            of: of.to_owned(),
            about: about.iter().map(|name| ZoneId::new(*name)).collect(),
        }
    }

    #[test]
    fn a_zone_is_passed_over_only_where_its_name_was_there_and_every_bulletin_left_it_out() {
        const TEXT: &str = r#"["compound","town"]"#;
        let (lists, sum) = (Arc::new(Lists::default()), sum_of(TEXT));
        let told = |by: Vec<Option<Zones>>, name| {
            let lists = Arc::clone(&lists);
            Said { by, lists }.is_about(zone(name))
        };
        let of_town = || Some(said(&sum, &["town"]));
        assert!(told(vec![of_town()], "compound"), "no list is there yet");
        assert!(lists.take(&sum, TEXT.to_owned()));
        assert!(!told(vec![of_town()], "compound"));
        assert!(told(vec![of_town()], "town"));
        assert!(told(vec![of_town()], "drawn later"));
        assert!(told(
            vec![Some(said(&sum, &["compound"])), of_town()],
            "compound"
        ));
        assert!(told(vec![None, of_town()], "compound"));
        assert!(told(vec![Some(said("another", &["town"]))], "compound"));
    }

    #[test]
    fn a_list_that_is_not_what_its_sum_says_is_not_taken() {
        let lists = Lists::default();
        let sum = sum_of(r#"["compound","town"]"#);
        assert!(!lists.take(&sum, r#"["compound","town","x"]"#.to_owned()));
        assert_eq!(lists.text(&sum), None);
        let no_list = "{}".to_owned();
        assert!(!lists.take(&sum_of(&no_list), no_list));
    }

    #[test]
    fn a_list_is_asked_for_when_it_is_heard_of_and_not_once_it_is_there() {
        const TEXT: &str = r#"["compound"]"#;
        let (lists, sum) = (Lists::default(), sum_of(TEXT));
        lists.heard_of(&sum);
        lists.heard_of(&sum);
        assert_eq!((lists.wanted(), lists.wanted()), (Some(sum.clone()), None));
        lists.heard_of(&sum);
        assert_eq!(lists.wanted().as_deref(), Some(&*sum));
        lists.take(&sum, TEXT.to_owned());
        lists.heard_of(&sum);
        assert_eq!(lists.wanted(), None);
        assert_eq!(lists.text(&sum).as_deref(), Some(TEXT));
    }

    #[test]
    fn no_more_lists_are_kept_or_wanted_than_a_site_has_reason_for() {
        let lists = Lists::default();
        for at in 0..100 {
            lists.heard_of(&at.to_string());
            let text = format!("[\"{at}\"]");
            assert!(lists.take(&sum_of(&text), text));
        }
        let known = lists.lock();
        assert_eq!(
            (known.lists.len(), known.wanted.len()),
            (LISTS_MAX, LISTS_MAX)
        );
    }
}
