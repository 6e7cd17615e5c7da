//! Signatures as Standard Webhooks has them: HMAC-SHA-256 over id, time and body, so that a receiver knows the sender
//! and refuses what is old.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// A new secret, to be shown once.
pub(super) fn new_secret() -> String {
    format!("{PREFIX}{}", STANDARD.encode(crate::random::<32>()))
}

/// The value of `webhook-signature`; none when the secret is no secret.
pub(super) fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut hash = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    hash.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The example of the Standard Webhooks libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = r#"{"test": 2432232314}"#;
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body).unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(signature("secret", "1", 0, ""), None);
        let (one, two) = (new_secret(), new_secret());
        assert!(one != two && signature(&one, "1", 0, "") != signature(&two, "1", 0, ""));
    }
}
