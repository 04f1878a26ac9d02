//! Every rule has a message that breaks it, and one message breaks none.
//!
//! `EXEMPLARY` obeys the standard and all six profiles at once. Each example changes it as little as breaks one
//! rule; a rule without an example fails the last test.

use std::collections::BTreeSet;
use vigie_cap::doc::Alert;
use vigie_cap::{Finding, Mode, Profile, chain, feed, profile, read, rules};

const EXEMPLARY: &str = include_str!("exemplary.xml");

/// Everything that is found in a text: by reading, by every profile.
fn findings(text: &[u8]) -> Vec<Finding> {
    let mut found = Vec::new();
    for mode in [Mode::Lenient, Mode::Strict] {
        let reading = read(text, mode);
        found.extend(reading.all_findings().cloned());
        for alert in &reading.alerts {
            for one in Profile::ALL {
                let mut more = profile::check(one, &alert.alert);
                alert.locate(&mut more);
                found.append(&mut more);
            }
        }
    }
    found
}

/// The exemplary message with the first of each piece replaced.
fn changed(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(EXEMPLARY.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the message");
        text.replacen(from, to, 1)
    })
}

#[test]
fn the_exemplary_message_breaks_no_rule() {
    let found = findings(EXEMPLARY.as_bytes());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_rule_of_a_message_is_broken_by_its_example() {
    for (rule, edits) in EXAMPLES {
        let text = changed(edits);
        let found = findings(text.as_bytes());
        let hit = found.iter().find(|finding| finding.rule.id == *rule);
        let hit = hit.unwrap_or_else(|| panic!("{rule} is not found: {found:#?}\n{text}"));
        assert!(hit.line > 0 && hit.column > 0, "{hit}");
        assert!(!hit.found.is_empty() && !hit.mend.is_empty(), "{hit}");
    }
}

/// The exemplary message with a comb of so many teeth for a polygon.
fn ring(positions: u32) -> String {
    let teeth = (0..positions).map(|nth| {
        format!(
            "{},{}",
            45.0 + f64::from(nth) * 0.001,
            -73 + i64::from(nth % 2)
        )
    });
    let ring: Vec<String> = teeth.chain(["45,-73".to_owned()]).collect();
    changed(&[(
        "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
        &ring.join(" "),
    )])
}

#[test]
fn a_document_made_by_hand_is_checked_for_characters_that_xml_forbids() {
    let mut alert = alert("urn:oid:2.49.0.1.124.0.2023.2", &[]);
    alert.note = Some("a\u{0}b".to_owned());
    let found = vigie_cap::check(&alert);
    assert_eq!(
        found
            .iter()
            .map(|finding| finding.rule.id)
            .collect::<Vec<_>>(),
        ["CAP-CHARACTER"]
    );
    assert!(vigie_cap::write(&alert).contains("<note>ab</note>"));
}

#[test]
fn every_rule_of_a_file_is_broken_by_its_example() {
    for (rule, text) in files() {
        let found = findings(&text);
        assert!(
            found.iter().any(|finding| finding.rule.id == rule),
            "{rule}: {found:#?}"
        );
    }
}

#[test]
fn every_rule_has_an_example_and_a_name_of_its_own() {
    let mut broken: BTreeSet<&str> = EXAMPLES.iter().map(|(rule, _)| *rule).collect();
    broken.extend(files().iter().map(|(rule, _)| *rule));
    broken.extend(FEEDS.iter().map(|(rule, _)| *rule));
    broken.extend(CHAINS.iter().map(|(rule, _, _)| *rule));
    // Broken in tests of their own.
    broken.extend(["CAP-CHARACTER", "FEED-ENTRIES"]);
    let known: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(known.len(), rules().len(), "two rules share a name");
    // Those of signatures have their examples in `tests/signing/forgeries.rs`.
    let known: BTreeSet<&str> = known
        .into_iter()
        .filter(|rule| !rule.starts_with("SIG-"))
        .collect();
    let without: Vec<&&str> = known.difference(&broken).collect();
    assert!(without.is_empty(), "rules without example: {without:?}");
    let unknown: Vec<&&str> = broken.difference(&known).collect();
    assert!(unknown.is_empty(), "examples without rule: {unknown:?}");
}

#[test]
fn rules_are_written_as_one_sentence_with_its_source() {
    for rule in rules() {
        for text in [rule.clause, rule.says, rule.mend] {
            assert!(
                !text.is_empty() && !text.ends_with('.') && !text.contains('\n'),
                "{}: {text}",
                rule.id
            );
        }
    }
}

#[test]
fn every_rule_of_a_feed_is_broken_by_its_example() {
    let sound = "<rss><channel><title>t</title>\
        <item><guid>1</guid><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate><link>/1</link></item>\
        <item><guid>2</guid><title>t</title><pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate><link>/2</link></item>\
        </channel></rss>";
    assert_eq!(feed::read(sound.as_bytes()).findings, []);
    for (rule, (from, to)) in FEEDS {
        let to = if to.is_empty() {
            String::new()
        } else {
            (*to).to_owned()
        };
        let text = sound.replacen(from, &to, 1);
        let found = feed::read(text.as_bytes()).findings;
        assert!(
            found.iter().any(|finding| finding.rule.id == *rule),
            "{rule}: {found:#?}"
        );
    }
}

#[test]
fn a_feed_of_too_many_entries_ends() {
    let text = format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(20_001));
    let reading = feed::read(text.as_bytes());
    assert_eq!(reading.entries.len(), 20_000);
    assert!(
        reading
            .findings
            .iter()
            .any(|finding| finding.rule.id == "FEED-ENTRIES")
    );
}

