//! Which zones a list of topics names, and in which language each is heard.

use std::fmt;
use vigie_core::ids::{Language, ZoneId};
use vigie_core::site::Site;

/// Topics of one subscription: more than a phone has places to care about.
pub const TOPICS_MAX: usize = 50;
/// Languages looked at in a header: nobody reads more.
const LANGUAGES_MAX: usize = 16;

/// One topic that somebody listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// As it was asked for: what the messages say, because apps sort by it.
    pub name: String,
    /// Its zone.
    pub zone: ZoneId,
    /// The language that its name ends with, for apps that can say it no other way.
    pub language: Option<Language>,
}

/// Why a list of topics cannot be listened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicFault {
    /// More than [`TOPICS_MAX`], or none.
    Count(usize),
    /// No zone has this name.
    NoZone {
        /// What was asked for, cut to what a zone's name may have.
        name: String,
        /// A zone that there is.
        example: String,
    },
}

impl fmt::Display for TopicFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(
                f,
                "{count} topics were named; name 1 to {TOPICS_MAX}, parted by commas"
            ),
            Self::NoZone { name, example } => write!(
                f,
                "no zone of this site is called {name:?}, and topics are zones: subscribe to {example:?} or another that /api/v1/zones lists"
            ),
        }
    }
}

/// The topics of a list parted by commas, as the site names its zones.
pub fn topics(list: &str, site: &Site) -> Result<Vec<Topic>, TopicFault> {
    let names: Vec<&str> = list.split(',').filter(|name| !name.is_empty()).collect();
    if !(1..=TOPICS_MAX).contains(&names.len()) {
        return Err(TopicFault::Count(names.len()));
    }
    let mut topics: Vec<Topic> = Vec::new();
    for name in names {
        let topic = topic(name, site).ok_or_else(|| TopicFault::NoZone {
            name: name.chars().take(vigie_core::ids::NAME_BYTES_MAX).collect(),
            example: site
                .zones
                .keys()
                .next()
                .map_or_else(String::new, topic_name),
        })?;
        if !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    Ok(topics)
}

fn topic(name: &str, site: &Site) -> Option<Topic> {
    let zone = |name: &str| {
        let exact = ZoneId::new(name);
        if site.knows_zone(&exact) {
            return Some(exact);
        }
        // The apps know no dot in a topic. A name that no zone has any more is still heard by its followers.
        let mut known = site.zones.keys().chain(site.former.keys());
        known.find(|id| topic_name(id) == name).cloned()
    };
    let found = |zone, language| Topic {
        name: name.to_owned(),
        zone,
        language,
    };
    if let Some(zone) = zone(name) {
        return Some(found(zone, None));
    }
    // The longest language first: `zh-Hant` before `Hant` would have a chance.
    site.languages
        .iter()
        .filter_map(|language| {
            let cut = name
                .strip_suffix(language.as_str())?
                .strip_suffix(['_', '-'])?;
            Some((zone(cut)?, language))
        })
        .max_by_key(|(_, language)| language.as_str().len())
        .map(|(zone, language)| found(zone, Some(language.clone())))
}

fn topic_name(zone: &ZoneId) -> String {
    zone.as_str().replace('.', "_")
}

/// The languages of an `Accept-Language` header, the dearest first.
pub fn accepted(header: &str) -> Vec<Language> {
    let mut weighed: Vec<(u16, &str)> = header
        .split(',')
        .take(LANGUAGES_MAX)
        .filter_map(|part| {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight: f32 = weight.trim().parse().ok()?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to 0 to 1000"
            )]
            let thousandths = (weight.clamp(0.0, 1.0) * 1_000.0) as u16;
            let tag = tag.trim();
            (thousandths > 0 && !tag.is_empty() && tag != "*").then_some((thousandths, tag))
        })
        .collect();
    // Stable: what is said first wins among equals.
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    weighed
        .into_iter()
        .map(|(_, tag)| Language::new(tag))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn site() -> Site {
        let ring = json!([[0, 0], [0, 1_000_000], [1_000_000, 0], [0, 0]]);
        let zone = json!({ "names": {}, "ring": ring, "people": 1 });
        serde_json::from_value(json!({
            "id": "site", "name": "", "sender": "", "languages": ["en", "fr", "zh-Hant"],
            "zones": { "compound": zone, "north.gate": zone, "wall_fr": zone },
            "sirens": {}, "sensors": {}, "officers": {}, "feeds": {}, "words": {}
        }))
        .unwrap()
    }

    fn read(list: &str) -> Vec<(String, Option<String>)> {
        let topics = topics(list, &site()).unwrap();
        let said = |topic: Topic| {
            (
                topic.zone.to_string(),
                topic.language.map(|language| language.to_string()),
            )
        };
        topics.into_iter().map(said).collect()
    }

    #[test]
    fn a_topic_is_a_zone_and_may_end_with_a_language() {
        let plain = |zone: &str| (zone.to_owned(), None);
        let in_language = |zone: &str, language: &str| (zone.to_owned(), Some(language.to_owned()));
        assert_eq!(read("compound"), [plain("compound")]);
        assert_eq!(
            read("north_gate,compound"),
            [plain("north.gate"), plain("compound")]
        );
        assert_eq!(read("north.gate_fr"), [in_language("north.gate", "fr")]);
        assert_eq!(
            read("compound-zh-Hant"),
            [in_language("compound", "zh-Hant")]
        );
        assert_eq!(
            read("wall_fr"),
            [plain("wall_fr")],
            "a zone's own name comes first"
        );
        assert_eq!(read("compound,compound").len(), 1);
    }

    #[test]
    fn what_is_no_zone_is_refused_and_the_way_out_is_named() {
        for bad in ["mytopic", "compound_ru", "Compound", "compound,x"] {
            let said = topics(bad, &site()).unwrap_err().to_string();
            assert!(
                said.contains("\"compound\"") && said.contains("/api/v1/zones"),
                "{said}"
            );
        }
        let many = vec!["compound"; TOPICS_MAX + 1].join(",");
        assert_eq!(
            topics(&many, &site()),
            Err(TopicFault::Count(TOPICS_MAX + 1))
        );
        assert_eq!(topics(",", &site()), Err(TopicFault::Count(0)));
    }

    #[test]
    fn the_dearest_language_comes_first_and_nonsense_is_passed_over() {
        let read = |header: &str| -> Vec<String> {
            accepted(header).iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            read("ar, fr;q=0.9, en;q=0.95, *;q=0.1, de;q=0"),
            ["ar", "en", "fr"]
        );
        assert!(read(";q=x,,*,;q=NaN").is_empty());
    }
}
