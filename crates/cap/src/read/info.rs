//! The info element and what is in it: areas, resources, named values.

use super::inside::Inside;
use super::leaf::Leaf;
use super::slots::{AREA, INFO, PAIR, RESOURCE, Sequence};
use super::{Version, rules};
use crate::doc::{
    Area, Category, Certainty, Circle, Info, NameValue, Polygon, Position, Resource, ResponseType,
    Severity, Urgency, number,
};
use crate::element::Element;
use crate::finding::{Finding, Place};
use crate::xml::walk::Fault;
use smol_str::SmolStr;

/// Reads the info element just opened.
pub(super) fn read(inside: &mut Inside<'_, '_>, place: Place, at: usize) -> Result<Info, Fault> {
    inside.mark(place, at);
    let mut info = Info::default();
    let mut sequence = Sequence::new(INFO);
    while let Some((name, at)) = inside.child(&mut sequence, place)? {
        match name {
            Element::EventCode => {
                info.event_codes
                    .push(pair(inside, place.part(name, info.event_codes.len()), at)?);
            }
            Element::Parameter => {
                info.parameters
                    .push(pair(inside, place.part(name, info.parameters.len()), at)?);
            }
            Element::Resource => info.resources.push(resource(
                inside,
                place.part(name, info.resources.len()),
                at,
            )?),
            Element::Area => info
                .areas
                .push(area(inside, place.part(name, info.areas.len()), at)?),
            Element::Category => {
                let leaf = inside.leaf(place.nth(name, info.categories.len()), at)?;
                info.categories
                    .extend(inside.listed(&leaf, Category::ALL, Category::NAMES));
            }
            Element::ResponseType => {
                let leaf = inside.leaf(place.nth(name, info.response_types.len()), at)?;
                info.response_types.extend(inside.listed(
                    &leaf,
                    ResponseType::ALL,
                    ResponseType::NAMES,
                ));
            }
            name => {
                let leaf = inside.leaf(place.one(name), at)?;
                text(inside, &mut info, name, &leaf);
            }
        }
    }
    Ok(info)
}

fn text(inside: &mut Inside<'_, '_>, info: &mut Info, name: Element, leaf: &Leaf<'_>) {
    match name {
        Element::Language => info.language = inside.optional(leaf),
        Element::Event => info.event = inside.required(leaf),
        Element::Urgency => {
            info.urgency = inside
                .listed(leaf, Urgency::ALL, Urgency::NAMES)
                .unwrap_or_default();
        }
        Element::Severity => {
            info.severity = inside
                .listed(leaf, Severity::ALL, Severity::NAMES)
                .unwrap_or_default();
        }
        Element::Certainty => info.certainty = certainty(inside, leaf),
        Element::Audience => info.audience = inside.optional(leaf),
        Element::Effective => info.effective = inside.moment(leaf),
        Element::Onset => info.onset = inside.moment(leaf),
        Element::Expires => info.expires = inside.moment(leaf),
        Element::SenderName => info.sender_name = inside.optional(leaf),
        Element::Headline => info.headline = inside.optional(leaf),
        Element::Description => info.description = inside.optional(leaf),
        Element::Instruction => info.instruction = inside.optional(leaf),
        Element::Web => info.web = inside.optional(leaf),
        _ => info.contact = inside.optional(leaf),
    }
}

/// CAP 1.0 knew "Very Likely".
fn certainty(inside: &mut Inside<'_, '_>, leaf: &Leaf<'_>) -> Certainty {
    if leaf.text.eq_ignore_ascii_case("Very Likely") {
        if inside.version > Version::V1_0 {
            inside.note(
                leaf.at,
                Finding::new(&rules::VERY_LIKELY, leaf.place, "\"Very Likely\""),
            );
        }
        return Certainty::Likely;
    }
    inside
        .listed(leaf, Certainty::ALL, Certainty::NAMES)
        .unwrap_or_default()
}

/// A named value. CAP 1.0 wrote `name=value` as text.
fn pair(inside: &mut Inside<'_, '_>, place: Place, at: usize) -> Result<NameValue, Fault> {
    if inside.version == Version::V1_0 {
        let leaf = inside.leaf(place, at)?;
        let text = inside.required(&leaf);
        let (name, value) = text.split_once('=').unwrap_or(("", &text));
        return Ok(NameValue::new(name.trim(), value.trim()));
    }
    inside.mark(place, at);
    let mut pair = NameValue::default();
    let mut sequence = Sequence::new(PAIR);
    while let Some((name, at)) = inside.child(&mut sequence, place)? {
        // A geocode is an element of an area and not a part of an info: its place has no room for a child.
        let own = if place.element() == Some(Element::Geocode) {
            place
        } else {
            place.one(name)
        };
        let text = SmolStr::from(inside.leaf(own, at)?.text);
        if name == Element::Value {
            pair.value = text;
        } else {
            pair.value_name = text;
        }
    }
    Ok(pair)
}

