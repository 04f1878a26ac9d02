//! Where scenarios are played: the country's site, the real rules, and a clock that is moved by hand.

use super::Rule;
use crate::site;
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::delivery::{Outcome, Room, Work, due};
use vigie_core::fact::{Entry, Fact, Facts};
use vigie_core::ids::{ChangeId, Danger, Language, OfficerId, SensorId, WarningId, ZoneId};
use vigie_core::refusal::Refusal;
use vigie_core::report::{Health, Report};
use vigie_core::site::Site;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::vetting::Vetting;
use vigie_core::warning::{Draft, Warning};
use vigie_core::{Command, Input, State, apply, decide, wake_at};

const BEGIN_MS: i64 = 1_795_320_000_000;

/// Room for everything.
pub const ALL: Room = Room {
    sirens: 1_000,
    live: 1_000,
    people: 1_000,
    hooks: 1_000,
    folder: 1_000,
};

/// The country, what is true there, and the time.
pub struct Stage {
    pub state: State,
    pub now: Timestamp,
    pub rule: Rule,
    readings: u64,
}

impl Stage {
    /// Declared, with five sirens.
    pub fn new(rule: Rule) -> Result<Self, String> {
        let site = site::site(5, false).map_err(|fault| fault.to_string())?;
        Self::of(rule, site)
    }

    /// Declared as a site.
    pub fn of(rule: Rule, site: Site) -> Result<Self, String> {
        let mut stage = Self {
            state: State::default(),
            now: Timestamp::from_unix_ms(BEGIN_MS),
            rule,
            readings: 0,
        };
        // Where a rule is planted out there may be no words to vet.
        let languages = if site.words.is_empty() {
            Vec::new()
        } else {
            site.languages.clone()
        };
        stage.must(&Input::Declare(Box::new(site)))?;
        for language in &languages {
            stage.vet(language)?;
        }
        Ok(stage)
    }

    /// Two officers put on record that somebody vetted what is said in a language.
    fn vet(&mut self, language: &Language) -> Result<(), String> {
        let site = self.state.site.clone().ok_or("no site is declared")?;
        let vetting = Vetting::whole(&site, language, "R. Haddad", "teacher");
        self.does("amal", Command::Vet(Box::new(vetting)))?;
        let change = ChangeId(self.state.head);
        let pending = self
            .state
            .changes
            .get(change)
            .ok_or("nothing was offered")?;
        let sha256 = pending.asked.sha256.clone();
        self.does("basil", Command::ApproveChange { change, sha256 })?;
        Ok(())
    }

    /// Whether the rule is left out.
    pub fn without(&self) -> bool {
        self.rule == Rule::PlantedOut
    }

    /// Decides, and makes it true.
    pub fn take(&mut self, input: &Input) -> Result<Facts, Refusal> {
        let facts = decide(&self.state, self.now, input)?;
        self.force(facts.clone());
        Ok(facts)
    }

    /// Decides what must be possible.
    pub fn must(&mut self, input: &Input) -> Result<Facts, String> {
        self.take(input).map_err(|refusal| refusal.to_string())
    }

    /// Makes facts true that no rule has looked at.
    pub fn force(&mut self, facts: Facts) {
        for fact in facts {
            let (n, at) = (self.state.head + 1, self.now);
            apply(&mut self.state, &Entry { n, at, fact });
        }
    }

    /// An officer decides.
    pub fn officer(&mut self, by: &str, command: Command) -> Result<Facts, Refusal> {
        let by = OfficerId::new(by);
        self.take(&Input::Officer { by, command })
    }

