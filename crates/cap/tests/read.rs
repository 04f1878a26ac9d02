//! Reading what senders really write: versions, encodings, wrappers, and every sloppiness that is understood.

use vigie_cap::doc::{Certainty, MsgType, NameValue, Scope, Severity, Status};
use vigie_cap::{Mode, ReadAlert, Reading, Version, Wrapper, read};

const NS: &str = "urn:oasis:names:tc:emergency:cap:1.2";

/// A sound alert with this inside its info, and what else is wanted in the alert before it.
fn alert_with(before: &str, info: &str) -> String {
    format!(
        "<alert xmlns=\"{NS}\"><identifier>a</identifier><sender>s@x</sender><sent>2023-12-08T04:10:00+03:00</sent>\
         <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{before}<info><category>Met</category>\
         <event>e</event><urgency>Past</urgency><severity>Minor</severity><certainty>Observed</certainty>{info}</info></alert>"
    )
}

fn one(text: &str) -> ReadAlert {
    let mut reading = read(text.as_bytes(), Mode::Lenient);
    assert_eq!(reading.alerts.len(), 1, "{:?}\n{text}", reading.findings);
    reading.alerts.remove(0)
}

fn ids(alert: &ReadAlert) -> Vec<&str> {
    alert
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect()
}

fn area(inside: &str) -> String {
    alert_with("", &format!("<area><areaDesc>x</areaDesc>{inside}</area>"))
}

#[test]
fn a_sound_alert_has_nothing_to_say_of_itself() {
    let read = one(&area("<circle>1,2 3</circle>"));
    assert_eq!(read.findings, []);
    assert_eq!(
        (read.version, read.line, read.column),
        (Version::V1_2, 1, 1)
    );
    assert_eq!(read.sha256_hex().len(), 64);
}

#[test]
fn the_text_of_an_alert_is_kept_exactly_as_it_stood() {
    let inner = area("<circle>1,2 3</circle>");
    let wrapped = format!("<x>\n <!-- é -->{inner}\n</x>");
    let read = one(&wrapped);
    assert_eq!(read.xml, inner);
    assert_eq!((read.line, read.column), (2, 12));
    assert_eq!(read.sha256(), one(&inner).sha256());
}

#[test]
fn cap_1_0_has_its_own_pairs_and_its_own_certainty() {
    let text = "<alert xmlns=\"http://www.incident.com/cap/1.0\"><identifier>a</identifier><sender>s</sender>\
        <sent>2003-06-11T20:56:00Z</sent><status>Actual</status><msgType>Alert</msgType>\
        <password>secret</password><info><event>e</event><urgency>Past</urgency><severity>Minor</severity>\
        <certainty>Very Likely</certainty><parameter>Depth = 11.8 mi.</parameter></info></alert>";
    let read = one(text);
    assert_eq!(read.version, Version::V1_0);
    assert_eq!(read.alert.scope, Scope::Public);
    assert_eq!(read.alert.infos[0].certainty, Certainty::Likely);
    assert_eq!(
        read.alert.infos[0].parameters,
        [NameValue::new("Depth", "11.8 mi.")]
    );
    assert_eq!(ids(&read), ["CAP-VERSION", "CAP-PASSWORD"]);
    assert!(
        read.unplaced
            .iter()
            .all(|kept| !kept.text.contains("secret"))
    );
}

#[test]
fn every_encoding_gives_the_same_alert() {
    let text = alert_with("<note>é</note>", "");
    let plain = one(&text).alert;
    let declared =
        |encoding: &str| format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>{text}");
    let latin: Vec<u8> = declared("ISO-8859-1")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let wide: Vec<u8> = declared("UTF-16")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let marked: Vec<u8> = format!("\u{FEFF}{text}").into_bytes();
    for (bytes, said) in [
        (latin, "XML-NOT-UTF-8"),
        (wide, "XML-NOT-UTF-8"),
        (marked, ""),
    ] {
        let reading = read(&bytes, Mode::Lenient);
        let found: Vec<&str> = reading.findings.iter().map(|one| one.rule.id).collect();
        assert_eq!(found.join(" "), said);
        assert_eq!(reading.alerts[0].alert, plain);
    }
}

