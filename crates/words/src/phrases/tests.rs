//! What a site declares says the same as the texts that it was made from, for every value.

use super::*;
use crate::built_in;
use crate::render::{Filling, fill};
use crate::slots::Compass;
use proptest::prelude::*;
use std::sync::LazyLock;

static BOOK: LazyLock<Book> = LazyLock::new(built_in::book);
static TAGS: [&str; 12] = [
    "en", "fr", "ar", "ckb", "fa", "tr", "uk", "ru", "he", "es", "pt", "de",
];
static PHRASES: LazyLock<BTreeMap<&str, Phrases>> = LazyLock::new(|| {
    let of = |tag| (tag, BOOK.phrases(tag, &TAGS).unwrap());
    TAGS.into_iter().map(of).collect()
});

fn any_slots() -> impl Strategy<Value = Slots<'static>> {
    let direction = proptest::option::of(proptest::sample::select(Compass::ALL.to_vec()));
    let minutes = proptest::option::of(1..=MINUTES_MAX);
    let metres = proptest::option::of(1..200_000_u32);
    let phone = proptest::option::of(Just("+961 1-42"));
    (minutes, metres, direction, phone).prop_map(|(minutes, metres, direction, phone)| Slots {
        minutes,
        distance: metres.map(Distance::from_metres),
        direction,
        phone,
        ..Slots::new("Qaf", "Wyx", LocalTime::EIGHT_FIFTEEN)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn declared_sentences_say_every_value_as_the_texts_do(
        slots in any_slots(),
        tag in proptest::sample::select(TAGS.to_vec()),
    ) {
        for danger in BOOK.dangers() {
            for form in [Form::First, Form::Next, Form::What, Form::Headline] {
                let act = Act::Alert;
                let ask = Ask { danger, act, reality: Reality::Actual, language: tag, form };
                let said = BOOK.render(&ask, &slots).unwrap().text;
                let filling = Filling {
                    place: slots.place,
                    authority: slots.authority,
                    time: None,
                    sentences: PHRASES[tag].sentences(tag, &slots),
                };
                let template = BOOK.template(&ask).unwrap();
                prop_assert_eq!(fill(&template, tag, &filling), said);
            }
        }
    }

    #[test]
    fn a_note_is_said_in_its_own_language_and_only_named_in_others(note in "QZX[a-zA-Z{}<>\u{202E}ء-ي ]{8,40}") {
        for written_in in TAGS {
            for tag in TAGS {
                let said = PHRASES[tag].note(tag, written_in, &note).unwrap();
                let plain = super::super::slots::note(&note);
                prop_assert_eq!(said.contains(&plain), tag == written_in);
                prop_assert!(!said.contains(['{', '}', '<', '>', '\u{202E}']), "{}", said);
            }
        }
    }
}

#[test]
fn every_plural_form_of_a_language_has_its_sentence() {
    let forms = |tag: &str| {
        let values = PHRASES[tag].values.keys();
        values.filter(|key| key.starts_with("minutes-")).count()
    };
    assert_eq!((forms("en"), forms("uk"), forms("ar")), (2, 3, 5));
    let one = Slots {
        minutes: Some(1),
        ..Slots::new("", "", LocalTime::EIGHT_FIFTEEN)
    };
    let said = PHRASES["en"].sentences("en", &one);
    assert_eq!(said[&Slot::Minutes], "You have about 1 minute.");
    let said = PHRASES["ar"].sentences("ar", &one);
    assert_eq!(said[&Slot::Minutes], "لديكم نحو دقيقة واحدة.");
}

#[test]
fn titles_and_displays_of_every_act_come_back_from_their_frames() {
    for tag in TAGS {
        for danger in BOOK.dangers() {
            let declared = BOOK.declared(danger, tag).unwrap();
            let own = &declared.labels[&Act::Alert];
            for act in OF_A_WARNING {
                let framed = PHRASES[tag].framed(act, &declared.event, own);
                let label = declared.labels.get(&act).cloned().or(framed).unwrap();
                for (reality, label) in [
                    (Reality::Actual, label.clone()),
                    (Reality::Exercise, PHRASES[tag].marked(&label).unwrap()),
                ] {
                    let slots = Slots::new("", "", LocalTime::EIGHT_FIFTEEN);
                    let said = |form| {
                        let ask = Ask {
                            danger,
                            act,
                            reality,
                            language: tag,
                            form,
                        };
                        BOOK.render(&ask, &slots).unwrap().text
                    };
                    assert_eq!(said(Form::Push), label.push, "{tag} {danger} {act:?}");
                    assert_eq!(said(Form::Display), label.display, "{tag} {danger} {act:?}");
                }
            }
        }
    }
}

#[test]
fn why_a_warning_was_false_is_said_in_every_language() {
    for tag in TAGS {
        let said: Vec<String> = CAUSES
            .iter()
            .filter_map(|cause| BOOK.cause(cause, tag))
            .collect();
        assert_eq!(said.len(), CAUSES.len(), "{tag}");
        assert!(said.iter().all(|text| text.ends_with('.')), "{said:?}");
    }
}
