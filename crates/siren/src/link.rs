//! The connection to the server: introduces the siren, takes orders, gives answers, notices silence,
//! and comes back for ever.
//!
//! Nothing here is trusted: orders are judged and answers signed elsewhere. What the link promises is
//! that an answer is sent until the server has it. A WebSocket ping follows the answers; its pong says
//! that they were read, so what was lost in a dying connection is sent again on the next.

use crate::clock;
use crate::heartbeat::Heartbeat;
use crate::outbox::Outbox;
use crate::vitals::Vitals;
use crate::voice::Voice;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error as WsError, Message};
use tracing::{debug, info, warn};
use url::Url;
use vigie_core::siren::{CLOCK_SLACK_MS, PULSE_EVERY_S, Way};

/// Longest frame taken from the server, in bytes: fifty times the longest order.
const FRAME_BYTES_MAX: usize = 64 * 1024;
/// Longest challenge signed, in bytes: a nonce, not a text that somebody wants signed.
const CHALLENGE_BYTES_MAX: usize = 128;
/// A connection that lived this long makes the next retry fast again.
const PROVEN_MS: u64 = 1_000;
/// Longest wait at switch-off for the server to confirm the last answers.
const FAREWELL: Duration = Duration::from_secs(1);

/// The times of the link.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// The link is lost after so long without a beat: two of the server's ten seconds, and slack.
    pub lost_after_ms: u64,
    /// Longest wait for each step until the server says welcome.
    pub step_ms: u64,
    /// Rest before the first retry.
    pub retry_min_ms: u64,
    /// Longest rest between two tries.
    pub retry_max_ms: u64,
    /// Longest time between two pulses.
    pub pulse_ms: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lost_after_ms: 21_000,
            step_ms: 5_000,
            retry_min_ms: 100,
            retry_max_ms: 5_000,
            pulse_ms: 1_000 * u64::from(PULSE_EVERY_S),
        }
    }
}

/// What the link needs from the agent.
pub(crate) struct Link {
    pub(crate) server: Url,
    pub(crate) pace: Pace,
    /// Signs what the siren says of itself.
    pub(crate) voice: Voice,
    pub(crate) vitals: Vitals,
    pub(crate) orders: mpsc::Sender<(Way, String)>,
    pub(crate) outbox: Arc<Outbox>,
    /// Turns true when the siren is switched off.
    pub(crate) farewell: watch::Receiver<bool>,
}

/// Why a connection ended.
#[derive(Debug)]
enum Lost {
    Socket(WsError),
    Silent(&'static str),
    Refused(String),
    Closed,
    /// The siren is switched off.
    Farewell,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(e) => e.fmt(f),
            Self::Silent(what) => write!(f, "the server is silent: {what}"),
            Self::Refused(what) => f.write_str(what),
            Self::Closed => f.write_str("the server closed the connection"),
            Self::Farewell => f.write_str("switched off"),
        }
    }
}

impl From<WsError> for Lost {
    fn from(e: WsError) -> Self {
        Self::Socket(e)
    }
}

/// Texts of the server that are not orders.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Control {
    challenge: Option<String>,
    welcome: Option<bool>,
    beat: Option<i64>,
    alerts: Option<Box<RawValue>>,
}

type Socket = WebSocketStream<TcpStream>;

impl Link {
    /// Keeps the siren connected until it is switched off.
    pub(crate) async fn keep(mut self) {
        let mut fails = 0u32;
        loop {
            let (lost, lived_ms) = self.connect_once().await;
            if matches!(lost, Lost::Farewell) {
                return;
            }
            if lived_ms > 0 || fails == 0 {
                warn!("link lost: {lost}; the siren goes on by itself and tries again");
            } else {
                debug!("no link yet: {lost}");
            }
            fails = if lived_ms >= PROVEN_MS { 0 } else { fails };
            let rest = rest_before(self.pace, fails);
            fails = fails.saturating_add(1);
            tokio::select! {
                () = sleep(rest) => {}
                () = switched_off(&mut self.farewell) => return,
            }
        }
    }

    /// One connection from start to end, and how long it was of use.
    async fn connect_once(&mut self) -> (Lost, u64) {
        let step = Duration::from_millis(self.pace.step_ms);
        let mut farewell = self.farewell.clone();
        let opened = tokio::select! {
            opened = self.open(step) => opened,
            () = switched_off(&mut farewell) => return (Lost::Farewell, 0),
        };
        let (mut socket, challenge) = match opened {
            Ok(opened) => opened,
            Err(lost) => return (lost, 0),
        };
        info!(server = %self.server, "link up");
        let since = Instant::now();
        self.outbox.start_over(Way::Wire);
        let lost = match self.converse(&mut socket, &challenge).await {
            Err(lost) => lost,
            Ok(()) => Lost::Closed,
        };
        if matches!(lost, Lost::Farewell) {
            self.say_farewell(&mut socket).await;
        }
        let lived_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        (lost, lived_ms.max(1))
    }

