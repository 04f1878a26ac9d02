//! A compound with two zones, four sirens, three sensors and six officers, and its journal.

use crate::plants::Plant;
use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc;
use vigie_core::audience::area::{Point, Ring};
use vigie_core::decision::standing_order::StandingOrder;
use vigie_core::decision::standing_order::trigger::{Sensors, Trigger, Who};
use vigie_core::delivery::{Delivery, Outcome, Room, Target, Work};
use vigie_core::fact::{Entry, Fact, Pairing};
use vigie_core::fact_wire;
use vigie_core::ids::{
    AlertId, ChangeId, Danger, DeliveryId, FeedId, Language, OfficerId, PersonRef, SensorId,
    SirenId, StandingOrderId, WarningId, ZoneId,
};
use vigie_core::refusal::Refusal;
use vigie_core::report::{Confidence, Report, Source};
use vigie_core::siren::{AnswerWhat, RefusalReason, Tone};
use vigie_core::site::{AsOf, FeedRule, Officer, Role, Roster, SensorPost, SirenPost, Site, Zone};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::vetting::{Vetting, Withdrawal};
use vigie_core::warning::{Alert, Content, Draft, Revision, Stage, Warning};
use vigie_core::wording::{Act, CapCodes, DangerWords, Texts, Wording};
use vigie_core::{Command, Foreign, Input, Signature, State, apply, decide, due, refused, wake_at};

pub(crate) const ROOM: Room = Room {
    sirens: 1_000,
    live: 1_000,
    people: 1_000,
    hooks: 1_000,
    folder: 1_000,
};
/// 2026-11-22T04:00:00Z: before dawn.
const BEFORE_DAWN_MS: i64 = 1_795_320_000_000;

/// The place, what has become true there, and the time.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) state: State,
    pub(crate) entries: Vec<Entry>,
    pub(crate) now: Timestamp,
    /// A duty that the core forgets.
    pub(crate) plant: Option<Plant>,
    /// What was true before the first entry.
    before: State,
    readings: u64,
}

impl Place {
    /// Declared, with three people on the roster.
    pub(crate) fn new() -> Self {
        Self::of(site())
    }

    /// The same with another site.
    pub(crate) fn of(site: Site) -> Self {
        let mut place = Self::bare();
        place.tell(Input::Declare(Box::new(site)));
        place.vetted(&languages());
        place.tell_roster();
        place
    }

    fn tell_roster(&mut self) {
        let people = ["p1", "p2", "p3"].map(PersonRef::new);
        self.tell(Input::Roster(Roster {
            people: people.into(),
        }));
    }

    /// Two officers put on record that an expert vetted everything in these languages.
    pub(crate) fn vetted(&mut self, languages: &[Language]) {
        let site = self.state.site.clone().unwrap();
        for language in languages {
            self.on_record(Vetting::whole(&site, language, "R. Haddad", "teacher"));
        }
    }

    fn on_record(&mut self, vetting: Vetting) {
        self.officer("amal", Command::Vet(Box::new(vetting)))
            .unwrap();
        let change = ChangeId(self.state.head);
        let sha256 = self.state.changes.get(change).unwrap().asked.sha256.clone();
        self.officer("basil", Command::ApproveChange { change, sha256 })
            .unwrap();
    }

    /// Somebody vets a language again, or takes it back; whichever is left to do.
    pub(crate) fn vet_again(&mut self, language: &str, back: bool) {
        let site = self.state.site.clone().unwrap();
        let vetting = Vetting::whole(&site, &Language::new(language), "R. Haddad", "teacher");
        if back {
            let withdrawal = Withdrawal {
                language: vetting.language,
                texts: vetting.texts,
                reason: "read again".to_owned(),
            };
            self.asked_of_two(Command::WithdrawVetting(Box::new(withdrawal)));
        } else {
            self.asked_of_two(Command::Vet(Box::new(vetting)));
        }
    }

