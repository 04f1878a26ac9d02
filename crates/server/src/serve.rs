//! `vigie serve`: opens what survives, starts the engine, the couriers and the ways in, and stops
//! cleanly or dies loudly.

use crate::app::App;
use crate::audience::{self, Audience};
use crate::config::{Config, Loaded, Slow};
use crate::courier::{self, Couriers};
use crate::engine::{self, Engine, Fatal, Running, snapshot};
use crate::http;
use crate::http::pass_on::PassedOn;
use crate::intake::{self, guard::SystemNames, memory::RegistryMemory};
use crate::letters::{Letters, Push};
use crate::live;
use crate::ntfy;
use crate::outside;
use crate::people::People;
use crate::population::Inhabitants;
use crate::positions::{self, Positions};
use crate::post::{self, Post};
use crate::signup::SignUps;
use crate::signup::form::Forms;
use crate::siren_keys::SirenKeys;
use crate::stopping::{self, Stop, Stopping, Told};
use crate::timings::Timings;
use crate::tokens::{self, Tokens};
use crate::views::feeds;
use crate::watchdog::{self, Signal};
use crate::{clock, keys};
use crate::{siren_mqtt, siren_watch};
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vigie_channels::every;
use vigie_channels::folder::{FolderChannel, Seal};
use vigie_channels::keys::Keys;
use vigie_channels::live::zones::Names;
use vigie_channels::live::{Beat, Hub, bulletin, frame, live_list};
use vigie_channels::siren::Links;
use vigie_channels::web_push::{PushRender, WebPush};
use vigie_core::delivery::{Life, Target};
use vigie_core::ids::ChannelId;
use vigie_core::limits::SIRENS_MAX;
use vigie_core::{Input, State};
use vigie_fanout::{Fanout, Settings};
use vigie_store::disk::RealDisk;
use vigie_store::journal;
use vigie_store::snapshot::Snapshots;

/// How long open requests may take when the program stops.
const STOP_S_MAX: u64 = 3;
/// Threads that write to the live wire; beyond them the network is what limits.
pub(crate) const WRITERS_MAX: usize = 4;

/// What survives a power cut, opened.
#[derive(Debug)]
pub struct Opened {
    /// The engine, with everything true again.
    pub engine: Engine,
    /// Where snapshots are kept.
    pub snapshots: Snapshots,
}

/// Opens journal and snapshots under the state folder. One program at a time may do this.
pub fn open(config: &Config) -> Result<Opened, String> {
    let state = &config.folders.state;
    let folder = |name: &str| {
        let path = state.join(name);
        std::fs::create_dir_all(&path)
            .map_err(|error| format!("failed to create {}: {error}", path.display()))?;
        RealDisk::open(&path)
            .map(Arc::new)
            .map_err(|error| format!("failed to open {}: {error}", path.display()))
    };
    let snapshots = Snapshots::new(folder("snapshots")?);
    let journal_config = journal::Config {
        segment_bytes: config.journal.segment_mib << 20,
        ..journal::Config::default()
    };
    let (engine, recovered) = snapshot::open(folder("journal")?, &snapshots, journal_config)
        .map_err(|fatal| format!("{fatal}; see the manual, chapter journal"))?;
    if let Some(cut) = &recovered.cut {
        tracing::warn!(segment = %cut.segment, bytes = cut.bytes, "a torn end was cut off the journal: the power failed while it was written, and nobody had been told of it");
    }
    tracing::info!(entries = recovered.entries, "journal open");
    Ok(Opened { engine, snapshots })
}

