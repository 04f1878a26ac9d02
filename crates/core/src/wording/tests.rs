//! The texts of a site say what the book says, and nothing of one language in another.

use super::*;

#[test]
fn an_unknown_slot_is_named() {
    assert_eq!(unknown_slot("near {plaec} now"), Some("plaec"));
    assert_eq!(unknown_slot("near {place} now"), None);
}

#[test]
fn every_act_of_a_warning_is_an_act_of_the_words() {
    let book = vigie_words::built_in::book();
    let languages = ["en", "fr", "ar"].map(Language::new);
    for danger in book.dangers() {
        let words = DangerWords::of(&book, danger, &languages).unwrap();
        assert_eq!(words.faults(), Vec::<String>::new());
        assert_eq!(words.languages.len(), languages.len());
    }
}

#[test]
fn the_sum_of_declared_words_is_the_one_that_the_gallery_shows() {
    let book = vigie_words::built_in::book();
    let language = Language::new("uk");
    for danger in book.dangers() {
        let words = DangerWords::of(&book, danger, std::slice::from_ref(&language)).unwrap();
        let sum = words.languages[&language].sha256(&words.danger, &language);
        assert_eq!(Some(sum), book.digest_in(danger, "uk"));
    }
}

#[test]
fn a_french_name_in_an_arabic_sentence_keeps_its_own_direction() {
    let book = vigie_words::built_in::book();
    let language = Language::new("ar");
    let words = DangerWords::of(&book, "rockets", std::slice::from_ref(&language)).unwrap();
    let place = [(language.clone(), "Gate 3".to_owned())].into();
    let slots = Slots {
        place: &place,
        authority: "X",
        values: &Values::default(),
        destination: None,
        note: None,
        phrases: BTreeMap::new(),
    };
    let said = words.render(Act::Alert, Status::Actual, &slots);
    assert!(said[&language].headline.contains("\u{2068}Gate 3\u{2069}"));
}

/// Everything that Vigie comes with, in every language.
fn everything() -> (Book, Vec<Language>) {
    let book = vigie_words::built_in::book();
    let languages = book.languages().into_iter().map(Language::new).collect();
    (book, languages)
}

#[test]
fn what_a_site_declares_leaves_room_in_a_line_of_the_journal() {
    let (book, languages) = everything();
    let of = |danger| DangerWords::of(&book, danger, &languages).unwrap();
    let words: Vec<DangerWords> = book.dangers().map(of).collect();
    let phrases = phrases(&book, &languages).unwrap();
    let whole = serde_json::to_string(&(words, phrases, causes(&book, &languages))).unwrap();
    // A line has 1 MiB: what is left holds the zones, officers and two thousand sirens of a site that speaks
    // all twelve languages.
    assert!(whole.len() < 576 * 1024, "{} bytes", whole.len());
}

#[test]
fn what_a_bulletin_says_in_twelve_languages_is_bounded() {
    let (book, languages) = everything();
    let names = languages.iter().map(|l| (l.clone(), "ж".repeat(60)));
    let place = names.collect();
    let note = Note {
        language: Language::new("ru"),
        text: "ж".repeat(vigie_words::NOTE_CHARS_MAX),
    };
    let phrases = phrases(&book, &languages).unwrap();
    let slots = Slots {
        place: &place,
        authority: &"ж".repeat(60),
        values: &Values::default(),
        destination: None,
        note: Some(&note),
        phrases: phrases.iter().collect(),
    };
    for danger in book.dangers() {
        let words = DangerWords::of(&book, danger, &languages).unwrap();
        for act in Act::ALL {
            let said = words.render(act, Status::Exercise, &slots);
            let bytes = serde_json::to_string(&said).unwrap().len();
            assert!(bytes < 32 * 1024, "{danger} {act:?}: {bytes} bytes");
        }
    }
}
