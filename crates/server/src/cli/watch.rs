//! `vigie watch`: the live picture in a terminal. Drawn again in place on a terminal, one line for each
//! change elsewhere; never calm when the link is lost.

use crate::listen::{
    Asker, Disbelief, Frame, Held, KeyRing, Link, NoAnswer, Picture, SseReader, Standing, act_shown,
};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use vigie_core::ids::Language;
use vigie_core::status::Status;
use vigie_core::time::Timestamp;

/// Longest rest before a lost connection is opened again.
const REST_MS_MAX: u64 = 10_000;
/// Shortest such rest.
const REST_MS_MIN: u64 = 200;
/// An unknown key is a reason to fetch the list again, not more often than this.
const KEYS_AGAIN: Duration = Duration::from_secs(10);
/// How often the clock on the screen moves.
const TICK: Duration = Duration::from_secs(1);

/// Show what people are being warned of, as it comes.
#[derive(Debug, clap::Args)]
pub struct WatchArgs {
    /// The server's address.
    #[arg(long, default_value = "http://127.0.0.1:8470", env = "VIGIE_SERVER")]
    server: String,
    /// The language of the texts, where there is one.
    #[arg(long, default_value = "en")]
    language: String,
}

/// Watches until Ctrl-C.
pub fn run(args: &WatchArgs) -> ExitCode {
    let runtime = match super::runtime() {
        Ok(runtime) => runtime,
        Err(code) => return code,
    };
    let asker = match Asker::new(&args.server, None) {
        Ok(asker) => asker,
        Err(fault) => return super::failed(fault),
    };
    runtime.block_on(async {
        let mut watch = Watch {
            asker,
            keys: None,
            keys_at: None,
            picture: Picture::new(0),
            began: Instant::now(),
            screen: Screen::new(args),
        };
        tokio::select! {
            () = watch.keep() => ExitCode::SUCCESS,
            _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
        }
    })
}

struct Watch {
    asker: Asker,
    keys: Option<KeyRing>,
    keys_at: Option<Instant>,
    picture: Picture,
    began: Instant,
    screen: Screen,
}

impl Watch {
    /// Connects for ever.
    async fn keep(&mut self) {
        let mut fails = 0u32;
        let mut since = None;
        self.show();
        loop {
            match self.listen(since).await {
                Ended::AskAfter(n) => since = Some(n),
                Ended::Lost { heard } => {
                    fails = if heard { 0 } else { fails.saturating_add(1) };
                    since = self.picture.last_n();
                }
            }
            self.picture.disconnected();
            self.show();
            self.rest(fails).await;
        }
    }

