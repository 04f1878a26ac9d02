//! Carrying a message to sirens, screens and files, and what comes back.

use crate::place::{Place, ROOM, exercise, refusal, renewal, rockets, set};
use vigie_core::delivery::{Life, Outcome, Reason, Room, Work, due_beside};
use vigie_core::fact::{Fact, Pairing};
use vigie_core::ids::{AlertId, Danger, WarningId, ZoneId};
use vigie_core::siren::{AnswerWhat, Program, RefusalReason, Tone};
use vigie_core::status::Status;
use vigie_core::warning::Draft;
use vigie_core::{Command, Input, due, wake_at};

fn fire() -> Draft {
    Draft {
        danger: Danger::new("fire"),
        ..rockets()
    }
}

fn warned() -> (Place, WarningId, AlertId) {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    (place, warning, alert)
}

fn program(place: &Place, siren: &str) -> Program {
    let order = place.due().into_iter().find_map(|work| match work {
        Work::Siren {
            siren: to, order, ..
        } if to.as_str() == siren => Some(order.program),
        _ => None,
    });
    order.unwrap()
}

#[test]
fn an_order_is_planned_sent_accepted_and_heard() {
    let (mut place, _, alert) = warned();
    assert_eq!(place.life(alert, "gate"), "planned");
    place.hand_over();
    assert_eq!(place.life(alert, "gate"), "sent");
    place.pass_ms(200);
    place.answer(alert, "gate", AnswerWhat::Accepted);
    assert_eq!(place.life(alert, "gate"), "accepted");
    place.answer(alert, "gate", AnswerWhat::Started);
    place.pass_ms(900);
    place.answer(alert, "gate", AnswerWhat::Heard);
    let heard = place.delivery(alert, "gate");
    assert_eq!(heard.life, Life::Heard { at: place.now });
    assert_eq!(heard.heard.unwrap().since_ms(heard.planned), 1_100);
    place.answer(alert, "gate", AnswerWhat::Ended);
    assert_eq!(place.life(alert, "gate"), "heard");
}

#[test]
fn an_order_says_which_siren_what_tone_and_for_how_long() {
    let (place, _, alert) = warned();
    let work = place.due();
    let Work::Siren {
        order,
        siren,
        delivery,
        ..
    } = &work[0]
    else {
        panic!("sirens come first")
    };
    assert_eq!((siren.as_str(), order.target.as_str()), ("gate", "gate"));
    assert_eq!(order.order, delivery.0);
    assert_eq!(order.status, Status::Actual);
    assert_eq!(order.expires.since_ms(order.not_before), 120_000);
    let sound = Program::Sound {
        tone: Tone::WailWarning,
        duration_s: 60,
    };
    assert_eq!(order.program, sound);
    assert_eq!(
        order.alert_sha256,
        place.state.alerts[&alert].content.cap.sha256
    );
}

#[test]
fn an_answer_that_a_network_brings_a_hundred_times_is_written_once() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    for what in [
        AnswerWhat::Accepted,
        AnswerWhat::Started,
        AnswerWhat::Heard,
        AnswerWhat::Ended,
        AnswerWhat::NotHeard,
        refusal(RefusalReason::Replayed),
    ] {
        let first = place.answer(alert, "gate", what).len();
        assert!(first <= 1);
        for _ in 0..5 {
            assert_eq!(place.answer(alert, "gate", what), [], "{what:?}");
        }
    }
}

#[test]
fn a_second_copy_of_an_accepted_order_is_refused_as_a_replay_and_nothing_is_tried_again() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    place.answer(alert, "gate", AnswerWhat::Accepted);
    place.answer(alert, "gate", refusal(RefusalReason::Replayed));
    assert_eq!(place.life(alert, "gate"), "accepted");
    assert_eq!(place.delivery(alert, "gate").attempt, 1);
}

