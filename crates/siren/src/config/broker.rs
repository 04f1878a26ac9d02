//! The broker that orders come by as well.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::Deserialize;
use std::fmt;
use std::path::{Path, PathBuf};
use url::Url;

/// Where a broker listens when its address names no port.
const PORT: u16 = 1883;
/// The same with TLS.
const TLS_PORT: u16 = 8883;

/// The version of MQTT that a broker is spoken to by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Protocol {
    /// 3.1.1, which every broker speaks.
    #[default]
    #[serde(rename = "3.1.1")]
    V3,
    /// 5.
    #[serde(rename = "5")]
    V5,
}

/// An MQTT broker.
#[derive(Clone, PartialEq, Eq)]
pub struct Broker {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The version that it is spoken to by.
    pub protocol: Protocol,
    /// Whoever may have signed its certificate, where the connection has TLS.
    pub roots: Option<Vec<CertificateDer<'static>>>,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
    /// Where Home Assistant listens for what introduces itself, if the siren is shown there.
    pub home_assistant: Option<String>,
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Broker({}:{})", self.host, self.port)
    }
}

/// What the configuration says of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    broker: String,
    #[serde(default)]
    version: Protocol,
    ca_file: Option<PathBuf>,
    username: Option<String>,
    password_file: Option<PathBuf>,
    home_assistant: Option<String>,
}

impl Told {
    /// The broker, or what is wrong; the password's file starts at `folder`.
    pub(super) fn read(self, folder: &Path) -> Result<Broker, String> {
        let url =
            Url::parse(&self.broker).map_err(|e| format!("`broker`: {:?}: {e}", self.broker))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let (Some(host), scheme @ ("mqtt" | "mqtts")) = (host, url.scheme()) else {
            return Err(format!(
                "`broker`: {:?} is not the address of a broker: use mqtt://host:1883, or mqtts://host:8883 for TLS",
                self.broker
            ));
        };
        let (roots, port) = match (scheme, &self.ca_file) {
            ("mqtt", None) => (None, PORT),
            ("mqtts", Some(file)) => (Some(roots(&folder.join(file))?), TLS_PORT),
            ("mqtts", None) => {
                return Err(
                    "`ca_file` is missing: name the file with the certificate that signed the broker's".to_owned(),
                );
            }
            _ => {
                return Err("`ca_file` is for a broker with TLS: use mqtts://".to_owned());
            }
        };
        let login = match (self.username, self.password_file) {
            (None, None) => None,
            (Some(name), Some(file)) => {
                let file = folder.join(file);
                let password = std::fs::read_to_string(&file)
                    .map_err(|e| format!("`password_file`: {}: {e}", file.display()))?;
                Some((name, password.trim_end().to_owned()))
            }
            _ => {
                return Err(
                    "`username` and `password_file` come together: add the other".to_owned(),
                );
            }
        };
        if let Some(prefix) = &self.home_assistant
            && (prefix.is_empty() || prefix.contains(['+', '#', ' ']))
        {
            return Err(format!(
                "`home_assistant`: {prefix:?} is not the beginning of a topic: use \"homeassistant\""
            ));
        }
        Ok(Broker {
            home_assistant: self.home_assistant,
            host: host.to_owned(),
            port: url.port().unwrap_or(port),
            protocol: self.version,
            roots,
            login,
        })
    }
}

/// The certificates of a PEM file; at least one that can be used.
fn roots(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let fault = |why: String| format!("`ca_file`: {}: {why}", file.display());
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect)
        .map_err(|e| fault(e.to_string()))?;
    let certificates: Vec<CertificateDer<'static>> = certificates;
    let mut known = RootCertStore::empty();
    for certificate in &certificates {
        known
            .add(certificate.clone())
            .map_err(|e| fault(e.to_string()))?;
    }
    if certificates.is_empty() {
        return Err(fault("it holds no certificate in PEM form".to_owned()));
    }
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(broker: &str, username: Option<&str>) -> Result<Broker, String> {
        let told = Told {
            broker: broker.to_owned(),
            version: Protocol::V3,
            ca_file: None,
            username: username.map(str::to_owned),
            password_file: None,
            home_assistant: None,
        };
        told.read(Path::new("/etc"))
    }

    #[test]
    fn an_address_names_a_host_and_perhaps_a_port() {
        let broker = read("mqtt://10.0.0.7", None).unwrap();
        assert_eq!((broker.host.as_str(), broker.port), ("10.0.0.7", 1883));
        assert_eq!(read("mqtt://[::1]:8883", None).unwrap().port, 8883);
    }

    #[test]
    fn what_is_no_broker_is_said_to_be_none() {
        for address in ["", "broker", "http://broker", "mqtt://"] {
            let fault = read(address, None).unwrap_err();
            assert!(fault.contains("broker"), "{address}: {fault}");
        }
        let fault = read("mqtts://broker", None).unwrap_err();
        assert!(fault.contains("`ca_file` is missing"), "{fault}");
        let fault = read("mqtt://broker", Some("siren")).unwrap_err();
        assert!(fault.contains("come together"), "{fault}");
    }
}
