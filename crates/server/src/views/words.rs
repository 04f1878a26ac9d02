//! What a site says, and who vetted it.

use crate::linter::Linter;
use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::ids::{Danger, Language};
use vigie_core::site::Site;
use vigie_core::vetting::{COMMON, sum_of};
use vigie_core::wording::{Note, Phrases};

/// Every text of a site by danger and language, without its sentences.
pub fn all(state: &State) -> Value {
    let Some(site) = state.site.as_deref() else {
        return json!([]);
    };
    each(site).map(|said| one(state, &said)).collect()
}

/// Every text in one language, whole: what somebody reads who vets. None when the site does not speak it.
pub fn in_language(state: &State, site: &Site, language: &Language) -> Option<Value> {
    if !site.languages.contains(language) {
        return None;
    }
    let those = each(site).filter(|said| said.language == language);
    let whole = those.map(|said| {
        let mut shown = one(state, &said);
        if let Some(wording) = site.words.get(&said.danger) {
            let wording = wording.languages.get(language);
            shown["event"] = json!(wording.map(|w| &w.event));
            shown["exercise_mark"] = json!(wording.map(|w| &w.exercise_mark));
            shown["acts"] = json!(wording.map(|w| &w.acts));
            shown["labels"] = json!(wording.map(|w| &w.labels));
        } else {
            shown["phrases"] = alike(site, language);
        }
        shown
    });
    Some(whole.collect())
}

/// What is said of every danger alike, by name.
fn alike(site: &Site, language: &Language) -> Value {
    let phrases = site.phrases.get(language);
    let phrases = phrases.into_iter().flat_map(Phrases::texts);
    let causes = site.causes.iter().filter_map(|(cause, said)| {
        let name = format!("cause {}", cause.as_str());
        Some((name, said.get(language)?.as_str()))
    });
    let texts = phrases.chain(causes);
    texts.map(|(name, text)| (name, json!(text))).collect()
}

/// Dangers whose words nobody here vetted, by language: none of these is said for real.
pub fn not_vetted(state: &State, site: &Site) -> Vec<(Language, Vec<Danger>)> {
    let languages = site.languages.iter();
    languages
        .filter_map(|language| {
            let lacks = each(site).filter(|said| {
                said.language == language && state.vetted.get(&said.sha256).is_none()
            });
            let dangers: Vec<Danger> = lacks.map(|said| said.danger).collect();
            (!dangers.is_empty()).then(|| (language.clone(), dangers))
        })
        .collect()
}

/// The same in sentences, with the way out.
pub fn remarks(state: &State, site: &Site) -> Vec<String> {
    let lacking = not_vetted(state, site).into_iter();
    lacking
        .map(|(language, dangers)| {
            let dangers: Vec<&str> = dangers.iter().map(Danger::as_str).collect();
            format!(
                "nobody here has vetted the words in {language} for {}; a real warning of these leaves {language} out: `vigie words vet --language {language}`",
                dangers.join(", ")
            )
        })
        .collect()
}

/// What should be looked at again in a note, before a second person reads it.
pub fn findings(linter: &Linter, danger: &str, note: Option<&Note>) -> Value {
    let found = note.map(|note| linter.note(danger, note));
    let found = found.into_iter().flatten();
    found
        .map(|(rule, says)| json!({ "rule": rule.as_str(), "says": says }))
        .collect()
}

/// What a site says of one danger, or of every danger alike, in one language.
struct Said<'a> {
    danger: Danger,
    language: &'a Language,
    sha256: String,
}

fn each(site: &Site) -> impl Iterator<Item = Said<'_>> {
    let common = Danger::new(COMMON);
    let dangers = site.words.keys().cloned().chain([common]);
    dangers.flat_map(move |danger| {
        site.languages.iter().filter_map(move |language| {
            let sha256 = sum_of(site, &danger, language)?;
            let danger = danger.clone();
            Some(Said {
                danger,
                language,
                sha256,
            })
        })
    })
}

fn one(state: &State, said: &Said<'_>) -> Value {
    let vetted = state.vetted.get(&said.sha256);
    json!({
        "danger": said.danger,
        "language": said.language,
        "sha256": said.sha256,
        "vetted": vetted.map(|v| json!({ "expert": v.expert, "office": v.office, "at": v.at })),
    })
}
