//! What sirens say through a broker. Anybody may have said it: nothing is believed here.

use super::broker::{Broker, REST};
use rumqttc::{AsyncClient, Event, EventLoop, Packet, Publish, QoS, SubscribeFilter};
use tokio::sync::mpsc;
use vigie_core::ids::SirenId;
use vigie_core::siren::Topic;

/// What was said and not read yet: four answers of each of a thousand sirens. More stays with the broker.
const SAID_MAX: usize = 4_096;
/// Longest text of a siren, in bytes; what is longer is not kept.
const TEXT_BYTES_MAX: usize = 16 * 1_024;

/// What came from the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The broker is connected, and asked for what sirens say.
    Connected,
    /// The broker is lost, and why.
    Lost(String),
    /// A text on the topic of hellos of a siren.
    Hello(SirenId, String),
    /// A text on the topic of answers of a siren.
    Answer(SirenId, String),
    /// A text on the topic of pulses of a siren.
    Pulse(SirenId, String),
}

/// A connection that hears what sirens say, and tells them that it was heard.
#[derive(Clone, Debug)]
pub(super) struct Listening {
    client: AsyncClient,
    site: String,
}

impl Listening {
    pub(super) fn open(
        broker: &Broker,
        site: &str,
        name: String,
    ) -> (
        Self,
        mpsc::Receiver<Said>,
        impl Future<Output = ()> + Send + use<>,
    ) {
        let (client, connection) = broker.connection(name);
        let (said, saying) = mpsc::channel(SAID_MAX);
        let listening = Self {
            client,
            site: site.to_owned(),
        };
        let hear = listening.clone().hear(connection, said);
        (listening, saying, hear)
    }

    /// Says that an answer arrived.
    pub(super) fn taken(&self, siren: &SirenId, sha256: String) {
        let topic = Topic::Taken.of(&self.site, siren);
        // A siren that is not told gives the answer again.
        let _ = self
            .client
            .try_publish(topic, QoS::AtMostOnce, false, sha256);
    }

    async fn hear(self, mut connection: EventLoop, said: mpsc::Sender<Said>) {
        loop {
            let heard = match connection.poll().await {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    let filters = [Topic::Hello, Topic::Answer, Topic::Pulse].map(|topic| {
                        SubscribeFilter::new(topic.of_all(&self.site), QoS::AtLeastOnce)
                    });
                    match self.client.try_subscribe_many(filters) {
                        Ok(()) => Some(Said::Connected),
                        Err(error) => Some(Said::Lost(error.to_string())),
                    }
                }
                Ok(Event::Incoming(Packet::Publish(publish))) => self.read(&publish),
                Ok(_) => None,
                Err(error) => {
                    tokio::time::sleep(REST).await;
                    Some(Said::Lost(error.to_string()))
                }
            };
            if let Some(heard) = heard
                && said.send(heard).await.is_err()
            {
                return;
            }
        }
    }

    fn read(&self, publish: &Publish) -> Option<Said> {
        if publish.payload.len() > TEXT_BYTES_MAX {
            return None;
        }
        let text = String::from_utf8(publish.payload.to_vec()).ok()?;
        match Topic::read(&self.site, &publish.topic)? {
            (Topic::Hello, siren) => Some(Said::Hello(siren, text)),
            (Topic::Answer, siren) => Some(Said::Answer(siren, text)),
            (Topic::Pulse, siren) => Some(Said::Pulse(siren, text)),
            (Topic::Order | Topic::Taken, _) => None,
        }
    }
}
