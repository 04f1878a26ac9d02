//! What sets a standing order off besides named sensors, what keeps it back, and whether sensors that
//! are stuck, noisy, replayed or off in time are judged as a naive reading of the policy says.

use crate::place::{
    Place, foreign, issued, key, keyed, reading_of, report, sensors, set, signed, site,
    two_of_three,
};
use proptest::prelude::*;
use vigie_cap::doc;
use vigie_core::class::Class;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::hours::Hours;
use vigie_core::decision::standing_order::trigger::{Button, CapTrigger, PreAlert, Trigger, Who};
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, FeedId, OfficerId, SensorId, WarningId, ZoneId};
use vigie_core::report::{Health, Report, Source};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::Change;
use vigie_core::wording::Act;
use vigie_core::{Command, Input, Signature};

fn with(place: &Place, change: impl FnOnce(&mut StandingOrder)) -> StandingOrder {
    let mut order = two_of_three(place.now);
    change(&mut order);
    order
}

fn armed(change: impl FnOnce(&mut StandingOrder)) -> Place {
    let mut place = Place::new();
    place.tell(Input::Declare(Box::new(keyed())));
    let order = with(&place, change);
    place.standing(order);
    place
}

fn on_cap(order: &mut StandingOrder) {
    order.trigger = Trigger::Cap(Box::new(CapTrigger {
        feed: FeedId::new("civil-defence"),
        sender: "alerts@civil-defence.example".to_owned(),
        severity_from: "Extreme".to_owned(),
        urgency_from: Some("Expected".to_owned()),
        certainty_from: None,
    }));
}

fn on_button(order: &mut StandingOrder) {
    let officers = set(["amal", "carla"].map(OfficerId::new));
    order.trigger = Trigger::Button(Button { officers });
}

fn pre_alert() -> PreAlert {
    PreAlert {
        danger: Danger::new("fire"),
        sensors_min: 1,
    }
}

fn fired(facts: &[Fact]) -> Vec<(WarningId, Class)> {
    let fired = facts.iter().filter_map(|fact| match fact {
        Fact::StandingOrderFired { warning, class, .. } => Some((*warning, *class)),
        _ => None,
    });
    fired.collect()
}

fn held(facts: &[Fact]) -> bool {
    let mut facts = facts.iter();
    facts.any(|fact| matches!(fact, Fact::StandingOrderHeld { .. }))
}

/// The message of the named source, changed.
fn message(place: &mut Place, change: impl FnOnce(&mut doc::Alert)) -> Vec<Fact> {
    let mut alert = foreign(place.now, &format!("m-{}", place.state.head));
    change(&mut alert);
    place.tell(signed("civil-defence", &alert, Signature::By(key())))
}

#[test]
fn a_message_from_the_named_source_warns_in_our_own_words() {
    let mut place = armed(on_cap);
    let facts = message(&mut place, |_| {});
    let [(warning, Class::Alert)] = fired(&facts)[..] else {
        panic!("{facts:?}");
    };
    let own = place.warning(warning);
    assert_eq!(
        (own.danger.as_str(), own.is_unconfirmed()),
        ("rockets", true)
    );
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
    let again = message(&mut place, |_| {});
    assert_eq!(fired(&again), [], "said again is no second alarm");
}

#[test]
fn a_message_from_elsewhere_of_another_kind_or_too_small_fires_nothing() {
    let mut place = armed(on_cap);
    assert_eq!(
        fired(&message(&mut place, |m| m.sender = "other@x.example".to_owned())),
        []
    );
    let exercise = message(&mut place, |m| m.status = doc::Status::Exercise);
    assert_eq!(fired(&exercise), []);
    let minor = message(&mut place, |m| m.infos[0].severity = doc::Severity::Minor);
    assert_eq!(fired(&minor), []);
    let old = message(&mut place, |m| {
        m.infos[0].expires = Some(doc::DateTime::from_unix_ms(0));
    });
    assert_eq!(fired(&old), []);
    let far = message(&mut place, |m| {
        m.infos[0].areas[0].polygons.clear();
        let centre = doc::Position { lat: 0.0, lon: 0.0 };
        let radius_km = 1.0;
        m.infos[0].areas[0].circles = vec![doc::Circle { centre, radius_km }];
    });
    assert_eq!(fired(&far), []);
}

