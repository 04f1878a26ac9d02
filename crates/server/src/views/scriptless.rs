//! The public page for a browser without a script: what is in force as this server knows it while it answers, in the
//! page itself. A browser with a script never shows it. Pure.
//!
//! Such a page cannot see that its link is lost: it says of when it is, and asks to be loaded again.

use crate::listen::{Held, Standing};
use crate::record::escaped;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use vigie_core::ids::Language;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;
use vigie_core::warning::Alert;
use vigie_core::wording::{Act, Texts};

/// What the pages say around a warning, in one language: the same words as their scripts have.
#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    direction: String,
    words: BTreeMap<String, String>,
}

/// The same in every language that the pages speak.
pub(crate) type Lexicon = BTreeMap<String, Words>;

/// Whom a page is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    /// The words there are.
    pub lexicon: &'a Lexicon,
    /// The reader's languages, the dearest first.
    pub wanted: &'a [Language],
}

/// The languages that a browser says it accepts, the dearest first.
pub(crate) fn wanted(accept_language: &str) -> Vec<Language> {
    vigie_channels::ntfy::accepted(accept_language)
}

/// One warning by its last message.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    n: u64,
    status: Status,
    act: Act,
    /// Gone from the list of what is live, and nobody said why.
    is_gone: bool,
    since: Timestamp,
    sent: Timestamp,
    expires: Option<Timestamp>,
    danger: &'a str,
    area: &'a str,
    source: &'a str,
    code: String,
    texts: &'a BTreeMap<Language, Texts>,
    /// Where the message itself is.
    original: Option<String>,
}

impl<'a> Seen<'a> {
    /// Of this server's own journal; `since` is when the warning began.
    pub(crate) fn alert(alert: &'a Alert, since: Timestamp) -> Self {
        let content = &alert.content;
        Self {
            n: alert.id.0,
            status: content.status,
            act: content.act,
            is_gone: false,
            since,
            sent: content.sent,
            expires: content.expires,
            danger: &content.danger,
            area: &content.area.desc,
            source: &content.source,
            code: alert.code(),
            texts: &content.texts,
            original: Some(format!("/cap/alert/{}.xml", alert.id)),
        }
    }

    /// As a relay holds it. When the warning began is not known there, only when this was said.
    pub(crate) fn held(held: &'a Held) -> Self {
        let bulletin = &held.bulletin;
        Self {
            n: bulletin.n,
            status: bulletin.status,
            act: bulletin.act,
            is_gone: held.standing == Standing::EndedUnseen,
            since: bulletin.sent,
            sent: bulletin.sent,
            expires: bulletin.expires,
            danger: &bulletin.danger,
            area: &bulletin.area.desc,
            source: &bulletin.source,
            code: bulletin.code.clone(),
            texts: &bulletin.texts,
            original: None,
        }
    }

    fn is_over(&self) -> bool {
        self.act.ends() || self.is_gone
    }
}

/// What is known and of when. `None` where the link is lost: then nothing is said of what is going on.
pub(crate) fn shown(reader: Reader<'_>, known: Option<Vec<Seen<'_>>>, now: Timestamp) -> String {
    let Some(page) = Page::of(reader) else {
        return String::new();
    };
    let mut out = format!(
        "<section class=\"plain\" lang=\"{}\" dir=\"{}\"><p class=\"notice\">{}</p><p class=\"pulse\"><strong>{}: {}</strong></p>",
        escaped(page.language),
        escaped(&page.words.direction),
        escaped(page.word("no_script")),
        escaped(page.word("as_of")),
        time(now)
    );
    match known {
        None => band(
            &mut out,
            &page.twice("link_lost"),
            page.word("link_lost_long"),
        ),
        Some(mut seen) => {
            seen.sort_by_key(|one| {
                let is_exercise = one.status == Status::Exercise;
                (one.is_over(), is_exercise, std::cmp::Reverse(one.n))
            });
            if seen.iter().all(Seen::is_over) {
                band(&mut out, page.word("none"), page.word("none_as_of"));
            }
            for one in &seen {
                page.card(&mut out, one);
            }
        }
    }
    out.push_str("</section>");
    out
}

struct Page<'a> {
    reader: Reader<'a>,
    language: &'a str,
    words: &'a Words,
    english: &'a Words,
}

impl<'a> Page<'a> {
    /// None where the pages were not built.
    fn of(reader: Reader<'a>) -> Option<Self> {
        let english = reader.lexicon.get("en")?;
        let wanted = reader.wanted.iter();
        let mut spoken = wanted.filter_map(|tag| reader.lexicon.get_key_value(primary(tag)));
        let (language, words) = spoken
            .next()
            .map_or(("en", english), |(tag, words)| (tag.as_str(), words));
        Some(Self {
            reader,
            language,
            words,
            english,
        })
    }

