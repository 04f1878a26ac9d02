//! Reads alerts from GeoJSON as api.weather.gov serves it, so that whoever has only that form can go on in CAP.
//!
//! A feature says less than a message: one language, one category, one response, the union of all places. What it
//! says and CAP cannot is named in `lost`; what CAP demands and it does not say, in `assumed`.

use crate::doc::{
    Alert, Area, Category, Certainty, Circle, DateTime, Info, NameValue, Polygon, Position,
    Reference, ResponseType, Scope, Severity, Urgency,
};
use serde_json::{Map, Value};
use std::fmt;
use std::str::FromStr;

/// Bytes of a collection that are read: as many as of a file of XML.
const BYTES_MAX: usize = 16 << 20;
/// The parameter in which CAP carries what the API calls `ends`.
const ENDS: &str = "eventEndingTime";

/// One alert, and how far it is what the feature said.
#[derive(Clone, Debug, PartialEq)]
pub struct FromFeature {
    /// What it says, in CAP.
    pub alert: Alert,
    /// What the feature said and a message cannot.
    pub lost: Vec<&'static str>,
    /// What a message must say and the feature did not: the first value of CAP that claims least stands in.
    pub assumed: Vec<&'static str>,
}

/// GeoJSON that is no alert.
#[derive(Debug)]
pub enum NotAFeature {
    /// It is longer than what is read.
    TooLong(usize),
    /// It is not JSON.
    Json(serde_json::Error),
    /// It is neither a feature nor a collection of features.
    Neither,
    /// A property that every alert has is missing or cannot be read: which, and what stood there.
    Property(&'static str, String),
    /// Its geometry cannot be read: why.
    Geometry(&'static str),
}

impl fmt::Display for NotAFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed to read an alert from GeoJSON: ")?;
        match self {
            Self::TooLong(bytes) => write!(f, "{bytes} bytes, the limit is {BYTES_MAX}"),
            Self::Json(error) => error.fmt(f),
            Self::Neither => f.write_str("it is neither a Feature nor a FeatureCollection"),
            Self::Property(name, found) => write!(f, "its property {name} is {found}"),
            Self::Geometry(why) => write!(f, "its geometry {why}"),
        }
    }
}

impl std::error::Error for NotAFeature {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::TooLong(_) | Self::Neither | Self::Property(..) | Self::Geometry(_) => None,
        }
    }
}

/// The alerts of a `Feature` or `FeatureCollection`, each by itself: one that cannot be read does not hide the others.
pub fn read(json: &str) -> Result<Vec<Result<FromFeature, NotAFeature>>, NotAFeature> {
    if json.len() > BYTES_MAX {
        return Err(NotAFeature::TooLong(json.len()));
    }
    let value: Value = serde_json::from_str(json).map_err(NotAFeature::Json)?;
    match (value["type"].as_str(), value["features"].as_array()) {
        (Some("FeatureCollection"), Some(features)) => {
            Ok(features.iter().map(read_feature).collect())
        }
        (Some("Feature"), _) => Ok(vec![read_feature(&value)]),
        _ => Err(NotAFeature::Neither),
    }
}

/// The alert of one `Feature`.
pub fn read_feature(feature: &Value) -> Result<FromFeature, NotAFeature> {
    let mut said = Said {
        properties: &feature["properties"],
        assumed: Vec::new(),
    };
    let kind = (
        said.must("status")?,
        said.must("messageType")?,
        said.or("scope", Scope::Public)?,
    );
    let sent = said.moment("sent")?;
    let sent = sent.ok_or_else(|| NotAFeature::Property("sent", "missing".to_owned()))?;
    let identifier = said.text("id").or_else(|| said.text("identifier"));
    let identifier = identifier.ok_or_else(|| NotAFeature::Property("id", "missing".to_owned()))?;
    let sender = said.text("sender");
    let sender = sender.ok_or_else(|| NotAFeature::Property("sender", "missing".to_owned()))?;
    let mut lost = Vec::new();
    let area = area(&said, &feature["geometry"], &mut lost)?;
    let info = info(&mut said, area, &mut lost)?;
    let codes = said.text("code").unwrap_or_default();
    let alert = Alert {
        codes: codes.split_whitespace().map(str::to_owned).collect(),
        note: said.text("note"),
        references: references(&said.properties["references"])?,
        infos: vec![info],
        ..Alert::new(&identifier, &sender, sent, kind)
    };
    Ok(FromFeature {
        alert,
        lost,
        assumed: said.assumed,
    })
}

