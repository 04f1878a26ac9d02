//! A server that was restored from a backup gives its numbers again: what a relay had of before is taken for nothing new.

use crate::house::{House, PATIENCE};
use crate::listen::{Heard, Wire};
use crate::relay::{Listener, Station, beat, bulletin, end, liar, public};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_number_that_a_restored_server_gives_again_is_not_taken_for_the_bulletin_that_had_it() {
    let said = |code| bulletin(7, code, "actual", 1);
    let from = liar(vec![
        vec![said("AAAA-AAAA"), beat(8, 1), said("BBBB-BBBB")],
        vec![said("BBBB-BBBB"), beat(9, 1)],
    ]);
    let relay = Station::pinned(&from, &public(1), &public(2), 1);
    let began = Instant::now();
    loop {
        let kept = kept_at(&relay.base).await;
        if let [(7, jws)] = &kept[..]
            && said("BBBB-BBBB").contains(jws)
        {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{kept:?} {}", relay.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let log = relay.log();
    assert!(log.contains("the journal of the server went back"), "{log}");
}

fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(copied.unwrap().success(), "{}", from.display());
}

/// Every bulletin that is kept at an address: its number and the signed text.
async fn kept_at(base: &str) -> Vec<(u64, String)> {
    let mut wire = Wire::sse_at(base, Some(0)).await;
    let mut kept = Vec::new();
    let heard = async {
        loop {
            match wire.next().await {
                Some(Heard::Bulletin(n, jws)) => kept.push((n, jws)),
                Some(Heard::Resync(_)) => {}
                Some(Heard::Heartbeat(_)) | None => return,
            }
        }
    };
    tokio::time::timeout(PATIENCE, heard)
        .await
        .expect("a heartbeat comes behind what is kept");
    kept
}

/// A warning, and its all clear.
async fn warn_and_end(house: &House) {
    let warning = house.warn("exercise").await;
    end(house, warning).await;
}

/// A server with a relay that has one bulletin more than the backup by which the server is replaced while the relay is
/// away, and the number of that bulletin.
async fn restored() -> (House, Station, u64) {
    let mut house = House::open();
    // A connection that outlived a server is no fault of the next.
    let each_anew = reqwest::Client::builder().no_proxy();
    house.use_client(each_anew.pool_max_idle_per_host(0).build().unwrap());
    house.pin_address();
    let mut relay = Station::of(&house.base, 1).await;
    relay.until_linked(true).await;
    warn_and_end(&house).await;
    house.kill();
    let backup = relay.folder.path().join("backup");
    copy(&house.state(), &backup);
    house.start();
    relay.until_linked(true).await;
    warn_and_end(&house).await;
    house.warn("exercise").await;
    let mut listener = Listener::at(&relay.base).await;
    let mut lost = 0;
    for _ in 0..5 {
        lost = listener.next().await;
    }
    relay.kill();
    house.kill();
    // Messages of one second and one number are byte for byte the same, and so is their code.
    let second = || vigie_server::clock::now().unix_ms() / 1_000;
    let then = second();
    while second() == then {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    std::fs::remove_dir_all(house.state()).unwrap();
    copy(&backup, &house.state());
    house.start();
    (house, relay, lost)
}

#[tokio::test]
async fn what_a_restored_server_says_below_the_number_that_a_relay_has_is_not_passed_over() {
    let (house, mut relay, lost) = restored().await;
    while house.head().await <= lost {
        warn_and_end(&house).await;
    }
    let true_ones = kept_at(&house.base).await;
    let below = true_ones.iter().filter(|(n, _)| *n < lost).count();
    assert!(below > 2, "what is new lies below {lost}: {true_ones:?}");
    relay.start();
    relay.until_linked(true).await;
    let began = Instant::now();
    loop {
        let kept = kept_at(&relay.base).await;
        if true_ones.iter().all(|one| kept.contains(one)) {
            break;
        }
        let numbers = |all: &[(u64, String)]| all.iter().map(|(n, _)| *n).collect::<Vec<_>>();
        let (kept, true_ones) = (numbers(&kept), numbers(&true_ones));
        let late = began.elapsed() > PATIENCE;
        assert!(!late, "{kept:?} for {true_ones:?}: {}", relay.log());
    }
}
