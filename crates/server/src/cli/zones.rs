//! Zones: those of the site, and files of them checked, mended and drawn with fewer corners.

use super::{ConfigArg, count, failed};
use crate::people::People;
use crate::zones::{DrawnZone, Repair, look};
use clap::Subcommand;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use vigie_core::audience::area::{Area, Ring};
use vigie_core::audience::region::Region;
use vigie_core::audience::rules::Peril;
use vigie_core::audience::shape::simplified;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The zones of the site.
    List {
        #[command(flatten)]
        config: ConfigArg,
    },
    /// Say everything that is wrong with a GeoJSON file of zones.
    Check {
        /// The file.
        file: PathBuf,
        /// Draw rings anew that cross themselves, and say what that changes.
        #[arg(long)]
        repair: bool,
        /// Write what was drawn to this new file.
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Draw zones with fewer corners, and say which ground and how many people that adds or loses.
    Simplify {
        /// The file.
        file: PathBuf,
        /// Corners that each ring may have, the first repeated at the end.
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(4..=2_000))]
        corners: u16,
        /// Count people in what is added and lost, in the registry of this configuration.
        #[arg(long)]
        people: bool,
        #[command(flatten)]
        config: ConfigArg,
        /// Write what was drawn to this new file.
        #[arg(long)]
        to: Option<PathBuf>,
    },
}

pub fn run(args: &Args) -> ExitCode {
    let done = match &args.verb {
        Verb::List { config } => match config.load() {
            Ok(loaded) => Ok((list(&loaded.site), true)),
            Err(code) => return code,
        },
        Verb::Check { file, repair, to } => check(file, *repair, to.as_deref()),
        Verb::Simplify {
            file,
            corners,
            people,
            config,
            to,
        } => {
            let config = if *people { Some(config) } else { None };
            simplify(file, usize::from(*corners), config, to.as_deref())
        }
    };
    match done {
        Ok((said, is_clean)) => {
            println!("{}", said.trim_end());
            if is_clean {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(why) => failed(why),
    }
}

fn list(site: &vigie_core::site::Site) -> String {
    let mut text = String::new();
    for (id, zone) in &site.zones {
        let name = zone.names.values().next().map_or("", String::as_str);
        let km2 = zone.size_m2() / 10_000;
        let part = zone.parent.as_ref();
        let part = part.map_or_else(String::new, |parent| format!(", part of {parent}"));
        let _ = writeln!(
            text,
            "{id}  {name}  {}.{:02} km², about {} people, {}{part}",
            km2 / 100,
            km2 % 100,
            zone.people,
            count(
                zone.rings().map(|ring| ring.points().len() - 1).sum(),
                "corner"
            )
        );
    }
    text
}

fn check(file: &Path, repair: bool, to: Option<&Path>) -> Result<(String, bool), String> {
    let repair = if repair { Repair::Yes } else { Repair::No };
    let drawn = look(file, repair)?;
    let mut text = String::new();
    if repair == Repair::Yes {
        for (zone, offer) in &drawn.offers {
            let _ = writeln!(text, "{zone}: drawn anew: {offer}");
        }
    }
    for line in drawn.said.iter().chain(&drawn.faults) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(
        text,
        "{} without a fault, {}",
        count(drawn.zones.len(), "zone"),
        count(drawn.faults.len(), "fault")
    );
    if let Some(to) = to {
        write(to, &drawn.zones)?;
    }
    Ok((text, drawn.faults.is_empty()))
}

fn simplify(
    file: &Path,
    corners: usize,
    config: Option<&ConfigArg>,
    to: Option<&Path>,
) -> Result<(String, bool), String> {
    let drawn = look(file, Repair::No)?;
    let audience = match config {
        Some(config) => {
            let loaded = config
                .load()
                .map_err(|_| "the configuration has faults".to_owned())?;
            let folders = &loaded.config.folders;
            let people = People::open_shared(&folders.state, &loaded.config.registry.shared)
                .map_err(|fault| fault.to_string())?;
            let audience = crate::audience::Audience::default();
            audience.load(&people).map_err(|fault| fault.to_string())?;
            Some(audience)
        }
        None => None,
    };
    let (mut text, mut zones) = (String::new(), Vec::new());
    for line in &drawn.said {
        let _ = writeln!(text, "{line}");
    }
    let mut faults = drawn.faults;
    for zone in drawn.zones {
        let mut rings = Vec::new();
        for ring in &zone.rings {
            let Some(redrawn) = simplified(ring, corners) else {
                faults.push(format!(
                    "zone {}: nothing is left of it with {corners} corners",
                    zone.id
                ));
                continue;
            };
            let people = |rings: &[Ring]| {
                let Some(audience) = &audience else {
                    return String::new();
                };
                let area = Area {
                    polygons: rings.to_vec(),
                    ..Area::default()
                };
                let now = crate::clock::now();
                let reach = audience.count(&Region::from(&area), Peril::Life, now);
                format!(", {} people", reach.map_or(0, |reach| reach.people))
            };
            let _ = writeln!(
                text,
                "zone {}: {} instead of {}; adds {} m²{}, loses {} m²{}",
                zone.id,
                count(redrawn.rings[0].points().len() - 1, "corner"),
                ring.points().len() - 1,
                redrawn.gained_m2,
                people(&redrawn.gained),
                redrawn.lost_m2,
                people(&redrawn.lost),
            );
            rings.extend(redrawn.rings);
        }
        zones.push(DrawnZone { rings, ..zone });
    }
    for fault in &faults {
        let _ = writeln!(text, "{fault}");
    }
    if let Some(to) = to {
        write(to, &zones)?;
    }
    Ok((text, faults.is_empty()))
}

/// Writes zones to a new file.
fn write(to: &Path, zones: &[DrawnZone]) -> Result<(), String> {
    let failed = |why: std::io::Error| format!("failed to write {}: {why}", to.display());
    put(std::fs::File::create_new(to).map_err(failed)?, zones).map_err(failed)
}

/// Writes zones to a file, whatever was in it, and on to the disk.
pub(super) fn write_over(to: &Path, zones: &[DrawnZone]) -> Result<(), String> {
    let failed = |why: std::io::Error| format!("failed to write {}: {why}", to.display());
    put(std::fs::File::create(to).map_err(failed)?, zones).map_err(failed)
}

fn put(mut file: std::fs::File, zones: &[DrawnZone]) -> std::io::Result<()> {
    let features: Vec<Value> = zones.iter().map(feature).collect();
    let all = json!({ "type": "FeatureCollection", "features": features });
    std::io::Write::write_all(&mut file, format!("{all:#}\n").as_bytes())?;
    file.sync_all()
}

fn feature(zone: &DrawnZone) -> Value {
    let polygons = zone.rings.iter().map(|ring| {
        let corners = ring.points().iter().map(|point| {
            let (lat, lon) = point.degrees();
            json!([lon, lat])
        });
        json!([corners.collect::<Vec<_>>()])
    });
    json!({
        "type": "Feature",
        "properties": {
            "id": zone.id, "parent": zone.parent, "version": zone.version, "people": zone.people,
            "name": zone.name, "geocode": zone.geocodes, "replaces": zone.replaces,
        },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons.collect::<Vec<_>>() },
    })
}
