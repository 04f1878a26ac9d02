//! The configuration of one siren: every fault is found at once, because whoever climbs the mast
//! wants to climb it once.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::path::{Path, PathBuf};
use url::Url;
use vigie_core::ids::{SirenId, is_name};
use vigie_core::jws::public_key_from_hex;
use vigie_core::siren::DeviceKeys;

/// Largest configuration read, in bytes: a page, not a book.
pub const CONFIG_BYTES_MAX: u64 = 64 * 1024;

/// What one siren needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    /// This siren.
    pub siren: SirenId,
    /// The site it belongs to.
    pub site: String,
    /// The pairing; 1 at first, raised by one to pair a siren that lost its counter.
    pub epoch: u32,
    /// Where the server's link is: `ws://host:port/sirens/link`.
    pub server: Url,
    /// The broker that orders come by as well, if there is one.
    pub mqtt: Option<Broker>,
    /// The siren's own key; made at first start, readable by its owner alone.
    pub key_file: PathBuf,
    /// Where the counter is kept.
    pub state_dir: PathBuf,
    /// The server's two public keys.
    pub server_keys: DeviceKeys,
    /// Where the sound goes.
    pub sound: SoundConfig,
    /// What listens.
    pub microphone: MicrophoneConfig,
}

/// An MQTT broker.
#[derive(Clone, PartialEq, Eq)]
pub struct Broker {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Name and password, where it asks for them.
    pub login: Option<(String, String)>,
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Broker({}:{})", self.host, self.port)
    }
}

/// Where the sound goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum SoundConfig {
    /// Into one WAV file for each order, in real time.
    Wav {
        /// Where the files go; made when missing.
        folder: PathBuf,
    },
    /// To an ALSA device, by the program `aplay`.
    Aplay {
        /// The device, as `aplay -L` names it.
        device: String,
    },
}

/// What listens to the horn.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum MicrophoneConfig {
    /// A model of horn, air and microphone, for exercises and tests.
    Simulated {
        /// What is broken.
        fault: MicrophoneFault,
        /// Level of the background noise at the microphone, in dB of full scale: −120 to 0.
        noise_db: f32,
    },
    /// Nothing listens: the siren never says that it was heard.
    None,
}

/// What is broken in a simulated microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MicrophoneFault {
    /// Nothing.
    None,
    /// The microphone hears nothing at all, not even noise.
    Deaf,
    /// The horn makes no sound; the microphone hears the background.
    DeadHorn,
}

/// Everything that is wrong with one configuration.
#[derive(Debug)]
pub struct Faults {
    /// Where it came from.
    pub file: PathBuf,
    /// Each fault: what, where, and what to do.
    pub faults: Vec<String>,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "failed to read the configuration {}",
            self.file.display()
        )?;
        self.faults
            .iter()
            .try_for_each(|fault| write!(f, "\n  - {fault}"))
    }
}

impl std::error::Error for Faults {}

impl Config {
    /// Reads a file. Paths in it are taken from the folder that it lies in.
    pub fn load(file: &Path) -> Result<Self, Faults> {
        let one = |fault: String| Faults {
            file: file.to_owned(),
            faults: vec![fault],
        };
        let bytes = std::fs::metadata(file)
            .map_err(|e| one(e.to_string()))?
            .len();
        if bytes > CONFIG_BYTES_MAX {
            return Err(one(format!("{bytes} bytes; at most {CONFIG_BYTES_MAX}")));
        }
        let text = std::fs::read_to_string(file).map_err(|e| one(e.to_string()))?;
        let folder = file.parent().unwrap_or(Path::new("."));
        Self::parse(&text, folder).map_err(|faults| Faults {
            file: file.to_owned(),
            faults,
        })
    }

    /// Reads a text; relative paths in it start at `folder`.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, Vec<String>> {
        let table: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| vec![format!("not TOML: {}", e.to_string().trim())])?;
        let mut reader = Reader {
            table,
            faults: Vec::new(),
        };
        let config = reader.config(folder);
        let Reader { table, mut faults } = reader;
        faults.extend(
            table
                .keys()
                .map(|key| format!("`{key}` is not a known key: correct or remove it")),
        );
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }
}

/// Takes the keys out of the table one by one, so that what is left over is unknown.
struct Reader {
    table: toml::Table,
    faults: Vec<String>,
}

