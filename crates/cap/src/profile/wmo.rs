//! Weather services of the world: guidance of the World Meteorological Organization (WMO-No. 1109; WMO/TD 1556).

use super::shared::{has, has_shape, infos};
use crate::check::Found;
use crate::doc::Alert;
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

rules! {
    IDENTIFIER = "WMO-IDENTIFIER" Advice "WMO/TD 1556; WMO-No. 1109",
        "the identifier is an object identifier below 2.49.0.1, the arc of published alerts (whether there is such a country is not looked up)",
        "write urn:oid:2.49.0.1.<country>.<authority>.<number>, the country by its ISO 3166 number";
    SENDER = "WMO-SENDER" Advice "WMO-No. 1109; Register of Alerting Authorities",
        "the sender is a lasting name of the authority: an address or an object identifier",
        "write alerts@authority.example or urn:oid:2.49.0.0.<country>.<authority>";
    EXPIRES = "WMO-EXPIRES" Warning "WMO-No. 1109",
        "an info says when it expires",
        "add expires";
    SENDER_NAME = "WMO-SENDER-NAME" Advice "WMO-No. 1109",
        "an info names the authority",
        "add senderName";
    SHAPE = "WMO-SHAPE" Advice "WMO-No. 1109",
        "an area is drawn: codes of places mean nothing abroad",
        "add polygon";
    LANGUAGES = "WMO-LANGUAGES" Advice "WMO-No. 1109",
        "infos in several languages are marked with their languages",
        "add language to each info";
}

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let place = Place::ALERT.one(Element::Identifier);
    found.unless(is_alert_oid(&alert.identifier), &IDENTIFIER, place, || {
        What::quoted(&alert.identifier)
    });
    let lasting = alert.sender.contains('@') || alert.sender.contains(':');
    found.unless(lasting, &SENDER, Place::ALERT.one(Element::Sender), || {
        What::quoted(&alert.sender)
    });
    for (place, info) in infos(alert) {
        has(
            place,
            &[
                (info.expires.is_some(), Element::Expires, &EXPIRES),
                (
                    info.sender_name.is_some(),
                    Element::SenderName,
                    &SENDER_NAME,
                ),
            ],
            found,
        );
        has_shape(place, info, &SHAPE, found);
        let alone = alert.infos.len() == 1;
        found.unless(
            alone || info.language.is_some(),
            &LANGUAGES,
            place.one(Element::Language),
            || "one of several infos without language",
        );
    }
}

fn is_alert_oid(identifier: &str) -> bool {
    let Some(arcs) = identifier.strip_prefix("urn:oid:2.49.0.1.") else {
        return false;
    };
    let country = arcs.split('.').next().unwrap_or_default();
    (1..=3).contains(&country.len())
        && country.bytes().all(|byte| byte.is_ascii_digit())
        && arcs.contains('.')
}
