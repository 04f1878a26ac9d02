//! The promises of the siren's rules, one sentence each, then their laws on random and mutated texts.

use super::super::{Tone, sign_order};
use super::*;
use crate::jws::{self, Kind};
use ed25519_dalek::SigningKey;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_unix_ms(1_700_000_000_000);

fn live() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn exercise() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

fn keys() -> DeviceKeys {
    let [live, exercise, stop] = [live(), exercise(), stopping()].map(|key| key.verifying_key());
    DeviceKeys::new(live, exercise, stop).unwrap()
}

fn stopping() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn key_of(order: &Order) -> SigningKey {
    match Role::of(order) {
        Role::Live => live(),
        Role::Exercise => exercise(),
        Role::Stop => stopping(),
    }
}

fn sound(order: u64, ctr: u64) -> Order {
    Order {
        v: 1,
        order,
        site: "compound".into(),
        target: SirenId::new("siren-07"),
        epoch: 3,
        ctr,
        not_before: NOW,
        expires: NOW.plus_s(90),
        program: Program::Sound {
            tone: Tone::WailWarning,
            duration_s: 60,
        },
        alert_sha256: "ab".repeat(32),
        status: Status::Actual,
        nonce: None,
    }
}

fn stop(order: u64, ctr: u64) -> Order {
    Order {
        program: Program::Stop,
        ..sound(order, ctr)
    }
}

fn test(order: u64, ctr: u64) -> Order {
    let program = Program::Test {
        tone: Tone::WailWarning,
        duration_s: 10,
    };
    drill(Order {
        program,
        ..sound(order, ctr)
    })
}

fn all_clear(order: u64, ctr: u64) -> Order {
    let program = Program::AllClear {
        tone: Tone::AllClearSteady,
        duration_s: 30,
    };
    Order {
        program,
        ..sound(order, ctr)
    }
}

fn drill(order: Order) -> Order {
    Order {
        status: Status::Exercise,
        ..order
    }
}

fn signed(order: &Order) -> String {
    sign_order(order, &key_of(order))
}

fn siren() -> Machine {
    Machine::new(
        SirenId::new("siren-07"),
        "compound",
        Some(Memory::paired(3)),
    )
}

fn consider(machine: &Machine, order: &Order) -> Verdict {
    machine.consider(NOW, &signed(order), &keys())
}

/// Lets the siren obey, and says why it would not.
fn obey(machine: &mut Machine, now: Timestamp, order: &Order) -> Result<(), RefusalReason> {
    match machine.consider(now, &signed(order), &keys()) {
        Verdict::Act { order, persist } => {
            machine.begin(now, &order, persist);
            Ok(())
        }
        Verdict::Refuse(refused) => Err(refused.reason),
        Verdict::Repeat { .. } => panic!("taken for a retry: {order:?}"),
    }
}

#[track_caller]
fn refuses(machine: &Machine, order: &Order, reason: RefusalReason) {
    refuses_text(machine, &signed(order), reason);
}

#[track_caller]
fn refuses_text(machine: &Machine, text: &str, reason: RefusalReason) {
    match machine.consider(NOW, text, &keys()) {
        Verdict::Refuse(refused) => assert_eq!(refused.reason, reason),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_good_order_is_obeyed_and_its_counter_is_to_be_written_first() {
    let machine = siren();
    let Verdict::Act { order, persist } = consider(&machine, &sound(42, 5)) else {
        panic!("refused");
    };
    assert_eq!(order, sound(42, 5));
    assert_eq!(persist.counter.of(Status::Actual), 5);
    assert_eq!(machine.next_ctr(Status::Actual), 1, "nothing changed yet");
}

#[test]
fn an_order_heard_once_is_refused_for_ever() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    refuses(&machine, &sound(42, 5), RefusalReason::Replayed);
    refuses(&machine, &sound(43, 5), RefusalReason::Replayed);
    refuses(&machine, &sound(43, 4), RefusalReason::Replayed);
    assert_eq!(obey(&mut machine, NOW, &sound(43, 9)), Ok(()));
}

#[test]
fn the_two_keys_count_apart() {
    let mut machine = siren();
    obey(&mut machine, NOW, &drill(sound(42, 500))).unwrap();
    assert_eq!(obey(&mut machine, NOW, &sound(43, 1)), Ok(()));
    assert_eq!(machine.next_ctr(Status::Exercise), 501);
    assert_eq!(machine.next_ctr(Status::Actual), 2);
}

#[test]
fn a_stop_has_a_key_of_its_own_and_that_key_sounds_nothing() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    for order in [stop(43, 6), drill(stop(43, 6))] {
        for key in [live(), exercise()] {
            let text = sign_order(&order, &key);
            refuses_text(&machine, &text, RefusalReason::KeyRole);
        }
    }
    for order in [
        sound(43, 6),
        all_clear(43, 6),
        drill(sound(43, 6)),
        test(43, 6),
    ] {
        let text = sign_order(&order, &stopping());
        refuses_text(&machine, &text, RefusalReason::KeyRole);
    }
    assert_eq!(obey(&mut machine, NOW, &stop(43, 6)), Ok(()));
}

