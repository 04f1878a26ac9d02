//! The siren's test of itself without a sound, each night by its own clock: whether its disk, its output, what
//! listens, its power, its case and its clock are as they must be when it is needed.

use crate::clock;
use crate::config::{CaseConfig, Config, PowerConfig, SelfTestAt};
use crate::hearing::Trial;
use crate::output::Silent;
use crate::senses::{read_case, read_power};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::error;
use vigie_core::siren::{CLOCK_SLACK_MS, Case, Power, TestResult};
use vigie_core::time::Timestamp;

const DAY_MS: i64 = 86_400_000;
/// A clock that was set meanwhile is noticed within so long.
const LOOK_MS_MAX: i64 = 30_000;
/// A battery that is no fuller may not last until somebody comes.
const PERCENT_MIN: u8 = 20;

/// When the next test is due.
pub(crate) struct Nightly {
    at: SelfTestAt,
    next: Timestamp,
}

impl Nightly {
    pub(crate) fn new(at: SelfTestAt) -> Self {
        Self {
            at,
            next: next(clock::now(), at),
        }
    }

    /// Returns when a test is due. Whoever drops it loses nothing.
    pub(crate) async fn is_due(&mut self) {
        loop {
            let now = clock::now();
            let left_ms = self.next.since_ms(now);
            if left_ms <= 0 {
                self.next = next(now, self.at);
                return;
            }
            if left_ms > DAY_MS {
                // The clock was set back by days.
                self.next = next(now, self.at);
            }
            let rest = left_ms.min(LOOK_MS_MAX).unsigned_abs();
            sleep(Duration::from_millis(rest)).await;
        }
    }
}

/// The first time after `now` that a day's clock shows this.
fn next(now: Timestamp, at: SelfTestAt) -> Timestamp {
    let today = now.plus_ms(-now.unix_ms().rem_euclid(DAY_MS));
    let then = today.plus_s(i64::from(at.0));
    if then > now {
        then
    } else {
        then.plus_ms(DAY_MS)
    }
}

/// A test under way. Its output is free again once it is ended.
pub(crate) struct Testing {
    stop: oneshot::Sender<()>,
    task: JoinHandle<TestResult>,
}

impl Testing {
    /// Tries the output and what listens, without a sound.
    pub(crate) fn start(config: &Config) -> Self {
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(attempt(config.clone(), stopped));
        Self { stop, task }
    }

    /// What came of it. Whoever drops it may ask again.
    pub(crate) async fn result(&mut self) -> TestResult {
        (&mut self.task).await.unwrap_or_else(|e| {
            error!("failed to test the siren: {e}");
            TestResult::Output
        })
    }

    /// Ends it, and returns once output and microphone are free.
    pub(crate) async fn end(mut self) {
        let (stop, _) = oneshot::channel();
        let _ = std::mem::replace(&mut self.stop, stop).send(());
        self.result().await;
    }
}

async fn attempt(config: Config, mut stopped: oneshot::Receiver<()>) -> TestResult {
    let mut output = match Silent::open(&config.sound) {
        Ok(output) => output,
        Err(e) => {
            error!("the sound output does not pass its test: {e}");
            return TestResult::Output;
        }
    };
    let mut trial = Trial::of(&config.microphone);
    let result = tokio::select! {
        biased;
        _ = &mut stopped => TestResult::Busy,
        result = both(&mut output, &mut trial) => result,
    };
    drop(trial);
    output.close().await;
    result
}

async fn both(output: &mut Silent, trial: &mut Trial) -> TestResult {
    let (played, listens) = tokio::join!(output.play(), trial.listens());
    if let Err(e) = played {
        error!("the sound output does not pass its test: {e}");
        TestResult::Output
    } else if !listens {
        error!("what listens to the horn gives nothing");
        TestResult::Microphone
    } else {
        TestResult::Passed
    }
}

/// What else must be as it should: the power, the case, and how far the clock is off, where it is known.
pub(crate) fn standing(
    power: Option<&PowerConfig>,
    case: Option<&CaseConfig>,
    clock_ahead_ms: Option<i64>,
) -> TestResult {
    let is_weak = match read_power(power) {
        Power::Unknown => power.is_some(),
        Power::Mains => false,
        Power::Battery { percent } => percent <= PERCENT_MIN,
    };
    let is_at_it = match read_case(case) {
        Case::Unknown => case.is_some(),
        Case::Shut => false,
        Case::Open => true,
    };
    if is_weak {
        TestResult::Power
    } else if is_at_it {
        TestResult::Case
    } else if clock_ahead_ms.is_some_and(|ms| ms.abs() > CLOCK_SLACK_MS) {
        TestResult::Clock
    } else {
        TestResult::Passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_test_is_today_or_tomorrow_and_never_now() {
        let day = Timestamp::from_unix_ms(1_700_006_400_000);
        assert_eq!(day.unix_ms() % DAY_MS, 0);
        let at = SelfTestAt::default();
        let two = day.plus_s(7_200);
        assert_eq!(next(day, at), two);
        assert_eq!(next(two.plus_ms(-1), at), two);
        assert_eq!(next(two, at), two.plus_ms(DAY_MS));
        let before_1970 = Timestamp::from_unix_ms(-1);
        assert_eq!(next(before_1970, at), Timestamp::from_unix_ms(7_200_000));
    }

    #[test]
    fn a_weak_battery_an_open_case_and_a_wrong_clock_do_not_pass() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let power = PowerConfig {
            mains: folder.path().join("mains"),
            battery: folder.path().join("battery"),
        };
        let case = CaseConfig {
            file: folder.path().join("case"),
            open: "1".to_owned(),
        };
        let test = |clock| standing(Some(&power), Some(&case), clock);
        assert_eq!(standing(None, None, None), TestResult::Passed);
        assert_eq!(test(None), TestResult::Power, "no file is there");
        write("mains", "0");
        write("battery", "20");
        assert_eq!(test(None), TestResult::Power);
        write("battery", "21");
        assert_eq!(test(None), TestResult::Case, "its file is missing");
        write("case", "1");
        assert_eq!(test(None), TestResult::Case);
        write("case", "0");
        assert_eq!(test(Some(30_000)), TestResult::Passed);
        for off in [30_001, -30_001, i64::MIN + 1] {
            assert_eq!(test(Some(off)), TestResult::Clock, "{off}");
        }
    }
}
