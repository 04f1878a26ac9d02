//! The text of a message as it is kept and sent on: the bytes that came, as far as they make sense alone.
//!
//! A bare document is kept whole. A message out of a feed or wrapper is kept from `<alert` to `</alert>`; where
//! its namespace was declared around it, the declaration is written into its first tag and nothing else changes.

use super::taking::ALERT_BYTES_MAX;
use vigie_cap::{Finding, Level, Mode, ReadAlert, Version, read};

/// The whole document, if it is one message in UTF-8 with nothing wrong around it.
pub(super) fn whole<'a>(bytes: &'a [u8], alerts: &[ReadAlert], sound: bool) -> Option<&'a str> {
    let [alert] = alerts else { return None };
    // Where the declared encoding is not UTF-8 and matters, the text as read is not found again.
    let text = std::str::from_utf8(bytes).ok()?;
    let fits = sound && bytes.len() <= ALERT_BYTES_MAX && text.contains(alert.xml.as_str());
    fits.then_some(text)
}

/// The text to keep, and a line that says what was lost if it does not say the same alone.
pub(super) fn text(alert: &ReadAlert, whole: Option<&str>) -> (String, Option<String>) {
    if let Some(whole) = whole {
        return (whole.to_owned(), None);
    }
    if says_the_same(alert, &alert.xml) {
        return (alert.xml.clone(), None);
    }
    if let Some(declared) = declared(alert)
        && says_the_same(alert, &declared)
    {
        return (declared, None);
    }
    let lost = format!(
        "{}:{}: it does not make sense without what stands around it; publish each message in a file of its own",
        alert.line, alert.column
    );
    (alert.xml.clone(), Some(lost))
}

/// Whether the text, read alone, says what the message said in its place, and has no more wrong with it.
fn says_the_same(alert: &ReadAlert, text: &str) -> bool {
    let alone = read(text.as_bytes(), Mode::Lenient);
    let [only] = &alone.alerts[..] else {
        return false;
    };
    let is_error = |finding: &&Finding| finding.level() == Level::Error;
    let before = alert.findings.iter().filter(is_error).count();
    let now = alone.all_findings().filter(is_error).count();
    only.alert == alert.alert && only.version == alert.version && now <= before
}

/// The text with its namespace declared in its first tag.
fn declared(alert: &ReadAlert) -> Option<String> {
    let after = alert.xml.strip_prefix('<')?;
    let end = after.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let (name, rest) = after.split_at(end);
    let attribute = match name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let namespace = match alert.version {
        Version::V1_0 => "http://www.incident.com/cap/1.0",
        Version::V1_1 => "urn:oasis:names:tc:emergency:cap:1.1",
        Version::V1_2 => vigie_cap::write::NAMESPACE,
    };
    Some(format!("<{name} {attribute}=\"{namespace}\"{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSIDE: &str = "<identifier>a</identifier><sender>s</sender><sent>2026-01-02T03:04:05-00:00</sent>\
        <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>";

    fn one(text: &str) -> (ReadAlert, String) {
        let mut reading = read(text.as_bytes(), Mode::Lenient);
        assert_eq!(reading.alerts.len(), 1, "{text}");
        (reading.alerts.remove(0), text.to_owned())
    }

    #[test]
    fn a_namespace_declared_around_a_message_is_written_into_it() {
        let ns = vigie_cap::write::NAMESPACE;
        let (alert, _) = one(&format!(
            "<alerts xmlns=\"{ns}\"><alert>{INSIDE}</alert></alerts>"
        ));
        let (kept, lost) = text(&alert, None);
        assert_eq!(lost, None);
        assert_eq!(kept, format!("<alert xmlns=\"{ns}\">{INSIDE}</alert>"));
    }

    #[test]
    fn a_prefix_declared_around_a_message_is_written_into_it() {
        let ns = vigie_cap::write::NAMESPACE;
        let inside = INSIDE
            .replace("</", "</c:")
            .replace('<', "<c:")
            .replace("<c:/c:", "</c:");
        let (alert, _) = one(&format!(
            "<all xmlns:c=\"{ns}\"><c:alert>{inside}</c:alert></all>"
        ));
        let (kept, lost) = text(&alert, None);
        assert_eq!(lost, None);
        assert!(
            kept.starts_with(&format!("<c:alert xmlns:c=\"{ns}\">")),
            "{kept}"
        );
    }

    #[test]
    fn a_bare_document_is_kept_whole_with_its_declaration_and_comments() {
        let ns = vigie_cap::write::NAMESPACE;
        let (alert, document) = one(&format!(
            "<?xml version=\"1.0\"?>\n<!-- c -->\n<alert xmlns=\"{ns}\">{INSIDE}</alert>\n"
        ));
        let whole = whole(document.as_bytes(), std::slice::from_ref(&alert), true);
        assert_eq!(text(&alert, whole).0, document);
    }

    #[test]
    fn a_document_in_another_encoding_is_kept_from_its_first_tag_on() {
        let ns = vigie_cap::write::NAMESPACE;
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><alert xmlns=\"{ns}\">{}</alert>",
            INSIDE.replace("<sender>s", "<sender>\u{e9}")
        );
        let latin: Vec<u8> = document
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        let alert = read(&latin, Mode::Lenient).alerts.remove(0);
        assert_eq!(alert.alert.sender, "\u{e9}");
        let whole = whole(&latin, std::slice::from_ref(&alert), true);
        assert!(text(&alert, whole).0.starts_with("<alert "));
    }
}
