//! A warning as a mail: plain text and the same as HTML, in one language. Whether it is an exercise comes in by
//! the type, and stands before the subject and above both bodies. The same order gives the same bytes.

use crate::pattern::{Order, Render, Rendered, Says};
use crate::said::choose;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::fmt::Write as _;
use std::time::{Duration, UNIX_EPOCH};
use vigie_core::ids::Language;
use vigie_core::time::Timestamp;
use vigie_core::warning::Outgoing;

/// Longest subject, in characters: what a phone shows of it, twice.
const SUBJECT_CHARS_MAX: usize = 160;
/// What parts the bodies: fixed, so that an order is the same bytes whenever it is written.
const BOUNDARY: &str = "vigie-plain-and-html-0b8f1c";
/// What stands before everything in an exercise, whatever the texts say.
const MARK: &str = "[EXERCISE] ";

/// Writes orders as mails.
#[derive(Clone, Debug)]
pub struct MailRender {
    from: Mailbox,
    bounce: lettre::Address,
    /// The server's address, without a slash at the end.
    base: String,
}

impl MailRender {
    /// Mails in the name of `from`, that come back to `bounce`; `base` is where the CAP message is found.
    pub fn new(from: &str, bounce: &str, base: &str) -> Result<Self, String> {
        Ok(Self {
            from: from
                .parse()
                .map_err(|_| format!("{from:?} is no mailbox"))?,
            bounce: bounce
                .parse()
                .map_err(|_| format!("{bounce:?} is no address"))?,
            base: base.trim_end_matches('/').to_owned(),
        })
    }

    /// Where this order comes back to if it cannot be delivered. Of a note nothing follows when it does.
    pub(super) fn return_path(&self, order: &Order) -> Result<lettre::Address, String> {
        let Says::Alert(carried) = &order.says else {
            return Ok(self.bounce.clone());
        };
        let local = format!("{}+{}.{}", self.bounce.user(), carried.number, order.to.tag);
        lettre::Address::new(local, self.bounce.domain())
            .map_err(|error| format!("the address for what comes back is no address: {error}"))
    }

    fn message_id(&self, what: &str, order: &Order) -> String {
        let domain = self.from.email.domain();
        format!("<vigie.{what}.{}@{domain}>", order.to.tag)
    }

    fn said(&self, order: &Order) -> Result<Said, String> {
        let stop = order.to.stop.clone();
        let carried = match &order.says {
            Says::Alert(carried) => carried,
            Says::Note(note) => {
                return Ok(Said {
                    id: self.message_id(&format!("note-{}", note.number), order),
                    follows: None,
                    at: note.at,
                    title: note.title.clone(),
                    paragraphs: vec![note.title.clone(), note.body.clone(), note.url.clone()],
                    language: note.language.clone(),
                    stop,
                });
            }
        };
        let outgoing = carried.alert.outgoing();
        let alert = outgoing.alert();
        let (language, texts) = choose(&alert.content.texts, &order.to.languages)
            .ok_or("the message says nothing in any language")?;
        let mark = match outgoing {
            Outgoing::Actual(_) => "",
            Outgoing::Exercise(_) => MARK,
        };
        let title = format!("{mark}{}", texts.headline);
        let follows = carried
            .follows
            .map(|before| self.message_id(&before.to_string(), order));
        Ok(Said {
            id: self.message_id(&alert.id.to_string(), order),
            follows,
            at: alert.content.sent,
            paragraphs: vec![
                title.clone(),
                texts.instruction.clone(),
                texts.description.clone(),
                format!("{} · {}", alert.content.source, alert.code()),
                format!("{}/cap/alert/{}.xml", self.base, alert.id),
            ],
            title,
            language: language.clone(),
            stop,
        })
    }
}

impl Render for MailRender {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        let said = self.said(order)?;
        let to: lettre::Address = order
            .to
            .address
            .parse()
            .map_err(|_| "the address is no mail address")?;
        let at_ms = u64::try_from(said.at.unix_ms()).unwrap_or(0);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(said.subject())
            .date(UNIX_EPOCH + Duration::from_millis(at_ms))
            .message_id(Some(said.id.clone()));
        if let Some(before) = &said.follows {
            message = message
                .in_reply_to(before.clone())
                .references(before.clone());
        }
        let mut message = message
            .multipart(said.bodies())
            .map_err(|error| format!("failed to write the mail: {error}"))?;
        for (name, value) in said.headers() {
            let name = HeaderName::new_from_ascii_str(name);
            message
                .headers_mut()
                .insert_raw(HeaderValue::new(name, value));
        }
        Ok(Rendered {
            name: format!("{}.eml", order.name()),
            bytes: message.formatted(),
        })
    }
}

/// What one mail says.
struct Said {
    id: String,
    /// The mail that it answers.
    follows: Option<String>,
    at: Timestamp,
    title: String,
    paragraphs: Vec<String>,
    language: Language,
    stop: Option<String>,
}

impl Said {
    fn subject(&self) -> String {
        let words: Vec<&str> = self.title.split_whitespace().collect();
        words.join(" ").chars().take(SUBJECT_CHARS_MAX).collect()
    }

