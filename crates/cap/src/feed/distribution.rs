//! EDXL distributions (EDXL-DE 1.0): whether what they carry is CAP.

use super::rules;
use crate::finding::{Finding, Lines, Place};
use crate::xml::Limits;
use crate::xml::walk::{Fault, Step, Walk};

/// Looks into each contentObject for an alert.
pub(super) fn check(walk: &mut Walk<'_>, found: &mut Vec<Finding>) -> Result<(), Fault> {
    let findings_max = Limits::default().findings_max;
    let mut lines = Lines::new(walk.text(), 1, 1);
    let mut contents = 0_usize;
    let mut say = |rule, what: String, (line, column)| {
        if found.len() < findings_max {
            found.push(Finding {
                line,
                column,
                ..Finding::new(rule, Place::ALERT, what)
            });
        }
    };
    loop {
        match walk.step()? {
            Step::Open(tag) if tag.name() == "contentObject" => {
                contents += 1;
                let place = lines.of(tag.at);
                if !holds_alert(walk)? {
                    say(
                        &rules::CAP,
                        "a contentObject without alert".to_owned(),
                        place,
                    );
                }
            }
            Step::Open(_) | Step::Close | Step::Text(_) => {}
            Step::End => break,
        }
    }
    if contents == 0 {
        say(
            &rules::CONTENT,
            "a distribution without contentObject".to_owned(),
            (1, 1),
        );
    }
    Ok(())
}

/// Whether an alert stands in the element just opened; walks to its end.
fn holds_alert(walk: &mut Walk<'_>) -> Result<bool, Fault> {
    let inside = walk.depth();
    let mut held = false;
    loop {
        match walk.step()? {
            Step::Open(tag) => held |= tag.name() == "alert",
            Step::Close if walk.depth() < inside => return Ok(held),
            Step::Close | Step::Text(_) => {}
            Step::End => return Ok(held),
        }
    }
}