    async fn listen(&mut self, since: Option<u64>) -> Ended {
        let mut heard = false;
        let query = since.map_or(String::new(), |n| format!("?since={n}"));
        let opened = self.open(&query).await;
        let mut stream = match opened {
            Ok(stream) => stream,
            Err(why) => {
                self.screen.remark(&why.to_string());
                return Ended::Lost { heard };
            }
        };
        let mut reader = SseReader::default();
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                piece = stream.chunk() => {
                    let Ok(Some(bytes)) = piece else {
                        return Ended::Lost { heard };
                    };
                    let Ok(frames) = reader.take(&bytes) else {
                        return Ended::Lost { heard };
                    };
                    for frame in frames {
                        heard = true;
                        self.take(frame).await;
                    }
                    self.show();
                }
                _ = ticks.tick() => {
                    let now_ms = self.now_ms();
                    self.picture.tick(now_ms);
                    self.show();
                    if self.picture.link() == Link::Lost && heard {
                        return Ended::Lost { heard: false };
                    }
                    if let Some(n) = self.picture.ask_after(now_ms) {
                        return Ended::AskAfter(n);
                    }
                }
            }
        }
    }

    async fn open(&mut self, query: &str) -> Result<reqwest::Response, NoAnswer> {
        if self.keys.is_none() {
            self.fetch_keys().await?;
        }
        self.asker.stream(&format!("/live{query}")).await
    }

    async fn fetch_keys(&mut self) -> Result<(), NoAnswer> {
        self.keys_at = Some(Instant::now());
        let text = self.asker.text("/live/keys").await?;
        match KeyRing::read(&text) {
            Ok(keys) => self.keys = Some(keys),
            Err(why) => self.screen.remark(&format!("the server's keys: {why}")),
        }
        Ok(())
    }

    async fn take(&mut self, frame: Frame) {
        let mut believed = self.believe(&frame);
        let may_ask = self.keys_at.is_none_or(|at| at.elapsed() >= KEYS_AGAIN);
        if matches!(believed, Err(Disbelief::Key)) && may_ask && self.fetch_keys().await.is_ok() {
            believed = self.believe(&frame);
        }
        if let Err(why) = believed {
            self.picture.disbelieved();
            self.screen
                .remark(&format!("a text was not believed and is not shown: {why}"));
        }
    }

    fn believe(&mut self, frame: &Frame) -> Result<(), Disbelief> {
        let Some(keys) = &self.keys else {
            return Err(Disbelief::Key);
        };
        match frame {
            Frame::Bulletin(jws) => {
                let bulletin = keys.bulletin(jws)?;
                let held = Held {
                    bulletin: bulletin.clone(),
                    standing: Standing::Live,
                };
                if self.picture.bulletin(bulletin) {
                    self.screen.news(&held);
                }
            }
            Frame::Heartbeat(jws) => {
                let beat = keys.heartbeat(jws)?;
                let now_ms = self.now_ms();
                self.picture.heartbeat(beat, now_ms);
            }
            // What is kept follows by itself.
            Frame::Resync(_) => {}
        }
        Ok(())
    }

    fn show(&mut self) {
        let now_ms = self.now_ms();
        self.screen.show(&self.picture, now_ms);
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Rests before the next try, and lets the clock of the picture go on meanwhile.
    async fn rest(&mut self, fails: u32) {
        let ceiling = REST_MS_MAX.min(1_000u64.saturating_mul(1 << fails.min(10)));
        let mut chance = [0u8; 2];
        // Without chance all who watch come back in step.
        let _ = getrandom::fill(&mut chance);
        let spread = u64::from(u16::from_le_bytes(chance)) * (ceiling - REST_MS_MIN) / 65_535;
        let until = Instant::now() + Duration::from_millis(REST_MS_MIN + spread);
        while Instant::now() < until {
            sleep(TICK.min(until - Instant::now())).await;
            let now_ms = self.now_ms();
            self.picture.tick(now_ms);
            self.show();
        }
    }
}

/// Why a connection ended.
enum Ended {
    /// A bulletin is late: ask again after this number.
    AskAfter(u64),
    /// It broke; `heard` when it was of use.
    Lost { heard: bool },
}

/// Where it is shown.
struct Screen {
    server: String,
    language: Language,
    in_place: bool,
    last_link: Option<Link>,
    remark: String,
}

impl Screen {
    fn new(args: &WatchArgs) -> Self {
        Self {
            server: args.server.clone(),
            language: Language::new(args.language.clone()),
            in_place: std::io::stdout().is_terminal(),
            last_link: None,
            remark: String::new(),
        }
    }

    /// Something that whoever watches should know.
    fn remark(&mut self, text: &str) {
        if self.in_place {
            text.clone_into(&mut self.remark);
        } else if self.remark != text {
            text.clone_into(&mut self.remark);
            print(&format!("{text}\n"));
        }
    }

    /// A bulletin came.
    fn news(&mut self, held: &Held) {
        if !self.in_place {
            print(&format!("{}\n", one_line(held, &self.language)));
        }
    }

    fn show(&mut self, picture: &Picture, now_ms: u64) {
        if self.in_place {
            print(&drawn(
                &self.server,
                picture,
                now_ms,
                &self.language,
                &self.remark,
            ));
        } else if self.last_link != Some(picture.link()) {
            print(&format!("{}\n", state_line(picture, now_ms)));
        }
        self.last_link = Some(picture.link());
    }
}

const CLEAR_LINE: &str = "\x1b[K\n";
const BACK_TO_TOP: &str = "\x1b[H";
const CLEAR_BELOW: &str = "\x1b[J";
const ALARM: &str = "\x1b[1;97;41m";
const WAITING: &str = "\x1b[1;30;43m";
const CALM: &str = "\x1b[1;32m";
const ALERT: &str = "\x1b[1m";
const EXERCISE: &str = "\x1b[1;97;45m";
const PLAIN: &str = "\x1b[0m";

