//! Judges the CAP messages of other authorities: relayed as they are, made a draft, or ignored; in
//! each case by a named rule that says why.

use super::foreign::{area, content, severity_rank};
use super::merge::{covering, event};
use super::warning::issue;
use crate::audience::area::Area;
use crate::decision::{Foreign, Signature};
use crate::delivery::Lane;
use crate::fact::{Fact, Facts, Verdict};
use crate::ids::{Danger, WarningId};
use crate::limits::{FEED_DRAFTS_MAX, FIRED_VALID_S, OPEN_FOR_LIFE_MAX, OTHER_BYTES_KEPT};
use crate::refusal::Refusal;
use crate::site::{AsOf, FeedRule, Site};
use crate::state::{Seen, State};
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{Content, Draft, Origin, Triple};
use std::collections::BTreeSet;
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
    let was_taken = |seen: &std::sync::Arc<Seen>| {
        seen.sha256 == foreign.sha256
            || seen.others.contains(&foreign.sha256)
            || seen.others.len() >= OTHER_BYTES_KEPT
    };
    if seen.is_some_and(was_taken) {
        return Err(Refusal::CapSeen { triple: triple.0 });
    }
    let continued = continued(state, foreign, content.status);
    let judge = Judge {
        state,
        site,
        rule,
        now,
        foreign,
        content: &content,
        continued,
        other_bytes: seen.is_some(),
    };
    let judged = judge.verdict();
    let warns = judge.warns();
    let mut facts = vec![Fact::CapTaken {
        feed: foreign.feed.clone(),
        triple: triple.clone(),
        sha256: foreign.sha256.clone(),
        verdict: judged.verdict,
        rule: judged.rule.to_owned(),
        why: judged.why,
        signed_by: signed_by(rule, foreign)
            .ok()
            .flatten()
            .map(ToOwned::to_owned),
    }];
    match judged.verdict {
        Verdict::Relay => facts.extend(relayed(state, content.clone(), continued)),
        Verdict::Draft => facts.push(drafted(state, site, now, foreign, &triple)),
        Verdict::Ignore => {}
    }
    if warns {
        super::standing_order::taken(state, site, now, foreign, &content, &mut facts);
    }
    Ok(facts)
}

/// The key of its feed that signed a message; none where the feed has no keys; or why it is not believed.
pub(super) fn signed_by<'a>(
    rule: &FeedRule,
    foreign: &'a Foreign,
) -> Result<Option<&'a str>, String> {
    if rule.keys.is_empty() {
        return Ok(None);
    }
    match &foreign.signature {
        Signature::By(key) if rule.keys.contains(key) => Ok(Some(key)),
        Signature::By(key) => Err(format!("the key {key} that signed it is none of its feed")),
        Signature::Missing(why) => Err(why.clone()),
        Signature::Unchecked => Err("nobody has looked at its signature".to_owned()),
    }
}

/// Everything a verdict looks at.
struct Judge<'a> {
    state: &'a State,
    site: &'a Site,
    rule: &'a FeedRule,
    now: Timestamp,
    foreign: &'a Foreign,
    content: &'a Content,
    /// The live warning that the message goes on with.
    continued: Option<WarningId>,
    /// Whether its key came before with other bytes.
    other_bytes: bool,
}

