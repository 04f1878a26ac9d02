//! What of e-mail is configured: the mail server, in whose name, and where undeliverable mail is put.

use super::send::Mail;
use crate::pattern::Limits;
use lettre::message::Mailbox;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Most messages side by side: more than that, and a mail server calls it an attack.
const AT_ONCE_MAX: usize = 64;

/// How the connection to the mail server is kept from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// TLS from the first byte: port 465.
    Implicit,
    /// TLS after `STARTTLS`, which is demanded: port 587 or 25.
    #[default]
    Starttls,
    /// In clear, to a mail server on this machine alone.
    Plain,
}

/// E-mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The mail server, by the name that its certificate has.
    #[serde(default)]
    pub host: String,
    /// Its port.
    #[serde(default = "submission")]
    pub port: u16,
    /// How the connection is kept from others.
    #[serde(default)]
    pub tls: Tls,
    /// A certificate authority of one's own, as a PEM file.
    #[serde(default)]
    pub authority: Option<PathBuf>,
    /// Who we are to it, where it asks.
    #[serde(default)]
    pub user: Option<String>,
    /// A file with the password.
    #[serde(default)]
    pub password: Option<PathBuf>,
    /// In whose name: `Embassy <warnings@embassy.example>`.
    pub from: String,
    /// Where undeliverable mail comes back to; what it was is written behind a `+`.
    pub bounce: String,
    /// The Maildir into which the mail server puts it. Without it, what comes back is not heard of.
    #[serde(default)]
    pub bounces: Option<PathBuf>,
    /// Messages side by side.
    #[serde(default = "at_once")]
    pub at_once: usize,
    /// Messages of a minute.
    #[serde(default = "per_minute")]
    pub per_minute_max: u32,
    /// Messages of a day besides those that save lives; no limit without it.
    #[serde(default)]
    pub per_day_max: Option<u64>,
    /// A folder into which messages are written, and nothing is sent: for trying things out.
    #[serde(default)]
    pub folder: Option<PathBuf>,
}

const fn submission() -> u16 {
    587
}

const fn at_once() -> usize {
    8
}

const fn per_minute() -> u32 {
    600
}

impl Config {
    /// Everything that is wrong with it, one line each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.from.parse::<Mailbox>().is_err() {
            faults.push(format!(
                "from {:?} is no mailbox; write it like \"Embassy <warnings@embassy.example>\"",
                self.from
            ));
        }
        let is_plain = self.bounce.parse::<lettre::Address>().is_ok() && !self.bounce.contains('+');
        if !is_plain {
            faults.push(format!(
                "bounce {:?} is no address without a plus; write it like \"bounce@embassy.example\"",
                self.bounce
            ));
        }
        if self.folder.is_none() && self.host.is_empty() {
            faults.push("host is missing; name the mail server, or a folder".to_owned());
        }
        if self.tls == Tls::Plain && self.folder.is_none() && !is_here(&self.host) {
            faults.push(format!(
                "tls is \"plain\" and {} is not this machine; addresses of people would cross the network in clear",
                self.host
            ));
        }
        if self.user.is_some() != self.password.is_some() {
            faults.push("user and password belong together; name both or none".to_owned());
        }
        if !(1..=AT_ONCE_MAX).contains(&self.at_once) {
            faults.push(format!(
                "at_once is {}; choose 1 to {AT_ONCE_MAX}",
                self.at_once
            ));
        }
        if self.folder.is_none() {
            faults.extend(Mail::check(self).err().map(|fault| fault.to_string()));
        }
        if self.per_minute_max == 0 {
            faults.push("per_minute_max is 0; choose at least 1".to_owned());
        }
        faults
    }

    /// How much the mail server is given.
    pub fn limits(&self) -> Limits {
        Limits {
            at_once: self.at_once,
            per_minute_max: self.per_minute_max,
        }
    }
}

fn is_here(host: &str) -> bool {
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_named_at_once() {
        let config = Config {
            host: "mail.example".to_owned(),
            port: 25,
            tls: Tls::Plain,
            authority: None,
            user: Some("x".to_owned()),
            password: None,
            from: "nobody".to_owned(),
            bounce: "a+b@c.example".to_owned(),
            bounces: None,
            at_once: 0,
            per_minute_max: 0,
            per_day_max: None,
            folder: None,
        };
        assert_eq!(config.faults().len(), 6);
        let here = Config {
            host: "127.0.0.1".to_owned(),
            user: None,
            from: "Embassy <warnings@embassy.example>".to_owned(),
            bounce: "bounce@embassy.example".to_owned(),
            at_once: 1,
            per_minute_max: 1,
            ..config
        };
        assert_eq!(here.faults(), Vec::<String>::new());
    }
}
