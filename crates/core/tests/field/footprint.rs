//! What is shown before release is read back from what goes out; far more than was drafted is refused.

use crate::place::{Place, rockets, set, site};
use vigie_core::audience::area::{Point, Ring};
use vigie_core::decision::footprint::Footprint;
use vigie_core::ids::{Language, OfficerId, ZoneId};
use vigie_core::site::Zone;
use vigie_core::warning::Draft;
use vigie_core::{Command, Input};

/// A zone of the quarter's kind between two longitudes.
fn zone(west: f64, east: f64, people: u64) -> Zone {
    let corners = [
        (33.30, west),
        (33.30, east),
        (33.31, east),
        (33.31, west),
        (33.30, west),
    ];
    let points = corners.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
    Zone {
        ring: Ring::new(points.into()).unwrap(),
        people,
        ..site().zones[&ZoneId::new("quarter")].clone()
    }
}

fn footprint(place: &Place, zones: &[&str]) -> Footprint {
    let mut place_of_its_own = Place::new();
    place_of_its_own.tell(Input::Declare(Box::new(
        place.state.site.as_deref().unwrap().clone(),
    )));
    let draft = Draft {
        zones: zones.iter().map(|zone| ZoneId::new(*zone)).collect(),
        ..rockets()
    };
    let (warning, _) = place_of_its_own.submitted(draft);
    let (_, content) = place_of_its_own.warning(warning).submitted.unwrap();
    Footprint::of_message(place.state.site.as_deref().unwrap(), &content.cap.xml).unwrap()
}

#[test]
fn the_summary_is_of_the_message_and_not_of_the_draft() {
    let place = Place::new();
    let one = footprint(&place, &["compound"]);
    assert_eq!(one.people, 300);
    assert_eq!(one.zones, set([ZoneId::new("compound")]));
    assert_eq!(one.sirens.len(), 3);
    assert!(
        (1_000_000..1_040_000).contains(&one.area_m2),
        "{}",
        one.area_m2
    );
    assert_eq!(one.languages_missing, Vec::<Language>::new());
    let both = footprint(&place, &["compound", "quarter"]);
    assert_eq!((both.people, both.sirens.len()), (40_300, 4));
    assert_eq!(both.area_m2 / one.area_m2, 2);
}

#[test]
fn who_lives_in_a_zone_within_a_zone_is_counted_once_and_in_half_a_zone_by_half() {
    let mut place = Place::new();
    let mut nested = site();
    nested
        .zones
        .insert(ZoneId::new("school-yard"), zone(44.392, 44.394, 200));
    nested
        .zones
        .insert(ZoneId::new("bridge"), zone(44.395, 44.405, 1_000));
    place.tell(Input::Declare(Box::new(nested)));
    let shown = footprint(&place, &["quarter"]);
    assert_eq!(shown.people, 40_000 + 500);
    assert_eq!(shown.zones.len(), 3, "the compound only shares a border");
}

#[test]
fn a_message_without_a_place_reaches_nobody_and_everything_else_is_no_message() {
    let place = Place::new();
    let site = place.state.site.as_deref().unwrap();
    let mut alert = crate::place::foreign(place.now, "x");
    alert.infos[0].areas.clear();
    let shown = Footprint::of_message(site, &vigie_cap::write(&alert)).unwrap();
    assert_eq!((shown.area_m2, shown.people, shown.zones.len()), (0, 0, 0));
    assert_eq!(Footprint::of_message(site, "no CAP"), None);
}

#[test]
fn a_footprint_half_again_as_large_as_the_draft_is_refused() {
    let mut place = Place::new();
    let warning = place.drafted(rockets());
    let redrawn = |east: f64| {
        let mut redrawn = site();
        redrawn
            .zones
            .insert(ZoneId::new("compound"), zone(44.38, east, 300));
        Input::Declare(Box::new(redrawn))
    };
    // Somebody draws the zone anew between the draft and its submission.
    place.tell(redrawn(44.3951));
    assert_eq!(
        place.rule("amal", Command::Submit(warning)),
        "wider_than_drafted"
    );
    place.tell(redrawn(44.394));
    place.officer("amal", Command::Submit(warning)).unwrap();
}

#[test]
fn the_cap_on_people_counts_those_in_the_message() {
    let mut place = Place::new();
    let mut crowded = site();
    crowded
        .zones
        .insert(ZoneId::new("market"), zone(44.385, 44.387, 900));
    let compound = ZoneId::new("compound");
    for who in ["basil", "carla"] {
        let officer = crowded.officers.get_mut(&OfficerId::new(who)).unwrap();
        officer.zones = set([compound.clone(), ZoneId::new("market")]);
    }
    place.tell(Input::Declare(Box::new(crowded)));
    // The market lies in the compound, and more people are in it than the compound says.
    let mut small = place.state.site.as_deref().unwrap().clone();
    small
        .zones
        .insert(ZoneId::new("market"), zone(44.385, 44.395, 900));
    place.tell(Input::Declare(Box::new(small)));
    let (warning, sha256) = place.submitted(rockets());
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("basil", approve), "too_many_people");
}
