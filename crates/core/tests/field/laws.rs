//! Laws that hold whatever people, sensors, sirens and couriers do, in whatever order.

use crate::place::{
    Place, foreign, from_feed, reading_of, renewal, retraction, rockets, two_of_three,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use std::collections::{BTreeMap, BTreeSet};
use vigie_cap::doc;
use vigie_core::administration::Change;
use vigie_core::delivery::{Outcome, Work};
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{AlertId, ChangeId, OfficerId, StandingOrderId, WarningId, ZoneId};
use vigie_core::siren::{AnswerWhat, Program, RefusalReason};
use vigie_core::status::Status;
use vigie_core::warning::{Content, Draft, Origin, Revision, Stage};
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

/// Something that somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Move {
    Pass(u32),
    Draft(u8, bool, u8),
    Decide(u8, u8, u8),
    Propose(u8, bool),
    Order(u8, bool),
    Reading(u8),
    Carry(u8, bool),
    Answer(u16, u8),
    Link(u8, bool),
    Feed(u8, u8),
    Vetting(u8, bool),
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => (1u32..20_000).prop_map(Move::Pass),
        1 => (60_000u32..700_000).prop_map(Move::Pass),
        2 => (any::<u8>(), any::<bool>(), any::<u8>()).prop_map(|(o, e, z)| Move::Draft(o, e, z)),
        8 => (any::<u8>(), any::<u8>(), 0u8..21).prop_map(|(o, w, c)| Move::Decide(o, w, c)),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(o, e)| Move::Propose(o, e)),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(o, a)| Move::Order(o, a)),
        4 => (0u8..3).prop_map(Move::Reading),
        4 => (any::<u8>(), any::<bool>()).prop_map(|(n, ok)| Move::Carry(n, ok)),
        4 => (any::<u16>(), 0u8..8).prop_map(|(d, w)| Move::Answer(d, w)),
        2 => (0u8..4, any::<bool>()).prop_map(|(s, up)| Move::Link(s, up)),
        1 => (any::<u8>(), 0u8..4).prop_map(|(n, m)| Move::Feed(n, m)),
        1 => (0u8..3, 0u8..4).prop_map(|(l, back)| Move::Vetting(l, back == 0)),
    ];
    prop::collection::vec(one, 1..120)
}

const OFFICERS: [&str; 7] = ["amal", "basil", "carla", "elif", "rana", "ilyas", "mallory"];
const SIRENS: [&str; 4] = ["gate", "mast", "roof", "school"];

/// A place and what its laws have to remember.
pub(crate) struct Watched {
    place: Place,
    readings: u64,
    checked: usize,
    ended: BTreeSet<WarningId>,
    /// What two people put on record as vetted and nobody took back, and what waits to be.
    vetted: BTreeSet<String>,
    offered: BTreeMap<ChangeId, Change>,
}

impl Watched {
    pub(crate) fn new() -> Self {
        let mut place = Place::new();
        place.standing(two_of_three(place.now));
        Self {
            place,
            readings: 0,
            checked: 0,
            ended: BTreeSet::new(),
            vetted: BTreeSet::new(),
            offered: BTreeMap::new(),
        }
    }