fn resource(inside: &mut Inside<'_, '_>, place: Place, at: usize) -> Result<Resource, Fault> {
    inside.mark(place, at);
    let mut resource = Resource::default();
    let mut sequence = Sequence::new(RESOURCE);
    while let Some((name, at)) = inside.child(&mut sequence, place)? {
        let leaf = inside.leaf(place.one(name), at)?;
        match name {
            Element::ResourceDesc => resource.resource_desc = inside.required(&leaf),
            Element::MimeType => resource.mime_type = inside.required(&leaf),
            Element::Size => {
                resource.size =
                    inside.formed(&leaf, leaf.text.parse().ok(), "a whole number of bytes");
            }
            Element::Uri => resource.uri = inside.optional(&leaf),
            Element::DerefUri => resource.deref_uri = inside.optional(&leaf),
            _ => resource.digest = inside.optional(&leaf),
        }
    }
    Ok(resource)
}

fn area(inside: &mut Inside<'_, '_>, place: Place, at: usize) -> Result<Area, Fault> {
    inside.mark(place, at);
    let mut area = Area::default();
    let mut sequence = Sequence::new(AREA);
    while let Some((name, at)) = inside.child(&mut sequence, place)? {
        match name {
            Element::Polygon => {
                let leaf = inside.leaf(place.nth(name, area.polygons.len()), at)?;
                area.polygons.extend(polygon(inside, &leaf));
            }
            Element::Circle => {
                let leaf = inside.leaf(place.nth(name, area.circles.len()), at)?;
                area.circles.extend(circle(inside, &leaf));
            }
            // An area is itself a part of an info; its geocodes are named by the area they are in.
            Element::Geocode => {
                let code = pair(inside, place.nth(name, area.geocodes.len()), at)?;
                area.geocodes.push(code);
            }
            name => {
                let leaf = inside.leaf(place.one(name), at)?;
                match name {
                    Element::AreaDesc => area.area_desc = inside.required(&leaf),
                    Element::Altitude => {
                        area.altitude =
                            inside.formed(&leaf, number(&leaf.text), "a number of feet");
                    }
                    _ => {
                        area.ceiling = inside.formed(&leaf, number(&leaf.text), "a number of feet");
                    }
                }
            }
        }
    }
    Ok(area)
}

const POLYGON_FORM: &str = "lat,lon lat,lon …, four pairs or more, the last equal to the first";

/// A ring. Pairs written `lat, lon` or as one list of numbers are understood, and said.
fn polygon(inside: &mut Inside<'_, '_>, leaf: &Leaf<'_>) -> Option<Polygon> {
    let exact: Option<Polygon> = leaf
        .text
        .parse()
        .ok()
        .filter(|ring: &Polygon| !ring.0.is_empty());
    if exact.is_some() || leaf.text.is_empty() {
        return inside.formed(leaf, exact, POLYGON_FORM);
    }
    let numbers: Option<Vec<f64>> = words(&leaf.text).map(number).collect();
    let pairs = numbers.filter(|numbers| numbers.len() >= 8 && numbers.len().is_multiple_of(2));
    let ring = pairs.map(|numbers| {
        numbers
            .chunks(2)
            .map(|pair| Position::new(pair[0], pair[1]))
            .collect()
    });
    if ring.is_some() {
        let found = "pairs that are not \"lat,lon\" between blanks; read two numbers at a time";
        let finding = Finding::new(&rules::VALUE, leaf.place, found);
        inside.note(leaf.at, finding.mended_by(format!("write {POLYGON_FORM}")));
        return ring.map(Polygon);
    }
    inside.formed(leaf, None, POLYGON_FORM)
}

const CIRCLE_FORM: &str = "lat,lon radius, the radius in kilometres";

/// A disc, however its three numbers are parted.
fn circle(inside: &mut Inside<'_, '_>, leaf: &Leaf<'_>) -> Option<Circle> {
    let exact: Option<Circle> = leaf.text.parse().ok();
    if exact.is_some() || leaf.text.is_empty() {
        return inside.formed(leaf, exact, CIRCLE_FORM);
    }
    let numbers: Option<Vec<f64>> = words(&leaf.text).map(number).collect();
    if let Some([lat, lon, radius_km]) = numbers.as_deref() {
        let finding = Finding::new(&rules::VALUE, leaf.place, format!("\"{}\"", leaf.text));
        inside.note(leaf.at, finding.mended_by(format!("write {CIRCLE_FORM}")));
        return Some(Circle {
            centre: Position::new(*lat, *lon),
            radius_km: *radius_km,
        });
    }
    inside.formed(leaf, None, CIRCLE_FORM)
}

/// The words of a list parted by commas, white space or both.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character == ',' || character.is_whitespace())
        .filter(|word| !word.is_empty())
}
