use super::*;
use vigie_cap::doc::{Area, Category, DateTime, Info, MsgType, ResponseType, Scope, Severity};
use vigie_cap::sign::{SigningKey, Trust, verify};
use vigie_core::class::Class;
use vigie_core::ids::{FeedId, WarningId};
use vigie_core::status::Status;
use vigie_core::warning::{CapMessage, Content, Origin};
use vigie_core::wording::Act;

const SENT: i64 = 1_784_000_000_000;

fn masthead() -> Masthead {
    Masthead {
        title: "Embassy compound, exercise".to_owned(),
        author: "duty@embassy.example".to_owned(),
        address: "https://warn.example/".to_owned(),
        language: Some("en".to_owned()),
    }
}

fn info(language: &str, headline: &str) -> Info {
    Info {
        language: Some(language.to_owned()),
        categories: vec![Category::Security],
        event: "Rockets".to_owned(),
        response_types: vec![ResponseType::Shelter],
        severity: Severity::Extreme,
        headline: Some(headline.to_owned()),
        description: Some("Rockets were seen <north> & coming.".to_owned()),
        instruction: Some("Lie down. Cover your head.".to_owned()),
        expires: Some(DateTime::from_unix_ms(SENT + 600_000)),
        areas: vec![Area {
            polygons: vec!["33.3,44.3 33.3,44.5 33.4,44.5 33.3,44.3".parse().unwrap()],
            ..Area::new("Compound")
        }],
        ..Info::default()
    }
}

fn alert(n: u64, identifier: &str, status: Status, act: Act, origin: Origin) -> Arc<Alert> {
    let kind = (
        match status {
            Status::Actual => doc::Status::Actual,
            Status::Exercise => doc::Status::Exercise,
        },
        if act.ends() {
            MsgType::Cancel
        } else {
            MsgType::Alert
        },
        Scope::Public,
    );
    let sent = DateTime::from_unix_ms(SENT + i64::try_from(n).unwrap() * 1_000);
    let said = doc::Alert {
        infos: vec![
            info("fr", "Roquettes sur l’enceinte"),
            info("en", "Rockets on the compound"),
            info("ar", "صواريخ على المجمّع"),
        ],
        ..doc::Alert::new(identifier, "duty@embassy.example", sent, kind)
    };
    let xml = vigie_cap::write(&said);
    Arc::new(Alert {
        id: AlertId(n),
        warning: WarningId(n),
        content: Content {
            class: Class::Alert,
            act,
            status,
            origin,
            sounds: true,
            sent: Timestamp::from_unix_ms(SENT),
            expires: None,
            danger: "rockets".to_owned(),
            urgency: "Immediate".to_owned(),
            severity: "Extreme".to_owned(),
            certainty: "Observed".to_owned(),
            source: "Embassy".to_owned(),
            area: vigie_core::audience::area::Area::default(),
            texts: BTreeMap::new(),
            words: BTreeMap::new(),
            common: BTreeMap::new(),
            left_out: BTreeMap::new(),
            changes: std::collections::BTreeSet::new(),
            added: std::collections::BTreeSet::new(),
            event: None,
            cap: CapMessage {
                identifier: identifier.to_owned(),
                sender: "duty@embassy.example".to_owned(),
                sent: sent.to_string(),
                sha256: "00".repeat(32),
                xml,
            },
        },
    })
}

fn three() -> [Arc<Alert>; 3] {
    let feed = || Origin::Feed(FeedId::new("weather"));
    [
        alert(3, "embassy-3", Status::Exercise, Act::Alert, Origin::Own),
        alert(4, "urn:oid:2.49.0/../4", Status::Actual, Act::Alert, feed()),
        alert(5, "embassy-5", Status::Exercise, Act::AllClear, Origin::Own),
    ]
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_ms(SENT + seconds * 1_000)
}

fn text(channel: &FolderChannel, name: &str) -> String {
    std::fs::read_to_string(channel.path().join(name)).unwrap()
}

fn golden(name: &str, is: &str) {
    crate::golden::check("folder", name, is);
}

