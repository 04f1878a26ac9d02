//! What a site says, and who vetted it.

use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::ids::{Danger, Language};
use vigie_core::site::Site;
use vigie_core::wording::Wording;

/// Every text of a site by danger and language, without its sentences.
pub fn all(state: &State) -> Value {
    let Some(site) = state.site.as_deref() else {
        return json!([]);
    };
    each(site)
        .map(|(danger, language, wording)| one(state, danger, language, wording))
        .collect()
}

/// Every text in one language, whole: what somebody reads who vets. None when the site does not speak it.
pub fn in_language(state: &State, language: &Language) -> Option<Value> {
    let site = state.site.as_deref()?;
    if !site.languages.contains(language) {
        return None;
    }
    let those = each(site).filter(|(_, of, _)| *of == language);
    let whole = those.map(|(danger, language, wording)| {
        let mut shown = one(state, danger, language, wording);
        shown["event"] = json!(wording.event);
        shown["exercise_mark"] = json!(wording.exercise_mark);
        shown["acts"] = json!(wording.acts);
        shown
    });
    Some(whole.collect())
}

/// Dangers whose words nobody here vetted, by language: none of these is said for real.
pub fn not_vetted(state: &State, site: &Site) -> Vec<(Language, Vec<Danger>)> {
    let languages = site.languages.iter();
    languages
        .filter_map(|language| {
            let lacks = each(site).filter(|(danger, of, wording)| {
                *of == language && state.vetted.get(&wording.sha256(danger, of)).is_none()
            });
            let dangers: Vec<Danger> = lacks.map(|(danger, ..)| danger.clone()).collect();
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

fn each(site: &Site) -> impl Iterator<Item = (&Danger, &Language, &Wording)> {
    site.words.iter().flat_map(|(danger, words)| {
        let of_site = words
            .languages
            .iter()
            .filter(|(language, _)| site.languages.contains(language));
        of_site.map(move |(language, wording)| (danger, language, wording))
    })
}

fn one(state: &State, danger: &Danger, language: &Language, wording: &Wording) -> Value {
    let sha256 = wording.sha256(danger, language);
    let vetted = state.vetted.get(&sha256);
    json!({
        "danger": danger,
        "language": language,
        "sha256": sha256,
        "vetted": vetted.map(|v| json!({ "expert": v.expert, "office": v.office, "at": v.at })),
    })
}
