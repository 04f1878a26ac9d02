//! The life of a warning between two people.

use crate::place::{
    Place, exercise, issued, lasting, renewal, report, retraction, rockets, set, site,
};
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, Language, OfficerId, WarningId, ZoneId};
use vigie_core::refusal::Refusal;
use vigie_core::report::Source;
use vigie_core::status::Status;
use vigie_core::warning::{Draft, End, Stage};
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

#[test]
fn one_writes_another_agrees_and_it_goes_out_in_every_language() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    assert!(place.due().is_empty(), "nothing leaves before two agree");
    let facts = place
        .officer(
            "basil",
            Command::Approve {
                warning,
                sha256: sha256.clone(),
            },
        )
        .unwrap();
    let [content] = issued(&facts)[..] else {
        panic!("one message")
    };
    assert_eq!((content.act, content.status), (Act::Alert, Status::Actual));
    let (_, submitted) = place.warning(warning).submitted.unwrap();
    assert_eq!(*submitted, *content, "the bytes that were agreed to");
    let languages: Vec<_> = content.texts.keys().map(Language::as_str).collect();
    assert_eq!(languages, ["ar", "en", "fr"]);
    assert_eq!(
        content.texts[&Language::new("fr")].headline,
        "rockets alert (fr): l'enceinte"
    );
    assert_eq!(content.area.polygons.len(), 1);
    assert_eq!(place.stage(warning), Stage::Live);
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
    assert!(matches!(
        facts[2],
        Fact::HeadcountOpened { expected: 3, .. }
    ));
    assert!(matches!(facts[3], Fact::IncidentOpened { .. }));
}

#[test]
fn nobody_approves_what_they_wrote_or_submitted() {
    let mut place = Place::new();
    place.officer("carla", Command::Draft(rockets())).unwrap();
    let warning = WarningId(place.state.head);
    place.officer("carla", Command::Submit(warning)).unwrap();
    let sha256 = place.waiting(warning);
    assert_eq!(
        place.rule("carla", Command::Approve { warning, sha256 }),
        "same_officer"
    );

    // Carla writes, Amal submits: Carla still may not approve.
    place
        .officer("carla", Command::Draft(lasting(700)))
        .unwrap();
    let warning = WarningId(place.state.head);
    place.officer("amal", Command::Submit(warning)).unwrap();
    let sha256 = place.waiting(warning);
    assert_eq!(
        place.rule(
            "carla",
            Command::Approve {
                warning,
                sha256: sha256.clone()
            }
        ),
        "same_officer"
    );
    place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap();
}

#[test]
fn other_bytes_than_those_submitted_are_not_approved() {
    let mut place = Place::new();
    let (warning, _) = place.submitted(rockets());
    let sha256 = "00".repeat(32);
    let refusal = place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap_err();
    let submitted = place.waiting(warning);
    assert_eq!(refusal, Refusal::OtherBytes);
    let said = refusal.to_string();
    assert!(
        !said.contains(&submitted[..8]),
        "the way in is not told: {said}"
    );
    let sha256 = submitted.to_uppercase();
    place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap();
}

#[test]
fn a_submitted_message_that_has_expired_is_not_approved() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    place.pass_ms(600_000);
    assert_eq!(
        place.rule("basil", Command::Approve { warning, sha256 }),
        "wrong_stage"
    );
    let reason = "too late".to_owned();
    place
        .officer("basil", Command::Reject { warning, reason })
        .unwrap();
    assert_eq!(place.stage(warning), Stage::Rejected);
}

#[test]
fn a_zone_that_was_taken_away_meanwhile_is_not_warned() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    let mut changed = site();
    changed.zones.remove(&ZoneId::new("compound"));
    place.tell(Input::Declare(Box::new(changed)));
    assert_eq!(
        place.rule("basil", Command::Approve { warning, sha256 }),
        "unknown"
    );
}

#[test]
fn whoever_trains_cannot_warn_for_real_and_the_other_way_round_the_words_say_so() {
    let mut place = Place::new();
    assert_eq!(
        place.rule("elif", Command::Draft(rockets())),
        "wrong_status"
    );
    let (warning, sha256) = place.submitted(rockets());
    assert_eq!(
        place.rule("elif", Command::Approve { warning, sha256 }),
        "wrong_status"
    );

    place.officer("elif", Command::Draft(exercise())).unwrap();
    let warning = WarningId(place.state.head);
    place.officer("elif", Command::Submit(warning)).unwrap();
    let sha256 = place.waiting(warning);
    place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap();
    let content = place.last_alert(warning).content;
    assert_eq!(content.status, Status::Exercise);
    for (language, mark) in [("en", "EXERCISE"), ("fr", "EXERCICE"), ("ar", "تمرين")] {
        let texts = &content.texts[&Language::new(language)];
        for text in [&texts.headline, &texts.description, &texts.instruction] {
            assert!(text.starts_with(mark), "{text}");
        }
    }
    assert!(content.cap.xml.contains("<status>Exercise</status>"));
    assert!(content.cap.xml.contains("<note>EXERCISE"));
}

