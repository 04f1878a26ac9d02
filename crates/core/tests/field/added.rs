//! What an officer adds to vetted words: values that the danger's texts take, and a note that is sent in
//! the language it was written in and only named in others.

use crate::place::{Place, issued, site};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, Language, WarningId, ZoneId};
use vigie_core::limits::VALID_S_MIN;
use vigie_core::site::Site;
use vigie_core::status::Status;
use vigie_core::vetting::{LeftOut, Withdrawal};
use vigie_core::warning::{Change, Content, Draft, Revision};
use vigie_core::wording::{self, DangerWords, Note, SlotValue};
use vigie_core::{Command, Input};

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let book = vigie_words::built_in::book();
    let mut site = site();
    for danger in [
        "evacuate",
        "dam",
        "stay-away",
        "missing-person",
        "rockets",
        "gas",
        "gunman",
    ] {
        let words = DangerWords::of(&book, danger, &site.languages).unwrap();
        site.words.insert(Danger::new(danger), words);
    }
    site.phrases = wording::phrases(&book, &site.languages).unwrap();
    site.causes = wording::causes(&book, &site.languages);
    site
});

fn lang(tag: &str) -> Language {
    Language::new(tag)
}

/// A place that says what Vigie comes with, all of it vetted.
fn place() -> Place {
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(SITE.clone())));
    place.vetted(&SITE.languages);
    place
}

fn draft(danger: &str) -> Draft {
    let zones = [ZoneId::new("compound")];
    Draft::new(Danger::new(danger), zones, Status::Actual, 600)
}

fn with(danger: &str, slots: &[(&str, SlotValue)]) -> Draft {
    let slots = slots.iter().cloned();
    Draft {
        slots: slots
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        ..draft(danger)
    }
}

fn noted(language: &str, text: &str) -> Draft {
    let note = Note {
        language: lang(language),
        text: text.to_owned(),
    };
    Draft {
        note: Some(note),
        ..draft("evacuate")
    }
}

fn word(word: &str) -> SlotValue {
    SlotValue::Word(word.to_owned())
}

fn said(place: &mut Place, draft: Draft) -> Content {
    let warning = place.live(draft);
    place.last_alert(warning).content
}

/// Everything that a language says in a message, its CAP info among it.
fn everything(content: &Content, language: &str) -> String {
    let texts = &content.texts[&lang(language)];
    let wording::Texts {
        headline,
        description,
        instruction,
        push,
        display,
    } = texts;
    let info = format!("<language>{language}</language>");
    let infos = content.cap.xml.split("<info>");
    let info = infos
        .filter(|part| part.contains(&info))
        .collect::<String>();
    [headline, description, instruction, push, display, &info]
        .map(String::as_str)
        .join("\n")
}

#[test]
fn values_are_said_in_every_language_with_its_own_plural() {
    let mut place = place();
    let two = with(
        "evacuate",
        &[
            ("minutes", SlotValue::Number(2)),
            ("direction", word("north")),
        ],
    );
    let content = said(&mut place, two);
    let says = |tag: &str| content.texts[&lang(tag)].instruction.clone();
    assert!(
        says("en").contains("Leave now. Go north. You have about 2 minutes."),
        "{}",
        says("en")
    );
    assert!(
        says("fr").contains("Allez vers le nord. Vous avez environ 2 minutes."),
        "{}",
        says("fr")
    );
    assert!(
        says("ar").contains("اتجهوا شمالاً. لديكم نحو دقيقتين."),
        "{}",
        says("ar")
    );
    assert!(content.cap.xml.contains("Go north."));
}

