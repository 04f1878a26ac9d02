use super::Fate::{Paused, Quiet, Unreachable, Warned};
use super::*;
use crate::audience::area::{Area, Circle, Ring, distance_m};
use proptest::prelude::*;

fn point(lat: f64, lon: f64) -> Point {
    Point::from_degrees(lat, lon).unwrap()
}

fn place(person: u32, at: Point) -> Place<'static> {
    Place {
        person,
        at,
        kind: "home",
        language: "fr",
        channels: "sms+,mail",
        rules: "",
        paused_until: None,
        seen_at: None,
        needs: Needs::default(),
    }
}

fn crowd(places: &[Place<'_>]) -> Crowd {
    let mut filling = Filling::default();
    for place in places {
        filling.add(place);
    }
    filling.done()
}

fn around(at: Point, radius_m: u32) -> Region {
    Region::circle(Circle(at, radius_m))
}

const NOON: Timestamp = Timestamp::from_unix_ms(1_767_610_800_000);

#[test]
fn whoever_has_two_places_in_an_area_is_counted_once() {
    let at = point(33.3, 44.4);
    let people = crowd(&[place(1, at), place(1, point(33.301, 44.4)), place(2, at)]);
    let reach = people.count(&around(at, 1_000), Peril::Life, NOON);
    assert_eq!((reach.people, reach.warned, reach.devices), (2, 2, 4));
    assert_eq!(reach.by_channel["sms"], 2);
    assert_eq!(reach.by_language[&Language::new("fr")], 2);
    assert_eq!(reach.unproven, 0);
}

#[test]
fn everybody_in_an_area_is_warned_or_it_is_said_why_not() {
    let at = point(33.3, 44.4);
    let quiet = r#"{"quiet":[{"time_zone":"UTC","from_min":0,"to_min":1440}]}"#;
    let people = crowd(&[
        place(1, at),
        Place {
            channels: "",
            ..place(2, at)
        },
        Place {
            paused_until: Some(NOON.plus_s(1)),
            ..place(3, at)
        },
        Place {
            paused_until: Some(NOON),
            ..place(4, at)
        },
        Place {
            rules: quiet,
            channels: "mail",
            ..place(5, at)
        },
    ]);
    let area = around(at, 100);
    let reach = people.count(&area, Peril::Lesser, NOON);
    assert_eq!((reach.people, reach.warned, reach.unreachable), (5, 2, 1));
    assert_eq!((reach.paused, reach.quiet), (1, 1));
    let reach = people.count(&area, Peril::Life, NOON);
    assert_eq!((reach.warned, reach.quiet, reach.unproven), (3, 0, 1));
    let fates: Vec<(u32, Fate)> = people
        .found(&area, (Peril::Lesser, NOON), 10)
        .into_iter()
        .map(|found| (found.person, found.fate))
        .collect();
    let expected = [
        (1, Warned),
        (2, Unreachable),
        (3, Paused),
        (4, Warned),
        (5, Quiet),
    ];
    assert_eq!(fates, expected);
    assert_eq!(people.found(&area, (Peril::Life, NOON), 2).len(), 2);
}

#[test]
fn a_place_counts_when_its_schedule_says_so() {
    let at = point(33.3, 44.4);
    let rules = r#"{"places":{"school":[{"time_zone":"UTC","from_min":480,"to_min":960}]}}"#;
    let school = Place {
        kind: "school",
        rules,
        ..place(1, at)
    };
    let people = crowd(&[school]);
    let count = |now| people.count(&around(at, 100), Peril::Life, now).people;
    assert_eq!(count(NOON), 1);
    assert_eq!(count(NOON.plus_s(9 * 3_600)), 0);
}

#[test]
fn where_somebody_was_seen_counts_less_the_longer_ago_it_was() {
    let (here, home) = (point(33.3, 44.4), point(33.301, 44.4));
    let seen = |person, ago_s: i64| Place {
        kind: "here",
        seen_at: Some(NOON.plus_s(-ago_s)),
        ..place(person, here)
    };
    let (hour, week) = (3_600, 7 * 86_400);
    let people = crowd(&[
        seen(1, hour),
        seen(2, hour + 1),
        seen(3, week - 1),
        seen(4, week),
        // A clock that runs ahead.
        seen(5, -60),
        // Seen there long ago, and at home there as well: at home.
        seen(6, hour + 1),
        place(6, home),
    ]);
    let reach = people.count(&around(here, 500), Peril::Life, NOON);
    assert_eq!((reach.people, reach.last_seen), (5, 2));
    let found = people.found(&around(here, 500), (Peril::Life, NOON), 10);
    let why = |person| {
        let one = found.iter().find(|one| one.person == person).unwrap();
        (one.kind, one.seen_at)
    };
    assert_eq!(why(2), ("here", Some(NOON.plus_s(-hour - 1))));
    assert_eq!(why(6), ("home", None));
    assert!(found.iter().all(|one| one.person != 4));
    let later = people.count(&around(here, 500), Peril::Life, NOON.plus_s(week));
    assert_eq!(
        (later.people, later.last_seen),
        (1 + 1, 1),
        "one at home, one a minute short of a week"
    );
}

#[test]
fn whoever_needs_help_is_counted_and_a_voice_does_not_reach_the_deaf() {
    let at = point(33.3, 44.4);
    let with = |person, bits, channels| Place {
        needs: Needs::of_bits(bits),
        channels,
        ..place(person, at)
    };
    let (deaf, blind, wheelchair) = (1, 2, 4);
    let people = crowd(&[
        with(1, deaf, "voice+"),
        with(2, deaf | wheelchair, "voice+,sms"),
        with(3, blind, "voice+"),
        Place {
            paused_until: Some(NOON.plus_s(1)),
            ..with(4, wheelchair, "sms")
        },
        place(5, at),
    ]);
    let reach = people.count(&around(at, 100), Peril::Life, NOON);
    let by_need: Vec<(Need, u64)> = reach.by_need.into_iter().collect();
    let expected = [(Need::Deaf, 2), (Need::Blind, 1), (Need::Wheelchair, 2)];
    assert_eq!(by_need, expected);
    assert_eq!((reach.warned, reach.unreachable, reach.paused), (3, 1, 1));
    assert_eq!(reach.by_channel["voice"], 1);
    assert_eq!(reach.by_channel["sms"], 2);
    assert_eq!(
        reach.unproven, 1,
        "her voice line is proven, and tells her nothing"
    );
}

/// A person's places, each in one of a few streets.
type Move = (u32, Vec<(u8, u8)>);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let places = proptest::collection::vec((0..20_u8, 0..20_u8), 0..4);
    proptest::collection::vec((0..30_u32, places), 1..120)
}

