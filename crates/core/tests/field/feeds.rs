//! Other authorities' messages: shown, made a draft, or kept and shown to nobody, each by a named rule.

use crate::place::{Place, foreign, from_feed, issued};
use vigie_cap::doc;
use vigie_core::delivery::Work;
use vigie_core::fact::{Fact, Verdict};
use vigie_core::ids::{FeedId, WarningId};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::{End, Origin, Stage};
use vigie_core::wording::Act;
use vigie_core::{Command, Input};

/// Takes it and says what was decided, and by which rule.
fn judged(place: &mut Place, input: Input) -> (Verdict, String) {
    let facts = place.tell(input);
    let Fact::CapTaken {
        verdict, rule, why, ..
    } = &facts[0]
    else {
        panic!("{facts:?}")
    };
    assert!(why.len() > 10, "every verdict says why");
    (*verdict, rule.clone())
}

fn by_rule(change: impl Fn(&mut doc::Alert)) -> (Verdict, String) {
    let mut place = Place::new();
    let mut alert = foreign(place.now, "flood-1");
    change(&mut alert);
    judged(&mut place, from_feed("civil-defence", &alert))
}

fn ignored(rule: &str) -> (Verdict, String) {
    (Verdict::Ignore, rule.to_owned())
}

fn drafted(rule: &str) -> (Verdict, String) {
    (Verdict::Draft, rule.to_owned())
}

#[test]
fn a_severe_warning_of_here_is_shown_as_it_is_and_no_siren_sounds() {
    let mut place = Place::new();
    let alert = foreign(place.now, "flood-1");
    let facts = place.tell(from_feed("civil-defence", &alert));
    let content = issued(&facts)[0];
    assert_eq!(content.cap.xml, vigie_cap::write(&alert), "byte for byte");
    assert_eq!(content.origin, Origin::Feed(FeedId::new("civil-defence")));
    assert!(
        place
            .due()
            .iter()
            .all(|work| !matches!(work, Work::Siren { .. }))
    );
    let warning = WarningId(place.state.head);
    assert_eq!(place.stage(warning), Stage::Live);
    assert_eq!(
        place.rule("carla", Command::AllClear(warning)),
        "unknown",
        "not ours to end"
    );
}

#[test]
fn what_is_not_for_the_public_here_and_now_is_ignored_and_says_why() {
    assert_eq!(
        by_rule(|a| a.status = doc::Status::Exercise),
        ignored("exercise")
    );
    assert_eq!(by_rule(|a| a.status = doc::Status::Test), ignored("status"));
    assert_eq!(
        by_rule(|a| a.status = doc::Status::System),
        ignored("status")
    );
    assert_eq!(
        by_rule(|a| a.status = doc::Status::Draft),
        ignored("status")
    );
    assert_eq!(
        by_rule(|a| a.scope = doc::Scope::Restricted),
        ignored("scope")
    );
    assert_eq!(
        by_rule(|a| a.msg_type = doc::MsgType::Ack),
        ignored("msg_type")
    );
    assert_eq!(
        by_rule(|a| a.msg_type = doc::MsgType::Error),
        ignored("msg_type")
    );
    assert_eq!(
        by_rule(|a| a.msg_type = doc::MsgType::Cancel),
        ignored("cancel_of_unknown")
    );
    assert_eq!(
        by_rule(|a| a.infos[0].severity = doc::Severity::Minor),
        ignored("severity")
    );
    assert_eq!(
        by_rule(|a| a.infos[0].expires = Some(a.sent)),
        ignored("expired")
    );
    assert_eq!(
        by_rule(|a| "desk@embassy.example".clone_into(&mut a.sender)),
        ignored("own")
    );
    let far = |a: &mut doc::Alert| {
        for position in &mut a.infos[0].areas[0].polygons[0].0 {
            position.lat -= 60.0;
        }
    };
    assert_eq!(by_rule(far), ignored("elsewhere"));
}

#[test]
fn what_a_person_must_look_at_becomes_a_draft() {
    assert_eq!(
        by_rule(|a| a.infos[0].severity = doc::Severity::Moderate),
        drafted("relay_from")
    );
    assert_eq!(
        by_rule(|a| a.infos[0].areas.clear()),
        drafted("area_missing")
    );
    let mute = |a: &mut doc::Alert| {
        a.infos[0].headline = None;
        a.infos[0].event.clear();
    };
    assert_eq!(by_rule(mute), drafted("text_missing"));

    let mut place = Place::new();
    let Input::Cap(mut flawed) = from_feed("civil-defence", &foreign(place.now, "flood-1")) else {
        panic!()
    };
    flawed.errors = vec!["the ring does not close".to_owned()];
    assert_eq!(judged(&mut place, Input::Cap(flawed)), drafted("findings"));
}

