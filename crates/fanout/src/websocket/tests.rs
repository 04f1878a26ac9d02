use super::*;
use proptest::prelude::*;

/// A frame as a client sends it.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mask = [7, 0, 255, 19];
    let mut bytes = vec![first];
    if let Ok(short @ 0..=125) = u8::try_from(payload.len()) {
        bytes.push(MASKED | short);
    } else {
        bytes.push(MASKED | 0x7E);
        bytes.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
    }
    bytes.extend(mask);
    bytes.extend(payload.iter().zip(mask.iter().cycle()).map(|(b, m)| b ^ m));
    bytes
}

fn heard(bytes: &[u8]) -> Result<Vec<Said>, Broken> {
    let (mut ear, mut said) = (Ear::default(), Vec::new());
    ear.hear(bytes, &mut said).map(|()| said)
}

#[test]
fn a_text_of_each_length_has_the_header_that_the_standard_gives_it() {
    for (length, header) in [(0, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)] {
        let frame = text_frame(&vec![b'x'; length]);
        assert_eq!((frame[0], header_bytes(&frame)), (0x81, header), "{length}");
        assert_eq!(frame.len(), header + length);
    }
}

#[test]
fn a_message_in_parts_is_one_and_a_ping_may_come_in_between() {
    let mut bytes = masked(0x01, b"{\"rec");
    bytes.extend(masked(0x89, b"here?"));
    bytes.extend(masked(0x80, b"eived\":1}"));
    let said = heard(&bytes).unwrap();
    let text = Said::Text("{\"received\":1}".to_owned());
    assert_eq!(said, [Said::Ping(b"here?".to_vec()), text]);
}

#[test]
fn what_breaks_the_rules_is_closed_with_the_code_of_its_rule() {
    let too_long = masked(0x81, &[b'x'; FROM_CLIENT_BYTES_MAX + 1]);
    let mut too_long_in_parts = masked(0x01, &[b'x'; FROM_CLIENT_BYTES_MAX]);
    too_long_in_parts.extend(masked(0x80, b"x"));
    let cases: [(&[u8], u16); 9] = [
        (&[0x81, 0x01, b'x'], PROTOCOL_ERROR),
        (&masked(0xC1, b"x"), PROTOCOL_ERROR),
        (&masked(0x80, b"nothing to go on with"), PROTOCOL_ERROR),
        (
            &masked(0x83, b"an opcode that is not given"),
            PROTOCOL_ERROR,
        ),
        (&masked(0x09, b"a ping in parts"), PROTOCOL_ERROR),
        (&masked(0x81, &[0xFF, 0xFE]), NOT_UTF8),
        (&too_long, TOO_BIG),
        (&too_long_in_parts, TOO_BIG),
        (&[0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], TOO_BIG),
    ];
    for (bytes, code) in cases {
        assert_eq!(heard(bytes), Err(Broken(code)), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn it_does_not_matter_how_the_bytes_are_cut(
        texts in prop::collection::vec("[a-zé]{0,300}", 1..5),
        cuts in prop::collection::vec(1usize..40, 1..40),
    ) {
        let bytes: Vec<u8> = texts.iter().flat_map(|t| masked(0x81, t.as_bytes())).collect();
        let (mut ear, mut said, mut rest) = (Ear::default(), Vec::new(), &bytes[..]);
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (now, later) = rest.split_at((*cut).min(rest.len()));
            ear.hear(now, &mut said).unwrap();
            rest = later;
        }
        let texts: Vec<Said> = texts.into_iter().map(Said::Text).collect();
        prop_assert_eq!(said, texts);
        prop_assert!(ear.is_empty());
    }

    #[test]
    fn no_bytes_make_it_keep_more_than_one_message(bytes in prop::collection::vec(any::<u8>(), 0..4_096)) {
        let (mut ear, mut said) = (Ear::default(), Vec::new());
        if ear.hear(&bytes, &mut said).is_ok() {
            let parts = ear.parts.map_or(0, |(_, parts)| parts.len());
            prop_assert!(ear.raw.len() <= FROM_CLIENT_BYTES_MAX + 14 && parts <= FROM_CLIENT_BYTES_MAX);
        }
    }
}
