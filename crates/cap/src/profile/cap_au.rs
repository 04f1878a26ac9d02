//! Australia: CAP-AU-STD 1.0, with its list of events (AUeventLIST 1.0).

use super::cap_au_events;
use super::shared::{
    has, has_area, has_info, has_references, has_shape, infos, is_english, same_categories,
    same_event_codes, same_events, who_and_what_to_do,
};
use crate::check::Found;
use crate::doc::{Alert, Info, MsgType, NameValue, Status};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::rules;

/// The `code` by which a message claims this profile.
pub const CODE: &str = "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0";
/// The names of the list of events: that of its page, and that which real senders write.
pub const EVENT_LISTS: [&str; 2] = [
    "https://govshare.gov.au/xmlui/handle/10772/6495",
    "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0:AUeventLIST:1.0",
];

rules! {
    VERSION = "CAPAU-CODE" Error "CAP-AU-STD 1.0, code",
        "the message names the profile",
        "add <code>urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0</code>";
    INFO = "CAPAU-INFO" Error "CAP-AU-STD 1.0, msgType",
        "a message to the public has an info",
        "add info";
    REFERENCES = "CAPAU-REFERENCES" Error "CAP-AU-STD 1.0, references",
        "an Update or Cancel references every active message",
        "add references";
    CATEGORIES = "CAPAU-CATEGORIES" Error "CAP-AU-STD 1.0, category",
        "all infos have the same categories",
        "use the categories of the first info";
    EVENT_CODES = "CAPAU-EVENT-CODES" Error "CAP-AU-STD 1.0, eventCode",
        "all infos have the same event codes",
        "use the event codes of the first info";
    EVENTS = "CAPAU-EVENTS" Error "CAP-AU-STD 1.0, event",
        "infos in one language name the same event",
        "use the event of the first info";
    ONE_CODE = "CAPAU-ONE-CODE" Error "CAP-AU-STD 1.0, eventCode; AUeventLIST 1.0",
        "a message has exactly one code of AUeventLIST",
        "add eventCode https://govshare.gov.au/xmlui/handle/10772/6495, one for the whole message";
    EVENT_CODE = "CAPAU-EVENT-CODE" Error "AUeventLIST 1.0",
        "the code is one of AUeventLIST",
        "use a code of the list, otherUrgent if no better";
    EVENT = "CAPAU-EVENT" Warning "CAP-AU-STD 1.0, event; AUeventLIST 1.0",
        "an event in English is what AUeventLIST says beside its code",
        "use the name that the list gives the code, or the code of the name";
    EFFECTIVE = "CAPAU-EFFECTIVE" Error "CAP-AU-STD 1.0, effective",
        "a Cancel has no effective",
        "leave effective out";
    AREA = "CAPAU-AREA" Error "CAP-AU-STD 1.0, area",
        "an info has an area",
        "add area";
    SENDER = "CAPAU-SENDER" Advice "CAP-AU-STD 1.0, sender",
        "the sender is like an e-mail address",
        "write agency@domain";
    TEST = "CAPAU-TEST" Advice "CAP-AU-STD 1.0, status",
        "a Test is logged and not broadcast",
        "use Exercise or Actual if it is to be seen";
    EXPIRES = "CAPAU-EXPIRES" Advice "CAP-AU-STD 1.0, expires",
        "an info says when it expires",
        "add expires";
    SENDER_NAME = "CAPAU-SENDER-NAME" Advice "CAP-AU-STD 1.0, senderName",
        "an info names its sender as the public knows it",
        "add senderName";
    RESPONSE = "CAPAU-RESPONSE" Advice "CAP-AU-STD 1.0, responseType",
        "an info asks for a response",
        "add responseType";
    INSTRUCTION = "CAPAU-INSTRUCTION" Advice "CAP-AU-STD 1.0, instruction",
        "an info has an instruction",
        "add instruction";
    GEOCODE = "CAPAU-GEOCODE" Advice "CAP-AU-STD 1.0, geocode (2.4)",
        "an area has a geocode of a list that the profile names",
        "add a geocode of G-NAF, ISO 3166, the gazetteer or the postcodes";
    SHAPE = "CAPAU-SHAPE" Advice "CAP-AU-STD 1.0, polygon and circle",
        "an area is drawn: the polygon or circle is the more exact",
        "add polygon or circle";
}