const FEEDS: &[(&str, (&str, &str))] = &[
    ("FEED-ENTRY-ID", ("<guid>1</guid>", "")),
    ("FEED-ENTRY-TWICE", ("<guid>2</guid>", "<guid>1</guid>")),
    ("FEED-ENTRY-LINK", ("<link>/1</link>", "")),
    (
        "FEED-ENTRY-TITLE",
        ("<guid>1</guid><title>t</title>", "<guid>1</guid>"),
    ),
    (
        "FEED-ENTRY-TIME",
        ("<pubDate>Fri, 08 Dec 2023 04:10:00 +0300</pubDate>", ""),
    ),
];

fn alert(identifier: &str, edits: &[(&str, &str)]) -> Alert {
    let text = changed(edits).replace("urn:oid:2.49.0.1.124.0.2023.2", identifier);
    read(text.as_bytes(), Mode::Lenient).alerts.remove(0).alert
}

/// The first message of the chain, and the exemplary Update of it.
fn first(edits: &[(&str, &str)]) -> Alert {
    let mut all = vec![
        ("<msgType>Update", "<msgType>Alert"),
        ("2023-12-08T04:10:00+03:00", "2023-12-08T04:00:00+03:00"),
        (
            "  <references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>\n",
            "",
        ),
    ];
    all.extend_from_slice(edits);
    alert("urn:oid:2.49.0.1.124.0.2023.1", &all)
}

#[test]
fn every_rule_of_a_chain_is_broken_by_its_example() {
    let update = alert("urn:oid:2.49.0.1.124.0.2023.2", &[]);
    assert_eq!(chain::check(&update, &[&first(&[]), &update]), []);
    for (rule, edits_first, edits_update) in CHAINS {
        let first = first(edits_first);
        let update = alert("urn:oid:2.49.0.1.124.0.2023.2", edits_update);
        let mut others = vec![first.clone()];
        match *rule {
            "CHAIN-UNKNOWN" => others.clear(),
            "CHAIN-ENDED" => {
                let cancel = [
                    ("<msgType>Update", "<msgType>Cancel"),
                    ("T04:10:00+03:00", "T04:05:00+03:00"),
                ];
                others.push(alert("urn:oid:2.49.0.1.124.0.2023.3", &cancel));
            }
            "CHAIN-TWICE" => others.push(Alert {
                note: None,
                ..update.clone()
            }),
            "CHAIN-INCOMPLETE" => {
                let mut zero = first.clone();
                zero.identifier = "urn:oid:2.49.0.1.124.0.2023.0".to_owned();
                others[0].references.push(zero.reference());
                others.push(zero);
            }
            _ => {}
        }
        let others: Vec<&Alert> = others.iter().collect();
        let found = chain::check(&update, &others);
        assert!(
            found.iter().any(|finding| finding.rule.id == *rule),
            "{rule}: {found:#?}"
        );
    }
}

