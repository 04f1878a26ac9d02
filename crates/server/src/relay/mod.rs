//! `vigie relay`: the same live wire for those whom one server cannot hold. A relay takes the bulletins of a
//! server, or of another relay, believes only what the pinned keys signed, keeps it for those who come back,
//! and fans it out with the same engine. It decides nothing and signs nothing: cut off, it has no heartbeat
//! to pass on, and its clients say "link lost" by themselves.

mod config;
mod door;
mod kept;
mod known;
mod link;
mod workers;

pub use config::{Loaded, RelayConfig, load};
pub use door::Relay;
pub use known::{Beat, Known, Taken};
pub use workers::supervise;

use crate::config::Http;
use crate::live::Door;
use crate::serve::{self, Told, write_address};
use crate::{clock, http, stopping};
use kept::KeptOnDisk;
use std::sync::Arc;
use std::time::Duration;

/// Runs one relay until it is told to stop. `worker` is its number where several share one port.
pub async fn run(loaded: Loaded, worker: Option<usize>) -> Result<(), String> {
    if worker.is_some() {
        // Whoever starts workers again must not find them still there when it was killed itself.
        let asked =
            rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::TERM));
        asked.map_err(|error| {
            format!("failed to be told of the end of whoever started it: {error}")
        })?;
    }
    let Loaded { config, keys } = loaded;
    let mut state = config.relay.state.clone();
    if let Some(worker) = worker {
        state = state.join(format!("worker-{worker}"));
    }
    std::fs::create_dir_all(&state)
        .map_err(|error| format!("failed to create {}: {error}", state.display()))?;
    let _lock = serve::lock(&state)?;
    let listeners = http::listeners::open(&config.http, worker.is_some())?;
    let (disk, lines) = KeptOnDisk::open(&state, config.relay.kept)?;
    let hub = Arc::new(serve::hub(config.relay.kept)?);
    let known = Arc::new(Known::new(keys.clone(), Arc::clone(&hub), disk));
    known.take_from_disk(&lines);
    let (stop, stopping) = stopping::pair();
    let linked = tokio::spawn(link::keep(
        Arc::clone(&known),
        config.relay.askers()?,
        stopping.clone(),
    ));
    let door = Arc::new(Door {
        hub: Arc::clone(&hub),
        connections_max: config.relay.connections_max,
        addresses: Arc::new(http::Addresses::new(each(
            &config.http,
            config.relay.connections_per_address_max,
        ))),
        keys: keys.listed(),
        screens: None,
        behind: Box::new(Arc::clone(&known)),
    });
    let relay = Arc::new(Relay {
        door,
        known,
        started: clock::now(),
    });
    let service = http::relay_service(relay, &config.http.names());
    let mut told = Told::hear()?;
    let here = listeners.here();
    write_address(&state, &here)?;
    tracing::info!(address = %here, "relaying");
    let hands = http::hands::Hands::start(http::hands::processors())
        .map_err(|error| format!("failed to start the threads that carry connections: {error}"))?;
    let served = tokio::spawn(http::wire::serve(
        listeners,
        config.http.proxies()?,
        hands,
        service,
        stopping,
    ));
    told.stops().await;
    tracing::info!("stopping");
    stop.now();
    hub.stop();
    let _ = tokio::time::timeout(Duration::from_secs(serve::STOP_S_MAX), served).await;
    linked.abort();
    let _ = std::fs::remove_file(state.join("address"));
    Ok(())
}

/// Behind a proxy every connection has the proxy's address: there the proxy counts.
fn each(http: &Http, per_address_max: usize) -> usize {
    if http.behind_tls_proxy {
        usize::MAX
    } else {
        per_address_max
    }
}
