//! TLS for those who come in: certificate and key from files, read again when they change, and what remains of a
//! connection's cipher once it has left HTTP.

use crate::config::Http;
use crate::stopping::Stopping;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert, ServerConnection};
use rustls::sign::CertifiedKey;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
use tokio_rustls::TlsAcceptor;
use vigie_fanout::{Cipher, Unsealed};

/// How often it is looked whether the files changed.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long a handshake may take.
pub(super) const HANDSHAKE_MAX: Duration = Duration::from_secs(10);

/// Makes connections secret.
#[derive(Clone)]
pub struct Secret {
    pub(super) acceptor: TlsAcceptor,
    files: Arc<Files>,
}

#[derive(Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    now: RwLock<(Arc<CertifiedKey>, Option<SystemTime>)>,
}

impl Secret {
    /// By the files that are configured; none where there are none.
    pub fn of(http: &Http) -> Result<Option<Self>, String> {
        let (Some(certificate), Some(key)) = (&http.tls_certificate, &http.tls_key) else {
            return Ok(None);
        };
        crate::tls::install();
        let files = Arc::new(Files {
            certificate: certificate.clone(),
            key: key.clone(),
            now: RwLock::new((read(certificate, key)?, changed(certificate, key))),
        });
        let resolves = Arc::clone(&files) as Arc<dyn ResolvesServerCert>;
        let mut config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_cert_resolver(resolves);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // Whoever comes back after a restart of the network resumes by a ticket; nothing is kept for it here.
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.ticketer = rustls::crypto::ring::Ticketer::new()
            .map_err(|error| format!("failed to make keys for tickets of TLS: {error}"))?;
        config.send_tls13_tickets = 1;
        Ok(Some(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            files,
        }))
    }

    /// Reads the files again whenever they have changed. What is wrong is said, and what was goes on.
    pub async fn keep_fresh(self, stopping: Stopping) {
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK_EVERY) => self.files.look(),
                () = stopping.wait() => return,
            }
        }
    }
}

impl Files {
    fn look(&self) {
        let changed = changed(&self.certificate, &self.key);
        if changed == self.now.read().unwrap_or_else(PoisonError::into_inner).1 {
            return;
        }
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        match read(&self.certificate, &self.key) {
            Ok(read) => {
                tracing::info!("the certificate was read again");
                *now = (read, changed);
            }
            Err(why) => {
                tracing::warn!(%why, "the certificate changed and cannot be used; the one of before goes on");
                now.1 = changed;
            }
        }
    }
}

impl ResolvesServerCert for Files {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&now.0))
    }
}

/// When the later of the two was written.
fn changed(certificate: &Path, key: &Path) -> Option<SystemTime> {
    let at = |path: &Path| {
        std::fs::metadata(path)
            .and_then(|file| file.modified())
            .ok()
    };
    at(certificate).max(at(key))
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<CertifiedKey>, String> {
    let failed = |path: &Path, why: &dyn std::fmt::Display| {
        format!("failed to read {}: {why}", path.display())
    };
    let chain = CertificateDer::pem_file_iter(certificate).map_err(|e| failed(certificate, &e))?;
    let chain: Vec<_> = chain
        .collect::<Result<_, _>>()
        .map_err(|e| failed(certificate, &e))?;
    if chain.is_empty() {
        return Err(failed(certificate, &"there is no certificate in it"));
    }
    let mode = std::fs::metadata(key).map_err(|e| failed(key, &e))?;
    let mode = mode.permissions().mode() & 0o777;
    if mode & 0o007 != 0 {
        let why = format!(
            "everybody may read it (mode {mode:o}); run chmod 600 on it and have another made"
        );
        return Err(failed(key, &why));
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|e| failed(key, &e))?;
    let signing =
        rustls::crypto::ring::sign::any_supported_type(&private).map_err(|e| failed(key, &e))?;
    let certified = CertifiedKey::new(chain, signing);
    certified.keys_match().map_err(|e| {
        failed(
            key,
            &format!("it is not the key of {}: {e}", certificate.display()),
        )
    })?;
    Ok(Arc::new(certified))
}

/// The cipher of a connection that has left HTTP.
#[derive(Debug)]
pub(super) struct Sealed(ServerConnection);

impl Sealed {
    pub(super) fn new(mut connection: ServerConnection) -> Self {
        // Whoever waits is bounded by the engine, which seals a frame only once the one before is out.
        connection.set_buffer_limit(None);
        Self(connection)
    }
}

impl Cipher for Sealed {
    fn seal(&mut self, plain: &[u8]) -> Result<Vec<u8>, Unsealed> {
        self.0.writer().write_all(plain).map_err(|_| Unsealed)?;
        let mut out = Vec::with_capacity(plain.len() + 64);
        while self.0.wants_write() {
            self.0.write_tls(&mut out).map_err(|_| Unsealed)?;
        }
        Ok(out)
    }

    fn open(&mut self, mut read: &[u8]) -> Result<Vec<u8>, Unsealed> {
        let mut plain = Vec::new();
        while !read.is_empty() {
            self.0.read_tls(&mut read).map_err(|_| Unsealed)?;
            let state = self.0.process_new_packets().map_err(|_| Unsealed)?;
            let from = plain.len();
            plain.resize(from + state.plaintext_bytes_to_read(), 0);
            self.0
                .reader()
                .read_exact(&mut plain[from..])
                .map_err(|_| Unsealed)?;
            if state.peer_has_closed() && plain.is_empty() {
                return Err(Unsealed);
            }
        }
        Ok(plain)
    }
}
