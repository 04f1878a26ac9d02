//! Which public pages a file of texts follows: an authority's own words are known to those who hear them,
//! so each file says which page was read, that none was found, or that nobody has looked.

use std::collections::BTreeMap;

/// What begins a page in the comments at the head of a file.
const BEGINS: &str = "# Page:";
/// The title where nobody's public words were found.
const NONE_FOUND: &str = "none found";
/// The title where nobody has looked for any.
const NOT_LOOKED_FOR: &str = "not looked for";

/// One page that a file names, or that none was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// A page that was read.
    Read {
        /// Its title.
        title: String,
        /// Whose words they are.
        by: String,
        /// Its address, without the scheme: nothing in a file of texts is a link.
        at: String,
        /// The day on which it was read, `2026-11-23`.
        read: String,
        /// What the texts follow of it.
        says: String,
    },
    /// The words are our own.
    NoneFound {
        /// The day on which a page was looked for.
        looked: String,
    },
    /// The words are our own, and nobody has looked.
    NotLookedFor,
}

/// The pages that the head of a file names, or each fault of how it names them.
///
/// ```text
/// # Page: Flood Safety
/// #   by National Weather Service, Nashville
/// #   at weather.gov/ohx/flooding
/// #   read 2026-11-23
/// #   says get to higher ground
/// ```
pub fn pages(text: &str) -> Result<Vec<Page>, Vec<String>> {
    let mut pages = Vec::new();
    let mut faults = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(title) = line.strip_prefix(BEGINS) else {
            continue;
        };
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        while let Some(field) = lines.next_if(|line| line.starts_with("#   ")) {
            let field = field.trim_start_matches('#').trim();
            let (name, value) = field.split_once(' ').unwrap_or((field, ""));
            fields.insert(name, value.trim().to_owned());
        }
        match page(title.trim(), &fields) {
            Ok(page) => pages.push(page),
            Err(why) => faults.push(why),
        }
    }
    if pages.is_empty() && faults.is_empty() {
        faults.push(
            "names no page that its words follow; begin a comment with `# Page:`, also where none was found"
                .to_owned(),
        );
    }
    let none = pages
        .iter()
        .any(|page| matches!(page, Page::NoneFound { .. } | Page::NotLookedFor));
    if none && pages.len() > 1 {
        faults.push("names a page and says that none was found; keep one of them".to_owned());
    }
    if faults.is_empty() {
        Ok(pages)
    } else {
        Err(faults)
    }
}

fn page(title: &str, fields: &BTreeMap<&str, String>) -> Result<Page, String> {
    let field = |name: &str| {
        let value = fields.get(name).filter(|value| !value.is_empty());
        value
            .cloned()
            .ok_or_else(|| format!("the page {title:?} has no line `#   {name} …`"))
    };
    let day = |name: &str| {
        let day = field(name)?;
        if is_day(&day) {
            Ok(day)
        } else {
            Err(format!(
                "the page {title:?} was {name} on {day:?}; a day is written 2026-11-23"
            ))
        }
    };
    if title.is_empty() {
        return Err("a page without a title; write it behind `# Page:`".to_owned());
    }
    if title == NOT_LOOKED_FOR {
        return Ok(Page::NotLookedFor);
    }
    if title == NONE_FOUND {
        return Ok(Page::NoneFound {
            looked: day("looked")?,
        });
    }
    let at = field("at")?;
    let host = at.split('/').next().unwrap_or_default();
    if !host.contains('.') || at.contains("://") || at.contains(char::is_whitespace) {
        return Err(format!(
            "the page {title:?} is at {at:?}; write its address without a scheme, as in weather.gov/flood"
        ));
    }
    Ok(Page::Read {
        title: title.to_owned(),
        by: field("by")?,
        at,
        read: day("read")?,
        says: field("says")?,
    })
}

fn is_day(day: &str) -> bool {
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |part: &str, count: usize, max: u16| {
        part.len() == count
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse().is_ok_and(|n: u16| (1..=max).contains(&n))
    };
    matches!(parts.as_slice(), [year, month, of_month]
        if digits(year, 4, 9_999) && digits(month, 2, 12) && digits(of_month, 2, 31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::built_in;

    const WHOLE: &str = "# Fire.\n# Page: Fires\n#   by A, of B\n#   at a.example/fires\n#   read 2026-11-23\n#   says leave now\n\nevent = Fire\n";

    #[test]
    fn a_page_is_read_with_everything_that_lets_somebody_find_it_again() {
        let read = pages(WHOLE).unwrap();
        assert_eq!(
            read,
            [Page::Read {
                title: "Fires".to_owned(),
                by: "A, of B".to_owned(),
                at: "a.example/fires".to_owned(),
                read: "2026-11-23".to_owned(),
                says: "leave now".to_owned(),
            }]
        );
        let none = pages("# Page: none found\n#   looked 2026-11-23\n").unwrap();
        assert!(matches!(none.as_slice(), [Page::NoneFound { .. }]));
        let open = pages("# Page: not looked for\n").unwrap();
        assert_eq!(open, [Page::NotLookedFor]);
    }

    #[test]
    fn a_page_that_nobody_could_find_again_is_a_fault() {
        let without = |what: &str| {
            let kept: Vec<&str> = WHOLE.lines().filter(|line| !line.contains(what)).collect();
            pages(&kept.join("\n")).unwrap_err().join("; ")
        };
        for what in ["   by", "   at", "   read", "   says"] {
            assert!(without(what).contains("has no line"), "{what}");
        }
        assert!(without("Page").contains("names no page"));
        let with = |a, b| pages(&WHOLE.replace(a, b)).unwrap_err().join("; ");
        assert!(with("2026-11-23", "last autumn").contains("a day is written"));
        assert!(with("a.example/fires", "the town hall").contains("without a scheme"));
        let both = format!("{WHOLE}# Page: none found\n#   looked 2026-11-23\n");
        assert!(pages(&both).unwrap_err().join("; ").contains("keep one"));
    }

    #[test]
    fn every_language_follows_the_public_words_of_somebody() {
        let book = built_in::book();
        for language in book.languages() {
            let follows = |danger: &&str| {
                let source = book.source(danger, language).unwrap();
                let pages = pages(&source.text).unwrap();
                pages.iter().any(|page| matches!(page, Page::Read { .. }))
            };
            let count = book.dangers().filter(follows).count();
            assert!(count > 0 || language == "ckb", "{language}");
        }
    }
}
