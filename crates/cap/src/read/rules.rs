//! Rules of the schema: which elements, in which order, with which values.

use crate::rule::rules;

rules! {
    NONE = "CAP-NONE" Error "CAP 1.2 §3.2.1",
        "a file holds at least one alert element",
        "give a CAP message, or a feed or wrapper with one inside";
    INDEX = "CAP-INDEX" Advice "CAP feeds 1.0",
        "a feed that only links to alerts is read as a feed",
        "fetch the alerts it links to";
    NAMESPACE = "CAP-NAMESPACE" Error "CAP 1.2 §3.4 (schema)",
        "the elements are in the namespace urn:oasis:names:tc:emergency:cap:1.2",
        "write xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\" on the alert element";
    VERSION = "CAP-VERSION" Advice "CAP 1.2 §1.2",
        "messages are written in CAP 1.2",
        "move to CAP 1.2";
    UNKNOWN = "CAP-UNKNOWN" Error "CAP 1.2 §3.4 (schema)",
        "there are no elements but those of CAP, and signatures after the last info",
        "put it into a parameter, or leave it out";
    ATTRIBUTE = "CAP-ATTRIBUTE" Error "CAP 1.2 §3.4 (schema)",
        "CAP elements have no attributes",
        "remove it";
    ORDER = "CAP-ORDER" Error "CAP 1.2 §3.4 (schema)",
        "elements stand in the order of the schema",
        "move it";
    ONCE = "CAP-ONCE" Error "CAP 1.2 §3.4 (schema)",
        "an element that may stand once stands once",
        "keep one of them";
    MISSING = "CAP-MISSING" Error "CAP 1.2 §3.4 (schema)",
        "required elements are there",
        "add it";
    MARKUP = "CAP-MARKUP" Error "CAP 1.2 §3.4 (schema)",
        "text elements hold text alone",
        "write plain text without tags";
    TEXT_BETWEEN = "CAP-TEXT-BETWEEN" Error "CAP 1.2 §3.4 (schema)",
        "there is no text between elements",
        "remove it";
    LISTED = "CAP-LISTED" Error "CAP 1.2 §3.2",
        "a value of a closed list is one of the list, in its spelling",
        "use a value of the list";
    SPACE = "CAP-SPACE" Error "CAP 1.2 §3.4 (schema)",
        "a value of a closed list has no white space around it",
        "remove the white space";
    TIME = "CAP-TIME" Error "CAP 1.2 §3.3.2",
        "times are real moments written YYYY-MM-DDThh:mm:ss±hh:mm",
        "write for example 2023-12-08T04:10:00+03:00";
    TIME_FORMAT = "CAP-TIME-FORMAT" Error "CAP 1.2 §3.3.2",
        "times have no fraction and no letter for a zone, and are written in full",
        "write YYYY-MM-DDThh:mm:ss±hh:mm";
    TIME_ZONE = "CAP-TIME-ZONE" Error "CAP 1.2 §3.3.2",
        "times name their zone",
        "add the offset from UTC, such as +03:00";
    TIME_UTC = "CAP-TIME-UTC" Warning "CAP 1.2 §3.3.2",
        "UTC is written -00:00",
        "write -00:00";
    VALUE = "CAP-VALUE" Error "CAP 1.2 §3.2",
        "sizes, heights, polygons, circles and references can be read",
        "write it as the standard says";
    EMPTY = "CAP-EMPTY" Warning "CAP 1.2 §3.2",
        "an element that has nothing to say is left out, a required one says something",
        "leave it out or fill it in";
    PASSWORD = "CAP-PASSWORD" Warning "CAP 1.1 §3.2.1 (removed)",
        "no password is sent in a message",
        "remove it and change that password";
    VERY_LIKELY = "CAP-VERY-LIKELY" Warning "CAP 1.1 §3.2.2 (certainty)",
        "\"Very Likely\" is written Likely since CAP 1.1",
        "write Likely";
    STRICT = "CAP-STRICT" Advice "strict reading",
        "an alert with errors is withheld",
        "mend the errors, or read leniently";
}
