//! What is said of an incident: what it is, what happened, who did it. Nothing is overwritten, so nothing is left
//! out: lines that contradict stand side by side, what was withdrawn stands as withdrawn.

use super::sheet::Block;
use vigie_core::ids::ReportId;
use vigie_core::record::account::Account;
use vigie_core::record::assertion::{About, Assertion, Claim, Credibility, Line, Standing};
use vigie_core::record::description::{PlacePrecision, TimePrecision, When};
use vigie_core::time::Timestamp;

/// What it is, as last said, and what it was called before.
pub(super) fn described(account: &Account) -> Vec<Block> {
    let mut lines = Vec::new();
    let mut line = |what: &str, text: String| lines.push((what.to_owned(), text));
    if let Some(last) = account.described.last() {
        let about = &last.description;
        line("What", format!("{} ({})", about.title, about.kind));
        line("When", when(about.when));
        line(
            "Where",
            format!("{}{}", about.place.name, rough(about.place.precision)),
        );
        if let Some(row) = &about.row {
            line("Taken from", row.key());
        }
    }
    for pair in account.described.windows(2) {
        let [before, after] = pair else { continue };
        let said = format!(
            "{} ({}), until {} said otherwise at {}: {}",
            before.description.title,
            before.description.kind,
            after.by,
            after.at.rfc3339(),
            after.reason
        );
        line("Was called", said);
    }
    if let Some(merged) = &account.merged {
        let said = format!("incident {}, {}: {}", merged.into, merged.by, merged.reason);
        line("Is part of", said);
    }
    if let Some(from) = account.split_from {
        line("Was split from", format!("incident {from}"));
    }
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Block::Heading("What it is".to_owned()), Block::Lines(lines)]
    }
}

/// What is said to have happened, each line with who says so.
pub(super) fn assertions(account: &Account) -> Vec<Block> {
    let rows: Vec<_> = account
        .assertions
        .iter()
        .map(|line| {
            vec![
                about(line.said.about).to_owned(),
                statement(line),
                line.said.reported_by.clone(),
                believed(line),
                time(&line.said),
                reports(&line.said.reports),
                format!("{} at {}", line.by, line.at.rfc3339()),
            ]
        })
        .collect();
    let table = if rows.is_empty() {
        Block::Nothing("Nothing was recorded.".to_owned())
    } else {
        let head = vec![
            "about",
            "statement",
            "as reported by",
            "standing",
            "said to be so at",
            "reports",
            "recorded by",
        ];
        Block::Table(head, rows)
    };
    vec![
        Block::Heading("What is said to have happened".to_owned()),
        table,
    ]
}

/// Who is said to have done it, claims side by side.
pub(super) fn claims(account: &Account) -> Vec<Block> {
    let rows: Vec<_> = account
        .claims
        .iter()
        .map(|line| {
            let (said, reported_by, rests_on) = claim(&line.said);
            let hand = format!("{} at {}", line.by, line.at.rfc3339());
            let said = match &line.withdrawn {
                None => said,
                Some(back) => format!("WITHDRAWN by {}: {} ({said})", back.by, back.reason),
            };
            vec![said, reported_by, reports(rests_on), hand]
        })
        .collect();
    let table = if rows.is_empty() {
        Block::Nothing("Nothing was recorded.".to_owned())
    } else {
        let head = vec!["claim", "as reported by", "reports", "recorded by"];
        Block::Table(head, rows)
    };
    vec![
        Block::Heading("Who is said to have done it".to_owned()),
        table,
    ]
}

fn claim(claim: &Claim) -> (String, String, &[ReportId]) {
    match claim {
        Claim::Nobody {
            as_of,
            reported_by,
            reports,
        } => (
            format!("nobody has claimed it, as of {}", as_of.rfc3339()),
            reported_by.clone(),
            reports,
        ),
        Claim::Claimed {
            by,
            channel,
            reports,
            credibility,
        } => (
            format!(
                "{by} says that they did it{}",
                credibility.map_or("", credible)
            ),
            format!("{by}, through {channel}"),
            reports,
        ),
        Claim::Attributed {
            to,
            reported_by,
            reports,
            ground,
        } => {
            let ground = ground
                .as_ref()
                .map(|ground| format!(", on this ground: {ground}"));
            (
                format!("attributed to {to}{}", ground.unwrap_or_default()),
                reported_by.clone(),
                reports,
            )
        }
    }
}

