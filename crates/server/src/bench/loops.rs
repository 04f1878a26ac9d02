//! The bare loop beside which orders through a broker are measured: texts as long as a signed order, published one after
//! the other to the same sirens, by a program that does nothing else.

use super::figures::{median, rounded};
use super::fleet::{BARE, Fleet};
use super::sirens::{PATIENCE, Spread, gather, middle, spread, to_ms};
use crate::timings::unix_us;
use rumqttc::{AsyncClient, Event, MqttOptions, Packet, QoS};
use serde::Serialize;
use std::collections::BTreeSet;
use std::net::SocketAddr;

/// The bare loop.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Bare {
    /// From the first call to the last text confirmed by the broker.
    pub(super) confirmed_ms: f64,
    /// From the first call to the texts read, by those who do nothing else.
    pub(super) read: Spread,
}

impl Bare {
    /// The median of several.
    pub(super) fn middle(runs: &[Self]) -> Self {
        Self {
            confirmed_ms: median(runs.iter().map(|run| run.confirmed_ms)),
            read: middle(runs.iter().map(|run| run.read)),
        }
    }
}

/// Publishes a text for each siren, as fast as it goes, at the same quality of service; from the first call to the
/// last text confirmed, and to the last read.
pub(super) fn bare(fleet: &Fleet, broker: SocketAddr, sirens: usize) -> Result<Bare, String> {
    // As long as a signed order.
    let text = "x".repeat(720);
    let running = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("failed to start the bare loop: {error}"))?;
    let (began_us, confirmed_us) = running.block_on(async {
        let mut options = MqttOptions::new("bare", broker.ip().to_string(), broker.port());
        options.set_inflight(1_024);
        let (client, mut connection) = AsyncClient::new(options, sirens + 16);
        connection.network_options.set_tcp_nodelay(true);
        let mut began_us = None;
        let mut confirmed = BTreeSet::new();
        loop {
            match connection.poll().await {
                Ok(Event::Incoming(Packet::ConnAck(_))) => {
                    began_us = Some(unix_us());
                    for n in 0..sirens {
                        let topic = format!("{BARE}/{n}");
                        let sent = client.try_publish(topic, QoS::AtLeastOnce, false, text.clone());
                        sent.map_err(|error| error.to_string())?;
                    }
                }
                Ok(Event::Incoming(Packet::PubAck(ack))) => {
                    confirmed.insert(ack.pkid);
                    if confirmed.len() == sirens {
                        let began_us = began_us.ok_or("not connected")?;
                        return Ok((began_us, unix_us()));
                    }
                }
                Ok(_) => {}
                Err(error) => return Err(format!("the bare loop lost the broker: {error}")),
            }
        }
    })?;
    let came = gather(fleet, sirens, PATIENCE, |came| came.order.is_none())?;
    Ok(Bare {
        confirmed_ms: rounded(to_ms(confirmed_us - began_us)),
        read: spread(came.values().map(|came| came.at_us - began_us)),
    })
}
