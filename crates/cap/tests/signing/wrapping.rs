//! Signature wrapping: the signed alert is all there, and something else is shown.

use super::EXEMPLARY;
use super::forgeries::{apart, changed, refused_with};
use super::keys::Keys;
use super::xmlsec::{self, Template, with_last};
use vigie_cap::sign::{Signatures, Trust};

const EXCLUSIVE: &str = "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";

/// The eight ways to wrap a signed element, carried over to an alert. `signed` is the signed alert, `bare` the same
/// without its signature, `signature` the signature and `evil` another alert, all without declaration.
fn wrapped(signed: &str, bare: &str, signature: &str, evil: &str) -> [String; 8] {
    let holding = |inner: &str| {
        changed(
            signature,
            &[(
                "</Signature>",
                &format!("<Object>{inner}</Object></Signature>"),
            )],
        )
    };
    let first = |inner: &str| {
        let begin = evil.find('>').unwrap() + 1;
        format!("{}{inner}{}", &evil[..begin], &evil[begin..])
    };
    [
        // 1: the evil alert takes over the signature, which holds the signed alert.
        with_last(evil, &holding(bare)),
        // 2: the signed alert stands before the signature, detached, in the evil one.
        with_last(evil, &format!("{bare}{signature}")),
        // 3: the signed alert, whole, first in the evil one.
        first(signed),
        // 4: the evil one around the signed one, last.
        with_last(evil, signed),
        // 5: the evil alert takes over the signature; the signed alert follows it.
        with_last(evil, &format!("{signature}{bare}")),
        // 6: the signed alert inside the signature, outside any object.
        with_last(
            evil,
            &changed(
                signature,
                &[("<SignedInfo>", &format!("{bare}<SignedInfo>"))],
            ),
        ),
        // 7: the signed alert where anything might stand: in a parameter of the evil one.
        changed(evil, &[("</parameter>", &format!("{signed}</parameter>"))]),
        // 8: the signed alert, whole, in an object of a signature of the evil one.
        with_last(evil, &holding(signed)),
    ]
}

#[test]
fn wrapping_a_signed_alert_in_another_gives_no_alert() {
    let keys = Keys::new();
    let declared = EXEMPLARY.find("<alert").unwrap();
    let original = &EXEMPLARY[declared..];
    let named = changed(original, &[("<alert ", "<alert Id=\"signed\" ")]);
    let by_name = Template {
        uri: "#signed",
        transforms: EXCLUSIVE,
        ..Template::of("rsa")
    };
    let whole = Template {
        transforms: EXCLUSIVE,
        ..Template::of("rsa")
    };
    let mut fooled = 0;
    for (template, original) in [(by_name, &*named), (whole, original)] {
        let template = with_last(original, &template.xml());
        let signed = xmlsec::sign_by_id(&keys, "rsa", &template);
        let signed = &signed[signed.find("<alert").unwrap()..];
        let (signature, bare) = apart(signed);
        let evil = changed(&EXEMPLARY[declared..], &[("Exercise Cedar", "Evil")]);
        for (nth, text) in wrapped(signed, &bare, &signature, &evil)
            .into_iter()
            .enumerate()
        {
            let rule = refused_with(&text, &keys.trust("rsa"));
            let naads = Trust {
                signatures: Signatures::Naads,
                ..keys.trust("rsa")
            };
            let by_naads = refused_with(&text, &naads);
            println!("XSW{} {}: {rule}, {by_naads}", nth + 1, template.len());
            assert!(
                [
                    "SIG-PLACE",
                    "SIG-SHAPE",
                    "SIG-OBJECT",
                    "SIG-EXTERNAL",
                    "SIG-SEVERAL",
                    "SIG-DIGEST"
                ]
                .contains(&&*rule),
                "{rule}"
            );
            fooled += u32::from(xmlsec::verifies_by_id(&keys, "rsa", &text).0);
        }
    }
    assert!(
        fooled >= 3,
        "xmlsec1 verified only {fooled}: these are no attacks"
    );
}
