//! Listens to a Vigie server as any client does: asks its API, reads its live wire, believes nothing
//! that is not signed. Used by the commands that watch a server and by the screens of an exercise.

mod ask;
mod bulletin;
mod frame;
mod keys;
mod picture;

pub use ask::{Asker, NoAnswer};
pub use bulletin::{Bulletin, Heartbeat, LiveEntry, Unproven, Where, unproven};
pub use frame::{FRAME_BYTES_MAX, Frame, SseReader};
pub use keys::{Disbelief, KeyRing};
pub use picture::{Held, LOST_AFTER_MS, Link, Picture, Standing, act_shown};
