//! A broker of MQTT: where it is, who the site is to it, and a connection to it.

use rumqttc::{AsyncClient, EventLoop, MqttOptions};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use vigie_core::jws::SIGNED_BYTES_MAX;

/// Texts that wait for one connection: an order for each siren of a large site, or an answer of each confirmed.
const REQUESTS_MAX: usize = 4_096;
/// Texts on their way to the broker that it has not confirmed.
const IN_FLIGHT_MAX: u16 = 1_024;
/// How often a connection shows itself.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Rest between two tries to reach the broker.
pub(super) const REST: Duration = Duration::from_millis(500);

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

impl Broker {
    /// A connection under this name, which the broker gives to nobody else at the same time. It is made, and made
    /// again, as its events are polled.
    pub(super) fn connection(&self, name: String) -> (AsyncClient, EventLoop) {
        let mut options = MqttOptions::new(name, &self.host, self.port);
        options
            .set_keep_alive(KEEP_ALIVE)
            // What was said while nobody listened is said again: answers with each beat, orders with each retry.
            .set_clean_session(true)
            .set_inflight(IN_FLIGHT_MAX)
            .set_max_packet_size(SIGNED_BYTES_MAX, SIGNED_BYTES_MAX);
        if let Some((name, password)) = &self.login {
            options.set_credentials(name, password);
        }
        let (client, mut connection) = AsyncClient::new(options, REQUESTS_MAX);
        // An order does not wait until the one before it is confirmed.
        connection.network_options.set_tcp_nodelay(true);
        (client, connection)
    }
}
