//! Where connections come in: addresses of both kinds, a socket in the file system, or what was handed over by
//! whoever started this program.

use super::stream::{HERE, Stream};
use crate::config::{Http, Way};
use listenfd::ListenFd;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::task::{Context, Poll};
use tokio::net::{TcpListener, TcpSocket, UnixListener};

/// Connections that may wait to be accepted: everyone comes back at once after a restart.
const BACKLOG: u32 = 8_192;
/// A reverse proxy runs as somebody else, and the folder says who may reach the socket.
const SOCKET_MODE: u32 = 0o666;

/// All of them.
#[derive(Debug)]
pub struct Listeners {
    all: Vec<Listener>,
    /// Whose turn it is to be asked first.
    turn: usize,
    base: String,
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
struct Bound(PathBuf);

impl Drop for Bound {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Takes what was handed over, as systemd does it, or opens what is configured. `is_shared` lets other
/// processes listen on the same port.
pub fn open(http: &Http, is_shared: bool) -> Result<Listeners, String> {
    let mut all = handed_over()?;
    if all.is_empty() {
        for way in http.listen.ways() {
            all.push(match way {
                Way::Tcp(address) => Listener::Tcp(tcp(*address, is_shared)?),
                Way::Unix(path) => unix(path)?,
            });
        }
    } else {
        tracing::info!(
            listeners = all.len(),
            "listening where whoever started this program does"
        );
    }
    let first = all.iter().find_map(|listener| match listener {
        Listener::Tcp(listener) => Some(listener.local_addr()),
        Listener::Unix { .. } => None,
    });
    let base = match first {
        Some(Ok(address)) => http.base(address),
        Some(Err(error)) => return Err(format!("failed to learn the address: {error}")),
        None => http.base(HERE),
    };
    Ok(Listeners { all, turn: 0, base })
}

fn handed_over() -> Result<Vec<Listener>, String> {
    let failed =
        |error: io::Error| format!("failed to take a listener that was handed over: {error}");
    let mut given = ListenFd::from_env();
    let mut all = Vec::new();
    for at in 0..given.len() {
        if let Ok(Some(listener)) = given.take_unix_listener(at) {
            listener.set_nonblocking(true).map_err(failed)?;
            let listener = UnixListener::from_std(listener).map_err(failed)?;
            all.push(Listener::Unix {
                listener,
                _file: None,
            });
            continue;
        }
        let listener = given.take_tcp_listener(at).map_err(failed)?;
        if let Some(listener) = listener {
            listener.set_nonblocking(true).map_err(failed)?;
            all.push(Listener::Tcp(
                TcpListener::from_std(listener).map_err(failed)?,
            ));
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

fn unix(path: &Path) -> Result<Listener, String> {
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
        _file: Some(Bound(path.to_owned())),
    })
}

impl Listeners {
    /// What addresses of this server begin with.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The address and port of the first on the network.
    pub fn here(&self) -> String {
        let mut tcp = self.all.iter().filter_map(|listener| match listener {
            Listener::Tcp(listener) => listener.local_addr().ok(),
            Listener::Unix { .. } => None,
        });
        tcp.next()
            .map_or_else(|| self.base.clone(), |address| format!("http://{address}"))
    }

    /// The next connection, and who came; each listener gets its turn.
    pub(super) async fn accept(&mut self) -> io::Result<(Stream, SocketAddr)> {
        self.turn = self.turn.wrapping_add(1);
        let (all, turn) = (&self.all, self.turn);
        std::future::poll_fn(move |context| {
            for at in 0..all.len() {
                if let Poll::Ready(accepted) = all[(turn + at) % all.len()].poll(context) {
                    return Poll::Ready(accepted);
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