/// Runs the server until it is told to stop. What is handed back is to take its place.
#[expect(
    clippy::too_many_lines,
    reason = "what starts in which order, in one place"
)]
pub async fn serve(loaded: Loaded) -> Result<Option<PassedOn>, String> {
    let started = clock::now();
    let Loaded {
        config,
        site,
        remarks,
        linter,
        cap_key,
    } = loaded;
    for remark in remarks {
        tracing::info!("{remark}");
    }
    let state_folder = config.folders.state.clone();
    std::fs::create_dir_all(&state_folder)
        .map_err(|e| format!("failed to create {}: {e}", state_folder.display()))?;
    let _lock = lock(&state_folder)?;
    let keys = Arc::new(keys::open(&state_folder.join("keys"))?);
    let log_key = keys::signing(&state_folder.join("keys"), "log.key")?;
    let vapid = keys::vapid(&state_folder.join("keys"), &config.web_push.contact)?;
    let safe_secret = keys::secret(&state_folder.join("keys"), "safe.key")?;
    let people = People::open_shared(&state_folder, &config.registry.shared)
        .map_err(|fault| fault.to_string())?;
    let Opened { engine, snapshots } = open(&config)?;
    let listeners = http::listeners::open(&config.http, false)?;
    let passed_on = PassedOn::of(&listeners)?;
    let hub = Arc::new(hub(
        config.live.kept,
        http::hands::processors().get().min(WRITERS_MAX),
        config.live.slow(),
    )?);
    keep_published(engine.state(), &keys, &hub);
    let timings = Arc::new(Timings::default());
    let writer = snapshot::SnapshotWriter::new(
        snapshots.clone(),
        config.journal.snapshot_entries,
        engine.journal().head().n,
    );
    let running = engine::run(engine, Arc::clone(&timings), Some(writer));
    let Running { desk, work, ended } =
        running.map_err(|error| format!("failed to start the engine: {error}"))?;
    // What was live before the stop: sirens are not linked until they say so again.
    declare(&desk, site, &people).await?;
    tokens::look(&desk, &people).await?;
    let log = {
        let state = desk.state();
        let name = state.site.as_deref().map_or("", |site| site.id.as_str());
        http::Log::new(name, log_key).map_err(|fault| fault.to_string())?
    };
    let known = desk.state();
    for remark in known
        .site
        .as_deref()
        .map(|site| crate::views::words::remarks(&known, site))
        .unwrap_or_default()
    {
        tracing::info!("{remark}");
    }

    let links = Arc::new(Links::default());
    let base = listeners.base().to_owned();
    let seal = cap_key.map(|key| Arc::new(Seal::new(key)));
    let folder = (!config.folders.out.as_os_str().is_empty()).then(|| {
        let state = desk.state();
        FolderChannel::new(
            &config.folders.out,
            feeds::masthead(state.site.as_deref(), &format!("{base}/")),
        )
        .sealed(seal.clone())
    });
    let (stop, stopping) = stopping::pair();
    let audience = Audience::default();
    let push = Push::new(
        vapid.clone(),
        config.web_push.inside(),
        Arc::new(SystemNames),
    );
    let render = PushRender { base: base.clone() };
    let apps = WebPush::new(render, vapid, Arc::new(push.clone()));
    let mut channels = config.channel.open(&base)?;
    if config.signup.open {
        channels.insert(ChannelId::new(every::PUSH), Arc::new(apps.clone()));
    }
    let post = Post::start(
        desk.clone(),
        people.clone(),
        audience.clone(),
        channels,
        base.clone(),
        &stopping,
    );
    if let Some(mail) = config.channel.mail.clone() {
        tokio::spawn(post::bounces(post.clone(), mail, stopping.clone()));
    }
    let couriers = Couriers {
        desk: desk.clone(),
        keys: Arc::clone(&keys),
        hub: Arc::clone(&hub),
        links: Arc::clone(&links),
        folder,
        post: post.clone(),
        hooks: every::open_hooks(&config.hook, &base, outside::to).0,
        timings: Arc::clone(&timings),
    };
    let carrying = tokio::spawn(courier::carry(couriers, work));
    tokio::spawn(beat(
        desk.clone(),
        Arc::clone(&keys),
        Arc::clone(&hub),
        config.live.heartbeat_s,
        stopping.clone(),
    ));
    tokio::spawn(courier::count_reach(
        desk.clone(),
        Arc::clone(&hub),
        stopping.clone(),
    ));
    tokio::spawn(tokens::keep_looking(
        desk.clone(),
        people.clone(),
        stopping.clone(),
    ));
    let feeds = start_intake(&desk, &config, &people, &stopping);
    let (acks, acknowledged) = live::acks();
    let tokens = Arc::new(Tokens::new(people.clone(), desk.view.clone()));
    let addresses = Arc::new(http::Addresses::new(
        config
            .http
            .connections_each(config.live.connections_per_address_max),
    ));
    let door = Arc::new(live::Door {
        hub: Arc::clone(&hub),
        connections_max: config.live.connections_max,
        addresses: Arc::clone(&addresses),
        origins: live::Origins::new(config.http.names(), config.live.origins.clone()),
        keys: vec![
            ("live", keys.live.verifying_key()),
            ("exercise", keys.exercise.verifying_key()),
        ],
        screens: Some(live::Screens {
            tokens: Arc::clone(&tokens),
            acks,
        }),
        behind: Box::new(desk.clone()),
    });
    tokio::spawn(live::count(Arc::clone(&tokens), acknowledged));
    let known = (people.clone(), post);
    let letters = Letters::start(desk.clone(), known, (push, apps), base.clone(), &stopping);
    let signups = config
        .signup
        .open
        .then(|| SignUps::new(letters.clone(), people.clone()));
    let forms = Forms::new(keys::secret(&state_folder.join("keys"), "signup.key")?);
    tokio::spawn(audience::keep(
        audience.clone(),
        people.clone(),
        stopping.clone(),
    ));
    let positions = Positions::default();
    tokio::spawn(positions::keep(
        positions.clone(),
        people.clone(),
        audience.clone(),
        stopping.clone(),
    ));
    let app = Arc::new(App {
        audience,
        positions,
        inhabitants: Inhabitants::start(&config.population),
        desk: desk.clone(),
        tokens,
        people,
        letters,
        strangers: http::Strangers::default(),
        signups,
        forms,
        subscriptions_max: config.web_push.subscriptions_max,
        hub: Arc::clone(&hub),
        door,
        links,
        watch: Arc::default(),
        siren_keys: SirenKeys::default(),
        keys,
        safe_secret,
        journal: state_folder.join("journal"),
        timings,
        feeds,
        stopping: stopping.clone(),
        addresses,
        ntfy: ntfy::Places::new(config.ntfy.connections_max, config.ntfy.token_needed),
        unproven: Arc::new(tokio::sync::Semaphore::new(SIRENS_MAX)),
        indexes: Arc::default(),
        linter,
        seal,
        log,
        started,
        hosts: config.http.names(),
        base,
    });
    if let Some(broker) = config.mqtt.read()? {
        tokio::spawn(siren_mqtt::keep(Arc::clone(&app), broker));
    }
    tokio::spawn(siren_watch::keep(Arc::clone(&app), stopping.clone()));
    if let Some(signal) = Signal::read(&config.watchdog)? {
        let watch = Arc::clone(&app.watch);
        tokio::spawn(watchdog::keep(
            desk.clone(),
            watch,
            signal,
            stopping.clone(),
        ));
    }
    let service = http::service(app, config.http.body_bytes_max);
    let mut told = Told::hear()?;
    let here = listeners.here();
    write_address(&state_folder, &here)?;
    tracing::info!(address = %here, "listening");

    let served = http::wire::open(listeners, &config.http, service, stopping)?;
    let heard = tokio::select! {
        word = told.word() => Ok(word),
        ended = ended => Err(ended),
    };
    let word = match heard {
        Ok(word) => word,
        Err(ended) => die(ended),
    };
    tracing::info!(?word, "stopping");
    let passed_on = passed_on.after(word);
    close(&stop, &hub, served).await;
    carrying.abort();
    let _ = std::fs::remove_file(state_folder.join("address"));
    Ok(passed_on)
}

