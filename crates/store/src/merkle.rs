//! The RFC 6962 Merkle tree over the journal, kept as its right edge only.
//!
//! A leaf is the sum of one line (the 32 bytes that the next line names as its `prev`), not the line
//! itself: so a tree can be rebuilt from the sums alone, a leaf fits the entry bundles of C2SP
//! tlog-tiles (64 KiB) however long the line is, and each line is hashed once.

use crate::Sha256Sum;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The right edge of a Merkle tree: enough to add leaves and to tell the root, at most 64 sums.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frontier {
    size: u64,
    /// Roots of the perfect subtrees, largest first; one for each bit set in `size`.
    peaks: Vec<Sha256Sum>,
}

impl Frontier {
    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the line with the sum `line` as the next leaf.
    pub fn push(&mut self, line: &Sha256Sum) {
        let mut node = hash(&[&[0], &line.0]);
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = parent(&left, &node);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// The root: RFC 6962's Merkle tree hash of all leaves.
    #[must_use]
    pub fn root(&self) -> Sha256Sum {
        let joined = self
            .peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| parent(&left, &right));
        joined.unwrap_or_else(|| Sha256Sum::of(b""))
    }

    /// Whether it has as many peaks as a tree of its size must have.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.peaks.len() == self.size.count_ones() as usize
    }
}

fn parent(left: &Sha256Sum, right: &Sha256Sum) -> Sha256Sum {
    hash(&[&[1], &left.0, &right.0])
}

fn hash(parts: &[&[u8]]) -> Sha256Sum {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update(part);
    }
    Sha256Sum(sum.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962 §2.1, word for word.
    fn tree_hash(leaves: &[Sha256Sum]) -> Sha256Sum {
        match leaves {
            [] => Sha256Sum::of(b""),
            [leaf] => hash(&[&[0], &leaf.0]),
            _ => {
                let half = leaves.len().next_power_of_two() / 2;
                parent(&tree_hash(&leaves[..half]), &tree_hash(&leaves[half..]))
            }
        }
    }

    #[test]
    fn the_edge_gives_the_root_of_the_whole_tree_at_every_size() {
        let mut frontier = Frontier::default();
        let mut leaves = Vec::new();
        for i in 0..200_u8 {
            assert_eq!(frontier.root(), tree_hash(&leaves), "{i} leaves");
            assert_eq!(frontier.size(), u64::from(i));
            assert!(frontier.is_sound());
            leaves.push(Sha256Sum::of(&[i]));
            frontier.push(&leaves[usize::from(i)]);
        }
    }

    #[test]
    fn the_empty_tree_has_the_root_that_rfc_6962_gives_it() {
        let root = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Frontier::default().root().to_string(), root);
    }

    #[test]
    fn an_edge_is_kept_as_json_and_goes_on_from_there() {
        let mut frontier = Frontier::default();
        for i in 0..11_u8 {
            frontier.push(&Sha256Sum::of(&[i]));
        }
        let kept = serde_json::to_string(&frontier).unwrap();
        let mut again: Frontier = serde_json::from_str(&kept).unwrap();
        assert_eq!(again, frontier);
        again.push(&Sha256Sum::ZERO);
        frontier.push(&Sha256Sum::ZERO);
        assert_eq!(again.root(), frontier.root());
    }
}
