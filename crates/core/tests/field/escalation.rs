//! A siren that does not prove that it sounds: who stands in for it, who is told, and when nobody is any more.

use crate::place::{Place, exercise, refusal, renewal, rockets, site};
use std::collections::BTreeSet;
use vigie_core::audience::area::Point;
use vigie_core::delivery::{Stage, Work};
use vigie_core::fact::Fact;
use vigie_core::ids::{AlertId, Danger, SirenId, WarningId};
use vigie_core::siren::{AnswerWhat, Program, RefusalReason};
use vigie_core::time::Timestamp;
use vigie_core::warning::Draft;
use vigie_core::{Command, Input};

const MANUAL: &str = include_str!("../../../../docs/manual/delivery.md");

/// A live warning for the compound, whose other siren in the quarter is reached.
fn warned() -> (Place, WarningId, AlertId) {
    let mut place = Place::new();
    place.link("school", true);
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    (place, warning, alert)
}

/// Those that were escalated among these facts, and who stands in for each.
fn escalated(facts: &[Fact]) -> Vec<(&str, Vec<&str>)> {
    let escalated = facts.iter().filter_map(|fact| match fact {
        Fact::SirenEscalated {
            siren, neighbours, ..
        } => Some((
            siren.as_str(),
            neighbours.iter().map(SirenId::as_str).collect(),
        )),
        _ => None,
    });
    escalated.collect()
}

/// These are heard at once; of the others nothing is.
fn heard(place: &mut Place, alert: AlertId, sirens: &[&str]) {
    place.hand_over();
    for siren in sirens {
        for what in [AnswerWhat::Accepted, AnswerWhat::Heard] {
            place.answer(alert, siren, what);
        }
    }
}

#[test]
fn a_siren_that_is_silent_for_ten_seconds_has_its_neighbour_ordered_with_the_same_tone() {
    let (mut place, _, alert) = warned();
    heard(&mut place, alert, &["mast", "roof"]);
    assert_eq!(escalated(&place.pass_ms(9_999)), []);
    let facts = place.pass_ms(1);
    assert_eq!(escalated(&facts), [("gate", vec!["school"])]);
    let orders: Vec<_> = place
        .due()
        .into_iter()
        .filter_map(|work| match work {
            Work::Siren { siren, order, .. } => Some((siren.to_string(), order)),
            _ => None,
        })
        .collect();
    let (_, school) = orders.iter().find(|(siren, _)| siren == "school").unwrap();
    let said = &place.state.alerts[&alert].content;
    assert_eq!(school.alert_sha256, said.cap.sha256);
    let words = &place.state.site.as_ref().unwrap().words[&Danger::new("rockets")];
    assert!(matches!(school.program, Program::Sound { tone, .. } if tone == words.tone));
    let in_place_of = place.delivery(alert, "school").stands_in_for;
    assert_eq!(in_place_of, Some(SirenId::new("gate")));
    assert_eq!(escalated(&place.pass_ms(300_000)), [], "once");
}

#[test]
fn a_siren_that_says_that_it_will_not_sound_is_not_waited_for() {
    for what in [refusal(RefusalReason::RateLimited), AnswerWhat::NotHeard] {
        let (mut place, _, alert) = warned();
        heard(&mut place, alert, &["mast", "roof"]);
        place.answer(alert, "gate", what);
        let facts = place.pass_ms(1);
        assert_eq!(escalated(&facts), [("gate", vec!["school"])], "{what:?}");
    }
}

#[test]
fn whoever_answers_late_but_in_time_is_waited_for_and_heard_and_nobody_is_told() {
    let (mut place, _, alert) = warned();
    heard(&mut place, alert, &["mast", "roof"]);
    place.pass_ms(9_000);
    place.answer(alert, "gate", AnswerWhat::Accepted);
    assert_eq!(escalated(&place.pass_ms(9_000)), []);
    place.answer(alert, "gate", AnswerWhat::Heard);
    assert_eq!(escalated(&place.pass_ms(300_000)), []);
}

#[test]
fn an_officer_is_told_where_no_neighbour_can_stand_in() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    heard(&mut place, alert, &["mast", "roof"]);
    assert_eq!(escalated(&place.pass_ms(10_000)), [("gate", vec![])]);
}

#[test]
fn a_siren_that_sounds_for_its_own_ground_stands_in_for_nobody() {
    let mut trusting = site();
    for officer in trusting.officers.values_mut() {
        officer.people_max = 100_000;
    }
    let mut place = Place::of(trusting);
    place.link("school", true);
    let fire = Draft {
        danger: Danger::new("fire"),
        zones: [vigie_core::ids::ZoneId::new("quarter")].into(),
        ..rockets()
    };
    let (warning, sha256) = place.submitted(fire);
    let approve = Command::Approve { warning, sha256 };
    place.officer("carla", approve).unwrap();
    let theirs = place.last_alert(warning).id;
    heard(&mut place, theirs, &["school"]);
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    heard(&mut place, alert, &["mast", "roof"]);
    assert_eq!(escalated(&place.pass_ms(10_000)), [("gate", vec![])]);
}

