//! The journal's form of every kind of fact, held for ever: a line that was ever written can be read.

use crate::place::{Place, foreign, from_feed, report, rockets, site, two_of_three};
use std::collections::BTreeMap;
use vigie_core::class::Class;
use vigie_core::delivery::Outcome;
use vigie_core::delivery::parcel::{Counts, Stage};
use vigie_core::fact::{Fact, Pairing, Verdict};
use vigie_core::fact_wire::{Wire, from_value, has_followers};
use vigie_core::headcount::Reply;
use vigie_core::ids::{
    AlertId, AssertionId, ChangeId, ChannelId, DeliveryId, FeedId, HeadcountId, HookId, IncidentId,
    OfficerId, PersonRef, ReportId, SensorId, SirenId, StandingOrderId, WarningId,
};
use vigie_core::record::assertion::{About, Assertion, Claim};
use vigie_core::report::Source;
use vigie_core::siren::{
    AnswerWhat, Case, Condition, Doubt, Fitness, Power, RefusalReason, SaidToBe, Seat, SelfTest,
    TestKind, TestResult, Unproven, Way,
};
use vigie_core::site::{ChannelRule, HookRule};
use vigie_core::warning::{Content, End, Triple};
use vigie_core::{Command, Input};

const GOLDEN: &str = "golden/facts-v1.jsonl";

/// The name of a kind. Whoever adds one adds a sample of it below, and a line to the golden file.
fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::SiteDeclared { .. } => "site_declared",
        Fact::ChangeProposed { .. } => "change_proposed",
        Fact::ChangeApproved { .. } => "change_approved",
        Fact::ChangeMade { .. } => "change_made",
        Fact::ChangeRefused { .. } => "change_refused",
        Fact::ChangeVoided { .. } => "change_voided",
        Fact::ChangeMadeByKey { .. } => "change_made_by_key",
        Fact::ChangeConfirmed { .. } => "change_confirmed",
        Fact::VettingWithdrawn { .. } => "vetting_withdrawn",
        Fact::TokensTaken { .. } => "tokens_taken",
        Fact::TokensDropped { .. } => "tokens_dropped",
        Fact::RosterDeclared { .. } => "roster_declared",
        Fact::ReportReceived { .. } => "report_received",
        Fact::CapTaken { .. } => "cap_taken",
        Fact::StandingOrderProposed { .. } => "standing_order_proposed",
        Fact::StandingOrderApproved { .. } => "standing_order_approved",
        Fact::StandingOrderRevoked { .. } => "standing_order_revoked",
        Fact::StandingOrderFired { .. } => "standing_order_fired",
        Fact::StandingOrderHeld { .. } => "standing_order_held",
        Fact::WarningDrafted { .. } => "warning_drafted",
        Fact::DraftJoined { .. } => "draft_joined",
        Fact::SubmissionQueued { .. } => "submission_queued",
        Fact::SubmissionFailed { .. } => "submission_failed",
        Fact::IncidentJoined { .. } => "incident_joined",
        Fact::WarningAmended { .. } => "warning_amended",
        Fact::WarningSubmitted { .. } => "warning_submitted",
        Fact::WarningReturned { .. } => "warning_returned",
        Fact::WarningDelegated { .. } => "warning_delegated",
        Fact::DraftEscalated { .. } => "draft_escalated",
        Fact::UpdateProposed { .. } => "update_proposed",
        Fact::UpdateTurnedDown { .. } => "update_turned_down",
        Fact::RetractionExplained { .. } => "retraction_explained",
        Fact::EndConfirmed { .. } => "end_confirmed",
        Fact::WarningApproved { .. } => "warning_approved",
        Fact::WarningRejected { .. } => "warning_rejected",
        Fact::AlertIssued { .. } => "alert_issued",
        Fact::WarningConfirmed { .. } => "warning_confirmed",
        Fact::UnconfirmedNagged { .. } => "unconfirmed_nagged",
        Fact::WarningEnded { .. } => "warning_ended",
        Fact::DeliveryAttempted { .. } => "delivery_attempted",
        Fact::PeopleReached { .. } => "people_reached",
        Fact::SirenAnswered { .. } => "siren_answered",
        Fact::DeliveryLapsed { .. } => "delivery_lapsed",
        Fact::SirenEscalated { .. } => "siren_escalated",
        Fact::SirenLinked { .. } => "siren_linked",
        Fact::SirenWay { .. } => "siren_way",
        Fact::SirenDoubted { .. } => "siren_doubted",
        Fact::SirenCondition { .. } => "siren_condition",
        Fact::ScreensReached { .. } => "screens_reached",
        Fact::HeadcountOpened { .. } => "headcount_opened",
        Fact::HeadcountAnswered { .. } => "headcount_answered",
        Fact::HeadcountClosed { .. } => "headcount_closed",
        Fact::IncidentOpened { .. } => "incident_opened",
        Fact::AssertionRecorded { .. } => "assertion_recorded",
        Fact::ClaimRecorded { .. } => "claim_recorded",
        Fact::AssertionWithdrawn { .. } => "assertion_withdrawn",
        Fact::IncidentBegun { .. } => "incident_begun",
        Fact::IncidentDescribed { .. } => "incident_described",
        Fact::IncidentMerged { .. } => "incident_merged",
        Fact::IncidentSplit { .. } => "incident_split",
        Fact::AssertionJudged { .. } => "assertion_judged",
        Fact::AssertionSupported { .. } => "assertion_supported",
        Fact::AssertionsOpposed { .. } => "assertions_opposed",
        Fact::TallyDefined { .. } => "tally_defined",
        Fact::TallyDropped { .. } => "tally_dropped",
        Fact::CommandRefused { .. } => "command_refused",
    }
}
const KINDS: usize = 66;

