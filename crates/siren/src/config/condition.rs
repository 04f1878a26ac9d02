//! What tells the siren of its power and its case, and when it tests itself.

use super::Reader;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Files that tell what the siren lives on, as Linux has them in `/sys/class/power_supply`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerConfig {
    /// `1` while the mains are there, else `0`.
    pub mains: PathBuf,
    /// How full the battery is: 0 to 100.
    pub battery: PathBuf,
}

/// A switch at the door of the case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseConfig {
    /// The file of its line, as the GPIO files of Linux have it.
    pub file: PathBuf,
    /// What it says while the case is open: `1` or `0`.
    #[serde(default = "one")]
    pub open: String,
}

fn one() -> String {
    "1".to_owned()
}

/// When the siren tests itself without a sound, in seconds after midnight UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfTestAt(pub u32);

impl Default for SelfTestAt {
    /// In the small hours of Europe and of the Middle East.
    fn default() -> Self {
        Self(2 * 3_600)
    }
}

impl SelfTestAt {
    /// Reads `HH:MM` or `HH:MM:SS`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let part = |text: &str, max: u32| -> Option<u32> {
            let is_two_digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
            let number = text.parse().ok().filter(|_| is_two_digits)?;
            (number <= max).then_some(number)
        };
        let mut parts = text.split(':');
        let (hour, minute) = (part(parts.next()?, 23)?, part(parts.next()?, 59)?);
        let second = parts.next().map_or(Some(0), |text| part(text, 59))?;
        let at = Self(3_600 * hour + 60 * minute + second);
        parts.next().is_none().then_some(at)
    }
}

/// What tells of the siren's condition. Each is nothing when there is a fault.
#[expect(
    clippy::option_option,
    reason = "what is left out is right, a wrong one is not"
)]
impl Reader {
    pub(super) fn power(&mut self, folder: &Path) -> Option<Option<PowerConfig>> {
        let power: Option<PowerConfig> = self.optional("power")?;
        Some(power.map(|PowerConfig { mains, battery }| PowerConfig {
            mains: folder.join(mains),
            battery: folder.join(battery),
        }))
    }

    pub(super) fn case(&mut self, folder: &Path) -> Option<Option<CaseConfig>> {
        let Some(CaseConfig { file, open }) = self.optional("case")? else {
            return Some(None);
        };
        if open != "0" && open != "1" {
            return self.fault(format!("`case.open`: {open:?} is not \"0\" or \"1\""));
        }
        let file = folder.join(file);
        Some(Some(CaseConfig { file, open }))
    }

    pub(super) fn self_test_at(&mut self) -> Option<SelfTestAt> {
        let Some(text) = self.optional::<String>("self_test_at")? else {
            return Some(SelfTestAt::default());
        };
        SelfTestAt::parse(&text).or_else(|| {
            self.fault(format!(
                "`self_test_at`: {text:?} is not a time of day: use \"02:00\", which is UTC"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_and_what_is_none_is_not() {
        assert_eq!(SelfTestAt::parse("02:00"), Some(SelfTestAt::default()));
        assert_eq!(SelfTestAt::parse("23:59:58"), Some(SelfTestAt(86_398)));
        for text in [
            "",
            "2:00",
            "24:00",
            "02:60",
            "02:00:60",
            "02:00:00:00",
            "+2:00",
            "noon",
        ] {
            assert_eq!(SelfTestAt::parse(text), None, "{text}");
        }
    }
}
