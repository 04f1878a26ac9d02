//! Changes that need two people: who may make them, what only takes away and holds at once, and what
//! nobody does alone.

use crate::place::{Place, rockets, site};
use vigie_core::administration::{Basis, Change, Ending, Holder, Pending, Token};
use vigie_core::fact::Fact;
use vigie_core::ids::{ChangeId, OfficerId, PersonRef, SensorId, TokenId, ZoneId};
use vigie_core::limits::CHANGE_MS_MAX;
use vigie_core::site::{Role, Site};
use vigie_core::state::tokens::Standing;
use vigie_core::status::Status;
use vigie_core::{Command, Input};

/// The token of an officer.
pub(crate) fn token_of(officer: &str) -> Token {
    Token {
        id: TokenId::new(format!("t_{officer}")),
        holder: Holder::Officer(OfficerId::new(officer)),
        expires: None,
        seal: "5e".repeat(32),
    }
}

pub(crate) fn tokens_of(officers: &[&str]) -> Vec<Token> {
    officers.iter().map(|officer| token_of(officer)).collect()
}

const HELD: [&str; 5] = ["amal", "basil", "carla", "elif", "rana"];

/// A place whose officers hold tokens, so that nothing is taken as it stands any more.
pub(crate) fn founded() -> Place {
    founded_at(Place::new())
}

pub(crate) fn founded_at(mut place: Place) -> Place {
    place.tell(Input::Tokens(tokens_of(&HELD)));
    assert!(place.state.tokens.is_founded());
    place
}

/// The site with an officer of another name, who may do all that carla may.
pub(crate) fn with_officer(name: &str) -> Site {
    let mut site = site();
    let carla = site.officers[&OfficerId::new("carla")].clone();
    site.officers.insert(OfficerId::new(name), carla);
    site
}

pub(crate) fn declare(site: Site) -> Input {
    Input::Declare(Box::new(site))
}

impl Place {
    /// Declares a site as the server does: until nothing new follows.
    pub(crate) fn declared(&mut self, site: &Site) -> Vec<Fact> {
        let mut facts = Vec::new();
        loop {
            let new = self.tell(declare(site.clone()));
            if new.is_empty() {
                return facts;
            }
            facts.extend(new);
            assert!(facts.len() < 9, "it comes to an end");
        }
    }

    /// What waits for two people, when one thing does.
    #[track_caller]
    pub(crate) fn asked(&self) -> Pending {
        let mut pending = self.state.changes.pending();
        let one = pending.next().unwrap().as_ref().clone();
        assert!(pending.next().is_none());
        one
    }

    pub(crate) fn agrees(&mut self, by: &str) -> Result<Vec<Fact>, vigie_core::refusal::Refusal> {
        let command = agreed_to(&self.asked());
        self.officer(by, command)
    }

    fn has(&self, officer: &str) -> bool {
        let site = self.state.site.as_ref().unwrap();
        site.officers.contains_key(&OfficerId::new(officer))
    }
}

pub(crate) fn agreed_to(pending: &Pending) -> Command {
    Command::ApproveChange {
        change: pending.asked.id,
        sha256: pending.asked.sha256.clone(),
    }
}

fn refuse(change: ChangeId) -> Command {
    Command::RefuseChange {
        change,
        reason: "nobody asked for it".to_owned(),
    }
}

#[test]
fn the_first_site_is_taken_as_it_stands_and_the_journal_says_so() {
    let mut place = Place::bare();
    let facts = place.tell(declare(site()));
    let [Fact::SiteDeclared { basis, .. }] = &facts[..] else {
        panic!("{facts:?}");
    };
    assert_eq!(*basis, Some(Basis::Founding { persons: 3 }));
    place.tell(declare(with_officer("dalia")));
    assert!(place.has("dalia"), "nobody could have agreed yet");
}

