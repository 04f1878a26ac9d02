use super::*;
use proptest::prelude::*;
use quick_xml::events::Event;

/// Everything in a text, up to its end or to what breaks it.
fn ours(text: &str) -> (Vec<(usize, Token<'_>)>, Option<Broken>) {
    let mut tokens = Tokens::new(text);
    let mut all = Vec::new();
    loop {
        let at = tokens.at();
        match tokens.next() {
            Ok(Token::End) => return (all, None),
            Ok(token) => all.push((at, token)),
            Err(broken) => return (all, Some(*broken)),
        }
    }
}

/// The same by quick-xml, in words; `None` where it refuses.
fn theirs(text: &str) -> Vec<Option<(usize, String)>> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut all = Vec::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap();
        let word = match reader.read_event() {
            Ok(Event::Start(start)) => {
                format!("open {} {}", start.name().0, start.attributes_raw().trim())
            }
            Ok(Event::End(_)) => "close".to_owned(),
            Ok(Event::Text(text)) => format!("text {}", &*text),
            Ok(Event::CData(text)) => format!("cdata {}", &*text),
            Ok(Event::GeneralRef(name)) => format!("reference {}", &*name),
            Ok(Event::DocType(_)) => "doctype".to_owned(),
            Ok(Event::Decl(_)) => "declaration".to_owned(),
            Ok(Event::Comment(_) | Event::PI(_)) => "aside".to_owned(),
            Ok(Event::Empty(_)) => unreachable!("empty elements are expanded"),
            Ok(Event::Eof) => return all,
            Err(_) => {
                all.push(None);
                return all;
            }
        };
        all.push(Some((at, word)));
    }
}

fn word(token: &Token<'_>) -> String {
    match token {
        Token::Open(tag) => format!(
            "open {} {}",
            tag.name(),
            tag.content[tag.name_bytes..].trim()
        ),
        Token::Close => "close".to_owned(),
        Token::Blank(text) | Token::Text(text) => format!("text {text}"),
        Token::Cdata(text) => format!("cdata {text}"),
        Token::Reference(name) => format!("reference {name}"),
        Token::Doctype => "doctype".to_owned(),
        Token::Declaration => "declaration".to_owned(),
        Token::Aside => "aside".to_owned(),
        Token::End => "end".to_owned(),
    }
}

/// What is read here is what quick-xml reads, and what it refuses is refused here.
fn compare(text: &str) {
    let (tokens, broken) = ours(text);
    let theirs = theirs(text);
    for (nth, (at, token)) in tokens.iter().enumerate() {
        if *token == Token::Doctype {
            // It ends every reading; whether it is ever closed is not looked at.
            return;
        }
        let other = theirs.get(nth).cloned().flatten();
        assert_eq!(Some((*at, word(token))), other, "{text:?}");
    }
    if broken.is_none() {
        assert_eq!(tokens.len(), theirs.len(), "{text:?}");
    }
}

#[test]
fn every_kind_of_markup_is_told() {
    let text = "<?xml version='1.0'?><a:b c='>'>x &amp; <!-- <no> --><![CDATA[<]]></a:b ><e/>";
    compare(text);
    let (tokens, broken) = ours(text);
    assert_eq!(broken, None);
    let words: Vec<String> = tokens.iter().map(|(_, token)| word(token)).collect();
    assert_eq!(
        words,
        [
            "declaration",
            "open a:b c='>'",
            "text x ",
            "reference amp",
            "text  ",
            "aside",
            "cdata <",
            "close",
            "open e ",
            "close"
        ]
    );
}

#[test]
fn a_name_is_known_with_its_prefix() {
    let (tokens, _) = ours("<cap:alert/><alert/>");
    let Token::Open(tag) = tokens[0].1 else {
        panic!()
    };
    assert_eq!((tag.name(), tag.prefix_bytes), ("cap:alert", 4));
    let Token::Open(tag) = tokens[2].1 else {
        panic!()
    };
    assert_eq!((tag.name(), tag.prefix_bytes), ("alert", 0));
}

