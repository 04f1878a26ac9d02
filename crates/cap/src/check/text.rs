//! Texts that people read: no control characters, no HTML.

use super::message::shown;
use super::{Found, rules};
use crate::doc::{Alert, NameValue};
use crate::element::Element;
use crate::finding::Place;
use crate::xml::characters::{any, first_illegal};

/// Elements of HTML that are found in real messages.
const TAGS: [&str; 24] = [
    "a", "b", "br", "p", "div", "span", "strong", "em", "i", "u", "ul", "ol", "li", "table", "tr",
    "td", "th", "h1", "h2", "h3", "img", "font", "html", "body",
];

pub(super) fn check(alert: &Alert, found: &mut Found) {
    each(alert, &mut |place, text, is_prose| {
        // Nearly every text has none of what is looked for, and one look is enough to see that.
        let suspect = |byte: u8| byte < 0x20 && byte != b'\n' || matches!(byte, b'<' | b'&' | 0xEF);
        if !any(text, suspect) {
            return;
        }
        if let Some(illegal) = first_illegal(text) {
            found.say(
                &rules::CHARACTER,
                place,
                format!("character U+{:04X}", u32::from(illegal)),
            );
        }
        if is_prose {
            if let Some(tag) = tag(text) {
                found.say(&rules::HTML_TAG, place, shown(tag));
            }
            if let Some(entity) = entity(text) {
                found.say(&rules::HTML_ENTITY, place, shown(entity));
            }
        }
    });
}

/// Visits every text, and says whether people read it as prose.
fn each(alert: &Alert, visit: &mut dyn FnMut(Place, &str, bool)) {
    let top = Place::ALERT;
    let mut one = |place: Place, text: &Option<String>, is_prose| {
        if let Some(text) = text {
            visit(place, text, is_prose);
        }
    };
    one(top.one(Element::Source), &alert.source, false);
    one(top.one(Element::Restriction), &alert.restriction, false);
    one(top.one(Element::Note), &alert.note, true);
    for (nth, info) in alert.infos.iter().enumerate() {
        let place = Place::info(nth);
        let words = [
            (Element::Audience, &info.audience, true),
            (Element::SenderName, &info.sender_name, true),
            (Element::Headline, &info.headline, true),
            (Element::Description, &info.description, true),
            (Element::Instruction, &info.instruction, true),
            (Element::Web, &info.web, false),
            (Element::Contact, &info.contact, true),
        ];
        for (name, text, is_prose) in words {
            one(place.one(name), text, is_prose);
        }
    }
    visit(top.one(Element::Identifier), &alert.identifier, false);
    visit(top.one(Element::Sender), &alert.sender, false);
    let lists = [
        (Element::Addresses, &alert.addresses),
        (Element::Code, &alert.codes),
        (Element::Incidents, &alert.incidents),
    ];
    for (name, words) in lists {
        for word in words {
            visit(top.one(name), word, false);
        }
    }
    for (nth, info) in alert.infos.iter().enumerate() {
        let place = Place::info(nth);
        visit(place.one(Element::Event), &info.event, true);
        for (name, pairs) in [
            (Element::EventCode, &info.event_codes),
            (Element::Parameter, &info.parameters),
        ] {
            pairs
                .iter()
                .enumerate()
                .for_each(|(nth, pair)| both(place.part(name, nth), pair, visit));
        }
        for (nth, area) in info.areas.iter().enumerate() {
            let place = place.part(Element::Area, nth);
            visit(place.one(Element::AreaDesc), &area.area_desc, true);
            area.geocodes
                .iter()
                .enumerate()
                .for_each(|(nth, pair)| both(place.nth(Element::Geocode, nth), pair, visit));
        }
        for (nth, file) in info.resources.iter().enumerate() {
            visit(
                place
                    .part(Element::Resource, nth)
                    .one(Element::ResourceDesc),
                &file.resource_desc,
                true,
            );
        }
    }
}

fn both(place: Place, pair: &NameValue, visit: &mut dyn FnMut(Place, &str, bool)) {
    visit(place, &pair.value_name, false);
    visit(place, &pair.value, false);
}

/// The first HTML tag in a text.
fn tag(text: &str) -> Option<&str> {
    /// No tag of a message is longer; searching further for its end would cost the square of the text.
    const TAG_BYTES_MAX: usize = 512;
    text.match_indices('<').find_map(|(at, _)| {
        let rest = &text[at..];
        let inner = rest[1..].trim_start_matches('/');
        let known = |tag: &str| {
            let name = inner.as_bytes().get(..tag.len());
            let ends = inner
                .as_bytes()
                .get(tag.len())
                .is_some_and(|byte| !byte.is_ascii_alphanumeric());
            ends && name.is_some_and(|name| name.eq_ignore_ascii_case(tag.as_bytes()))
        };
        TAGS.into_iter().find(|tag| known(tag))?;
        let end = rest
            .bytes()
            .take(TAG_BYTES_MAX)
            .position(|byte| byte == b'>')?;
        rest.get(..=end)
    })
}

/// The first HTML entity in a text.
fn entity(text: &str) -> Option<&str> {
    /// `&thetasym;` is the longest in use.
    const NAME_BYTES_MAX: usize = 8;
    text.match_indices('&').find_map(|(at, _)| {
        let name = &text.as_bytes()[at + 1..];
        let end = name
            .iter()
            .take(NAME_BYTES_MAX + 1)
            .position(|byte| *byte == b';')?;
        let letters = name[..end].strip_prefix(b"#").unwrap_or(&name[..end]);
        let entity = end >= 2 && letters.iter().all(u8::is_ascii_alphanumeric);
        if entity {
            text.get(at..at + end + 2)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_told_from_comparisons() {
        assert_eq!(tag("wind > 50 <br /> gusts"), Some("<br />"));
        assert_eq!(tag("<= 5 and < 7, a<b>c"), Some("<b>"));
        assert_eq!(tag("if x < b then"), None);
        assert_eq!(entity("Fish &amp; chips"), Some("&amp;"));
        assert_eq!(entity("AT&T; R&D"), None);
    }
}
