//! What a push says. Pure; whether it is an exercise comes in by the type and shows in the kind, in the title and in
//! the text, and an app that cannot tell the two apart is never sent an exercise.

use super::{PADDED_TO, PLAIN_BYTES_MAX};
use crate::pattern::{Note, Order, Render, Rendered, Says};
use crate::said::{choose, cut, text, title};
use serde_json::{Value, json};
use vigie_core::ids::Language;
use vigie_core::warning::{ActualAlert, Alert, Origin, Outgoing};
use vigie_core::wording::Act;

/// Longest title, in bytes: what phones show of one is shorter in every script.
const TITLE_BYTES_MAX: usize = 240;
/// Relayed texts are not ours and carry no mark of ours.
const MARK: &str = "EXERCISE: ";
/// How often a text is cut again because its JSON was longer than the text.
const CUTS_MAX: usize = 4;

/// The text of one push; it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload(String);

impl Payload {
    /// What is sealed.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes orders as browsers show them.
#[derive(Clone, Debug)]
pub struct PushRender {
    /// The server's address, without a slash at the end.
    pub base: String,
}

impl PushRender {
    pub(super) fn payload(&self, order: &Order) -> Result<Payload, String> {
        match &order.says {
            Says::Alert(carried) => {
                let reader = Reader {
                    wanted: &order.to.languages,
                    base: &self.base,
                };
                let said = bulletin(carried.alert.outgoing(), reader);
                said.ok_or_else(|| "the message says nothing that fits a push".to_owned())
            }
            Says::Note(note) => Ok(noted(note)),
        }
    }
}

impl Render for PushRender {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        Ok(Rendered {
            name: format!("{}.json", order.name()),
            bytes: self.payload(order)?.0.into_bytes(),
        })
    }
}

/// Who reads it, and where they find more.
#[derive(Clone, Copy, Debug)]
struct Reader<'a> {
    /// Languages that they read, the dearest first.
    wanted: &'a [Language],
    /// The server's address, without a slash at the end.
    base: &'a str,
}

/// An alert as this reader's browser shows it; none if it says nothing in any language, or does not fit.
fn bulletin(outgoing: Outgoing<'_>, reader: Reader<'_>) -> Option<Payload> {
    let alert = outgoing.alert();
    let content = &alert.content;
    let (language, texts) = choose(&content.texts, reader.wanted)?;
    let (mark, kind) = match (outgoing, &content.origin) {
        (Outgoing::Actual(_), _) => ("", "actual"),
        (Outgoing::Exercise(_), Origin::Own) => ("", "exercise"),
        (Outgoing::Exercise(_), Origin::Feed(_)) => (MARK, "exercise"),
    };
    let title = cut(&format!("{mark}{}", title(texts)), TITLE_BYTES_MAX);
    let said = |room: usize, most: usize| {
        let body = format!("{mark}{}", text(texts, alert, room));
        json!({
            "v": 1,
            "kind": kind,
            "act": content.act.as_str(),
            "title": title,
            "body": cut(&body, most),
            "lang": language,
            "code": alert.code(),
            "cap": content.cap.identifier,
            "warning": alert.warning,
            "alert": alert.id,
            "severity": content.severity,
            "sounds": content.sounds,
            "expires": content.expires,
            "url": format!("{}/?code={}", reader.base, alert.code()),
        })
    };
    fitted(said)
}

/// The longest of what is said in less and less room that fits the usual size, or any size. What to do is cut last.
fn fitted(said: impl Fn(usize, usize) -> Value) -> Option<Payload> {
    let (mut room, mut most) = (PADDED_TO, PLAIN_BYTES_MAX);
    let mut text = said(room, most).to_string();
    for _ in 0..CUTS_MAX {
        let Some(over) = text.len().checked_sub(PADDED_TO).filter(|over| *over > 0) else {
            break;
        };
        room = room.saturating_sub(over);
        text = said(room, most).to_string();
    }
    while text.len() > PLAIN_BYTES_MAX && most > 0 {
        most /= 2;
        text = said(room, most).to_string();
    }
    (text.len() <= PLAIN_BYTES_MAX).then_some(Payload(text))
}

/// A note as a browser shows it.
fn noted(note: &Note) -> Payload {
    let said = json!({
        "v": 1,
        "kind": "test",
        "title": cut(&note.title, TITLE_BYTES_MAX),
        "body": cut(&note.body, PADDED_TO / 4),
        "lang": note.language,
        "proof": note.proof,
        "url": note.url,
    });
    Payload(said.to_string())
}

/// The words of the FOSS Public Alert Server to its apps. They look neither at a message's status nor at the marks in
/// its texts, so there is no way to name an exercise to them.
pub mod fpas {
    use super::{Act, ActualAlert, Alert, Payload, Value, json};

    /// A subscription was taken.
    pub fn subscribed(confirmation_id: &str) -> Payload {
        payload(&json!({
            "type": "subscribe",
            "message": "successfully subscribed",
            "confirmation_id": confirmation_id,
        }))
    }

    /// A message about a real danger came out.
    pub fn issued(alert: ActualAlert<'_>) -> Payload {
        let alert = alert.alert();
        // Apps show what is added and pass over what is updated; all clears and retractions must be shown.
        let kind = match alert.content.act {
            Act::Update if !alert.content.sounds => "update",
            Act::Alert | Act::Update | Act::AllClear | Act::Retraction | Act::Expiry => "added",
        };
        payload(&json!({ "type": kind, "alert_id": name(alert) }))
    }

    /// A subscription ended because nobody said for long that it is still wanted.
    pub fn ended() -> Payload {
        payload(&json!({
            "type": "unsubscribe",
            "message": "Your subscription timed out and has been deleted. Please renew your subscription.",
        }))
    }

    fn payload(said: &Value) -> Payload {
        Payload(said.to_string())
    }

    /// The interface names messages by UUIDs: ours is of the message's SHA-256 (RFC 9562, version 8).
    pub fn name(alert: &Alert) -> String {
        let digits = &alert.content.cap.sha256;
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        let variant = match part(16, 17) {
            "0" | "4" | "8" | "c" => '8',
            "1" | "5" | "9" | "d" => '9',
            "2" | "6" | "a" | "e" => 'a',
            _ => 'b',
        };
        format!(
            "{}-{}-8{}-{variant}{}-{}",
            part(0, 8),
            part(8, 12),
            part(13, 16),
            part(17, 20),
            part(20, 32)
        )
    }
}

/// Any text, for tests of what carries it.
#[cfg(test)]
pub(super) fn told(text: &str) -> Payload {
    Payload(text.to_owned())
}

#[cfg(test)]
mod tests;