fn reports(reports: &[ReportId]) -> String {
    let numbers: Vec<String> = reports.iter().map(ToString::to_string).collect();
    if numbers.is_empty() {
        "none".to_owned()
    } else {
        numbers.join(", ")
    }
}

fn statement(line: &Line<Assertion>) -> String {
    let said = &line.said;
    let mut text = said.statement.clone();
    let mut add = |more: String| {
        text.push_str(" — ");
        text.push_str(&more);
    };
    if let Some(salvo) = said.salvo {
        add(format!("salvo {salvo}"));
    }
    if let Some(quantity) = &said.quantity {
        add(format!("as said: {}", quantity.said));
    }
    if let Some(place) = &said.place {
        add(format!("{}{}", place.name, rough(place.precision)));
    }
    for mark in &said.marks {
        add(format!(
            "report {}: \u{201c}{}\u{201d}",
            mark.report, mark.quote
        ));
    }
    text
}

fn believed(line: &Line<Assertion>) -> String {
    let mut text = standing(line.said.standing).to_owned();
    if let Some(last) = line.judged.last() {
        let said = format!(" by {}: {}", last.by, last.reason);
        text.push_str(&said);
    }
    if let Some(back) = &line.withdrawn {
        let said = format!(" by {}: {}", back.by, back.reason);
        text.push_str(&said);
    }
    let opposed: Vec<String> = line.opposed.iter().map(ToString::to_string).collect();
    if !opposed.is_empty() {
        let said = format!("; line {} says otherwise", opposed.join(", "));
        text.push_str(&said);
    }
    text
}

fn time(said: &Assertion) -> String {
    let happened = said.when.map(when);
    let told = said.said_at.map(Timestamp::rfc3339);
    let mut text = happened.or(told).unwrap_or_else(|| "not stated".to_owned());
    if let Some(as_of) = said.as_of {
        let said = format!(", as of {}", as_of.rfc3339());
        text.push_str(&said);
    }
    text
}

fn when(when: When) -> String {
    let how = match when.precision {
        TimePrecision::Exact => return when.at.rfc3339(),
        TimePrecision::About => "about",
        TimePrecision::PartOfDay => "around",
        TimePrecision::Day => "some time in the day from",
        TimePrecision::Week => "some time in the week from",
        TimePrecision::Month => "some time in the month from",
        TimePrecision::Year => "some time in the year from",
    };
    format!("{how} {}", when.at.rfc3339())
}

fn rough(precision: PlacePrecision) -> &'static str {
    match precision {
        PlacePrecision::Exact => "",
        PlacePrecision::Near => " (within a kilometre)",
        PlacePrecision::Town => " (somewhere in the town)",
        PlacePrecision::Region => " (somewhere in the region)",
        PlacePrecision::Country => " (somewhere in the country)",
    }
}

fn credible(credibility: Credibility) -> &'static str {
    match credibility {
        Credibility::Confirmed => ", confirmed by others",
        Credibility::ProbablyTrue => ", probably true",
        Credibility::PossiblyTrue => ", possibly true",
        Credibility::Doubtful => ", doubtful",
        Credibility::Improbable => ", improbable",
        Credibility::CannotBeJudged => ", which cannot be judged",
    }
}

fn about(about: About) -> &'static str {
    match about {
        About::Event => "what happened",
        About::Casualties => "casualties",
        About::Damage => "damage",
        About::Warning => "the warning",
        About::Order => "orders",
        About::Forces => "forces",
        About::Past => "before",
        About::Other => "other",
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Reported => "reported",
        Standing::Corroborated => "corroborated",
        Standing::Confirmed => "confirmed",
        Standing::Disputed => "disputed",
        Standing::Withdrawn => "WITHDRAWN",
    }
}
