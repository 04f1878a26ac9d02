//! The end of an exercise for people: what was measured, what was promised, and whether it was held.

use super::outcome::Outcome;
use super::times::Spread;
use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;

/// The summary as text.
pub fn summary(outcome: &Outcome) -> String {
    let verdict = if outcome.ok {
        "every promise was held"
    } else {
        "A PROMISE WAS BROKEN"
    };
    format!(
        "EXERCISE {} — {verdict}\n\n{}\n\n{}\n\n{}",
        outcome.scenario,
        times(outcome),
        counts(outcome),
        promises(outcome)
    )
}

fn times(outcome: &Outcome) -> Table {
    let times = &outcome.times_ms;
    let mut table = table(&["measured, in ms", "first", "half", "99 %", "last"]);
    for (what, at) in [
        (
            "second sensor's report → decided",
            times.trigger_to_decision,
        ),
        ("→ on disk", times.trigger_to_synced),
        (
            "→ first siren order on the wire",
            times.trigger_to_first_order,
        ),
        ("→ first siren heard", times.trigger_to_first_heard),
    ] {
        let at = at.map_or("not measured".to_owned(), |ms| format!("{ms:.1}"));
        table.add_row([what.to_owned(), at]);
    }
    for (what, spread) in [
        ("→ warning on screens", times.screens),
        ("all clear given → on screens", times.all_clear_screens),
    ] {
        table.add_row(match spread {
            Some(Spread {
                first,
                p50,
                p99,
                last,
            }) => [what.to_owned()]
                .into_iter()
                .chain([first, p50, p99, last].map(|ms| format!("{ms:.1}")))
                .collect::<Vec<_>>(),
            None => vec![what.to_owned(), "not measured".to_owned()],
        });
    }
    table
}

fn counts(outcome: &Outcome) -> Table {
    let mut table = table(&["counted", ""]);
    let (sirens, screens, people) = (&outcome.sirens, outcome.screens, outcome.people);
    let failed = if sirens.failed.is_empty() {
        String::new()
    } else {
        format!("; FAILED: {}", sirens.failed.join(", "))
    };
    table.add_row([
        "sirens".to_owned(),
        format!("{} ordered, {} heard{failed}", sirens.ordered, sirens.heard),
    ]);
    table.add_row([
        "screens".to_owned(),
        format!(
            "{} connected, {} warned, {} got the all clear",
            screens.connected, screens.reached, screens.all_clear_reached
        ),
    ]);
    table.add_row([
        "people".to_owned(),
        format!(
            "{} expected, {} safe, {} need help, {} MISSING",
            people.expected, people.safe, people.need_help, people.missing
        ),
    ]);
    table.add_row([
        "journal".to_owned(),
        format!("{} entries", outcome.journal.entries),
    ]);
    table
}

fn promises(outcome: &Outcome) -> Table {
    let mut table = table(&["promise", "", "found"]);
    for promise in &outcome.promises {
        let held = if promise.held { "held" } else { "BROKEN" };
        table.add_row([promise.id, held, promise.why.as_str()]);
    }
    table
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(head.iter().copied());
    table
}
