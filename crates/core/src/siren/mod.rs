//! What a siren is asked, what it answers, and the rules it obeys by itself.

mod answer;
mod challenge;
mod doubt;
mod keys;
mod machine;
mod order;
mod pulse;
mod tone;
mod topic;
mod way;

pub use answer::{
    Answer, AnswerWhat, Hello, RefusalReason, sign_answer, sign_hello, verify_answer, verify_hello,
};
pub use challenge::Challenge;
pub use doubt::{Doubt, SaidToBe, Unproven};
pub use keys::{DeviceKeys, Role};
pub use machine::{
    CLOCK_SLACK_MS, Counter, DURATION_S_MAX, Machine, Memory, Refused, STARTS_MAX,
    STARTS_WINDOW_MS, TAKEN_MAX, Taken, Verdict, WINDOW_MS_MAX,
};
pub use order::{
    NONCE_CHARS_MAX, ORDER_BYTES_MAX, ORDER_VERSION, Order, Program, Unbelieved, WIRE_NUMBER_MAX,
    order_sha256, sign_order, verify_order,
};
pub use pulse::{
    Case, Condition, Fitness, PULSE_EVERY_S, Power, Pulse, Seat, SelfTest, TestKind, TestResult,
    alerts_sha256, sign_pulse, verify_pulse,
};
pub use tone::Tone;
pub use topic::{Topic, beats};
pub use way::Way;
