//! A country for measuring decisions: a thousand zones, two hundred standing orders, five hundred
//! originators, and as many live warnings as asked for. All in memory, without a clock.

use std::collections::BTreeMap;
use vigie_core::audience::area::{Point, Ring};
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::trigger::{Sensors, Trigger, Who};
use vigie_core::delivery::{Outcome, Room, due};
use vigie_core::fact::{Entry, Facts};
use vigie_core::ids::{
    ChangeId, Danger, Language, OfficerId, SensorId, SirenId, StandingOrderId, WarningId, ZoneId,
};
use vigie_core::report::Report;
use vigie_core::site::{Officer, Role, SensorPost, SirenPost, Site, Zone};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::vetting::Vetting;
use vigie_core::warning::Draft;
use vigie_core::wording::DangerWords;
use vigie_core::{Command, Input, State, apply, decide};

pub const ZONES: usize = 1_000;
pub const ORDERS: usize = 200;
pub const ORIGINATORS: usize = 500;
const SENSORS_EACH: usize = 3;
const BEGIN_MS: i64 = 1_795_320_000_000;

/// Room for everything.
pub const ALL: Room = Room {
    sirens: 100_000,
    live: 100_000,
    people: 100_000,
    hooks: 100_000,
    folder: 100_000,
};

/// The country, its state and its time.
#[derive(Clone)]
pub struct Country {
    pub state: State,
    pub now: Timestamp,
    readings: u64,
}

impl Country {
    /// With so many live warnings, all handed over.
    pub fn with_live(live: usize) -> Result<Self, String> {
        let mut country = Self {
            state: State::default(),
            now: Timestamp::from_unix_ms(BEGIN_MS),
            readings: 0,
        };
        let site = site().ok_or("failed to draw the country")?;
        country.take(&Input::Declare(Box::new(site?)))?;
        country.vet()?;
        for number in 0..ORDERS {
            let order = order(number, country.now);
            let approval = Command::ApproveStandingOrder {
                order: order.id.clone(),
                sha256: order.sha256().unwrap_or_default(),
            };
            country.officer(0, Command::ProposeStandingOrder(Box::new(order)))?;
            country.officer(1, approval)?;
        }
        for number in 0..live {
            // A zone comes round again when the sirens of the time before have ended.
            country.pass_ms(70);
            let by = number % ORIGINATORS;
            country.officer(by, Command::Draft(Self::draft(number % ZONES, "rockets")))?;
            let warning = country.last_warning();
            country.officer(by, Command::Submit(warning))?;
            let sha256 = country.submitted_sha256(warning)?;
            let approve = Command::Approve { warning, sha256 };
            country.officer((by + 1) % ORIGINATORS, approve)?;
            country.hand_over()?;
        }
        Ok(country)
    }

    /// Two officers put on record that somebody vetted what is said.
    fn vet(&mut self) -> Result<(), String> {
        let site = self.state.site.clone().ok_or("no site is declared")?;
        for language in &site.languages {
            let vetting = Vetting::whole(&site, language, "R. Haddad", "teacher");
            self.officer(0, Command::Vet(Box::new(vetting)))?;
            let change = ChangeId(self.state.head);
            let pending = self
                .state
                .changes
                .get(change)
                .ok_or("nothing was offered")?;
            let sha256 = pending.asked.sha256.clone();
            self.officer(1, Command::ApproveChange { change, sha256 })?;
        }
        Ok(())
    }

    /// A warning of one zone, for a day.
    pub fn draft(zone: usize, danger: &str) -> Draft {
        Draft::new(Danger::new(danger), [zone_id(zone)], Status::Actual, 86_400)
    }

    /// The next reading of one of the sensors of an order.
    pub fn reading(&mut self, order: usize, sensor: usize) -> Input {
        self.readings += 1;
        Input::Report(Box::new(Report {
            said_at: Some(self.now),
            ..Report::of_sensor(sensor_id(order, sensor), self.readings)
        }))
    }

    /// Lets time pass.
    pub fn pass_ms(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
    }

    /// Decides alone.
    pub fn decide(&self, input: &Input) -> Result<Facts, String> {
        decide(&self.state, self.now, input).map_err(|refusal| refusal.to_string())
    }

    /// Makes facts true.
    pub fn apply(&mut self, facts: Facts) {
        for fact in facts {
            let n = self.state.head + 1;
            let at = self.now;
            apply(&mut self.state, &Entry { n, at, fact });
        }
    }

    /// Decides, and makes it true.
    pub fn take(&mut self, input: &Input) -> Result<(), String> {
        let facts = self.decide(input)?;
        self.apply(facts);
        Ok(())
    }

    /// An officer asks for something; what became true of it.
    pub fn asks(&mut self, by: usize, command: Command) -> Result<Facts, String> {
        let by = officer_id(by);
        let facts = self.decide(&Input::Officer { by, command })?;
        self.apply(facts.clone());
        Ok(facts)
    }

    /// What one originator drafts in a round of the storm: half of it in drills, every fifth for two zones.
    pub fn storm_draft(originator: usize, round: usize) -> Draft {
        let zone = (originator * 7 + round) % ZONES;
        let mut draft = Self::draft(zone, "fire");
        if originator.is_multiple_of(2) {
            draft.status = Status::Exercise;
        }
        if originator.is_multiple_of(5) {
            draft.zones.insert(zone_id((zone + 1) % ZONES));
        }
        draft
    }

