//! People at two places, a channel in memory, and what each of them hears.

use super::*;
use crate::config;
use crate::engine::{self, Engine, Running};
use crate::stopping;
use crate::timings::Timings;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;
use vigie_channels::pattern::{InMemory, Order, Render, Rendered, Says};
use vigie_core::delivery::{Life, Target, Work};
use vigie_core::ids::{AlertId, Danger, OfficerId, WarningId, ZoneId};
use vigie_core::site::ChannelRule;
use vigie_core::status::Status;
use vigie_core::warning::Draft;
use vigie_core::{Command, Input};
use vigie_store::disk::RealDisk;
use vigie_store::journal;
use vigie_store::registry::{
    Agreed, Endpoint, Follows, NewPerson, Place, Register as _, Registry, Spot,
};

/// Says the act and the address, and refuses addresses that say so.
#[derive(Clone, Debug)]
struct Plain;

impl Render for Plain {
    fn render(&self, order: &Order) -> Result<Rendered, String> {
        if order.to.address.contains("refused") {
            return Err("no such address".to_owned());
        }
        let Says::Alert(carried) = &order.says else {
            return Err("alerts alone".to_owned());
        };
        let act = carried.alert.content.act.as_str();
        Ok(Rendered {
            name: format!("{}-{}", carried.number, order.to.address),
            bytes: act.as_bytes().to_vec(),
        })
    }
}

const HERE: Spot = Spot {
    lat_e6: 33_310_000,
    lon_e6: 44_390_000,
};
const ELSEWHERE: Spot = Spot {
    lat_e6: 35_000_000,
    lon_e6: 44_390_000,
};

fn somebody(name: &str, channels: &[&str], at: Spot) -> NewPerson {
    let endpoint = |channel: &&str| {
        let (channel, what) = channel.split_once(' ').unwrap_or((channel, "is"));
        Endpoint {
            channel: channel.to_owned(),
            address: format!("{name}.{what}@{channel}"),
            proven_at_ms: None,
        }
    };
    NewPerson {
        name: name.to_owned(),
        endpoints: channels.iter().map(endpoint).collect(),
        language: "en".to_owned(),
        places: vec![Place {
            kind: "home".to_owned(),
            at,
            address: None,
        }],
        follows: Follows::Yes,
        ..NewPerson::default()
    }
}

struct Site {
    folder: TempDir,
    desk: Desk,
    work: Option<mpsc::UnboundedReceiver<Work>>,
    people: People,
    audience: Audience,
    mail: InMemory<Plain>,
    sms: InMemory<Plain>,
}

const OFFICERS: &str = r#"
[site.officer.one]
roles = ["drafter", "approver"]
statuses = ["exercise"]
people_max = 5000
[site.officer.two]
roles = ["drafter", "approver"]
statuses = ["exercise"]
people_max = 5000
"#;

impl Site {
    async fn new(people: &[NewPerson]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let registry = Registry::in_memory().unwrap();
        let all = People::new(registry);
        all.with(|register| register.put(people, Agreed::Yes, 0))
            .unwrap();
        let audience = Audience::default();
        audience.load(&all).unwrap();
        let disk = Arc::new(RealDisk::open(folder.path()).unwrap());
        let (engine, _) = Engine::open(disk, journal::Config::default()).unwrap();
        let running = engine::run(engine, Arc::new(Timings::default()), None).unwrap();
        let Running { desk, work, .. } = running;
        let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words");
        let text = include_str!("../../tests/common/site.toml");
        let text = text.replace("{words}", &words.display().to_string()) + OFFICERS;
        let mut declared = config::parse(&text, folder.path()).unwrap().site;
        for name in ["mail", "sms"] {
            let rule = ChannelRule::default();
            declared.channels.insert(ChannelId::new(name), rule);
        }
        let site = Self {
            folder,
            desk,
            work: Some(work),
            people: all,
            audience,
            mail: InMemory::new(Plain),
            sms: InMemory::new(Plain),
        };
        site.ask(Input::Declare(Box::new(declared))).await;
        site
    }

