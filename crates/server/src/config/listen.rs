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

/// One way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// An address and a port.
    Tcp(SocketAddr),
    /// A socket in the file system.
    Unix(PathBuf),
}

/// As it stands in the file: a text, or a list of them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several(Vec<String>),
}

impl Listen {
    /// All of them.
    pub fn ways(&self) -> &[Way] {
        &self.0
    }

    /// The addresses that other machines can reach.
    pub fn exposed(&self) -> impl Iterator<Item = SocketAddr> {
        self.0.iter().filter_map(|way| match way {
            Way::Tcp(address) if !address.ip().is_loopback() => Some(*address),
            Way::Tcp(_) | Way::Unix(_) => None,
        })
    }

    /// Relative paths start at `folder`.
    pub fn in_folder(&mut self, folder: &Path) {
        for way in &mut self.0 {
            if let Way::Unix(path) = way {
                *path = folder.join(&path);
            }
        }
    }
}

impl From<SocketAddr> for Listen {
    fn from(address: SocketAddr) -> Self {
        Self(vec![Way::Tcp(address)])
    }
}

impl TryFrom<Written> for Listen {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let texts = match written {
            Written::One(text) => vec![text],
            Written::Several(texts) => texts,
        };
        let ways = texts.iter().map(|text| way(text));
        let ways: Vec<Way> = ways.collect::<Result<_, _>>()?;
        if ways.is_empty() {
            return Err("listen names no way in; write one like \"127.0.0.1:8470\"".to_owned());
        }
        Ok(Self(ways))
    }
}

fn way(text: &str) -> Result<Way, String> {
    match text.strip_prefix(UNIX) {
        Some("") => Err("listen: a path follows \"unix:\"".to_owned()),
        Some(path) => Ok(Way::Unix(path.into())),
        None => text.parse().map(Way::Tcp).map_err(|_| {
            format!("listen: {text:?} is neither ADDRESS:PORT nor unix:PATH; a name is no address")
        }),
    }
}

impl From<Listen> for Written {
    fn from(listen: Listen) -> Self {
        let text = |way| match way {
            Way::Tcp(address) => address.to_string(),
            Way::Unix(path) => format!("{UNIX}{}", path.display()),
        };
        let mut texts: Vec<String> = listen.0.into_iter().map(text).collect();
        match texts.len() {
            1 => Self::One(texts.remove(0)),
            _ => Self::Several(texts),
        }
    }
}
