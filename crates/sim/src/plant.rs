//! Faults planted on purpose, one for each promise: a simulation that stays green with a plant in
//! the ground proves nothing.

/// One duty left out, somewhere in the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plant {
    /// The journal answers before it has synced.
    AckBeforeSync,
    /// A failed sync is taken for a good one, and the engine lives on.
    SyncErrorIgnored,
    /// Orders leave when they are decided, not when they are on disk.
    OrderBeforeSync,
    /// A decision of which a power cut kept the first facts alone is believed.
    HalfDecision,
    /// A snapshot holds the state of one turn earlier than it says.
    StaleSnapshot,
    /// The engine never wakes by itself.
    NeverWakes,
    /// The engine never hands work out again that a courier lost.
    LostHandOff,
    /// What was with a courier when the server died counts as under way after it.
    HandOffOutlives,
    /// A courier tries an order again by itself, with a fresh counter.
    CourierRetries,
    /// A siren acts before its counter is on disk.
    CounterNotSaved,
    /// One person holds the tokens of two officers.
    SecondToken,
    /// The core is not told who holds tokens, so what a file says holds as it stands for ever.
    TokensUntold,
    /// Whoever answers officers takes what is of one danger for the same, wherever it is, and merges it.
    LostInMerge,
    /// It is forgotten that a danger kills.
    GravityForgotten,
}

impl Plant {
    /// Every plant.
    pub const ALL: [Self; 14] = [
        Self::AckBeforeSync,
        Self::SyncErrorIgnored,
        Self::OrderBeforeSync,
        Self::HalfDecision,
        Self::StaleSnapshot,
        Self::NeverWakes,
        Self::LostHandOff,
        Self::HandOffOutlives,
        Self::CourierRetries,
        Self::CounterNotSaved,
        Self::SecondToken,
        Self::TokensUntold,
        Self::LostInMerge,
        Self::GravityForgotten,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AckBeforeSync => "ack_before_sync",
            Self::SyncErrorIgnored => "sync_error_ignored",
            Self::OrderBeforeSync => "order_before_sync",
            Self::HalfDecision => "half_decision",
            Self::StaleSnapshot => "stale_snapshot",
            Self::NeverWakes => "never_wakes",
            Self::LostHandOff => "lost_hand_off",
            Self::HandOffOutlives => "hand_off_outlives",
            Self::CourierRetries => "courier_retries",
            Self::CounterNotSaved => "counter_not_saved",
            Self::SecondToken => "second_token",
            Self::TokensUntold => "tokens_untold",
            Self::LostInMerge => "lost_in_merge",
            Self::GravityForgotten => "gravity_forgotten",
        }
    }

    /// The checkers that must notice it: whichever is the first does.
    pub const fn noticed_by(self) -> &'static [&'static str] {
        match self {
            Self::AckBeforeSync | Self::SyncErrorIgnored => {
                &["nobody_forgotten", "heard_is_journaled"]
            }
            Self::OrderBeforeSync => &["heard_is_journaled"],
            Self::HalfDecision | Self::NeverWakes | Self::LostHandOff => &["nobody_forgotten"],
            Self::StaleSnapshot => &["replay_equals_memory"],
            Self::HandOffOutlives => &["due_after_start"],
            Self::CourierRetries | Self::CounterNotSaved => &["silence_after_end"],
            Self::SecondToken | Self::TokensUntold => &["four_eyes"],
            Self::LostInMerge | Self::GravityForgotten => &["storm"],
        }
    }

    /// The plant of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|plant| plant.name() == name)
    }
}
