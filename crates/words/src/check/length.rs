//! Every form fits its channel with the longest names that it may be given, in an alphabet that its
//! language is meant to fit, and comes back from the channel's encoding word for word.

use super::{Finding, Page, Rule, time};
use crate::act::{Act, Form, Reality};
use crate::language::traits;
use crate::length::Length;
use crate::parts;
use crate::render::Rendered;
use crate::slots::{AUTHORITY_CHARS_NARROW, Distance, PLACE_CHARS_NARROW, Slots};
use crate::text::sms::Alphabet;
use crate::text::{PUSH_OWN_CHARS_MAX, cell};

const NARROW: [Form; 6] = [
    Form::Sms,
    Form::Display,
    Form::Push,
    Form::CellShort,
    Form::Cell,
    Form::CellLong,
];

pub(super) fn check(page: &Page<'_>, findings: &mut Vec<Finding>) {
    // In a text from right to left a Latin name is the longest: it brings its isolates.
    let place = "M".repeat(PLACE_CHARS_NARROW);
    let authority = "W".repeat(AUTHORITY_CHARS_NARROW);
    let slots = page.with_extras(
        Slots::new(&place, &authority, time()),
        Distance::Kilometres(25),
        45,
    );
    for act in Act::ALL {
        for form in NARROW {
            for reality in [Reality::Actual, Reality::Exercise] {
                if let Ok(said) = page.say_with(act, reality, form, &slots) {
                    one(page, act, reality, form, &said, findings);
                }
            }
        }
    }
}

fn one(
    page: &Page<'_>,
    act: Act,
    reality: Reality,
    form: Form,
    said: &Rendered,
    findings: &mut Vec<Finding>,
) {
    let id = parts::id(act, form);
    let exercise = match reality {
        Reality::Actual => "",
        Reality::Exercise => " in an exercise",
    };
    match said.length {
        Length::Characters {
            count,
            max: Some(max),
        } if count > max => findings.push(page.finding(
            &id,
            Rule::TooLong,
            format!("{count} characters{exercise}; {} has {max}", form.as_str()),
        )),
        Length::Characters { count, .. }
            if form == Form::Push && reality == Reality::Actual && count > PUSH_OWN_CHARS_MAX =>
        {
            findings.push(page.finding(
                &id,
                Rule::TooLong,
                format!("{count} characters; at most {PUSH_OWN_CHARS_MAX}, so that the mark of an exercise fits"),
            ));
        }
        Length::Lines { fits: false } => findings.push(page.finding(
            &id,
            Rule::TooLong,
            format!(
                "{:?} does not fit 2 lines of 16 characters{exercise}",
                said.text
            ),
        )),
        Length::Sms {
            alphabet,
            units,
            parts,
        } => {
            let seven_bits = traits(page.language).gsm.is_some();
            let max = parts_max(act, seven_bits) + usize::from(reality == Reality::Exercise);
            if seven_bits && alphabet == Alphabet::Ucs2 {
                findings.push(page.finding(
                    &id,
                    Rule::Alphabet,
                    format!(
                        "has {:?}, which the SMS alphabet lacks; choose other words",
                        odd_letters(&said.text, page.language)
                    ),
                ));
            } else if parts > max {
                findings.push(page.finding(
                    &id,
                    Rule::TooLong,
                    format!(
                        "{units} units of {} are {parts} parts{exercise}; at most {max} with a place of {PLACE_CHARS_NARROW} and an authority of {AUTHORITY_CHARS_NARROW} characters",
                        alphabet.name()
                    ),
                ));
            }
        }
        Length::Characters { .. } | Length::Lines { .. } => {}
    }
    if !comes_back(&said.text, said.length, page.language, form) {
        findings.push(page.finding(&id, Rule::RoundTrip, "does not come back from its encoding"));
    }
}

/// Parts of an SMS. An alert in one, where the alphabet allows: a telephone shows the first part first.
const fn parts_max(act: Act, seven_bits: bool) -> usize {
    match (act, seven_bits) {
        (Act::Alert, true) => 1,
        (Act::Alert, false) | (_, true) => 2,
        (_, false) => 3,
    }
}

fn odd_letters(text: &str, language: &str) -> String {
    let shift = traits(language).gsm;
    let mut odd: Vec<char> = text
        .chars()
        .filter(|c| Alphabet::of(&c.to_string(), shift) == Alphabet::Ucs2)
        .collect();
    odd.sort_unstable();
    odd.dedup();
    odd.into_iter().collect()
}

/// Whether a telephone shows what was written.
pub(super) fn comes_back(text: &str, length: Length, language: &str, form: Form) -> bool {
    match (form, length) {
        (Form::Sms, Length::Sms { alphabet, .. }) => {
            let parts = alphabet.parts(text).into_iter().map(|part| {
                let (octets, units) = alphabet.encode(&part)?;
                alphabet.decode(&octets, units)
            });
            parts.collect::<Option<String>>().as_deref() == Some(text)
        }
        (Form::CellShort | Form::Cell | Form::CellLong, _) => {
            cell::pages(text, language)
                .and_then(|pages| cell::text_of(&pages))
                .as_deref()
                == Some(text)
        }
        _ => true,
    }
}
