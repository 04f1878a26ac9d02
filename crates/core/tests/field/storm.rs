//! Hundreds who warn at once: what is the same becomes one, what cannot be read yet waits for its turn,
//! what saves lives waits for nobody, and nothing is lost.

use crate::place::{Place, exercise, lasting, rockets, set, site, two_of_three};
use proptest::prelude::*;
use std::collections::BTreeMap;
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, OfficerId, WarningId, ZoneId};
use vigie_core::limits::{SOUND_S, TURN_S, TURNS_AT_ONCE, WAITING_PER_OFFICER_MAX};
use vigie_core::site::{Officer, Role};
use vigie_core::status::Status;
use vigie_core::summary::summary;
use vigie_core::warning::{Draft, Stage};
use vigie_core::{Command, Input};

/// As many officers as asked for, who may write and approve anywhere.
fn crowd(count: usize) -> Place {
    let mut place = Place::new();
    let mut crowded = site();
    let officer = Officer {
        roles: [Role::Drafter, Role::Approver].into(),
        zones: crowded.zones.keys().cloned().collect(),
        statuses: [Status::Actual, Status::Exercise].into(),
        people_max: 1_000_000,
        person: None,
    };
    for n in 0..count {
        crowded
            .officers
            .insert(OfficerId::new(format!("post-{n}")), officer.clone());
    }
    let mut wind = crowded.words[&Danger::new("fire")].clone();
    wind.danger = Danger::new("wind");
    wind.cap.severity = "Moderate".to_owned();
    crowded.words.insert(wind.danger.clone(), wind);
    let languages = crowded.languages.clone();
    place.tell(Input::Declare(Box::new(crowded)));
    place.vetted(&languages);
    place
}

fn drill(valid_s: u32) -> Draft {
    Draft {
        valid_s,
        ..exercise()
    }
}

fn joined(facts: &[Fact]) -> Option<WarningId> {
    match facts {
        [Fact::DraftJoined { warning, .. }] => Some(*warning),
        _ => None,
    }
}

fn queued_until(facts: &[Fact]) -> Option<i64> {
    match facts {
        [Fact::SubmissionQueued { until, .. }] => Some(until.unix_ms()),
        _ => None,
    }
}

#[test]
fn fifty_two_who_warn_of_the_same_are_one_warning_and_one_message() {
    let mut place = crowd(52);
    let mut warnings = Vec::new();
    for n in 0..52 {
        let by = format!("post-{n}");
        let facts = place.officer(&by, Command::Draft(rockets())).unwrap();
        warnings.push(joined(&facts));
    }
    let (first, others) = warnings.split_first().unwrap();
    let only = *place.state.warnings.keys().next().unwrap();
    assert_eq!(*first, None);
    assert!(
        others.iter().all(|other| *other == Some(only)),
        "{others:?}"
    );
    let warning = place.warning(only);
    assert_eq!(
        (warning.joined, warning.joined_by.len()),
        (51, 51),
        "nobody is lost"
    );

    // Whoever joined wrote nothing of it, and may be its second person; whoever wrote it may not.
    place.officer("post-0", Command::Submit(only)).unwrap();
    let approve = |place: &Place| Command::Approve {
        warning: only,
        sha256: place.waiting(only),
    };
    let command = approve(&place);
    assert_eq!(place.rule("post-0", command.clone()), "same_officer");
    place.officer("post-7", command).unwrap();
    let facts = place.officer("post-9", Command::Draft(rockets())).unwrap();
    assert_eq!(
        joined(&facts),
        Some(only),
        "its sirens sound at this moment"
    );
    place.pass_ms(i64::from(SOUND_S) * 1_000);
    let facts = place.officer("post-9", Command::Draft(rockets())).unwrap();
    assert_eq!(joined(&facts), None, "a minute later it is a new salvo");
}

#[test]
fn what_asks_for_more_than_another_is_no_part_of_it_but_of_the_same_event() {
    let mut place = crowd(2);
    let first = place.drafted(rockets());
    let both = Draft {
        zones: set(["compound", "quarter"].map(ZoneId::new)),
        ..rockets()
    };
    let wider = place.drafted(both);
    let longer = place.drafted(lasting(700));
    let fire = place.drafted(Draft {
        danger: Danger::new("fire"),
        ..rockets()
    });
    let drill = place.drafted(exercise());
    let event = |id| place.warning(id).event();
    assert_eq!((event(wider), event(longer)), (first, first));
    assert_eq!(
        (event(fire), event(drill)),
        (fire, drill),
        "nothing in common"
    );
}

