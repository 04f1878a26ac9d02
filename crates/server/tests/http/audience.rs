//! Who is registered where a warning would go: counted before it leaves, and named to nobody who need not know.

use crate::house::{House, vigie, vigie_as};
use serde_json::{Value, json};

/// Four people: at the compound, one of them without any way to be reached; in the town; far away.
const PEOPLE: &str = "\
name,group,language,phone,mail,needs,lat,lon,parents_lat,parents_lon
Amal Registered,gate,en,+9647901234567,amal@site.example,deaf,33.31,44.39,,
Basil Registered,,fr,+9647901234568,,,33.25,44.40,33.31,44.39
Chadi Registered,,ar,,chadi@site.example,,33.311,44.391,,
Dunya Registered,,ar,,,,33.311,44.391,,
Far Registered,,fr,,far@site.example,,48.85,2.35,,
";

fn house() -> House {
    let mut house = House::closed();
    let list = house.path().join("people.csv");
    std::fs::write(&list, PEOPLE).unwrap();
    let (list, config) = (
        list.display().to_string(),
        house.config().display().to_string(),
    );
    let out = vigie(&["import", &list, "--config", &config]);
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    house.start();
    house
}

/// What the server counts, once everybody is in its index.
async fn counted(house: &House, question: &Value) -> Value {
    loop {
        let answer = house
            .post("duty-2", "/api/v1/audience", question.clone())
            .await;
        if answer.status == 503 {
            assert_eq!(answer.json()["code"], "people_loading");
            tokio::task::yield_now().await;
            continue;
        }
        return answer.expect(200);
    }
}

#[tokio::test]
async fn before_release_a_warning_says_who_is_registered_where_its_message_goes() {
    let house = house();
    counted(&house, &json!({ "zones": ["compound"] })).await;
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": 600 });
    let warnings = "/api/v1/exercise/warnings";
    let drafted = house.post("duty-1", warnings, draft).await.expect(201);
    let path = format!("{warnings}/{}", drafted["warning"]);
    let shown = house.get("duty-1", &path).await.expect(200);
    assert_eq!(shown["footprint"]["of"], "zones");
    assert_eq!(shown["footprint"]["registered"]["people"], 4, "{shown}");
    let submitted = house
        .post("duty-1", &format!("{path}/submit"), json!({}))
        .await;
    let submitted = submitted.expect(200);
    assert_eq!(submitted["footprint"]["of"], "message");
    let registered = &submitted["footprint"]["registered"];
    assert_eq!(
        *registered,
        json!({
            "people": 4, "warned": 3, "devices": 4, "unreachable": 1, "unproven": 3, "paused": 0,
            "quiet": 0, "in_another_language": 1,
            "by_language": { "ar": 1, "en": 1, "fr": 1 }, "by_channel": { "sms": 2, "mail": 2 },
        })
    );
    let picture = house.get("duty-2", "/api/v1/picture").await.expect(200);
    assert_eq!(
        picture["warnings"][0]["footprint"]["registered"],
        *registered
    );
    let facts = format!("{:?}", house.facts());
    for personal in ["Registered", "790123", "site.example\"", "33.311"] {
        assert!(
            !facts.contains(personal) || personal == "site.example\"",
            "{personal} is in the journal"
        );
        assert!(
            !house.log().contains("Registered"),
            "nobody is named in the log"
        );
    }
}

#[tokio::test]
async fn everybody_on_duty_is_told_how_many_and_recorders_alone_who() {
    let house = house();
    let circle = json!({ "circles": [[33.31, 44.39, 1.0]] });
    let reach = counted(&house, &circle).await;
    assert_eq!(
        (&reach["people"], &reach["unreachable"]),
        (&json!(4), &json!(1))
    );
    assert!(reach.get("named").is_none());
    let mut named = circle.clone();
    named["named"] = true.into();
    let refused = house.post("chief", "/api/v1/audience", named.clone()).await;
    assert_eq!(refused.expect(403)["code"], "not_permitted");
    let answer = house
        .post("duty-2", "/api/v1/audience", named)
        .await
        .expect(200);
    let people = answer["named"].as_array().unwrap();
    assert_eq!(people.len(), 4);
    let because = |name: &str| {
        let person = people.iter().find(|person| person["name"] == name).unwrap();
        (person["because_of"].clone(), person["fate"].clone())
    };
    assert_eq!(because("Amal Registered"), (json!("home"), json!("warned")));
    assert_eq!(
        because("Basil Registered"),
        (json!("parents"), json!("warned"))
    );
    assert_eq!(
        because("Dunya Registered"),
        (json!("home"), json!("unreachable"))
    );
    assert!(
        house
            .log()
            .contains("an officer was shown who is in an area")
    );
    assert!(!house.log().contains("Registered"));

    for (unfit, code) in [
        (json!({}), "area_unfit"),
        (json!({ "circles": [[144.39, 33.31, 1.0]] }), "area_unfit"),
        (json!({ "circles": [[33.31, 44.39, -1.0]] }), "area_unfit"),
        (
            json!({ "polygons": [[[33.3, 44.3], [33.4, 44.4], [33.3, 44.4], [33.4, 44.3], [33.3, 44.3]]] }),
            "area_unfit",
        ),
    ] {
        let refused = house
            .post("duty-2", "/api/v1/audience", unfit)
            .await
            .expect(422);
        assert_eq!(refused["code"], code);
    }
    let nowhere = json!({ "zones": ["nowhere"] });
    house
        .post("duty-2", "/api/v1/audience", nowhere)
        .await
        .expect(404);
}

#[tokio::test]
async fn the_terminal_shows_pauses_and_erases_and_a_running_server_hears_of_it() {
    let house = house();
    let compound = json!({ "zones": ["compound"] });
    assert_eq!(counted(&house, &compound).await["warned"], 3);
    let config = house.config().display().to_string();
    let people = |args: &[&str]| {
        let mut all = vec!["people", "--config", &config];
        all.extend(args);
        let out = vigie(&all);
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    };
    let shown = people(&["show", "mail:chadi@site.example"]);
    assert!(shown.contains("no test has arrived yet"), "{shown}");
    let chadi = shown.split_whitespace().next().unwrap().to_owned();
    people(&["pause", &chadi, "--days", "3"]);
    while counted(&house, &compound).await["paused"] != 1 {
        tokio::task::yield_now().await;
    }
    people(&["resume", &chadi]);
    people(&["erase", &chadi]);
    while counted(&house, &compound).await["people"] != 3 {
        tokio::task::yield_now().await;
    }
    let list = house.path().join("export.csv");
    people(&["export", &list.display().to_string()]);
    let exported = std::fs::read_to_string(&list).unwrap();
    assert!(
        exported.contains("Amal Registered") && !exported.contains("Chadi"),
        "{exported}"
    );
    let out = vigie(&["import", &list.display().to_string(), "--config", &config]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.starts_with("0 are new, 0 are changed, 4 known before"),
        "{said}"
    );

    let asked = vigie_as(&house, "duty-2", &["audience", "compound", "--named"]);
    let said = String::from_utf8(asked.stdout).unwrap();
    assert!(
        said.starts_with("3 people are registered there; 2 would be sent something"),
        "{said}"
    );
    assert!(said.contains("Amal Registered"), "{said}");
}
