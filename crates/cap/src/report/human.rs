//! Findings as a person reads them: the line, a mark under it, what is wrong, how to mend it.

use super::Checked;
use crate::PLANTED;
use crate::finding::Finding;
use crate::rule::Level;
use crate::xml::encoding;
use std::fmt::Write;

/// Source lines are cut to this many characters: a terminal's width, and a message without line ends is one line.
const CHARACTERS_MAX: usize = 100;

/// The findings of one file, by line, with the source line of each. Colours are ANSI escapes.
pub fn human(checked: &Checked<'_>, colour: bool) -> String {
    let text = encoding::decode(checked.bytes)
        .map(|decoded| decoded.text)
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let mut findings: Vec<&Finding> = checked.findings.iter().collect();
    findings.sort_by_key(|finding| {
        (
            finding.line,
            finding.column,
            finding.level(),
            finding.rule.id,
        )
    });
    let mut out = String::new();
    for finding in findings {
        one(&mut out, checked.name, finding, &lines, colour);
    }
    out
}

fn one(out: &mut String, name: &str, finding: &Finding, lines: &[&str], colour: bool) {
    let paint = |text: &str, code: &str| {
        if colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    };
    let code = match finding.level() {
        Level::Error => "1;31",
        Level::Warning => "1;33",
        Level::Advice => "1;36",
    };
    let head = paint(&format!("{}[{}]", finding.level(), finding.rule.id), code);
    let _ = writeln!(out, "{head}: {}", visible(&finding.found.text()));
    let place = if finding.line > 0 {
        format!(":{}:{}", finding.line, finding.column)
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "  {} {name}{place} {}",
        paint("-->", "1;34"),
        finding.place
    );
    let source = usize::try_from(finding.line)
        .ok()
        .and_then(|line| lines.get(line.checked_sub(1)?));
    if let Some(source) = source {
        let (shown, column) = window(source, usize::try_from(finding.column).unwrap_or(1));
        let number = finding.line.to_string();
        let bar = paint("|", "1;34");
        let _ = writeln!(
            out,
            "  {} {bar} {}",
            paint(&number, "1;34"),
            visible(&shown)
        );
        let blank = " ".repeat(number.len());
        let _ = writeln!(
            out,
            "  {blank} {bar} {}{}",
            " ".repeat(column),
            paint("^", code)
        );
    }
    let _ = writeln!(
        out,
        "  {} {} ({})",
        paint("rule:", "1"),
        finding.rule.says,
        finding.rule.clause
    );
    let _ = writeln!(
        out,
        "  {} {}\n",
        paint("mend:", "1"),
        visible(finding.mend())
    );
}

/// The part of a line around a column, and how far into it the column is.
fn window(source: &str, column: usize) -> (String, usize) {
    let at = column.saturating_sub(1);
    let from = if at < CHARACTERS_MAX {
        0
    } else {
        at - CHARACTERS_MAX / 2
    };
    if PLANTED {
        // Characters taken for bytes: a panic beside one that has several.
        return (source[from.min(source.len())..].to_owned(), at - from);
    }
    (
        source.chars().skip(from).take(CHARACTERS_MAX).collect(),
        at - from,
    )
}

/// A message is a stranger's text: what would move the cursor, colour the terminal or turn its direction is
/// shown as a blank.
pub(super) fn visible(text: &str) -> String {
    let harmful = |character: char| {
        character.is_control()
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|character| if harmful(character) { ' ' } else { character })
        .collect()
}