#[test]
fn another_sirens_answer_proves_nothing() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    let delivery = place.delivery(alert, "gate").id;
    assert_eq!(place.answer_of(delivery, "mast", AnswerWhat::Heard, 0), []);
    assert_eq!(place.life(alert, "gate"), "sent");
}

#[test]
fn a_siren_that_cannot_be_reached_is_tried_four_times_with_a_rest_and_then_given_up() {
    let (mut place, _, alert) = warned();
    let began = place.now;
    let mut counters = Vec::new();
    for (attempt, rest_ms) in [(1, 1_000), (2, 2_000), (3, 4_000)] {
        counters.push(place.delivery(alert, "gate").ctr);
        assert_eq!(place.delivery(alert, "gate").attempt, attempt);
        place.fail("gate");
        assert_eq!(place.life(alert, "gate"), "resting");
        place.pass_ms(rest_ms - 1);
        assert!(!place.sirens_due().contains(&"gate".to_owned()));
        place.pass_ms(1);
        assert!(place.sirens_due().contains(&"gate".to_owned()));
    }
    place.fail("gate");
    let given_up = place.delivery(alert, "gate");
    let why = "no connection".to_owned();
    assert_eq!(given_up.life, Life::GivenUp { at: place.now, why });
    assert!(
        place.now.since_ms(began) < 10_000,
        "people must act within ten seconds"
    );
    assert!(
        counters.is_sorted_by(|a, b| a < b),
        "each attempt counts: {counters:?}"
    );
}

#[test]
fn a_siren_that_says_nothing_is_tried_again_and_then_given_up() {
    let (mut place, _, alert) = warned();
    for _ in 0..4 {
        place.hand_over();
        place.pass_ms(8_000);
    }
    assert_eq!(place.life(alert, "gate"), "given_up");
}

#[test]
fn a_siren_that_accepts_and_is_not_heard_is_called_silent() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    place.answer(alert, "gate", AnswerWhat::Accepted);
    place.answer(alert, "mast", AnswerWhat::Accepted);
    place.answer(alert, "mast", AnswerWhat::NotHeard);
    assert_eq!(place.life(alert, "mast"), "silent");
    place.pass_ms(10_000);
    assert_eq!(place.life(alert, "gate"), "silent");
    place.answer(alert, "gate", AnswerWhat::Heard);
    assert_eq!(place.life(alert, "gate"), "heard", "late proof is proof");
}

#[test]
fn what_the_siren_forbids_itself_is_final_and_what_a_new_order_cures_is_tried_again() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    place.answer(alert, "gate", refusal(RefusalReason::RateLimited));
    assert_eq!(place.life(alert, "gate"), "refused");
    let delivery = place.delivery(alert, "mast").id;
    place.answer_of(delivery, "mast", refusal(RefusalReason::Replayed), 900);
    assert_eq!(place.life(alert, "mast"), "resting");
    assert_eq!(
        place.delivery(alert, "mast").ctr,
        900,
        "the counter it will take"
    );
    place.answer(alert, "roof", refusal(RefusalReason::Expired));
    assert_eq!(place.life(alert, "roof"), "resting");
}

#[test]
fn the_answer_may_come_before_the_couriers_word() {
    let (mut place, _, alert) = warned();
    place.answer(alert, "gate", AnswerWhat::Accepted);
    let delivery = place.delivery(alert, "gate");
    let outcome = |outcome| Input::Outcome {
        delivery: delivery.id,
        attempt: delivery.attempt,
        outcome,
    };
    let late = Outcome::Failed {
        why: "timed out".to_owned(),
    };
    assert_eq!(place.tell(outcome(late)), [], "it arrived all the same");
    place.tell(outcome(Outcome::HandedOver { to: 1 }));
    assert_eq!(place.life(alert, "gate"), "accepted");
    assert_eq!(place.delivery(alert, "gate").sent, Some(place.now));
    assert_eq!(place.tell(outcome(Outcome::HandedOver { to: 1 })), []);
}