#[test]
fn a_draft_from_a_feed_needs_two_people_like_any_other() {
    let mut place = Place::new();
    let mut alert = foreign(place.now, "fire-1");
    "FIRE".clone_into(&mut alert.infos[0].event);
    alert.infos[0].severity = doc::Severity::Moderate;
    place.tell(from_feed("civil-defence", &alert));
    let warning = WarningId(place.state.head);
    let drafted = place.warning(warning);
    assert_eq!(
        (drafted.danger.as_str(), drafted.zones.len()),
        ("fire", 2),
        "our words, our zones"
    );
    assert!(place.due().is_empty());
    place.officer("amal", Command::Submit(warning)).unwrap();
    assert_eq!(
        place.rule(
            "amal",
            Command::Approve {
                warning,
                sha256: String::new()
            }
        ),
        "not_permitted"
    );
    let reason = "far away".to_owned();
    place
        .officer("amal", Command::Reject { warning, reason })
        .unwrap();
}

#[test]
fn a_draft_without_our_words_or_zones_cannot_be_submitted() {
    let mut place = Place::new();
    let mut alert = foreign(place.now, "flood-1");
    alert.infos[0].severity = doc::Severity::Moderate;
    place.tell(from_feed("civil-defence", &alert));
    let warning = WarningId(place.state.head);
    assert_eq!(place.rule("amal", Command::Submit(warning)), "no_words");
    alert.infos[0].areas.clear();
    "flood-2".clone_into(&mut alert.identifier);
    place.tell(from_feed("civil-defence", &alert));
    let warning = WarningId(place.state.head);
    assert!(["no_words", "no_area"].contains(&place.rule("amal", Command::Submit(warning))));
}

#[test]
fn a_message_is_taken_once() {
    let mut place = Place::new();
    let input = from_feed("civil-defence", &foreign(place.now, "flood-1"));
    place.tell(input.clone());
    assert_eq!(place.take(input).unwrap_err().rule(), "cap_seen");
}

#[test]
fn other_bytes_under_the_same_key_are_not_shown_and_change_nothing() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("civil-defence", &first));
    let warning = WarningId(place.state.head);
    let mut forged = first.clone();
    forged.infos[0].headline = Some("Nothing to see".to_owned());
    let forged = from_feed("civil-defence", &forged);
    assert_eq!(judged(&mut place, forged.clone()), ignored("equivocation"));
    // Both are polled again and again.
    assert_eq!(place.take(forged).unwrap_err().rule(), "cap_seen");
    assert_eq!(
        place
            .take(from_feed("civil-defence", &first))
            .unwrap_err()
            .rule(),
        "cap_seen"
    );
    // And the true sender can still end it.
    let cancel = follow_up(&first, doc::MsgType::Cancel, 60, place.now);
    place.tell(from_feed("civil-defence", &cancel));
    assert_eq!(place.stage(warning), Stage::Ended);
}

#[test]
fn a_sender_that_never_stops_to_contradict_itself_does_not_fill_the_journal() {
    let mut place = Place::new();
    let mut alert = foreign(place.now, "flood-1");
    let mut taken = 0;
    for n in 0..50 {
        alert.infos[0].headline = Some(format!("Version {n}"));
        taken += usize::from(place.take(from_feed("civil-defence", &alert)).is_ok());
    }
    assert_eq!(taken, 9);
}

/// A later message of the same sender about an earlier one.
fn follow_up(
    first: &doc::Alert,
    msg_type: doc::MsgType,
    later_s: i64,
    now: Timestamp,
) -> doc::Alert {
    let mut next = foreign(
        now.plus_s(later_s),
        &format!("{}-{later_s}", first.identifier),
    );
    next.msg_type = msg_type;
    next.references = vec![first.reference()];
    next
}

#[test]
fn an_update_and_a_cancel_go_on_with_the_warning_that_is_shown() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("civil-defence", &first));
    let warning = WarningId(place.state.head);
    let update = follow_up(&first, doc::MsgType::Update, 60, place.now);
    place.tell(from_feed("civil-defence", &update));
    assert_eq!(place.last_alert(warning).content.act, Act::Update);
    assert_eq!(place.state.warnings.len(), 1);
    // The cancel refers to the update alone.
    let mut cancel = follow_up(&update, doc::MsgType::Cancel, 120, place.now);
    cancel.infos.clear();
    place.tell(from_feed("civil-defence", &cancel));
    assert_eq!(
        place.warning(warning).ended.clone().unwrap().0,
        End::Retracted
    );
}

#[test]
fn an_update_that_says_the_danger_is_smaller_or_over_is_shown_too() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("civil-defence", &first));
    let warning = WarningId(place.state.head);
    let mut smaller = follow_up(&first, doc::MsgType::Update, 60, place.now);
    smaller.infos[0].severity = doc::Severity::Minor;
    place.tell(from_feed("civil-defence", &smaller));
    assert_eq!(place.last_alert(warning).content.severity, "Minor");
    let mut over = follow_up(&smaller, doc::MsgType::Update, 120, place.now);
    over.infos[0].response_types = vec![doc::ResponseType::AllClear];
    place.tell(from_feed("civil-defence", &over));
    assert_eq!(
        place.warning(warning).ended.clone().unwrap().0,
        End::AllClear
    );
}

