//! A site that lost so many officers that no two could agree: the key, the officer who is left, and what
//! everybody sees until two people have looked at it.

use crate::administration::{declare, founded_at, token_of, tokens_of};
use crate::place::{Place, site};
use vigie_core::administration::{Ending, Pending};
use vigie_core::fact::Fact;
use vigie_core::ids::{ChangeId, OfficerId};
use vigie_core::limits::CHANGE_MS_MAX;
use vigie_core::site::Site;
use vigie_core::{Command, Input};

/// A site of two officers who decide: amal drafts, basil approves. Basil is lost, his token revoked.
fn bereaved() -> (Place, Pending) {
    let mut place = Place::bare();
    place.tell(declare(of(&["amal", "basil"])));
    let mut place = founded_at(place);
    place.tell(Input::Tokens(tokens_of(&["amal"])));
    place.declared(&of(&["amal", "basil", "carla"]));
    let asked = place.asked();
    (place, asked)
}

/// The site with only these officers.
fn of(officers: &[&str]) -> Site {
    let mut site = site();
    site.officers
        .retain(|id, _| officers.contains(&id.as_str()));
    site
}

fn by_key(asked: &Pending) -> Input {
    Input::ByKey {
        change: asked.asked.id,
        sha256: asked.asked.sha256.clone(),
        reason: "Basil died on Monday.".to_owned(),
    }
}

impl Place {
    /// What was asked last.
    fn asked_last(&self) -> Pending {
        let mut pending = self.state.changes.pending();
        pending.next_back().unwrap().as_ref().clone()
    }

    /// The rule that keeps the key from standing for somebody.
    fn kept_from(&mut self, input: Input) -> &'static str {
        self.take(input)
            .map_err(|refusal| refusal.rule())
            .unwrap_err()
    }
}

#[test]
fn with_the_key_the_one_who_is_left_names_another_and_everybody_sees_it() {
    let (mut place, asked) = bereaved();
    assert_eq!(place.kept_from(by_key(&asked)), "nobody_agreed");
    place.agrees("amal").unwrap();
    let facts = place.tell(by_key(&asked));
    assert!(
        matches!(facts[..], [Fact::ChangeMadeByKey { .. }]),
        "{facts:?}"
    );
    let carla = OfficerId::new("carla");
    assert!(
        place
            .state
            .site
            .as_ref()
            .unwrap()
            .officers
            .contains_key(&carla)
    );
    let how = place.state.changes.decided().next().unwrap().how.clone();
    assert!(matches!(how, Ending::ByKey { .. }), "{how:?}");

    // Carla's token is a change of its own, for which there are not two people yet either.
    place.tell(Input::Tokens(tokens_of(&["amal", "carla"])));
    let token = place.asked();
    place.agrees("amal").unwrap();
    place.tell(by_key(&token));
    let site = place.state.site.clone().unwrap();
    assert!(place.state.tokens.could_agree(&site));
    assert_eq!(place.state.changes.by_key().count(), 2);

    let look = |change: ChangeId| Command::ConfirmChange(change);
    for id in [asked.asked.id, token.asked.id] {
        place.officer("amal", look(id)).unwrap();
        assert_eq!(place.rule("amal", look(id)), "same_person_again");
        place.officer("carla", look(id)).unwrap();
        assert_eq!(place.rule("carla", look(id)), "already");
    }
    assert_eq!(place.state.changes.by_key().count(), 0);
}

#[test]
fn while_two_could_agree_the_key_stands_for_nobody() {
    let (mut place, asked) = bereaved();
    place.agrees("amal").unwrap();
    // Basil is found, and the token that was in force for him is agreed to again by the key once.
    place.tell(Input::Tokens(tokens_of(&["amal", "basil"])));
    let token = place.asked_last();
    place
        .officer("amal", crate::administration::agreed_to(&token))
        .unwrap();
    place.tell(by_key(&token));
    assert_eq!(place.kept_from(by_key(&asked)), "two_could_agree");
    place.agrees("basil").unwrap();
}

#[test]
fn the_key_puts_in_force_what_was_read_and_while_it_waits() {
    let (mut place, asked) = bereaved();
    place.agrees("amal").unwrap();
    let Input::ByKey { change, sha256, .. } = by_key(&asked) else {
        unreachable!()
    };
    let silent = Input::ByKey {
        change,
        sha256,
        reason: String::new(),
    };
    assert_eq!(place.kept_from(silent), "bad_text");
    let mut edited = asked.clone();
    edited.asked.sha256 = "00".repeat(32);
    assert_eq!(place.kept_from(by_key(&edited)), "other_bytes");
    place.pass_ms(CHANGE_MS_MAX);
    assert_eq!(place.kept_from(by_key(&asked)), "already");
    let mut nothing = asked;
    nothing.asked.id = ChangeId(9_999);
    assert_eq!(place.kept_from(by_key(&nothing)), "unknown");
}

#[test]
fn with_nobody_left_the_key_alone_lets_the_next_one_in() {
    let (mut place, _) = bereaved();
    place.tell(Input::Tokens(Vec::new()));
    place.tell(Input::Tokens(vec![token_of("basil")]));
    let token = place.asked_last();
    place.tell(by_key(&token));
    assert_eq!(place.state.changes.by_key().count(), 1);
}
