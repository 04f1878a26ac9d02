//! A folder that is watched: what lies there, what comes, what changes.

use crate::site::{configured, message, only, site, start, until};
use base64::Engine as _;
use std::fs;
use std::sync::Arc;
use tokio::sync::watch;
use vigie_cap::sign::{SigningKey, sign_text};
use vigie_core::ids::FeedId;
use vigie_server::intake::taking::{ALERT_BYTES_MAX, Outcome, Taken, Taker, read};
use vigie_server::intake::{Health, InMemory, Standing};

const AT: &str = "2026-01-02T03:04:05-00:00";

fn watched(site: &crate::site::Site) -> (Health, watch::Sender<bool>) {
    let (stop, stopped) = watch::channel(false);
    let memory = Arc::new(InMemory::default());
    let health = vigie_server::intake::start(&site.desk, site.feeds.clone(), memory, &stopped);
    (health, stop)
}

fn feed(folder: &std::path::Path) -> String {
    format!("folder = '{}'\npoll_s = 1", folder.display())
}

#[tokio::test]
async fn what_lies_there_is_taken_and_then_what_comes_and_what_changes() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("below")).unwrap();
    fs::write(folder.path().join("below/a.cap"), message("a", AT)).unwrap();
    let site = site(&feed(folder.path())).await;
    let (health, _stop) = watched(&site);
    let relayed = || only(&health).counts.relayed;
    until("the first is taken", || (relayed() == 1).then_some(())).await;
    fs::write(folder.path().join("b.cap"), message("b", AT)).unwrap();
    until("the one that came is taken", || {
        (relayed() == 2).then_some(())
    })
    .await;
    fs::write(folder.path().join("b.cap"), message("b-changed", AT)).unwrap();
    until("the one that changed is taken", || {
        (relayed() == 3).then_some(())
    })
    .await;
    let health = only(&health);
    assert_eq!(
        (health.counts.seen_before, health.counts.unreadable),
        (0, 0)
    );
}

#[tokio::test]
async fn a_file_that_is_still_being_written_is_read_when_it_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let whole = message("a", AT);
    fs::write(folder.path().join("a.cap"), &whole[..200]).unwrap();
    let site = site(&feed(folder.path())).await;
    let (health, _stop) = watched(&site);
    until("the folder was looked at", || only(&health).last_ok).await;
    fs::write(folder.path().join("a.cap"), whole).unwrap();
    until("it is taken", || {
        (only(&health).counts.relayed == 1).then_some(())
    })
    .await;
    assert_eq!(only(&health).counts.unreadable, 0);
}

#[tokio::test]
async fn a_file_that_stays_broken_is_said_to_be_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.cap"), &message("a", AT)[..300]).unwrap();
    let site = site(&feed(folder.path())).await;
    let (health, _stop) = watched(&site);
    let why = until("it is given up", || only(&health).last_trouble).await;
    assert!(
        why.contains("a.cap: unreadable (XML-TRUNCATED): line "),
        "{why}"
    );
}

#[tokio::test]
async fn a_folder_that_goes_away_fails_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in");
    fs::create_dir(&path).unwrap();
    let site = site(&feed(&path)).await;
    fs::remove_dir(&path).unwrap();
    let (health, _stop) = watched(&site);
    let why = until("it fails", || only(&health).last_error).await;
    assert!(
        why.starts_with("failed to list ") && why.contains("/in"),
        "{why}"
    );
    fs::create_dir(&path).unwrap();
    until("it comes back", || {
        (only(&health).standing == Standing::Ok).then_some(())
    })
    .await;
}

#[tokio::test]
async fn after_a_restart_nothing_is_taken_twice() {
    let folder = tempfile::tempdir().unwrap();
    let state = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.cap"), message("a", AT)).unwrap();
    for time in 1..=2 {
        // The first engine lets go of the journal when its desk is gone.
        let (desk, feeds, _work) = until_free(state.path(), &feed(folder.path())).await;
        let (stop, stopped) = watch::channel(false);
        let health =
            vigie_server::intake::start(&desk, feeds, Arc::new(InMemory::default()), &stopped);
        until("it is looked at", || only(&health).last_ok).await;
        let counts = only(&health).counts;
        assert_eq!(
            (counts.relayed, counts.seen_before),
            if time == 1 { (1, 0) } else { (0, 1) }
        );
        assert_eq!(desk.state().alerts.len(), 1);
        stop.send_replace(true);
    }
}

