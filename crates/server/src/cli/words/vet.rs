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
}

pub(super) fn run(args: &Args) -> ExitCode {
    say(vet(args))
}

async fn vet(args: &Args) -> Result<String, String> {
    let language = &args.language;
    let answer = get(&args.server, &format!("/api/v1/words/{language}")).await?;
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
    if wanted.is_empty() {
        return Ok(format!("everything in {language} is vetted"));
    }
    let (Some(expert), Some(office)) = (&args.expert, &args.office) else {
        let texts: Vec<String> = wanted.into_iter().map(shown).collect();
        return Ok(format!(
            "{}\n\nto put on record that somebody read these: vigie words vet --language {language} --expert NAME --office OFFICE",
            texts.join("\n\n")
        ));
    };
    let texts: Map<String, Value> = wanted
        .into_iter()
        .filter_map(|words| {
            Some((
                words["danger"].as_str()?.to_owned(),
                words["sha256"].clone(),
            ))
        })
        .collect();
    let body = json!({
        "language": language, "texts": texts, "expert": expert, "office": office,
    });
    let answer = post(&args.server, "/api/v1/words/vettings", &body).await?;
    let says = answer["says"].as_array().cloned().unwrap_or_default();
    let says: Vec<&str> = says.iter().filter_map(Value::as_str).collect();
    let change = &answer["change"];
    let sha256 = answer["sha256"].as_str().unwrap_or_default();
    Ok(format!(
        "{}\nnothing holds yet; next, by a second officer who has read them: vigie change approve {change} --sha256 {sha256}",
        says.join("\n")
    ))
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
        "{} ({}): {state}, sum {}",
        text(&words["danger"]),
        text(&words["event"]),
        text(&words["sha256"])
    )];
    for act in Act::ALL {
        let said = &words["acts"][act.as_str()];
        lines.push(format!(
            "  {:10} {} | {} | {}",
            act.as_str(),
            text(&said["headline"]),
            text(&said["description"]),
            text(&said["instruction"])
        ));
    }
    lines.join("\n")
}