impl Reader {
    fn config(&mut self, folder: &Path) -> Option<Config> {
        let siren = self.name("siren");
        let site = self.name("site");
        let epoch = self.epoch();
        let server = self.server();
        let mqtt = self.mqtt(folder);
        let key_file = self.path("key_file", folder);
        let state_dir = self.path("state_dir", folder);
        let server_keys = self.server_keys();
        let sound = self.sound(folder);
        let microphone = self.microphone();
        Some(Config {
            siren: SirenId::new(siren?),
            site: site?,
            epoch: epoch?,
            server: server?,
            mqtt: mqtt?,
            key_file: key_file?,
            state_dir: state_dir?,
            server_keys: server_keys?,
            sound: sound?,
            microphone: microphone?,
        })
    }

    fn take<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let Some(value) = self.table.remove(key) else {
            self.faults.push(format!("`{key}` is missing: add it"));
            return None;
        };
        value
            .try_into()
            .map_err(|e: toml::de::Error| {
                self.faults.push(format!("`{key}`: {}", e.message().trim()));
            })
            .ok()
    }

    fn fault<T>(&mut self, fault: impl Into<String>) -> Option<T> {
        self.faults.push(fault.into());
        None
    }

    fn name(&mut self, key: &str) -> Option<String> {
        let name: String = self.take(key)?;
        if is_name(&name) {
            return Some(name);
        }
        self.fault(format!(
            "`{key}`: {name:?} is not a name: use 1 to 64 of a-z A-Z 0-9 . _ -"
        ))
    }

    fn epoch(&mut self) -> Option<u32> {
        match self.take("epoch")? {
            0 => self.fault("`epoch`: 0 is no pairing: the first is 1"),
            epoch => Some(epoch),
        }
    }

    fn server(&mut self) -> Option<Url> {
        let text: String = self.take("server")?;
        match Url::parse(&text) {
            Err(e) => self.fault(format!("`server`: {text:?}: {e}")),
            Ok(url) if url.scheme() != "ws" => self.fault(format!(
                "`server`: {:?} is not a scheme this siren speaks: use ws://",
                url.scheme()
            )),
            Ok(url) if url.host_str().is_none_or(str::is_empty) => {
                self.fault(format!("`server`: {text:?} names no host"))
            }
            Ok(url) => Some(url),
        }
    }

    /// Nothing when there is a fault.
    #[expect(
        clippy::option_option,
        reason = "no broker is right, a wrong one is not"
    )]
    fn mqtt(&mut self, folder: &Path) -> Option<Option<Broker>> {
        if !self.table.contains_key("mqtt") {
            return Some(None);
        }
        let told: MqttTable = self.take("mqtt")?;
        let url = match Url::parse(&told.broker) {
            Err(e) => return self.fault(format!("`mqtt.broker`: {:?}: {e}", told.broker)),
            Ok(url) => url,
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        let (Some(host), "mqtt") = (host, url.scheme()) else {
            return self.fault(format!(
                "`mqtt.broker`: {:?} is not the address of a broker: use mqtt://host:1883",
                told.broker
            ));
        };
        let login = match (told.username, told.password_file) {
            (None, None) => None,
            (Some(name), Some(file)) => {
                let file = folder.join(file);
                match std::fs::read_to_string(&file) {
                    Ok(password) => Some((name, password.trim_end().to_owned())),
                    Err(e) => {
                        let file = file.display();
                        return self.fault(format!("`mqtt.password_file`: {file}: {e}"));
                    }
                }
            }
            _ => {
                return self
                    .fault("`mqtt`: `username` and `password_file` come together: add the other");
            }
        };
        Some(Some(Broker {
            host: host.to_owned(),
            port: url.port().unwrap_or(MQTT_PORT),
            login,
        }))
    }

    fn path(&mut self, key: &str, folder: &Path) -> Option<PathBuf> {
        let path: PathBuf = self.take(key)?;
        if path.as_os_str().is_empty() {
            return self.fault(format!("`{key}` is empty: name a path"));
        }
        Some(folder.join(path))
    }

    fn server_keys(&mut self) -> Option<DeviceKeys> {
        let keys: ServerKeys = self.take("server_keys")?;
        let live = public_key_from_hex(&keys.live);
        let exercise = public_key_from_hex(&keys.exercise);
        for (key, name) in [(live, "live"), (exercise, "exercise")] {
            if key.is_none() {
                self.faults.push(format!(
                    "`server_keys.{name}` is not an Ed25519 public key: use the 64 hexadecimal \
                     digits that the server shows"
                ));
            }
        }
        DeviceKeys::new(live?, exercise?).or_else(|| {
            self.fault(
                "`server_keys`: both keys are the same: an exercise could pass for the real thing; \
                 use the server's two keys",
            )
        })
    }

    fn sound(&mut self, folder: &Path) -> Option<SoundConfig> {
        match self.take("sound")? {
            SoundConfig::Wav { folder: sounds } => Some(SoundConfig::Wav {
                folder: folder.join(sounds),
            }),
            SoundConfig::Aplay { device } if device.is_empty() => {
                self.fault("`sound.device` is empty: use a name that `aplay -L` shows")
            }
            aplay @ SoundConfig::Aplay { .. } => Some(aplay),
        }
    }

    fn microphone(&mut self) -> Option<MicrophoneConfig> {
        match self.take("microphone")? {
            MicrophoneConfig::Simulated { noise_db, .. } if !(-120.0..=0.0).contains(&noise_db) => {
                self.fault(format!(
                    "`microphone.noise_db`: {noise_db} is not a level: use -120 to 0"
                ))
            }
            microphone => Some(microphone),
        }
    }
}