    /// One officer asks, and another agrees where there was something to ask.
    fn asked_of_two(&mut self, ask: Command) {
        if self.officer("amal", ask).is_ok() {
            let (change, sha256) = self.last_asked();
            let agree = Command::ApproveChange { change, sha256 };
            let _agreed_or_lost = self.officer("basil", agree);
        }
    }

    /// One officer asks, and another agrees.
    pub(crate) fn agreed_by_two(&mut self, ask: Command) {
        self.officer("amal", ask).unwrap();
        let (change, sha256) = self.last_asked();
        let agree = Command::ApproveChange { change, sha256 };
        self.officer("basil", agree).unwrap();
    }

    /// The change that was asked for last, and the hash that another person agrees to.
    pub(crate) fn last_asked(&self) -> (ChangeId, String) {
        let change = ChangeId(self.state.head);
        let pending = self.state.changes.get(change).unwrap();
        (change, pending.asked.sha256.clone())
    }

    /// The same, but for one danger.
    pub(crate) fn vetted_but(&mut self, languages: &[Language], danger: &str) {
        let site = self.state.site.clone().unwrap();
        for language in languages {
            let mut vetting = Vetting::whole(&site, language, "R. Haddad", "teacher");
            vetting.texts.remove(&Danger::new(danger));
            self.on_record(vetting);
        }
    }

    /// Before anything is declared.
    pub(crate) fn bare() -> Self {
        Self {
            state: State::default(),
            entries: Vec::new(),
            now: Timestamp::from_unix_ms(BEFORE_DAWN_MS),
            plant: None,
            before: State::default(),
            readings: 0,
        }
    }

    /// The same with nothing in the journal about who vetted the words: the numbers of old journals.
    pub(crate) fn as_if_vetted() -> Self {
        let mut place = Self::bare();
        place.before.vetted = Self::new().state.vetted.clone();
        place.state = place.before.clone();
        place.tell(Input::Declare(Box::new(site())));
        place.tell_roster();
        place
    }

