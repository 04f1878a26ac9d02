//! The record of what happened: opened by officers or from tables, classified, joined and parted; lines with
//! their sentences, believed more and less; and how often it has happened before.

use crate::place::{Place, rockets, site};
use crate::tallies::tally;
use vigie_core::Command;
use vigie_core::audience::area::Point;
use vigie_core::ids::{AssertionId, IncidentId, IncidentKind, OfficerId, ReportId, ZoneId};
use vigie_core::record::account::account;
use vigie_core::record::assertion::{About, Assertion, Claim, Standing};
use vigie_core::record::description::{
    Description, PlacePrecision, Row, Spot, TimePrecision, When,
};
use vigie_core::site::Role;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

/// Two officers write the record.
pub(crate) fn desk() -> Place {
    let mut site = site();
    let carla = site.officers.get_mut(&OfficerId::new("carla")).unwrap();
    carla.roles.insert(Role::Recorder);
    Place::of(site)
}

pub(crate) fn day(n: i64) -> Timestamp {
    Timestamp::from_unix_ms(1_697_328_000_000).plus_s(n * 86_400)
}

pub(crate) fn attack(at: Timestamp) -> Description {
    Description {
        kind: IncidentKind::new("rocket_attack"),
        title: "Rockets at the embassy".to_owned(),
        status: Status::Actual,
        when: When {
            at,
            precision: TimePrecision::About,
        },
        place: Spot {
            name: "near the embassy".to_owned(),
            point: Some(Point::from_degrees(33.305, 44.385).unwrap()),
            precision: PlacePrecision::Near,
        },
        zones: [ZoneId::new("compound")].into(),
        row: None,
    }
}

pub(crate) fn row(n: i64, at: Timestamp) -> Description {
    Description {
        row: Some(Row {
            table: "acled".to_owned(),
            row: format!("IRQ{n}"),
        }),
        ..attack(at)
    }
}

pub(crate) fn opened(place: &mut Place, description: Description) -> IncidentId {
    place
        .officer("rana", Command::Begin(Box::new(description)))
        .unwrap();
    IncidentId(place.state.head)
}

pub(crate) fn said(place: &mut Place, incident: IncidentId, statement: &str) -> AssertionId {
    let assertion = Assertion::plain(About::Event, statement, "the agency");
    asserted(place, incident, assertion)
}

pub(crate) fn asserted(
    place: &mut Place,
    incident: IncidentId,
    assertion: Assertion,
) -> AssertionId {
    let assertion = Box::new(assertion);
    let command = Command::Assert {
        incident,
        assertion,
    };
    place.officer("rana", command).unwrap();
    AssertionId(place.state.head)
}

pub(crate) fn judge(assertion: AssertionId, standing: Standing) -> Command {
    Command::Judge {
        assertion,
        standing,
        reason: "three agencies say so".to_owned(),
    }
}