fn info(
    said: &mut Said<'_>,
    area: Option<Area>,
    lost: &mut Vec<&'static str>,
) -> Result<Info, NotAFeature> {
    let mut parameters = pairs(&said.properties["parameters"]);
    if let Some(ends) = said.text("ends") {
        let named = NameValue::values(&parameters, ENDS).next();
        match named.map(|named| named == ends) {
            None => parameters.push(NameValue::new(ENDS, &ends)),
            Some(true) => {}
            Some(false) => lost.push("ends"),
        }
    }
    Ok(Info {
        language: said.text("language"),
        categories: said.listed::<Category>("category")?,
        event: said.text("event").unwrap_or_default(),
        response_types: said.listed::<ResponseType>("response")?,
        urgency: said.or("urgency", Urgency::Unknown)?,
        severity: said.or("severity", Severity::Unknown)?,
        certainty: said.or("certainty", Certainty::Unknown)?,
        event_codes: pairs(&said.properties["eventCode"]),
        effective: said.moment("effective")?,
        onset: said.moment("onset")?,
        expires: said.moment("expires")?,
        sender_name: said.text("senderName"),
        headline: said.text("headline"),
        description: said.text("description"),
        instruction: said.text("instruction"),
        web: said.text("web"),
        contact: said.text("contact"),
        parameters,
        areas: area.into_iter().collect(),
        ..Info::default()
    })
}

/// All places of the feature: it does not say which shape goes with which name.
fn area(
    said: &Said<'_>,
    geometry: &Value,
    lost: &mut Vec<&'static str>,
) -> Result<Option<Area>, NotAFeature> {
    let mut area = Area::new(&said.text("areaDesc").unwrap_or_default());
    area.geocodes = pairs(&said.properties["geocode"]);
    shapes(geometry, 0, &mut area, lost)?;
    let zones = said.properties["affectedZones"].as_array();
    if zones.is_some_and(|zones| !zones.is_empty()) {
        lost.push("affectedZones");
    }
    let empty = area.area_desc.is_empty()
        && area.polygons.is_empty()
        && area.circles.is_empty()
        && area.geocodes.is_empty();
    Ok((!empty).then_some(area))
}

/// Takes polygons and points; a point is a circle without radius.
fn shapes(
    geometry: &Value,
    depth: usize,
    area: &mut Area,
    lost: &mut Vec<&'static str>,
) -> Result<(), NotAFeature> {
    /// A collection inside a collection is already more than RFC 7946, §3.1.8 advises.
    const DEPTH_MAX: usize = 2;
    let coordinates = &geometry["coordinates"];
    let every = |value: &Value| value.as_array().cloned().unwrap_or_default();
    match geometry["type"].as_str() {
        None if geometry.is_null() => Ok(()),
        Some("Polygon") => polygon(coordinates, area, lost),
        Some("MultiPolygon") => every(coordinates)
            .iter()
            .try_for_each(|one| polygon(one, area, lost)),
        Some("Point") => {
            area.circles.push(point(coordinates)?);
            Ok(())
        }
        Some("MultiPoint") => {
            for one in every(coordinates) {
                area.circles.push(point(&one)?);
            }
            Ok(())
        }
        Some("GeometryCollection") if depth < DEPTH_MAX => every(&geometry["geometries"])
            .iter()
            .try_for_each(|one| shapes(one, depth + 1, area, lost)),
        _ => Err(NotAFeature::Geometry("has a type that is no place of CAP")),
    }
}

