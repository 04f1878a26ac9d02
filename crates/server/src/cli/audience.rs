//! Who would be warned in an area, why, and by which channel.

use super::decide::{ServerArgs, post};
use super::{count, say};
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;
use vigie_core::time::Timestamp;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A zone of the site, `latitude,longitude,kilometres`, or a GeoJSON file.
    area: String,
    #[command(flatten)]
    server: ServerArgs,
    /// A danger that can wait until quiet hours are over.
    #[arg(long)]
    lesser: bool,
    /// Who, and not only how many; for officers with the role recorder.
    #[arg(long)]
    named: bool,
    /// The answer as it came.
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> ExitCode {
    say(async {
        let mut question = area(&args.area)?;
        question["lesser"] = args.lesser.into();
        question["named"] = args.named.into();
        let answer = post(&args.server, "/api/v1/audience", &question).await?;
        Ok(if args.json {
            answer.to_string()
        } else {
            shown(&answer)
        })
    })
}

fn area(area: &str) -> Result<Value, String> {
    if area.contains(',') {
        let numbers: Vec<f64> = area
            .split(',')
            .filter_map(|n| n.trim().parse().ok().filter(|n: &f64| n.is_finite()))
            .collect();
        let is_whole = numbers.len() == area.split(',').count();
        return match numbers[..] {
            [lat, lon, km] if is_whole => Ok(json!({ "circles": [[lat, lon, km]] })),
            _ => Err(format!(
                "{area:?} is no circle; write latitude, longitude and kilometres, such as 33.31,44.39,2"
            )),
        };
    }
    let path = std::path::Path::new(area);
    if path
        .extension()
        .is_some_and(|ending| ending == "geojson" || ending == "json")
    {
        let rings = crate::zones::ground(path)?;
        let corners = rings.iter().map(|ring| -> Vec<[f64; 2]> {
            let corners = ring.points().iter();
            corners.map(|point| point.degrees().into()).collect()
        });
        return Ok(json!({ "polygons": corners.collect::<Vec<_>>() }));
    }
    Ok(json!({ "zones": [area] }))
}

fn shown(answer: &Value) -> String {
    let number = |name: &str| answer[name].as_u64().unwrap_or_default();
    let mut text = format!(
        "{} people are registered there; {} would be sent something, on {} devices\n",
        number("people"),
        number("warned"),
        number("devices")
    );
    for (name, what) in [("by_language", "language"), ("by_channel", "channel")] {
        for (key, count) in answer[name].as_object().into_iter().flatten() {
            let _ = writeln!(text, "  {what} {key}: {count}");
        }
    }
    for (need, count) in answer["by_need"].as_object().into_iter().flatten() {
        let _ = writeln!(text, "  help {need}: {count}");
    }
    if number("sirens") > 0 {
        let _ = writeln!(
            text,
            "  {} stand there",
            count(
                usize::try_from(number("sirens")).unwrap_or(usize::MAX),
                "siren"
            )
        );
    }
    text.push_str(&living(&answer["population"]));
    for (name, what) in [
        ("unreachable", "cannot be reached"),
        (
            "unproven",
            "would be sent something on ways that never answered",
        ),
        ("paused", "want to hear nothing for a while"),
        ("quiet", "are not to be disturbed"),
        (
            "last_seen",
            "were last seen there more than an hour ago, and nothing else ties them to it",
        ),
    ] {
        if number(name) > 0 {
            let _ = writeln!(text, "  {} {what}", number(name));
        }
    }
    if let Some(named) = answer["named"].as_array() {
        let mut table = Table::new();
        table.load_style(UTF8_FULL_CONDENSED);
        table.set_header(["id", "name", "language", "because of", "ways", "needs", ""]);
        for person in named {
            let word = |name: &str| person[name].as_str().unwrap_or_default().to_owned();
            let list = |list: &Value, of: fn(&Value) -> Option<&str>| {
                let each = list.as_array().into_iter().flatten();
                each.filter_map(of).collect::<Vec<_>>().join(", ")
            };
            table.add_row([
                word("id"),
                word("name"),
                word("language"),
                because_of(person),
                list(&person["ways"], |way| way["channel"].as_str()),
                list(&person["needs"], Value::as_str),
                fate(person),
            ]);
        }
        let _ = write!(text, "{table}");
        if (named.len() as u64) < number("people") {
            let _ = write!(text, "\nthe first {} of {}", named.len(), number("people"));
        }
    }
    text.trim_end().to_owned()
}

/// What ties somebody to the area, and how long ago that was.
fn because_of(person: &Value) -> String {
    let kind = person["because_of"].as_str().unwrap_or_default();
    match person["seen_ago_s"].as_u64() {
        Some(ago_s) => format!("{kind}, seen {} min ago", ago_s / 60),
        None => kind.to_owned(),
    }
}

/// What becomes of somebody, and until when.
fn fate(person: &Value) -> String {
    let fate = person["fate"].as_str().unwrap_or_default();
    match person["paused_until"].as_i64() {
        Some(until) => format!("{fate} until {}", Timestamp::from_unix_ms(until)),
        None => fate.to_owned(),
    }
}

/// How many live there, registered or not: always said to be an estimate, and whose.
fn living(population: &Value) -> String {
    let Some(source) = population["source"].as_str() else {
        return String::new();
    };
    let Some(people) = population["people"].as_u64() else {
        let why = population["not_known"].as_str().unwrap_or_default();
        return format!("  how many live there is not known: {why}\n");
    };
    let mut text = format!("  about {people} people live there (estimate of {source})");
    if let Some(unregistered) = population["unregistered"].as_u64() {
        let _ = write!(text, "; about {unregistered} of them are not registered");
    }
    match population["covered_percent"].as_u64() {
        Some(percent) if percent < 100 => {
            let _ = write!(text, "; only {percent} % of the area are in its grid");
        }
        _ => {}
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_a_zone_or_a_circle() {
        assert_eq!(area("gate").unwrap(), json!({ "zones": ["gate"] }));
        assert_eq!(
            area("33.3, 44.4, 5").unwrap(),
            json!({ "circles": [[33.3, 44.4, 5.0]] })
        );
        assert!(area("nowhere.geojson").is_err());
        for no_circle in [
            "33.3,44.4",
            "nan,44.4,1",
            "33.3,44.4,1,1",
            "33.3,,1",
            "33.3,x,1",
        ] {
            assert!(area(no_circle).is_err(), "{no_circle}");
        }
    }

    #[test]
    fn ground_needs_no_name_to_be_asked_about() {
        let ring = json!([[44.0, 33.0], [44.1, 33.0], [44.1, 33.1], [44.0, 33.0]]);
        let bare = json!({ "type": "Polygon", "coordinates": [ring] });
        let feature = json!({ "type": "Feature", "properties": {}, "geometry": bare });
        let several = json!({ "type": "FeatureCollection", "features": [feature] });
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("area.geojson");
        let named = path.display().to_string();
        for file in [&bare, &feature, &several] {
            std::fs::write(&path, file.to_string()).unwrap();
            let asked = area(&named).unwrap();
            assert_eq!(asked["polygons"][0][1], json!([33.0, 44.1]), "{file}");
        }
        std::fs::write(
            &path,
            json!({ "type": "Point", "coordinates": [44, 33] }).to_string(),
        )
        .unwrap();
        assert!(area(&named).unwrap_err().contains("Point"));
    }
}
