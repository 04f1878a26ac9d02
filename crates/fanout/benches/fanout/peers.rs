//! Other programs that fan out, each as its makers ship it, with limits raised where they are lower than here.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Connections of one process, below the limit of its descriptors.
pub const PER_PROCESS: usize = 14_000;

/// A program that was started.
pub struct Peer {
    pub children: Vec<Child>,
    pub hello: &'static str,
    way_in: WayIn,
}

enum WayIn {
    /// A number of bytes for each of our own servers.
    Lines,
    Nchan(TcpStream),
    Mqtt(TcpStream),
    Nats(TcpStream),
}

impl Drop for Peer {
    fn drop(&mut self) {
        for child in &mut self.children {
            // nginx ends its workers when it is asked to end.
            let asked = i32::try_from(child.id())
                .ok()
                .and_then(rustix::process::Pid::from_raw);
            if let Some(pid) = asked {
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
            }
            let _ = child.wait();
        }
    }
}

/// Starts a system for so many connections; none where it cannot hold them or is not installed.
pub fn start(
    system: &str,
    port: u16,
    connections: usize,
    folder: &Path,
) -> Result<Option<Peer>, String> {
    let processes = connections.div_ceil(PER_PROCESS);
    let fault = |error: std::io::Error| format!("failed to start {system}: {error}");
    let (children, hello, is_single) = match system {
        "engine" | "limit" | "axum" => {
            let writers = if processes == 1 { "2" } else { "1" };
            let this = std::env::current_exe().map_err(fault)?;
            let children = (0..processes)
                .map(|_| {
                    Command::new(&this)
                        .args(["serve", system, &port.to_string(), writers])
                        .stdin(Stdio::piped())
                        .spawn()
                })
                .collect::<Result<_, _>>()
                .map_err(fault)?;
            (children, "sse", false)
        }
        "vigie" => (vigie(port, processes, folder)?, "sse", false),
        "nchan" => {
            let path = folder.join("nginx.conf");
            std::fs::write(&path, nginx(port, processes.max(2), folder)).map_err(fault)?;
            let mut nginx = Command::new("nginx");
            nginx.arg("-c").arg(path).args(["-e", "stderr"]);
            (vec![quiet(nginx).map_err(fault)?], "sse", false)
        }
        "mosquitto" => {
            let path = folder.join("mosquitto.conf");
            let text = format!("listener {port} 127.0.0.1\nallow_anonymous true\nuser root\n");
            std::fs::write(&path, text).map_err(fault)?;
            let mut mosquitto = Command::new("mosquitto");
            mosquitto.arg("-c").arg(path);
            (vec![quiet(mosquitto).map_err(fault)?], "mqtt", true)
        }
        "nats" => {
            let mut nats = Command::new("nats-server");
            nats.args(["-a", "127.0.0.1", "-p", &port.to_string()]);
            (vec![quiet(nats).map_err(fault)?], "nats", true)
        }
        other => return Err(format!("{other:?} is not known here")),
    };
    let mut peer = Peer {
        children,
        hello,
        way_in: WayIn::Lines,
    };
    if is_single && processes > 1 {
        return Ok(None);
    }
    let stream = reached(port)?;
    peer.way_in = match system {
        "nchan" => {
            let patience = Some(std::time::Duration::from_millis(100));
            stream.set_read_timeout(patience).map_err(fault)?;
            WayIn::Nchan(stream)
        }
        "mosquitto" => WayIn::Mqtt(hello_mqtt(stream)?),
        "nats" => WayIn::Nats(hello_nats(stream)?),
        _ => WayIn::Lines,
    };
    Ok(Some(peer))
}

impl Peer {
    /// The processes.
    pub fn pids(&self) -> Vec<u32> {
        self.children.iter().map(Child::id).collect()
    }

