//! Decisions from the terminal, through the same API as the console.

use super::added::{AddedArgs, show_findings};
use super::{failed, runtime};
use crate::http::exercise::prefix;
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;
use vigie_core::status::Status;

/// How long the server may take to answer.
const ANSWER_S_MAX: u64 = 10;

/// Where the server is and who asks.
#[derive(Clone, Debug, clap::Args)]
pub struct ServerArgs {
    /// The server's address.
    #[arg(long, default_value = "http://127.0.0.1:8470", env = "VIGIE_SERVER")]
    pub server: String,
    /// An officer's token; better given by the environment than on a command line that others can see.
    #[arg(long, env = "VIGIE_TOKEN", hide_env_values = true)]
    pub token: String,
}

#[derive(Debug, clap::Args)]
pub struct WarnArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// The danger: the name of a file in the words folder.
    danger: String,
    /// A zone; repeat for several.
    #[arg(long = "zone", required = true)]
    zones: Vec<String>,
    /// Real, or an exercise. There is no default.
    #[arg(long, value_parser = status)]
    status: Status,
    /// How long it holds, in minutes.
    #[arg(long, default_value_t = 60)]
    minutes: u32,
    #[command(flatten)]
    added: AddedArgs,
    /// Show it to a second officer at once.
    #[arg(long)]
    submit: bool,
}

#[derive(Debug, clap::Args)]
pub struct One {
    #[command(flatten)]
    server: ServerArgs,
    /// The number of the warning.
    warning: u64,
    /// It is an exercise. Without this, only what is real is moved.
    #[arg(long)]
    exercise: bool,
}

impl One {
    fn path(&self, what: &str) -> String {
        let status = if self.exercise {
            Status::Exercise
        } else {
            Status::Actual
        };
        path(status, self.warning, what)
    }
}

#[derive(Debug, clap::Args)]
pub struct ApproveArgs {
    #[command(flatten)]
    one: One,
    /// The hash of what you saw, as `vigie submit` printed it.
    #[arg(long)]
    sha256: String,
}

#[derive(Debug, clap::Args)]
pub struct ReasonArgs {
    #[command(flatten)]
    one: One,
    /// Why, for whoever wrote it.
    #[arg(long)]
    reason: String,
}

#[derive(Debug, clap::Args)]
pub struct DelegateArgs {
    #[command(flatten)]
    one: One,
    /// The officer who is to take the next step.
    #[arg(long)]
    to: String,
}

#[derive(Debug, clap::Args)]
pub struct RetractArgs {
    #[command(flatten)]
    one: One,
    /// Why it was false; people are told the sentence vetted for it.
    #[arg(long, value_parser = ["machine", "mistake", "exercise", "forged", "no_danger"])]
    cause: Option<String>,
    /// More, for the record alone.
    #[arg(long)]
    reason: Option<String>,
}

/// Whatever but the end changes waits for a second officer.
#[derive(Debug, clap::Args)]
pub struct UpdateArgs {
    #[command(flatten)]
    one: One,
    /// Let the sirens sound again.
    #[arg(long)]
    resound: bool,
    /// Every zone that it is to warn; repeat for several.
    #[arg(long = "zone")]
    zones: Vec<String>,
    /// Another danger.
    #[arg(long)]
    danger: Option<String>,
    /// How long it holds from here on, in minutes.
    #[arg(long)]
    minutes: Option<u32>,
    #[command(flatten)]
    added: AddedArgs,
    /// Take the note back.
    #[arg(long, conflicts_with = "note")]
    without_note: bool,
}

/// Drafts a warning and says what to do next.
pub fn warn(args: &WarnArgs) -> ExitCode {
    let mut body = json!({
        "danger": args.danger, "zones": args.zones, "status": args.status,
        "valid_s": u64::from(args.minutes) * 60,
    });
    let flag = flag(&json!(args.status));
    args.added.put(&mut body);
    let mut drafted = None;
    let code = ask(&args.server, prefix(args.status), &body, |answer| {
        let id = &answer["warning"];
        if answer["joined"] == json!(true) {
            return show_joined(id, answer["stage"].as_str().unwrap_or(""), flag);
        }
        println!("warning {id} is drafted; nobody has been warned yet");
        show_findings(answer);
        if args.submit {
            drafted = id.as_u64();
        } else {
            println!("next: vigie submit {id}{flag}");
        }
    });
    match drafted {
        Some(id) => ask(
            &args.server,
            &path(args.status, id, "submit"),
            &json!({}),
            show_submission,
        ),
        None => code,
    }
}

