//! What every channel to people and programs keeps to, run over each of them: one line in [`stands`] for each.

#![cfg(test)]

use crate::email::fake::{MailServer, Mood};
use crate::email::{Mail, MailRender};
use crate::pattern::{Channel, InFolder, InMemory, Order, Render};
use crate::sample::{note, numbered, order};
use crate::sms::SmsRender;
use crate::web_push::fake::Subscriber;
use crate::web_push::fake::service::PushService;
use crate::web_push::{PushRender, Vapid, WebPush};
use crate::webhook::fake::Receiver;
use crate::webhook::{Secret, Webhook, WebhookRender};
use std::sync::Arc;
use std::time::Duration;
use vigie_core::delivery::parcel::Outcome;
use vigie_core::status::Status;
use vigie_core::wording::Act;

/// What happens to the other side.
#[derive(Clone, Copy, Debug)]
enum Other {
    Well,
    Down,
    KnowsNobody,
}

/// A channel with its other side.
struct Stand {
    name: &'static str,
    /// Two addresses that it takes.
    addresses: [String; 2],
    channel: Box<dyn Channel>,
    render: Arc<dyn Render>,
    /// Says whether the other side can.
    becomes: Box<dyn Fn(Other) -> bool>,
    /// What the other side heard, each order once.
    heard: Box<dyn Fn() -> Vec<String>>,
}

/// Every channel. Whoever adds one adds it here.
async fn stands() -> Vec<Stand> {
    vec![webhook(), email().await, web_push(), sms()]
}

fn webhook() -> Stand {
    let render = WebhookRender {
        base: "https://warn.example".to_owned(),
    };
    let secrets = Secret::read_all("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let receiver = Receiver::default();
    let (says, heard) = (receiver.clone(), receiver.clone());
    Stand {
        name: "webhook",
        addresses: ["https://a.example/hook", "https://b.example/hook"].map(str::to_owned),
        channel: Box::new(Webhook::new(render.clone(), secrets, Arc::new(receiver))),
        render: Arc::new(render),
        becomes: Box::new(move |other| {
            says.says(match other {
                Other::Well => Ok(204),
                Other::Down => Err("connection refused"),
                Other::KnowsNobody => Ok(410),
            });
            true
        }),
        heard: Box::new(move || {
            let heard = heard.heard().into_iter();
            heard
                .map(|request| String::from_utf8(request.body).unwrap())
                .collect()
        }),
    }
}

async fn email() -> Stand {
    let server = MailServer::start().await;
    let config = server.config();
    let render = MailRender::new(&config.from, &config.bounce, "https://warn.example").unwrap();
    let becomes = server.clone();
    Stand {
        name: "email",
        addresses: ["ada@b.example", "grace@b.example"].map(str::to_owned),
        channel: Box::new(Mail::new(&config, render.clone()).unwrap()),
        render: Arc::new(render),
        becomes: Box::new(move |other| {
            becomes.is(match other {
                Other::Well => Mood::Takes,
                Other::Down => Mood::Later,
                Other::KnowsNobody => Mood::KnowsNobody,
            });
            true
        }),
        heard: Box::new(move || server.heard()),
    }
}

fn web_push() -> Stand {
    let render = PushRender {
        base: "https://warn.example".to_owned(),
    };
    let vapid = Vapid::new(&Vapid::draw().unwrap(), "").unwrap();
    let (service, subscriber) = (PushService::default(), Subscriber::draw());
    let becomes = service.clone();
    let url = |n: u8| format!("https://push.example/{n}");
    Stand {
        name: "web push",
        addresses: [1, 2].map(|n| subscriber.at(&url(n)).written().to_owned()),
        channel: Box::new(WebPush::new(
            render.clone(),
            vapid,
            Arc::new(service.clone()),
        )),
        render: Arc::new(render),
        becomes: Box::new(move |other| {
            becomes.says(match other {
                Other::Well => 201,
                Other::Down => 503,
                Other::KnowsNobody => 410,
            });
            true
        }),
        heard: Box::new(move || {
            let sealed = service.waiting(&url(1)).into_iter();
            let opened = sealed.map(|body| subscriber.open(&body).unwrap());
            opened
                .map(|text| String::from_utf8(text).unwrap())
                .collect()
        }),
    }
}

/// Its other side is a folder: it knows everybody, and is down when something else stands in its place.
fn sms() -> Stand {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sms");
    let channel = InFolder::new(SmsRender, &folder);
    let place = folder.clone();
    Stand {
        name: "text message",
        addresses: ["+33612345678", "+33612345679"].map(str::to_owned),
        channel: Box::new(channel),
        render: Arc::new(SmsRender),
        becomes: Box::new(move |other| match other {
            Other::Well => {
                let _ = std::fs::remove_file(&place);
                true
            }
            Other::Down => std::fs::write(&place, "").is_ok(),
            Other::KnowsNobody => false,
        }),
        heard: Box::new(move || {
            // Held until the stand is gone.
            let _ = &home;
            let files = std::fs::read_dir(&folder).into_iter().flatten();
            let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()));
            texts.map(Result::unwrap).collect()
        }),
    }
}

fn real(stand: &Stand) -> Order {
    let alert = numbered(4, Status::Actual, Act::Alert);
    order(alert, &stand.addresses[0], "en")
}

