//! What a reader would do: every alert reads back as its responseType, and the manual shows by which verb.

use super::*;
use crate::built_in;

/// The verb of its responseType that what to do first says, for each danger and language; a text without
/// one fails.
fn read_back() -> String {
    let book = built_in::book();
    let languages = book.languages();
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let tags = languages.iter().map(|tag| (*tag).to_owned());
    let head: Vec<String> = ["Danger".to_owned(), "CAP".to_owned()]
        .into_iter()
        .chain(tags)
        .collect();
    let rows = book.dangers().map(|danger| {
        let response = book.codes().cap(danger, Act::Alert).unwrap().response;
        let verbs = languages
            .iter()
            .map(|language| verb(&book, danger, language, &response));
        let cells: Vec<String> = [danger.to_owned(), response.join(", ")]
            .into_iter()
            .chain(verbs)
            .collect();
        row(&cells)
    });
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    [row(&head), rule].into_iter().chain(rows).collect()
}

fn verb(book: &Book, danger: &str, language: &str, response: &[String]) -> String {
    let ask = Ask {
        danger,
        act: Act::Alert,
        reality: Reality::Actual,
        language,
        form: Form::First,
    };
    let slots = Slots::new(PLACE, AUTHORITY, time());
    let said = book.render(&ask, &slots).unwrap().text;
    let lexicon = &Lexicon::all(built_in::files()).unwrap()[language];
    let mut verbs = response
        .iter()
        .filter_map(|response| lexicon.verb_in(&said, response));
    let Some(verb) = verbs.next() else {
        let heard = lexicon.read_back(&said);
        panic!("{language}/{danger}: {said:?} reads as {heard:?}");
    };
    verb.to_owned()
}

#[test]
fn every_alert_reads_back_as_its_response_type_and_the_golden_manual_says_how() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/manual/words-read-back.md"
    );
    let manual = std::fs::read_to_string(file).unwrap();
    let head = manual.split("| Danger |").next().unwrap();
    let whole = format!("{head}{}", read_back());
    if std::env::var_os("VIGIE_GOLDEN").is_some_and(|word| word == "write") {
        std::fs::write(file, whole).unwrap();
    } else {
        assert_eq!(
            manual, whole,
            "`VIGIE_GOLDEN=write cargo test -p vigie-words golden` writes it anew"
        );
    }
}
