//! Every text on one page, side by side and with its length, for those who vet: they read it aloud in
//! their own language, next to what the others will hear.

mod alike;
mod followed;

use crate::act::{Act, Form, Reality};
use crate::book::Book;
use crate::language::{Direction, traits};
use crate::length::Length;
use crate::render::{Ask, Rendered};
use crate::slot::Slot;
use crate::slots::{Compass, Distance, LocalTime, Slots};
use crate::text::{DISPLAY_CHARS, PUSH_CHARS_MAX};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Names to show in each language; a language without one shows the English.
pub struct Example<'a, 'm> {
    /// Place by language.
    pub places: &'m BTreeMap<&'a str, &'a str>,
    /// Authority by language.
    pub authorities: &'m BTreeMap<&'a str, &'a str>,
    /// Place to go to by language.
    pub destinations: &'m BTreeMap<&'a str, &'a str>,
}

/// The page, whole: one HTML file without scripts or anything to fetch.
pub fn page(book: &Book, example: &Example<'_, '_>) -> String {
    let languages: Vec<&str> = in_reading_order(book);
    let mut html = String::with_capacity(1 << 20);
    head(&mut html, &languages);
    html.push_str("<nav><ul>");
    for danger in book.dangers() {
        let event = book
            .event(danger, "en")
            .unwrap_or_else(|| danger.to_owned());
        push(
            &mut html,
            format_args!(
                "<li><a href=\"#{0}\">{1}</a>",
                escape(danger),
                escape(&event)
            ),
        );
    }
    html.push_str("<li><a href=\"#acts\">Test, exercise, headcount</a><li><a href=\"#alike\">Of every danger alike</a></ul></nav><main>");
    for danger in book.dangers() {
        section(
            &mut html,
            book,
            danger,
            &languages,
            example,
            &Act::OF_A_DANGER,
        );
    }
    if let Some(any) = book.dangers().next() {
        let shared = [Act::Test, Act::Exercise, Act::Headcount];
        section_titled(&mut html, book, ("acts", any), &languages, example, &shared);
    }
    alike::section(&mut html, book, &languages);
    html.push_str("</main></html>\n");
    html
}

fn direction(language: &str) -> &'static str {
    match traits(language).direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

fn section(
    html: &mut String,
    book: &Book,
    danger: &str,
    languages: &[&str],
    example: &Example<'_, '_>,
    acts: &[Act],
) {
    section_titled(html, book, (danger, danger), languages, example, acts);
}

fn section_titled(
    html: &mut String,
    book: &Book,
    (title, danger): (&str, &str),
    languages: &[&str],
    example: &Example<'_, '_>,
    acts: &[Act],
) {
    push(
        html,
        format_args!("<section id=\"{0}\"><h2>{0}</h2>", escape(title)),
    );
    if title == danger {
        codes(html, book, danger);
        standing(html, book, danger, languages);
        followed::list(html, book, danger, languages);
    }
    for act in acts {
        let open = if matches!(act, Act::Alert | Act::Test) {
            " open"
        } else {
            ""
        };
        push(
            html,
            format_args!(
                "<details{open}><summary>{}</summary><table><thead><tr><th>",
                act.as_str()
            ),
        );
        for language in languages {
            push(
                html,
                format_args!(
                    "<th class=\"l-{language}\">{}",
                    escape(traits(language).name)
                ),
            );
        }
        html.push_str("<tbody>");
        for form in Form::ALL {
            row(
                html,
                book,
                danger,
                (*act, form, Reality::Actual),
                languages,
                example,
            );
        }
        for form in [Form::Headline, Form::Sms, Form::Display] {
            row(
                html,
                book,
                danger,
                (*act, form, Reality::Exercise),
                languages,
                example,
            );
        }
        html.push_str("</table></details>");
    }
    html.push_str("</section>");
}

fn codes(html: &mut String, book: &Book, danger: &str) {
    let Some(codes) = book.codes().dangers.get(danger) else {
        return;
    };
    let narrow = crate::narrow::encode(book.codes(), danger, Act::Alert, Reality::Actual)
        .map(hex::encode)
        .unwrap_or_default();
    push(
        html,
        format_args!(
            "<p class=\"codes\">CAP {} · {} · {} · {} · {} — SAME {} — cell {} — siren {} — three bytes {narrow}</p>",
            escape(&codes.cap.category.join(", ")),
            escape(&codes.cap.response.join(", ")),
            escape(&codes.cap.urgency),
            escape(&codes.cap.severity),
            escape(&codes.cap.certainty),
            escape(&codes.same),
            codes.cell,
            escape(&codes.tone),
        ),
    );
}

fn standing(html: &mut String, book: &Book, danger: &str, languages: &[&str]) {
    html.push_str("<ul class=\"standing\">");
    for language in languages {
        let digest = book.digest_in(danger, language).unwrap_or_default();
        push(
            html,
            format_args!(
                "<li class=\"l-{language}\">{} <code>{digest}</code>",
                escape(language),
            ),
        );
    }
    html.push_str("</ul>");
}