    /// Takes an input as the engine does: a refused officer's attempt is kept.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "tests read better without a borrow"
    )]
    pub(crate) fn take(&mut self, input: Input) -> Result<Vec<Fact>, Refusal> {
        let before = self.state.clone();
        let seen = self.plant.map(|plant| plant.blinded(&self.state, &input));
        let decided = decide(seen.as_ref().unwrap_or(&self.state), self.now, &input);
        assert_eq!(before, self.state, "deciding changes nothing");
        match decided {
            Ok(mut facts) => {
                if let Some(plant) = self.plant {
                    plant.bent(&mut facts);
                }
                self.keep(&facts);
                Ok(facts)
            }
            Err(refusal) => {
                assert!(!refusal.rule().is_empty() && refusal.to_string().len() > 20);
                if let Input::Officer { by, command } = &input {
                    self.keep(&[refused(by, command, &refusal)]);
                }
                Err(refusal)
            }
        }
    }

    /// Takes what must be taken.
    #[track_caller]
    pub(crate) fn tell(&mut self, input: Input) -> Vec<Fact> {
        self.take(input).unwrap()
    }

    fn keep(&mut self, facts: &[Fact]) {
        for fact in facts {
            let entry = Entry {
                n: self.state.head + 1,
                at: self.now,
                fact: fact.clone(),
            };
            let before = self.plant.map(|plant| (plant, self.state.clone()));
            apply(&mut self.state, &entry);
            if let Some((plant, before)) = before {
                plant.undone(&before, &mut self.state, &entry);
            }
            self.entries.push(entry);
        }
    }

    /// Lets time pass, waking when the core asks for it, and says what came of it.
    pub(crate) fn pass_ms(&mut self, ms: i64) -> Vec<Fact> {
        let until = self.now.plus_ms(ms);
        let mut facts = Vec::new();
        while let Some((at, _)) = wake_at(&self.state, self.now).filter(|(at, _)| *at <= until) {
            assert!(at > self.now, "a wake must lie ahead");
            self.now = at;
            facts.extend(self.tell(Input::Clock));
            assert_eq!(self.tell(Input::Clock), [], "time passes once");
        }
        self.now = until;
        facts.extend(self.tell(Input::Clock));
        facts
    }

    pub(crate) fn officer(&mut self, by: &str, command: Command) -> Result<Vec<Fact>, Refusal> {
        let by = OfficerId::new(by);
        self.take(Input::Officer { by, command })
    }

    /// The rule that refuses an officer.
    #[track_caller]
    pub(crate) fn rule(&mut self, by: &str, command: Command) -> &'static str {
        let name = command.name();
        let rule = self.officer(by, command).unwrap_err().rule();
        let kept = &self.entries.last().unwrap().fact;
        assert!(
            matches!(kept, Fact::CommandRefused { rule: kept, command, .. } if kept == rule && command == name),
            "the attempt is evidence"
        );
        rule
    }

    /// One new reading of a sensor.
    pub(crate) fn reading(&mut self, sensor: &str) -> Result<Vec<Fact>, Refusal> {
        self.readings += 1;
        let reading = self.readings;
        self.take(reading_of(sensor, reading))
    }

    pub(crate) fn drafted(&mut self, draft: Draft) -> WarningId {
        let facts = self.officer("amal", Command::Draft(draft)).unwrap();
        assert!(
            matches!(facts[..], [Fact::WarningDrafted { .. }]),
            "nobody asked for it before: {facts:?}"
        );
        WarningId(self.state.head)
    }

    pub(crate) fn submitted(&mut self, draft: Draft) -> (WarningId, String) {
        let id = self.drafted(draft);
        self.officer("amal", Command::Submit(id)).unwrap();
        (id, self.waiting(id))
    }

    /// A warning that two officers have issued.
    pub(crate) fn live(&mut self, draft: Draft) -> WarningId {
        let (warning, sha256) = self.submitted(draft);
        self.officer("basil", Command::Approve { warning, sha256 })
            .unwrap();
        warning
    }

    /// A standing order in force.
    pub(crate) fn standing(&mut self, order: StandingOrder) {
        let id = order.id.clone();
        self.officer("amal", Command::ProposeStandingOrder(Box::new(order)))
            .unwrap();
        let agree = self.agree(&id);
        self.officer("basil", agree).unwrap();
    }

    /// Agreeing to a standing order as it stands.
    pub(crate) fn agree(&self, id: &StandingOrderId) -> Command {
        let held = self.state.standing_orders.get(id);
        let sha256 = held.and_then(|held| held.order.sha256());
        Command::ApproveStandingOrder {
            order: id.clone(),
            sha256: sha256.unwrap_or_default(),
        }
    }

    /// The hash that a second person agrees to, of whatever waits for one.
    #[track_caller]
    pub(crate) fn waiting(&self, id: WarningId) -> String {
        self.warning(id).approval_sha256().unwrap()
    }

    pub(crate) fn warning(&self, id: WarningId) -> Warning {
        self.state.warning(id).unwrap().clone()
    }

    pub(crate) fn stage(&self, id: WarningId) -> Stage {
        self.warning(id).stage
    }

    pub(crate) fn last_alert(&self, id: WarningId) -> Alert {
        let warning = self.warning(id);
        self.state.last_alert(&warning).unwrap().as_ref().clone()
    }

    pub(crate) fn due(&self) -> Vec<Work> {
        let first = due(&self.state, self.now, ROOM).work;
        let again = due(&self.state, self.now, ROOM).work;
        let keys = |work: &[Work]| work.iter().map(Work::key).collect::<Vec<_>>();
        assert_eq!(keys(&first), keys(&again), "the same state is due the same");
        first
    }

    /// The sirens that should be ordered now, in the order in which they should be.
    pub(crate) fn sirens_due(&self) -> Vec<String> {
        let sirens = self.due().into_iter().filter_map(|work| match work {
            Work::Siren { siren, .. } => Some(siren.to_string()),
            Work::Bulletin { .. } | Work::People { .. } | Work::Hook { .. } | Work::File { .. } => {
                None
            }
        });
        sirens.collect()
    }

    /// Couriers hand over everything that is due.
    pub(crate) fn hand_over(&mut self) {
        for work in self.due() {
            let (delivery, attempt) = work.key();
            let outcome = Outcome::HandedOver { to: 1 };
            self.tell(Input::Outcome {
                delivery,
                attempt,
                outcome,
            });
        }
    }

    /// Couriers can hand over nothing to one siren.
    pub(crate) fn fail(&mut self, siren: &str) {
        let failing = self
            .due()
            .into_iter()
            .filter(|work| matches!(work, Work::Siren { siren: to, .. } if to.as_str() == siren));
        for work in failing {
            let (delivery, attempt) = work.key();
            let why = "no connection".to_owned();
            self.tell(Input::Outcome {
                delivery,
                attempt,
                outcome: Outcome::Failed { why },
            });
        }
    }

    /// The delivery of an alert to a siren.
    #[track_caller]
    pub(crate) fn delivery(&self, alert: AlertId, siren: &str) -> Delivery {
        self.planned(alert, siren).unwrap()
    }

    pub(crate) fn planned(&self, alert: AlertId, siren: &str) -> Option<Delivery> {
        let target = Target::Siren(SirenId::new(siren));
        let mut deliveries = self.state.deliveries_of(alert);
        deliveries
            .find(|delivery| delivery.target == target)
            .map(|delivery| delivery.as_ref().clone())
    }

    pub(crate) fn life(&self, alert: AlertId, siren: &str) -> &'static str {
        self.delivery(alert, siren).life.stage().as_str()
    }

    pub(crate) fn answer(&mut self, alert: AlertId, siren: &str, what: AnswerWhat) -> Vec<Fact> {
        let delivery = self.delivery(alert, siren).id;
        self.answer_of(delivery, siren, what, 0)
    }

    pub(crate) fn answer_of(
        &mut self,
        delivery: DeliveryId,
        siren: &str,
        what: AnswerWhat,
        next_ctr: u64,
    ) -> Vec<Fact> {
        let device_at = self.now;
        self.tell(Input::SirenAnswer {
            siren: SirenId::new(siren),
            delivery,
            what,
            device_at,
            next_ctr,
        })
    }

    /// Every siren accepts, starts and is heard.
    pub(crate) fn all_heard(&mut self, alert: AlertId) {
        self.hand_over();
        let deliveries: Vec<_> = self.state.deliveries_of(alert).cloned().collect();
        for delivery in deliveries {
            if let Target::Siren(siren) = &delivery.target {
                for what in [AnswerWhat::Accepted, AnswerWhat::Started, AnswerWhat::Heard] {
                    self.answer(alert, siren.as_str(), what);
                }
            }
        }
    }

    pub(crate) fn link(&mut self, siren: &str, up: bool) -> Vec<Fact> {
        self.link_as(siren, up, None)
    }

    pub(crate) fn link_as(&mut self, siren: &str, up: bool, pairing: Option<Pairing>) -> Vec<Fact> {
        let siren = SirenId::new(siren);
        self.tell(Input::SirenLink { siren, up, pairing })
    }
}