/// A line break is a line break, whoever wrote it.
fn plain(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .trim()
        .to_owned()
}

#[tokio::test]
async fn what_is_taken_is_what_was_written_and_twice_is_heard_once() {
    for stand in stands().await {
        let order = real(&stand);
        let again = Order {
            attempt: 2,
            ..order.clone()
        };
        for order in [&order, &again] {
            assert_eq!(
                stand.channel.send(order).await,
                Outcome::Taken,
                "{}",
                stand.name
            );
        }
        let heard = (stand.heard)();
        assert_eq!(heard.len(), 1, "{}", stand.name);
        let written = stand.render.render(&order).unwrap().bytes;
        assert_eq!(
            plain(heard[0].as_bytes()),
            plain(&written),
            "{}",
            stand.name
        );
    }
}

#[tokio::test]
async fn nothing_is_lost_to_another_side_that_is_down_and_comes_back() {
    for stand in stands().await {
        let order = real(&stand);
        (stand.becomes)(Other::Down);
        let said = stand.channel.send(&order).await;
        assert!(
            matches!(said, Outcome::Later { .. }),
            "{}: {said:?}",
            stand.name
        );
        assert!((stand.heard)().is_empty(), "{}", stand.name);
        (stand.becomes)(Other::Well);
        assert_eq!(
            stand.channel.send(&order).await,
            Outcome::Taken,
            "{}",
            stand.name
        );
        assert_eq!((stand.heard)().len(), 1, "{}", stand.name);
    }
}

#[tokio::test]
async fn whoever_is_not_there_is_not_tried_again() {
    for stand in stands().await {
        if !(stand.becomes)(Other::KnowsNobody) {
            continue;
        }
        let said = stand.channel.send(&real(&stand)).await;
        assert!(
            matches!(said, Outcome::Gone { .. }),
            "{}: {said:?}",
            stand.name
        );
    }
}

#[tokio::test]
async fn an_exercise_says_so_and_what_is_real_does_not() {
    for stand in stands().await {
        for act in Act::ALL {
            for (status, is_one) in [(Status::Exercise, true), (Status::Actual, false)] {
                let order = order(numbered(5, status, act), &stand.addresses[0], "en");
                let written = stand.render.render(&order).unwrap();
                let text = plain(&written.bytes).to_lowercase();
                assert_eq!(text.contains("exercise"), is_one, "{} {act:?}", stand.name);
            }
        }
    }
}

#[tokio::test]
async fn nobody_is_told_of_anybody_else_and_no_recipient_is_shown_in_a_log() {
    for stand in stands().await {
        let one = real(&stand);
        let other = order(
            numbered(4, Status::Actual, Act::Alert),
            &stand.addresses[1],
            "ar",
        );
        let written = [&one, &other].map(|order| stand.render.render(order).unwrap());
        let [one_says, other_says] = written.map(|written| plain(&written.bytes));
        assert!(!one_says.contains(&stand.addresses[1]), "{}", stand.name);
        assert!(!other_says.contains(&stand.addresses[0]), "{}", stand.name);
        assert!(
            !format!("{one:?}").contains(&stand.addresses[0]),
            "{}",
            stand.name
        );
    }
}

#[tokio::test]
async fn a_note_is_for_people_and_says_how_to_answer_it() {
    for stand in stands().await {
        let written = stand.render.render(&note(&stand.addresses[0]));
        let Ok(written) = written else {
            assert_eq!(stand.name, "webhook", "a program has nothing to confirm");
            continue;
        };
        let text = plain(&written.bytes).replace("=\n", "");
        assert!(
            text.contains("123456") || text.contains("/signup/s/q7Jm"),
            "{}: {text}",
            stand.name
        );
    }
}

#[tokio::test]
async fn without_a_network_the_same_is_written_to_a_folder_and_to_memory() {
    for stand in stands().await {
        let order = real(&stand);
        let written = stand.render.render(&order).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let files = InFolder::new(Arc::clone(&stand.render), folder.path());
        let memory = InMemory::new(Arc::clone(&stand.render));
        for _ in 0..2 {
            assert_eq!(files.send(&order).await, Outcome::Taken, "{}", stand.name);
            assert_eq!(memory.send(&order).await, Outcome::Taken, "{}", stand.name);
        }
        let kept = memory.kept();
        assert_eq!(kept.get(&written.name), Some(&(written.bytes.clone(), 2)));
        let file = std::fs::read(folder.path().join(&written.name)).unwrap();
        assert_eq!(file, written.bytes, "{}", stand.name);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "{}",
            stand.name
        );
    }
}

#[tokio::test]
async fn a_mail_server_that_says_nothing_is_given_up_in_time() {
    let server = MailServer::start().await;
    server.is(Mood::Hangs);
    let config = server.config();
    let render = MailRender::new(&config.from, &config.bounce, "https://warn.example").unwrap();
    let mail = Mail::new(&config, render).unwrap();
    let mail = mail.patient(Duration::from_millis(200));
    let order = order(
        numbered(4, Status::Actual, Act::Alert),
        "ada@b.example",
        "en",
    );
    let said = mail.send(&order).await;
    assert!(matches!(said, Outcome::Later { .. }), "{said:?}");
}