#[test]
fn only_what_a_key_of_the_feed_signed_sets_an_order_off_and_it_says_why_not() {
    let why = |facts: &[Fact]| match facts {
        [.., Fact::StandingOrderHeld { why, .. }] => why.clone(),
        _ => panic!("{facts:?}"),
    };
    let mut place = armed(on_cap);
    for (signature, part) in [
        (
            Signature::Missing("no signature".to_owned()),
            "no signature",
        ),
        (Signature::By("00".repeat(32)), "none of its feed"),
        (Signature::Unchecked, "nobody has looked"),
    ] {
        let alert = foreign(place.now, &format!("m-{}", place.state.head));
        let facts = place.tell(signed("civil-defence", &alert, signature));
        assert_eq!(fired(&facts), [], "{facts:?}");
        assert!(why(&facts).contains(part), "{}", why(&facts));
        assert!(
            matches!(&facts[0], Fact::CapTaken { rule, signed_by: None, .. } if rule == "signature"),
            "an officer looks at it: {facts:?}"
        );
    }
    let facts = message(&mut place, |_| {});
    assert_eq!(fired(&facts).len(), 1);
    assert!(matches!(&facts[0], Fact::CapTaken { signed_by, .. } if *signed_by == Some(key())));

    // The key is taken out of the configuration after two people agreed to the order.
    place.pass_ms(3_700_000);
    place.tell(Input::Declare(Box::new(site())));
    let facts = message(&mut place, |_| {});
    assert_eq!(fired(&facts), []);
    assert!(why(&facts).contains("has no keys"));
    let order = with(&place, |order| {
        on_cap(order);
        order.id = vigie_core::ids::StandingOrderId::new("anybody");
    });
    let proposal = Command::ProposeStandingOrder(Box::new(order));
    assert_eq!(place.rule("amal", proposal), "unbounded");
}

#[test]
fn whoever_forges_an_end_ends_nothing() {
    let mut place = Place::new();
    place.tell(Input::Declare(Box::new(keyed())));
    let flood = foreign(place.now, "flood");
    let facts = place.tell(signed("civil-defence", &flood, Signature::By(key())));
    let shown = WarningId(place.state.head);
    assert_eq!(issued(&facts).len(), 1);
    let mut cancel = foreign(place.now, "cancel");
    cancel.msg_type = doc::MsgType::Cancel;
    cancel.references = vec![flood.reference()];
    let forged = Signature::Missing("no signature".to_owned());
    let facts = place.tell(signed("civil-defence", &cancel, forged));
    assert!(
        matches!(&facts[..], [Fact::CapTaken { rule, .. }] if rule == "signature_of_end"),
        "{facts:?}"
    );
    assert!(place.warning(shown).is_live());
}

#[test]
fn in_doubt_it_escalates_and_one_step_short_is_a_pre_alert() {
    let mut place = armed(on_cap);
    let unknown = message(&mut place, |m| m.infos[0].severity = doc::Severity::Unknown);
    assert_eq!(fired(&unknown)[0].1, Class::Alert, "unknown is not less");

    let mut place = armed(|order| {
        on_cap(order);
        order.pre_alert = Some(pre_alert());
    });
    let short = message(&mut place, |m| m.infos[0].severity = doc::Severity::Severe);
    let [(first, Class::PreAlert)] = fired(&short)[..] else {
        panic!("{short:?}");
    };
    place.pass_ms(2_000);
    let grave = message(&mut place, |_| {});
    assert_eq!(
        fired(&grave),
        [(first, Class::Alert)],
        "upgraded on its thread"
    );
    let twice_short = message(&mut place, |m| {
        m.infos[0].severity = doc::Severity::Moderate;
    });
    assert_eq!(fired(&twice_short), []);
}

