//! Facts of the record, for the golden file.

use crate::incidents::{attack, day, row};
use crate::tallies::tally;
use vigie_core::audience::area::Point;
use vigie_core::fact::Fact;
use vigie_core::ids::{AssertionId, IncidentId, OfficerId, ReportId};
use vigie_core::record::assertion::{About, Assertion, Claim, Mark, Standing};
use vigie_core::record::quantity::Quantity;
use vigie_core::record::tally::{Around, Tally};

/// One of each kind.
pub(crate) fn written() -> Vec<Fact> {
    let by = OfficerId::new("rana");
    let reason = "fragments".to_owned();
    let (incident, line) = (IncidentId(70), AssertionId(80));
    let marks = vec![Mark {
        report: ReportId(60),
        from: 12,
        to: 21,
        quote: "no deaths".to_owned(),
    }];
    let full = Assertion {
        marks: marks.clone(),
        when: Some(attack(day(54)).when),
        place: Some(attack(day(54)).place),
        quantity: Some(Quantity::read("70+")),
        salvo: Some(2),
        as_of: Some(day(55)),
        ..Assertion::plain(About::Past, "more than 70 similar attacks", "the agency")
    };
    let attributed = Claim::Attributed {
        to: "allied militias".to_owned(),
        reported_by: "the spokesperson".to_owned(),
        reports: vec![ReportId(60)],
        ground: Some("the place of the launch".to_owned()),
    };
    let around = Some(Around {
        centre: Point::from_degrees(33.305, 44.385).unwrap(),
        radius_m: 2_000,
    });
    vec![
        Fact::IncidentBegun {
            by: by.clone(),
            description: Box::new(row(1, day(54))),
        },
        Fact::IncidentDescribed {
            incident,
            by: by.clone(),
            reason: reason.clone(),
            description: Box::new(attack(day(54))),
        },
        Fact::IncidentMerged {
            incident,
            into: IncidentId(71),
            by: by.clone(),
            reason: reason.clone(),
        },
        Fact::IncidentSplit {
            incident,
            by: by.clone(),
            reason: reason.clone(),
            description: Box::new(attack(day(55))),
            lines: vec![line],
        },
        Fact::AssertionRecorded {
            incident,
            by: by.clone(),
            assertion: Box::new(full),
        },
        Fact::ClaimRecorded {
            incident,
            by: by.clone(),
            claim: Box::new(attributed),
        },
        Fact::AssertionJudged {
            assertion: line,
            by: by.clone(),
            standing: Standing::Corroborated,
            reason: reason.clone(),
        },
        Fact::AssertionSupported {
            assertion: line,
            by: by.clone(),
            reports: vec![ReportId(61)],
            marks,
        },
        Fact::AssertionsOpposed {
            one: line,
            other: AssertionId(81),
            by: by.clone(),
            reason: reason.clone(),
        },
        Fact::TallyDefined {
            tally: Box::new(Tally { around, ..tally() }),
            by: by.clone(),
        },
        Fact::TallyDropped {
            tally: tally().id,
            by,
            reason,
        },
    ]
}