#[test]
fn alerts_are_found_in_any_wrapper() {
    let alert = area("<circle>1,2 3</circle>");
    let wrapped = |before: &str, after: &str| {
        read(
            format!("{before}{alert}{alert}{after}").as_bytes(),
            Mode::Lenient,
        )
    };
    let cases: [(Reading, Wrapper); 4] = [
        (
            wrapped(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>",
                "</content></entry></feed>",
            ),
            Wrapper::Atom,
        ),
        (
            wrapped("<rss><channel><item>", "</item></channel></rss>"),
            Wrapper::Rss,
        ),
        (
            wrapped(
                "<e:EDXLDistribution xmlns:e='urn:oasis:names:tc:emergency:EDXL:DE:1.0'>",
                "</e:EDXLDistribution>",
            ),
            Wrapper::EdxlDe,
        ),
        (wrapped("<alerts>", "</alerts>"), Wrapper::Other),
    ];
    for (reading, wrapper) in cases {
        assert_eq!((reading.wrapper, reading.alerts.len()), (wrapper, 2));
        assert_eq!(reading.findings, []);
    }
}

#[test]
fn a_wrong_spelling_of_a_right_value_is_taken_for_it() {
    let read = one(&alert_with("", "")
        .replace("Actual", "ACTUAL")
        .replace("Minor", " Minor\n"));
    assert_eq!(read.alert.status, Status::Actual);
    assert_eq!(read.alert.infos[0].severity, Severity::Minor);
    assert_eq!(ids(&read)[..2], ["CAP-LISTED", "CAP-SPACE"]);
    assert_eq!(read.findings[0].mend(), "write Actual");
}

#[test]
fn a_value_of_no_list_is_unknown_and_kept_aside() {
    let read = one(&alert_with("", "").replace("Minor", "Major"));
    assert_eq!(read.alert.infos[0].severity, Severity::Unknown);
    assert_eq!(read.unplaced[0].text, "Major");
    assert_eq!(read.unplaced[0].path, "alert/info[1]/severity");
}

#[test]
fn what_is_missing_has_a_neutral_stand_in_that_nobody_acts_on() {
    let read = one(&format!("<alert xmlns=\"{NS}\"/>"));
    assert_eq!(
        read.stand_ins,
        ["identifier", "sender", "sent", "status", "msgType", "scope"]
    );
    assert_eq!(
        (read.alert.status, read.alert.msg_type, read.alert.scope),
        (Status::Draft, MsgType::Alert, Scope::Private)
    );
}

#[test]
fn places_are_understood_however_their_numbers_are_parted() {
    let polygon = |text: &str| {
        one(&area(&format!("<polygon>{text}</polygon>")))
            .alert
            .infos[0]
            .areas[0]
            .polygons
            .clone()
    };
    let ring = polygon("1,2 1,3 2,3 1,2");
    assert_eq!(polygon("1,2,1,3,2,3,1,2"), ring);
    assert_eq!(polygon("1, 2 1, 3 2, 3 1, 2"), ring);
    assert_eq!(polygon(" 1,2\n1,3 \t2,3 1,2 "), ring);
    let circle = |text: &str| {
        one(&area(&format!("<circle>{text}</circle>"))).alert.infos[0].areas[0]
            .circles
            .clone()
    };
    assert_eq!(circle("1, 2, 3"), circle("1,2 3"));
    assert_eq!(circle(""), []);
}

#[test]
fn the_finding_of_a_second_polygon_stands_at_the_second_polygon() {
    let read = one(&area(
        "\n<polygon>north</polygon>\n<polygon>1,2 1,3 2,3 1,2</polygon>\n<polygon>1,2 1,3 2,3 1,9</polygon>",
    ));
    let open = read
        .findings
        .iter()
        .find(|finding| finding.rule.id == "CAP-POLYGON-OPEN");
    assert_eq!(
        open.map(|finding| (finding.line, finding.column)),
        Some((4, 1))
    );
}

#[test]
fn elements_inside_a_text_lose_their_tags_and_nothing_else() {
    let read = one(&alert_with(
        "",
        "<description><section>one</section><section>two</section></description>",
    ));
    assert_eq!(read.alert.infos[0].description.as_deref(), Some("one\ntwo"));
    assert_eq!(ids(&read), ["CAP-MARKUP"]);
}