    /// Connects, answers the challenge, waits for the welcome. Also the challenge, which pulses return.
    async fn open(&self, step: Duration) -> Result<(Socket, String), Lost> {
        let silent = |what| move |_| Lost::Silent(what);
        let host = self.server.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = self.server.port_or_known_default().unwrap_or(80);
        let stream = timeout(step, TcpStream::connect((host, port)))
            .await
            .map_err(silent("no connection"))?
            .map_err(WsError::Io)?;
        stream.set_nodelay(true).map_err(WsError::Io)?;
        let limits = WebSocketConfig::default()
            .read_buffer_size(4 * 1024)
            .write_buffer_size(0)
            .max_message_size(Some(FRAME_BYTES_MAX))
            .max_frame_size(Some(FRAME_BYTES_MAX));
        let shake =
            tokio_tungstenite::client_async_with_config(self.server.as_str(), stream, Some(limits));
        let (mut socket, _) = timeout(step, shake)
            .await
            .map_err(silent("no WebSocket"))??;

        let control = timeout(step, next_control(&mut socket))
            .await
            .map_err(silent("no challenge"))??;
        let challenge = control
            .challenge
            .filter(|nonce| (1..=CHALLENGE_BYTES_MAX).contains(&nonce.len()))
            .ok_or_else(|| {
                Lost::Refused("the server's first text is not a challenge of 1 to 128 bytes".into())
            })?;
        socket
            .send(Message::text(self.voice.hello(&challenge)))
            .await?;
        let control = timeout(step, next_control(&mut socket))
            .await
            .map_err(silent("no welcome"))??;
        if control.welcome == Some(true) {
            Ok((socket, challenge))
        } else {
            Err(Lost::Refused(
                "the server does not welcome this siren: register its key and name there".into(),
            ))
        }
    }

    async fn converse(&mut self, socket: &mut Socket, challenge: &str) -> Result<(), Lost> {
        let patience = Duration::from_millis(self.pace.lost_after_ms);
        let mut silent_at = Instant::now() + patience;
        let mut pulse = Heartbeat::new(self.pace, &self.vitals);
        let mut clock_watch = ClockWatch::default();
        loop {
            // Frames come last, so that a flood of them cannot hold back the answers.
            tokio::select! {
                biased;
                () = switched_off(&mut self.farewell) => return Err(Lost::Farewell),
                () = sleep_until(silent_at) => return Err(Lost::Silent("two beats missed")),
                () = self.outbox.grown(Way::Wire) => self.send_answers(socket).await?,
                () = pulse.is_due() => {
                    let text = self.voice.pulse(challenge, &pulse.taken());
                    self.send(socket, text).await?;
                }
                frame = socket.next() => match frame {
                    None | Some(Ok(Message::Close(_))) => return Err(Lost::Closed),
                    Some(Err(e)) => return Err(e.into()),
                    Some(Ok(Message::Text(text))) if text.starts_with('{') => {
                        let control = read_control(&text);
                        if let Some(beat) = control.beat {
                            silent_at = Instant::now() + patience;
                            clock_watch.compare(beat, &self.vitals);
                        }
                        if let Some(alerts) = control.alerts {
                            self.vitals.holds(alerts.get());
                        }
                    }
                    Some(Ok(Message::Text(text))) => {
                        // The agent is slower than the wire for the length of one disk write only.
                        if self.orders.send((Way::Wire, text.to_string())).await.is_err() {
                            return Err(Lost::Farewell);
                        }
                    }
                    Some(Ok(Message::Pong(number))) => self.confirm(&number),
                    Some(Ok(_)) => {}
                },
            }
        }
    }

    async fn send(&self, socket: &mut Socket, text: String) -> Result<(), Lost> {
        let step = Duration::from_millis(self.pace.step_ms);
        let sent = timeout(step, socket.send(Message::text(text))).await;
        Ok(sent.map_err(|_| Lost::Silent("it does not read"))??)
    }

