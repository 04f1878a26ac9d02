//! Standing orders from the terminal, through the same API as the console.

use super::decide::{ServerArgs, flag, get, post};
use super::say;
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

const PATH: &str = "/api/v1/standing-orders";
/// How one stands that nobody has agreed to.
const WAITS: &str = "waits for a second officer";

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
    /// Show one whole, with the hash that a second officer agrees to.
    Show(One),
    /// Put one in force that another officer proposed.
    Approve {
        #[command(flatten)]
        one: One,
        /// The hash of what was read, as `show` prints it.
        #[arg(long)]
        sha256: String,
    },
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
    say(ask(&args.verb))
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
                "{name} is proposed; it does nothing yet\nnext, by a second officer: vigie standing-order show {name}"
            ))
        }
        Verb::Show(one) => shown(&get(&one.server, PATH).await?, &one.name),
        Verb::Approve { one, sha256 } => {
            let body = json!({ "sha256": sha256 });
            let answer = post(&one.server, &path(one, "approve"), &body).await?;
            let left_out = answer["left_out"].as_object().cloned().unwrap_or_default();
            let in_force = format!("{} is in force", one.name);
            let warned = left_out.iter().map(|(language, why)| {
                let why = why.as_str().unwrap_or_default().replace('_', " ");
                format!("it leaves out {language}: {why}")
            });
            let lines: Vec<String> = std::iter::once(in_force).chain(warned).collect();
            Ok(lines.join("\n"))
        }
        Verb::Revoke(one) => told(one, "revoke", &json!({}), "is out of force").await,
        Verb::Press(one) => {
            let answer = post(&one.server, &path(one, "press"), &json!({})).await?;
            let (warning, flag) = (&answer["warning"], flag(&answer["status"]));
            Ok(format!(
                "people are being warned: warning {warning}\nnext, by a second officer: vigie confirm {warning}{flag}, or vigie retract {warning}{flag}"
            ))
        }
    }
}

async fn told(one: &One, what: &str, body: &Value, is: &str) -> Result<String, String> {
    post(&one.server, &path(one, what), body).await?;
    Ok(format!("{} {is}", one.name))
}

fn path(one: &One, what: &str) -> String {
    format!("{PATH}/{}/{what}", one.name)
}

/// One order whole, and what to do with it.
fn shown(answer: &Value, name: &str) -> Result<String, String> {
    let orders = answer["standing_orders"].as_array();
    let order = orders.and_then(|orders| orders.iter().find(|order| order["id"] == name));
    let order = order.ok_or_else(|| {
        format!("there is no standing order {name}; vigie standing-order list names them")
    })?;
    let whole = serde_json::to_string_pretty(order).map_err(|error| error.to_string())?;
    let standing = standing(order);
    let next = match order["sha256"].as_str() {
        Some(sha256) if standing == WAITS => {
            format!(
                "\nnext, by a second officer: vigie standing-order approve {name} --sha256 {sha256}"
            )
        }
        _ => String::new(),
    };
    Ok(format!("{whole}\n{name} {standing}{next}"))
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
        WAITS
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

    #[test]
    fn an_order_is_shown_with_the_command_that_agrees_to_it() {
        let mut order = json!({ "id": "gate", "sha256": "abcd", "in_force": false });
        let answer = |order: &Value| json!({ "standing_orders": [order] });
        let said = shown(&answer(&order), "gate").unwrap();
        assert!(
            said.ends_with("vigie standing-order approve gate --sha256 abcd"),
            "{said}"
        );
        order["in_force"] = json!(true);
        assert!(!shown(&answer(&order), "gate").unwrap().contains("next"));
        assert!(shown(&answer(&order), "gaet").is_err());
    }
}