#[test]
fn a_record_is_opened_without_a_warning_and_told_anew_with_a_reason() {
    let mut place = desk();
    let id = opened(&mut place, attack(day(54)));
    let again = |reason: &str, description: Description| Command::Describe {
        incident: id,
        description: Box::new(description),
        reason: reason.to_owned(),
    };
    let mut drones = attack(day(54));
    drones.kind = IncidentKind::new("drone_attack");
    assert_eq!(
        place.rule("amal", again("x", drones.clone())),
        "not_permitted"
    );
    assert_eq!(place.rule("rana", again("", drones.clone())), "bad_text");
    assert_eq!(place.rule("rana", again("x", attack(day(54)))), "already");
    place.officer("rana", again("fragments", drones)).unwrap();
    let told = account(&place.state, id).unwrap();
    let kinds: Vec<_> = told
        .described
        .iter()
        .map(|said| (said.description.kind.as_str(), said.reason.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [("rocket_attack", ""), ("drone_attack", "fragments")]
    );
}

#[test]
fn what_is_no_description_is_refused_by_name() {
    let mut place = desk();
    let mut rule = |change: fn(&mut Description)| {
        let mut description = attack(day(1));
        change(&mut description);
        place.rule("rana", Command::Begin(Box::new(description)))
    };
    assert_eq!(
        rule(|d| d.kind = IncidentKind::new("Rocket attack!")),
        "bad_name"
    );
    assert_eq!(rule(|d| d.title.clear()), "bad_text");
    assert_eq!(rule(|d| d.place.name = "x".repeat(2_001)), "bad_text");
    assert_eq!(
        rule(|d| d.zones = [ZoneId::new("nowhere")].into()),
        "unknown"
    );
}

#[test]
fn the_record_of_an_exercise_stays_one() {
    let mut place = desk();
    let warning = place.live(rockets());
    let incident = place.state.incident_of(warning).unwrap().id;
    let exercise = Description {
        status: Status::Exercise,
        ..attack(day(54))
    };
    let describe = |description: &Description| Command::Describe {
        incident,
        description: Box::new(description.clone()),
        reason: String::new(),
    };
    assert_eq!(place.rule("rana", describe(&exercise)), "status_fixed");
    place.officer("rana", describe(&attack(day(54)))).unwrap();
    let other = opened(&mut place, exercise);
    let merge = Command::Merge {
        incident: other,
        into: incident,
        reason: "the same".to_owned(),
    };
    assert_eq!(place.rule("rana", merge), "status_fixed");
}

#[test]
fn two_records_of_one_thing_become_one_and_both_histories_stay() {
    let mut place = desk();
    let warning = place.live(rockets());
    let warned = place.state.incident_of(warning).unwrap().id;
    let told = opened(&mut place, attack(day(54)));
    let line = said(&mut place, warned, "the siren was on");
    let merge = |incident, into| Command::Merge {
        incident,
        into,
        reason: "the same salvo".to_owned(),
    };
    assert_eq!(place.rule("rana", merge(told, told)), "already");
    place.officer("rana", merge(warned, told)).unwrap();
    let whole = account(&place.state, told).unwrap();
    assert_eq!(whole.assertions[0].id, line);
    assert_eq!(whole.assertions[0].came_from, Some(warned));
    assert_eq!(whole.warnings.len(), 1);
    assert_eq!(place.state.incident_of(warning).unwrap().id, told);
    let part = account(&place.state, warned).unwrap();
    assert_eq!(part.merged.unwrap().into, told);
    let late = Command::Assert {
        incident: warned,
        assertion: Box::new(Assertion::plain(About::Event, "x", "y")),
    };
    assert_eq!(place.rule("rana", late), "part_of");
    assert_eq!(place.rule("rana", merge(told, warned)), "part_of");
    // A line that moved is still judged by its number.
    place
        .officer("rana", judge(line, Standing::Disputed))
        .unwrap();
}

#[test]
fn one_record_of_two_things_is_parted_line_by_line() {
    let mut place = desk();
    let first = opened(&mut place, attack(day(54)));
    let stays = said(&mut place, first, "two salvos at the embassy");
    let goes = said(&mut place, first, "a drone at the base");
    let claim = Claim::Nobody {
        as_of: place.now,
        reported_by: "the agency".to_owned(),
        reports: Vec::new(),
    };
    let claim = Command::Claim {
        incident: first,
        claim: Box::new(claim),
    };
    place.officer("rana", claim).unwrap();
    let claimed = AssertionId(place.state.head);
    let split = |lines: &[AssertionId]| Command::Split {
        incident: first,
        lines: lines.to_vec(),
        description: Box::new(attack(day(55))),
        reason: "another place".to_owned(),
    };
    assert_eq!(place.rule("rana", split(&[goes, goes])), "twice");
    assert_eq!(place.rule("rana", split(&[AssertionId(1)])), "unknown");
    place.officer("rana", split(&[goes, claimed])).unwrap();
    let second = IncidentId(place.state.head);
    let (one, other) = (
        account(&place.state, first).unwrap(),
        account(&place.state, second).unwrap(),
    );
    assert_eq!(one.assertions[0].id, stays);
    assert_eq!((one.assertions.len(), one.claims.len()), (1, 0));
    assert_eq!(
        (other.assertions[0].id, other.claims[0].id),
        (goes, claimed)
    );
    assert_eq!(other.split_from, Some(first));
    assert_eq!(place.rule("rana", split(&[goes])), "unknown");
}

#[test]
fn a_table_is_taken_over_once_and_again_where_it_changed() {
    let mut place = desk();
    let rows: Vec<Description> = (0..70).map(|n| row(n, day(0).plus_s(n))).collect();
    let import = |rows: &[Description]| Command::Import(rows.to_vec());
    assert_eq!(place.rule("amal", import(&rows)), "not_permitted");
    place.officer("rana", import(&rows)).unwrap();
    assert_eq!(place.state.incidents.len(), 70);
    assert_eq!(place.officer("rana", import(&rows)).unwrap(), []);
    let mut changed = rows.clone();
    changed[3].title = "A drone, not rockets".to_owned();
    changed[3].kind = IncidentKind::new("drone_attack");
    assert_eq!(place.officer("rana", import(&changed)).unwrap().len(), 1);
    assert_eq!(place.state.incidents.len(), 70);
    let twice = [rows[0].clone(), rows[0].clone()];
    assert_eq!(place.rule("rana", import(&twice)), "twice");
    assert_eq!(place.rule("rana", import(&[attack(day(1))])), "bad_text");
    let begin = Command::Begin(Box::new(rows[0].clone()));
    assert_eq!(place.rule("rana", begin), "taken_over");
    let many: Vec<_> = (0..501).map(|n| row(1_000 + n, day(1))).collect();
    assert_eq!(place.rule("rana", import(&many)), "full");
}

#[test]
fn the_record_is_the_same_after_a_replay() {
    let mut place = desk();
    let rows: Vec<Description> = (0..20).map(|n| row(n, day(n))).collect();
    place.officer("rana", Command::Import(rows)).unwrap();
    let id = opened(&mut place, attack(day(54)));
    let line = said(&mut place, id, "two salvos");
    place
        .officer("rana", judge(line, Standing::Disputed))
        .unwrap();
    place
        .officer("rana", Command::DefineTally(Box::new(tally())))
        .unwrap();
    let kept = serde_json::to_string(&place.state).unwrap();
    let read: vigie_core::State = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, place.state);
}

/// Every command that writes the record of an incident.
pub(crate) fn every_command(incident: IncidentId, assertion: AssertionId) -> Vec<Command> {
    let reason = || "why".to_owned();
    let description = || Box::new(attack(day(54)));
    vec![
        Command::Begin(description()),
        Command::Import(vec![row(1, day(1))]),
        Command::Describe {
            incident,
            description: description(),
            reason: reason(),
        },
        Command::Merge {
            incident,
            into: incident,
            reason: reason(),
        },
        Command::Split {
            incident,
            lines: vec![assertion],
            description: description(),
            reason: reason(),
        },
        judge(assertion, Standing::Disputed),
        Command::Support {
            assertion,
            reports: vec![ReportId(1)],
            marks: Vec::new(),
        },
        Command::Oppose {
            one: assertion,
            other: assertion,
            reason: reason(),
        },
        Command::DefineTally(Box::new(tally())),
        Command::DropTally {
            tally: tally().id,
            reason: reason(),
        },
    ]
}