#[test]
fn a_stop_is_for_what_was_started_before_it_in_its_pairing_and_its_status() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    let mut other_pairing = stop(43, 9);
    other_pairing.epoch = 2;
    refuses(&machine, &other_pairing, RefusalReason::WrongEpoch);
    refuses(&machine, &stop(43, 5), RefusalReason::Replayed);
    refuses(&machine, &drill(stop(43, 9)), RefusalReason::RealSounding);
    obey(&mut machine, NOW, &sound(44, 7)).unwrap();
    refuses(&machine, &stop(43, 6), RefusalReason::Replayed);
    assert_eq!(obey(&mut machine, NOW, &stop(43, 8)), Ok(()));
    // What was overtaken by its own stop is never started.
    refuses(&machine, &sound(44, 7), RefusalReason::Replayed);
}

#[test]
fn a_test_is_an_exercise_of_any_tone_and_waits_for_what_is_real() {
    let mut machine = siren();
    refuses_text(
        &machine,
        &sign_order(
            &Order {
                status: Status::Actual,
                ..test(42, 5)
            },
            &live(),
        ),
        RefusalReason::KeyRole,
    );
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    refuses(&machine, &test(43, 6), RefusalReason::RealSounding);
    obey(&mut machine, NOW, &stop(44, 6)).unwrap();
    for (n, tone) in (7..).zip(Tone::ALL) {
        let program = Program::Test {
            tone,
            duration_s: 10,
        };
        let order = Order {
            program,
            ..test(n, n)
        };
        assert_eq!(obey(&mut machine, NOW, &order), Ok(()), "{tone}");
    }
    let program = Program::Test {
        tone: Tone::WailWarning,
        duration_s: 181,
    };
    let order = Order {
        program,
        ..test(60, 60)
    };
    refuses(&machine, &order, RefusalReason::Duration);
}

#[test]
fn an_order_for_somebody_or_somewhere_else_is_refused() {
    let machine = siren();
    let mut order = sound(42, 5);
    order.target = SirenId::new("siren-08");
    refuses(&machine, &order, RefusalReason::WrongTarget);
    order = sound(42, 5);
    order.site = "consulate".into();
    refuses(&machine, &order, RefusalReason::WrongSite);
    order = sound(42, 5);
    for epoch in [0, 2, 4, u32::MAX] {
        order.epoch = epoch;
        refuses(&machine, &order, RefusalReason::WrongEpoch);
    }
}

#[test]
fn the_exercise_key_cannot_sound_the_real_thing_nor_the_reverse() {
    let machine = siren();
    refuses_text(
        &machine,
        &sign_order(&sound(42, 5), &exercise()),
        RefusalReason::KeyRole,
    );
    refuses_text(
        &machine,
        &sign_order(&drill(sound(42, 5)), &live()),
        RefusalReason::KeyRole,
    );
    let [live, exercise, stop] = [live(), exercise(), stopping()].map(|key| key.verifying_key());
    for (one, two, three) in [
        (live, live, stop),
        (live, exercise, live),
        (live, stop, stop),
    ] {
        assert!(DeviceKeys::new(one, two, three).is_none());
    }
    assert!(DeviceKeys::new(live, exercise, stop).is_some());
}

#[test]
fn a_stranger_cannot_sound_it() {
    let machine = siren();
    let stranger = SigningKey::from_bytes(&[66; 32]);
    refuses_text(
        &machine,
        &sign_order(&sound(42, 5), &stranger),
        RefusalReason::UnknownKey,
    );
    for text in ["", ".", "..", "a.b.c", "{}", "\u{0}", &"x".repeat(100_000)] {
        assert!(
            matches!(machine.consider(NOW, text, &keys()), Verdict::Refuse(r) if r.order == 0),
            "{text:.10}"
        );
    }
}

