//! A real Mosquitto that lets everybody in, in a temporary folder on a free port of the loopback; with TLS as well,
//! where a test asks for it.

#[path = "../../../server/src/mosquitto.rs"]
mod mosquitto;

use mosquitto::Mosquitto;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub struct Broker {
    pub port: u16,
    /// Where it listens with TLS, if it does.
    pub tls_port: Option<u16>,
    running: Mosquitto,
    folder: TempDir,
}

impl Broker {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let broker = Mosquitto::start(folder.path()).expect("`cargo xtask test` installs it");
        Self {
            port: broker.port,
            tls_port: None,
            running: broker,
            folder,
        }
    }

    /// One that shows a certificate for this name or address, signed by the authority in [`Self::authority`].
    pub fn with_tls(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let signer = authority(folder.path(), "authority");
        let key = KeyPair::generate().unwrap();
        let asked = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = asked.signed_by(&key, &signer).unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("broker.pem"), certificate.pem()).unwrap();
        std::fs::write(at("broker.key"), key.serialize_pem()).unwrap();
        let (broker, tls_port) =
            Mosquitto::start_sealed(folder.path(), &at("broker.pem"), &at("broker.key"))
                .expect("`cargo xtask test` installs it");
        Self {
            port: broker.port,
            tls_port: Some(tls_port),
            running: broker,
            folder,
        }
    }

    /// The certificate of whoever signed the broker's.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    pub fn url(&self) -> String {
        self.running.url()
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.running.start_again().unwrap();
    }
}

/// Makes an authority, whose certificate lies in a file of this name.
pub fn authority(folder: &Path, name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut asked = CertificateParams::new(Vec::new()).unwrap();
    asked.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let made = CertifiedIssuer::self_signed(asked, KeyPair::generate().unwrap()).unwrap();
    std::fs::write(folder.join(format!("{name}.pem")), made.pem()).unwrap();
    made
}