    /// Publishes so many bytes; to one group alone where our own engine is asked for it.
    pub fn publish(&mut self, bytes: usize, group: Option<u64>) -> Result<(), String> {
        let payload = || "x".repeat(bytes.saturating_sub(8));
        let done = match &mut self.way_in {
            WayIn::Lines => {
                let line = group.map_or(format!("{bytes}\n"), |group| format!("{bytes} {group}\n"));
                let mut inputs = self
                    .children
                    .iter_mut()
                    .filter_map(|child| child.stdin.as_mut());
                inputs.try_for_each(|input| {
                    input
                        .write_all(line.as_bytes())
                        .and_then(|()| input.flush())
                })
            }
            WayIn::Nchan(stream) => {
                let text = payload();
                let request = format!(
                    "POST /pub HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{text}",
                    text.len()
                );
                // The answer to the one before; none to the first.
                let _ = stream.read(&mut [0; 4_096]);
                stream.write_all(request.as_bytes())
            }
            WayIn::Mqtt(stream) => stream.write_all(&mqtt_publish(payload().as_bytes())),
            WayIn::Nats(stream) => {
                let text = payload();
                stream.write_all(format!("PUB live {}\r\n{text}\r\n", text.len()).as_bytes())
            }
        };
        done.map_err(|error| format!("failed to publish: {error}"))
    }
}

/// The program itself: a server that signs what it is asked to, and a relay behind it with as many workers as the
/// connections need. `VIGIE_PROGRAM` names the release build.
fn vigie(port: u16, processes: usize, folder: &Path) -> Result<Vec<Child>, String> {
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
    let config = folder.join(format!("relay-{port}.toml"));
    let text = format!(
        "[relay]\nfrom = [{from:?}]\nlive_keys = [{live:?}]\nexercise_keys = [{exercise:?}]\nworkers = {processes}\n\
         connections_max = 19000\nconnections_per_address_max = 1000000\nstate = \"state-{port}\"\n\
         [http]\nlisten = \"127.0.0.1:{port}\"\n"
    );
    std::fs::write(&config, text).map_err(fault)?;
    let mut relay = Command::new(&program);
    relay.arg("relay").arg("--config").arg(config);
    let relay = quiet(relay).map_err(fault)?;
    // Each worker must be linked; which of them answers is chance.
    for _ in 0..processes * 8 {
        let here = format!("http://127.0.0.1:{port}");
        let mut tries = 0;
        while !asked(&here, "/readyz").is_ok_and(|answer| answer.contains(" 200 ")) {
            tries += 1;
            if tries > 500 {
                return Err("the relay is not linked".to_owned());
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
    Ok(vec![feed, relay])
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

fn quiet(mut command: Command) -> std::io::Result<Child> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

fn reached(port: u16) -> Result<TcpStream, String> {
    for _ in 0..500 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)) {
            return Ok(stream);
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    Err(format!("nobody listens on {port}"))
}

fn hello_mqtt(mut stream: TcpStream) -> Result<TcpStream, String> {
    let connect = [
        0x10, 13, 0, 4, b'M', b'Q', b'T', b'T', 4, 2, 0, 0, 0, 1, b'p',
    ];
    let mut answer = [0; 4];
    stream
        .write_all(&connect)
        .and_then(|()| stream.read_exact(&mut answer))
        .map_err(|error| format!("failed to say hello to mosquitto: {error}"))?;
    Ok(stream)
}

fn hello_nats(mut stream: TcpStream) -> Result<TcpStream, String> {
    stream
        .write_all(b"CONNECT {\"verbose\":false}\r\n")
        .map_err(|error| format!("failed to say hello to nats: {error}"))?;
    Ok(stream)
}

/// Quality of service 0, as a warning that everyone gets at once would be sent.
fn mqtt_publish(payload: &[u8]) -> Vec<u8> {
    let mut rest = 6 + payload.len();
    let mut bytes = vec![0x30];
    while rest >= 128 {
        bytes.push(u8::try_from(rest % 128).unwrap_or(0) | 0x80);
        rest /= 128;
    }
    bytes.push(u8::try_from(rest).unwrap_or(0));
    bytes.extend([0, 4, b'l', b'i', b'v', b'e']);
    bytes.extend(payload);
    bytes
}

fn nginx(port: u16, workers: usize, folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
user root; daemon off; worker_processes {workers}; worker_rlimit_nofile 20000; pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 19000; }}
http {{
  access_log off; client_body_temp_path {folder}; nchan_shared_memory_size 1024m;
  server {{
    listen 127.0.0.1:{port} reuseport backlog=8192;
    location = /live {{ nchan_subscriber eventsource; nchan_channel_id live; nchan_subscriber_first_message newest; }}
    location = /pub {{ nchan_publisher; nchan_channel_id live; nchan_message_buffer_length 1; }}
  }}
}}
"
    )
}
