//! What we are told, and what we do not believe.

use crate::place::{Place, reading_of, report};
use vigie_core::Input;
use vigie_core::audience::area::Point;
use vigie_core::ids::OfficerId;
use vigie_core::refusal::Refusal;
use vigie_core::report::{Report, Source};

fn press() -> Report {
    report(Source::Press {
        outlet: "the agency".to_owned(),
    })
}

#[test]
fn people_tell_us_and_it_is_kept() {
    let mut place = Place::new();
    let officer = OfficerId::new("rana");
    for source in [
        Source::Officer { officer },
        Source::Spokesperson {
            of: "the embassy".to_owned(),
        },
        Source::Press {
            outlet: "the agency".to_owned(),
        },
        Source::SocialMedia {
            platform: "video".to_owned(),
        },
    ] {
        place.tell(Input::Report(Box::new(report(source))));
    }
    assert_eq!(place.state.reports.len(), 4);
}

#[test]
fn a_reading_is_taken_once_and_in_order() {
    let mut place = Place::new();
    place.tell(reading_of("north", 7));
    for reading in [7, 6] {
        let refusal = place.take(reading_of("north", reading)).unwrap_err();
        assert_eq!(refusal.rule(), "reading_seen");
    }
    place.tell(reading_of("east", 1));
    place.tell(reading_of("north", 9));
}

#[test]
fn a_sensor_or_officer_that_is_not_ours_tells_us_nothing() {
    let mut place = Place::new();
    assert_eq!(
        place.take(reading_of("west", 1)).unwrap_err().rule(),
        "unknown"
    );
    let officer = OfficerId::new("mallory");
    let refusal = place
        .take(Input::Report(Box::new(report(Source::Officer { officer }))))
        .unwrap_err();
    assert_eq!(refusal.rule(), "unknown");
}

#[test]
fn a_replayed_hour_and_a_clock_ahead_are_refused_and_say_by_how_much() {
    let mut place = Place::new();
    let now = place.now;
    let mut said = |source: Source, said_ms: i64| {
        let said_at = Some(now.plus_ms(said_ms));
        let report = Report {
            said_at,
            ..report(source)
        };
        place.take(Input::Report(Box::new(report)))
    };
    let north = |reading| Source::Sensor {
        sensor: vigie_core::ids::SensorId::new("north"),
        reading,
    };
    let old = said(north(1), -60_001).unwrap_err();
    assert_eq!(
        old,
        Refusal::TooOld {
            age_ms: 60_001,
            age_ms_max: 60_000
        }
    );
    let ahead = said(north(1), 30_001).unwrap_err();
    assert_eq!(ahead, Refusal::InTheFuture { ahead_ms: 30_001 });
    said(north(1), -60_000).unwrap();
    said(north(2), 30_000).unwrap();
    // A person may speak of last week.
    said(press().source, -7 * 86_400_000).unwrap();
    assert_eq!(
        said(press().source, -31 * 86_400_000).unwrap_err().rule(),
        "too_old"
    );
}

#[test]
fn a_place_on_the_wrong_side_of_the_world_is_refused_and_a_swap_is_recognised() {
    let mut place = Place::new();
    let mut at = |lat, lon| {
        let report = Report {
            place: Some(Point::from_degrees(lat, lon).unwrap()),
            ..press()
        };
        place.take(Input::Report(Box::new(report)))
    };
    at(33.3, 44.4).unwrap();
    let swapped = at(44.4, 33.3).unwrap_err();
    assert!(
        matches!(swapped, Refusal::Elsewhere { swapped: true, .. }),
        "{swapped}"
    );
    let far = at(-33.3, -70.0).unwrap_err();
    assert!(
        matches!(far, Refusal::Elsewhere { swapped: false, .. }),
        "{far}"
    );
}