impl Judge<'_> {
    fn verdict(&self) -> Judged {
        self.not_for_us()
            .or_else(|| self.too_small())
            .or_else(|| self.for_an_officer())
            .unwrap_or_else(|| Judged {
                verdict: Verdict::Relay,
                rule: "relay",
                why: "it passed every rule of this feed".to_owned(),
            })
    }

    /// Whether it warns the public of something that holds: what may set a standing order off.
    fn warns(&self) -> bool {
        let holds = self.content.expires.is_none_or(|at| at > self.now);
        holds && !self.content.act.ends() && self.not_for_us().is_none()
    }

    /// What is no warning to the public, or none that is news.
    fn not_for_us(&self) -> Option<Judged> {
        let alert = &self.foreign.alert;
        if self.other_bytes {
            return Some(ignore(
                "equivocation",
                "the same sender, identifier and time came with other bytes; ask the sender",
            ));
        }
        if alert.sender == self.site.sender {
            return Some(ignore(
                "own",
                "it is this site's own message, come back by a feed",
            ));
        }
        match alert.status {
            doc::Status::Actual => {}
            doc::Status::Exercise if self.rule.exercises => {}
            doc::Status::Exercise => {
                return Some(ignore(
                    "exercise",
                    "it is an exercise, and this feed's exercises are not shown",
                ));
            }
            doc::Status::System | doc::Status::Test | doc::Status::Draft => {
                return Some(ignore(
                    "status",
                    "its status is System, Test or Draft: not for the public",
                ));
            }
        }
        if alert.scope != doc::Scope::Public {
            return Some(ignore("scope", "its scope is not Public"));
        }
        match alert.msg_type {
            doc::MsgType::Alert | doc::MsgType::Update | doc::MsgType::Cancel => {}
            doc::MsgType::Ack | doc::MsgType::Error => {
                return Some(ignore("msg_type", "it is an answer between systems"));
            }
        }
        if self.content.act.ends()
            && let Err(why) = signed_by(self.rule, self.foreign)
        {
            return Some(ignore(
                "signature_of_end",
                &format!(
                    "it would end a warning and is not proven to come from its authority: {why}"
                ),
            ));
        }
        if self.content.act.ends() && self.continued.is_none() {
            return Some(ignore(
                "cancel_of_unknown",
                "it cancels messages that are not shown here",
            ));
        }
        None
    }

    /// What is too old, too small or too far away. What goes on with a warning that people see is
    /// never too small: it may say that the danger is.
    fn too_small(&self) -> Option<Judged> {
        if self.content.act.ends() {
            return None;
        }
        let as_of = match self.rule.as_of {
            AsOf::Now => self.now,
            AsOf::Sent => self.content.sent,
        };
        if self.content.expires.is_some_and(|at| at <= as_of) {
            return Some(ignore("expired", "it has expired"));
        }
        if self.continued.is_some() {
            return None;
        }
        if severity_rank(&self.content.severity) < severity_rank(&self.rule.draft_from) {
            return Some(ignore(
                "severity",
                "its severity is below what this feed is watched for",
            ));
        }
        if self.rule.only_here && !meets(self.site, &self.content.area) {
            return Some(ignore(
                "elsewhere",
                "its area does not meet any zone of this site",
            ));
        }
        None
    }

    /// What a person must look at first. An end needs nobody: it only takes back what is shown.
    fn for_an_officer(&self) -> Option<Judged> {
        if self.content.act.ends() {
            return None;
        }
        let below = severity_rank(&self.content.severity) < severity_rank(&self.rule.relay_from);
        let (rule, why) = if let Err(why) = signed_by(self.rule, self.foreign) {
            let why = format!("it is not proven to come from its authority: {why}");
            ("signature", why)
        } else if self.content.area.is_empty() {
            let why = "it names no usable area; an officer must choose one";
            ("area_missing", why.to_owned())
        } else if self.content.texts.is_empty() {
            let why = "it has no text for people; an officer must write one";
            ("text_missing", why.to_owned())
        } else if let Some(error) = self.foreign.errors.first() {
            ("findings", format!("it breaks the standard: {error}"))
        } else if below && self.continued.is_none() {
            let why = "its severity is below what this feed may show without an officer";
            ("relay_from", why.to_owned())
        } else {
            return None;
        };
        if self.is_one_too_many() {
            let why = format!("{FEED_DRAFTS_MAX} drafts of feeds wait for officers already; {why}");
            return Some(Judged {
                verdict: Verdict::Ignore,
                rule: "drafts_full",
                why,
            });
        }
        Some(Judged {
            verdict: Verdict::Draft,
            rule,
            why,
        })
    }
}

impl Judge<'_> {
    /// What saves lives has room of its own, and what a warning says already needs none.
    fn is_one_too_many(&self) -> bool {
        let warnings = &self.state.warnings;
        let is_grave = self.content.status == Status::Actual
            && Lane::is_grave(&self.content.severity)
            && warnings.own_open() < OPEN_FOR_LIFE_MAX;
        let joins = || covering(self.state, self.now, &draft(self.site, self.foreign)).is_some();
        warnings.feed_drafts() >= FEED_DRAFTS_MAX && !is_grave && !joins()
    }
}

fn ignore(rule: &'static str, why: &str) -> Judged {
    Judged {
        verdict: Verdict::Ignore,
        rule,
        why: why.to_owned(),
    }
}

/// The live warning that a message goes on with: one of the same feed, since nobody else may end
/// it, and of the same status, since an exercise never continues a real warning, nor the reverse.
fn continued(state: &State, foreign: &Foreign, status: Status) -> Option<WarningId> {
    let origin = Origin::Feed(foreign.feed.clone());
    foreign.alert.references.iter().find_map(|reference| {
        let triple = Triple(format!(
            "{},{},{}",
            reference.sender, reference.identifier, reference.sent
        ));
        let warning = state.warning(state.cap_seen.get(&triple)?.warning?)?;
        let goes_on = warning.is_live() && warning.origin == origin && warning.status == status;
        goes_on.then_some(warning.id)
    })
}

fn relayed(state: &State, content: Content, continued: Option<WarningId>) -> Facts {
    // The taken fact comes first; a new warning has the number of its alert.
    let warning = continued.unwrap_or(WarningId(state.head + 2));
    vec![issue(warning, None, content)]
}

/// A draft needs words of ours and a zone: the danger is taken over where we have words for it.
fn drafted(state: &State, site: &Site, now: Timestamp, foreign: &Foreign, triple: &Triple) -> Fact {
    let draft = draft(site, foreign);
    let from = Some(triple.clone());
    match covering(state, now, &draft) {
        Some(same) => Fact::DraftJoined {
            warning: same.id,
            by: None,
            from,
            draft,
        },
        None => Fact::WarningDrafted {
            event: event(state, draft.status, draft.danger.as_str(), &draft.zones),
            draft,
            by: None,
            from,
        },
    }
}

fn draft(site: &Site, foreign: &Foreign) -> Draft {
    let status = match foreign.alert.status {
        doc::Status::Exercise => Status::Exercise,
        _ => Status::Actual,
    };
    let area = site.drawn(area(&foreign.alert));
    let zones: BTreeSet<_> = site
        .zones
        .iter()
        .filter(|(_, zone)| zone.meets(&area))
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
    Draft::new(danger, zones, status, FIRED_VALID_S)
}

fn meets(site: &Site, area: &Area) -> bool {
    let area = site.drawn(area.clone());
    let shapeless = area.polygons.is_empty() && area.circles.is_empty();
    shapeless || site.zones.values().any(|zone| zone.meets(&area))
}
