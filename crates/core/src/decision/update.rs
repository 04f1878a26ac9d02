//! Renews a live warning. One officer says that it goes on, silently; whatever sounds again, warns
//! more people or warns of something else needs two, like the warning itself.

use super::added::{Added, may_add};
use super::compose::{Step, compose};
use super::correction::corrections;
use super::footprint::{checked, not_wider};
use super::permit::somebody_else;
use super::warning::{at_stage, bounded, issue, own, release};
use super::{Needs, people_cap, permit, text, zones_known};
use crate::fact::{Fact, Facts};
use crate::ids::{Danger, OfficerId, WarningId};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::time::Timestamp;
use crate::vetting::Sayable;
use crate::warning::{Change, Content, Revision, Stage, Warning};
use crate::wording::{Act, Slot, Values};
use std::collections::BTreeSet;

/// Renews a live warning: at once when nothing but its end changes, else as a proposal.
pub(super) fn update(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    id: WarningId,
    revision: &Revision,
) -> Result<Facts, Refusal> {
    let warning = own(state, id)?;
    at_stage(warning, "update", Stage::Live)?;
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    let danger = Danger::new(warning.danger.clone());
    let changes = changes(warning, revision);
    if changes.iter().all(|change| *change == Change::Validity) {
        let mut step = Step::of(state, now, warning, &danger, Act::Update, false);
        step.valid_s = validity(warning, revision)?;
        let mut content = compose(state, site, now, &step)?;
        content.changes = changes;
        content.class = warning.class;
        return Ok(vec![issue(id, Some(by), content)]);
    }
    propose(state, site, now, by, warning, revision, changes)
}

/// What an update would change, in a fixed order.
fn changes(warning: &Warning, revision: &Revision) -> BTreeSet<Change> {
    let zones = revision.zones.as_ref();
    let danger = revision.danger.as_ref();
    let all = [
        (Change::Validity, true),
        (Change::Area, zones.is_some_and(|z| *z != warning.zones)),
        (
            Change::Danger,
            danger.is_some_and(|d| d.as_str() != warning.danger),
        ),
        (Change::Sound, revision.resound),
        (Change::Values, says_other_values(warning, revision)),
        (
            Change::Note,
            revision.note_of(warning) != warning.note.as_ref(),
        ),
    ];
    let changed = all.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(change, _)| change).collect()
}

/// The same minutes again are another time.
fn says_other_values(warning: &Warning, revision: &Revision) -> bool {
    let given = revision.slots.as_ref();
    given.is_some_and(|slots| *slots != warning.slots || slots.contains_key(Slot::Minutes.as_str()))
}

fn validity(warning: &Warning, revision: &Revision) -> Result<u32, Refusal> {
    let valid_s = revision.valid_s.unwrap_or(warning.valid_s);
    bounded(valid_s)?;
    Ok(valid_s)
}

fn propose(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    warning: &Warning,
    revision: &Revision,
    changes: BTreeSet<Change>,
) -> Result<Facts, Refusal> {
    let zones = revision.zones.as_ref().unwrap_or(&warning.zones);
    zones_known(site, zones)?;
    permit(site, by, Needs::end(warning.status, zones))?;
    // Whoever was warned must not be left without a word by an update that no longer names them.
    if let Some(zone) = warning.zones.iter().find(|zone| !zones.contains(*zone)) {
        return Err(Refusal::Narrower {
            zone: zone.to_string(),
        });
    }
    let own_danger = Danger::new(warning.danger.clone());
    let danger = revision.danger.as_ref().unwrap_or(&own_danger);
    // Those who hear of it for the first time need the words of an alert, and so do other values: what to do
    // is another thing.
    let is_news = changes.contains(&Change::Area) || changes.contains(&Change::Danger);
    // Other values or another note are read; nobody is woken by them unless an officer asks for it.
    let sounds = is_news || changes.contains(&Change::Sound);
    let mut step = Step::of(state, now, warning, danger, Act::Update, sounds);
    if revision.note.is_some() && revision.without_note {
        return Err(Refusal::BadNote {
            why: "it is given and taken back in one update; say one of the two".to_owned(),
        });
    }
    step.note = revision.note_of(warning);
    if let Some(slots) = &revision.slots {
        // They were given just now, so the minutes are still true.
        step.values = Values::accepted(slots);
    }
    step.zones = zones;
    step.valid_s = validity(warning, revision)?;
    let is_told_anew = is_news || changes.contains(&Change::Values);
    step.words_of = if is_told_anew {
        Act::Alert
    } else {
        Act::Update
    };
    let mut content = compose(state, site, now, &step)?;
    content.added = zones.difference(&warning.zones).cloned().collect();
    if !changes.contains(&Change::Danger) {
        content.class = warning.class;
    }
    content.changes = changes;
    let footprint = checked(site, &content)?;
    not_wider(
        &footprint,
        site.area_of(zones, &site.first_language()).size_m2(),
    )?;
    people_cap(site, by, footprint.people)?;
    let sayable = Sayable::of(state, site, warning.status, danger, Some(warning));
    if let Some(words) = site.words.get(danger) {
        may_add(site, words, &sayable, &Added::by_update(warning, revision))?;
    }
    let corrections = corrections(site, &sayable, warning.status, danger, zones)?;
    Ok(vec![Fact::UpdateProposed {
        warning: warning.id,
        by: by.clone(),
        revision: revision.clone(),
        content: Box::new(content),
        corrections: Box::new(corrections),
    }])
}

/// A second officer agrees to exactly these bytes, and they go out.
pub(super) fn approve(
    state: &State,
    site: &Site,
    now: Timestamp,
    by: &OfficerId,
    warning: &Warning,
    sha256: &str,
) -> Result<Facts, Refusal> {
    let Some(proposal) = &warning.proposal else {
        return at_stage(warning, "approve", Stage::Submitted).map(|()| Vec::new());
    };
    let zones = proposal.zones(warning);
    permit(site, by, Needs::approve(warning.status, zones))?;
    somebody_else(site, by, [&proposal.hand])?;
    zones_known(site, zones)?;
    let agreed = proposal.sha256();
    if !sha256.eq_ignore_ascii_case(&agreed) {
        return Err(Refusal::OtherBytes);
    }
    let content: &Content = &proposal.content;
    Sayable::still(state, site, warning, content)?;
    let footprint = checked(site, content)?;
    people_cap(site, by, footprint.people)?;
    release(now, by, warning.id, content, agreed)
}

/// An officer turns a proposed update down; the warning goes on as it is.
pub(super) fn turn_down(
    site: &Site,
    by: &OfficerId,
    warning: &Warning,
    reason: &str,
) -> Result<Facts, Refusal> {
    permit(site, by, Needs::end(warning.status, &warning.zones))?;
    text("reason", reason)?;
    Ok(vec![Fact::UpdateTurnedDown {
        warning: warning.id,
        by: by.clone(),
        reason: reason.to_owned(),
    }])
}
