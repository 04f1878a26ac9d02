//! What a webhook says: the bulletin, as the live wire says it, and where the CAP message is. Whether it is an
//! exercise comes in by the type and shows in the name of what happened, so that no receiver takes one for the
//! other by passing over a field.

use crate::bulletin::said;
use crate::pattern::{Carried, Order, Render, Rendered, Says};
use serde_json::json;
use vigie_core::warning::Outgoing;

/// Writes orders as webhooks do.
#[derive(Clone, Debug)]
pub struct WebhookRender {
    /// The server's address, without a slash at the end.
    pub base: String,
}

impl Render for WebhookRender {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        let Says::Alert(carried) = &order.says else {
            return Err("a program is told of warnings alone".to_owned());
        };
        let outgoing = carried.alert.outgoing();
        let alert = outgoing.alert();
        let kind = match outgoing {
            Outgoing::Actual(_) => "warning",
            Outgoing::Exercise(_) => "exercise",
        };
        let act = alert.content.act.as_str();
        let at = jiff::Timestamp::from_millisecond(alert.content.sent.unix_ms())
            .map_err(|error| format!("the time of the message is no time: {error}"))?;
        let body = json!({
            "type": format!("{kind}.{act}"),
            "timestamp": at.to_string(),
            "data": {
                "bulletin": said(outgoing),
                "cap": format!("{}/cap/alert/{}.xml", self.base, alert.id),
            },
        });
        Ok(Rendered {
            name: id(carried),
            bytes: body.to_string().into_bytes(),
        })
    }
}

/// The same for every attempt, and another for every site: two sites may tell one receiver.
fn id(carried: &Carried) -> String {
    let sha256 = &carried.alert.content.cap.sha256;
    let sum = sha256.get(..16).unwrap_or(sha256);
    format!("vigie_{sum}_{}", carried.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{golden, numbered, order};
    use vigie_core::status::Status;
    use vigie_core::wording::Act;

    #[test]
    fn every_body_is_the_reviewed_one() {
        let render = WebhookRender {
            base: "https://warn.example".to_owned(),
        };
        for (name, n, status, act) in [
            ("alert.json", 3, Status::Actual, Act::Alert),
            ("all-clear.json", 4, Status::Actual, Act::AllClear),
            ("exercise.json", 5, Status::Exercise, Act::Alert),
        ] {
            let order = order(numbered(n, status, act), "https://a.example/hook", "en");
            let body = render.render(&order).unwrap();
            golden(&format!("webhook/golden/{name}"), &body.bytes);
        }
    }
}
