//! Google Public Alerts, as its open validator checks messages.

use super::shared::{
    has, has_area, has_references, has_shape, infos, local_time, same_categories, same_event_codes,
    same_events, who_and_what_to_do,
};
use crate::check::Found;
use crate::doc::{Alert, Certainty, Info, Severity, Status, Urgency};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

rules! {
    REFERENCES = "GOOGLE-REFERENCES" Error "Google Public Alerts: UPDATE_OR_CANCEL_MUST_REFERENCE",
        "an Update or Cancel references every earlier message that has not expired",
        "add references";
    INFO = "GOOGLE-INFO" Error "Google Public Alerts: INFO_IS_REQUIRED",
        "a message has an info",
        "add info";
    CATEGORIES = "GOOGLE-CATEGORIES" Error "Google Public Alerts: CATEGORIES_MUST_MATCH",
        "all infos have the same categories",
        "use the categories of the first info";
    EVENT_CODES = "GOOGLE-EVENT-CODES" Error "Google Public Alerts: EVENT_CODES_MUST_MATCH",
        "all infos have the same event codes",
        "use the event codes of the first info";
    DESCRIPTION = "GOOGLE-DESCRIPTION" Error "Google Public Alerts: DESCRIPTION_IS_REQUIRED",
        "an info has a description",
        "add description";
    WEB = "GOOGLE-WEB" Error "Google Public Alerts: WEB_IS_REQUIRED",
        "an info leads to a page",
        "add web";
    EXPIRES = "GOOGLE-EXPIRES" Error "Google Public Alerts: EXPIRES_IS_REQUIRED",
        "an info says when it expires",
        "add expires";
    EFFECTIVE = "GOOGLE-EFFECTIVE" Error "Google Public Alerts: EFFECTIVE_NOT_AFTER_EXPIRES",
        "an info is effective before it expires",
        "set expires later";
    AREA = "GOOGLE-AREA" Error "Google Public Alerts: AREA_IS_REQUIRED",
        "an info has an area",
        "add area";
    PLACE = "GOOGLE-PLACE" Error "Google Public Alerts: CIRCLE_POLYGON_OR_GEOCODE_IS_REQUIRED",
        "an area has a polygon, a circle or a geocode",
        "add polygon";
    EVENTS = "GOOGLE-EVENTS" Advice "Google Public Alerts: EVENTS_IN_SAME_LANGUAGE_SHOULD_MATCH",
        "infos in one language name the same event",
        "use the event of the first info";
    SHAPE = "GOOGLE-SHAPE" Advice "Google Public Alerts: CIRCLE_POLYGON_ENCOURAGED",
        "an area is drawn",
        "add polygon or circle";
    SENDER_NAME = "GOOGLE-SENDER-NAME" Advice "Google Public Alerts: SENDER_NAME_STRONGLY_RECOMMENDED",
        "an info names its sender",
        "add senderName";
    RESPONSE = "GOOGLE-RESPONSE" Advice "Google Public Alerts: RESPONSE_TYPE_STRONGLY_RECOMMENDED",
        "an info asks for a response",
        "add responseType";
    INSTRUCTION = "GOOGLE-INSTRUCTION" Advice "Google Public Alerts: INSTRUCTION_STRONGLY_RECOMMENDED",
        "an info has an instruction",
        "add instruction";
    CONTACT = "GOOGLE-CONTACT" Advice "Google Public Alerts: CONTACT_IS_RECOMMENDED",
        "an info says whom to ask",
        "add contact";
    HEADLINE = "GOOGLE-HEADLINE" Advice "Google Public Alerts: HEADLINE_TOO_LONG",
        "a headline has 140 characters at most",
        "shorten it";
    TEXTS = "GOOGLE-TEXTS" Advice "Google Public Alerts: HEADLINE_AND_DESCRIPTION_SHOULD_DIFFER, DESCRIPTION_AND_INSTRUCTION_SHOULD_DIFFER",
        "headline, description and instruction say different things",
        "describe the hazard in description and what to do in instruction";
    UNKNOWN = "GOOGLE-UNKNOWN" Advice "Google Public Alerts: UNKNOWN_URGENCY_DISCOURAGED and the like",
        "urgency, severity and certainty are known",
        "judge it";
    TEST = "GOOGLE-TEST" Advice "Google Public Alerts: TEST_ALERT_DISCOURAGED",
        "a live feed holds no tests",
        "publish tests elsewhere";
    ZONE = "GOOGLE-ZONE" Advice "Google Public Alerts: SENT_INCLUDES_UTC_TIMEZONE and the like",
        "times carry the local offset where there is one",
        "write the local offset";
}

