//! The floods: known advisories on XML readers, and what this reader and this verifier would find hard.

use std::fmt::Write;

/// Input, and the first error that it must find; empty where several are as good.
pub struct Flood {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub finding: &'static str,
}

/// The largest file that is read.
const FILE: usize = 16 << 20;
/// The largest alert.
const ALERT: usize = 256 << 10;

const OPEN: &str = "<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>";

pub fn all() -> Vec<Flood> {
    [
        documents(),
        markup(),
        names(),
        texts(),
        alerts(),
        signatures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn flood(name: &'static str, finding: &'static str, bytes: impl Into<Vec<u8>>) -> Flood {
    let bytes = bytes.into();
    Flood {
        name,
        bytes,
        finding,
    }
}

/// As many of a piece as fit, between two others.
fn filled(open: &str, piece: &str, close: &str, bytes: usize) -> String {
    let room = bytes.saturating_sub(open.len() + close.len());
    format!("{open}{}{close}", piece.repeat(room / piece.len()))
}

/// The same with a number in each piece, in place of `#`.
fn counted(open: &str, piece: &str, close: &str, bytes: usize) -> String {
    let mut text = open.to_owned();
    for nth in 0.. {
        if text.len() + piece.len() + 8 + close.len() > bytes {
            break;
        }
        let _ = write!(text, "{}", piece.replace('#', &format!("{nth:x}")));
    }
    text + close
}

fn documents() -> Vec<Flood> {
    let mut bomb = "<!DOCTYPE a [<!ENTITY a0 'ha'>".to_owned();
    for nth in 1..30 {
        let inner = nth - 1;
        let _ = write!(bomb, "<!ENTITY a{nth} '&a{inner};&a{inner};&a{inner};'>");
    }
    let quadratic = format!(
        "<!DOCTYPE a [<!ENTITY a '{}'>]><a>{}</a>",
        "x".repeat(100_000),
        "&a;".repeat(100_000)
    );
    let wide: Vec<u8> = "\u{FEFF}"
        .encode_utf16()
        .chain(vec![0x4E2D; FILE / 2 - 1])
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        flood(
            "entities of entities",
            "XML-DOCTYPE",
            format!("{bomb}]><a>&a29;</a>"),
        ),
        flood(
            "one entity a hundred thousand times",
            "XML-DOCTYPE",
            quadratic,
        ),
        flood(
            "an endless document type",
            "",
            filled("<!DOCTYPE a [", "<!ENTITY a 'b'>", "", FILE),
        ),
        flood(
            "an external entity",
            "XML-DOCTYPE",
            "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/'><a/>",
        ),
        flood("a file over the limit", "XML-LIMIT", vec![b' '; FILE + 1]),
        flood("nothing but blanks", "XML-EMPTY", vec![b' '; FILE]),
        flood("zeros", "XML-BINARY", vec![0; FILE]),
        flood(
            "no UTF-8",
            "",
            [b"<alert>".to_vec(), vec![0xE9; FILE - 7]].concat(),
        ),
        flood(
            "Latin-1",
            "",
            [
                b"<?xml version='1.0' encoding='ISO-8859-1'?><alert>".to_vec(),
                vec![0xE9; FILE - 60],
            ]
            .concat(),
        ),
        flood("UTF-16", "", wide),
    ]
}

fn markup() -> Vec<Flood> {
    let deep = filled("", "<a>", "", FILE);
    let closed = format!("{}{}", "<a>".repeat(30), "</a>".repeat(30));
    vec![
        flood("elements in elements", "XML-LIMIT", deep),
        flood(
            "elements in elements of an alert",
            "XML-LIMIT",
            filled(OPEN, "<info>", "", FILE),
        ),
        flood("elements", "XML-LIMIT", filled("<a>", "<a/>", "</a>", FILE)),
        flood(
            "elements in an alert",
            "XML-LIMIT",
            filled(OPEN, "<a/>", "</alert>", FILE),
        ),
        flood(
            "known elements in an alert",
            "XML-LIMIT",
            filled(OPEN, "<code/>", "</alert>", ALERT),
        ),
        flood(
            "towers of elements",
            "XML-LIMIT",
            filled("<a>", &closed, "</a>", FILE),
        ),
        flood("closing tags", "", filled("<a>", "</a>", "", FILE)),
        flood("opening brackets", "", vec![b'<'; FILE]),
        flood("one comment", "", filled("<a><!--", "x", "--></a>", FILE)),
        flood("comments", "", filled("<a>", "<!---->", "</a>", FILE)),
        flood("instructions", "", filled("<a>", "<?a?>", "</a>", FILE)),
        flood("sections", "", filled("<a>", "<![CDATA[]]>", "</a>", FILE)),
        flood(
            "sections in an alert",
            "XML-LIMIT",
            filled(
                &format!("{OPEN}<note>"),
                "<![CDATA[]]>",
                "</note></alert>",
                FILE,
            ),
        ),
        flood("roots", "", filled("", "<a></a>", "", FILE)),
        flood(
            "declarations",
            "",
            filled("", "<?xml version='1.0'?>", "", FILE),
        ),
        flood("a tag that never ends", "", filled("<a ", "a", "", FILE)),
        flood(
            "a value that never ends",
            "",
            filled("<a b='", "c", "", FILE),
        ),
    ]
}

fn names() -> Vec<Flood> {
    let mut many = String::new();
    for nth in 0..60 {
        let _ = write!(many, " a{nth}=''");
    }
    let declared = many.replace(" a", " xmlns:a").replace("=''", "='urn:x'");
    let each = format!("<a{many}/>");
    let scopes = format!("<a{declared}><a1:b/><a59:b/></a>");
    vec![
        flood(
            "attributes of one element",
            "XML-LIMIT",
            counted("<a ", " a#=''", "/>", FILE),
        ),
        flood(
            "one attribute again and again",
            "",
            filled("<a", " a=''", "/>", FILE),
        ),
        flood(
            "sixty attributes of each element",
            "",
            filled("<a>", &each, "</a>", FILE),
        ),
        flood(
            "sixty attributes of each element of an alert",
            "",
            filled(OPEN, &each, "</alert>", ALERT),
        ),
        flood(
            "namespaces of one element",
            "XML-LIMIT",
            counted("<a ", " xmlns:a#='urn:x'", "/>", FILE),
        ),
        flood(
            "sixty namespaces of each element",
            "",
            filled("<a>", &scopes, "</a>", FILE),
        ),
        flood(
            "namespaces in namespaces",
            "",
            counted("", "<a xmlns:a#='urn:x'>", "", FILE),
        ),
        flood(
            "prefixes that change",
            "",
            filled(&format!("<a{declared}>"), "<a0:b/><a59:b/>", "</a>", FILE),
        ),
        flood(
            "prefixes that nobody declared",
            "",
            counted("<a>", "<p#:b/>", "</a>", FILE),
        ),
        flood("a long name", "", filled("<", "a", "/>", FILE)),
        flood(
            "a long name in an alert",
            "XML-LIMIT",
            filled(&format!("{OPEN}<"), "a", "/></alert>", FILE),
        ),
        flood("a long prefix", "", filled("<", "a", ":b/>", FILE)),
        flood(
            "a long namespace",
            "",
            filled("<a xmlns='", "a", "'/>", FILE),
        ),
    ]
}

fn texts() -> Vec<Flood> {
    let note = format!("{OPEN}<note>");
    let end = "</note></alert>";
    vec![
        flood("text", "", filled("<a>", "text ", "</a>", FILE)),
        flood(
            "text outside the root",
            "",
            filled("<a/>", "text ", "", FILE),
        ),
        flood(
            "text in an alert",
            "XML-LIMIT",
            filled(&note, "text ", end, FILE),
        ),
        flood(
            "text in an alert, as much as fits",
            "XML-LIMIT",
            filled(&note, "text ", end, ALERT),
        ),
        flood("line ends", "", filled("<a>", "\r\n", "</a>", FILE)),
        flood("references", "", filled("<a>", "&amp;", "</a>", FILE)),
        flood(
            "references to characters",
            "",
            filled("<a>", "&#65;", "</a>", FILE),
        ),
        flood(
            "references to nothing",
            "",
            filled("<a>", "&a;", "</a>", FILE),
        ),
        flood("ampersands", "", filled("<a>", "& ", "</a>", FILE)),
        flood(
            "references to nothing in an alert",
            "",
            filled(&note, "&a;", end, ALERT),
        ),
        flood(
            "control characters",
            "",
            filled("<a>", "\u{1}", "</a>", FILE),
        ),
        flood(
            "control characters in an alert",
            "",
            filled(&note, "\u{1}", end, 190 << 10),
        ),
        flood(
            "text between elements of an alert",
            "",
            filled(OPEN, "a<a/>", "</alert>", 50_000),
        ),
    ]
}

fn alerts() -> Vec<Flood> {
    let empty = format!("{OPEN}</alert>");
    let info = "<info><category>Met</category><event>a</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty>";
    let area = format!("{OPEN}{info}<area><areaDesc>a</areaDesc>");
    let end = "</area></info></alert>";
    let ring = filled("", "1,1 9,9 1,9 9,1 2,3 8,7 3,8 7,2 ", "", 180 << 10);
    let crossing = format!("{area}<polygon>{ring}1,1</polygon>{end}");
    let mut star = String::new();
    for nth in 0..5_900 {
        // Each edge crosses nearly every other one.
        let across = f64::from(nth % 2) * 10.0;
        let along = f64::from(nth) * 0.001;
        let _ = write!(star, "{:.3},{:.3} ", along, across - along * 0.5);
    }
    let star = format!("{area}<polygon>{star}0.000,0.000</polygon>{end}");
    vec![
        flood("empty alerts", "", filled("<a>", &empty, "</a>", FILE)),
        flood(
            "empty infos",
            "XML-LIMIT",
            filled(OPEN, "<info/>", "</alert>", ALERT),
        ),
        flood(
            "wrong references",
            "",
            filled(
                &format!("{OPEN}<references>"),
                "a,b,c ",
                "</references></alert>",
                190 << 10,
            ),
        ),
        flood(
            "names in quotes",
            "",
            filled(
                &format!("{OPEN}<addresses>"),
                "\"a b\" ",
                "</addresses></alert>",
                190 << 10,
            ),
        ),
        flood(
            "parameters",
            "",
            counted(
                &format!("{OPEN}{info}"),
                "<parameter><valueName>a#</valueName><value>b</value></parameter>",
                "</info></alert>",
                200 << 10,
            ),
        ),
        flood(
            "codes of one place",
            "",
            counted(
                &area,
                "<geocode><valueName>SAME</valueName><value>#</value></geocode>",
                end,
                200 << 10,
            ),
        ),
        flood(
            "circles",
            "",
            filled(&area, "<circle>0,0 0</circle>", end, 200 << 10),
        ),
        flood(
            "rings",
            "",
            filled(
                &area,
                "<polygon>1,1 3,3 1,3 3,1 1,1</polygon>",
                end,
                200 << 10,
            ),
        ),
        flood(
            "one ring over the same places again and again",
            "",
            crossing,
        ),
        flood("one ring of which each edge crosses all others", "", star),
        flood(
            "numbers that never end",
            "",
            filled(
                &format!("{area}<circle>"),
                "9",
                &format!("</circle>{end}"),
                190 << 10,
            ),
        ),
        flood(
            "alerts with all there is",
            "",
            filled("<a>", &format!("{area}{end}"), "</a>", 1 << 20),
        ),
    ]
}

fn signatures() -> Vec<Flood> {
    let dsig = "xmlns='http://www.w3.org/2000/09/xmldsig#'";
    let signature = format!("<Signature {dsig}/>");
    let mut used = String::new();
    let mut declared = String::new();
    for nth in 0..30 {
        let _ = write!(used, " n{nth}:a=''");
        let _ = write!(declared, " xmlns:n{nth}='urn:{nth}{}'", "x".repeat(240));
    }
    let blown = format!("<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'{declared}>");
    let real = format!(
        "<Signature {dsig}><SignedInfo><CanonicalizationMethod Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/>\
         <SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'/><Reference URI=''><Transforms>\
         <Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/>\
         <Transform Algorithm='http://www.w3.org/2001/10/xml-exc-c14n#'/></Transforms>\
         <DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><DigestValue>AAAA</DigestValue></Reference>\
         </SignedInfo><SignatureValue>AAAA</SignatureValue></Signature></alert>"
    );
    let part = "</SignatureValue></Signature></alert>";
    let value = real.replace(part, "");
    vec![
        flood(
            "signatures",
            "",
            filled(OPEN, &signature, "</alert>", ALERT),
        ),
        flood(
            "signatures in signatures",
            "",
            filled(OPEN, &format!("<Signature {dsig}>"), "", ALERT),
        ),
        flood(
            "a canonical text that outgrows its source",
            "",
            filled(&blown, &format!("<a{used}/>"), &real, ALERT),
        ),
        flood(
            "a signature of base64",
            "",
            filled(&format!("{OPEN}{value}"), "AAAA", part, ALERT),
        ),
        flood("Ids", "", counted(OPEN, "<a Id='#'/>", &real, ALERT)),
        flood(
            "comments before a signature",
            "",
            filled(OPEN, "<!---->", &real, ALERT),
        ),
        flood(
            "certificates",
            "",
            filled(
                &format!(
                    "{OPEN}{}",
                    real.replace("</Signature></alert>", "<KeyInfo>")
                ),
                "<X509Data><X509Certificate>AAAA</X509Certificate></X509Data>",
                "</KeyInfo></Signature></alert>",
                ALERT,
            ),
        ),
    ]
}
