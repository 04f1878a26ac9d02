//! Rules of the standard's text, beyond the schema.

use crate::rule::rules;

rules! {
    IDENTIFIER = "CAP-IDENTIFIER" Error "CAP 1.2 §3.2.1 identifier",
        "the identifier is there and holds no spaces, commas, < or &",
        "give it a name of letters, digits, dots, hyphens and colons";
    SENDER = "CAP-SENDER" Error "CAP 1.2 §3.2.1 sender",
        "the sender is there and holds no spaces, commas, < or &",
        "write an address such as duty@authority.example";
    RESTRICTION = "CAP-RESTRICTION" Error "CAP 1.2 §3.2.1 restriction",
        "a Restricted message says what restricts it",
        "add restriction, or make the scope Public";
    RESTRICTION_SCOPE = "CAP-RESTRICTION-SCOPE" Error "CAP 1.2 §3.2.1 restriction",
        "only a Restricted message has a restriction",
        "remove restriction, or make the scope Restricted";
    ADDRESSES = "CAP-ADDRESSES" Error "CAP 1.2 §3.2.1 addresses",
        "a Private message names its recipients",
        "add addresses, or change the scope";
    QUOTES = "CAP-QUOTES" Error "CAP 1.2 §3.2.1 addresses, incidents",
        "a name in a list holds no quotation mark",
        "remove the quotation mark";
    NOTE = "CAP-NOTE" Advice "CAP 1.2 §3.2.1 note",
        "an Exercise names itself in note, an Error its reason",
        "add note";
    DRAFT = "CAP-DRAFT" Advice "CAP 1.2 §3.2.1 status",
        "a Draft is not sent: nobody may act on it",
        "make it Actual, Exercise, System or Test before it is sent";
    REFERENCES = "CAP-REFERENCES" Warning "CAP 1.2 §3.2.1 msgType, references",
        "an Update, Cancel, Ack or Error names the messages it is about",
        "add references with sender,identifier,sent of each of them";
    REFERENCE_TRIPLE = "CAP-REFERENCE-TRIPLE" Error "CAP 1.2 §3.2.1 references",
        "a reference is sender,identifier,sent, none of them with spaces or commas",
        "copy the three values of the earlier message";
    REFERENCE_SELF = "CAP-REFERENCE-SELF" Error "CAP 1.2 §3.2.1 references",
        "a message does not reference itself",
        "reference the earlier message, or remove references";
    REFERENCE_LATER = "CAP-REFERENCE-LATER" Warning "CAP 1.2 §3.2.1 references",
        "a message references only earlier ones",
        "check both times";
    INFO = "CAP-INFO" Warning "CAP 1.2 §3.2.1 info",
        "an Alert or Update says something",
        "add an info";
    CATEGORY = "CAP-CATEGORY" Error "CAP 1.2 §3.2.2 category",
        "an info has at least one category",
        "add category, Other if no better";
    WORDS = "CAP-WORDS" Warning "CAP 1.2 §3.2",
        "event, areaDesc and resourceDesc say something in words",
        "fill it in";
    LANGUAGE = "CAP-LANGUAGE" Error "CAP 1.2 §3.2.2 language; RFC 3066 §2.1",
        "a language is written as RFC 3066 says",
        "write for example en-US, fr or ar";
    LANGUAGE_CODE = "CAP-LANGUAGE-CODE" Warning "RFC 3066 §2.2; ISO 639",
        "a language begins with its ISO 639 code",
        "write the code of the language: en, es, sv";
    EVENT_DIFFERS = "CAP-EVENT-DIFFERS" Advice "CAP 1.2 §3.2.1 info",
        "infos in one language are about one event",
        "use one wording, or send two alerts";
    SAME_TEXT = "CAP-SAME-TEXT" Warning "CAP 1.2 §3.2.2 language",
        "texts marked as different languages differ",
        "translate the text, or leave the language out";
    ASSESS = "CAP-ASSESS" Warning "CAP 1.2 §3.2.2 responseType",
        "a warning to the public does not ask it to Assess",
        "use Monitor, or None";
    EXPIRES = "CAP-EXPIRES" Warning "CAP 1.2 §3.2.2 expires",
        "information expires after it was sent and became effective",
        "set expires later";
    ONSET = "CAP-ONSET" Warning "CAP 1.2 §3.2.2 onset, expires",
        "the event begins before the information expires",
        "set expires after onset";
    HEADLINE = "CAP-HEADLINE" Advice "CAP 1.2 §3.2.2 headline",
        "a headline has 160 characters at most",
        "shorten it; the rest belongs into description";
    WEB = "CAP-WEB" Error "CAP 1.2 §3.2.2 web",
        "web is a full, absolute URI",
        "write https://… in full";
    HTML_TAG = "CAP-HTML-TAG" Warning "CAP 1.2 §3.2",
        "texts hold no HTML",
        "write plain text; line ends are kept";
    HTML_ENTITY = "CAP-HTML-ENTITY" Warning "CAP 1.2 §3.3.3",
        "texts hold no HTML entities",
        "write the character itself";
    CHARACTER = "CAP-CHARACTER" Error "XML 1.0 §2.2",
        "texts hold no control characters but tab and line ends",
        "remove the character";
    VALUE_NAME = "CAP-VALUE-NAME" Warning "CAP 1.2 §3.2.2 eventCode, parameter; §3.2.4 geocode",
        "a value has a name",
        "name the list or system that the value belongs to";
    VALUE_NAME_FORM = "CAP-VALUE-NAME-FORM" Advice "CAP 1.2 §3.2.2 eventCode, parameter; §3.2.4 geocode",
        "acronyms are written in capitals without periods",
        "write SAME, FIPS, ZIP";
    MIME = "CAP-MIME" Error "CAP 1.2 §3.2.3 mimeType; RFC 2046",
        "a resource names its media type as type/subtype",
        "write for example image/png";
    URI = "CAP-URI" Error "CAP 1.2 §3.2.3 uri",
        "the uri of a resource is absolute, or names the content in derefUri",
        "write https://… in full, or add derefUri";
    DEREF = "CAP-DEREF" Error "CAP 1.2 §3.2.3 derefUri",
        "derefUri holds base64",
        "encode the file in base64";
    DIGEST = "CAP-DIGEST" Warning "CAP 1.2 §3.2.3 digest; FIPS 180-2",
        "digest is a SHA-1: 40 hexadecimal digits",
        "write the SHA-1 of the file";
    DIGEST_DIFFERS = "CAP-DIGEST-DIFFERS" Error "CAP 1.2 §3.2.3 digest",
        "digest is the SHA-1 of the content that derefUri carries",
        "compute the digest anew from the file";
    SIZE_DIFFERS = "CAP-SIZE-DIFFERS" Advice "CAP 1.2 §3.2.3 size",
        "size is about the number of bytes that derefUri carries",
        "write the number of bytes of the file itself, not of its base64";
    RESOURCE = "CAP-RESOURCE" Advice "CAP 1.2 §3.2.3",
        "a resource can be reached",
        "add uri";
    PLACE = "CAP-PLACE" Advice "CAP 1.2 §3.2.4",
        "an area has a polygon, a circle or a geocode",
        "add a polygon: words alone reach nobody's phone";
    CEILING = "CAP-CEILING" Error "CAP 1.2 §3.2.4 ceiling",
        "there is no ceiling without altitude, and it is not lower",
        "add altitude, in feet above mean sea level, lower than ceiling";
    POLYGON_POINTS = "CAP-POLYGON-POINTS" Error "CAP 1.2 §3.2.4 polygon",
        "a polygon has four positions or more",
        "add positions; the first is repeated at the end";
    POLYGON_OPEN = "CAP-POLYGON-OPEN" Error "CAP 1.2 §3.2.4 polygon",
        "the last position of a polygon is its first",
        "repeat the first position at the end";
    POLYGON_CROSSING = "CAP-POLYGON-CROSSING" Warning "CAP 1.2 §3.2.4 polygon; Google Public Alerts",
        "the edges of a polygon do not cross",
        "order the positions along the border";
    POLYGON_FLAT = "CAP-POLYGON-FLAT" Warning "CAP 1.2 §3.2.4 polygon",
        "a polygon encloses an area",
        "give positions that do not lie on one line, or use a circle";
    POLYGON_DETAIL = "CAP-POLYGON-DETAIL" Advice "safe reading",
        "a polygon is simple enough to be checked for crossing",
        "simplify it";
    RANGE = "CAP-RANGE" Error "CAP 1.2 §3.3.1",
        "latitudes are within ±90, longitudes within ±180",
        "check the position";
    SWAPPED = "CAP-SWAPPED" Error "CAP 1.2 §3.3.1",
        "the latitude comes first",
        "write lat,lon: CAP and GeoJSON have opposite orders";
    SWAP_LIKELY = "CAP-SWAP-LIKELY" Warning "CAP 1.2 §3.3.1",
        "the latitude comes first, and the places of one alert lie near each other",
        "write lat,lon: CAP and GeoJSON have opposite orders";
    NULL_ISLAND = "CAP-NULL-ISLAND" Warning "CAP 1.2 §3.3.1",
        "the position 0,0 in the Gulf of Guinea is not used for an unknown place",
        "leave the shape out if the place is not known";
    ANTIMERIDIAN = "CAP-ANTIMERIDIAN" Warning "CAP 1.2 §3.2.4 polygon",
        "a polygon stays on one side of the 180th meridian",
        "split it in two at longitude 180";
    POLE = "CAP-POLE" Advice "CAP 1.2 §3.2.4 polygon",
        "a polygon does not touch a pole, where readers differ",
        "use a circle around the pole";
    RADIUS = "CAP-RADIUS" Error "CAP 1.2 §3.2.4 circle",
        "a radius is not negative and no longer than half the Earth's circumference",
        "write the radius in kilometres";
    RADIUS_LARGE = "CAP-RADIUS-LARGE" Warning "CAP 1.2 §3.2.4 circle",
        "a radius is in kilometres",
        "divide by 1000 if it is in metres";
    RADIUS_ZERO = "CAP-RADIUS-ZERO" Advice "CAP 1.2 §3.2.4 circle; Google Public Alerts",
        "a circle has a radius",
        "say how far the danger reaches";
}