const GEOCODE_LISTS: [&str; 4] = [
    "http://www.psma.com.au/?product=g-naf",
    "http://www.iso.org/iso/country_codes.html",
    "http://www.ga.gov.au/place-name/",
    "http://www.psma.com.au/?product=postcode-boundaries",
];

pub(super) fn check(alert: &Alert, found: &mut Found) {
    let claimed = alert.codes.iter().any(|code| code == CODE);
    found.unless(
        claimed,
        &VERSION,
        Place::ALERT.one(Element::Code),
        || "there is no code urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0",
    );
    has_info(alert, &INFO, found);
    has_references(alert, &REFERENCES, found);
    same_categories(alert, &CATEGORIES, found);
    same_event_codes(alert, &EVENT_CODES, found);
    same_events(alert, &EVENTS, found);
    one_code(alert, found);
    found.unless(
        is_mail(&alert.sender),
        &SENDER,
        Place::ALERT.one(Element::Sender),
        || What::quoted(&alert.sender),
    );
    found.unless(
        alert.status != Status::Test,
        &TEST,
        Place::ALERT.one(Element::Status),
        || "the status is Test",
    );
    for (place, info) in infos(alert) {
        has_area(place, info, &AREA, found);
        let cancel = alert.msg_type == MsgType::Cancel;
        found.unless(
            !cancel || info.effective.is_none(),
            &EFFECTIVE,
            place.one(Element::Effective),
            || "effective in a Cancel",
        );
        has(
            place,
            &[(info.expires.is_some(), Element::Expires, &EXPIRES)],
            found,
        );
        let rules = [&SENDER_NAME, &RESPONSE, &INSTRUCTION];
        has(place, &who_and_what_to_do(info, rules), found);
        has_shape(place, info, &SHAPE, found);
        for (nth, area) in info.areas.iter().enumerate() {
            let listed = |code: &NameValue| GEOCODE_LISTS.contains(&code.value_name.as_str());
            found.unless(
                area.geocodes.iter().any(listed),
                &GEOCODE,
                place.part(Element::Area, nth),
                || "there is no geocode of a list that the profile names",
            );
        }
    }
}

/// One value of the list, the same in every info.
fn one_code(alert: &Alert, found: &mut Found) {
    let mut first: Option<&str> = None;
    for (place, info) in infos(alert) {
        let codes: Vec<&str> = info
            .event_codes
            .iter()
            .filter(|code| EVENT_LISTS.contains(&code.value_name.as_str()))
            .map(|code| code.value.as_str())
            .collect();
        let sound = matches!(codes.as_slice(), [code] if first.is_none_or(|first| first == *code));
        found.unless(
            sound,
            &ONE_CODE,
            place.one(Element::EventCode),
            || match codes.as_slice() {
                [] => What::Said("there is no code of AUeventLIST"),
                some => format!("the codes {}", some.join(", ")).into(),
            },
        );
        if let [code] = codes.as_slice() {
            listed(place, info, code, found);
        }
        first = first.or(codes.first().copied());
    }
}

/// The code is one of the list, and the event its name. Names are known in English alone.
fn listed(place: Place, info: &Info, code: &str, found: &mut Found) {
    let names = cap_au_events::names(code);
    found.unless(
        !names.is_empty(),
        &EVENT_CODE,
        place.one(Element::EventCode),
        || format!("the code \"{code}\""),
    );
    let matches = names
        .iter()
        .any(|name| name.eq_ignore_ascii_case(&info.event));
    found.unless(
        names.is_empty() || matches || !is_english(info),
        &EVENT,
        place.one(Element::Event),
        || {
            format!(
                "\"{}\" with the code {code}, which is {}",
                info.event,
                names.join(" or ")
            )
        },
    );
}

fn is_mail(text: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte))
    };
    text.split_once('@')
        .is_some_and(|(name, domain)| plain(name) && plain(domain))
}