/// Ends every connection; open requests have a moment.
pub(crate) async fn close(stop: &Stop, hub: &Hub, served: JoinHandle<()>) {
    stop.now();
    hub.stop();
    let _ = tokio::time::timeout(Duration::from_secs(STOP_S_MAX), served).await;
}

/// The engine ended by itself. I11: nothing that is not on disk may be seen as done, so there is nothing to tidy up.
fn die(ended: Result<Result<Engine, Fatal>, oneshot::error::RecvError>) -> ! {
    let why = match ended {
        Ok(Err(fatal)) => fatal.to_string(),
        Ok(Ok(_)) => "the engine ended by itself".to_owned(),
        Err(_) => "the engine's thread panicked".to_owned(),
    };
    tracing::error!(%why, "the engine died; the program stops at once and must be started again");
    eprintln!("vigie: {why}; start it again");
    std::process::abort();
}

/// Whoever comes back after a restart gets what was published before it, in the order in which it
/// went out; of what went out together the highest first, because what is higher is never missed.
pub fn keep_published(state: &State, keys: &Keys, hub: &Hub) {
    let mut published: Vec<_> = state
        .alerts
        .values()
        .filter_map(|alert| {
            let mut deliveries = state.deliveries_of(alert.id);
            let at = deliveries.find_map(|d| match d.life {
                Life::Published { at } if d.target == Target::Live => Some(at),
                _ => None,
            })?;
            Some((at, Reverse(alert.id), alert))
        })
        .collect();
    published.sort_by_key(|(at, id, _)| (*at, *id));
    for (_, _, alert) in published {
        let zones = live::zones_of(state, alert);
        let jws = bulletin(keys, alert.outgoing(), zones.as_ref());
        let frame = frame::bulletin(alert.id.0, &jws);
        hub.keep(Arc::new(frame), live::audience(state, alert));
    }
}