    pub(crate) fn make(&mut self, step: &Move) {
        let place = &mut self.place;
        match *step {
            Move::Pass(ms) => drop(place.pass_ms(i64::from(ms))),
            Move::Draft(officer, exercise, chosen) => {
                let zones = ["compound", "quarter"].into_iter().enumerate();
                let zones = zones.filter(|(bit, _)| chosen & (1 << bit) != 0);
                let draft = Draft {
                    zones: zones.map(|(_, zone)| ZoneId::new(zone)).collect(),
                    status: status(exercise),
                    ..rockets()
                };
                let _refused_or_not = place.officer(officer_of(officer), Command::Draft(draft));
            }
            Move::Decide(officer, which, command) => {
                let command = self.command(which, command);
                let _refused_or_not = self.place.officer(officer_of(officer), command);
            }
            Move::Propose(officer, exercise) => {
                let mut order = two_of_three(place.now);
                order.status = status(exercise);
                let command = Command::ProposeStandingOrder(Box::new(order));
                let _refused_or_not = place.officer(officer_of(officer), command);
            }
            Move::Order(officer, approve) => {
                let id = StandingOrderId::new("rockets-2-of-3");
                let command = if approve {
                    place.agree(&id)
                } else {
                    Command::RevokeStandingOrder(id)
                };
                let _refused_or_not = place.officer(officer_of(officer), command);
            }
            Move::Reading(sensor) => {
                self.readings += 1;
                let sensor = ["north", "east", "south"][usize::from(sensor)];
                place.tell(reading_of(sensor, self.readings));
            }
            Move::Carry(which, handed_over) => {
                let due = place.due();
                if let Some(work) = due.get(usize::from(which) % due.len().max(1)) {
                    let (delivery, attempt) = work.key();
                    let outcome = if handed_over {
                        Outcome::HandedOver { to: 1 }
                    } else {
                        let why = "no connection".to_owned();
                        Outcome::Failed { why }
                    };
                    place.tell(Input::Outcome {
                        delivery,
                        attempt,
                        outcome,
                    });
                }
            }
            Move::Answer(which, what) => self.answer(which, what),
            Move::Vetting(language, back) => {
                place.vet_again(["en", "fr", "ar"][usize::from(language)], back);
            }
            Move::Link(siren, up) => drop(place.link(SIRENS[usize::from(siren)], up)),
            Move::Feed(which, kind) => {
                let mut alert = foreign(place.now, &format!("flood-{}", which % 4));
                let earlier = foreign(place.now, &format!("flood-{}", kind % 4)).reference();
                alert.msg_type = [
                    doc::MsgType::Alert,
                    doc::MsgType::Update,
                    doc::MsgType::Cancel,
                ][usize::from(kind) % 3];
                alert.references = vec![earlier];
                if which > 127 {
                    alert.status = doc::Status::Exercise;
                }
                let _refused_or_not = place.take(from_feed("drills", &alert));
            }
        }
    }

    fn command(&self, which: u8, command: u8) -> Command {
        let known: Vec<WarningId> = self.place.state.warnings.keys().copied().collect();
        let warning = known.get(usize::from(which) % known.len().max(1));
        let warning = warning.copied().unwrap_or(WarningId(1));
        let known = self.place.state.warning(warning);
        let sha256 = known
            .and_then(vigie_core::warning::Warning::approval_sha256)
            .unwrap_or_default();
        match command {
            0 | 13 | 14 => Command::Submit(warning),
            1 | 2 | 15..=18 => Command::Approve { warning, sha256 },
            3 => Command::Reject {
                warning,
                reason: "no".to_owned(),
            },
            4 => Command::Confirm(warning),
            5 => renewal(warning, which.is_multiple_of(2)),
            6 | 12 => Command::AllClear(warning),
            7 | 19 => retraction(warning),
            8 => Command::Amend {
                warning,
                draft: Draft {
                    valid_s: 900,
                    ..rockets()
                },
            },
            9 => Command::Return {
                warning,
                reason: "which gate?".to_owned(),
            },
            10 => Command::Delegate {
                warning,
                to: OfficerId::new(officer_of(which)),
            },
            11 => Command::Update {
                warning,
                revision: Revision {
                    zones: Some(["compound", "quarter"].map(ZoneId::new).into()),
                    ..Revision::default()
                },
            },
            _ => Command::Approve {
                warning,
                sha256: "00".repeat(32),
            },
        }
    }

    fn answer(&mut self, which: u16, what: u8) {
        let place = &mut self.place;
        let known: Vec<_> = place.state.deliveries.values().cloned().collect();
        let Some(delivery) = known.get(usize::from(which) % known.len().max(1)) else {
            return;
        };
        let vigie_core::delivery::Target::Siren(siren) = &delivery.target else {
            return;
        };
        let what = match what {
            0 | 1 => AnswerWhat::Accepted,
            2 => AnswerWhat::Started,
            3 => AnswerWhat::Heard,
            4 => AnswerWhat::NotHeard,
            5 => AnswerWhat::Ended,
            6 => AnswerWhat::Refused {
                reason: RefusalReason::Replayed,
            },
            _ => AnswerWhat::Refused {
                reason: RefusalReason::RateLimited,
            },
        };
        let siren = siren.as_str().to_owned();
        place.answer_of(delivery.id, &siren, what, 0);
    }

    /// Leaves one duty out from here on.
    pub(crate) fn plant(&mut self, plant: crate::plants::Plant) {
        self.place.plant = Some(plant);
    }