#[test]
fn a_danger_takes_the_values_that_its_texts_say_and_no_other() {
    let mut place = place();
    for (slots, why) in [
        (
            ("distance_m", SlotValue::Number(500)),
            "its texts do not say it",
        ),
        (("hours", SlotValue::Number(2)), "its texts do not say it"),
        (
            ("minutes", SlotValue::Number(0)),
            "it must be a number from 1 to 1440",
        ),
        (
            ("minutes", word("ten")),
            "it must be a number from 1 to 1440",
        ),
        (
            ("direction", word("upwind")),
            "it must be north, north-east",
        ),
        (
            ("direction", SlotValue::Number(1)),
            "it must be north, north-east",
        ),
    ] {
        let refusal = place
            .officer("amal", Command::Draft(with("evacuate", &[slots])))
            .unwrap_err();
        assert_eq!(refusal.rule(), "bad_slot");
        let says = refusal.to_string();
        assert!(says.contains(why), "{says}");
        assert!(says.contains("evacuate takes"), "{says}");
        assert!(says.contains("minutes (a number from 1 to 1440)"), "{says}");
    }
    let none = with("gunman", &[("minutes", SlotValue::Number(2))]);
    let refusal = place.officer("amal", Command::Draft(none)).unwrap_err();
    assert!(
        refusal.to_string().contains("gunman takes no value"),
        "{refusal}"
    );
    let call = with("missing-person", &[("phone", word("+961 1-42"))]);
    assert!(said(&mut place, call).cap.xml.contains("Call +961142."));
    let stay = with("stay-away", &[("distance_m", SlotValue::Number(1_200))]);
    assert!(
        said(&mut place, stay)
            .cap
            .xml
            .contains("Stay at least 2 kilometres away.")
    );
}

#[test]
fn an_update_does_not_say_again_how_much_time_there_was() {
    let mut place = place();
    let leave = with(
        "evacuate",
        &[
            ("minutes", SlotValue::Number(10)),
            ("direction", word("east")),
        ],
    );
    let warning = place.live(Draft {
        note: noted("fr", "Le pont est coupé.").note,
        ..leave
    });
    let revision = Revision::default();
    let facts = place
        .officer("amal", Command::Update { warning, revision })
        .unwrap();
    let texts = &issued(&facts)[0].texts;
    assert!(
        texts
            .values()
            .all(|texts| !texts.instruction.contains("10")),
        "{texts:?}"
    );
    assert!(
        texts[&lang("fr")]
            .description
            .contains("Le pont est coupé.")
    );
    let facts = place.officer("amal", Command::AllClear(warning)).unwrap();
    let cleared = &issued(&facts)[0].texts;
    assert!(!cleared[&lang("fr")].description.contains("pont"));
}

fn revise(place: &mut Place, warning: WarningId, revision: Revision) -> Content {
    let facts = place.officer("amal", Command::Update { warning, revision });
    let facts = facts.unwrap();
    assert!(
        matches!(facts[..], [Fact::UpdateProposed { .. }]),
        "one alone changes no word: {facts:?}"
    );
    let sha256 = place.waiting(warning);
    let facts = place.officer("basil", Command::Approve { warning, sha256 });
    issued(&facts.unwrap())[0].clone()
}

#[test]
fn two_people_change_the_values_and_the_note_of_a_live_warning_and_nobody_is_woken() {
    let mut place = place();
    let leave = with("evacuate", &[("direction", word("east"))]);
    let warning = place.live(Draft {
        note: noted("fr", "Le pont est coupé.").note,
        ..leave
    });
    let slots = with(
        "evacuate",
        &[
            ("direction", word("west")),
            ("minutes", SlotValue::Number(5)),
        ],
    )
    .slots;
    let revision = Revision {
        slots: Some(slots.clone()),
        note: noted("en", "The bridge is open.").note,
        ..Revision::default()
    };
    let content = revise(&mut place, warning, revision.clone());
    let all = [Change::Validity, Change::Values, Change::Note];
    assert_eq!(content.changes, all.into());
    assert!(!content.sounds);
    let said = everything(&content, "en");
    assert!(
        said.contains("Go west. You have about 5 minutes."),
        "{said}"
    );
    assert!(said.contains("The bridge is open."), "{said}");
    assert!(!said.contains("Go east."), "{said}");
    assert!(!everything(&content, "fr").contains("pont"));
    assert_eq!(place.warning(warning).slots, slots);
    let again = Command::Update {
        warning,
        revision: Revision {
            slots: Some(slots),
            ..Revision::default()
        },
    };
    let facts = place.officer("amal", again).unwrap();
    assert!(
        matches!(facts[..], [Fact::UpdateProposed { .. }]),
        "five minutes, once more, end at another time: {facts:?}"
    );
    let without = Revision {
        without_note: true,
        ..Revision::default()
    };
    let content = revise(&mut place, warning, without);
    assert!(!everything(&content, "en").contains("bridge"));
    assert_eq!(place.warning(warning).note, None);
    let both = Revision {
        without_note: true,
        ..revision
    };
    let both = Command::Update {
        warning,
        revision: both,
    };
    assert_eq!(place.rule("amal", both), "bad_note");
    let wrong = with("evacuate", &[("distance_m", SlotValue::Number(5))]).slots;
    let wrong = Revision {
        slots: Some(wrong),
        ..Revision::default()
    };
    let wrong = Command::Update {
        warning,
        revision: wrong,
    };
    assert_eq!(place.rule("amal", wrong), "bad_slot");
}