fn samples() -> Vec<Fact> {
    let mut facts = decided();
    facts.extend(carried());
    facts.extend(recorded());
    facts.extend(handed());
    facts.extend(crowded());
    facts.extend(administered());
    // Lines from before sums of words were kept, as they were.
    for fact in &mut facts {
        if let Fact::WarningSubmitted { content, .. }
        | Fact::UpdateProposed { content, .. }
        | Fact::AlertIssued { content, .. } = fact
        {
            content.words.clear();
        }
    }
    facts.extend(vetted());
    facts.extend(by_key());
    facts.extend(crate::added::written());
    facts.extend(crate::added::revised());
    facts.extend(counted());
    facts.extend(masts());
    facts.extend(crate::recorded::written());
    facts
}

/// How many people stand where, and a site with ways to them and to programs of others.
fn counted() -> Vec<Fact> {
    let mut counts = Counts::default();
    counts.add(Stage::Taken, 998);
    counts.add(Stage::GivenUp, 2);
    let mut site = site();
    site.channels = BTreeMap::from([(
        ChannelId::new("mail"),
        ChannelRule {
            per_day_max: Some(10_000),
            answer_ms_max: None,
        },
    )]);
    site.hooks = BTreeMap::from([(
        HookId::new("desk"),
        HookRule {
            host: "desk.example".to_owned(),
            statuses: [vigie_core::status::Status::Actual].into(),
        },
    )]);
    vec![
        Fact::PeopleReached {
            delivery: DeliveryId(41),
            people: BTreeMap::from([(ChannelId::new("mail"), counts)]),
        },
        Fact::SiteDeclared {
            site: Box::new(site),
            basis: None,
        },
        Fact::DeliveryAttempted {
            delivery: DeliveryId(42),
            attempt: 1,
            outcome: Outcome::Refused {
                why: "it is gone".to_owned(),
            },
        },
    ]
}

/// What two people put on record of the words, and a message that names whose it is.
fn vetted() -> Vec<Fact> {
    let mut place = Place::bare();
    place.tell(Input::Declare(Box::new(site())));
    place.vetted(&[vigie_core::ids::Language::new("en")]);
    place.live(rockets());
    let facts = place.entries.iter().map(|entry| entry.fact.clone());
    facts
        .filter(|fact| matches!(fact, Fact::ChangeProposed { .. } | Fact::AlertIssued { .. }))
        .collect()
}

