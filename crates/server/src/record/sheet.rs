//! What the record of an incident says, in which order, before it has a form. Who says a thing stands
//! beside it; what failed is named with its reason.

use super::said;
use std::collections::BTreeMap;
use vigie_core::delivery::Stage;
use vigie_core::headcount::Count;
use vigie_core::ids::OfficerId;
use vigie_core::record::account::{Account, MessageAccount, SirenAccount, WarningAccount};
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::End;
use vigie_core::wording::Act;

/// One piece of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The title of the sheet; begins with the status.
    Title(String),
    /// What everybody must know before reading on.
    Notice(String),
    /// A chapter.
    Heading(String),
    /// Facts, one line each.
    Lines(Vec<(String, String)>),
    /// Rows under a head.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// Said in place of an empty table.
    Nothing(String),
}

/// The sheet of an incident.
pub fn sheet(account: &Account) -> Vec<Block> {
    // One real warning, or one who called it real, makes it real; without any nothing is called an exercise.
    let described = account.described.last().map(|said| said.description.status);
    let warned = account.warnings.iter().map(|warning| warning.status);
    let statuses: Vec<Status> = warned.chain(described).collect();
    let exercise =
        !statuses.is_empty() && statuses.iter().all(|status| *status == Status::Exercise);
    let status = if exercise {
        Status::Exercise
    } else {
        Status::Actual
    };
    let mut blocks = vec![Block::Title(format!(
        "{status} — record of incident {}",
        account.incident
    ))];
    if exercise {
        blocks.push(Block::Notice(
            "This was an exercise. Nobody was in danger.".to_owned(),
        ));
    }
    blocks.push(Block::Lines(vec![(
        "Opened".to_owned(),
        account.opened.rfc3339(),
    )]));
    blocks.extend(said::described(account));
    for warning in &account.warnings {
        blocks.extend(warning_blocks(warning));
    }
    blocks.extend(said::assertions(account));
    blocks.extend(said::claims(account));
    blocks
}

fn warning_blocks(warning: &WarningAccount) -> Vec<Block> {
    let mut lines = vec![
        ("Status".to_owned(), warning.status.to_string()),
        ("Place".to_owned(), warning.place.clone()),
    ];
    let mut line = |what: &str, text: String| lines.push((what.to_owned(), text));
    match &warning.fired_by {
        Some(order) => {
            line(
                "Issued",
                format!("without a human, by the standing order {order}"),
            );
            line("Confirmed", confirmed(warning.confirmed.as_ref()));
        }
        None => line("Issued", "by two officers".to_owned()),
    }
    line("Ended", ended(warning.ended.as_ref()));
    let mut blocks = vec![
        Block::Heading(format!("Warning {}: {}", warning.id, warning.danger)),
        Block::Lines(lines),
        Block::Heading("Messages".to_owned()),
        messages(&warning.messages),
        Block::Heading("Sirens".to_owned()),
    ];
    blocks.extend(sirens(&warning.messages));
    blocks.push(Block::Heading("Roll call".to_owned()));
    blocks.push(
        warning
            .headcount
            .map_or_else(|| Block::Nothing("Nobody was asked.".to_owned()), roll_call),
    );
    blocks
}

fn confirmed(by: Option<&(OfficerId, i64)>) -> String {
    by.map_or_else(
        || "by nobody".to_owned(),
        |(by, after_ms)| format!("by {by}, {} after it was issued", seconds(*after_ms)),
    )
}

fn ended(ended: Option<&(End, Timestamp, Option<OfficerId>)>) -> String {
    let Some((how, at, by)) = ended else {
        return "not yet: people are being warned".to_owned();
    };
    let how = match how {
        End::AllClear => "all clear",
        End::Retracted => "retracted: it was false",
        End::Expired => "expired: nobody renewed it",
    };
    let by = by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
    format!("{how}{by}, {}", at.rfc3339())
}

fn messages(messages: &[MessageAccount]) -> Block {
    let rows = messages.iter().map(|message| {
        let heard = message.heard().count();
        let sirens = message.sirens.len();
        vec![
            message.alert.to_string(),
            act(message.act).to_owned(),
            message.sent.rfc3339(),
            if sirens == 0 {
                "not for sirens".to_owned()
            } else {
                format!("{heard} of {sirens} heard")
            },
            message
                .screens
                .map_or("not counted".to_owned(), |(connected, acked)| {
                    format!("{acked} of {connected} that answer show it")
                }),
            message.identifier.clone(),
            message.sha256.clone(),
        ]
    });
    Block::Table(
        vec![
            "alert",
            "act",
            "issued",
            "sirens",
            "screens",
            "CAP identifier",
            "SHA-256 of the CAP message",
        ],
        rows.collect(),
    )
}

/// One row for each siren, one line in it for each message.
fn sirens(messages: &[MessageAccount]) -> Vec<Block> {
    let mut rows: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for message in messages {
        for siren in &message.sirens {
            let said = format!("{}: {}", act(message.act), outcome(siren));
            rows.entry(&siren.siren).or_default().push(said);
        }
    }
    if rows.is_empty() {
        return vec![Block::Nothing("No siren was ordered to sound.".to_owned())];
    }
    let rows = rows
        .into_iter()
        .map(|(siren, said)| vec![siren.to_owned(), said.join("; ")])
        .collect();
    vec![Block::Table(vec!["siren", "what became of it"], rows)]
}

fn outcome(siren: &SirenAccount) -> String {
    if let Some(after_ms) = siren.heard_after_ms {
        return format!("heard after {}", seconds(after_ms));
    }
    let life = match siren.life {
        Stage::GivenUp => "NOT REACHED",
        Stage::Silent => "NOT HEARD",
        Stage::Refused => "REFUSED",
        other => other.as_str(),
    };
    match &siren.why {
        Some(why) => format!("{life} ({why})"),
        None => life.to_owned(),
    }
}

fn roll_call(count: Count) -> Block {
    let number = |n: u64| n.to_string();
    Block::Table(
        vec!["expected", "safe", "need help", "missing"],
        vec![vec![
            number(count.expected),
            number(count.safe),
            number(count.need_help),
            number(count.missing),
        ]],
    )
}

fn seconds(ms: i64) -> String {
    format!("{}.{:03} s", ms / 1_000, (ms % 1_000).abs())
}

fn act(act: Act) -> &'static str {
    match act {
        Act::Alert => "alert",
        Act::Update => "update",
        Act::AllClear => "all clear",
        Act::Retraction => "retraction",
        Act::Expiry => "expiry",
    }
}
