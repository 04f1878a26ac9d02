//! What a danger is called elsewhere comes from its own file, and every message of it is sound CAP.

use crate::place::{Place, exercise, issued, rockets, site};
use vigie_cap::doc::{NameValue, ResponseType, Urgency};
use vigie_cap::rule::Level;
use vigie_core::ids::Danger;
use vigie_core::warning::{Content, Draft};
use vigie_core::wording::DangerWords;
use vigie_core::{Command, Input};
use vigie_words::{Act, Reality, built_in, narrow};

/// The compound with every word that Vigie comes with.
fn wordy() -> Place {
    let book = built_in::book();
    let mut site = site();
    let languages = site.languages.clone();
    site.words = book
        .dangers()
        .map(|danger| {
            let words = DangerWords::of(&book, danger, &languages).unwrap();
            (Danger::new(danger), words)
        })
        .collect();
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(site)));
    place.vetted(&languages);
    place
}

/// The message as others read it, after a look at whether it is sound.
#[track_caller]
fn sound(content: &Content) -> vigie_cap::doc::Alert {
    let reading = vigie_cap::read(content.cap.xml.as_bytes(), vigie_cap::Mode::Strict);
    let alert = reading.alerts.into_iter().next().unwrap().alert;
    let wrong: Vec<String> = vigie_cap::check::check(&alert)
        .into_iter()
        .filter(|finding| finding.rule.level == Level::Error)
        .map(|finding| format!("{}: {}", finding.rule.id, finding.found))
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:?}", content.danger);
    assert!(!alert.infos.is_empty());
    alert
}

fn code<'a>(alert: &'a vigie_cap::doc::Alert, name: &'a str) -> &'a str {
    NameValue::values(&alert.infos[0].event_codes, name)
        .next()
        .unwrap()
}

#[test]
fn every_danger_is_sound_cap_with_the_codes_of_its_file() {
    let mut place = wordy();
    let book = built_in::book();
    for danger in book.dangers() {
        let codes = &book.codes().dangers[danger];
        let draft = Draft {
            danger: Danger::new(danger),
            ..rockets()
        };
        let warning = place.live(draft);
        let alert = sound(&place.last_alert(warning).content);
        assert_eq!(code(&alert, "SAME"), codes.same);
        let vigie = narrow::encode(book.codes(), danger, Act::Alert, Reality::Actual).unwrap();
        assert_eq!(code(&alert, "VIGIE"), hex::encode(vigie));
        for info in &alert.infos {
            let words = |words: &[String]| words.join(" ");
            let responses: Vec<&str> = info.response_types.iter().map(|r| r.as_str()).collect();
            let categories: Vec<&str> = info.categories.iter().map(|c| c.as_str()).collect();
            assert_eq!(responses.join(" "), words(&codes.cap.response), "{danger}");
            assert_eq!(categories.join(" "), words(&codes.cap.category), "{danger}");
            assert_eq!(info.urgency.as_str(), codes.cap.urgency);
            assert_eq!(info.severity.as_str(), codes.cap.severity);
            assert_eq!(info.certainty.as_str(), codes.cap.certainty);
        }
        let ended = place.officer("amal", Command::AllClear(warning)).unwrap();
        let alert = sound(issued(&ended)[0]);
        assert_eq!(code(&alert, "SAME"), "ADR");
        assert_eq!(alert.infos[0].urgency, Urgency::Past);
        assert_eq!(alert.infos[0].response_types, [ResponseType::AllClear]);
    }
}

#[test]
fn an_exercise_has_the_event_code_of_an_exercise() {
    let mut place = wordy();
    let warning = place.live(exercise());
    let alert = sound(&place.last_alert(warning).content);
    assert_eq!(code(&alert, "SAME"), "DMO");
    let book = built_in::book();
    let bytes = hex::decode(code(&alert, "VIGIE")).unwrap();
    let meaning = narrow::decode(book.codes(), bytes.try_into().unwrap()).unwrap();
    assert_eq!(
        (meaning.danger, meaning.reality),
        ("rockets", Reality::Exercise)
    );
}

#[test]
fn the_site_in_twelve_languages_stays_far_below_what_one_entry_holds() {
    const ENTRY_BYTES_MAX: usize = 1 << 20;
    let book = built_in::book();
    let mut site = site();
    site.languages = book
        .languages()
        .into_iter()
        .map(vigie_core::ids::Language::new)
        .collect();
    assert_eq!(site.languages.len(), 12);
    for danger in book.dangers() {
        let words = DangerWords::of(&book, danger, &site.languages).unwrap();
        site.words.insert(Danger::new(danger), words);
    }
    let mut place = Place::bare();
    let facts = place.tell(Input::Declare(Box::new(site)));
    for fact in facts {
        let line = serde_json::to_vec(&vigie_core::fact_wire::Wire::alone(&fact)).unwrap();
        println!("{} bytes", line.len());
        assert!(line.len() < ENTRY_BYTES_MAX / 2, "{} bytes", line.len());
    }
}
