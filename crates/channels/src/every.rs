//! Every channel to people and every webhook, as configured: what a site declares of them, and the channels
//! themselves. Whoever adds a channel adds it here.

use crate::email::{Mail, MailRender};
use crate::pattern::{Channel, InFolder, Web};
use crate::sms::SmsRender;
use crate::webhook::{Secret, Webhook, WebhookRender};
use crate::{email, sms, webhook};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use vigie_core::ids::{ChannelId, HookId};
use vigie_core::site::{ChannelRule, HookRule};

/// The channel of browsers and apps: there is one as soon as the public may sign up, because a key is all it needs.
pub const PUSH: &str = "push";
/// The channel of e-mail.
pub const MAIL: &str = "mail";
/// The channel of text messages.
pub const SMS: &str = "sms";

/// The channels to registered people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configs {
    /// E-mail.
    pub mail: Option<email::Config>,
    /// Text messages.
    pub sms: Option<sms::Config>,
}

/// Webhooks, by name.
pub type Hooks = BTreeMap<HookId, webhook::Config>;

/// A webhook with where it is.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Where it is.
    pub url: String,
    /// The way there.
    pub channel: Arc<dyn Channel>,
}

impl Configs {
    /// Makes paths absolute; they begin at `folder`.
    pub fn rooted(&mut self, folder: &Path) {
        let mail = self.mail.iter_mut().flat_map(|mail| {
            let paths = [
                &mut mail.authority,
                &mut mail.password,
                &mut mail.bounces,
                &mut mail.folder,
            ];
            paths.into_iter().flatten()
        });
        let sms = self.sms.iter_mut().map(|sms| &mut sms.folder);
        for path in mail.chain(sms) {
            *path = folder.join(&*path);
        }
    }

    /// What a site declares of them.
    pub fn rules(&self) -> BTreeMap<ChannelId, ChannelRule> {
        let mail = self.mail.iter().map(|mail| (MAIL, mail.per_day_max));
        let sms = self.sms.iter().map(|sms| (SMS, sms.per_day_max));
        let rules = mail.chain(sms).map(|(name, per_day_max)| {
            let rule = ChannelRule {
                per_day_max,
                answer_ms_max: None,
            };
            (ChannelId::new(name), rule)
        });
        rules.collect()
    }

    /// Everything that is wrong with them, one line each.
    pub fn faults(&self) -> Vec<String> {
        let mail = self.mail.iter().flat_map(email::Config::faults);
        let mail = mail.map(|fault| format!("channel.mail: {fault}"));
        let sms = self.sms.iter().flat_map(sms::Config::faults);
        let sms = sms.map(|fault| format!("channel.sms: {fault}"));
        mail.chain(sms).collect()
    }

    /// The channels; `base` is where CAP messages are found. To be called where tasks run.
    pub fn open(&self, base: &str) -> Result<BTreeMap<ChannelId, Arc<dyn Channel>>, String> {
        let mut channels: BTreeMap<ChannelId, Arc<dyn Channel>> = BTreeMap::new();
        if let Some(config) = &self.mail {
            let open = mail(config, base).map_err(|fault| format!("channel.mail: {fault}"))?;
            channels.insert(ChannelId::new(MAIL), open);
        }
        if let Some(config) = &self.sms {
            let open = InFolder::new(SmsRender, &config.folder);
            channels.insert(ChannelId::new(SMS), Arc::new(open));
        }
        Ok(channels)
    }
}

fn mail(config: &email::Config, base: &str) -> Result<Arc<dyn Channel>, String> {
    let render = MailRender::new(&config.from, &config.bounce, base)?;
    if let Some(folder) = &config.folder {
        return Ok(Arc::new(InFolder::new(render, folder)));
    }
    match Mail::new(config, render) {
        Ok(mail) => Ok(Arc::new(mail)),
        Err(fault) => Err(fault.to_string()),
    }
}

/// What a site declares of its webhooks.
pub fn hook_rules(hooks: &Hooks) -> BTreeMap<HookId, HookRule> {
    let rules = hooks.iter().map(|(id, hook)| {
        let rule = HookRule {
            host: webhook::host(&hook.url).unwrap_or_default(),
            statuses: hook.statuses.clone(),
        };
        (id.clone(), rule)
    });
    rules.collect()
}

/// Makes paths of webhooks absolute; they begin at `folder`.
pub fn root_hooks(hooks: &mut Hooks, folder: &Path) {
    for hook in hooks.values_mut() {
        hook.secret = folder.join(&hook.secret);
    }
}

/// Everything that is wrong with webhooks, and those that are not wrong. `web_to` gives the way to one of them.
pub fn open_hooks(
    hooks: &Hooks,
    base: &str,
    web_to: impl Fn(&webhook::Config) -> Result<Arc<dyn Web>, String>,
) -> (BTreeMap<HookId, Hook>, Vec<String>) {
    let (mut open, mut faults) = (BTreeMap::new(), Vec::new());
    for (id, config) in hooks {
        let secrets = read_secrets(&config.secret);
        match (secrets, web_to(config)) {
            (Ok(secrets), Ok(web)) => {
                let render = WebhookRender {
                    base: base.to_owned(),
                };
                let hook = Hook {
                    url: config.url.clone(),
                    channel: Arc::new(Webhook::new(render, secrets, web)),
                };
                open.insert(id.clone(), hook);
            }
            (secrets, web) => {
                let said = [secrets.err(), web.err()].into_iter().flatten();
                faults.extend(said.map(|fault| format!("hook.{id}: {fault}")));
            }
        }
    }
    (open, faults)
}

fn read_secrets(path: &PathBuf) -> Result<Vec<Secret>, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("failed to read {}: {error}", path.display()))?;
    Secret::read_all(&text).map_err(|fault| format!("{}: {fault}", path.display()))
}