#[test]
fn an_element_with_text_alone_is_taken_at_once_or_not_at_all() {
    let plain = |text: &'static str| {
        let mut tokens = Tokens::new(text);
        assert!(matches!(tokens.next(), Ok(Token::Open(_))));
        let taken = tokens.plain();
        // Not taken, it is where it was.
        assert!(taken.is_some() || tokens.at() == text.find('>').unwrap() + 1);
        (taken, tokens.at() == text.len())
    };
    assert_eq!(plain("<a> b </a>"), (Some(" b "), true));
    assert_eq!(plain("<a></a>"), (Some(""), true));
    assert_eq!(plain("<a/>"), (Some(""), true));
    assert_eq!(plain("<a>b<c/></a>").0, None);
    assert_eq!(plain("<a>b &lt; c</a>").0, None);
    assert_eq!(plain("<a>b</ab>").0, None);
    assert_eq!(plain("<a>b").0, None);
}

#[test]
fn what_is_broken_is_said_where_it_begins() {
    let broken = |text: &str| {
        let broken = ours(text).1.unwrap();
        (broken.at, broken.how)
    };
    assert_eq!(broken("<a><b"), (3, How::Unclosed("tag")));
    assert_eq!(broken("<a b='>"), (0, How::Unclosed("tag")));
    assert_eq!(broken("<a><!-- "), (3, How::Unclosed("comment")));
    assert_eq!(broken("<a></b>"), (3, How::Name("a".into(), "b".into())));
    assert_eq!(broken("</b>"), (0, How::Name(String::new(), "b".into())));
    assert!(matches!(broken("<a>5 < 6</a>"), (5, How::Markup(_))));
    assert!(matches!(broken("<a\"b>"), (0, How::Markup(_))));
    assert!(matches!(broken("<!ELEMENT a>"), (0, How::Markup(_))));
}

#[test]
fn a_document_type_is_told_from_its_first_letters() {
    assert_eq!(ours("<!doctype html").0[0], (0, Token::Doctype));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn what_is_read_is_what_quick_xml_reads(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("<a>"), Just("</a>"), Just("<b c='1'>"), Just("</b >"), Just("<e/>"), Just("<e />"),
                Just("<x:y d=\"'>\">"), Just("</x:y>"), Just(" \n"), Just("text é"), Just("&amp;"), Just("& "),
                Just("&"), Just(";"), Just("<!--"), Just("-->"), Just("<![CDATA["), Just("]]>"), Just("<?pi"),
                Just("?>"), Just("<?xml "), Just(">"), Just("<"), Just("'"), Just("\""), Just("/"), Just("]"),
            ],
            0..14,
        ),
    ) {
        compare(&pieces.concat());
    }

    #[test]
    fn a_plain_element_ahead_is_the_pieces_it_is_split_into(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("<a>"), Just("</a>"), Just("<abc:de>"), Just("</abc:de>"), Just("<e/>"), Just("<a b=''>"), Just("\n "),
                Just("text é"), Just("&amp;"), Just("<!---->"), Just("</a >"), Just("<aé>"), Just("</aé>"),
                Just("<nameOfManyLetters>"), Just("</nameOfManyLetters>"),
            ],
            0..14,
        ),
    ) {
        let text = pieces.concat();
        let mut tokens = Tokens::new(&text);
        loop {
            let (at, plain) = (tokens.at(), tokens.plain_ahead());
            let token = tokens.next();
            let Some(plain) = plain else {
                if matches!(token, Ok(Token::End) | Err(_)) {
                    break;
                }
                continue;
            };
            let Ok(Token::Open(opening)) = token else {
                panic!("{text}: {token:?} at {at}");
            };
            prop_assert_eq!((plain.at, plain.local), (at, opening.local));
            prop_assert_eq!(plain.prefix, &opening.name()[..opening.prefix_bytes]);
            prop_assert!(!opening.has_attributes());
            let content = match tokens.next() {
                Ok(Token::Text(content) | Token::Blank(content)) => {
                    prop_assert_eq!(tokens.next(), Ok(Token::Close));
                    content
                }
                other => {
                    prop_assert_eq!(other, Ok(Token::Close));
                    ""
                }
            };
            prop_assert_eq!((plain.text, plain.end), (content, tokens.at()));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[<>/!?&;a \"'é\\[\\]-]{0,40}") {
        compare(&text);
    }
}