    async fn send_answers(&self, socket: &mut Socket) -> Result<(), Lost> {
        let step = Duration::from_millis(self.pace.step_ms);
        let Some((texts, last)) = self.outbox.take_unsent(Way::Wire) else {
            return Ok(());
        };
        let all = async {
            for text in texts {
                socket.feed(Message::text(text)).await?;
            }
            let number = last.to_be_bytes().to_vec();
            socket.send(Message::Ping(number.into())).await
        };
        timeout(step, all)
            .await
            .map_err(|_| Lost::Silent("it does not read"))??;
        Ok(())
    }

    fn confirm(&self, number: &[u8]) {
        if let Ok(number) = number.try_into() {
            self.outbox.confirm(Way::Wire, u64::from_be_bytes(number));
        }
    }

    /// Gives the server the last answers before the siren is gone.
    async fn say_farewell(&self, socket: &mut Socket) {
        let last_words = async {
            self.send_answers(socket).await?;
            while !self.outbox.is_empty() {
                match socket.next().await {
                    Some(Ok(Message::Pong(number))) => self.confirm(&number),
                    Some(Ok(_)) => {}
                    Some(Err(e)) => return Err(e.into()),
                    None => return Err(Lost::Closed),
                }
            }
            socket.close(None).await.map_err(Lost::from)
        };
        if let Ok(Err(lost)) = timeout(FAREWELL, last_words).await {
            debug!("no farewell: {lost}");
        }
        if !self.outbox.is_empty() {
            warn!("switched off with answers that the server does not have");
        }
    }
}

/// Says once for each connection that the siren's clock and the server's differ too much: orders are then believed only
/// where they return a challenge.
#[derive(Default)]
pub(crate) struct ClockWatch {
    has_warned: bool,
}

impl ClockWatch {
    pub(crate) fn compare(&mut self, server_ms: i64, vitals: &Vitals) {
        let ahead_ms = clock::now().unix_ms().saturating_sub(server_ms);
        vitals.clock_seen(ahead_ms);
        if !self.has_warned && ahead_ms.abs() > CLOCK_SLACK_MS {
            self.has_warned = true;
            warn!(
                "clock differs from the server's by {ahead_ms} ms: set it; until then an order must return a challenge"
            );
        }
    }
}

async fn next_control(socket: &mut Socket) -> Result<Control, Lost> {
    loop {
        match socket.next().await {
            None | Some(Ok(Message::Close(_))) => return Err(Lost::Closed),
            Some(Err(e)) => return Err(e.into()),
            Some(Ok(Message::Text(text))) => return Ok(read_control(&text)),
            Some(Ok(_)) => {}
        }
    }
}

fn read_control(text: &str) -> Control {
    match serde_json::from_str::<Control>(text) {
        Ok(control) => {
            debug!(is_beat = control.beat.is_some(), "control");
            control
        }
        Err(e) => {
            debug!("a text of the server is neither order nor control: {e}");
            Control::default()
        }
    }
}

pub(crate) async fn switched_off(farewell: &mut watch::Receiver<bool>) {
    // A closed channel means that the agent is gone, which is the same.
    let _ = farewell.wait_for(|off| *off).await;
}

/// The first retry comes at once, later ones ever more rarely, and no two sirens in step.
pub(crate) fn rest_before(pace: Pace, fails: u32) -> Duration {
    let grown = pace
        .retry_min_ms
        .saturating_mul(1u64.checked_shl(fails.min(16)).unwrap_or(u64::MAX))
        .min(pace.retry_max_ms);
    let mut chance = [0u8; 1];
    // Without chance the sirens only come back in step.
    let _ = getrandom::fill(&mut chance);
    let jitter = grown * u64::from(chance[0]) / 512;
    Duration::from_millis((grown - jitter).max(pace.retry_min_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_retry_is_fast_and_none_is_later_than_the_longest_rest() {
        let pace = Pace::default();
        assert_eq!(rest_before(pace, 0), Duration::from_millis(100));
        for fails in 0..100 {
            let rest = rest_before(pace, fails);
            assert!((100..=5_000).contains(&rest.as_millis()), "{fails}");
        }
        assert!(rest_before(pace, 50) >= Duration::from_millis(2_500));
    }

    #[test]
    fn a_text_that_is_not_understood_is_no_beat() {
        for text in ["{", "{}", r#"{"beat":"soon"}"#, r#"{"beat":null}"#] {
            assert_eq!(read_control(text).beat, None, "{text}");
        }
        assert_eq!(
            read_control(r#"{"beat":5,"alerts":[1],"x":2}"#).beat,
            Some(5)
        );
    }
}