#[test]
fn a_place_to_go_to_is_a_zone_of_the_site_and_has_its_name_in_each_language() {
    let mut place = place();
    let to = |zone: &str| with("evacuate", &[("destination", word(zone))]);
    let names = &SITE.zones[&ZoneId::new("quarter")].names;
    let content = said(&mut place, to("quarter"));
    for (language, texts) in &content.texts {
        let name = &names[language];
        assert!(texts.instruction.contains(name.as_str()), "{texts:?}");
    }
    let nowhere = Command::Draft(to("the hill"));
    assert_eq!(place.rule("amal", nowhere), "unknown");
}

#[test]
fn where_the_wind_blows_is_said_of_gas() {
    let mut place = place();
    let content = said(&mut place, with("gas", &[("drift", word("north-east"))]));
    let says = |tag: &str| content.texts[&lang(tag)].instruction.clone();
    assert!(says("en").contains("The wind blows towards the north-east."));
    assert!(says("fr").contains("Le vent souffle vers le nord-est."));
}

#[test]
fn a_note_is_marked_in_its_language_and_named_in_the_others() {
    let mut place = place();
    let content = said(&mut place, noted("fr", "Le pont est coupé."));
    let description = |tag: &str| content.texts[&lang(tag)].description.clone();
    assert!(description("fr").ends_with("Ajouté par l'officier de service : Le pont est coupé."));
    assert!(description("en").ends_with("There is also a note by the duty officer in French."));
    assert!(description("ar").ends_with("توجد أيضاً ملاحظة من الضابط المناوب بالفرنسية."));
    assert!(content.cap.xml.contains("Le pont est coupé."));
    let exercise = Draft {
        status: Status::Exercise,
        ..noted("fr", "Le pont est coupé.")
    };
    let content = said(&mut place, exercise);
    let description = &content.texts[&lang("fr")].description;
    assert!(
        description.starts_with("EXERCICE EXERCICE EXERCICE"),
        "{description}"
    );
}

#[test]
fn the_hash_that_a_second_person_agrees_to_is_of_the_note_too() {
    let mut place = place();
    let (_, one) = place.submitted(noted("fr", "Le pont est coupé."));
    let (_, other) = place.submitted(noted("fr", "Le pont est ouvert."));
    assert_ne!(one, other, "they are not one warning, and not one message");
}

#[test]
fn a_note_is_bounded_and_hides_nothing() {
    let mut place = place();
    let long = "x".repeat(201);
    for text in [
        "",
        "  ",
        "a\u{202E}b",
        "a\nb",
        "a\u{0}b",
        "<b>",
        "{place}",
        &long,
    ] {
        assert_eq!(
            place.rule("amal", Command::Draft(noted("fr", text))),
            "bad_note",
            "{text:?}"
        );
    }
    assert_eq!(
        place.rule("amal", Command::Draft(noted("de", "Brücke gesperrt."))),
        "bad_note"
    );
}

#[test]
fn a_note_and_values_wait_for_the_words_around_them_to_be_vetted() {
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(SITE.clone())));
    place.vetted_but(&SITE.languages, vigie_core::vetting::COMMON);
    let leave = with("evacuate", &[("minutes", SlotValue::Number(2))]);
    let refusal = place.officer("amal", Command::Draft(leave)).unwrap_err();
    assert_eq!(refusal.rule(), "not_vetted");
    assert_eq!(
        place.rule("amal", Command::Draft(noted("fr", "Pont coupé."))),
        "not_vetted"
    );
    // The warning itself needs none of them.
    let content = said(&mut place, draft("evacuate"));
    assert!(content.common.is_empty());
    assert_eq!(
        content.texts[&lang("en")].push,
        "Evacuation: leave now".to_owned()
    );
}

