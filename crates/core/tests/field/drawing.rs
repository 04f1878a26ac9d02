//! What becomes of a delivery and of a parcel, walked to the end and held against the drawings in the manual: an arrow
//! that is drawn and never taken is as wrong as one that is taken and not drawn.

use crate::people::with_ways_out;
use crate::place::{Place, refusal, rockets};
use std::collections::{BTreeMap, BTreeSet};
use vigie_core::delivery::parcel::{self, Counts, Parcel, Turn};
use vigie_core::delivery::{Delivery, Outcome, Tally, Target};
use vigie_core::fact::Pairing;
use vigie_core::ids::{AlertId, ChannelId, SirenId, WarningId};
use vigie_core::siren::{AnswerWhat, RefusalReason};
use vigie_core::time::Timestamp;
use vigie_core::warning::Warning;
use vigie_core::{Command, Input};

const MANUAL: &str = include_str!("../../../../docs/manual/delivery.md");

type Arrows = BTreeSet<(String, String)>;

/// The arrows of a drawing: lines `from -> to to to` behind its title.
fn drawn(title: &str) -> Arrows {
    let behind = MANUAL.split_once(title).map(|(_, rest)| rest);
    let Some(block) = behind.and_then(|rest| rest.split("```").nth(1)) else {
        panic!("the manual draws nothing under {title}")
    };
    let arrows = block.lines().filter_map(|line| line.split_once("->"));
    arrows
        .flat_map(|(from, to)| {
            let from = from.trim().to_lowercase();
            to.split_whitespace()
                .map(move |to| (from.clone(), to.to_lowercase()))
        })
        .collect()
}

/// What may happen to a delivery, and time.
#[derive(Clone, Copy, Debug)]
enum Move {
    Says(u8),
    Answers(AnswerWhat),
    Carried(bool),
    Link(bool),
    PairedAnew,
    Pass(i64),
    AllClear,
}

fn moves() -> Vec<Move> {
    let mut moves = vec![
        Move::Says(0),
        Move::Says(1),
        Move::Says(2),
        Move::Carried(true),
        Move::Carried(false),
        Move::Link(false),
        Move::Link(true),
        Move::PairedAnew,
        Move::Pass(4_000),
        Move::Pass(11_000),
        Move::AllClear,
    ];
    moves.extend(
        [
            AnswerWhat::Accepted,
            AnswerWhat::Heard,
            AnswerWhat::NotHeard,
            AnswerWhat::Ended,
            refusal(RefusalReason::Replayed),
            refusal(RefusalReason::WrongEpoch),
        ]
        .map(Move::Answers),
    );
    moves
}

fn of(place: &Place, alert: AlertId, target: &Target) -> Delivery {
    let mut deliveries = place.state.deliveries_of(alert);
    let found = deliveries.find(|delivery| delivery.target == *target);
    let Some(found) = found else {
        panic!("nothing goes to {target:?}")
    };
    found.as_ref().clone()
}

fn make(place: &mut Place, delivery: &Delivery, what: Move) {
    let why = || "no".to_owned();
    match what {
        Move::Says(n) => {
            let outcome = match n {
                0 => Outcome::HandedOver { to: 1 },
                1 => Outcome::Failed { why: why() },
                _ => Outcome::Refused { why: why() },
            };
            place.tell(Input::Outcome {
                delivery: delivery.id,
                attempt: delivery.attempt,
                outcome,
            });
        }
        Move::Answers(what) => {
            if let Target::Siren(siren) = &delivery.target {
                place.answer_of(delivery.id, siren.as_str(), what, 0);
            }
        }
        Move::Carried(is_open) => {
            let mut counts = Counts::default();
            let stage = if is_open {
                parcel::Stage::Waiting
            } else {
                parcel::Stage::Taken
            };
            counts.add(stage, 3);
            let people: Tally = BTreeMap::from([(ChannelId::new("mail"), counts)]);
            let delivery = delivery.id;
            place.tell(Input::Carried { delivery, people });
        }
        Move::Link(up) => {
            if let Target::Siren(siren) = &delivery.target {
                place.link(siren.as_str(), up);
            }
        }
        Move::PairedAnew => {
            if let Target::Siren(siren) = &delivery.target {
                let epoch = place.state.sirens.get(siren).map_or(1, |siren| siren.epoch) + 1;
                let pairing = Some(Pairing { epoch, next_ctr: 0 });
                place.link_as(siren.as_str(), true, pairing);
            }
        }
        Move::Pass(ms) => {
            place.pass_ms(ms);
        }
        Move::AllClear => {
            // Refused once the warning has ended.
            let _ = place.officer("amal", Command::AllClear(delivery.warning));
        }
    }
}

