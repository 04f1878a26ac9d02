//! Examples of rules that whole files break.

use super::{EXEMPLARY, Example, changed, findings};
use vigie_cap::report::Unread;

pub(super) fn examples() -> Vec<Example> {
    let sound = findings(EXEMPLARY.as_bytes());
    let unread = [
        (
            "FILE-UNREADABLE",
            Unread::Fault("permission denied".to_owned()),
        ),
        ("FILE-KIND", Unread::Kind("pipe")),
        ("FILE-LINK", Unread::Link),
        ("FILE-DEEP", Unread::Deep(64)),
        ("XML-LIMIT", Unread::TooLong(1 << 30, 16 << 20)),
    ];
    let unread = unread.map(|(rule, why)| Example {
        rule,
        broken: vec![why.finding()],
        sound: sound.clone(),
    });
    files()
        .into_iter()
        .map(|(rule, text)| Example {
            rule,
            broken: findings(&text),
            sound: match near(rule) {
                Some(text) => findings(&text),
                None => sound.clone(),
            },
        })
        .chain(unread)
        .collect()
}

/// The file that comes nearest to breaking the rule.
fn near(rule: &str) -> Option<Vec<u8>> {
    let text = match rule {
        "XML-TRUNCATED" => EXEMPLARY.trim_end().to_owned(),
        "XML-STRAY-TEXT" => format!("{EXEMPLARY}\n<!-- the end -->\n"),
        "XML-LIMIT" => "<a>".repeat(32),
        "XML-ENCODING" => changed(&[("Cedar", "C\u{e8}dre")]),
        "XML-NOT-UTF-8" => changed(&[
            ("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\""),
            ("À l'abri", "A l'abri"),
            ("Restez à", "Restez a"),
            ("l'intérieur", "l'interieur"),
        ]),
        "CAP-INDEX" => {
            let bare = EXEMPLARY.split_once("?>").map_or("", |(_, bare)| bare);
            format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry>{bare}</entry></feed>")
        }
        "CAP-POLYGON-DETAIL" => ring(140),
        "IPAWS-POSITIONS" => ring(98),
        "IPAWS-EAS-TEXT" => eas_text(1800),
        "IPAWS-LOCATIONS" => locations(30),
        _ => return None,
    };
    Some(text.into_bytes())
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

/// With a text for radio of so many characters.
fn eas_text(characters: usize) -> String {
    let text = ".".repeat(characters);
    let parameter = format!(
        "</parameter><parameter><valueName>EASText</valueName><value>{text}</value></parameter>"
    );
    changed(&[("</parameter>", &parameter)])
}

/// With so many places more.
fn locations(more: usize) -> String {
    let code = "<geocode><valueName>SAME</valueName><value>006037</value></geocode>";
    changed(&[("<geocode>", &format!("{}<geocode>", code.repeat(more)))])
}

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
        (
            "XML-NOT-UTF-8",
            changed(&[("UTF-8", "ISO-8859-1")])
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
        ("IPAWS-EAS-TEXT", text(&eas_text(1801))),
        ("IPAWS-LOCATIONS", text(&locations(31))),
    ]
}
