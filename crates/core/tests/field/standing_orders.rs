//! Warning without a human: what fires, what joins, what is held back.

use crate::place::{Place, issued, reading_of, report, rockets, sensors, set, site, two_of_three};
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::trigger::Who;
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, SensorId, StandingOrderId, WarningId, ZoneId};
use vigie_core::report::{Report, Source};
use vigie_core::status::Status;
use vigie_core::warning::Stage;
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

fn armed() -> Place {
    let mut place = Place::new();
    place.standing(two_of_three(place.now));
    place
}

fn fired(facts: &[Fact]) -> Option<(WarningId, Vec<&str>)> {
    facts.iter().find_map(|fact| match fact {
        Fact::StandingOrderFired {
            warning, sensors, ..
        } => Some((*warning, sensors.iter().map(SensorId::as_str).collect())),
        _ => None,
    })
}

fn held(facts: &[Fact]) -> Vec<&str> {
    let held = facts.iter().filter_map(|fact| match fact {
        Fact::StandingOrderHeld { why, .. } => Some(why.as_str()),
        _ => None,
    });
    held.collect()
}

#[test]
fn two_of_three_sensors_warn_without_a_human_and_the_third_joins_the_same_firing() {
    let mut place = armed();
    assert_eq!(fired(&place.reading("north").unwrap()), None);
    place.pass_ms(1_200);
    let facts = place.reading("south").unwrap();
    let (warning, sensors) = fired(&facts).unwrap();
    assert_eq!(sensors, ["south", "north"]);
    assert_eq!(issued(&facts)[0].act, Act::Alert);
    assert_eq!(
        place.warning(warning).fired_by,
        Some(StandingOrderId::new("rockets-2-of-3"))
    );
    assert_eq!(place.stage(warning), Stage::Live);
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);

    place.pass_ms(800);
    let facts = place.reading("east").unwrap();
    assert_eq!(facts.len(), 1, "only the report: {facts:?}");
    assert_eq!(place.state.warnings.len(), 1);
}

#[test]
fn readings_too_far_apart_do_not_agree() {
    let mut place = armed();
    place.reading("north").unwrap();
    place.pass_ms(5_001);
    assert_eq!(fired(&place.reading("south").unwrap()), None);
    place.pass_ms(4_000);
    assert!(fired(&place.reading("north").unwrap()).is_some());
}

#[test]
fn one_sensor_that_shouts_twice_is_one_sensor() {
    let mut place = armed();
    for _ in 0..5 {
        assert_eq!(fired(&place.reading("north").unwrap()), None);
        place.pass_ms(100);
    }
}

#[test]
fn a_second_salvo_sounds_again_in_the_same_thread() {
    let mut place = armed();
    place.reading("north").unwrap();
    let (warning, _) = fired(&place.reading("south").unwrap()).unwrap();
    place.all_heard(place.last_alert(warning).id);
    place.pass_ms(90_000);
    assert_eq!(fired(&place.reading("east").unwrap()), None);
    let facts = place.reading("north").unwrap();
    assert_eq!(fired(&facts).unwrap().0, warning);
    assert_eq!(issued(&facts)[0].act, Act::Update);
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
    assert_eq!(place.state.incidents.len(), 1, "one incident");
    assert_eq!(place.state.headcounts.len(), 1, "one roll call");
}

#[test]
fn a_salvo_joins_the_warning_that_officers_issued_for_the_same_place() {
    let mut place = armed();
    let warning = place.live(rockets());
    place.reading("north").unwrap();
    let facts = place.reading("south").unwrap();
    assert_eq!(fired(&facts).unwrap().0, warning);
    assert!(
        !place.warning(warning).is_unconfirmed(),
        "people stand behind it"
    );
}

#[test]
fn nobody_has_confirmed_it_and_officers_are_reminded_until_somebody_does() {
    let mut place = armed();
    place.reading("north").unwrap();
    let (warning, _) = fired(&place.reading("south").unwrap()).unwrap();
    place.all_heard(place.last_alert(warning).id);
    let nags = |facts: &[Fact]| {
        let nag = |fact: &&Fact| matches!(fact, Fact::UnconfirmedNagged { .. });
        facts.iter().filter(nag).count()
    };
    assert_eq!(nags(&place.pass_ms(59_999)), 0);
    assert_eq!(nags(&place.pass_ms(120_001)), 3);
    assert_eq!(
        place.rule("rana", Command::Confirm(warning)),
        "not_permitted"
    );
    place.officer("basil", Command::Confirm(warning)).unwrap();
    assert_eq!(nags(&place.pass_ms(600_000)), 0);
    assert_eq!(place.rule("amal", Command::Confirm(warning)), "already");
}

