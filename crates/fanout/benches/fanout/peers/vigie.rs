//! The program itself: a server that signs what it is asked to, and a relay behind it with as many workers as the
//! connections need. `VIGIE_PROGRAM` names the release build.

use crate::SERVED_AT;
use std::fs::Permissions;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How its listeners come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    Plain,
    /// By TLS, with a certificate that is made for the run.
    Sealed,
}

/// Starts both, and waits until every worker is linked.
pub fn start(port: u16, processes: usize, folder: &Path, wire: Wire) -> Result<Vec<Child>, String> {
    let program = std::env::var("VIGIE_PROGRAM").map_err(|_| {
        "VIGIE_PROGRAM names no program; `cargo xtask bench fanout` does".to_owned()
    })?;
    let fault = |error: std::io::Error| format!("failed to start vigie: {error}");
    let mut feed = Command::new(&program)
        .args(["bench", "feed"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(fault)?;
    let mut from = String::new();
    let said = feed.stdout.take().ok_or("the feed has no output")?;
    BufReader::new(said).read_line(&mut from).map_err(fault)?;
    let from = from.trim();
    let keys = asked(from, "/live/keys")?;
    let x: Vec<&str> = keys
        .split("\"x\":\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let [live, exercise] = x[..] else {
        return Err(format!("the feed lists no two keys: {keys}"));
    };
    let place = folder.join(format!("relay-{port}"));
    std::fs::create_dir_all(&place).map_err(fault)?;
    let listens = SERVED_AT.map(|at| format!("{at}:{port}"));
    let mut text = format!(
        "[relay]\nfrom = [{from:?}]\nlive_keys = [{live:?}]\nexercise_keys = [{exercise:?}]\nworkers = {processes}\n\
         connections_max = 19000\nconnections_per_address_max = 1000000\n[http]\nlisten = {listens:?}\n"
    );
    if wire == Wire::Sealed {
        certificate(&place)?;
        text.push_str("tls_certificate = \"chain.pem\"\ntls_key = \"key.pem\"\n");
    }
    let config = place.join("relay.toml");
    std::fs::write(&config, text).map_err(fault)?;
    let log = std::fs::File::create(place.join("log")).map_err(fault)?;
    let relay = Command::new(&program)
        .arg("relay")
        .arg("--config")
        .arg(config)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(fault)?;
    until_linked(&place, processes)?;
    Ok(vec![feed, relay])
}

/// Each worker says once that its link stands.
fn until_linked(place: &Path, processes: usize) -> Result<(), String> {
    for _ in 0..3_000 {
        let log = std::fs::read_to_string(place.join("log")).unwrap_or_default();
        if log.matches("the link stands").count() >= processes {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Err("the relay is not linked".to_owned())
}

/// A certificate for this machine.
fn certificate(place: &Path) -> Result<(), String> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])
        .map_err(|error| format!("failed to make a certificate: {error}"))?;
    // A key that everybody may read is refused.
    let write = |name: &str, text: String| {
        let path = place.join(name);
        std::fs::write(&path, text)
            .and_then(|()| std::fs::set_permissions(&path, Permissions::from_mode(0o600)))
            .map_err(|error| format!("failed to write {name}: {error}"))
    };
    write("chain.pem", made.cert.pem())?;
    write("key.pem", made.signing_key.serialize_pem())
}

/// What a server answers, head and all.
fn asked(base: &str, path: &str) -> Result<String, String> {
    let fault = |error: std::io::Error| format!("failed to ask {base}: {error}");
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).map_err(fault)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(fault)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(fault)?;
    Ok(answer)
}