/// Facts that carry what is added, and that somebody took a vetting back. Their words are their own: what
/// Vigie comes with may change, and the form of a fact may not.
pub(crate) fn written() -> Vec<Fact> {
    let mut site = site();
    let danger = Danger::new("rockets");
    let words = site.words.get_mut(&danger).unwrap();
    words.slots = [wording::Slot::Minutes].into();
    for wording in words.languages.values_mut() {
        let alert = wording.acts.get_mut(&wording::Act::Alert).unwrap();
        alert.instruction = "Go inside. {say-minutes}".to_owned();
        let label = wording::Label {
            push: "Rockets: go inside".to_owned(),
            display: "ROCKETS\nGO INSIDE".to_owned(),
        };
        wording.labels.insert(vigie_words::Act::Alert, label);
    }
    let minutes = "You have {minutes} minutes.".to_owned();
    let phrases = wording::Phrases {
        mark_push: "EXERCISE:".to_owned(),
        mark_display: "EXERCISE".to_owned(),
        push: [(vigie_words::Act::AllClear, "All clear: {event}".to_owned())].into(),
        display: [(
            vigie_words::Act::AllClear,
            "ALL CLEAR\n{display-1}".to_owned(),
        )]
        .into(),
        values: [("minutes-other".to_owned(), minutes)].into(),
        note_here: "Added: {note}".to_owned(),
        note_in: [("fr".to_owned(), "There is a note in French.".to_owned())].into(),
    };
    for language in &site.languages {
        site.phrases.insert(language.clone(), phrases.clone());
    }
    let languages = site.languages.clone();
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(site)));
    place.vetted(&languages);
    let warning = place.live(Draft {
        danger,
        slots: with("rockets", &[("minutes", SlotValue::Number(2))]).slots,
        ..noted("fr", "Le pont est coupé.")
    });
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let Command::WithdrawVetting(withdrawal) = withdrawal(&place, "fr", "rockets") else {
        unreachable!("it asks for a withdrawal");
    };
    let by = vigie_core::ids::OfficerId::new("amal");
    let facts = place.entries.iter().map(|entry| entry.fact.clone());
    facts
        .filter(|fact| {
            matches!(
                fact,
                Fact::SiteDeclared { .. } | Fact::WarningDrafted { .. } | Fact::AlertIssued { .. }
            )
        })
        // One officer alone wrote it, before a second had to agree.
        .chain([Fact::VettingWithdrawn { by, withdrawal }])
        .collect()
}

/// An update of values and note, and what two people are asked about words, as they are written.
pub(crate) fn revised() -> Vec<Fact> {
    let mut place = Place::new();
    let warning = place.live(crate::place::rockets());
    let revision = Revision {
        slots: Some(BTreeMap::new()),
        without_note: true,
        ..Revision::default()
    };
    let Some(Fact::UpdateProposed {
        by,
        content,
        corrections,
        ..
    }) = place
        .officer(
            "amal",
            Command::Update {
                warning,
                revision: Revision {
                    resound: true,
                    ..Revision::default()
                },
            },
        )
        .unwrap()
        .pop()
    else {
        unreachable!("sounding again is proposed");
    };
    let mut revisions = vec![revision];
    revisions.push(Revision {
        slots: Some(
            with(
                "evacuate",
                &[
                    ("minutes", SlotValue::Number(5)),
                    ("direction", word("west")),
                ],
            )
            .slots,
        ),
        note: noted("en", "The bridge is open.").note,
        ..Revision::default()
    });
    let mut facts: Vec<Fact> = revisions
        .into_iter()
        .map(|revision| Fact::UpdateProposed {
            warning,
            by: by.clone(),
            revision,
            content: content.clone(),
            corrections: corrections.clone(),
        })
        .collect();
    let take_back = withdrawal(&place, "fr", "rockets");
    facts.extend(place.officer("amal", take_back).unwrap());
    let mut place = crate::administration::founded();
    let site = crate::vetting::reworded("fr");
    place.tell(Input::Declare(Box::new(site.clone())));
    facts.extend(
        place
            .officer("amal", crate::vetting::vetting_of(&site, "fr"))
            .unwrap(),
    );
    facts
}

fn withdrawal(place: &Place, language: &str, danger: &str) -> Command {
    let site = place.state.site.clone().unwrap();
    let danger = Danger::new(danger);
    let sum = vigie_core::vetting::sum_of(&site, &danger, &lang(language)).unwrap();
    Command::WithdrawVetting(Box::new(Withdrawal {
        language: lang(language),
        texts: [(danger, sum)].into(),
        reason: "the teacher read it again".to_owned(),
    }))
}

