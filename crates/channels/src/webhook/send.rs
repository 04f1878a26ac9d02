//! Signs a webhook and reads what the receiver answers.

use super::config::Secret;
use super::render::WebhookRender;
use crate::pattern::{Channel, Limits, NoAnswer, Order, Render as _, Request, Sending, Web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::sync::Arc;
use vigie_core::delivery::parcel::Outcome;

/// What one receiver is given: it keeps a list, and one after the other is how it reads.
const LIMITS: Limits = Limits {
    at_once: 4,
    per_minute_max: 600,
};

/// A way to receivers of webhooks with the same secrets; the address comes with each order.
#[derive(Clone, Debug)]
pub struct Webhook {
    render: WebhookRender,
    secrets: Vec<Secret>,
    web: Arc<dyn Web>,
}

impl Webhook {
    /// A way that signs with every one of these.
    pub fn new(render: WebhookRender, secrets: Vec<Secret>, web: Arc<dyn Web>) -> Self {
        Self {
            render,
            secrets,
            web,
        }
    }

    fn request(&self, order: &Order, at_s: i64) -> Result<Request, String> {
        let rendered = self.render.render(order)?;
        let signatures = self.secrets.iter();
        let signatures: Vec<String> = signatures
            .map(|secret| signature(secret, &rendered.name, at_s, &rendered.bytes))
            .collect();
        Ok(Request {
            url: order.to.address.clone(),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("webhook-id", rendered.name),
                ("webhook-timestamp", at_s.to_string()),
                ("webhook-signature", signatures.join(" ")),
            ],
            body: rendered.bytes,
        })
    }
}

impl Channel for Webhook {
    fn limits(&self) -> Limits {
        LIMITS
    }

    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a> {
        Box::pin(async move {
            let request = match self.request(order, jiff::Timestamp::now().as_second()) {
                Ok(request) => request,
                Err(why) => return Outcome::Refused { why },
            };
            match self.web.post(&request).await {
                Ok(answer) => outcome(answer.status, answer.rest_ms),
                Err(NoAnswer::Silent { why } | NoAnswer::NotAdmitted { why }) => {
                    Outcome::Later { why, rest_ms: None }
                }
            }
        })
    }
}

/// What an answer means. Whatever a receiver says besides "taken" and "gone" may be mended within a day.
fn outcome(status: u16, rest_ms: Option<i64>) -> Outcome {
    match status {
        200..=299 => Outcome::Taken,
        410 => Outcome::Gone {
            why: "it says that it is gone (410)".to_owned(),
        },
        300..=399 => Outcome::Later {
            why: format!(
                "it answers elsewhere ({status}), and redirects are not followed; configure the new address"
            ),
            rest_ms,
        },
        _ => Outcome::Later {
            why: format!("it answered {status}"),
            rest_ms,
        },
    }
}

fn signature(secret: &Secret, id: &str, at_s: i64, body: &[u8]) -> String {
    // The trait demands a Result for ciphers with fixed keys; HMAC takes any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.bytes()) else {
        unreachable!("HMAC takes a key of any length")
    };
    mac.update(format!("{id}.{at_s}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_has_its_signature() {
        let secret = Secret::read_all("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(
            &secret[0],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            body,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn whatever_may_be_mended_is_asked_again() {
        assert_eq!(outcome(204, None), Outcome::Taken);
        assert!(matches!(outcome(410, None), Outcome::Gone { .. }));
        for status in [301, 400, 401, 404, 429, 500, 503] {
            let rest_ms = Some(7);
            let said = outcome(status, rest_ms);
            assert!(
                matches!(
                    said,
                    Outcome::Later {
                        rest_ms: Some(7),
                        ..
                    }
                ),
                "{status}"
            );
        }
    }
}