#[test]
fn one_officer_presses_a_button_and_another_must_confirm() {
    let mut place = armed(on_button);
    let id = two_of_three(place.now).id;
    let press = || Command::PressButton(id.clone());
    assert_eq!(place.rule("basil", press()), "no_button");
    let facts = place.officer("carla", press()).unwrap();
    let [(warning, Class::Alert)] = fired(&facts)[..] else {
        panic!("{facts:?}");
    };
    assert_eq!(place.rule("carla", press()), "already");
    assert!(place.warning(warning).is_unconfirmed());
    assert_eq!(
        place.rule("carla", Command::Confirm(warning)),
        "same_officer"
    );
    place.officer("basil", Command::Confirm(warning)).unwrap();
    assert!(!place.warning(warning).is_unconfirmed());
    place.pass_ms(20_000);
    let again = place.officer("amal", press()).unwrap();
    assert_eq!(fired(&again), [(warning, Class::Alert)], "one thread");
    place
        .officer("amal", Command::RevokeStandingOrder(id.clone()))
        .unwrap();
    place.pass_ms(20_000);
    assert_eq!(place.rule("amal", press()), "not_in_force");
}

#[test]
fn a_button_has_limits_too() {
    let mut place = armed(|order| {
        on_button(order);
        order.firings_per_hour_max = 1;
    });
    let press = Command::PressButton(two_of_three(place.now).id);
    place.officer("amal", press.clone()).unwrap();
    place.pass_ms(20_000);
    assert_eq!(place.rule("amal", press), "held_back");
    let mut sensors = armed(|_| {});
    let press = Command::PressButton(two_of_three(sensors.now).id);
    assert_eq!(sensors.rule("amal", press), "unknown");
}

#[test]
fn one_sensor_is_a_pre_alert_and_the_second_makes_it_an_alert_within_seconds() {
    let mut place = armed(|order| {
        order.pre_alert = Some(pre_alert());
        order.firings_per_hour_max = 1;
    });
    let facts = place.reading("north").unwrap();
    let [(warning, Class::PreAlert)] = fired(&facts)[..] else {
        panic!("{facts:?}");
    };
    assert_eq!(
        place.warning(warning).danger,
        "fire",
        "with words and tone of its own"
    );
    place.pass_ms(2_000);
    let facts = place.reading("south").unwrap();
    assert_eq!(
        fired(&facts),
        [(warning, Class::Alert)],
        "the limit counts it once"
    );
    let content = issued(&facts)[0];
    assert_eq!((content.act, content.class), (Act::Update, Class::Alert));
    assert_eq!(
        content.changes,
        set([Change::Validity, Change::Danger, Change::Sound])
    );
    let headline = &content.texts[&vigie_core::ids::Language::new("en")].headline;
    assert_eq!(
        headline, "rockets alert (en): the compound",
        "who hears of it for the first time needs the words of an alert"
    );
    assert_eq!(place.warning(warning).danger, "rockets");
    place.pass_ms(6_000);
    let facts = place.reading("east").unwrap();
    assert_eq!(fired(&facts), [], "a pre-alert never overrides an alert");
    assert_eq!(place.warning(warning).class, Class::Alert);
}

#[test]
fn a_pre_alert_does_not_sound_where_an_alert_of_another_order_is_live() {
    let mut place = Place::new();
    let wide = with(&place, |order| {
        order.id = vigie_core::ids::StandingOrderId::new("wide");
        order.zones = set(["compound", "quarter"].map(ZoneId::new));
        order.people_max = 100_000;
    });
    let id = wide.id.clone();
    place
        .officer("amal", Command::ProposeStandingOrder(Box::new(wide)))
        .unwrap();
    let mut declared = site();
    for officer in declared.officers.values_mut() {
        officer.people_max = 1_000_000;
    }
    place.tell(Input::Declare(Box::new(declared)));
    place.officer("carla", place.agree(&id)).unwrap();
    place.reading("north").unwrap();
    let facts = place.reading("south").unwrap();
    assert_eq!(fired(&facts).len(), 1);
    place.pass_ms(7_000);
    let narrow = with(&place, |order| order.pre_alert = Some(pre_alert()));
    place.standing(narrow);
    let facts = place.reading("east").unwrap();
    assert!(held(&facts) && fired(&facts).is_empty(), "{facts:?}");
}

