//! What somebody who signs up says of themselves, read strictly: what is not fit to be kept is refused with a sentence.

use crate::import::{mail, phone};
use crate::letters::Way;
use serde::{Deserialize, Serialize};
use std::fmt;
use vigie_channels::web_push;
use vigie_core::audience::area::{Area, Point, Ring};
use vigie_core::site::Site;
use vigie_store::registry::{Place, Spot};

/// Zones and places of one sign-up: with those that a zone is spread over, as many as the register keeps.
const CHOSEN_MAX: usize = 8;
/// Places that one sign-up is kept with at most; the register takes no more.
const PLACES_MAX: usize = vigie_store::registry::PLACES_MAX;
/// Lines of the grid that a zone is looked through with.
const GRID: i32 = 24;
/// The kinds of help that are asked about.
pub const NEEDS: [&str; 3] = ["deaf", "blind", "wheelchair"];

/// As it comes in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Said {
    /// `push`, `mail` or `sms`.
    pub way: String,
    /// Mail address or phone number.
    pub address: String,
    /// What a browser gives for Web Push.
    pub push: Option<Push>,
    /// Zones of the site.
    pub zones: Vec<String>,
    /// A place of one's own, in degrees: latitude, longitude.
    pub place: Option<(f64, f64)>,
    /// The language of the texts.
    pub language: String,
    /// Kinds of help.
    pub needs: Vec<String>,
}

/// What a browser gives for Web Push.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// Where it is woken.
    pub endpoint: String,
    /// Its public key.
    pub p256dh: String,
    /// Its secret.
    pub auth: String,
}

/// Fit to be kept.
#[derive(Clone, Debug)]
pub struct Asked {
    /// How warnings reach them.
    pub way: Way,
    /// Where to.
    pub address: String,
    /// What they want to hear of.
    pub chosen: Chosen,
}

/// What somebody wants to hear of, and may choose anew at any time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// The language of the texts.
    pub language: String,
    /// Kinds of help.
    pub needs: Vec<String>,
    /// Places, each with what it is and where, in micro-degrees.
    pub places: Vec<(String, i32, i32)>,
}

/// Why it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The way is not one that is offered.
    Way,
    /// The address is none.
    Address,
    /// No place was chosen, or one that there is not.
    Places,
    /// The language is not one of the site's.
    Language,
    /// A kind of help that is not asked about.
    Needs,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Way => "this way is not offered here; choose one of those that are listed",
            Self::Address => "the address cannot be written to; give a mail address, a phone number with + in front, or what the browser gives",
            Self::Places => "no place was chosen that is known here; choose one to eight zones, or give a latitude and a longitude",
            Self::Language => "the language is not one of this site's; choose one of those that are listed",
            Self::Needs => "a kind of help is not known here; leave it out",
        })
    }
}

impl Said {
    /// Reads it for a site whose ways are these.
    pub fn read(self, site: &Site, ways: &[Way]) -> Result<Asked, Unfit> {
        let way = Way::named(&self.way).filter(|way| ways.contains(way));
        let way = way.ok_or(Unfit::Way)?;
        let address = match (way, &self.push) {
            (Way::Push, Some(push)) => endpoint(push),
            (Way::Push, None) => None,
            (Way::Mail, _) => mail(self.address.trim()).ok(),
            (Way::Sms, _) => phone(self.address.trim(), None, None).ok(),
        };
        Ok(Asked {
            way,
            chosen: self.chosen(site)?,
            address: address.ok_or(Unfit::Address)?,
        })
    }

    /// Reads what somebody wants to hear of, whatever else was sent.
    pub fn chosen(self, site: &Site) -> Result<Chosen, Unfit> {
        let is_spoken = site
            .languages
            .iter()
            .any(|tag| tag.as_str() == self.language);
        if !is_spoken {
            return Err(Unfit::Language);
        }
        if !self.needs.iter().all(|need| NEEDS.contains(&need.as_str())) {
            return Err(Unfit::Needs);
        }
        Ok(Chosen {
            places: places(&self.zones, self.place, site)?,
            language: self.language,
            needs: self.needs,
        })
    }
}

