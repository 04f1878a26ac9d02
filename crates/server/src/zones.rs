//! Zones in GeoJSON, as an authority hands them out: read with every fault named, and offered to be mended,
//! never mended silently.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use vigie_core::audience::area::{AreaFault, Point, Ring};
use vigie_core::audience::shape::{uncrossed, without_holes};
use vigie_core::ids::is_name;
use vigie_core::limits::ZONE_RINGS_MAX;

/// Largest file of zones, in bytes: a country's districts with every bend of its rivers.
const FILE_BYTES_MAX: u64 = 256 << 20;

/// Corners of one ring that are looked at: a border of more is a survey, and no zone. It is refused before
/// anything else is done with it.
const CORNERS_MAX: usize = 200_000;

/// A zone of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnZone {
    /// Its name.
    pub id: String,
    /// The zone that it is part of.
    pub parent: Option<String>,
    /// Which drawing of it this is.
    pub version: Option<u64>,
    /// How many people are usually in it.
    pub people: Option<u64>,
    /// What it is called: one name, or one by language.
    pub name: Option<Value>,
    /// What authorities call it: values by the name of the code.
    pub geocodes: BTreeMap<String, BTreeSet<String>>,
    /// Zones whose place it takes.
    pub replaces: BTreeSet<String>,
    /// Its borders.
    pub rings: Vec<Ring>,
}

/// What a file says: zones, and what is wrong.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Zones without a fault.
    pub zones: Vec<DrawnZone>,
    /// Faults, each with the way out.
    pub faults: Vec<String>,
    /// What was drawn otherwise than the file has it, since alerts are told in rings without holes.
    pub said: Vec<String>,
    /// Rings that cross themselves, as `--repair` would draw them: what zone, and what changes.
    pub offers: Vec<(String, String)>,
}

/// Whether rings that cross themselves are drawn anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair {
    /// They are, and it is said.
    Yes,
    /// They are faults, with an offer.
    No,
}

/// The zones of a file, if nothing is wrong with it.
pub fn read(path: &Path) -> Result<Vec<DrawnZone>, String> {
    let drawn = look(path, Repair::No)?;
    match drawn.faults.first() {
        None => Ok(drawn.zones),
        Some(fault) => Err(format!("{}: {fault}", path.display())),
    }
}

/// The ground that a file draws, whoever it belongs to: features with or without names, or a geometry alone.
pub fn ground(path: &Path) -> Result<Vec<Ring>, String> {
    check_size(path)?;
    let (mut drawn, mut rings) = (Drawn::default(), Vec::new());
    let mut at = 0;
    features(path, &mut |one: Value| {
        at += 1;
        let geometry = if one["type"] == "Feature" {
            &one["geometry"]
        } else {
            &one
        };
        let called = format!("feature {at}");
        rings.extend(
            rings_of(&called, geometry, Repair::No, &mut drawn)
                .into_iter()
                .flatten(),
        );
        Ok(())
    })?;
    match drawn.faults.first() {
        None => Ok(rings),
        Some(fault) => Err(format!("{}: {fault}", path.display())),
    }
}

/// Whether a file holds the polygons of zones, and not points of people.
pub fn are_in(path: &Path) -> Result<bool, String> {
    let is_json = path
        .extension()
        .is_some_and(|ending| ending == "geojson" || ending == "json");
    if !is_json {
        return Ok(false);
    }
    let (mut has_people, mut has_ground) = (false, false);
    let looked = features(path, &mut |feature: Shape| {
        match feature
            .geometry
            .and_then(|geometry| geometry.kind)
            .as_deref()
        {
            // Among points a polygon is a fault in a list of people, and is named with its line.
            Some("Point") => has_people = true,
            Some("Polygon" | "MultiPolygon") => has_ground = true,
            _ => {}
        }
        if has_people {
            return Err("people".to_owned());
        }
        Ok(())
    });
    if has_people {
        return Ok(false);
    }
    looked.map(|()| has_ground)
}

