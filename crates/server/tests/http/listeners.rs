//! The ways in: several addresses, a socket file behind a reverse proxy, and proxies that say who asks.

use crate::house::{House, PATIENCE};
use crate::listen::Wire;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;

fn with(http: &str) -> House {
    let mut house = House::closed();
    let text = std::fs::read_to_string(house.config()).unwrap();
    let text = text.replace("listen = \"127.0.0.1:0\"", http);
    std::fs::write(house.config(), text).unwrap();
    house.start();
    house
}

/// Asks, and reads the status line.
fn status(mut stream: impl std::io::Read + std::io::Write, before: &str) -> String {
    let request =
        format!("{before}GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    // A connection that is refused may be cut.
    let _ = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or("").to_owned()
}

#[test]
fn a_server_listens_on_addresses_of_both_kinds_and_on_a_socket_file_that_goes_when_it_stops() {
    let mut house = with("listen = [\"127.0.0.1:0\", \"[::1]:0\", \"unix:vigie.sock\"]");
    let socket = house.path().join("vigie.sock");
    let ok = "HTTP/1.1 200 OK";
    assert_eq!(status(TcpStream::connect(house.address()).unwrap(), ""), ok);
    assert_eq!(status(UnixStream::connect(&socket).unwrap(), ""), ok);
    let mut live = UnixStream::connect(&socket).unwrap();
    live.set_read_timeout(Some(PATIENCE)).unwrap();
    live.write_all(b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut heard = String::new();
    while !heard.contains("event: heartbeat") {
        let mut bytes = [0; 4_096];
        let read = live.read(&mut bytes).unwrap();
        assert!(read > 0, "{heard}");
        heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    house.kill();
    house.start();
    assert_eq!(
        status(UnixStream::connect(&socket).unwrap(), ""),
        ok,
        "a file that was left over is no obstacle"
    );
    assert!(house.stop().success());
    assert!(!socket.exists());
}

#[test]
fn a_proxy_that_is_configured_says_who_asks_and_nobody_else_does() {
    let believed = with(
        "listen = [\"127.0.0.1:0\", \"unix:vigie.sock\"]\nproxy_protocol_from = [\"127.0.0.2\", \"unix\"]",
    );
    let said = "PROXY TCP4 203.0.113.7 127.0.0.1 4660 80\r\n";
    let ok = "HTTP/1.1 200 OK";
    let socket = || UnixStream::connect(believed.path().join("vigie.sock")).unwrap();
    assert_eq!(status(socket(), said), ok);
    assert_eq!(status(socket(), ""), "", "a proxy must say who asks");
    let tcp = || TcpStream::connect(believed.address()).unwrap();
    assert_eq!(status(tcp(), ""), ok);
    assert!(
        status(tcp(), said).starts_with("HTTP/1.1 400"),
        "a stranger is not believed"
    );
}

#[tokio::test]
async fn a_server_that_begins_anew_refuses_nobody_meanwhile_and_listeners_come_back_by_number() {
    let mut house = with("listen = [\"127.0.0.1:0\", \"unix:vigie.sock\"]");
    let address = house.address();
    let first = house.warn("exercise").await;
    let mut wire = Wire::sse(&house, None).await;
    let had = wire.bulletins(1).await[0];
    let mut told = Wire::raw_sse(&house);
    told.read_exact(&mut [0; 12]).unwrap();
    let pid = rustix::process::Pid::from_raw(i32::try_from(house.pid()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    // From the last word to the old program to the first to the new one, nobody is refused.
    let mut answers = Vec::new();
    let began = std::time::Instant::now();
    while !(answers.len() > 20 && house.log().contains("listening where whoever started")) {
        assert!(began.elapsed() < PATIENCE, "{}", house.log());
        let stream = TcpStream::connect(address).expect("nobody is refused");
        answers.push(std::thread::spawn(move || status(stream, "")));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let refused = answers.into_iter().map(|answer| answer.join().unwrap());
    let refused: Vec<String> = refused.filter(|said| said != "HTTP/1.1 200 OK").collect();
    // One that the old program had just taken, and not heard, may find it gone; nobody is told no.
    assert!(
        refused.iter().all(String::is_empty) && refused.len() <= 3,
        "{refused:?}"
    );
    while wire.next().await.is_some() {}
    let mut goodbye = String::new();
    told.read_to_string(&mut goodbye).unwrap();
    let retry = goodbye
        .lines()
        .find_map(|line| line.strip_prefix("retry: "));
    let ms: u64 = retry.expect("told when to come back").parse().unwrap();
    assert!((200..2_000).contains(&ms), "{ms}");
    let over = format!("/api/v1/exercise/warnings/{first}/all-clear");
    house
        .post("duty-2", &over, serde_json::json!({}))
        .await
        .expect(200);
    let mut back = Wire::sse(&house, Some(had)).await;
    assert_eq!(back.bulletins(1).await.len(), 1);
    let socket = house.path().join("vigie.sock");
    assert_eq!(
        status(UnixStream::connect(&socket).unwrap(), ""),
        "HTTP/1.1 200 OK"
    );
    assert!(house.stop().success());
    assert!(!socket.exists());
}