#[test]
fn a_strangers_signature_under_our_key_id_is_forged() {
    let machine = siren();
    let ours = signed(&sound(42, 5));
    let theirs = sign_order(&sound(42, 5), &SigningKey::from_bytes(&[66; 32]));
    let (head, _) = ours.split_once('.').unwrap();
    let (_, rest) = theirs.split_once('.').unwrap();
    refuses_text(&machine, &format!("{head}.{rest}"), RefusalReason::Forged);
    refuses_text(
        &machine,
        &jws::sign(Kind::Answer, &live(), b"{}"),
        RefusalReason::Forged,
    );
    refuses_text(
        &machine,
        &jws::sign(Kind::Order, &live(), br#"{"v":2}"#),
        RefusalReason::Version,
    );
    refuses_text(
        &machine,
        &jws::sign(Kind::Order, &live(), br#"{"v":1}"#),
        RefusalReason::Unreadable,
    );
}

#[test]
fn an_order_lives_two_minutes_at_most_and_the_clock_may_be_half_a_minute_slow() {
    let mut order = sound(42, 5);
    order.expires = NOW.plus_ms(WINDOW_MS_MAX + 1);
    refuses(&siren(), &order, RefusalReason::Window);
    for end in [NOW, NOW.plus_s(-1), Timestamp::from_unix_ms(i64::MIN)] {
        order.expires = end;
        refuses(&siren(), &order, RefusalReason::Window);
    }
    order.not_before = Timestamp::from_unix_ms(i64::MIN);
    order.expires = Timestamp::from_unix_ms(i64::MAX);
    refuses(&siren(), &order, RefusalReason::Window);

    let order = sound(42, 5);
    let at = |ms| siren().consider(NOW.plus_ms(ms), &signed(&order), &keys());
    let refused = |ms, reason| matches!(at(ms), Verdict::Refuse(r) if r.reason == reason);
    assert!(refused(90_000, RefusalReason::Expired));
    assert!(refused(i64::MAX, RefusalReason::Expired));
    assert!(refused(-CLOCK_SLACK_MS - 1, RefusalReason::TooEarly));
    for ms in [-CLOCK_SLACK_MS, 0, 89_999] {
        assert!(matches!(at(ms), Verdict::Act { .. }), "{ms}");
    }
    for days in [1, 10, 365, 3650] {
        let ms = days * 86_400_000;
        assert!(refused(ms, RefusalReason::Expired));
        assert!(refused(-ms, RefusalReason::TooEarly));
    }
}

#[test]
fn no_sound_is_endless_and_none_is_empty() {
    for duration_s in [0, DURATION_S_MAX + 1, u16::MAX] {
        let mut order = sound(42, 5);
        order.program = Program::Sound {
            tone: Tone::FireHiLo,
            duration_s,
        };
        refuses(&siren(), &order, RefusalReason::Duration);
        order.program = Program::AllClear {
            tone: Tone::AllClearSteady,
            duration_s,
        };
        refuses(&siren(), &order, RefusalReason::Duration);
    }
}

#[test]
fn a_warning_never_sounds_like_an_all_clear_nor_the_reverse() {
    for tone in Tone::ALL {
        let duration_s = 10;
        let mut order = sound(42, 5);
        order.program = Program::Sound { tone, duration_s };
        let warns = obey(&mut siren(), NOW, &order);
        order.program = Program::AllClear { tone, duration_s };
        let clears = obey(&mut siren(), NOW, &order);
        let wrong = Err(RefusalReason::ToneMeaning);
        if tone.is_all_clear() {
            assert_eq!((warns, clears), (wrong, Ok(())));
        } else {
            assert_eq!((warns, clears), (Ok(()), wrong));
        }
    }
}

#[test]
fn a_stop_held_back_cannot_silence_a_newer_warning() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    let held_back = [stop(43, 6), all_clear(43, 6)];
    obey(&mut machine, NOW, &sound(44, 7)).unwrap();
    for late in &held_back {
        refuses(&machine, late, RefusalReason::Replayed);
    }
}

#[test]
fn a_stop_and_an_all_clear_are_obeyed_at_once() {
    for end in [stop(43, 6), all_clear(43, 6)] {
        let mut machine = siren();
        obey(&mut machine, NOW, &sound(42, 5)).unwrap();
        assert_eq!(obey(&mut machine, NOW, &end), Ok(()));
    }
}

#[test]
fn an_exercise_never_touches_a_siren_that_warns_of_a_real_danger() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    for order in [
        drill(sound(50, 1)),
        drill(stop(51, 2)),
        drill(all_clear(52, 3)),
    ] {
        refuses(&machine, &order, RefusalReason::RealSounding);
    }
    machine.note(NOW, &sound(42, 5), AnswerWhat::Ended);
    assert_eq!(obey(&mut machine, NOW, &drill(sound(50, 1))), Ok(()));
    assert_eq!(
        obey(&mut machine, NOW, &sound(60, 6)),
        Ok(()),
        "the real thing breaks into an exercise"
    );
}

