//! What a siren says of its power, its case and its tests of itself.

use crate::site::*;
use vigie_core::siren::AnswerWhat::{Accepted, Ended, Heard, NotHeard, Started};
use vigie_core::siren::{
    Case, Fitness, Order, Power, Program, RefusalReason, SelfTest, TestKind, TestResult, Tone,
};

const SENSES: &str = r#"
    power = { mains = "mains", battery = "battery" }
    case = { file = "case" }
"#;

fn put(site: &Site, file: &str, text: &str) {
    std::fs::write(site.path(file), text).unwrap();
}

/// A site whose siren tests itself in a second or two.
async fn about_to_test(more: &str) -> Site {
    testing_in(2, more).await
}

async fn testing_in(seconds: i64, more: &str) -> Site {
    let mut site = Site::new().await;
    let second = now().plus_s(seconds).unix_ms() / 1_000 % 86_400;
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    let at = format!(
        "self_test_at = \"{hour:02}:{minute:02}:{:02}\"\n{more}",
        second % 60
    );
    site.more = at.leak();
    site
}

fn is(kind: TestKind, result: TestResult) -> impl Fn(&vigie_core::siren::Pulse) -> bool {
    move |pulse| {
        let tested = pulse.condition.tested;
        tested.is_some_and(
            |SelfTest {
                 kind: k, result: r, ..
             }| (k, r) == (kind, result),
        )
    }
}

fn audible(order: u64, ctr: u64) -> Order {
    let program = Program::Test {
        tone: Tone::WailWarning,
        duration_s: 3,
    };
    Order {
        program,
        ..sound(order, ctr)
    }
}

#[tokio::test]
async fn the_battery_and_the_case_are_in_the_pulse_within_a_second() {
    let mut site = Site::new().await;
    site.more = SENSES;
    put(&site, "mains", "1\n");
    put(&site, "battery", "80\n");
    put(&site, "case", "0\n");
    let (siren, mut wire) = site.meet().await;
    let good = |pulse: &vigie_core::siren::Pulse| pulse.condition.case == Case::Shut;
    assert_eq!(wire.pulse(good).await.condition.power, Power::Mains);
    put(&site, "mains", "0\n");
    let on_battery = Power::Battery { percent: 80 };
    wire.pulse(|pulse| pulse.condition.power == on_battery)
        .await;
    put(&site, "case", "1\n");
    let opened = wire.pulse(|pulse| pulse.condition.case == Case::Open).await;
    assert!(opened.condition.faults()[0].contains("case is open"));
    std::fs::remove_file(site.path("battery")).unwrap();
    wire.pulse(|pulse| pulse.condition.power == Power::Unknown)
        .await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_sound_siren_passes_its_nightly_test_and_nobody_hears_it() {
    let site = about_to_test("").await;
    let (siren, mut wire) = site.meet().await;
    let passed = wire.pulse(is(TestKind::Silent, TestResult::Passed)).await;
    assert_eq!(passed.condition.sound, Fitness::Works);
    assert_eq!(passed.condition.disk, Fitness::Works);
    assert_eq!(site.sounds(), [""; 0]);
    siren.switch_off().await;
}

#[tokio::test]
async fn what_is_broken_fails_the_nightly_test_and_is_named() {
    let site = about_to_test("").await;
    std::fs::write(site.path("sounds"), "a file where the folder should be").unwrap();
    let (siren, mut wire) = site.meet().await;
    let failed = wire.pulse(is(TestKind::Silent, TestResult::Output)).await;
    assert_eq!(failed.condition.sound, Fitness::Broken);
    siren.switch_off().await;

    let mut site = about_to_test("").await;
    site.microphone = r#"kind = "simulated", fault = "deaf", noise_db = -30"#;
    let (siren, mut wire) = site.meet().await;
    wire.pulse(is(TestKind::Silent, TestResult::Microphone))
        .await;
    siren.switch_off().await;

    let site = about_to_test(SENSES).await;
    let (siren, mut wire) = site.meet().await;
    wire.pulse(is(TestKind::Silent, TestResult::Power)).await;
    siren.switch_off().await;

    let site = about_to_test("").await;
    let (siren, mut wire) = site.meet().await;
    std::fs::remove_dir_all(site.path("state")).unwrap();
    let failed = wire.pulse(is(TestKind::Silent, TestResult::Disk)).await;
    assert_eq!(failed.condition.disk, Fitness::Broken);
    siren.switch_off().await;
}

#[tokio::test]
async fn a_line_that_does_not_fall_fails_the_nightly_test() {
    let mut site = about_to_test("").await;
    site.sound = r#"kind = "relays", lines = { wail_warning = "line" }"#;
    site.microphone = r#"kind = "none""#;
    // Whatever is written to it, it says 0 and then something else.
    std::os::unix::fs::symlink("/dev/null", site.path("line")).unwrap();
    let (siren, mut wire) = site.meet().await;
    wire.pulse(is(TestKind::Silent, TestResult::Output)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_test_does_not_touch_a_siren_that_sounds() {
    let site = testing_in(6, "").await;
    let (siren, mut wire) = site.meet().await;
    wire.is_heard(&sound(42, 5)).await;
    wire.pulse(is(TestKind::Silent, TestResult::Busy)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn an_ordered_test_is_heard_and_its_result_is_said_with_how_the_siren_stands() {
    let (_site, siren, mut wire) = met().await;
    wire.order(&audible(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, Heard), (42, Ended)])
        .await;
    wire.pulse(is(TestKind::Audible, TestResult::Passed)).await;
    siren.switch_off().await;
}

#[tokio::test]
async fn a_test_that_nobody_hears_or_that_cannot_sound_has_failed() {
    let mut site = Site::new().await;
    site.microphone = r#"kind = "simulated", fault = "dead_horn", noise_db = -30"#;
    let (siren, mut wire) = site.meet().await;
    wire.order(&audible(42, 5)).await;
    wire.expect(&[(42, Accepted), (42, Started), (42, NotHeard), (42, Ended)])
        .await;
    wire.pulse(is(TestKind::Audible, TestResult::NotHeard))
        .await;
    siren.switch_off().await;

    let (_site, siren, mut wire) = met_with_a_broken_output().await;
    wire.order(&audible(43, 6)).await;
    wire.expect(&[(43, Accepted), (43, refused(RefusalReason::SoundOutput))])
        .await;
    wire.pulse(is(TestKind::Audible, TestResult::Output)).await;
    siren.switch_off().await;
}
