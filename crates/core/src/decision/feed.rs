//! Judges the CAP messages of other authorities: relayed as they are, made a draft, or ignored; in
//! each case by a named rule that says why.

use crate::audience::area::{Area, Circle, Point, Ring};
use crate::decision::Foreign;
use crate::fact::{Fact, Facts, Verdict};
use crate::ids::{Danger, Language, WarningId};
use crate::limits::FIRED_VALID_S;
use crate::refusal::Refusal;
use crate::site::{AsOf, FeedRule, Site};
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{CapMessage, Content, Draft, Origin, Triple};
use crate::wording::{Act, Texts};
use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc;

/// A verdict with the rule and the reason.
struct Judged {
    verdict: Verdict,
    rule: &'static str,
    why: String,
}

/// Judges a message, once.
pub(super) fn judge(
    state: &State,
    site: &Site,
    now: Timestamp,
    foreign: &Foreign,
) -> Result<Facts, Refusal> {
    let unknown = || Refusal::Unknown {
        what: "feed",
        name: foreign.feed.to_string(),
    };
    let rule = site.feeds.get(&foreign.feed).ok_or_else(unknown)?;
    let content = content(foreign);
    let triple = content.cap.triple();
    let seen = state.cap_seen.get(&triple);
    if seen.is_some_and(|seen| seen.sha256 == foreign.sha256) {
        return Err(Refusal::CapSeen { triple: triple.0 });
    }
    let referenced = referenced(state, &foreign.alert);
    let judged = verdict(
        site,
        rule,
        now,
        foreign,
        &content,
        referenced,
        seen.is_some(),
    );
    let mut facts = vec![Fact::CapTaken {
        feed: foreign.feed.clone(),
        triple: triple.clone(),
        sha256: foreign.sha256.clone(),
        verdict: judged.verdict,
        rule: judged.rule.to_owned(),
        why: judged.why,
    }];
    match judged.verdict {
        Verdict::Relay => facts.extend(relayed(state, content, referenced)),
        Verdict::Draft => facts.extend(drafted(site, foreign, &triple)),
        Verdict::Ignore => {}
    }
    Ok(facts)
}

fn verdict(
    site: &Site,
    rule: &FeedRule,
    now: Timestamp,
    foreign: &Foreign,
    content: &Content,
    referenced: Option<WarningId>,
    other_bytes: bool,
) -> Judged {
    let alert = &foreign.alert;
    let ignore = |rule, why: &str| Judged {
        verdict: Verdict::Ignore,
        rule,
        why: why.to_owned(),
    };
    if other_bytes {
        return ignore(
            "equivocation",
            "the same sender, identifier and time came with other bytes; ask the sender",
        );
    }
    match alert.status {
        doc::Status::Actual => {}
        doc::Status::Exercise if rule.exercises => {}
        doc::Status::Exercise => {
            return ignore(
                "exercise",
                "it is an exercise, and this feed's exercises are not shown",
            );
        }
        doc::Status::System | doc::Status::Test | doc::Status::Draft => {
            return ignore(
                "status",
                "its status is System, Test or Draft: not for the public",
            );
        }
    }
    if alert.scope != doc::Scope::Public {
        return ignore("scope", "its scope is not Public");
    }
    match alert.msg_type {
        doc::MsgType::Alert | doc::MsgType::Update => {}
        doc::MsgType::Cancel if referenced.is_some() => {}
        doc::MsgType::Cancel => {
            return ignore(
                "cancel_of_unknown",
                "it cancels messages that are not shown here",
            );
        }
        doc::MsgType::Ack | doc::MsgType::Error => {
            return ignore("msg_type", "it is an answer between systems");
        }
    }
    let as_of = match rule.as_of {
        AsOf::Now => now,
        AsOf::Sent => content.sent,
    };
    if !content.act.ends() && content.expires.is_some_and(|at| at <= as_of) {
        return ignore("expired", "it has expired");
    }
    let severity = severity_rank(&content.severity);
    if !content.act.ends() && severity < severity_rank(&rule.draft_from) {
        return ignore(
            "severity",
            "its severity is below what this feed is watched for",
        );
    }
    if rule.only_here && !meets(site, &content.area) {
        return ignore("elsewhere", "its area does not meet any zone of this site");
    }
    let draft = |rule, why: String| Judged {
        verdict: Verdict::Draft,
        rule,
        why,
    };
    if !content.act.ends() && content.area.is_empty() {
        return draft(
            "area_missing",
            "it names no usable area; an officer must choose one".to_owned(),
        );
    }
    if content.texts.is_empty() && !content.act.ends() {
        return draft(
            "text_missing",
            "it has no text for people; an officer must write one".to_owned(),
        );
    }
    if let Some(error) = foreign.errors.first() {
        return draft("findings", format!("it breaks the standard: {error}"));
    }
    if !content.act.ends() && severity < severity_rank(&rule.relay_from) {
        return draft(
            "relay_from",
            "its severity is below what this feed may show without an officer".to_owned(),
        );
    }
    Judged {
        verdict: Verdict::Relay,
        rule: "relay",
        why: "it passed every rule of this feed".to_owned(),
    }
}