#[test]
fn the_founding_ends_when_two_people_who_could_agree_hold_tokens() {
    let mut place = Place::new();
    for (officers, founded) in [
        (&["amal"][..], false),
        (&["amal", "rana", "ilyas"], false),
        (&["amal", "rana", "ilyas", "elif"], false),
        (&["amal", "rana", "ilyas", "elif", "basil"], true),
    ] {
        let facts = place.tell(Input::Tokens(tokens_of(officers)));
        assert!(matches!(facts[..], [Fact::TokensTaken { .. }]), "{facts:?}");
        assert_eq!(place.state.tokens.is_founded(), founded, "{officers:?}");
    }
    place.tell(Input::Tokens(Vec::new()));
    assert!(
        place.state.tokens.is_founded(),
        "revoking every token founds nothing anew"
    );
}

#[test]
fn a_new_officer_holds_when_a_second_person_agrees() {
    let mut place = founded();
    let facts = place.declared(&with_officer("dalia"));
    assert!(matches!(facts[..], [Fact::ChangeProposed { .. }]));
    assert!(!place.has("dalia"));
    let asked = place.asked().asked;
    assert_eq!(asked.says.len(), 1);
    assert!(
        asked.says[0].contains("officer dalia is added: drafter, approver"),
        "{asked:?}"
    );
    assert_eq!(place.declared(&with_officer("dalia")), [], "asked once");

    place.agrees("amal").unwrap();
    assert!(!place.has("dalia"), "one is not two");
    assert_eq!(
        place.agrees("amal").unwrap_err().rule(),
        "same_person_again"
    );
    let facts = place.agrees("basil").unwrap();
    assert!(matches!(
        facts[..],
        [Fact::ChangeApproved { .. }, Fact::ChangeMade { .. }]
    ));
    assert!(place.has("dalia"));
    assert_eq!(place.state.changes.pending_len(), 0);
    assert_eq!(place.declared(&with_officer("dalia")), []);
    let decided = place.state.changes.decided().next().unwrap().clone();
    assert_eq!(decided.how, Ending::InForce);
    let command = refuse(decided.asked.id);
    assert_eq!(place.rule("basil", command), "already");
}

#[test]
fn an_edit_of_the_configuration_voids_what_was_agreed() {
    let mut place = founded();
    place.declared(&with_officer("dalia"));
    place.agrees("amal").unwrap();
    let before = place.asked();
    let facts = place.declared(&with_officer("mallory"));
    assert!(matches!(
        facts[..],
        [Fact::ChangeVoided { .. }, Fact::ChangeProposed { .. }]
    ));
    assert_eq!(place.rule("basil", agreed_to(&before)), "already");
    let edited = Command::ApproveChange {
        change: place.asked().asked.id,
        sha256: before.asked.sha256,
    };
    assert_eq!(place.rule("basil", edited), "other_bytes");
    place.agrees("basil").unwrap();
    assert!(!place.has("mallory"), "amal agreed to something else");
}

#[test]
fn what_takes_power_away_holds_at_once_also_beside_what_gives_some() {
    let mut place = founded();
    let mut other = with_officer("dalia");
    other.officers.remove(&OfficerId::new("carla"));
    let basil = other.officers.get_mut(&OfficerId::new("basil")).unwrap();
    basil.people_max = 1;
    let facts = place.declared(&other);
    assert!(matches!(
        facts[..],
        [
            Fact::SiteDeclared {
                basis: Some(Basis::Narrowing),
                ..
            },
            Fact::ChangeProposed { .. }
        ]
    ));
    assert!(!place.has("carla") && !place.has("dalia"));
    let agreed = place.state.agreed_site().unwrap();
    assert_eq!(agreed.officers[&OfficerId::new("basil")].people_max, 1);
    place.agrees("amal").unwrap();
    place.agrees("basil").unwrap();
    assert_eq!(place.state.agreed_site(), Some(&other));
}