/// What two people change together.
fn administered() -> Vec<Fact> {
    let mut place = crate::administration::founded_at(Place::as_if_vetted());
    let first = place.entries.len();
    let mut wider = crate::administration::with_officer("dalia");
    wider.officers.remove(&by("rana"));
    place.declared(&wider);
    place.agrees("amal").unwrap();
    place.agrees("basil").unwrap();
    let tokens = crate::administration::tokens_of(&["basil", "carla", "ilyas"]);
    place.tell(Input::Tokens(tokens));
    let change = place.asked().asked.id;
    let mut facts: Vec<Fact> = place.entries[first - 1..]
        .iter()
        .map(|entry| entry.fact.clone())
        .collect();
    facts.extend([
        Fact::ChangeRefused {
            change,
            by: by("basil"),
            reason: "nobody asked for it".to_owned(),
        },
        Fact::ChangeVoided {
            change,
            why: "no two people put it in force in time".to_owned(),
        },
    ]);
    facts
}

/// Many at once: what joins, what waits for its turn, and one event of several warnings.
/// What the site's key did, and who looked at it.
fn by_key() -> [Fact; 2] {
    let change = ChangeId(12);
    [
        Fact::ChangeMadeByKey {
            change,
            sha256: "5f".repeat(32),
            reason: "Basil is lost.".to_owned(),
        },
        Fact::ChangeConfirmed {
            change,
            by: by("amal"),
        },
    ]
}

fn crowded() -> Vec<Fact> {
    let (warning, event) = (WarningId(30), Some(WarningId(12)));
    let until = vigie_core::time::Timestamp::from_unix_ms(1_795_320_006_000);
    vec![
        Fact::WarningDrafted {
            draft: rockets(),
            by: Some(by("amal")),
            from: None,
            event,
        },
        Fact::WarningAmended {
            warning,
            by: by("basil"),
            draft: rockets(),
            event,
        },
        Fact::DraftJoined {
            warning,
            by: Some(by("carla")),
            from: None,
            draft: rockets(),
        },
        Fact::DraftJoined {
            warning,
            by: None,
            from: Some(Triple("a@b.example,1,2026-11-22T04:00:00-00:00".to_owned())),
            draft: rockets(),
        },
        Fact::SubmissionQueued {
            warning,
            by: by("amal"),
            until,
        },
        Fact::SubmissionFailed {
            warning,
            why: "no language has words for it".to_owned(),
        },
        Fact::IncidentJoined {
            incident: IncidentId(34),
            warning,
        },
    ]
}

/// Who had what in hand, updates by two, and ends that a second looked at.
fn handed() -> Vec<Fact> {
    let mut place = Place::as_if_vetted();
    let (warning, sha256) = place.submitted(rockets());
    let mut facts: Vec<Fact> = place.entries.iter().map(|e| e.fact.clone()).collect();
    facts.retain(|fact| matches!(fact, Fact::WarningSubmitted { .. }));
    let approve = Command::Approve { warning, sha256 };
    place.officer("basil", approve).unwrap();
    let zones = ["compound", "quarter"].map(vigie_core::ids::ZoneId::new);
    let revision = vigie_core::warning::Revision {
        zones: Some(zones.into()),
        valid_s: Some(900),
        ..vigie_core::warning::Revision::default()
    };
    let update = Command::Update { warning, revision };
    facts.extend(place.officer("amal", update).unwrap());
    let reason = "which gate?".to_owned();
    facts.extend([
        Fact::WarningReturned {
            warning,
            by: by("basil"),
            reason: reason.clone(),
        },
        Fact::WarningDelegated {
            warning,
            by: by("amal"),
            to: by("carla"),
        },
        Fact::DraftEscalated {
            warning,
            to: by("carla"),
        },
        Fact::UpdateTurnedDown {
            warning,
            by: by("basil"),
            reason: reason.clone(),
        },
        Fact::RetractionExplained {
            warning,
            by: by("basil"),
            cause: Some(vigie_core::wording::Cause::Machine),
            note: Some("the north sensor heard a lorry".to_owned()),
        },
        Fact::EndConfirmed {
            warning,
            by: by("amal"),
        },
        Fact::CommandRefused {
            by: by("amal"),
            command: "approve".to_owned(),
            rule: "same_officer".to_owned(),
            why: "a second officer must approve".to_owned(),
            about: Some("5".to_owned()),
        },
    ]);
    facts
}

fn by(name: &str) -> OfficerId {
    OfficerId::new(name)
}