    /// Nobody answers a machine, and whoever wants no more mail says so with one click.
    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("Content-Language", self.language.to_string()),
            ("Importance", "high".to_owned()),
        ];
        if let Some(stop) = &self.stop {
            headers.push(("List-Unsubscribe", format!("<{stop}>")));
            let click = "List-Unsubscribe=One-Click".to_owned();
            headers.push(("List-Unsubscribe-Post", click));
        }
        headers
    }

    fn paragraphs(&self) -> impl Iterator<Item = &str> {
        let all = self.paragraphs.iter().map(String::as_str);
        all.filter(|text| !text.is_empty())
    }

    fn bodies(&self) -> MultiPart {
        let plain = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .body(self.plain());
        let html = SinglePart::builder()
            .header(ContentType::TEXT_HTML)
            .body(self.html());
        MultiPart::alternative()
            .boundary(BOUNDARY)
            .singlepart(plain)
            .singlepart(html)
    }

    fn plain(&self) -> String {
        let paragraphs: Vec<&str> = self.paragraphs().collect();
        let mut text = paragraphs.join("\r\n\r\n").replace('\n', "\r\n");
        text = text.replace("\r\r\n", "\r\n");
        if let Some(stop) = &self.stop {
            let _ = write!(text, "\r\n\r\n-- \r\n{stop}");
        }
        text.push_str("\r\n");
        text
    }

    fn html(&self) -> String {
        let direction = if is_right_to_left(&self.language) {
            "rtl"
        } else {
            "ltr"
        };
        let mut html = format!(
            "<!doctype html>\r\n<html lang=\"{}\" dir=\"{direction}\">\r\n<meta charset=\"utf-8\">\r\n<body style=\"font:16px sans-serif\">\r\n",
            escaped(self.language.as_str())
        );
        for (at, paragraph) in self.paragraphs().enumerate() {
            let element = if at == 0 { "h1" } else { "p" };
            let text = escaped(paragraph).replace('\n', "<br>\r\n");
            let _ = write!(html, "<{element}>{text}</{element}>\r\n");
        }
        if let Some(stop) = &self.stop {
            let stop = escaped(stop);
            let _ = write!(
                html,
                "<p><small><a href=\"{stop}\">{stop}</a></small></p>\r\n"
            );
        }
        html
    }
}

fn is_right_to_left(language: &Language) -> bool {
    let main = language.as_str().split('-').next().unwrap_or_default();
    matches!(main, "ar" | "he" | "fa" | "ur" | "ps" | "ckb" | "dv" | "yi")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{golden, note, numbered, order};
    use vigie_core::status::Status;
    use vigie_core::wording::Act;

    fn render() -> MailRender {
        let from = "Embassy <warnings@embassy.example>";
        MailRender::new(from, "bounce@embassy.example", "https://warn.example/").unwrap()
    }

    #[test]
    fn every_mail_is_the_reviewed_one() {
        for (name, n, status, act, language) in [
            ("alert-en.eml", 3, Status::Actual, Act::Alert, "en-GB"),
            ("alert-ar.eml", 3, Status::Actual, Act::Alert, "ar"),
            ("all-clear-en.eml", 4, Status::Actual, Act::AllClear, "en"),
            ("exercise-en.eml", 5, Status::Exercise, Act::Alert, "fr"),
        ] {
            let order = order(numbered(n, status, act), "ada@b.example", language);
            let mail = render().render(&order).unwrap();
            golden(&format!("email/golden/{name}"), &mail.bytes);
        }
        let note = render().render(&note("ada@b.example")).unwrap();
        golden("email/golden/note-ar.eml", &note.bytes);
    }

    #[test]
    fn an_end_answers_the_alert_in_the_same_thread() {
        let first = order(
            numbered(3, Status::Actual, Act::Alert),
            "ada@b.example",
            "en",
        );
        let end = order(
            numbered(4, Status::Actual, Act::AllClear),
            "ada@b.example",
            "en",
        );
        let [first, end] = [first, end].map(|order| {
            let mail = render().render(&order).unwrap();
            String::from_utf8(mail.bytes).unwrap()
        });
        let id = first.lines().find(|line| line.starts_with("Message-ID: "));
        let id = id.unwrap().trim_start_matches("Message-ID: ");
        assert!(end.contains(&format!("In-Reply-To: {id}")), "{end}");
    }

    proptest::proptest! {
        #[test]
        fn no_text_writes_a_header(headline in "[\\x00-\\x7fé]{0,80}", address in ".{0,40}") {
            let mut said = numbered(3, Status::Actual, Act::Alert).as_ref().clone();
            for texts in said.content.texts.values_mut() {
                texts.headline = format!("{headline}\r\nBcc: mallory@b.example\r\n");
            }
            let order = order(std::sync::Arc::new(said), &format!("{address}@b.example"), "en");
            if let Ok(mail) = render().render(&order) {
                let text = String::from_utf8_lossy(&mail.bytes).into_owned();
                let head = text.split("\r\n\r\n").next().unwrap();
                proptest::prop_assert!(!head.lines().any(|line| line.starts_with("Bcc")));
            }
        }
    }
}
