//! Where connections come in: addresses of both kinds, a socket in the file system, or what was handed over by
//! whoever started this program.

use super::stream::{HERE, Stream};
use crate::config::{At, Http, Way};
use listenfd::ListenFd;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll};
use tokio::net::{TcpListener, TcpSocket, UnixListener};

/// Connections that may wait to be accepted: everyone comes back at once after a restart.
const BACKLOG: u32 = 8_192;
/// A reverse proxy runs as somebody else, and the folder says who may reach the socket.
const SOCKET_MODE: u32 = 0o666;

/// Set where the listeners that are handed over were this program's own.
pub(super) const OURS: &str = "VIGIE_PASSED_ON";

/// All of them.
#[derive(Debug)]
pub struct Listeners {
    all: Vec<(Listener, Way)>,
    /// Whose turn it is to be asked first.
    turn: usize,
    base: String,
    scheme: &'static str,
    is_passed_on: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Listener {
    Tcp(TcpListener),
    Unix {
        listener: UnixListener,
        _file: Option<Bound>,
    },
}

/// A socket file that is taken away when nobody listens on it.
#[derive(Debug)]
struct Bound {
    path: PathBuf,
    is_passed_on: Arc<AtomicBool>,
}

impl Drop for Bound {
    fn drop(&mut self) {
        if !self.is_passed_on.load(Relaxed) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Takes what was handed over, as systemd does it, or opens what is configured. `is_shared` lets other
/// processes listen on the same port.
pub fn open(http: &Http, is_shared: bool) -> Result<Listeners, String> {
    let is_passed_on = Arc::<AtomicBool>::default();
    let mut all = handed_over(http.listen.ways(), &is_passed_on)?;
    if all.is_empty() {
        for way in http.listen.ways() {
            let listener = match &way.at {
                At::Tcp(address) => Listener::Tcp(tcp(*address, is_shared)?),
                At::Unix(path) => unix(path, &is_passed_on)?,
            };
            all.push((listener, way.clone()));
        }
    } else {
        tracing::info!(
            listeners = all.len(),
            "listening where whoever started this program does"
        );
    }
    let tcp = all.iter().find(|(_, way)| matches!(way.at, At::Tcp(_)));
    let (base, scheme) = match tcp.or(all.first()) {
        Some((Listener::Tcp(listener), way)) => {
            let address = listener.local_addr();
            let address =
                address.map_err(|error| format!("failed to learn the address: {error}"))?;
            (http.base(way, address), http.scheme(way))
        }
        Some((Listener::Unix { .. }, way)) => (http.base(way, HERE), http.scheme(way)),
        None => return Err("there is nowhere to listen".to_owned()),
    };
    Ok(Listeners {
        all,
        turn: 0,
        base,
        scheme,
        is_passed_on,
    })
}

/// What is said of a listener that was handed over: what the configuration says of its address, if it names it.
fn said(ways: &[Way], at: At) -> Way {
    let known = ways.iter().find(|way| way.at == at);
    known.cloned().unwrap_or(Way::plain(at))
}

fn handed_over(
    ways: &[Way],
    is_passed_on: &Arc<AtomicBool>,
) -> Result<Vec<(Listener, Way)>, String> {
    let failed =
        |error: io::Error| format!("failed to take a listener that was handed over: {error}");
    let mut given = ListenFd::from_env();
    let mut all = Vec::new();
    for at in 0..given.len() {
        if let Ok(Some(listener)) = given.take_unix_listener(at) {
            listener.set_nonblocking(true).map_err(failed)?;
            let path = listener.local_addr().map_err(failed)?;
            let path = path.as_pathname().map(Path::to_owned);
            let listener = UnixListener::from_std(listener).map_err(failed)?;
            let way = said(ways, At::Unix(path.clone().unwrap_or_default()));
            // Whoever handed it over takes its file away; where that was this program itself, this one does.
            let file = std::env::var_os(OURS).and(path).map(|path| Bound {
                path,
                is_passed_on: Arc::clone(is_passed_on),
            });
            let listener = Listener::Unix {
                listener,
                _file: file,
            };
            all.push((listener, way));
            continue;
        }
        let listener = given.take_tcp_listener(at).map_err(failed)?;
        if let Some(listener) = listener {
            listener.set_nonblocking(true).map_err(failed)?;
            let way = said(ways, At::Tcp(listener.local_addr().map_err(failed)?));
            let listener = TcpListener::from_std(listener).map_err(failed)?;
            all.push((Listener::Tcp(listener), way));
        }
    }
    Ok(all)
}

fn tcp(address: SocketAddr, is_shared: bool) -> Result<TcpListener, String> {
    let failed = |error: io::Error| {
        format!(
            "failed to listen on {address}: {error}; is another server running there? choose another http.listen"
        )
    };
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }
    .map_err(failed)?;
    if address.is_ipv6() {
        // Both kinds are listened on by naming both; one that takes the other's would be in its way.
        rustix::net::sockopt::set_ipv6_v6only(&socket, true)
            .map_err(|error| failed(error.into()))?;
    }
    socket.set_reuseaddr(true).map_err(failed)?;
    socket.set_reuseport(is_shared).map_err(failed)?;
    socket.bind(address).map_err(failed)?;
    socket.listen(BACKLOG).map_err(failed)
}

fn unix(path: &Path, is_passed_on: &Arc<AtomicBool>) -> Result<Listener, String> {
    let failed = |error: io::Error| {
        format!(
            "failed to listen on {}: {error}; is another server running there?",
            path.display()
        )
    };
    let is_left_over = std::fs::metadata(path).is_ok_and(|file| file.file_type().is_socket())
        && std::os::unix::net::UnixStream::connect(path).is_err();
    if is_left_over {
        std::fs::remove_file(path).map_err(failed)?;
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(SOCKET_MODE)).map_err(failed)?;
    Ok(Listener::Unix {
        listener,
        _file: Some(Bound {
            path: path.to_owned(),
            is_passed_on: Arc::clone(is_passed_on),
        }),
    })
}

impl Listeners {
    /// The sockets once more, and what is set when they outlive this program.
    pub(super) fn copies(&self) -> io::Result<(Vec<OwnedFd>, Arc<AtomicBool>)> {
        let copy = |(listener, _): &(Listener, Way)| match listener {
            Listener::Tcp(listener) => listener.as_fd().try_clone_to_owned(),
            Listener::Unix { listener, .. } => listener.as_fd().try_clone_to_owned(),
        };
        let copies = self.all.iter().map(copy).collect::<io::Result<_>>()?;
        Ok((copies, Arc::clone(&self.is_passed_on)))
    }

