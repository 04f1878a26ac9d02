//! Shows the account of an incident to people: the same sheet as Markdown, as a page, as JSON.

mod html;
mod markdown;
mod replay;
mod said;
mod sheet;

pub(crate) use html::escaped;
pub use replay::replay;
pub use sheet::{Block, sheet};

use clap::ValueEnum;
use vigie_core::record::account::Account;

/// In which form a record is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading in a terminal and for mail.
    #[default]
    Md,
    /// One page that needs nothing else.
    Html,
    /// For programs: as the server serves it.
    Json,
}

/// The record of an incident in a form.
pub fn render(account: &Account, format: Format) -> String {
    match format {
        Format::Md => markdown::render(&sheet(account)),
        Format::Html => html::render(&sheet(account)),
        Format::Json => {
            let json = serde_json::to_string_pretty(account);
            // An account has only names, numbers and texts: it is always writable.
            json.unwrap_or_default() + "\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn golden() -> Account {
        serde_json::from_str(include_str!("golden/account.json")).unwrap()
    }

    #[test]
    fn the_record_reads_as_it_always_did() {
        for (format, golden_text) in [
            (Format::Md, include_str!("golden/record.md")),
            (Format::Html, include_str!("golden/record.html")),
            (Format::Json, include_str!("golden/account.json")),
        ] {
            assert_eq!(render(&golden(), format), golden_text, "{format:?}");
        }
    }

    #[test]
    fn an_exercise_says_so_in_every_form() {
        for format in [Format::Md, Format::Html, Format::Json] {
            let text = render(&golden(), format).to_uppercase();
            assert!(text.contains("EXERCISE"), "{format:?}");
        }
    }

    #[test]
    fn what_somebody_said_cannot_become_part_of_the_page() {
        let mut account = golden();
        "<script>alert(1)</script> | a\nb".clone_into(&mut account.assertions[0].said.statement);
        let page = render(&account, Format::Html);
        assert!(!page.contains("<script>"), "{page}");
        let lines = render(&golden(), Format::Md).lines().count();
        assert_eq!(render(&account, Format::Md).lines().count(), lines);
    }
}
