//! The keys of a site's sirens, ready to verify with. They are made once for each site and not for each text: whoever
//! says hello names its key, and a thousand sirens that come back at once must not each be looked for among a thousand.

use ed25519_dalek::VerifyingKey;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use vigie_core::ids::SirenId;
use vigie_core::jws::{key_id, public_key_from_hex};
use vigie_core::site::Site;

/// The keys of the site in force.
#[derive(Debug, Default)]
pub struct SirenKeys(Mutex<Option<(Arc<Site>, Arc<Keyring>)>>);

/// The keys of the sirens of one site.
#[derive(Debug, Default)]
pub struct Keyring {
    by_siren: BTreeMap<SirenId, VerifyingKey>,
    by_key_id: BTreeMap<String, SirenId>,
}

impl SirenKeys {
    /// The keys of this site.
    pub fn of(&self, site: &Arc<Site>) -> Arc<Keyring> {
        // A poisoned lock only means that another thread panicked between two texts.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, keyring)) = &*known
            && Arc::ptr_eq(of, site)
        {
            return Arc::clone(keyring);
        }
        let keyring = Arc::new(Keyring::of(site));
        *known = Some((Arc::clone(site), Arc::clone(&keyring)));
        keyring
    }
}

impl Keyring {
    fn of(site: &Site) -> Self {
        let mut keyring = Self::default();
        for (siren, post) in &site.sirens {
            if let Some(key) = public_key_from_hex(&post.key) {
                keyring.by_siren.insert(siren.clone(), key);
                let named = keyring.by_key_id.entry(key_id(&key));
                named.or_insert_with(|| siren.clone());
            }
        }
        keyring
    }

    /// The key of a siren.
    pub fn key(&self, siren: &SirenId) -> Option<&VerifyingKey> {
        self.by_siren.get(siren)
    }

    /// The siren whose key has this id, and the key.
    pub fn named(&self, key_id: &str) -> Option<(&SirenId, &VerifyingKey)> {
        let siren = self.by_key_id.get(key_id)?;
        Some((siren, self.by_siren.get(siren)?))
    }
}