#[expect(
    clippy::too_many_lines,
    reason = "one sample of each kind, in one place"
)]
fn decided() -> Vec<Fact> {
    let mut place = Place::as_if_vetted();
    let order = two_of_three(place.now);
    let id = order.id.clone();
    let mut flood = foreign(place.now, "flood-1");
    flood.infos[0].areas[0].circles = vec![vigie_cap::doc::Circle {
        centre: vigie_cap::doc::Position {
            lat: 33.3,
            lon: 44.4,
        },
        radius_km: 12.5,
    }];
    let relayed = place.tell(from_feed("civil-defence", &flood));
    let warning = place.live(rockets());
    let mut issued = place.entries.iter().map(|e| e.fact.clone());
    let issued = issued.rfind(|f| matches!(f, Fact::AlertIssued { .. }));
    let content: Box<Content> = Box::new(place.last_alert(warning).content);
    place.officer("amal", Command::AllClear(warning)).unwrap();
    let sensor = Source::Sensor {
        sensor: SensorId::new("north"),
        reading: 7,
    };
    let reported = vigie_core::report::Report {
        danger: Some(vigie_core::ids::Danger::new("rockets")),
        place: vigie_core::audience::area::Point::from_degrees(33.3, 44.4).ok(),
        said_at: Some(place.now),
        text_sha256: Some("ab".repeat(32)),
        language: Some(vigie_core::ids::Language::new("ar")),
        ..report(sensor)
    };
    let triple = Triple("a@b.example,1,2026-11-22T04:00:00-00:00".to_owned());
    let mut facts = vec![
        Fact::SiteDeclared {
            site: Box::new(site()),
            basis: None,
        },
        Fact::RosterDeclared {
            roster: (*place.state.roster).clone(),
        },
        Fact::ReportReceived {
            report: Box::new(reported),
        },
        Fact::CapTaken {
            feed: FeedId::new("civil-defence"),
            triple: triple.clone(),
            sha256: "cd".repeat(32),
            verdict: Verdict::Ignore,
            rule: "expired".to_owned(),
            why: "it has expired".to_owned(),
            signed_by: None,
        },
        Fact::StandingOrderProposed {
            order: Box::new(order),
            by: by("amal"),
        },
        Fact::StandingOrderApproved {
            id: id.clone(),
            by: by("basil"),
            sha256: String::new(),
        },
        Fact::StandingOrderApproved {
            id: id.clone(),
            by: by("basil"),
            sha256: "cd".repeat(32),
        },
        Fact::StandingOrderRevoked {
            id: id.clone(),
            by: by("amal"),
        },
        Fact::StandingOrderFired {
            id: id.clone(),
            warning,
            reports: vec![ReportId(11), ReportId(9)],
            sensors: vec![SensorId::new("south"), SensorId::new("north")],
            class: Class::Alert,
            pressed_by: None,
            cap: None,
        },
        Fact::StandingOrderHeld {
            id,
            why: "it fired 3 times".to_owned(),
        },
        Fact::WarningDrafted {
            draft: rockets(),
            by: Some(by("amal")),
            from: None,
            event: None,
        },
        Fact::WarningDrafted {
            draft: rockets(),
            by: None,
            from: Some(triple),
            event: None,
        },
        Fact::WarningAmended {
            warning,
            by: by("basil"),
            draft: rockets(),
            event: None,
        },
        Fact::WarningSubmitted {
            warning,
            by: by("amal"),
            content,
            corrections: None,
        },
        Fact::WarningApproved {
            warning,
            by: by("basil"),
            sha256: "ef".repeat(32),
        },
        Fact::WarningRejected {
            warning,
            by: by("basil"),
            reason: "false".to_owned(),
        },
        Fact::WarningConfirmed {
            warning,
            by: by("basil"),
        },
        Fact::UnconfirmedNagged {
            warning,
            deputy: None,
        },
        Fact::WarningEnded {
            warning,
            how: End::Expired,
        },
        Fact::CommandRefused {
            by: by("amal"),
            command: "approve".to_owned(),
            rule: "same_officer".to_owned(),
            why: "a second officer must approve".to_owned(),
            about: None,
        },
    ];
    facts.extend(issued);
    facts.extend(relayed);
    facts
}