proptest! {
    #[test]
    fn what_is_kept_up_to_date_equals_what_is_loaded_anew(moves in moves(), start in moves()) {
        let at = |(lat, lon): (u8, u8)| point(33.3 + f64::from(lat) / 1e3, 44.4 + f64::from(lon) / 1e3);
        let mut now: BTreeMap<u32, Vec<Place<'_>>> = BTreeMap::new();
        let places = |person: u32, spots: &[(u8, u8)]| -> Vec<Place<'static>> {
            spots.iter().map(|spot| place(person, at(*spot))).collect()
        };
        for (person, spots) in &start {
            now.insert(*person, places(*person, spots));
        }
        let mut kept = crowd(&now.values().flatten().copied().collect::<Vec<_>>());
        for moves in moves.chunks(7) {
            let moves: BTreeMap<u32, _> = moves.iter().map(|(person, spots)| (*person, places(*person, spots))).collect();
            let moves: Vec<_> = moves.into_iter().collect();
            kept.replace(&moves);
            now.extend(moves);
        }
        let loaded = crowd(&now.values().flatten().copied().collect::<Vec<_>>());
        prop_assert_eq!(kept.places(), loaded.places());
        let centre = point(33.31, 44.41);
        for radius_m in [300, 1_000, 5_000] {
            let area = around(centre, radius_m);
            let reach = kept.count(&area, Peril::Life, NOON);
            prop_assert_eq!(&reach, &loaded.count(&area, Peril::Life, NOON));
            let near = |place: &Place<'_>| distance_m(centre, place.at) <= f64::from(radius_m);
            let people = now.values().filter(|places| places.iter().any(near)).count();
            prop_assert_eq!(reach.people, people as u64);
        }
    }
}

/// The ground between 44.0° and 45.0° E, cut from north to south into zones side by side.
fn cut(cuts: &[u16]) -> Vec<Ring> {
    let mut meridians: Vec<u16> = cuts.iter().copied().chain([0, 1_000]).collect();
    meridians.sort_unstable();
    meridians.dedup();
    let zone = |pair: &[u16]| {
        let [west, east] = [pair[0], pair[1]].map(|cut| 44.0 + f64::from(cut) / 1_000.0);
        let corners = [
            (33.0, west),
            (33.0, east),
            (34.0, east),
            (34.0, west),
            (33.0, west),
        ];
        Ring::new(corners.map(|(lat, lon)| point(lat, lon)).into()).unwrap()
    };
    meridians.windows(2).map(zone).collect()
}

proptest! {
    #[test]
    fn nobody_falls_silent_when_an_authority_cuts_its_ground_anew(
        before in proptest::collection::vec(1..1_000_u16, 0..8),
        after in proptest::collection::vec(1..1_000_u16, 0..8),
        homes in proptest::collection::vec((0..1_000_u16, 0..1_000_u16), 1..60),
        danger in (100..900_u16, 100..900_u16, 500..30_000_u32),
    ) {
        let at = |north: u16, east: u16| {
            point(33.0 + f64::from(north) / 1e3, 44.0 + f64::from(east) / 1e3)
        };
        let homes: Vec<Place<'_>> = (0..).zip(&homes).map(|(i, (n, e))| place(i, at(*n, *e))).collect();
        let people = crowd(&homes);
        let centre = at(danger.0, danger.1);
        let is_near = |home: &Place<'_>| distance_m(centre, home.at) <= f64::from(danger.2);
        let area = Area { circles: vec![Circle(centre, danger.2)], ..Area::default() };
        let warned = |cuts: &[u16]| -> Vec<u32> {
            // A warning is about whole zones: those that the danger touches.
            let touched = cut(cuts).into_iter().filter(|zone| {
                area.meets(zone) || homes.iter().any(|home| is_near(home) && zone.contains(home.at))
            });
            let zones = Area { polygons: touched.collect(), ..Area::default() };
            let found = people.found(&Region::from(&zones), (Peril::Life, NOON), usize::MAX);
            found.into_iter().map(|found| found.person).collect()
        };
        for cuts in [&before, &after] {
            let warned = warned(cuts);
            for home in homes.iter().filter(|home| is_near(home)) {
                prop_assert!(warned.contains(&home.person), "{} hears nothing", home.person);
            }
        }
    }
}