    /// The rule that refuses an officer.
    pub fn refused(&mut self, by: &str, command: Command) -> Result<&'static str, String> {
        let name = command.name();
        match self.officer(by, command) {
            Ok(_) => Err(format!("{by} was allowed to {name}")),
            Err(refusal) => Ok(refusal.rule()),
        }
    }

    /// An officer decides what must be possible.
    pub fn does(&mut self, by: &str, command: Command) -> Result<Facts, String> {
        let said = self.officer(by, command);
        said.map_err(|refusal| format!("{by} was refused: {refusal}"))
    }

    /// Two officers put an order in force.
    pub fn standing(&mut self, order: StandingOrder) -> Result<(), String> {
        let approval = Command::ApproveStandingOrder {
            order: order.id.clone(),
            sha256: order.sha256().unwrap_or_default(),
        };
        self.does("amal", Command::ProposeStandingOrder(Box::new(order)))?;
        self.does("basil", approval)?;
        Ok(())
    }

    /// A sensor reports its danger.
    pub fn reading(&mut self, sensor: &str) -> Result<Facts, String> {
        let input = self.said(sensor, None);
        self.must(&input)
    }

    /// A sensor says how it is.
    pub fn health(&mut self, sensor: &str, health: Health) -> Result<Facts, String> {
        let input = self.said(sensor, Some(health));
        self.must(&input)
    }

    /// What a sensor says next.
    pub fn said(&mut self, sensor: &str, health: Option<Health>) -> Input {
        self.readings += 1;
        Input::Report(Box::new(Report {
            said_at: Some(self.now),
            health,
            ..Report::of_sensor(SensorId::new(sensor), self.readings)
        }))
    }

    /// Lets time pass; what falls due by itself does.
    pub fn pass_ms(&mut self, ms: i64) -> Result<Facts, String> {
        let until = self.now.plus_ms(ms);
        let mut facts = Vec::new();
        while let Some((at, _)) = wake_at(&self.state, self.now).filter(|(at, _)| *at <= until) {
            self.now = at;
            facts.extend(self.must(&Input::Clock)?);
        }
        self.now = until;
        facts.extend(self.must(&Input::Clock)?);
        Ok(facts)
    }

    /// Couriers hand over what is due, as far as there is room; in the order in which it left.
    pub fn hand_over(&mut self, room: Room) -> Result<Vec<Work>, String> {
        let work = due(&self.state, self.now, room).work;
        for piece in &work {
            let (delivery, attempt) = piece.key();
            self.must(&Input::Outcome {
                delivery,
                attempt,
                outcome: Outcome::HandedOver { to: 1 },
            })?;
        }
        Ok(work)
    }

    /// An officer drafts and submits; the number and the hash that a second officer agrees to.
    pub fn submitted(&mut self, by: &str, draft: Draft) -> Result<(WarningId, String), String> {
        self.does(by, Command::Draft(draft))?;
        let id = self.newest()?;
        self.does(by, Command::Submit(id))?;
        let waiting = self.state.warning(id);
        let sha256 = waiting.and_then(Warning::approval_sha256);
        Ok((id, sha256.ok_or("nothing was submitted")?))
    }

    /// Two officers warn.
    pub fn live(&mut self, draft: Draft) -> Result<WarningId, String> {
        let (warning, sha256) = self.submitted("amal", draft)?;
        self.does("basil", Command::Approve { warning, sha256 })?;
        Ok(warning)
    }

    /// The warning that was opened last.
    pub fn newest(&self) -> Result<WarningId, String> {
        let newest = self.state.warnings.keys().next_back().copied();
        newest.ok_or_else(|| "there is no warning".to_owned())
    }

    /// One warning.
    pub fn warning(&self, id: WarningId) -> Result<&Warning, String> {
        let known = self.state.warning(id);
        known.ok_or_else(|| format!("warning {id} is gone"))
    }
}

/// A draft for the compound.
pub fn draft(danger: &str, status: Status) -> Draft {
    let zones = [ZoneId::new(site::ZONES[0])];
    Draft::new(Danger::new(danger), zones, status, 3_600)
}

/// The warning that facts fired without a human, if they did.
pub fn fired(facts: &[Fact]) -> Option<WarningId> {
    facts.iter().find_map(|fact| match fact {
        Fact::StandingOrderFired { warning, .. } => Some(*warning),
        _ => None,
    })
}

/// Whether something holds, or how the scenario ends badly.
pub fn ensure(holds: bool, otherwise: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(otherwise.to_owned())
    }
}