/// Somebody else has asked for the same: what is left to do about it.
fn show_joined(id: &Value, stage: &str, flag: &str) {
    println!("warning {id} says that already; what you ask for is part of it");
    match stage {
        "draft" | "returned" | "queued" => println!("next: vigie submit {id}{flag}"),
        "submitted" => println!("it waits for a second officer, and that may be you: vigie status"),
        _ => println!(
            "its sirens sound at this moment; to let them sound again: vigie update {id} --resound{flag}"
        ),
    }
}

/// A decision that needs nothing but the number of the warning.
pub fn one(args: &One, what: &str) -> ExitCode {
    ask(
        &args.server,
        &args.path(what),
        &json!({}),
        |answer| match what {
            "submit" => show_submission(answer),
            _ => show(answer),
        },
    )
}

/// Agrees to exactly what was seen.
pub fn approve(args: &ApproveArgs) -> ExitCode {
    let body = json!({ "sha256": args.sha256 });
    ask(&args.one.server, &args.one.path("approve"), &body, show)
}

/// Turns down.
pub fn reject(args: &ReasonArgs) -> ExitCode {
    let body = json!({ "reason": args.reason });
    ask(&args.one.server, &args.one.path("reject"), &body, show)
}

/// Gives a submission back to its author.
pub fn give_back(args: &ReasonArgs) -> ExitCode {
    let body = json!({ "reason": args.reason });
    ask(&args.one.server, &args.one.path("return"), &body, show)
}

/// Hands what is not out yet to another officer.
pub fn delegate(args: &DelegateArgs) -> ExitCode {
    let body = json!({ "to": args.to });
    ask(&args.one.server, &args.one.path("delegate"), &body, show)
}

/// Says that it was false.
pub fn retract(args: &RetractArgs) -> ExitCode {
    let mut body = json!({});
    if let Some(cause) = &args.cause {
        body["cause"] = json!(cause);
    }
    if let Some(reason) = &args.reason {
        body["reason"] = json!(reason);
    }
    ask(&args.one.server, &args.one.path("retract"), &body, show)
}

/// Renews.
pub fn update(args: &UpdateArgs) -> ExitCode {
    let mut body = json!({ "resound": args.resound });
    if !args.zones.is_empty() {
        body["zones"] = json!(args.zones);
    }
    if let Some(danger) = &args.danger {
        body["danger"] = json!(danger);
    }
    if let Some(minutes) = args.minutes {
        body["valid_s"] = json!(u64::from(minutes) * 60);
    }
    args.added.put(&mut body);
    if args.without_note {
        body["without_note"] = json!(true);
    }
    ask(&args.one.server, &args.one.path("update"), &body, show)
}

fn path(status: Status, warning: u64, what: &str) -> String {
    format!("{}/{warning}/{what}", prefix(status))
}

fn status(word: &str) -> Result<Status, String> {
    serde_json::from_value(json!(word)).map_err(|_| "say actual or exercise".to_owned())
}

/// What the command line needs beside the number, so that an exercise is never moved by mistake for the
/// real thing, nor the reverse.
pub fn flag(status: &Value) -> &'static str {
    if *status == json!(Status::Exercise) {
        " --exercise"
    } else {
        ""
    }
}

fn show_submission(answer: &Value) {
    if let Some(until) = answer["queued_until"].as_i64() {
        let at = vigie_core::time::Timestamp::from_unix_ms(until);
        println!(
            "warning {} waits for its turn, since you have submitted much of late; at {at} it is shown to a second officer by itself",
            answer["warning"]
        );
        println!("an officer who has submitted less may submit it at once");
        return;
    }
    show_texts("", &answer["texts"]);
    for (name, end) in [("all clear", "all_clear"), ("false alarm", "retraction")] {
        show_texts(name, &answer["corrections"][end]);
    }
    let restated = answer["restated"].as_str().unwrap_or("");
    println!("{restated}");
    println!(
        "next, by a second officer: vigie approve {} --sha256 {}{}",
        answer["warning"],
        answer["sha256"].as_str().unwrap_or(""),
        flag(&answer["status"])
    );
}

