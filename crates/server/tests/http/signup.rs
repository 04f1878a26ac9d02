//! The public signs up and leaves: nothing is live before a test message has arrived, nobody learns who is known, and
//! nothing is left of whoever has gone.

use crate::distributor::Distributor;
use crate::house::{Answer, House, PATIENCE};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A server that the public may sign up to, with folders that gateways empty.
fn house(more: &str) -> House {
    let mut house = House::closed();
    let mut text = std::fs::read_to_string(house.config()).unwrap();
    text.push_str("\n[signup]\nopen = true\n");
    text.push_str(more);
    std::fs::write(house.config(), text).unwrap();
    house.start();
    house
}

const FOLDERS: &str = "\n[channel.mail]\nfolder = \"mail\"\nfrom = \"Embassy <warnings@site.example>\"\nbounce = \"bounce@site.example\"\n\n[channel.sms]\nfolder = \"sms\"\n";

/// Files of a kind in a folder, when there are so many.
async fn files(folder: PathBuf, ending: &str, many: usize) -> Vec<String> {
    let since = Instant::now();
    loop {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let mut those: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|e| e == ending))
            .collect();
        those.sort();
        if those.len() >= many {
            return those
                .iter()
                .map(|path| std::fs::read_to_string(path).unwrap())
                .collect();
        }
        assert!(since.elapsed() < PATIENCE, "no {ending} came: {those:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A form that a person had the time to fill in.
async fn form(house: &House) -> String {
    let offer = house.get("", "/api/v1/signups").await.expect(200);
    let form = offer["form"].as_str().unwrap().to_owned();
    tokio::time::sleep(Duration::from_millis(2_050)).await;
    form
}

async fn sign_up(house: &House, change: Value) -> Answer {
    let mut body = json!({ "form": form(house).await, "way": "mail", "address": "zoe@example.org",
        "zones": ["compound"], "language": "fr", "needs": ["deaf"] });
    body.as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    house.post("", "/api/v1/signups", body).await
}

/// A form as a browser sends it.
fn filled(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let kind = "application/x-www-form-urlencoded";
    request.header("Content-Type", kind).body(body)
}

/// The link in a mail.
fn link(mail: &str) -> String {
    let line = mail
        .lines()
        .find_map(|line| line.strip_prefix("List-Unsubscribe: <"))
        .unwrap();
    let url = line.trim_end_matches('>');
    url.rsplit_once('/').unwrap().1.to_owned()
}

async fn warned(house: &House) -> u64 {
    let question = json!({ "circles": [[33.3025, 44.391, 5]] });
    let answer = house
        .post("duty-1", "/api/v1/audience", question)
        .await
        .expect(200);
    answer["people"].as_u64().unwrap()
}

async fn until_warned(house: &House, people: u64) {
    let since = Instant::now();
    while warned(house).await != people {
        assert!(since.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn somebody_signs_up_by_mail_without_a_script_tests_it_and_leaves_with_one_click() {
    let house = house(FOLDERS);
    let client = house.client();
    let page = house
        .ask(
            "",
            client
                .get(format!("{}/signup", house.base))
                .header("Accept-Language", "ar, en;q=0.5"),
        )
        .await;
    assert!(
        page.text.contains("<html lang=\"ar\" dir=\"rtl\">"),
        "{}",
        page.text
    );
    assert!(page.text.contains("لن يصلك شيء حتى تصل رسالة تجريبية"));
    let public = house.get("", "/").await;
    assert!(
        public.text.contains("href=\"/signup\""),
        "the public page leads there"
    );

    let form = form(&house).await;
    let fields = [
        ("form", form.as_str()),
        ("way", "mail"),
        ("address", "zoe@example.org"),
        ("zone", "compound"),
        ("language", "fr"),
        ("need", "blind"),
    ];
    let url = format!("{}/signup?lang=en", house.base);
    let sent = house.ask("", filled(client.post(&url), &fields)).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    assert!(
        sent.text
            .contains("You will receive nothing until a test message has arrived")
    );
    let mails = files(house.path().join("mail"), "eml", 1).await;
    let secret = link(&mails[0]);
    assert!(secret.len() >= 22, "128 bits");

    // Looking at a link confirms nothing.
    let own = format!("/signup/s/{secret}");
    for _ in 0..2 {
        assert!(
            house
                .get("", &own)
                .await
                .text
                .contains("Not confirmed: you will receive nothing.")
        );
    }
    assert_eq!(warned(&house).await, 0);
    let press =
        |deed: &'static str| filled(client.post(format!("{}{own}", house.base)), &[("do", deed)]);
    let live = house.ask("", press("heard")).await;
    assert!(
        live.text.contains("Confirmed: warnings for your places"),
        "{}",
        live.text
    );
    until_warned(&house, 1).await;

    let tested = house.ask("", press("test")).await;
    assert!(tested.text.contains("The test is on its way"));
    files(house.path().join("mail"), "eml", 2).await;
    let standing = format!("/api/v1/signups/{secret}");
    let before = house.get("", &standing).await.expect(200);
    house
        .post("", &format!("{standing}/heard"), json!({}))
        .await
        .expect(200);
    let after = house.get("", &standing).await.expect(200);
    assert!(after["heard_ms"].as_i64() >= before["tested_ms"].as_i64());

    // As a mail program does it (RFC 8058).
    let one_click = filled(
        client.post(format!("{}{own}", house.base)),
        &[("List-Unsubscribe", "One-Click")],
    );
    assert_eq!(house.ask("", one_click).await.status, 200);
    house.get("", &standing).await.refused(404, "not_found");
    let gone = house.get("", &own).await.text;
    assert!(gone.contains("This link leads to nothing"), "{gone}");
    until_warned(&house, 0).await;
    // What the gateway has not taken yet is not ours any more.
    std::fs::remove_dir_all(house.path().join("mail")).unwrap();
    for planted in ["zoe@example.org", &secret] {
        assert_eq!(
            holding(house.path(), planted),
            Vec::<String>::new(),
            "{planted}"
        );
    }
}

#[tokio::test]
async fn who_signed_up_by_mail_is_warned_by_mail_chooses_other_places_and_hears_of_those_alone() {
    let house = house(FOLDERS);
    sign_up(&house, json!({})).await.expect(202);
    let mails = files(house.path().join("mail"), "eml", 1).await;
    let secret = link(&mails[0]);
    let own = format!("/api/v1/signups/{secret}");
    let post = |deed: &str, body: Value| {
        let path = format!("{own}/{deed}");
        let house = &house;
        async move { house.post("", &path, body).await }
    };
    post("heard", json!({})).await.expect(200);
    until_warned(&house, 1).await;
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    let id = house.warn("actual").await;
    let mails = files(house.path().join("mail"), "eml", 2).await;
    let alert = mails.iter().find(|mail| !mail.contains("note-")).unwrap();
    assert!(alert.contains("Content-Language: fr"), "{alert}");
    assert_eq!(link(alert), secret, "every mail ends it with one click");
    let end = format!("/api/v1/warnings/{id}/all-clear");
    house.post("duty-2", &end, json!({})).await.expect(200);
    let mails = files(house.path().join("mail"), "eml", 3).await;
    assert_eq!(mails.len(), 3, "the exercise was sent to nobody");
    assert!(
        mails.iter().any(|mail| mail.contains("In-Reply-To: ")),
        "the end answers"
    );

    let far = json!({ "place": [-33.9, 18.4], "language": "en", "needs": [] });
    assert_eq!(post("choose", far).await.status, 204);
    until_warned(&house, 0).await;
    let elsewhere = house.warn("actual").await;
    let end = format!("/api/v1/warnings/{elsewhere}/all-clear");
    house.post("duty-2", &end, json!({})).await.expect(200);
    let back = json!({ "zones": ["compound"], "language": "en" });
    assert_eq!(post("choose", back).await.status, 204);
    until_warned(&house, 1).await;
    let nowhere = json!({ "zones": ["nowhere"], "language": "en" });
    post("choose", nowhere).await.refused(422, "unfit");
    house.warn("actual").await;
    let mails = files(house.path().join("mail"), "eml", 4).await;
    assert_eq!(
        mails.len(),
        4,
        "what was issued while they were elsewhere was not for them"
    );
    let stranger = json!({ "zones": ["compound"], "language": "en" });
    let path = format!("/api/v1/signups/{}/choose", "x".repeat(24));
    house
        .post("", &path, stranger)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_text_message_carries_a_code_that_is_guessed_at_five_times_and_not_more() {
    let house = house(FOLDERS);
    let asked = |number: &'static str| sign_up(&house, json!({ "way": "sms", "address": number }));
    let handle = asked("+964 790 123 4567").await.expect(202)["handle"]
        .as_str()
        .unwrap()
        .to_owned();
    let texts = files(house.path().join("sms"), "sms", 1).await;
    assert!(texts[0].starts_with("To: +9647901234567\n\n") && !texts[0].contains("http"));
    let code = texts[0].trim().rsplit(' ').next().unwrap().to_owned();
    let path = format!("/api/v1/signups/{handle}/code");
    let try_code = |code: String| house.post("", &path, json!({ "code": code }));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    try_code(wrong.to_owned()).await.refused(404, "not_found");
    let link = try_code(code.clone()).await.expect(200)["link"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(link, handle, "whoever asked may follow it and not more");
    assert_eq!(
        house
            .get("", &format!("/api/v1/signups/{handle}"))
            .await
            .expect(200)["state"],
        "live"
    );
    house
        .post("", &format!("/api/v1/signups/{handle}/leave"), json!({}))
        .await
        .refused(404, "not_found");
    until_warned(&house, 1).await;
    assert_eq!(
        house
            .post("", &format!("/api/v1/signups/{link}/leave"), json!({}))
            .await
            .status,
        204
    );
    until_warned(&house, 0).await;

    let handle = asked("+964 790 123 4568").await.expect(202)["handle"]
        .as_str()
        .unwrap()
        .to_owned();
    let texts = files(house.path().join("sms"), "sms", 2).await;
    let text = texts.iter().find(|text| text.contains("4568")).unwrap();
    let code = text.trim().rsplit(' ').next().unwrap().to_owned();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let path = format!("/api/v1/signups/{handle}/code");
    for _ in 0..5 {
        house
            .post("", &path, json!({ "code": wrong }))
            .await
            .refused(404, "not_found");
    }
    house
        .post("", &path, json!({ "code": code }))
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn a_browser_is_live_when_its_test_message_has_arrived_and_not_before() {
    let Some(distributor) = Distributor::start() else {
        return;
    };
    let push = format!("\n[web_push]\ninside = [\"{}\"]\n", distributor.base);
    let house = house(&push);
    let push = json!({ "endpoint": format!("{}/up/browser", distributor.base), "p256dh": distributor.p256dh, "auth": distributor.auth });
    let asked = sign_up(&house, json!({ "way": "push", "push": push }))
        .await
        .expect(202);
    let handle = asked["handle"].as_str().unwrap();
    let pushed: Value = serde_json::from_str(distributor.next()["text"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&pushed["kind"], &pushed["lang"]),
        (&json!("test"), &json!("fr"))
    );
    assert_eq!(
        house
            .get("", &format!("/api/v1/signups/{handle}"))
            .await
            .expect(200)["state"],
        "pending"
    );
    assert_eq!(warned(&house).await, 0);
    let proof = pushed["proof"].as_str().unwrap();
    house
        .post("", &format!("/api/v1/signups/{proof}/heard"), json!({}))
        .await
        .expect(200);
    assert_eq!(
        house
            .get("", &format!("/api/v1/signups/{handle}"))
            .await
            .expect(200)["state"],
        "live"
    );
    until_warned(&house, 1).await;
    assert_eq!(
        house
            .post("", &format!("/api/v1/signups/{proof}/test"), json!({}))
            .await
            .status,
        202
    );
    let test: Value = serde_json::from_str(distributor.next()["text"].as_str().unwrap()).unwrap();
    assert_eq!(test["kind"], "test");

    // What is real reaches them in their language, an exercise does not, and an end follows.
    house.vetted(&["en", "fr"]).await;
    house.warn("exercise").await;
    let id = house.warn("actual").await;
    let read = |pushed: Value| -> Value {
        serde_json::from_str(pushed["text"].as_str().unwrap()).unwrap()
    };
    let first = distributor.next();
    let told = read(first.clone());
    assert_eq!(
        (&told["kind"], &told["act"], &told["lang"]),
        (&json!("actual"), &json!("alert"), &json!("fr"))
    );
    house
        .post(
            "duty-2",
            &format!("/api/v1/warnings/{id}/all-clear"),
            json!({}),
        )
        .await
        .expect(200);
    let last = distributor.next();
    assert_eq!(read(last.clone())["act"], "all_clear");
    assert_eq!(first["Topic"], last["Topic"], "one warning is one topic");
    assert!(distributor.is_quiet());
}

#[tokio::test]
async fn nobody_learns_who_is_known_and_floods_end_at_a_bound() {
    let mut house = house(FOLDERS);
    let first = sign_up(&house, json!({})).await;
    let mails = files(house.path().join("mail"), "eml", 1).await;
    house
        .post(
            "",
            &format!("/api/v1/signups/{}/heard", link(&mails[0])),
            json!({}),
        )
        .await
        .expect(200);
    // Signed up again: the same answer, another message, and what is live stays as it is.
    let mut answers = vec![first];
    for zones in [
        json!(["compound"]),
        json!(["compound"]),
        json!(["compound"]),
        json!(["compound"]),
    ] {
        answers.push(sign_up(&house, json!({ "zones": zones })).await);
    }
    let stranger = sign_up(&house, json!({ "address": "never@example.org" })).await;
    for answer in answers.iter().chain([&stranger]) {
        let said = answer.json();
        assert_eq!((answer.status, &said["state"]), (202, &json!("pending")));
        assert_eq!(said["handle"].as_str().unwrap().len(), 24);
        assert_eq!(said.as_object().unwrap().len(), 2);
    }
    // One that was confirmed, three that wait, one stranger: the fourth to wait was not written.
    let mails = files(house.path().join("mail"), "eml", 5).await;
    assert_eq!(mails.len(), 5);
    // A form is sent once, and not faster than a person.
    let offer = house.get("", "/api/v1/signups").await.expect(200);
    let body = json!({ "form": offer["form"], "way": "mail", "address": "a@example.org", "zones": ["compound"], "language": "en" });
    house
        .post("", "/api/v1/signups", body.clone())
        .await
        .refused(409, "bad_form");
    for (change, code) in [
        (json!({ "way": "pigeon" }), "unfit"),
        (
            json!({ "address": "a@example.org, b@example.org" }),
            "unfit",
        ),
        (json!({ "zones": [] }), "unfit"),
        (json!({ "zones": ["nowhere"] }), "unfit"),
        (json!({ "language": "xx" }), "unfit"),
        (
            json!({ "way": "push", "push": { "endpoint": "https://127.0.0.1/x", "p256dh": "x", "auth": "y" } }),
            "unfit",
        ),
    ] {
        let mut body = body.clone();
        body.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        house
            .post("", "/api/v1/signups", body)
            .await
            .refused(422, code);
    }
    let mut last = 0;
    for _ in 0..40 {
        last = house.post("", "/api/v1/signups", body.clone()).await.status;
    }
    assert_eq!(last, 429, "one address has its share of an hour");
    for path in ["/api/v1/signups/x", "/api/v1/signups/..%2f"] {
        assert_eq!(house.get("", path).await.status, 404, "{path}");
    }
    // After a power cut all of it is there.
    house.kill();
    house.start();
    until_warned(&house, 1).await;
    let facts = house.facts();
    assert!(
        !facts
            .iter()
            .any(|fact| fact.to_string().contains("example.org")),
        "the journal names nobody"
    );
}

#[tokio::test]
async fn where_it_is_closed_nothing_is_there_and_without_a_gateway_nothing_is_offered() {
    let closed = House::open();
    for path in ["/signup", "/api/v1/signups"] {
        closed.get("", path).await.refused(404, "signup_closed");
    }
    assert!(!closed.get("", "/").await.text.contains("/signup"));
    let bare = house("");
    let page = bare.get("", "/signup?lang=en").await;
    assert!(page.text.contains("Text messages are not offered here"));
    assert!(page.text.contains("E-mail is not offered here"));
    assert_eq!(
        bare.get("", "/api/v1/signups").await.expect(200)["ways"],
        json!(["push"])
    );
    let config = bare.config();
    let checked = crate::house::vigie(&["check", "--config", config.to_str().unwrap()]);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned()
        + &String::from_utf8_lossy(&checked.stderr);
    assert!(
        checked.status.success() && said.contains("no sign-up by text message is offered"),
        "{said}"
    );
}

/// Files that hold a text.
fn holding(folder: &Path, planted: &str) -> Vec<String> {
    crate::subscriptions::holding(folder, planted)
}
