//! No character that is not seen, none that only looks like a letter of the language, and no link.

use super::{Finding, Rule};
use crate::bidi;
use crate::book::Book;
use crate::language::{Traits, traits};
use crate::overlay::patterns;
use std::collections::BTreeMap;
use unicode_script::{Script, UnicodeScript};

pub(super) fn check(book: &Book, language: &str, findings: &mut Vec<Finding>) {
    let traits = traits(language);
    let acts = book.acts_source(language).map(|source| ("acts", source));
    let dangers = book
        .dangers()
        .filter_map(|danger| Some((danger, book.source(danger, language)?)));
    for (name, source) in acts.into_iter().chain(dangers) {
        let mut parts: BTreeMap<String, String> = patterns(&source.text);
        parts.extend(patterns(&source.overlay));
        for (part, text) in parts {
            for (rule, says) in one(&text, &traits) {
                findings.push(Finding {
                    file: format!("{language}/{name}.ftl"),
                    part: part.clone(),
                    rule,
                    says,
                });
            }
        }
    }
}

pub(super) fn one(text: &str, traits: &Traits) -> Vec<(Rule, String)> {
    let mut found = Vec::new();
    let plain = without_placeables(text);
    if let Some(hidden) = plain.chars().find(|c| bidi::is_hidden(*c)) {
        found.push((
            Rule::Hidden,
            format!(
                "has the hidden character U+{:04X}; direction is set by the machine",
                u32::from(hidden)
            ),
        ));
    }
    for word in plain.split_whitespace() {
        if let Some(c) = word.chars().find(|c| is_look_alike(*c, traits)) {
            found.push((
                Rule::LookAlike,
                format!(
                    "{word:?} has {c:?} (U+{:04X}), which is no letter of {}",
                    u32::from(c),
                    traits.tag
                ),
            ));
        }
    }
    if is_link(&plain) {
        found.push((
            Rule::Link,
            "has a link; a warning is believed without one, and forged ones have them".to_owned(),
        ));
    }
    found
}

fn is_look_alike(c: char, traits: &Traits) -> bool {
    if traits.foreign_letters.contains(c) {
        return true;
    }
    if !c.is_alphabetic() || traits.script.is_empty() {
        return false;
    }
    let script = c.script();
    !matches!(script, Script::Common | Script::Inherited) && script.short_name() != traits.script
}

fn is_link(text: &str) -> bool {
    let text = text.to_lowercase();
    let schemes = ["http", "www.", "://"];
    schemes.iter().any(|scheme| text.contains(scheme))
        || text.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.contains('.')
                && word.rsplit('.').next().is_some_and(|end| {
                    end.len() >= 2 && end.bytes().all(|b| b.is_ascii_lowercase())
                })
        })
}

/// The text between slots and references: their names are Latin in every language.
pub(super) fn without_placeables(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0usize;
    let mut rest = text;
    // Inside a choice the variants are text again: `[one] … minute`.
    while let Some(c) = rest.chars().next() {
        match c {
            '{' => {
                depth += 1;
                let inside = rest.get(1..).unwrap_or_default();
                let end = inside.find(['{', '}', '[', '*']).unwrap_or(inside.len());
                rest = inside.get(end..).unwrap_or_default();
                continue;
            }
            '}' => depth = depth.saturating_sub(1),
            '[' if depth > 0 => {
                let end = rest.find(']').map_or(rest.len(), |end| end + 1);
                rest = rest.get(end..).unwrap_or_default();
                continue;
            }
            '*' if depth > 0 => {}
            c => plain.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_people_read_is_looked_at() {
        let text = "{ $minutes ->\n [one] لديكم دقيقة.\n *[other] لديكم { $minutes } دقائق.\n}";
        let plain = without_placeables(text);
        assert!(!plain.contains("minutes") && !plain.contains("one"));
        assert!(plain.contains("دقيقة") && plain.contains("دقائق"));
    }

    #[test]
    fn a_link_is_one_with_or_without_its_scheme() {
        assert!(is_link("see https://x"));
        assert!(is_link("see vigie.example/safe or alert.gov."));
        assert!(!is_link("Go inside. Now."));
    }
}