/// What is said in each language; of the ends, which go out later, the first line.
fn show_texts(end: &str, texts: &Value) {
    for (language, text) in texts.as_object().into_iter().flatten() {
        let headline = text["headline"].as_str().unwrap_or("");
        if end.is_empty() {
            println!("{language}  {headline}");
            println!("    {}", text["instruction"].as_str().unwrap_or(""));
            println!("    {}", text["description"].as_str().unwrap_or(""));
        } else {
            println!("{language}  ({end}, ready to send) {headline}");
        }
    }
}

fn show(answer: &Value) {
    show_findings(answer);
    let warning = &answer["warning"];
    println!(
        "warning {} ({}, {}) is {}",
        warning["id"],
        warning["danger"].as_str().unwrap_or(""),
        warning["status"].as_str().unwrap_or("").to_uppercase(),
        warning["ended"]
            .as_str()
            .or(warning["stage"].as_str())
            .unwrap_or("")
    );
    let (id, flag) = (&warning["id"], flag(&warning["status"]));
    if let Some(restated) = warning["proposal"]["restated"].as_str() {
        println!("an update waits for a second officer: {restated}");
        let sha256 = warning["proposal"]["sha256"].as_str().unwrap_or("");
        println!("next, by a second officer: vigie approve {id} --sha256 {sha256}{flag}");
    }
    if warning["end_confirmed"] == json!(false) {
        println!("one officer gave this end alone; next, by a second: vigie confirm {id}{flag}");
    }
    if let Some(holder) = warning["holder"].as_str() {
        println!("{holder} has it in hand");
    }
}

fn ask(server: &ServerArgs, path: &str, body: &Value, show: impl FnOnce(&Value)) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(post(server, path, body)) {
        Ok(answer) => {
            show(&answer);
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

/// Posts JSON as an officer; an error is the problem's own sentence.
pub async fn post(server: &ServerArgs, path: &str, body: &Value) -> Result<Value, String> {
    let base = server.server.trim_end_matches('/');
    let client = client()?;
    let mut asked = client.post(format!("{base}{path}")).json(body);
    if !server.token.is_empty() {
        asked = asked.bearer_auth(&server.token);
    }
    answer(base, asked.send().await).await
}

/// Asks for JSON as an officer; an error is the problem's own sentence.
pub async fn get(server: &ServerArgs, path: &str) -> Result<Value, String> {
    let base = server.server.trim_end_matches('/');
    let asked = client()?
        .get(format!("{base}{path}"))
        .bearer_auth(&server.token)
        .send()
        .await;
    answer(base, asked).await
}

fn client() -> Result<reqwest::Client, String> {
    crate::tls::install();
    let builder = reqwest::Client::builder()
        .timeout(Duration::from_secs(ANSWER_S_MAX))
        .no_proxy();
    builder
        .build()
        .map_err(|error| format!("failed to start an HTTP client: {error}"))
}

async fn answer(base: &str, asked: reqwest::Result<reqwest::Response>) -> Result<Value, String> {
    let response = asked
        .map_err(|error| format!("failed to reach {base}: {error}; is the server running?"))?;
    let good = response.status().is_success();
    let status = response.status();
    let answer: Value = response
        .json()
        .await
        .map_err(|error| format!("{base} answered {status} without JSON: {error}"))?;
    if good {
        return Ok(answer);
    }
    let code = answer["code"].as_str().unwrap_or("unknown");
    let way_out = match code {
        "actual_only" => "; if you mean the exercise, add --exercise",
        "exercise_only" => "; if you mean the real one, leave out --exercise",
        _ => "",
    };
    Err(format!(
        "refused ({code}): {}{way_out}",
        answer["detail"].as_str().unwrap_or("no reason was given")
    ))
}
