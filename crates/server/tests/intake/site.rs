//! A site, an engine over a real disk, and a feed: what every test of the intake stands on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;
use vigie_core::Input;
use vigie_core::delivery::Work;
use vigie_server::config::{self, CapFeed, Loaded};
use vigie_server::engine::{self, Desk, Engine, Running};
use vigie_server::intake::FeedHealth;
use vigie_server::timings::Timings;
use vigie_store::disk::RealDisk;
use vigie_store::journal;

/// A running site with one feed.
pub struct Site {
    /// Kept as long as the site runs.
    _folder: TempDir,
    pub desk: Desk,
    pub feeds: Vec<CapFeed>,
    pub work: mpsc::UnboundedReceiver<Work>,
}

/// The folder of the words of this repository.
fn words() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../words")
}

/// A configuration with one feed: `feed` is the inside of its table.
pub fn configured(folder: &Path, feed: &str) -> Loaded {
    let text = include_str!("../common/site.toml");
    let text = text.replace("{words}", &words().display().to_string());
    let text = format!("{text}[[intake.cap_feed]]\nname = \"feed\"\n{feed}\n");
    config::parse(&text, folder).expect("the configuration is right")
}

/// Starts the engine in a new folder, with the site declared.
pub async fn site(feed: &str) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let (desk, feeds, work) = start(folder.path(), feed).await;
    Site {
        _folder: folder,
        desk,
        feeds,
        work,
    }
}

/// Starts the engine in this folder.
pub async fn start(
    folder: &Path,
    feed: &str,
) -> (Desk, Vec<CapFeed>, mpsc::UnboundedReceiver<Work>) {
    let loaded = configured(folder, feed);
    let disk = RealDisk::open(folder.join("state/journal")).unwrap();
    let (engine, _) = Engine::open(Arc::new(disk), journal::Config::default()).unwrap();
    let running = engine::run(engine, Arc::new(Timings::default()), None).unwrap();
    let Running { desk, work, .. } = running;
    let declared = desk.inbox.ask(Input::Declare(Box::new(loaded.site))).await;
    declared.unwrap().unwrap();
    (desk, loaded.config.intake.cap_feed, work)
}

/// Waits until something is so, and says what it waited for if it never is.
pub async fn until<T>(what: &str, mut so: impl FnMut() -> Option<T>) -> T {
    for _ in 0..3_000 {
        if let Some(found) = so() {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("waited 15 s in vain until {what}");
}

/// The health of the only feed.
pub fn only(health: &vigie_server::intake::Health) -> FeedHealth {
    health.snapshot().remove(0)
}

/// A message of the right form.
pub fn message(identifier: &str, sent: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>{identifier}</identifier>
  <sender>weather@example.org</sender>
  <sent>{sent}</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>en</language>
    <category>Met</category>
    <event>Storm</event>
    <urgency>Immediate</urgency>
    <severity>Extreme</severity>
    <certainty>Observed</certainty>
    <expires>2099-01-01T00:00:00-00:00</expires>
    <senderName>Weather Service</senderName>
    <headline>Storm over the compound</headline>
    <description>A storm &amp; rain.</description>
    <instruction>Stay inside.</instruction>
    <area>
      <areaDesc>Compound</areaDesc>
      <polygon>33.2,44.2 33.2,44.6 33.5,44.6 33.5,44.2 33.2,44.2</polygon>
    </area>
  </info>
</alert>
"#
    )
}
