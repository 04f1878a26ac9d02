//! What is said of every danger alike, side by side: whoever vets a language reads it once.

use super::{direction, escape, push};
use crate::book::Book;
use crate::language::traits;
use std::collections::BTreeMap;

/// What is said of every danger alike, with names, values and notes left open.
pub(super) fn section(html: &mut String, book: &Book, languages: &[&str]) {
    let said: Vec<BTreeMap<String, String>> = languages
        .iter()
        .map(|language| book.alike(language).into_iter().collect())
        .collect();
    let mut names: Vec<&String> = said.iter().flat_map(BTreeMap::keys).collect();
    names.sort();
    names.dedup();
    html.push_str("<section id=\"alike\"><h2>Of every danger alike</h2><table><thead><tr><th>");
    for language in languages {
        let name = escape(traits(language).name);
        push(html, format_args!("<th class=\"l-{language}\">{name}"));
    }
    html.push_str("<tbody>");
    for name in names {
        push(html, format_args!("<tr><th>{}", escape(name)));
        for (language, said) in languages.iter().zip(&said) {
            let text = said.get(name).map_or("", String::as_str);
            push(
                html,
                format_args!(
                    "<td class=\"l-{tag}\"><div class=\"text\" dir=\"{direction}\" lang=\"{tag}\">{}</div>",
                    escape(&text.replace('\n', " / ")),
                    tag = escape(language),
                    direction = direction(language),
                ),
            );
        }
    }
    html.push_str("</table></section>");
}
