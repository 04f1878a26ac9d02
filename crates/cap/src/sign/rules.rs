//! Rules of signatures: what a message that is to be trusted looks like, and no other.

use crate::rule::rules;

rules! {
    NONE = "SIG-NONE" Error "CAP 1.2 §3.3.4",
        "a message that is to be trusted carries a signature",
        "ask its sender to sign it, or read it without trusting it";
    SIGNED = "SIG-SIGNED" Error "CAP 1.2 §3.3.4",
        "a message is signed once",
        "sign the message as it was before its first signature";
    ROOT = "SIG-ROOT" Error "CAP 1.2 §3.3.4",
        "what is signed is one CAP alert that is the whole document",
        "fetch the alert itself; a signature holds for a document, not for a piece of a feed";
    PLACE = "SIG-PLACE" Error "CAP 1.2 §3.3.4",
        "a signature is enveloped: a child of the alert, after its last info, and nowhere else",
        "do not act on it; ask its sender for the message as it was signed";
    SEVERAL = "SIG-SEVERAL" Error "safe reading",
        "there is one signature, or as many as the agreed profile has",
        "if it comes from Canada's NAADS, verify it with that profile; else ask its sender for one signature";
    SHAPE = "SIG-SHAPE" Error "XMLDSig §4",
        "a signature holds the elements of XMLDSig that it needs, in their order, and nothing else",
        "sign with a plain enveloped signature";
    OBJECT = "SIG-OBJECT" Error "safe reading",
        "a signature carries no object: nothing in it is part of the message",
        "sign without an Object element";
    REFERENCE = "SIG-REFERENCE" Error "safe reading",
        "a signature has one reference, to the whole document",
        "sign with one Reference of URI=\"\"";
    EXTERNAL = "SIG-EXTERNAL" Error "safe reading",
        "a signature refers to nothing outside the document and to no piece of it by name",
        "sign with one Reference of URI=\"\", and without RetrievalMethod";
    TRANSFORM = "SIG-TRANSFORM" Error "safe reading",
        "the transforms are the enveloped signature, then at most one canonical form without parameters",
        "sign with the enveloped-signature transform and exclusive canonicalization";
    ALGORITHM = "SIG-ALGORITHM" Error "safe reading",
        "digests are SHA-256, signatures are RSA, ECDSA on P-256 or Ed25519",
        "sign with rsa-sha256, ecdsa-sha256 or eddsa-ed25519";
    SHA1 = "SIG-SHA1" Error "RFC 9231 §1.2",
        "nothing rests on SHA-1 or MD5, whose collisions are for sale",
        "sign with SHA-256";
    WEAK_KEY = "SIG-WEAK-KEY" Error "NIST SP 800-131A",
        "an RSA key has 2048 bits or more, and an exponent above 2",
        "make a new key, and tell those who trust the old one";
    DUPLICATE_ID = "SIG-DUPLICATE-ID" Error "XML 1.0 §3.3.1",
        "no two elements have the same Id",
        "do not act on it; two elements of one name are how signed text is swapped for other text";
    COMMENT = "SIG-COMMENT" Error "safe reading",
        "a value is not interrupted by comments or instructions, which a signature may leave out",
        "remove the comment and sign again";
    NAMESPACE = "SIG-NAMESPACE" Error "Canonical XML 1.0 §1.3",
        "namespaces are absolute, and none redefines a prefix that XML reserves",
        "use absolute namespace names";
    DIGEST = "SIG-DIGEST" Error "XMLDSig §3.2.1",
        "the digest in the signature is that of the message",
        "do not act on it: it was changed after it was signed; fetch it again from its sender";
    COVER = "SIG-COVER" Error "CAP over NAADS",
        "where there are several signatures, each covers the whole message",
        "do not act on it; ask its sender for the message as it was signed";
    VALUE = "SIG-VALUE" Error "XMLDSig §3.2.2",
        "the signature was made by a key that the reader trusts",
        "do not act on it, unless you learn from its sender, by another way, that the key is new";
    KEY_INFO = "SIG-KEY-INFO" Error "safe reading",
        "trust comes from the reader, never from the key that a message brings along",
        "ask its sender for the key by another way, and give it as trusted; whoever forges a message also encloses a key";
}
