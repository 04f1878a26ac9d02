//! Reads Rust as tokens, so that a comment or a string is never mistaken for code, and so that what
//! is only compiled for tests can be told from what ships.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::str::FromStr;

/// The tokens of one file.
#[derive(Debug)]
pub(crate) struct Code {
    /// Everything.
    pub(crate) all: Vec<TokenTree>,
    /// Without items under `#[test]` or `#[cfg(test)]`; empty for a file that is all tests.
    pub(crate) shipped: Vec<TokenTree>,
}

/// A path as written in code, `use` groups spread out: `std::fs::File`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// Its segments.
    pub(crate) path: Vec<String>,
    /// Line of the last segment, from 1.
    pub(crate) line: usize,
}

impl Mention {
    /// Whether the path begins with these segments.
    pub(crate) fn starts(&self, with: &[&str]) -> bool {
        self.path.len() >= with.len() && self.path.iter().zip(with).all(|(own, asked)| own == asked)
    }

    /// Whether the path ends with these segments.
    pub(crate) fn ends(&self, with: &[&str]) -> bool {
        self.path.len() >= with.len()
            && self.path[self.path.len() - with.len()..]
                .iter()
                .zip(with)
                .all(|(own, asked)| own == asked)
    }

    /// As written.
    pub(crate) fn text(&self) -> String {
        self.path.join("::")
    }
}

/// The code of a file, or the tokenizer's complaint.
pub(crate) fn read(path: &str, text: &str) -> Result<Code, String> {
    let stream = TokenStream::from_str(text).map_err(|error| error.to_string())?;
    let all: Vec<TokenTree> = stream.into_iter().collect();
    let shipped = if is_test_file(path) || opens_as_test(&all) {
        Vec::new()
    } else {
        without_tests(all.clone())
    };
    Ok(Code { all, shipped })
}

/// Every path that the tokens mention, single names included.
pub(crate) fn mentions(trees: &[TokenTree]) -> Vec<Mention> {
    let mut found = Vec::new();
    collect(trees, &[], &mut found);
    found
}

/// The line of a token, from 1.
pub(crate) fn line_of(tree: &TokenTree) -> usize {
    tree.span().start().line
}

/// Whether this token is that punctuation character.
pub(crate) fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// Whether this token is that word.
pub(crate) fn is_word(tree: Option<&TokenTree>, wanted: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == wanted)
}

/// Calls `look` with every run of sibling tokens, outermost first.
pub(crate) fn each_level(trees: &[TokenTree], look: &mut impl FnMut(&[TokenTree])) {
    look(trees);
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            each_level(&inner, look);
        }
    }
}

fn is_test_file(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    file == "tests.rs"
        || file.ends_with("_tests.rs")
        || parts.any(|folder| folder == "tests" || folder == "benches")
}

/// `#![cfg(test)]` at the head of a file.
fn opens_as_test(trees: &[TokenTree]) -> bool {
    trees.windows(3).any(|three| {
        is_punct(three.first(), '#') && is_punct(three.get(1), '!') && marks_test(three.get(2))
    })
}

fn without_tests(trees: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut kept = Vec::with_capacity(trees.len());
    let mut trees = trees.into_iter().peekable();
    while let Some(tree) = trees.next() {
        if is_punct(Some(&tree), '#') && marks_test(trees.peek()) {
            skip_item(&mut trees);
            continue;
        }
        kept.push(match tree {
            TokenTree::Group(group) => {
                let inner = without_tests(group.stream().into_iter().collect());
                let mut stripped = Group::new(group.delimiter(), inner.into_iter().collect());
                stripped.set_span(group.span());
                TokenTree::Group(stripped)
            }
            other => other,
        });
    }
    kept
}

/// An item ends with its body or with a semicolon.
fn skip_item(trees: &mut impl Iterator<Item = TokenTree>) {
    for tree in trees {
        match &tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            _ => {}
        }
    }
}

