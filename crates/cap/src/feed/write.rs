//! Writes Atom (RFC 4287) and RSS 2.0.

use super::{FeedEntry, FeedHead, MEDIA_TYPE};
use crate::doc::{Area, DateTime, Info};
use crate::write::{NAMESPACE, escape};
use quick_xml::escape::escape as escape_attribute;
use std::fmt::Write;

/// An Atom feed of these messages, in this order.
pub fn atom(head: &FeedHead, entries: &[FeedEntry<'_>]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"{NAMESPACE}\" xmlns:georss=\"http://www.georss.org/georss\">\n"
    );
    line(&mut xml, 1, "id", &head.id);
    line(&mut xml, 1, "title", &head.title);
    line(&mut xml, 1, "updated", &head.updated.to_string());
    xml.push_str("  <author>\n");
    line(&mut xml, 2, "name", &head.author);
    xml.push_str("  </author>\n");
    let _ = writeln!(
        xml,
        "  <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>",
        escape_attribute(&head.link)
    );
    for entry in entries {
        xml.push_str("  <entry>\n");
        line(&mut xml, 2, "id", entry.link);
        line(&mut xml, 2, "title", &entry.title());
        line(&mut xml, 2, "updated", &entry.alert.sent.to_string());
        line(&mut xml, 2, "published", &entry.alert.sent.to_string());
        if let Some(author) = entry.info().and_then(|info| info.sender_name.as_deref()) {
            xml.push_str("    <author>\n");
            line(&mut xml, 3, "name", author);
            xml.push_str("    </author>\n");
        }
        let link = escape_attribute(entry.link);
        let _ = writeln!(
            xml,
            "    <link rel=\"alternate\" type=\"{MEDIA_TYPE}\" href=\"{link}\"/>"
        );
        line(&mut xml, 2, "summary", &summary(entry));
        for category in entry.categories() {
            let _ = writeln!(
                xml,
                "    <category term=\"{}\"/>",
                escape_attribute(category)
            );
        }
        extension(&mut xml, entry);
        xml.push_str("  </entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

/// An RSS 2.0 feed of these messages, in this order.
pub fn rss(head: &FeedHead, entries: &[FeedEntry<'_>]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:cap=\"{NAMESPACE}\" xmlns:georss=\"http://www.georss.org/georss\">\n\
         <channel>\n"
    );
    line(&mut xml, 1, "title", &head.title);
    line(&mut xml, 1, "link", &head.link);
    line(
        &mut xml,
        1,
        "description",
        &format!("Alerts published by {}", head.author),
    );
    line(&mut xml, 1, "pubDate", &rfc_2822(head.updated));
    let _ = writeln!(
        xml,
        "  <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>",
        escape_attribute(&head.link)
    );
    for entry in entries {
        xml.push_str("  <item>\n");
        line(&mut xml, 2, "title", &entry.title());
        line(&mut xml, 2, "link", entry.link);
        line(&mut xml, 2, "description", &summary(entry));
        let _ = writeln!(
            xml,
            "    <guid isPermaLink=\"true\">{}</guid>",
            escape(entry.link)
        );
        line(&mut xml, 2, "pubDate", &rfc_2822(entry.alert.sent));
        for category in entry.categories() {
            line(&mut xml, 2, "category", category);
        }
        extension(&mut xml, entry);
        xml.push_str("  </item>\n");
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

fn summary(entry: &FeedEntry<'_>) -> String {
    let text = entry.info().and_then(|info| {
        info.description
            .clone()
            .or_else(|| info.instruction.clone())
    });
    text.unwrap_or_else(|| entry.title())
}

/// The elements of CAP and GeoRSS that readers of thick feeds look for.
fn extension(xml: &mut String, entry: &FeedEntry<'_>) {
    let alert = entry.alert;
    line(xml, 2, "cap:identifier", &alert.identifier);
    line(xml, 2, "cap:sender", &alert.sender);
    line(xml, 2, "cap:sent", &alert.sent.to_string());
    line(xml, 2, "cap:status", alert.status.as_str());
    line(xml, 2, "cap:msgType", alert.msg_type.as_str());
    line(xml, 2, "cap:scope", alert.scope.as_str());
    let Some(info) = entry.info() else { return };
    info.categories
        .iter()
        .for_each(|category| line(xml, 2, "cap:category", category.as_str()));
    line(xml, 2, "cap:event", &info.event);
    line(xml, 2, "cap:urgency", info.urgency.as_str());
    line(xml, 2, "cap:severity", info.severity.as_str());
    line(xml, 2, "cap:certainty", info.certainty.as_str());
    line(
        xml,
        2,
        "cap:effective",
        &info.effective.unwrap_or(alert.sent).to_string(),
    );
    info.onset
        .iter()
        .for_each(|onset| line(xml, 2, "cap:onset", &onset.to_string()));
    info.expires
        .iter()
        .for_each(|expires| line(xml, 2, "cap:expires", &expires.to_string()));
    line(xml, 2, "cap:areaDesc", &area_desc(info));
    info.areas.iter().for_each(|area| place(xml, area));
    if info.areas.iter().all(|area| area.polygons.is_empty()) {
        middles(xml, info);
    }
}

/// Many readers of GeoRSS know no circle, and would take the message for one without a place.
fn middles(xml: &mut String, info: &Info) {
    for circle in info.areas.iter().flat_map(|area| &area.circles) {
        let middle = format!("{} {}", circle.centre.lat, circle.centre.lon);
        line(xml, 2, "georss:point", &middle);
    }
}

/// The places of an info in one line.
pub(crate) fn area_desc(info: &Info) -> String {
    let named: Vec<&str> = info
        .areas
        .iter()
        .map(|area| area.area_desc.as_str())
        .collect();
    named.join("; ")
}

fn place(xml: &mut String, area: &Area) {
    for ring in &area.polygons {
        let flat: Vec<String> = ring
            .0
            .iter()
            .map(|position| format!("{} {}", position.lat, position.lon))
            .collect();
        line(xml, 2, "georss:polygon", &flat.join(" "));
    }
    for circle in &area.circles {
        // GeoRSS measures in metres.
        let text = format!(
            "{} {} {}",
            circle.centre.lat,
            circle.centre.lon,
            circle.radius_km * 1000.0
        );
        line(xml, 2, "georss:circle", &text);
    }
}

fn line(xml: &mut String, depth: usize, name: &str, text: &str) {
    (0..depth).for_each(|_| xml.push_str("  "));
    let _ = writeln!(xml, "<{name}>{}</{name}>", escape(text));
}

/// The form of dates of RSS.
fn rfc_2822(moment: DateTime) -> String {
    let stamp = jiff::Timestamp::from_second(moment.unix_s()).unwrap_or_default();
    jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&stamp)
        .unwrap_or_default()
}
