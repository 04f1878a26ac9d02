//! Updates: silent and by one when only their end changes; by two when they sound again, warn more
//! people or warn of something else.

use crate::place::{Place, issued, renewal, rockets, set, two_of_three};
use vigie_core::Command;
use vigie_core::fact::Fact;
use vigie_core::ids::{Danger, Language, WarningId, ZoneId};
use vigie_core::warning::{Change, Revision, Stage};
use vigie_core::wording::Act;

fn widened(warning: WarningId) -> Command {
    let zones = ["compound", "quarter"].map(ZoneId::new);
    let revision = Revision {
        zones: Some(zones.into()),
        ..Revision::default()
    };
    Command::Update { warning, revision }
}

fn approve(place: &Place, warning: WarningId) -> Command {
    let sha256 = place.waiting(warning);
    Command::Approve { warning, sha256 }
}

#[test]
fn an_unchanged_update_is_one_thread_and_no_second_alarm() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let first = place.last_alert(warning);
    place.all_heard(first.id);
    place.pass_ms(300_000);
    place.officer("amal", renewal(warning, false)).unwrap();
    let second = place.last_alert(warning);
    assert_eq!(second.content.act, Act::Update);
    assert_eq!(second.content.changes, set([Change::Validity]));
    assert!(!second.content.sounds);
    let xml = &second.content.cap.xml;
    assert!(
        xml.contains(&first.content.cap.identifier),
        "it refers to the first"
    );
    assert_eq!(place.sirens_due(), Vec::<String>::new());
    assert!(
        place.warning(warning).expires > first.content.expires,
        "it holds for longer"
    );
    assert_eq!(place.state.warnings.len(), 1);
    assert_eq!(place.warning(warning).alerts.len(), 2);
}

#[test]
fn sounding_again_needs_a_second_person() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.all_heard(place.last_alert(warning).id);
    let facts = place.officer("carla", renewal(warning, true)).unwrap();
    assert!(
        matches!(facts[..], [Fact::UpdateProposed { .. }]),
        "{facts:?}"
    );
    assert_eq!(
        place.sirens_due(),
        Vec::<String>::new(),
        "nothing leaves yet"
    );
    let agreed = approve(&place, warning);
    assert_eq!(place.rule("carla", agreed.clone()), "same_officer");
    assert_eq!(place.rule("amal", agreed.clone()), "not_permitted");
    let sha256 = "00".repeat(32);
    assert_eq!(
        place.rule("basil", Command::Approve { warning, sha256 }),
        "other_bytes"
    );
    place.officer("basil", agreed.clone()).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"]);
    assert_eq!(place.rule("basil", agreed), "wrong_stage");
    assert_eq!(
        place.warning(warning).approved.unwrap().by.as_str(),
        "basil"
    );
}

#[test]
fn a_wider_area_needs_a_second_person_and_sounds_where_it_is_new() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.all_heard(place.last_alert(warning).id);
    assert_eq!(place.rule("carla", widened(warning)), "too_many_people");
    assert_eq!(place.rule("basil", widened(warning)), "outside_zone");
    place.officer("amal", widened(warning)).unwrap();
    assert_eq!(
        place.warning(warning).zones.len(),
        1,
        "not before two agree"
    );
    let agreed = approve(&place, warning);
    assert_eq!(place.rule("basil", agreed.clone()), "outside_zone");
    let mut site = crate::place::site();
    site.officers
        .get_mut(&vigie_core::ids::OfficerId::new("carla"))
        .unwrap()
        .people_max = 50_000;
    place.tell(vigie_core::Input::Declare(Box::new(site)));
    place.officer("carla", agreed).unwrap();
    let content = place.last_alert(warning).content;
    assert_eq!(content.changes, set([Change::Validity, Change::Area]));
    assert_eq!(content.added, set([ZoneId::new("quarter")]));
    assert_eq!(content.area.polygons.len(), 2);
    let headline = &content.texts[&Language::new("en")].headline;
    assert!(
        headline.contains("alert"),
        "who hears of it first needs the alert's words: {headline}"
    );
    assert_eq!(place.sirens_due(), ["school"], "the others have sounded");
    assert_eq!(place.warning(warning).zones.len(), 2);

    // A siren that missed the first message still gets it, and the end goes to all.
    place.link("gate", false);
    place.hand_over();
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof", "school"]);
    let end = place.last_alert(warning).content;
    assert_eq!(end.area.polygons.len(), 2, "as large as what was warned");
    let place_named = &end.texts[&Language::new("en")].headline;
    assert!(
        place_named.contains("the compound, the compound"),
        "{place_named}"
    );
}

