//! Proves that a message comes from its authority. What is judged is read again from exactly the bytes that
//! a key signed, so that nothing beside them is believed.

use super::taking::one_line;
use vigie_cap::sign::{Trust, verify};
use vigie_core::{Foreign, Signature};

/// The message with what is known of its signature; as it is where nobody looks.
pub(super) fn proven(mut message: Foreign, trust: Option<&Trust>) -> Foreign {
    let Some(trust) = trust else {
        return message;
    };
    match verify(message.xml.as_bytes(), trust) {
        Ok(verified) => {
            let signer = verified.signers().first();
            let key = signer.map(|signer| signer.sha256_hex.clone());
            message.signature = key.map_or(Signature::Unchecked, Signature::By);
            message.alert = verified.into_read().alert;
        }
        Err(refused) => {
            message.signature = Signature::Missing(one_line(&refused.to_string()));
        }
    }
    message
}