#[test]
fn one_event_has_one_record_one_roll_call_and_one_name_in_every_message() {
    let mut place = crowd(2);
    let first = place.live(rockets());
    place.pass_ms(90_000);
    let second = place.live(lasting(700));
    assert_eq!(place.state.incidents.len(), 1);
    assert_eq!(place.state.headcounts.len(), 1);
    let incident = place.state.incident_of(second).unwrap();
    assert_eq!(incident.warnings, [first, second]);
    assert!(place.state.headcount_of(second).is_some());
    let name = format!("<incidents>embassy-{first}</incidents>");
    assert!(place.last_alert(second).content.cap.xml.contains(&name));
    assert!(
        !place
            .last_alert(first)
            .content
            .cap
            .xml
            .contains("<incidents>")
    );
    place.officer("amal", Command::AllClear(first)).unwrap();
    assert!(place.last_alert(first).content.cap.xml.contains(&name));
}

#[test]
fn what_fires_without_a_human_is_of_the_event_that_officers_warn_of() {
    let mut place = crowd(1);
    place.standing(two_of_three(place.now));
    let both = Draft {
        zones: set(["compound", "quarter"].map(ZoneId::new)),
        ..rockets()
    };
    place.officer("post-0", Command::Draft(both)).unwrap();
    let waiting = WarningId(place.state.head);
    place.reading("north").unwrap();
    place.reading("south").unwrap();
    let fired = *place.state.warnings.keys().next_back().unwrap();
    assert!(fired != waiting && place.warning(fired).is_live());
    assert_eq!(place.warning(fired).event(), waiting);
}

#[test]
fn one_who_submits_too_much_waits_for_turns_and_each_comes_by_itself() {
    let mut place = crowd(2);
    let mut waits = Vec::new();
    let drafts: Vec<WarningId> = (0..TURNS_AT_ONCE + 3)
        .map(|n| place.drafted(drill(600 + n)))
        .collect();
    for id in &drafts {
        let facts = place.officer("amal", Command::Submit(*id)).unwrap();
        waits.push(queued_until(&facts).map(|at| at - place.now.unix_ms()));
    }
    let (shown, waiting) = waits.split_at(TURNS_AT_ONCE as usize);
    assert!(shown.iter().all(Option::is_none));
    assert_eq!(
        waiting,
        [1, 2, 3].map(|n| Some(n * i64::from(TURN_S) * 1_000)),
        "each is told when"
    );
    let last = drafts[drafts.len() - 1];
    assert_eq!(place.stage(last), Stage::Queued);
    assert_eq!(place.rule("amal", Command::Submit(last)), "queued");

    // Another officer has turns to spare.
    place.officer("post-0", Command::Submit(last)).unwrap();
    assert_eq!(place.stage(last), Stage::Submitted);
    let hands = &place.warning(last).hands;
    assert!(hands.iter().any(|hand| hand.by.as_str() == "amal"));

    let facts = place.pass_ms(3 * i64::from(TURN_S) * 1_000);
    let came = |fact: &&Fact| matches!(fact, Fact::WarningSubmitted { .. });
    assert_eq!(facts.iter().filter(came).count(), 2);
    assert!(drafts.iter().all(|id| place.stage(*id) == Stage::Submitted));
}

#[test]
fn what_saves_lives_waits_for_nobody_and_a_full_house_has_room_for_it() {
    let mut place = crowd(1);
    for n in 0..TURNS_AT_ONCE {
        place.submitted(drill(600 + n));
    }
    let (warning, _) = place.submitted(rockets());
    assert_eq!(place.stage(warning), Stage::Submitted);

    let waiting = place.state.warnings.waiting_of(&OfficerId::new("amal"));
    for n in waiting..WAITING_PER_OFFICER_MAX {
        place.drafted(drill(2_000 + u32::try_from(n).unwrap()));
    }
    assert_eq!(place.rule("amal", Command::Draft(drill(9_000))), "full");
    place.drafted(lasting(9_000));
    place
        .officer("post-0", Command::Draft(drill(9_000)))
        .unwrap();
}

#[test]
fn whose_turn_comes_too_late_is_given_back_with_the_reason() {
    let mut place = crowd(1);
    let wind = |valid_s| Draft {
        danger: Danger::new("wind"),
        valid_s,
        ..rockets()
    };
    for n in 0..TURNS_AT_ONCE {
        place.submitted(drill(600 + n));
    }
    let late = place.drafted(wind(600));
    place.officer("amal", Command::Submit(late)).unwrap();
    assert_eq!(place.stage(late), Stage::Queued);
    place.tell(Input::Declare(Box::new(site())));
    let facts = place.pass_ms(i64::from(TURN_S) * 1_000);
    let [Fact::SubmissionFailed { warning, why }] = &facts[..] else {
        panic!("{facts:?}");
    };
    assert!(*warning == late && why.contains("wind"), "{why}");
    assert_eq!(place.stage(late), Stage::Draft);
    assert_eq!(place.warning(late).holder, Some(OfficerId::new("amal")));
}