type Edits = &'static [(&'static str, &'static str)];

const CHAINS: &[(&str, Edits, Edits)] = &[
    ("CHAIN-UNKNOWN", &[], &[]),
    (
        "CHAIN-SENT",
        &[("<sent>2023-12-08T04:00:00", "<sent>2023-12-08T04:00:01")],
        &[],
    ),
    (
        "CHAIN-LATER",
        &[],
        &[("<sent>2023-12-08T04:10", "<sent>2023-12-08T03:10")],
    ),
    ("CHAIN-SENDER", &[], &[("<sender>duty", "<sender>night")]),
    (
        "CHAIN-STATUS",
        &[],
        &[("<status>Exercise", "<status>Actual")],
    ),
    ("CHAIN-ENDED", &[], &[]),
    (
        "CHAIN-EXPIRED",
        &[
            ("<expires>2023-12-08T05", "<expires>2023-12-08T03"),
            ("<expires>2023-12-08T05", "<expires>2023-12-08T03"),
        ],
        &[],
    ),
    ("CHAIN-INCOMPLETE", &[], &[]),
    (
        "CHAIN-REPLY",
        &[("<msgType>Alert", "<msgType>Ack")],
        &[("<msgType>Update", "<msgType>Error")],
    ),
    ("CHAIN-TWICE", &[], &[]),
];

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let text = |text: &str| text.as_bytes().to_vec();
    let many = changed(&[("<note>", &format!("{}<note>", "<x/>".repeat(300)))]);
    vec![
        ("XML-EMPTY", text("")),
        ("XML-BINARY", text("\u{1}\0\0")),
        ("XML-TRUNCATED", text(&EXEMPLARY[..EXEMPLARY.len() / 2])),
        ("XML-MALFORMED", text(&changed(&[("</note>", "</nota>")]))),
        (
            "XML-DOCTYPE",
            text(&changed(&[("<alert", "<!DOCTYPE alert><alert")])),
        ),
        ("XML-LIMIT", text(&"<a>".repeat(33))),
        (
            "XML-ENCODING",
            changed(&[("Cedar", "Cedre")])
                .replace("Cedre", "C\u{e8}dre")
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
        ),
        ("XML-SEVERAL-ROOTS", text(&(changed(&[]) + "<alert/>"))),
        ("XML-STRAY-TEXT", text(&(changed(&[]) + "the end"))),
        ("XML-DECLARATION", text(&changed(&[("<?xml", " <?xml")]))),
        ("XML-FINDINGS", text(&many)),
        ("CAP-NONE", text("<html/>")),
        (
            "CAP-INDEX",
            text("<feed xmlns='http://www.w3.org/2005/Atom'/>"),
        ),
        ("CAP-POLYGON-DETAIL", text(&ring(6_000))),
        ("IPAWS-POSITIONS", text(&ring(100))),
    ]
}

