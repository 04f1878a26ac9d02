//! One info: its times, languages, links and resources.

use super::message::shown;
use super::{Found, rules};
use crate::doc::{Alert, DateTime, Info, NameValue, Resource, ResponseType, Scope};
use crate::element::Element;
use crate::finding::Place;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha1::{Digest as _, Sha1};
use std::fmt::Write as _;

/// Longer headlines are cut by phones and signs (CAP 1.2 §3.2.2, note on headline).
const HEADLINE_CHARACTERS_MAX: usize = 160;

/// Earlier infos that each is compared with: real messages have a handful, and all with all costs the square.
const SIBLINGS_MAX: usize = 32;

/// Two-letter codes of ISO 639-1, a bit for each: the row is the first letter, the bit the second.
static ISO_639_1: [u32; 26] = rows(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka \
    kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr \
    nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu",
);

const fn rows(codes: &str) -> [u32; 26] {
    let codes = codes.as_bytes();
    let mut rows = [0; 26];
    let mut at = 0;
    while at < codes.len() {
        rows[(codes[at] - b'a') as usize] |= 1 << (codes[at + 1] - b'a');
        at += 3;
    }
    rows
}

fn is_iso_639_1(first: u8, second: u8) -> bool {
    let letter = |byte: u8| byte.to_ascii_lowercase().checked_sub(b'a');
    let (Some(first), Some(second)) = (letter(first), letter(second)) else {
        return false;
    };
    let row = ISO_639_1.get(usize::from(first)).copied();
    second < 26 && row.is_some_and(|row| row >> second & 1 == 1)
}

pub(super) fn check(alert: &Alert, info: &Info, place: Place, found: &mut Found) {
    found.unless(
        !info.categories.is_empty(),
        &rules::CATEGORY,
        place.one(Element::Category),
        || "there is no category",
    );
    found.unless(
        !info.event.is_empty(),
        &rules::WORDS,
        place.one(Element::Event),
        || "event is empty",
    );
    language(info, place, found);
    if alert.scope == Scope::Public
        && let Some(nth) = info
            .response_types
            .iter()
            .position(|response| *response == ResponseType::Assess)
    {
        found.say(
            &rules::ASSESS,
            place.nth(Element::ResponseType, nth),
            "Assess in a Public message",
        );
    }
    times(alert.sent, info, place, found);
    let characters = info
        .headline
        .as_ref()
        .map_or(0, |headline| headline.chars().count());
    found.unless(
        characters <= HEADLINE_CHARACTERS_MAX,
        &rules::HEADLINE,
        place.one(Element::Headline),
        || format!("a headline of {characters} characters"),
    );
    if let Some(web) = info.web.as_ref().filter(|web| !is_absolute(web)) {
        found.say(&rules::WEB, place.one(Element::Web), shown(web));
    }
    for (name, pairs) in [
        (Element::EventCode, &info.event_codes),
        (Element::Parameter, &info.parameters),
    ] {
        for (nth, pair) in pairs.iter().enumerate() {
            named(pair, place.part(name, nth), found);
        }
    }
    for (nth, file) in info.resources.iter().enumerate() {
        resource(file, place.part(Element::Resource, nth), found);
    }
    siblings(alert, info, place, found);
}

fn language(info: &Info, place: Place, found: &mut Found) {
    let Some(tag) = &info.language else { return };
    let place = place.one(Element::Language);
    let subtag = |part: &str, first: bool| {
        (1..=8).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || !first && byte.is_ascii_digit())
    };
    let sound = tag
        .split('-')
        .enumerate()
        .all(|(nth, part)| subtag(part, nth == 0));
    if !sound {
        found.say(&rules::LANGUAGE, place, shown(tag));
        return;
    }
    let main = tag.split('-').next().unwrap_or_default();
    let known = match main.as_bytes() {
        [one] => matches!(one, b'i' | b'I' | b'x' | b'X'),
        [first, second] => is_iso_639_1(*first, *second),
        longer => longer.len() == 3,
    };
    found.unless(known, &rules::LANGUAGE_CODE, place, || shown(tag));
}

fn times(sent: DateTime, info: &Info, place: Place, found: &mut Found) {
    let Some(expires) = info.expires else { return };
    let begins = info.effective.unwrap_or(sent).unix_s().max(sent.unix_s());
    found.unless(
        expires.unix_s() > begins,
        &rules::EXPIRES,
        place.one(Element::Expires),
        || {
            let effective = info
                .effective
                .map_or_else(String::new, |effective| format!(", effective {effective}"));
            format!("expires {expires}, sent {sent}{effective}")
        },
    );
    if let Some(onset) = info.onset.filter(|onset| onset.unix_s() > expires.unix_s()) {
        found.say(
            &rules::ONSET,
            place.one(Element::Onset),
            format!("onset {onset}, expires {expires}"),
        );
    }
}

