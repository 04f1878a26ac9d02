//! What is said of a file whose bytes were never seen.

use crate::finding::{Finding, Place};
use crate::rule::{Rule, rules};
use crate::xml;

rules! {
    UNREADABLE = "FILE-UNREADABLE" Error "safe reading",
        "a file can be opened and read",
        "check that it exists, its permissions and its disk";
    KIND = "FILE-KIND" Error "safe reading",
        "what lies in a folder to be checked is a file or a folder, not a pipe, socket or device",
        "remove it, or name a pipe by itself";
    LINK = "FILE-LINK" Advice "safe reading",
        "a folder to be checked holds no links to other folders, which may lead back",
        "name the other folder by itself";
    DEEP = "FILE-DEEP" Error "safe reading",
        "folders lie no deeper than is looked",
        "name the deeper folder by itself";
}

/// Why the bytes of a file were not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It could not be opened or read: what the system said.
    Fault(String),
    /// It has so many bytes, and this is the limit.
    TooLong(u64, usize),
    /// It is no file: a pipe, a socket, a device.
    Kind(&'static str),
    /// It is a link to a folder.
    Link,
    /// It is a folder below so many others.
    Deep(usize),
}

impl Unread {
    /// The one finding about this file.
    pub fn finding(&self) -> Finding {
        let (rule, found): (&'static Rule, String) = match self {
            Self::Fault(why) => (&UNREADABLE, why.clone()),
            Self::TooLong(bytes, max) => (
                &xml::rules::LIMIT,
                format!("the file has {bytes} bytes, the limit is {max}"),
            ),
            Self::Kind(kind) => (&KIND, format!("a {kind}")),
            Self::Link => (&LINK, "a link to a folder".to_owned()),
            Self::Deep(depth) => (&DEEP, format!("a folder below {depth} others")),
        };
        Finding {
            line: 1,
            column: 1,
            ..Finding::new(rule, Place::ALERT, found)
        }
    }
}