const EXAMPLES: &[(&str, Edits)] = &[
    ("XML-ENTITY", &[("Cedar", "&eacute;")]),
    ("XML-CHARACTER", &[("Cedar", "\u{1}")]),
    (
        "XML-PREFIX",
        &[("<note>", "<n:note>"), ("</note>", "</n:note>")],
    ),
    ("CAP-NAMESPACE", &[("cap:1.2\"", "cap:1.3\"")]),
    ("CAP-VERSION", &[("cap:1.2\"", "cap:1.1\"")]),
    ("CAP-UNKNOWN", &[("<note>", "<colour/><note>")]),
    ("CAP-ATTRIBUTE", &[("<note>", "<note lang='en'>")]),
    (
        "CAP-ORDER",
        &[
            ("<identifier>urn:oid:2.49.0.1.124.0.2023.2</identifier>", ""),
            (
                "<status>",
                "<identifier>urn:oid:2.49.0.1.124.0.2023.2</identifier><status>",
            ),
        ],
    ),
    ("CAP-ONCE", &[("<note>", "<note>a</note><note>")]),
    ("CAP-MISSING", &[("<status>Exercise</status>", "")]),
    ("CAP-MARKUP", &[("Cedar", "<b>Cedar</b>")]),
    ("CAP-TEXT-BETWEEN", &[("<note>", "so <note>")]),
    ("CAP-LISTED", &[("<severity>Extreme", "<severity>Major")]),
    ("CAP-SPACE", &[("<severity>Extreme", "<severity> Extreme")]),
    ("CAP-TIME", &[("<sent>2023-12-08", "<sent>2023-02-30")]),
    (
        "CAP-TIME-FORMAT",
        &[(
            "<sent>2023-12-08T04:10:00+03:00",
            "<sent>2023-12-08T01:10:00Z",
        )],
    ),
    (
        "CAP-TIME-ZONE",
        &[(
            "<sent>2023-12-08T04:10:00+03:00",
            "<sent>2023-12-08T01:10:00",
        )],
    ),
    (
        "CAP-TIME-UTC",
        &[(
            "<sent>2023-12-08T04:10:00+03:00",
            "<sent>2023-12-08T01:10:00+00:00",
        )],
    ),
    ("CAP-VALUE", &[("45.50,-73.60 45.50", "north 45.50")]),
    ("CAP-EMPTY", &[("<note>Exercise Cedar", "<note>")]),
    (
        "CAP-PASSWORD",
        &[("<source>", "<password>x</password><source>")],
    ),
    (
        "CAP-VERY-LIKELY",
        &[("<certainty>Observed", "<certainty>Very Likely")],
    ),
    ("CAP-STRICT", &[("<status>Exercise</status>", "")]),
    (
        "CAP-IDENTIFIER",
        &[("<identifier>urn", "<identifier>a, urn")],
    ),
    ("CAP-SENDER", &[("<sender>duty", "<sender>duty of")]),
    (
        "CAP-RESTRICTION",
        &[("<scope>Private", "<scope>Restricted")],
    ),
    (
        "CAP-RESTRICTION-SCOPE",
        &[("<addresses>", "<restriction>staff</restriction><addresses>")],
    ),
    (
        "CAP-ADDRESSES",
        &[("<addresses>one \"two words\"</addresses>", "")],
    ),
    ("CAP-QUOTES", &[("<addresses>one", "<addresses>o\"ne")]),
    ("CAP-NOTE", &[("<note>Exercise Cedar</note>", "")]),
    (
        "CAP-REFERENCES",
        &[(
            "<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>",
            "",
        )],
    ),
    (
        "CAP-REFERENCE-TRIPLE",
        &[(
            "<references>duty@vigie.example",
            "<references>duty&amp;vigie.example",
        )],
    ),
    (
        "CAP-REFERENCE-SELF",
        &[("2023.1,2023-12-08T04:00", "2023.2,2023-12-08T04:10")],
    ),
    (
        "CAP-REFERENCE-LATER",
        &[("2023.1,2023-12-08T04:00", "2023.1,2023-12-08T05:00")],
    ),
    (
        "CAP-INFO",
        &[
            ("<info>", "<!--"),
            ("<info>", "<info>"),
            ("</alert>", "--></alert>"),
        ],
    ),
    (
        "CAP-CATEGORY",
        &[("<category>Security</category>", "<category>Sec</category>")],
    ),
    (
        "CAP-WORDS",
        &[
            ("<areaDesc>Centre</areaDesc>", "<areaDesc></areaDesc>"),
            ("<resourceDesc>Map", "<resourceDesc>"),
        ],
    ),
    ("CAP-LANGUAGE", &[("<language>en-CA", "<language>en_CA")]),
    (
        "CAP-LANGUAGE-CODE",
        &[("<language>en-CA", "<language>english")],
    ),
    (
        "CAP-EVENT-DIFFERS",
        &[("<language>fr-CA", "<language>en-CA")],
    ),
    (
        "CAP-SAME-TEXT",
        &[("Des roquettes", "Rockets were launched towards the city")],
    ),
    (
        "CAP-ASSESS",
        &[
            ("<scope>Private", "<scope>Public"),
            ("<responseType>Shelter", "<responseType>Assess"),
        ],
    ),
    (
        "CAP-EXPIRES",
        &[("<expires>2023-12-08T05", "<expires>2023-12-08T03")],
    ),
    (
        "CAP-ONSET",
        &[(
            "<expires>2023",
            "<onset>2024-01-01T00:00:00+03:00</onset><expires>2023",
        )],
    ),
    (
        "CAP-HEADLINE",
        &[(
            "<headline>Take",
            "<headline>Take take take take take take take take take take take take take take take take take take take take take take take take take take take take take take take take",
        )],
    ),
    ("CAP-WEB", &[("<web>https://vigie.example/2", "<web>/2")]),
    (
        "CAP-HTML-TAG",
        &[("Rockets were", "Rockets&lt;br/&gt;were")],
    ),
    (
        "CAP-HTML-ENTITY",
        &[("Rockets were", "Rockets&amp;nbsp;were")],
    ),
    ("CAP-VALUE-NAME", &[("<valueName>EAS-ORG", "<valueName>")]),
    (
        "CAP-VALUE-NAME-FORM",
        &[("<valueName>SAME", "<valueName>S.A.M.E.")],
    ),
    ("CAP-MIME", &[("<mimeType>image/png", "<mimeType>png")]),
    (
        "CAP-URI",
        &[("<uri>https://vigie.example/map.png", "<uri>map.png")],
    ),
    (
        "CAP-DEREF",
        &[("<uri>https", "<derefUri>not base64!</derefUri><uri>https")],
    ),
    (
        "CAP-DIGEST",
        &[(
            "<digest>da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "<digest>da39",
        )],
    ),
    (
        "CAP-RESOURCE",
        &[("<uri>https://vigie.example/map.png</uri>", "")],
    ),
    ("CAP-PLACE", AREA_IN_WORDS),
    ("CAP-CEILING", &[("<altitude>0</altitude>", "")]),
    (
        "CAP-POLYGON-POINTS",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45.50,-73.60 45.50,-73.50 45.50,-73.60",
        )],
    ),
    (
        "CAP-POLYGON-OPEN",
        &[("45.55,-73.50 45.50,-73.60", "45.55,-73.50 45.51,-73.60")],
    ),
    (
        "CAP-POLYGON-CROSSING",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45.50,-73.60 45.55,-73.50 45.50,-73.50 45.55,-73.61 45.50,-73.60",
        )],
    ),
    (
        "CAP-POLYGON-FLAT",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45,-73 45,-74 45,-75 45,-73",
        )],
    ),
    (
        "CAP-RANGE",
        &[("45.50,-73.60 45.50", "145.50,-573.60 45.50")],
    ),
    (
        "CAP-SWAPPED",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "-173.60,45.50 -173.50,45.50 -173.50,45.55 -173.60,45.50",
        )],
    ),
    (
        "CAP-SWAP-LIKELY",
        &[("<circle>45.52,-73.55 5", "<circle>-73.55,45.52 5")],
    ),
    (
        "CAP-NULL-ISLAND",
        &[("<circle>45.52,-73.55 5", "<circle>0,0 5")],
    ),
    (
        "CAP-ANTIMERIDIAN",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45,179 45,-179 46,-179 45,179",
        )],
    ),
    (
        "CAP-POLE",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "80,0 80,90 90,90 80,0",
        )],
    ),
    (
        "CAP-RADIUS",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 -5")],
    ),
    (
        "CAP-RADIUS-LARGE",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 5000")],
    ),
    (
        "CAP-RADIUS-ZERO",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 0")],
    ),
    ("IPAWS-CODE", &[("<code>IPAWSv1.0</code>", "")]),
    ("IPAWS-REFERENCES", NO_REFERENCES),
    ("IPAWS-ZONE", UTC),
    ("IPAWS-CATEGORIES", OTHER_CATEGORY),
    ("IPAWS-EVENT-CODES", OTHER_EVENT_CODE),
    ("IPAWS-SAME-EVENT", &[("<value>CDW", "<value>CD")]),
    ("IPAWS-EXPIRES", NO_EXPIRES),
    ("IPAWS-AREA", NO_AREA),
    (
        "IPAWS-SAME-PLACE-FORM",
        &[("<value>000000", "<value>00000")],
    ),
    (
        "IPAWS-SAME-PLACE",
        &[(
            "<valueName>SAME</valueName><value>000000",
            "<valueName>X</valueName><value>000000",
        )],
    ),
    ("IPAWS-EAS-ORG", &[("<value>CIV", "<value>CIX")]),
    (
        "IPAWS-CMAM",
        &[(
            "<value>Take shelter</value>",
            "<value>Take shelter now, take shelter now, take shelter now, take shelter now, take shelter now, take shelter</value>",
        )],
    ),
    ("IPAWS-BLOCKCHANNEL", &[("<value>NWEM", "<value>RADIO")]),
    (
        "IPAWS-IGNORED",
        &[(
            "<expires>2023",
            "<effective>2023-12-08T04:10:00+03:00</effective><expires>2023",
        )],
    ),
    ("IPAWS-DESCRIPTION", NO_DESCRIPTION),
    ("IPAWS-INSTRUCTION", NO_INSTRUCTION),
    ("CAPCP-CODE", &[("<code>profile:CAP-CP:0.4</code>", "")]),
    ("CAPCP-INFO", NO_INFO),
    ("CAPCP-REFERENCES", NO_REFERENCES),
    ("CAPCP-EVENT-CODES", OTHER_EVENT_CODE),
    (
        "CAPCP-EVENT",
        &[(
            "<valueName>profile:CAP-CP:Event:0.4",
            "<valueName>profile:X:Event:0.4",
        )],
    ),
    ("CAPCP-AREA", NO_AREA),
    (
        "CAPCP-LOCATION",
        &[(
            "<valueName>profile:CAP-CP:Location:0.3",
            "<valueName>profile:X:Location:0.3",
        )],
    ),
    (
        "CAPCP-LOCATION-FORM",
        &[("<value>2466023", "<value>246602")],
    ),
    ("CAPCP-LANGUAGES", &[("<language>fr-CA", "<language>es")]),
    ("CAPCP-MINOR-CHANGE", &[("<value>none", "<value>little")]),
    ("CAPCP-BROADCAST", &[("<value>Yes", "<value>Now")]),
    ("CAPCP-ZONE", UTC),
    ("CAPCP-EXPIRES", NO_EXPIRES),
    ("CAPCP-SENDER-NAME", NO_SENDER_NAME),
    ("CAPCP-RESPONSE", NO_RESPONSE),
    ("CAPCP-INSTRUCTION", NO_INSTRUCTION),
    ("CAPCP-SHAPE", NO_SHAPE),
    (
        "CAPAU-CODE",
        &[(
            "<code>urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0</code>",
            "",
        )],
    ),
    ("CAPAU-INFO", NO_INFO),
    ("CAPAU-REFERENCES", NO_REFERENCES),
    ("CAPAU-CATEGORIES", OTHER_CATEGORY),
    ("CAPAU-EVENT-CODES", OTHER_EVENT_CODE),
    ("CAPAU-EVENTS", &[("<language>fr-CA", "<language>en-CA")]),
    (
        "CAPAU-ONE-CODE",
        &[(
            "<valueName>https://govshare.gov.au/xmlui/handle/10772/6495",
            "<valueName>X",
        )],
    ),
    (
        "CAPAU-EFFECTIVE",
        &[
            ("<msgType>Update", "<msgType>Cancel"),
            (
                "<expires>2023",
                "<effective>2023-12-08T04:10:00+03:00</effective><expires>2023",
            ),
        ],
    ),
    ("CAPAU-AREA", NO_AREA),
    (
        "CAPAU-SENDER",
        &[("<sender>duty@vigie.example", "<sender>duty")],
    ),
    ("CAPAU-TEST", &[("<status>Exercise", "<status>Test")]),
    ("CAPAU-EXPIRES", NO_EXPIRES),
    ("CAPAU-SENDER-NAME", NO_SENDER_NAME),
    ("CAPAU-RESPONSE", NO_RESPONSE),
    ("CAPAU-INSTRUCTION", NO_INSTRUCTION),
    (
        "CAPAU-GEOCODE",
        &[(
            "<valueName>http://www.ga.gov.au/place-name/",
            "<valueName>X",
        )],
    ),
    ("CAPAU-SHAPE", NO_SHAPE),
    (
        "METEOALARM-LEVEL",
        &[("<value>4; red; Extreme", "<value>5; violet; Extreme")],
    ),
    ("METEOALARM-TYPE", &[("<value>1; Wind", "<value>11; Wind")]),
    (
        "METEOALARM-SEVERITY",
        &[("<severity>Extreme", "<severity>Minor")],
    ),
    ("METEOALARM-PLACE", AREA_IN_WORDS),
    ("METEOALARM-ENGLISH", &[("<language>en-CA", "<language>es")]),
    (
        "WMO-IDENTIFIER",
        &[(
            "<identifier>urn:oid:2.49.0.1",
            "<identifier>urn:oid:2.49.0.0",
        )],
    ),
    (
        "WMO-SENDER",
        &[("<sender>duty@vigie.example", "<sender>duty")],
    ),
    ("WMO-EXPIRES", NO_EXPIRES),
    ("WMO-SENDER-NAME", NO_SENDER_NAME),
    ("WMO-SHAPE", NO_SHAPE),
    ("WMO-LANGUAGES", &[("<language>en-CA</language>", "")]),
    ("GOOGLE-REFERENCES", NO_REFERENCES),
    ("GOOGLE-INFO", NO_INFO),
    ("GOOGLE-CATEGORIES", OTHER_CATEGORY),
    ("GOOGLE-EVENT-CODES", OTHER_EVENT_CODE),
    ("GOOGLE-DESCRIPTION", NO_DESCRIPTION),
    ("GOOGLE-WEB", &[("<web>https://vigie.example/2</web>", "")]),
    ("GOOGLE-EXPIRES", NO_EXPIRES),
    (
        "GOOGLE-EFFECTIVE",
        &[("<expires>2023-12-08T05", "<expires>2023-12-08T03")],
    ),
    ("GOOGLE-AREA", NO_AREA),
    ("GOOGLE-PLACE", AREA_IN_WORDS),
    ("GOOGLE-EVENTS", &[("<language>fr-CA", "<language>en-CA")]),
    ("GOOGLE-SHAPE", NO_SHAPE),
    ("GOOGLE-SENDER-NAME", NO_SENDER_NAME),
    ("GOOGLE-RESPONSE", NO_RESPONSE),
    ("GOOGLE-INSTRUCTION", NO_INSTRUCTION),
    (
        "GOOGLE-CONTACT",
        &[("<contact>desk@vigie.example</contact>", "")],
    ),
    (
        "GOOGLE-HEADLINE",
        &[(
            "<headline>Take",
            "<headline>Take take take take take take take take take take take take take take take take take take take take take take take take take take take take take take",
        )],
    ),
    (
        "GOOGLE-TEXTS",
        &[(
            "<instruction>Stay inside",
            "<instruction>Rockets were launched towards the city",
        )],
    ),
    (
        "GOOGLE-UNKNOWN",
        &[("<urgency>Immediate", "<urgency>Unknown")],
    ),
    ("GOOGLE-TEST", &[("<status>Exercise", "<status>Test")]),
    ("GOOGLE-ZONE", UTC),
];

