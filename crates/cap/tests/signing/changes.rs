//! One change of a signed message for each thing that a signature must not be, with the rule that refuses it.

use super::EXEMPLARY;
use super::forgeries::{changed, refused_with};
use super::keys::Keys;
use std::collections::BTreeSet;
use vigie_cap::sign::{rules, sign_text, verify};

const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";

/// What is done to a message signed with our key, each with the rule that it breaks.
const CHANGES: &[(&str, &[(&str, &str)])] = &[
    ("SIG-DIGEST", &[("Exercise Cedar", "Exercise Pine")]),
    ("SIG-DIGEST", &[("<note>", "<note> ")]),
    ("SIG-DIGEST", &[("<alert ", "<?x y?><alert ")]),
    (
        "SIG-ROOT",
        &[("<alert xmlns", "<alarm xmlns"), ("</alert>", "</alarm>")],
    ),
    ("SIG-ROOT", &[("emergency:cap:1.2", "emergency:cap:9")]),
    ("SIG-NONE", &[(DSIG, "http://www.w3.org/2000/09/xmldsig")]),
    (
        "SIG-PLACE",
        &[(
            "<note>",
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><note>",
        )],
    ),
    (
        "SIG-PLACE",
        &[(
            "<note>",
            "<KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><note>",
        )],
    ),
    ("SIG-PLACE", &[("</Signature>", "</Signature><info/>")]),
    (
        "SIG-COMMENT",
        &[("Exercise Cedar", "Exercise<!-- --> Cedar")],
    ),
    (
        "SIG-COMMENT",
        &[("Exercise Cedar", "Exercise<?a b?> Cedar")],
    ),
    (
        "SIG-DUPLICATE-ID",
        &[("<note>", "<note Id=\"a\" xml:id=\"a\">")],
    ),
    (
        "SIG-NAMESPACE",
        &[("<note>", "<note xmlns:a=\"relative\">")],
    ),
    ("SIG-NAMESPACE", &[("<note>", "<note xmlns:a=\"\">")]),
    (
        "SIG-NAMESPACE",
        &[("<note>", "<note xmlns:xml=\"urn:a:b\">")],
    ),
    (
        "SIG-NAMESPACE",
        &[("<note>", "<note xmlns=\"http://www.w3.org/2000/xmlns/\">")],
    ),
    (
        "XML-DOCTYPE",
        &[("<alert ", "<!DOCTYPE alert [<!ENTITY a 'b'>]><alert ")],
    ),
    ("XML-ENTITY", &[("Exercise Cedar", "Exercise &a;")]),
    ("XML-PREFIX", &[("<note>", "<note a:b=\"c\">")]),
    ("XML-SEVERAL-ROOTS", &[("</alert>", "</alert><alert/>")]),
    ("XML-STRAY-TEXT", &[("</alert>", "</alert>x")]),
    ("XML-CHARACTER", &[("Exercise Cedar", "Exercise &#1;")]),
    ("XML-MALFORMED", &[("<note>", "<note a=\"1\" a=\"2\">")]),
    ("XML-MALFORMED", &[("<note>", "<note a=\"<\">")]),
    (
        "XML-MALFORMED",
        &[(
            "<note>",
            "<note xmlns:a=\"urn:a:b\" xmlns:c=\"urn:a:b\" a:d=\"1\" c:d=\"2\">",
        )],
    ),
    ("XML-TRUNCATED", &[("</alert>", "")]),
    (
        "SIG-SEVERAL",
        &[(
            "</Signature>",
            "</Signature><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>",
        )],
    ),
    (
        "SIG-SHAPE",
        &[("<SignatureValue>", "<SignatureValue a=\"b\">")],
    ),
    ("SIG-SHAPE", &[("<SignatureValue>", "text<SignatureValue>")]),
    (
        "SIG-SHAPE",
        &[("<SignatureValue>", "<SignedInfo/><SignatureValue>")],
    ),
    ("SIG-SHAPE", &[("<SignatureValue>", "<SignatureValue>!")]),
    (
        "SIG-SHAPE",
        &[("</SignatureValue>", "</SignatureValue><alert/>")],
    ),
    (
        "SIG-COMMENT",
        &[("<SignatureValue>", "<SignatureValue><!-- -->")],
    ),
    ("SIG-COMMENT", &[("<DigestValue>", "<DigestValue><!-- -->")]),
    (
        "SIG-OBJECT",
        &[("</SignatureValue>", "</SignatureValue><Object/>")],
    ),
    (
        "SIG-PLACE",
        &[(
            "</SignatureValue>",
            "</SignatureValue><Object><Signature/></Object>",
        )],
    ),
    (
        "SIG-EXTERNAL",
        &[(
            "</SignatureValue>",
            "</SignatureValue><KeyInfo><RetrievalMethod URI=\"http://127.0.0.1:9/\"/></KeyInfo>",
        )],
    ),
    ("SIG-VALUE", &[("<SignatureValue>", "<SignatureValue>AAAA")]),
    (
        "SIG-REFERENCE",
        &[("</Reference>", "</Reference><Reference URI=\"\"/>")],
    ),
    ("SIG-REFERENCE", &[("<Reference URI=\"\">", "<Reference>")]),
    ("SIG-EXTERNAL", &[("URI=\"\"", "URI=\"#signed\"")]),
    ("SIG-EXTERNAL", &[("URI=\"\"", "URI=\"#xpointer(/)\"")]),
    (
        "SIG-EXTERNAL",
        &[("URI=\"\"", "URI=\"http://127.0.0.1:9/\"")],
    ),
    (
        "SIG-EXTERNAL",
        &[("URI=\"\"", "URI=\"file:///etc/passwd\"")],
    ),
    (
        "SIG-TRANSFORM",
        &[(
            "<Transforms>",
            "<Transforms><Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>",
        )],
    ),
    (
        "SIG-TRANSFORM",
        &[(
            "</Transforms>",
            "<Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"/></Transforms>",
        )],
    ),
    (
        "SIG-TRANSFORM",
        &[(
            "</Transforms>",
            "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms>",
        )],
    ),
    ("SIG-TRANSFORM", &[("#enveloped-signature", "#base64")]),
    (
        "SIG-TRANSFORM",
        &[(
            "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">",
            "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"><InclusiveNamespaces xmlns=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"a\"/>",
        )],
    ),
    (
        "SIG-TRANSFORM",
        &[(
            "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">",
            "<CanonicalizationMethod Algorithm=\"urn:none\">",
        )],
    ),
    (
        "SIG-ALGORITHM",
        &[("xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256")],
    ),
    (
        "SIG-ALGORITHM",
        &[(
            "ecdsa-sha256\">",
            "ecdsa-sha256\"><HMACOutputLength>1</HMACOutputLength>",
        )],
    ),
    ("SIG-ALGORITHM", &[("xmlenc#sha256", "xmlenc#ripemd160")]),
    (
        "SIG-SHA1",
        &[("xmldsig-more#ecdsa-sha256", "xmldsig-more#ecdsa-sha1")],
    ),
    (
        "SIG-SHA1",
        &[(
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2000/09/xmldsig#sha1",
        )],
    ),
    ("SIG-SHAPE", &[("<DigestMethod ", "<DigestMethod X=\"y\" ")]),
    (
        "SIG-SHAPE",
        &[
            ("<SignatureMethod ", "<DigestMethod "),
            ("</SignatureMethod>", "</DigestMethod>"),
        ],
    ),
    ("SIG-VALUE", &[("more#ecdsa-sha256", "more#rsa-sha256")]),
];

#[test]
fn each_change_of_a_signed_message_is_refused_by_its_rule() {
    let keys = Keys::new();
    let trust = keys.trust("p256");
    let signed = sign_text(EXEMPLARY, &keys.signing("p256")).unwrap();
    assert!(verify(signed.as_bytes(), &trust).is_ok());
    for (rule, edits) in CHANGES {
        let text = changed(&signed, edits);
        assert_eq!(refused_with(&text, &trust), *rule, "{edits:?}");
    }
}

#[test]
fn every_rule_of_signatures_is_broken_by_an_example() {
    let mut broken: BTreeSet<&str> = CHANGES.iter().map(|(rule, _)| *rule).collect();
    // In tests of their own, in `forgeries.rs`.
    broken.extend(["SIG-SIGNED", "SIG-COVER", "SIG-KEY-INFO", "SIG-WEAK-KEY"]);
    let without: Vec<&str> = rules::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|rule| !broken.contains(rule))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}
