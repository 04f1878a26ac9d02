//! Writes the CAP message of a step, and with it everything that leaves: the summary that people
//! approve and the message that goes out are the same bytes.

use crate::audience::area::Ring;
use crate::class::Class;
use crate::ids::{Danger, Language, WarningId, ZoneId};
use crate::limits::FIRED_VALID_S;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::state::State;
use crate::status::Status;
use crate::time::Timestamp;
use crate::vetting::Sayable;
use crate::warning::{CapMessage, Content, Origin, Warning};
use crate::wording::{Act, DangerWords, Note, Slots, Texts, Values};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc;

/// What a message is about, before it has words.
pub(crate) struct Step<'a> {
    pub(crate) warning: WarningId,
    pub(crate) act: Act,
    pub(crate) status: Status,
    pub(crate) danger: &'a Danger,
    pub(crate) zones: &'a BTreeSet<ZoneId>,
    pub(crate) valid_s: u32,
    pub(crate) sounds: bool,
    /// The act whose words it uses: an update that warns new people speaks like an alert.
    pub(crate) words_of: Act,
    /// The words to use instead of the site's: those that two people agreed on.
    pub(crate) agreed: Option<BTreeMap<Language, Texts>>,
    /// What is known besides place and authority.
    pub(crate) values: Values,
    /// What an officer added.
    pub(crate) note: Option<&'a Note>,
    /// The first warning of its event, where that has several.
    pub(crate) event: Option<WarningId>,
    /// How many messages the warning has had.
    pub(crate) messages: usize,
    /// Those that still hold, and the last: CAP refers to all of them, and the list stays short
    /// however long a danger lasts.
    pub(crate) earlier: Vec<&'a CapMessage>,
}

impl<'a> Step<'a> {
    /// The next step of an own warning.
    pub(crate) fn of(
        state: &'a State,
        now: Timestamp,
        warning: &'a Warning,
        danger: &'a Danger,
        act: Act,
        sounds: bool,
    ) -> Self {
        let earlier = warning
            .alerts
            .iter()
            .filter_map(|id| state.alerts.get(id))
            .filter(|a| {
                let holds = a.content.expires.is_some_and(|at| at > now);
                holds || warning.alerts.last() == Some(&a.id)
            })
            .map(|a| &a.content.cap);
        Self {
            warning: warning.id,
            act,
            status: warning.status,
            danger,
            zones: &warning.zones,
            valid_s: if warning.valid_s == 0 {
                FIRED_VALID_S
            } else {
                warning.valid_s
            },
            sounds,
            words_of: act,
            agreed: None,
            values: match act {
                Act::Alert => Values::accepted(&warning.slots),
                Act::Update => Values::accepted(&warning.slots).later(),
                Act::AllClear | Act::Retraction | Act::Expiry => Values::default(),
            },
            note: warning.note.as_ref().filter(|_| !act.ends()),
            event: event_of(state, warning),
            messages: warning.alerts.len(),
            earlier: earlier.collect(),
        }
    }
}

/// The event of a warning, once it has more than one.
fn event_of(state: &State, warning: &Warning) -> Option<WarningId> {
    let is_first_of_several = state.warnings.further_of(warning.id).next().is_some();
    warning.event.or(is_first_of_several.then_some(warning.id))
}

