//! Which message follows which, over many files, in bounded memory.

use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc::{Alert, Info, Reference};
use vigie_cap::{Finding, Reading, chain};

/// Messages whose chains are checked at once. A national archive of a month is smaller; each takes about 1 KiB.
const MESSAGES_MAX: usize = 100_000;
/// Messages of one chain that are compared with each other: the longest real one has thirteen.
const RELATED_MAX: usize = 256;

/// The messages read so far, with what chains are judged by and no more.
#[derive(Default)]
pub(super) struct Threads {
    messages: Vec<Message>,
    /// Who is called so, or references one that is.
    about: BTreeMap<String, Vec<usize>>,
}

/// One message.
pub(super) struct Message {
    /// The file it is in.
    pub(super) file: String,
    line: u32,
    column: u32,
    /// Its name, kind, references and times.
    pub(super) alert: Alert,
}

impl Threads {
    /// Keeps what matters of each alert of a file.
    pub(super) fn take(&mut self, file: &str, reading: &Reading) -> Result<(), String> {
        for read in &reading.alerts {
            if self.messages.len() >= MESSAGES_MAX {
                return Err(format!(
                    "more than {MESSAGES_MAX} messages; check the chains of fewer files at once"
                ));
            }
            let nth = self.messages.len();
            let alert = slim(&read.alert);
            let names = alert
                .references
                .iter()
                .map(key)
                .chain([key(&alert.reference())]);
            for name in names.collect::<BTreeSet<_>>() {
                self.about.entry(name).or_default().push(nth);
            }
            self.messages.push(Message {
                file: file.to_owned(),
                line: read.line,
                column: read.column,
                alert,
            });
        }
        Ok(())
    }

    /// What is wrong with the chains, by message.
    pub(super) fn findings(&self) -> Vec<(String, Vec<Finding>)> {
        let judged = self.messages.iter().enumerate().map(|(nth, message)| {
            let others: Vec<&Alert> = self
                .related(nth)
                .into_iter()
                .map(|other| &self.messages[other].alert)
                .collect();
            let found = chain::check(&message.alert, &others).into_iter();
            let located = found.map(|mut finding| {
                (finding.line, finding.column) = (message.line, message.column);
                finding
            });
            (message.file.clone(), located.collect::<Vec<_>>())
        });
        judged.filter(|(_, found)| !found.is_empty()).collect()
    }

    /// The chains of more than one message, each in the order in which its messages were sent.
    pub(super) fn chains(&self) -> Vec<Vec<&Message>> {
        let mut seen = BTreeSet::new();
        let mut chains = Vec::new();
        for nth in 0..self.messages.len() {
            if !seen.insert(nth) {
                continue;
            }
            let mut whole = BTreeSet::from([nth]);
            let mut open = vec![nth];
            while let Some(one) = open.pop() {
                for other in self.related(one) {
                    if whole.len() < RELATED_MAX && whole.insert(other) {
                        open.push(other);
                    }
                }
            }
            seen.extend(&whole);
            if whole.len() > 1 {
                let mut chain: Vec<&Message> =
                    whole.iter().map(|one| &self.messages[*one]).collect();
                chain.sort_by_key(|message| message.alert.sent.unix_s());
                chains.push(chain);
            }
        }
        chains
    }

    /// This message, those it references, those that reference it or the same ones, and what these reference.
    fn related(&self, nth: usize) -> Vec<usize> {
        let mut related = BTreeSet::new();
        let own = &self.messages[nth].alert;
        let names = own
            .references
            .iter()
            .map(key)
            .chain([key(&own.reference())]);
        for name in names {
            related.extend(self.about.get(&name).into_iter().flatten().copied());
        }
        let further: Vec<usize> = related
            .iter()
            .take(RELATED_MAX)
            .flat_map(|other| self.messages[*other].alert.references.iter().map(key))
            .filter_map(|name| self.about.get(&name))
            .flatten()
            .copied()
            .collect();
        related.extend(further);
        related.into_iter().take(RELATED_MAX).collect()
    }
}

/// A message is looked for by sender and identifier: a wrong time in a reference is a finding, not another message.
fn key(reference: &Reference) -> String {
    format!("{} {}", reference.sender, reference.identifier)
}

/// The message without its texts and places.
fn slim(alert: &Alert) -> Alert {
    let infos = alert.infos.iter().map(|info| Info {
        event: info.event.clone(),
        expires: info.expires,
        headline: info.headline.clone(),
        ..Info::default()
    });
    let kind = (alert.status, alert.msg_type, alert.scope);
    Alert {
        references: alert.references.clone(),
        infos: infos.collect(),
        ..Alert::new(&alert.identifier, &alert.sender, alert.sent, kind)
    }
}
