//! A person as the registry takes one in: how to reach them, what they care about, and nothing more. What is
//! not fit to be kept is refused here, and a position is rounded before anything else sees it.

use super::{Fault, fits};
use serde::{Deserialize, Serialize};

/// Longest name, phone number, mail address or postal address, in bytes. 254 is the longest mail
/// address there is.
const PERSONAL_BYTES_MAX: usize = 254;

/// Longest name of a group, a channel, a need or a kind of place, and longest language tag, in bytes.
const WORD_BYTES_MAX: usize = 64;

/// Longest rules of one person, in bytes: a week with several quiet stretches a day, several times over.
const RULES_BYTES_MAX: usize = 2 << 10;

/// Ways to reach one person. Whoever has more does not read all of them.
pub const ENDPOINTS_MAX: usize = 8;

/// Places that one person cares about: home, work, schools, parents, and some more.
pub const PLACES_MAX: usize = 16;

/// Kinds of help that somebody may need, in an order that is kept for ever: new ones come last, and there is
/// room for eight.
pub const NEEDS: [&str; 5] = ["deaf", "blind", "wheelchair", "cognitive", "carer"];

/// Positions are rounded to this, in micro-degrees: 55 m from north to south, a block of houses. Nobody's
/// door is kept, and nobody is moved farther than the border of an area is drawn exactly.
pub const ROUNDED_TO_E6: i32 = 500;

/// When a person was seen is rounded down to this, in milliseconds.
const SEEN_ROUNDED_TO_MS: i64 = 60_000;

/// Somebody to be registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Name as it is to be shown to responders; empty when nobody asked for it.
    pub name: String,
    /// What another register calls them: a list that is taken in again finds them by it.
    pub reference: Option<String>,
    /// How to reach them, best first.
    pub endpoints: Vec<Endpoint>,
    /// Team, floor or family: whom a headcount counts together. Without one, no headcount expects them.
    pub group: Option<String>,
    /// Language tag (BCP 47) of the texts that the person is sent.
    pub language: String,
    /// Help that they need, of [`NEEDS`].
    pub needs: Vec<String>,
    /// Places that they care about.
    pub places: Vec<Place>,
    /// When they are not to be disturbed; kept word for word, at most 2 KiB.
    pub rules: String,
    /// Whether alerts follow them.
    pub follows: Follows,
    /// Until when they are kept, in milliseconds since 1970; for good, if `None`.
    pub kept_until_ms: Option<i64>,
    /// A pause to begin with; `None` leaves a pause as it is. Of somebody who is registered it stands in
    /// [`Person::paused_until_ms`].
    pub paused_until_ms: Option<i64>,
}

/// One way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoint {
    /// The channel: `sms`, `mail`, `push`.
    pub channel: String,
    /// Phone number in international form, mail address, or whatever the channel asks for.
    pub address: String,
    /// When something that was sent there was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proven_at_ms: Option<i64>,
}

/// A place that somebody cares about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is to them: `home`, `school`, `parents`.
    pub kind: String,
    /// Where it is; rounded when it is kept.
    pub at: Spot,
    /// Its postal address.
    pub address: Option<String>,
}

/// A place on the globe in micro-degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Latitude, north positive, within 90,000,000.
    pub lat_e6: i32,
    /// Longitude, east positive, within 180,000,000.
    pub lon_e6: i32,
}

/// Whether alerts follow somebody to where they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follows {
    /// Positions of this person are refused.
    #[default]
    No,
    /// The last position is kept, and none before it.
    Yes,
}

/// A registered person. Do not log it above debug level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The registry's running number, never given twice.
    pub number: i64,
    /// `p_` and random digits: names the person inside the registry and its API.
    pub id: String,
    /// `n_` and a keyed hash: names the person in the journal. Nobody can tell whose it was once the
    /// person is erased, because the key was the person's own.
    pub pseudonym: String,
    /// When the person was registered, in milliseconds since 1970.
    pub added_at_ms: i64,
    /// When the person, or whoever answers for them, agreed; nobody else is warned.
    pub confirmed_at_ms: Option<i64>,
    /// Until when the person wants to hear nothing.
    pub paused_until_ms: Option<i64>,
    /// Where the person was when last seen, and when that was.
    pub here: Option<(Spot, i64)>,
    /// Who it is.
    pub who: NewPerson,
}

impl Person {
    /// Whether the person wants to hear nothing at this time; it ends by itself.
    #[must_use]
    pub fn is_paused(&self, now_ms: i64) -> bool {
        self.paused_until_ms.is_some_and(|until| now_ms < until)
    }
}

