//! Feeds: the index documents through which CAP is published, as Atom and as RSS.
//!
//! One entry for each message, linking to the message itself as `application/cap+xml`; beside the link the
//! elements of CAP that readers of thick feeds look for, and the place as GeoRSS. (OASIS committee note
//! "Example Practices: CAP Feeds", 2013.)

mod distribution;
mod judge;
mod links;
pub mod rules;
mod write;

pub use links::{FeedLink, FeedReading, findings, read};
pub use write::{atom, rss};

use crate::doc::{Alert, DateTime, Info, Status};

/// The media type of CAP that everybody uses, though it was never registered.
pub const MEDIA_TYPE: &str = "application/cap+xml";
/// The registered media type (RFC 8876).
pub const MEDIA_TYPE_REGISTERED: &str = "application/EmergencyCallData.cap+xml";

/// What a feed says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedHead {
    /// Names the feed for ever: a URI.
    pub id: String,
    /// Whose alerts these are.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// Where the feed itself is: an absolute URI.
    pub link: String,
    /// When anything in it last changed.
    pub updated: DateTime,
}

/// One message of a feed.
#[derive(Clone, Copy, Debug)]
pub struct FeedEntry<'a> {
    /// The message.
    pub alert: &'a Alert,
    /// Where it is for ever: an absolute URI, which also names the entry.
    pub link: &'a str,
    /// The language of the title, if the message speaks it.
    pub language: Option<&'a str>,
}

impl<'a> FeedEntry<'a> {
    /// The info in the asked language, or else the first.
    fn info(&self) -> Option<&'a Info> {
        crate::geojson::info_in(self.alert, self.language)
    }

    /// What readers sort by: what it is about, and what it is if it is not real.
    fn categories(&self) -> impl Iterator<Item = &'a str> {
        let about = self.info().into_iter().flat_map(|info| &info.categories);
        let status = match self.alert.status {
            Status::Actual => None,
            other => Some(other.as_str()),
        };
        status
            .into_iter()
            .chain(about.map(|category| category.as_str()))
    }

    /// The headline, or what and where; marked if it is not real.
    fn title(&self) -> String {
        let title = match self.info() {
            Some(info) => info.headline.clone().unwrap_or_else(|| {
                let areas: Vec<&str> = info
                    .areas
                    .iter()
                    .map(|area| area.area_desc.as_str())
                    .collect();
                if areas.is_empty() {
                    info.event.clone()
                } else {
                    format!("{}: {}", info.event, areas.join("; "))
                }
            }),
            None => format!("{} {}", self.alert.msg_type, self.alert.identifier),
        };
        match self.alert.status {
            Status::Actual => title,
            other => format!("{}: {title}", other.as_str().to_uppercase()),
        }
    }
}
