use super::*;
use serde_json::json;

fn lexicon() -> Lexicon {
    let said = |mark: &str| {
        let words = [
            "exercise",
            "actual",
            "actual_long",
            "actual_past",
            "exercise_long",
            "exercise_past",
            "in_force",
            "updated",
            "all_clear",
            "retracted",
            "expired",
            "ended_unseen",
            "none",
            "none_as_of",
            "as_of",
            "no_script",
            "link_lost",
            "link_lost_long",
            "language_missing",
            "also_in",
            "no_text",
            "since",
            "until",
            "until_open",
            "ended_at",
            "area",
            "source",
            "danger",
            "code",
            "code_long",
            "original",
        ];
        let words = words.map(|word| (word, format!("{word}{mark}")));
        words.into_iter().collect::<BTreeMap<_, _>>()
    };
    serde_json::from_value(json!({
        "en": { "direction": "ltr", "words": said("") },
        "ar": { "direction": "rtl", "words": said("-ar") },
    }))
    .unwrap()
}

fn texts() -> BTreeMap<Language, Texts> {
    let text = |headline: &str| Texts {
        headline: headline.to_owned(),
        description: String::new(),
        instruction: "Lie down. <b>Now</b> & wait.".to_owned(),
        push: String::new(),
        display: String::new(),
    };
    let said = [("en", "Rockets"), ("ar", "صواريخ"), ("fr", "Roquettes")];
    said.map(|(tag, headline)| (Language::new(tag), text(headline)))
        .into()
}

fn seen(n: u64, act: Act, status: Status, texts: &BTreeMap<Language, Texts>) -> Seen<'_> {
    Seen {
        n,
        status,
        act,
        is_gone: false,
        since: Timestamp::from_unix_ms(1_784_000_000_999),
        sent: Timestamp::from_unix_ms(1_784_000_060_999),
        expires: None,
        danger: "rockets",
        area: "The \"compound\"",
        source: "Duty office",
        code: "QUIET-RIVER-17".to_owned(),
        texts,
        original: None,
    }
}

fn page(wanted: &[&str], known: Option<Vec<Seen<'_>>>) -> String {
    let wanted: Vec<Language> = wanted.iter().map(|tag| Language::new(*tag)).collect();
    let reader = Reader {
        lexicon: &lexicon(),
        wanted: &wanted,
    };
    shown(reader, known, Timestamp::from_unix_ms(1_784_000_120_999))
}

#[test]
fn who_knows_nothing_says_link_lost_and_never_that_there_is_no_warning() {
    let said = page(&["ar-IQ"], None);
    assert!(said.contains("link_lost-ar · link_lost"), "{said}");
    assert!(said.contains("dir=\"rtl\""), "{said}");
    assert!(!said.contains("none"), "{said}");
}

#[test]
fn no_warning_is_said_of_a_moment_and_only_when_none_is_in_force() {
    let texts = texts();
    let said = page(&[], Some(Vec::new()));
    assert!(said.contains("as_of: <time"), "{said}");
    assert!(said.contains("UTC</time>"), "{said}");
    assert!(said.contains(">none<"), "{said}");
    let ended = vec![seen(7, Act::AllClear, Status::Actual, &texts)];
    assert!(page(&[], Some(ended)).contains(">none<"));
    let live = vec![
        seen(7, Act::AllClear, Status::Actual, &texts),
        seen(8, Act::Update, Status::Exercise, &texts),
    ];
    assert!(!page(&[], Some(live)).contains(">none<"));
}

#[test]
fn what_is_in_force_comes_first_the_real_before_the_exercise_and_the_new_before_the_old() {
    let texts = texts();
    let said = page(
        &["en"],
        Some(vec![
            seen(9, Act::AllClear, Status::Actual, &texts),
            seen(8, Act::Alert, Status::Exercise, &texts),
            seen(5, Act::Alert, Status::Actual, &texts),
            seen(6, Act::Alert, Status::Actual, &texts),
        ]),
    );
    let at = |n: u64| said.find(&format!("id=\"warning-{n}\"")).unwrap();
    assert!(at(6) < at(5) && at(5) < at(8) && at(8) < at(9), "{said}");
}

#[test]
fn a_reader_gets_their_language_and_the_others_folded_and_no_text_becomes_markup() {
    let texts = texts();
    let said = page(
        &["fr-CA", "ar"],
        Some(vec![seen(5, Act::Alert, Status::Actual, &texts)]),
    );
    let (own, others) = said.split_once("<details").unwrap();
    assert!(
        own.contains("Roquettes") && !own.contains("Rockets"),
        "{own}"
    );
    assert!(others.contains("Rockets") && others.contains("صواريخ"));
    // The page itself speaks the next language that it has.
    assert!(own.contains("lang=\"ar\" dir=\"rtl\""), "{own}");
    assert!(said.contains("actual-ar · actual"), "{said}");
    assert!(said.contains("&lt;b&gt;Now&lt;/b&gt; &amp; wait"), "{said}");
    assert!(said.contains("The &quot;compound&quot;"), "{said}");
    let missing = page(
        &["de"],
        Some(vec![seen(5, Act::Alert, Status::Actual, &texts)]),
    );
    assert!(missing.contains("language_missing"), "{missing}");
}

#[test]
fn each_end_is_a_state_of_its_own() {
    let texts = texts();
    let stage = |act, is_gone| {
        let one = Seen {
            is_gone,
            ..seen(5, act, Status::Actual, &texts)
        };
        let said = page(&["en"], Some(vec![one]));
        let (_, rest) = said.split_once("data-stage=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let each = Act::ALL.map(|act| stage(act, false));
    assert_eq!(each, ["live", "live", "all_clear", "retracted", "expired"]);
    assert_eq!(stage(Act::Alert, true), "ended_unseen");
}
