//! Every rule, with its level, its sentence, its source and its remedy: for people and for programs.

use crate::Subject;
use crate::rule::Level;
use serde_json::{Value, json};
use std::fmt::Write;

/// The rules of these subjects as a list for people. Colours are ANSI escapes.
pub fn catalogue(subjects: &[Subject], colour: bool) -> String {
    let paint = |text: &str, code: &str| {
        if colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    };
    let mut out = String::new();
    for subject in subjects {
        let head = format!("{}: {}", subject.name, subject.about);
        let _ = writeln!(out, "{}\n", paint(&head, "1"));
        for rule in subject.rules {
            let code = match rule.level {
                Level::Error => "1;31",
                Level::Warning => "1;33",
                Level::Advice => "1;36",
            };
            let head = paint(&format!("{}[{}]", rule.level, rule.id), code);
            let _ = writeln!(out, "  {head} {}", rule.says);
            let _ = writeln!(out, "    source: {}", rule.clause);
            let _ = writeln!(out, "    mend: {}\n", rule.mend);
        }
    }
    let count: usize = subjects.iter().map(|subject| subject.rules.len()).sum();
    let _ = writeln!(out, "{count} rules");
    out
}

/// The same as JSON: one object for each rule.
pub fn catalogue_json(subjects: &[Subject]) -> Value {
    let rules = subjects.iter().flat_map(|subject| {
        subject.rules.iter().map(|rule| {
            json!({
                "id": rule.id,
                "level": rule.level,
                "subject": subject.name,
                "says": rule.says,
                "source": rule.clause,
                "mend": rule.mend,
            })
        })
    });
    Value::Array(rules.collect())
}
