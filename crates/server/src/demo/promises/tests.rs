//! Each promise is found broken by a planted fault, and by nothing else.

use super::super::evidence::{Evidence, JournalFound, Sound};
use super::super::play::Played;
use super::super::scenario::{EMBASSY_ROCKETS, Scenario, parse};
use super::super::screens::{Arrived, Board, Verdicts};
use super::super::stage::Missed;
use super::*;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;
use vigie_core::delivery::Stage;
use vigie_core::record::account::{Account, SirenAccount};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

const SCREENS: usize = 4;
const T_MS: i64 = 1_795_000_000_000;
const ALERTS: [(u64, Act, &str); 3] = [
    (20, Act::Alert, "alert"),
    (40, Act::Update, "update"),
    (60, Act::AllClear, "all_clear"),
];

/// An exercise in which everything went as promised.
struct Exercise {
    scenario: Scenario,
    played: Played,
    board: Board,
    evidence: Evidence,
}

impl Exercise {
    fn good() -> Self {
        let scenario = parse(EMBASSY_ROCKETS).unwrap();
        let account = account(&scenario);
        Self {
            played: Played {
                warning: Some(20),
                trigger_us: Some(T_MS * 1_000),
                all_clear_us: Some((T_MS + 60_000) * 1_000),
                public_statuses: vec!["\"Exercise\"".to_owned(); 2],
                account: Some(account.clone()),
                printed: true,
                ..Played::default()
            },
            board: board(),
            evidence: evidence(&scenario, account),
            scenario,
        }
    }

    fn broken(&self) -> Vec<&'static str> {
        let promises = judge(&Known {
            scenario: &self.scenario,
            screens: SCREENS,
            answering: SCREENS / 2,
            played: &self.played,
            board: &self.board,
            evidence: &self.evidence,
        });
        let broken = promises.into_iter().filter(|promise| !promise.held);
        broken.map(|promise| promise.id).collect()
    }

    /// Changes the account, on the server and in the journal alike.
    fn told(&mut self, change: impl Fn(&mut Account)) {
        change(self.played.account.as_mut().unwrap());
        change(self.evidence.journal.account.as_mut().unwrap());
    }

    fn siren(&mut self, message: usize, change: impl Fn(&mut SirenAccount)) {
        self.told(|account| change(&mut account.warnings[0].messages[message].sirens[8]));
    }
}

fn account(scenario: &Scenario) -> Account {
    let sirens: Vec<Value> = scenario
        .site
        .siren
        .keys()
        .map(|siren| {
            let dead = siren.as_str() == "siren-09";
            json!({
                "siren": siren, "attempts": 1, "life": if dead { "silent" } else { "heard" },
                "why": dead.then_some("nothing was heard"),
                "heard_after_ms": (!dead).then_some(910),
            })
        })
        .collect();
    let messages = ALERTS.map(|(alert, _, act)| {
        json!({
            "alert": alert, "act": act, "sent": T_MS + i64::try_from(alert).unwrap() * 1_000,
            "identifier": format!("embassy-{alert}"), "sha256": "ab", "sirens": sirens,
            "screens": [SCREENS / 2, SCREENS / 2],
        })
    });
    let line = |n: u64, who: &str| {
        json!({"id": n, "at": T_MS, "by": "amal", "said": {
            "about": "warning", "statement": "said", "reported_by": who, "reports": [n - 1],
            "said_at": null, "standing": "reported",
        }})
    };
    serde_json::from_value(json!({
        "incident": 22, "opened": T_MS,
        "warnings": [{
            "id": 20, "status": "exercise", "danger": "rockets", "place": "here",
            "fired_by": "rockets-two-of-three", "confirmed": ["amal", 5_000],
            "ended": ["all_clear", T_MS + 60_000, "bruno"], "messages": messages,
            "headcount": {"expected": 30, "safe": 25, "need_help": 1, "missing": 4},
        }],
        "assertions": [line(31, "the spokesperson"), line(33, "a video")],
        "claims": [{"id": 35, "at": T_MS, "by": "amal", "said": {
            "claim": "nobody", "as_of": T_MS, "reported_by": "an agency", "reports": [34],
        }}],
    }))
    .unwrap()
}

fn board() -> Board {
    let board = Board::new();
    for (alert, act, _) in ALERTS {
        for screen in 0..SCREENS {
            arrive(&board, screen, alert, act, 20_000);
        }
    }
    board
}

fn arrive(board: &Board, screen: usize, alert: u64, act: Act, after_us: i64) {
    board.arrived(Arrived {
        screen,
        alert,
        act,
        at_us: T_MS * 1_000 + after_us,
    });
    board.judged(
        alert,
        Verdicts {
            believed: 1,
            in_every_language: 1,
            marked_exercise: 1,
        },
    );
}

