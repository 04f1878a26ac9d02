//! Messages that come near a rule and keep it.

use super::Edits;

/// For rules that the exemplary message does not come near: what comes as near as one can and keeps the rule.
pub(super) const SOUND: &[(&str, Edits)] = &[
    ("XML-ENTITY", &[("Cedar", "&#233; &amp; &quot;&apos;&gt;")]),
    ("XML-CHARACTER", &[("Cedar", "\tCedar\n")]),
    (
        "XML-PREFIX",
        &[
            (
                "xmlns=",
                "xmlns:n=\"urn:oasis:names:tc:emergency:cap:1.2\" xmlns=",
            ),
            ("<note>", "<n:note>"),
            ("</note>", "</n:note>"),
        ],
    ),
    ("CAP-MARKUP", &[("Cedar", "<![CDATA[Cedar]]>")]),
    ("CAP-TEXT-BETWEEN", &[("<note>", "<!-- so --> <note>")]),
    (
        "CAP-TIME",
        &[("<sent>2023-12-08T04:10", "<sent>2023-12-08T04:09")],
    ),
    (
        "CAP-TIME-UTC",
        &[(
            "<sent>2023-12-08T04:10:00+03:00",
            "<sent>2023-12-08T01:10:00-00:00",
        )],
    ),
    (
        "CAP-VERY-LIKELY",
        &[("<certainty>Observed", "<certainty>Likely")],
    ),
    (
        "CAP-RESTRICTION",
        &[
            ("<scope>Private", "<scope>Restricted"),
            ("<addresses>", "<restriction>staff</restriction><addresses>"),
        ],
    ),
    (
        "CAP-RESTRICTION-SCOPE",
        &[
            ("<scope>Private", "<scope>Restricted"),
            ("<addresses>", "<restriction>staff</restriction><addresses>"),
        ],
    ),
    (
        "CAP-ADDRESSES",
        &[
            ("<scope>Private", "<scope>Public"),
            ("<addresses>one \"two words\"</addresses>", ""),
        ],
    ),
    (
        "CAP-NOTE",
        &[
            ("<status>Exercise", "<status>Actual"),
            ("<note>Exercise Cedar</note>", ""),
        ],
    ),
    ("CAP-DRAFT", &[("<status>Exercise", "<status>System")]),
    (
        "CAP-REFERENCES",
        &[
            ("<msgType>Update", "<msgType>Alert"),
            (
                "<references>duty@vigie.example,urn:oid:2.49.0.1.124.0.2023.1,2023-12-08T04:00:00+03:00</references>",
                "",
            ),
        ],
    ),
    (
        "CAP-REFERENCE-LATER",
        &[("2023.1,2023-12-08T04:00", "2023.1,2023-12-08T04:10")],
    ),
    (
        "CAP-INFO",
        &[
            ("<msgType>Update", "<msgType>Cancel"),
            ("<info>", "<!--"),
            ("</alert>", "--></alert>"),
        ],
    ),
    (
        "CAP-LANGUAGE",
        &[("<language>en-CA", "<language>x-vigie-1")],
    ),
    ("CAP-LANGUAGE-CODE", &[("<language>en-CA", "<language>EN")]),
    (
        "CAP-ASSESS",
        &[("<responseType>Shelter", "<responseType>Assess")],
    ),
    (
        "CAP-ONSET",
        &[(
            "<expires>2023",
            "<onset>2023-12-08T05:10:00+03:00</onset><expires>2023",
        )],
    ),
    (
        "CAP-HEADLINE",
        &[(
            "<headline>Take shelter",
            "<headline>................................................................................................................................................................",
        )],
    ),
    (
        "CAP-HTML-TAG",
        &[("Rockets were", "Wind &lt; 5 &gt; 3 m/s")],
    ),
    ("CAP-HTML-ENTITY", &[("Rockets were", "R&amp;D; AT&amp;T")]),
    (
        "CAP-URI",
        &[
            (
                "<uri>https://vigie.example/map.png</uri>",
                "<uri>map.png</uri><derefUri></derefUri>",
            ),
            ("<derefUri></derefUri>", "<derefUri>YQ==</derefUri>"),
        ],
    ),
    (
        "CAP-DEREF",
        &[("</uri>", "</uri><derefUri>YQ==</derefUri>")],
    ),
    (
        "CAP-DIGEST-DIFFERS",
        &[
            ("</uri>", "</uri><derefUri>YQ==</derefUri>"),
            (
                "<digest>da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "<digest>86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8",
            ),
        ],
    ),
    (
        "CAP-SIZE-DIFFERS",
        &[("</uri>", "</uri><derefUri>YQ==</derefUri>")],
    ),
    (
        "CAP-RESOURCE",
        &[(
            "<uri>https://vigie.example/map.png</uri>",
            "<derefUri>YQ==</derefUri>",
        )],
    ),
    ("CAP-CEILING", &[("<altitude>0<", "<altitude>1000<")]),
    (
        "CAP-POLYGON-CROSSING",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45.50,-73.60 45.52,-73.55 45.50,-73.50 45.55,-73.50 45.52,-73.55 45.50,-73.60",
        )],
    ),
    (
        "CAP-RANGE",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45.5,179.8 45.5,180 45.6,180 45.5,179.8",
        )],
    ),
    (
        "CAP-SWAPPED",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45,73 45,74 46,74 45,73",
        )],
    ),
    (
        "CAP-SWAP-LIKELY",
        &[("<circle>45.52,-73.55 5", "<circle>55.52,-63.55 5")],
    ),
    (
        "CAP-NULL-ISLAND",
        &[("<circle>45.52,-73.55 5", "<circle>0,1 5")],
    ),
    (
        "CAP-ANTIMERIDIAN",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "45,179 45,180 46,180 45,179",
        )],
    ),
    (
        "CAP-POLE",
        &[(
            "45.50,-73.60 45.50,-73.50 45.55,-73.50 45.50,-73.60",
            "80,0 80,90 89.9,90 80,0",
        )],
    ),
    (
        "CAP-RADIUS",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 20038")],
    ),
    (
        "CAP-RADIUS-LARGE",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 3000")],
    ),
    (
        "CAP-RADIUS-ZERO",
        &[("<circle>45.52,-73.55 5", "<circle>45.52,-73.55 0.1")],
    ),
    ("IPAWS-EVENT-LIST", &[("<value>CDW", "<value>MEP")]),
    ("IPAWS-STATE", &[("<value>000000", "<value>006037")]),
    (
        "IPAWS-CMAM",
        &[(
            "<value>Take shelter</value>",
            "<value>..........................................................................................</value>",
        )],
    ),
    (
        "IPAWS-WEA-EXPIRES",
        &[(
            "<expires>2023-12-08T05:10:00",
            "<expires>2023-12-09T04:10:00",
        )],
    ),
    (
        "CAPCP-AUTO-TRANSLATED",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>profile:CAP-CP:0.4:AutoTranslated</valueName><value>yes</value></parameter>",
        )],
    ),
    (
        "IPAWS-INFO",
        &[
            ("<msgType>Update", "<msgType>Cancel"),
            ("<info>", "<!--"),
            ("</alert>", "--></alert>"),
        ],
    ),
    (
        "IPAWS-EAS-STN-ID",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>EAS-STN-ID</valueName><value>KLOX/NWS</value></parameter>",
        )],
    ),
    (
        "IPAWS-TIMEZONE",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>timezone</valueName><value>PST</value></parameter>",
        )],
    ),
    (
        "IPAWS-WEA-HANDLING",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>WEAHandling</valueName><value>Imminent threat</value></parameter>",
        )],
    ),
    (
        "CAPCP-INFO",
        &[
            ("<msgType>Update", "<msgType>Ack"),
            ("<info>", "<!--"),
            ("</alert>", "--></alert>"),
        ],
    ),
    ("CAPCP-LANGUAGES", &[("<language>en-CA</language>", "")]),
    (
        "CAPCP-WIRELESS",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:SOREM:2.0:WirelessImmediate</valueName><value>No</value></parameter>",
        )],
    ),
    (
        "CAPCP-WIRELESS-TEXT",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:SOREM:2.0:WirelessImmediate</valueName><value>Yes</value></parameter>\
             <parameter><valueName>layer:SOREM:2.0:WirelessText</valueName><value>Take shelter</value></parameter>",
        )],
    ),
    (
        "CAPCP-LOCATION-STATUS",
        &[(
            "</parameter>",
            "</parameter><parameter><valueName>layer:EC-MSC-SMC:1.0:Alert_Location_Status</valueName><value>transitioned_out</value></parameter>",
        )],
    ),
    (
        "CAPAU-EFFECTIVE",
        &[(
            "<expires>2023",
            "<effective>2023-12-08T04:10:00+03:00</effective><expires>2023",
        )],
    ),
    (
        "CAPAU-ONE-CODE",
        &[
            (
                "https://govshare.gov.au/xmlui/handle/10772/6495",
                "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0:AUeventLIST:1.0",
            ),
            (
                "https://govshare.gov.au/xmlui/handle/10772/6495",
                "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0:AUeventLIST:1.0",
            ),
        ],
    ),
    (
        "CAPAU-EVENT",
        &[("<event>Terrorism", "<event>Criminal activity")],
    ),
    (
        "METEOALARM-LEVEL",
        &[
            ("<value>4; red; Extreme", "<value>3;Orange;severe"),
            ("<severity>Extreme", "<severity>Severe"),
        ],
    ),
    ("METEOALARM-TYPE", &[("<value>1; Wind", "<value>10; Rain")]),
    (
        "METEOALARM-CODE-FORM",
        &[("<value>XX001", "<value>CZ02102")],
    ),
    ("WMO-LANGUAGES", &[("<language>en-CA", "<language>ar")]),
    (
        "GOOGLE-HEADLINE",
        &[(
            "<headline>Take shelter",
            "<headline>............................................................................................................................................",
        )],
    ),
    (
        "GOOGLE-EFFECTIVE",
        &[("<expires>2023-12-08T05:10", "<expires>2023-12-08T04:10")],
    ),
];
