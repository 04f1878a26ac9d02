//! Standing orders from the terminal, through the same API as the console.

use super::decide::{ServerArgs, get, post};
use super::{failed, runtime};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

const PATH: &str = "/api/v1/standing-orders";

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Every standing order, and whether it is in force.
    List {
        #[command(flatten)]
        server: ServerArgs,
    },
    /// Propose one; a second officer approves it.
    Propose {
        #[command(flatten)]
        server: ServerArgs,
        /// The order as JSON: see the manual, standing-orders.
        file: PathBuf,
    },
    /// Put one in force that another officer proposed.
    Approve(One),
    /// Take one out of force.
    Revoke(One),
    /// Press its button: it warns at once.
    Press(One),
}

#[derive(Debug, clap::Args)]
struct One {
    #[command(flatten)]
    server: ServerArgs,
    /// The name of the standing order.
    name: String,
}

/// Runs what was asked for.
pub fn run(args: &Args) -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    match runtime.block_on(ask(&args.verb)) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => failed(why),
    }
}

async fn ask(verb: &Verb) -> Result<String, String> {
    match verb {
        Verb::List { server } => Ok(listed(&get(server, PATH).await?)),
        Verb::Propose { server, file } => {
            let text = std::fs::read_to_string(file)
                .map_err(|error| format!("failed to read {}: {error}", file.display()))?;
            let order: Value = serde_json::from_str(&text)
                .map_err(|error| format!("failed to read {} as JSON: {error}", file.display()))?;
            let answer = post(server, PATH, &order).await?;
            let name = answer["standing_order"].as_str().unwrap_or("").to_owned();
            Ok(format!(
                "{name} is proposed; it does nothing yet\nnext, by a second officer: vigie standing-order approve {name}"
            ))
        }
        Verb::Approve(one) => told(one, "approve", "is in force").await,
        Verb::Revoke(one) => told(one, "revoke", "is out of force").await,
        Verb::Press(one) => {
            let answer = post(&one.server, &path(one, "press"), &json!({})).await?;
            let warning = &answer["warning"];
            Ok(format!(
                "people are being warned: warning {warning}\nnext, by a second officer: vigie confirm {warning}, or vigie retract {warning}"
            ))
        }
    }
}

async fn told(one: &One, what: &str, is: &str) -> Result<String, String> {
    post(&one.server, &path(one, what), &json!({})).await?;
    Ok(format!("{} {is}", one.name))
}

fn path(one: &One, what: &str) -> String {
    format!("{PATH}/{}/{what}", one.name)
}

/// One line for each order.
fn listed(answer: &Value) -> String {
    let orders = answer["standing_orders"].as_array().cloned();
    let lines: Vec<String> = orders
        .unwrap_or_default()
        .iter()
        .map(|order| {
            let zones = order["zones"].as_array().map(|zones| {
                let names = zones.iter().filter_map(Value::as_str);
                names.collect::<Vec<_>>().join(", ")
            });
            format!(
                "{:<24} {:<10} {:<12} {:<10} {:<20} {}",
                order["id"].as_str().unwrap_or(""),
                order["status"].as_str().unwrap_or("").to_uppercase(),
                order["danger"].as_str().unwrap_or(""),
                trigger(order),
                zones.unwrap_or_default(),
                standing(order),
            )
        })
        .collect();
    if lines.is_empty() {
        return "there is no standing order".to_owned();
    }
    lines.join("\n")
}

fn trigger(order: &Value) -> &'static str {
    if order.get("cap").is_some() {
        "cap"
    } else if order.get("button").is_some() {
        "button"
    } else {
        "sensors"
    }
}

fn standing(order: &Value) -> &'static str {
    if order["in_force"] == json!(true) {
        "in force"
    } else if order["revoked_by"].is_string() {
        "revoked"
    } else if order["approved_by"].is_string() {
        "expired"
    } else {
        "waits for a second officer"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_that_nobody_agreed_to_is_listed_as_waiting() {
        let order = json!({
            "id": "gate", "status": "actual", "danger": "rockets", "zones": ["compound"],
            "button": { "officers": ["amal"] }, "in_force": false, "approved_by": null, "revoked_by": null,
        });
        let said = listed(&json!({ "standing_orders": [order] }));
        assert!(
            said.contains("button") && said.ends_with("waits for a second officer"),
            "{said}"
        );
        assert!(listed(&json!({ "standing_orders": [] })).contains("no standing order"));
    }
}
