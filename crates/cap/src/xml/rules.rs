//! Rules of XML 1.0 and of reading it safely.

use crate::rule::rules;

rules! {
    EMPTY = "XML-EMPTY" Error "XML 1.0 §2.1",
        "a message has at least one element",
        "give a file that holds a CAP alert";
    BINARY = "XML-BINARY" Error "XML 1.0 §2.2",
        "a message is text",
        "give an XML file; unpack it first if it is an archive";
    TRUNCATED = "XML-TRUNCATED" Error "XML 1.0 §2.1",
        "every element that is opened is closed before the text ends",
        "fetch or copy the file again, whole";
    MALFORMED = "XML-MALFORMED" Error "XML 1.0 §2.1",
        "a message is well-formed XML",
        "mend the XML at this place";
    DOCTYPE = "XML-DOCTYPE" Error "safe reading",
        "a message has no document type declaration",
        "remove the <!DOCTYPE …>; CAP needs none and it can hide an attack";
    ENTITY = "XML-ENTITY" Error "CAP 1.2 §3.3.3",
        "only &amp; &lt; &gt; &quot; &apos; and numeric references are used",
        "write the character itself in UTF-8, and & as &amp;";
    LIMIT = "XML-LIMIT" Error "safe reading",
        "no part of a message is larger than the reader's limit",
        "split the message or leave out what is not needed; a reader you trust with it can raise the limit";
    ENCODING = "XML-ENCODING" Error "XML 1.0 §4.3.3",
        "the bytes are in the encoding that the file declares",
        "save the file as UTF-8, or declare the encoding it is in";
    NOT_UTF_8 = "XML-NOT-UTF-8" Advice "CAP 1.2 §3.3.3",
        "a message is in UTF-8",
        "save the file as UTF-8";
    CHARACTER = "XML-CHARACTER" Error "XML 1.0 §2.2",
        "text holds no control characters but tab and line ends",
        "remove the character";
    PREFIX = "XML-PREFIX" Error "Namespaces in XML 1.0 §5",
        "every prefix is declared",
        "declare it on the root with xmlns:prefix=\"…\"";
    SEVERAL_ROOTS = "XML-SEVERAL-ROOTS" Error "XML 1.0 §2.1",
        "a file has one root element",
        "put each alert in a file of its own, or all in one feed";
    STRAY_TEXT = "XML-STRAY-TEXT" Error "XML 1.0 §2.1",
        "there is no text outside the root element",
        "remove it";
    DECLARATION = "XML-DECLARATION" Error "XML 1.0 §2.8",
        "the XML declaration is the very first thing in the file",
        "remove what stands before <?xml";
    FINDINGS = "XML-FINDINGS" Advice "safe reading",
        "the list of findings ends where it helps nobody any more",
        "mend the findings listed and check again";
}
