//! What a siren is asked, what it answers, and the rules it obeys by itself.
