//! vigie-channels
