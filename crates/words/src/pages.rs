//! Which public pages a file of texts follows: an authority's own words are known to those who hear them,
//! so each file says which page was read, or that none was found; and where an authority says otherwise.

use std::collections::BTreeMap;

/// What begins a page in the comments at the head of a file.
const BEGINS: &str = "# Page:";
/// The title where nobody's public words were found.
const NONE_FOUND: &str = "none found";
/// What begins the words of an authority that says otherwise than the texts.
const DIFFERS: &str = "# Differs:";

/// One page that a file names, that none was found, or what a page says otherwise.
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
    /// An authority says otherwise: whoever vets decides between its words and these.
    Differs {
        /// What it says.
        words: String,
        /// Who says it.
        by: String,
        /// Where, without the scheme.
        at: String,
        /// The day on which it was read.
        read: String,
    },
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
        let (title, follows) = match (line.strip_prefix(BEGINS), line.strip_prefix(DIFFERS)) {
            (Some(title), _) => (title, true),
            (None, Some(words)) => (words, false),
            (None, None) => continue,
        };
        let mut fields: BTreeMap<&str, String> = BTreeMap::new();
        while let Some(field) = lines.next_if(|line| line.starts_with("#   ")) {
            let field = field.trim_start_matches('#').trim();
            let (name, value) = field.split_once(' ').unwrap_or((field, ""));
            fields.insert(name, value.trim().to_owned());
        }
        let read = if follows { page } else { differs };
        match read(title.trim(), &fields) {
            Ok(page) => pages.push(page),
            Err(why) => faults.push(why),
        }
    }
    let followed = pages
        .iter()
        .filter(|page| !matches!(page, Page::Differs { .. }));
    let followed = followed.count();
    if followed == 0 && faults.is_empty() {
        faults.push(
            "names no page that its words follow; begin a comment with `# Page:`, also where none was found"
                .to_owned(),
        );
    }
    let none = pages
        .iter()
        .any(|page| matches!(page, Page::NoneFound { .. }));
    if none && followed > 1 {
        faults.push("names a page and says that none was found; keep one of them".to_owned());
    }
    if faults.is_empty() {
        Ok(pages)
    } else {
        Err(faults)
    }
}

fn page(title: &str, fields: &BTreeMap<&str, String>) -> Result<Page, String> {
    if title.is_empty() {
        return Err("a page without a title; write it behind `# Page:`".to_owned());
    }
    if title == NONE_FOUND {
        return Ok(Page::NoneFound {
            looked: day(title, fields, "looked")?,
        });
    }
    Ok(Page::Read {
        title: title.to_owned(),
        by: field(title, fields, "by")?,
        at: address(title, fields)?,
        read: day(title, fields, "read")?,
        says: field(title, fields, "says")?,
    })
}

fn differs(words: &str, fields: &BTreeMap<&str, String>) -> Result<Page, String> {
    if words.is_empty() {
        return Err(
            "says that somebody differs and not how; write it behind `# Differs:`".to_owned(),
        );
    }
    Ok(Page::Differs {
        words: words.to_owned(),
        by: field(words, fields, "by")?,
        at: address(words, fields)?,
        read: day(words, fields, "read")?,
    })
}

fn field(title: &str, fields: &BTreeMap<&str, String>, name: &str) -> Result<String, String> {
    let value = fields.get(name).filter(|value| !value.is_empty());
    value
        .cloned()
        .ok_or_else(|| format!("the page {title:?} has no line `#   {name} …`"))
}

fn day(title: &str, fields: &BTreeMap<&str, String>, name: &str) -> Result<String, String> {
    let day = field(title, fields, name)?;
    if is_day(&day) {
        Ok(day)
    } else {
        Err(format!(
            "the page {title:?} was {name} on {day:?}; a day is written 2026-11-23"
        ))
    }
}

fn address(title: &str, fields: &BTreeMap<&str, String>) -> Result<String, String> {
    let at = field(title, fields, "at")?;
    let host = at.split('/').next().unwrap_or_default();
    if host.contains('.') && !at.contains("://") && !at.contains(char::is_whitespace) {
        Ok(at)
    } else {
        Err(format!(
            "the page {title:?} is at {at:?}; write its address without a scheme, as in weather.gov/flood"
        ))
    }
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
        let differs = "# Differs: stay inside\n#   by C\n#   at c.example\n#   read 2026-11-23\n";
        let both = pages(&format!("{WHOLE}{differs}")).unwrap();
        assert!(matches!(
            both.as_slice(),
            [Page::Read { .. }, Page::Differs { .. }]
        ));
        assert!(
            pages(differs)
                .unwrap_err()
                .join("; ")
                .contains("names no page")
        );
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