    fn post(&self) -> (Post, stopping::Stop) {
        let (stop, stopping) = stopping::pair();
        let mail: Arc<dyn Channel> = Arc::new(self.mail.clone());
        let sms: Arc<dyn Channel> = Arc::new(self.sms.clone());
        let channels = [("mail", mail), ("sms", sms)];
        let channels = channels.map(|(name, channel)| (ChannelId::new(name), channel));
        let (desk, people) = (self.desk.clone(), self.people.clone());
        let audience = self.audience.clone();
        let post = Post::start(
            desk,
            people,
            audience,
            channels.into(),
            String::new(),
            &stopping,
        );
        (post, stop)
    }

    /// Carries to people; everything else is taken and done.
    fn carry(&mut self) -> stopping::Stop {
        let (post, stop) = self.post();
        let (inbox, mut work) = (self.desk.inbox.clone(), self.work.take().unwrap());
        tokio::spawn(async move {
            while let Some(piece) = work.recv().await {
                let (delivery, attempt) = piece.key();
                if let Work::People { alert, lane, .. } = piece {
                    tokio::spawn(post.clone().take(delivery, attempt, alert, lane));
                } else {
                    let outcome = delivery::Outcome::HandedOver { to: 1 };
                    let said = Input::Outcome {
                        delivery,
                        attempt,
                        outcome,
                    };
                    let _stopped = inbox.tell(said).await;
                }
            }
        });
        stop
    }

    async fn ask(&self, input: Input) -> u64 {
        let decided = self.desk.inbox.ask(input).await.unwrap();
        decided.unwrap().first
    }

    async fn officer(&self, by: &str, command: Command) -> u64 {
        let by = OfficerId::new(by);
        self.ask(Input::Officer { by, command }).await
    }

    async fn warn(&self) -> (WarningId, AlertId) {
        let zones = [ZoneId::new("compound")];
        let draft = Draft::new(Danger::new("fire"), zones, Status::Exercise, 600);
        let warning = WarningId(self.officer("one", Command::Draft(draft)).await);
        self.officer("one", Command::Submit(warning)).await;
        let state = self.desk.state();
        let shown = state.warning(warning).unwrap();
        let (_, content) = shown.submitted.as_ref().unwrap();
        let sha256 = vigie_core::warning::approval_sha256(content, shown.corrections.as_deref());
        self.officer("two", Command::Approve { warning, sha256 })
            .await;
        let alert = *self
            .desk
            .state()
            .warning(warning)
            .unwrap()
            .alerts
            .last()
            .unwrap();
        (warning, alert)
    }

    fn life(&self, alert: AlertId) -> (Life, Tally) {
        let state = self.desk.state();
        let mut of = state.deliveries_of(alert);
        let people = of.find(|d| d.target == Target::People).unwrap();
        (people.life.clone(), people.people.clone())
    }

    async fn carried(&self, alert: AlertId) -> Tally {
        let mut view = self.desk.view.clone();
        let until = async {
            loop {
                let (life, people) = self.life(alert);
                if matches!(life, Life::Carried { .. }) {
                    return people;
                }
                view.changed().await.unwrap();
            }
        };
        let carried = tokio::time::timeout(Duration::from_secs(20), until).await;
        carried.unwrap_or_else(|_| panic!("still {:?}", self.life(alert)))
    }
}

fn heard(channel: &InMemory<Plain>) -> Vec<(String, u32)> {
    let kept = channel.kept().into_iter();
    let mut heard: Vec<(String, u32)> = kept
        .map(|(name, (act, times))| {
            let (_, to) = name.split_once('-').unwrap();
            (format!("{} {to}", String::from_utf8(act).unwrap()), times)
        })
        .collect();
    heard.sort();
    heard
}

fn once(said: &[&str]) -> Vec<(String, u32)> {
    said.iter().map(|said| ((*said).to_owned(), 1)).collect()
}