#[test]
fn the_reminders_end_and_the_warning_expires_after_its_hour() {
    let mut place = armed();
    place.reading("north").unwrap();
    let (warning, _) = fired(&place.reading("south").unwrap()).unwrap();
    let facts = place.pass_ms(3_600_000);
    let nag = |fact: &&Fact| matches!(fact, Fact::UnconfirmedNagged { .. });
    assert_eq!(facts.iter().filter(nag).count(), 30);
    assert_eq!(issued(&facts)[0].act, Act::Expiry);
    assert_eq!(place.stage(warning), Stage::Ended);
}

#[test]
fn it_fires_as_often_in_an_hour_as_two_people_agreed_and_then_says_that_it_was_held() {
    let mut place = armed();
    let mut firings = 0;
    let mut holds = 0;
    for _ in 0..6 {
        place.reading("north").unwrap();
        let facts = place.reading("south").unwrap();
        firings += usize::from(fired(&facts).is_some());
        holds += held(&facts).len();
        place.pass_ms(10_000);
    }
    assert_eq!(firings, 3);
    assert!(holds >= 3, "each is said");
    place.pass_ms(3_600_000);
    place.reading("north").unwrap();
    assert!(fired(&place.reading("south").unwrap()).is_some());
}

#[test]
fn it_does_not_warn_more_people_than_two_people_agreed_to() {
    let mut place = armed();
    let mut crowded = site();
    if let Some(zone) = crowded.zones.get_mut(&ZoneId::new("compound")) {
        zone.people = 501;
    }
    place.tell(Input::Declare(Box::new(crowded)));
    place.reading("north").unwrap();
    let facts = place.reading("south").unwrap();
    assert_eq!(fired(&facts), None);
    assert!(held(&facts)[0].contains("501 people"));
}

#[test]
fn a_reading_of_another_danger_does_not_count() {
    let mut place = armed();
    let fire = Report {
        danger: Some(Danger::new("fire")),
        ..report(Source::Sensor {
            sensor: SensorId::new("north"),
            reading: 1,
        })
    };
    place.tell(Input::Report(Box::new(fire)));
    assert_eq!(fired(&place.tell(reading_of("south", 1))), None);
    assert!(fired(&place.tell(reading_of("east", 1))).is_some());
}

#[test]
fn two_orders_that_share_sensors_each_count_for_themselves() {
    let mut place = armed();
    let mut wider = StandingOrder {
        id: StandingOrderId::new("whole-town-3-of-3"),
        zones: set(["compound", "quarter"].map(ZoneId::new)),
        people_max: 50_000,
        ..two_of_three(place.now)
    };
    sensors(&mut wider).sensors_min = 3;
    place
        .officer(
            "amal",
            Command::ProposeStandingOrder(Box::new(wider.clone())),
        )
        .unwrap();
    assert_eq!(
        place.rule("carla", place.agree(&wider.id)),
        "too_many_people"
    );
    let mut trusting = site();
    for officer in trusting.officers.values_mut() {
        officer.people_max = 100_000;
    }
    place.tell(Input::Declare(Box::new(trusting)));
    place.officer("carla", place.agree(&wider.id)).unwrap();
    place.reading("north").unwrap();
    assert!(fired(&place.reading("south").unwrap()).is_some());
    let facts = place.reading("east").unwrap();
    let (warning, _) = fired(&facts).unwrap();
    assert_eq!(place.warning(warning).fired_by, Some(wider.id));
    assert_eq!(place.state.warnings.len(), 2);
}

#[test]
fn two_orders_for_the_same_place_that_one_reading_completes_are_one_warning() {
    let mut place = armed();
    let twin = StandingOrder {
        id: StandingOrderId::new("rockets-twin"),
        ..two_of_three(place.now)
    };
    place.standing(twin);
    place.reading("north").unwrap();
    let facts = place.reading("south").unwrap();
    assert_eq!(issued(&facts).len(), 1);
    assert_eq!(held(&facts).len(), 1);
    assert_eq!(place.state.warnings.len(), 1);
}