#[test]
fn a_siren_cut_off_gets_its_own_alarm_after_an_update_that_was_for_others() {
    let mut place = Place::new();
    let warning = place.live(crate::place::exercise());
    let first = place.last_alert(warning).id;
    for _ in 0..4 {
        place.fail("gate");
        place.pass_ms(4_000);
    }
    place.officer("amal", widened(warning)).unwrap();
    let agreed = approve(&place, warning);
    place.officer("elif", agreed).unwrap();
    place.link("gate", true);
    assert_eq!(place.life(first, "gate"), "planned");
    assert!(place.sirens_due().contains(&"gate".to_owned()));
}

#[test]
fn another_danger_needs_a_second_person() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.all_heard(place.last_alert(warning).id);
    let revision = Revision {
        danger: Some(Danger::new("fire")),
        ..Revision::default()
    };
    let update = Command::Update { warning, revision };
    place.officer("amal", update).unwrap();
    assert_eq!(place.warning(warning).danger, "rockets");
    let agreed = approve(&place, warning);
    place.officer("basil", agreed).unwrap();
    assert_eq!(place.warning(warning).danger, "fire");
    assert_eq!(place.sirens_due(), ["gate", "mast", "roof"], "another tone");
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let end = place.last_alert(warning).content;
    assert!(
        end.texts[&Language::new("en")]
            .headline
            .starts_with("fire all_clear")
    );
}

#[test]
fn nobody_is_left_out_by_an_update() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    let revision = Revision {
        zones: Some(set([ZoneId::new("quarter")])),
        ..Revision::default()
    };
    let update = Command::Update { warning, revision };
    assert_eq!(place.rule("amal", update), "narrower");
    let revision = Revision {
        valid_s: Some(86_401),
        ..Revision::default()
    };
    let update = Command::Update { warning, revision };
    assert_eq!(place.rule("amal", update), "bad_validity");
}

#[test]
fn a_proposal_is_void_once_anything_else_was_said() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.officer("amal", renewal(warning, true)).unwrap();
    let agreed = approve(&place, warning);
    place.officer("carla", renewal(warning, false)).unwrap();
    assert_eq!(place.rule("basil", agreed), "wrong_stage");

    place.officer("amal", renewal(warning, true)).unwrap();
    let agreed = approve(&place, warning);
    place.officer("carla", Command::AllClear(warning)).unwrap();
    assert_eq!(place.rule("basil", agreed), "wrong_stage");
    assert_eq!(place.stage(warning), Stage::Ended);
}

#[test]
fn a_proposal_that_is_turned_down_leaves_the_warning_as_it_is() {
    let mut place = Place::new();
    let warning = place.live(rockets());
    place.officer("amal", renewal(warning, true)).unwrap();
    let reason = "they have heard it".to_owned();
    let reject = Command::Reject { warning, reason };
    place.officer("basil", reject.clone()).unwrap();
    assert_eq!(place.stage(warning), Stage::Live);
    assert_eq!(place.warning(warning).proposal, None);
    assert_eq!(place.rule("basil", reject), "wrong_stage");
}

#[test]
fn a_standing_order_renews_and_sounds_without_anybody() {
    let mut place = Place::new();
    place.standing(two_of_three(place.now));
    place.reading("north").unwrap();
    let fired = place.reading("east").unwrap();
    let [first] = issued(&fired)[..] else {
        panic!("{fired:?}")
    };
    assert!(first.sounds);
    place.pass_ms(10_000);
    place.reading("north").unwrap();
    let again = place.reading("south").unwrap();
    let [second] = issued(&again)[..] else {
        panic!("{again:?}")
    };
    assert!(second.sounds && second.act == Act::Update);
}
