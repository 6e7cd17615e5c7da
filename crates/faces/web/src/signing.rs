//! The service signs the audit log as it grows. What fails is said, counted and tried again; all else that a node does by
//! itself are its duties, `node::jobs`.

use crate::state::Shared;
use node::Node;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// Signs until it is stopped.
pub async fn keep_signed(app: Shared, every: Duration) {
    let mut signings = interval(every);
    signings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        signings.tick().await;
        sign(&app.node).await;
    }
}

/// Signs what was added to the audit log. Whichever instance comes first does: the others find it done.
pub async fn sign(node: &Node) {
    let left = match node.sign_what_is_new().await {
        Ok(signed) => {
            if let Some(signed) = signed {
                tracing::info!(leaves = signed.size, added = signed.added, "audit log signed");
            }
            // What came since is counted, and signed, the next time.
            Some(0)
        }
        Err(error) => {
            metrics::counter!("entente_audit_signing_failures_total").increment(1);
            tracing::error!(%error, "the audit log could not be signed");
            node.unsigned_leaves().await.ok()
        }
    };
    if let Some(left) = left {
        metrics::gauge!("entente_audit_unsigned_leaves").set(left as f64);
    }
}