    /// What addresses of this server begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address and port of the first on the network.
    pub fn here(&self) -> String {
        let mut tcp = self.all.iter().filter_map(|(listener, _)| match listener {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix { .. } => None,
        });
        tcp.next().map_or_else(
            || self.base.clone(),
            |address| format!("{}://{address}", self.scheme),
        )
    }

    /// The ways in, in the order by which [`Listeners::accept`] counts them.
    pub(super) fn ways(&self) -> impl Iterator<Item = &Way> {
        self.all.iter().map(|(_, way)| way)
    }

    /// The next connection, who came, and by which way in; each gets its turn.
    pub(super) async fn accept(&mut self) -> io::Result<(Stream, SocketAddr, usize)> {
        self.turn = self.turn.wrapping_add(1);
        let (all, turn) = (&self.all, self.turn);
        std::future::poll_fn(move |context| {
            for at in 0..all.len() {
                let way = (turn + at) % all.len();
                if let Poll::Ready(accepted) = all[way].0.poll(context) {
                    return Poll::Ready(accepted.map(|(stream, peer)| (stream, peer, way)));
                }
            }
            Poll::Pending
        })
        .await
    }
}

impl Listener {
    fn poll(&self, context: &mut Context<'_>) -> Poll<io::Result<(Stream, SocketAddr)>> {
        match self {
            Self::Tcp(listener) => listener
                .poll_accept(context)
                .map_ok(|(stream, peer)| (Stream::Tcp(stream), peer)),
            Self::Unix { listener, .. } => listener
                .poll_accept(context)
                .map_ok(|(stream, _)| (Stream::Unix(stream), HERE)),
        }
    }
}
