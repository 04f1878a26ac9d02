//! Writes canonical CAP 1.2: UTF-8, the standard's order, two blanks of indent, nothing empty.

use crate::PLANTED;
use crate::doc::{Alert, Area, Info, NameValue, Resource, join_quoted};
use crate::xml::characters::{is_blank, is_legal};
use quick_xml::escape::partial_escape;
use std::fmt::Display;

/// The namespace of CAP 1.2.
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";

/// The alert as a CAP 1.2 document. It passes the schema if every info has a category: [`crate::check()`] says
/// if not. What is written reads back the same, but for white space around texts, empty optional texts and
/// characters that XML forbids, which are not written.
pub fn write(alert: &Alert) -> String {
    let mut out = Writer {
        xml: String::with_capacity(4096),
        depth: 0,
    };
    out.xml
        .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alert xmlns=\"");
    out.xml.push_str(NAMESPACE);
    out.xml.push_str("\">\n");
    out.depth = 1;
    out.text("identifier", &alert.identifier);
    out.text("sender", &alert.sender);
    out.shown("sent", &alert.sent);
    out.text("status", alert.status.as_str());
    out.text("msgType", alert.msg_type.as_str());
    out.optional("source", alert.source.as_deref());
    out.text("scope", alert.scope.as_str());
    out.optional("restriction", alert.restriction.as_deref());
    out.optional("addresses", Some(&join_quoted(&alert.addresses)));
    alert
        .codes
        .iter()
        .for_each(|code| out.optional("code", Some(code)));
    out.optional("note", alert.note.as_deref());
    let references: Vec<String> = alert.references.iter().map(ToString::to_string).collect();
    out.optional("references", Some(&references.join(" ")));
    out.optional("incidents", Some(&join_quoted(&alert.incidents)));
    alert.infos.iter().for_each(|info| out.info(info));
    out.xml.push_str("</alert>\n");
    out.xml
}

struct Writer {
    xml: String,
    depth: usize,
}

impl Writer {
    fn info(&mut self, info: &Info) {
        self.open("info");
        self.optional("language", info.language.as_deref());
        info.categories
            .iter()
            .for_each(|category| self.text("category", category.as_str()));
        self.text("event", &info.event);
        info.response_types
            .iter()
            .for_each(|response| self.text("responseType", response.as_str()));
        self.text("urgency", info.urgency.as_str());
        self.text("severity", info.severity.as_str());
        self.text("certainty", info.certainty.as_str());
        self.optional("audience", info.audience.as_deref());
        info.event_codes
            .iter()
            .for_each(|code| self.pair("eventCode", code));
        info.effective
            .iter()
            .for_each(|moment| self.shown("effective", moment));
        info.onset
            .iter()
            .for_each(|moment| self.shown("onset", moment));
        info.expires
            .iter()
            .for_each(|moment| self.shown("expires", moment));
        self.optional("senderName", info.sender_name.as_deref());
        self.optional("headline", info.headline.as_deref());
        self.optional("description", info.description.as_deref());
        self.optional("instruction", info.instruction.as_deref());
        self.optional("web", info.web.as_deref());
        self.optional("contact", info.contact.as_deref());
        info.parameters
            .iter()
            .for_each(|parameter| self.pair("parameter", parameter));
        info.resources
            .iter()
            .for_each(|resource| self.resource(resource));
        info.areas.iter().for_each(|area| self.area(area));
        self.close("info");
    }

    fn resource(&mut self, resource: &Resource) {
        self.open("resource");
        self.text("resourceDesc", &resource.resource_desc);
        self.text("mimeType", &resource.mime_type);
        resource
            .size
            .iter()
            .for_each(|size| self.shown("size", size));
        self.optional("uri", resource.uri.as_deref());
        self.optional("derefUri", resource.deref_uri.as_deref());
        self.optional("digest", resource.digest.as_deref());
        self.close("resource");
    }

    fn area(&mut self, area: &Area) {
        self.open("area");
        self.text("areaDesc", &area.area_desc);
        area.polygons
            .iter()
            .filter(|ring| !ring.0.is_empty())
            .for_each(|ring| self.shown("polygon", ring));
        area.circles
            .iter()
            .for_each(|circle| self.shown("circle", circle));
        area.geocodes
            .iter()
            .for_each(|code| self.pair("geocode", code));
        area.altitude
            .iter()
            .filter(|feet| feet.is_finite())
            .for_each(|feet| self.shown("altitude", feet));
        area.ceiling
            .iter()
            .filter(|feet| feet.is_finite())
            .for_each(|feet| self.shown("ceiling", feet));
        self.close("area");
    }

    fn pair(&mut self, name: &str, pair: &NameValue) {
        self.open(name);
        self.text("valueName", &pair.value_name);
        self.text("value", &pair.value);
        self.close(name);
    }

    fn open(&mut self, name: &str) {
        self.indent();
        self.push(&["<", name, ">\n"]);
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.indent();
        self.push(&["</", name, ">\n"]);
    }

    fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text
            .map(|text| text.trim_matches(is_blank))
            .filter(|text| !text.is_empty())
        {
            self.text(name, text);
        }
    }

    fn shown(&mut self, name: &str, value: &impl Display) {
        self.text(name, &value.to_string());
    }

    fn text(&mut self, name: &str, text: &str) {
        self.indent();
        let escaped = escape(text.trim_matches(is_blank));
        self.push(&["<", name, ">", &escaped, "</", name, ">\n"]);
    }

    fn indent(&mut self) {
        (0..self.depth).for_each(|_| self.xml.push_str("  "));
    }

    fn push(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.xml.push_str(piece);
        }
    }
}

/// Text as XML: markup escaped, carriage returns kept as references, forbidden characters left out.
pub(crate) fn escape(text: &str) -> String {
    let legal: String = text
        .chars()
        .filter(|character| is_legal(*character))
        .collect();
    let escaped = partial_escape(legal);
    if PLANTED {
        // A reader takes a bare carriage return for a line end.
        return escaped.replace("&#13;", "\r");
    }
    escaped.into_owned()
}