fn carried() -> Vec<Fact> {
    let delivery = DeliveryId(40);
    let siren = SirenId::new("gate");
    let device_at = vigie_core::time::Timestamp::from_unix_ms(1_795_320_000_250);
    let answers = [
        AnswerWhat::Accepted,
        AnswerWhat::Started,
        AnswerWhat::Heard,
        AnswerWhat::NotHeard,
        AnswerWhat::Ended,
        AnswerWhat::Refused {
            reason: RefusalReason::Replayed,
        },
    ];
    let mut facts: Vec<Fact> = answers
        .map(|what| Fact::SirenAnswered {
            delivery,
            siren: siren.clone(),
            what,
            device_at,
        })
        .into();
    let pairing = Some(Pairing {
        epoch: 2,
        next_ctr: 7,
    });
    facts.extend([
        Fact::DeliveryAttempted {
            delivery,
            attempt: 1,
            outcome: Outcome::HandedOver { to: 1 },
        },
        Fact::DeliveryAttempted {
            delivery,
            attempt: 2,
            outcome: Outcome::Failed {
                why: "no connection".to_owned(),
            },
        },
        Fact::DeliveryLapsed {
            delivery,
            attempt: 3,
        },
        Fact::SirenLinked {
            siren: siren.clone(),
            up: true,
            pairing,
        },
        Fact::SirenLinked {
            siren,
            up: false,
            pairing: None,
        },
        Fact::ScreensReached {
            alert: AlertId(31),
            connected: 2_000,
            acked: 1_990,
        },
    ]);
    facts
}

/// What is known of sirens while nothing is ordered, and what was not believed.
fn masts() -> Vec<Fact> {
    let siren = SirenId::new("gate");
    let doubts = [
        Doubt::Siren {
            reason: RefusalReason::Forged,
        },
        Doubt::Server {
            text: SaidToBe::Hello,
            reason: Unproven::Stale,
        },
    ];
    let mut facts: Vec<Fact> = doubts
        .map(|doubt| Fact::SirenDoubted {
            siren: siren.clone(),
            doubt,
            sha256: "ab".repeat(32),
            times: 3,
        })
        .into();
    for (up, why) in [(true, ""), (false, "it returned none of the last beats")] {
        facts.push(Fact::SirenWay {
            siren: siren.clone(),
            way: Way::Mqtt,
            up,
            why: why.to_owned(),
        });
    }
    let tested = SelfTest {
        at: vigie_core::time::Timestamp::from_unix_ms(1_795_320_000_250),
        kind: TestKind::Silent,
        result: TestResult::Passed,
    };
    let conditions = [
        Condition::default(),
        Condition {
            power: Power::Battery { percent: 40 },
            case: Case::Open,
            sound: Fitness::Works,
            voice: Fitness::Untried,
            disk: Fitness::Broken,
            broker: Seat::Contested,
            tested: Some(tested),
        },
    ];
    facts.extend(conditions.map(|condition| Fact::SirenCondition {
        siren: siren.clone(),
        condition,
    }));
    for neighbours in [vec![SirenId::new("mast"), SirenId::new("roof")], Vec::new()] {
        facts.push(Fact::SirenEscalated {
            warning: WarningId(30),
            delivery: DeliveryId(40),
            siren: siren.clone(),
            neighbours,
        });
    }
    facts
}

fn recorded() -> Vec<Fact> {
    let (incident, warning, headcount) = (IncidentId(34), WarningId(30), HeadcountId(33));
    let as_of = vigie_core::time::Timestamp::from_unix_ms(1_795_320_000_000);
    let assertion = Box::new(Assertion {
        reports: vec![ReportId(50)],
        said_at: Some(as_of),
        ..Assertion::plain(About::Casualties, "no deaths", "the spokesperson")
    });
    let (reported_by, reports) = ("the desk".to_owned(), vec![ReportId(51)]);
    let claims = [
        Claim::Nobody {
            as_of,
            reported_by: reported_by.clone(),
            reports: reports.clone(),
        },
        Claim::Claimed {
            by: "a group".to_owned(),
            channel: "a video".to_owned(),
            reports: reports.clone(),
            credibility: None,
        },
        Claim::Attributed {
            to: "a group".to_owned(),
            reported_by,
            reports,
            ground: None,
        },
    ];
    let person = PersonRef::new("p1");
    let mut facts = vec![
        Fact::HeadcountOpened {
            warning,
            expected: 3,
        },
        Fact::HeadcountAnswered {
            headcount,
            person,
            reply: Reply::NeedHelp,
        },
        Fact::HeadcountClosed {
            headcount,
            by: by("rana"),
        },
        Fact::IncidentOpened { warning },
        Fact::AssertionRecorded {
            incident,
            by: by("rana"),
            assertion,
        },
        Fact::AssertionWithdrawn {
            assertion: AssertionId(60),
            by: by("rana"),
            reason: "corrected".to_owned(),
        },
    ];
    facts.extend(claims.map(|claim| Fact::ClaimRecorded {
        incident,
        by: by("rana"),
        claim: Box::new(claim),
    }));
    facts
}