#[test]
fn an_order_nobody_handed_over_does_not_leave_with_a_window_that_has_passed() {
    let (mut place, _, alert) = warned();
    place.pass_ms(60_000);
    let delivery = place.delivery(alert, "gate");
    assert_eq!(delivery.attempt, 2);
    place.pass_ms(1_000);
    let work = place.due();
    let Work::Siren { order, .. } = &work[0] else {
        panic!("{work:?}")
    };
    assert!(order.expires.since_ms(place.now) > 60_000);
}

#[test]
fn the_all_clear_goes_to_every_siren_that_any_message_was_for_the_dead_one_too() {
    let (mut place, warning, alert) = warned();
    for _ in 0..4 {
        place.fail("roof");
        place.hand_over();
        place.pass_ms(4_000);
    }
    assert_eq!(place.life(alert, "roof"), "given_up");
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
    let steady = Program::AllClear {
        tone: Tone::AllClearSteady,
        duration_s: 20,
    };
    assert_eq!(program(&place, "roof"), steady);
}

#[test]
fn the_all_clear_goes_to_a_siren_that_was_moved_to_another_zone_meanwhile() {
    let (mut place, warning, _) = warned();
    let mut moved = crate::place::site();
    for post in moved.sirens.values_mut() {
        post.zone = ZoneId::new("quarter");
    }
    place.tell(Input::Declare(Box::new(moved)));
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
}

#[test]
fn an_all_clear_stops_the_siren_that_has_not_started() {
    let (mut place, warning, alert) = warned();
    place.fail("gate");
    place.officer("amal", Command::AllClear(warning)).unwrap();
    for siren in ["gate", "mast", "roof"] {
        assert_eq!(place.life(alert, siren), "overtaken");
    }
    place.pass_ms(5_000);
    let clear = place.last_alert(warning).id;
    let orders = place.due().into_iter().filter_map(|work| match work {
        Work::Siren { order, .. } => Some(order),
        _ => None,
    });
    for order in orders {
        assert!(matches!(order.program, Program::AllClear { .. }));
        let target = order.target.as_str();
        assert!(
            order.ctr > place.delivery(alert, target).ctr,
            "an old order is a replay"
        );
    }
    assert_eq!(place.planned(clear, "gate").unwrap().alert, clear);
}

#[test]
fn an_expiry_tells_the_sirens_to_be_silent() {
    let (mut place, _, alert) = warned();
    place.all_heard(alert);
    place.pass_ms(600_000);
    assert_eq!(program(&place, "gate"), Program::Stop);
}

#[test]
fn a_bulletin_never_follows_a_newer_one_of_its_warning() {
    let (mut place, warning, _) = warned();
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let bulletins = |place: &Place| {
        let bulletins = place.due().into_iter().filter_map(|work| match work {
            Work::Bulletin { alert, .. } => Some(alert.id),
            _ => None,
        });
        bulletins.collect::<Vec<_>>()
    };
    assert_eq!(bulletins(&place), [place.last_alert(warning).id]);
    let files = place
        .due()
        .into_iter()
        .filter(|work| matches!(work, Work::File { .. }));
    assert_eq!(files.count(), 2, "files are a record: each is written");
}

#[test]
fn after_the_end_nothing_new_sounds_however_often_a_siren_comes_back() {
    let (mut place, warning, _) = warned();
    for _ in 0..4 {
        place.fail("gate");
        place.hand_over();
        place.pass_ms(4_000);
    }
    place.officer("amal", Command::AllClear(warning)).unwrap();
    place.all_heard(place.last_alert(warning).id);
    for up in [false, true, false, true] {
        place.link("gate", up);
        place.pass_ms(1_000);
        assert_eq!(place.sirens_due(), Vec::<String>::new());
    }
}

