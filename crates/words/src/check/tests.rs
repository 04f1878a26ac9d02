//! The set has no fault, and each rule catches the fault that is planted for it.

mod read_back;

use super::*;
use crate::built_in;
use std::collections::BTreeMap;

type Files = BTreeMap<String, String>;

/// The rockets in English, French and Arabic: small enough to check after each planted fault.
fn files() -> Files {
    built_in::files()
        .into_iter()
        .filter(|(name, _)| {
            let language = name.split('/').next().unwrap_or_default();
            *name == "codes.toml"
                || (["en", "ar"].contains(&language)
                    && ["acts.ftl", "rockets.ftl", "lexicon.toml"]
                        .iter()
                        .any(|end| name.ends_with(end)))
        })
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .collect()
}

fn findings(files: &Files) -> Vec<Finding> {
    let all = || {
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    };
    let book = Book::from_files(all()).unwrap();
    check(&book, &Lexicon::all(all()).unwrap())
}

/// The rules that find something after a part was written anew.
fn planted(file: &str, part: &str, text: &str) -> Vec<Rule> {
    let mut files = files();
    let old = files.get(file).unwrap();
    let begins = format!("{part} =");
    assert!(old.lines().any(|line| line.starts_with(&begins)), "{part}");
    let mut kept = String::new();
    let mut skipping = false;
    for line in old.lines() {
        skipping = line.starts_with(&begins) || skipping && line.starts_with([' ', '}']);
        if !skipping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    if !text.is_empty() {
        kept += &["\n", part, " = ", text, "\n"].concat();
    }
    files.insert(file.to_owned(), kept);
    findings(&files).into_iter().map(|f| f.rule).collect()
}

#[track_caller]
fn caught(rule: Rule, file: &str, part: &str, text: &str) {
    let rules = planted(file, part, text);
    assert!(rules.contains(&rule), "{part} = {text}\nfound {rules:?}");
}

const EN: &str = "en/rockets.ftl";
const AR: &str = "ar/rockets.ftl";

#[test]
fn the_words_that_vigie_comes_with_have_no_fault() {
    let lexicons = Lexicon::all(built_in::files()).unwrap();
    let findings = check(&built_in::book(), &lexicons);
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(
        lines.is_empty(),
        "{} findings\n{}",
        lines.len(),
        lines.join("\n")
    );
}

#[test]
fn a_missing_part_is_found() {
    caught(Rule::PartMissing, EN, "keep", "");
    caught(Rule::PartMissing, "en/acts.ftl", "where", "");
}

#[test]
fn a_missing_danger_is_found() {
    let mut files = files();
    files.remove(AR);
    let rules: Vec<Rule> = findings(&files).into_iter().map(|f| f.rule).collect();
    assert!(rules.contains(&Rule::LanguageMissing));
}

#[test]
fn a_missing_file_of_acts_or_lexicon_is_found() {
    for name in ["ar/acts.ftl", "ar/lexicon.toml"] {
        let mut files = files();
        files.remove(name);
        let found = findings(&files);
        assert!(
            found
                .iter()
                .any(|f| f.rule == Rule::PartMissing && f.file == name),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_part_that_nothing_says_is_found() {
    let mut files = files();
    files.get_mut(EN).unwrap().push_str("frist = Go inside.\n");
    let rules: Vec<Rule> = findings(&files).into_iter().map(|f| f.rule).collect();
    assert_eq!(rules, [Rule::PartUnknown]);
}

#[test]
fn a_file_that_names_no_page_is_found() {
    for name in [EN, "ar/acts.ftl"] {
        let mut files = files();
        let text = files.get_mut(name).unwrap();
        *text = text.replace("# Page:", "# Once read:");
        let found = findings(&files);
        let found: Vec<_> = found.iter().map(|f| (f.file.as_str(), f.rule)).collect();
        assert_eq!(found, [(name, Rule::NoPage)]);
    }
}

#[test]
fn an_empty_part_is_found() {
    caught(Rule::PartEmpty, EN, "until", "{\"\"}");
}

#[test]
fn a_slot_that_does_not_exist_is_found() {
    caught(Rule::Broken, EN, "first", "Take shelter now in { $plaec }.");
}

#[test]
fn a_slot_that_is_left_out_is_found() {
    caught(
        Rule::SlotMissing,
        EN,
        "headline",
        "Rockets incoming. Take shelter now.",
    );
}

#[test]
fn a_slot_that_the_codes_promise_and_nobody_says_is_found() {
    let mut files = files();
    let codes = files.get_mut("codes.toml").unwrap();
    *codes = codes.replacen(
        "slots = [\"minutes\"]",
        "slots = [\"minutes\", \"phone\"]",
        1,
    );
    let rules: Vec<Rule> = findings(&files).into_iter().map(|f| f.rule).collect();
    assert!(rules.contains(&Rule::SlotMissing), "{rules:?}");
}

#[test]
fn a_text_without_its_source_danger_place_or_time_is_found() {
    let sms = "sms";
    caught(
        Rule::NoSource,
        EN,
        sms,
        "ROCKETS: { $place }. Take shelter now. { $time }",
    );
    caught(
        Rule::NoDanger,
        EN,
        sms,
        "{ $place }: Take shelter now. { $authority }, { $time }",
    );
    caught(
        Rule::NoPlace,
        EN,
        sms,
        "ROCKETS. Take shelter now. { $authority }, { $time }",
    );
    caught(
        Rule::NoTime,
        EN,
        sms,
        "ROCKETS: { $place }. Take shelter now. { $authority }",
    );
}

#[test]
fn a_text_that_does_not_say_what_to_do_is_found() {
    caught(Rule::NoAction, EN, "push", "Rockets are coming");
    caught(Rule::NoAction, AR, "push", "صواريخ قادمة");
}

#[test]
fn an_explanation_before_the_action_is_found() {
    caught(
        Rule::ActionLate,
        EN,
        "first",
        "Rockets are dangerous. Take shelter now.",
    );
    caught(
        Rule::ActionLate,
        EN,
        "sms",
        "ROCKETS: { $place }. Because of attacks take shelter now. { $authority }, { $time }",
    );
}

#[test]
fn leave_is_found_where_cap_says_shelter() {
    caught(
        Rule::Contradiction,
        EN,
        "first",
        "Take shelter now. Then leave the area.",
    );
    caught(
        Rule::Contradiction,
        AR,
        "first",
        "احتموا الآن. ثم غادروا المنطقة.",
    );
}

#[test]
fn the_siren_that_asked_for_asylum_is_found() {
    caught(Rule::Forbidden, EN, "next", "Ask for asylum.");
    caught(Rule::Forbidden, AR, "next", "اطلبوا اللجوء.");
}

#[test]
fn a_text_too_long_for_its_channel_is_found() {
    let long = "Take shelter now. ".repeat(12);
    caught(
        Rule::TooLong,
        EN,
        "sms",
        &format!("ROCKETS: {{ $place }}. {long}{{ $authority }}, {{ $time }}"),
    );
    caught(
        Rule::TooLong,
        EN,
        "push",
        "Rockets are coming: take shelter right now",
    );
    caught(Rule::TooLong, EN, "display-1", "ROCKETS INCOMING NOW");
    caught(Rule::TooLong, EN, "first", &long.repeat(3));
}

#[test]
fn a_letter_that_the_sms_alphabet_lacks_is_found() {
    caught(
        Rule::Alphabet,
        EN,
        "sms",
        "ROCKETS – { $place }. Take shelter now. { $authority }, { $time }",
    );
}

#[test]
fn a_link_is_found() {
    caught(Rule::Link, EN, "next", "See alert.example for more.");
    caught(Rule::Link, AR, "next", "انظروا https://alert.example.");
}

#[test]
fn hidden_characters_are_found() {
    caught(Rule::Hidden, EN, "next", "Lie\u{202E} down.");
    caught(Rule::Hidden, AR, "next", "انبطحوا\u{200F} على الأرض.");
}

#[test]
fn letters_of_another_alphabet_are_found() {
    // A Cyrillic о in an English word, a Persian yeh in an Arabic one.
    caught(Rule::LookAlike, EN, "next", "Lie d\u{043E}wn.");
    caught(Rule::LookAlike, AR, "next", "انبطحوا عل\u{06CC} الأرض.");
}

#[test]
fn a_long_sentence_and_hard_words_are_found() {
    let long = "Lie down ".repeat(12);
    caught(Rule::Hard, EN, "next", &format!("{long}."));
    caught(Rule::Hard, AR, "next", &"على الأرض ".repeat(12));
    let hard = "Immediately accommodate vulnerable individuals. Organisational responsibilities \
                necessitate comprehensive participation. Precautionary considerations apply. \
                Institutional coordination continues. Environmental deterioration intensifies.";
    caught(Rule::Hard, EN, "next", hard);
}

#[test]
fn what_a_voice_cannot_say_is_found() {
    caught(Rule::Unspeakable, EN, "next", "Stay 5 km away.");
    caught(Rule::Unspeakable, EN, "next", "Call the NCC.");
    caught(Rule::Unspeakable, EN, "next", "Wait until 20:15.");
}

#[test]
fn an_exercise_without_its_mark_and_a_real_text_with_it_are_found() {
    caught(
        Rule::ExerciseMark,
        "en/acts.ftl",
        "exercise-mark-short",
        "Note:",
    );
    caught(
        Rule::ExerciseMark,
        "en/acts.ftl",
        "exercise-mark-short",
        "EXERCISES:",
    );
    caught(Rule::ExerciseMark, EN, "next", "This is no exercise.");
}

#[test]
fn a_word_that_only_contains_the_mark_is_no_mark() {
    let rules = planted(EN, "next", "Lie down. Do not overexercise.");
    assert!(!rules.contains(&Rule::ExerciseMark), "{rules:?}");
}

#[test]
fn codes_that_contradict_each_other_are_found() {
    let mut files = files();
    let codes = files.get_mut("codes.toml").unwrap();
    *codes = codes.replacen(
        "number = 2\nclass = \"air\"",
        "number = 1\nclass = \"air\"",
        1,
    );
    let rules: Vec<Rule> = findings(&files).into_iter().map(|f| f.rule).collect();
    assert!(rules.contains(&Rule::Codes));
}

#[test]
fn a_text_that_its_channel_changes_is_found() {
    use crate::length::Length;
    use crate::text::{gsm7::Shift, sms::Alphabet};
    let alphabet = Alphabet::of("plain", Some(Shift::None));
    let length = Length::Sms {
        alphabet,
        units: 5,
        parts: 1,
    };
    assert!(super::length::comes_back("plain", length, "en", Form::Sms));
    // A lone escape and a padding at the end are lost on the way.
    assert!(!super::length::comes_back("خطر", length, "en", Form::Sms));
    assert!(!super::length::comes_back("go\r", length, "en", Form::Cell));
}

#[test]
fn a_word_that_no_dictionary_knows_is_found_unless_the_lexicon_allows_it() {
    struct Knows(&'static str);
    impl Speller for Knows {
        fn unknown(
            &mut self,
            language: &str,
            words: &std::collections::BTreeSet<String>,
        ) -> Option<std::collections::BTreeSet<String>> {
            (language == "en").then(|| words.iter().filter(|w| *w == self.0).cloned().collect())
        }
    }
    let files = files();
    let all = || {
        files
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    };
    let book = Book::from_files(all()).unwrap();
    let mut lexicons = Lexicon::all(all()).unwrap();
    let (found, without) = spelling(&book, &lexicons, &mut Knows("shelter"));
    assert!(found.iter().all(|f| f.rule == Rule::Spelling) && !found.is_empty());
    assert_eq!(without, ["ar"]);
    lexicons
        .get_mut("en")
        .unwrap()
        .spelling
        .push("Shelter".to_owned());
    assert_eq!(spelling(&book, &lexicons, &mut Knows("shelter")).0, []);
}