#[test]
fn an_exercise_whose_words_have_no_mark_is_marked_all_the_same() {
    let mut place = Place::new();
    let mut bare = site();
    for words in bare.words.values_mut() {
        for wording in words.languages.values_mut() {
            wording.exercise_mark = " ".to_owned();
        }
    }
    place.tell(Input::Declare(Box::new(bare)));
    let warning = place.live(exercise());
    let content = place.last_alert(warning).content;
    assert!(
        content
            .texts
            .values()
            .all(|texts| texts.headline.starts_with("EXERCISE "))
    );
}

#[test]
fn a_warning_needs_an_area_a_time_and_words() {
    let mut place = Place::new();
    let draft = |change: fn(&mut Draft)| {
        let mut draft = rockets();
        change(&mut draft);
        Command::Draft(draft)
    };
    assert_eq!(place.rule("amal", draft(|d| d.zones.clear())), "no_area");
    assert_eq!(
        place.rule("amal", draft(|d| d.zones = set([ZoneId::new("moon")]))),
        "unknown"
    );
    assert_eq!(
        place.rule("amal", draft(|d| d.valid_s = 59)),
        "bad_validity"
    );
    assert_eq!(
        place.rule("amal", draft(|d| d.valid_s = 86_401)),
        "bad_validity"
    );
    assert_eq!(
        place.rule("amal", draft(|d| d.danger = Danger::new("boredom"))),
        "no_words"
    );
    assert_eq!(place.state.warnings.open().len(), 0);
}

#[test]
fn nobody_warns_more_people_than_their_cap_or_outside_their_zones() {
    let mut place = Place::new();
    let quarter = Draft {
        zones: set([ZoneId::new("quarter")]),
        ..rockets()
    };
    assert_eq!(
        place.rule("carla", Command::Draft(quarter.clone())),
        "too_many_people"
    );
    let (warning, sha256) = place.submitted(quarter.clone());
    assert_eq!(
        place.rule(
            "basil",
            Command::Approve {
                warning,
                sha256: sha256.clone()
            }
        ),
        "outside_zone"
    );
    assert_eq!(
        place.rule("carla", Command::Approve { warning, sha256 }),
        "too_many_people"
    );

    // The cap is lowered between writing and submitting.
    let warning = place.drafted(Draft {
        valid_s: 700,
        ..quarter
    });
    let mut lowered = site();
    if let Some(amal) = lowered.officers.get_mut(&OfficerId::new("amal")) {
        amal.people_max = 10;
    }
    place.tell(Input::Declare(Box::new(lowered)));
    assert_eq!(
        place.rule("amal", Command::Submit(warning)),
        "too_many_people"
    );
}

#[test]
fn what_was_turned_down_is_over_and_kept() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    let reject = |reason: &str| Command::Reject {
        warning,
        reason: reason.to_owned(),
    };
    assert_eq!(place.rule("basil", reject(" ")), "bad_text");
    assert_eq!(place.rule("basil", reject(&"x".repeat(2_001))), "bad_text");
    place.officer("basil", reject("a car backfired")).unwrap();
    assert_eq!(
        place.rule("basil", Command::Approve { warning, sha256 }),
        "wrong_stage"
    );
    assert_eq!(place.rule("amal", Command::Submit(warning)), "wrong_stage");
    assert_eq!(place.rule("basil", reject("again")), "wrong_stage");
    assert!(place.due().is_empty());
}

#[test]
fn a_draft_nobody_wants_is_turned_down_before_it_is_submitted() {
    let mut place = Place::new();
    let warning = place.drafted(rockets());
    let reason = "written twice".to_owned();
    place
        .officer("amal", Command::Reject { warning, reason })
        .unwrap();
    assert_eq!(place.stage(warning), Stage::Rejected);
}

#[test]
fn the_messages_of_a_warning_are_numbered_and_refer_to_those_that_hold() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let update = renewal(warning, false);
    for _ in 0..5 {
        place.pass_ms(250_000);
        place.officer("amal", update.clone()).unwrap();
    }
    let last = place.last_alert(warning).content.cap;
    assert_eq!(last.identifier, format!("embassy-{warning}-6"));
    let references = last.xml.matches("desk@embassy.example,embassy-").count();
    assert_eq!(references, 2, "those of the last ten minutes: {}", last.xml);
}