impl Drop for Place {
    /// Whatever a test did: the journal as it is written gives the same state, and so does a snapshot.
    fn drop(&mut self) {
        if std::thread::panicking() || self.plant.is_some() {
            return;
        }
        let mut again = self.before.clone();
        for entry in &self.entries {
            let wire = serde_json::to_value(fact_wire::Wire::alone(&entry.fact)).unwrap();
            let fact = fact_wire::from_value(wire).unwrap();
            assert_eq!(fact, entry.fact);
            apply(&mut again, &Entry { fact, ..*entry });
        }
        assert_eq!(again, self.state, "replay gives the state in memory");
        let snapshot = serde_json::to_vec(&self.state).unwrap();
        let read: State = serde_json::from_slice(&snapshot).unwrap();
        assert_eq!(read, self.state, "a snapshot gives the state in memory");
        let (warnings, deliveries) = (&self.state.warnings, &self.state.deliveries);
        assert_eq!(warnings, &warnings.indexed_anew(), "no index is off");
        assert_eq!(deliveries, &deliveries.indexed_anew(), "no index is off");
        let orders = &self.state.standing_orders;
        assert_eq!(orders, &orders.indexed_anew(), "no index is off");
    }
}

pub(crate) fn reading_of(sensor: &str, reading: u64) -> Input {
    let sensor = SensorId::new(sensor);
    Input::Report(Box::new(report(Source::Sensor { sensor, reading })))
}

