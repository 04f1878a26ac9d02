//! How often it has happened before: by a definition, with the list behind the number, as of any moment.

use crate::incidents::{attack, day, desk, opened};
use crate::place::Place;
use vigie_core::Command;
use vigie_core::audience::area::Point;
use vigie_core::ids::{IncidentId, IncidentKind, TallyId, ZoneId};
use vigie_core::record::description::{PlacePrecision, TimePrecision};
use vigie_core::record::tally::{Around, Counted, Moved, Tally};
use vigie_core::status::Status;

pub(crate) fn tally() -> Tally {
    Tally {
        id: TallyId::new("embassy-rockets"),
        definition: "Rocket attacks on the compound since mid-October".to_owned(),
        status: Status::Actual,
        kinds: [IncidentKind::new("rocket_attack")].into(),
        zones: [ZoneId::new("compound")].into(),
        around: None,
        since: Some(day(0)),
        until: None,
    }
}

#[test]
fn a_tally_counts_by_its_definition_and_says_which_and_the_one_before() {
    let mut place = desk();
    let before = opened(&mut place, attack(day(-3)));
    let first = opened(&mut place, attack(day(2)));
    let last = opened(&mut place, attack(day(54)));
    let mut elsewhere = attack(day(54));
    elsewhere.zones.clear();
    opened(&mut place, elsewhere);
    let mut exercise = attack(day(54));
    exercise.status = Status::Exercise;
    opened(&mut place, exercise);
    let mut week = attack(day(-3));
    week.when.precision = TimePrecision::Week;
    let roughly = opened(&mut place, week);
    let answer = tally().answer(&place.state.incidents, place.state.head);
    let ids =
        |list: &[Counted]| -> Vec<IncidentId> { list.iter().map(|one| one.incident).collect() };
    assert_eq!(ids(&answer.counted), [first, last]);
    assert_eq!(
        ids(&answer.perhaps),
        [roughly],
        "it may have been before mid-October"
    );
    assert_eq!(answer.before_last().unwrap().incident, first);
    let open = Tally {
        since: None,
        ..tally()
    };
    let answer = open.answer(&place.state.incidents, place.state.head);
    assert_eq!(ids(&answer.counted), [before, roughly, first, last]);
}

#[test]
fn a_place_that_is_known_roughly_counts_perhaps() {
    let mut place = desk();
    let around = |radius_m| Tally {
        zones: [].into(),
        around: Some(Around {
            centre: Point::from_degrees(33.305, 44.385).unwrap(),
            radius_m,
        }),
        since: None,
        ..tally()
    };
    let mut told = |precision, point: Option<(f64, f64)>| {
        let mut description = attack(day(1));
        description.zones.clear();
        description.place.precision = precision;
        description.place.point = point.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
        opened(&mut place, description)
    };
    let at_it = told(PlacePrecision::Near, Some((33.305, 44.385)));
    let in_town = told(PlacePrecision::Town, Some((33.305, 44.385)));
    let nowhere = told(PlacePrecision::Country, None);
    told(PlacePrecision::Exact, Some((34.0, 44.385)));
    let answer = around(2_000).answer(&place.state.incidents, place.state.head);
    assert_eq!(answer.counted.len(), 1);
    assert_eq!(answer.counted[0].incident, at_it);
    let perhaps: Vec<_> = answer.perhaps.iter().map(|one| one.incident).collect();
    assert_eq!(perhaps, [in_town, nowhere]);
}

#[test]
fn a_number_that_changes_says_why_and_the_old_one_can_be_asked_for_again() {
    let mut place = desk();
    let (one, other) = (
        opened(&mut place, attack(day(1))),
        opened(&mut place, attack(day(2))),
    );
    let third = opened(&mut place, attack(day(2)));
    let then = place.state.head;
    let count = |place: &Place, n| tally().answer(&place.state.incidents, n).counted.len();
    assert_eq!(count(&place, then), 3);
    let mut drone = attack(day(1));
    drone.kind = IncidentKind::new("drone_attack");
    let describe = Command::Describe {
        incident: one,
        description: Box::new(drone),
        reason: "fragments of a drone".to_owned(),
    };
    place.officer("rana", describe).unwrap();
    let merge = Command::Merge {
        incident: third,
        into: other,
        reason: "the same salvo".to_owned(),
    };
    place.officer("rana", merge).unwrap();
    let new = opened(&mut place, attack(day(3)));
    let head = place.state.head;
    assert_eq!((count(&place, then), count(&place, head)), (3, 2));
    let changes = tally().changes(&place.state.incidents, then, head);
    let changes: Vec<_> = changes
        .iter()
        .map(|change| (change.incident, change.moved, change.reason.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (one, Moved::DescribedOut, "fragments of a drone"),
            (third, Moved::Merged, "the same salvo"),
            (new, Moved::Recorded, ""),
        ]
    );
}

#[test]
fn a_tally_has_a_name_a_definition_in_words_and_a_time_that_is_one() {
    let mut place = desk();
    let define = |change: fn(&mut Tally)| {
        let mut tally = tally();
        change(&mut tally);
        Command::DefineTally(Box::new(tally))
    };
    assert_eq!(place.rule("amal", define(|_| ())), "not_permitted");
    assert_eq!(
        place.rule("rana", define(|t| t.definition.clear())),
        "bad_text"
    );
    assert_eq!(
        place.rule("rana", define(|t| t.id = TallyId::new("a b"))),
        "bad_name"
    );
    assert_eq!(
        place.rule("rana", define(|t| t.until = t.since)),
        "empty_span"
    );
    assert_eq!(
        place.rule("rana", define(|t| t.zones = [ZoneId::new("x")].into())),
        "unknown"
    );
    place.officer("rana", define(|_| ())).unwrap();
    assert_eq!(place.rule("rana", define(|_| ())), "already");
    place.officer("rana", define(|t| t.since = None)).unwrap();
    assert_eq!(place.state.tallies[&tally().id].since, None);
    let drop = Command::DropTally {
        tally: tally().id,
        reason: "nobody asks".to_owned(),
    };
    place.officer("rana", drop.clone()).unwrap();
    assert_eq!(place.rule("rana", drop), "unknown");
}