#[test]
fn silence_counts_where_two_people_said_so() {
    let heartbeat = |place: &Place, sensor: &str, reading, health| {
        let sensor = SensorId::new(sensor);
        let mut said: Report = report(Source::Sensor { sensor, reading });
        said.health = Some(health);
        said.said_at = Some(place.now);
        Input::Report(Box::new(said))
    };
    let mut place = armed(|order| sensors(order).silent_after_ms = Some(30_000));
    for (n, sensor) in ["east", "south"].into_iter().enumerate() {
        let input = heartbeat(&place, sensor, 1 + n as u64, Health::Fine);
        place.tell(input);
    }
    place.pass_ms(10_000);
    let facts = place.tell(reading_of("north", 10));
    assert_eq!(
        fired(&facts),
        [],
        "the others are heard, and say that all is well"
    );
    place.pass_ms(15_000);
    let input = heartbeat(&place, "south", 11, Health::Fine);
    place.tell(input);
    place.pass_ms(15_000);
    let facts = place.tell(reading_of("north", 12));
    assert_eq!(
        fired(&facts).len(),
        1,
        "east has been silent for forty seconds"
    );

    let mut deaf = armed(|order| sensors(order).silent_after_ms = Some(30_000));
    let facts = deaf.tell(reading_of("north", 10));
    assert_eq!(fired(&facts), [], "who never spoke is not silent");
    let input = heartbeat(&deaf, "east", 11, Health::Faulty);
    deaf.tell(input);
    let facts = deaf.tell(reading_of("north", 12));
    assert_eq!(fired(&facts).len(), 1, "a fault is silence at once");
}

#[test]
fn sensors_of_a_zone_count_whatever_their_names() {
    let mut place = armed(|order| sensors(order).who = Who::InZone(ZoneId::new("compound")));
    place.reading("north").unwrap();
    assert_eq!(fired(&place.reading("east").unwrap()).len(), 1);
    let nobody = with(&place, |order| {
        order.id = vigie_core::ids::StandingOrderId::new("empty");
        sensors(order).who = Who::InZone(ZoneId::new("quarter"));
    });
    let proposal = Command::ProposeStandingOrder(Box::new(nobody));
    assert_eq!(place.rule("amal", proposal), "unbounded");
}

#[test]
fn outside_its_hours_it_is_held_back_and_said_so() {
    // The tests begin at 04:00 UTC, 07:00 in Baghdad.
    let hours = |from_min, to_min| Hours {
        time_zone: "Asia/Baghdad".to_owned(),
        from_min,
        to_min,
        days: set([]),
    };
    for (from_min, to_min, fires) in [(360, 480, true), (480, 600, false), (1_380, 421, true)] {
        let mut place = armed(|order| order.hours = Some(hours(from_min, to_min)));
        place.reading("north").unwrap();
        let facts = place.reading("south").unwrap();
        assert_eq!((!fired(&facts).is_empty(), held(&facts)), (fires, !fires));
    }
}

