//! What changed under a site's own texts when Vigie was upgraded. A site that replaced a part decided
//! against one text; it must see the next one and decide again.

use crate::script::Sheet;
use fluent_bundle::FluentResource;
use std::collections::BTreeMap;

/// One part that a site replaced and whose original has changed since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file, `fr/rockets.ftl`.
    pub file: String,
    /// The part.
    pub part: String,
    /// What the site decided against; `None` when there was no such part.
    pub was: Option<String>,
    /// What stands there; `None` when the part is gone.
    pub is: Option<String>,
}

/// What lay under a site's parts when it wrote them: the file `under.toml`.
pub type Under = BTreeMap<String, BTreeMap<String, String>>;

/// What lies under the parts of an overlay, to be kept as `under.toml`.
pub fn under(base: &BTreeMap<&str, &str>, overlay: &BTreeMap<&str, &str>) -> Under {
    let mut under = Under::new();
    for (file, text) in overlay {
        let Ok(own) = Sheet::read(text) else { continue };
        let originals = base
            .get(file)
            .map(|text| patterns(text))
            .unwrap_or_default();
        let replaced: BTreeMap<String, String> = own
            .ids()
            .into_iter()
            .filter_map(|id| Some((id.clone(), originals.get(&id)?.clone())))
            .collect();
        if !replaced.is_empty() {
            under.insert((*file).to_owned(), replaced);
        }
    }
    under
}

/// Every part of an overlay whose original is not what it was when the site wrote it.
pub fn changes(
    base: &BTreeMap<&str, &str>,
    overlay: &BTreeMap<&str, &str>,
    known: &Under,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (file, text) in overlay {
        let Ok(own) = Sheet::read(text) else { continue };
        let originals = base
            .get(file)
            .map(|text| patterns(text))
            .unwrap_or_default();
        for id in own.ids() {
            let was = known.get(*file).and_then(|parts| parts.get(&id));
            let is = originals.get(&id);
            if was != is {
                changes.push(Change {
                    file: (*file).to_owned(),
                    part: id,
                    was: was.cloned(),
                    is: is.cloned(),
                });
            }
        }
    }
    changes
}

/// The parts of a file as they are written, by name.
pub(crate) fn patterns(text: &str) -> BTreeMap<String, String> {
    use fluent_syntax::ast::Entry;
    let resource = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    resource
        .entries()
        .filter_map(|entry| match entry {
            Entry::Message(message) => {
                let pattern = message.value.as_ref()?;
                let written = fluent_syntax::serializer::serialize(&fluent_syntax::ast::Resource {
                    body: vec![Entry::Message(fluent_syntax::ast::Message {
                        id: message.id.clone(),
                        value: Some(pattern.clone()),
                        attributes: Vec::new(),
                        comment: None,
                    })],
                });
                let (_, value) = written.split_once('=')?;
                Some((message.id.name.to_owned(), value.trim().to_owned()))
            }
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upgrade_shows_what_changed_under_a_sites_own_text() {
        let overlay = BTreeMap::from([("en/fire.ftl", "first = Leave by the blue door.\n")]);
        let before = BTreeMap::from([("en/fire.ftl", "first = Leave.\nnext = Call.\n")]);
        let known = under(&before, &overlay);
        assert_eq!(changes(&before, &overlay, &known), []);
        let after = BTreeMap::from([("en/fire.ftl", "first = Leave now.\nnext = Wait.\n")]);
        let changes = changes(&after, &overlay, &known);
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].was.as_deref(), changes[0].is.as_deref()),
            (Some("Leave."), Some("Leave now."))
        );
    }
}
