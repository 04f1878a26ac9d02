//! The listening half of ntfy's protocol, so that its apps, Home Assistant and scripts hear warnings unchanged. A
//! topic is a zone of the site; nobody can publish.
//!
//! By hand, because no library serves this protocol: it is one line of JSON for each message. What is here is pure;
//! who listens is answered from the state, so nothing is queued and a slow reader costs nothing. Reference:
//! docs/manual/ntfy.md.

mod message;
mod since;
mod topic;

pub use message::{Choice, Message, Standing, message, number, stand_in};
pub use since::{Since, SinceFault};
pub use topic::{TOPICS_MAX, Topic, TopicFault, accepted, topics};
