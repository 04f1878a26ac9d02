//! Alerts for registered people and for programs of others: who they are is nowhere here, how many is.

use crate::place::{Place, exercise, rockets, site};
use std::collections::BTreeMap;
use vigie_core::delivery::parcel::{Counts, Stage};
use vigie_core::delivery::{Delivery, Life, Outcome, Tally, Target, Work};
use vigie_core::ids::{AlertId, ChannelId, HookId, WarningId};
use vigie_core::site::{ChannelRule, HookRule};
use vigie_core::status::Status;
use vigie_core::{Command, Input};

/// A place with a channel to people and a program that hears of what is real.
pub(crate) fn with_ways_out() -> Place {
    let mut site = site();
    let mail = ChannelRule::default();
    site.channels = BTreeMap::from([(ChannelId::new("mail"), mail)]);
    let hook = HookRule {
        host: "desk.example".to_owned(),
        statuses: [Status::Actual].into(),
    };
    site.hooks = BTreeMap::from([(HookId::new("desk"), hook)]);
    Place::of(site)
}

fn to(place: &Place, alert: AlertId, target: &Target) -> Option<Delivery> {
    let mut deliveries = place.state.deliveries_of(alert);
    let found = deliveries.find(|d| d.target == *target);
    found.map(|d| d.as_ref().clone())
}

fn people(place: &Place, alert: AlertId) -> Delivery {
    to(place, alert, &Target::People).unwrap()
}

fn tally(counts: &[(Stage, u64)]) -> Tally {
    let mut all = Counts::default();
    for (stage, parcels) in counts {
        all.add(*stage, *parcels);
    }
    BTreeMap::from([(ChannelId::new("mail"), all)])
}

fn counted(place: &mut Place, alert: AlertId, counts: &[(Stage, u64)]) {
    let delivery = people(place, alert).id;
    let people = tally(counts);
    place.tell(Input::Carried { delivery, people });
}

fn warned(place: &mut Place) -> (WarningId, AlertId) {
    let warning = place.live(rockets());
    (warning, place.last_alert(warning).id)
}

#[test]
fn an_alert_is_carried_to_people_until_of_everybody_it_is_known() {
    let mut place = with_ways_out();
    let (_, alert) = warned(&mut place);
    let is_due = |place: &Place| {
        let mut due = place.due().into_iter();
        due.any(|work| matches!(work, Work::People { .. }))
    };
    assert!(is_due(&place) && people(&place, alert).life == Life::Planned);
    counted(&mut place, alert, &[(Stage::Waiting, 3)]);
    assert!(matches!(people(&place, alert).life, Life::Carrying { .. }));
    assert!(
        is_due(&place),
        "asked again after a crash, it says the same"
    );
    let entries = place.entries.len();
    counted(&mut place, alert, &[(Stage::Waiting, 3)]);
    assert_eq!(
        place.entries.len(),
        entries,
        "what is known is not written twice"
    );
    counted(&mut place, alert, &[(Stage::Taken, 2), (Stage::GivenUp, 1)]);
    let carried = people(&place, alert);
    assert!(matches!(carried.life, Life::Carried { .. }) && !is_due(&place));
    let mail = &carried.people[&ChannelId::new("mail")];
    assert_eq!((mail.reached(), mail.failed(), mail.open()), (2, 1, 0));
}

#[test]
fn a_mail_that_comes_back_opens_the_delivery_again_for_the_next_channel() {
    let mut place = with_ways_out();
    let (_, alert) = warned(&mut place);
    counted(&mut place, alert, &[(Stage::Taken, 1)]);
    assert!(matches!(people(&place, alert).life, Life::Carried { .. }));
    counted(
        &mut place,
        alert,
        &[(Stage::Bounced, 1), (Stage::Waiting, 1)],
    );
    assert!(matches!(people(&place, alert).life, Life::Carrying { .. }));
}

#[test]
fn the_end_takes_back_what_has_not_reached_people_and_goes_to_them_itself() {
    let mut place = with_ways_out();
    let (warning, alert) = warned(&mut place);
    counted(&mut place, alert, &[(Stage::Taken, 2), (Stage::Waiting, 5)]);
    place.officer("amal", Command::AllClear(warning)).unwrap();
    assert!(matches!(people(&place, alert).life, Life::Overtaken { .. }));
    // What was under way is still counted, and opens nothing.
    counted(
        &mut place,
        alert,
        &[(Stage::Taken, 3), (Stage::Overtaken, 4)],
    );
    let taken_back = people(&place, alert);
    assert!(matches!(taken_back.life, Life::Overtaken { .. }));
    assert_eq!(
        taken_back.people,
        tally(&[(Stage::Taken, 3), (Stage::Overtaken, 4)])
    );
    let end = place.last_alert(warning).id;
    assert_eq!(people(&place, end).life, Life::Planned);
}

#[test]
fn what_expires_without_a_word_is_not_carried_to_people_any_more() {
    let mut place = with_ways_out();
    let (warning, alert) = warned(&mut place);
    counted(&mut place, alert, &[(Stage::Waiting, 5)]);
    place.pass_ms(24 * 3_600_000);
    assert!(!place.warning(warning).is_live());
    assert!(people(&place, alert).life.is_final());
}

#[test]
fn a_program_hears_of_each_message_of_the_kind_that_it_asked_for() {
    let mut place = with_ways_out();
    let desk = Target::Hook(HookId::new("desk"));
    let (warning, alert) = warned(&mut place);
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let end = place.last_alert(warning).id;
    let both = [alert, end].map(|alert| to(&place, alert, &desk).unwrap().life);
    assert_eq!(
        both,
        [Life::Planned, Life::Planned],
        "a list is kept of each message"
    );
    let drill = place.live(exercise());
    let drill = place.last_alert(drill).id;
    assert_eq!(to(&place, drill, &desk), None);
}

#[test]
fn a_program_that_does_not_answer_is_asked_for_a_day_and_given_up() {
    let mut place = with_ways_out();
    let desk = Target::Hook(HookId::new("desk"));
    let (_, alert) = warned(&mut place);
    let began = place.now;
    let mut attempts = 0;
    while !to(&place, alert, &desk).unwrap().life.is_final() {
        let hook = to(&place, alert, &desk).unwrap();
        if let Life::Resting { until } = hook.life {
            place.now = until;
        }
        let outcome = Outcome::Failed {
            why: "refused".to_owned(),
        };
        let (delivery, attempt) = (hook.id, hook.attempt);
        place.tell(Input::Outcome {
            delivery,
            attempt,
            outcome,
        });
        attempts += 1;
    }
    let hours = place.now.since_ms(began) / 3_600_000;
    assert!(
        attempts == 30 && (15..30).contains(&hours),
        "{attempts} in {hours} h"
    );
    let life = to(&place, alert, &desk).unwrap().life;
    assert!(matches!(life, Life::GivenUp { .. }));
}

#[test]
fn a_site_without_ways_to_people_plans_nothing_for_them() {
    let mut place = Place::new();
    let (_, alert) = warned(&mut place);
    assert_eq!(to(&place, alert, &Target::People), None);
}
