//! A checkpoint: one short signed text that says how many entries the journal had and which ones.
//!
//! Whoever keeps one can tell later whether the journal still begins with exactly those entries. The
//! form is C2SP tlog-checkpoint: origin, size, base64 of the RFC 6962 root, then a signed note's
//! signatures. The tree is that of [`crate::merkle`].

mod note;

pub use note::{NotANote, Signer, Verifier};

use crate::{
    Sha256Sum,
    journal::{Footing, Vouched},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// What a log says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log, the same as its key's.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the Merkle tree over them.
    pub root: Sha256Sum,
}

impl From<&Checkpoint> for Vouched {
    fn from(checkpoint: &Checkpoint) -> Self {
        Self {
            size: checkpoint.size,
            root: checkpoint.root,
        }
    }
}

/// The signed checkpoint for what a journal holds for certain.
#[must_use]
pub fn sign_checkpoint(signer: &Signer, footing: &Footing) -> String {
    let origin = signer.verifier().name();
    let root = STANDARD.encode(footing.tree.root().0);
    signer.sign(&format!("{origin}\n{}\n{root}\n", footing.tree.size()))
}

/// Reads a checkpoint and verifies that the log itself signed it.
///
/// Signatures of others (witnesses) are passed over. Extension lines, which the format allows, are
/// signed with the rest and passed over.
pub fn verify_checkpoint(note: &str, log: &Verifier) -> Result<Checkpoint, NotANote> {
    let text = log.open(note)?;
    let mut lines = text.lines();
    let mut line = |how| lines.next().ok_or(NotANote::Checkpoint { how });
    let origin = line("it has no origin")?;
    let size = line("it has no size")?;
    let root = line("it has no root")?;
    if origin != log.name() {
        let (expected, found) = (log.name().to_owned(), origin.to_owned());
        return Err(NotANote::Origin { expected, found });
    }
    let number: u64 = size.parse().unwrap_or(u64::MAX);
    if number.to_string() != size || number > crate::canonical::INTEGER_MAX {
        return Err(NotANote::Checkpoint {
            how: "its size is not a number",
        });
    }
    let root = STANDARD
        .decode(root)
        .ok()
        .and_then(|root| root.try_into().ok());
    let root = root.ok_or(NotANote::Checkpoint {
        how: "its root is not a SHA-256 sum in base64",
    })?;
    Ok(Checkpoint {
        origin: origin.to_owned(),
        size: number,
        root: Sha256Sum(root),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Head;
    use crate::merkle::Frontier;
    use ed25519_dalek::SigningKey;

    fn signer(name: &str) -> Signer {
        Signer::new(name, SigningKey::from_bytes(&[7; 32])).unwrap()
    }

    fn footing(entries: u8) -> Footing {
        let mut tree = Frontier::default();
        (0..entries).for_each(|i| tree.push(&Sha256Sum::of(&[i])));
        Footing {
            head: Head {
                n: u64::from(entries),
                sha256: Sha256Sum::ZERO,
            },
            tree,
        }
    }

    #[test]
    fn a_checkpoint_has_the_published_form_and_reads_back() {
        let signer = signer("vigie.example.org/log");
        let note = sign_checkpoint(&signer, &footing(5));
        let lines: Vec<&str> = note.lines().collect();
        assert_eq!(lines[..2], ["vigie.example.org/log", "5"]);
        assert_eq!(STANDARD.decode(lines[2]).unwrap(), footing(5).tree.root().0);
        assert_eq!(lines[3], "");
        assert!(lines[4].starts_with("\u{2014} vigie.example.org/log "));
        assert_eq!(lines.len(), 5);
        let checkpoint = verify_checkpoint(&note, signer.verifier()).unwrap();
        assert_eq!(
            (checkpoint.size, checkpoint.root),
            (5, footing(5).tree.root())
        );
    }

    #[test]
    fn extension_lines_and_witnesses_are_passed_over() {
        let (log, witness) = (signer("log"), signer("witness"));
        let text = "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextension\n";
        let note = log.sign(text) + witness.sign(text).split_once("\n\n").unwrap().1;
        assert_eq!(
            verify_checkpoint(&note, log.verifier()).unwrap().root,
            Frontier::default().root()
        );
        let only_witness = witness.sign(text);
        let refused = verify_checkpoint(&only_witness, log.verifier());
        assert_eq!(
            refused,
            Err(NotANote::NotSigned {
                name: "log".to_owned()
            })
        );
        let refused = verify_checkpoint(&only_witness, witness.verifier());
        assert!(matches!(refused, Err(NotANote::Origin { .. })));
    }

    #[test]
    fn a_signed_text_that_is_no_checkpoint_is_refused() {
        let log = signer("log");
        for text in [
            "log\n",
            "log\n1\n",
            "log\n01\nAAAA\n",
            "log\n-1\nAAAA\n",
            "log\n1\nAAAA\n",
        ] {
            let refused = verify_checkpoint(&log.sign(text), log.verifier());
            assert!(
                matches!(refused, Err(NotANote::Checkpoint { .. })),
                "{text:?}"
            );
        }
    }
}