#[test]
fn a_retry_is_answered_again_and_not_sounded_again() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    machine.note(NOW, &sound(42, 5), AnswerWhat::Started);
    let Verdict::Repeat { again, persist, .. } = consider(&machine, &sound(42, 6)) else {
        panic!("sounds twice");
    };
    let what: Vec<_> = again.iter().map(|(what, _)| *what).collect();
    assert_eq!(what, [AnswerWhat::Accepted, AnswerWhat::Started]);
    machine.remember(persist);
    refuses(&machine, &sound(42, 6), RefusalReason::Replayed);

    for what in [AnswerWhat::Heard, AnswerWhat::Ended] {
        machine.note(NOW.plus_s(60), &sound(42, 5), what);
    }
    let Verdict::Repeat { again, .. } = consider(&machine, &sound(42, 7)) else {
        panic!("sounds twice");
    };
    assert_eq!(again.last(), Some(&(AnswerWhat::Ended, NOW.plus_s(60))));
    assert_eq!(again.len(), 4);
}

#[test]
fn a_retry_after_a_power_cut_sounds_only_what_nobody_could_have_heard() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    machine.note(NOW, &sound(42, 5), AnswerWhat::Started);
    let reborn = |m: &Machine| Machine::new(m.siren.clone(), m.site.clone(), m.memory.clone());
    assert!(matches!(
        consider(&reborn(&machine), &sound(42, 6)),
        Verdict::Act { .. }
    ));
    machine.note(NOW, &sound(42, 5), AnswerWhat::Heard);
    assert!(matches!(
        consider(&reborn(&machine), &sound(42, 6)),
        Verdict::Repeat { .. }
    ));
}

#[test]
fn a_power_cut_right_after_a_stop_does_not_bring_the_sound_back() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    obey(&mut machine, NOW, &stop(43, 6)).unwrap();
    let reborn = Machine::new(machine.siren, machine.site, machine.memory);
    assert!(matches!(
        consider(&reborn, &sound(42, 7)),
        Verdict::Repeat { .. }
    ));
}

#[test]
fn a_stop_that_carries_the_number_of_what_it_stops_is_still_a_stop() {
    let mut machine = siren();
    obey(&mut machine, NOW, &sound(42, 5)).unwrap();
    assert_eq!(obey(&mut machine, NOW, &stop(42, 6)), Ok(()));
    assert!(machine.sounding.is_none());
}

#[test]
fn a_siren_that_lost_its_counter_refuses_even_a_good_order() {
    let machine = Machine::new(SirenId::new("siren-07"), "compound", None);
    for order in [sound(42, 5), stop(43, u64::pow(2, 50)), drill(sound(1, 1))] {
        refuses(&machine, &order, RefusalReason::CounterLost);
    }
    assert_eq!(machine.next_ctr(Status::Actual), 0);
}

#[test]
fn starts_are_limited_yet_the_all_clear_and_the_stop_always_pass() {
    let mut machine = siren();
    for n in 1..=STARTS_MAX as u64 {
        obey(&mut machine, NOW, &drill(sound(n, n))).unwrap();
        obey(&mut machine, NOW, &sound(100 + n, n)).unwrap();
        machine.note(NOW, &sound(100 + n, n), AnswerWhat::Ended);
    }
    refuses(&machine, &sound(300, 50), RefusalReason::RateLimited);
    refuses(&machine, &drill(sound(301, 50)), RefusalReason::RateLimited);
    assert_eq!(obey(&mut machine, NOW, &all_clear(302, 51)), Ok(()));
    assert_eq!(obey(&mut machine, NOW, &stop(303, 52)), Ok(()));
}

#[test]
fn after_ten_minutes_or_a_clock_set_back_the_siren_starts_again() {
    for ms in [600_000, -600_000] {
        let mut machine = siren();
        for n in 1..=STARTS_MAX as u64 {
            obey(&mut machine, NOW, &sound(n, n)).unwrap();
        }
        let later = NOW.plus_ms(ms);
        let mut order = sound(99, 99);
        order.not_before = later;
        order.expires = later.plus_s(60);
        assert_eq!(obey(&mut machine, later, &order), Ok(()));
    }
}