#[test]
fn one_officer_ends_a_warning_and_only_once() {
    for (command, act, end) in [
        (
            Command::AllClear as fn(WarningId) -> Command,
            Act::AllClear,
            End::AllClear,
        ),
        (retraction, Act::Retraction, End::Retracted),
    ] {
        let mut place = Place::new();
        let warning = place.live(rockets());
        assert_eq!(place.rule("rana", command(warning)), "not_permitted");
        assert_eq!(place.rule("elif", command(warning)), "wrong_status");
        let facts = place.officer("amal", command(warning)).unwrap();
        assert_eq!(issued(&facts)[0].act, act);
        assert_eq!(issued(&facts)[0].expires, None);
        let ended = place.warning(warning).ended.clone().unwrap();
        let by = ended.2.map(|hand| hand.by);
        assert_eq!((ended.0, by), (end, Some(OfficerId::new("amal"))));
        assert_eq!(place.rule("amal", command(warning)), "wrong_stage");
        assert_eq!(place.rule("amal", renewal(warning, true)), "wrong_stage");
    }
}

#[test]
fn a_warning_nobody_renews_says_that_it_is_no_longer_confirmed() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.all_heard(place.last_alert(warning).id);
    let facts = place.pass_ms(600_000);
    let [content] = issued(&facts)[..] else {
        panic!("{facts:?}")
    };
    assert_eq!(content.act, Act::Expiry);
    assert!(
        content.texts[&Language::new("en")]
            .headline
            .contains("expiry")
    );
    let (how, _, by) = place.warning(warning).ended.clone().unwrap();
    assert_eq!((how, by), (End::Expired, None));
    assert_eq!(
        place.sirens_due(),
        ["gate", "mast", "roof"],
        "told to be silent"
    );
}

#[test]
fn a_live_warning_can_be_ended_although_its_words_and_zone_left_the_configuration() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.all_heard(place.last_alert(warning).id);
    let mut smaller = site();
    smaller.words.remove(&Danger::new("rockets"));
    smaller.zones.remove(&ZoneId::new("compound"));
    place.tell(Input::Declare(Box::new(smaller)));
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let content = place.last_alert(warning).content;
    assert_eq!((content.act, content.texts.len()), (Act::AllClear, 3));
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
}

#[test]
fn nothing_is_decided_before_a_site_is_declared() {
    let mut place = Place::bare();
    let by = Source::Press {
        outlet: "the agency".to_owned(),
    };
    let refusal = place.take(Input::Report(Box::new(report(by)))).unwrap_err();
    assert_eq!(refusal, Refusal::NoSite);
    assert_eq!(place.rule("amal", Command::Draft(rockets())), "no_site");
}

#[test]
fn a_site_declared_twice_is_one_fact() {
    let mut place = Place::new();
    assert_eq!(place.tell(Input::Declare(Box::new(site()))), []);
    let roster = (*place.state.roster).clone();
    assert_eq!(place.tell(Input::Roster(roster)), []);
}

#[test]
fn a_site_larger_than_the_limits_is_refused() {
    let mut place = Place::new();
    let mut large = site();
    let post = large.sirens.values().next().unwrap().clone();
    for n in 0..5_000 {
        let siren = vigie_core::ids::SirenId::new(format!("siren-{n}"));
        large.sirens.insert(siren, post.clone());
    }
    let refusal = place.take(Input::Declare(Box::new(large))).unwrap_err();
    assert_eq!(refusal.rule(), "full");
}

#[test]
fn an_edit_voids_the_submission_and_the_editor_may_not_approve() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    let draft = vigie_core::warning::Draft {
        valid_s: 900,
        ..rockets()
    };
    place
        .officer("carla", Command::Amend { warning, draft })
        .unwrap();
    assert_eq!(place.stage(warning), Stage::Draft);
    let stale = place.rule("basil", Command::Approve { warning, sha256 });
    assert_eq!(stale, "wrong_stage");
    place.officer("amal", Command::Submit(warning)).unwrap();
    let sha256 = place.waiting(warning);
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("carla", approve.clone()), "same_officer");
    place.officer("basil", approve).unwrap();
    assert_eq!(place.stage(warning), Stage::Live);
}

#[test]
fn a_real_warning_is_not_made_from_an_exercise() {
    let mut place = Place::new();
    let warning = place.drafted(crate::place::exercise());
    let draft = rockets();
    assert_eq!(
        place.rule("amal", Command::Amend { warning, draft }),
        "status_fixed"
    );
}
