//! What another authority's message says, in the words of ours.

use crate::audience::area::{Area, Circle, Point, Ring};
use crate::class::Class;
use crate::decision::Foreign;
use crate::ids::Language;
use crate::limits::FOREIGN_VALID_S;
use crate::status::Status;
use crate::time::Timestamp;
use crate::warning::{CapMessage, Content, Origin};
use crate::wording::{Act, Texts};
use std::collections::BTreeMap;
use vigie_cap::doc;

/// The message as content that can be shown.
pub(super) fn content(foreign: &Foreign) -> Content {
    let alert = &foreign.alert;
    let first = alert.infos.first();
    let worst = alert
        .infos
        .iter()
        .max_by_key(|info| severity_rank(info.severity.as_str()));
    let is_clear = |info: &doc::Info| info.response_types.contains(&doc::ResponseType::AllClear);
    let act = match alert.msg_type {
        doc::MsgType::Cancel if alert.infos.iter().any(is_clear) => Act::AllClear,
        doc::MsgType::Cancel => Act::Retraction,
        // Many authorities end a warning by an update that gives the all clear and nothing else.
        doc::MsgType::Update if !alert.infos.is_empty() && alert.infos.iter().all(is_clear) => {
            Act::AllClear
        }
        doc::MsgType::Update => Act::Update,
        doc::MsgType::Alert | doc::MsgType::Ack | doc::MsgType::Error => Act::Alert,
    };
    let sent = Timestamp::from_unix_ms(alert.sent.unix_ms());
    let expires = match alert.expires() {
        Some(at) => Some(Timestamp::from_unix_ms(at.unix_ms())),
        None => Some(sent.plus_s(FOREIGN_VALID_S)),
    };
    Content {
        act,
        status: if alert.status == doc::Status::Exercise {
            Status::Exercise
        } else {
            Status::Actual
        },
        origin: Origin::Feed(foreign.feed.clone()),
        class: Class::Alert,
        sounds: false,
        sent,
        expires: expires.filter(|_| !act.ends()),
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
        words: BTreeMap::new(),
        common: BTreeMap::new(),
        left_out: BTreeMap::new(),
        changes: std::collections::BTreeSet::new(),
        added: std::collections::BTreeSet::new(),
        event: None,
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
            ..Texts::default()
        };
        let empty = said.headline.is_empty() && said.description.is_empty();
        if !empty {
            texts.entry(Language::new(info.language())).or_insert(said);
        }
    }
    texts
}

/// Where it holds, as far as it says so in shapes and codes.
pub(super) fn area(alert: &doc::Alert) -> Area {
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
            for ring in points.map_or_else(Vec::new, Ring::foreign) {
                if !whole.polygons.contains(&ring) {
                    whole.polygons.push(ring);
                }
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
            let code = (code.value_name.to_string(), code.value.to_string());
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

/// CAP's severities in order, the unknown one lowest.
pub(crate) fn severity_rank(severity: &str) -> u8 {
    match severity {
        "Extreme" => 4,
        "Severe" => 3,
        "Moderate" => 2,
        "Minor" => 1,
        _ => 0,
    }
}