    pub(crate) fn check(&mut self) {
        let entries: Vec<Entry> = self.place.entries[self.checked..].to_vec();
        self.checked = self.place.entries.len();
        for entry in &entries {
            self.on_record(entry);
            if let Fact::AlertIssued {
                warning,
                by,
                fired_by,
                content,
            } = &entry.fact
            {
                let alert = AlertId(entry.n);
                self.vetted_words(*warning, entry.n, content);
                self.one_status(*warning, alert);
                self.an_area(alert);
                self.two_people(*warning, alert, by.as_ref(), fired_by.as_ref());
                assert!(
                    !self.ended.contains(warning),
                    "I6: nothing is issued after the end"
                );
            }
        }
        self.nothing_sounds_after_the_end();
        let ended = self
            .place
            .state
            .warnings
            .values()
            .filter(|w| w.stage == Stage::Ended);
        self.ended.extend(ended.map(|w| w.id));
    }

    fn on_record(&mut self, entry: &Entry) {
        match &entry.fact {
            Fact::ChangeProposed { change, .. } => {
                self.offered
                    .insert(ChangeId(entry.n), change.as_ref().clone());
            }
            Fact::ChangeMade { change } => {
                let Some(made) = self.offered.remove(change) else {
                    return;
                };
                for vetting in made.vettings() {
                    self.vetted.extend(vetting.texts.values().cloned());
                }
                if let Change::Withdrawal { withdrawal } = &made {
                    for sum in withdrawal.texts.values() {
                        self.vetted.remove(sum);
                    }
                }
            }
            _ => {}
        }
    }

    /// I14: what is said for real is vetted at that moment, or the warning said it before.
    fn vetted_words(&self, id: WarningId, n: u64, content: &Content) {
        if content.origin != Origin::Own || content.status != Status::Actual {
            return;
        }
        for language in content.texts.keys() {
            let sum = &content.words[language];
            let before = self.place.entries.iter().take_while(|e| e.n < n);
            let mut before = before.filter_map(|e| match &e.fact {
                Fact::AlertIssued {
                    warning, content, ..
                } if *warning == id => content.words.get(language),
                _ => None,
            });
            assert!(
                self.vetted.contains(sum) || before.any(|said| said == sum),
                "I14: {language} of {id} was vetted by nobody"
            );
        }
    }

    /// I8: an exercise looks like one wherever it is seen, and never turns real.
    fn one_status(&self, warning: WarningId, alert: AlertId) {
        let Some(alert) = self.place.state.alerts.get(&alert) else {
            return;
        };
        let content = &alert.content;
        let of_warning = self.place.warning(warning).status;
        assert_eq!(content.status, of_warning, "I8");
        let xml = &content.cap.xml;
        let word = match content.status {
            Status::Actual => "<status>Actual</status>",
            Status::Exercise => "<status>Exercise</status>",
        };
        assert!(xml.contains(word), "I8: {xml}");
        if content.origin == Origin::Own {
            let marks = ["EXERCISE", "EXERCICE", "تمرين"];
            for texts in content.texts.values() {
                let marked = marks.iter().any(|mark| texts.headline.starts_with(mark));
                assert_eq!(
                    marked,
                    content.status == Status::Exercise,
                    "I8: {}",
                    texts.headline
                );
            }
        }
        for work in self.place.due() {
            if let Work::Siren { order, .. } = work {
                let mut alerts = self.place.state.alerts.values();
                let alert = alerts.find(|a| a.content.cap.sha256 == order.alert_sha256);
                assert_eq!(order.status, alert.unwrap().content.status, "I8");
            }
        }
    }

    /// I13: no area, no dispatch; and the area is that of the message itself.
    fn an_area(&self, alert: AlertId) {
        let Some(alert) = self.place.state.alerts.get(&alert) else {
            return;
        };
        if alert.content.act.ends() && alert.content.origin != Origin::Own {
            return;
        }
        assert!(!alert.content.area.is_empty(), "I13: {alert:?}");
        if alert.content.origin == Origin::Own {
            let zones = &self.place.warning(alert.warning).zones;
            let polygons = alert.content.area.polygons.len();
            assert_eq!(polygons, zones.len(), "I13: what is shown is what goes out");
            assert_eq!(
                alert.content.cap.xml.matches("<polygon>").count() % zones.len(),
                0
            );
        }
    }

