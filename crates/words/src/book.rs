//! Every text, with its codes: made from files, then never changed.

use crate::codes::Codes;
use crate::script::{Script, Sheet};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file of texts, in bytes: ten times the longest that Vigie comes with.
pub const FILE_BYTES_MAX: usize = 64 << 10;

/// One file and what a site lays over it, word for word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The file as Vigie comes with it; empty where the site alone has the danger.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The site's own parts, which take the place of the same parts above.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub overlay: String,
}

/// What a book is written down as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    codes: Codes,
    /// `acts.ftl` by language.
    #[serde(default)]
    acts: BTreeMap<String, Source>,
    /// By danger and language.
    #[serde(default)]
    dangers: BTreeMap<String, BTreeMap<String, Source>>,
}

/// Every text, readable and ready to be said.
#[derive(Clone, Debug, Default)]
pub struct Book {
    written: Written,
    /// By danger and language.
    scripts: BTreeMap<String, BTreeMap<String, Script>>,
    /// The acts alone, by language.
    acts: BTreeMap<String, Script>,
}

impl Book {
    /// A book from files, named as in `words/`: `codes.toml`, `fr/acts.ftl`, `fr/rockets.ftl`. Other names are left alone. Returns every fault at once.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<String>> {
        Self::from_layers(files, [])
    }

    /// The same, with the files of a site's own folder laid over it.
    pub fn from_layers<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        overlay: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<String>> {
        let mut written = Written::default();
        let mut faults = Vec::new();
        let layers = files
            .into_iter()
            .map(|file| (file, false))
            .chain(overlay.into_iter().map(|file| (file, true)));
        for ((name, text), over) in layers {
            if text.len() > FILE_BYTES_MAX {
                faults.push(format!(
                    "{name}: {} bytes; a file of words has at most {FILE_BYTES_MAX}",
                    text.len()
                ));
                continue;
            }
            take(&mut written, name, text, over, &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Self::from_written(written)
    }

    fn from_written(written: Written) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut read = |name: &str, source: &Source| -> Vec<Sheet> {
            [(&source.text, "", ""), (&source.overlay, "the site's ", "")]
                .into_iter()
                .filter(|(text, ..)| !text.is_empty())
                .filter_map(|(text, whose, _)| match Sheet::read(text) {
                    Ok(sheet) => Some(sheet),
                    Err(lines) => {
                        faults.extend(
                            lines
                                .into_iter()
                                .map(|line| format!("{whose}{name}: {line}")),
                        );
                        None
                    }
                })
                .collect()
        };
        let below: BTreeMap<&String, Vec<Sheet>> = written
            .acts
            .iter()
            .map(|(language, source)| (language, read(&format!("{language}/acts.ftl"), source)))
            .collect();
        let mut scripts: BTreeMap<String, BTreeMap<String, Script>> = BTreeMap::new();
        for (danger, languages) in &written.dangers {
            for (language, source) in languages {
                let own = read(&format!("{language}/{danger}.ftl"), source);
                let sheets: Vec<&Sheet> = below
                    .get(language)
                    .into_iter()
                    .flatten()
                    .chain(&own)
                    .collect();
                scripts
                    .entry(danger.clone())
                    .or_default()
                    .insert(language.clone(), Script::new(language, &sheets));
            }
        }
        let acts = below
            .iter()
            .map(|(language, sheets)| {
                let sheets: Vec<&Sheet> = sheets.iter().collect();
                ((*language).clone(), Script::new(language, &sheets))
            })
            .collect();
        drop(below);
        if faults.is_empty() {
            Ok(Self {
                written,
                scripts,
                acts,
            })
        } else {
            Err(faults)
        }
    }

    /// The codes.
    pub const fn codes(&self) -> &Codes {
        &self.written.codes
    }

    /// The dangers that there are texts for.
    pub fn dangers(&self) -> impl Iterator<Item = &str> {
        self.written.dangers.keys().map(String::as_str)
    }

    /// Whether there are texts for a danger, and codes to send them with.
    pub fn has(&self, danger: &str) -> bool {
        self.written.dangers.contains_key(danger) && self.written.codes.dangers.contains_key(danger)
    }

    /// Every language that something is written in.
    pub fn languages(&self) -> BTreeSet<&str> {
        let of_dangers = self.written.dangers.values().flat_map(BTreeMap::keys);
        self.written
            .acts
            .keys()
            .chain(of_dangers)
            .map(String::as_str)
            .collect()
    }

    /// The languages in which a danger can be said.
    pub fn languages_of(&self, danger: &str) -> impl Iterator<Item = &str> {
        let languages = self.scripts.get(danger);
        languages
            .into_iter()
            .flat_map(BTreeMap::keys)
            .map(String::as_str)
    }

    /// The dangers that can be said in a language.
    pub fn dangers_in<'a>(&'a self, language: &'a str) -> impl Iterator<Item = &'a str> {
        self.dangers()
            .filter(move |danger| self.source(danger, language).is_some())
    }

    /// The file of a danger in a language.
    pub fn source(&self, danger: &str, language: &str) -> Option<&Source> {
        self.written.dangers.get(danger)?.get(language)
    }

    /// `acts.ftl` of a language.
    pub fn acts_source(&self, language: &str) -> Option<&Source> {
        self.written.acts.get(language)
    }

    pub(crate) fn script(&self, danger: &str, language: &str) -> Option<&Script> {
        self.scripts.get(danger)?.get(language)
    }

    pub(crate) fn acts_script(&self, language: &str) -> Option<&Script> {
        self.acts.get(language)
    }

    /// The book without the languages that a site does not use: what it declares in its journal.
    #[must_use]
    pub fn in_languages(&self, wanted: &[&str]) -> Self {
        let mut written = self.written.clone();
        written.acts.retain(|l, _| wanted.contains(&l.as_str()));
        for languages in written.dangers.values_mut() {
            languages.retain(|l, _| wanted.contains(&l.as_str()));
        }
        written.dangers.retain(|_, languages| !languages.is_empty());
        Self::from_written(written).unwrap_or_default()
    }

    /// The book with nothing but one danger: what a live warning holds on to.
    #[must_use]
    pub fn only(&self, danger: &str) -> Self {
        let mut written = self.written.clone();
        written.dangers.retain(|d, _| d == danger);
        written.codes.dangers.retain(|d, _| d == danger);
        Self::from_written(written).unwrap_or_default()
    }

    /// The book without one danger.
    #[must_use]
    pub fn without(&self, danger: &str) -> Self {
        let mut written = self.written.clone();
        written.dangers.remove(danger);
        Self::from_written(written).unwrap_or_default()
    }
}

