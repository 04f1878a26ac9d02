//! The record: who answered, what is said to have happened, and the account of it.

use crate::place::{Place, report, rockets};
use vigie_core::headcount::{Count, Reply};
use vigie_core::ids::{AssertionId, HeadcountId, IncidentId, PersonRef, ReportId, WarningId};
use vigie_core::record::account::account;
use vigie_core::record::assertion::{About, Assertion, Claim, Standing};
use vigie_core::report::Source;
use vigie_core::siren::AnswerWhat;
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

fn warned() -> (Place, WarningId, HeadcountId, IncidentId) {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let headcount = *place.state.headcounts.keys().next().unwrap();
    let incident = *place.state.incidents.keys().next().unwrap();
    (place, warning, headcount, incident)
}

fn answers(headcount: HeadcountId, person: &str, reply: Reply) -> Input {
    Input::Safe {
        headcount,
        person: PersonRef::new(person),
        reply,
    }
}

fn said(statement: &str) -> Assertion {
    Assertion {
        reports: vec![ReportId(1)],
        ..Assertion::plain(About::Casualties, statement, "spokesperson of the embassy")
    }
}

fn line(incident: IncidentId, assertion: Assertion) -> Command {
    Command::Assert {
        incident,
        assertion: Box::new(assertion),
    }
}

#[test]
fn people_answer_may_change_their_answer_and_are_counted_once() {
    let (mut place, _, headcount, _) = warned();
    let count = |place: &Place| place.state.headcounts[&headcount].count();
    assert_eq!(
        count(&place),
        Count {
            expected: 3,
            missing: 3,
            ..Count::default()
        }
    );
    place.tell(answers(headcount, "p1", Reply::Safe));
    assert_eq!(place.tell(answers(headcount, "p1", Reply::Safe)), []);
    place.tell(answers(headcount, "p2", Reply::NeedHelp));
    assert_eq!(
        count(&place),
        Count {
            expected: 3,
            safe: 1,
            need_help: 1,
            missing: 1
        }
    );
    place.tell(answers(headcount, "p2", Reply::Safe));
    assert_eq!(
        count(&place),
        Count {
            expected: 3,
            safe: 2,
            need_help: 0,
            missing: 1
        }
    );
    let stranger = place
        .take(answers(headcount, "p9", Reply::Safe))
        .unwrap_err();
    assert_eq!(stranger.rule(), "unknown");
    let nowhere = place
        .take(answers(HeadcountId(9_999), "p1", Reply::Safe))
        .unwrap_err();
    assert_eq!(nowhere.rule(), "unknown");
}

#[test]
fn a_closed_roll_call_takes_no_answers() {
    let (mut place, _, headcount, _) = warned();
    place
        .officer("rana", Command::CloseHeadcount(headcount))
        .unwrap();
    let late = place
        .take(answers(headcount, "p1", Reply::Safe))
        .unwrap_err();
    assert_eq!(late.rule(), "wrong_stage");
    assert_eq!(
        place.rule("rana", Command::CloseHeadcount(headcount)),
        "already"
    );
    assert_eq!(
        place.rule("amal", Command::CloseHeadcount(headcount)),
        "not_permitted"
    );
}

#[test]
fn nobody_on_the_roster_means_no_roll_call() {
    let mut place = Place::new();
    place.tell(Input::Roster(vigie_core::site::Roster::default()));
    place.live(rockets());
    assert!(place.state.headcounts.is_empty());
    assert_eq!(place.state.incidents.len(), 1);
}

#[test]
fn lines_are_written_and_withdrawn_and_stay() {
    let (mut place, _, _, incident) = warned();
    place
        .officer("rana", line(incident, said("no deaths")))
        .unwrap();
    let assertion = AssertionId(place.state.head);
    let withdraw = |reason: &str| Command::Withdraw {
        assertion,
        reason: reason.to_owned(),
    };
    assert_eq!(place.rule("rana", withdraw("")), "bad_text");
    place
        .officer("rana", withdraw("the spokesperson corrected it"))
        .unwrap();
    assert_eq!(place.rule("rana", withdraw("again")), "already");
    let lines = &place.state.incidents[&incident].assertions;
    assert_eq!(
        (lines.len(), lines[&assertion].said.standing),
        (1, Standing::Withdrawn)
    );
    assert_eq!(lines[&assertion].said.statement, "no deaths");
}

#[test]
fn a_line_without_words_or_source_or_with_too_many_is_refused() {
    let (mut place, _, _, incident) = warned();
    let mut rule = |change: fn(&mut Assertion)| {
        let mut assertion = said("one window");
        change(&mut assertion);
        place.rule("rana", line(incident, assertion))
    };
    assert_eq!(rule(|a| a.statement.clear()), "bad_text");
    assert_eq!(rule(|a| a.statement = "x".repeat(2_001)), "bad_text");
    assert_eq!(rule(|a| a.reported_by.clear()), "bad_text");
    assert_eq!(rule(|a| a.reports = vec![ReportId(1); 101]), "full");
}