/// `[test]`, `[tokio::test]`, `[cfg(test)]`, `[cfg(all(test, …))]`, but not `[cfg(not(test))]`.
fn marks_test(tree: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = tree else {
        return false;
    };
    if group.delimiter() != Delimiter::Bracket {
        return false;
    }
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    if is_word(inner.first(), "cfg") {
        let condition = inner.get(1).map(ToString::to_string).unwrap_or_default();
        let words: Vec<&str> = condition
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        return words.contains(&"test") && !words.contains(&"not");
    }
    inner
        .iter()
        .rev()
        .find(|tree| matches!(tree, TokenTree::Ident(_)))
        .is_some_and(|last| is_word(Some(last), "test"))
        && inner
            .iter()
            .all(|tree| matches!(tree, TokenTree::Ident(_) | TokenTree::Punct(_)))
}

fn collect(trees: &[TokenTree], prefix: &[String], found: &mut Vec<Mention>) {
    let mut path = prefix.to_vec();
    let mut at = 0;
    while let Some(tree) = trees.get(at) {
        let goes_on = is_punct(trees.get(at + 1), ':') && is_punct(trees.get(at + 2), ':');
        match tree {
            TokenTree::Ident(ident) => {
                path.push(ident.to_string());
                if goes_on {
                    at += 2;
                    if let Some(TokenTree::Group(group)) = trees.get(at + 1)
                        && group.delimiter() == Delimiter::Brace
                    {
                        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                        collect(&inner, &path, found);
                        path = prefix.to_vec();
                        at += 1;
                    }
                } else {
                    found.push(Mention {
                        path: std::mem::replace(&mut path, prefix.to_vec()),
                        line: line_of(tree),
                    });
                }
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                collect(&inner, &[], found);
                path = prefix.to_vec();
            }
            _ => {
                if path.len() > prefix.len() {
                    found.push(Mention {
                        path: std::mem::replace(&mut path, prefix.to_vec()),
                        line: line_of(tree),
                    });
                }
            }
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        mentions(&read("src/a.rs", text).unwrap().shipped)
            .iter()
            .map(Mention::text)
            .collect()
    }

    #[test]
    fn grouped_imports_are_spread_out() {
        let found = paths("use std::{fs::{self, File}, net::TcpStream}; use a::*;");
        for wanted in ["std::fs::self", "std::fs::File", "std::net::TcpStream", "a"] {
            assert!(found.iter().any(|path| path == wanted), "{found:?}");
        }
    }

    #[test]
    fn calls_inside_bodies_are_seen() {
        let found = paths("fn f() { let t = std::time::Instant::now(); g::<u8>(t) }");
        assert!(found.contains(&"std::time::Instant::now".to_owned()));
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        let found = paths("// std::fs\n/// std::net\nfn f() -> &'static str { \"std::env\" }");
        assert!(!found.iter().any(|path| path.starts_with("std")));
    }

    #[test]
    fn what_is_only_for_tests_does_not_ship() {
        let text = "fn a() {} #[cfg(test)] mod tests { fn b() {} } #[test] fn c() {} \
                    #[cfg(not(test))] fn d() {} #[tokio::test] async fn e() {} fn g() {}";
        let found = paths(text);
        for shipped in ["a", "d", "g"] {
            assert!(found.contains(&shipped.to_owned()), "{found:?}");
        }
        for test in ["b", "c", "e"] {
            assert!(!found.contains(&test.to_owned()), "{found:?}");
        }
    }

    #[test]
    fn a_file_of_tests_ships_nothing() {
        for path in ["crates/a/tests/b.rs", "crates/a/src/b/tests.rs"] {
            assert!(read(path, "fn a() {}").unwrap().shipped.is_empty());
        }
        assert!(
            read("a.rs", "#![cfg(test)] fn a() {}")
                .unwrap()
                .shipped
                .is_empty()
        );
    }
}