async fn declare(
    desk: &engine::Desk,
    site: vigie_core::site::Site,
    people: &People,
) -> Result<(), String> {
    let roster = people.roster().map_err(|fault| fault.to_string())?;
    let known = desk.state();
    // What only narrows is taken first; declared again, what is left to widen is proposed.
    while !ask(desk, Input::Declare(Box::new(site.clone()))).await? {}
    let in_force = desk.state();
    let mut inputs = vec![Input::Roster(roster)];
    let was_up = |siren: &&vigie_core::ids::SirenId| {
        known.sirens.get(*siren).is_some_and(|s| s.up == Some(true))
    };
    // A siren that waits for two people is not there yet.
    let sirens = in_force.site.iter().flat_map(|site| site.sirens.keys());
    inputs.extend(sirens.filter(was_up).map(|siren| Input::SirenLink {
        siren: siren.clone(),
        up: false,
        pairing: None,
    }));
    for input in inputs {
        ask(desk, input).await?;
    }
    Ok(())
}

/// Says whether nothing followed.
async fn ask(desk: &engine::Desk, input: Input) -> Result<bool, String> {
    let asked = desk.inbox.ask(input).await;
    let decided = asked
        .map_err(|stopped| stopped.to_string())?
        .map_err(|refusal| refusal.to_string())?;
    tokens::say(&decided);
    Ok(decided.facts.is_empty())
}