fn evidence(scenario: &Scenario, account: Account) -> Evidence {
    let sounds = scenario.site.siren.keys().flat_map(|siren| {
        [
            "1-wail_warning-exercise.wav",
            "2-all_clear_steady-exercise.wav",
        ]
        .map(|name| Sound {
            siren: siren.to_string(),
            name: name.to_owned(),
            warns: name.contains("wail"),
            ended_ms: T_MS + 60_000,
        })
    });
    let silenced = scenario.site.siren.keys();
    let silenced = silenced.map(|id| (id.to_string(), Timestamp::from_unix_ms(T_MS + 60_005)));
    let file = |(alert, _, _): (u64, Act, &str)| {
        let path = PathBuf::from(format!("out/cap/embassy-{alert}.xml"));
        (path, Ok(doc::Status::Exercise))
    };
    Evidence {
        journal: JournalFound {
            entries: 264,
            verified: Ok(()),
            by_script: Some(Ok(())),
            account: Ok(account),
            late: Vec::new(),
            silenced: silenced.collect(),
        },
        sounds: sounds.collect(),
        cap: ALERTS.map(file).into_iter().collect(),
    }
}

#[test]
fn an_exercise_in_which_all_went_well_breaks_nothing() {
    assert_eq!(Exercise::good().broken(), [""; 0]);
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table: each promise and its fault"
)]
fn every_promise_is_broken_by_its_planted_fault_and_by_nothing_else() {
    type Plant = fn(&mut Exercise);
    let plants: &[(&str, Plant, &[&str])] = &[
        (
            "fired by hand",
            |e| e.told(|a| a.warnings[0].fired_by = None),
            &["warned_without_human"],
        ),
        (
            "a salvo without a message",
            |e| e.scenario.steps.push(e.scenario.steps[0].clone()),
            &["warned_without_human"],
        ),
        (
            "not counted in the journal",
            |e| e.told(|a| a.warnings[0].messages[0].screens = Some((2, 1))),
            &["every_screen_reached"],
        ),
        (
            "a screen that got one bulletin more, unread",
            |e| {
                e.board.arrived(Arrived {
                    screen: 1,
                    alert: 40,
                    act: Act::Update,
                    at_us: 1,
                });
                e.board.judged(
                    40,
                    Verdicts {
                        believed: 1,
                        in_every_language: 0,
                        marked_exercise: 1,
                    },
                );
            },
            &["every_screen_in_three_languages"],
        ),
        (
            "a bulletin without its mark",
            |e| {
                e.board.arrived(Arrived {
                    screen: 1,
                    alert: 40,
                    act: Act::Update,
                    at_us: 1,
                });
                e.board.judged(
                    40,
                    Verdicts {
                        believed: 1,
                        in_every_language: 1,
                        marked_exercise: 0,
                    },
                );
            },
            &["only_marked_exercise"],
        ),
        (
            "a CAP file that says Actual",
            |e| e.evidence.cap[1].1 = Ok(doc::Status::Actual),
            &["only_marked_exercise"],
        ),
        (
            "a sound that does not say so",
            |e| "1-wail_warning-actual.wav".clone_into(&mut e.evidence.sounds[0].name),
            &["only_marked_exercise"],
        ),
        (
            "a public page that says Actual",
            |e| "\"Actual\"".clone_into(&mut e.played.public_statuses[0]),
            &["only_marked_exercise"],
        ),
        (
            "a public page that was empty",
            |e| e.played.public_statuses.clear(),
            &["only_marked_exercise"],
        ),
        (
            "a siren heard once only",
            |e| {
                e.told(|a| {
                    let siren = &mut a.warnings[0].messages[1].sirens[0];
                    siren.heard_after_ms = None;
                    siren.life = Stage::Accepted;
                });
            },
            &["eleven_sirens_heard"],
        ),
        (
            "a dead siren that is not shown",
            |e| e.siren(0, |s| s.life = Stage::Accepted),
            &["dead_siren_shown"],
        ),
        (
            "a dead siren without a reason",
            |e| e.siren(1, |s| s.why = None),
            &["dead_siren_shown"],
        ),
        (
            "nobody confirmed",
            |e| e.told(|a| a.warnings[0].confirmed = None),
            &["officer_confirmed"],
        ),
        (
            "a siren whose all clear is open",
            |e| e.siren(2, |s| s.life = Stage::Sent),
            &["all_clear_everywhere"],
        ),
        (
            "an entry after the end",
            |e| e.evidence.journal.late.push("entry 99".into()),
            &["nothing_sounds_after_all_clear"],
        ),
        (
            "a wail that goes on",
            |e| e.evidence.sounds[0].ended_ms = T_MS + 70_000,
            &["nothing_sounds_after_all_clear"],
        ),
        (
            "somebody is not counted",
            |e| e.told(|a| a.warnings[0].headcount.as_mut().unwrap().missing = 3),
            &["people_counted"],
        ),
        (
            "two lines on one report",
            |e| e.told(|a| a.assertions[1].said.reports = a.assertions[0].said.reports.clone()),
            &["claims_kept_apart"],
        ),
        (
            "a line that was dropped",
            |e| e.told(|a| a.assertions.truncate(1)),
            &["claims_kept_apart"],
        ),
        (
            "somebody is accused",
            |e| {
                e.told(|a| {
                    a.claims[0].said = Claim::Attributed {
                        to: "others".into(),
                        reported_by: "x".into(),
                        reports: Vec::new(),
                        ground: None,
                    }
                });
            },
            &["claims_kept_apart"],
        ),
        (
            "a record that is not the journal's",
            |e| e.evidence.journal.account.as_mut().unwrap().opened = Timestamp::from_unix_ms(1),
            &["record_printed"],
        ),
        (
            "a record that was not printed",
            |e| e.played.printed = false,
            &["record_printed"],
        ),
        (
            "a journal with a flipped bit",
            |e| e.evidence.journal.verified = Err("entry 7".into()),
            &["journal_verifies"],
        ),
        (
            "a script that disagrees",
            |e| e.evidence.journal.by_script = Some(Err("BROKEN".into())),
            &["journal_verifies"],
        ),
        (
            "a forged text",
            |e| e.board.forged("signature does not fit"),
            &["no_signature_failed"],
        ),
        (
            "something that never came",
            |e| e.played.missed.push(Missed("it".into())),
            &["nothing_missed"],
        ),
    ];
    for (what, plant, expected) in plants {
        let mut exercise = Exercise::good();
        plant(&mut exercise);
        assert_eq!(exercise.broken(), *expected, "{what}");
    }
    let caught: BTreeSet<&str> = plants
        .iter()
        .flat_map(|(_, _, ids)| ids.iter().copied())
        .collect();
    let all: BTreeSet<&str> = judge_ids().collect();
    let planted_below = ["last_screen_under_one_second"];
    let missing: Vec<&&str> = all.difference(&caught).collect();
    assert_eq!(missing, planted_below.iter().collect::<Vec<_>>());
}