/// The message of a step, whole.
pub(crate) fn compose(
    state: &State,
    site: &Site,
    now: Timestamp,
    step: &Step<'_>,
) -> Result<Content, Refusal> {
    let no_words = || Refusal::NoWords {
        danger: step.danger.to_string(),
    };
    let words = site.words.get(step.danger).ok_or_else(no_words)?;
    super::zones_known(site, step.zones)?;
    let warning = state.warning(step.warning);
    let mut sayable = Sayable::of(state, site, step.status, step.danger, warning);
    let texts = if let Some(agreed) = &step.agreed {
        agreed.clone()
    } else {
        sayable = sayable.or_refused(step.danger)?;
        let Step { danger, zones, .. } = step;
        let said = Said {
            act: step.words_of,
            values: &step.values,
            note: step.note,
        };
        render(site, step.status, danger, zones, &said, &sayable)?
    };
    let expires = (!step.act.ends()).then(|| now.plus_s(i64::from(step.valid_s)));
    let area = site.area_of(step.zones, &site.first_language());
    let codes = Codes::of(words, step.act, step.status);
    let alert = document(site, now, step, (words, &codes), &texts, expires);
    let xml = vigie_cap::write(&alert);
    Ok(Content {
        act: step.act,
        status: step.status,
        origin: Origin::Own,
        class: Class::Alert,
        sounds: step.sounds,
        sent: now,
        expires,
        danger: step.danger.to_string(),
        urgency: codes.urgency.as_str().to_owned(),
        severity: codes.severity.as_str().to_owned(),
        certainty: codes.certainty.as_str().to_owned(),
        source: site.name.clone(),
        area,
        words: sayable
            .languages
            .into_iter()
            .filter(|(language, _)| texts.contains_key(language))
            .collect(),
        common: sayable
            .common
            .into_iter()
            .filter(|(language, _)| texts.contains_key(language))
            .collect(),
        left_out: sayable
            .left_out
            .into_iter()
            .filter(|(language, _)| !texts.contains_key(language))
            .collect(),
        texts,
        changes: BTreeSet::new(),
        added: BTreeSet::new(),
        event: step.event,
        cap: CapMessage {
            identifier: alert.identifier,
            sender: alert.sender,
            sent: alert.sent.to_string(),
            sha256: hex::encode(Sha256::digest(xml.as_bytes())),
            xml,
        },
    })
}

/// What is said of a danger: the words of an act, and what is added to them.
pub(crate) struct Said<'a> {
    pub(crate) act: Act,
    pub(crate) values: &'a Values,
    pub(crate) note: Option<&'a Note>,
}

/// What an act says of a danger at a place, in every language in which it may be said.
pub(crate) fn render(
    site: &Site,
    status: Status,
    danger: &Danger,
    zones: &BTreeSet<ZoneId>,
    said: &Said<'_>,
    sayable: &Sayable,
) -> Result<BTreeMap<Language, Texts>, Refusal> {
    let no_words = || Refusal::NoWords {
        danger: danger.to_string(),
    };
    let words = site.words.get(danger).ok_or_else(no_words)?;
    let place = place_names(site, zones);
    let slots = Slots {
        place: &place,
        authority: &site.name,
        values: said.values,
        destination: said
            .values
            .destination()
            .and_then(|zone| site.zones.get(zone))
            .map(|zone| &zone.names),
        note: said.note,
        phrases: site
            .phrases
            .iter()
            .filter(|(language, _)| sayable.common.contains_key(language))
            .collect(),
    };
    let mut texts = words.render(said.act, status, &slots);
    texts.retain(|language, _| sayable.languages.contains_key(language));
    if texts.is_empty() {
        return Err(no_words());
    }
    Ok(texts)
}

/// CAP's words for one step of a danger; a word that CAP does not know says nothing.
struct Codes {
    categories: Vec<doc::Category>,
    responses: Vec<doc::ResponseType>,
    urgency: doc::Urgency,
    severity: doc::Severity,
    certainty: doc::Certainty,
    events: Vec<doc::NameValue>,
}

impl Codes {
    fn of(words: &DangerWords, act: Act, status: Status) -> Self {
        let codes = words.codes_of(act);
        let events = codes.events.get(&status).into_iter().flat_map(|events| {
            [("SAME", &events.same), ("VIGIE", &events.vigie)]
                .map(|(name, value)| doc::NameValue::new(name, value))
        });
        let categories = codes.categories.iter();
        let mut categories: Vec<_> = categories.filter_map(|word| word.parse().ok()).collect();
        if categories.is_empty() {
            categories.push(doc::Category::Other);
        }
        let responses = codes.responses.iter();
        Self {
            categories,
            responses: responses.filter_map(|word| word.parse().ok()).collect(),
            urgency: codes.urgency.parse().unwrap_or(doc::Urgency::Unknown),
            severity: codes.severity.parse().unwrap_or(doc::Severity::Unknown),
            certainty: codes.certainty.parse().unwrap_or(doc::Certainty::Unknown),
            events: events.collect(),
        }
    }
}

