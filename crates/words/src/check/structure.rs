//! Every language has every part, every part says its slots, and nothing is there that is never said.

use super::{AUTHORITY, DESTINATION, Finding, PHONE, PLACE, Page, Rule};
use crate::act::{Act, Form, Reality};
use crate::book::Book;
use crate::pages::pages;
use crate::parts::{self, Part};
use crate::script::Sheet;
use crate::slot::Slot;
use crate::slots::Distance;
use std::collections::BTreeSet;

/// The files of one language: what is missing, and what nothing ever says.
pub(super) fn check(book: &Book, language: &str, findings: &mut Vec<Finding>) {
    let acts: Vec<Part> = parts::of_the_acts();
    let of_acts: BTreeSet<&str> = acts.iter().map(|part| part.id.as_str()).collect();
    let own: Vec<Part> = parts::of_a_danger();
    let of_dangers: BTreeSet<&str> = own.iter().map(|part| part.id.as_str()).collect();
    let file = format!("{language}/acts.ftl");
    match book.acts_source(language) {
        None => findings.push(Finding {
            file,
            part: String::new(),
            rule: Rule::PartMissing,
            says: "is missing; every danger of the language rests on it".to_owned(),
        }),
        Some(source) => {
            let ids = ids(&source.text, &source.overlay);
            one_file(&file, &ids, &acts, &of_acts, findings);
            follows(&file, &source.text, findings);
        }
    }
    for danger in book.dangers() {
        if let Some(source) = book.source(danger, language) {
            let ids = ids(&source.text, &source.overlay);
            // A danger may say an act's part in its own way.
            let mut known = of_dangers.clone();
            known.extend(&of_acts);
            one_file(
                &format!("{language}/{danger}.ftl"),
                &ids,
                &own,
                &known,
                findings,
            );
            let file = format!("{language}/{danger}.ftl");
            follows(&file, &source.text, findings);
        }
    }
}

/// Whose public words a file follows. A site answers for its own: whoever vets them knows.
fn follows(file: &str, text: &str, findings: &mut Vec<Finding>) {
    if text.is_empty() {
        return;
    }
    for says in pages(text).err().unwrap_or_default() {
        findings.push(Finding {
            file: file.to_owned(),
            part: String::new(),
            rule: Rule::NoPage,
            says,
        });
    }
}

fn ids(text: &str, overlay: &str) -> BTreeSet<String> {
    [text, overlay]
        .into_iter()
        .filter_map(|text| Sheet::read(text).ok())
        .flat_map(|sheet| sheet.ids())
        .collect()
}

fn one_file(
    file: &str,
    ids: &BTreeSet<String>,
    wanted: &[Part],
    known: &BTreeSet<&str>,
    findings: &mut Vec<Finding>,
) {
    let mut find = |part: &str, rule, says: &str| {
        findings.push(Finding {
            file: file.to_owned(),
            part: part.to_owned(),
            rule,
            says: says.to_owned(),
        });
    };
    for part in wanted.iter().filter(|part| !part.optional) {
        if !ids.contains(&part.id) {
            find(&part.id, Rule::PartMissing, "is missing");
        }
    }
    for id in ids.iter().filter(|id| !known.contains(id.as_str())) {
        find(
            id,
            Rule::PartUnknown,
            "is no part that is ever said; see docs/manual/words.md",
        );
    }
}

/// Whether everything can be said, is not empty, and says the slots that it must.
pub(super) fn slots(page: &Page<'_>, findings: &mut Vec<Finding>) {
    for act in Act::ALL {
        let shared = !Act::OF_A_DANGER.contains(&act);
        for form in parts::FORMS_OF_AN_ACT {
            let id = parts::id(act, form);
            let said = page.say_with(act, Reality::Exercise, form, &page.found_again());
            if let Err(unsaid) = said {
                findings.push(page.finding(&id, Rule::Broken, unsaid.to_string()));
                continue;
            }
            let Some(said) = page.say(act, form) else {
                continue;
            };
            let optional = matches!(form, Form::Next | Form::Until);
            let needs_end = act == Act::Alert && optional;
            if said.text.is_empty() && (!optional || needs_end) {
                findings.push(page.finding(&id, Rule::PartEmpty, "says nothing"));
            }
            let part = parts::of_the_acts().into_iter().find(|part| part.id == id);
            for slot in part.map_or(&[][..], |part| part.slots) {
                if !says(*slot, &said.text) {
                    findings.push(page.finding(
                        &id,
                        Rule::SlotMissing,
                        format!("does not say {{ ${} }}", slot.as_str()),
                    ));
                }
            }
            if shared && form == Form::Headline && page.danger.is_empty() {
                return;
            }
        }
    }
    extras(page, findings);
}

/// A slot that the codes promise is said somewhere in the alert.
fn extras(page: &Page<'_>, findings: &mut Vec<Finding>) {
    let Some(codes) = page.book.codes().dangers.get(page.danger) else {
        return;
    };
    for slot in &codes.slots {
        let with = page.found_again();
        let without = match slot {
            Slot::Distance => crate::Slots {
                distance: None,
                ..with
            },
            Slot::Minutes => crate::Slots {
                minutes: None,
                ..with
            },
            Slot::Direction => crate::Slots {
                direction: None,
                ..with
            },
            Slot::Phone => crate::Slots {
                phone: None,
                ..with
            },
            Slot::Drift => crate::Slots {
                drift: None,
                ..with
            },
            Slot::Destination => crate::Slots {
                destination: None,
                ..with
            },
            Slot::Place | Slot::Authority | Slot::Time => continue,
        };
        let forms = [Form::First, Form::Next, Form::Sms];
        let heard = forms.into_iter().any(|form| {
            let text = |slots| {
                page.say_with(Act::Alert, Reality::Actual, form, &slots)
                    .map(|said| said.text)
            };
            text(with) != text(without)
        });
        if !heard {
            findings.push(page.finding(
                "first",
                Rule::SlotMissing,
                format!(
                    "codes.toml gives {} the slot {name}; say {{ say-{name} }} in first or next",
                    page.danger,
                    name = slot.as_str()
                ),
            ));
        }
    }
    let far = page.with_extras(page.found_again(), Distance::Metres(300), 1);
    for form in [Form::First, Form::Next, Form::Sms] {
        if let Err(unsaid) = page.say_with(Act::Alert, Reality::Actual, form, &far) {
            findings.push(page.finding(form.as_str(), Rule::Broken, unsaid.to_string()));
        }
    }
}

fn says(slot: Slot, text: &str) -> bool {
    match slot {
        Slot::Place => text.contains(PLACE),
        Slot::Authority => text.contains(AUTHORITY),
        Slot::Time => has_time(text),
        Slot::Phone => text.contains(PHONE),
        Slot::Destination => text.contains(DESTINATION),
        Slot::Distance | Slot::Minutes | Slot::Direction | Slot::Drift => true,
    }
}

/// Whether a text says the time that it was given, in whichever digits.
pub(super) fn has_time(text: &str) -> bool {
    use crate::language::Digits;
    [Digits::Western, Digits::Arabic, Digits::Persian]
        .into_iter()
        .any(|digits| text.contains(&digits.write("20:15")))
}
