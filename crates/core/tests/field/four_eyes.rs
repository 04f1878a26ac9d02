//! The law of changes: whatever people, files and registries do, nothing holds that widens and that
//! fewer than two people made; and each duty that the core forgets on purpose is noticed.

use crate::administration::{agreed_to, declare, token_of};
use crate::place::{Place, site};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use vigie_core::administration::{Change, Token, left_for_two, narrowed};
use vigie_core::fact::{Entry, Fact};
use vigie_core::ids::{ChangeId, OfficerId, PersonRef, TokenId, ZoneId};
use vigie_core::limits::CHANGE_MS_MAX;
use vigie_core::site::{Role, Site};
use vigie_core::state::tokens::Standing;
use vigie_core::status::Status;
use vigie_core::{Command, Input, State, apply, decide};

const OFFICERS: [&str; 7] = ["amal", "basil", "carla", "elif", "amina", "rana", "mallory"];

/// Something that somebody does; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Move {
    /// The file says this, and the server starts.
    Declare(u16),
    /// The registry holds these.
    Tokens(u8, bool),
    /// An officer agrees, now and then to another hash.
    Approve(u8, u8, bool),
    Refuse(u8, u8),
    Pass(bool),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        2 => any::<u16>().prop_map(Move::Declare),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(which, forged)| Move::Tokens(which, forged)),
        12 => (any::<u8>(), any::<u8>(), 0u8..8).prop_map(|(o, c, wrong)| Move::Approve(o, c, wrong > 0)),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(o, c)| Move::Refuse(o, c)),
        1 => any::<bool>().prop_map(Move::Pass),
    ];
    prop::collection::vec(one, 1..60)
}

/// A site that differs in what the bits say. Amal and amina are one person.
fn site_of(bits: u16) -> Site {
    let has = |bit: u16| bits & (1 << bit) != 0;
    let mut site = site();
    let officer = |site: &Site, name: &str| site.officers[&OfficerId::new(name)].clone();
    let mut amal = officer(&site, "amal");
    amal.person = Some(PersonRef::new("p-amal"));
    site.officers.remove(&OfficerId::new("amal"));
    if has(0) {
        amal.roles.insert(Role::Approver);
    }
    let name = if has(1) { "amina" } else { "amal" };
    site.officers.insert(OfficerId::new(name), amal);
    if has(2) {
        site.officers.remove(&OfficerId::new("carla"));
    }
    if has(3) {
        let mut mallory = officer(&site, "basil");
        mallory.people_max = 1_000_000;
        site.officers.insert(OfficerId::new("mallory"), mallory);
    }
    if has(4) {
        let quarter = site.zones.get_mut(&ZoneId::new("quarter")).unwrap();
        quarter.people = 10;
    }
    if has(5) {
        let quarter = site.zones[&ZoneId::new("quarter")].ring.clone();
        site.zones.get_mut(&ZoneId::new("compound")).unwrap().ring = quarter;
    }
    if has(6) {
        let elif = site.officers.get_mut(&OfficerId::new("elif")).unwrap();
        elif.statuses.insert(Status::Actual);
    }
    if has(7) {
        site.sensors.clear();
    }
    if has(8) {
        site.words.retain(|danger, _| danger.as_str() == "rockets");
    }
    site
}

/// One duty that the core forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plant {
    /// Who agreed is forgotten by name.
    NameForgotten,
    /// The person behind a name that is gone is taken for somebody who is there.
    PersonForgotten,
    /// An edit after the agreement keeps what was agreed.
    EditKept,
    /// What is configured holds as it stands, as if nobody held tokens.
    FoundingForEver,
    /// A token of the registry is let in as it stands.
    TokensAsTheyStand,
}

const PLANTS: [Plant; 5] = [
    Plant::NameForgotten,
    Plant::PersonForgotten,
    Plant::EditKept,
    Plant::FoundingForEver,
    Plant::TokensAsTheyStand,
];

impl Plant {
    /// The state that an input is decided on. Nothing outside the core can change a state but by way
    /// of its snapshot.
    fn blinded(self, state: &State, input: &Input) -> State {
        let approves = matches!(
            input,
            Input::Officer {
                command: Command::ApproveChange { .. },
                ..
            }
        );
        let concerns = match self {
            Self::NameForgotten | Self::PersonForgotten => approves,
            Self::FoundingForEver => matches!(input, Input::Declare(_)),
            Self::TokensAsTheyStand => matches!(input, Input::Tokens(_)),
            Self::EditKept => false,
        };
        if !concerns {
            return state.clone();
        }
        let mut snapshot = serde_json::to_value(state).unwrap();
        if !approves {
            snapshot["tokens"]["founded"] = false.into();
            return serde_json::from_value(snapshot).unwrap();
        }
        let officers = &state.site.as_ref().unwrap().officers;
        let pending = snapshot["changes"]["pending"].as_object_mut().unwrap();
        for pending in pending.values_mut() {
            for agreed in pending["asked"]["agreed"].as_array_mut().unwrap() {
                let by = OfficerId::new(agreed["by"].as_str().unwrap());
                if self == Self::NameForgotten || !officers.contains_key(&by) {
                    // Taken for somebody else, who may decide.
                    agreed["by"] = "basil".into();
                    agreed["person"] = serde_json::Value::Null;
                }
            }
        }
        serde_json::from_value(snapshot).unwrap()
    }