fn take(written: &mut Written, name: &str, text: &str, over: bool, faults: &mut Vec<String>) {
    let lay = |source: &mut Source| {
        if over && source.text == text {
            // A copy of what is there changes nothing.
        } else if over {
            text.clone_into(&mut source.overlay);
        } else {
            text.clone_into(&mut source.text);
        }
    };
    match name.split_once('/') {
        None if name == "codes.toml" => match toml::from_str::<Codes>(text) {
            Ok(codes) => {
                written.codes.classes.extend(codes.classes);
                written.codes.dangers.extend(codes.dangers);
                written.codes.acts.extend(codes.acts);
            }
            Err(error) => faults.push(format!("{name}: {}", error.message())),
        },
        Some((language, file)) => {
            if let Some(part) = file.strip_suffix(".ftl") {
                if part == "acts" {
                    lay(written.acts.entry(language.to_owned()).or_default());
                } else {
                    let languages = written.dangers.entry(part.to_owned()).or_default();
                    lay(languages.entry(language.to_owned()).or_default());
                }
            }
        }
        None => {}
    }
}

impl PartialEq for Book {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

impl Eq for Book {}

impl Serialize for Book {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Book {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Self::from_written(written).map_err(|faults| serde::de::Error::custom(faults.join("; ")))
    }
}
