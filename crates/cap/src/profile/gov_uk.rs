//! United Kingdom: what GOV.UK Emergency Alerts takes in over its CAP interface.
//!
//! It reads the first info alone, shows its description on phones by cell broadcast, and ends an alert by a
//! Cancel that names it; a Cancel needs nothing but that name.

use super::shared::{has, infos};
use crate::check::Found;
use crate::doc::{Alert, Info, MsgType};
use crate::element::Element;
use crate::finding::Place;
use crate::rule::rules;

rules! {
    TYPE = "GOVUK-TYPE" Error "GOV.UK Emergency Alerts: msgType",
        "a message is an Alert or a Cancel",
        "cancel the alert and send a new one in place of an Update";
    REFERENCES = "GOVUK-REFERENCES" Error "GOV.UK Emergency Alerts: references",
        "a Cancel references one alert, whole",
        "write sender,identifier,sent of the one alert to cancel";
    INFO = "GOVUK-INFO" Error "GOV.UK Emergency Alerts: info",
        "an Alert has an info",
        "add info";
    FIRST_INFO = "GOVUK-FIRST-INFO" Advice "GOV.UK Emergency Alerts: info",
        "what is to be sent stands in the first info, which alone is read",
        "put every language into the description of the first info, or send an Alert for each";
    DESCRIPTION = "GOVUK-DESCRIPTION" Error "GOV.UK Emergency Alerts: description",
        "the info has a description: it is what phones show",
        "add description";
    LENGTH = "GOVUK-LENGTH" Error "GOV.UK Emergency Alerts: description; 3GPP TS 23.041",
        "a description has 1395 characters of the GSM alphabet at most, or 615 of any other",
        "shorten it";
    EXPIRES = "GOVUK-EXPIRES" Error "GOV.UK Emergency Alerts: expires",
        "an info says when it expires",
        "add expires";
    POLYGON = "GOVUK-POLYGON" Error "GOV.UK Emergency Alerts: polygon",
        "an Alert has an area, and every area a polygon",
        "draw the area as a polygon; circles and geocodes are not used";
}

/// Fifteen pages of 93 septets (3GPP TS 23.041).
const SEPTETS_MAX: usize = 1395;
/// Fifteen pages of 41 units of UCS-2.
const UNITS_MAX: usize = 615;

/// The characters of the GSM alphabet beyond letters, digits and the marks that it shares with ASCII
/// (3GPP TS 23.038 §6.2.1).
const GSM: &str = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà\n\r";
/// The characters that take two septets.
const GSM_DOUBLE: &str = "^{}\\[~]|€";
/// Which characters of ASCII take one septet: letters, digits and the marks that the GSM alphabet has.
static GSM_ASCII: [bool; 128] = {
    let mut table = [false; 128];
    let marks = b" !\"#%&'()*+,-./:;<=>?@_$\n\r";
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    let mut letter = 0_u8;
    while letter < 128 {
        table[letter as usize] |= letter.is_ascii_alphanumeric();
        letter += 1;
    }
    table
};

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let cancel = alert.msg_type == MsgType::Cancel;
    found.unless(
        cancel || alert.msg_type == MsgType::Alert,
        &TYPE,
        Place::ALERT.one(Element::MsgType),
        || format!("the message is an {}", alert.msg_type),
    );
    if cancel {
        found.unless(
            alert.references.len() == 1,
            &REFERENCES,
            Place::ALERT.one(Element::References),
            || format!("{} references", alert.references.len()),
        );
        return;
    }
    found.unless(
        !alert.infos.is_empty(),
        &INFO,
        Place::ALERT.one(Element::Info),
        || "there is no info",
    );
    found.unless(alert.infos.len() <= 1, &FIRST_INFO, Place::info(1), || {
        format!("{} infos", alert.infos.len())
    });
    for (place, info) in infos(alert).take(1) {
        first(place, info, found);
    }
}

fn first(place: Place, info: &Info, found: &mut Found) {
    has(
        place,
        &[(
            info.description.is_some(),
            Element::Description,
            &DESCRIPTION,
        )],
        found,
    );
    // However it is counted, a text of so many bytes fits.
    let text = info.description.as_ref();
    if let Some(text) = text.filter(|text| text.len() > UNITS_MAX) {
        let (length, max) = length(text);
        found.unless(
            length <= max,
            &LENGTH,
            place.one(Element::Description),
            || format!("{length} characters as cell broadcast counts them, of {max}"),
        );
    }
    has(
        place,
        &[(info.expires.is_some(), Element::Expires, &EXPIRES)],
        found,
    );
    found.unless(
        !info.areas.is_empty(),
        &POLYGON,
        place.one(Element::Area),
        || "there is no area",
    );
    for (nth, area) in info.areas.iter().enumerate() {
        found.unless(
            !area.polygons.is_empty(),
            &POLYGON,
            place.part(Element::Area, nth),
            || "there is no polygon",
        );
    }
}

/// How long a text is on the air, and how long it may be: one character outside the GSM alphabet turns all of it
/// into UCS-2.
fn length(text: &str) -> (usize, usize) {
    let septets = |character: char| {
        if GSM.contains(character) {
            Some(1)
        } else {
            GSM_DOUBLE.contains(character).then_some(2)
        }
    };
    let ascii = |byte: u8| (byte < 0x80).then(|| usize::from(GSM_ASCII[usize::from(byte)]));
    let plain = |character: char| {
        let one = u8::try_from(character).ok().and_then(ascii);
        one.filter(|septets| *septets > 0)
            .or_else(|| septets(character))
    };
    match text.chars().map(plain).sum::<Option<usize>>() {
        Some(septets) => (septets, SEPTETS_MAX),
        None => (text.encode_utf16().count(), UNITS_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_outside_the_gsm_alphabet_halves_what_fits() {
        assert_eq!(length("Take shelter [now]"), (20, SEPTETS_MAX));
        assert_eq!(length("Cysgodwch yn y tŷ"), (17, UNITS_MAX));
    }
}
