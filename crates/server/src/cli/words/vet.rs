//! Puts on record that somebody of the place vetted what is said, through the same API as everything that
//! two officers agree to; without a name it shows what there is to read.

use crate::cli::decide::{ServerArgs, get, post};
use crate::cli::say;
use serde_json::{Map, Value, json};
use std::process::ExitCode;
use vigie_core::wording::Act;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    server: ServerArgs,
    /// The language.
    #[arg(long)]
    language: String,
    /// Only these dangers; without it, every one that is not vetted yet.
    #[arg(long = "danger")]
    dangers: Vec<String>,
    /// Who read the texts to those they are for; without it, the texts are shown.
    #[arg(long, requires = "office")]
    expert: Option<String>,
    /// In which office or trade: civil defence, teacher, interpreter.
    #[arg(long, requires = "expert")]
    office: Option<String>,
    /// The words that wait to be agreed to, after an edit or an upgrade: they and who vetted them become one
    /// change, which a second officer agrees to.
    #[arg(long)]
    waiting: bool,
    /// Ask that these be said for real no more; a second officer agrees.
    #[arg(
        long,
        requires = "reason",
        requires = "dangers",
        conflicts_with_all = ["expert", "waiting"]
    )]
    withdraw: bool,
    /// Why it is taken back.
    #[arg(long, requires = "withdraw")]
    reason: Option<String>,
}

pub(super) fn run(args: &Args) -> ExitCode {
    say(vet(args))
}

async fn vet(args: &Args) -> Result<String, String> {
    let language = &args.language;
    let which = if args.waiting { "?waiting=true" } else { "" };
    let answer = get(&args.server, &format!("/api/v1/words/{language}{which}")).await?;
    let all = answer["words"].as_array().cloned().unwrap_or_default();
    let wanted: Vec<&Value> = all
        .iter()
        .filter(|words| {
            let danger = words["danger"].as_str().unwrap_or_default();
            let named = args.dangers.iter().any(|wanted| wanted == danger);
            named || args.dangers.is_empty() && words["vetted"].is_null()
        })
        .collect();
    for danger in &args.dangers {
        if !wanted.iter().any(|words| words["danger"] == json!(danger)) {
            return Err(format!("this site has no words for {danger} in {language}"));
        }
    }
    if args.withdraw {
        return withdraw(args, &wanted).await;
    }
    if wanted.is_empty() {
        return Ok(format!("everything in {language} is vetted"));
    }
    let (Some(expert), Some(office)) = (&args.expert, &args.office) else {
        let texts: Vec<String> = wanted.into_iter().map(shown).collect();
        return Ok(format!(
            "{}\n\nto put on record that somebody read these: vigie words vet --language {language}{} --expert NAME --office OFFICE",
            texts.join("\n\n"),
            if args.waiting { " --waiting" } else { "" }
        ));
    };
    let texts = sums(&wanted);
    let body = json!({
        "language": language, "texts": texts, "expert": expert, "office": office,
    });
    let answer = post(&args.server, "/api/v1/words/vettings", &body).await?;
    Ok(next(&answer))
}

/// What was asked, and what another person does next.
fn next(answer: &Value) -> String {
    let says = answer["says"].as_array().cloned().unwrap_or_default();
    let says: Vec<&str> = says.iter().filter_map(Value::as_str).collect();
    let change = &answer["change"];
    let sha256 = answer["sha256"].as_str().unwrap_or_default();
    format!(
        "{}\nnothing holds yet; next, by a second officer who has read them: vigie change approve {change} --sha256 {sha256}",
        says.join("\n")
    )
}

/// Asks that these be said for real no more.
async fn withdraw(args: &Args, wanted: &[&Value]) -> Result<String, String> {
    let language = &args.language;
    let body = json!({
        "language": language, "texts": sums(wanted), "reason": args.reason,
    });
    let answer = post(&args.server, "/api/v1/words/withdrawals", &body).await?;
    Ok(next(&answer))
}

/// The sum of each text, by danger.
fn sums(words: &[&Value]) -> Map<String, Value> {
    let sum = |words: &&Value| {
        let danger = words["danger"].as_str()?.to_owned();
        Some((danger, words["sha256"].clone()))
    };
    words.iter().filter_map(sum).collect()
}

/// One danger as it is read aloud.
fn shown(words: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let state = if words["vetted"].is_null() {
        "proposed".to_owned()
    } else {
        let vetted = &words["vetted"];
        format!(
            "vetted by {}, {}",
            text(&vetted["expert"]),
            text(&vetted["office"])
        )
    };
    let mut lines = vec![format!(
        "{}{}: {state}, sum {}",
        text(&words["danger"]),
        words["event"]
            .as_str()
            .map_or_else(String::new, |event| format!(" ({event})")),
        text(&words["sha256"])
    )];
    for (name, said) in words["phrases"].as_object().into_iter().flatten() {
        lines.push(format!("  {name:22} {}", text(said).replace('\n', " / ")));
    }
    for act in Act::ALL.into_iter().filter(|_| words["acts"].is_object()) {
        let said = &words["acts"][act.as_str()];
        lines.push(format!(
            "  {:10} {} | {} | {}",
            act.as_str(),
            text(&said["headline"]),
            text(&said["description"]),
            text(&said["instruction"])
        ));
    }
    for (act, label) in words["labels"].as_object().into_iter().flatten() {
        let display = text(&label["display"]).replace('\n', " / ");
        lines.push(format!("  {act:10} {} | {display}", text(&label["push"])));
    }
    lines.join("\n")
}