#[test]
fn a_zone_that_is_taken_from_the_site_can_be_warned_until_two_people_agree() {
    let mut place = founded();
    let mut edited = site();
    let (gone, _) = edited.zones.pop_last().unwrap();
    let mut held = 0;
    for officer in edited.officers.values_mut() {
        held += usize::from(officer.zones.remove(&gone));
    }
    assert!(held > 0);
    place.declared(&edited);
    let officers = |place: &Place| {
        let site = place.state.site.clone().unwrap();
        let with = site
            .officers
            .values()
            .filter(|one| one.zones.contains(&gone));
        (with.count(), site.zones.contains_key(&gone))
    };
    assert_eq!(officers(&place), (held, true), "it was taken from nobody");
    // Who loses a zone that stays loses it at once.
    let stays = edited.zones.keys().next().unwrap().clone();
    let amal = OfficerId::new("amal");
    edited.officers.get_mut(&amal).unwrap().zones.remove(&stays);
    place.declared(&edited);
    let amal = place.state.site.clone().unwrap().officers[&amal].clone();
    assert!(!amal.zones.contains(&stays));
}

#[test]
fn a_configuration_that_is_put_back_leaves_nothing_waiting() {
    let mut place = founded();
    place.declared(&with_officer("dalia"));
    let facts = place.declared(&site());
    assert!(matches!(facts[..], [Fact::ChangeVoided { .. }]));
    assert_eq!(place.state.changes.pending_len(), 0);
}

/// A way to change a site.
type Edit<'a> = (&'a str, &'a dyn Fn(&mut Site));

/// Each edit alone changes nothing before two people agree, and says what it does.
fn needs_two(edits: &[Edit]) {
    for (says, edit) in edits {
        let mut place = founded();
        let mut other = site();
        edit(&mut other);
        place.declared(&other);
        assert_eq!(place.state.agreed_site(), Some(&site()), "{says}");
        let asked = place.asked().asked;
        assert!(asked.says[0].contains(says), "{says:?} in {:?}", asked.says);
        place.agrees("amal").unwrap();
        place.agrees("basil").unwrap();
        assert_eq!(place.state.agreed_site(), Some(&other), "{says}");
    }
}

#[test]
fn whatever_makes_a_site_quieter_needs_two_people() {
    let quarter = ZoneId::new("quarter");
    needs_two(&[
        ("zone quarter is taken out", &|site| {
            site.zones.remove(&quarter);
            site.sirens.retain(|_, post| post.zone != quarter);
            for officer in site.officers.values_mut() {
                officer.zones.insert(quarter.clone());
            }
        }),
        ("siren", &|site| site.sirens.clear()),
        ("sensor north is taken out", &|site| {
            site.sensors.remove(&SensorId::new("north"));
        }),
        ("is read from https://other.example/feed", &|site| {
            for feed in site.feeds.values_mut() {
                feed.address = Some("https://other.example/feed".to_owned());
            }
        }),
        ("the languages become", &|site| {
            site.languages.truncate(1);
        }),
        ("the words for", &|site| site.words.clear()),
        ("counts 1000000 people", &|site| {
            site.zones.get_mut(&quarter).unwrap().people = 1_000_000;
        }),
        ("shown 1 drafts of an officer at once", &|site| {
            site.turns.at_once = 1;
        }),
    ]);
}

#[test]
fn a_border_needs_two_people_whichever_way_it_moves() {
    let zone = ZoneId::new("compound");
    let corners = |east: f64| {
        let corners = [
            (33.30, 44.38),
            (33.30, east),
            (33.31, east),
            (33.31, 44.38),
            (33.30, 44.38),
        ];
        let points = corners
            .map(|(lat, lon)| vigie_core::audience::area::Point::from_degrees(lat, lon).unwrap());
        vigie_core::audience::area::Ring::new(points.into()).unwrap()
    };
    let compound = |site: &mut Site, change: &dyn Fn(&mut vigie_core::site::Zone)| {
        change(site.zones.get_mut(&zone).unwrap());
    };
    needs_two(&[
        ("covers less", &|site| {
            compound(site, &|zone| zone.ring = corners(44.385));
        }),
        ("reaches further", &|site| {
            compound(site, &|zone| zone.ring = corners(44.5));
        }),
        ("caps on people bind less", &|site| {
            compound(site, &|zone| zone.people = 1);
        }),
        ("is called otherwise", &|site| {
            compound(site, &|zone| {
                zone.names.values_mut().for_each(|name| name.push('!'));
            });
        }),
    ]);
}