/// The live warning that a message refers to, if any is shown here.
fn referenced(state: &State, alert: &doc::Alert) -> Option<WarningId> {
    alert.references.iter().find_map(|reference| {
        let triple = Triple(format!(
            "{},{},{}",
            reference.sender, reference.identifier, reference.sent
        ));
        let warning = state.cap_seen.get(&triple)?.warning?;
        state.warning(warning).filter(|w| w.is_live()).map(|w| w.id)
    })
}

fn relayed(state: &State, content: Content, referenced: Option<WarningId>) -> Facts {
    // An exercise never continues a real warning, nor the reverse: it stands alone.
    let same_status = |id: &WarningId| {
        state
            .warning(*id)
            .is_some_and(|w| w.status == content.status)
    };
    // The taken fact comes first; a new warning has the number of its alert.
    let warning = referenced
        .filter(same_status)
        .unwrap_or(WarningId(state.head + 2));
    vec![Fact::AlertIssued {
        warning,
        by: None,
        fired_by: None,
        content: Box::new(content),
    }]
}

/// A draft needs words of ours and a zone: the danger is taken over where we have words for it.
fn drafted(site: &Site, foreign: &Foreign, triple: &Triple) -> Facts {
    let status = match foreign.alert.status {
        doc::Status::Exercise => Status::Exercise,
        _ => Status::Actual,
    };
    let area = area(&foreign.alert);
    let zones: BTreeSet<_> = site
        .zones
        .iter()
        .filter(|(_, zone)| area.meets(&zone.ring))
        .map(|(id, _)| id.clone())
        .collect();
    let event = foreign
        .alert
        .infos
        .first()
        .map_or("", |info| info.event.as_str());
    let danger = site
        .words
        .keys()
        .find(|danger| event.eq_ignore_ascii_case(danger.as_str()));
    let danger = danger.cloned().unwrap_or_else(|| Danger::new(event));
    let draft = Draft {
        danger,
        zones,
        status,
        valid_s: FIRED_VALID_S,
    };
    vec![Fact::WarningDrafted {
        draft,
        by: None,
        from: Some(triple.clone()),
    }]
}

fn meets(site: &Site, area: &Area) -> bool {
    let shapeless = area.polygons.is_empty() && area.circles.is_empty();
    shapeless || site.zones.values().any(|zone| area.meets(&zone.ring))
}

fn severity_rank(severity: &str) -> u8 {
    match severity {
        "Extreme" => 4,
        "Severe" => 3,
        "Moderate" => 2,
        "Minor" => 1,
        _ => 0,
    }
}

