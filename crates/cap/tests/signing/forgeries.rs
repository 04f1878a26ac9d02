//! Those who forge: each finds its rule, and none gives an alert.

use super::EXEMPLARY;
use super::keys::{self, Keys};
use super::xmlsec::{self, Template, with_last};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use vigie_cap::sign::{
    KeyFault, SignFault, Signatures, SigningKey, Trust, TrustedKey, sign_text, verify,
};

/// A signed message with the first of each piece replaced.
pub fn changed(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in\n{text}");
        text.replacen(from, to, 1)
    })
}

/// The signature of a message, and the message without.
pub fn apart(signed: &str) -> (String, String) {
    let begin = signed.find("<Signature ").unwrap();
    let end = signed.rfind("</Signature>").unwrap() + "</Signature>".len();
    let without = format!("{}{}", &signed[..begin], &signed[end..]);
    (signed[begin..end].to_owned(), without)
}

pub fn refused_with(text: &str, trust: &Trust) -> String {
    match verify(text.as_bytes(), trust) {
        Ok(verified) => panic!("{} was verified:\n{text}", verified.alert().identifier),
        Err(why) => {
            let finding = why.finding();
            assert!(
                !finding.found.text().is_empty() && !finding.mend().is_empty(),
                "{why}"
            );
            finding.rule.id.to_owned()
        }
    }
}

#[test]
fn a_message_is_signed_once_and_only_when_it_is_right() {
    let keys = Keys::new();
    let key = keys.signing("p256");
    let fault = |text: &str| match sign_text(text, &key) {
        Err(SignFault::Message(refused)) => refused.finding().rule.id,
        other => panic!("{other:?}"),
    };
    let signed = sign_text(EXEMPLARY, &key).unwrap();
    assert_eq!(fault(&signed), "SIG-SIGNED");
    assert_eq!(fault(&EXEMPLARY.replace("Extreme", "Major")), "CAP-LISTED");
    assert_eq!(fault("<feed/>"), "SIG-ROOT");
    let trailing = format!("\u{FEFF}{EXEMPLARY}<!-- </alert> -->");
    let signed = sign_text(&trailing, &key).unwrap();
    assert!(verify(signed.as_bytes(), &keys.trust("p256")).is_ok());
}

#[test]
fn the_same_message_in_another_encoding_or_with_other_line_ends_is_the_same() {
    let keys = Keys::new();
    let trust = keys.trust("p256");
    let signed = sign_text(EXEMPLARY, &keys.signing("p256")).unwrap();
    let carried = signed.replace('\n', "\r\n");
    assert!(verify(carried.as_bytes(), &trust).is_ok());
    let wide = changed(&signed, &[("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")]);
    let wide: Vec<u8> = format!("\u{FEFF}{wide}")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert!(verify(&wide, &trust).is_ok());
    let broken = [signed.as_bytes(), b"\xE9"].concat();
    assert_eq!(
        verify(&broken, &trust).unwrap_err().finding().rule.id,
        "XML-ENCODING"
    );
}

#[test]
fn a_key_that_comes_with_the_message_is_not_trusted() {
    let keys = Keys::new();
    let stranger = keys
        .signing("p256-other")
        .with_certificate(&keys::read(&keys.certificate("p256-other")))
        .unwrap();
    let forged = sign_text(EXEMPLARY, &stranger).unwrap();
    assert_eq!(refused_with(&forged, &keys.trust("p256")), "SIG-KEY-INFO");
    assert_eq!(refused_with(&forged, &Trust::default()), "SIG-KEY-INFO");
    // Pinned, the same certificate is trusted: by its reader.
    let pinned =
        TrustedKey::from_pem("pinned", &keys::read(&keys.certificate("p256-other"))).unwrap();
    let trust = Trust {
        keys: vec![pinned],
        ..Trust::default()
    };
    assert_eq!(
        verify(forged.as_bytes(), &trust).unwrap().signers()[0].key,
        "pinned"
    );
    // The certificate of the trusted key beside the signature of another proves nothing.
    let honest = STANDARD.encode(der(&keys::read(&keys.certificate("p256"))));
    let enclosed = STANDARD.encode(der(&keys::read(&keys.certificate("p256-other"))));
    let dressed = changed(&forged, &[(&enclosed, &honest)]);
    assert_eq!(refused_with(&dressed, &keys.trust("p256")), "SIG-VALUE");
}

fn der(pem: &str) -> Vec<u8> {
    let lines: String = pem
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    STANDARD.decode(lines).unwrap()
}

#[test]
fn weak_keys_are_neither_trusted_nor_excused() {
    let keys = Keys::new();
    let weak = TrustedKey::from_pem("weak", &keys::read(&keys.public("rsa-1024"))).unwrap_err();
    assert!(
        matches!(&weak, KeyFault::Weak(what) if what == "an RSA key of 1024 bits"),
        "{weak}"
    );
    assert!(weak.to_string().contains("SIG-WEAK-KEY"));
    let weak = SigningKey::from_pem(&keys::read(&keys.private("rsa-1024"))).unwrap_err();
    assert!(matches!(weak, KeyFault::Weak(_)), "{weak}");
    let template = Template {
        rest: "<KeyInfo><KeyValue/></KeyInfo>",
        ..Template::of("rsa")
    };
    let signed = xmlsec::sign(&keys, "rsa-1024", &with_last(EXEMPLARY, &template.xml()));
    assert_eq!(refused_with(&signed, &keys.trust("rsa")), "SIG-WEAK-KEY");
}