/// Starts the feeds, and gives a way to ask how they are.
fn start_intake(
    desk: &engine::Desk,
    config: &Config,
    people: &People,
    stopping: &Stopping,
) -> Box<dyn Fn() -> serde_json::Value + Send + Sync> {
    let memory = Arc::new(RegistryMemory(people.clone()));
    let in_force = desk.state();
    let configured = config.intake.cap_feed.iter().cloned();
    let feeds = configured.filter_map(|feed| {
        let Some(site) = in_force.site.as_deref() else {
            return Some(feed);
        };
        let (name, url) = (feed.name.clone(), feed.url.clone());
        let agreed = feed.where_agreed(site);
        if agreed.as_ref().is_none_or(|agreed| agreed.url != url) {
            tracing::warn!(
                feed = %name,
                "the file says another address of this feed than two people agreed to: `vigie change list`"
            );
        }
        agreed
    });
    let feeds = feeds.collect();
    let health = intake::start(desk, feeds, memory, &stopping.receiver());
    Box::new(move || health.snapshot().iter().map(feed_shown).collect())
}

fn feed_shown(feed: &intake::FeedHealth) -> serde_json::Value {
    let counts = &feed.counts;
    serde_json::json!({
        "id": feed.name,
        "from": feed.from,
        "health": feed.standing,
        "last_ok": feed.last_ok,
        "last_error": feed.last_error,
        "next_look": feed.next_look,
        "taken": counts.relayed + counts.drafts + counts.ignored,
        "refused": counts.refused + counts.unreadable,
        "counts": counts,
    })
}

/// Shortest time between two heartbeats that a change of the live list calls for.
const CHANGE_BEAT_MS: u64 = 200;

/// The heartbeat: at every interval, and as soon as what is live has changed, so that a newcomer is
/// never shown a list that is older than the bulletins.
async fn beat(
    desk: engine::Desk,
    keys: Arc<Keys>,
    hub: Arc<Hub>,
    every_s: u32,
    stopping: Stopping,
) {
    let mut beat = tokio::time::interval(Duration::from_secs(u64::from(every_s)));
    let mut newest = desk.newest.clone();
    let mut said = Vec::new();
    let mut covers = live::Covers::default();
    loop {
        let due = tokio::select! {
            _ = beat.tick() => true,
            changed = newest.changed() => {
                if changed.is_err() {
                    return;
                }
                false
            }
            () = stopping.wait() => return,
        };
        newest.mark_unchanged();
        let state = desk.state();
        let mut live = live_list(&state);
        covers.tell(&state, &mut live);
        if due || live != said {
            let zones = state.site.as_deref().map(Names::of);
            let beat = Beat {
                at: clock::now(),
                every_s,
                n: state.head,
                live: &live,
                zones: zones.as_ref().map(Names::sum),
            };
            hub.beat(frame::heartbeat(&beat.signed(&keys)));
            said = live;
        }
        if !due {
            tokio::time::sleep(Duration::from_millis(CHANGE_BEAT_MS)).await;
        }
    }
}

/// The live wire, with so many threads that write to it.
pub(crate) fn hub(kept: usize, writers: usize, slow: Slow) -> Result<Hub, String> {
    let wire = Fanout::start(Settings {
        writers,
        waiting_max: slow.waiting_max,
        write_ms_max: slow.write_s_max * 1_000,
        gap: frame::resync,
    });
    let wire =
        wire.map_err(|error| format!("failed to start the threads of the live wire: {error}"))?;
    Ok(Hub::over(wire, kept))
}

/// One server at a time may write a journal.
pub fn lock(state: &Path) -> Result<std::fs::File, String> {
    let path = state.join("lock");
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path);
    let file = file.map_err(|error| format!("failed to open {}: {error}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(format!(
            "another vigie is using {}; stop it first",
            state.display()
        )),
        Err(std::fs::TryLockError::Error(error)) => {
            Err(format!("failed to lock {}: {error}", path.display()))
        }
    }
}

pub(crate) fn write_address(state: &Path, base: &str) -> Result<(), String> {
    let (path, new) = (state.join("address"), state.join("address.new"));
    std::fs::write(&new, format!("{base}\n"))
        .and_then(|()| std::fs::rename(&new, &path))
        .map_err(|error| format!("failed to write {}: {error}", path.display()))
}
