//! Mail and text messages as files in a folder that a gateway or a mail server of the place empties: one file for each,
//! written beside its place, synced and moved there. A letter that comes twice is one file.
//!
//! ```text
//! <folder>/<sum>.eml    a mail: RFC 5322, UTF-8, with List-Unsubscribe (RFC 8058)
//! <folder>/<sum>.sms    a text message: "To: +33612345678", an empty line, the text in UTF-8
//! ```

use super::Says;
use super::pump::holding;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io, io::Write as _};
use vigie_channels::said::{choose, cut, text, title};
use vigie_core::State;
use vigie_core::ids::{AlertId, Language};
use vigie_core::time::Timestamp;

/// Letters of a line of a mail's body: what RFC 2045 takes.
const LINE: usize = 76;
/// Bytes of one encoded word of a subject, before it is encoded: with what is around it, it fits the 75 of RFC 2047.
const WORD_BYTES: usize = 42;

/// Longest body of a mail, in bytes: everything that any warning says.
const BODY_BYTES_MAX: usize = 16 << 10;
/// Longest text message, in bytes: four or five parts of one, which every network puts together.
const SMS_BYTES_MAX: usize = 560;

/// The folder of one way.
#[derive(Clone, Debug)]
pub struct Spool {
    folder: PathBuf,
    /// Whom mails come from.
    from: String,
}

impl Spool {
    /// Into `folder`, which is made when something is sent; mails come from `from`.
    pub fn new(folder: PathBuf, from: String) -> Self {
        Self { folder, from }
    }

    /// Writes a mail. It blocks.
    pub fn mail(&self, to: &str, paper: &Paper, at: Timestamp) -> io::Result<()> {
        let text = mail(&self.from, to, paper, at).map_err(io::Error::other)?;
        put(&self.folder, &name(to, paper), "eml", &text)
    }

    /// Writes a text message. It blocks.
    pub fn sms(&self, to: &str, paper: &Paper) -> io::Result<()> {
        let text = format!("To: {to}\n\n{}\n", paper.short);
        put(&self.folder, &name(to, paper), "sms", &text)
    }
}

/// What is written, for both.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Tells it from every other to the same receiver.
    about: String,
    title: String,
    body: String,
    /// All of it as a text message.
    short: String,
    language: String,
    /// The receiver's own page.
    url: String,
}

impl Paper {
    /// Of what a letter says; none if it no longer does, or not in this way.
    pub(super) fn of(state: &State, says: &Says) -> Option<Self> {
        match says {
            Says::Note {
                title,
                body,
                language,
                proof,
                url,
            } => Some(Self {
                about: format!("{proof} {body}"),
                title: title.clone(),
                body: body.clone(),
                // The first one says a code and no link, because false ones lead to links.
                short: format!("{title}. {proof}"),
                language: language.clone(),
                url: url.clone(),
            }),
            Says::Bulletin {
                alert,
                language,
                url,
            } => {
                let alert = holding(state, AlertId(*alert))?.alert();
                let wanted = [Language::new(language.as_str())];
                let spoken = state.site.iter().flat_map(|site| &site.languages);
                let (language, texts) = choose(&alert.content.texts, wanted.iter().chain(spoken))?;
                let short = format!("{}. {}", texts.headline, texts.instruction);
                Some(Self {
                    about: format!("alert {}", alert.id),
                    title: title(texts).to_owned(),
                    body: text(texts, alert, BODY_BYTES_MAX),
                    short: format!("{} {}", cut(&short, SMS_BYTES_MAX), alert.code()),
                    language: language.to_string(),
                    url: url.clone(),
                })
            }
            Says::Subscribed { .. } | Says::Issued { .. } | Says::Ended => None,
        }
    }
}

/// The mail.
fn mail(from: &str, to: &str, paper: &Paper, at: Timestamp) -> Result<String, String> {
    let Paper {
        title,
        body,
        language,
        url,
        ..
    } = paper;
    let date = jiff::Timestamp::from_millisecond(at.unix_ms());
    let date = date.map_err(|error| error.to_string())?;
    let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC));
    let date = date.map_err(|error| error.to_string())?;
    let text = format!("{}\r\n\r\n{url}\r\n", body.replace('\n', "\r\n"));
    let mut mail = format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {}\r\nDate: {date}\r\nMessage-ID: <{}@vigie>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Language: {language}\r\n\
         Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\
         List-Unsubscribe: <{url}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n",
        subject(title),
        name(to, paper)
    );
    let encoded = STANDARD.encode(text);
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(LINE.min(rest.len()));
        let _ = write!(mail, "{line}\r\n");
        rest = more;
    }
    Ok(mail)
}

/// A subject in any script (RFC 2047): words of whole characters.
fn subject(title: &str) -> String {
    let mut words = Vec::new();
    let mut rest = title;
    while !rest.is_empty() {
        let (word, more) = rest.split_at(rest.floor_char_boundary(WORD_BYTES));
        words.push(format!("=?utf-8?B?{}?=", STANDARD.encode(word)));
        rest = more;
    }
    words.join("\r\n ")
}

/// The same for the same message.
fn name(to: &str, paper: &Paper) -> String {
    let sum = Sha256::digest(format!("{to}\n{}", paper.about));
    hex::encode(&sum[..16])
}

fn put(folder: &Path, name: &str, kind: &str, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{name}.part"));
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(format!("{name}.{kind}")))?;
    fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Paper {
        let says = Says::Note {
            title: "تجربة: لم يحدث شيء، وهذا سطر أطول من كلمة واحدة".to_owned(),
            body: "Confirm.".to_owned(),
            language: "ar".to_owned(),
            proof: "123456".to_owned(),
            url: "https://warn.example/signup/s/q7Jm".to_owned(),
        };
        Paper::of(&State::default(), &says).unwrap()
    }

    #[test]
    fn a_mail_says_who_sent_it_how_to_end_it_with_one_click_and_holds_no_long_line() {
        let at = Timestamp::from_unix_ms(1_784_000_000_000);
        let mail = mail("duty@site.example", "zoe@example.org", &note(), at).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        for line in [
            "From: duty@site.example",
            "To: zoe@example.org",
            "List-Unsubscribe: <https://warn.example/signup/s/q7Jm>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
            "Content-Language: ar",
        ] {
            assert!(head.lines().any(|one| one == line), "{line} in {head}");
        }
        assert!(mail.lines().all(|line| line.len() <= 78), "{mail}");
        assert!(mail.is_ascii());
        let text = STANDARD.decode(body.replace("\r\n", "")).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(
            text,
            "Confirm.\r\n\r\nhttps://warn.example/signup/s/q7Jm\r\n"
        );
    }

    #[test]
    fn a_text_message_says_the_code_and_no_link_and_twice_is_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::new(folder.path().join("sms"), String::new());
        for _ in 0..2 {
            spool.sms("+33612345678", &note()).unwrap();
        }
        let files: Vec<_> = fs::read_dir(folder.path().join("sms")).unwrap().collect();
        assert_eq!(files.len(), 1);
        let text = fs::read_to_string(files[0].as_ref().unwrap().path()).unwrap();
        assert!(text.starts_with("To: +33612345678\n\n"), "{text}");
        assert!(text.contains("123456") && !text.contains("http"), "{text}");
    }
}
