//! What comes back to the mailbox for undeliverable mail, read by its form (RFC 3464) and not by its words: which
//! order, which endpoint, and whether it is over or only late.

use mail_parser::{MessageParser, MimeHeaders as _};
use vigie_core::ids::DeliveryId;

/// A mail that could not be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The number of its order.
    pub number: DeliveryId,
    /// The tag of its endpoint.
    pub tag: String,
}

/// The mail that a message says could not be delivered; `None` for whatever else comes to that mailbox: late mail,
/// holiday notes, advertising. `bounce` is the mailbox as it is configured.
pub fn came_back(raw: &[u8], bounce: &str) -> Option<Bounce> {
    let message = MessageParser::default().parse(raw)?;
    let (user, domain) = bounce.rsplit_once('@')?;
    let text = message.parts.iter().find_map(|part| {
        let kind = part.content_type()?;
        let is_report = kind.ctype().eq_ignore_ascii_case("message")
            && kind.subtype()?.eq_ignore_ascii_case("delivery-status");
        is_report.then(|| String::from_utf8_lossy(part.contents()).into_owned())
    })?;
    if !has_failed(&text) {
        return None;
    }
    // The address that it came back to says which it was; whoever forged it would have to know the tag.
    let head = raw.get(..head_bytes(raw))?;
    let head = String::from_utf8_lossy(head).to_lowercase();
    let start = format!("{}+", user.to_lowercase());
    let end = format!("@{}", domain.to_lowercase());
    head.match_indices(&start).find_map(|(at, _)| {
        let rest = head.get(at + start.len()..)?;
        let (named, _) = rest.split_once(&end)?;
        let (number, tag) = named.split_once('.')?;
        let is_tag = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_hexdigit());
        let number = number.parse().ok().map(DeliveryId)?;
        is_tag.then(|| Bounce {
            number,
            tag: tag.to_owned(),
        })
    })
}

/// Whether a report says of anybody that it is over.
fn has_failed(report: &str) -> bool {
    report.lines().any(|line| {
        let field = line.split_once(':');
        field.is_some_and(|(name, value)| {
            name.trim().eq_ignore_ascii_case("action")
                && value.trim().eq_ignore_ascii_case("failed")
        })
    })
}

fn head_bytes(raw: &[u8]) -> usize {
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    let found = ends
        .iter()
        .filter_map(|end| raw.windows(end.len()).position(|window| window == *end));
    found.min().unwrap_or(raw.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(to: &str, action: &str) -> String {
        format!(
            "Return-Path: <>\r\nTo: {to}\r\nSubject: Mail delivery failed\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n\
             --x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
             Final-Recipient: rfc822; a@b.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n\r\n--x--\r\n"
        )
    }

    #[test]
    fn what_is_over_is_known_by_its_order_and_endpoint() {
        let raw = report("Bounce+41.00ff17@embassy.example", "failed");
        let found = came_back(raw.as_bytes(), "bounce@embassy.example");
        let expected = Bounce {
            number: DeliveryId(41),
            tag: "00ff17".to_owned(),
        };
        assert_eq!(found, Some(expected));
    }

    #[test]
    fn what_is_late_or_is_no_report_comes_back_from_nobody() {
        let bounce = "bounce@embassy.example";
        for raw in [
            report("bounce+41.00ff17@embassy.example", "delayed"),
            report("bounce@embassy.example", "failed"),
            report("bounce+41.zz@embassy.example", "failed"),
            report("other+41.00ff17@embassy.example", "failed"),
            "To: bounce+41.00ff17@embassy.example\r\n\r\nI am on leave. Action: failed\r\n"
                .to_owned(),
            String::new(),
        ] {
            assert_eq!(came_back(raw.as_bytes(), bounce), None, "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_break_it(raw in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            came_back(&raw, "bounce@embassy.example");
        }
    }
}
