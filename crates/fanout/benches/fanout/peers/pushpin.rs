//! Pushpin, which holds connections for another server: it asks that one whether to hold each, and is told to publish.

use super::{Peer, WayIn, free_port, quiet, reached};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Where Debian's package has what every configuration takes in, and a configuration with all defaults.
const INTERNAL: &str = "/usr/lib/pushpin/internal.conf";
const DEFAULTS: &str = "/etc/pushpin/pushpin.conf";
/// Where that package looks for zurl, by which pushpin asks.
const ZURL: &str = "/var/run/zurl";
/// What the server behind it answers to everybody.
const HOLD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 6\r\nGrip-Hold: stream\r\n\
    Grip-Channel: live\r\n\r\n: hi\n\n";

/// Starts it, what it asks with, and the server that it asks.
pub fn start(port: u16, folder: &Path) -> Result<Peer, String> {
    let fault = |error: std::io::Error| format!("failed to start pushpin: {error}");
    let behind = TcpListener::bind("127.0.0.1:0").map_err(fault)?;
    let address = behind.local_addr().map_err(fault)?;
    std::thread::spawn(move || {
        for stream in behind.incoming().flatten() {
            std::thread::spawn(move || hold(stream));
        }
    });
    let place = folder.join(format!("pushpin-{port}"));
    std::fs::create_dir_all(&place).map_err(fault)?;
    let here = place.display().to_string();
    let publish = free_port()?;
    let internal = std::fs::read_to_string(INTERNAL).map_err(fault)?;
    let defaults = std::fs::read_to_string(DEFAULTS).map_err(fault)?;
    let ways_in = [free_port()?, free_port()?, free_port()?];
    let settings = [
        ("include", format!("{here}/internal.conf")),
        ("rundir", here.clone()),
        ("logdir", here.clone()),
        ("log_level", "0".to_owned()),
        ("http_port", format!("127.0.0.1:{port}")),
        ("client_maxconn", "15000".to_owned()),
        ("message_rate", "10000000".to_owned()),
        ("message_hwm", "10000000".to_owned()),
        ("routesfile", format!("{here}/routes")),
        ("push_in_http_port", publish.to_string()),
        ("push_in_spec", format!("tcp://127.0.0.1:{}", ways_in[0])),
        (
            "push_in_sub_specs",
            format!("tcp://127.0.0.1:{}", ways_in[1]),
        ),
    ];
    let set = |line: &str| {
        let name = line.split('=').next().unwrap_or("");
        let other = settings.iter().find(|(known, _)| *known == name);
        // Two have this name; only one of them is a port.
        match other {
            Some((name, value)) => format!("{name}={value}\n"),
            None if line == "command_spec=tcp://127.0.0.1:5563" => {
                format!("command_spec=tcp://127.0.0.1:{}\n", ways_in[2])
            }
            None => format!("{line}\n"),
        }
    };
    let zurl = format!(
        "[General]\nin_spec=ipc://{here}/zurl-in\nin_stream_spec=ipc://{here}/zurl-in-stream\nout_spec=ipc://{here}/zurl-out\n\
         defpolicy=allow\nmax_open_requests=2000\nbuffer_size=200000\ntimeout=600\nin_hwm=1000\nout_hwm=1000\n"
    );
    for (name, text) in [
        ("internal.conf", internal.replace(ZURL, &here)),
        ("pushpin.conf", defaults.lines().map(set).collect()),
        ("routes", format!("* {address}\n")),
        ("zurl.conf", zurl),
    ] {
        std::fs::write(place.join(name), text).map_err(fault)?;
    }
    let with = |program: &str, config: &str| {
        let mut command = Command::new(program);
        command.arg(format!("--config={here}/{config}"));
        quiet(command).map_err(fault)
    };
    let children = vec![with("zurl", "zurl.conf")?, with("pushpin", "pushpin.conf")?];
    until_held(port)?;
    Ok(Peer {
        addresses: 1,
        children,
        hello: "sse",
        ports: vec![port],
        way_in: WayIn::Anew(
            publish,
            |payload| {
                let body = format!(
                    "{{\"items\":[{{\"channel\":\"live\",\"formats\":{{\"http-stream\":{{\"content\":\"data: {payload}\\n\\n\"}}}}}}]}}"
                );
                let length = body.len();
                format!("POST /publish/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}").into()
            },
            None,
        ),
    })
}

/// It listens before its parts have found each other.
fn until_held(port: u16) -> Result<(), String> {
    for _ in 0..500 {
        let mut stream = reached(port)?;
        let mut answer = [0; 12];
        let asked = stream.set_read_timeout(Some(Duration::from_secs(1)));
        let asked =
            asked.and_then(|()| stream.write_all(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        if asked.and_then(|()| stream.read_exact(&mut answer)).is_ok() && answer.ends_with(b"200") {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("pushpin holds nobody".to_owned())
}

/// Answers every request of a connection alike.
fn hold(mut stream: TcpStream) {
    let mut heard = Vec::new();
    let mut bytes = [0; 4_096];
    while let Ok(read) = stream.read(&mut bytes) {
        if read == 0 {
            return;
        }
        heard.extend_from_slice(&bytes[..read]);
        while let Some(end) = heard.windows(4).position(|four| four == b"\r\n\r\n") {
            heard.drain(..end + 4);
            if stream.write_all(HOLD).is_err() {
                return;
            }
        }
    }
}