impl Chosen {
    /// The places as the register keeps them.
    pub(super) fn places(&self) -> Vec<Place> {
        let places = self.places.iter().map(|(kind, lat_e6, lon_e6)| Place {
            kind: kind.clone(),
            at: Spot {
                lat_e6: *lat_e6,
                lon_e6: *lon_e6,
            },
            address: None,
        });
        places.collect()
    }
}

fn endpoint(push: &Push) -> Option<String> {
    let read = web_push::Endpoint::read(&push.endpoint, &push.p256dh, &push.auth);
    read.ok().map(|endpoint| endpoint.written().to_owned())
}

/// A zone becomes places that are spread over it, because the register finds people by places: as many as there is room
/// for. A warning for a zone meets all of them, one for a part of it those that are in the part.
fn places(
    zones: &[String],
    place: Option<(f64, f64)>,
    site: &Site,
) -> Result<Vec<(String, i32, i32)>, Unfit> {
    let chosen = zones.len() + usize::from(place.is_some());
    if chosen == 0 || chosen > CHOSEN_MAX {
        return Err(Unfit::Places);
    }
    let mut places = Vec::new();
    if let Some((lat, lon)) = place {
        let at = Point::from_degrees(lat, lon).map_err(|_| Unfit::Places)?;
        places.push(("place".to_owned(), at.lat_e6(), at.lon_e6()));
    }
    let each = (PLACES_MAX - places.len()) / zones.len().max(1);
    for name in zones {
        let zone = site.zones.iter().find(|(id, _)| id.as_str() == name);
        let (_, zone) = zone.ok_or(Unfit::Places)?;
        let spread = spread(&zone.ring, each);
        places.extend(
            spread
                .into_iter()
                .map(|(lat_e6, lon_e6)| ("zone".to_owned(), lat_e6, lon_e6)),
        );
    }
    Ok(places)
}

/// Points inside a ring, spread evenly, at most so many and at least one.
fn spread(ring: &Ring, most: usize) -> Vec<(i32, i32)> {
    let corners = ring.points();
    let lats = || corners.iter().map(|point| point.lat_e6());
    let lons = || corners.iter().map(|point| point.lon_e6());
    let sides = (lats().min(), lats().max(), lons().min(), lons().max());
    let (Some(south), Some(north), Some(west), Some(east)) = sides else {
        return Vec::new();
    };
    let area = Area {
        polygons: vec![ring.clone()],
        ..Area::default()
    };
    let degrees = |e6: i32| f64::from(e6) / 1e6;
    let is_inside = |(lat_e6, lon_e6): &(i32, i32)| {
        let point = Point::from_degrees(degrees(*lat_e6), degrees(*lon_e6));
        point.is_ok_and(|point| area.contains(point))
    };
    let grid = (0..GRID).flat_map(|row| (0..GRID).map(move |column| (row, column)));
    let all = grid.map(|(row, column)| (middle(south, north, row), middle(west, east, column)));
    let inside: Vec<(i32, i32)> = all.filter(is_inside).collect();
    if inside.is_empty() {
        // Thinner than the grid: its corners are as good as anything in it.
        return lats().zip(lons()).take(most.max(1)).collect();
    }
    let every = inside.len().div_ceil(most.max(1));
    inside.into_iter().step_by(every).collect()
}

