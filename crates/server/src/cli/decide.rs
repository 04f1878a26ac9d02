//! Decisions from the terminal, through the same API as the console.

use super::{failed, runtime};
use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;

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
    #[arg(long, value_parser = ["actual", "exercise"])]
    status: String,
    /// How long it holds, in minutes.
    #[arg(long, default_value_t = 60)]
    minutes: u32,
}

#[derive(Debug, clap::Args)]
pub struct One {
    #[command(flatten)]
    server: ServerArgs,
    /// The number of the warning.
    warning: u64,
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
pub struct UpdateArgs {
    #[command(flatten)]
    one: One,
    /// Let the sirens sound again.
    #[arg(long)]
    resound: bool,
}

/// Drafts a warning and says what to do next.
pub fn warn(args: &WarnArgs) -> ExitCode {
    let body = json!({
        "danger": args.danger, "zones": args.zones, "status": args.status,
        "valid_s": u64::from(args.minutes) * 60,
    });
    ask(&args.server, "/api/v1/warnings", &body, |answer| {
        let id = &answer["warning"];
        println!("warning {id} is drafted; nobody has been warned yet");
        println!("next: vigie submit {id}");
    })
}

/// A decision that needs nothing but the number of the warning.
pub fn one(args: &One, what: &str) -> ExitCode {
    ask(
        &args.server,
        &path(args.warning, what),
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
    ask(
        &args.one.server,
        &path(args.one.warning, "approve"),
        &body,
        show,
    )
}

/// Turns down.
pub fn reject(args: &ReasonArgs) -> ExitCode {
    let body = json!({ "reason": args.reason });
    ask(
        &args.one.server,
        &path(args.one.warning, "reject"),
        &body,
        show,
    )
}

/// Renews.
pub fn update(args: &UpdateArgs) -> ExitCode {
    let body = json!({ "resound": args.resound });
    ask(
        &args.one.server,
        &path(args.one.warning, "update"),
        &body,
        show,
    )
}

fn path(warning: u64, what: &str) -> String {
    format!("/api/v1/warnings/{warning}/{what}")
}

fn show_submission(answer: &Value) {
    let footprint = &answer["footprint"];
    if let Some(texts) = answer["texts"].as_object() {
        for (language, text) in texts {
            println!("{language}  {}", text["headline"].as_str().unwrap_or(""));
            println!("    {}", text["instruction"].as_str().unwrap_or(""));
        }
    }
    println!(
        "reaches about {} people and {} sirens",
        footprint["people"], footprint["sirens"]
    );
    if let Some(missing) = footprint["languages_missing"]
        .as_array()
        .filter(|missing| !missing.is_empty())
    {
        println!("has no text in {}", Value::from(missing.clone()));
    }
    println!(
        "next, by a second officer: vigie approve {} --sha256 {}",
        answer["warning"],
        answer["sha256"].as_str().unwrap_or("")
    );
}

fn show(answer: &Value) {
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
    let asked = client
        .post(format!("{base}{path}"))
        .bearer_auth(&server.token)
        .json(body)
        .send()
        .await;
    answer(base, asked).await
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
    Err(format!(
        "refused ({code}): {}",
        answer["detail"].as_str().unwrap_or("no reason was given")
    ))
}
