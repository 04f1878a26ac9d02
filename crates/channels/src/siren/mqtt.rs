//! The site's end of a broker: beats and orders out, hellos and answers in. Nothing that comes is believed here.

use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet, QoS, SubscribeFilter};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::mpsc;
use vigie_core::ids::SirenId;
use vigie_core::jws::SIGNED_BYTES_MAX;
use vigie_core::siren::{Topic, beats};

/// Texts that wait for the broker's connection: an order for each siren of a large site, and answers confirmed.
const REQUESTS_MAX: usize = 4_096;
/// What was said and not read yet; more stays with the broker.
const SAID_MAX: usize = 256;
/// Texts on their way to the broker that it has not confirmed.
const IN_FLIGHT_MAX: u16 = 1_024;
/// How often the connection shows itself.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Rest between two tries to reach the broker.
const REST: Duration = Duration::from_millis(500);

/// A broker, as configured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BrokerConfig {
    /// `mqtt://host:1883`; empty for none.
    pub broker: String,
    /// Who the server is to the broker; empty for nobody.
    pub username: String,
    /// The file of its password.
    pub password_file: std::path::PathBuf,
}

/// Where a broker is and who we are to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Broker {
    host: String,
    port: u16,
    login: Option<(String, String)>,
}

impl std::fmt::Debug for Broker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Broker({}:{})", self.host, self.port)
    }
}

impl BrokerConfig {
    /// What is configured: nothing, a broker, or a fault.
    pub fn read(&self) -> Result<Option<Broker>, String> {
        if self.broker.is_empty() {
            return Ok(None);
        }
        let fault = || {
            format!(
                "{:?} is not the address of a broker: use mqtt://host:1883",
                self.broker
            )
        };
        let url = url::Url::parse(&self.broker).map_err(|_| fault())?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty() && url.scheme() == "mqtt");
        let host = host.ok_or_else(fault)?.to_owned();
        let login = match (
            self.username.is_empty(),
            self.password_file.as_os_str().is_empty(),
        ) {
            (true, true) => None,
            (false, false) => {
                let file = self.password_file.display();
                let password = std::fs::read_to_string(&self.password_file)
                    .map_err(|error| format!("failed to read {file}: {error}"))?;
                Some((self.username.clone(), password.trim_end().to_owned()))
            }
            _ => {
                return Err(
                    "`username` and `password_file` come together: add the other".to_owned(),
                );
            }
        };
        let port = url.port().unwrap_or(1883);
        Ok(Some(Broker { host, port, login }))
    }
}

/// What came from the broker. Anybody may have said it.
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

/// The connection to a broker.
#[derive(Clone, Debug)]
pub struct Bridge {
    client: AsyncClient,
    site: String,
}

impl Bridge {
    /// Connects for ever. What is said comes out of the second.
    pub fn open(broker: &Broker, site: &str) -> (Self, mpsc::Receiver<Said>) {
        let Broker { host, port, login } = broker;
        let mut options = MqttOptions::new(format!("vigie-{site}"), host, *port);
        options
            .set_keep_alive(KEEP_ALIVE)
            // What was said while nobody listened is said again: answers with each beat, orders with each retry.
            .set_clean_session(true)
            .set_inflight(IN_FLIGHT_MAX)
            .set_max_packet_size(SIGNED_BYTES_MAX, SIGNED_BYTES_MAX);
        if let Some((name, password)) = login {
            options.set_credentials(name, password);
        }
        let (client, connection) = AsyncClient::new(options, REQUESTS_MAX);
        let (said, saying) = mpsc::channel(SAID_MAX);
        let bridge = Self {
            client,
            site: site.to_owned(),
        };
        tokio::spawn(bridge.clone().listen(connection, said));
        (bridge, saying)
    }

    /// Gives an order to the broker. False when too much waits for it already.
    pub async fn order(&self, siren: &SirenId, text: String) -> bool {
        let topic = Topic::Order.of(&self.site, siren);
        let given = self.client.publish(topic, QoS::AtLeastOnce, false, text);
        given.await.is_ok()
    }

    /// Shows every siren that the server is there.
    pub fn beat(&self, heartbeat: String) {
        // One that does not fit is followed by the next.
        let _ = self
            .client
            .try_publish(beats(&self.site), QoS::AtMostOnce, false, heartbeat);
    }

    /// Says that an answer arrived.
    pub fn taken(&self, siren: &SirenId, sha256: String) {
        let topic = Topic::Taken.of(&self.site, siren);
        // A siren that is not told gives the answer again.
        let _ = self
            .client
            .try_publish(topic, QoS::AtMostOnce, false, sha256);
    }

    async fn listen(self, mut connection: EventLoop, said: mpsc::Sender<Said>) {
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
                Ok(Event::Incoming(Packet::Publish(publish))) => {
                    let text = String::from_utf8(publish.payload.to_vec()).ok();
                    match (Topic::read(&self.site, &publish.topic), text) {
                        (Some((Topic::Hello, siren)), Some(text)) => Some(Said::Hello(siren, text)),
                        (Some((Topic::Answer, siren)), Some(text)) => {
                            Some(Said::Answer(siren, text))
                        }
                        (Some((Topic::Pulse, siren)), Some(text)) => Some(Said::Pulse(siren, text)),
                        _ => None,
                    }
                }
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
}