#[test]
fn a_deputy_who_leaves_is_asked_nothing_and_a_clock_that_is_stopped_needs_two() {
    let mut place = Place::bare();
    let mut timed = site();
    timed.drafts = Some(vigie_core::site::DraftClock {
        escalate_after_s: 60,
        deputies: ["basil", "carla"].map(OfficerId::new).into(),
    });
    place.tell(declare(timed.clone()));
    let mut place = founded_at(place);
    let mut without = timed.clone();
    without.officers.remove(&OfficerId::new("carla"));
    let clock = without.drafts.as_mut().unwrap();
    clock.deputies.truncate(1);
    place.declared(&without);
    assert_eq!(place.state.changes.pending_len(), 0, "one person is enough");
    assert_eq!(place.state.agreed_site(), Some(&without));
    let mut stopped = without;
    stopped.drafts = None;
    place.declared(&stopped);
    assert_eq!(
        place.asked().asked.says,
        ["no deputy is asked any more when nobody moves a draft"]
    );
}

#[test]
fn a_feed_that_floods_is_turned_down_by_one_person() {
    let mut place = founded();
    let mut less = site();
    for feed in less.feeds.values_mut() {
        feed.relay_from = "Extreme".to_owned();
        feed.draft_from = "Extreme".to_owned();
    }
    let mut none = less.clone();
    none.feeds.clear();
    for site in [less, none] {
        place.declared(&site);
        assert_eq!(place.state.changes.pending_len(), 0);
        assert_eq!(place.state.agreed_site(), Some(&site));
    }
}

#[test]
fn a_higher_role_more_people_and_another_person_behind_a_name_need_two() {
    let rana = OfficerId::new("rana");
    let alter = |change: &dyn Fn(&mut vigie_core::site::Officer)| {
        let mut site = site();
        change(site.officers.get_mut(&rana).unwrap());
        site
    };
    for wider in [
        alter(&|rana| rana.roles.extend([Role::Approver])),
        alter(&|rana| rana.people_max += 1),
        alter(&|rana| rana.person = Some(PersonRef::new("p-9"))),
    ] {
        let mut place = founded();
        place.declared(&wider);
        let says = place.asked().asked.says;
        assert!(
            says.len() == 1 && says[0].contains("officer rana"),
            "{says:?}"
        );
    }
}

#[test]
fn a_sensor_a_siren_a_feed_and_words_need_two() {
    let mut sensors = site();
    let north = sensors.sensors[&SensorId::new("north")].clone();
    sensors.sensors.insert(SensorId::new("west"), north);
    let mut keys = site();
    keys.sirens
        .values_mut()
        .for_each(|post| post.key = "11".repeat(32));
    let mut feeds = site();
    feeds
        .feeds
        .values_mut()
        .for_each(|feed| feed.relay_from = "Unknown".to_owned());
    let mut words = site();
    for wording in words.words.values_mut() {
        wording
            .languages
            .values_mut()
            .for_each(|w| w.vetted = "nobody".to_owned());
    }
    let mut silent = site();
    silent.words.clear();
    for wider in [sensors, keys, feeds, words, silent] {
        let mut place = founded();
        place.declared(&wider);
        assert!(!place.asked().asked.says.is_empty());
    }
}

#[test]
fn whoever_only_trains_records_or_reads_agrees_to_nothing() {
    let mut place = founded();
    place.declared(&with_officer("dalia"));
    assert_eq!(place.agrees("elif").unwrap_err().rule(), "wrong_status");
    assert_eq!(place.agrees("rana").unwrap_err().rule(), "not_permitted");
    assert_eq!(place.agrees("ilyas").unwrap_err().rule(), "not_permitted");
    assert_eq!(place.agrees("stranger").unwrap_err().rule(), "unknown");
}

#[test]
fn of_the_two_one_is_an_approver() {
    let mut place = founded();
    let mut site = with_officer("dalia");
    let carla = site.officers.get_mut(&OfficerId::new("carla")).unwrap();
    carla.roles.remove(&Role::Approver);
    place.declared(&site);
    place.agrees("amal").unwrap();
    assert_eq!(place.agrees("carla").unwrap_err().rule(), "not_permitted");
    place.agrees("basil").unwrap();
    assert!(place.has("dalia"));
}