/// What is looked at to tell a list of people, of which there may be millions, from a file of zones.
#[derive(Deserialize)]
struct Shape {
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Calls `each` with the features of a file one after the other, or with its only one: no file is held whole.
fn features<T: DeserializeOwned>(
    path: &Path,
    each: &mut dyn FnMut(T) -> Result<(), String>,
) -> Result<(), String> {
    if crate::import::features_of(path, each)? {
        return Ok(());
    }
    let failed = |why: std::io::Error| format!("failed to read {}: {why}", path.display());
    let file = BufReader::new(File::open(path).map_err(failed)?);
    let one = serde_json::from_reader(file);
    each(one.map_err(|why| format!("{} is no GeoJSON: {why}", path.display()))?)
}

/// Looks at a file, whole.
pub fn look(path: &Path, repair: Repair) -> Result<Drawn, String> {
    check_size(path)?;
    let mut drawn = Drawn::default();
    let mut at = 0;
    features(path, &mut |feature: Value| {
        at += 1;
        if feature["type"] != "Feature" {
            return Err(format!(
                "{} is no GeoJSON of zones: there is no list of features",
                path.display()
            ));
        }
        let zone = zone(at, &feature, repair, &mut drawn);
        drawn.zones.extend(zone);
        Ok(())
    })?;
    parents(&mut drawn);
    Ok(drawn)
}

fn check_size(path: &Path) -> Result<(), String> {
    let failed = |why: std::io::Error| format!("failed to read {}: {why}", path.display());
    let bytes = std::fs::metadata(path).map_err(failed)?.len();
    if bytes > FILE_BYTES_MAX {
        return Err(format!(
            "{} has {bytes} bytes, at most {FILE_BYTES_MAX} are taken; cut it into several files",
            path.display()
        ));
    }
    Ok(())
}

fn zone(at: usize, feature: &Value, repair: Repair, drawn: &mut Drawn) -> Option<DrawnZone> {
    let properties = &feature["properties"];
    let id = properties["id"]
        .as_str()
        .or(feature["id"].as_str())
        .unwrap_or_default();
    let called = if is_name(id) {
        format!("zone {id}")
    } else {
        // What else is wrong with it is said as well.
        drawn.faults.push(format!(
            "feature {at}: the id {id:?} is no name of a zone: small letters, digits and -, at most 64"
        ));
        format!("feature {at}")
    };
    let called = called.as_str();
    let rings = rings_of(called, &feature["geometry"], repair, drawn)?;
    if rings.len() > ZONE_RINGS_MAX {
        drawn.faults.push(format!(
            "{called}: it has {} rings, at most {ZONE_RINGS_MAX} are taken; make several zones of it, with one \
             as their parent",
            rings.len()
        ));
        return None;
    }
    let words = |of: &Value| -> BTreeSet<String> {
        let list = of
            .as_array()
            .map_or(std::slice::from_ref(of), Vec::as_slice);
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let codes = properties["geocode"].as_object().into_iter().flatten();
    is_name(id).then(|| DrawnZone {
        id: id.to_owned(),
        parent: properties["parent"].as_str().map(str::to_owned),
        version: properties["version"].as_u64(),
        people: properties["people"].as_u64(),
        name: properties
            .get("name")
            .filter(|name| !name.is_null())
            .cloned(),
        geocodes: codes
            .map(|(name, values)| (name.clone(), words(values)))
            .collect(),
        replaces: words(&properties["replaces"]),
        rings,
    })
}

/// The rings of a geometry, or a fault.
fn rings_of(
    called: &str,
    geometry: &Value,
    repair: Repair,
    drawn: &mut Drawn,
) -> Option<Vec<Ring>> {
    let coordinates = &geometry["coordinates"];
    let polygons: Vec<&Value> = match geometry["type"].as_str() {
        Some("Polygon") => vec![coordinates],
        Some("MultiPolygon") => coordinates.as_array().into_iter().flatten().collect(),
        other => {
            let other = other.unwrap_or("nothing");
            drawn.faults.push(format!(
                "{called}: its geometry is {other}, and ground is a Polygon or MultiPolygon"
            ));
            return None;
        }
    };
    let mut rings = Vec::new();
    for polygon in polygons {
        let lines = polygon.as_array().map(Vec::as_slice).unwrap_or_default();
        let [outer, holes @ ..] = lines else {
            drawn
                .faults
                .push(format!("{called}: a polygon has no ring"));
            return None;
        };
        let outer = ring(called, outer, repair, drawn)?;
        let mut inner = Vec::new();
        for hole in holes {
            inner.extend(ring(called, hole, repair, drawn)?);
        }
        if inner.is_empty() {
            rings.extend(outer);
        } else {
            rings.extend(cut(called, &outer, &inner, drawn)?);
        }
    }
    Some(rings)
}

/// A polygon with holes as rings without any; it is said.
fn cut(called: &str, outer: &[Ring], holes: &[Ring], drawn: &mut Drawn) -> Option<Vec<Ring>> {
    let mut rings = Vec::new();
    for ring in outer {
        let Some(redrawn) = without_holes(ring, holes) else {
            drawn
                .faults
                .push(format!("{called}: its holes leave nothing of it"));
            return None;
        };
        drawn.said.push(format!(
            "{called}: alerts know no holes, so it is drawn as {} that leave out its {}; adds {} m², loses {} m²",
            super::cli::count(redrawn.rings.len(), "ring"),
            super::cli::count(holes.len(), "hole"),
            redrawn.gained_m2,
            redrawn.lost_m2
        ));
        rings.extend(redrawn.rings);
    }
    Some(rings)
}

/// The rings that a line of corners makes, or a fault.
fn ring(called: &str, line: &Value, repair: Repair, drawn: &mut Drawn) -> Option<Vec<Ring>> {
    let corners = line.as_array().map(Vec::as_slice).unwrap_or_default();
    if corners.len() > CORNERS_MAX {
        drawn.faults.push(format!(
            "{called}: a ring of {} corners is refused, at most {CORNERS_MAX} are looked at; simplify it \
             where it was drawn",
            corners.len()
        ));
        return None;
    }
    let mut points = Vec::with_capacity(corners.len());
    for corner in corners {
        match point(corner) {
            Ok(point) => points.push(point),
            Err(why) => {
                drawn.faults.push(format!("{called}: {why}"));
                return None;
            }
        }
    }
    let fault = match Ring::new(points.clone()) {
        Ok(ring) => return Some(vec![ring]),
        Err(AreaFault::TooManyPoints { points }) => {
            drawn.faults.push(format!(
                "{called}: its ring has {points} corners; `vigie zones simplify` draws it with fewer and says \
                 what that costs"
            ));
            return None;
        }
        Err(fault) => fault,
    };
    if fault != AreaFault::CrossesItself {
        drawn.faults.push(format!("{called}: {fault}"));
        return None;
    }
    let Some(redrawn) = uncrossed(&points) else {
        drawn
            .faults
            .push(format!("{called}: its ring encloses nothing"));
        return None;
    };
    let size: u64 = redrawn.rings.iter().map(Ring::size_m2).sum();
    let offer = format!(
        "{} of {size} m² in all instead of one that crosses itself",
        super::cli::count(redrawn.rings.len(), "ring")
    );
    drawn.offers.push((called.to_owned(), offer.clone()));
    match repair {
        Repair::Yes => Some(redrawn.rings),
        Repair::No => {
            drawn
                .faults
                .push(format!("{called}: {fault}; --repair would draw {offer}"));
            None
        }
    }
}

/// GeoJSON writes longitude first.
fn point(corner: &Value) -> Result<Point, String> {
    let (Some(lon), Some(lat)) = (corner[0].as_f64(), corner[1].as_f64()) else {
        return Err(format!(
            "the corner {corner} is not two numbers, longitude and latitude"
        ));
    };
    Point::from_degrees(lat, lon).map_err(|fault| {
        if Point::from_degrees(lon, lat).is_ok() {
            format!("the corner {corner} is swapped: GeoJSON writes longitude first, then latitude")
        } else {
            fault.to_string()
        }
    })
}

/// Every parent is there, none is above itself, and no two zones have one name.
fn parents(drawn: &mut Drawn) {
    let mut faults = Vec::new();
    let mut above: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for zone in &drawn.zones {
        if above.insert(&zone.id, zone.parent.as_deref()).is_some() {
            faults.push(format!(
                "zone {}: it is there twice; give each drawing a name of its own",
                zone.id
            ));
        }
    }
    for zone in &drawn.zones {
        let mut seen = BTreeSet::from([zone.id.as_str()]);
        let mut parent = zone.parent.as_deref();
        while let Some(id) = parent {
            if !seen.insert(id) {
                faults.push(format!(
                    "zone {}: its parents lead in a circle by {id}",
                    zone.id
                ));
                break;
            }
            let Some(next) = above.get(id) else {
                faults.push(format!(
                    "zone {}: its parent {id} is not in the file",
                    zone.id
                ));
                break;
            };
            parent = *next;
        }
    }
    drawn.faults.extend(faults);
}

#[cfg(test)]
mod tests;