#[test]
fn when_nobody_confirms_the_named_deputy_is_asked() {
    let mut place = armed(|order| order.deputy = Some(OfficerId::new("carla")));
    place.reading("north").unwrap();
    let [(warning, _)] = fired(&place.reading("south").unwrap())[..] else {
        panic!();
    };
    let asked = |facts: Vec<Fact>| {
        let nags = facts.into_iter().filter_map(|fact| match fact {
            Fact::UnconfirmedNagged { deputy, .. } => Some(deputy.map(|d| d.to_string())),
            _ => None,
        });
        nags.collect::<Vec<_>>()
    };
    assert_eq!(asked(place.pass_ms(121_000)), [None, None]);
    assert_eq!(
        asked(place.pass_ms(120_000)),
        [Some("carla".to_owned()), None]
    );
    assert_eq!(place.warning(warning).deputy, Some(OfficerId::new("carla")));
    place.officer("basil", Command::Confirm(warning)).unwrap();
    assert_eq!(asked(place.pass_ms(300_000)), []);
}

#[test]
fn an_order_has_one_trigger_and_every_part_of_it_a_bound() {
    let place = Place::new();
    let unbounded = |change: fn(&mut StandingOrder)| {
        let mut place = Place::new();
        let order = with(&place, change);
        place.rule("amal", Command::ProposeStandingOrder(Box::new(order)))
    };
    assert_eq!(
        unbounded(|o| sensors(o).silent_after_ms = Some(1)),
        "unbounded"
    );
    assert_eq!(
        unbounded(|o| o.deputy = Some(OfficerId::new("nobody"))),
        "unknown"
    );
    assert_eq!(
        unbounded(|o| {
            o.pre_alert = Some(PreAlert {
                danger: Danger::new("fire"),
                sensors_min: 2,
            });
        }),
        "unbounded"
    );
    assert_eq!(
        unbounded(|o| {
            on_cap(o);
            if let Trigger::Cap(cap) = &mut o.trigger {
                cap.sender.clear();
            }
        }),
        "unbounded"
    );
    assert_eq!(
        unbounded(|o| {
            o.trigger = Trigger::Button(Button { officers: set([]) });
        }),
        "unbounded"
    );
    let mut wire = serde_json::to_value(two_of_three(place.now)).unwrap();
    let again: StandingOrder = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(again, two_of_three(place.now));
    wire["button"] = serde_json::json!({ "officers": ["amal"] });
    let two = serde_json::from_value::<StandingOrder>(wire).unwrap_err();
    assert!(two.to_string().contains("one trigger"), "{two}");
}

/// What a sensor does, well or badly.
#[derive(Clone, Copy, Debug)]
enum Does {
    /// A new reading.
    Hears,
    /// Nothing but new readings, so many, one every twentieth of a second.
    Raves(u8),
    /// Its last reading again.
    Sticks,
    /// A reading of long ago.
    Replays,
    /// A new reading whose clock is off by so many milliseconds.
    Shifts(i64),
}

/// The policy read naively: every reading that was ever taken, looked at from the beginning each time.
#[derive(Default)]
struct Oracle {
    taken: Vec<(Timestamp, usize)>,
    alerts: Vec<Timestamp>,
    last: [u64; 3],
}

impl Oracle {
    /// Whether a reading is believed, and whether people must be warned of it.
    fn says(&mut self, now: Timestamp, sensor: usize, reading: u64, off_ms: i64) -> (bool, bool) {
        if reading <= self.last[sensor] || !(-60_000..=30_000).contains(&off_ms) {
            return (false, false);
        }
        self.last[sensor] = reading;
        self.taken.push((now, sensor));
        let recent = |at: Timestamp| now.since_ms(at) <= 5_000;
        if self
            .alerts
            .last()
            .is_some_and(|at| now.since_ms(*at) < 5_000)
        {
            return (true, false);
        }
        let counted_until = self.alerts.last().map(|at| at.plus_ms(5_000));
        let mut agreeing = [false; 3];
        for (at, sensor) in &self.taken {
            // Only the last word of a sensor is kept, and it stands for it.
            let last = self.taken.iter().rfind(|(_, other)| other == sensor);
            let is_last = last.is_some_and(|(last, _)| last == at);
            agreeing[*sensor] |=
                is_last && recent(*at) && counted_until.is_none_or(|until| *at >= until);
        }
        agreeing[sensor] = true;
        let warns = agreeing.iter().filter(|agrees| **agrees).count() >= 2;
        if warns {
            self.alerts.push(now);
        }
        (true, warns)
    }
}

