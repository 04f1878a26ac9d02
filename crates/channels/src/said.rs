//! What a message says to one person: in which language, under which title, in how many bytes. Channels share
//! it, so that nobody is told one thing by one and another by the next.

use std::collections::BTreeMap;
use vigie_core::ids::Language;
use vigie_core::warning::Alert;
use vigie_core::wording::Texts;

/// What stands where a text was cut.
const CUT: &str = "…";

/// The text to show: in the first wanted language that was vetted, or else in the site's first. Never none if there
/// is any: somebody nearby can read it.
pub fn choose<'a>(
    texts: &'a BTreeMap<Language, Texts>,
    wanted: impl IntoIterator<Item = &'a Language>,
) -> Option<(&'a Language, &'a Texts)> {
    let main = |tag: &str| tag.split(['-', '_']).next().map(str::to_ascii_lowercase);
    wanted
        .into_iter()
        .find_map(|wanted| {
            let same = |tag: &Language| tag.as_str().eq_ignore_ascii_case(wanted.as_str());
            let alike = |tag: &Language| main(tag.as_str()) == main(wanted.as_str());
            let by = |fits: &dyn Fn(&Language) -> bool| texts.iter().find(|(tag, _)| fits(tag));
            by(&same).or_else(|| by(&alike))
        })
        .or_else(|| texts.iter().next())
}

/// One line: the site's own for a push, or else the headline.
pub fn title(texts: &Texts) -> &str {
    if texts.push.is_empty() {
        &texts.headline
    } else {
        &texts.push
    }
}

/// What is known, what to do, who says so, and the short code, in at most so many bytes. What to do is never
/// cut; what is known may be.
pub fn text(texts: &Texts, alert: &Alert, bytes_max: usize) -> String {
    let end = format!("{} · {}", alert.content.source, alert.code());
    let rest = [&texts.instruction, &end];
    let rest: Vec<&str> = rest
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    let rest = rest.join("\n\n");
    let room = bytes_max.saturating_sub(rest.len() + CUT.len() + "\n\n".len());
    let known = cut(&texts.description, room);
    if known.is_empty() {
        rest
    } else {
        format!("{known}\n\n{rest}")
    }
}

/// The beginning of a text, with a sign where it was cut.
pub fn cut(text: &str, bytes_max: usize) -> String {
    if text.len() <= bytes_max {
        return text.to_owned();
    }
    format!("{}{CUT}", &text[..text.floor_char_boundary(bytes_max)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_in_the_first_language_that_there_is() {
        let texts: BTreeMap<Language, Texts> = ["fr", "pt"]
            .map(|tag| (Language::new(tag), Texts::default()))
            .into();
        let chosen = |wanted: &[&str]| {
            let wanted: Vec<Language> = wanted.iter().map(|tag| Language::new(*tag)).collect();
            choose(&texts, &wanted).unwrap().0.to_string()
        };
        assert_eq!(chosen(&["ar", "pt-BR", "fr"]), "pt");
        assert_eq!(
            chosen(&["ar"]),
            "fr",
            "better another language than nothing"
        );
        assert!(choose(&BTreeMap::new(), []).is_none());
    }
}
