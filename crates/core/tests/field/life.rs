//! Who has a warning in hand until it is out, and how long; and the ends, which one person gives and
//! a second looks at.

use crate::place::{Place, exercise, issued, lasting, retraction, rockets, site};
use std::collections::BTreeMap;
use vigie_core::fact::Fact;
use vigie_core::ids::{Language, OfficerId, WarningId};
use vigie_core::site::DraftClock;
use vigie_core::warning::{Draft, Stage};
use vigie_core::wording::{Act, Cause};
use vigie_core::{Command, Input, wake_at};

fn officer(name: &str) -> OfficerId {
    OfficerId::new(name)
}

fn give_back(warning: WarningId, reason: &str) -> Command {
    Command::Return {
        warning,
        reason: reason.to_owned(),
    }
}

fn delegate(warning: WarningId, to: &str) -> Command {
    Command::Delegate {
        warning,
        to: officer(to),
    }
}

/// A place where carla and then basil are asked when nobody moves a draft for two minutes.
fn with_deputies() -> Place {
    let mut place = Place::new();
    let mut site = site();
    site.drafts = Some(DraftClock {
        escalate_after_s: 120,
        deputies: vec![officer("carla"), officer("basil")],
    });
    place.tell(Input::Declare(Box::new(site)));
    place
}

#[test]
fn what_is_given_back_is_mended_by_its_author_and_agreed_anew() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    assert_eq!(place.rule("basil", give_back(warning, " ")), "bad_text");
    assert_eq!(place.rule("amal", give_back(warning, "x")), "not_permitted");
    let reason = "it is the quarter that is shelled";
    place.officer("basil", give_back(warning, reason)).unwrap();
    let given_back = place.warning(warning);
    assert_eq!(given_back.stage, Stage::Returned);
    assert_eq!(given_back.holder, Some(officer("amal")));
    assert_eq!(given_back.returned.unwrap().1, reason);
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("basil", approve), "wrong_stage");
    assert_eq!(
        place.rule("basil", give_back(warning, "again")),
        "wrong_stage"
    );

    let draft = Draft {
        valid_s: 900,
        ..rockets()
    };
    place
        .officer("amal", Command::Amend { warning, draft })
        .unwrap();
    place.officer("amal", Command::Submit(warning)).unwrap();
    assert_eq!(place.warning(warning).returned, None);
    let sha256 = place.waiting(warning);
    place
        .officer("basil", Command::Approve { warning, sha256 })
        .unwrap();
    assert_eq!(place.stage(warning), Stage::Live);
    assert_eq!(place.warning(warning).holder, None);
}

#[test]
fn three_fires_are_three_drafts_and_each_is_handed_to_somebody_who_can_write_it() {
    let mut place = Place::new();
    let drafts = [600, 700, 800].map(|valid_s| place.drafted(lasting(valid_s)));
    place.officer("amal", delegate(drafts[1], "carla")).unwrap();
    assert_eq!(place.warning(drafts[1]).holder, Some(officer("carla")));
    assert_eq!(place.rule("amal", delegate(drafts[1], "carla")), "already");
    assert_eq!(
        place.rule("amal", delegate(drafts[2], "basil")),
        "not_permitted"
    );
    assert_eq!(
        place.rule("amal", delegate(drafts[2], "elif")),
        "wrong_status"
    );
    assert_eq!(place.rule("amal", delegate(drafts[2], "nobody")), "unknown");
    place.officer("carla", Command::Submit(drafts[1])).unwrap();
    let sha256 = place.waiting(drafts[1]);
    let approve = |sha256| Command::Approve {
        warning: drafts[1],
        sha256,
    };
    assert_eq!(place.rule("carla", approve(sha256.clone())), "same_officer");
    place.officer("basil", approve(sha256)).unwrap();
    assert_eq!(place.stage(drafts[0]), Stage::Draft, "the others wait");
    assert_eq!(
        place.rule("amal", delegate(drafts[1], "carla")),
        "wrong_stage"
    );
}

#[test]
fn what_waits_for_approval_is_handed_to_somebody_who_may_approve_it() {
    let mut place = Place::new();
    let (warning, _) = place.submitted(rockets());
    assert_eq!(
        place.warning(warning).holder,
        None,
        "any approver may take it"
    );
    assert_eq!(
        place.rule("basil", delegate(warning, "amal")),
        "not_permitted"
    );
    place.officer("basil", delegate(warning, "carla")).unwrap();
    assert_eq!(place.warning(warning).holder, Some(officer("carla")));

    place
        .officer("carla", Command::Draft(lasting(700)))
        .unwrap();
    let own = WarningId(place.state.head);
    place.officer("carla", Command::Submit(own)).unwrap();
    assert_eq!(place.rule("basil", delegate(own, "carla")), "same_officer");
}

#[test]
fn a_draft_that_nobody_moves_is_asked_of_the_deputies_in_their_order() {
    let mut place = with_deputies();
    let warning = place.drafted(rockets());
    let (at, _) = wake_at(&place.state, place.now).unwrap();
    assert_eq!(at, place.now.plus_s(120), "the engine wakes for it");
    let facts = place.pass_ms(120_000);
    let to = officer("carla");
    assert_eq!(facts, [Fact::DraftEscalated { warning, to }]);
    assert_eq!(place.warning(warning).holder, Some(officer("carla")));
    // Basil may not write: nobody is left to ask, and nothing rings for ever.
    assert_eq!(place.pass_ms(3_600_000), []);

    // Submitted, the clock starts anew, for those who may approve.
    place.officer("carla", Command::Submit(warning)).unwrap();
    let facts = place.pass_ms(119_999);
    assert_eq!(facts, []);
    let to = officer("basil");
    assert_eq!(place.pass_ms(1), [Fact::DraftEscalated { warning, to }]);
    assert_eq!(
        place.pass_ms(300_000),
        [],
        "carla submitted it and may not approve"
    );
}