#[test]
fn a_siren_that_comes_back_during_a_live_warning_is_ordered() {
    let (mut place, warning, alert) = warned();
    for _ in 0..4 {
        place.fail("gate");
        place.pass_ms(4_000);
    }
    assert_eq!(place.life(alert, "gate"), "given_up");
    // A silent update in between does not change what the siren missed.
    place.officer("amal", renewal(warning, false)).unwrap();
    place.link("gate", true);
    assert!(place.sirens_due().contains(&"gate".to_owned()));
    place.fail("gate");
    assert_eq!(
        place.life(alert, "gate"),
        "resting",
        "a new series of attempts"
    );
    for _ in 0..3 {
        place.pass_ms(4_000);
        place.fail("gate");
    }
    assert_eq!(place.life(alert, "gate"), "given_up");
    place.link("gate", true);
    assert!(place.sirens_due().contains(&"gate".to_owned()));
    place.all_heard(alert);
    assert_eq!(place.link("gate", true), [], "said once");
}

#[test]
fn a_siren_that_was_switched_off_before_anybody_could_hear_it_is_ordered_again() {
    let (mut place, _, alert) = warned();
    place.link("gate", true);
    place.hand_over();
    place.answer(alert, "gate", AnswerWhat::Accepted);
    place.link("gate", false);
    place.pass_ms(30_000);
    assert_eq!(place.life(alert, "gate"), "silent");
    place.link("gate", true);
    assert!(place.sirens_due().contains(&"gate".to_owned()));
}

#[test]
fn a_siren_paired_anew_gets_what_it_refused_for_its_lost_counter() {
    let (mut place, _, alert) = warned();
    place.hand_over();
    place.answer(alert, "gate", refusal(RefusalReason::CounterLost));
    assert_eq!(place.life(alert, "gate"), "refused");
    let pairing = Pairing {
        epoch: 2,
        next_ctr: 1,
    };
    place.link_as("gate", true, Some(pairing));
    let orders = place.due().into_iter().filter_map(|work| match work {
        Work::Siren { order, .. } => Some(order.epoch),
        _ => None,
    });
    assert_eq!(orders.collect::<Vec<_>>(), [2]);
}

#[test]
fn a_siren_that_is_not_ours_has_no_link() {
    let mut place = Place::new();
    let siren = vigie_core::ids::SirenId::new("foreign");
    let refusal = place.take(Input::SirenLink {
        siren,
        up: true,
        pairing: None,
    });
    assert_eq!(refusal.unwrap_err().rule(), "unknown");
}