/// The middle of a line's part, of as many as the grid has.
fn middle(from: i32, to: i32, part: i32) -> i32 {
    let span = i64::from(to) - i64::from(from);
    let at = i64::from(from) + span * (2 * i64::from(part) + 1) / (2 * i64::from(GRID));
    i32::try_from(at).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn site() -> Site {
        let ring = json!([
            [33_000_000, 44_000_000],
            [33_000_000, 44_100_000],
            [33_100_000, 44_100_000],
            [33_100_000, 44_000_000],
            [33_000_000, 44_000_000]
        ]);
        let zone = json!({ "names": {}, "ring": ring, "people": 1 });
        serde_json::from_value(json!({
            "id": "site", "name": "", "sender": "", "languages": ["en", "ar"],
            "zones": { "compound": zone, "town": zone }, "sirens": {}, "sensors": {}, "officers": {},
            "feeds": {}, "words": {}
        }))
        .unwrap()
    }

    fn said(way: &str, address: &str) -> Said {
        Said {
            way: way.to_owned(),
            address: address.to_owned(),
            zones: vec!["compound".to_owned()],
            language: "ar".to_owned(),
            ..Said::default()
        }
    }

    const WAYS: [Way; 3] = [Way::Push, Way::Mail, Way::Sms];

    #[test]
    fn what_is_fit_is_kept_in_one_form_and_what_is_not_is_refused() {
        let site = site();
        let asked = said("sms", " +964 790 123 4567 ")
            .read(&site, &WAYS)
            .unwrap();
        assert_eq!(asked.address, "+9647901234567");
        let asked = said("mail", "zoe@example.org").read(&site, &WAYS).unwrap();
        assert_eq!(asked.address, "zoe@example.org");
        for (way, address, why) in [
            ("mail", "zoe", Unfit::Address),
            ("mail", "zoe@localhost", Unfit::Address),
            (
                "mail",
                "zoe@example.org\r\nBcc: all@example.org",
                Unfit::Address,
            ),
            ("mail", "zoe@example.org, ali@example.org", Unfit::Address),
            ("mail", "Zoe <zoe@example.org>", Unfit::Address),
            ("sms", "0790 123 4567", Unfit::Address),
            ("sms", "+1", Unfit::Address),
            ("push", "zoe@example.org", Unfit::Address),
            ("pigeon", "zoe@example.org", Unfit::Way),
        ] {
            let refused = said(way, address).read(&site, &WAYS);
            assert_eq!(refused.err(), Some(why), "{way} {address}");
        }
        assert_eq!(
            said("sms", "+9647901234567")
                .read(&site, &[Way::Mail])
                .err(),
            Some(Unfit::Way)
        );
        let wrong = |change: fn(&mut Said)| {
            let mut said = said("mail", "zoe@example.org");
            change(&mut said);
            said.read(&site, &WAYS).err()
        };
        assert_eq!(wrong(|said| said.zones.clear()), Some(Unfit::Places));
        assert_eq!(
            wrong(|said| said.zones.push("nowhere".to_owned())),
            Some(Unfit::Places)
        );
        assert_eq!(
            wrong(|said| said.place = Some((91.0, 0.0))),
            Some(Unfit::Places)
        );
        assert_eq!(
            wrong(|said| said.place = Some((f64::NAN, 0.0))),
            Some(Unfit::Places)
        );
        assert_eq!(
            wrong(|said| said.language = "xx".to_owned()),
            Some(Unfit::Language)
        );
        assert_eq!(
            wrong(|said| said.needs = vec!["gold".to_owned()]),
            Some(Unfit::Needs)
        );
    }

    #[test]
    fn a_zone_becomes_places_that_are_spread_over_all_of_it() {
        let mut both = said("mail", "zoe@example.org");
        both.zones.push("town".to_owned());
        both.place = Some((33.5, 44.5));
        let places = both.read(&site(), &WAYS).unwrap().chosen.places;
        assert!(
            places.len() > 10 && places.len() <= PLACES_MAX,
            "{}",
            places.len()
        );
        assert_eq!(places[0], ("place".to_owned(), 33_500_000, 44_500_000));
        let zone: Vec<_> = places.iter().filter(|place| place.0 == "zone").collect();
        let within = |place: &&&(String, i32, i32)| {
            (33_000_000..=33_100_000).contains(&place.1)
                && (44_000_000..=44_100_000).contains(&place.2)
        };
        assert_eq!(zone.iter().filter(within).count(), zone.len());
        let each_half = |north: bool| {
            zone.iter()
                .filter(|place| (place.1 > 33_050_000) == north)
                .count()
        };
        assert!(each_half(true) >= 3 && each_half(false) >= 3);
    }
}