#[test]
fn the_memory_of_a_busy_siren_stays_small() {
    let mut machine = siren();
    for n in 1..=100 {
        let now = NOW.plus_s(60 * i64::try_from(n).unwrap());
        let mut order = sound(n, n);
        order.not_before = now;
        order.expires = now.plus_s(60);
        obey(&mut machine, now, &order).unwrap();
        for what in [AnswerWhat::Started, AnswerWhat::Heard, AnswerWhat::Ended] {
            machine.note(now, &order, what);
            machine.note(now, &order, what);
        }
    }
    let memory = machine.memory().unwrap();
    assert_eq!(memory.taken.len(), TAKEN_MAX);
    let json = serde_json::to_string(memory).unwrap();
    assert!(json.len() < 8 * 1024, "{} bytes", json.len());
    assert_eq!(serde_json::from_str::<Memory>(&json).unwrap(), *memory);
}

#[derive(Clone, Debug)]
enum Step {
    Deliver(u64, u64, bool, u8),
    Replay(usize),
    PowerCut,
    Hear,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1u64..12, 1u64..40, any::<bool>(), 0u8..3)
            .prop_map(|(order, ctr, real, kind)| Step::Deliver(order, ctr, real, kind)),
        3 => any::<usize>().prop_map(Step::Replay),
        1 => Just(Step::PowerCut),
        1 => Just(Step::Hear),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn an_order_with_any_character_changed_is_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let good = signed(&sound(42, 5));
        let mut bytes = good.clone().into_bytes();
        for (at, to) in edits {
            let at = at.index(bytes.len());
            bytes[at] = to & 0x7f;
        }
        let mutated = String::from_utf8(bytes).unwrap();
        prop_assume!(mutated != good);
        prop_assert!(matches!(
            siren().consider(NOW, &mutated, &keys()),
            Verdict::Refuse(_)
        ));
    }

    #[test]
    fn an_order_cut_stretched_or_spliced_is_refused(cut in any::<prop::sample::Index>(), tail: String) {
        let good = signed(&sound(42, 5));
        let other = signed(&stop(43, 6));
        let at = cut.index(good.len());
        for text in [
            good[..at].to_owned(),
            format!("{}{}", &good[..at], other.get(at..).unwrap_or_default()),
            format!("{good}{tail}x"),
        ] {
            prop_assume!(text != good && text != other);
            prop_assert!(matches!(siren().consider(NOW, &text, &keys()), Verdict::Refuse(_)));
        }
    }

    /// Whatever the network delivers, replays and reorders, and whenever the power fails:
    /// no text is obeyed twice, counters only rise, an order that was heard never sounds again.
    #[test]
    fn no_text_is_ever_obeyed_twice(steps in prop::collection::vec(step(), 1..60)) {
        let mut machine = siren();
        let mut wire: Vec<Order> = Vec::new();
        let mut obeyed: Vec<Order> = Vec::new();
        let mut heard: Vec<Order> = Vec::new();
        for step in steps {
            let order = match step {
                Step::Deliver(order, ctr, real, kind) => {
                    let order = match kind {
                        0 => sound(order, ctr),
                        1 => all_clear(order, ctr),
                        _ => stop(order, ctr),
                    };
                    wire.push(if real { order } else { drill(order) });
                    wire.len() - 1
                }
                Step::Replay(n) if !wire.is_empty() => n % wire.len(),
                Step::Replay(_) => continue,
                Step::PowerCut => {
                    machine = Machine::new(machine.siren, machine.site, machine.memory);
                    continue;
                }
                Step::Hear => {
                    if let Some(last) = obeyed.last() {
                        machine.note(NOW, last, AnswerWhat::Heard);
                        heard.push(last.clone());
                    }
                    continue;
                }
            };
            let order = wire[order].clone();
            let before = machine.memory().unwrap().counter;
            match consider(&machine, &order) {
                Verdict::Act { persist, .. } => {
                    prop_assert!(!obeyed.contains(&order), "obeyed twice");
                    let again = heard.iter().any(|h| h.order == order.order
                        && h.status == order.status && h.program == order.program);
                    prop_assert!(!again || obeyed.len() > TAKEN_MAX, "heard, and sounds again");
                    prop_assert!(persist.counter.of(order.status) > before.of(order.status));
                    machine.begin(NOW, &order, persist);
                    obeyed.push(order);
                }
                Verdict::Repeat { persist, .. } => {
                    prop_assert!(persist.counter.of(order.status) > before.of(order.status));
                    machine.remember(persist);
                }
                Verdict::Refuse(_) => prop_assert_eq!(machine.memory().unwrap().counter, before),
            }
        }
    }
}
