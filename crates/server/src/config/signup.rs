//! The sign-up of the public.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The sign-up of the public.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignUp {
    /// Whether anybody may sign up by themselves, at `/signup`.
    pub open: bool,
    /// A folder that a mail server empties: each mail a file. Empty: no sign-up by e-mail is offered.
    pub mail_folder: PathBuf,
    /// A folder that a gateway for text messages empties: each a file. Empty: no sign-up by text message is offered.
    pub sms_folder: PathBuf,
}

impl SignUp {
    /// What is not wrong and should be known.
    pub(super) fn remarks(&self, contact: &str) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.open {
            return remarks;
        }
        for (folder, key, what) in [
            (&self.mail_folder, "mail_folder", "e-mail"),
            (&self.sms_folder, "sms_folder", "text message"),
        ] {
            if folder.as_os_str().is_empty() {
                remarks.push(format!(
                    "no sign-up by {what} is offered: nothing here sends any; name signup.{key}, a folder that a gateway empties"
                ));
            }
        }
        if contact.is_empty() {
            remarks.push("web_push.contact names nobody: some push services refuse warnings from senders without one; write it like \"mailto:duty@site.example\"".to_owned());
        }
        remarks
    }
}