/// The outer ring. CAP has no holes.
fn polygon(
    rings: &Value,
    area: &mut Area,
    lost: &mut Vec<&'static str>,
) -> Result<(), NotAFeature> {
    let rings = rings.as_array().map_or(&[][..], Vec::as_slice);
    let [outer, holes @ ..] = rings else {
        return Err(NotAFeature::Geometry("has a polygon without a ring"));
    };
    if !holes.is_empty() && !lost.contains(&"holes") {
        lost.push("holes");
    }
    let positions = outer.as_array().map_or(&[][..], Vec::as_slice);
    let ring: Result<Vec<Position>, NotAFeature> = positions.iter().map(position).collect();
    area.polygons.push(Polygon(ring?));
    Ok(())
}

fn point(coordinates: &Value) -> Result<Circle, NotAFeature> {
    Ok(Circle {
        centre: position(coordinates)?,
        radius_km: 0.0,
    })
}

/// The longitude first.
fn position(pair: &Value) -> Result<Position, NotAFeature> {
    match (pair[0].as_f64(), pair[1].as_f64()) {
        (Some(lon), Some(lat)) => Ok(Position::new(lat, lon)),
        _ => Err(NotAFeature::Geometry(
            "has a position that is not two numbers",
        )),
    }
}

fn references(list: &Value) -> Result<Vec<Reference>, NotAFeature> {
    let wrong = |one: &Value| NotAFeature::Property("references", one.to_string());
    let each = list.as_array().into_iter().flatten().map(|one| {
        let text = |name: &str| one[name].as_str().map(str::to_owned);
        let sent = text("sent").and_then(|sent| DateTime::read(&sent));
        match (text("sender"), text("identifier"), sent) {
            (Some(sender), Some(identifier), Some((sent, _))) => Ok(Reference {
                sender,
                identifier,
                sent,
            }),
            _ => Err(wrong(one)),
        }
    });
    each.collect()
}

/// `{name: [values]}` as pairs.
fn pairs(groups: &Value) -> Vec<NameValue> {
    let none = Map::new();
    let groups = groups.as_object().unwrap_or(&none);
    let each = groups.iter().flat_map(|(name, values)| {
        let values = match values {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        values.iter().filter_map(move |value| {
            let text = match value {
                Value::Null => return None,
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some(NameValue::new(name, &text))
        })
    });
    each.collect()
}

/// The properties of a feature, and which of them had to be assumed.
struct Said<'a> {
    properties: &'a Value,
    assumed: Vec<&'static str>,
}

impl Said<'_> {
    /// A text that says something.
    fn text(&self, name: &str) -> Option<String> {
        let text = self.properties[name].as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    fn moment(&self, name: &'static str) -> Result<Option<DateTime>, NotAFeature> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        match DateTime::read(&text) {
            Some((moment, _)) => Ok(Some(moment)),
            None => Err(NotAFeature::Property(name, format!("\"{text}\""))),
        }
    }

    fn must<T: FromStr<Err: fmt::Display>>(&self, name: &'static str) -> Result<T, NotAFeature> {
        let text = self.text(name);
        let text = text.ok_or_else(|| NotAFeature::Property(name, "missing".to_owned()))?;
        text.parse()
            .map_err(|error: T::Err| NotAFeature::Property(name, error.to_string()))
    }

    fn or<T: FromStr<Err: fmt::Display>>(
        &mut self,
        name: &'static str,
        otherwise: T,
    ) -> Result<T, NotAFeature> {
        if self.text(name).is_some() {
            return self.must(name);
        }
        self.assumed.push(name);
        Ok(otherwise)
    }

    /// One value or a list of them.
    fn listed<T: FromStr<Err: fmt::Display>>(
        &self,
        name: &'static str,
    ) -> Result<Vec<T>, NotAFeature> {
        let texts: Vec<&str> = match &self.properties[name] {
            Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let parsed = texts
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(|text| {
                text.parse()
                    .map_err(|error: T::Err| NotAFeature::Property(name, error.to_string()))
            });
        parsed.collect()
    }
}