fn does() -> impl Strategy<Value = (i64, usize, Does)> {
    let does = prop_oneof![
        6 => Just(Does::Hears),
        1 => (2_u8..40).prop_map(Does::Raves),
        2 => Just(Does::Sticks),
        2 => Just(Does::Replays),
        2 => (-90_000_i64..60_000).prop_map(Does::Shifts),
    ];
    let pause_ms = prop_oneof![Just(0), 0_i64..3_000, 0_i64..12_000, Just(5_000)];
    (pause_ms, 0_usize..3, does)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn stuck_noisy_replayed_and_shifted_sensors_are_judged_as_the_policy_reads(
        steps in prop::collection::vec(does(), 1..60),
    ) {
        let mut place = armed(|order| order.firings_per_hour_max = 60);
        let mut oracle = Oracle::default();
        let (mut next, mut last) = (1_u64, [0_u64; 3]);
        let raving = |(pause_ms, sensor, does)| match does {
            Does::Raves(often) => (0..often).map(|n| (if n == 0 { pause_ms } else { 50 }, sensor, Does::Hears)).collect(),
            Does::Hears | Does::Sticks | Does::Replays | Does::Shifts(_) => vec![(pause_ms, sensor, does)],
        };
        for (pause_ms, sensor, does) in steps.into_iter().flat_map(raving) {
            place.now = place.now.plus_ms(pause_ms);
            place.tell(Input::Clock);
            let (reading, off_ms) = match does {
                Does::Hears | Does::Raves(_) => (next, None),
                Does::Sticks => (last[sensor].max(1), None),
                Does::Replays => (last[sensor] / 2 + 1, None),
                Does::Shifts(off_ms) => (next, Some(off_ms)),
            };
            next += 1;
            let name = ["north", "east", "south"][sensor];
            let mut said = report(Source::Sensor { sensor: SensorId::new(name), reading });
            said.said_at = off_ms.map(|off_ms| place.now.plus_ms(off_ms));
            let answer = place.take(Input::Report(Box::new(said)));
            let (believed, warns) = oracle.says(place.now, sensor, reading, off_ms.unwrap_or(0));
            prop_assert_eq!(answer.is_ok(), believed, "{:?}", answer);
            if believed {
                last[sensor] = reading;
            }
            let facts = answer.unwrap_or_default();
            prop_assert_eq!(!fired(&facts).is_empty() || held(&facts), warns, "{:?}", facts);
        }
    }
}

#[test]
fn a_sensor_that_raves_for_an_hour_warns_nobody_and_drowns_no_other() {
    let mut place = armed(|_| {});
    for _ in 0..720 {
        place.pass_ms(5_000);
        let facts = place.reading("north").unwrap();
        assert_eq!(fired(&facts), [], "one sensor is one sensor");
    }
    let facts = place.reading("east").unwrap();
    assert_eq!(fired(&facts).len(), 1, "the second is believed at once");
}

#[test]
fn an_order_of_actual_status_never_answers_to_an_exercise() {
    let mut place = armed(|order| {
        on_cap(order);
        order.status = Status::Exercise;
        if let Trigger::Cap(cap) = &mut order.trigger {
            cap.feed = FeedId::new("drills");
        }
    });
    let real = foreign(place.now, "real");
    let by = || Signature::By(key());
    assert_eq!(fired(&place.tell(signed("drills", &real, by()))), []);
    let mut drill = foreign(place.now, "drill");
    drill.status = doc::Status::Exercise;
    let facts = place.tell(signed("drills", &drill, by()));
    let [(warning, _)] = fired(&facts)[..] else {
        panic!("{facts:?}");
    };
    assert_eq!(place.warning(warning).status, Status::Exercise);
}
