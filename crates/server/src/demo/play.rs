//! Plays the steps of a scenario. After each step it waits for what the step must show, never for a
//! time that somebody guessed; what does not show is noted and judged at the end.

use super::fault::Fault;
use super::scenario::{Action, Scenario, Step};
use super::screens::Sighting;
use super::stage::{Missed, Stage};
use super::timeline::Timeline;
use super::times::{Spread, ms};
use crate::timings::unix_us;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};
use vigie_core::ids::{OfficerId, SensorId};
use vigie_core::record::account::{Account, MessageAccount};
use vigie_core::report::Source;
use vigie_core::time::Timestamp;
use vigie_core::wording::Act;

/// How fast an exercise is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// At the times of the scenario, for people who watch.
    Watched,
    /// Each step as soon as the one before has shown its effect.
    Unattended,
}

/// How long after the others a sensor beyond the quorum reports, when people watch.
const MOMENT: Duration = Duration::from_millis(800);
/// Between two people who answer, when people watch.
const NEXT_PERSON: Duration = Duration::from_millis(400);

/// What was seen while playing, apart from what lies in files.
#[derive(Debug, Default)]
pub struct Played {
    /// The warning that the first salvo opened.
    pub warning: Option<u64>,
    /// Just before the report that completed the first quorum was written.
    pub trigger_us: Option<i64>,
    /// Just before the all clear was written.
    pub all_clear_us: Option<i64>,
    /// Each alert of the warning, in order, with what it does.
    pub alerts: Vec<(u64, Act)>,
    /// The server's own times of each alert; missing where the server was killed in between.
    pub timings: BTreeMap<u64, Value>,
    /// `properties.status` of each feature of the public GeoJSON while the warning was live.
    pub public_statuses: Vec<String>,
    /// How long the server was away, in which step.
    pub away: Option<(String, Duration)>,
    /// What was waited for and did not come.
    pub missed: Vec<Missed>,
    /// The account at the end, as the server served it.
    pub account: Option<Account>,
    /// The record as it was printed.
    pub printed: bool,
}

/// Plays a scenario on a stage. `kill_at` names the step after which the server is killed, before
/// anything of its effect is waited for.
pub async fn play(
    stage: &mut Stage,
    scenario: &Scenario,
    pace: Pace,
    kill_at: Option<&str>,
    tell: &Timeline,
) -> Result<Played, Fault> {
    let mut player = Player {
        stage,
        scenario,
        pace,
        tell,
        played: Played::default(),
        moment_us: None,
    };
    let began = Instant::now();
    for step in &scenario.steps {
        if pace == Pace::Watched {
            sleep_until(began + Duration::from_secs(u64::from(step.at_s))).await;
        }
        player.step(step, kill_at == Some(&step.name)).await?;
    }
    Ok(player.played)
}

struct Player<'a> {
    stage: &'a mut Stage,
    scenario: &'a Scenario,
    pace: Pace,
    tell: &'a Timeline,
    played: Played,
    /// Just before the decisive word of the step under way was written.
    moment_us: Option<i64>,
}