#[test]
fn one_person_refuses_with_a_reason_and_it_is_over() {
    let mut place = founded();
    place.declared(&with_officer("dalia"));
    let id = place.asked().asked.id;
    let silent = Command::RefuseChange {
        change: id,
        reason: " ".to_owned(),
    };
    assert_eq!(place.rule("amal", silent), "bad_text");
    place.officer("amal", refuse(id)).unwrap();
    assert_eq!(place.state.changes.pending_len(), 0);
    assert!(!place.has("dalia"));
    place.declared(&with_officer("dalia"));
    assert_ne!(
        place.asked().asked.id,
        id,
        "it is asked anew while it is configured"
    );
}

#[test]
fn what_nobody_puts_in_force_is_void_after_a_week() {
    let mut place = founded();
    place.declared(&with_officer("dalia"));
    place.agrees("amal").unwrap();
    let asked = place.asked();
    let facts = place.pass_ms(CHANGE_MS_MAX);
    assert!(
        facts
            .iter()
            .any(|fact| matches!(fact, Fact::ChangeVoided { .. }))
    );
    assert_eq!(place.rule("basil", agreed_to(&asked)), "already");
    assert!(!place.has("dalia"));
}

#[test]
fn a_token_lets_nobody_in_before_two_people_agree() {
    let mut place = founded();
    let mut tokens = tokens_of(&HELD);
    tokens.push(token_of("ilyas"));
    place.tell(Input::Tokens(tokens.clone()));
    let ilyas = token_of("ilyas");
    let asked = place.asked();
    assert_eq!(
        place.state.tokens.standing(&ilyas),
        Some(Standing::Waiting(asked.asked.id))
    );
    assert_eq!(
        asked.asked.says,
        ["token t_ilyas lets in the officer ilyas without end"]
    );
    assert_eq!(place.tell(Input::Tokens(tokens)), [], "asked once");
    place.agrees("basil").unwrap();
    place.agrees("amal").unwrap();
    assert_eq!(place.state.tokens.standing(&ilyas), Some(Standing::InForce));
}

#[test]
fn a_token_that_was_exchanged_in_the_registry_lets_nobody_in() {
    let mut place = founded();
    let mut tokens = tokens_of(&HELD);
    tokens[0].holder = Holder::Officer(OfficerId::new("basil"));
    place.tell(Input::Tokens(tokens.clone()));
    let Change::Token { token } = place.asked().change else {
        panic!("a token");
    };
    assert_eq!(token, tokens[0]);
    assert_eq!(place.state.tokens.standing(&token_of("amal")), None);
}

#[test]
fn a_revoked_token_is_gone_at_once_and_does_not_come_back_by_itself() {
    let mut place = founded();
    place.tell(Input::Tokens(tokens_of(&HELD[1..])));
    assert_eq!(place.state.tokens.standing(&token_of("amal")), None);
    place.tell(Input::Tokens(tokens_of(&HELD)));
    let asked = place.asked();
    assert!(matches!(asked.change, Change::Token { .. }));
    place.tell(Input::Tokens(tokens_of(&HELD[1..])));
    assert_eq!(place.rule("basil", agreed_to(&asked)), "already");
}

#[test]
fn a_refused_token_stays_void_however_often_it_is_shown() {
    let mut place = founded();
    let mut tokens = tokens_of(&HELD);
    tokens.push(token_of("ilyas"));
    place.tell(Input::Tokens(tokens.clone()));
    let id = place.asked().asked.id;
    place.officer("basil", refuse(id)).unwrap();
    assert_eq!(place.tell(Input::Tokens(tokens)), []);
    assert_eq!(
        place.state.tokens.standing(&token_of("ilyas")),
        Some(Standing::Void)
    );
}