fn line(fact: &Fact) -> String {
    serde_json::to_string(&Wire::alone(fact)).unwrap()
}

#[test]
fn every_kind_of_fact_is_written_as_it_was() {
    let samples = samples();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for fact in &samples {
        let wire = serde_json::to_value(Wire::alone(fact)).unwrap();
        assert_eq!(wire["kind"], kind(fact));
        assert_eq!(wire["v"], 1);
        *kinds.entry(kind(fact)).or_default() += 1;
    }
    assert_eq!(kinds.len(), KINDS, "one sample at least of each: {kinds:?}");
    let lines: String = samples.iter().map(|fact| line(fact) + "\n").collect();
    let path = format!("{}/{GOLDEN}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("VIGIE_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, &lines).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    for (n, (golden, line)) in golden.lines().zip(lines.lines()).enumerate() {
        assert_eq!(
            golden,
            line,
            "line {} of {GOLDEN}: the form of a version never changes",
            n + 1
        );
    }
    assert_eq!(golden.lines().count(), samples.len());
}

#[test]
fn every_line_ever_written_is_read_back_whole() {
    let path = format!("{}/{GOLDEN}", env!("CARGO_MANIFEST_DIR"));
    for golden in std::fs::read_to_string(path).unwrap().lines() {
        let fact = from_value(serde_json::from_str(golden).unwrap()).unwrap();
        assert_eq!(line(&fact), golden);
    }
}

#[test]
fn each_fact_of_a_decision_says_how_many_follow() {
    let facts = carried();
    let lines: Vec<String> = Wire::decision(&facts[..3])
        .iter()
        .map(|wire| serde_json::to_string(wire).unwrap())
        .collect();
    for (line, more) in lines.iter().zip(["\"more\":2", "\"more\":1", ""]) {
        assert!(line.contains(more), "{line}");
        assert_eq!(has_followers(line), !more.is_empty(), "{line}");
    }
    for (line, fact) in lines.iter().zip(&facts) {
        assert_eq!(
            &from_value(serde_json::from_str(line).unwrap()).unwrap(),
            fact
        );
    }
}

#[test]
fn a_word_inside_a_fact_is_no_follower() {
    let why = r#"he said "more":5"#.to_owned();
    let held = Fact::StandingOrderHeld {
        id: StandingOrderId::new("x"),
        why,
    };
    assert!(!has_followers(&line(&held)));
    assert!(!has_followers("no JSON \"more\":"));
}

#[test]
fn a_fact_of_a_later_version_is_named_and_an_unknown_one_too() {
    let later = serde_json::json!({"v": 2, "kind": "teleported"});
    assert!(
        from_value(later)
            .unwrap_err()
            .to_string()
            .contains("version 2")
    );
    let unknown = serde_json::json!({"v": 1, "kind": "teleported"});
    assert!(
        from_value(unknown)
            .unwrap_err()
            .to_string()
            .contains("teleported")
    );
    assert!(from_value(serde_json::json!([])).is_err());
}

#[test]
fn nothing_on_the_roster_is_written_into_an_answer_but_the_pseudonym() {
    let mut place = Place::as_if_vetted();
    place.live(rockets());
    let headcount = *place.state.headcounts.keys().next().unwrap();
    let person = PersonRef::new("p1");
    let facts = place.tell(Input::Safe {
        headcount,
        person,
        reply: Reply::Safe,
    });
    let wire = serde_json::to_value(Wire::alone(&facts[0])).unwrap();
    let members: Vec<_> = wire
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(members, ["headcount", "kind", "person", "reply", "v"]);
}
