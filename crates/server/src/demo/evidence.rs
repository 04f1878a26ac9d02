//! What lies on the disk after an exercise: the journal, the sound of each siren, the files for other
//! software. Read as an inquiry would, without asking the server.

use super::site::SiteFolder;
use crate::record;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::UNIX_EPOCH;
use vigie_cap::{Mode, doc};
use vigie_core::State;
use vigie_core::delivery::Target;
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{AlertId, DeliveryId, WarningId};
use vigie_core::record::account::{self, Account};
use vigie_core::siren::AnswerWhat;
use vigie_core::time::Timestamp;
use vigie_core::wording::Act;
use vigie_store::disk::{Disk, RealDisk};
use vigie_store::journal::verify;

/// The script by which an outsider verifies a journal; the manual shows it.
const VERIFY: &str = include_str!("../../../../docs/manual/verify-journal.py");

/// What was found.
#[derive(Debug)]
pub struct Evidence {
    /// The journal.
    pub journal: JournalFound,
    /// Every sound that was made.
    pub sounds: Vec<Sound>,
    /// Every CAP file with its status, or what is wrong with it.
    pub cap: Vec<(PathBuf, Result<doc::Status, String>)>,
}

/// The journal as found.
#[derive(Debug)]
pub struct JournalFound {
    /// Number of entries.
    pub entries: u64,
    /// Whether Vigie's own verifier finds it sound; else what is wrong.
    pub verified: Result<(), String>,
    /// The same by the script of the manual; none without Python.
    pub by_script: Option<Result<(), String>>,
    /// The account that follows from the journal alone.
    pub account: Result<Account, String>,
    /// Things that sounded, or were to sound, after the all clear.
    pub late: Vec<String>,
    /// When each siren took the order of the all clear, by its own clock.
    pub silenced: BTreeMap<String, Timestamp>,
}

/// One sound that a siren made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    /// The siren.
    pub siren: String,
    /// The name of the file.
    pub name: String,
    /// Whether it is the sound of a warning, not of the all clear.
    pub warns: bool,
    /// When its last sample was written, in milliseconds since 1970.
    pub ended_ms: i64,
}

impl Evidence {
    /// Reads everything.
    pub fn gather(site: &SiteFolder, warning: Option<u64>) -> Self {
        Self {
            journal: journal(&site.journal(), warning.map(WarningId)),
            sounds: sounds(&site.root.join("sirens")),
            cap: cap_files(&site.out()),
        }
    }
}

fn journal(folder: &Path, warning: Option<WarningId>) -> JournalFound {
    let mut found = JournalFound {
        entries: 0,
        verified: Ok(()),
        by_script: by_script(folder),
        account: Err("the journal could not be read".to_owned()),
        late: Vec::new(),
        silenced: BTreeMap::new(),
    };
    let disk: Arc<dyn Disk> = match RealDisk::read_only(folder) {
        Ok(disk) => Arc::new(disk),
        Err(e) => {
            found.verified = Err(format!("failed to open {}: {e}", folder.display()));
            return found;
        }
    };
    match verify(&disk, &[]) {
        Ok(verified) => found.entries = verified.entries,
        Err(fault) => found.verified = Err(fault.to_string()),
    }
    let Some(warning) = warning else {
        found.account = Err("no warning was fired".to_owned());
        return found;
    };
    let mut watch = Watch {
        warning,
        ended: None,
        silenced: BTreeMap::new(),
        late: Vec::new(),
    };
    let replayed = record::replay(folder, |before, entry| watch.look(before, entry));
    found.account = replayed.and_then(|state| account(&state, warning));
    found.late = watch.late;
    found.silenced = watch.silenced;
    found
}

/// Watches the journal go by for anything that sounds after the end.
struct Watch {
    warning: WarningId,
    ended: Option<AlertId>,
    silenced: BTreeMap<String, Timestamp>,
    late: Vec<String>,
}

