//! A configured site in a few lines, so that a person sees whether it is the one they mean.

use std::fmt::Write;
use vigie_core::site::Site;

/// The site in a few lines.
pub fn of(site: &Site) -> String {
    let mut text = String::new();
    let people: u64 = site.zones.values().map(|zone| zone.people).sum();
    let languages: Vec<&str> = site
        .languages
        .iter()
        .map(vigie_core::ids::Language::as_str)
        .collect();
    let dangers: Vec<&str> = site
        .words
        .keys()
        .map(vigie_core::ids::Danger::as_str)
        .collect();
    let lines = [
        format!(
            "site       {} ({}), warns as {}",
            site.name, site.id, site.sender
        ),
        format!("languages  {}", languages.join(", ")),
        format!("zones      {} with about {people} people", site.zones.len()),
        format!("sirens     {}", site.sirens.len()),
        format!("sensors    {}", site.sensors.len()),
        format!("officers   {}", site.officers.len()),
        format!("feeds      {}", site.feeds.len()),
        format!("words for  {}", dangers.join(", ")),
    ];
    for line in lines {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}