pub(crate) fn report(source: Source) -> Report {
    Report {
        source,
        danger: None,
        place: None,
        said_at: None,
        confidence: Confidence::Observed,
        text_sha256: None,
        language: None,
        health: None,
    }
}

pub(crate) fn refusal(reason: RefusalReason) -> AnswerWhat {
    AnswerWhat::Refused { reason }
}

/// It goes on; sirens sound again or not.
pub(crate) fn renewal(warning: WarningId, resound: bool) -> Command {
    let revision = Revision {
        resound,
        ..Revision::default()
    };
    Command::Update { warning, revision }
}

/// It was false, for no reason given.
pub(crate) fn retraction(warning: WarningId) -> Command {
    Command::Retract {
        warning,
        cause: None,
        note: None,
    }
}

/// Rockets at the compound, for real.
pub(crate) fn rockets() -> Draft {
    let zones = [ZoneId::new("compound")];
    Draft::new(Danger::new("rockets"), zones, Status::Actual, 600)
}

/// The same for so many seconds: what asks for longer than another is not the same.
pub(crate) fn lasting(valid_s: u32) -> Draft {
    Draft {
        valid_s,
        ..rockets()
    }
}

/// Rockets at the compound, as an exercise.
pub(crate) fn exercise() -> Draft {
    Draft {
        status: Status::Exercise,
        ..rockets()
    }
}

/// 2 of 3 sensors within five seconds warn the compound.
pub(crate) fn two_of_three(now: Timestamp) -> StandingOrder {
    StandingOrder {
        id: StandingOrderId::new("rockets-2-of-3"),
        danger: Danger::new("rockets"),
        zones: [ZoneId::new("compound")].into(),
        status: Status::Actual,
        trigger: Trigger::Sensors(Sensors {
            who: Who::Named(["north", "east", "south"].map(SensorId::new).into()),
            sensors_min: 2,
            within_ms: 5_000,
            silent_after_ms: None,
        }),
        pre_alert: None,
        people_max: 500,
        firings_per_hour_max: 3,
        hours: None,
        deputy: None,
        expires: now.plus_s(86_400),
    }
}

/// The sensors that set an order off.
pub(crate) fn sensors(order: &mut StandingOrder) -> &mut Sensors {
    match &mut order.trigger {
        Trigger::Sensors(sensors) => sensors,
        other => panic!("{other:?}"),
    }
}

/// The facts' alerts.
pub(crate) fn issued(facts: &[Fact]) -> Vec<&Content> {
    let issued = facts.iter().filter_map(|fact| match fact {
        Fact::AlertIssued { content, .. } => Some(content.as_ref()),
        _ => None,
    });
    issued.collect()
}

pub(crate) fn site() -> Site {
    Site {
        id: "embassy".to_owned(),
        name: "Embassy duty desk".to_owned(),
        sender: "desk@embassy.example".to_owned(),
        languages: languages(),
        zones: zones(),
        former: BTreeMap::new(),
        sirens: sirens(),
        sensors: posts(),
        officers: officers(),
        feeds: feeds(),
        words: ["rockets", "fire"]
            .map(|danger| (Danger::new(danger), words(danger)))
            .into(),
        phrases: BTreeMap::new(),
        causes: BTreeMap::new(),
        drafts: None,
        turns: vigie_core::site::TurnRule::default(),
        channels: BTreeMap::new(),
        hooks: BTreeMap::new(),
    }
}

