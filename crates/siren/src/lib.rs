//! vigie-siren
