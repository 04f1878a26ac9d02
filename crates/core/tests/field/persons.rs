//! Nobody agrees with themselves: not in another role, not by another name, not after an edit.

use crate::place::{Place, lasting, retraction, rockets, set, site, two_of_three};
use vigie_core::ids::{OfficerId, PersonRef};
use vigie_core::site::{Role, Site};
use vigie_core::{Command, Input};

/// The site in which the person who was called `amal` is called `noor`, with every role.
fn renamed(person: Option<&str>) -> Site {
    let mut site = site();
    let mut amal = site.officers.remove(&OfficerId::new("amal")).unwrap();
    amal.person = person.map(PersonRef::new);
    amal.roles = set([Role::Drafter, Role::Approver]);
    site.officers.insert(OfficerId::new("noor"), amal);
    site
}

/// A place where amal has a pseudonym.
fn place() -> Place {
    let mut place = Place::new();
    let mut site = site();
    let amal = site.officers.get_mut(&OfficerId::new("amal")).unwrap();
    amal.person = Some(PersonRef::new("p-1"));
    place.tell(Input::Declare(Box::new(site)));
    place
}

fn rename(place: &mut Place, person: Option<&str>) {
    place.tell(Input::Declare(Box::new(renamed(person))));
}

#[test]
fn another_role_is_not_another_person() {
    let mut place = Place::new();
    let mut site = site();
    let amal = site.officers.get_mut(&OfficerId::new("amal")).unwrap();
    amal.roles = set([Role::Drafter, Role::Approver]);
    place.tell(Input::Declare(Box::new(site)));
    let (warning, sha256) = place.submitted(rockets());
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("amal", approve.clone()), "same_officer");
    // The role in which it was written is gone, and what was written is not.
    let mut site = crate::place::site();
    let amal = site.officers.get_mut(&OfficerId::new("amal")).unwrap();
    amal.roles = set([Role::Approver]);
    place.tell(Input::Declare(Box::new(site)));
    assert_eq!(place.rule("amal", approve.clone()), "same_officer");
    place.officer("basil", approve).unwrap();
}

#[test]
fn a_renamed_officer_agrees_to_nothing_that_they_wrote_by_the_name_before() {
    let mut place = place();
    let (warning, sha256) = place.submitted(rockets());
    let order = two_of_three(place.now);
    let propose = Command::ProposeStandingOrder(Box::new(order.clone()));
    place.officer("amal", propose).unwrap();
    rename(&mut place, Some("p-1"));
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("noor", approve.clone()), "same_officer");
    let to = OfficerId::new("noor");
    let hand_over = Command::Delegate { warning, to };
    assert_eq!(place.rule("basil", hand_over), "same_officer");
    let agree = place.agree(&order.id);
    assert_eq!(place.rule("noor", agree.clone()), "same_officer");
    place.officer("basil", approve).unwrap();
    place.officer("carla", agree).unwrap();
}

#[test]
fn a_renamed_officer_confirms_no_end_and_no_update_of_their_own() {
    let mut place = place();
    let warning = place.live(rockets());
    place
        .officer("amal", crate::place::renewal(warning, true))
        .unwrap();
    let ended = place.live(lasting(700));
    place.officer("amal", retraction(ended)).unwrap();
    rename(&mut place, Some("p-1"));
    let sha256 = place.waiting(warning);
    let release = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("noor", release.clone()), "same_officer");
    assert_eq!(place.rule("noor", Command::Confirm(ended)), "same_officer");
    place.officer("basil", release).unwrap();
    place.officer("basil", Command::Confirm(ended)).unwrap();
}

#[test]
fn without_a_pseudonym_the_name_is_the_person_also_behind_another_name() {
    let mut place = Place::new();
    let (warning, sha256) = place.submitted(rockets());
    rename(&mut place, Some("amal"));
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("noor", approve), "same_officer");
}

#[test]
fn whoever_edits_after_submission_wrote_it_also_by_another_name() {
    let mut place = place();
    let (warning, _) = place.submitted(rockets());
    rename(&mut place, Some("p-1"));
    let mut site = renamed(Some("p-1"));
    site.officers
        .get_mut(&OfficerId::new("carla"))
        .unwrap()
        .person = Some(PersonRef::new("p-2"));
    place.tell(Input::Declare(Box::new(site.clone())));
    let draft = lasting(900);
    place
        .officer("carla", Command::Amend { warning, draft })
        .unwrap();
    place.officer("noor", Command::Submit(warning)).unwrap();
    let carla = site.officers.remove(&OfficerId::new("carla")).unwrap();
    site.officers.insert(OfficerId::new("vera"), carla);
    place.tell(Input::Declare(Box::new(site)));
    let sha256 = place.waiting(warning);
    let approve = Command::Approve { warning, sha256 };
    for author in ["vera", "noor"] {
        assert_eq!(place.rule(author, approve.clone()), "same_officer");
    }
    place.officer("basil", approve).unwrap();
}

#[test]
fn a_name_that_is_given_to_somebody_else_still_agrees_to_nothing_it_wrote() {
    let mut place = place();
    let (warning, sha256) = place.submitted(rockets());
    let mut site = site();
    let amal = site.officers.get_mut(&OfficerId::new("amal")).unwrap();
    amal.person = Some(PersonRef::new("p-9"));
    amal.roles = set([Role::Approver]);
    place.tell(Input::Declare(Box::new(site)));
    let approve = Command::Approve { warning, sha256 };
    assert_eq!(place.rule("amal", approve), "same_officer");
}
