//! One alert as a message of ntfy. Whether it is an exercise comes in by the type, and shows in whatever an app
//! shows: the title, the text, the tags, and the priority, which never breaks a phone's silence for an exercise.

use super::topic::Topic;
use crate::said::{choose, text, title};
use serde::Serialize;
use vigie_core::class::Class;
use vigie_core::ids::{AlertId, Language};
use vigie_core::warning::{Change, Content, Origin, Outgoing};
use vigie_core::wording::Act;

/// What ntfy's own server takes as a message, in bytes; apps are made for it.
const TEXT_BYTES_MAX: usize = 4_096;
/// An exercise is shown and heard like any message, and wakes nobody.
const EXERCISE_PRIORITY_MAX: u8 = 3;
/// What is no longer the last word of its warning, or of a warning that has ended, makes no sound.
const PAST_PRIORITY_MAX: u8 = 2;
/// Relayed texts are not ours and carry no mark of ours.
const MARK: &str = "EXERCISE: ";

/// One line of the stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Twelve characters; the same alert has the same in every topic.
    pub id: String,
    /// When it was sent, in seconds since 1970.
    pub time: i64,
    /// When it stops to hold, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// `message`.
    pub event: &'static str,
    /// As it was asked for.
    pub topic: String,
    /// The warning: an app puts what has the same one in place of what it shows.
    pub sequence_id: String,
    /// What and where.
    pub title: String,
    /// What is known, what to do, who says so, and the short code.
    pub message: String,
    /// 5 breaks silence, 1 is not heard.
    pub priority: u8,
    /// A picture's name, then `exercise` if it is one, the danger and the act.
    pub tags: Vec<String>,
    /// The page that a tap opens.
    pub click: String,
    /// The CAP message.
    pub attachment: Attachment,
    /// The language that it speaks; not ntfy's, apps pass over it.
    pub language: String,
}

/// The CAP message, as ntfy attaches a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    name: String,
    r#type: &'static str,
    size: usize,
    url: String,
}

/// Whether a message is the last word of a warning that is in force, or of one that has just ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Holds,
    /// Something newer was said.
    Past,
}

/// Who listens, and how.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// To what.
    pub topic: &'a Topic,
    /// Languages that are read, the dearest first.
    pub wanted: &'a [Language],
    /// The site's, in its order.
    pub spoken: &'a [Language],
    /// The server's address, without a slash at the end.
    pub base: &'a str,
}

/// The alert as this listener hears it; none if it says nothing in any language.
pub fn message(outgoing: Outgoing<'_>, standing: Standing, choice: Choice<'_>) -> Option<Message> {
    let alert = outgoing.alert();
    let content = &alert.content;
    let wanted = choice
        .topic
        .language
        .iter()
        .chain(choice.wanted)
        .chain(choice.spoken);
    let (language, texts) = choose(&content.texts, wanted)?;
    let (mark, exercise, most) = match (outgoing, &content.origin) {
        (Outgoing::Actual(_), _) => ("", None, u8::MAX),
        (Outgoing::Exercise(_), Origin::Own) => ("", Some("exercise"), EXERCISE_PRIORITY_MAX),
        (Outgoing::Exercise(_), Origin::Feed(_)) => (MARK, Some("exercise"), EXERCISE_PRIORITY_MAX),
    };
    let most = match standing {
        Standing::Holds => most,
        Standing::Past => most.min(PAST_PRIORITY_MAX),
    };
    let room = TEXT_BYTES_MAX.saturating_sub(MARK.len());
    let picture = exercise.map_or_else(|| picture(content.act), |_| "test_tube");
    let tags = [
        Some(picture),
        exercise,
        Some(&content.danger),
        Some(content.act.as_str()),
    ];
    Some(Message {
        id: id(alert.id),
        time: content.sent.unix_ms().div_euclid(1_000),
        expires: content.expires.map(|at| at.unix_ms().div_euclid(1_000)),
        event: "message",
        topic: choice.topic.name.clone(),
        sequence_id: alert.warning.to_string(),
        title: format!("{mark}{}", title(texts)),
        message: format!("{mark}{}", text(texts, alert, room)),
        priority: priority(content).min(most),
        tags: tags.into_iter().flatten().map(str::to_owned).collect(),
        click: format!("{}/", choice.base),
        attachment: Attachment {
            name: format!("{}.xml", alert.code()),
            r#type: "application/cap+xml",
            size: content.cap.xml.len(),
            url: format!("{}/cap/alert/{}.xml", choice.base, alert.id),
        },
        language: language.to_string(),
    })
}

/// The line that opens a stream or keeps it open.
pub fn stand_in(event: &'static str, topics: &str, at_s: i64, line: u64) -> String {
    let id = format!("o{line:011}");
    serde_json::json!({ "id": id, "time": at_s, "event": event, "topic": topics }).to_string()
}

/// The number of an alert by the id of its message.
pub fn number(id: &str) -> Option<AlertId> {
    let digits = id.strip_prefix('v').filter(|digits| digits.len() == 11)?;
    digits.parse().ok().map(AlertId)
}

fn id(alert: AlertId) -> String {
    format!("v{:011}", alert.0)
}

fn priority(content: &Content) -> u8 {
    match (content.act, content.class) {
        (Act::Alert | Act::Update, Class::Alert) if content.sounds => 5,
        // Only longer: nobody is told again what they know.
        (Act::Update, _) if content.changes.iter().eq([&Change::Validity]) => 2,
        (Act::Alert | Act::Update | Act::AllClear | Act::Retraction, _) => 4,
        (Act::Expiry, _) => 3,
    }
}

fn picture(act: Act) -> &'static str {
    match act {
        Act::Alert => "rotating_light",
        Act::Update => "arrows_counterclockwise",
        Act::AllClear => "white_check_mark",
        Act::Retraction => "x",
        Act::Expiry => "hourglass",
    }
}

#[cfg(test)]
#[path = "message/tests.rs"]
mod tests;
