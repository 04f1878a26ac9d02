//! Faults planted on purpose, one duty left out each: the laws must notice, or they prove nothing.

use crate::laws::{Watched, moves};
use proptest::strategy::{Strategy as _, ValueTree as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use vigie_core::State;
use vigie_core::fact::{Entry, Fact};
use vigie_core::status::Status;
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

/// One duty that the core forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plant {
    /// Who wrote or submitted it is forgotten before the approval.
    HandsForgotten,
    /// Who proposed an update is forgotten before the approval.
    ProposerForgotten,
    /// One officer's update sounds.
    LoudAlone,
    /// An order to sound is left waiting when its warning ends.
    LeftSounding,
    /// An exercise goes out as the real thing.
    TurnedReal,
    /// An exercise goes out without its mark.
    Unmarked,
    /// A message goes out that names no place.
    NoPlace,
    /// A message goes out for more zones than were drafted.
    OtherPlace,
    /// A vetting that was taken back still counts.
    NotTakenBack,
}

impl Plant {
    const ALL: [(Self, &'static str); 9] = [
        (Self::HandsForgotten, "I9"),
        (Self::ProposerForgotten, "I9"),
        (Self::LoudAlone, "I9"),
        (Self::LeftSounding, "I6"),
        (Self::TurnedReal, "I8"),
        (Self::Unmarked, "I8"),
        (Self::NoPlace, "I13"),
        (Self::OtherPlace, "I13"),
        (Self::NotTakenBack, "I14"),
    ];

    /// The state that an input is decided on. Nothing outside the core can change a state but by way
    /// of its snapshot.
    pub(crate) fn blinded(self, state: &State, input: &Input) -> State {
        let Input::Officer {
            command: Command::Approve { warning, .. },
            ..
        } = input
        else {
            return state.clone();
        };
        let mut snapshot = serde_json::to_value(state).unwrap();
        let known = &mut snapshot["warnings"]["all"][warning.to_string()];
        match self {
            Self::HandsForgotten if known["submitted"].is_array() => {
                known["hands"] = serde_json::json!([]);
                known["submitted"][0]["by"] = "nobody".into();
            }
            Self::ProposerForgotten if known["proposal"].is_object() => {
                known["proposal"]["hand"]["by"] = "nobody".into();
            }
            _ => return state.clone(),
        }
        serde_json::from_value(snapshot).unwrap()
    }

    /// What the decision becomes.
    pub(crate) fn bent(self, facts: &mut [Fact]) {
        for fact in facts {
            let Fact::AlertIssued { content, .. } = fact else {
                continue;
            };
            let own = content.origin == vigie_core::warning::Origin::Own;
            match self {
                Self::LoudAlone if content.act == Act::Update => content.sounds = true,
                Self::TurnedReal => content.status = Status::Actual,
                Self::Unmarked if own && content.status == Status::Exercise => {
                    for texts in content.texts.values_mut() {
                        texts.headline = "Rockets.".to_owned();
                    }
                }
                Self::NoPlace => content.area = vigie_core::audience::area::Area::default(),
                Self::OtherPlace if own => {
                    let again = content.area.polygons.clone();
                    content.area.polygons.extend(again);
                }
                _ => {}
            }
        }
    }

    /// What is left undone when an entry became true.
    pub(crate) fn undone(self, before: &State, state: &mut State, entry: &Entry) {
        let fewer = state.vetted.len() < before.vetted.len();
        if self == Self::NotTakenBack && fewer {
            state.vetted = before.vetted.clone();
        }
        let Fact::AlertIssued { content, .. } = &entry.fact else {
            return;
        };
        if self != Self::LeftSounding || !content.act.ends() {
            return;
        }
        state.deliveries = before.deliveries.clone();
    }
}

#[test]
fn every_plant_is_noticed_by_its_law() {
    for (plant, law) in Plant::ALL {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let noticed = (0..4_000).find_map(|_| {
            let moves = moves().new_tree(&mut runner).unwrap().current();
            let run = AssertUnwindSafe(|| {
                let mut watched = Watched::new();
                watched.plant(plant);
                for step in &moves {
                    watched.make(step);
                    watched.check();
                }
            });
            let broken = catch_unwind(run).err()?;
            let said = broken.downcast_ref::<String>().cloned();
            said.or_else(|| broken.downcast_ref::<&str>().map(ToString::to_string))
        });
        let said = noticed.unwrap_or_else(|| panic!("{plant:?} was not noticed"));
        assert!(said.contains(law), "{plant:?} should break {law}: {said}");
    }
}
