//! The connection to a broker, by MQTT 3.1.1 or 5, with TLS or without: the one place that knows the library.

use crate::config::{Broker, Protocol};
use crate::home_assistant::{self, Kept};
use crate::link::{Pace, rest_before};
use rumqttc::{QoS, TlsConfiguration, Transport, v5};
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::{debug, warn};
use vigie_core::ids::SirenId;
use vigie_core::jws::SIGNED_BYTES_MAX;

/// Texts that wait for the broker's connection: a sound gives five, a beat one.
const REQUESTS_MAX: usize = 64;
/// Events that wait for us, so that the connection is read on while an order goes to the disk.
const EVENTS_MAX: usize = 16;
/// How often the connection shows itself: the broker lets go of it after one and a half.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What the connection tells.
pub(super) enum Told {
    Connected,
    Lost,
    Said { topic: String, payload: Vec<u8> },
}

/// How sure the broker must be that a text arrives there.
#[derive(Clone, Copy)]
pub(super) enum Sure {
    /// QoS 0.
    Perhaps,
    /// QoS 1.
    AtLeastOnce,
    /// QoS 1, and the broker keeps it for whoever comes later.
    Kept,
}

/// Our end of a connection that is made anew for ever.
pub(super) enum Connection {
    V4(rumqttc::AsyncClient),
    V5(v5::AsyncClient),
}

/// Why a text did not leave.
#[derive(Debug)]
pub(super) struct Unsent(String);

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<rumqttc::ClientError> for Unsent {
    fn from(e: rumqttc::ClientError) -> Self {
        Self(e.to_string())
    }
}

impl From<v5::ClientError> for Unsent {
    fn from(e: v5::ClientError) -> Self {
        Self(e.to_string())
    }
}

impl Connection {
    /// Connects for ever, until [`Self::end`]. What is told comes out of the second; the third ends with the connection.
    pub(super) fn open(
        broker: &Broker,
        (site, siren): (&str, &SirenId),
        pace: Pace,
    ) -> (Self, mpsc::Receiver<Told>, JoinHandle<()>) {
        let id = format!("vigie-siren-{site}-{siren}");
        let will = broker.home_assistant.is_some();
        let will = will.then(|| home_assistant::last_will(site, siren));
        let (told, events) = mpsc::channel(EVENTS_MAX);
        let (connection, task) = match broker.protocol {
            Protocol::V3 => {
                let (client, events) =
                    rumqttc::AsyncClient::new(v4(broker, id, will), REQUESTS_MAX);
                (Self::V4(client), tokio::spawn(drive(events, told, pace)))
            }
            Protocol::V5 => {
                let (client, events) = v5::AsyncClient::new(v5(broker, id, will), REQUESTS_MAX);
                (Self::V5(client), tokio::spawn(drive(events, told, pace)))
            }
        };
        (connection, events, task)
    }

    /// Asks for what is said on these topics.
    pub(super) fn subscribe(&self, topics: Vec<(String, Sure)>) -> Result<(), Unsent> {
        match self {
            Self::V4(client) => client.try_subscribe_many(
                topics
                    .into_iter()
                    .map(|(topic, sure)| rumqttc::SubscribeFilter::new(topic, sure.v4())),
            )?,
            Self::V5(client) => client.try_subscribe_many(
                topics
                    .into_iter()
                    .map(|(topic, sure)| v5::mqttbytes::v5::Filter::new(topic, sure.v5())),
            )?,
        }
        Ok(())
    }

    /// Gives a text to the connection; it does not wait.
    pub(super) fn publish(&self, topic: &str, sure: Sure, text: String) -> Result<(), Unsent> {
        let is_kept = matches!(sure, Sure::Kept);
        match self {
            Self::V4(client) => client.try_publish(topic, sure.v4(), is_kept, text)?,
            Self::V5(client) => client.try_publish(topic, sure.v5(), is_kept, text)?,
        }
        Ok(())
    }

    /// Ends it once what was given to it has left.
    pub(super) fn end(&self) {
        // One that is broken ends without.
        let _ = match self {
            Self::V4(client) => client.try_disconnect().map_err(Unsent::from),
            Self::V5(client) => client.try_disconnect().map_err(Unsent::from),
        };
    }
}

impl Sure {
    fn v4(self) -> QoS {
        match self {
            Self::Perhaps => QoS::AtMostOnce,
            Self::AtLeastOnce | Self::Kept => QoS::AtLeastOnce,
        }
    }

    fn v5(self) -> v5::mqttbytes::QoS {
        match self {
            Self::Perhaps => v5::mqttbytes::QoS::AtMostOnce,
            Self::AtLeastOnce | Self::Kept => v5::mqttbytes::QoS::AtLeastOnce,
        }
    }
}

