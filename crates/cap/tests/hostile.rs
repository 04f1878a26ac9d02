//! Input made to harm: refused with one clear finding, before it costs anything.

use std::fmt::Write;
use vigie_cap::{Level, Limits, Mode, Reading, read, read_within};

const NS: &str = "xmlns='urn:oasis:names:tc:emergency:cap:1.2'";

fn reading(text: &str) -> Reading {
    read(text.as_bytes(), Mode::Lenient)
}

/// Refuses the text for this rule and takes no alert from it.
fn refused(text: &str, rule: &str) {
    let reading = reading(text);
    assert!(reading.alerts.is_empty());
    let errors: Vec<_> = reading
        .findings
        .iter()
        .filter(|finding| finding.level() == Level::Error)
        .collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].rule.id, rule, "{errors:?}");
    assert!(errors[0].line > 0 || rule == "XML-LIMIT", "{errors:?}");
}

#[test]
fn a_document_type_is_refused_before_its_entities_multiply() {
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><alert {NS}><note>&b;</note></alert>"
    );
    refused(&bomb, "XML-DOCTYPE");
    refused(
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><alert/>",
        "XML-DOCTYPE",
    );
    let late = format!("<alert {NS}><!DOCTYPE x><identifier>1</identifier></alert>");
    refused(&late, "XML-DOCTYPE");
}

#[test]
fn a_web_page_is_called_one() {
    let reading = reading("<!doctype html><html><body>404</body></html>");
    assert_eq!(
        reading.findings[0].found.text(),
        "this is a web page, not a CAP message"
    );
}

#[test]
fn an_entity_nobody_defined_is_kept_as_written_and_said() {
    let reading = reading(&format!(
        "<alert {NS}>\n<note>a&nbsp;b &copy R&D &#38; &#xE9;</note></alert>"
    ));
    assert_eq!(
        reading.alerts[0].alert.note.as_deref(),
        Some("a&nbsp;b &copy R&D & é")
    );
    let entities = reading.alerts[0]
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "XML-ENTITY");
    assert!(entities.count() >= 2);
}

#[test]
fn too_deep_too_many_and_too_long_are_refused() {
    refused(&"<a>".repeat(40), "XML-LIMIT");
    let many: String = "<code>x</code>".repeat(20_000);
    refused(&format!("<alert {NS}>{many}</alert>"), "XML-LIMIT");
    refused(
        &format!("<alert {NS}><note>{}</note></alert>", "x".repeat(200_000)),
        "XML-LIMIT",
    );
    let long = format!("<note>{}</note>", "x".repeat(100_000)).repeat(3);
    refused(&format!("<alert {NS}>{long}</alert>"), "XML-LIMIT");
    refused(
        &format!("<alert {NS}>{}</alert>", "<info/>".repeat(65)),
        "XML-LIMIT",
    );
    refused(
        &format!("<feed>{}</feed>", "<a/>".repeat(250_000)),
        "XML-LIMIT",
    );
    let small = Limits {
        file_bytes_max: 10,
        ..Limits::default()
    };
    let reading = read_within(b"<alert></alert>", Mode::Lenient, &small);
    assert_eq!(reading.findings[0].rule.id, "XML-LIMIT");
}

#[test]
fn floods_of_attributes_and_namespaces_are_refused() {
    let mut attributes = String::new();
    let mut namespaces = String::new();
    for nth in 0..5_000 {
        let _ = write!(attributes, " a{nth}='x'");
        let _ = write!(namespaces, " xmlns:n{nth}='x'");
    }
    refused(&format!("<alert {NS}{attributes}/>"), "XML-LIMIT");
    refused(&format!("<alert {NS}{namespaces}/>"), "XML-LIMIT");
    refused(&format!("<alert {NS} a='1' a='2'/>"), "XML-MALFORMED");
}

#[test]
fn a_flood_of_alerts_or_of_findings_ends() {
    let alerts = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>",
        format!("<alert {NS}/>").repeat(3_000)
    );
    let reading = reading(&alerts);
    assert_eq!(reading.alerts.len(), 1_000);
    assert_eq!(reading.findings[0].rule.id, "XML-LIMIT");

    let unknown = "<x/>".repeat(5_000);
    let reading = self::reading(&format!("<alert {NS}>{unknown}</alert>"));
    assert!(reading.alerts[0].findings.len() <= 201);
    assert!(reading.alerts[0].unplaced.len() <= 200);
    assert!(
        reading.alerts[0]
            .findings
            .iter()
            .any(|finding| finding.rule.id == "XML-FINDINGS")
    );
}

#[test]
fn what_is_no_message_gives_one_clear_finding() {
    refused("", "XML-EMPTY");
    refused("  \n ", "XML-EMPTY");
    refused("hello", "XML-STRAY-TEXT");
    refused("<html></html>", "CAP-NONE");
    refused("<alert", "XML-TRUNCATED");
    refused("<alert><identifier>", "XML-TRUNCATED");
    refused("<alert></identifier></alert>", "XML-MALFORMED");
    refused("PK\u{3}\u{4}\0\0\0", "XML-BINARY");
}

#[test]
fn the_place_of_a_fault_is_where_it_is() {
    let reading = reading(&format!("<alert {NS}>\n  <identifier>1</sender>\n</alert>"));
    assert_eq!(
        (reading.findings[0].line, reading.findings[0].rule.id),
        (2, "XML-MALFORMED")
    );
}

#[test]
fn control_characters_do_not_reach_the_document() {
    let reading = reading(&format!("<alert {NS}><note>a\u{1}b&#2;c</note></alert>"));
    assert_eq!(reading.alerts[0].alert.note.as_deref(), Some("abc"));
    assert!(
        reading.alerts[0]
            .findings
            .iter()
            .any(|finding| finding.rule.id == "XML-CHARACTER")
    );
}

#[test]
fn alerts_glued_together_are_each_read() {
    let one = |id: &str| {
        format!("<?xml version='1.0'?>\n<alert {NS}><identifier>{id}</identifier></alert>\n")
    };
    let reading = reading(&(one("a") + &one("b")));
    let read: Vec<_> = reading
        .alerts
        .iter()
        .map(|alert| (alert.alert.identifier.as_str(), alert.line))
        .collect();
    assert_eq!(read, [("a", 2), ("b", 4)]);
    assert_eq!(reading.findings[0].rule.id, "XML-SEVERAL-ROOTS");
}

#[test]
fn strict_reading_withholds_what_is_wrong_and_says_why() {
    let text = format!("<alert {NS}>\n<identifier>1</identifier></alert>");
    assert_eq!(reading(&text).alerts.len(), 1);
    let strict = read(text.as_bytes(), Mode::Strict);
    assert!(strict.alerts.is_empty());
    assert!(
        strict
            .findings
            .iter()
            .any(|finding| finding.rule.id == "CAP-STRICT")
    );
    assert!(
        strict
            .findings
            .iter()
            .any(|finding| finding.rule.id == "CAP-MISSING" && finding.line == 1)
    );
}
