//! Every command by everyone who may not give it.

use crate::place::{Place, lasting, renewal, retraction, rockets, two_of_three};
use vigie_core::Command;
use vigie_core::ids::{AssertionId, HeadcountId, IncidentId, StandingOrderId, WarningId};
use vigie_core::record::assertion::{About, Assertion, Claim};

fn every_command(place: &mut Place) -> Vec<Command> {
    let live = place.live(rockets());
    let (submitted, sha256) = place.submitted(lasting(700));
    let drafted = place.drafted(lasting(800));
    let proposed = two_of_three(place.now);
    place
        .officer(
            "carla",
            Command::ProposeStandingOrder(Box::new(proposed.clone())),
        )
        .unwrap();
    let incident = IncidentId(place.state.incidents.keys().next().unwrap().0);
    let headcount = *place.state.headcounts.keys().next().unwrap();
    place.officer("rana", line(incident)).unwrap();
    let assertion = AssertionId(place.state.head);
    let to = vigie_core::ids::OfficerId::new("carla");
    let mut commands = crate::incidents::every_command(incident, assertion);
    commands.extend([
        Command::Draft(rockets()),
        Command::Submit(drafted),
        Command::Delegate {
            warning: drafted,
            to,
        },
        Command::Return {
            warning: submitted,
            reason: "which gate?".to_owned(),
        },
        Command::Approve {
            warning: submitted,
            sha256,
        },
        Command::Reject {
            warning: submitted,
            reason: "no".to_owned(),
        },
        Command::Confirm(live),
        renewal(live, true),
        Command::AllClear(live),
        retraction(live),
        Command::ProposeStandingOrder(Box::new(proposed.clone())),
        place.agree(&proposed.id),
        Command::RevokeStandingOrder(proposed.id),
        Command::CloseHeadcount(headcount),
        line(incident),
        claim(incident),
        Command::Withdraw {
            assertion,
            reason: "mistaken".to_owned(),
        },
    ]);
    commands
}

fn line(incident: IncidentId) -> Command {
    Command::Assert {
        incident,
        assertion: Box::new(Assertion::plain(About::Damage, "one window", "the guard")),
    }
}

fn claim(incident: IncidentId) -> Command {
    Command::Claim {
        incident,
        claim: Box::new(Claim::Claimed {
            by: "nobody known".to_owned(),
            channel: "a leaflet".to_owned(),
            reports: Vec::new(),
            credibility: None,
        }),
    }
}

#[test]
fn whoever_only_reads_changes_nothing() {
    let mut place = Place::new();
    for command in every_command(&mut place) {
        let name = command.name();
        assert_eq!(place.rule("ilyas", command), "not_permitted", "{name}");
    }
}

#[test]
fn whoever_is_not_known_changes_nothing() {
    let mut place = Place::new();
    for command in every_command(&mut place) {
        let name = command.name();
        assert_eq!(place.rule("mallory", command), "unknown", "{name}");
    }
}

#[test]
fn what_is_not_there_cannot_be_decided_about() {
    let mut place = Place::new();
    let reason = "gone".to_owned();
    let nothing = WarningId(9_999);
    let order = StandingOrderId::new("none");
    for command in [
        Command::Submit(nothing),
        Command::Approve {
            warning: nothing,
            sha256: String::new(),
        },
        Command::Reject {
            warning: nothing,
            reason: reason.clone(),
        },
        Command::Return {
            warning: nothing,
            reason: reason.clone(),
        },
        Command::Delegate {
            warning: nothing,
            to: vigie_core::ids::OfficerId::new("amal"),
        },
        Command::Confirm(nothing),
        renewal(nothing, false),
        Command::AllClear(nothing),
        retraction(nothing),
        place.agree(&order),
        Command::RevokeStandingOrder(order),
    ] {
        let name = command.name();
        assert_eq!(place.rule("carla", command), "unknown", "{name}");
    }
    for command in [
        Command::CloseHeadcount(HeadcountId(9_999)),
        line(IncidentId(9_999)),
        claim(IncidentId(9_999)),
        Command::Withdraw {
            assertion: AssertionId(9_999),
            reason,
        },
    ] {
        let name = command.name();
        assert_eq!(place.rule("rana", command), "unknown", "{name}");
    }
}