fn document(
    site: &Site,
    now: Timestamp,
    step: &Step<'_>,
    (words, codes): (&DangerWords, &Codes),
    texts: &BTreeMap<Language, Texts>,
    expires: Option<Timestamp>,
) -> doc::Alert {
    let status = match step.status {
        Status::Actual => doc::Status::Actual,
        Status::Exercise => doc::Status::Exercise,
    };
    let msg_type = match step.act {
        Act::Alert => doc::MsgType::Alert,
        Act::Update | Act::AllClear | Act::Expiry => doc::MsgType::Update,
        Act::Retraction => doc::MsgType::Cancel,
    };
    let identifier = format!("{}-{}-{}", site.id, step.warning, step.messages + 1);
    let sent = doc::DateTime::from_unix_ms(now.unix_ms());
    let mut alert = doc::Alert::new(
        &identifier,
        &site.sender,
        sent,
        (status, msg_type, doc::Scope::Public),
    );
    alert.incidents = step
        .event
        .map(|event| format!("{}-{event}", site.id))
        .into_iter()
        .collect();
    alert.note = match step.status {
        Status::Exercise => Some(format!("EXERCISE of {}: nobody is in danger", site.name)),
        Status::Actual => None,
    };
    alert.references = step
        .earlier
        .iter()
        .filter_map(|cap| {
            let (sent, _) = doc::DateTime::read(&cap.sent)?;
            Some(doc::Reference {
                sender: cap.sender.clone(),
                identifier: cap.identifier.clone(),
                sent,
            })
        })
        .collect();
    let infos = site
        .languages
        .iter()
        .filter_map(|language| Some((language, texts.get(language)?)));
    alert.infos = infos
        .map(|(language, texts)| doc::Info {
            language: Some(language.to_string()),
            categories: codes.categories.clone(),
            event: words
                .languages
                .get(language)
                .map(|w| w.event.clone())
                .unwrap_or_default(),
            response_types: codes.responses.clone(),
            urgency: codes.urgency,
            severity: codes.severity,
            certainty: codes.certainty,
            event_codes: codes.events.clone(),
            expires: expires.map(|at| doc::DateTime::from_unix_ms(at.unix_ms())),
            sender_name: Some(site.name.clone()),
            headline: Some(texts.headline.clone()),
            description: Some(texts.description.clone()),
            instruction: Some(texts.instruction.clone()),
            parameters: labels(texts),
            areas: areas(site, step.zones, language),
            ..doc::Info::default()
        })
        .collect();
    alert
}

/// Title and small display, so that whoever agrees to the message agrees to them, and whoever relays it
/// has them.
fn labels(texts: &Texts) -> Vec<doc::NameValue> {
    let mut lines = texts.display.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (first, second) = (line(), line());
    [
        ("VIGIE-PUSH", texts.push.as_str()),
        ("VIGIE-DISPLAY-1", first),
        ("VIGIE-DISPLAY-2", second),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(name, text)| doc::NameValue::new(name, text))
    .collect()
}

fn areas(site: &Site, zones: &BTreeSet<ZoneId>, language: &Language) -> Vec<doc::Area> {
    let zones = zones.iter().filter_map(|id| site.zones.get(id));
    zones
        .map(|zone| {
            let mut area = doc::Area::new(zone.name_in(language));
            let polygon = |ring: &Ring| {
                let positions = ring.points().iter().map(|point| {
                    let (lat, lon) = point.degrees();
                    doc::Position { lat, lon }
                });
                doc::Polygon(positions.collect())
            };
            area.polygons = zone.rings().map(polygon).collect();
            let codes = zone.geocodes.iter();
            area.geocodes = codes
                .map(|(name, value)| doc::NameValue::new(name, value))
                .collect();
            area
        })
        .collect()
}

fn place_names(site: &Site, zones: &BTreeSet<ZoneId>) -> BTreeMap<Language, String> {
    let zones: Vec<_> = zones.iter().filter_map(|id| site.zones.get(id)).collect();
    site.languages
        .iter()
        .map(|language| {
            (
                language.clone(),
                zones
                    .iter()
                    .map(|z| z.name_in(language))
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        })
        .collect()
}
