//! One short code for each danger and act, and what it is called elsewhere: CAP, SAME, cell broadcast.

use crate::act::Act;
use crate::slot::Slot;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The table `codes.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Groups of dangers that ask the same of people.
    #[serde(default, rename = "class")]
    pub classes: BTreeMap<String, Class>,
    /// The dangers.
    #[serde(default, rename = "danger")]
    pub dangers: BTreeMap<String, DangerCodes>,
    /// The acts.
    #[serde(default, rename = "act")]
    pub acts: BTreeMap<String, ActCodes>,
}

/// A group of dangers: what a receiver that does not know a danger falls back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its number on narrow links, 1 to 15.
    pub number: u8,
    /// The danger whose words are said for one that is not known.
    pub stands_for: String,
}

/// What a danger is called elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DangerCodes {
    /// Its number on narrow links, 1 to 255; never given to another danger.
    pub number: u8,
    /// Its group.
    pub class: String,
    /// CAP's words for an alert of it.
    pub cap: CapCodes,
    /// SAME event code (47 CFR 11.31).
    pub same: String,
    /// Cell-broadcast message identifier (3GPP TS 23.041) in the first language.
    pub cell: u16,
    /// The siren's tone for it.
    pub tone: String,
    /// Slots beyond place, authority and time that its texts can say.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub slots: BTreeSet<Slot>,
}

/// CAP's closed words, as CAP spells them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapCodes {
    /// `category`: `Security`, `Fire`, …
    pub category: Vec<String>,
    /// `responseType`: `Shelter`, `Evacuate`, …
    pub response: Vec<String>,
    /// `urgency`.
    pub urgency: String,
    /// `severity`.
    pub severity: String,
    /// `certainty`.
    pub certainty: String,
}

/// What an act is called elsewhere, where it does not go by its danger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActCodes {
    /// Its number on narrow links, 0 to 15: 0 to 7 warn, 8 to 11 end a warning, 12 to 15 ask nobody to
    /// seek safety.
    pub number: u8,
    /// CAP's words, except `category`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<ActCap>,
    /// SAME event code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// Cell-broadcast message identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<u16>,
}

/// CAP's words of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActCap {
    /// `responseType`.
    pub response: String,
    /// `urgency`.
    pub urgency: String,
    /// `severity`.
    pub severity: String,
    /// `certainty`.
    pub certainty: String,
}

/// Added to the identifier of the first language for every other (EU-Alert, WEA).
const CELL_OTHER_LANGUAGES: u16 = 13;

impl Codes {
    /// CAP's words for one act of a danger; `None` for a danger that is not in the table.
    pub fn cap(&self, danger: &str, act: Act) -> Option<CapCodes> {
        let of_danger = &self.dangers.get(danger)?.cap;
        let act = self.acts.get(act.as_str()).and_then(|act| act.cap.as_ref());
        Some(match act {
            None => of_danger.clone(),
            Some(act) => CapCodes {
                category: of_danger.category.clone(),
                response: vec![act.response.clone()],
                urgency: act.urgency.clone(),
                severity: act.severity.clone(),
                certainty: act.certainty.clone(),
            },
        })
    }

    /// The SAME event code for one act of a danger.
    pub fn same(&self, danger: &str, act: Act) -> Option<&str> {
        let of_act = self
            .acts
            .get(act.as_str())
            .and_then(|act| act.same.as_deref());
        of_act.or_else(|| self.dangers.get(danger).map(|danger| danger.same.as_str()))
    }

    /// The cell-broadcast message identifier for one act of a danger, in the first language of a site
    /// or in another.
    pub fn cell(&self, danger: &str, act: Act, first_language: bool) -> Option<u16> {
        let of_act = self.acts.get(act.as_str()).and_then(|act| act.cell);
        let id = of_act.or_else(|| self.dangers.get(danger).map(|danger| danger.cell))?;
        let moved = !first_language && (4370..=4382).contains(&id);
        Some(if moved { id + CELL_OTHER_LANGUAGES } else { id })
    }

    /// What is wrong with the table itself.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut numbers: BTreeMap<u8, &str> = BTreeMap::new();
        for (name, danger) in &self.dangers {
            if let Some(other) = numbers.insert(danger.number, name) {
                faults.push(format!(
                    "codes.toml: {name} and {other} have the same number {}; numbers are never shared",
                    danger.number
                ));
            }
            if danger.number == 0 {
                faults.push(format!(
                    "codes.toml: {name} has the number 0; 0 means unknown"
                ));
            }
            if !self.classes.contains_key(&danger.class) {
                faults.push(format!(
                    "codes.toml: {name} is of the class {:?}, which is not in the table",
                    danger.class
                ));
            }
            if danger.same.len() != 3 || !danger.same.bytes().all(|b| b.is_ascii_uppercase()) {
                faults.push(format!(
                    "codes.toml: {name} has the SAME code {:?}; it is three capital letters",
                    danger.same
                ));
            }
            if !(4352..=6400).contains(&danger.cell) {
                faults.push(format!(
                    "codes.toml: {name} has the cell-broadcast identifier {}; warnings are 4352 to 6400",
                    danger.cell
                ));
            }
            faults.extend(cap_faults(name, &danger.cap));
        }
        let mut numbers: BTreeMap<u8, &str> = BTreeMap::new();
        for (name, class) in &self.classes {
            if !(1..=15).contains(&class.number) {
                faults.push(format!(
                    "codes.toml: the class {name} has the number {}; it is 1 to 15",
                    class.number
                ));
            }
            if let Some(other) = numbers.insert(class.number, name) {
                faults.push(format!(
                    "codes.toml: the classes {name} and {other} have the same number"
                ));
            }
            if self
                .dangers
                .get(&class.stands_for)
                .is_none_or(|danger| danger.class != *name)
            {
                faults.push(format!(
                    "codes.toml: the class {name} stands for {:?}, which is no danger of it",
                    class.stands_for
                ));
            }
        }
        let mut numbers: BTreeMap<u8, &str> = BTreeMap::new();
        for act in Act::ALL {
            match self.acts.get(act.as_str()) {
                None => faults.push(format!("codes.toml: the act {} is missing", act.as_str())),
                Some(codes) => {
                    if numbers.insert(codes.number, act.as_str()).is_some() || codes.number > 15 {
                        faults.push(format!(
                            "codes.toml: the act {} needs a number of its own, 0 to 15",
                            act.as_str()
                        ));
                    }
                }
            }
        }
        faults
    }
}

fn cap_faults(danger: &str, cap: &CapCodes) -> Vec<String> {
    let known: [(&str, &[&str], Vec<&str>); 5] = [
        (
            "category",
            &[
                "Geo",
                "Met",
                "Safety",
                "Security",
                "Rescue",
                "Fire",
                "Health",
                "Env",
                "Transport",
                "Infra",
                "CBRNE",
                "Other",
            ],
            cap.category.iter().map(String::as_str).collect(),
        ),
        (
            "responseType",
            &[
                "Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess",
                "AllClear", "None",
            ],
            cap.response.iter().map(String::as_str).collect(),
        ),
        (
            "urgency",
            &["Immediate", "Expected", "Future", "Past", "Unknown"],
            vec![&cap.urgency],
        ),
        (
            "severity",
            &["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
            vec![&cap.severity],
        ),
        (
            "certainty",
            &["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
            vec![&cap.certainty],
        ),
    ];
    let mut faults = Vec::new();
    for (element, words, ours) in known {
        if ours.is_empty() {
            faults.push(format!("codes.toml: {danger} has no CAP {element}"));
        }
        for word in ours.into_iter().filter(|word| !words.contains(word)) {
            faults.push(format!(
                "codes.toml: {danger} has the CAP {element} {word:?}; CAP 1.2 knows {}",
                words.join(", ")
            ));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> Codes {
        crate::built_in::book().codes().clone()
    }

    #[test]
    fn the_table_that_vigie_comes_with_has_no_fault() {
        assert_eq!(codes().faults(), Vec::<String>::new());
    }

    #[test]
    fn two_dangers_with_one_number_are_a_fault() {
        let mut codes = codes();
        let number = codes.dangers["fire"].number;
        codes.dangers.get_mut("rockets").unwrap().number = number;
        assert!(
            codes
                .faults()
                .iter()
                .any(|fault| fault.contains("same number"))
        );
    }

    #[test]
    fn an_all_clear_is_no_danger_in_any_encoding() {
        let codes = codes();
        let cap = codes.cap("rockets", Act::AllClear).unwrap();
        assert_eq!(cap.response, ["AllClear"]);
        assert_eq!(cap.urgency, "Past");
        assert_eq!(codes.same("rockets", Act::Test), Some("RWT"));
        assert_eq!(codes.cell("rockets", Act::Exercise, true), Some(4381));
        assert_eq!(codes.cell("rockets", Act::Exercise, false), Some(4394));
    }
}
