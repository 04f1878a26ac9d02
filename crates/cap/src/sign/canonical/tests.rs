//! Against libxml2's canonical forms, on every real message and on what canonical forms are hard about.

use super::*;
use crate::xml::Limits;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

#[path = "../../../tests/common/mod.rs"]
mod common;

/// What xmllint makes of a text; it keeps comments, which are therefore not in it.
fn xmllint(form: &str, text: &str) -> Option<String> {
    let mut child = Command::new("xmllint")
        .args([form, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let feeding = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let done = child.wait_with_output().unwrap();
    feeding.join().unwrap().ok();
    done.status
        .success()
        .then(|| String::from_utf8(done.stdout).unwrap())
}

fn without_comments(text: &str) -> String {
    let mut pieces = text.split("<!--");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| {
        kept + piece.split_once("-->").map_or("", |(_, rest)| rest)
    })
}

/// Compares both forms; false if we do not read the text.
fn agree(name: &str, text: &str) -> bool {
    let text = without_comments(text);
    let limits = Limits {
        alert_bytes_max: 4 << 20,
        nodes_max: 200_000,
        ..Limits::default()
    };
    let Ok(tape) = Tape::read(&text, &limits) else {
        return false;
    };
    for (form, option) in [
        (Form::Inclusive, "--c14n"),
        (Form::Inclusive, "--c14n11"),
        (Form::Exclusive, "--exc-c14n"),
    ] {
        let ours = document(&tape, form, &[], 16 << 20).unwrap();
        let theirs = xmllint(option, &text).unwrap_or_else(|| panic!("{name}: xmllint refuses it"));
        // xmllint ends its output with a line end of its own.
        assert_eq!(ours, theirs.trim_end_matches('\n'), "{name} {option}");
    }
    true
}

#[test]
fn every_real_message_has_libxml2s_canonical_form() {
    let messages = common::corpus();
    let mut compared = 0;
    for (name, bytes) in &messages {
        if let Ok(text) = crate::sign::tape::strictly_decoded(bytes) {
            compared += usize::from(agree(name, &text));
        }
    }
    println!("{compared} of {} files compared", messages.len());
    assert!(
        messages.is_empty() || compared > 220,
        "only {compared} were compared"
    );
}

#[test]
fn what_is_hard_about_canonical_forms_is_as_libxml2_does_it() {
    let hard = [
        // Namespaces: declared twice, taken back, redeclared, unused, used by an attribute alone, sorted by prefix.
        "<a xmlns='urn:x:a' xmlns:b='urn:x:b'><b:c xmlns:b='urn:x:b'><d xmlns=''><e xmlns='urn:x:a'/></d></b:c></a>",
        "<a xmlns:z='urn:x:z' xmlns:b='urn:x:b' xmlns='urn:x:a'><c z:d='1' b:d='2' d='3'/></a>",
        "<b:a xmlns:b='urn:x:b'><b:c xmlns:b='urn:x:c'><b:d xmlns:b='urn:x:b'/></b:c><b:e/></b:a>",
        "<a><b xmlns='urn:x:b'><c xmlns=''/></b><d xmlns=''/></a>",
        "<a xmlns='urn:x:a'><b:c xmlns:b='urn:x:b'><d/></b:c></a>",
        // Attributes: sorted by namespace, not by prefix; white space and references in values.
        "<a xmlns:b='urn:x:z' xmlns:c='urn:x:a' b:e='1' c:e='2' e='3' xml:lang='en'/>",
        "<a b=' 1\n2\t3 ' c='&#9;&#10;&#13;' d='&lt;&amp;&quot;&apos;>' e=\"'\"/>",
        // Text: references, sections, line ends, markup characters.
        "<a>&lt;&gt;&amp;&quot;&apos;&#13;&#xE9;é<![CDATA[<b>&]]>]]&gt;</a>",
        "<a>\r\n b\rc\n</a>",
        // Around the root, and instructions.
        "<?xml version='1.0'?>\n<?a   b c ?>\n\n<a/>\n<?d?>\n<?e f?>\n",
        "<a>b<?c d?>e<?f?></a>",
        "<a   b = 'c'   ></a  >",
        "<é xmlns:ü='urn:x:u' ü:ñ='1'/>",
    ];
    for text in hard {
        assert!(agree(text, text), "{text} is not read");
    }
}

#[test]
fn a_canonical_text_that_outgrows_its_source_is_refused() {
    let (mut namespaces, mut used) = (String::new(), String::new());
    for nth in 0..50 {
        let _ = write!(namespaces, " xmlns:n{nth}='urn:{}'", "x".repeat(200));
        let _ = write!(used, " n{nth}:a{nth}=''");
    }
    let text = format!("<a{namespaces}>{}</a>", format!("<b{used}/>").repeat(400));
    let tape = Tape::read(&text, &Limits::default()).unwrap();
    let refused = document(&tape, Form::Exclusive, &[], 1 << 20).unwrap_err();
    assert_eq!(refused.finding().rule.id, "XML-LIMIT");
    assert!(document(&tape, Form::Inclusive, &[], 1 << 20).is_ok());
}
