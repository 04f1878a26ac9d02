//! A warning as a mail: plain text and the same as HTML, in one language. Whether it is an exercise comes in by
//! the type, and stands before the subject and above both bodies. The same order gives the same bytes.

use crate::pattern::{Order, Render, Rendered};
use crate::said::choose;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::fmt::Write as _;
use std::time::{Duration, UNIX_EPOCH};
use vigie_core::ids::{AlertId, Language};
use vigie_core::warning::{Alert, Outgoing};
use vigie_core::wording::Texts;

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

    /// Where this order comes back to if it cannot be delivered.
    pub(super) fn return_path(&self, order: &Order) -> Result<lettre::Address, String> {
        let local = format!("{}+{}.{}", self.bounce.user(), order.number, order.to.tag);
        lettre::Address::new(local, self.bounce.domain())
            .map_err(|error| format!("the address for what comes back is no address: {error}"))
    }

    fn message_id(&self, alert: AlertId, order: &Order) -> String {
        let domain = self.from.email.domain();
        format!("<vigie.{alert}.{}@{domain}>", order.to.tag)
    }
}

impl Render for MailRender {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        let outgoing = order.alert.outgoing();
        let alert = outgoing.alert();
        let (language, texts) = choose(&alert.content.texts, [&order.to.language])
            .ok_or("the message says nothing in any language")?;
        let mark = match outgoing {
            Outgoing::Actual(_) => "",
            Outgoing::Exercise(_) => MARK,
        };
        let to: lettre::Address = order
            .to
            .address
            .parse()
            .map_err(|_| "the address is no mail address")?;
        let said = Said {
            mark,
            texts,
            language,
            alert,
            cap: format!("{}/cap/alert/{}.xml", self.base, alert.id),
            stop: order.to.stop.as_deref(),
        };
        let sent_ms = u64::try_from(alert.content.sent.unix_ms()).unwrap_or(0);
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(said.subject())
            .date(UNIX_EPOCH + Duration::from_millis(sent_ms))
            .message_id(Some(self.message_id(alert.id, order)));
        if let Some(before) = order.follows {
            let before = self.message_id(before, order);
            message = message.in_reply_to(before.clone()).references(before);
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
            name: format!("{}.{}.eml", order.number, order.to.tag),
            bytes: message.formatted(),
        })
    }
}

/// What one mail says.
struct Said<'a> {
    mark: &'static str,
    texts: &'a Texts,
    language: &'a Language,
    alert: &'a Alert,
    cap: String,
    stop: Option<&'a str>,
}

impl Said<'_> {
    fn subject(&self) -> String {
        let headline = self.texts.headline.split_whitespace();
        let headline = headline.collect::<Vec<_>>().join(" ");
        let whole = format!("{}{headline}", self.mark);
        whole.chars().take(SUBJECT_CHARS_MAX).collect()
    }

    /// Nobody answers a machine, and whoever wants no more mail says so with one click.
    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("Content-Language", self.language.to_string()),
            ("Importance", "high".to_owned()),
        ];
        if let Some(stop) = self.stop {
            headers.push(("List-Unsubscribe", format!("<{stop}>")));
            let click = "List-Unsubscribe=One-Click".to_owned();
            headers.push(("List-Unsubscribe-Post", click));
        }
        headers
    }

    fn paragraphs(&self) -> Vec<String> {
        let Texts {
            headline,
            description,
            instruction,
            ..
        } = self.texts;
        let head = format!("{}{headline}", self.mark);
        let end = format!("{} · {}", self.alert.content.source, self.alert.code());
        let all = [&head, instruction, description, &end, &self.cap];
        let said = all.into_iter().filter(|text| !text.is_empty());
        said.cloned().collect()
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
        let mut text = self.paragraphs().join("\r\n\r\n").replace('\n', "\r\n");
        text = text.replace("\r\r\n", "\r\n");
        if let Some(stop) = self.stop {
            let _ = write!(text, "\r\n\r\n-- \r\n{stop}");
        }
        text.push_str("\r\n");
        text
    }

    fn html(&self) -> String {
        let direction = if is_right_to_left(self.language) {
            "rtl"
        } else {
            "ltr"
        };
        let mut html = format!(
            "<!doctype html>\r\n<html lang=\"{}\" dir=\"{direction}\">\r\n<meta charset=\"utf-8\">\r\n<body style=\"font:16px sans-serif\">\r\n",
            escaped(self.language.as_str())
        );
        for (at, paragraph) in self.paragraphs().iter().enumerate() {
            let element = if at == 0 { "h1" } else { "p" };
            let text = escaped(paragraph).replace('\n', "<br>\r\n");
            let _ = write!(html, "<{element}>{text}</{element}>\r\n");
        }
        if let Some(stop) = self.stop {
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
    use crate::sample::{golden, numbered, order};
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