    /// What the decision becomes.
    fn bent(self, facts: &mut Vec<Fact>) {
        if self == Self::EditKept
            && facts
                .iter()
                .any(|fact| matches!(fact, Fact::ChangeVoided { .. }))
        {
            facts.retain(|fact| !matches!(fact, Fact::ChangeVoided { .. }));
        }
    }
}

/// Who agreed to what, from the entries alone.
struct Proposed {
    change: Change,
    persons: BTreeSet<String>,
    approver: bool,
    latest: bool,
}

/// A place and what its laws have to remember.
struct Watched {
    state: State,
    now: vigie_core::time::Timestamp,
    plant: Option<Plant>,
    proposed: BTreeMap<ChangeId, Proposed>,
    /// The site that people agreed to, and the tokens.
    agreed: Site,
    tokens: BTreeSet<Token>,
    made: usize,
}

impl Watched {
    fn new(plant: Option<Plant>) -> Self {
        let place = Place::new();
        let mut watched = Self {
            state: place.state.clone(),
            now: place.now,
            plant: None,
            proposed: BTreeMap::new(),
            agreed: site(),
            tokens: BTreeSet::new(),
            made: 0,
        };
        watched.take(&declare(site_of(0)));
        watched.take(&Input::Tokens(tokens(0, false)));
        watched.plant = plant;
        watched
    }

    fn take(&mut self, input: &Input) -> Vec<Fact> {
        let seen = self.plant.map(|plant| plant.blinded(&self.state, input));
        let decided = decide(seen.as_ref().unwrap_or(&self.state), self.now, input);
        let Ok(mut facts) = decided else {
            return Vec::new();
        };
        if let Some(plant) = self.plant {
            plant.bent(&mut facts);
        }
        for fact in &facts {
            let entry = Entry {
                n: self.state.head + 1,
                at: self.now,
                fact: fact.clone(),
            };
            let founded = self.state.tokens.is_founded();
            let person = self.person(fact);
            apply(&mut self.state, &entry);
            self.check(&entry, founded, person);
        }
        self.only_what_people_made();
        facts
    }

    /// The person who agrees in a fact, and whether they approve, as the site knows them.
    fn person(&self, fact: &Fact) -> Option<(String, bool)> {
        let Fact::ChangeApproved { by, .. } = fact else {
            return None;
        };
        let officer = &self.state.site.as_ref().unwrap().officers[by];
        let person = officer.person.as_ref().map(ToString::to_string);
        let approves = officer.roles.contains(&Role::Approver);
        Some((person.unwrap_or_else(|| by.to_string()), approves))
    }

    fn check(&mut self, entry: &Entry, founded: bool, person: Option<(String, bool)>) {
        match &entry.fact {
            Fact::ChangeProposed { change, .. } => {
                if change.site().is_some() {
                    // Whatever was agreed to before the edit was agreed to about something else.
                    for earlier in self.proposed.values_mut() {
                        earlier.latest &= earlier.change.site().is_none();
                    }
                }
                let proposed = Proposed {
                    change: change.as_ref().clone(),
                    persons: BTreeSet::new(),
                    approver: false,
                    latest: true,
                };
                self.proposed.insert(ChangeId(entry.n), proposed);
            }
            Fact::ChangeApproved { change, .. } => {
                let proposed = self.proposed.get_mut(change).unwrap();
                let (person, approves) = person.unwrap();
                proposed.persons.insert(person);
                proposed.approver |= approves;
            }
            Fact::ChangeMade { change } => {
                let proposed = &self.proposed[change];
                assert!(proposed.latest, "edited: {change} was void");
                assert!(proposed.persons.len() >= 2, "alone: {:?}", proposed.persons);
                assert!(proposed.approver, "no approver agreed to {change}");
                self.made += 1;
                match &proposed.change {
                    Change::Site { site } | Change::VettedSite { site, .. } => {
                        self.agreed = site.as_ref().clone();
                    }
                    Change::Token { token } => drop(self.tokens.insert(token.clone())),
                    Change::Words { .. } | Change::Withdrawal { .. } => {}
                }
            }
            Fact::SiteDeclared { site, .. } if founded => {
                let says = left_for_two(&self.agreed, site);
                assert!(says.is_empty(), "alone: {says:?}");
                self.agreed = site.as_ref().clone();
            }
            Fact::SiteDeclared { site, .. } => self.agreed = site.as_ref().clone(),
            Fact::TokensTaken { tokens } => {
                assert!(!founded, "alone: {tokens:?}");
                self.tokens.extend(tokens.iter().cloned());
            }
            Fact::TokensDropped { tokens } => {
                self.tokens.retain(|token| !tokens.contains(&token.id));
            }
            _ => {}
        }
    }

