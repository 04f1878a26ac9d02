//! The morning after, from a newspaper: what an officer records of an attack, with the sentence behind each line.

use crate::house::House;
use crate::messages::corpus;
use serde_json::{Value, json};

/// The French report on the rockets of 8 December 2023, as it came: translated by a machine.
const ARTICLE: &str = "press/000_b03fbc92908e84be.txt";

struct Desk {
    house: House,
    report: u64,
    text: String,
    incident: u64,
}

impl Desk {
    async fn open(text: &str) -> Self {
        let house = House::open();
        let told = json!({
            "source": { "kind": "press", "outlet": "an agency" }, "text": text, "language": "fr",
        });
        let taken = house
            .post("duty-1", "/api/v1/reports", told)
            .await
            .expect(201);
        let report = taken["report"].as_u64().unwrap();
        let begun = house
            .post(
                "duty-1",
                "/api/v1/incidents",
                attack("2023-12-08T01:00:00Z", None),
            )
            .await
            .expect(201);
        Self {
            report,
            text: text.to_owned(),
            incident: begun["incident"].as_u64().unwrap(),
            house,
        }
    }

    /// The sentence that begins so, up to its end, as an officer marks it.
    fn mark(&self, begins: &str, ends: &str) -> Value {
        let from = self
            .text
            .find(begins)
            .unwrap_or_else(|| panic!("{begins:?} is not there"));
        let to = from + self.text[from..].find(ends).unwrap() + ends.len();
        json!({ "report": self.report, "from": from, "to": to, "quote": &self.text[from..to] })
    }

    async fn line(&self, line: Value) -> u64 {
        let path = format!("/api/v1/incidents/{}/assertions", self.incident);
        let said = self.house.post("duty-1", &path, line).await.expect(201);
        said["assertion"].as_u64().unwrap()
    }

    async fn claim(&self, claim: Value) {
        let path = format!("/api/v1/incidents/{}/claims", self.incident);
        self.house.post("duty-1", &path, claim).await.expect(201);
    }
}

fn attack(at: &str, row: Option<usize>) -> Value {
    let zones: &[&str] = if row.is_none() { &["compound"] } else { &[] };
    let mut told = json!({
        "kind": "rocket_attack", "title": "Rockets", "status": "actual", "zones": zones,
        "when": { "at": at, "precision": "about" },
        "place": { "name": "near the embassy", "precision": "near" },
    });
    if let Some(row) = row {
        told["row"] = json!({ "table": "acled", "row": format!("IRQ{row}") });
    }
    told
}

const SPOKESPERSON: &str = "spokesperson of the embassy";

/// What an officer reads out of it: about what, in words, how many as said, who says so, and how the sentence begins
/// and ends.
type Read = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    (&'static str, &'static str),
);

const READ: [Read; 9] = [
    (
        "event",
        "two salvos",
        "two",
        SPOKESPERSON,
        (
            "L’ambassade des États-Unis à Bagdad a été attaquée",
            "vendredi",
        ),
    ),
    (
        "event",
        "about four in the morning",
        "",
        "the agency",
        ("L’explosion a été entendue", "vendredi."),
    ),
    (
        "casualties",
        "no deaths",
        "0",
        SPOKESPERSON,
        ("il n’y a pas eu de décès", "ambassade."),
    ),
    (
        "warning",
        "the siren was on",
        "",
        "a video on social media",
        ("La sirène", "scène."),
    ),
    (
        "order",
        "the host government is asked to protect people and buildings",
        "",
        SPOKESPERSON,
        ("« Nous appelons", "décembre."),
    ),
    (
        "order",
        "the security agencies are to pursue those who did it",
        "",
        "the prime minister",
        ("le Premier ministre irakien Mohammed", "auteurs"),
    ),
    (
        "forces",
        "soldiers in the country",
        "environ 2 500",
        "the agency",
        ("les États-Unis ont environ", "pays"),
    ),
    (
        "past",
        "the first on this embassy since mid-October",
        "",
        "the agency",
        ("Il s’agit de la première", "mi-octobre."),
    ),
    (
        "past",
        "similar attacks elsewhere",
        "plus de 70",
        "the agency",
        ("ont organisé plus de 70", "Gaza."),
    ),
];

#[tokio::test]
async fn a_report_of_the_press_becomes_a_record_with_the_sentence_behind_each_line() {
    let Some(root) = corpus() else { return };
    let text = std::fs::read_to_string(root.join(ARTICLE)).unwrap();
    let desk = Desk::open(&text).await;
    for (about, statement, quantity, by, (begins, ends)) in READ {
        let mut line = json!({
            "about": about, "statement": statement, "reported_by": by,
            "marks": [desk.mark(begins, ends)],
        });
        if !quantity.is_empty() {
            line["quantity"] = json!(quantity);
        }
        desk.line(line).await;
    }
    let reports = json!([desk.report]);
    desk.claim(json!({
        "claim": "attributed", "to": "militias allied to Iran", "reported_by": SPOKESPERSON,
        "reports": reports, "ground": null,
    }))
    .await;
    desk.claim(json!({
        "claim": "nobody", "as_of": "2023-12-08T12:00:00Z", "reported_by": "the agency",
        "reports": reports,
    }))
    .await;
    let path = format!("/api/v1/incidents/{}/record", desk.incident);
    let account = desk.house.get("duty-1", &path).await.expect(200);
    let told = account["assertions"].as_array().unwrap();
    assert_eq!(told.len(), READ.len());
    for line in told {
        let mark = &line["said"]["marks"][0];
        let at = |name: &str| usize::try_from(mark[name].as_u64().unwrap()).unwrap();
        assert_eq!(mark["quote"], text[at("from")..at("to")]);
    }
    assert_eq!(
        told[6]["said"]["quantity"],
        json!({ "said": "environ 2 500" })
    );
    assert_eq!(
        told[8]["said"]["quantity"],
        json!({ "said": "plus de 70", "least": 71 })
    );
    assert_eq!(account["claims"].as_array().unwrap().len(), 2);
    let journal: Vec<Value> = desk.house.facts();
    let whole = serde_json::to_string(&journal).unwrap();
    assert!(
        !whole.contains("JAKARTA"),
        "the journal has the marked sentences, and not the article"
    );
}