async fn until_free(
    state: &std::path::Path,
    feed: &str,
) -> (
    vigie_server::engine::Desk,
    Vec<vigie_server::config::CapFeed>,
    tokio::sync::mpsc::UnboundedReceiver<vigie_core::delivery::Work>,
) {
    let journal = state.join("state/journal");
    until("the journal is free", || {
        vigie_store::disk::RealDisk::open(&journal).ok()
    })
    .await;
    start(state, feed).await
}

#[tokio::test]
async fn an_update_is_taken_after_its_alert_whatever_their_files_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let update = message("update", "2026-01-02T04:00:00-00:00")
        .replace("<msgType>Alert", "<msgType>Update")
        .replace(
            "</scope>",
            &format!("</scope>\n  <references>weather@example.org,alert,{AT}</references>"),
        );
    fs::write(folder.path().join("1.cap"), update).unwrap();
    fs::write(folder.path().join("2.cap"), message("alert", AT)).unwrap();
    let site = site(&feed(folder.path())).await;
    let (health, _stop) = watched(&site);
    until("both are taken", || {
        (only(&health).counts.relayed == 2).then_some(())
    })
    .await;
    let state = site.desk.state();
    assert_eq!(
        state.warnings.len(),
        1,
        "the update goes on with the warning of its alert"
    );
}

#[tokio::test]
async fn every_verdict_names_its_rule_and_says_why() {
    let site = site("url = \"http://127.0.0.1:9/\"\ninside = true\nrelay_from = \"Extreme\"").await;
    let mut taker = Taker::new(FeedId::new("feed"), site.desk.inbox.clone());
    let mut one = async |text: String| -> Taken {
        let found = read(&FeedId::new("feed"), text.as_bytes());
        let mut verdicts = taker.take_all(found).await.unwrap();
        assert_eq!(verdicts.len(), 1, "{verdicts:?}");
        verdicts.remove(0)
    };
    let named = |one: &Taken| {
        let (verdict, rule) = one.outcome.named();
        format!("{verdict} {rule}")
    };
    let good = message("a", AT);
    assert_eq!(named(&one(good.clone()).await), "relayed relay");
    assert_eq!(named(&one(good.clone()).await), "seen before cap_seen");
    assert_eq!(
        named(&one(good.replace("Inside", "inside").replace("rain", "hail")).await),
        "ignored equivocation"
    );
    let other = |id: &str, from: &str, to: &str| message(id, AT).replace(from, to);
    assert_eq!(
        named(&one(other("b", ">Extreme<", ">Moderate<")).await),
        "draft relay_from"
    );
    assert_eq!(
        named(&one(other("c", ">Public<", ">Private<")).await),
        "ignored scope"
    );
    assert_eq!(
        named(&one(other("d", ">Actual<", ">Test<")).await),
        "ignored status"
    );
    assert_eq!(
        named(&one(other("e", "33.5,44.2 33.2,44.2", "33.5,44.2 33.2,44.3")).await),
        "draft findings"
    );
    let missing = one(other("f", "<sent>2026-01-02T03:04:05-00:00</sent>", "")).await;
    assert_eq!(named(&missing), "unreadable CAP-MISSING");
    assert!(
        missing
            .outcome
            .why()
            .unwrap()
            .starts_with("line 2, column 1: there is no sent"),
        "{missing:?}"
    );
    let long = "x".repeat(ALERT_BYTES_MAX);
    assert_eq!(
        named(&one(other("g", "A storm", &long)).await),
        "unreadable XML-LIMIT"
    );
    // The engine is still there.
    assert_eq!(named(&one(message("h", AT)).await), "relayed relay");
}