    /// I9: two people for what wakes a city, or a standing order that two people signed.
    fn two_people(
        &self,
        id: WarningId,
        alert: AlertId,
        by: Option<&OfficerId>,
        fired_by: Option<&StandingOrderId>,
    ) {
        let warning = self.place.warning(id);
        let Some(alert) = self.place.state.alerts.get(&alert) else {
            return;
        };
        if warning.origin != Origin::Own || alert.content.act.ends() {
            return;
        }
        if let Some(order) = fired_by {
            let held = &self.place.state.standing_orders.get(order).unwrap();
            let approved = held.approved.as_ref().unwrap();
            assert_ne!(approved.by, held.proposed.by, "I9");
            return;
        }
        let by = by.unwrap();
        if alert.content.act == Act::Update {
            let first = &self.place.state.alerts[&warning.alerts[0]];
            assert_eq!(
                first.content.act,
                Act::Alert,
                "I9: a thread that two people began"
            );
            let alone = !alert.content.sounds && alert.content.added.is_empty();
            let proposed = self.place.entries.iter().rev().find_map(|e| match &e.fact {
                Fact::UpdateProposed {
                    by,
                    warning,
                    content,
                    ..
                } if *warning == id && content.cap == alert.content.cap => Some(by),
                _ => None,
            });
            let by_two = proposed.is_some_and(|proposer| proposer != by);
            assert!(alone || by_two, "I9: {by} alone sent {alert:?}");
            return;
        }
        let (submitted, _) = warning.submitted.as_ref().unwrap();
        assert_ne!(&submitted.by, by, "I9");
        let wrote = self.place.entries.iter().filter_map(|e| match &e.fact {
            Fact::WarningDrafted { by, .. } if e.n == id.0 => by.as_ref(),
            Fact::WarningAmended { warning, by, .. }
            | Fact::WarningSubmitted { warning, by, .. }
                if *warning == id =>
            {
                Some(by)
            }
            _ => None,
        });
        for hand in wrote {
            assert_ne!(hand, by, "I9: nobody approves what they had a hand in");
        }
        assert_eq!(&warning.approved.as_ref().unwrap().by, by, "I9");
    }

    /// I6: after an expiry, all clear or retraction no order to sound a warning leaves any more.
    fn nothing_sounds_after_the_end(&self) {
        let state = &self.place.state;
        for work in self.place.due() {
            let Work::Siren {
                delivery, order, ..
            } = work
            else {
                continue;
            };
            let alert = &state.alerts[&state.deliveries.get(&delivery).unwrap().alert];
            let warning = self.place.warning(alert.warning);
            let sounds = matches!(order.program, Program::Sound { .. });
            assert_eq!(
                sounds,
                warning.stage == Stage::Live,
                "I6: {order:?} of {warning:?}"
            );
            if !sounds {
                let lasting = state.live_warnings().filter(|w| w.status <= warning.status);
                let lasting = lasting
                    .flat_map(|w| &w.alerts)
                    .flat_map(|a| state.deliveries_of(*a));
                let target = vigie_core::delivery::Target::Siren(order.target.clone());
                let needed = lasting.filter(|d| d.target == target).count();
                assert_eq!(needed, 0, "I6: no all clear where another danger lasts");
            }
        }
    }
}

fn status(exercise: bool) -> Status {
    if exercise {
        Status::Exercise
    } else {
        Status::Actual
    }
}

fn officer_of(which: u8) -> &'static str {
    // Those who may do something act more often.
    OFFICERS[usize::from(which % 14) % if which > 40 { 3 } else { 7 }]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_they_do_the_laws_hold(moves in moves()) {
        let mut watched = Watched::new();
        for step in &moves {
            watched.make(step);
            watched.check();
        }
    }
}

#[test]
fn the_moves_reach_what_the_laws_are_about() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0_usize; 6];
    for _ in 0..200 {
        let tree = moves().new_tree(&mut runner).unwrap();
        let mut watched = Watched::new();
        for step in &tree.current() {
            watched.make(step);
        }
        for entry in &watched.place.entries {
            match &entry.fact {
                Fact::AlertIssued {
                    content, fired_by, ..
                } => {
                    seen[usize::from(content.act.ends())] += 1;
                    seen[2] += usize::from(fired_by.is_some());
                    seen[3] += usize::from(content.status == Status::Exercise);
                }
                Fact::CommandRefused { .. } => seen[4] += 1,
                Fact::SirenAnswered { .. } => seen[5] += 1,
                _ => {}
            }
        }
    }
    assert!(seen.iter().all(|times| *times > 30), "too tame: {seen:?}");
}