#[test]
fn whoever_leaves_the_site_leaves_their_tokens_behind() {
    let mut place = founded();
    let mut smaller = site();
    smaller.officers.remove(&OfficerId::new("carla"));
    place.declared(&smaller);
    assert_eq!(place.state.tokens.standing(&token_of("carla")), None);
    place.declared(&site());
    place.agrees("amal").unwrap();
    place.agrees("basil").unwrap();
    assert!(place.has("carla"));
    assert_eq!(place.state.tokens.standing(&token_of("carla")), None);
    place.tell(Input::Tokens(tokens_of(&HELD)));
    assert!(matches!(place.asked().change, Change::Token { .. }));
}

#[test]
fn the_same_person_under_a_new_name_is_not_a_second_person() {
    let mut place = founded();
    let person = Some(PersonRef::new("p-amal"));
    let mut named = site();
    named
        .officers
        .get_mut(&OfficerId::new("amal"))
        .unwrap()
        .person = person.clone();
    place.declared(&named);
    place.agrees("basil").unwrap();
    place.agrees("carla").unwrap();
    let mut tokens = tokens_of(&HELD);
    tokens.push(token_of("ilyas"));
    place.tell(Input::Tokens(tokens));
    place.agrees("amal").unwrap();
    let asked = place.asked();

    let mut renamed = named.clone();
    let amal = renamed.officers.remove(&OfficerId::new("amal")).unwrap();
    renamed.officers.insert(OfficerId::new("amina"), amal);
    place.declared(&renamed);
    let site_change = place.state.changes.site().unwrap().as_ref().clone();
    for by in ["basil", "carla"] {
        place.officer(by, agreed_to(&site_change)).unwrap();
    }
    assert_eq!(place.rule("amina", agreed_to(&asked)), "same_person_again");
}

#[test]
fn who_agreed_and_may_no_longer_decide_counts_no_longer() {
    let mut place = founded();
    let mut tokens = tokens_of(&HELD);
    tokens.push(token_of("ilyas"));
    place.tell(Input::Tokens(tokens));
    place.agrees("amal").unwrap();
    let mut without = site();
    without.officers.remove(&OfficerId::new("amal"));
    place.declared(&without);
    place.agrees("basil").unwrap();
    assert_eq!(
        place.state.tokens.standing(&token_of("ilyas")),
        Some(Standing::Waiting(place.asked().asked.id))
    );
    place.agrees("carla").unwrap();
    assert_eq!(
        place.state.tokens.standing(&token_of("ilyas")),
        Some(Standing::InForce)
    );
}

#[test]
fn a_site_with_one_person_warns_of_nothing_real() {
    let mut place = Place::bare();
    let mut alone = site();
    alone
        .officers
        .retain(|id, _| ["amal", "rana"].contains(&id.as_str()));
    place.tell(declare(alone));
    assert_eq!(place.rule("amal", Command::Draft(rockets())), "one_person");
    place
        .officer("amal", Command::Draft(crate::place::exercise()))
        .unwrap();
}

#[test]
fn a_training_site_does_not_make_itself_real() {
    let mut training = site();
    for officer in training.officers.values_mut() {
        officer.statuses = [Status::Exercise].into();
    }
    let mut place = Place::bare();
    place.tell(declare(training.clone()));
    place.tell(Input::Tokens(tokens_of(&HELD)));
    assert!(place.state.tokens.is_founded());
    let mut renamed = training;
    renamed.name = "Drill ground".to_owned();
    place.declared(&renamed);
    place.agrees("amal").unwrap();
    place.agrees("basil").unwrap();
    assert_eq!(place.state.agreed_site(), Some(&renamed));
    place.declared(&site());
    assert_eq!(place.agrees("basil").unwrap_err().rule(), "wrong_status");
}

#[test]
fn words_that_two_people_agreed_to_while_others_were_live_are_not_asked_again() {
    let mut place = founded();
    place.live(rockets());
    let mut other = site();
    for words in other.words.values_mut() {
        words
            .languages
            .values_mut()
            .for_each(|w| w.vetted = "amal, 2026-11-22".to_owned());
    }
    place.declared(&other);
    place.agrees("amal").unwrap();
    place.agrees("basil").unwrap();
    assert_ne!(
        place.state.site.as_deref(),
        Some(&other),
        "what is live keeps its words"
    );
    place.declared(&other);
    assert_eq!(place.state.changes.pending_len(), 0);
}