fn languages() -> Vec<Language> {
    ["en", "fr", "ar"].map(Language::new).into()
}

fn zones() -> BTreeMap<ZoneId, Zone> {
    let zone = |west: f64, people| {
        let corners = [
            (33.30, west),
            (33.30, west + 0.01),
            (33.31, west + 0.01),
            (33.31, west),
            (33.30, west),
        ];
        let points = corners.map(|(lat, lon)| Point::from_degrees(lat, lon).unwrap());
        let names = [
            ("en", "the compound"),
            ("fr", "l'enceinte"),
            ("ar", "المجمع"),
        ];
        let names = names.map(|(l, n)| (Language::new(l), n.to_owned())).into();
        Zone::of(names, Ring::new(points.into()).unwrap(), people)
    };
    [
        (ZoneId::new("compound"), zone(44.38, 300)),
        (ZoneId::new("quarter"), zone(44.39, 40_000)),
    ]
    .into()
}

fn sirens() -> BTreeMap<SirenId, SirenPost> {
    let post = |zone: &str| SirenPost {
        zone: ZoneId::new(zone),
        place: Point::from_degrees(33.305, 44.385).unwrap(),
        key: "00".repeat(32),
    };
    [
        ("gate", "compound"),
        ("mast", "compound"),
        ("roof", "compound"),
        ("school", "quarter"),
    ]
    .map(|(siren, zone)| (SirenId::new(siren), post(zone)))
    .into()
}

fn posts() -> BTreeMap<SensorId, SensorPost> {
    ["north", "east", "south"]
        .map(|sensor| {
            let post = SensorPost {
                zone: ZoneId::new("compound"),
                danger: Danger::new("rockets"),
            };
            (SensorId::new(sensor), post)
        })
        .into()
}

/// amal writes, basil approves, carla may do both, elif only in exercises, rana records, ilyas reads.
fn officers() -> BTreeMap<OfficerId, Officer> {
    let both = [Status::Actual, Status::Exercise];
    let officer = |roles: &[Role], statuses: &[Status], zones: &[&str], people_max| Officer {
        roles: roles.iter().copied().collect(),
        zones: zones.iter().map(|zone| ZoneId::new(*zone)).collect(),
        statuses: statuses.iter().copied().collect(),
        people_max,
        person: None,
    };
    let all = ["compound", "quarter"];
    let trainee = officer(
        &[Role::Drafter, Role::Approver],
        &[Status::Exercise],
        &all,
        100_000,
    );
    [
        ("amal", officer(&[Role::Drafter], &both, &all, 100_000)),
        (
            "basil",
            officer(&[Role::Approver], &both, &["compound"], 500),
        ),
        (
            "carla",
            officer(&[Role::Drafter, Role::Approver], &both, &all, 500),
        ),
        ("elif", trainee),
        ("rana", officer(&[Role::Recorder], &both, &all, 0)),
        ("ilyas", officer(&[Role::Auditor], &both, &all, 0)),
    ]
    .map(|(id, officer)| (OfficerId::new(id), officer))
    .into()
}

fn feeds() -> BTreeMap<FeedId, FeedRule> {
    let rule = FeedRule {
        relay_from: "Severe".to_owned(),
        draft_from: "Moderate".to_owned(),
        only_here: true,
        exercises: false,
        as_of: AsOf::Now,
        address: None,
        keys: BTreeSet::new(),
    };
    let drills = FeedRule {
        exercises: true,
        ..rule.clone()
    };
    [
        (FeedId::new("civil-defence"), rule.clone()),
        (FeedId::new("neighbour"), rule),
        (FeedId::new("drills"), drills),
    ]
    .into()
}

