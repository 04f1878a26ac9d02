//! TLS for whoever comes in: before HTTP and after a listener has left it, and a certificate that is renewed.

use crate::house::{House, PATIENCE};
use crate::listen::{Heard, Wire};
use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio_tungstenite::connect_async;

/// Makes a certificate for this machine: another one each time.
fn certificate(folder: &Path) {
    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = folder.join("key.pem");
    fs::write(folder.join("chain.pem"), made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    fs::set_permissions(key, Permissions::from_mode(0o600)).unwrap();
}

fn closed() -> House {
    let house = House::closed();
    certificate(house.path());
    let text = fs::read_to_string(house.config()).unwrap();
    let listen = "listen = \"127.0.0.1:0\"";
    let text = text.replace(
        listen,
        &format!("{listen}\ntls_certificate = \"chain.pem\"\ntls_key = \"key.pem\""),
    );
    fs::write(house.config(), text).unwrap();
    house
}

/// A client that trusts the certificate as it lies on disk, and nobody else.
fn client(house: &House) -> reqwest::Client {
    let pem = fs::read(house.path().join("chain.pem")).unwrap();
    let root = reqwest::Certificate::from_pem(&pem).unwrap();
    reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([root])
        .pool_max_idle_per_host(0)
        .build()
        .unwrap()
}

#[tokio::test]
async fn one_address_speaks_tls_and_another_takes_what_a_proxy_says_in_the_clear() {
    let mut house = closed();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let clear = free.local_addr().unwrap();
    drop(free);
    let text = fs::read_to_string(house.config()).unwrap();
    let text = text.replace(
        "listen = \"127.0.0.1:0\"",
        &format!(
            "listen = [\"127.0.0.1:0\", {{ at = \"{clear}\", tls = false, proxy_protocol_from = [\"127.0.0.1\"] }}]"
        ),
    );
    fs::write(house.config(), text).unwrap();
    house.start();
    assert!(house.base.starts_with("https://"), "{}", house.base);
    let sealed = client(&house).get(format!("{}/healthz", house.base));
    assert_eq!(sealed.send().await.unwrap().status(), 200);
    let asks = |before: &str| {
        let mut stream = std::net::TcpStream::connect(clear).unwrap();
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream
            .write_all(format!("{before}{request}").as_bytes())
            .unwrap();
        let mut answer = String::new();
        // A connection that is refused may be cut.
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    let said = asks("PROXY TCP4 203.0.113.7 127.0.0.1 4660 80\r\n");
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(asks(""), "", "a proxy must say who asks");
}

#[tokio::test]
async fn a_listener_hears_bulletins_sealed_also_once_it_has_left_http() {
    let mut house = closed();
    house.start();
    assert!(house.base.starts_with("https://"), "{}", house.base);
    house.use_client(client(&house));
    let mut wires: Vec<Wire> = Vec::new();
    for _ in 0..3 {
        let asked = house.client().get(format!("{}/live", house.base));
        wires.push(Wire::Sse(asked.send().await.unwrap(), String::new()));
    }
    let first = house.warn("exercise").await;
    for wire in &mut wires {
        assert_eq!(wire.bulletins(1).await.len(), 1);
    }
    let over = format!("/api/v1/exercise/warnings/{first}/all-clear");
    house
        .post("duty-2", &over, serde_json::json!({}))
        .await
        .expect(200);
    for wire in &mut wires {
        assert_eq!(wire.bulletins(1).await.len(), 1);
        while !matches!(wire.next().await, Some(Heard::Heartbeat(_))) {}
    }
    let all = house.client().get(format!("{}/live?since=0", house.base));
    let mut all = Wire::Sse(all.send().await.unwrap(), String::new());
    assert_eq!(
        all.bulletins(2).await.len(),
        2,
        "what was kept comes sealed too"
    );
    let plain = connect_async(format!("ws://{}/live/ws", house.address())).await;
    assert!(plain.is_err(), "nobody listens in the clear");
}

#[tokio::test]
async fn a_certificate_that_is_renewed_is_used_without_a_restart_and_one_that_is_broken_is_not() {
    let mut house = closed();
    house.start();
    // One that has been here resumes its session and is shown no certificate.
    let (old, stranger) = (client(&house), client(&house));
    let alive = format!("{}/healthz", house.base);
    assert!(old.get(&alive).send().await.is_ok());
    fs::write(house.path().join("chain.pem"), "nothing").unwrap();
    let began = Instant::now();
    while !house
        .log()
        .contains("cannot be used; the one of before goes on")
    {
        assert!(began.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(old.get(&alive).send().await.is_ok());
    certificate(house.path());
    let new = client(&house);
    while new.get(&alive).send().await.is_err() {
        assert!(began.elapsed() < PATIENCE, "{}", house.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(stranger.get(&alive).send().await.is_err());
}

#[test]
fn a_key_that_everybody_may_read_or_that_fits_no_certificate_stops_the_start() {
    let house = closed();
    let key = house.path().join("key.pem");
    let check = || {
        let config = house.config();
        let out = crate::house::vigie(&["check", "--config", config.to_str().unwrap()]);
        String::from_utf8_lossy(&out.stderr).into_owned()
    };
    fs::set_permissions(&key, Permissions::from_mode(0o644)).unwrap();
    assert!(
        check().contains("everybody may read it (mode 644)"),
        "{}",
        check()
    );
    let chain = fs::read(house.path().join("chain.pem")).unwrap();
    certificate(house.path());
    fs::write(house.path().join("chain.pem"), chain).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    assert!(check().contains("it is not the key of"), "{}", check());
}