impl Watch {
    fn look(&mut self, before: &State, entry: &Entry) {
        match &entry.fact {
            Fact::AlertIssued {
                warning, content, ..
            } if *warning == self.warning => {
                if self.ended.is_some() {
                    self.late
                        .push(format!("entry {}: a message after the end", entry.n));
                } else if content.act.ends() {
                    self.ended = Some(AlertId(entry.n));
                }
            }
            Fact::SirenAnswered {
                delivery,
                siren,
                what: AnswerWhat::Accepted | AnswerWhat::Started | AnswerWhat::Heard,
                device_at,
            } => self.answered(before, *delivery, siren.as_str(), *device_at, entry.n),
            _ => {}
        }
    }

    fn answered(
        &mut self,
        before: &State,
        delivery: DeliveryId,
        siren: &str,
        at: Timestamp,
        n: u64,
    ) {
        let Some(delivery) = before.deliveries.get(&delivery) else {
            return;
        };
        let act = before.alerts.get(&delivery.alert).map(|a| a.content.act);
        if Some(delivery.alert) == self.ended {
            self.silenced.entry(siren.to_owned()).or_insert(at);
        } else if act.is_some_and(|act| matches!(act, Act::Alert | Act::Update))
            && matches!(delivery.target, Target::Siren(_))
            && self.silenced.get(siren).is_some_and(|end| at > *end)
        {
            self.late.push(format!(
                "entry {n}: {siren} sounded alert {} after it had taken the all clear",
                delivery.alert
            ));
        }
    }
}

fn account(state: &State, warning: WarningId) -> Result<Account, String> {
    let incident = state
        .incident_of(warning)
        .ok_or_else(|| format!("warning {warning} has no incident in the journal"))?;
    account::account(state, incident.id)
        .ok_or_else(|| format!("incident {} has no account", incident.id))
}

/// The script of the manual, run by Python when there is one.
fn by_script(journal: &Path) -> Option<Result<(), String>> {
    let python = Command::new("python3")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !python.is_ok_and(|status| status.success()) {
        return None;
    }
    let out = Command::new("python3")
        .args(["-c", VERIFY])
        .arg(journal)
        .stdin(Stdio::null())
        .output();
    Some(match out {
        Ok(out) if out.status.success() => Ok(()),
        Ok(out) => Err(String::from_utf8_lossy(&out.stderr).trim().to_owned()),
        Err(e) => Err(format!("failed to run python3: {e}")),
    })
}

fn sounds(sirens: &Path) -> Vec<Sound> {
    let mut sounds = Vec::new();
    for siren in listed(sirens) {
        let name = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        for file in listed(&siren.join("sounds")) {
            let ended = file.metadata().and_then(|about| about.modified()).ok();
            let ended = ended.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let file = name(&file);
            sounds.push(Sound {
                siren: name(&siren),
                warns: !file.contains("all_clear"),
                name: file,
                ended_ms: ended
                    .and_then(|since| i64::try_from(since.as_millis()).ok())
                    .unwrap_or(i64::MAX),
            });
        }
    }
    sounds
}

fn cap_files(out: &Path) -> Vec<(PathBuf, Result<doc::Status, String>)> {
    let files = listed(&out.join("cap"));
    files
        .into_iter()
        .map(|path| {
            let status = std::fs::read(&path)
                .map_err(|e| e.to_string())
                .and_then(|bytes| cap_status(&bytes));
            (path, status)
        })
        .collect()
}

/// The one status of all messages in a file.
fn cap_status(bytes: &[u8]) -> Result<doc::Status, String> {
    let reading = vigie_cap::read(bytes, Mode::Strict);
    if let Some(finding) = reading
        .all_findings()
        .find(|f| f.rule.level == vigie_cap::Level::Error)
    {
        return Err(format!("{}: {}", finding.rule.id, finding.found));
    }
    let statuses: BTreeSet<_> = reading
        .alerts
        .iter()
        .map(|alert| alert.alert.status.as_str())
        .collect();
    match (reading.alerts.first(), statuses.len()) {
        (Some(alert), 1) => Ok(alert.alert.status),
        (None, _) => Err("there is no CAP message in it".to_owned()),
        _ => Err("it holds messages of different statuses".to_owned()),
    }
}

/// What lies in a folder, by name; nothing where there is no folder.
fn listed(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths
}