fn row(
    html: &mut String,
    book: &Book,
    danger: &str,
    (act, form, reality): (Act, Form, Reality),
    languages: &[&str],
    example: &Example<'_, '_>,
) {
    let said: Vec<Option<Rendered>> = languages
        .iter()
        .map(|language| {
            let ask = Ask {
                danger,
                act,
                reality,
                language,
                form,
            };
            book.render(&ask, &slots(book, danger, language, example))
                .ok()
        })
        .collect();
    if said.iter().flatten().all(|said| said.text.is_empty()) {
        return;
    }
    let exercise = match reality {
        Reality::Actual => "",
        Reality::Exercise => ", exercise",
    };
    push(html, format_args!("<tr><th>{}{exercise}", form.as_str()));
    for (language, said) in languages.iter().zip(said) {
        let direction = direction(language);
        let tag = escape(language);
        let Some(said) = said else {
            push(html, format_args!("<td class=\"l-{tag} missing\">missing"));
            continue;
        };
        let class = if form == Form::Display {
            "display"
        } else {
            "text"
        };
        let fits = if said.length.fits() { "" } else { " over" };
        push(
            html,
            format_args!(
                "<td class=\"l-{tag}\"><div class=\"{class}\" dir=\"{direction}\" lang=\"{tag}\">{}</div><small class=\"length{fits}\">{}</small>",
                escape(&said.text),
                length(said.length)
            ),
        );
    }
}

fn length(length: Length) -> String {
    match length {
        Length::Characters { count, max: None } => format!("{count}"),
        Length::Characters {
            count,
            max: Some(max),
        } => format!("{count} of {max}"),
        Length::Sms {
            alphabet,
            units,
            parts,
        } => format!("{units} {}, {parts} part(s)", alphabet.name()),
        Length::Lines { fits: true } => format!("2 × {DISPLAY_CHARS}"),
        Length::Lines { fits: false } => format!("does not fit 2 × {DISPLAY_CHARS}"),
    }
}

/// Values to show a danger with in a language.
pub fn slots<'a>(
    book: &Book,
    danger: &str,
    language: &str,
    example: &Example<'a, '_>,
) -> Slots<'a> {
    let in_language = |names: &BTreeMap<&'a str, &'a str>| {
        names
            .get(language)
            .or_else(|| names.get("en"))
            .copied()
            .unwrap_or_default()
    };
    let slots = Slots::new(
        in_language(example.places),
        in_language(example.authorities),
        LocalTime::EIGHT_FIFTEEN,
    );
    let codes = book.codes().dangers.get(danger);
    let has = |slot: Slot| codes.is_some_and(|codes| codes.slots.contains(&slot));
    Slots {
        distance: has(Slot::Distance).then_some(Distance::Metres(500)),
        minutes: has(Slot::Minutes).then_some(10),
        direction: has(Slot::Direction).then_some(Compass::North),
        phone: has(Slot::Phone).then_some("0800123456"),
        drift: has(Slot::Drift).then_some(Compass::SouthEast),
        destination: has(Slot::Destination).then(|| in_language(example.destinations)),
        ..slots
    }
}

/// The languages in the order of the manual, then others.
fn in_reading_order(book: &Book) -> Vec<&str> {
    let mut there: Vec<&str> = book.languages().into_iter().collect();
    there.sort_by_key(|language| {
        crate::language::KNOWN
            .iter()
            .position(|known| known.tag == *language)
            .unwrap_or(usize::MAX)
    });
    there
}

fn head(html: &mut String, languages: &[&str]) {
    push(
        html,
        format_args!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>The words of Vigie</title>\
             <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}"
        ),
    );
    for language in languages {
        push(
            html,
            format_args!("body:has(#show-{language}:not(:checked)) .l-{language}{{display:none}}"),
        );
    }
    push(
        html,
        format_args!(
            "</style><header><h1>The words of Vigie</h1><p>What is said of each danger, in {} languages. \
             Proposed texts are for exercises; each site vets its own before they are used for real. \
             A push title holds {PUSH_CHARS_MAX} characters.</p><p class=\"choose\">",
            languages.len()
        ),
    );
    for language in languages {
        push(
            html,
            format_args!(
                "<label><input type=\"checkbox\" id=\"show-{language}\" checked> {}</label> ",
                escape(traits(language).name)
            ),
        );
    }
    html.push_str("</p></header>");
}

const STYLE: &str = "\
:root{font:16px/1.45 system-ui,'Noto Sans','Noto Sans Arabic',sans-serif;color:#1b1b1b;background:#fff}\
body{margin:0}header,nav,section{padding:0 1.5rem}h1{font-size:1.6rem}h2{font-size:1.3rem;border-top:3px solid #c00;padding-top:.6rem;margin-top:2rem}\
nav ul,.standing{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}\
.choose{position:sticky;top:0}.choose label{margin-inline-end:.8rem;white-space:nowrap}\
.codes,.standing{color:#444;font-size:.85rem}summary{font-weight:600;padding:.4rem 0;cursor:pointer}\
details{overflow-x:auto}table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.35rem .5rem;vertical-align:top;text-align:start}\
td{min-width:17rem;max-width:24rem}tbody th{position:sticky;inset-inline-start:0;background:#f4f4f4;font-weight:500;white-space:nowrap}\
.text{unicode-bidi:isolate}.display{font-family:'Noto Sans Mono',monospace;white-space:pre;background:#10200f;color:#b6ff9e;padding:.3rem .5rem;width:16ch;unicode-bidi:isolate}\
.length{color:#666}.over,.missing{color:#b00;font-weight:600}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn push(html: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = html.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::built_in;

    #[test]
    fn every_language_is_on_the_page_in_its_own_direction() {
        let places = BTreeMap::from([("en", "Tower <Bridge>")]);
        let authorities = BTreeMap::from([("en", "Civil Defence")]);
        let destinations = BTreeMap::from([("en", "School <Hill>")]);
        let html = page(
            &built_in::book(),
            &Example {
                places: &places,
                authorities: &authorities,
                destinations: &destinations,
            },
        );
        assert!(html.contains("dir=\"rtl\" lang=\"ar\""));
        assert!(html.contains("dir=\"ltr\" lang=\"fr\""));
        assert!(
            !html.contains("class=\"length over\""),
            "something does not fit"
        );
        assert!(!html.contains("<Bridge>"));
    }
}