    /// What holds is what people made: not only the facts say so, the state does.
    fn only_what_people_made(&self) {
        assert_eq!(self.state.agreed_site(), Some(&self.agreed));
        for known in self.state.tokens.values() {
            if known.standing == Standing::InForce {
                assert!(self.tokens.contains(&known.token), "alone: {known:?}");
            }
        }
    }

    fn make(&mut self, step: &Move) {
        match *step {
            Move::Declare(bits) => {
                let input = declare(site_of(bits));
                for _ in 0..4 {
                    self.take(&input);
                }
                if self.plant.is_none() {
                    assert_eq!(self.take(&input), [], "a start comes to an end");
                }
            }
            Move::Tokens(which, forged) => drop(self.take(&Input::Tokens(tokens(which, forged)))),
            Move::Approve(officer, which, right) => {
                let pending: Vec<_> = self.state.changes.pending().cloned().collect();
                let Some(pending) = pending.get(usize::from(which) % pending.len().max(1)) else {
                    return;
                };
                let command = if right {
                    agreed_to(pending)
                } else {
                    Command::ApproveChange {
                        change: pending.asked.id,
                        sha256: "00".repeat(32),
                    }
                };
                self.officer(officer, command);
            }
            Move::Refuse(officer, which) => {
                let pending = self.state.changes.pending().map(|p| p.asked.id);
                let pending: Vec<ChangeId> = pending.collect();
                if let Some(change) = pending.get(usize::from(which) % pending.len().max(1)) {
                    let command = Command::RefuseChange {
                        change: *change,
                        reason: "no".to_owned(),
                    };
                    self.officer(officer, command);
                }
            }
            Move::Pass(week) => {
                self.now = self.now.plus_ms(if week { CHANGE_MS_MAX } else { 60_000 });
                self.take(&Input::Clock);
            }
        }
    }

    fn officer(&mut self, which: u8, command: Command) {
        // Those who may decide act more often.
        let among = if which > 60 { 3 } else { OFFICERS.len() };
        let by = OfficerId::new(OFFICERS[usize::from(which) % among]);
        self.take(&Input::Officer { by, command });
    }
}

/// The tokens of some officers; a forged one has the name of another's and opens with another secret.
fn tokens(which: u8, forged: bool) -> Vec<Token> {
    let all = OFFICERS.iter().enumerate();
    let all = all.filter(|(bit, _)| *bit < 3 || which & (1 << bit) != 0);
    let mut tokens: Vec<Token> = all.map(|(_, officer)| token_of(officer)).collect();
    if forged {
        tokens[0].seal = "f0".repeat(32);
        tokens[1].id = TokenId::new("t_other");
    }
    tokens
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn nothing_wider_holds_that_fewer_than_two_people_made(moves in moves()) {
        let mut watched = Watched::new(None);
        for step in &moves {
            watched.make(step);
        }
    }

    #[test]
    fn a_site_is_taken_apart_into_what_narrows_and_what_widens(from in any::<u16>(), to in any::<u16>()) {
        let (from, to) = (site_of(from), site_of(to));
        let less = narrowed(&from, &to);
        prop_assert_eq!(left_for_two(&from, &less), Vec::<String>::new());
        prop_assert_eq!(left_for_two(&less, &to).is_empty(), less == to);
        prop_assert_eq!(&narrowed(&less, &to), &less);
        prop_assert_eq!(&narrowed(&from, &from), &from);
    }
}

#[test]
fn every_plant_of_administration_is_noticed() {
    for plant in PLANTS {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let noticed = (0..1_000).any(|run| {
            let moves = match run {
                0 => under_a_new_name(),
                _ => moves().new_tree(&mut runner).unwrap().current(),
            };
            let run = AssertUnwindSafe(|| {
                let mut watched = Watched::new(Some(plant));
                for step in &moves {
                    watched.make(step);
                }
            });
            catch_unwind(run).is_err()
        });
        assert!(noticed, "{plant:?} was not noticed");
    }
}

/// Amal agrees to a token, is renamed by two others, and agrees again: rare by chance.
fn under_a_new_name() -> Vec<Move> {
    let (amal, basil, carla, amina) = (0, 1, 2, 4);
    let (token, site) = (0, 1);
    vec![
        Move::Tokens(1 << 5, false),
        Move::Approve(amal, token, true),
        Move::Declare(1 << 1),
        Move::Approve(basil, site, true),
        Move::Approve(carla, site, true),
        Move::Approve(amina, token, true),
    ]
}

#[test]
fn the_moves_reach_changes_that_two_people_make() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let made = (0..100).map(|_| {
        let moves = moves().new_tree(&mut runner).unwrap().current();
        let mut watched = Watched::new(None);
        for step in &moves {
            watched.make(step);
        }
        watched.made
    });
    let made: usize = made.sum();
    assert!(made > 50, "too tame: {made}");
}
