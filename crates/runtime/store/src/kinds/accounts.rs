//! How accounts, sessions, API keys and one-time links are kept.

use super::kept;
use access::{ApiKey, Session, SetupLink, TokenHash, User};

kept! {
    User, "user" in "users", |user| {
        created_at: user.created_at,
        closed: user.closed_at.is_some(),
    }
    keys {
        let federated = user.federated.as_ref().map(|who| format!("{}\u{1F}{}", who.issuer, who.subject));
        [Some(("login", user.login.clone())), federated.map(|who| ("federated", who))]
            .into_iter()
            .flatten()
            .collect()
    };
}

kept! {
    Session, "session" in "sessions", |session| {
        user_id: session.user,
        opened_at: session.opened_at,
        seen_at: session.seen_at,
        ended: session.ended_at.is_some(),
    }
    keys token(&session.token);
}

kept! {
    ApiKey, "API key" in "api_keys", |key| {
        owner: key.owner,
        desk: key.desk.as_str(),
        created_at: key.created_at,
        revoked: key.revoked_at.is_some(),
    }
}

kept! {
    SetupLink, "setup link" in "setup_links", |link| {
        user_id: link.user,
        until: link.until,
        used: link.used_at.is_some(),
    }
    keys token(&link.token);
}

/// A token is looked up by its hash, in hexadecimal.
fn token(hash: &TokenHash) -> Vec<(&'static str, String)> {
    vec![("token", hex::encode(hash.as_bytes()))]
}
