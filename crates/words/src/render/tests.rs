//! No value of a slot can break a sentence, leak markup, steer direction, or pass a limit unsaid; and
//! every text is what its golden file says.

use super::*;
use crate::built_in;
use crate::length::SMS_PARTS_MAX;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;

static BOOK: LazyLock<Book> = LazyLock::new(built_in::book);

fn ask(language: &str, act: Act, form: Form) -> Ask<'_> {
    Ask {
        danger: "rockets",
        act,
        reality: Reality::Actual,
        language,
        form,
    }
}

fn slots<'a>(place: &'a str, authority: &'a str) -> Slots<'a> {
    Slots::new(place, authority, LocalTime::EIGHT_FIFTEEN)
}

/// Values that somebody could try: slots, markup, marks of direction, links, lines, lengths.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{ $authority }".to_owned()),
        Just("{place}".to_owned()),
        Just("<b>&amp;</b>".to_owned()),
        Just("\u{202E}\u{2066}\u{2069}\u{200F}".to_owned()),
        Just("https://bad.example/x".to_owned()),
        Just("\r\n\t\u{0}\u{1b}".to_owned()),
        Just("بغداد".to_owned()),
        Just("x".repeat(10_000)),
        ".{0,12}",
    ];
    proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn any_form() -> impl Strategy<Value = (String, Act, Form, Reality)> {
    let languages: Vec<String> = BOOK.languages().into_iter().map(str::to_owned).collect();
    (
        proptest::sample::select(languages),
        proptest::sample::select(Act::ALL.to_vec()),
        proptest::sample::select(Form::ALL.to_vec()),
        proptest::sample::select(vec![Reality::Actual, Reality::Exercise]),
    )
}