#[test]
fn every_file_is_the_reviewed_one_and_shows_what_is_an_exercise() {
    let out = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let alerts = three();
    let outcomes = channel.deliver(&alerts, &alerts, at(6));
    assert_eq!(outcomes, vec![Outcome::HandedOver { to: 1 }; 3]);
    for name in ["alerts.atom", "alerts.rss", "active.geojson"] {
        golden(name, &text(&channel, name));
    }
    golden("embassy-3.xml", &text(&channel, "cap/embassy-3.xml"));
    let mut names: Vec<String> = std::fs::read_dir(out.path().join("cap"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    golden("names.txt", &format!("{}\n", names.join("\n")));
}

#[test]
fn a_message_is_written_byte_for_byte() {
    let out = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let [own, foreign, _] = three();
    channel.deliver(&[Arc::clone(&foreign)], &[own, Arc::clone(&foreign)], at(1));
    let name = format!("cap/{}", render::file_name(&foreign));
    assert_eq!(text(&channel, &name), foreign.content.cap.xml);
}

#[test]
fn an_ended_warning_is_told_in_the_feeds_and_gone_from_the_map() {
    let out = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let [_, _, all_clear] = three();
    channel.deliver(
        std::slice::from_ref(&all_clear),
        std::slice::from_ref(&all_clear),
        at(1),
    );
    assert!(text(&channel, "alerts.atom").contains("embassy-5"));
    assert!(!text(&channel, "active.geojson").contains("embassy-5"));
}

#[test]
fn a_message_that_no_longer_holds_is_gone_from_the_map() {
    let out = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let [mut own, ..] = three();
    Arc::make_mut(&mut own).content.expires = Some(at(5));
    channel.index(std::slice::from_ref(&own), at(4)).unwrap();
    assert!(text(&channel, "active.geojson").contains("embassy-3"));
    channel.index(&[own], at(5)).unwrap();
    assert!(!text(&channel, "active.geojson").contains("embassy-3"));
}

#[test]
fn an_older_list_does_not_replace_a_newer() {
    let out = tempfile::tempdir().unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let [own, ..] = three();
    channel.index(&[], at(9)).unwrap();
    let own = [own];
    let outcomes = channel.deliver(&own, &own, at(8));
    assert_eq!(outcomes, [Outcome::HandedOver { to: 1 }]);
    assert!(!text(&channel, "alerts.atom").contains("embassy-3"));
    channel.index(&own, at(9)).unwrap();
    assert!(text(&channel, "alerts.atom").contains("embassy-3"));
}

#[test]
fn a_folder_that_cannot_be_written_fails_every_delivery_and_says_where() {
    let out = tempfile::tempdir().unwrap();
    let occupied = out.path().join("occupied");
    std::fs::write(&occupied, b"a file").unwrap();
    let channel = FolderChannel::new(&occupied, masthead());
    let [own, ..] = three();
    let outcomes = channel.deliver(&[own], &[], at(1));
    let [Outcome::Failed { why }] = &outcomes[..] else {
        panic!("a file is no folder");
    };
    assert!(
        why.starts_with("failed to write ") && why.contains("occupied"),
        "{why}"
    );
}

#[test]
fn an_index_that_cannot_be_written_fails_the_delivery_and_leaves_nothing_half_written() {
    let out = tempfile::tempdir().unwrap();
    std::fs::create_dir(out.path().join("alerts.rss")).unwrap();
    let channel = FolderChannel::new(out.path(), masthead());
    let [own, ..] = three();
    let own = [own];
    let outcomes = channel.deliver(&own, &own, at(1));
    assert!(
        matches!(outcomes[..], [Outcome::Failed { .. }]),
        "{outcomes:?}"
    );
    let left: Vec<_> = std::fs::read_dir(out.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    std::fs::remove_dir(out.path().join("alerts.rss")).unwrap();
    let again = channel.deliver(&own, &own, at(1));
    assert_eq!(again, [Outcome::HandedOver { to: 1 }]);
}

proptest::proptest! {
    #[test]
    fn no_identifier_leads_out_of_the_folder(identifier in "\\PC{0,300}", own: bool) {
        let origin = if own { Origin::Own } else { Origin::Feed(FeedId::new("f")) };
        let name = render::file_name(&alert(1, &identifier, Status::Actual, Act::Alert, origin));
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        proptest::prop_assert!(name.chars().all(plain), "{}", name);
        proptest::prop_assert!(!name.starts_with('.') && name.len() <= 128, "{}", name);
    }

    #[test]
    fn a_foreign_message_never_takes_the_name_of_an_own_one(identifier in "[a-zA-Z0-9._-]{1,40}") {
        let foreign = Origin::Feed(FeedId::new("f"));
        let own = render::file_name(&alert(1, &identifier, Status::Actual, Act::Alert, Origin::Own));
        let other = render::file_name(&alert(1, &identifier, Status::Actual, Act::Alert, foreign));
        proptest::prop_assert_ne!(own, other);
    }
}

#[test]
fn with_a_key_our_message_is_signed_and_that_of_another_is_as_it_came() {
    let key = key();
    let trust = Trust {
        keys: vec![key.trusted("site")],
        ..Trust::default()
    };
    let out = tempfile::tempdir().unwrap();
    let seal = Arc::new(Seal::new(key));
    let channel = FolderChannel::new(out.path(), masthead()).sealed(Some(Arc::clone(&seal)));
    let [own, foreign, _] = three();
    channel.deliver(&[Arc::clone(&own), Arc::clone(&foreign)], &[], at(1));
    let written = text(&channel, "cap/embassy-3.xml");
    let verified = verify(written.as_bytes(), &trust).unwrap();
    assert_eq!(verified.alert().identifier, "embassy-3");
    assert_eq!(*written, *seal.text(&own), "whoever asks gets the same");
    let (before, rest) = written.split_once("<Signature").unwrap();
    let (_, after) = rest.split_once("</Signature>").unwrap();
    assert_eq!(format!("{before}{after}"), own.content.cap.xml);
    let name = format!("cap/{}", render::file_name(&foreign));
    assert_eq!(text(&channel, &name), foreign.content.cap.xml);
}

#[test]
fn a_message_that_cannot_be_signed_goes_out_without_and_is_told_until_it_is_signed() {
    let seal = Seal::new(key());
    let [own, foreign, _] = three();
    let mut broken = Alert::clone(&own);
    broken.content.cap.xml = broken.content.cap.xml.replacen("<status>", "<state>", 1);
    assert_eq!(
        *seal.text(&broken),
        *broken.content.cap.xml,
        "better than none"
    );
    seal.text(&foreign);
    assert_eq!(seal.unsigned(), [own.id]);
    assert!(seal.text(&own).contains("<Signature"));
    assert!(seal.unsigned().is_empty());
}

fn key() -> Arc<SigningKey> {
    let made = std::process::Command::new("openssl")
        .args(["genpkey", "-algorithm", "ED25519"])
        .output()
        .unwrap();
    let pem = String::from_utf8(made.stdout).unwrap();
    Arc::new(SigningKey::from_pem(&pem).unwrap())
}