#[test]
fn what_waits_for_its_turn_is_changed_and_turned_down_like_any_other() {
    let mut place = crowd(1);
    for n in 0..TURNS_AT_ONCE {
        place.submitted(drill(600 + n));
    }
    let [changed, rejected] = [700, 800].map(|valid_s| place.drafted(drill(valid_s)));
    for id in [changed, rejected] {
        place.officer("amal", Command::Submit(id)).unwrap();
    }
    let draft = drill(900);
    let amend = Command::Amend {
        warning: changed,
        draft,
    };
    place.officer("amal", amend).unwrap();
    let reason = "a drill too many".to_owned();
    let reject = Command::Reject {
        warning: rejected,
        reason,
    };
    place.officer("post-0", reject).unwrap();
    assert_eq!(place.pass_ms(60_000), [], "neither comes back by itself");
    assert_eq!(place.stage(changed), Stage::Draft);
    assert_eq!(place.stage(rejected), Stage::Rejected);
}

#[test]
fn a_storm_is_one_line_for_each_event_and_what_saves_lives_comes_first() {
    let mut place = crowd(40);
    for n in 0..40 {
        let by = format!("post-{n}");
        let drill = drill(600 + n % 7);
        place.officer(&by, Command::Draft(drill)).unwrap();
        place.officer(&by, Command::Draft(rockets())).unwrap();
    }
    let rockets = place.state.warnings.keys().nth(1).copied().unwrap();
    place.officer("post-3", Command::Submit(rockets)).unwrap();
    let read = summary(&place.state);
    let [danger, drill] = &read.events[..] else {
        panic!("{read:?}");
    };
    assert_eq!((danger.event, danger.saves_lives), (rockets, true));
    assert_eq!((danger.count.submitted, danger.count.joined), (1, 39));
    assert_eq!((danger.officers, danger.people), (40, 300));
    assert_eq!(danger.first_to_read, Some(rockets));
    assert_eq!((drill.status, drill.saves_lives), (Status::Exercise, false));
    assert_eq!((drill.count.drafts, drill.count.joined), (7, 33));
    assert_eq!(
        read.all.joined + read.all.drafts + read.all.submitted,
        80,
        "nobody is lost"
    );
}

/// Who asks for what, and how long after the one before.
fn asking() -> impl Strategy<Value = (usize, u8, u32, bool, i64)> {
    let pause_ms = prop_oneof![4 => Just(0_i64), 1 => 1_i64..20_000];
    (0_usize..6, 1_u8..4, 0_u32..4, any::<bool>(), pause_ms)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever is asked for ends in a warning that covers it, and in front of a second person.
    #[test]
    fn nothing_that_anybody_asks_for_is_lost(asked in prop::collection::vec(asking(), 1..80)) {
        let mut place = crowd(6);
        let mut wishes: Vec<(WarningId, Draft)> = Vec::new();
        let mut submitted: BTreeMap<WarningId, i64> = BTreeMap::new();
        for (who, zones, longer, real, pause_ms) in asked {
            place.pass_ms(pause_ms);
            let by = format!("post-{who}");
            let zones = ["compound", "quarter"].into_iter().enumerate()
                .filter(|(bit, _)| zones & (1 << bit) != 0)
                .map(|(_, zone)| ZoneId::new(zone));
            let draft = Draft {
                zones: zones.collect(),
                valid_s: 600 + longer,
                ..if real { rockets() } else { exercise() }
            };
            let facts = place.officer(&by, Command::Draft(draft.clone())).unwrap();
            let id = joined(&facts).unwrap_or(WarningId(place.state.head));
            wishes.push((id, draft));
            if place.stage(id) == Stage::Draft {
                let facts = place.officer(&by, Command::Submit(id)).unwrap();
                let until = queued_until(&facts);
                prop_assert!(!real || until.is_none(), "what saves lives waits for nobody");
                submitted.insert(id, until.unwrap_or(place.now.unix_ms()));
            }
        }
        for (id, draft) in &wishes {
            let warning = place.warning(*id);
            prop_assert!(draft.zones.is_subset(&warning.zones) && draft.valid_s <= warning.valid_s);
            prop_assert_eq!((&warning.danger[..], warning.status), (draft.danger.as_str(), draft.status));
        }
        let last = submitted.values().max().copied().unwrap_or(0);
        place.pass_ms((last - place.now.unix_ms()).max(0));
        for id in submitted.keys() {
            prop_assert_eq!(place.stage(*id), Stage::Submitted, "{}", id);
        }
    }
}