#[test]
fn nobody_agrees_to_a_standing_order_other_than_the_one_they_read() {
    let mut place = Place::new();
    let read = two_of_three(place.now);
    let id = read.id.clone();
    let mut wider = read.clone();
    wider.firings_per_hour_max += 1;
    place
        .officer("amal", Command::ProposeStandingOrder(Box::new(read)))
        .unwrap();
    let agree = place.agree(&id);
    place
        .officer("amal", Command::RevokeStandingOrder(id.clone()))
        .unwrap();
    place
        .officer("amal", Command::ProposeStandingOrder(Box::new(wider)))
        .unwrap();
    assert_eq!(place.rule("basil", agree), "other_bytes");
    place.officer("basil", place.agree(&id)).unwrap();
}

#[test]
fn a_standing_order_needs_two_people() {
    let mut place = Place::new();
    let order = two_of_three(place.now);
    let id = order.id.clone();
    place
        .officer(
            "carla",
            Command::ProposeStandingOrder(Box::new(order.clone())),
        )
        .unwrap();
    place.reading("north").unwrap();
    assert_eq!(
        fired(&place.reading("south").unwrap()),
        None,
        "one person is not enough"
    );
    assert_eq!(place.rule("carla", place.agree(&id)), "same_officer");
    assert_eq!(
        place.rule("amal", Command::ProposeStandingOrder(Box::new(order))),
        "already"
    );
    place.officer("basil", place.agree(&id)).unwrap();
    assert_eq!(place.rule("basil", place.agree(&id)), "already");
}

#[test]
fn one_officer_takes_it_out_of_force_and_it_expires_by_itself() {
    let mut place = armed();
    let id = StandingOrderId::new("rockets-2-of-3");
    place
        .officer("amal", Command::RevokeStandingOrder(id.clone()))
        .unwrap();
    assert_eq!(
        place.rule("amal", Command::RevokeStandingOrder(id)),
        "already"
    );
    place.reading("north").unwrap();
    assert_eq!(fired(&place.reading("south").unwrap()), None);

    place.standing(two_of_three(place.now));
    place.pass_ms(86_400_000);
    place.reading("north").unwrap();
    assert_eq!(fired(&place.reading("south").unwrap()), None);
    place.standing(two_of_three(place.now));
}

type Change = fn(&mut StandingOrder);

#[test]
fn a_standing_order_that_bounds_nothing_is_refused() {
    let mut place = Place::new();
    let cases: [(Change, &str); 12] = [
        (|o| o.id = StandingOrderId::new("two words"), "unbounded"),
        (|o| sensors(o).sensors_min = 1, "unbounded"),
        (|o| sensors(o).sensors_min = 4, "unbounded"),
        (|o| sensors(o).within_ms = 99, "unbounded"),
        (|o| sensors(o).within_ms = 60_001, "unbounded"),
        (|o| o.firings_per_hour_max = 0, "unbounded"),
        (|o| o.expires = o.expires.plus_s(92 * 86_400), "unbounded"),
        (|o| o.expires = o.expires.plus_s(-86_400), "unbounded"),
        (|o| o.people_max = 299, "too_many_people"),
        (|o| o.zones.clear(), "no_area"),
        (|o| o.danger = Danger::new("boredom"), "no_words"),
        (
            |o| {
                sensors(o).who = Who::Named(set([SensorId::new("west")]));
            },
            "unknown",
        ),
    ];
    for (change, rule) in cases {
        let mut order = two_of_three(place.now);
        change(&mut order);
        let command = Command::ProposeStandingOrder(Box::new(order));
        assert_eq!(place.rule("amal", command), rule);
    }
    let exercise = StandingOrder {
        status: Status::Actual,
        ..two_of_three(place.now)
    };
    let command = Command::ProposeStandingOrder(Box::new(exercise));
    assert_eq!(place.rule("elif", command), "wrong_status");
}

#[test]
fn what_sensors_say_in_an_exercise_is_marked_as_one() {
    let mut place = Place::new();
    let order = StandingOrder {
        status: Status::Exercise,
        ..two_of_three(place.now)
    };
    place.standing(order);
    place.reading("north").unwrap();
    let facts = place.reading("south").unwrap();
    assert_eq!(issued(&facts)[0].status, Status::Exercise);
}