#[tokio::test]
async fn a_number_is_counted_from_history_and_says_why_it_changed() {
    let desk = Desk::open("Two salvos.").await;
    let house = &desk.house;
    let rows: Vec<Value> = (0..70)
        .map(|n| {
            attack(
                &format!("2023-{}-{:02}T12:00:00Z", 10 + n / 28, 1 + n % 28),
                Some(n),
            )
        })
        .collect();
    // What a small site takes at once: the house bounds its requests.
    let import = async || {
        let mut all = [0; 3];
        for rows in rows.chunks(5) {
            let rows = json!({ "rows": rows });
            let path = "/api/v1/incidents/import";
            let done = house.post("duty-1", path, rows).await.expect(200);
            for (sum, name) in all.iter_mut().zip(["begun", "described", "known"]) {
                *sum += done[name].as_u64().unwrap();
            }
        }
        all
    };
    assert_eq!(import().await, [70, 0, 0]);
    assert_eq!(import().await, [0, 0, 70]);
    let tally = json!({
        "id": "since-october", "definition": "Rocket attacks since 15 October", "status": "actual",
        "kinds": ["rocket_attack"], "since": "2023-10-15T00:00:00Z",
    });
    house
        .post("duty-1", "/api/v1/tallies", tally)
        .await
        .expect(201);
    let first = house
        .get("duty-1", "/api/v1/tallies/since-october")
        .await
        .expect(200);
    // 14 days of October until its 28th, 28 of November, 14 of December, and the embassy.
    assert_eq!(
        (first["number"].as_u64(), first["perhaps_more"].as_u64()),
        (Some(57), Some(0))
    );
    let then = first["as_of"].as_u64().unwrap();
    let mut drone = attack("2023-12-08T01:00:00Z", None);
    drone["kind"] = json!("drone_attack");
    let anew = json!({ "description": drone, "reason": "fragments of a drone" });
    let path = format!("/api/v1/incidents/{}/describe", desk.incident);
    house.post("duty-2", &path, anew).await.expect(200);
    let path = format!("/api/v1/tallies/since-october?compare={then}");
    let now = house.get("duty-1", &path).await.expect(200);
    assert_eq!(now["number"], 56);
    let why = json!([{
        "incident": desk.incident, "moved": "described_out", "reason": "fragments of a drone",
    }]);
    assert_eq!(now["changes"], why);
    let path = format!("/api/v1/tallies/since-october?as_of={then}");
    let again = house.get("duty-1", &path).await.expect(200);
    assert_eq!(
        again["number"], 57,
        "what was said once can be checked for good"
    );
}

#[tokio::test]
async fn a_sentence_that_is_not_there_and_a_line_that_is_not_so_are_refused() {
    let desk = Desk::open("Two salvos. L’été. No deaths.").await;
    let house = &desk.house;
    let path = format!("/api/v1/incidents/{}/assertions", desk.incident);
    let with = |marks: Value| json!({ "about": "event", "statement": "x", "reported_by": "y", "marks": marks });
    let mark = |report: u64, from: usize, to: usize, quote: &str| json!([{ "report": report, "from": from, "to": to, "quote": quote }]);
    let refused = async |line: Value, status: u16, code: &str| {
        house
            .post("duty-1", &path, line)
            .await
            .refused(status, code);
    };
    refused(
        with(mark(desk.report, 0, 10, "Two salvoz")),
        422,
        "bad_mark",
    )
    .await;
    refused(
        with(mark(desk.report, 0, 9_999, "Two salvos")),
        422,
        "bad_mark",
    )
    .await;
    refused(with(mark(desk.report, 13, 15, "’")), 422, "bad_mark").await;
    refused(with(mark(9_999, 0, 1, "T")), 404, "not_found").await;
    let mut half = with(json!([]));
    half["place"] = json!({ "name": "here", "lat": 33.0, "precision": "near" });
    refused(half, 422, "half_a_place").await;
    let mut salvo = with(json!([]));
    salvo["salvo"] = json!(0);
    refused(salvo, 422, "bad_salvo").await;
    let unknown = house.get("duty-1", "/api/v1/reports/9999/text").await;
    unknown.refused(404, "not_found");
    let kept = format!("/api/v1/reports/{}/text", desk.report);
    let text = house.get("duty-1", &kept).await.expect(200);
    assert_eq!(text["text"], "Two salvos. L’été. No deaths.");
    house.get("", &kept).await.refused(401, "token_missing");
    house
        .get("radar-1", &kept)
        .await
        .refused(403, "officer_needed");
}