#[test]
fn a_cancel_that_breaks_the_standard_or_has_no_severity_still_ends_the_warning() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("civil-defence", &first));
    let warning = WarningId(place.state.head);
    let mut cancel = follow_up(&first, doc::MsgType::Cancel, 60, place.now);
    cancel.infos[0].severity = doc::Severity::Unknown;
    cancel.infos[0].areas.clear();
    let Input::Cap(mut cancel) = from_feed("civil-defence", &cancel) else {
        panic!()
    };
    cancel.errors = vec!["area is missing".to_owned()];
    let relayed = (Verdict::Relay, "relay".to_owned());
    assert_eq!(judged(&mut place, Input::Cap(cancel)), relayed);
    assert_eq!(place.stage(warning), Stage::Ended);
}

#[test]
fn another_feed_cannot_end_what_this_one_warns_of() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("civil-defence", &first));
    let warning = WarningId(place.state.head);
    let cancel = follow_up(&first, doc::MsgType::Cancel, 60, place.now);
    assert_eq!(
        judged(&mut place, from_feed("neighbour", &cancel)),
        ignored("cancel_of_unknown")
    );
    assert_eq!(place.stage(warning), Stage::Live);
}

#[test]
fn an_exercise_never_continues_a_real_warning() {
    let mut place = Place::new();
    let first = foreign(place.now, "flood-1");
    place.tell(from_feed("drills", &first));
    let real = WarningId(place.state.head);
    let mut drill = follow_up(&first, doc::MsgType::Update, 60, place.now);
    drill.status = doc::Status::Exercise;
    place.tell(from_feed("drills", &drill));
    let alone = WarningId(place.state.head);
    assert_eq!(place.warning(alone).status, Status::Exercise);
    assert_eq!(place.warning(real).alerts.len(), 1);
    let mut cancel = follow_up(&first, doc::MsgType::Cancel, 90, place.now);
    cancel.status = doc::Status::Exercise;
    assert_eq!(
        judged(&mut place, from_feed("drills", &cancel)),
        ignored("cancel_of_unknown")
    );
    assert_eq!(place.stage(real), Stage::Live);
}

#[test]
fn a_relayed_warning_ends_when_it_expires_or_after_a_day_when_it_never_says() {
    let mut place = Place::new();
    place.tell(from_feed("civil-defence", &foreign(place.now, "flood-1")));
    let hour = WarningId(place.state.head);
    let mut endless = foreign(place.now, "flood-2");
    endless.infos[0].expires = None;
    place.tell(from_feed("civil-defence", &endless));
    let day = WarningId(place.state.head);
    place.pass_ms(3_600_000);
    assert_eq!(
        (place.stage(hour), place.stage(day)),
        (Stage::Ended, Stage::Live)
    );
    place.pass_ms(23 * 3_600_000);
    assert_eq!(place.stage(day), Stage::Ended);
}

#[test]
fn a_feed_that_is_not_configured_is_refused() {
    let mut place = Place::new();
    let alert = foreign(place.now, "flood-1");
    assert_eq!(
        place
            .take(from_feed("unheard-of", &alert))
            .unwrap_err()
            .rule(),
        "unknown"
    );
}

#[test]
fn a_noisy_feed_leaves_officers_room_for_their_own_drafts() {
    let mut place = Place::new();
    let mut verdicts = Vec::new();
    for n in 0..1_001 {
        let mut alert = foreign(place.now, &format!("flood-{n}"));
        alert.infos[0].severity = doc::Severity::Moderate;
        alert.infos[0].event = format!("Flood {n}");
        verdicts.push(judged(&mut place, from_feed("civil-defence", &alert)));
    }
    assert_eq!(verdicts[999], drafted("relay_from"));
    assert_eq!(verdicts[1_000], ignored("drafts_full"));
    place.drafted(crate::place::rockets());
    let mut again = foreign(place.now, "again");
    again.infos[0].severity = doc::Severity::Moderate;
    again.infos[0].event = "Flood 7".to_owned();
    let joins = place.tell(from_feed("civil-defence", &again));
    assert!(
        matches!(joins[..], [_, Fact::DraftJoined { by: None, .. }]),
        "what waits already takes no room: {joins:?}"
    );
    let mut grave = foreign(place.now, "grave");
    grave.infos[0].headline = None;
    grave.infos[0].event = String::new();
    assert_eq!(
        judged(&mut place, from_feed("civil-defence", &grave)),
        drafted("text_missing"),
        "what may save lives is never passed over"
    );
}