fn v4(broker: &Broker, id: String, will: Option<Kept>) -> rumqttc::MqttOptions {
    let mut options = rumqttc::MqttOptions::new(id, &broker.host, broker.port);
    options
        .set_keep_alive(KEEP_ALIVE)
        // An order that waited for hours is refused anyway, so none is kept for us.
        .set_clean_session(true)
        .set_max_packet_size(SIGNED_BYTES_MAX, SIGNED_BYTES_MAX)
        .set_transport(transport(broker));
    if let Some((name, password)) = &broker.login {
        options.set_credentials(name, password);
    }
    if let Some(Kept { topic, payload }) = will {
        options.set_last_will(rumqttc::LastWill::new(
            topic,
            payload,
            Sure::Kept.v4(),
            true,
        ));
    }
    options
}

fn v5(broker: &Broker, id: String, will: Option<Kept>) -> v5::MqttOptions {
    let mut options = v5::MqttOptions::new(id, &broker.host, broker.port);
    options
        .set_keep_alive(KEEP_ALIVE)
        .set_clean_start(true)
        .set_max_packet_size(u32::try_from(SIGNED_BYTES_MAX).ok())
        .set_transport(transport(broker));
    if let Some((name, password)) = &broker.login {
        options.set_credentials(name, password);
    }
    if let Some(Kept { topic, payload }) = will {
        options.set_last_will(v5::mqttbytes::v5::LastWill::new(
            topic,
            payload,
            Sure::Kept.v5(),
            true,
            None,
        ));
    }
    options
}

fn transport(broker: &Broker) -> Transport {
    let Some(roots) = &broker.roots else {
        return Transport::Tcp;
    };
    let mut known = rustls::RootCertStore::empty();
    // Read from the configuration, which refused a file without any that can be used.
    known.add_parsable_certificates(roots.iter().cloned());
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(ring)
        .with_protocol_versions(rustls::DEFAULT_VERSIONS)
        .map(|builder| builder.with_root_certificates(known).with_no_client_auth());
    match config {
        Ok(config) => Transport::Tls(TlsConfiguration::Rustls(Arc::new(config))),
        Err(e) => {
            // Ring has what these versions need. Were it not so, nothing may go out without TLS.
            warn!("failed to set TLS up, so the broker is not believed: {e}");
            Transport::Tls(TlsConfiguration::Simple {
                ca: Vec::new(),
                alpn: None,
                client_auth: None,
            })
        }
    }
}

/// What an event of either version comes to.
enum Event {
    Told(Told),
    /// We ended it.
    Ended,
    Nothing,
}

/// A connection of either version.
trait Driven: Send + 'static {
    /// The next event, or why the connection is lost. It is made anew by asking again.
    fn next(&mut self) -> impl Future<Output = Result<Event, String>> + Send;
}

impl Driven for rumqttc::EventLoop {
    async fn next(&mut self) -> Result<Event, String> {
        use rumqttc::{Event as Happened, Outgoing, Packet};
        let event = self.poll().await.map_err(|e| e.to_string())?;
        Ok(match event {
            Happened::Incoming(Packet::ConnAck(_)) => Event::Told(Told::Connected),
            Happened::Incoming(Packet::Publish(said)) => Event::Told(Told::Said {
                topic: said.topic,
                payload: said.payload.to_vec(),
            }),
            Happened::Outgoing(Outgoing::Disconnect) => Event::Ended,
            _ => Event::Nothing,
        })
    }
}

impl Driven for v5::EventLoop {
    async fn next(&mut self) -> Result<Event, String> {
        use v5::Event as Happened;
        use v5::mqttbytes::v5::Packet;
        let event = self.poll().await.map_err(|e| e.to_string())?;
        Ok(match event {
            Happened::Incoming(Packet::ConnAck(_)) => Event::Told(Told::Connected),
            Happened::Incoming(Packet::Publish(said)) => Event::Told(Told::Said {
                topic: String::from_utf8_lossy(&said.topic).into_owned(),
                payload: said.payload.to_vec(),
            }),
            Happened::Outgoing(rumqttc::Outgoing::Disconnect) => Event::Ended,
            _ => Event::Nothing,
        })
    }
}

/// Drives the connection, and makes it anew for ever: it must not be interrupted half-way through a packet.
async fn drive(mut connection: impl Driven, told: mpsc::Sender<Told>, pace: Pace) {
    let mut fails = 0u32;
    loop {
        let event = match connection.next().await {
            Ok(Event::Told(event)) => event,
            Ok(Event::Ended) => return,
            Ok(Event::Nothing) => continue,
            Err(e) => {
                if told.send(Told::Lost).await.is_err() {
                    return;
                }
                if fails == 0 {
                    warn!("the broker is lost: {e}; the siren goes on by itself and tries again");
                } else {
                    debug!("no broker yet: {e}");
                }
                sleep(rest_before(pace, fails)).await;
                fails = fails.saturating_add(1);
                continue;
            }
        };
        fails = 0;
        if told.send(event).await.is_err() {
            return;
        }
    }
}
