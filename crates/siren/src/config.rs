//! The configuration of one siren: every fault is found at once, because whoever climbs the mast
//! wants to climb it once.

mod broker;
mod condition;
mod sound;

pub use broker::{Broker, Protocol};
pub use condition::{CaseConfig, PowerConfig, SelfTestAt};
pub use sound::{MicrophoneConfig, MicrophoneFault, SoundConfig};

use crate::convention::Convention;
use crate::speech::{LANGUAGES_MAX, VoiceConfig};
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
    /// The server's three public keys.
    pub server_keys: DeviceKeys,
    /// Where the sound goes.
    pub sound: SoundConfig,
    /// Whose signals are sounded.
    pub convention: Convention,
    /// What is said after the tone, if anything is.
    pub voice: Option<VoiceConfig>,
    /// What listens.
    pub microphone: MicrophoneConfig,
    /// What tells of its power, if anything does.
    pub power: Option<PowerConfig>,
    /// What tells of its case, if anything does.
    pub case: Option<CaseConfig>,
    /// When it tests itself without a sound.
    pub self_test_at: SelfTestAt,
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
        let convention = self.optional("convention");
        let voice = self.voice(folder);
        let microphone = self.microphone(folder);
        let power = self.power(folder);
        let case = self.case(folder);
        let self_test_at = self.self_test_at();
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
            convention: convention?.unwrap_or_default(),
            voice: voice?,
            microphone: microphone?,
            power: power?,
            case: case?,
            self_test_at: self_test_at?,
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

    /// What may be left out; nothing when there is a fault.
    #[expect(
        clippy::option_option,
        reason = "left out is right, a wrong one is not"
    )]
    fn optional<T: DeserializeOwned>(&mut self, key: &str) -> Option<Option<T>> {
        if self.table.contains_key(key) {
            self.take(key).map(Some)
        } else {
            Some(None)
        }
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
        let Some(told) = self.optional::<broker::Told>("mqtt")? else {
            return Some(None);
        };
        match told.read(folder) {
            Ok(broker) => Some(Some(broker)),
            Err(fault) => self.fault(format!("`mqtt`: {fault}")),
        }
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
        let stop = public_key_from_hex(&keys.stop);
        for (key, name) in [(live, "live"), (exercise, "exercise"), (stop, "stop")] {
            if key.is_none() {
                self.faults.push(format!(
                    "`server_keys.{name}` is not an Ed25519 public key: use the 64 hexadecimal \
                     digits that the server shows"
                ));
            }
        }
        DeviceKeys::new(live?, exercise?, stop?).or_else(|| {
            self.fault(
                "`server_keys`: two keys are the same: an exercise could pass for the real thing; \
                 use the server's three keys",
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
            SoundConfig::Relays { lines } if lines.is_empty() => {
                self.fault("`sound.lines` is empty: name the file of a line for each tone")
            }
            SoundConfig::Relays { lines } => {
                let lines = lines.into_iter();
                Some(SoundConfig::Relays {
                    lines: lines
                        .map(|(tone, file)| (tone, folder.join(file)))
                        .collect(),
                })
            }
        }
    }

    /// Nothing when there is a fault.
    #[expect(
        clippy::option_option,
        reason = "saying nothing is right, a wrong voice is not"
    )]
    fn voice(&mut self, folder: &Path) -> Option<Option<VoiceConfig>> {
        let Some(voice) = self.optional::<VoiceConfig>("voice")? else {
            return Some(None);
        };
        let is_language = |text: &String| is_name(text) && text.len() <= 35;
        if !(1..=LANGUAGES_MAX).contains(&voice.languages.len())
            || !voice.languages.iter().all(is_language)
        {
            return self.fault(format!(
                "`voice.languages`: name 1 to {LANGUAGES_MAX} languages by their tags, as \"ar\""
            ));
        }
        Some(Some(VoiceConfig {
            folder: folder.join(voice.folder),
            ..voice
        }))
    }

    fn microphone(&mut self, folder: &Path) -> Option<MicrophoneConfig> {
        match self.take("microphone")? {
            MicrophoneConfig::Arecord { level_min_db, .. }
            | MicrophoneConfig::Samples { level_min_db, .. }
                if !(-60.0..=0.0).contains(&level_min_db) =>
            {
                self.fault(format!(
                    "`microphone.level_min_db`: {level_min_db} is not a level: use -60 to 0"
                ))
            }
            MicrophoneConfig::Arecord { device, .. } if device.is_empty() => {
                self.fault("`microphone.device` is empty: use a name that `arecord -L` shows")
            }
            MicrophoneConfig::Current { rise_ma: 0, .. } => self.fault(
                "`microphone.rise_ma` is 0: a horn that draws nothing would be proven; use what it draws",
            ),
            MicrophoneConfig::Samples { file, level_min_db } => Some(MicrophoneConfig::Samples {
                file: folder.join(file),
                level_min_db,
            }),
            MicrophoneConfig::Current { file, rise_ma } => Some(MicrophoneConfig::Current {
                file: folder.join(file),
                rise_ma,
            }),
            MicrophoneConfig::Simulated { noise_db, .. } if !(-120.0..=0.0).contains(&noise_db) => {
                self.fault(format!(
                    "`microphone.noise_db`: {noise_db} is not a level: use -120 to 0"
                ))
            }
            microphone => Some(microphone),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServerKeys {
    live: String,
    exercise: String,
    stop: String,
}

#[cfg(test)]
mod tests;
