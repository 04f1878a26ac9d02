//! Another authority next door: its messages about places round the site, as its feed brings them.

use vigie_cap::doc;
use vigie_core::ids::FeedId;
use vigie_core::{Foreign, Input, Signature};

/// A real, public alert of a sender, for everything within a radius of the site.
pub fn alert(
    (sender, identifier): (&str, &str),
    now_ms: i64,
    info: doc::Info,
    (place, radius_km): (&str, f64),
) -> doc::Alert {
    let sent = doc::DateTime::from_unix_ms(now_ms);
    let kind = (doc::Status::Actual, doc::MsgType::Alert, doc::Scope::Public);
    let mut alert = doc::Alert::new(identifier, sender, sent, kind);
    let mut area = doc::Area::new(place);
    let centre = doc::Position {
        lat: 33.3,
        lon: 44.4,
    };
    area.circles = vec![doc::Circle { centre, radius_km }];
    alert.infos = vec![doc::Info {
        areas: vec![area],
        ..info
    }];
    alert
}

/// The feed brings it.
pub fn said(alert: doc::Alert, signature: Signature) -> Input {
    let xml = vigie_cap::write(&alert);
    let sha256 = vigie_core::siren::order_sha256(&xml);
    Input::Cap(Box::new(Foreign {
        feed: FeedId::new("neighbour"),
        alert,
        xml,
        sha256,
        errors: Vec::new(),
        signature,
    }))
}
