//! Where a server listens: one way in, or several.

use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Stands before the path of a socket file.
const UNIX: &str = "unix:";

/// The ways in; at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Listen(Vec<Way>);

/// One way in, and what differs there from what `[http]` says for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Where.
    pub at: At,
    /// Whether TLS is spoken there: on addresses where there is a certificate, if nothing is said.
    pub tls: Option<bool>,
    /// The proxies that are believed there.
    pub proxy_protocol_from: Option<Vec<String>>,
}

/// Where a way in lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// An address and a port.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

impl Way {
    /// One for which nothing is said besides where it lies.
    pub const fn plain(at: At) -> Self {
        Self {
            at,
            tls: None,
            proxy_protocol_from: None,
        }
    }

    /// The address, if other machines can reach it.
    pub fn exposed(&self) -> Option<SocketAddr> {
        match self.at {
            At::Tcp(address) if !address.ip().is_loopback() => Some(address),
            At::Tcp(_) | At::Unix(_) => None,
        }
    }
}

/// As it stands in the file: one, or a list of them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    One(Entry),
    Several(Vec<Entry>),
}

/// Each a text, or a table where something differs.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Table(Table),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy_protocol_from: Option<Vec<String>>,
}

impl Listen {
    /// All of them.
    pub fn ways(&self) -> &[Way] {
        &self.0
    }

    /// One way in more.
    pub fn also_by(&mut self, at: At) {
        self.0.push(Way::plain(at));
    }

    /// Relative paths start at `folder`.
    pub fn in_folder(&mut self, folder: &Path) {
        for way in &mut self.0 {
            if let At::Unix(path) = &mut way.at {
                *path = folder.join(&path);
            }
        }
    }
}

impl From<SocketAddr> for Listen {
    fn from(address: SocketAddr) -> Self {
        Self(vec![Way::plain(At::Tcp(address))])
    }
}

impl TryFrom<Written> for Listen {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let entries = match written {
            Written::One(entry) => vec![entry],
            Written::Several(entries) => entries,
        };
        let ways = entries.into_iter().map(way);
        let ways: Vec<Way> = ways.collect::<Result<_, _>>()?;
        if ways.is_empty() {
            return Err("listen names no way in; write one like \"127.0.0.1:8470\"".to_owned());
        }
        Ok(Self(ways))
    }
}

fn way(entry: Entry) -> Result<Way, String> {
    match entry {
        Entry::Text(text) => at(&text).map(Way::plain),
        Entry::Table(table) => Ok(Way {
            at: at(&table.at)?,
            tls: table.tls,
            proxy_protocol_from: table.proxy_protocol_from,
        }),
    }
}

fn at(text: &str) -> Result<At, String> {
    match text.strip_prefix(UNIX) {
        Some("") => Err("listen: a path follows \"unix:\"".to_owned()),
        Some(path) => Ok(At::Unix(path.into())),
        None => text.parse().map(At::Tcp).map_err(|_| {
            format!("listen: {text:?} is neither ADDRESS:PORT nor unix:PATH; a name is no address")
        }),
    }
}

impl From<Listen> for Written {
    fn from(listen: Listen) -> Self {
        let text = |at: At| match at {
            At::Tcp(address) => address.to_string(),
            At::Unix(path) => format!("{UNIX}{}", path.display()),
        };
        let entry = |way: Way| match (way.tls, way.proxy_protocol_from) {
            (None, None) => Entry::Text(text(way.at)),
            (tls, proxy_protocol_from) => Entry::Table(Table {
                at: text(way.at),
                tls,
                proxy_protocol_from,
            }),
        };
        let mut entries: Vec<Entry> = listen.0.into_iter().map(entry).collect();
        match entries.len() {
            1 => Self::One(entries.remove(0)),
            _ => Self::Several(entries),
        }
    }
}
