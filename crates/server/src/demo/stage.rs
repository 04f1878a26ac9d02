//! Everything that stands while an exercise is played: the server, the sirens, the screens, and the
//! hands of officers and sensors on the API.

use super::fault::Fault;
use super::programs::{self, Program, Server};
use super::scenario::{Scenario, ScreenCounts, SirenFault};
use super::screens::{Board, Expected, Screens};
use super::site::{SiteFolder, set_up};
use super::timeline::Timeline;
use crate::listen::{Asker, KeyRing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use vigie_core::ids::{OfficerId, SensorId, SirenId};
use vigie_core::record::account::Account;
use vigie_core::time::Timestamp;

/// How long anything that was promised is waited for before the promise is broken.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often the server is asked whether it has come.
const LOOK: Duration = Duration::from_millis(25);
/// Open files besides one for each screen: journal, registry, sirens, logs, listeners.
const OTHER_FILES: u64 = 512;

/// Something that was waited for and did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed(pub String);

/// What stands.
pub struct Stage {
    /// The folder.
    pub site: SiteFolder,
    /// The server.
    pub server: Server,
    /// The screens.
    pub screens: Screens,
    sirens: Vec<Program>,
    asker: Asker,
    readings: BTreeMap<SensorId, u64>,
}

impl Stage {
    /// Builds everything up, until the server runs, the standing order is in force, and every siren
    /// and screen is connected.
    pub async fn build(
        scenario: &Scenario,
        counts: ScreenCounts,
        keep: Option<&Path>,
        tell: &Timeline,
    ) -> Result<Self, Fault> {
        let siren_program = programs::siren_program()?;
        programs::allow_descriptors(counts.all() as u64 + OTHER_FILES)?;
        let site = set_up(scenario, keep, &siren_program, counts.all())?;
        tell.shows(&format!("the site lies in {}", site.root.display()));
        let server = Server::start(&site).await?;
        tell.shows(&format!("the server runs at {}", server.base()));
        let asker = Asker::new(server.base(), None)?;
        let sirens = scenario.site.siren.iter();
        let sirens = sirens
            .filter(|(_, stand)| stand.fault != SirenFault::NoPower)
            .map(|(id, _)| programs::start_siren(&site, id, &siren_program))
            .collect::<Result<_, _>>()?;
        let expected = Expected {
            address: site.address.to_string(),
            token: site.screens.clone(),
            keys: KeyRing::read(&asker.text("/live/keys").await?).map_err(Fault::new)?,
            marks: site.marks.clone(),
        };
        let stage = Self {
            screens: Screens::switch_on(counts, expected),
            site,
            server,
            sirens,
            asker,
            readings: BTreeMap::new(),
        };
        stage.permit(scenario).await?;
        tell.shows(&format!(
            "standing order {} is in force: proposed by {}, approved by {}",
            scenario.standing_order.id,
            scenario.standing_order.proposed_by,
            scenario.standing_order.approved_by
        ));
        stage.everyone_is_there(scenario).await?;
        tell.shows(&format!(
            "{} sirens and {} screens are connected",
            stage.sirens.len(),
            stage.screens.count()
        ));
        Ok(stage)
    }

    /// An officer asks the server for something.
    pub fn officer(&self, by: &OfficerId) -> Asker {
        let token = self.site.officers.get(by);
        self.asker.with_token(token.map_or("", String::as_str))
    }

    /// Anybody asks.
    pub fn anybody(&self) -> &Asker {
        &self.asker
    }

    /// Whoever may read everything.
    pub fn reader(&self) -> Asker {
        let token = self.site.officers.values().next();
        self.asker.with_token(token.map_or("", String::as_str))
    }

    /// A sensor's next report, as the request that carries it.
    pub fn sensor_report(&mut self, sensor: &SensorId) -> (Asker, Value) {
        let reading = self.readings.entry(sensor.clone()).or_insert(0);
        *reading += 1;
        let token = self.site.sensors.get(sensor);
        let asker = self.asker.with_token(token.map_or("", String::as_str));
        (
            asker,
            json!({ "reading": *reading, "confidence": "observed" }),
        )
    }

    /// Kills the server and starts it again; returns how long it was away.
    pub async fn kill_server(&mut self) -> Result<Duration, Fault> {
        let away = self.server.kill_and_start().await?;
        // Connections of the server that is gone are of no use.
        self.asker = Asker::new(self.server.base(), None)?;
        Ok(away)
    }

    /// The account of the incident of a warning.
    pub async fn account(&self, warning: u64) -> Result<Option<Account>, Fault> {
        let reader = self.reader();
        let listed: Value = reader.get("/api/v1/incidents").await?;
        let incident = listed["incidents"].as_array().and_then(|incidents| {
            let of_warning = |incident: &&Value| {
                let warnings = incident["warnings"].as_array();
                warnings.is_some_and(|all| all.iter().any(|id| id.as_u64() == Some(warning)))
            };
            incidents.iter().find(of_warning)?["id"].as_u64()
        });
        let Some(incident) = incident else {
            return Ok(None);
        };
        let path = format!("/api/v1/incidents/{incident}/record");
        Ok(Some(reader.get(&path).await?))
    }

    /// The number of the roll call of a warning.
    pub async fn headcount(&self, warning: u64) -> Result<Option<u64>, Fault> {
        let listed: Value = self.reader().get("/api/v1/headcounts").await?;
        let all = listed["headcounts"].as_array();
        let found = all.and_then(|all| {
            all.iter()
                .find(|one| one["warning"].as_u64() == Some(warning))
        });
        Ok(found.and_then(|one| one["id"].as_u64()))
    }

    /// Waits until every screen has an alert, for as long as that is bearable.
    pub async fn screens_have(&self, alert: u64) -> Result<(), Missed> {
        let count = self.screens.count();
        self.screens_show("has the bulletin", |board| (board.reached(alert), count))
            .await
    }

    /// Has every screen judge what it received, and waits for it.
    pub async fn screens_judge(&self) -> Result<(), Missed> {
        self.screens.judge();
        self.screens_show("has judged its bulletins", |board| {
            (usize::from(board.is_judged()), 1)
        })
        .await
    }

    async fn screens_show(
        &self,
        what: &str,
        reached: impl Fn(&Board) -> (usize, usize),
    ) -> Result<(), Missed> {
        let mut changes = self.screens.board().changes();
        let limit = Instant::now() + PATIENCE;
        loop {
            changes.mark_unchanged();
            let (are, all) = reached(self.screens.board());
            if are >= all {
                return Ok(());
            }
            let noted = tokio::time::timeout_at(limit, changes.changed()).await;
            if !matches!(noted, Ok(Ok(()))) {
                let (are, all) = reached(self.screens.board());
                return Err(Missed(format!("not every screen {what}: {are} of {all}")));
            }
        }
    }

    /// Asks for the account until it shows something, for as long as that is bearable.
    pub async fn until<T>(
        &self,
        warning: u64,
        what: &str,
        found: impl Fn(&Account) -> Option<T>,
    ) -> Result<Result<T, Missed>, Fault> {
        let limit = Instant::now() + PATIENCE;
        loop {
            if let Some(account) = self.account(warning).await?
                && let Some(found) = found(&account)
            {
                return Ok(Ok(found));
            }
            if Instant::now() > limit {
                let seconds = PATIENCE.as_secs();
                return Ok(Err(Missed(format!("not within {seconds} s: {what}"))));
            }
            sleep(LOOK).await;
        }
    }

    /// Ends everything in order; what does not end in order is said.
    pub async fn clear(mut self) -> Cleared {
        let mut faults = Vec::new();
        for siren in &mut self.sirens {
            faults.extend(siren.stop().await.err());
        }
        let board = self.screens.switch_off().await;
        faults.extend(self.server.stop().await.err());
        Cleared {
            site: self.site,
            board,
            faults,
        }
    }

    async fn permit(&self, scenario: &Scenario) -> Result<(), Fault> {
        let order = &scenario.standing_order;
        let expires = crate::clock::now().plus_s(order.valid_days.saturating_mul(86_400));
        let proposal = json!({
            "id": order.id, "danger": order.danger, "zones": order.zones, "status": "exercise",
            "sensors": order.sensors, "sensors_min": order.sensors_min, "within_ms": order.within_ms,
            "people_max": order.people_max, "firings_per_hour_max": order.firings_per_hour_max,
            "expires": Timestamp::rfc3339(expires),
        });
        let proposer = self.officer(&order.proposed_by);
        let written = proposer.post("/api/v1/standing-orders", &proposal).await?;
        let path = format!("/api/v1/standing-orders/{}/approve", order.id);
        let approver = self.officer(&order.approved_by);
        let approval = json!({ "sha256": written["sha256"] });
        approver.post(&path, &approval).await?;
        Ok(())
    }

    async fn everyone_is_there(&self, scenario: &Scenario) -> Result<(), Fault> {
        let powered: Vec<&SirenId> = scenario
            .site
            .siren
            .iter()
            .filter(|(_, stand)| stand.fault != SirenFault::NoPower)
            .map(|(id, _)| id)
            .collect();
        let limit = Instant::now() + PATIENCE;
        let missing = loop {
            let listed: Value = self.reader().get("/api/v1/sirens").await?;
            let up = |siren: &SirenId| {
                let all = listed["sirens"].as_array();
                let post = all.and_then(|all| all.iter().find(|one| one["id"] == siren.as_str()));
                post.is_some_and(|post| post["link"] == "up")
            };
            let missing: Vec<&SirenId> = powered.iter().copied().filter(|id| !up(id)).collect();
            if missing.is_empty() || Instant::now() > limit {
                break missing;
            }
            sleep(LOOK).await;
        };
        if let Some(siren) = missing.first() {
            return Err(Fault::new(format!(
                "{} sirens did not connect, the first is {siren}; its log is {}",
                missing.len(),
                self.site.siren(siren).join("siren.log").display()
            )));
        }
        let count = self.screens.count();
        let connected = self
            .screens_show("is connected", |board| (board.connected(), count))
            .await;
        connected.map_err(|Missed(why)| {
            let last = self.screens.board().last_failure().unwrap_or_default();
            Fault::new(format!("{why}; the last failure was: {last}"))
        })
    }
}

/// What is left of a stage.
pub struct Cleared {
    /// The folder.
    pub site: SiteFolder,
    /// What the screens saw.
    pub board: Arc<Board>,
    /// Programs that did not end in order.
    pub faults: Vec<Fault>,
}