/// Where a broker listens when its address names no port.
const MQTT_PORT: u16 = 1883;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MqttTable {
    broker: String,
    username: Option<String>,
    password_file: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServerKeys {
    live: String,
    exercise: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::SigningKey;

    fn public(seed: u8) -> String {
        hex::encode(
            SigningKey::from_bytes(&[seed; 32])
                .verifying_key()
                .as_bytes(),
        )
    }

    fn good() -> String {
        format!(
            r#"
            siren = "siren-07"
            site = "compound"
            epoch = 1
            server = "ws://127.0.0.1:8440/sirens/link"
            key_file = "siren-07.key"
            state_dir = "/var/lib/vigie-siren"
            server_keys = {{ live = "{}", exercise = "{}" }}
            sound = {{ kind = "wav", folder = "sounds" }}
            microphone = {{ kind = "simulated", fault = "none", noise_db = -50 }}
            "#,
            public(1),
            public(2)
        )
    }

    fn faults(text: &str) -> Vec<String> {
        Config::parse(text, Path::new("/etc")).unwrap_err()
    }

    #[test]
    fn a_good_configuration_is_read_and_its_paths_start_at_its_folder() {
        let config = Config::parse(&good(), Path::new("/etc/vigie")).unwrap();
        assert_eq!(config.siren.as_str(), "siren-07");
        assert_eq!(config.key_file, Path::new("/etc/vigie/siren-07.key"));
        assert_eq!(config.state_dir, Path::new("/var/lib/vigie-siren"));
        assert_eq!(
            config.sound,
            SoundConfig::Wav {
                folder: "/etc/vigie/sounds".into()
            }
        );
    }

    #[test]
    fn the_example_of_the_repository_is_read() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("vigie-siren.example.toml");
        let config = Config::load(&file).unwrap();
        assert_eq!(config.epoch, 1);
    }

    #[test]
    fn every_fault_is_listed_at_once() {
        let text = good()
            .replace("siren-07\"\n", "siren 07\"\n")
            .replace("epoch = 1", "epoch = 0")
            .replace("ws://", "wss://")
            .replace("-50", "12")
            .replace("sounds\"", "sounds\", loud = true")
            .replace(&public(2), "beef")
            + "volume = 11\n";
        let faults = faults(&text);
        for word in [
            "`siren`", "`epoch`", "`server`", "noise_db", "loud", "exercise", "`volume`",
        ] {
            assert!(
                faults.iter().any(|fault| fault.contains(word)),
                "{word}: {faults:#?}"
            );
        }
        assert_eq!(faults.len(), 7, "{faults:#?}");
    }

    #[test]
    fn an_empty_file_names_every_missing_key() {
        assert_eq!(faults("").len(), 9);
    }

    #[test]
    fn one_key_for_both_roles_is_refused() {
        let text = good().replace(&public(2), &public(1));
        assert!(faults(&text)[0].contains("the same"));
    }

    #[test]
    fn a_text_that_is_not_toml_says_where() {
        assert!(faults("siren = \nsite = 1")[0].contains("line 1"));
    }
}
