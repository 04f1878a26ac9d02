//! Source, danger, place, action and time are said; the action comes before any reason; nothing
//! contradicts the CAP codes; nothing is said that must never be.

use super::structure::has_time;
use super::{
    AUTHORITY, Finding, PLACE, Page, Rule,
    lexicon::{first_word, lower, says_word},
};
use crate::act::{Act, Form, Reality};
use crate::parts;

/// Forms that may be the only one that somebody gets.
const ALONE: [Form; 5] = [
    Form::Sms,
    Form::Voice,
    Form::CellShort,
    Form::Cell,
    Form::CellLong,
];

/// responseTypes whose verbs send people the other way.
pub(super) const AGAINST: [(&str, &[&str]); 3] = [
    ("Shelter", &["Evacuate"]),
    ("Evacuate", &["Shelter"]),
    ("AllClear", &["Shelter", "Evacuate"]),
];

pub(super) fn check(page: &Page<'_>, findings: &mut Vec<Finding>) {
    for act in Act::ALL {
        for form in ALONE {
            if let Some(said) = page.say(act, form) {
                five(page, act, form, &said.text, findings);
            }
        }
        action(page, act, findings);
        for form in Form::ALL {
            let Some(said) = page.say(act, form) else {
                continue;
            };
            if let Some((word, why)) = page.lexicon.never_in(&said.text) {
                findings.push(page.finding(
                    &parts::id(act, form),
                    Rule::Forbidden,
                    format!("says {word:?}: {why}"),
                ));
            }
        }
    }
    mark(page, findings);
}

/// Source, danger, place and time; what to do has a rule of its own.
fn five(page: &Page<'_>, act: Act, form: Form, text: &str, findings: &mut Vec<Finding>) {
    let id = parts::id(act, form);
    let mut find = |rule, says: &str| findings.push(page.finding(&id, rule, says));
    if !text.contains(AUTHORITY) {
        find(Rule::NoSource, "does not say who warns; add { $authority }");
    }
    if !text.contains(PLACE) {
        find(Rule::NoPlace, "does not say where; add { $place }");
    }
    let of_a_danger = Act::OF_A_DANGER.contains(&act);
    if of_a_danger && !names_danger(page, text) {
        find(
            Rule::NoDanger,
            "does not name the danger; use a word of `event`",
        );
    }
    // Ninety characters leave no room for a clock, and a voice says until when.
    let timeless = form == Form::CellShort || form == Form::Voice && !act.warns();
    let says_when = has_time(text) || form == Form::Voice && !text.is_empty();
    if !timeless && !says_when {
        find(Rule::NoTime, "does not say when; add { $time }");
    }
}

/// A word of the danger's name, or the beginning of one: cases and plurals change the end.
fn names_danger(page: &Page<'_>, text: &str) -> bool {
    let Some(event) = page.book.event(page.danger, page.language) else {
        return false;
    };
    let text = lower(text, page.language);
    lower(&event, page.language)
        .split(|c: char| !c.is_alphabetic())
        .map(|word| {
            let word = word.strip_prefix("ال").unwrap_or(word);
            word.chars().take(5).collect::<String>()
        })
        .filter(|stem| stem.chars().count() >= 3)
        .any(|stem| text.contains(&stem))
}

/// What to do is said, said first, and not contradicted.
fn action(page: &Page<'_>, act: Act, findings: &mut Vec<Finding>) {
    let Some(cap) = page.book.codes().cap(page.danger, act) else {
        return;
    };
    let forms: &[Form] = match act {
        Act::Alert => &[
            Form::Headline,
            Form::First,
            Form::Sms,
            Form::Push,
            Form::Voice,
        ],
        Act::Update => &[Form::Headline, Form::First, Form::Sms],
        Act::PreAlert | Act::Expiry => &[Form::First, Form::Sms],
        Act::AllClear | Act::Retraction | Act::Test | Act::Exercise | Act::Headcount => &[],
    };
    for form in forms {
        let Some(said) = page.say(act, *form) else {
            continue;
        };
        let id = parts::id(act, *form);
        let verbs = cap
            .response
            .iter()
            .filter_map(|response| page.lexicon.verb_at(&said.text, response));
        let Some(first) = verbs.min() else {
            findings.push(page.finding(
                &id,
                Rule::NoAction,
                format!(
                    "has no verb of responseType {}; see {}/lexicon.toml",
                    cap.response.join(" or "),
                    page.language
                ),
            ));
            continue;
        };
        let late = page
            .lexicon
            .because_at(&said.text)
            .is_some_and(|because| because < first);
        let lower = lower(&said.text, page.language);
        let second_sentence = *form == Form::First && sentence_of(&lower, first) > 0;
        if late || second_sentence {
            findings.push(page.finding(
                &id,
                Rule::ActionLate,
                "explains before it says what to do; put the action first",
            ));
        }
    }
    contradiction(page, act, &cap.response, findings);
}

fn contradiction(page: &Page<'_>, act: Act, responses: &[String], findings: &mut Vec<Finding>) {
    for form in [
        Form::Headline,
        Form::First,
        Form::Sms,
        Form::Push,
        Form::Display,
    ] {
        let Some(said) = page.say(act, form) else {
            continue;
        };
        for (response, against) in AGAINST {
            if !responses.iter().any(|ours| ours == response) {
                continue;
            }
            for other in against
                .iter()
                .filter(|other| !responses.iter().any(|r| r == *other))
            {
                if let Some(verb) = page.lexicon.verb_beside(&said.text, response, other) {
                    findings.push(page.finding(
                        &parts::id(act, form),
                        Rule::Contradiction,
                        format!("says {verb:?} ({other}), and the CAP responseType is {response}"),
                    ));
                }
            }
        }
    }
}

/// Which sentence of a text in lower case a byte is in.
fn sentence_of(lower: &str, at: usize) -> usize {
    let before = lower.get(..at).unwrap_or_default();
    before
        .char_indices()
        .filter(|(i, c)| {
            matches!(c, '.' | '!' | '?' | '؟')
                && before[i + c.len_utf8()..].starts_with(char::is_whitespace)
        })
        .count()
}

/// An exercise begins with its mark in every form, and nothing real has it.
fn mark(page: &Page<'_>, findings: &mut Vec<Finding>) {
    let Some(word) = page.book.exercise_mark(page.language) else {
        return;
    };
    let lower = |text: &str| lower(text, page.language);
    let word = lower(&word);
    let Some(word) = first_word(&word) else {
        return;
    };
    for act in Act::OF_A_DANGER {
        for form in Form::ALL {
            let slots = page.found_again();
            let said = |reality| {
                page.say_with(act, reality, form, &slots)
                    .map_or_else(|_| String::new(), |said| lower(&said.text))
            };
            let (real, exercise) = (said(Reality::Actual), said(Reality::Exercise));
            if says_word(&real, word) {
                findings.push(page.finding(
                    &parts::id(act, form),
                    Rule::ExerciseMark,
                    format!("says {word:?}, and is real"),
                ));
            }
            if !exercise.is_empty() && first_word(&exercise) != Some(word) {
                findings.push(page.finding(
                    &parts::id(act, form),
                    Rule::ExerciseMark,
                    format!("does not begin with {word:?} in an exercise"),
                ));
            }
        }
    }
}
