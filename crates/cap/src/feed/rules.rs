//! Rules of feeds.

use crate::rule::rules;

rules! {
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
    ENTRIES = "FEED-ENTRIES" Error "safe reading",
        "a feed has no more entries than the reader's limit",
        "split it into pages";
}