    /// An officer decides.
    pub fn officer(&mut self, by: usize, command: Command) -> Result<(), String> {
        let by = officer_id(by);
        self.take(&Input::Officer { by, command })
    }

    /// The warning that was opened last.
    pub fn last_warning(&self) -> WarningId {
        let last = self.state.warnings.keys().next_back();
        last.copied().unwrap_or(WarningId(0))
    }

    /// The hash that a second officer agrees to.
    pub fn submitted_sha256(&self, id: WarningId) -> Result<String, String> {
        let waiting = self.state.warning(id);
        waiting
            .and_then(vigie_core::warning::Warning::approval_sha256)
            .ok_or_else(|| format!("warning {id} is not submitted"))
    }

    /// Couriers hand over everything that is due, and every siren is heard.
    pub fn hand_over(&mut self) -> Result<(), String> {
        for work in due(&self.state, self.now, ALL).work {
            let (delivery, attempt) = work.key();
            let outcome = Outcome::HandedOver { to: 1 };
            self.take(&Input::Outcome {
                delivery,
                attempt,
                outcome,
            })?;
            if let vigie_core::delivery::Work::Siren { siren, .. } = work {
                self.take(&Input::SirenAnswer {
                    siren,
                    delivery,
                    what: vigie_core::siren::AnswerWhat::Heard,
                    device_at: self.now,
                    next_ctr: 0,
                })?;
            }
        }
        Ok(())
    }
}

fn zone_id(number: usize) -> ZoneId {
    ZoneId::new(format!("zone-{number}"))
}

fn officer_id(number: usize) -> OfficerId {
    OfficerId::new(format!("officer-{number}"))
}

fn sensor_id(order: usize, sensor: usize) -> SensorId {
    SensorId::new(format!("sensor-{order}-{sensor}"))
}

fn order(number: usize, now: Timestamp) -> StandingOrder {
    let sensors = (0..SENSORS_EACH).map(|sensor| sensor_id(number, sensor));
    StandingOrder {
        id: StandingOrderId::new(format!("order-{number}")),
        danger: Danger::new("fire"),
        zones: [zone_id(number)].into(),
        status: Status::Actual,
        trigger: Trigger::Sensors(Sensors {
            who: Who::Named(sensors.collect()),
            sensors_min: 2,
            within_ms: 5_000,
            silent_after_ms: None,
        }),
        pre_alert: None,
        people_max: 1_000_000,
        firings_per_hour_max: 60,
        hours: None,
        deputy: None,
        expires: now.plus_s(90 * 86_400),
    }
}

fn site() -> Option<Result<Site, String>> {
    let languages: Vec<Language> = ["en", "fr"].map(Language::new).into();
    let mut zones = BTreeMap::new();
    let mut sirens = BTreeMap::new();
    let mut sensors = BTreeMap::new();
    for number in 0..ZONES {
        let number_small = u32::try_from(number).ok()?;
        let (row, column) = (number_small / 40, number_small % 40);
        let corner = |down: u32, right: u32| {
            let lat = 30.0 + f64::from(row + down) / 100.0;
            let lon = 40.0 + f64::from(column + right) / 100.0;
            Point::from_degrees(lat, lon).ok()
        };
        let corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)];
        let points: Option<Vec<Point>> = corners
            .iter()
            .map(|(down, right)| corner(*down, *right))
            .collect();
        let names = languages
            .iter()
            .map(|l| (l.clone(), format!("zone {number}")));
        let zone = Zone::of(names.collect(), Ring::new(points?).ok()?, 1_000);
        zones.insert(zone_id(number), zone);
        if number < ORDERS {
            let post = SirenPost {
                zone: zone_id(number),
                place: corner(0, 0)?,
                key: format!("{number:064x}"),
            };
            sirens.insert(SirenId::new(format!("siren-{number}")), post);
            for sensor in 0..SENSORS_EACH {
                let post = SensorPost {
                    zone: zone_id(number),
                    danger: Danger::new("fire"),
                };
                sensors.insert(sensor_id(number, sensor), post);
            }
        }
    }
    let officer = Officer {
        roles: [Role::Drafter, Role::Approver].into(),
        zones: zones.keys().cloned().collect(),
        statuses: [Status::Actual, Status::Exercise].into(),
        people_max: 1_000_000,
        person: None,
    };
    let officers = (0..ORIGINATORS).map(|number| (officer_id(number), officer.clone()));
    let book = vigie_words::built_in::book();
    let mut words = BTreeMap::new();
    for danger in ["rockets", "fire"] {
        match DangerWords::of(&book, danger, &languages) {
            Ok(said) => words.insert(said.danger.clone(), said),
            Err(why) => return Some(Err(why)),
        };
    }
    Some(Ok(Site {
        id: "country".to_owned(),
        name: "Country".to_owned(),
        sender: "desk@country.example".to_owned(),
        languages,
        zones,
        former: BTreeMap::new(),
        sirens,
        sensors,
        officers: officers.collect(),
        feeds: BTreeMap::new(),
        words,
        phrases: BTreeMap::new(),
        causes: BTreeMap::new(),
        drafts: None,
        turns: vigie_core::site::TurnRule::default(),
        channels: BTreeMap::new(),
        hooks: BTreeMap::new(),
    }))
}