#[tokio::test]
async fn people_in_the_area_hear_by_their_first_channel_and_of_the_end_by_the_same_wherever_they_are()
 {
    let mut site = Site::new(&[
        somebody("a", &["mail", "sms"], HERE),
        somebody("b", &["sms"], HERE),
        somebody("c", &["mail"], ELSEWHERE),
    ])
    .await;
    let stop = site.carry();
    let (warning, alert) = site.warn().await;
    let tally = site.carried(alert).await;
    assert_eq!(tally[&ChannelId::new("mail")].reached(), 1);
    assert_eq!(tally[&ChannelId::new("sms")].reached(), 1);
    assert_eq!(heard(&site.mail), once(&["alert a.is@mail"]));
    assert_eq!(heard(&site.sms), once(&["alert b.is@sms"]));
    site.people.with(|register| {
        let a = register.people_at("mail", "a.is@mail").unwrap()[0].number;
        register.moved(&[(a, ELSEWHERE)], 0).unwrap();
    });
    site.audience.follow(&site.people).unwrap();
    let end = site.officer("one", Command::AllClear(warning)).await;
    site.carried(AlertId(end)).await;
    let expected = once(&["alert a.is@mail", "all_clear a.is@mail"]);
    assert_eq!(heard(&site.mail), expected);
    assert_eq!(
        heard(&site.sms),
        once(&["alert b.is@sms", "all_clear b.is@sms"])
    );
    stop.now();
}

#[tokio::test]
async fn whoever_is_not_reached_by_one_channel_is_tried_by_the_next() {
    let mut site = Site::new(&[
        somebody("a", &["mail refused", "sms"], HERE),
        somebody("b", &["mail refused"], HERE),
    ])
    .await;
    let stop = site.carry();
    let (_, alert) = site.warn().await;
    let tally = site.carried(alert).await;
    let (mail, sms) = (
        &tally[&ChannelId::new("mail")],
        &tally[&ChannelId::new("sms")],
    );
    assert_eq!((mail.reached(), mail.failed()), (0, 2));
    assert_eq!((sms.reached(), sms.failed()), (1, 0));
    assert_eq!(heard(&site.sms), once(&["alert a.is@sms"]));
    stop.now();
}

#[tokio::test]
async fn two_addresses_that_fail_together_do_not_wait_for_each_other() {
    let somebody = somebody("a", &["mail refused", "mail refused-too", "sms"], HERE);
    let mut site = Site::new(&[somebody]).await;
    let stop = site.carry();
    let (_, alert) = site.warn().await;
    site.carried(alert).await;
    assert_eq!(heard(&site.sms), once(&["alert a.is@sms"]));
    stop.now();
}

#[tokio::test]
async fn nothing_that_names_anybody_is_in_the_journal() {
    let mut site = Site::new(&[somebody("amelie", &["mail"], HERE)]).await;
    let stop = site.carry();
    let (_, alert) = site.warn().await;
    site.carried(alert).await;
    let mut read = 0;
    for file in std::fs::read_dir(site.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        read += text.matches("people_reached").count();
        assert!(!text.contains("amelie"));
    }
    assert!(read > 0, "the journal says how many");
    stop.now();
}

#[tokio::test]
async fn what_a_crash_left_with_a_channel_is_due_again_under_the_same_number() {
    let mut site = Site::new(&[somebody("a", &["mail"], HERE)]).await;
    let (_, alert) = site.warn().await;
    // Planned and begun, and nobody there to settle it: a program that was killed.
    let (order, row) = {
        let state = site.desk.state();
        let mut of = state.deliveries_of(alert);
        let delivery = of.find(|d| d.target == Target::People).unwrap();
        let order = plan::order(delivery.id, delivery.lane, &state.alerts[&alert]);
        let mut registry = site.people.registry();
        let endpoint = registry.sum_of("mail", "a.is@mail");
        let to = vigie_store::registry::parcels::NewParcel {
            person: 1,
            channel: "mail".to_owned(),
            endpoint,
        };
        registry.make_parcels(order, &[to], now_ms()).unwrap();
        registry.parcelled(order.delivery, now_ms()).unwrap();
        let begun = registry.begin_parcels("mail", now_ms(), 9).unwrap();
        (order, begun[0].clone())
    };
    let stop = site.carry();
    let tally = site.carried(alert).await;
    assert_eq!(tally[&ChannelId::new("mail")].reached(), 1);
    assert_eq!(heard(&site.mail), once(&["alert a.is@mail"]));
    let rows = site
        .people
        .registry()
        .parcels_to(order.delivery, 1)
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].number, rows[0].attempt), (row.number, 2));
    stop.now();
}