    fn word(&self, name: &str) -> &'a str {
        let word = self.words.words.get(name);
        word.or_else(|| self.english.words.get(name))
            .map_or("", String::as_str)
    }

    /// Here and in English, for what nobody may misread.
    fn twice(&self, name: &str) -> String {
        let english = self.english.words.get(name).map_or("", String::as_str);
        match self.word(name) {
            word if word == english => english.to_owned(),
            word => format!("{word} · {english}"),
        }
    }

    fn card(&self, out: &mut String, one: &Seen<'_>) {
        let is_live = !one.is_over();
        let (status, long) = match (one.status, is_live) {
            (Status::Actual, true) => ("actual", "actual_long"),
            (Status::Actual, false) => ("actual", "actual_past"),
            (Status::Exercise, true) => ("exercise", "exercise_long"),
            (Status::Exercise, false) => ("exercise", "exercise_past"),
        };
        let (stage, said) = match one.act {
            _ if one.is_gone => ("ended_unseen", self.word("ended_unseen").to_owned()),
            Act::Alert => ("live", self.word("in_force").to_owned()),
            Act::Update => {
                let said = [self.word("in_force"), self.word("updated")];
                ("live", said.join(" · "))
            }
            Act::AllClear => ("all_clear", format!("✓ {}", self.twice("all_clear"))),
            Act::Retraction => ("retracted", self.word("retracted").to_owned()),
            Act::Expiry => ("expired", self.word("expired").to_owned()),
        };
        let _ = write!(
            out,
            "<article class=\"warning\" data-status=\"{status}\" data-stage=\"{stage}\" aria-labelledby=\"warning-{}\">\
             <p class=\"banner\"><strong class=\"banner-word\">{}</strong> <span class=\"banner-long\">{}</span></p>\
             <p class=\"stage\">{}</p>",
            one.n,
            escaped(&self.twice(status)),
            escaped(self.word(long)),
            escaped(&said)
        );
        self.texts(out, one);
        self.facts(out, one, is_live);
        out.push_str("</article>");
    }

    /// In the reader's language, and folded away in the others.
    fn texts(&self, out: &mut String, one: &Seen<'_>) {
        let rank = |tag: &Language| {
            let exact = self.reader.wanted.iter().position(|want| want == tag);
            let near = || {
                let is_near = |want: &Language| primary(want) == primary(tag);
                self.reader.wanted.iter().position(is_near)
            };
            exact
                .map(|at| at * 2)
                .or_else(|| near().map(|at| at * 2 + 1))
                .unwrap_or(usize::MAX)
        };
        let mut texts: Vec<_> = one.texts.iter().collect();
        texts.sort_by_key(|(tag, _)| rank(tag));
        let Some(((tag, first), others)) = texts.split_first() else {
            let _ = write!(
                out,
                "<h3 id=\"warning-{}\">{}</h3>",
                one.n,
                escaped(self.word("no_text"))
            );
            return;
        };
        let _ = write!(
            out,
            "<div class=\"wording\" lang=\"{}\" dir=\"auto\"><h3 id=\"warning-{}\">{}</h3>{}</div>",
            escaped(tag.as_str()),
            one.n,
            escaped(&first.headline),
            wording(first)
        );
        if rank(tag) == usize::MAX {
            let missing = escaped(self.word("language_missing"));
            let _ = write!(out, "<p class=\"notice\">{missing}</p>");
        }
        if others.is_empty() {
            return;
        }
        let also = escaped(self.word("also_in"));
        let _ = write!(out, "<section class=\"others\" aria-label=\"{also}\">");
        for (tag, text) in others {
            let _ = write!(
                out,
                "<details lang=\"{0}\" dir=\"auto\"><summary><bdi class=\"language\">{0}</bdi> <bdi>{1}</bdi></summary>{2}</details>",
                escaped(tag.as_str()),
                escaped(&text.headline),
                wording(text)
            );
        }
        out.push_str("</section>");
    }

    fn facts(&self, out: &mut String, one: &Seen<'_>, is_live: bool) {
        let isolated = |text: &str| format!("<bdi>{}</bdi>", escaped(text));
        let mut rows = vec![("since", time(one.since))];
        if is_live {
            let open = || escaped(self.word("until_open"));
            rows.push(("until", one.expires.map_or_else(open, time)));
        } else {
            rows.push(("ended_at", time(one.sent)));
        }
        rows.push(("area", isolated(one.area)));
        rows.push(("source", isolated(one.source)));
        rows.push(("danger", isolated(one.danger)));
        let code = format!(
            "<code class=\"code\" dir=\"ltr\">{}</code> <small>{}</small>",
            escaped(&one.code),
            escaped(self.word("code_long"))
        );
        rows.push(("code", code));
        if let Some(href) = &one.original {
            rows.push((
                "original",
                format!("<a href=\"{0}\" dir=\"ltr\">{0}</a>", escaped(href)),
            ));
        }
        out.push_str("<dl class=\"facts\">");
        for (name, value) in rows {
            let name = escaped(self.word(name));
            let _ = write!(out, "<dt>{name}</dt><dd>{value}</dd>");
        }
        out.push_str("</dl>");
    }
}

fn band(out: &mut String, word: &str, long: &str) {
    let _ = write!(
        out,
        "<div class=\"notice\"><p class=\"band-word\">{}</p><p>{}</p></div>",
        escaped(word),
        escaped(long)
    );
}

fn wording(text: &Texts) -> String {
    let mut out = String::new();
    for (class, part) in [
        ("instruction", &text.instruction),
        ("description", &text.description),
    ] {
        if !part.is_empty() {
            let _ = write!(out, "<p class=\"{class}\">{}</p>", escaped(part));
        }
    }
    out
}

/// Without a script nobody knows the reader's own time of day.
fn time(at: Timestamp) -> String {
    let stamp = at.rfc3339();
    let (day, rest) = stamp.split_once('T').unwrap_or((&stamp, ""));
    let second = rest.get(..8).unwrap_or(rest);
    format!("<time datetime=\"{stamp}\" dir=\"ltr\">{day} {second} UTC</time>")
}

fn primary(tag: &Language) -> &str {
    tag.as_str().split('-').next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