#[test]
fn whoever_moves_a_draft_in_time_is_left_in_peace() {
    let mut place = with_deputies();
    let warning = place.drafted(rockets());
    place.pass_ms(119_000);
    let draft = rockets();
    place
        .officer("amal", Command::Amend { warning, draft })
        .unwrap();
    assert_eq!(place.pass_ms(119_000), []);
    place.officer("amal", Command::Submit(warning)).unwrap();
    let reason = "false".to_owned();
    place
        .officer("basil", Command::Reject { warning, reason })
        .unwrap();
    assert_eq!(
        place.pass_ms(600_000),
        [],
        "what is turned down is nobody's"
    );
}

#[test]
fn an_end_that_one_gave_alone_is_shown_until_a_second_has_looked() {
    for end in [Command::AllClear as fn(WarningId) -> Command, retraction] {
        let mut place = Place::new();
        let warning = place.live(rockets());
        place.officer("amal", end(warning)).unwrap();
        assert!(place.warning(warning).is_end_unconfirmed());
        let nags = place.pass_ms(60_000);
        assert!(
            nags.contains(&Fact::UnconfirmedNagged {
                warning,
                deputy: None
            }),
            "{nags:?}"
        );
        assert_eq!(
            place.rule("amal", Command::Confirm(warning)),
            "same_officer"
        );
        assert_eq!(
            place.rule("elif", Command::Confirm(warning)),
            "wrong_status"
        );
        place.officer("basil", Command::Confirm(warning)).unwrap();
        assert!(!place.warning(warning).is_end_unconfirmed());
        let quiet = place.pass_ms(600_000);
        assert!(!quiet.contains(&Fact::UnconfirmedNagged {
            warning,
            deputy: None
        }));
        assert_eq!(place.rule("basil", Command::Confirm(warning)), "already");
    }
}

#[test]
fn what_the_clock_ends_needs_no_second_look() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.pass_ms(600_000);
    assert!(!place.warning(warning).is_end_unconfirmed());
    assert_eq!(
        place.rule("basil", Command::Confirm(warning)),
        "wrong_stage"
    );
}

#[test]
fn the_retraction_and_the_all_clear_are_born_with_the_alert_and_agreed_with_it() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    let submitted = place.warning(warning);
    let born = submitted.corrections.clone().unwrap();
    assert_eq!((born.all_clear.len(), born.retraction.len()), (3, 3));
    let (_, content) = submitted.submitted.unwrap();
    let of_message = content.cap.sha256.clone();
    let approve = |sha256| Command::Approve { warning, sha256 };
    assert_ne!(of_message, sha256, "the hash covers both ends too");
    assert_eq!(place.rule("basil", approve(of_message)), "other_bytes");
    place.officer("basil", approve(sha256)).unwrap();

    // Whatever the configuration says later: people get the words that two agreed on.
    let mut changed = site();
    for words in changed.words.values_mut() {
        for wording in words.languages.values_mut() {
            wording.acts.remove(&Act::Retraction);
        }
    }
    place.tell(Input::Declare(Box::new(changed)));
    let facts = place.officer("carla", retraction(warning)).unwrap();
    let [content] = issued(&facts)[..] else {
        panic!("one message")
    };
    assert_eq!(content.texts, born.retraction);
    for texts in content.texts.values() {
        assert!(
            content.cap.xml.contains(&texts.headline),
            "{}",
            content.cap.xml
        );
    }
}

#[test]
fn the_cause_of_a_retraction_reaches_people_in_each_language_that_has_it() {
    let mut place = Place::new();
    let mut causes = site();
    let sentences = [
        ("en", "A sensor was wrong."),
        ("fr", "Un capteur s'est trompé."),
    ];
    let sentences = sentences.map(|(l, s)| (Language::new(l), s.to_owned()));
    causes.causes = [(Cause::Machine, BTreeMap::from(sentences))].into();
    place.tell(Input::Declare(Box::new(causes)));
    let warning = place.live(rockets());
    let cause = Some(Cause::Machine);
    let note = None;
    let retract = Command::Retract {
        warning,
        cause,
        note,
    };
    let facts = place.officer("amal", retract).unwrap();
    let unvetted = issued(&facts)[0].cap.xml.clone();
    assert!(!unvetted.contains("A sensor was wrong."), "{unvetted}");
    place.vetted(&["en", "fr"].map(Language::new));
    for draft in [rockets(), exercise()] {
        let warning = place.live(draft);
        let retract = |note: &str| Command::Retract {
            warning,
            cause: Some(Cause::Machine),
            note: Some(note.to_owned()),
        };
        assert_eq!(place.rule("amal", retract("")), "bad_text");
        let facts = place
            .officer("amal", retract("a lorry at the gate"))
            .unwrap();
        assert!(matches!(facts[0], Fact::RetractionExplained { .. }));
        let content = issued(&facts)[0];
        let said = |language: &str| content.texts[&Language::new(language)].description.clone();
        assert!(
            said("en").ends_with(" A sensor was wrong."),
            "{}",
            said("en")
        );
        assert!(said("fr").ends_with(" Un capteur s'est trompé."));
        assert!(
            !said("ar").contains("sensor"),
            "nothing is said in a language without it"
        );
        assert!(
            !content.cap.xml.contains("lorry"),
            "one person alone writes to nobody"
        );
        assert!(content.cap.xml.contains("A sensor was wrong."));
    }
}
