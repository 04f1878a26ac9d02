//! The names of CAP's elements, as one closed list: told apart by a number, and in the order of the schema.

use std::fmt;

macro_rules! elements {
    ($($name:ident $written:literal,)+) => {
        /// An element of CAP 1.0 to 1.2. Of two that stand in one parent, the lesser stands first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Element {
            $(#[doc = $written] $name,)+
        }

        impl Element {
            const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name as it is written.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $written,)+
                }
            }
        }
    };
}

elements! {
    Identifier "identifier",
    Sender "sender",
    Sent "sent",
    Status "status",
    MsgType "msgType",
    Password "password",
    Source "source",
    Scope "scope",
    Restriction "restriction",
    Addresses "addresses",
    Code "code",
    Note "note",
    References "references",
    Incidents "incidents",
    Info "info",
    Language "language",
    Category "category",
    Event "event",
    ResponseType "responseType",
    Urgency "urgency",
    Severity "severity",
    Certainty "certainty",
    Audience "audience",
    EventCode "eventCode",
    Effective "effective",
    Onset "onset",
    Expires "expires",
    SenderName "senderName",
    Headline "headline",
    Description "description",
    Instruction "instruction",
    Web "web",
    Contact "contact",
    Parameter "parameter",
    Resource "resource",
    Area "area",
    ResourceDesc "resourceDesc",
    MimeType "mimeType",
    Size "size",
    Uri "uri",
    DerefUri "derefUri",
    Digest "digest",
    AreaDesc "areaDesc",
    Polygon "polygon",
    Circle "circle",
    Geocode "geocode",
    Altitude "altitude",
    Ceiling "ceiling",
    ValueName "valueName",
    Value "value",
}

impl Element {
    /// Its number, from 1.
    pub(crate) const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The element of this number.
    pub(crate) fn numbered(number: u8) -> Option<Self> {
        let at = usize::from(number).checked_sub(1)?;
        Self::ALL.get(at).copied()
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_found_by_its_number() {
        for element in Element::ALL {
            assert_eq!(Element::numbered(element.number()), Some(*element));
        }
        assert_eq!(Element::numbered(0), None);
        assert_eq!(Element::numbered(u8::MAX), None);
    }
}
