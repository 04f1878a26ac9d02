//! Who would be warned in an area, why, and by which channel.

use super::decide::{ServerArgs, post};
use super::say;
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;

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
    let numbers: Vec<f64> = area
        .split(',')
        .filter_map(|n| n.trim().parse().ok())
        .collect();
    if let [lat, lon, km] = numbers[..] {
        return Ok(json!({ "circles": [[lat, lon, km]] }));
    }
    let path = std::path::Path::new(area);
    if path
        .extension()
        .is_some_and(|ending| ending == "geojson" || ending == "json")
    {
        let rings = crate::zones::read(path)?;
        let rings = rings.into_iter().flat_map(|zone| zone.rings);
        let corners = rings.map(|ring| -> Vec<[f64; 2]> {
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
    for (name, what) in [
        ("unreachable", "cannot be reached"),
        (
            "unproven",
            "would be sent something on ways that never answered",
        ),
        ("paused", "want to hear nothing for a while"),
        ("quiet", "are not to be disturbed"),
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
                word("because_of"),
                list(&person["ways"], |way| way["channel"].as_str()),
                list(&person["needs"], Value::as_str),
                word("fate"),
            ]);
        }
        let _ = write!(text, "{table}");
        if (named.len() as u64) < number("people") {
            let _ = write!(text, "\nthe first {} of {}", named.len(), number("people"));
        }
    }
    text.trim_end().to_owned()
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
    }
}
