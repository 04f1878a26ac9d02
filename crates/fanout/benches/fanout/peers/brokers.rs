//! Mosquitto and NATS. Neither shares a port, so beyond one process there are several that know nothing of each other:
//! the best that they can do, since nothing has to travel between them.

use super::{Peer, WayIn, free_port, installed, quiet, reached};
use crate::SERVED_AT;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;

/// Brokers of MQTT.
pub fn mosquitto(processes: usize, folder: &Path) -> Result<Peer, String> {
    let start = |port: u16| {
        let path = folder.join(format!("mosquitto-{port}.conf"));
        let listeners = SERVED_AT.map(|at| format!("listener {port} {at}\n"));
        let text = format!("{}allow_anonymous true\nuser root\n", listeners.concat());
        std::fs::write(&path, text)
            .map_err(|error| format!("failed to write {}: {error}", path.display()))?;
        let mut mosquitto = Command::new("mosquitto");
        mosquitto.arg("-c").arg(path);
        Ok(mosquitto)
    };
    let addresses = SERVED_AT.len();
    several(
        processes,
        ("mqtt", addresses),
        start,
        hello_mqtt,
        publish_mqtt,
    )
}

/// Servers of NATS.
pub fn nats(processes: usize) -> Result<Peer, String> {
    let program = installed("nats/bin/nats-server")?;
    let start = |port: u16| {
        let mut nats = Command::new(&program);
        nats.args(["-a", "127.0.0.1", "-p", &port.to_string()]);
        Ok(nats)
    };
    several(processes, ("nats", 1), start, hello_nats, |payload| {
        format!("PUB live {}\r\n{payload}\r\n", payload.len()).into()
    })
}

fn several(
    processes: usize,
    (hello, addresses): (&'static str, usize),
    start: impl Fn(u16) -> Result<Command, String>,
    greet: fn(TcpStream) -> std::io::Result<TcpStream>,
    written: fn(&str) -> Vec<u8>,
) -> Result<Peer, String> {
    let fault = |error: std::io::Error| format!("failed to start a broker: {error}");
    let (mut children, mut ports, mut streams) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..processes {
        let port = free_port()?;
        children.push(quiet(start(port)?).map_err(fault)?);
        streams.push(greet(reached(port)?).map_err(fault)?);
        ports.push(port);
    }
    Ok(Peer {
        children,
        hello,
        ports,
        addresses,
        way_in: WayIn::Wire(streams, written),
    })
}

fn hello_mqtt(mut stream: TcpStream) -> std::io::Result<TcpStream> {
    let connect = [
        0x10, 13, 0, 4, b'M', b'Q', b'T', b'T', 4, 2, 0, 0, 0, 1, b'p',
    ];
    stream.write_all(&connect)?;
    stream.read_exact(&mut [0; 4])?;
    Ok(stream)
}

fn hello_nats(mut stream: TcpStream) -> std::io::Result<TcpStream> {
    stream.write_all(b"CONNECT {\"verbose\":false}\r\n")?;
    Ok(stream)
}

/// Quality of service 0, as a warning that everyone gets at once would be sent.
fn publish_mqtt(payload: &str) -> Vec<u8> {
    let mut rest = 6 + payload.len();
    let mut bytes = vec![0x30];
    while rest >= 128 {
        bytes.push(u8::try_from(rest % 128).unwrap_or(0) | 0x80);
        rest /= 128;
    }
    bytes.push(u8::try_from(rest).unwrap_or(0));
    bytes.extend([0, 4, b'l', b'i', b'v', b'e']);
    bytes.extend(payload.as_bytes());
    bytes
}
