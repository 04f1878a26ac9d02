//! Whose public words the texts of a danger follow, for those who vet to read beside ours.

use super::{escape, push};
use crate::book::Book;
use crate::pages::{Page, pages};

/// Whose public words each language follows: whoever vets can read them beside ours.
pub(super) fn list(html: &mut String, book: &Book, danger: &str, languages: &[&str]) {
    html.push_str("<details class=\"pages\"><summary>whose words these follow</summary><ul>");
    for language in languages {
        let text = book.source(danger, language).map_or("", |s| &s.text);
        for page in pages(text).unwrap_or_default() {
            let tag = escape(language);
            match page {
                Page::NoneFound { looked } => push(
                    html,
                    format_args!(
                        "<li class=\"l-{tag}\">{tag}: no public page found by {}; the wording is our own",
                        escape(&looked)
                    ),
                ),
                Page::Differs {
                    words,
                    by,
                    at,
                    read,
                } => push(
                    html,
                    format_args!(
                        "<li class=\"l-{tag} differs\">{tag}: <strong>says otherwise:</strong> <q dir=\"auto\">{}</q>, <span dir=\"auto\">{}</span>, {}, read {}",
                        escape(&words),
                        escape(&by),
                        escape(&at),
                        escape(&read)
                    ),
                ),
                Page::Read {
                    title,
                    by,
                    at,
                    read,
                    says,
                } => push(
                    html,
                    format_args!(
                        "<li class=\"l-{tag}\">{tag}: <cite dir=\"auto\">{}</cite>, <span dir=\"auto\">{}</span>, {}, read {}: <span dir=\"auto\">{}</span>",
                        escape(&title),
                        escape(&by),
                        escape(&at),
                        escape(&read),
                        escape(&says)
                    ),
                ),
            }
        }
    }
    html.push_str("</ul></details>");
}
