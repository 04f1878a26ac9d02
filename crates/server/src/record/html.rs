//! The sheet as one page: no script, nothing fetched, printable, and what was said in a right-to-left
//! language stays readable beside what was not.

use super::sheet::Block;
use std::fmt::Write;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
"#;

const STYLE: &str = "<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff; }
.notice { border: 3px solid #6a1b9a; padding: .5rem 1rem; font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
dt { font-weight: bold; }
</style>
";

/// The sheet as a page.
pub(super) fn render(sheet: &[Block]) -> String {
    let mut page = HEAD.to_owned();
    let title = sheet.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_str()),
        _ => None,
    });
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "<title>{}</title>",
        escaped(title.unwrap_or("record"))
    );
    page.push_str(STYLE);
    for block in sheet {
        let _ = write_block(&mut page, block);
    }
    page.push_str("</html>\n");
    page
}

fn write_block(page: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Title(title) => writeln!(page, "<h1>{}</h1>", escaped(title)),
        Block::Notice(notice) => writeln!(page, "<p class=\"notice\">{}</p>", escaped(notice)),
        Block::Heading(heading) => writeln!(page, "<h2>{}</h2>", escaped(heading)),
        Block::Nothing(said) => writeln!(page, "<p>{}</p>", escaped(said)),
        Block::Lines(lines) => {
            writeln!(page, "<dl>")?;
            for (what, said) in lines {
                writeln!(
                    page,
                    "<dt>{}</dt><dd dir=\"auto\">{}</dd>",
                    escaped(what),
                    escaped(said)
                )?;
            }
            writeln!(page, "</dl>")
        }
        Block::Table(head, rows) => {
            write!(page, "<table>\n<thead><tr>")?;
            for cell in head {
                write!(page, "<th scope=\"col\">{}</th>", escaped(cell))?;
            }
            writeln!(page, "</tr></thead>\n<tbody>")?;
            for row in rows {
                write!(page, "<tr>")?;
                for cell in row {
                    write!(page, "<td dir=\"auto\">{}</td>", escaped(cell))?;
                }
                writeln!(page, "</tr>")?;
            }
            writeln!(page, "</tbody>\n</table>")
        }
    }
}

/// Text as it stands in HTML, between tags or in a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