pub(super) fn check(alert: &Alert, found: &mut Found) {
    has_references(alert, &REFERENCES, found);
    found.unless(
        !alert.infos.is_empty(),
        &INFO,
        Place::ALERT.one(Element::Info),
        || "there is no info",
    );
    same_categories(alert, &CATEGORIES, found);
    same_event_codes(alert, &EVENT_CODES, found);
    same_events(alert, &EVENTS, found);
    found.unless(
        alert.status != Status::Test,
        &TEST,
        Place::ALERT.one(Element::Status),
        || "the status is Test",
    );
    local_time(
        Some(alert.sent),
        Place::ALERT.one(Element::Sent),
        &ZONE,
        found,
    );
    for (place, info) in infos(alert) {
        required(alert, place, info, found);
        advised(place, info, found);
    }
}

fn required(alert: &Alert, place: Place, info: &Info, found: &mut Found) {
    has(
        place,
        &[
            (
                info.description.is_some(),
                Element::Description,
                &DESCRIPTION,
            ),
            (info.web.is_some(), Element::Web, &WEB),
            (info.expires.is_some(), Element::Expires, &EXPIRES),
        ],
        found,
    );
    has_area(place, info, &AREA, found);
    let effective = info.effective.unwrap_or(alert.sent);
    if let Some(expires) = info
        .expires
        .filter(|expires| expires.unix_s() < effective.unix_s())
    {
        found.say(
            &EFFECTIVE,
            place.one(Element::Effective),
            format!("effective {effective}, expires {expires}"),
        );
    }
    for (nth, area) in info.areas.iter().enumerate() {
        let placed =
            !(area.polygons.is_empty() && area.circles.is_empty() && area.geocodes.is_empty());
        found.unless(
            placed,
            &PLACE,
            place.part(Element::Area, nth),
            || "a place in words alone",
        );
    }
}

fn advised(place: Place, info: &Info, found: &mut Found) {
    let rules = [&SENDER_NAME, &RESPONSE, &INSTRUCTION];
    has(place, &who_and_what_to_do(info, rules), found);
    has(
        place,
        &[(info.contact.is_some(), Element::Contact, &CONTACT)],
        found,
    );
    has_shape(place, info, &SHAPE, found);
    let characters = info
        .headline
        .as_ref()
        .map_or(0, |headline| headline.chars().count());
    found.unless(
        characters <= 140,
        &HEADLINE,
        place.one(Element::Headline),
        || format!("{characters} characters"),
    );
    let description = info.description.as_ref();
    let repeats = description.is_some()
        && (info.headline.as_ref() == description || info.instruction.as_ref() == description);
    found.unless(
        !repeats,
        &TEXTS,
        place.one(Element::Description),
        || "the same text twice",
    );
    let unknown = [
        (Element::Urgency, info.urgency == Urgency::Unknown),
        (Element::Severity, info.severity == Severity::Unknown),
        (Element::Certainty, info.certainty == Certainty::Unknown),
    ];
    for (element, _) in unknown.into_iter().filter(|(_, unknown)| *unknown) {
        found.say(&UNKNOWN, place.one(element), What::Unknown(element));
    }
    for (element, moment) in [
        (Element::Effective, info.effective),
        (Element::Onset, info.onset),
        (Element::Expires, info.expires),
    ] {
        local_time(moment, place.one(element), &ZONE, found);
    }
}
