//! Examples of rules of a message: the least change of the exemplary one that breaks each.

use super::sound::SOUND;
use super::{Edits, Example, changed, findings};
use vigie_cap::{Mode, Profile, profile, read};

pub(super) fn examples() -> Vec<Example> {
    let sound = findings(changed(&[]).as_bytes());
    let near = |rule: &str| {
        let edits = SOUND.iter().find(|(known, _)| *known == rule)?.1;
        Some(findings(changed(edits).as_bytes()))
    };
    for (rule, _) in SOUND {
        assert!(EXAMPLES.iter().any(|(known, _)| known == rule), "{rule}");
    }
    let mut all: Vec<Example> = EXAMPLES
        .iter()
        .map(|(rule, edits)| {
            let broken = findings(changed(edits).as_bytes());
            let hit = broken.iter().find(|finding| finding.rule.id == *rule);
            assert!(
                hit.is_some_and(|hit| hit.line > 0 && hit.column > 0),
                "{rule} is not found at a place: {broken:#?}"
            );
            Example {
                rule,
                broken,
                sound: near(rule).unwrap_or_else(|| sound.clone()),
            }
        })
        .collect();
    all.extend(gov_uk());
    all
}

/// GOV.UK takes no Update: its examples change an Alert, or a Cancel without info.
fn gov_uk() -> Vec<Example> {
    let found = |text: &str| {
        let reading = read(text.as_bytes(), Mode::Lenient);
        profile::check(Profile::GovUk, &reading.alerts[0].alert)
    };
    let alert = changed(ALERT);
    let bare = changed(NO_INFO).replace("<msgType>Update", "<msgType>Cancel");
    assert_eq!((found(&alert), found(&bare)), (Vec::new(), Vec::new()));
    let long = format!("<description>{}", "a".repeat(1396 - 40));
    let most = format!("<description>{}", "a".repeat(1395 - 40));
    let text = "<description>Rockets were launched towards the city";
    assert_eq!(text.len() - "<description>".len(), 38);
    let longest = alert.replacen(text, &format!("{most}{}", "b".repeat(40)), 1);
    assert_eq!(found(&longest), []);
    let first = |from: &str, to: &str| {
        assert!(alert.contains(from), "{from}");
        alert.replacen(from, to, 1)
    };
    let info = alert.find("  <info>").zip(alert.rfind("</alert>"));
    let without_info = info.map_or(String::new(), |(from, to)| {
        format!("{}{}", &alert[..from], &alert[to..])
    });
    [
        ("GOVUK-TYPE", changed(&[]), alert.clone()),
        ("GOVUK-REFERENCES", bare.replacen("<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>", "", 1), bare),
        ("GOVUK-INFO", without_info, alert.clone()),
        ("GOVUK-FIRST-INFO", alert.replacen("</info>", "</info><info><category>Other</category><event>Again</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty></info>", 1), alert.clone()),
        ("GOVUK-DESCRIPTION", first("<description>Rockets were launched towards the city</description>", ""), alert.clone()),
        ("GOVUK-LENGTH", first(text, &format!("{long}{}", "b".repeat(40))), longest),
        ("GOVUK-EXPIRES", first("<expires>2023-12-08T05:10:00+03:00</expires>", ""), alert.clone()),
        ("GOVUK-POLYGON", first("<polygon>45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60</polygon>", ""), alert.clone()),
    ]
    .into_iter()
    .map(|(rule, broken, sound)| Example {
        rule,
        broken: found(&broken),
        sound: found(&sound),
    })
    .collect()
}

/// The exemplary message as a first Alert in one language.
const ALERT: Edits = &[
    ("<msgType>Update", "<msgType>Alert"),
    (
        "<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>",
        "",
    ),
    (
        "  <info>\n    <language>fr-CA",
        "  <!--\n    <language>fr-CA",
    ),
    ("</info>\n</alert>", "-->\n</alert>"),
];

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
    (
        "IPAWS-WEA-EXPIRES",
        &[(
            "<expires>2023-12-08T05:10:00",
            "<expires>2023-12-09T04:10:01",
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
    (
        "CAPCP-AUTO-TRANSLATED",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>profile:CAP-CP:0.4:AutoTranslated</valueName><value>maybe</value></parameter>",
        )],
    ),
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
    ("CAP-DRAFT", &[("<status>Exercise", "<status>Draft")]),
    (
        "CAP-DIGEST-DIFFERS",
        &[("</uri>", "</uri><derefUri>YQ==</derefUri>")],
    ),
    (
        "CAP-SIZE-DIFFERS",
        &[
            ("<size>1000", "<size>100000"),
            ("</uri>", "</uri><derefUri>YQ==</derefUri>"),
        ],
    ),
    ("IPAWS-EVENT-LIST", &[("<value>CDW", "<value>CDX")]),
    ("IPAWS-INFO", NO_INFO),
    ("IPAWS-STATE", &[("<value>000000", "<value>003037")]),
    (
        "IPAWS-EAS-STN-ID",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>EAS-STN-ID</valueName><value>KLOX+NWS</value></parameter>",
        )],
    ),
    (
        "IPAWS-TIMEZONE",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>timezone</valueName><value>Pacific</value></parameter>",
        )],
    ),
    (
        "IPAWS-WEA-HANDLING",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>WEAHandling</valueName><value>Urgent</value></parameter>",
        )],
    ),
    (
        "CAPCP-EVENT-FORM",
        &[("<value>terrorism", "<value>terror attack")],
    ),
    ("CAPCP-PROVINCE", &[("<value>2466023", "<value>9966023")]),
    (
        "CAPCP-WIRELESS",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:SOREM:2.0:WirelessImmediate</valueName><value>Now</value></parameter>",
        )],
    ),
    (
        "CAPCP-WIRELESS-TEXT",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:SOREM:2.0:WirelessImmediate</valueName><value>Yes</value></parameter>",
        )],
    ),
    (
        "CAPCP-LOCATION-STATUS",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:EC-MSC-SMC:1.0:Alert_Location_Status</valueName><value>over</value></parameter>",
        )],
    ),
    (
        "CAPAU-EVENT-CODE",
        &[(
            "10772/6495</valueName><value>terrorism",
            "10772/6495</valueName><value>rockets",
        )],
    ),
    (
        "CAPAU-EVENT",
        &[("<event>Terrorism", "<event>Rocket attack")],
    ),
    ("METEOALARM-CODE-FORM", &[("<value>XX001", "<value>x1")]),
    (
        "METEOALARM-TWICE",
        &[("<language>fr-CA", "<language>en-CA")],
    ),
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
