//! The socket side of HTTP: accepts connections, gives each a few seconds to ask, and ends those that
//! take nothing.
//!
//! The web framework's own loop has neither time-outs nor limits on a request's head, so a handful of
//! slow strangers could hold every descriptor. This loop is hyper's HTTP/1 connection with both.

use super::hands::{Hands, processors};
use super::listeners::Listeners;
use super::proxied::Proxies;
use super::secret::{HANDSHAKE_MAX, Secret};
use super::stream::Stream;
use super::taken_over::Lender;
use crate::config::{Http, Way};
use crate::stopping::Stopping;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::Method;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::net::sockopt::{set_tcp_nodelay, set_tcp_user_timeout};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower::Service;

/// How long the head of a request may take, and how long a connection may idle between two requests.
const HEAD_S_MAX: u64 = 10;
/// Largest head that is read at all, in bytes; the guard refuses smaller ones with a sentence.
const READ_BYTES_MAX: usize = 64 * 1_024;
/// Header lines of one request: a browser behind two proxies sends about thirty.
const HEADERS_MAX: usize = 96;
/// How long what was written may stay unacknowledged, in milliseconds: three missed heartbeats. After
/// it the reader is gone or takes nothing, and its place is free.
const UNACKNOWLEDGED_MS_MAX: u32 = 30_000;
/// Rest after an accept that failed, because descriptors ran out or the peer was quicker, in milliseconds.
const ACCEPT_REST_MS: u64 = 50;

/// What is done with a connection before HTTP hears of it.
struct Doorstep {
    proxies: Proxies,
    secret: Option<Secret>,
}

impl Doorstep {
    /// As it is configured for a way in.
    fn of(http: &Http, way: &Way, secret: Option<&Secret>) -> Result<Self, String> {
        Ok(Self {
            proxies: http.proxies(way)?,
            secret: secret.filter(|_| http.seals(way)).cloned(),
        })
    }

    async fn who_asks(&self, stream: &mut Stream, peer: SocketAddr) -> io::Result<SocketAddr> {
        self.proxies.who_asks(stream, peer).await
    }

    async fn sealed(&self, stream: Stream) -> io::Result<Stream> {
        let Some(secret) = &self.secret else {
            return Ok(stream);
        };
        tune(&stream);
        let shaken = tokio::time::timeout(HANDSHAKE_MAX, secret.acceptor.accept(stream)).await;
        let shaken = shaken.map_err(|_| io::ErrorKind::TimedOut)??;
        Ok(Stream::Tls(Box::new(shaken)))
    }
}

/// Opens the door as it is configured, with a thread of its own for each processor; what is given back ends
/// when the program stops and every open request has ended.
pub fn open(
    listeners: Listeners,
    http: &Http,
    service: Router,
    stopping: Stopping,
) -> Result<JoinHandle<()>, String> {
    let hands = Hands::start(processors())
        .map_err(|error| format!("failed to start the threads that carry connections: {error}"))?;
    let secret = Secret::of(http)?;
    if let Some(secret) = &secret {
        // Its files are read again when they change.
        tokio::spawn(secret.clone().keep_fresh(stopping.clone()));
    }
    let doorsteps = listeners.ways();
    let doorsteps = doorsteps.map(|way| Doorstep::of(http, way, secret.as_ref()).map(Arc::new));
    let doorsteps = doorsteps.collect::<Result<_, _>>()?;
    Ok(tokio::spawn(serve(
        listeners, doorsteps, hands, service, stopping,
    )))
}

/// Serves until told to stop, then until every open request has ended.
async fn serve(
    mut listeners: Listeners,
    doorsteps: Vec<Arc<Doorstep>>,
    mut hands: Hands,
    service: Router,
    stopping: Stopping,
) {
    raise_descriptors();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(HEAD_S_MAX))
        .max_buf_size(READ_BYTES_MAX)
        .max_headers(HEADERS_MAX);
    let (alive, mut all_ended) = mpsc::channel::<()>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listeners.accept() => accepted,
            () = stopping.wait() => break,
        };
        match accepted {
            Ok((stream, peer, way)) => {
                let (builder, service) = (builder.clone(), service.clone());
                let (stopping, alive) = (stopping.clone(), alive.clone());
                let doorstep = Arc::clone(&doorsteps[way]);
                let carried = hands.carry(stream, async move |mut stream| {
                    let said = match doorstep.who_asks(&mut stream, peer).await {
                        Ok(peer) => doorstep.sealed(stream).await.map(|stream| (stream, peer)),
                        Err(error) => Err(error),
                    };
                    match said {
                        Ok((stream, peer)) => one(builder, stream, peer, service, stopping).await,
                        Err(error) => tracing::debug!(%error, "a connection ended early"),
                    }
                    drop(alive);
                });
                if let Err(error) = carried {
                    tracing::warn!(%error, "failed to hand over a connection");
                }
            }
            Err(error) => {
                tracing::warn!(%error, "failed to accept a connection");
                tokio::time::sleep(Duration::from_millis(ACCEPT_REST_MS)).await;
            }
        }
    }
    drop((listeners, alive));
    // Nothing is ever sent: it ends when the last connection has.
    let _ = all_ended.recv().await;
    drop(hands);
}

async fn one(
    builder: http1::Builder,
    stream: Stream,
    peer: SocketAddr,
    service: Router,
    stopping: Stopping,
) {
    tune(&stream);
    let lender = Lender::default();
    let answer = service_fn(|mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // Who asks for the head alone does not stay.
        let is_get = request.method() == Method::GET;
        let answered = service
            .clone()
            .call(request.map(axum::body::Body::new) as Request);
        let lender = lender.clone();
        async move {
            let Ok(answer) = answered.await;
            if is_get {
                lender.look(answer)
            } else {
                Ok(answer)
            }
        }
    });
    let ended = {
        let connection = builder
            .serve_connection(TokioIo::new(lender.lend(stream)), answer)
            .with_upgrades();
        let mut connection = pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopping.wait() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    if !lender.hand_over()
        && let Err(error) = ended
    {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn tune(stream: &Stream) {
    // An order or a bulletin is one small write: waiting to fill a packet would cost more than it saves.
    let tuned = match stream {
        Stream::Tcp(stream) => set_tcp_nodelay(stream, true)
            .and_then(|()| set_tcp_user_timeout(stream, UNACKNOWLEDGED_MS_MAX)),
        // Sealed, it was tuned before.
        Stream::Unix(_) | Stream::Tls(_) => Ok(()),
    };
    if let Err(error) = tuned {
        tracing::debug!(%error, "failed to tune a connection");
    }
}

/// Each connection costs a descriptor, and the usual soft limit of 1,024 is far below what one site needs.
pub(crate) fn raise_descriptors() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, ?current, "failed to raise the limit of open files; fewer can be connected at once");
    }
}
