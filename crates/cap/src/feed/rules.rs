//! Rules of feeds.

use crate::rule::rules;

rules! {
    ID = "FEED-ID" Error "RFC 4287 §4.1.1",
        "an Atom feed has an id",
        "add id: a URI that never changes";
    TITLE = "FEED-TITLE" Error "RFC 4287 §4.1.1; RSS 2.0 channel",
        "a feed has a title",
        "say whose alerts these are";
    UPDATED = "FEED-UPDATED" Warning "RFC 4287 §4.1.1; RSS 2.0 channel",
        "a feed says when it last changed",
        "add updated (Atom) or pubDate (RSS)";
    ENTRY_ID = "FEED-ENTRY-ID" Error "RFC 4287 §4.1.2; CAP feeds 1.0",
        "every entry has an id (Atom) or guid (RSS)",
        "add the permanent address of the message as id";
    ENTRY_TWICE = "FEED-ENTRY-TWICE" Error "RFC 4287 §4.2.6",
        "no two entries of a feed share an id",
        "give each message an id of its own";
    ENTRY_LINK = "FEED-ENTRY-LINK" Error "CAP feeds 1.0",
        "every entry links to its message or holds it",
        "add <link rel=\"alternate\" type=\"application/cap+xml\" href=\"…\"/>";
    ENTRY_TITLE = "FEED-ENTRY-TITLE" Warning "RFC 4287 §4.1.2; RSS 2.0 item",
        "every entry has a title",
        "add the headline of the message";
    ENTRY_TIME = "FEED-ENTRY-TIME" Warning "RFC 4287 §4.1.2; RSS 2.0 item",
        "every entry says when it changed",
        "add updated (Atom) or pubDate (RSS)";
    ENTRY_SENT = "FEED-ENTRY-SENT" Advice "CAP feeds 1.0",
        "an entry changed when its message was sent",
        "write the time of sent";
    LINK_TYPE = "FEED-LINK-TYPE" Advice "CAP feeds 1.0; RFC 8876",
        "the link of an Atom entry to its message has the type application/cap+xml",
        "add type=\"application/cap+xml\" to the link";
    EXPIRED = "FEED-EXPIRED" Advice "CAP feeds 1.0",
        "a feed holds no message that had expired when the feed changed",
        "leave the entry out";
    CANCELLED = "FEED-CANCELLED" Advice "CAP feeds 1.0",
        "a feed holds no message that another of its messages cancels",
        "leave the entry of the cancelled message out";
    CONTENT = "EDXL-CONTENT" Error "EDXL-DE 1.0 §3.2",
        "a distribution has a contentObject",
        "add contentObject with the message in it";
    CAP = "EDXL-CAP" Warning "CAP feeds 1.0; EDXL-DE 1.0 §3.2",
        "a contentObject of a distribution of alerts holds a CAP message",
        "put the alert into xmlContent/embeddedXMLContent";
    ENTRIES = "FEED-ENTRIES" Error "safe reading",
        "a feed has no more entries than the reader's limit",
        "split it into pages";
}
