//! Profiles: what nations and platforms demand beyond the standard. One file each.
//!
//! A profile is checked because somebody asks, not because a message claims it: [`claimed`] says which ones it
//! claims. Findings of the standard itself are those of [`crate::check()`] and are not repeated here.

pub mod cap_au;
mod cap_au_events;
pub mod cap_cp;
pub mod google;
pub mod gov_uk;
pub mod ipaws;
pub mod meteoalarm;
mod shared;
pub mod wmo;

use crate::check::Found;
use crate::doc::Alert;
use crate::finding::Finding;
use crate::rule::Rule;
use std::fmt;
use std::str::FromStr;

/// A profile that this crate knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Profile {
    /// United States: Integrated Public Alert and Warning System, profile 1.0 (OASIS).
    Ipaws,
    /// Canada: CAP Canadian Profile 0.4 and 1.0.
    CapCp,
    /// Australia: CAP-AU-STD 1.0.
    CapAu,
    /// Europe's weather services: MeteoAlarm.
    MeteoAlarm,
    /// World Meteorological Organization: guidance of WMO-No. 1109.
    Wmo,
    /// Google Public Alerts.
    Google,
    /// United Kingdom: what GOV.UK Emergency Alerts takes in.
    GovUk,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 7] = [
        Self::Ipaws,
        Self::CapCp,
        Self::CapAu,
        Self::MeteoAlarm,
        Self::Wmo,
        Self::Google,
        Self::GovUk,
    ];

    /// Its name on a command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ipaws => "ipaws",
            Self::CapCp => "cap-cp",
            Self::CapAu => "cap-au",
            Self::MeteoAlarm => "meteoalarm",
            Self::Wmo => "wmo",
            Self::Google => "google",
            Self::GovUk => "gov-uk",
        }
    }

    /// Whose it is, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Ipaws => "United States: IPAWS profile 1.0",
            Self::CapCp => "Canada: CAP Canadian Profile 0.4 and 1.0",
            Self::CapAu => "Australia: CAP-AU-STD 1.0",
            Self::MeteoAlarm => "Europe's weather services: MeteoAlarm",
            Self::Wmo => "Weather services of the world: guidance of WMO-No. 1109",
            Self::Google => "Google Public Alerts",
            Self::GovUk => "United Kingdom: GOV.UK Emergency Alerts",
        }
    }

    /// Its rules.
    pub fn rules(self) -> &'static [&'static Rule] {
        match self {
            Self::Ipaws => ipaws::RULES,
            Self::CapCp => cap_cp::RULES,
            Self::CapAu => cap_au::RULES,
            Self::MeteoAlarm => meteoalarm::RULES,
            Self::Wmo => wmo::RULES,
            Self::Google => google::RULES,
            Self::GovUk => gov_uk::RULES,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that no profile has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoProfile(String);

impl fmt::Display for NoProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<&str> = Profile::ALL
            .iter()
            .map(|profile| profile.as_str())
            .collect();
        write!(
            f,
            "there is no profile \"{}\"; there are {}",
            self.0,
            known.join(", ")
        )
    }
}

impl std::error::Error for NoProfile {}

impl FromStr for Profile {
    type Err = NoProfile;

    fn from_str(name: &str) -> Result<Self, NoProfile> {
        let known = Self::ALL
            .into_iter()
            .find(|profile| profile.as_str() == name);
        known.ok_or_else(|| NoProfile(name.to_owned()))
    }
}

/// Everything in this alert that the profile does not allow or advises against.
pub fn check(profile: Profile, alert: &Alert) -> Vec<Finding> {
    check_each(&[profile], alert)
}

/// The same of several profiles, one after the other.
pub fn check_each(profiles: &[Profile], alert: &Alert) -> Vec<Finding> {
    /// A real message is told so much by a profile that is not its own.
    const USUAL: usize = 12;
    let mut found = Found::default();
    found.findings.reserve(USUAL * profiles.len());
    for profile in profiles {
        found.make_room();
        match profile {
            Profile::Ipaws => ipaws::check(alert, &mut found),
            Profile::CapCp => cap_cp::check(alert, &mut found),
            Profile::CapAu => cap_au::check(alert, &mut found),
            Profile::MeteoAlarm => meteoalarm::check(alert, &mut found),
            Profile::Wmo => wmo::check(alert, &mut found),
            Profile::Google => google::check(alert, &mut found),
            Profile::GovUk => gov_uk::check(alert, &mut found),
        }
    }
    found.findings
}

/// The profiles that an alert says it follows, by its `code` elements or by parameters that one profile alone has.
pub fn claimed(alert: &Alert) -> Vec<Profile> {
    let says = |profile: Profile| match profile {
        Profile::Ipaws => alert.codes.iter().any(|code| code == ipaws::CODE),
        Profile::CapCp => alert
            .codes
            .iter()
            .any(|code| code.starts_with(cap_cp::CODE)),
        Profile::CapAu => alert.codes.iter().any(|code| code == cap_au::CODE),
        Profile::MeteoAlarm => alert
            .infos
            .iter()
            .any(|info| info.parameter("awareness_level").next().is_some()),
        Profile::Wmo => alert.identifier.starts_with("urn:oid:2.49.0."),
        Profile::Google | Profile::GovUk => false,
    };
    Profile::ALL
        .into_iter()
        .filter(|profile| says(*profile))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_have_names() {
        for profile in Profile::ALL {
            assert_eq!(profile.as_str().parse(), Ok(profile));
        }
        let wrong = "eas".parse::<Profile>().unwrap_err().to_string();
        assert!(
            wrong.ends_with("there are ipaws, cap-cp, cap-au, meteoalarm, wmo, google, gov-uk"),
            "{wrong}"
        );
    }
}