#[test]
fn the_nearest_three_stand_in_and_none_for_two() {
    let mut declared = site();
    let school = declared.sirens[&SirenId::new("school")].clone();
    // 0.001 degrees of latitude are 111 m; the last stands on ground that does not hold the silent ones, too far away.
    for (name, lat) in [
        ("a-far", 33.3350),
        ("b-near", 33.3060),
        ("c-nearer", 33.3055),
        ("d-next", 33.3070),
    ] {
        let mut post = school.clone();
        post.place = Point::from_degrees(lat, 44.385).unwrap();
        declared.sirens.insert(SirenId::new(name), post);
    }
    let mut place = Place::of(declared);
    for siren in ["school", "a-far", "b-near", "c-nearer", "d-next"] {
        place.link(siren, true);
    }
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    heard(&mut place, alert, &["roof"]);
    assert_eq!(
        escalated(&place.pass_ms(10_000)),
        [
            ("gate", vec!["school", "c-nearer", "b-near"]),
            ("mast", vec!["d-next"])
        ]
    );
    // Who stands in is not stood in for.
    assert_eq!(escalated(&place.pass_ms(300_000)), []);
}

#[test]
fn whoever_stood_in_is_told_of_updates_and_of_the_end() {
    let (mut place, warning, alert) = warned();
    heard(&mut place, alert, &["mast", "roof"]);
    place.pass_ms(10_000);
    place.hand_over();
    place.answer(alert, "school", AnswerWhat::Heard);
    place.officer("amal", renewal(warning, true)).unwrap();
    let sha256 = place.waiting(warning);
    place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap();
    assert!(place.sirens_due().contains(&"school".to_owned()));
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof", "school"]);
}

#[test]
fn nobody_stands_in_after_the_end() {
    for end in ["all clear", "expiry"] {
        let (mut place, warning, alert) = warned();
        heard(&mut place, alert, &["mast", "roof"]);
        if end == "expiry" {
            // Accepted, and silent only when the warning has expired.
            place.pass_ms(1_000);
            place.answer(alert, "gate", AnswerWhat::Accepted);
            place.answer(alert, "gate", AnswerWhat::NotHeard);
            place.now = place.now.plus_ms(700_000);
            let facts = place.tell(Input::Clock);
            assert_eq!(escalated(&facts), [], "{end}");
        } else {
            place.pass_ms(9_999);
            place.officer("amal", Command::AllClear(warning)).unwrap();
        }
        assert_eq!(escalated(&place.pass_ms(300_000)), [], "{end}");
        assert!(place.planned(alert, "school").is_none(), "{end}");
    }
}

#[test]
fn an_all_clear_that_a_siren_never_got_has_nobody_sound_in_its_place() {
    let (mut place, warning, alert) = warned();
    place.all_heard(alert);
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(escalated(&place.pass_ms(300_000)), []);
}

#[test]
fn an_exercise_escalates_as_an_exercise() {
    let mut place = Place::new();
    place.link("school", true);
    let warning = place.live(exercise());
    let alert = place.last_alert(warning).id;
    heard(&mut place, alert, &["mast", "roof"]);
    assert_eq!(
        escalated(&place.pass_ms(10_000)),
        [("gate", vec!["school"])]
    );
    let status = place.delivery(alert, "school").status;
    assert_eq!(status, vigie_core::status::Status::Exercise);
}

/// When a siren counts as silent by where its delivery stands, as it is drawn.
fn drawn(when: &str) -> BTreeSet<String> {
    let (_, behind) = MANUAL.split_once("## When a siren stays silent").unwrap();
    let block = behind.split("```").nth(1).unwrap();
    let line = block
        .lines()
        .find_map(|line| line.strip_prefix(when))
        .unwrap();
    let (_, stages) = line.split_once("->").unwrap();
    stages.split_whitespace().map(str::to_lowercase).collect()
}

/// A delivery to the gate that stands there.
fn standing(stage: Stage) -> Place {
    let (mut place, warning, alert) = warned();
    match stage {
        Stage::Planned | Stage::Carrying | Stage::Carried | Stage::Published => {}
        Stage::Resting => place.fail("gate"),
        Stage::Sent => place.hand_over(),
        Stage::Accepted => drop(place.answer(alert, "gate", AnswerWhat::Accepted)),
        Stage::Heard => drop(place.answer(alert, "gate", AnswerWhat::Heard)),
        Stage::Silent => drop(place.answer(alert, "gate", AnswerWhat::NotHeard)),
        Stage::Refused => {
            drop(place.answer(alert, "gate", refusal(RefusalReason::RateLimited)));
        }
        Stage::GivenUp => {
            for _ in 0..4 {
                place.now = place.delivery(alert, "gate").due_from;
                place.fail("gate");
            }
        }
        Stage::Overtaken => drop(place.officer("amal", Command::AllClear(warning))),
    }
    assert_eq!(place.life(alert, "gate"), stage.as_str());
    place
}

/// Whether the gate is escalated at a time, by the clock alone.
fn is_escalated(place: &mut Place, at: Timestamp) -> bool {
    place.now = at;
    let facts = place.tell(Input::Clock);
    escalated(&facts).iter().any(|(siren, _)| *siren == "gate")
}

#[test]
fn a_siren_counts_as_silent_when_it_is_drawn_to() {
    let mut found = [(); 3].map(|()| BTreeSet::new());
    for stage in Stage::ALL {
        if matches!(stage, Stage::Carrying | Stage::Carried | Stage::Published) {
            continue;
        }
        let mut place = standing(stage);
        let planned = place.state.at;
        let (next, later) = (place.now.plus_ms(1), planned.plus_ms(10_000));
        let when = if is_escalated(&mut place, next) {
            0
        } else if is_escalated(&mut place, later) {
            1
        } else {
            2
        };
        found[when].insert(stage.as_str().to_owned());
    }
    for (when, found) in ["at once", "after 10 s", "never"].into_iter().zip(found) {
        assert_eq!(drawn(when), found, "{when}");
    }
}
