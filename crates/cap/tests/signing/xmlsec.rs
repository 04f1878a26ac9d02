//! The program xmlsec1, which most of the world signs and verifies with.

use super::keys::Keys;
use std::path::Path;
use std::process::{Command, Output};

pub const FORMS: [&str; 6] = [
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2006/12/xml-c14n11#WithComments",
];

/// The algorithm of each kind of key.
pub fn algorithm(kind: &str) -> &'static str {
    match kind.split('-').next() {
        Some("rsa") => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        Some("p256") => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        _ => "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
    }
}

/// A signature to be filled in.
pub struct Template<'a> {
    pub own_form: &'a str,
    pub algorithm: &'a str,
    pub uri: &'a str,
    /// After the enveloped signature.
    pub transforms: &'a str,
    pub digest: &'a str,
    /// Before the end of the signature.
    pub rest: &'a str,
}

impl Template<'_> {
    pub fn of(kind: &str) -> Self {
        Template {
            own_form: FORMS[0],
            algorithm: algorithm(kind),
            uri: "",
            transforms: "",
            digest: "http://www.w3.org/2001/04/xmlenc#sha256",
            rest: "",
        }
    }

    pub fn xml(&self) -> String {
        let Self {
            own_form,
            algorithm,
            uri,
            transforms,
            digest,
            rest,
        } = self;
        format!(
            "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">\n<SignedInfo>\
             <CanonicalizationMethod Algorithm=\"{own_form}\"/>\
             <SignatureMethod Algorithm=\"{algorithm}\"/>\n\
             <Reference URI=\"{uri}\"><Transforms>\
             <Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>{transforms}\
             </Transforms><DigestMethod Algorithm=\"{digest}\"/><DigestValue/></Reference></SignedInfo>\n\
             <SignatureValue/>{rest}</Signature>"
        )
    }
}

/// The message with this before its last tag.
pub fn with_last(text: &str, last: &str) -> String {
    let close = text.rfind("</").unwrap();
    format!("{}{last}{}", &text[..close], &text[close..])
}

/// Lets xmlsec1 fill the signature in.
pub fn sign(keys: &Keys, kind: &str, text: &str) -> String {
    sign_with(keys, kind, text, &[])
}

/// The attribute Id of an alert names it.
const BY_ID: [&str; 2] = ["--id-attr:Id", "urn:oasis:names:tc:emergency:cap:1.2:alert"];

/// The same, where the reference is to an Id.
pub fn sign_by_id(keys: &Keys, kind: &str, text: &str) -> String {
    sign_with(keys, kind, text, &BY_ID)
}

/// The same, where a signature stands before the one to be filled in.
pub fn sign_second(keys: &Keys, kind: &str, text: &str) -> String {
    let second = "/*/*[local-name()='Signature'][2]";
    sign_with(keys, kind, text, &["--node-xpath", second])
}

fn sign_with(keys: &Keys, kind: &str, text: &str, more: &[&str]) -> String {
    let input = keys.file("template.xml", text);
    let output = keys.path("signed.xml");
    let key = keys.private(kind);
    let key = key.to_str().unwrap();
    let args = [
        "--sign",
        "--privkey-pem",
        key,
        "--output",
        output.to_str().unwrap(),
    ];
    let done = run(&[&args[..], more].concat(), &input);
    assert!(done.status.success(), "{}", said(&done));
    super::keys::read(&output)
}

/// Whether xmlsec1 verifies the message with this key, and what it said.
pub fn verifies(keys: &Keys, kind: &str, text: &str) -> (bool, String) {
    verifies_with(keys, kind, text, &[])
}

/// The same, where the reference may be to an Id.
pub fn verifies_by_id(keys: &Keys, kind: &str, text: &str) -> (bool, String) {
    verifies_with(keys, kind, text, &BY_ID)
}

fn verifies_with(keys: &Keys, kind: &str, text: &str, more: &[&str]) -> (bool, String) {
    let input = keys.file("verify.xml", text);
    let key = keys.public(kind);
    let args = ["--verify", "--pubkey-pem", key.to_str().unwrap()];
    let done = run(&[&args[..], more].concat(), &input);
    (done.status.success(), said(&done))
}

/// Whether this xmlsec1 knows an algorithm.
pub fn knows(algorithm: &str) -> bool {
    let done = Command::new("xmlsec1")
        .arg("--list-transforms")
        .output()
        .unwrap();
    String::from_utf8_lossy(&done.stdout).contains(algorithm)
}

fn run(args: &[&str], input: &Path) -> Output {
    Command::new("xmlsec1")
        .args(args)
        .arg(input)
        .output()
        .unwrap()
}

fn said(done: &Output) -> String {
    String::from_utf8_lossy(&done.stderr).into_owned()
}