#[test]
fn a_second_of_what_stands_once_is_kept_aside_and_the_first_counts() {
    let read = one(&alert_with("<note>first</note><note>second</note>", ""));
    assert_eq!(read.alert.note.as_deref(), Some("first"));
    assert_eq!(read.unplaced[0].text, "<note>second</note>");
    assert_eq!(ids(&read), ["CAP-ONCE"]);
}

#[test]
fn vendor_extras_are_kept_aside_whole() {
    let read = one(&alert_with(
        "<v:x xmlns:v=\"urn:v\" a=\"1\"><v:y>1</v:y></v:x>",
        "",
    ));
    assert_eq!(
        read.unplaced[0].text,
        "<v:x xmlns:v=\"urn:v\" a=\"1\"><v:y>1</v:y></v:x>"
    );
    assert_eq!(ids(&read), ["CAP-UNKNOWN"]);
}

#[test]
fn signatures_are_counted_and_stand_last() {
    let signature = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo Id=\"x\"/></Signature>";
    let read =
        one(&alert_with("", "").replace("</alert>", &format!("{signature}{signature}</alert>")));
    assert_eq!(read.signatures, 2);
    assert_eq!(ids(&read), [""; 0]);
}

#[test]
fn a_signature_that_does_not_stand_last_is_said_once() {
    let signature = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>";
    let read = one(&alert_with(&format!("{signature}<note>n</note>"), ""));
    assert_eq!(ids(&read), ["CAP-ORDER"]);
    assert_eq!(read.alert.note.as_deref(), Some("n"));
}

#[test]
fn comments_and_cdata_inside_a_value_are_read_as_xml_says() {
    let read = one(&alert_with(
        "<note>a<!-- b -->c<![CDATA[<d>]]>&amp;</note>",
        "",
    ));
    assert_eq!(read.alert.note.as_deref(), Some("ac<d>&"));
}

#[test]
fn line_ends_are_read_as_one_character_and_kept() {
    let read = one(&alert_with("<note>a\r\nb&#13;c</note>", ""));
    assert_eq!(read.alert.note.as_deref(), Some("a\nb\rc"));
    assert_eq!(one(&vigie_cap::write(&read.alert)).alert, read.alert);
}

#[test]
fn a_time_with_a_fraction_or_without_zone_is_understood() {
    let read = one(&alert_with(
        "",
        "<expires>2023-12-08T04:10:00.123</expires>",
    ));
    let expires = read.alert.infos[0].expires.map(|moment| moment.to_string());
    assert_eq!(expires.as_deref(), Some("2023-12-08T04:10:00-00:00"));
    assert!(ids(&read).contains(&"CAP-TIME-ZONE") && ids(&read).contains(&"CAP-TIME-FORMAT"));
}

#[test]
fn an_alert_in_no_namespace_is_read_and_said() {
    let read = one(&alert_with("", "").replace(&format!(" xmlns=\"{NS}\""), ""));
    assert_eq!(ids(&read), ["CAP-NAMESPACE"]);
    assert_eq!(read.alert.identifier, "a");
}

#[test]
fn what_stands_in_place_of_elements_is_said_however_it_is_read() {
    let found = |text: &str| {
        let found = one(text).findings.into_iter();
        let found: Vec<_> = found
            .map(|one| (one.rule.id, one.place.to_string(), one.line, one.column))
            .collect();
        found
    };
    for container in ["eventCode", "parameter", "resource", "area", "info"] {
        for inside in ["", " \n", "words", " \nwords of many letters, é\n"] {
            let as_one = format!("<{container}>{inside}</{container}>");
            // With a comment it is read piece by piece.
            let in_pieces = format!("<{container}>{inside}<!-- --></{container}>");
            let alert = |element: &str| match container {
                "info" => alert_with("", "").replace("</alert>", &format!("{element}</alert>")),
                _ => alert_with("", element),
            };
            assert_eq!(
                found(&alert(&as_one)),
                found(&alert(&in_pieces)),
                "{as_one}"
            );
            let said = found(&alert(&as_one));
            let said = said.iter().any(|one| one.0 == "CAP-TEXT-BETWEEN");
            assert_eq!(said, inside.contains("words"), "{as_one}");
        }
    }
}
