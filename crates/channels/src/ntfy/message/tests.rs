use super::*;
use crate::ntfy::topics;
use crate::sample::alert;
use vigie_core::ids::FeedId;
use vigie_core::status::Status;
use vigie_core::warning::Alert;

const BASE: &str = "https://warn.example";

fn heard(alert: &Alert, standing: Standing, topic: &str, wanted: &[&str]) -> Message {
    let site = serde_json::json!({
        "id": "site", "name": "", "sender": "", "languages": ["en", "fr"],
        "zones": { "compound": { "names": {}, "ring": [[0, 0], [0, 9], [9, 0], [0, 0]], "people": 1 } },
        "sirens": {}, "sensors": {}, "officers": {}, "feeds": {}, "words": {}
    });
    let site: vigie_core::site::Site = serde_json::from_value(site).unwrap();
    let wanted: Vec<Language> = wanted.iter().map(|tag| Language::new(*tag)).collect();
    let choice = Choice {
        topic: &topics(topic, &site).unwrap()[0],
        wanted: &wanted,
        spoken: &site.languages,
        base: BASE,
    };
    message(alert.outgoing(), standing, choice).unwrap()
}

#[track_caller]
fn check(golden: &str, message: &Message) {
    let text = format!("{}\n", serde_json::to_string_pretty(message).unwrap());
    crate::golden::check("ntfy", &format!("{golden}.json"), &text);
}

#[test]
fn an_alert_is_said_in_the_form_that_apps_know() {
    let real = alert(Status::Actual, Act::Alert, Origin::Own);
    check("alert", &heard(&real, Standing::Holds, "compound", &[]));
    check(
        "alert-fr",
        &heard(&real, Standing::Holds, "compound_fr", &["en"]),
    );
    let over = alert(Status::Actual, Act::AllClear, Origin::Own);
    check(
        "all-clear",
        &heard(&over, Standing::Holds, "compound", &["ar", "fr"]),
    );
}

#[test]
fn an_exercise_cannot_look_real_in_anything_that_an_app_shows() {
    let feed = Origin::Feed(FeedId::new("met"));
    for origin in [Origin::Own, feed] {
        for act in Act::ALL {
            let said = heard(
                &alert(Status::Exercise, act, origin.clone()),
                Standing::Holds,
                "compound",
                &[],
            );
            assert!(said.title.starts_with("EXERCISE"), "{said:?}");
            assert!(said.message.starts_with("EXERCISE"), "{said:?}");
            assert_eq!(said.tags[..2], ["test_tube", "exercise"]);
            assert!(said.priority <= EXERCISE_PRIORITY_MAX);
            let real = heard(
                &alert(Status::Actual, act, origin.clone()),
                Standing::Holds,
                "compound",
                &[],
            );
            let all = format!("{}{}{:?}", real.title, real.message, real.tags);
            assert!(!all.to_lowercase().contains("exercise"), "{all}");
        }
    }
    check(
        "exercise",
        &heard(
            &alert(Status::Exercise, Act::Alert, Origin::Own),
            Standing::Holds,
            "compound",
            &[],
        ),
    );
}

#[test]
fn what_wakes_people_is_what_sirens_sound_and_it_is_over_when_it_is_over() {
    let of = |act, standing| {
        heard(
            &alert(Status::Actual, act, Origin::Own),
            standing,
            "compound",
            &[],
        )
        .priority
    };
    assert_eq!(
        Act::ALL.map(|act| of(act, Standing::Holds)),
        [5, 5, 4, 4, 3]
    );
    assert_eq!(Act::ALL.map(|act| of(act, Standing::Past)), [2; 5]);
    let mut longer = alert(Status::Actual, Act::Update, Origin::Own);
    longer.content.sounds = false;
    longer.content.changes = [Change::Validity].into();
    assert_eq!(heard(&longer, Standing::Holds, "compound", &[]).priority, 2);
    let mut may_come = alert(Status::Actual, Act::Alert, Origin::Own);
    may_come.content.class = Class::PreAlert;
    assert_eq!(
        heard(&may_come, Standing::Holds, "compound", &[]).priority,
        4
    );
}

#[test]
fn a_long_text_is_cut_where_it_tells_and_never_where_it_says_what_to_do() {
    let mut long = alert(Status::Actual, Act::Alert, Origin::Own);
    for texts in long.content.texts.values_mut() {
        texts.description = "é".repeat(TEXT_BYTES_MAX);
    }
    let said = heard(&long, Standing::Holds, "compound", &[]).message;
    assert!(
        said.len() <= TEXT_BYTES_MAX && said.len() > TEXT_BYTES_MAX - 32,
        "{}",
        said.len()
    );
    assert!(said.contains("…\n\nLie down. Cover your head.\n\nEmbassy duty office · "));
}

#[test]
fn an_id_leads_back_to_its_alert() {
    let said = heard(
        &alert(Status::Actual, Act::Alert, Origin::Own),
        Standing::Holds,
        "compound",
        &[],
    );
    assert_eq!((said.id.len(), number(&said.id)), (12, Some(AlertId(41))));
    assert_eq!(number("v0000000004x"), None);
    assert_eq!(number("nFS3knfcQ1xe"), None);
}
