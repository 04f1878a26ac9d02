//! Demands that several profiles make, each with a rule of its own.

use crate::check::Found;
use crate::doc::{Alert, DateTime, Info, MsgType, NameValue};
use crate::element::Element;
use crate::finding::{Place, What};
use crate::rule::Rule;
use std::collections::BTreeSet;

/// Earlier infos that each is compared with: real messages have a handful, and all with all costs the square.
const SIBLINGS_MAX: usize = 32;

/// Each info with its place.
pub(super) fn infos(alert: &Alert) -> impl Iterator<Item = (Place, &Info)> {
    alert
        .infos
        .iter()
        .enumerate()
        .map(|(nth, info)| (Place::info(nth), info))
}

/// A message to the public says something.
pub(super) fn has_info(alert: &Alert, rule: &'static Rule, found: &mut Found) {
    let speaks = !matches!(alert.msg_type, MsgType::Ack | MsgType::Error);
    found.unless(
        !speaks || !alert.infos.is_empty(),
        rule,
        Place::ALERT.one(Element::Info),
        || "there is no info",
    );
}

/// An Update or Cancel says of what.
pub(super) fn has_references(alert: &Alert, rule: &'static Rule, found: &mut Found) {
    let needs = matches!(alert.msg_type, MsgType::Update | MsgType::Cancel);
    found.unless(
        !needs || !alert.references.is_empty(),
        rule,
        Place::ALERT.one(Element::References),
        || format!("the {} references nothing", alert.msg_type),
    );
}

/// All infos have the event codes of the first.
pub(super) fn same_event_codes(alert: &Alert, rule: &'static Rule, found: &mut Found) {
    let Some(first) = alert.infos.first() else {
        return;
    };
    for (place, info) in infos(alert).skip(1) {
        // Nearly always they are the same in the same order.
        let same = info.event_codes == first.event_codes || codes(info) == codes(first);
        found.unless(
            same,
            rule,
            place.one(Element::EventCode),
            || "other event codes than the first info",
        );
    }
}

fn codes(info: &Info) -> BTreeSet<(&str, &str)> {
    let pairs = info.event_codes.iter();
    pairs
        .map(|code| (code.value_name.as_str(), code.value.as_str()))
        .collect()
}

/// All infos have the categories of the first.
pub(super) fn same_categories(alert: &Alert, rule: &'static Rule, found: &mut Found) {
    let Some(first) = alert.infos.first() else {
        return;
    };
    for (place, info) in infos(alert).skip(1) {
        let same = info
            .categories
            .iter()
            .all(|one| first.categories.contains(one))
            && first
                .categories
                .iter()
                .all(|one| info.categories.contains(one));
        found.unless(
            same,
            rule,
            place.one(Element::Category),
            || "other categories than the first info",
        );
    }
}

/// Infos in one language name one event.
pub(super) fn same_events(alert: &Alert, rule: &'static Rule, found: &mut Found) {
    for (place, info) in infos(alert) {
        let first = alert
            .infos
            .iter()
            .take(SIBLINGS_MAX)
            .find(|other| other.language() == info.language());
        let same = first.is_none_or(|first| first.event == info.event);
        found.unless(same, rule, place.one(Element::Event), || {
            format!("another event than the first info in {}", info.language())
        });
    }
}

/// Whether an info is in English of any country.
pub(super) fn is_english(info: &Info) -> bool {
    let tag = info.language().get(..2);
    tag.is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}

/// The languages of a message, as a finding says them.
pub(super) fn spoken(alert: &Alert) -> What {
    let languages = alert.infos.iter().map(Info::language);
    let languages: Vec<&str> = languages.collect();
    What::Speaks(languages.join(", ").into())
}

/// An info says where.
pub(super) fn has_area(place: Place, info: &Info, rule: &'static Rule, found: &mut Found) {
    found.unless(
        !info.areas.is_empty(),
        rule,
        place.one(Element::Area),
        || "there is no area",
    );
}

/// Elements are there, each demanded by a rule.
pub(super) fn has(place: Place, demanded: &[(bool, Element, &'static Rule)], found: &mut Found) {
    for &(is_there, element, rule) in demanded {
        found.unless(is_there, rule, place.one(element), || What::Absent(element));
    }
}

/// What people are told beside the danger: who warns, what kind of act is asked for, and what to do.
pub(super) fn who_and_what_to_do(
    info: &Info,
    [sender_name, response, instruction]: [&'static Rule; 3],
) -> [(bool, Element, &'static Rule); 3] {
    [
        (info.sender_name.is_some(), Element::SenderName, sender_name),
        (
            !info.response_types.is_empty(),
            Element::ResponseType,
            response,
        ),
        (
            info.instruction.is_some(),
            Element::Instruction,
            instruction,
        ),
    ]
}

/// Somewhere in an info with areas there is a polygon or circle.
pub(super) fn has_shape(place: Place, info: &Info, rule: &'static Rule, found: &mut Found) {
    let drawn = info
        .areas
        .iter()
        .any(|area| !area.polygons.is_empty() || !area.circles.is_empty());
    found.unless(
        drawn || info.areas.is_empty(),
        rule,
        place.part(Element::Area, 0),
        || "no polygon and no circle",
    );
}

/// Times are local: an offset of zero is unlikely in the country of the profile.
pub(super) fn local_time(
    moment: Option<DateTime>,
    place: Place,
    rule: &'static Rule,
    found: &mut Found,
) {
    if let Some(moment) = moment.filter(|moment| moment.offset_min() == 0) {
        found.say(rule, place, moment);
    }
}

/// The pairs of one name, each with its place.
pub(super) fn named<'a>(
    pairs: &'a [NameValue],
    name: &'a str,
    place: impl Fn(usize) -> Place + 'a,
) -> impl Iterator<Item = (Place, &'a str)> {
    let every = pairs.iter().enumerate();
    every
        .filter(move |(_, pair)| pair.value_name == name)
        .map(move |(nth, pair)| (place(nth), pair.value.as_str()))
}