#[test]
fn two_people_take_a_vetting_back_and_the_language_is_left_out_from_then_on() {
    let mut place = place();
    let live = place.live(draft("evacuate"));
    let (waiting, sha256) = place.submitted(draft("stay-away"));
    for danger in ["evacuate", "stay-away"] {
        let take_back = withdrawal(&place, "fr", danger);
        assert_eq!(place.rule("rana", take_back.clone()), "not_permitted");
        place.officer("amal", take_back.clone()).unwrap();
        let (change, sha256) = place.last_asked();
        let agree = Command::ApproveChange { change, sha256 };
        assert_eq!(
            place.rule("amal", agree.clone()),
            "same_person_again",
            "one alone silences no language"
        );
        assert!(!place.state.vetted.is_empty());
        place.officer("basil", agree).unwrap();
        assert_eq!(
            place.rule("amal", take_back),
            "unknown",
            "it is taken back once"
        );
    }
    // What waited was agreed to be said as it was vetted.
    let approve = Command::Approve {
        warning: waiting,
        sha256,
    };
    assert_eq!(place.rule("basil", approve), "no_longer_vetted");
    let reason = "vetting withdrawn".to_owned();
    place
        .officer(
            "basil",
            Command::Return {
                warning: waiting,
                reason,
            },
        )
        .unwrap();
    place.officer("amal", Command::Submit(waiting)).unwrap();
    let sha256 = place.waiting(waiting);
    place
        .officer(
            "basil",
            Command::Approve {
                warning: waiting,
                sha256,
            },
        )
        .unwrap();
    let content = place.last_alert(waiting).content;
    assert_eq!(content.left_out, [(lang("fr"), LeftOut::NotVetted)].into());
    // What is live ends in every language in which it began.
    let facts = place.officer("amal", Command::AllClear(live)).unwrap();
    assert!(issued(&facts)[0].texts.contains_key(&lang("fr")));
    // And two people put it back.
    place.vetted(&[lang("fr")]);
    assert!(
        said(&mut place, draft("evacuate"))
            .texts
            .contains_key(&lang("fr"))
    );
}

#[test]
fn a_note_waits_again_when_the_words_around_it_are_taken_back() {
    let mut place = place();
    let (waiting, sha256) = place.submitted(noted("fr", "Pont coupé."));
    let take_back = withdrawal(&place, "fr", vigie_core::vetting::COMMON);
    place.agreed_by_two(take_back);
    let approve = Command::Approve {
        warning: waiting,
        sha256,
    };
    assert_eq!(place.rule("basil", approve), "no_longer_vetted");
}

#[test]
fn why_a_warning_was_false_is_said_where_that_was_vetted() {
    let mut place = place();
    let take_back = withdrawal(&place, "fr", vigie_core::vetting::COMMON);
    place.agreed_by_two(take_back);
    let warning = place.live(draft("evacuate"));
    let cause = Some(wording::Cause::Machine);
    let note = None;
    let retract = Command::Retract {
        warning,
        cause,
        note,
    };
    let facts = place.officer("amal", retract).unwrap();
    let texts = &issued(&facts)[0].texts;
    assert!(
        texts[&lang("en")]
            .description
            .ends_with("A device reported it by mistake.")
    );
    assert!(texts[&lang("en")].push.starts_with("False alarm: "));
    assert!(!texts[&lang("fr")].description.contains("appareil"));
    assert_eq!(texts[&lang("fr")].push, "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_note_is_in_another_language(
        text in "[A-Za-zء-ي]{4,9}QZ[a-zא-ת0-9 .,;:/&\"']{0,60}",
        at in 0..3_usize,
    ) {
        let tags = ["en", "fr", "ar"];
        let written_in = tags[at];
        let mut place = place();
        let content = said(&mut place, noted(written_in, &text));
        for tag in tags {
            let said = everything(&content, tag);
            let words = text.split_whitespace().filter(|word| word.contains("QZ"));
            for word in words {
                let xml = word.replace('&', "&amp;");
                let is_there = said.contains(word) || said.contains(&xml);
                prop_assert_eq!(is_there, tag == written_in, "{} in {}: {}", word, tag, said);
            }
        }
        let sums: BTreeMap<_, _> = content.words.clone();
        prop_assert_eq!(sums.len(), 3, "the words around it are the vetted ones");
        prop_assert!(content.expires.is_some_and(|at| at >= content.sent.plus_s(i64::from(VALID_S_MIN))));
    }
}
