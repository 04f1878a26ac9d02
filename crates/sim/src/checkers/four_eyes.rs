//! Two people for what wakes a city, or one standing order that two people signed; nobody agrees to
//! what they wrote. Ends need one. Two people too for what gives anybody the power to do so, and for what
//! makes the site quieter; and two machines that agree where no human was asked.
//!
//! People, not names: the checker knows who holds which token.

use super::broken;
use crate::site::TOKENS;
use crate::witness::{Broken, Witness};
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::administration::{Change, left_for_two};
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{ChangeId, OfficerId, StandingOrderId, WarningId};
use vigie_core::site::Site;
use vigie_core::warning::Origin;
use vigie_core::wording::Act;

const NAME: &str = "four_eyes";

/// Looks at the whole journal.
pub fn in_journal(witness: &Witness) -> Result<(), Broken> {
    let mut hands: BTreeMap<WarningId, Vec<&str>> = BTreeMap::new();
    let mut begun: BTreeMap<WarningId, bool> = BTreeMap::new();
    let mut updates: BTreeMap<&str, &str> = BTreeMap::new();
    let mut orders: BTreeMap<&StandingOrderId, (&str, Option<&str>)> = BTreeMap::new();
    let mut site = Agreed::default();
    for entry in &witness.entries {
        site.take(entry)?;
        match &entry.fact {
            Fact::StandingOrderFired { id, sensors, .. } => {
                let sensors: BTreeSet<_> = sensors.iter().collect();
                if sensors.len() < 2 {
                    return broken(NAME, format!("{id} fired because of {sensors:?} alone"));
                }
            }
            Fact::WarningDrafted { by, .. } => {
                let by = by.as_ref().map(person);
                hands.insert(WarningId(entry.n), by.into_iter().collect());
            }
            Fact::WarningSubmitted { warning, by, .. } => {
                hands.entry(*warning).or_default().push(person(by));
            }
            Fact::UpdateProposed { by, content, .. } => {
                updates.insert(content.cap.sha256.as_str(), person(by));
            }
            Fact::StandingOrderProposed { order, by } => {
                orders.insert(&order.id, (person(by), None));
            }
            Fact::StandingOrderApproved { id, by, .. } => {
                if let Some((_, approver)) = orders.get_mut(id) {
                    *approver = Some(person(by));
                }
            }
            Fact::AlertIssued {
                warning,
                by,
                fired_by,
                content,
            } if content.origin == Origin::Own && !content.act.ends() => {
                let n = entry.n;
                let alone = match (by.as_ref().map(person), fired_by) {
                    (_, Some(order)) => match orders.get(order) {
                        Some((proposer, Some(approver))) => proposer == approver,
                        _ => true,
                    },
                    // One person renews what two have begun, silently; more takes two again.
                    (Some(by), None) if content.act == Act::Update => {
                        let author = updates.get(content.cap.sha256.as_str());
                        let louder = content.sounds || !content.added.is_empty();
                        !begun.contains_key(warning)
                            || louder && author.is_none_or(|author| *author == by)
                    }
                    (Some(by), None) => {
                        let others = hands.get(warning).map(Vec::as_slice).unwrap_or_default();
                        others.is_empty() || others.contains(&by)
                    }
                    (None, None) => true,
                };
                if alone {
                    let who = by.as_ref().map_or("nobody", person);
                    return broken(
                        NAME,
                        format!("{who} alone issued the {:?} message {n}", content.status),
                    );
                }
                begun.insert(*warning, true);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The site as people agreed to it, and what they agree to.
#[derive(Default)]
struct Agreed<'a> {
    site: Option<&'a Site>,
    asked: BTreeMap<ChangeId, (&'a Change, BTreeSet<&'static str>)>,
}

impl<'a> Agreed<'a> {
    fn take(&mut self, entry: &'a Entry) -> Result<(), Broken> {
        match &entry.fact {
            Fact::ChangeProposed { change, by, .. } => {
                let by = by.as_ref().map(person).into_iter().collect();
                self.asked.insert(ChangeId(entry.n), (change, by));
            }
            Fact::ChangeApproved { change, by, .. } => {
                if let Some((_, agreed)) = self.asked.get_mut(change) {
                    agreed.insert(person(by));
                }
            }
            Fact::ChangeMade { change } => {
                let asked = self.asked.get(change);
                let Some((asked, _)) = asked.filter(|(_, agreed)| agreed.len() >= 2) else {
                    return broken(NAME, format!("one person alone made change {change}"));
                };
                if let Some(site) = asked.site() {
                    self.site = Some(site);
                }
            }
            Fact::SiteDeclared { site, .. } => {
                // Everybody held a token before anybody edited the file.
                let alone = self.site.map(|before| left_for_two(before, site));
                if let Some(says) = alone.and_then(|alone| alone.into_iter().next()) {
                    return broken(NAME, format!("a file alone changed the site: {says}"));
                }
                self.site = Some(site);
            }
            _ => {}
        }
        Ok(())
    }
}

fn person(officer: &OfficerId) -> &'static str {
    let known = TOKENS.iter().find(|(token, _)| *token == officer.as_str());
    known.map_or("somebody unknown", |(_, person)| person)
}
