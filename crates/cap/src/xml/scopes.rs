//! Namespaces: which one an element is in.

use super::tokens::Opening;
use quick_xml::events::BytesStart;
use quick_xml::name::{Namespace, NamespaceError, NamespaceResolver, QName, ResolveResult};

/// Namespaces that decide how an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    Cap10,
    Cap11,
    Cap12,
    Dsig,
    Atom,
    /// No namespace.
    None,
    /// A prefix that nobody declared.
    Undeclared,
    Other,
}

impl Ns {
    fn of(uri: &str) -> Self {
        match uri {
            "urn:oasis:names:tc:emergency:cap:1.2" => Self::Cap12,
            "urn:oasis:names:tc:emergency:cap:1.1" => Self::Cap11,
            "http://www.incident.com/cap/1.0" => Self::Cap10,
            "http://www.w3.org/2000/09/xmldsig#" => Self::Dsig,
            "http://www.w3.org/2005/Atom" => Self::Atom,
            "" => Self::None,
            _ => Self::Other,
        }
    }

    pub(crate) fn is_cap(self) -> bool {
        matches!(self, Self::Cap10 | Self::Cap11 | Self::Cap12)
    }
}

/// The namespaces declared around the element being read.
///
/// Only elements that declare any open a scope, and the answer for one prefix holds until a scope opens or
/// closes: a message declares on its root and uses one prefix, so that nearly every element costs one comparison.
pub(super) struct Scopes<'a> {
    resolver: NamespaceResolver,
    /// Depths of the elements that opened a scope.
    opened: Vec<usize>,
    answer: Option<(&'a str, Ns)>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(namespaces_max: usize) -> Self {
        let mut resolver = NamespaceResolver::default();
        resolver.set_max_namespace_bindings(namespaces_max);
        Self {
            resolver,
            opened: Vec::new(),
            answer: None,
        }
    }

    /// Opens a scope for an element that declares namespaces.
    pub(super) fn open(
        &mut self,
        opening: &Opening<'_>,
        depth: usize,
    ) -> Result<(), NamespaceError> {
        self.answer = None;
        self.opened.push(depth);
        let start = BytesStart::from_content(opening.content, opening.name_bytes);
        self.resolver.push(&start)
    }

    /// Closes the scope of the element of this depth, if it opened one.
    pub(super) fn close(&mut self, depth: usize) {
        if self.opened.last() == Some(&depth) {
            self.opened.pop();
            self.resolver.pop();
            self.answer = None;
        }
    }

    /// The namespace that elements with this prefix are in, if it is the one that was asked last.
    #[inline]
    pub(super) fn known(&self, prefix: &str) -> Option<Ns> {
        // Most messages use no prefix: comparing two empty texts by content is a tenth of all reading.
        let same =
            |known: &str| known.len() == prefix.len() && (prefix.is_empty() || known == prefix);
        self.answer
            .filter(|(known, _)| same(known))
            .map(|(_, ns)| ns)
    }

    /// The namespace of an element.
    pub(super) fn of(&mut self, opening: &Opening<'a>) -> Ns {
        let name = opening.name();
        let prefix = &name[..opening.prefix_bytes];
        if let Some(ns) = self.known(prefix) {
            return ns;
        }
        let ns = match self.resolver.resolve_element(QName(name)).0 {
            ResolveResult::Bound(Namespace(uri)) => Ns::of(uri),
            ResolveResult::Unbound => Ns::None,
            ResolveResult::Unknown(_) => Ns::Undeclared,
        };
        self.answer = Some((prefix, ns));
        ns
    }
}
