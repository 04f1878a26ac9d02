//! The sign-up of the public.

use serde::{Deserialize, Serialize};
use vigie_channels::every::Configs;

/// The sign-up of the public.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignUp {
    /// Whether anybody may sign up by themselves, at `/signup`.
    pub open: bool,
}

impl SignUp {
    /// What is not wrong and should be known.
    pub(super) fn remarks(&self, channels: &Configs, contact: &str) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.open {
            return remarks;
        }
        for (is_there, key, what) in [
            (channels.mail.is_some(), "mail", "e-mail"),
            (channels.sms.is_some(), "sms", "text message"),
        ] {
            if !is_there {
                remarks.push(format!(
                    "no sign-up by {what} is offered: nothing here sends any; configure channel.{key}"
                ));
            }
        }
        if contact.is_empty() {
            remarks.push("web_push.contact names nobody: some push services refuse warnings from senders without one; write it like \"mailto:duty@site.example\"".to_owned());
        }
        remarks
    }
}