/// The whole screen, for a terminal that is drawn in place.
fn drawn(
    server: &str,
    picture: &Picture,
    now_ms: u64,
    language: &Language,
    remark: &str,
) -> String {
    let colour = match picture.link() {
        Link::Lost => ALARM,
        Link::Connecting => WAITING,
        Link::Alive if live(picture) == 0 => CALM,
        Link::Alive => ALERT,
    };
    let state = state_line(picture, now_ms);
    let mut lines = vec![
        server.to_owned(),
        format!("{colour}{state}{PLAIN}"),
        String::new(),
    ];
    lines.extend(picture.missing().iter().map(|n| {
        format!("{ALARM} a warning is in force whose text is missing (number {n}) {PLAIN}")
    }));
    for held in picture.held() {
        let colour = match held.bulletin.status {
            Status::Actual => ALARM,
            Status::Exercise => EXERCISE,
        };
        lines.push(format!("{colour}{}{PLAIN}", one_line(held, language)));
        if let Some(texts) = held.bulletin.texts.get(language) {
            lines.push(format!("    {}", clean(&texts.instruction)));
        }
    }
    if !remark.is_empty() {
        lines.extend([String::new(), clean(remark)]);
    }
    format!(
        "{BACK_TO_TOP}{}{CLEAR_LINE}{CLEAR_BELOW}",
        lines.join(CLEAR_LINE)
    )
}

fn state_line(picture: &Picture, now_ms: u64) -> String {
    let beat = picture
        .last_beat()
        .map_or("never".to_owned(), Timestamp::rfc3339);
    let silent_s = picture.silent_ms(now_ms) / 1_000;
    match picture.link() {
        Link::Lost => format!(
            "LINK LOST for {silent_s} s: nothing is known; this is not an all clear (last heartbeat {beat})"
        ),
        Link::Connecting => format!("connecting; last heartbeat {beat}"),
        Link::Alive => {
            let what = match live(picture) {
                0 => "no known warning".to_owned(),
                live => super::count(live, "live warning"),
            };
            format!("alive, heartbeat {silent_s} s ago: {what}")
        }
    }
}

/// Warnings that are in force, with or without their text.
fn live(picture: &Picture) -> usize {
    let held = picture
        .held()
        .filter(|held| held.standing == Standing::Live);
    held.count() + picture.missing().len()
}

fn one_line(held: &Held, language: &Language) -> String {
    let bulletin = &held.bulletin;
    let texts = &bulletin.texts;
    let headline = texts.get(language).or_else(|| texts.values().next());
    let unseen = match held.standing {
        Standing::EndedUnseen => " [ended, nobody said how: not an all clear]",
        Standing::Live | Standing::Ended => "",
    };
    format!(
        "{} {} {} {} | {} | {}{unseen}",
        bulletin.status,
        bulletin.sent.rfc3339(),
        bulletin.code,
        act_shown(bulletin.act),
        clean(&bulletin.area.desc),
        clean(headline.map_or("(no text)", |texts| texts.headline.as_str())),
    )
}

/// What others wrote cannot move the cursor.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn print(text: &str) {
    let mut out = std::io::stdout();
    // A terminal that is gone ends the program by its own signal.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listen::{Heartbeat, LOST_AFTER_MS};

    fn beat(at: i64) -> Heartbeat {
        Heartbeat {
            v: 1,
            at: Timestamp::from_unix_ms(at),
            every_s: 10,
            n: 1,
            live: Vec::new(),
            zones: None,
        }
    }

    fn screen(picture: &Picture, now_ms: u64) -> String {
        drawn("http://x", picture, now_ms, &Language::new("en"), "")
    }

    #[test]
    fn a_lost_link_is_never_green_and_never_says_that_there_is_no_warning() {
        let mut picture = Picture::new(0);
        assert!(!screen(&picture, 0).contains(CALM));
        picture.heartbeat(beat(1), 0);
        assert!(screen(&picture, 0).contains("no known warning"));
        picture.disconnected();
        assert!(!screen(&picture, 1).contains(CALM));
        picture.tick(LOST_AFTER_MS);
        let lost = screen(&picture, LOST_AFTER_MS);
        assert!(lost.contains("LINK LOST for 21 s"));
        assert!(!lost.contains(CALM) && !lost.contains("no known warning"));
    }

    #[test]
    fn what_others_wrote_cannot_move_the_cursor() {
        assert_eq!(clean("a\x1b[2Jb\nc"), "a [2Jb c");
    }
}