const NO_REFERENCES: Edits = &[(
    "<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>",
    "",
)];
const NO_INFO: Edits = &[("<info>", "<!--"), ("</alert>", "--></alert>")];
const NO_EXPIRES: Edits = &[("<expires>2023-12-08T05:10:00+03:00</expires>", "")];
const NO_DESCRIPTION: Edits = &[(
    "<description>Rockets were launched towards the city</description>",
    "",
)];
const NO_INSTRUCTION: Edits = &[("<instruction>Stay inside</instruction>", "")];
const NO_SENDER_NAME: Edits = &[("<senderName>Duty desk</senderName>", "")];
const NO_RESPONSE: Edits = &[("<responseType>Shelter</responseType>", "")];
const UTC: Edits = &[(
    "<sent>2023-12-08T04:10:00+03:00",
    "<sent>2023-12-08T01:10:00-00:00",
)];
const OTHER_CATEGORY: Edits = &[("<category>Security", "<category>Safety")];
const OTHER_EVENT_CODE: Edits = &[("<value>CDW", "<value>CEM")];
const NO_AREA: Edits = &[("<area>", "<!--"), ("</area>", "-->")];
const NO_SHAPE: Edits = &[
    (
        "<polygon>45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60</polygon>",
        "",
    ),
    ("<circle>45.52,-73.55 5</circle>", ""),
];
const AREA_IN_WORDS: Edits = &[(
    "</areaDesc>",
    "</areaDesc></area><area><areaDesc>Rest</areaDesc>",
)];
