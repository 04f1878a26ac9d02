//! What waits for a second person: the message, both its ends, and what it would reach, read back
//! from its own bytes.

use serde_json::{Value, json};
use vigie_core::State;
use vigie_core::decision::footprint::Footprint;
use vigie_core::ids::{Danger, Language};
use vigie_core::site::Site;
use vigie_core::vetting::{LeftOut, Sayable};
use vigie_core::warning::{Content, Corrections, Stage, Warning};
use vigie_core::wording::SlotValue;

/// Everything that a second person must see, or nothing when nothing waits.
pub fn submission(state: &State, warning: &Warning) -> Option<Value> {
    let (content, corrections) = waiting(warning)?;
    Some(json!({
        "warning": warning.id,
        "status": warning.status,
        "sha256": warning.approval_sha256(),
        "cap_sha256": content.cap.sha256,
        "cap": content.cap.xml,
        "texts": content.texts,
        "left_out": content.left_out,
        "corrections": corrections,
        "footprint": footprint(state, warning),
        "restated": restated(state, warning),
    }))
}

/// A proposed update, for the picture.
pub fn proposal(state: &State, warning: &Warning) -> Value {
    let Some(proposal) = &warning.proposal else {
        return Value::Null;
    };
    json!({
        "by": proposal.hand.by,
        "at": proposal.hand.at,
        "sha256": proposal.sha256(),
        "changes": proposal.content.changes,
        "zones": proposal.zones(warning),
        "texts": proposal.content.texts,
        "left_out": proposal.content.left_out,
        "restated": restated(state, warning),
    })
}

/// Both ends of what waits for a second person, in their words; they are agreed on together with it.
pub fn corrections(warning: &Warning) -> Option<&Corrections> {
    waiting(warning).and_then(|(_, corrections)| corrections)
}

/// Real or exercise, what, where, how many: what is restated before it leaves the building.
pub fn restated(state: &State, warning: &Warning) -> Option<String> {
    let (content, _) = waiting(warning)?;
    let shown = Footprint::of_message(state.site.as_deref()?, &content.cap.xml)?;
    let languages: Vec<&str> = shown.languages.iter().map(Language::as_str).collect();
    let not_vetted =
        |language: &&Language| content.left_out.get(*language) == Some(&LeftOut::NotVetted);
    let missing = shown.languages_missing.iter();
    let (not_vetted, missing): (Vec<_>, Vec<_>) = missing.partition(not_vetted);
    let missing: Vec<String> = [("NO TEXT", missing), ("NOT VETTED", not_vetted)]
        .into_iter()
        .filter(|(_, languages)| !languages.is_empty())
        .map(|(why, languages)| {
            let languages: Vec<&str> = languages.into_iter().map(Language::as_str).collect();
            format!("; {why} in {}", languages.join(", "))
        })
        .collect();
    let missing = missing.concat();
    Some(format!(
        "{}: {} at {}, {} km², about {} people, {} sirens, in {}{missing}{}",
        content.status,
        content.danger,
        content.area.desc,
        km2(shown.area_m2),
        shown.people,
        shown.sirens.len(),
        languages.join(", "),
        added(state, warning, content),
    ))
}

/// What an officer added, and where what stands around it may not be said.
fn added(state: &State, warning: &Warning, content: &Content) -> String {
    let note = warning.note.as_ref();
    let note = note.map(|note| format!("; NOTE in {}: {:?}", note.language, note.text));
    let values = warning.slots.iter().map(|(slot, value)| match value {
        SlotValue::Number(number) => format!("; {slot} {number}"),
        SlotValue::Word(word) => format!("; {slot} {word}"),
    });
    let declared = state
        .site
        .as_deref()
        .is_some_and(|site| !site.phrases.is_empty());
    let lacks = content
        .texts
        .keys()
        .filter(|language| !content.common.contains_key(*language));
    let lacks: Vec<&str> = lacks.map(Language::as_str).collect();
    let lacks = (declared && !lacks.is_empty()).then(|| {
        format!(
            "; NOT VETTED beside the text, so no note and no values, in {}",
            lacks.join(", ")
        )
    });
    note.into_iter().chain(values).chain(lacks).collect()
}

/// Who and what a warning reaches: from the message while one waits for approval, else from its
/// zones as they are drawn.
pub fn footprint(state: &State, warning: &Warning) -> Value {
    let Some(site) = state.site.as_deref() else {
        return Value::Null;
    };
    let of_message =
        waiting(warning).and_then(|(content, _)| Footprint::of_message(site, &content.cap.xml));
    if let Some(shown) = of_message {
        return json!({
            "people": shown.people,
            "sirens": shown.sirens.len(),
            "area_km2": km2(shown.area_m2).parse::<f64>().ok(),
            "channels": channels(shown.sirens.len()),
            "languages_missing": shown.languages_missing,
            "of": "message",
        });
    }
    let area = site.area_of(&warning.zones, &site.first_language());
    let sirens = site.sirens_in(&warning.zones).len();
    json!({
        "people": site.people_in(&warning.zones),
        "sirens": sirens,
        "area_km2": km2(area.size_m2()).parse::<f64>().ok(),
        "channels": channels(sirens),
        "languages_missing": languages_missing(state, site, warning),
        "of": "zones",
    })
}

/// The message that waits for a second person, and both its ends.
pub fn waiting(warning: &Warning) -> Option<(&Content, Option<&Corrections>)> {
    if let Some(proposal) = &warning.proposal {
        return Some((&proposal.content, Some(&proposal.corrections)));
    }
    let (_, content) = warning.submitted.as_ref()?;
    let waits = warning.stage == Stage::Submitted;
    waits.then_some((content, warning.corrections.as_deref()))
}

fn languages_missing(state: &State, site: &Site, warning: &Warning) -> Vec<String> {
    let missing: Vec<Language> = if let Some(alert) = state.last_alert(warning) {
        let said = &alert.content.texts;
        let languages = site.languages.iter();
        languages
            .filter(|l| !said.contains_key(*l))
            .cloned()
            .collect()
    } else {
        let danger = Danger::new(warning.danger.clone());
        let sayable = Sayable::of(state, site, warning.status, &danger, Some(warning));
        sayable.left_out.into_keys().collect()
    };
    missing.iter().map(ToString::to_string).collect()
}

fn channels(sirens: usize) -> Vec<&'static str> {
    let siren = (sirens > 0).then_some("siren");
    siren.into_iter().chain(["live", "folder"]).collect()
}

fn km2(m2: u64) -> String {
    format!("{}.{:02}", m2 / 1_000_000, m2 % 1_000_000 / 10_000)
}