#[tokio::test]
async fn a_message_of_a_feed_that_is_not_declared_is_refused() {
    let site = site("url = \"http://127.0.0.1:9/\"\ninside = true").await;
    let other = FeedId::new("other");
    let mut taker = Taker::new(other.clone(), site.desk.inbox.clone());
    let verdicts = taker
        .take_all(read(&other, message("a", AT).as_bytes()))
        .await
        .unwrap();
    let [
        Taken {
            outcome: Outcome::Refused { rule, .. },
            ..
        },
    ] = &verdicts[..]
    else {
        panic!("{verdicts:?}");
    };
    assert_eq!(rule, "unknown");
}

#[tokio::test]
async fn the_largest_message_that_is_taken_fits_the_journal_at_its_worst() {
    let site = site("url = \"http://127.0.0.1:9/\"\ninside = true\nonly_here = false").await;
    let feed = FeedId::new("feed");
    let mut taker = Taker::new(feed.clone(), site.desk.inbox.clone());
    let room = ALERT_BYTES_MAX - message("a", AT).len() - 64;
    // Each quote takes two bytes in the journal; an event stands there three times.
    for (id, from) in [
        ("event", "<event>Storm"),
        ("text", "<description>A storm"),
        ("head", "<headline>Storm"),
    ] {
        let tag = &from[..=from.find('>').unwrap()];
        let worst = message(id, AT).replace(from, &format!("{tag}{}", "\"".repeat(room)));
        let worst = worst.replace(
            "<headline>Storm over the compound</headline>",
            if id == "event" {
                ""
            } else {
                "<headline>Storm over the compound</headline>"
            },
        );
        assert!(
            worst.len() <= ALERT_BYTES_MAX && worst.len() > ALERT_BYTES_MAX - 256,
            "{}",
            worst.len()
        );
        let verdicts = taker.take_all(read(&feed, worst.as_bytes())).await.unwrap();
        assert!(
            matches!(
                verdicts[0].outcome,
                Outcome::Relayed { .. } | Outcome::Draft { .. }
            ),
            "{:.300}",
            verdicts[0].outcome
        );
    }
    let rings = "9,9 -9,9 -9,-9 9,9 ".repeat(room / 19).replace("  ", " ");
    let many = message("rings", AT).replace(
        "33.2,44.2 33.2,44.6 33.5,44.6 33.5,44.2 33.2,44.2",
        rings.trim(),
    );
    let verdicts = taker.take_all(read(&feed, many.as_bytes())).await.unwrap();
    assert!(
        !matches!(verdicts[0].outcome, Outcome::Unreadable { .. }),
        "{:.300}",
        verdicts[0].outcome
    );
    assert!(
        !taker
            .take_all(read(&feed, message("after", AT).as_bytes()))
            .await
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_configuration_of_these_tests_is_right() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        configured(folder.path(), "url = \"http://127.0.0.1:9/\"")
            .config
            .intake
            .cap_feed
            .len(),
        1
    );
}

/// A pair of keys: the private one, and the public one as PEM.
fn pair() -> (SigningKey, String) {
    let pem = |label: &str, head: &str, key: &[u8]| {
        let der = [hex::decode(head).unwrap(), key.to_vec()].concat();
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
    };
    let secret = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let private = pem(
        "PRIVATE KEY",
        "302e020100300506032b657004220420",
        secret.as_bytes(),
    );
    let public = pem(
        "PUBLIC KEY",
        "302a300506032b6570032100",
        secret.verifying_key().as_bytes(),
    );
    (SigningKey::from_pem(&private).unwrap(), public)
}

#[tokio::test]
async fn a_feed_with_keys_shows_by_itself_only_what_one_of_them_signed() {
    let folder = tempfile::tempdir().unwrap();
    let (key, public) = pair();
    let signed = sign_text(&message("signed", AT), &key).unwrap();
    let forged = signed.replace(">signed<", ">forged<");
    assert_ne!(signed, forged);
    for (name, text) in [
        ("a.cap", signed),
        ("b.cap", forged),
        ("c.cap", message("bare", AT)),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let keyed = format!("{}\nkeys = ['''{public}''']", feed(folder.path()));
    let site = site(&keyed).await;
    let (health, _stop) = watched(&site);
    until("all three are judged", || {
        let counts = only(&health).counts;
        (counts.relayed + counts.drafts == 3).then_some(())
    })
    .await;
    let counts = only(&health).counts;
    assert_eq!((counts.relayed, counts.drafts), (1, 2));
}