fn content(foreign: &Foreign) -> Content {
    let alert = &foreign.alert;
    let first = alert.infos.first();
    let worst = alert
        .infos
        .iter()
        .max_by_key(|info| severity_rank(info.severity.as_str()));
    let says_clear = alert
        .infos
        .iter()
        .any(|info| info.response_types.contains(&doc::ResponseType::AllClear));
    let act = match alert.msg_type {
        doc::MsgType::Cancel if says_clear => Act::AllClear,
        doc::MsgType::Cancel => Act::Retraction,
        doc::MsgType::Update => Act::Update,
        doc::MsgType::Alert | doc::MsgType::Ack | doc::MsgType::Error => Act::Alert,
    };
    Content {
        act,
        status: if alert.status == doc::Status::Exercise {
            Status::Exercise
        } else {
            Status::Actual
        },
        origin: Origin::Feed(foreign.feed.clone()),
        sounds: false,
        sent: Timestamp::from_unix_ms(alert.sent.unix_ms()),
        expires: alert
            .expires()
            .map(|at| Timestamp::from_unix_ms(at.unix_ms())),
        danger: first.map_or_else(String::new, |info| info.event.clone()),
        urgency: worst
            .map_or("Unknown", |info| info.urgency.as_str())
            .to_owned(),
        severity: worst
            .map_or("Unknown", |info| info.severity.as_str())
            .to_owned(),
        certainty: worst
            .map_or("Unknown", |info| info.certainty.as_str())
            .to_owned(),
        source: first
            .and_then(|info| info.sender_name.clone())
            .unwrap_or_else(|| alert.sender.clone()),
        area: area(alert),
        texts: texts(alert),
        cap: CapMessage {
            identifier: alert.identifier.clone(),
            sender: alert.sender.clone(),
            sent: alert.sent.to_string(),
            sha256: foreign.sha256.clone(),
            xml: foreign.xml.clone(),
        },
    }
}

fn texts(alert: &doc::Alert) -> BTreeMap<Language, Texts> {
    let mut texts = BTreeMap::new();
    for info in &alert.infos {
        let said = Texts {
            headline: info
                .headline
                .clone()
                .filter(|h| !h.is_empty())
                .unwrap_or_else(|| info.event.clone()),
            description: info.description.clone().unwrap_or_default(),
            instruction: info.instruction.clone().unwrap_or_default(),
        };
        let empty = said.headline.is_empty() && said.description.is_empty();
        if !empty {
            texts.entry(Language::new(info.language())).or_insert(said);
        }
    }
    texts
}

fn area(alert: &doc::Alert) -> Area {
    let mut whole = Area::default();
    let mut names: Vec<&str> = Vec::new();
    for area in alert.infos.iter().flat_map(|info| &info.areas) {
        if !names.contains(&area.area_desc.as_str()) {
            names.push(&area.area_desc);
        }
        for polygon in &area.polygons {
            let points: Option<Vec<Point>> = polygon
                .0
                .iter()
                .map(|p| Point::from_degrees(p.lat, p.lon).ok())
                .collect();
            if let Some(ring) = points
                .and_then(Ring::foreign)
                .filter(|ring| !whole.polygons.contains(ring))
            {
                whole.polygons.push(ring);
            }
        }
        for circle in &area.circles {
            if let Some(circle) =
                foreign_circle(circle).filter(|circle| !whole.circles.contains(circle))
            {
                whole.circles.push(circle);
            }
        }
        for code in &area.geocodes {
            let code = (code.value_name.clone(), code.value.clone());
            if !whole.geocodes.contains(&code) {
                whole.geocodes.push(code);
            }
        }
    }
    whole.desc = names.join("; ");
    whole
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 20,040,000 m"
)]
fn foreign_circle(circle: &doc::Circle) -> Option<Circle> {
    let centre = Point::from_degrees(circle.centre.lat, circle.centre.lon).ok()?;
    let radius_m = (circle.radius_km * 1000.0).round();
    (0.0..=20_040_000.0)
        .contains(&radius_m)
        .then_some(Circle(centre, radius_m as u32))
}