#[test]
fn that_nobody_claimed_it_is_dated_and_competing_claims_stand_side_by_side() {
    let (mut place, _, _, incident) = warned();
    let as_of = place.now;
    let claim = |claim: Claim| Command::Claim {
        incident,
        claim: Box::new(claim),
    };
    let reports = Vec::new();
    let nobody = Claim::Nobody {
        as_of,
        reported_by: "the desk".to_owned(),
        reports: reports.clone(),
    };
    let claimed = Claim::Claimed {
        by: "a group".to_owned(),
        channel: "a video".to_owned(),
        reports: reports.clone(),
        credibility: None,
    };
    let attributed = |to: &str| Claim::Attributed {
        to: to.to_owned(),
        reported_by: "a minister".to_owned(),
        reports: reports.clone(),
        ground: None,
    };
    for said in [nobody, claimed, attributed("another group")] {
        place.officer("rana", claim(said)).unwrap();
    }
    assert_eq!(place.state.incidents[&incident].claims.len(), 3);
    assert_eq!(place.rule("rana", claim(attributed(""))), "bad_text");
    assert_eq!(place.rule("amal", claim(attributed("x"))), "not_permitted");
}

#[test]
fn a_claim_is_taken_back_once_with_a_reason_and_stays_in_the_record() {
    let (mut place, _, _, incident) = warned();
    let claim = Claim::Attributed {
        to: "a group".to_owned(),
        reported_by: "a minister".to_owned(),
        reports: Vec::new(),
        ground: None,
    };
    let claim = Box::new(claim);
    let claimed = Command::Claim { incident, claim };
    place.officer("rana", claimed).unwrap();
    let withdraw = Command::Withdraw {
        assertion: vigie_core::ids::AssertionId(place.state.head),
        reason: "the minister was misquoted".to_owned(),
    };
    assert_eq!(place.rule("amal", withdraw.clone()), "not_permitted");
    place.officer("rana", withdraw.clone()).unwrap();
    assert_eq!(place.rule("rana", withdraw), "already");
    let lines = &place.state.incidents[&incident].claims;
    let back = lines.values().next().unwrap().withdrawn.clone().unwrap();
    assert_eq!((lines.len(), back.by.as_str()), (1, "rana"));
    assert_eq!(back.reason, "the minister was misquoted");
}

#[test]
fn the_account_says_who_was_reached_and_who_was_not() {
    let (mut place, warning, headcount, incident) = warned();
    let alert = place.last_alert(warning).id;
    place.hand_over();
    place.pass_ms(700);
    place.answer(alert, "gate", AnswerWhat::Accepted);
    place.answer(alert, "gate", AnswerWhat::Heard);
    place.answer(alert, "mast", AnswerWhat::NotHeard);
    place.tell(Input::Reach {
        alert,
        connected: 2_000,
        acked: 1_990,
    });
    place.tell(answers(headcount, "p1", Reply::Safe));
    let by = Source::Spokesperson {
        of: "the embassy".to_owned(),
    };
    place.tell(Input::Report(Box::new(report(by))));
    place
        .officer("rana", line(incident, said("no deaths")))
        .unwrap();
    place.officer("amal", Command::AllClear(warning)).unwrap();

    let account = account(&place.state, incident).unwrap();
    let told = &account.warnings[0];
    let acts: Vec<_> = told.messages.iter().map(|m| m.act).collect();
    assert_eq!(acts, [Act::Alert, Act::AllClear]);
    let sirens: Vec<_> = told.messages[0]
        .sirens
        .iter()
        .map(|s| (s.siren.as_str(), s.life.as_str(), s.heard_after_ms))
        .collect();
    let expected = [
        ("gate", "heard", Some(700)),
        ("mast", "silent", None),
        ("roof", "overtaken", None),
    ];
    assert_eq!(sirens, expected);
    assert!(told.messages[0].sirens[0].was_heard());
    assert!(told.messages[0].sirens[1].why.is_some());
    assert_eq!(told.messages[0].screens, Some((2_000, 1_990)));
    assert_eq!(told.headcount.unwrap().missing, 2);
    assert_eq!(account.assertions.len(), 1);
    assert_eq!(told.place, "the compound");
}

#[test]
fn what_ended_long_ago_leaves_memory_other_authorities_warnings_first() {
    let mut place = Place::new();
    let own = place.live(rockets());
    place.officer("amal", Command::AllClear(own)).unwrap();
    for n in 0..1_001 {
        let mut alert = crate::place::foreign(place.now, &format!("flood-{n}"));
        let soon = place.now.plus_ms(1_000);
        alert.infos[0].expires = Some(vigie_cap::doc::DateTime::from_unix_ms(soon.unix_ms()));
        place.tell(crate::place::from_feed("civil-defence", &alert));
        place.now = place.now.plus_ms(2_000);
        place.tell(Input::Clock);
    }
    assert_eq!(place.state.warnings.closed_len(), 1_000);
    assert!(place.state.warning(own).is_some(), "our own record stays");
    assert_eq!(place.state.warnings.len(), 1_000);
    assert_eq!(
        place.state.deliveries.alerts_len(),
        place.state.alerts.len()
    );
    assert_eq!(
        (place.state.incidents.len(), place.state.headcounts.len()),
        (1, 1)
    );
}
