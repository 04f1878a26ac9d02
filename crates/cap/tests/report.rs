//! Reports are read by people and machines: their text is kept in golden files.
//!
//! `VIGIE_GOLDEN=write cargo test -p vigie-cap --test report` writes them anew.

use vigie_cap::report::{Checked, Sarif, Summary, Verdict, human, json};
use vigie_cap::{Finding, Mode, Reading, read};

const WRONG: &str = "<?xml version=\"1.0\"?>
<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">
  <identifier>é 1</identifier>
  <sender>duty@vigie.example</sender>
  <sent>2023-12-08T04:10:00Z</sent>
  <status>Exercise</status><note>Cedar \u{202E}</note>
  <msgType>Cancel</msgType>
  <scope>Public</scope>
  <info>
    <category>Security</category>
    <event>Rockets</event>
    <urgency>Immediate</urgency>
    <severity>Major</severity>
    <certainty>Observed</certainty>
    <area><areaDesc>Centre</areaDesc><polygon>33,44 33,45 34,45</polygon></area>
  </info>
</alert>
";

fn wrong() -> (Reading, Vec<Finding>) {
    let reading = read(WRONG.as_bytes(), Mode::Lenient);
    let findings = reading.all_findings().cloned().collect();
    (reading, findings)
}

fn golden(name: &str, is: &str) {
    let path = format!("{}/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("VIGIE_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, is).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    let was = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(is, was, "{path}: review with VIGIE_GOLDEN=write");
}

#[test]
fn people_see_the_line_the_mark_and_the_remedy() {
    let (_, findings) = wrong();
    let checked = Checked {
        name: "wrong.xml",
        bytes: WRONG.as_bytes(),
        findings: &findings,
    };
    let plain = human(&checked, false);
    golden("report.txt", &plain);
    assert!(
        !plain.contains('\x1b') && !plain.contains('\u{202E}'),
        "a stranger's text reaches the terminal"
    );
    assert!(human(&checked, true).contains("\x1b[1;31merror[CAP-LISTED]\x1b[0m"));
}

#[test]
fn machines_get_every_finding_as_json() {
    let pretty = serde_json::to_string_pretty(&json("wrong.xml", &wrong().0)).unwrap();
    golden("report.json", &(pretty + "\n"));
}

#[test]
fn editors_get_sarif() {
    let (_, findings) = wrong();
    let checked = Checked {
        name: "a folder/wrong.xml",
        bytes: WRONG.as_bytes(),
        findings: &findings,
    };
    let (mut sarif, mut text) = Sarif::begin();
    text += &sarif.file(&checked);
    text += &sarif.file(&checked);
    text += &sarif.end();
    let mut log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array_mut().unwrap();
    assert_eq!(results.len(), 2 * findings.len());
    results.truncate(findings.len());
    golden(
        "report.sarif",
        &(serde_json::to_string_pretty(&log).unwrap() + "\n"),
    );
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            run["tool"]["driver"]["rules"][index]["id"],
            result["ruleId"]
        );
    }
}

#[test]
fn a_line_of_a_thousand_characters_is_cut_around_the_mark() {
    let text = format!(
        "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>{}<colour/></alert>",
        " ".repeat(1_000)
    );
    let reading = read(text.as_bytes(), Mode::Lenient);
    let findings: Vec<Finding> = reading
        .all_findings()
        .filter(|finding| finding.rule.id == "CAP-UNKNOWN")
        .cloned()
        .collect();
    let shown = human(
        &Checked {
            name: "x",
            bytes: text.as_bytes(),
            findings: &findings,
        },
        false,
    );
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[2].find("<colour/>"), lines[3].find('^'), "{shown}");
    assert!(lines[2].len() < 120);
}

#[test]
fn the_summary_counts_by_rule_and_by_sender_and_keeps_the_worst() {
    let mut summary = Summary::default();
    assert_eq!(summary.verdict.exit_code(), 0);
    summary.add(&wrong().0, &[]);
    assert_eq!(summary.verdict, Verdict::Broken);
    summary.add(&read(b"", Mode::Lenient), &[]);
    assert_eq!(summary.verdict.exit_code(), 2);
    assert_eq!((summary.files, summary.alerts), (2, 1));
    assert_eq!(summary.by_sender()[0].0, "duty@vigie.example");
    assert!(
        summary
            .to_string()
            .starts_with("2 files, 1 alerts: unreadable\n")
    );
    let strict = read(WRONG.as_bytes(), Mode::Strict);
    assert_eq!(strict.verdict(), Verdict::Broken);
}

#[test]
fn a_sender_of_any_length_takes_a_line_of_the_summary() {
    let mut summary = Summary::default();
    for nth in 0..3 {
        let sender = format!("{nth}{}", "x".repeat(100_000));
        let wrong = WRONG.replace("duty@vigie.example", &sender);
        summary.add(&read(wrong.as_bytes(), Mode::Lenient), &[]);
    }
    let senders = summary.by_sender();
    assert_eq!(senders.len(), 3);
    assert!(senders.iter().all(|(sender, _, _)| sender.len() < 100));
}
