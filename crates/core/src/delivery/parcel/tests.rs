use super::*;
use proptest::prelude::*;

fn parcel(stage: Stage, attempt: u8) -> Parcel {
    Parcel {
        number: 7,
        stage,
        attempt,
        answer_ms_max: None,
    }
}

fn outcomes() -> [Outcome; 4] {
    let why = || "no".to_owned();
    [
        Outcome::Taken,
        Outcome::Gone { why: why() },
        Outcome::Refused { why: why() },
        Outcome::Later {
            why: why(),
            rest_ms: None,
        },
    ]
}

#[test]
fn a_parcel_that_is_not_taken_rests_longer_each_time_and_is_given_up() {
    let now = Timestamp::from_unix_ms(0);
    let later = &outcomes()[3];
    let mut before = 0;
    for attempt in 1..PARCEL_ATTEMPTS_MAX {
        let step = parcel(Stage::Sending, attempt).after(later, now).unwrap();
        let rest_ms = step.at.unwrap().since_ms(now);
        assert!(step.stage == Stage::Waiting && rest_ms > before);
        before = rest_ms;
    }
    let last = parcel(Stage::Sending, PARCEL_ATTEMPTS_MAX).after(later, now);
    assert_eq!(last.unwrap().stage, Stage::GivenUp);
}

#[test]
fn whoever_does_not_answer_is_tried_by_their_next_channel() {
    let now = Timestamp::from_unix_ms(0);
    let asked = Parcel {
        answer_ms_max: Some(30_000),
        ..parcel(Stage::Sending, 1)
    };
    let step = asked.after(&Outcome::Taken, now).unwrap();
    assert_eq!(step.stage, Stage::Expected);
    assert_eq!(step.at, Some(now.plus_ms(30_000)));
    let expected = Parcel {
        stage: step.stage,
        ..asked
    };
    let lapsed = expected.turned(Turn::Lapsed, now).unwrap().stage;
    assert!(lapsed == Stage::Unanswered && lapsed.escalates());
    let answered = expected.turned(Turn::Answered, now).unwrap().stage;
    assert!(answered == Stage::Answered && !answered.escalates());
}

proptest! {
    #[test]
    fn what_is_over_begins_no_more(number in any::<u64>(), attempt in 0..=255_u8) {
        let now = Timestamp::from_unix_ms(0);
        for stage in Stage::ALL.into_iter().filter(|stage| stage.is_final()) {
            let parcel = Parcel { number, attempt, ..parcel(stage, attempt) };
            prop_assert_eq!(parcel.turned(Turn::Begun, now), None);
            prop_assert_eq!(parcel.turned(Turn::Crashed, now), None);
            for outcome in outcomes() {
                prop_assert_eq!(parcel.after(&outcome, now), None);
            }
        }
    }

    #[test]
    fn a_rest_is_a_quarter_more_or_less_and_never_another(attempt in 1..=255_u8, number in any::<u64>()) {
        let middle = (REST_MS_MIN << u32::from(attempt - 1).min(20)).min(REST_MS_MAX);
        let rest = rest_ms(attempt, number);
        prop_assert!((middle * 3 / 4..=middle * 5 / 4 + 1).contains(&rest));
        prop_assert_eq!(rest, rest_ms(attempt, number));
    }
}

#[test]
fn parcels_that_failed_together_do_not_come_back_together() {
    let rests: std::collections::BTreeSet<i64> = (0..1_000).map(|n| rest_ms(6, n)).collect();
    assert!(rests.len() > 900, "{} of 1,000 rests differ", rests.len());
}