/// Every arrow that a delivery to a target takes, whatever happens to it.
fn walked(begin: &Place, alert: AlertId, target: &Target) -> Arrows {
    let mut arrows = Arrows::new();
    let mut known = BTreeSet::new();
    let mut open = vec![begin.clone()];
    while let Some(place) = open.pop() {
        let before = of(&place, alert, target);
        for what in moves() {
            let mut place = place.clone();
            make(&mut place, &before, what);
            let after = of(&place, alert, target);
            let [from, to] = [&before, &after].map(|d| d.life.stage().as_str().to_owned());
            // After the second attempts of a second series nothing happens that did not before.
            let tries = after.attempt.min(match target {
                Target::Hook(_) => 31,
                Target::Siren(_) | Target::Live | Target::People | Target::Folder => 7,
            });
            let up = match target {
                Target::Siren(siren) => place.state.sirens.get(siren).and_then(|siren| siren.up),
                _ => None,
            };
            let is_live = place
                .state
                .warning(after.warning)
                .is_some_and(Warning::is_live);
            if known.insert((to.clone(), tries, up, is_live)) {
                open.push(place);
            }
            if from != to {
                arrows.insert((from, to));
            }
        }
    }
    arrows
}

fn warned() -> (Place, WarningId, AlertId) {
    let mut place = with_ways_out();
    let warning = place.live(rockets());
    let alert = place.last_alert(warning).id;
    (place, warning, alert)
}

#[track_caller]
fn same(drawn: &Arrows, walked: &Arrows) {
    let missing: Vec<_> = walked.difference(drawn).collect();
    let never: Vec<_> = drawn.difference(walked).collect();
    assert!(
        missing.is_empty() && never.is_empty(),
        "not drawn: {missing:?}; never taken: {never:?}"
    );
}

#[test]
fn a_delivery_goes_where_it_is_drawn_and_nowhere_else() {
    let (place, _, alert) = warned();
    for (title, target) in [
        ("## To a siren", Target::Siren(SirenId::new("gate"))),
        ("## To the live wire", Target::Live),
        ("## To registered people", Target::People),
        (
            "## To a program",
            Target::Hook(vigie_core::ids::HookId::new("desk")),
        ),
        ("## To the folder", Target::Folder),
    ] {
        same(&drawn(title), &walked(&place, alert, &target));
    }
}

#[test]
fn a_parcel_goes_where_it_is_drawn_and_nowhere_else() {
    let now = Timestamp::from_unix_ms(0);
    let why = || "no".to_owned();
    let outcomes = [
        parcel::Outcome::Taken,
        parcel::Outcome::Gone { why: why() },
        parcel::Outcome::Refused { why: why() },
        parcel::Outcome::Later {
            why: why(),
            rest_ms: None,
        },
    ];
    let turns = [
        Turn::Begun,
        Turn::Crashed,
        Turn::Answered,
        Turn::Bounced,
        Turn::Lapsed,
        Turn::Overtaken,
    ];
    let mut walked = Arrows::new();
    for stage in parcel::Stage::ALL {
        for attempt in [1, u8::MAX] {
            for answer_ms_max in [None, Some(30_000)] {
                let parcel = Parcel {
                    number: 7,
                    stage,
                    attempt,
                    answer_ms_max,
                };
                let said = outcomes
                    .iter()
                    .filter_map(|outcome| parcel.after(outcome, now));
                let turned = turns.iter().filter_map(|turn| parcel.turned(*turn, now));
                for step in said.chain(turned) {
                    let arrow = (stage.as_str().to_owned(), step.stage.as_str().to_owned());
                    walked.insert(arrow);
                }
            }
        }
    }
    same(&drawn("## One parcel"), &walked);
}

#[test]
fn an_arrow_that_is_missing_or_too_many_is_found() {
    let all = drawn("## One parcel");
    let mut fewer = all.clone();
    fewer.pop_first();
    for (drawn, walked) in [(&all, &fewer), (&fewer, &all)] {
        assert!(std::panic::catch_unwind(|| same(drawn, walked)).is_err());
    }
}
