//! Who is registered where a warning would go: counted before it leaves, and named to nobody who need not know.

use crate::house::{Answer, House, vigie, vigie_as};
use serde_json::{Value, json};
use std::fmt::Write as _;

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
            "quiet": 0, "last_seen": 0, "by_need": { "deaf": 1 }, "in_another_language": 1,
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
        (json!({ "circles": [[44.39, 33.31, 1.0]] }), "area_unfit"),
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

/// A server with people and a grid of those who live there: a hundred in each cell of a hundredth of a degree.
fn peopled() -> House {
    let mut house = House::closed();
    let list = house.path().join("people.csv");
    std::fs::write(&list, PEOPLE).unwrap();
    let mut grid = "lat,lon,population\n".to_owned();
    for row in 0..20 {
        for column in 0..30 {
            let (lat, lon) = (
                33.205 + f64::from(row) / 100.0,
                44.255 + f64::from(column) / 100.0,
            );
            let _ = writeln!(grid, "{lat:.3},{lon:.3},100");
        }
    }
    std::fs::write(house.path().join("grid.csv"), grid).unwrap();
    let config = house.config();
    let settings = std::fs::read_to_string(&config).unwrap();
    let population = "[population]\ngrid = \"grid.csv\"\nsource = \"Census 2025\"\n";
    std::fs::write(&config, format!("{population}{settings}")).unwrap();
    let config = config.display().to_string();
    let said = vigie(&["check", "--config", &config]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains("60000 people live in the 600 cells of Census 2025"),
        "{said}"
    );
    let out = vigie(&["import", &list.display().to_string(), "--config", &config]);
    assert!(out.status.success());
    house.start();
    house
}