#[test]
fn the_all_clear_of_one_danger_is_not_heard_while_another_lasts() {
    let (mut place, rockets, alert) = warned();
    place.all_heard(alert);
    let fire = place.live(fire());
    place.all_heard(place.last_alert(fire).id);
    place.officer("amal", Command::AllClear(rockets)).unwrap();
    assert_eq!(place.sirens_due(), Vec::<String>::new());
    assert_eq!(place.due().len(), 2, "screens and files say it");
    place.officer("amal", Command::AllClear(fire)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
}

#[test]
fn an_expiry_does_not_silence_another_danger() {
    let (mut place, _, alert) = warned();
    place.all_heard(alert);
    place.pass_ms(599_000);
    let fire = place.live(fire());
    place.all_heard(place.last_alert(fire).id);
    place.pass_ms(1_000);
    assert_eq!(place.sirens_due(), Vec::<String>::new());
}

#[test]
fn the_end_of_an_exercise_is_not_heard_during_the_real_thing_but_the_reverse_is() {
    let mut place = Place::new();
    let drill = place.live(exercise());
    place.all_heard(place.last_alert(drill).id);
    let real = place.live(fire());
    place.all_heard(place.last_alert(real).id);
    place.officer("amal", Command::AllClear(drill)).unwrap();
    assert_eq!(place.sirens_due(), Vec::<String>::new());

    let drill = place.live(exercise());
    place.all_heard(place.last_alert(drill).id);
    place.officer("amal", Command::AllClear(real)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
}

#[test]
fn an_all_clear_that_was_late_does_not_follow_the_sound_of_a_new_danger() {
    let (mut place, first, alert) = warned();
    place.all_heard(alert);
    place.officer("amal", Command::AllClear(first)).unwrap();
    let clear = place.last_alert(first).id;
    place.fail("gate");
    assert_eq!(place.life(clear, "gate"), "resting");
    let second = place.live(fire());
    assert_eq!(place.life(clear, "gate"), "overtaken");
    let sound = Program::Sound {
        tone: Tone::FireHiLo,
        duration_s: 60,
    };
    assert_eq!(program(&place, "gate"), sound);
    place.all_heard(place.last_alert(second).id);
    place.pass_ms(10_000);
    assert_eq!(place.sirens_due(), Vec::<String>::new());
}

#[test]
fn the_real_comes_before_the_exercise_sirens_before_screens_whoever_came_first() {
    let mut place = Place::new();
    let drill = place.live(exercise());
    let first = place.live(rockets());
    let second = place.live(fire());
    let order: Vec<_> = place
        .due()
        .iter()
        .map(|work| match work {
            Work::Siren { order, .. } => ("siren", order.alert_sha256.clone()),
            Work::Bulletin { alert, .. } => ("live", alert.content.cap.sha256.clone()),
            Work::People { alert, .. } => ("people", alert.content.cap.sha256.clone()),
            Work::Hook { alert, .. } => ("hooks", alert.content.cap.sha256.clone()),
            Work::File { alert, .. } => ("folder", alert.content.cap.sha256.clone()),
        })
        .collect();
    let sha256 = |id: WarningId| place.last_alert(id).content.cap.sha256;
    let mut expected = Vec::new();
    for (lane, times) in [("siren", 3), ("live", 1), ("folder", 1)] {
        for id in [first, second] {
            expected.extend(vec![(lane, sha256(id)); times]);
        }
    }
    for (lane, times) in [("siren", 3), ("live", 1), ("folder", 1)] {
        expected.extend(vec![(lane, sha256(drill)); times]);
    }
    assert_eq!(order, expected);
}

#[test]
fn what_saves_lives_goes_before_what_ends_before_everything_else() {
    let mut place = Place::new();
    let (over, goes_on) = (place.live(rockets()), place.live(fire()));
    place.all_heard(place.last_alert(over).id);
    place.all_heard(place.last_alert(goes_on).id);
    let update = renewal(goes_on, false);
    place.officer("amal", update).unwrap();
    place.officer("amal", Command::AllClear(over)).unwrap();
    let danger = place.live(rockets());
    let first = |room: Room| due(&place.state, place.now, room).work[0].key().0;
    let room = |live| Room {
        sirens: 0,
        live,
        people: 1_000,
        hooks: 1_000,
        folder: 0,
    };
    let due = due(&place.state, place.now, room(3)).work;
    let warnings: Vec<WarningId> = due
        .iter()
        .filter_map(|work| Some(place.state.deliveries.get(&work.key().0)?.warning))
        .collect();
    assert_eq!(warnings, [danger, over, goes_on]);
    assert_eq!(
        first(room(1)),
        due[0].key().0,
        "little room, the same order"
    );
}

#[test]
fn what_couriers_are_busy_with_takes_room_and_is_not_asked_for_again() {
    let (place, _, _) = warned();
    let all = due(&place.state, place.now, ROOM).work;
    let busy = all[0].key();
    let room = Room { sirens: 2, ..ROOM };
    let rest = due_beside(&place.state, place.now, room, |key| key == busy).work;
    assert!(rest.iter().all(|work| work.key() != busy));
    let sirens = rest.iter().filter(|w| matches!(w, Work::Siren { .. }));
    assert_eq!(sirens.count(), 1);
}

#[test]
fn each_channel_is_given_what_it_has_room_for_the_most_urgent() {
    let (place, _, _) = warned();
    let room = |sirens, live, folder| {
        let room = Room {
            sirens,
            live,
            people: 0,
            hooks: 0,
            folder,
        };
        due(&place.state, place.now, room).work.len()
    };
    assert_eq!((room(2, 1, 0), room(0, 0, 0), room(9, 9, 9)), (3, 0, 5));
    let all = due(&place.state, place.now, ROOM).work;
    let few = due(
        &place.state,
        place.now,
        Room {
            sirens: 1,
            live: 0,
            people: 0,
            hooks: 0,
            folder: 0,
        },
    )
    .work;
    assert_eq!(few[0].key(), all[0].key());
}

#[test]
fn screens_and_files_are_tried_for_as_long_as_it_takes() {
    let (mut place, _, _) = warned();
    for _ in 0..300 {
        let waiting: Vec<_> = place
            .due()
            .into_iter()
            .filter(|w| !matches!(w, Work::Siren { .. }))
            .collect();
        for work in waiting {
            let (delivery, attempt) = work.key();
            let outcome = Outcome::Failed {
                why: "disk full".to_owned(),
            };
            place.tell(Input::Outcome {
                delivery,
                attempt,
                outcome,
            });
        }
        place.pass_ms(60_000);
        if place.state.live_warnings().next().is_none() {
            break;
        }
    }
    let late: Vec<_> = place
        .due()
        .into_iter()
        .filter(|w| matches!(w, Work::File { .. }))
        .collect();
    assert_eq!(late.len(), 2, "the alert and its expiry");
}

#[test]
fn waking_has_a_reason_and_an_end() {
    let mut place = Place::new();
    assert_eq!(wake_at(&place.state, place.now), None);
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    place.hand_over();
    let (at, reason) = wake_at(&place.state, place.now).unwrap();
    assert_eq!(at.since_ms(place.now), 3_000);
    assert_eq!(reason, Reason::Delivery(place.delivery(alert, "gate").id));
    place.all_heard(alert);
    let (at, reason) = wake_at(&place.state, place.now).unwrap();
    assert_eq!((at.since_ms(place.now), reason), (600_000, Reason::Expiry));
    place.officer("amal", Command::AllClear(warning)).unwrap();
    place.all_heard(place.last_alert(warning).id);
    let (at, reason) = wake_at(&place.state, place.now).unwrap();
    assert_eq!(
        (at.since_ms(place.now), reason),
        (60_000, Reason::Unconfirmed)
    );
    place.officer("basil", Command::Confirm(warning)).unwrap();
    assert_eq!(wake_at(&place.state, place.now), None);
}

#[test]
fn how_many_screens_show_it_is_said_when_it_changes() {
    let (mut place, _, alert) = warned();
    let reach = |connected, acked| Input::Reach {
        alert,
        connected,
        acked,
    };
    assert_eq!(place.tell(reach(2_000, 1_950)).len(), 1);
    assert_eq!(place.tell(reach(2_000, 1_950)).len(), 0);
    assert_eq!(place.tell(reach(2_000, 1_999)).len(), 1);
    assert_eq!(*place.state.reach[&alert], (2_000, 1_999));
    let unknown = Input::Reach {
        alert: AlertId(9_999),
        connected: 1,
        acked: 1,
    };
    assert_eq!(place.tell(unknown), []);
}

#[test]
fn two_zones_are_warned_by_the_sirens_of_both() {
    let mut place = Place::new();
    let both = Draft {
        zones: set(["compound", "quarter"].map(ZoneId::new)),
        ..rockets()
    };
    let (warning, sha256) = place.submitted(both);
    let mut trusting = crate::place::site();
    for officer in trusting.officers.values_mut() {
        officer.people_max = 100_000;
    }
    place.tell(Input::Declare(Box::new(trusting)));
    place
        .officer("carla", Command::Approve { warning, sha256 })
        .unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof", "school"]);
    let refused = place
        .entries
        .iter()
        .filter(|e| matches!(e.fact, Fact::CommandRefused { .. }));
    assert_eq!(refused.count(), 0);
}
