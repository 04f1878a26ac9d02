//! A real Mosquitto that lets everybody in, in a temporary folder on a free port of the loopback; with TLS as well,
//! where a test asks for it.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Debian keeps it where only administrators look.
const PROGRAMS: [&str; 2] = ["/usr/sbin/mosquitto", "mosquitto"];

pub struct Broker {
    pub port: u16,
    /// Where it listens with TLS, if it does.
    pub tls_port: Option<u16>,
    folder: TempDir,
    child: Child,
}

impl Broker {
    pub fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), false)
    }

    /// One that shows a certificate for this name or address, signed by the authority in [`Self::authority`].
    pub fn with_tls(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        authority(folder.path(), "authority");
        certificate(folder.path(), "authority", name);
        Self::start_in(folder, true)
    }

    /// The certificate of whoever signed the broker's.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    fn start_in(folder: TempDir, with_tls: bool) -> Self {
        // Somebody else may take the port between the two steps; then another one is tried.
        for _ in 0..10 {
            let (port, tls_port) = (free_port(), with_tls.then(free_port));
            if let Some(child) = listening(&folder, port, tls_port) {
                return Self {
                    port,
                    tls_port,
                    folder,
                    child,
                };
            }
        }
        panic!("no broker started");
    }

    pub fn url(&self) -> String {
        format!("mqtt://127.0.0.1:{}", self.port)
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again where it was.
    pub fn start_again(&mut self) {
        self.child = listening(&self.folder, self.port, self.tls_port).expect("its port was taken");
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    free.local_addr().unwrap().port()
}

/// Makes the key and the certificate of an authority.
pub fn authority(folder: &Path, name: &str) {
    let args = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
    let more = format!("-subj /CN={name} -keyout {name}.key -out {name}.pem");
    openssl(folder, &format!("{args} {more}"));
}

/// Makes `broker.key` and `broker.pem`, for a name or an address.
fn certificate(folder: &Path, authority: &str, name: &str) {
    let kind = if name.parse::<std::net::IpAddr>().is_ok() {
        "IP"
    } else {
        "DNS"
    };
    let extensions = format!("subjectAltName={kind}:{name}\nbasicConstraints=CA:FALSE\n");
    std::fs::write(folder.join("extensions"), extensions).unwrap();
    openssl(
        folder,
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=broker -keyout broker.key -out broker.csr",
    );
    let sign =
        "x509 -req -in broker.csr -days 2 -CAcreateserial -extfile extensions -out broker.pem";
    openssl(
        folder,
        &format!("{sign} -CA {authority}.pem -CAkey {authority}.key"),
    );
}

fn openssl(folder: &Path, args: &str) {
    let done = Command::new("openssl")
        .args(args.split(' '))
        .current_dir(folder)
        .output()
        .expect("`cargo xtask test` installs openssl; it is not here");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

/// The broker, once it takes connections; nothing if it ends instead.
fn listening(folder: &TempDir, port: u16, tls_port: Option<u16>) -> Option<Child> {
    let file = folder.path().join("mosquitto.conf");
    let mut config =
        format!("listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n");
    if let Some(tls_port) = tls_port {
        let at = folder.path().display();
        config += &format!(
            "user root\nlistener {tls_port} 127.0.0.1\nallow_anonymous true\ncertfile {at}/broker.pem\nkeyfile {at}/broker.key\n"
        );
    }
    std::fs::write(&file, config).unwrap();
    let program = PROGRAMS.into_iter().find(|program| {
        let asked = Command::new(program)
            .arg("-h")
            .stdout(Stdio::null())
            .status();
        asked.is_ok()
    });
    let program = program.expect("`cargo xtask test` installs mosquitto; it is not here");
    let mut child = Command::new(program)
        .arg("-c")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let limit = Instant::now() + Duration::from_secs(20);
    while Instant::now() < limit {
        if child.try_wait().unwrap().is_some() {
            return None;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(child);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