#[tokio::test]
async fn how_many_live_there_is_an_estimate_beside_every_draft_submission_and_question() {
    let house = peopled();
    let zones = json!({ "zones": ["compound"] });
    // The compound is two cells by two.
    let expected = json!({
        "source": "Census 2025", "people": 400, "covered_percent": 100, "unregistered": 396,
    });
    let mut answer = counted(&house, &zones).await;
    while answer["population"].get("not_known").is_some() {
        tokio::task::yield_now().await;
        answer = counted(&house, &zones).await;
    }
    assert_eq!(answer["population"], expected);
    assert_eq!(answer["sirens"], 1);
    let draft =
        json!({ "danger": "rockets", "zones": ["compound"], "status": "exercise", "valid_s": 600 });
    let warnings = "/api/v1/exercise/warnings";
    let drafted = house.post("duty-1", warnings, draft).await.expect(201);
    let path = format!("{warnings}/{}", drafted["warning"]);
    let shown = house.get("duty-1", &path).await.expect(200);
    assert_eq!(shown["footprint"]["population"], expected);
    let submit = format!("{path}/submit");
    let submitted = house.post("duty-1", &submit, json!({})).await.expect(200);
    assert_eq!(submitted["footprint"]["of"], "message");
    assert_eq!(submitted["footprint"]["population"], expected);
    let picture = house.get("duty-2", "/api/v1/picture").await.expect(200);
    assert_eq!(picture["warnings"][0]["footprint"]["population"], expected);
    let said = vigie_as(&house, "duty-1", &["audience", "33.31,44.24,2"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains("people live there (estimate of Census 2025)")
            && said.contains("% of the area"),
        "{said}"
    );
}

#[test]
fn a_grid_that_cannot_be_read_is_named_by_check_and_one_that_is_missing_stops_the_start() {
    let house = House::closed();
    let config = house.config();
    let settings = std::fs::read_to_string(&config).unwrap();
    let with = |population: &str| {
        std::fs::write(&config, format!("[population]\n{population}\n{settings}")).unwrap();
        let out = vigie(&["check", "--config", &config.display().to_string()]);
        assert!(!out.status.success());
        String::from_utf8(out.stderr).unwrap()
    };
    let said = with("grid = \"nowhere.tif\"");
    assert!(said.contains("population.grid: there is no file"), "{said}");
    let said = with("source = \"Census\"");
    assert!(
        said.contains("population.source is said of no grid"),
        "{said}"
    );
    std::fs::write(
        house.path().join("cut.csv"),
        "lat,lon,people\n33,44,1\n33,45",
    )
    .unwrap();
    let said = with("grid = \"cut.csv\"");
    assert!(
        said.contains("population.grid: ") && said.contains("was it cut off?"),
        "{said}"
    );
}

async fn say(house: &House, device: &str, body: Value) -> Answer {
    let url = format!("{}/api/v1/position", house.base);
    let asked = house.client().post(url).bearer_auth(device).json(&body);
    house.ask("", asked).await
}

#[tokio::test]
async fn alerts_follow_whoever_asked_for_it_to_where_their_device_says_they_are() {
    let mut house = House::closed();
    let list = house.path().join("people.csv");
    let people = "\
name,phone,follow,school_lat,school_lon,needs
Follow Me,+9647901234567,yes,33.25,44.40,wheelchair
Leave Me,+9647901234568,no,33.25,44.40,
";
    std::fs::write(&list, people).unwrap();
    let config = house.config().display().to_string();
    let out = vigie(&["import", &list.display().to_string(), "--config", &config]);
    assert!(out.status.success());
    house.start();
    let of = |whom: &str| {
        let shown = vigie(&["people", "--config", &config, "show", whom]);
        let shown = String::from_utf8(shown.stdout).unwrap();
        let id = shown.split_whitespace().next().unwrap().to_owned();
        let out = vigie(&["people", "--config", &config, "device", &id]);
        (
            out.status.success(),
            String::from_utf8(out.stdout).unwrap().trim().to_owned(),
        )
    };
    assert!(!of("sms:+9647901234568").0, "nothing follows her");
    let (_, device) = of("sms:+9647901234567");
    let compound = json!({ "zones": ["compound"] });
    assert_eq!(counted(&house, &compound).await["people"], 0);

    let here = json!({ "lat": 33.312_719, "lon": 44.391_337 });
    let answer = say(&house, &device, here.clone()).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    let mut counts = counted(&house, &compound).await;
    while counts["people"] != 1 {
        tokio::task::yield_now().await;
        counts = counted(&house, &compound).await;
    }
    assert_eq!(counts["by_need"], json!({ "wheelchair": 1 }));
    let mut named = compound.clone();
    named["named"] = true.into();
    let answer = counted(&house, &named).await;
    let person = &answer["named"][0];
    assert_eq!(
        (&person["name"], &person["because_of"]),
        (&json!("Follow Me"), &json!("here"))
    );
    assert!(person["seen_ago_s"].as_u64().unwrap() < 120, "{person}");
    let said = vigie_as(&house, "duty-2", &["audience", "compound", "--named"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains("here, seen ") && said.contains("help wheelchair: 1"),
        "{said}"
    );

    // She goes to town, and then says no longer where she is.
    let there = json!({ "lat": 33.25, "lon": 44.35 });
    assert_eq!(say(&house, &device, there).await.status, 204);
    while counted(&house, &compound).await["people"] != 0 {
        tokio::task::yield_now().await;
    }
    let url = format!("{}/api/v1/position", house.base);
    let delete = |device: &str| house.client().delete(&url).bearer_auth(device);
    let answer = house.ask("", delete(&device)).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
    let circle = json!({ "circles": [[33.25, 44.35, 1.0]] });
    while counted(&house, &circle).await["people"] != 0 {
        tokio::task::yield_now().await;
    }

    for (unfit, code) in [
        (json!({ "lat": 91.0, "lon": 0.0 }), "position_unfit"),
        (json!({ "lat": 33.0 }), "body_unexpected"),
        (
            json!({ "lat": 33.0, "lon": 44.0, "at": 7 }),
            "body_unexpected",
        ),
    ] {
        say(&house, &device, unfit).await.refused(422, code);
    }
    for stranger in ["p_0.0", "vigie_x", house.token("duty-1")] {
        let answer = say(&house, stranger, here.clone()).await;
        answer.refused(401, "device_unknown");
    }
    house
        .ask("", delete("p_0.0"))
        .await
        .refused(401, "device_unknown");
    for planted in ["33312", "33.3127", "44391337"] {
        assert!(!house.log().contains(planted), "{planted} in the log");
        assert!(
            !format!("{:?}", house.facts()).contains(planted),
            "{planted} in the journal"
        );
    }
}

#[tokio::test]
async fn the_terminal_names_people_to_recorders_alone_and_counts_to_officers_alone() {
    let house = house();
    counted(&house, &json!({ "zones": ["compound"] })).await;
    let asked = |who: &str, also: &[&str]| {
        let mut all = vec!["audience", "compound"];
        all.extend(also);
        let out = vigie_as(&house, who, &all);
        let said = [out.stdout, out.stderr].concat();
        (out.status.success(), String::from_utf8(said).unwrap())
    };
    // Drafter, approver or both; with the role recorder or without.
    for (officer, is_recorder) in [
        ("duty-1", true),
        ("duty-2", true),
        ("chief", false),
        ("novice", false),
    ] {
        let (is_told, said) = asked(officer, &[]);
        assert!(
            is_told && said.starts_with("4 people are registered there"),
            "{said}"
        );
        assert!(
            said.contains("channel sms: 2") && !said.contains("Amal"),
            "{said}"
        );
        let (is_told, said) = asked(officer, &["--named"]);
        assert_eq!(
            (is_told, said.contains("Amal Registered")),
            (is_recorder, is_recorder),
            "{said}"
        );
        if is_recorder {
            assert!(
                said.contains("parents") && said.contains("unreachable"),
                "{said}"
            );
        } else {
            assert!(said.contains("does not have the role recorder"), "{said}");
        }
    }
    for machine in ["radar-1", "screens"] {
        for also in [&[][..], &["--named"]] {
            let (is_told, said) = asked(machine, also);
            assert!(!is_told && said.contains("only a duty officer"), "{said}");
            assert!(
                !said.contains("Amal") && !said.contains("people are registered"),
                "{said}"
            );
        }
    }
}