/// The text with its names taken out again: what the authors wrote.
fn without(text: &str, place: &str, authority: &str) -> String {
    let mut text = text.replace([bidi::FIRST_STRONG_ISOLATE, bidi::POP_ISOLATE], "");
    for value in [place, authority] {
        if !value.is_empty() {
            text = text.replace(value, "§");
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_value_breaks_a_sentence_or_leaks_markup(
        place in nasty(),
        authority in nasty(),
        (language, act, form, reality) in any_form(),
    ) {
        let of = Ask { danger: "rockets", act, reality, language: &language, form };
        let said = BOOK.render(&of, &slots(&place, &authority)).unwrap();
        let text = &said.text;
        prop_assert!(!text.contains(['{', '}', '<', '>']), "{text}");
        prop_assert!(!text.contains("://"), "{text}");
        let controls = text.chars().filter(|c| c.is_control() && *c != '\n').count();
        prop_assert_eq!(controls, 0, "{}", text);
        prop_assert!(form == Form::Display || !text.contains('\n'));
        // Only whole isolates steer direction.
        let mut depth = 0i32;
        for c in text.chars().filter(|c| bidi::is_hidden(*c)) {
            depth += match c {
                bidi::FIRST_STRONG_ISOLATE => 1,
                bidi::POP_ISOLATE => -1,
                _ => 100,
            };
            prop_assert!((0..=1).contains(&depth), "{text:?}");
        }
        prop_assert_eq!(depth, 0);
        // The words around the names are the authors', whatever the names are.
        if let (Ok(plain), false) = (BOOK.render(&of, &slots("", "")), form.is_narrow()) {
            let (p, a) = (name(&place, NAME_CHARS_MAX).0, name(&authority, NAME_CHARS_MAX).0);
            let (p, a) = (
                if p.chars().count() > 3 { p } else { String::new() },
                if a.chars().count() > 3 { a } else { String::new() },
            );
            if !p.is_empty() && !a.is_empty() && !p.contains(&a) && !a.contains(&p) {
                let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
                let authors = without(text, &p, &a);
                prop_assert_eq!(letters(&authors), letters(&plain.text));
            }
        }
    }

    #[test]
    fn no_value_passes_a_limit_unsaid(
        place in nasty(),
        authority in nasty(),
        (language, act, form, reality) in any_form(),
    ) {
        let of = Ask { danger: "rockets", act, reality, language: &language, form };
        let said = BOOK.render(&of, &slots(&place, &authority)).unwrap();
        match said.length {
            Length::Characters { count, max: Some(max) } => prop_assert!(count <= max + 40),
            Length::Sms { units, parts, alphabet } => {
                let (_, each) = alphabet.room();
                prop_assert!(units <= parts * each.max(alphabet.room().0));
                prop_assert!(said.length.fits() == (parts <= SMS_PARTS_MAX));
            }
            Length::Lines { fits } => prop_assert!(fits),
            Length::Characters { max: None, .. } => {}
        }
        if place.len() == 10_000 && form.is_narrow() && !matches!(form, Form::Display | Form::Push) {
            prop_assert!(said.cut.contains(&Slot::Place));
        }
    }

    #[test]
    fn a_template_says_what_render_says(place in "[a-zA-Z ]{1,20}", authority in "[a-zA-Z ]{1,20}") {
        for language in BOOK.languages() {
            for form in [Form::Headline, Form::What, Form::First] {
                let of = ask(language, Act::Alert, form);
                let template = BOOK.template(&of).unwrap();
                let rendered = BOOK.render(&of, &slots(&place, &authority)).unwrap().text;
                let filled = fill(&template, language, &Filling { place: &place, authority: &authority, ..Filling::default() });
                let squeezed = filled.split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert_eq!(squeezed, rendered);
            }
        }
    }
}

#[test]
fn a_place_called_authority_stays_a_place() {
    let filling = Filling {
        place: "{authority}",
        authority: "X",
        ..Filling::default()
    };
    let filled = fill("{place}: {authority} {time}", "en", &filling);
    assert_eq!(filled, "authority: X {time}");
}

#[test]
fn a_language_without_a_text_is_said_to_be_missing() {
    let of = ask("xx", Act::Alert, Form::Sms);
    let unsaid = BOOK.render(&of, &slots("A", "B")).unwrap_err();
    assert!(unsaid.to_string().contains("xx/rockets.ftl"), "{unsaid}");
}

#[test]
fn the_place_is_cut_where_the_channel_is_narrow_and_nowhere_else() {
    let long = "A very long name of a place that no display and no short message can hold";
    let sms = BOOK
        .render(&ask("en", Act::Alert, Form::Sms), &slots(long, "B"))
        .unwrap();
    assert_eq!(sms.cut, [Slot::Place]);
    let headline = BOOK
        .render(&ask("en", Act::Alert, Form::Headline), &slots(long, "B"))
        .unwrap();
    assert!(headline.cut.is_empty() && headline.text.contains(long));
}

/// Every danger, act and form of every language, beside what it was when somebody last looked:
/// `VIGIE_GOLDEN=write cargo test -p vigie-words golden` writes them anew.
#[test]
fn every_text_is_what_its_golden_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let write = std::env::var_os("VIGIE_GOLDEN").is_some_and(|word| word == "write");
    let mut other = Vec::new();
    for language in BOOK.languages() {
        for danger in BOOK.dangers_in(language).chain(["acts"]) {
            let said = everything(danger, language);
            let file = folder.join(language).join(format!("{danger}.txt"));
            if write {
                std::fs::create_dir_all(folder.join(language)).unwrap();
                std::fs::write(&file, &said).unwrap();
            } else if std::fs::read_to_string(&file).ok().as_deref() != Some(said.as_str()) {
                other.push(format!("{language}/{danger}"));
            }
        }
    }
    assert!(
        other.is_empty(),
        "these say something else than their golden files: {}; read the new texts, then run \
         `VIGIE_GOLDEN=write cargo test -p vigie-words golden` and commit both",
        other.join(", ")
    );
}

fn everything(danger: &str, language: &str) -> String {
    let places = [("en", "Harbour"), ("ar", "الميناء")].into();
    let authorities = [("en", "Civil Defence"), ("ar", "الدفاع المدني")].into();
    let destinations = [("en", "School Hill"), ("ar", "تلة المدرسة")].into();
    let example = crate::gallery::Example {
        places: &places,
        authorities: &authorities,
        destinations: &destinations,
    };
    let slots = crate::gallery::slots(&BOOK, danger, language, &example);
    let mut text = String::new();
    let in_an_exercise = [
        Form::Headline,
        Form::Sms,
        Form::Voice,
        Form::Display,
        Form::Push,
    ];
    let of_acts = |act: &Act| Act::OF_A_DANGER.contains(act) != (danger == "acts");
    for act in Act::ALL.into_iter().filter(of_acts) {
        for reality in [Reality::Actual, Reality::Exercise] {
            let forms = Form::ALL.into_iter();
            for form in forms.filter(|f| reality == Reality::Actual || in_an_exercise.contains(f)) {
                let of = Ask {
                    danger,
                    act,
                    reality,
                    language,
                    form,
                };
                let said = BOOK.render(&of, &slots).unwrap();
                let mark = match reality {
                    Reality::Actual => "",
                    Reality::Exercise => " exercise",
                };
                let line = said.text.replace('\n', " / ");
                writeln!(text, "{}{mark} {}: {line}", act.as_str(), form.as_str()).unwrap();
            }
        }
    }
    if danger == "acts" {
        for (name, said) in BOOK.alike(language) {
            writeln!(text, "{name}: {}", said.replace('\n', " / ")).unwrap();
        }
    }
    text
}

/// Between these two lines the README shows one warning; written anew like the golden files.
const README_FROM: &str = "<!-- rockets, as `vigie words show` says it -->\n";
const README_TO: &str = "<!-- end -->\n";

#[test]
fn the_golden_warning_in_the_readme_is_the_one_that_is_said() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = readme.split_once(README_FROM).unwrap();
    let (shown, after) = rest.split_once(README_TO).unwrap();
    let said = in_four_languages();
    if std::env::var_os("VIGIE_GOLDEN").is_some_and(|word| word == "write") {
        let whole = [before, README_FROM, &said, README_TO, after].concat();
        std::fs::write(&file, whole).unwrap();
    } else {
        assert_eq!(
            shown, said,
            "`VIGIE_GOLDEN=write cargo test -p vigie-words golden` writes it anew"
        );
    }
}

fn in_four_languages() -> String {
    let mut text = String::new();
    for (language, place, authority) in [
        ("en", "Harbour District", "Civil Defence"),
        ("fr", "Quartier du Port", "Protection civile"),
        ("ar", "حي الميناء", "الدفاع المدني"),
        ("uk", "Портовий район", "ДСНС"),
    ] {
        let slots = slots(place, authority);
        let say = |form| {
            BOOK.render(&ask(language, Act::Alert, form), &slots)
                .unwrap()
                .text
        };
        let direction = match traits(language).direction {
            crate::language::Direction::Ltr => "ltr",
            crate::language::Direction::Rtl => "rtl",
        };
        let rest = [Form::First, Form::Next, Form::Until, Form::Source].map(say);
        writeln!(
            text,
            "<p dir=\"{direction}\" lang=\"{language}\"><b>{}</b><br>{}</p>",
            say(Form::Headline),
            rest.join(" ")
        )
        .unwrap();
    }
    text
}
