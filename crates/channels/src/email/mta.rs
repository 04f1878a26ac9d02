//! The channel against a real mail server: Exim, in a folder of its own and on a free port, over STARTTLS.

#![cfg(test)]

use super::{Bounce, Config, Mail, MailRender, Tls, came_back};
use crate::pattern::Channel as _;
use crate::sample::{numbered, order};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vigie_core::delivery::parcel::Outcome;
use vigie_core::ids::DeliveryId;
use vigie_core::status::Status;
use vigie_core::wording::Act;

/// How long a mail server may take for anything, on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

struct Exim {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl Drop for Exim {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _waited = self.child.wait();
    }
}

impl Exim {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path());
        for name in ["spool", "log", "mail", "returned"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            open_to_all(&folder.path().join(name));
        }
        certificate(folder.path());
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let config = folder.path().join("exim.conf");
        fs::write(&config, configured(folder.path(), port)).unwrap();
        let mut exim = Command::new("/usr/sbin/exim4");
        exim.arg("-C").arg(&config).args(["-bdf", "-q1m"]);
        let log = fs::File::create(folder.path().join("out")).unwrap();
        let child = exim.stdout(Stdio::null()).stderr(log).spawn();
        let child = child.expect("exim4 is installed by `cargo xtask test`");
        let exim = Self {
            folder,
            port,
            child,
        };
        exim.until("it listens", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        exim
    }

    fn mail(&self) -> Mail {
        let config = Config {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            tls: Tls::Starttls,
            authority: Some(self.folder.path().join("certificate.pem")),
            user: None,
            password: None,
            from: "Embassy <warnings@embassy.example>".to_owned(),
            bounce: BOUNCE.to_owned(),
            bounces: None,
            at_once: 2,
            per_minute_max: 600,
            per_day_max: None,
            folder: None,
        };
        assert_eq!(config.faults(), Vec::<String>::new());
        let render = MailRender::new(&config.from, &config.bounce, "https://warn.example");
        Mail::new(&config, render.unwrap()).unwrap()
    }

    async fn sends_to(&self, mail: &Mail, user: &str) -> Outcome {
        let alert = numbered(4, Status::Actual, Act::Alert);
        mail.send(&order(alert, &format!("{user}@b.example"), "en"))
            .await
    }

    fn box_of(&self, name: &str) -> Vec<PathBuf> {
        let new = fs::read_dir(self.folder.path().join(name).join("new"));
        let files = new.into_iter().flatten();
        files.map(|file| file.unwrap().path()).collect()
    }

    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let began = Instant::now();
        while !is_so() {
            let said = || fs::read_to_string(self.folder.path().join("out")).unwrap_or_default();
            assert!(
                began.elapsed() < PATIENCE,
                "waited until {what}: {}",
                said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

const BOUNCE: &str = "bounce@embassy.example";

fn open_to_all(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).unwrap();
}

fn certificate(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    fs::set_permissions(folder.join("key.pem"), fs::Permissions::from_mode(0o644)).unwrap();
}

/// Nobody is not there, grey comes later while a file says so, returns is taken and comes back.
fn configured(folder: &Path, port: u16) -> String {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let user = if is_root { "user = Debian-exim" } else { "" };
    let at = folder.display();
    format!(
        "spool_directory = {at}/spool
log_file_path = {at}/log/%slog
pid_file_path = {at}/exim.pid
primary_hostname = mx.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
keep_environment =
tls_advertise_hosts = *
tls_certificate = {at}/certificate.pem
tls_privatekey = {at}/key.pem
acl_smtp_rcpt = rcpt
acl_smtp_data = taken
begin acl
rcpt:
  deny
    !encrypted = *
    message = 5.7.0 in clear
  deny
    local_parts = nobody
    message = 5.1.1 no such mailbox
  deny
    local_parts = unwanted
    message = 5.7.1 we do not know you
  defer
    local_parts = grey
    condition = ${{if exists{{{at}/grey}}}}
    message = come back later
  accept
taken:
  accept
begin routers
returned:
  driver = accept
  local_parts = ^bounce
  transport = returned
gone:
  driver = redirect
  local_parts = returns
  allow_fail
  data = :fail: the mailbox is gone
all:
  driver = accept
  transport = mailbox
begin transports
returned:
  driver = appendfile
  directory = {at}/returned
  maildir_format
  {user}
mailbox:
  driver = appendfile
  directory = {at}/mail
  maildir_format
  {user}
"
    )
}

#[tokio::test]
async fn a_real_mail_server_takes_refuses_delays_and_returns_and_each_is_known() {
    let exim = Exim::start();
    let mail = exim.mail();
    assert_eq!(exim.sends_to(&mail, "ada").await, Outcome::Taken);
    exim.until("it is delivered", || exim.box_of("mail").len() == 1);
    let delivered = fs::read_to_string(&exim.box_of("mail")[0]).unwrap();
    for line in [
        "Message-ID: <vigie.4.00ff17@embassy.example>",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Rockets on the compound",
    ] {
        assert!(delivered.contains(line), "{line} is missing: {delivered}");
    }

    let said = exim.sends_to(&mail, "nobody").await;
    assert!(matches!(said, Outcome::Gone { .. }), "{said:?}");
    // What is about us, an operator can mend.
    let said = exim.sends_to(&mail, "unwanted").await;
    assert!(matches!(said, Outcome::Later { .. }), "{said:?}");

    let grey = exim.folder.path().join("grey");
    fs::write(&grey, "").unwrap();
    let said = exim.sends_to(&mail, "grey").await;
    assert!(matches!(said, Outcome::Later { .. }), "{said:?}");
    fs::remove_file(&grey).unwrap();
    assert_eq!(exim.sends_to(&mail, "grey").await, Outcome::Taken);
    exim.until("it is delivered", || exim.box_of("mail").len() == 2);

    assert_eq!(exim.sends_to(&mail, "returns").await, Outcome::Taken);
    exim.until("it comes back", || exim.box_of("returned").len() == 1);
    let returned = fs::read(&exim.box_of("returned")[0]).unwrap();
    let expected = Bounce {
        number: DeliveryId(40),
        tag: "00ff17".to_owned(),
    };
    assert_eq!(came_back(&returned, BOUNCE), Some(expected));
}

#[tokio::test]
async fn a_mail_server_that_is_gone_and_comes_back_loses_nothing() {
    let mut exim = Exim::start();
    let mail = exim.mail();
    assert_eq!(exim.sends_to(&mail, "ada").await, Outcome::Taken);
    exim.child.kill().unwrap();
    exim.child.wait().unwrap();
    let port = exim.port;
    exim.until("it is gone", || {
        TcpStream::connect(("127.0.0.1", port)).is_err()
    });
    let said = exim.sends_to(&mail, "ada").await;
    assert!(matches!(said, Outcome::Later { .. }), "{said:?}");
}