impl Spot {
    /// The middle of the square in which it lies, by which it is kept.
    #[must_use]
    pub fn rounded(self) -> Self {
        let round = |e6: i32, limit: i32| {
            let middle = e6.div_euclid(ROUNDED_TO_E6) * ROUNDED_TO_E6 + ROUNDED_TO_E6 / 2;
            middle.clamp(-limit, limit)
        };
        Self {
            lat_e6: round(self.lat_e6, 90_000_000),
            lon_e6: round(self.lon_e6, 180_000_000),
        }
    }

    pub(super) fn check(self) -> Result<(), Fault> {
        let fits = self.lat_e6.abs() <= 90_000_000 && self.lon_e6.abs() <= 180_000_000;
        fits.then_some(()).ok_or(Fault::OffTheGlobe {
            lat_e6: self.lat_e6,
            lon_e6: self.lon_e6,
        })
    }
}

impl NewPerson {
    /// The help that they need, a bit for each of [`NEEDS`].
    pub fn needs_bits(&self) -> u8 {
        let each = NEEDS.iter().enumerate();
        let needed = each.filter(|(_, need)| self.needs.iter().any(|one| one == *need));
        needed.fold(0, |bits, (at, _)| bits | 1 << at)
    }
}

/// A time of sighting as it is kept.
pub(super) fn rounded_ms(seen_at_ms: i64) -> i64 {
    seen_at_ms - seen_at_ms.rem_euclid(SEEN_ROUNDED_TO_MS)
}

impl NewPerson {
    /// Refuses what is not fit to be kept.
    pub fn check(&self) -> Result<(), Fault> {
        let few = |what, count: usize, max: usize| {
            (count <= max)
                .then_some(())
                .ok_or(Fault::TooMany { what, count, max })
        };
        let personal = |what, text: &Option<String>| match text {
            Some(text) => fits(what, text, PERSONAL_BYTES_MAX),
            None => Ok(()),
        };
        if self.name.is_empty() && self.endpoints.is_empty() {
            return Err(Fault::Nobody);
        }
        if !self.name.is_empty() {
            fits("name", &self.name, PERSONAL_BYTES_MAX)?;
        }
        personal("reference", &self.reference)?;
        few("ways to reach them", self.endpoints.len(), ENDPOINTS_MAX)?;
        for Endpoint {
            channel, address, ..
        } in &self.endpoints
        {
            word("channel", channel)?;
            // A browser's push address is longer than any mail address.
            fits("address", address, 4 * PERSONAL_BYTES_MAX)?;
        }
        if let Some(group) = &self.group {
            fits("group", group, WORD_BYTES_MAX)?;
        }
        fits("language", &self.language, WORD_BYTES_MAX)?;
        few("kinds of help", self.needs.len(), NEEDS.len())?;
        if let Some(need) = self
            .needs
            .iter()
            .find(|need| !NEEDS.contains(&need.as_str()))
        {
            return Err(Fault::NoSuchNeed { need: need.clone() });
        }
        few("places", self.places.len(), PLACES_MAX)?;
        for place in &self.places {
            word("kind of place", &place.kind)?;
            place.at.check()?;
            personal("postal address", &place.address)?;
        }
        if self.rules.len() > RULES_BYTES_MAX {
            return fits("rules", &self.rules, RULES_BYTES_MAX);
        }
        Ok(())
    }
}

/// Words stand in lists that commas and signs part.
fn word(what: &'static str, word: &str) -> Result<(), Fault> {
    fits(what, word, WORD_BYTES_MAX)?;
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    word.chars()
        .all(is_word)
        .then_some(())
        .ok_or_else(|| Fault::NotAWord {
            what,
            word: word.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_position_is_rounded_once_and_by_less_than_a_block(
            lat_e6 in -90_000_000..=90_000_000_i32,
            lon_e6 in -180_000_000..=180_000_000_i32,
        ) {
            let spot = Spot { lat_e6, lon_e6 };
            let kept = spot.rounded();
            prop_assert!(kept.check().is_ok());
            prop_assert_eq!(kept.rounded().rounded(), kept.rounded());
            prop_assert!(kept.lat_e6.abs_diff(lat_e6) <= 250 && kept.lon_e6.abs_diff(lon_e6) <= 250);
        }
    }

    #[test]
    fn everybody_of_a_block_is_kept_at_one_place() {
        let at = |lat_e6, lon_e6| Spot { lat_e6, lon_e6 }.rounded();
        assert_eq!(at(33_300_000, 44_400_499), at(33_300_499, 44_400_000));
        assert_ne!(at(33_300_000, 44_400_000), at(33_299_999, 44_400_000));
    }
}
