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

use crate::config::At;
use crate::http::pass_on::PassedOn;
use crate::live::{Door, Origins};
use crate::serve::{self, write_address};
use crate::stopping::Told;
use crate::{clock, http, stopping};
use kept::KeptOnDisk;
use std::sync::Arc;

/// Runs one relay until it is told to stop; what is handed back is to take its place. `worker` is its number where several share one port.
pub async fn run(loaded: Loaded, worker: Option<usize>) -> Result<Option<PassedOn>, String> {
    if worker.is_some() {
        workers::end_with_starter()?;
    }
    let Loaded { mut config, keys } = loaded;
    let mut state = config.relay.state.clone();
    if let Some(worker) = worker {
        state = state.join(format!("worker-{worker}"));
    }
    std::fs::create_dir_all(&state)
        .map_err(|error| format!("failed to create {}: {error}", state.display()))?;
    let _lock = serve::lock(&state)?;
    if worker.is_some() {
        // Whoever asks for metrics at the port gets those of one worker, whichever the kernel chose.
        config.http.listen.also_by(At::Unix(state.join("socket")));
    }
    let listeners = http::listeners::open(&config.http, worker.is_some())?;
    let passed_on = PassedOn::of(&listeners)?;
    let (disk, lines) = KeptOnDisk::open(&state, config.relay.kept)?;
    // Workers share the processors.
    let writers = http::hands::processors().get().min(serve::WRITERS_MAX);
    let writers = (writers / config.relay.workers).max(1);
    let hub = Arc::new(serve::hub(config.relay.kept, writers, config.relay.slow())?);
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
        addresses: Arc::new(http::Addresses::new(
            config
                .http
                .connections_each(config.relay.connections_per_address_max),
        )),
        origins: Origins::new(config.http.names(), config.relay.origins.clone()),
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
    let served = http::wire::open(listeners, &config.http, service, stopping)?;
    let word = told.word().await;
    tracing::info!(?word, "stopping");
    let passed_on = passed_on.after(word);
    serve::close(&stop, &hub, served).await;
    linked.abort();
    let _ = std::fs::remove_file(state.join("address"));
    Ok(passed_on)
}