impl Player<'_> {
    async fn step(&mut self, step: &Step, killed: bool) -> Result<(), Fault> {
        self.prepare(&step.action).await?;
        self.tell.happens(&format!("{} — {}", step.name, step.say));
        self.act(&step.action).await?;
        if killed {
            let away = self.stage.kill_server().await?;
            self.tell.shows(&format!(
                "the server was killed and is back after {} ms",
                away.as_millis()
            ));
            self.played.away = Some((step.name.clone(), away));
        }
        self.settle(&step.action).await
    }

    /// A standing order counts what comes soon after a firing to that firing: a second salvo is one
    /// only when that time is over.
    async fn prepare(&mut self, action: &Action) -> Result<(), Fault> {
        let (Action::Salvo { .. }, Some(warning)) = (action, self.played.warning) else {
            return Ok(());
        };
        let last = self.stage.account(warning).await?.and_then(|account| {
            let messages = account.warnings.into_iter().flat_map(|w| w.messages);
            messages.map(|message| message.sent).max()
        });
        let rested = last.map(|at| at.plus_ms(i64::from(self.scenario.standing_order.within_ms)));
        while rested.is_some_and(|at| crate::clock::now() <= at) {
            sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    async fn act(&mut self, action: &Action) -> Result<(), Fault> {
        match action {
            Action::Salvo { sensors } => self.salvo(sensors).await,
            Action::Confirm { by } => self.decide(by, "confirm").await,
            Action::RollCall {} => self.roll_call().await,
            Action::Report {
                by,
                source,
                confidence,
                language,
                text,
                about,
                statement,
                reported_by,
            } => {
                let told = json!({
                    "source": source, "confidence": confidence, "language": language, "text": text,
                });
                let line = json!({
                    "about": about, "statement": statement, "reported_by": reported_by,
                });
                self.report(by, source, &told, "assertions", line).await
            }
            Action::NobodyClaims {
                by,
                source,
                confidence,
                language,
                text,
                reported_by,
            } => {
                let told = json!({
                    "source": source, "confidence": confidence, "language": language, "text": text,
                });
                let as_of = Timestamp::rfc3339(crate::clock::now());
                let line = json!({ "claim": "nobody", "as_of": as_of, "reported_by": reported_by });
                self.report(by, source, &told, "claims", line).await
            }
            Action::AllClear { by } => {
                self.played.all_clear_us = Some(unix_us());
                self.moment_us = self.played.all_clear_us;
                self.decide(by, "all-clear").await
            }
            Action::CloseRollCall { by } => {
                let headcount = self.headcount().await?;
                let path = format!("/api/v1/headcounts/{headcount}/close");
                self.stage.officer(by).post(&path, &json!({})).await?;
                Ok(())
            }
            Action::Record { .. } => Ok(()),
        }
    }

    async fn salvo(&mut self, sensors: &[SensorId]) -> Result<(), Fault> {
        let quorum = self.scenario.standing_order.sensors_min;
        let mut fired = None;
        for (at, sensor) in sensors.iter().enumerate() {
            if at >= quorum && self.pace == Pace::Watched {
                sleep(MOMENT).await;
            }
            let (asker, report) = self.stage.sensor_report(sensor);
            let before_us = unix_us();
            let answer = asker.post("/api/v1/reports", &report).await?;
            if at + 1 == quorum {
                self.played.trigger_us.get_or_insert(before_us);
                self.moment_us = Some(before_us);
                fired = answer["warning"].as_u64();
                self.tell.shows(&format!(
                    "{sensor} reports: that makes {quorum}, and nobody is asked; the answer, with \
                     everything on disk, took {:.1} ms",
                    ms(unix_us() - before_us)
                ));
            } else {
                self.tell.shows(&format!("{sensor} reports"));
            }
        }
        let Some(warning) = fired else {
            return Err(Fault::new(format!(
                "{quorum} sensors agreed and the standing order did not fire; see the journal in {}",
                self.stage.site.journal().display()
            )));
        };
        if *self.played.warning.get_or_insert(warning) != warning {
            let missed = format!("a salvo opened warning {warning} beside the live one");
            self.played.missed.push(Missed(missed));
        }
        Ok(())
    }

    async fn decide(&mut self, by: &OfficerId, what: &str) -> Result<(), Fault> {
        let path = format!("/api/v1/exercise/warnings/{}/{what}", self.warning()?);
        self.stage.officer(by).post(&path, &json!({})).await?;
        Ok(())
    }

    async fn roll_call(&mut self) -> Result<(), Fault> {
        let headcount = self.headcount().await?;
        let path = format!("/api/v1/headcounts/{headcount}/links");
        let listed: Value = self
            .stage
            .officer(&self.scenario.standing_order.proposed_by)
            .get(&path)
            .await?;
        let links = listed["links"].as_array().cloned().unwrap_or_default();
        for link in links {
            let (Some(person), Some(token)) = (link["person"].as_str(), link["token"].as_str())
            else {
                return Err(Fault::new(
                    "a link of the roll call has no person or no token",
                ));
            };
            let answers = &self.scenario.roster;
            let name = self.stage.site.people.get(person);
            let says = |list: &[String]| name.is_some_and(|name| list.contains(name));
            let answer = if says(&answers.safe) {
                "safe"
            } else if says(&answers.need_help) {
                "need_help"
            } else {
                continue;
            };
            let path = format!("/api/v1/safe/{token}");
            let body = json!({ "answer": answer });
            self.stage.anybody().post(&path, &body).await?;
            if self.pace == Pace::Watched {
                sleep(NEXT_PERSON).await;
            }
        }
        Ok(())
    }

    /// What was told goes in as a report; the line of the record rests on it.
    async fn report(
        &mut self,
        by: &OfficerId,
        source: &Source,
        told: &Value,
        kind: &str,
        mut line: Value,
    ) -> Result<(), Fault> {
        let officer = self.stage.officer(by);
        let answer = officer.post("/api/v1/reports", told).await?;
        line["reports"] = json!([answer["report"]]);
        let incident = self.account().await?.incident;
        let path = format!("/api/v1/incidents/{incident}/{kind}");
        officer.post(&path, &line).await?;
        self.tell
            .shows(&format!("recorded, as told by {}", source.shown()));
        Ok(())
    }

    /// Waits for what a step must show.
    async fn settle(&mut self, action: &Action) -> Result<(), Fault> {
        match action {
            Action::Salvo { .. } | Action::AllClear { .. } => self.message().await,
            Action::Confirm { .. } => {
                let account = self.account().await?;
                let confirmed = account.warnings.iter().find_map(|w| w.confirmed.clone());
                if let Some((by, after_ms)) = confirmed {
                    self.tell.shows(&format!(
                        "confirmed by {by} {after_ms} ms after it went out"
                    ));
                }
                Ok(())
            }
            Action::RollCall {} => {
                let account = self.account().await?;
                let count = account.warnings.iter().find_map(|w| w.headcount);
                if let Some(count) = count {
                    self.tell.shows(&format!(
                        "{} expected: {} safe, {} needs help, {} missing",
                        count.expected, count.safe, count.need_help, count.missing
                    ));
                }
                Ok(())
            }
            Action::Report { .. } | Action::NobodyClaims { .. } | Action::CloseRollCall { .. } => {
                Ok(())
            }
            Action::Record { .. } => {
                self.played.account = Some(self.account().await?);
                self.played.printed = true;
                Ok(())
            }
        }
    }

    /// Waits until the newest message of the warning is everywhere, or known not to be.
    async fn message(&mut self) -> Result<(), Fault> {
        let warning = self.warning()?;
        let number = self.played.alerts.len();
        let newest = move |account: &Account| message_of(account, warning, number).cloned();
        let Some(message) = self.wait_for("the message is issued", newest).await? else {
            return Ok(());
        };
        let alert = message.alert.0;
        self.played.alerts.push((alert, message.act));
        let since_us = self.moment_us;
        let arrived = self.stage.screens_have(alert).await;
        self.note(arrived);
        let timings: Value = self.stage.reader().get("/api/v1/timings").await?;
        self.keep_timings(&timings);
        if let Some(sighting) = self.stage.screens.board().sighting(alert) {
            self.tell_screens(&sighting, since_us);
        }
        let judged = self.stage.screens_judge().await;
        self.note(judged);
        self.look_at_the_public_page(&message).await?;
        let settled = move |account: &Account| {
            let message = message_of(account, warning, number)?;
            let settled = message.sirens.iter().all(|s| s.life.is_final());
            settled.then(|| message.clone())
        };
        let what = "every siren is heard, or known to have failed";
        if let Some(message) = self.wait_for(what, settled).await? {
            self.tell_sirens(&message);
        }
        let answering = self.stage.screens.that_answer() as u64;
        let counted = move |account: &Account| {
            let acked = message_of(account, warning, number)?.screens?.1;
            (acked >= answering).then_some(())
        };
        let what = "every screen that can say what it shows is counted in the journal";
        self.wait_for(what, counted).await?;
        Ok(())
    }

    async fn look_at_the_public_page(&mut self, message: &MessageAccount) -> Result<(), Fault> {
        let page: Value = self.stage.anybody().get("/alerts/active").await?;
        let features = page["features"].as_array().cloned().unwrap_or_default();
        if message.act == Act::AllClear {
            if !features.is_empty() {
                let missed = "after the all clear the public page still shows a warning";
                self.played.missed.push(Missed(missed.to_owned()));
            }
            return Ok(());
        }
        if features.is_empty() {
            let missed = "while people were warned the public page showed nothing";
            self.played.missed.push(Missed(missed.to_owned()));
        }
        let statuses = features
            .iter()
            .map(|feature| feature["properties"]["status"].to_string());
        self.played.public_statuses.extend(statuses);
        Ok(())
    }

    fn keep_timings(&mut self, timings: &Value) {
        for one in timings["timings"].as_array().into_iter().flatten() {
            if let Some(alert) = one["alert"].as_u64() {
                self.played.timings.insert(alert, one.clone());
            }
        }
    }

    async fn wait_for<T>(
        &mut self,
        what: &str,
        found: impl Fn(&Account) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        let warning = self.warning()?;
        match self.stage.until(warning, what, found).await? {
            Ok(found) => Ok(Some(found)),
            Err(missed) => {
                self.note::<()>(Err(missed));
                Ok(None)
            }
        }
    }

    fn note<T>(&mut self, shown: Result<T, Missed>) {
        if let Err(missed) = shown {
            self.tell.shows(&format!("MISSED: {}", missed.0));
            self.played.missed.push(missed);
        }
    }

    fn tell_screens(&self, sighting: &Sighting, since_us: Option<i64>) {
        let reached = sighting.arrived_us.len();
        let count = self.stage.screens.count();
        let spread = since_us.and_then(|since| Spread::of(sighting.arrived_us.values(), since));
        let times = spread.map_or(String::new(), |s| {
            format!(
                ": first after {:.1} ms, half {:.1}, 99 % {:.1}, last {:.1}",
                s.first, s.p50, s.p99, s.last
            )
        });
        self.tell
            .shows(&format!("{reached} of {count} screens have it{times}"));
    }

    fn tell_sirens(&self, message: &MessageAccount) {
        let heard = message.heard().count();
        let first = message.heard().filter_map(|s| s.heard_after_ms).min();
        let first = first.map_or(String::new(), |ms| format!(", the first after {ms} ms"));
        let ordered = message.sirens.len();
        self.tell
            .shows(&format!("{heard} of {ordered} sirens are heard{first}"));
        for failed in message.failed() {
            let why = failed.why.as_deref().unwrap_or("no reason is known");
            self.tell.shows(&format!(
                "{} FAILED ({}): {why}",
                failed.siren,
                failed.life.as_str()
            ));
        }
    }

    fn warning(&self) -> Result<u64, Fault> {
        let none = || Fault::new("no warning was fired; nothing more can be played");
        self.played.warning.ok_or_else(none)
    }

    async fn account(&self) -> Result<Account, Fault> {
        let warning = self.warning()?;
        let none = || Fault::new(format!("warning {warning} has no incident"));
        self.stage.account(warning).await?.ok_or_else(none)
    }

    async fn headcount(&self) -> Result<u64, Fault> {
        let warning = self.warning()?;
        let none = || Fault::new(format!("warning {warning} has no roll call"));
        self.stage.headcount(warning).await?.ok_or_else(none)
    }
}

fn message_of(account: &Account, warning: u64, number: usize) -> Option<&MessageAccount> {
    let warning = account.warnings.iter().find(|w| w.id.0 == warning)?;
    warning.messages.get(number)
}
