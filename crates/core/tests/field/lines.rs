//! Lines of the record: with their sentences, believed more and less, and set against each other.

use crate::incidents::{asserted, attack, day, desk, judge, opened, said};
use crate::place::{Place, report};
use vigie_core::ids::ReportId;
use vigie_core::record::account::account;
use vigie_core::record::assertion::{About, Assertion, Mark, Standing};
use vigie_core::record::quantity::Quantity;
use vigie_core::report::Source;
use vigie_core::{Command, Input};

fn reported(place: &mut Place) -> ReportId {
    let outlet = "an agency".to_owned();
    place.tell(Input::Report(Box::new(report(Source::Press { outlet }))));
    ReportId(place.state.head)
}

#[test]
fn a_line_is_corroborated_by_two_reports_and_confirmed_by_somebody_else() {
    let mut place = desk();
    let id = opened(&mut place, attack(day(54)));
    let (one, other) = (reported(&mut place), reported(&mut place));
    let mut assertion = Assertion::plain(About::Casualties, "no deaths", "the spokesperson");
    assertion.reports = vec![one];
    let line = asserted(&mut place, id, assertion);
    assert_eq!(
        place.rule("rana", judge(line, Standing::Corroborated)),
        "one_source"
    );
    let quote = "no deaths".to_owned();
    let mark = Mark {
        report: other,
        from: 100,
        to: 109,
        quote,
    };
    let support = |marks: Vec<Mark>| Command::Support {
        assertion: line,
        reports: vec![one],
        marks,
    };
    assert_eq!(place.rule("rana", support(Vec::new())), "already");
    let wrong = Mark {
        to: 108,
        ..mark.clone()
    };
    assert_eq!(place.rule("rana", support(vec![wrong])), "bad_mark");
    place.officer("rana", support(vec![mark])).unwrap();
    place
        .officer("rana", judge(line, Standing::Corroborated))
        .unwrap();
    assert_eq!(
        place.rule("rana", judge(line, Standing::Confirmed)),
        "same_officer"
    );
    assert_eq!(
        place.rule("rana", judge(line, Standing::Withdrawn)),
        "wrong_stage"
    );
    place
        .officer("carla", judge(line, Standing::Confirmed))
        .unwrap();
    let told = account(&place.state, id).unwrap();
    let hands: Vec<_> = told.assertions[0]
        .judged
        .iter()
        .map(|judged| (judged.by.as_str(), judged.standing))
        .collect();
    assert_eq!(
        hands,
        [
            ("rana", Standing::Corroborated),
            ("carla", Standing::Confirmed)
        ]
    );
}

#[test]
fn lines_that_contradict_stand_side_by_side() {
    let mut place = desk();
    let id = opened(&mut place, attack(day(54)));
    let elsewhere = opened(&mut place, attack(day(60)));
    let (none, two) = (
        said(&mut place, id, "no deaths"),
        said(&mut place, id, "two dead"),
    );
    let far = said(&mut place, elsewhere, "two dead");
    let oppose = |one, other| Command::Oppose {
        one,
        other,
        reason: "the number of dead".to_owned(),
    };
    assert_eq!(place.rule("rana", oppose(none, far)), "unknown");
    assert_eq!(place.rule("rana", oppose(none, none)), "already");
    place.officer("rana", oppose(none, two)).unwrap();
    assert_eq!(place.rule("rana", oppose(two, none)), "already");
    let told = account(&place.state, id).unwrap();
    for (line, other) in [(0, two), (1, none)] {
        assert_eq!(told.assertions[line].said.standing, Standing::Disputed);
        assert!(told.assertions[line].opposed.contains(&other));
    }
    assert_eq!(told.assertions[0].said.statement, "no deaths");
}

#[test]
fn a_line_keeps_its_salvo_its_number_as_said_and_its_sentence() {
    let mut place = desk();
    let id = opened(&mut place, attack(day(54)));
    let rule = |place: &mut Place, change: fn(&mut Assertion)| {
        let mut assertion = Assertion::plain(About::Past, "more than 70", "the agency");
        change(&mut assertion);
        let assertion = Box::new(assertion);
        place.rule(
            "rana",
            Command::Assert {
                incident: id,
                assertion,
            },
        )
    };
    assert_eq!(rule(&mut place, |a| a.salvo = Some(0)), "bad_salvo");
    assert_eq!(
        rule(&mut place, |a| a.quantity = Some(Quantity::read(" "))),
        "bad_text"
    );
    assert_eq!(
        rule(&mut place, |a| a.standing = Standing::Confirmed),
        "wrong_stage"
    );
    let mark = Mark {
        report: ReportId(1),
        from: 0,
        to: 2,
        quote: "70".to_owned(),
    };
    let many = vec![mark; 21];
    let mut assertion = Assertion::plain(About::Past, "more than 70", "the agency");
    assertion.marks = many;
    let command = Command::Assert {
        incident: id,
        assertion: Box::new(assertion.clone()),
    };
    assert_eq!(place.rule("rana", command), "full");
    assertion.marks.truncate(1);
    assertion.salvo = Some(2);
    assertion.quantity = Some(Quantity::read("70+"));
    asserted(&mut place, id, assertion.clone());
    assert_eq!(
        account(&place.state, id).unwrap().assertions[0].said,
        assertion
    );
}
