//! Encrypts single columns: XChaCha20-Poly1305 with a random nonce, bound to the place where the
//! column stands, so that no column can be passed off as another.

use super::Fault;
use crate::key_file::SecretKey;
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use zeroize::Zeroizing;

const NONCE_BYTES: usize = 24;

/// Where a sealed column stands: table, row and column.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub table: &'static str,
    pub id: &'a str,
    pub column: &'static str,
}

impl Place<'_> {
    fn text(self) -> String {
        format!("{}\n{}\n{}", self.table, self.id, self.column)
    }
}

pub(super) fn seal(key: &SecretKey, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|_| Fault::Chance)?;
    let bound_to = place.text();
    let payload = Payload {
        msg: clear,
        aad: bound_to.as_bytes(),
    };
    let sealed = XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| place.fault())?;
    Ok([nonce.as_slice(), &sealed].concat())
}

pub(super) fn open(
    key: &SecretKey,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let (nonce, sealed) = sealed
        .split_first_chunk::<NONCE_BYTES>()
        .ok_or_else(|| place.fault())?;
    let bound_to = place.text();
    let payload = Payload {
        msg: sealed,
        aad: bound_to.as_bytes(),
    };
    let clear = XChaCha20Poly1305::new(key.bytes().into()).decrypt(&XNonce::from(*nonce), payload);
    clear.map(Zeroizing::new).map_err(|_| place.fault())
}

pub(super) fn open_text(key: &SecretKey, place: Place<'_>, sealed: &[u8]) -> Result<String, Fault> {
    let clear = open(key, place, sealed)?;
    std::str::from_utf8(&clear)
        .map(str::to_owned)
        .map_err(|_| place.fault())
}

/// Opens the key of a row.
pub(super) fn open_key(
    master: &SecretKey,
    place: Place<'_>,
    sealed: &[u8],
) -> Result<SecretKey, Fault> {
    let clear = open(master, place, sealed)?;
    let bytes = <&[u8; 32]>::try_from(clear.as_slice()).map_err(|_| place.fault())?;
    Ok(SecretKey::from_bytes(bytes))
}

impl Place<'_> {
    fn fault(self) -> Fault {
        Fault::Sealed {
            table: self.table,
            column: self.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        table: "people",
        id: "p_1",
        column: "name",
    };

    #[test]
    fn what_is_sealed_opens_in_its_place_only_and_never_looks_the_same_twice() {
        let key = SecretKey::random().unwrap();
        let sealed = seal(&key, PLACE, "Zoé".as_bytes()).unwrap();
        assert_eq!(open_text(&key, PLACE, &sealed).unwrap(), "Zoé");
        assert_ne!(sealed, seal(&key, PLACE, "Zoé".as_bytes()).unwrap());
        assert!(open(&SecretKey::random().unwrap(), PLACE, &sealed).is_err());
        for elsewhere in [
            Place {
                table: "report_texts",
                ..PLACE
            },
            Place { id: "p_2", ..PLACE },
            Place {
                column: "phone",
                ..PLACE
            },
        ] {
            assert!(open(&key, elsewhere, &sealed).is_err());
        }
    }

    #[test]
    fn a_changed_or_cut_column_does_not_open() {
        let key = SecretKey::random().unwrap();
        let sealed = seal(&key, PLACE, b"+33 6 00 00 00 00").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&key, PLACE, &changed).is_err());
            assert!(open(&key, PLACE, &sealed[..at]).is_err());
        }
    }
}