fn judge_ids() -> impl Iterator<Item = &'static str> {
    let mut nothing = Exercise::good();
    nothing.played.account = None;
    let promises = judge(&Known {
        scenario: &nothing.scenario,
        screens: 0,
        answering: 0,
        played: &Played::default(),
        board: &Board::new(),
        evidence: &nothing.evidence,
    });
    promises.into_iter().map(|promise| promise.id)
}

#[test]
fn a_screen_later_than_a_second_is_found_unless_the_server_was_away_for_so_long() {
    let mut exercise = Exercise::good();
    exercise.board = Board::new();
    for (alert, act, _) in ALERTS {
        for screen in 0..SCREENS {
            let after_us = if screen == 3 { 1_100_000 } else { 5_000 };
            arrive(&exercise.board, screen, alert, act, after_us);
        }
    }
    assert_eq!(exercise.broken(), ["last_screen_under_one_second"]);
    exercise.played.away = Some(("salvo-1".into(), Duration::from_millis(150)));
    assert_eq!(exercise.broken(), [""; 0]);
    exercise.played.away = Some(("all-clear".into(), Duration::from_millis(150)));
    assert_eq!(exercise.broken(), ["last_screen_under_one_second"]);
}

#[test]
fn an_exercise_of_which_nothing_is_known_keeps_only_the_promise_that_nothing_was_missed() {
    let mut nothing = Exercise::good();
    nothing.played = Played::default();
    nothing.board = Board::new();
    nothing.evidence.sounds.clear();
    nothing.evidence.cap.clear();
    nothing.evidence.journal.entries = 0;
    let held: BTreeSet<&str> = judge_ids()
        .filter(|id| !nothing.broken().contains(id))
        .collect();
    assert_eq!(held, BTreeSet::from(["nothing_missed"]));
}

#[test]
fn a_screen_that_a_message_did_not_reach_breaks_what_is_said_of_every_screen() {
    let mut exercise = Exercise::good();
    exercise.board = Board::new();
    for (alert, act, _) in ALERTS {
        for screen in 0..SCREENS - usize::from(alert == 40) {
            arrive(&exercise.board, screen, alert, act, 5_000);
        }
    }
    assert_eq!(
        exercise.broken(),
        [
            "every_screen_reached",
            "every_screen_in_three_languages",
            "only_marked_exercise"
        ]
    );
    assert_eq!(
        account(&exercise.scenario).warnings[0].status,
        Status::Exercise
    );
}