pub(super) fn named(pair: &NameValue, place: Place, found: &mut Found) {
    const ACRONYMS: [&str; 5] = ["SAME", "FIPS", "ZIP", "UGC", "VTEC"];
    let name = pair.value_name.as_str();
    found.unless(!name.is_empty(), &rules::VALUE_NAME, place, || {
        format!("the value {} has no name", shown(&pair.value))
    });
    let letters = || name.bytes().filter(|byte| *byte != b'.');
    // The names of most values begin with another letter.
    let begins = letters().next().unwrap_or_default().to_ascii_uppercase();
    if !b"SFZUV".contains(&begins) {
        return;
    }
    let spells = |acronym: &str| {
        letters()
            .map(|byte| byte.to_ascii_uppercase())
            .eq(acronym.bytes())
    };
    let meant = ACRONYMS.iter().find(|acronym| spells(acronym));
    found.unless(
        meant.is_none_or(|acronym| *acronym == name),
        &rules::VALUE_NAME_FORM,
        place,
        || shown(name),
    );
}

fn resource(file: &Resource, place: Place, found: &mut Found) {
    found.unless(
        !file.resource_desc.is_empty(),
        &rules::WORDS,
        place.one(Element::ResourceDesc),
        || "resourceDesc is empty",
    );
    found.unless(
        is_media_type(&file.mime_type),
        &rules::MIME,
        place.one(Element::MimeType),
        || shown(&file.mime_type),
    );
    if let Some(uri) = &file.uri {
        found.unless(
            is_absolute(uri) || file.deref_uri.is_some(),
            &rules::URI,
            place.one(Element::Uri),
            || shown(uri),
        );
    }
    if let Some(content) = &file.deref_uri {
        found.unless(
            is_base64(content),
            &rules::DEREF,
            place.one(Element::DerefUri),
            || shown(content),
        );
    }
    if let Some(content) = file.deref_uri.as_deref().and_then(decoded) {
        carried(file, &content, place, found);
    }
    if let Some(digest) = &file.digest {
        let sha1 = digest.len() == 40 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        found.unless(sha1, &rules::DIGEST, place.one(Element::Digest), || {
            shown(digest)
        });
    }
    found.unless(
        file.uri.is_some() || file.deref_uri.is_some(),
        &rules::RESOURCE,
        place,
        || "neither uri nor derefUri",
    );
}

/// What is said of a content beside the content itself.
fn carried(file: &Resource, content: &[u8], place: Place, found: &mut Found) {
    let digest = file.digest.as_deref().filter(|digest| digest.len() == 40);
    if let Some(digest) = digest {
        let is =
            Sha1::digest(content)
                .iter()
                .fold(String::with_capacity(40), |mut digits, byte| {
                    let _ = write!(digits, "{byte:02x}");
                    digits
                });
        let same = digest.eq_ignore_ascii_case(&is);
        found.unless(
            same,
            &rules::DIGEST_DIFFERS,
            place.one(Element::Digest),
            || format!("{digest}, and the content has {is}"),
        );
    }
    if let Some(size) = file.size {
        let is = content.len() as u64;
        // The standard says "approximate": a tenth, or what a block of a disk adds.
        let about = size.abs_diff(is) <= (is / 10).max(4096);
        found.unless(
            about,
            &rules::SIZE_DIFFERS,
            place.one(Element::Size),
            || format!("{size}, and the content has {is} bytes"),
        );
    }
}

/// The content of a derefUri; none where it is not base64, which is a finding of its own.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let bare: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .collect();
    BASE64.decode(bare).ok()
}

/// What must agree, or differ, between the infos of one alert. Said at the later one.
fn siblings(alert: &Alert, info: &Info, place: Place, found: &mut Found) {
    let before = alert
        .infos
        .iter()
        .take(usize::from(place.info_nth()).saturating_sub(1))
        .take(SIBLINGS_MAX);
    for earlier in before {
        let one_language = earlier.language().eq_ignore_ascii_case(info.language());
        if one_language && earlier.event != info.event {
            let text = format!(
                "{} here, {} before",
                shown(&info.event),
                shown(&earlier.event)
            );
            found.say(&rules::EVENT_DIFFERS, place.one(Element::Event), text);
            return;
        }
        let texts = [
            (
                Element::Description,
                &earlier.description,
                &info.description,
            ),
            (
                Element::Instruction,
                &earlier.instruction,
                &info.instruction,
            ),
        ];
        let same = texts
            .iter()
            .find(|(_, before, here)| here.is_some() && before == here);
        if let (false, Some((element, _, _))) = (one_language, same) {
            let text = format!(
                "the same {element} in {} and {}",
                earlier.language(),
                info.language()
            );
            found.say(&rules::SAME_TEXT, place.one(*element), text);
            return;
        }
    }
}

/// Whether a URI has a scheme (RFC 3986 §3.1) and something after it.
pub(crate) fn is_absolute(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    let letters = scheme
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    letters
        && scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && !rest.is_empty()
        && !uri.contains(' ')
}

fn is_media_type(text: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&byte))
    };
    let bare = text.split(';').next().unwrap_or_default().trim_end();
    bare.split_once('/')
        .is_some_and(|(kind, subtype)| part(kind) && part(subtype))
}

fn is_base64(text: &str) -> bool {
    let mut symbols = 0_usize;
    let mut padding = 0_usize;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'=' => padding += 1,
            _ if padding > 0 => return false,
            b'+' | b'/' => symbols += 1,
            _ if byte.is_ascii_alphanumeric() => symbols += 1,
            _ => return false,
        }
    }
    symbols > 0 && padding <= 2 && (symbols + padding).is_multiple_of(4)
}
