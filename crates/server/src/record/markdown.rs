//! The sheet as Markdown: tables that are read as they are, in a terminal too.

use super::sheet::Block;
use std::fmt::Write;

/// The sheet as Markdown.
pub(super) fn render(sheet: &[Block]) -> String {
    let mut text = String::new();
    for block in sheet {
        if !text.is_empty() {
            text.push('\n');
        }
        // Writing to a string cannot fail.
        let _ = write_block(&mut text, block);
    }
    text
}

fn write_block(text: &mut String, block: &Block) -> std::fmt::Result {
    match block {
        Block::Title(title) => writeln!(text, "# {}", line(title)),
        Block::Notice(notice) => writeln!(text, "**{}**", line(notice)),
        Block::Heading(heading) => writeln!(text, "## {}", line(heading)),
        Block::Nothing(said) => writeln!(text, "{}", line(said)),
        Block::Lines(lines) => {
            for (what, said) in lines {
                writeln!(text, "- {}: {}", line(what), line(said))?;
            }
            Ok(())
        }
        Block::Table(head, rows) => {
            writeln!(text, "| {} |", head.join(" | "))?;
            writeln!(text, "|{}", " --- |".repeat(head.len()))?;
            for row in rows {
                let cells: Vec<String> = row.iter().map(|cell| line(cell)).collect();
                writeln!(text, "| {} |", cells.join(" | "))?;
            }
            Ok(())
        }
    }
}

/// What somebody said stays one line and one cell, and is no markup.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '<' | '*' | '`' | '[' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
