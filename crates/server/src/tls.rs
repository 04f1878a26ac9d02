//! TLS for requests that go out: rustls with ring, for the whole program.

use std::sync::Once;

/// Makes ring the provider of every TLS connection; may be called often.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error only says that a provider is there already.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