pub(crate) fn words(danger: &str) -> DangerWords {
    let mark = |language: &str| match language {
        "fr" => "EXERCICE",
        "ar" => "تمرين",
        _ => "EXERCISE",
    };
    let texts = |act: Act, language: &str| Texts {
        headline: format!("{danger} {} ({language}): {{place}}", act.as_str()),
        description: format!("{danger} near {{place}}, says {{authority}}."),
        instruction: "Go inside.".to_owned(),
        ..Texts::default()
    };
    let wording = |language: &str| Wording {
        event: danger.to_owned(),
        exercise_mark: mark(language).to_owned(),
        vetted: String::new(),
        acts: Act::ALL.map(|act| (act, texts(act, language))).into(),
        labels: BTreeMap::new(),
    };
    DangerWords {
        danger: Danger::new(danger),
        cap: CapCodes {
            category: "Security".to_owned(),
            response: "Shelter".to_owned(),
            urgency: "Immediate".to_owned(),
            severity: "Extreme".to_owned(),
            certainty: "Observed".to_owned(),
        },
        codes: BTreeMap::new(),
        tone: if danger == "fire" {
            Tone::FireHiLo
        } else {
            Tone::WailWarning
        },
        slots: BTreeSet::new(),
        languages: ["en", "fr", "ar"]
            .map(|l| (Language::new(l), wording(l)))
            .into(),
    }
}

/// Another authority's message about the compound, in force for an hour.
pub(crate) fn foreign(now: Timestamp, identifier: &str) -> doc::Alert {
    let mut alert = doc::Alert::new(
        identifier,
        "alerts@civil-defence.example",
        doc::DateTime::from_unix_ms(now.unix_ms()),
        (doc::Status::Actual, doc::MsgType::Alert, doc::Scope::Public),
    );
    let mut area = doc::Area::new("the capital");
    let corners = [
        (33.0, 44.0),
        (33.0, 45.0),
        (34.0, 45.0),
        (34.0, 44.0),
        (33.0, 44.0),
    ];
    let corners = corners.map(|(lat, lon)| doc::Position { lat, lon });
    area.polygons = vec![doc::Polygon(corners.into())];
    alert.infos = vec![doc::Info {
        language: Some("en".to_owned()),
        categories: vec![doc::Category::Met],
        event: "Flash flood".to_owned(),
        urgency: doc::Urgency::Immediate,
        severity: doc::Severity::Extreme,
        certainty: doc::Certainty::Observed,
        expires: Some(doc::DateTime::from_unix_ms(now.plus_s(3_600).unix_ms())),
        headline: Some("Flash flood in the capital".to_owned()),
        areas: vec![area],
        ..doc::Info::default()
    }];
    alert
}

/// The message as a feed brings it.
pub(crate) fn from_feed(feed: &str, alert: &doc::Alert) -> Input {
    let xml = vigie_cap::write(alert);
    let sha256 = sha256_of(&xml);
    Input::Cap(Box::new(Foreign {
        feed: FeedId::new(feed),
        alert: alert.clone(),
        xml,
        sha256,
        errors: Vec::new(),
        signature: Signature::Unchecked,
    }))
}

/// The message as a feed brings it, with what is known of its signature.
pub(crate) fn signed(feed: &str, alert: &doc::Alert, signature: Signature) -> Input {
    let Input::Cap(mut foreign) = from_feed(feed, alert) else {
        panic!("a feed brings CAP");
    };
    foreign.signature = signature;
    Input::Cap(foreign)
}

/// The key of every authority that has one.
pub(crate) fn key() -> String {
    "5e".repeat(32)
}

/// The site with a key for each of its feeds.
pub(crate) fn keyed() -> Site {
    let mut site = site();
    for feed in site.feeds.values_mut() {
        feed.keys.insert(key());
    }
    site
}

/// A stand-in for a hash, which the core never computes over foreign bytes.
fn sha256_of(xml: &str) -> String {
    let sum = xml.bytes().fold(7_u64, |sum, byte| {
        sum.wrapping_mul(0x0100_0000_01b3) ^ u64::from(byte)
    });
    format!("{sum:064x}")
}

pub(crate) fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    items.into_iter().collect()
}