#[test]
fn keys_that_cannot_be_used_say_why() {
    let keys = Keys::new();
    let fault = |text: &str| TrustedKey::from_pem("key", text).unwrap_err().to_string();
    assert!(fault("no key").contains("-----BEGIN"));
    assert!(fault(&keys::read(&keys.private("p256"))).contains("PRIVATE KEY"));
    assert!(fault(&keys::read(&keys.public("p384"))).contains("another curve"));
    let cut = keys::read(&keys.public("p256")).replace("MF", "XX");
    assert!(fault(&cut).contains("make or fetch it again"));
    let other = keys
        .signing("p256")
        .with_certificate(&keys::read(&keys.certificate("rsa")));
    assert_eq!(other.unwrap_err(), KeyFault::OtherKey);
}

#[test]
fn sha1_and_hmac_as_xmlsec_writes_them_are_refused() {
    let keys = Keys::new();
    let rsa_sha1 = Template {
        algorithm: "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        ..Template::of("rsa")
    };
    let digest_sha1 = Template {
        digest: "http://www.w3.org/2000/09/xmldsig#sha1",
        ..Template::of("rsa")
    };
    for template in [rsa_sha1, digest_sha1] {
        let signed = xmlsec::sign(&keys, "rsa", &with_last(EXEMPLARY, &template.xml()));
        assert_eq!(refused_with(&signed, &keys.trust("rsa")), "SIG-SHA1");
    }
}

#[test]
fn two_signatures_that_each_cover_the_message_are_naads_and_nothing_else_is() {
    let keys = Keys::new();
    let agency = sign_text(EXEMPLARY, &keys.signing("rsa")).unwrap();
    let naads = sign_text(EXEMPLARY, &keys.signing("p256")).unwrap();
    let both = with_last(&agency, &apart(&naads).0);
    assert_eq!(refused_with(&both, &keys.trust("p256")), "SIG-SEVERAL");
    let profile = |kinds: &[&str]| Trust {
        keys: kinds.iter().map(|kind| keys.trusted(kind)).collect(),
        signatures: Signatures::Naads,
        ..Trust::default()
    };
    let verified = verify(both.as_bytes(), &profile(&["p256"])).unwrap();
    assert_eq!((verified.signers().len(), verified.strangers()), (1, 1));
    let verified = verify(both.as_bytes(), &profile(&["p256", "rsa"])).unwrap();
    assert_eq!((verified.signers().len(), verified.strangers()), (2, 0));
    assert_eq!(refused_with(&both, &profile(&["ed25519"])), "SIG-VALUE");
    // One after the other, as two enveloped signatures by the book: the second covers the first, the first does not
    // cover the second.
    let nested = with_last(&agency, &Template::of("p256").xml());
    let nested = xmlsec::sign_second(&keys, "p256", &nested);
    assert_eq!(
        refused_with(&nested, &profile(&["p256", "rsa"])),
        "SIG-COVER"
    );
    // One of another message.
    let other = sign_text(&EXEMPLARY.replace("Cedar", "Pine"), &keys.signing("rsa")).unwrap();
    let mixed = with_last(&naads, &apart(&other).0);
    assert_eq!(
        refused_with(&mixed, &profile(&["p256", "rsa"])),
        "SIG-COVER"
    );
    let third = with_last(&both, &apart(&naads).0);
    assert_eq!(
        refused_with(&third, &profile(&["p256", "rsa"])),
        "SIG-SEVERAL"
    );
}

#[test]
fn a_digest_of_nothing_is_the_digest_of_no_message() {
    let keys = Keys::new();
    let signed = sign_text(EXEMPLARY, &keys.signing("p256")).unwrap();
    let begin = signed.find("<DigestValue>").unwrap() + "<DigestValue>".len();
    let digest = &signed[begin..begin + 44];
    let nothing = changed(
        &signed,
        &[(digest, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")],
    );
    assert_eq!(refused_with(&nothing, &keys.trust("p256")), "SIG-DIGEST");
}

#[test]
fn comments_that_xmlsec_looks_past_are_refused() {
    let keys = Keys::new();
    let signed = sign_text(EXEMPLARY, &keys.signing("rsa")).unwrap();
    let cut = changed(
        &signed,
        &[("duty@vigie.example", "duty@vigie.example<!-- -->")],
    );
    assert!(
        xmlsec::verifies(&keys, "rsa", &cut).0,
        "the comment takes nothing from the signature"
    );
    assert_eq!(refused_with(&cut, &keys.trust("rsa")), "SIG-COMMENT");
    // Between elements a comment separates nothing; it is not in the text that is read.
    let beside = changed(&signed, &[("<note>", "<!-- beside --><note>")]);
    let verified = verify(beside.as_bytes(), &keys.trust("rsa")).unwrap();
    assert!(!verified.read().xml.contains("beside"));
}
