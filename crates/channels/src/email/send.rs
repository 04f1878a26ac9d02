//! Hands a mail to the mail server, and reads its answer.

use super::config::{Config, Tls};
use super::render::MailRender;
use crate::pattern::{Channel, Limits, Order, Render as _, SEND_MS_MAX, Sending};
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls as Wire, TlsParameters};
use lettre::transport::smtp::{Error, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::fmt;
use std::time::Duration;
use vigie_core::delivery::parcel::Outcome;

/// Mails to one mail server.
pub struct Mail {
    render: MailRender,
    limits: Limits,
    patience: Duration,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mail({:?})", self.limits)
    }
}

/// Why a mail server cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFault(String);

impl fmt::Display for MailFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MailFault {}

impl Mail {
    /// Whether the files that a configuration names can be used.
    pub(super) fn check(config: &Config) -> Result<(), MailFault> {
        config.password.as_deref().map(read).transpose()?;
        if config.tls != Tls::Plain {
            parameters(config)?;
        }
        Ok(())
    }

    /// Mails to the configured server. Opens no connection yet; to be called where tasks run.
    pub fn new(config: &Config, render: MailRender) -> Result<Self, MailFault> {
        let wire = match config.tls {
            Tls::Plain => Wire::None,
            Tls::Starttls => Wire::Required(parameters(config)?),
            Tls::Implicit => Wire::Wrapper(parameters(config)?),
        };
        // Idle connections are kept for a moment alone: servers close them, and the next mail would find out.
        let pool = PoolConfig::new()
            .max_size(u32::try_from(config.at_once).unwrap_or(1))
            .idle_timeout(Duration::from_secs(10));
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(wire)
            .timeout(Some(Duration::from_millis(SEND_MS_MAX / 2)))
            .pool_config(pool);
        if let (Some(user), Some(path)) = (&config.user, &config.password) {
            let password = read(path)?;
            let password = password.trim_end().to_owned();
            server = server.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            render,
            limits: config.limits(),
            patience: Duration::from_millis(SEND_MS_MAX),
            server: server.build(),
        })
    }

    /// The same with another patience: no test waits as long as people may.
    #[cfg(test)]
    pub(crate) fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    async fn hand_over(&self, order: &Order) -> Outcome {
        let rendered = match self.render.render(order) {
            Ok(rendered) => rendered,
            Err(why) => return Outcome::Refused { why },
        };
        let envelope = self.render.return_path(order).and_then(|from| {
            let to = order.to.address.parse();
            let to = to.map_err(|_| "the address is no mail address".to_owned())?;
            Envelope::new(Some(from), vec![to]).map_err(|error| error.to_string())
        });
        let envelope = match envelope {
            Ok(envelope) => envelope,
            Err(why) => return Outcome::Refused { why },
        };
        // The library's own limit holds for the connection alone.
        let sent = self.server.send_raw(&envelope, &rendered.bytes);
        match tokio::time::timeout(self.patience, sent).await {
            Ok(Ok(_)) => Outcome::Taken,
            Ok(Err(error)) => outcome(&error),
            Err(_) => later("the mail server did not answer in time".to_owned()),
        }
    }
}

impl Channel for Mail {
    fn limits(&self) -> Limits {
        self.limits
    }

    fn send<'a>(&'a self, order: &'a Order) -> Sending<'a> {
        Box::pin(self.hand_over(order))
    }
}

/// What the mail server's words mean. Only what is about the mailbox or the mail is final: whatever is about us, such
/// as a wrong password or a list on which we stand, an operator can mend.
fn outcome(error: &Error) -> Outcome {
    let why = error.to_string();
    let code = error.status().map(u16::from);
    match code {
        Some(550 | 551 | 553 | 556) if is_of_mailbox(&why) => Outcome::Gone { why },
        Some(550..=554 | 556) if !why.contains("5.7.") => Outcome::Refused { why },
        _ => later(why),
    }
}

/// RFC 3463: bad destination mailbox, system or syntax; mailbox has moved or takes no mail.
fn is_of_mailbox(why: &str) -> bool {
    let statuses = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];
    statuses.iter().any(|status| why.contains(status))
}

fn later(why: String) -> Outcome {
    let rest_ms = None;
    Outcome::Later { why, rest_ms }
}

fn parameters(config: &Config) -> Result<TlsParameters, MailFault> {
    let mut parameters = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.authority {
        let pem = read(path)?;
        let authority = Certificate::from_pem(pem.as_bytes());
        let authority = authority
            .map_err(|error| MailFault(format!("{} is no certificate: {error}", path.display())))?;
        parameters = parameters.add_root_certificate(authority);
    }
    parameters
        .build_rustls()
        .map_err(|error| MailFault(format!("failed to prepare TLS to {}: {error}", config.host)))
}

fn read(path: &std::path::Path) -> Result<String, MailFault> {
    std::fs::read_to_string(path)
        .map_err(|error| MailFault(format!("failed to read {}: {error}", path.display())))
}
