//! The peer that Vigie itself was: axum's event stream, one task for each connection.

use axum::Router;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::future::try_join_all;
use futures_util::{Stream, stream};
use std::convert::Infallible;
use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use tokio::sync::broadcast;

/// Serves, and publishes what it is given.
pub fn serve(listeners: Vec<TcpListener>, frames: Receiver<String>) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let (sender, _) = broadcast::channel::<String>(16);
    let publisher = sender.clone();
    std::thread::spawn(move || {
        while let Ok(frame) = frames.recv() {
            // Nobody connected is no fault.
            let _ = publisher.send(frame);
        }
        std::process::exit(0);
    });
    let route = get(move || {
        let listens = sender.subscribe();
        async move {
            Sse::new(events(listens))
                .keep_alive(KeepAlive::new().interval(std::time::Duration::from_mins(10)))
        }
    });
    runtime.block_on(async {
        let router = Router::new().route("/live", route);
        let served = listeners.into_iter().map(async |listener| {
            listener.set_nonblocking(true)?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router.clone()).await
        });
        let served = try_join_all(served).await;
        served.map(drop).map_err(|error| error.to_string())
    })
}

fn events(listens: broadcast::Receiver<String>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listens, async |mut listens| {
        let text = listens.recv().await.ok()?;
        Some((Ok(Event::default().data(text)), listens))
    })
}
