//! Somebody is taken in, expected in a headcount, warned, answers, and is erased: nothing of them is left in any file,
//! and the record of what happened verifies as before. Asked of both databases.

#[path = "../../../store/tests/register/cluster.rs"]
mod cluster;

use crate::house::{House, vigie};
use cluster::Cluster;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use vigie_store::registry::{Drawer, Drawers as _, NewSlip, Shared};

const PEOPLE: &str = "\
id,name,group,language,phone,mail,needs,lat,lon,address,follow
staff-file-4711,Amélie Nomenclature,gate,fr,+33612345678,amelie.nomenclature@site.example,wheelchair,33.31,44.39,7 Rue Introuvable,yes
staff-file-4712,Basil Remains,gate,en,+33612345679,basil.remains@site.example,,33.31,44.39,,no
";

/// Everything by which she could be known.
const OF_HER: [&str; 6] = [
    "Nomenclature",
    "612345678",
    "amelie.",
    "staff-file-4711",
    "Rue Introuvable",
    "wheelchair",
];

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                // A database drops files while it works; what is gone holds nothing.
                let bytes = std::fs::read(&path).unwrap_or_default();
                vec![(path, bytes)]
            }
        })
        .collect()
}

fn holding(folders: &[&Path], text: &str) -> Vec<PathBuf> {
    let all = folders.iter().flat_map(|folder| files(folder));
    let holds = |bytes: &[u8]| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    all.filter(|(_, bytes)| holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_sqlite_and_the_journal_verifies() {
    erased(None).await;
}

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_postgresql_and_the_journal_verifies() {
    let cluster = tokio::task::spawn_blocking(|| Cluster::start(&[]).unwrap());
    erased(Some(cluster.await.unwrap())).await;
}

#[tokio::test]
async fn a_sign_up_that_nobody_confirmed_is_not_kept_in_a_database_that_nodes_share() {
    let cluster = tokio::task::spawn_blocking(|| Cluster::start(&[]).unwrap());
    let cluster = cluster.await.unwrap();
    let mut house = House::closed();
    let connection = sharing(&cluster, &house);
    // The key that seals people is made with the server's first start.
    house.start();
    house.stop();
    let key = house.state().join("keys/registry.key");
    let file = move || {
        let mut shared = Shared::open(&connection, &key).unwrap();
        let pending = NewSlip {
            name: "over",
            marks: Vec::new(),
            person: None,
            text: "zoe@example.org".to_owned(),
            due_at_ms: None,
            kept_until_ms: 1,
        };
        shared.file(Drawer::Pending, &[pending], 10).unwrap();
    };
    // The client of PostgreSQL runs itself.
    std::thread::spawn(file).join().unwrap();
    house.start();
    let held = || {
        let psql = cluster
            .psql()
            .args(["-d", "people", "-c", "SELECT count(*) FROM slips"])
            .output();
        String::from_utf8(psql.unwrap().stdout)
            .unwrap()
            .trim()
            .to_owned()
    };
    let since = std::time::Instant::now();
    while held() != "0" {
        assert!(
            since.elapsed() < crate::house::PATIENCE,
            "{} are kept",
            held()
        );
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// People of a house are in this cluster; returns the connection.
fn sharing(cluster: &Cluster, house: &House) -> String {
    cluster.ask("CREATE DATABASE people").unwrap();
    let host = cluster.folder.path().display();
    let connection = format!("host={host} user=vigie dbname=people");
    let settings = std::fs::read_to_string(house.config()).unwrap();
    let shared = format!("[registry]\nshared = \"{connection}\"\n{settings}");
    std::fs::write(house.config(), shared).unwrap();
    connection
}

async fn erased(cluster: Option<Cluster>) {
    let mut house = House::closed();
    let config = house.config();
    if let Some(cluster) = &cluster {
        sharing(cluster, &house);
    }
    let config = config.display().to_string();
    let ran = |args: &[&str]| {
        let out = vigie(args);
        let said = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success(), "{args:?}: {said}");
        said
    };
    let list = house.path().join("people.csv");
    std::fs::write(&list, PEOPLE).unwrap();
    ran(&["import", &list.display().to_string(), "--config", &config]);
    std::fs::remove_file(&list).unwrap();
    let shown = ran(&["people", "--config", &config, "show", "sms:+33612345678"]);
    let id = shown.split_whitespace().next().unwrap().to_owned();
    let pseudonym = shown
        .lines()
        .find(|line| line.contains("pseudonym"))
        .unwrap();
    let pseudonym = pseudonym.split_whitespace().last().unwrap().to_owned();
    assert!(
        shown.contains("Nomenclature") && shown.contains("Rue Introuvable"),
        "{shown}"
    );

    // She moves, is warned, and answers.
    house.start();
    let device = ran(&["people", "--config", &config, "device", &id]);
    let here = json!({ "lat": 33.312, "lon": 44.392 });
    let url = format!("{}/api/v1/position", house.base);
    let asked = house
        .client()
        .post(url)
        .bearer_auth(device.trim())
        .json(&here);
    assert_eq!(house.ask("", asked).await.status, 204);
    house.warn("exercise").await;
    let headcounts = house.get("duty-1", "/api/v1/headcounts").await.expect(200);
    let headcount = &headcounts["headcounts"][0]["id"];
    let links = format!("/api/v1/headcounts/{headcount}/links");
    let links = house.get("duty-1", &links).await.expect(200);
    for link in links["links"].as_array().unwrap() {
        let path = format!("/api/v1/safe/{}", link["token"].as_str().unwrap());
        house
            .post("", &path, json!({ "answer": "safe" }))
            .await
            .expect(200);
    }
    let answers = |facts: &[Value]| {
        facts
            .iter()
            .filter(|fact| fact.to_string().contains(&pseudonym))
            .count()
    };
    assert!(
        answers(&house.facts()) > 0,
        "the journal knows her by a pseudonym"
    );
    let said = ran(&["people", "--config", &config, "erase", &id]);
    assert!(said.contains("with the key of what was kept"), "{said}");
    house.stop();

    let out = vigie(&["people", "--config", &config, "show", &id]);
    assert!(!out.status.success(), "nobody has her id");
    let out = vigie(&["people", "--config", &config, "show", &pseudonym]);
    assert!(!out.status.success(), "nobody stands behind her pseudonym");
    let mut folders = vec![house.path()];
    if let Some(cluster) = &cluster {
        cluster.ask("CHECKPOINT").unwrap();
        folders.push(cluster.folder.path());
    }
    for text in OF_HER {
        assert_eq!(holding(&folders, text), Vec::<PathBuf>::new(), "{text}");
    }
    // Rows that are gone lie in PostgreSQL's pages for a while, sealed with a key that is gone; in SQLite not.
    // The client of PostgreSQL writes what it asks into the log of this test, which is that of a developer.
    let mut left = holding(&[house.path()], &id);
    left.retain(|path| cluster.is_none() || !path.ends_with("log"));
    assert_eq!(left, Vec::<PathBuf>::new());
    let journal = house.state().join("journal");
    assert_ne!(
        holding(&[&journal], &pseudonym),
        Vec::<PathBuf>::new(),
        "blind search"
    );
    let verified = ran(&["journal", "verify", &journal.display().to_string()]);
    assert!(!verified.is_empty());
    let basil = ran(&["people", "--config", &config, "show", "sms:+33612345679"]);
    assert!(basil.contains("Basil Remains"));
}
