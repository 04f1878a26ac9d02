//! A connection, whichever way it came in.

use super::secret::Sealed;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::server::TlsStream;
use vigie_fanout::Cipher;

/// Stands for whoever came by a socket of this machine.
pub(super) const HERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// An open connection.
#[derive(Debug)]
pub enum Stream {
    /// Over the network.
    Tcp(TcpStream),
    /// Over a socket in the file system.
    Unix(UnixStream),
    /// Over one of them, sealed.
    Tls(Box<TlsStream<Stream>>),
}

/// A connection that has left HTTP.
pub(crate) struct Left {
    /// Its socket, which does not block.
    pub(crate) socket: OwnedFd,
    /// What seals it.
    pub(crate) cipher: Option<Box<dyn Cipher>>,
}

/// The same on its way from one thread to another.
#[derive(Debug)]
pub(super) enum Moved {
    Tcp(std::net::TcpStream),
    Unix(std::os::unix::net::UnixStream),
}

/// A stream is sealed only where it stays.
fn is_sealed() -> io::Error {
    io::Error::other("a sealed connection stays on its thread")
}

impl Stream {
    /// Takes it from the runtime of this thread.
    pub(super) fn leave(self) -> io::Result<Moved> {
        Ok(match self {
            Self::Tcp(stream) => Moved::Tcp(stream.into_std()?),
            Self::Unix(stream) => Moved::Unix(stream.into_std()?),
            Self::Tls(_) => return Err(is_sealed()),
        })
    }

    /// Takes it from the runtime and from HTTP for good.
    pub(super) fn leave_http(self) -> io::Result<Left> {
        let (stream, cipher) = match self {
            Self::Tls(stream) => {
                let (stream, connection) = stream.into_inner();
                let sealed = Box::new(Sealed::new(connection)) as Box<dyn Cipher>;
                (stream, Some(sealed))
            }
            plain => (plain, None),
        };
        Ok(Left {
            socket: stream.leave()?.into(),
            cipher,
        })
    }

    /// Gives it to the runtime of this thread.
    pub(super) fn arrive(moved: Moved) -> io::Result<Self> {
        Ok(match moved {
            Moved::Tcp(stream) => Self::Tcp(TcpStream::from_std(stream)?),
            Moved::Unix(stream) => Self::Unix(UnixStream::from_std(stream)?),
        })
    }
}

impl From<Moved> for OwnedFd {
    fn from(moved: Moved) -> Self {
        match moved {
            Moved::Tcp(stream) => stream.into(),
            Moved::Unix(stream) => stream.into(),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(context, bytes),
            Self::Unix(stream) => Pin::new(stream).poll_read(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, bytes),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Unix(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::Unix(stream) => Pin::new(stream).poll_write_vectored(context, slices),
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Self::Unix(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Unix(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
