//! Both ways with xmlsec1, and real signed messages.

use super::common::corpus;
use super::keys::Keys;
use super::{EXEMPLARY, xmlsec};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::process::Command;
use vigie_cap::sign::{Algorithm, sign, sign_text, verify};
use vigie_cap::{Mode, read};

#[test]
fn xmlsec_verifies_what_we_sign() {
    let keys = Keys::new();
    for kind in ["rsa", "p256"] {
        let signed = sign_text(EXEMPLARY, &keys.signing(kind)).unwrap();
        let (verified, said) = xmlsec::verifies(&keys, kind, &signed);
        assert!(verified, "{kind}: {said}\n{signed}");
        let verified = verify(signed.as_bytes(), &keys.trust(kind)).unwrap();
        assert_eq!(verified.signers()[0].key, kind);
        assert_eq!(verified.read().findings, []);
    }
}

#[test]
fn xmlsec_verifies_every_real_message_that_we_sign() {
    let messages = corpus();
    let keys = Keys::new();
    let key = keys.signing("p256");
    let trust = keys.trust("p256");
    let mut signed = 0;
    for (name, bytes) in &messages {
        let reading = read(bytes, Mode::Lenient);
        let [one] = &*reading.alerts else { continue };
        // As it stands if it is right, else as we write it.
        let text = std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| sign_text(text, &key).ok());
        let Some(text) = text.or_else(|| sign(&one.alert, &key).ok()) else {
            continue;
        };
        let (verified, said) = xmlsec::verifies(&keys, "p256", &text);
        assert!(verified, "{name}: {said}");
        let back = verify(text.as_bytes(), &trust).unwrap();
        assert_eq!(back.alert(), &one.alert, "{name}");
        signed += 1;
    }
    println!(
        "{signed} of {} files signed by us and verified by xmlsec1",
        messages.len()
    );
    assert!(
        messages.is_empty() || signed > 100,
        "only {signed} were signed"
    );
}

#[test]
fn we_verify_what_xmlsec_signs_in_every_form() {
    let keys = Keys::new();
    for kind in ["rsa", "p256"] {
        for own_form in xmlsec::FORMS {
            for form in [None].into_iter().chain(xmlsec::FORMS.map(Some)) {
                let transform = form.map_or_else(String::new, |form| {
                    format!("<Transform Algorithm=\"{form}\"/>")
                });
                let template = xmlsec::Template {
                    own_form,
                    transforms: &transform,
                    ..xmlsec::Template::of(kind)
                };
                let text = xmlsec::with_last(EXEMPLARY, &template.xml());
                let signed = xmlsec::sign(&keys, kind, &text);
                let verified = verify(signed.as_bytes(), &keys.trust(kind));
                let verified = verified.unwrap_or_else(|why| panic!("{own_form} {form:?}: {why}"));
                assert_eq!(
                    verified.alert(),
                    &read(EXEMPLARY.as_bytes(), Mode::Lenient).alerts[0].alert
                );
            }
        }
    }
}

#[test]
fn ed25519_is_signed_and_verified_and_by_xmlsec_where_it_knows_it() {
    let keys = Keys::new();
    let signed = sign_text(EXEMPLARY, &keys.signing("ed25519")).unwrap();
    let verified = verify(signed.as_bytes(), &keys.trust("ed25519")).unwrap();
    assert_eq!(verified.signers()[0].algorithm, Algorithm::Ed25519);
    assert!(openssl_verifies(&keys, &signed));
    let (verified, said) = xmlsec::verifies(&keys, "ed25519", &signed);
    assert_eq!(verified, xmlsec::knows("eddsa-ed25519"), "{said}");
}

/// Whether openssl finds the signed part, in canonical form, signed by the key.
fn openssl_verifies(keys: &Keys, signed: &str) -> bool {
    let between = |open: &str, close: &str| {
        signed
            .split(open)
            .nth(1)
            .unwrap()
            .split(close)
            .next()
            .unwrap()
            .to_owned()
    };
    let inside = between("<SignedInfo>", "</SignedInfo>");
    let canonical =
        format!("<SignedInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">{inside}</SignedInfo>");
    let signed = keys.file("signed-info", &canonical);
    let value = keys.path("value");
    let bytes = STANDARD
        .decode(between("<SignatureValue>", "</SignatureValue>"))
        .unwrap();
    std::fs::write(&value, bytes).unwrap();
    let mut openssl = Command::new("openssl");
    openssl
        .args(["pkeyutl", "-verify", "-pubin", "-rawin", "-inkey"])
        .arg(keys.public("ed25519"));
    openssl.arg("-in").arg(signed).arg("-sigfile").arg(value);
    openssl.output().unwrap().status.success()
}

#[test]
fn what_xmlsec_refuses_we_refuse_however_a_message_is_changed() {
    let keys = Keys::new();
    let trust = keys.trust("p256");
    let signed = sign_text(EXEMPLARY, &keys.signing("p256")).unwrap();
    let (mut both, mut ours_alone) = (0, 0);
    // A byte of every thirtieth is another one, is gone, or is there twice.
    for (nth, (at, byte)) in signed
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii())
        .step_by(30)
        .enumerate()
    {
        let mut bytes = signed.clone().into_bytes();
        match nth % 3 {
            0 => bytes[at] ^= 1,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, byte),
        }
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        let theirs = xmlsec::verifies(&keys, "p256", &text).0;
        let ours = verify(text.as_bytes(), &trust).is_ok();
        assert!(
            theirs || !ours,
            "we verify what xmlsec1 does not, at {at}:\n{text}"
        );
        both += u32::from(ours);
        ours_alone += u32::from(theirs && !ours);
    }
    println!("{both} changes that change nothing, {ours_alone} that xmlsec1 alone lets pass");
}
