//! Where a siren and its server meet on an MQTT broker. Names of sites and sirens hold no `/`, `+` or `#`
//! ([`crate::ids::is_name`]), so that a name is one level of a topic.

use crate::ids::{SirenId, is_name};

/// What is said between the server and one siren.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Server to siren: a signed order.
    Order,
    /// Siren to server: a signed hello that returns the SHA-256 of the last beat.
    Hello,
    /// Siren to server: a signed answer.
    Answer,
    /// Siren to server: a signed pulse.
    Pulse,
    /// Server to siren: the SHA-256 of an answer that it has.
    Taken,
}

impl Topic {
    /// The topic of one siren.
    pub fn of(self, site: &str, siren: &SirenId) -> String {
        format!("vigie/{site}/siren/{siren}/{}", self.as_str())
    }

    /// A filter for the topics of every siren of a site.
    pub fn of_all(self, site: &str) -> String {
        format!("vigie/{site}/siren/+/{}", self.as_str())
    }

    /// The siren that a topic of this site names, and what is said there.
    pub fn read(site: &str, topic: &str) -> Option<(Self, SirenId)> {
        let rest = topic.strip_prefix("vigie/")?.strip_prefix(site)?;
        let (siren, what) = rest.strip_prefix("/siren/")?.split_once('/')?;
        let all = [
            Self::Order,
            Self::Hello,
            Self::Answer,
            Self::Pulse,
            Self::Taken,
        ];
        let topic = all.into_iter().find(|topic| topic.as_str() == what)?;
        is_name(siren).then(|| (topic, SirenId::new(siren)))
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Hello => "hello",
            Self::Answer => "answer",
            Self::Pulse => "pulse",
            Self::Taken => "taken",
        }
    }
}

/// Server to every siren of a site: the signed heartbeat of the live wire.
pub fn beats(site: &str) -> String {
    format!("vigie/{site}/beat")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_names_its_siren_and_nobody_elses() {
        let siren = SirenId::new("mast-1");
        let topic = Topic::Hello.of("compound", &siren);
        assert_eq!(topic, "vigie/compound/siren/mast-1/hello");
        assert_eq!(Topic::read("compound", &topic), Some((Topic::Hello, siren)));
        assert_eq!(
            Topic::Order.of_all("compound"),
            "vigie/compound/siren/+/order"
        );
        for other in [
            "vigie/consulate/siren/mast-1/hello",
            "vigie/compound/siren/mast-1/hello/x",
            "vigie/compound/siren/+/hello",
            "vigie/compound/siren//hello",
            "vigie/compound/beat",
            "",
        ] {
            assert_eq!(Topic::read("compound", other), None, "{other}");
        }
    }
}
