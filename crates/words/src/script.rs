//! The texts of one danger in one language, ready to be said: Fluent, with the shared acts below the
//! danger's own file and a site's overlay above both.

use crate::language::{Digits, traits};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use unic_langid::LanguageIdentifier;

/// One file, read.
#[derive(Clone)]
pub(crate) struct Sheet {
    resource: Arc<FluentResource>,
}

impl Sheet {
    /// Reads a file in Fluent's syntax; every fault with its line.
    pub(crate) fn read(text: &str) -> Result<Self, Vec<String>> {
        // A carriage return or a tab would reach the sentence.
        match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => Ok(Self {
                resource: Arc::new(resource),
            }),
            Err((_, errors)) => Err(errors
                .into_iter()
                .map(|error| {
                    let line = text
                        .get(..error.pos.start)
                        .unwrap_or(text)
                        .matches('\n')
                        .count()
                        + 1;
                    format!("line {line}: {}", error.kind)
                })
                .collect()),
        }
    }

    /// The names of the parts in it.
    pub(crate) fn ids(&self) -> BTreeSet<String> {
        use fluent_syntax::ast::Entry;
        self.resource
            .entries()
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            })
            .collect()
    }
}

/// The parts of one danger in one language.
#[derive(Clone)]
pub(crate) struct Script {
    bundle: Arc<FluentBundle<Arc<FluentResource>>>,
}

impl Script {
    /// Lays sheets over each other: a part of a later one takes the place of the same part below.
    pub(crate) fn new(language: &str, sheets: &[&Sheet]) -> Self {
        let tag: LanguageIdentifier = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Isolates are set where a value runs the other way; in a seven-bit SMS they have no place.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match traits(language).digits {
            Digits::Western => western,
            Digits::Arabic => arabic,
            Digits::Persian => persian,
        }));
        for sheet in sheets {
            bundle.add_resource_overriding(Arc::clone(&sheet.resource));
        }
        Self {
            bundle: Arc::new(bundle),
        }
    }

    /// Whether there is such a part.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.bundle
            .get_message(id)
            .is_some_and(|m| m.value().is_some())
    }

    /// Says one part; the fault names what it lacks.
    pub(crate) fn say(&self, id: &str, args: &FluentArgs<'_>) -> Result<String, String> {
        let pattern = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
            .ok_or_else(|| format!("there is no part {id}"))?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        if errors.is_empty() {
            Ok(text.into_owned())
        } else {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Err(format!("{id}: {}", errors.join("; ")))
        }
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Script")
    }
}

type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;

fn western(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    number(value, Digits::Western)
}

fn arabic(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    number(value, Digits::Arabic)
}

fn persian(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    number(value, Digits::Persian)
}

fn number(value: &FluentValue<'_>, digits: Digits) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) => Some(digits.write(&value.to_string())),
        _ => None,
    }
}
