//! What the service does for itself beside requests: it signs the audit log as it grows, clears away files that
//! nothing refers to, and forgets answers that nobody will ask for again. What fails is said, counted and tried again.

use crate::state::Shared;
use node::Node;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// So often unused files are looked for.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Keeps up until it is stopped.
pub async fn keep_up(app: Shared, sign_every: Option<Duration>) {
    let mut sweeps = interval(SWEEP);
    let mut signings = interval(sign_every.unwrap_or(SWEEP));
    for ticks in [&mut sweeps, &mut signings] {
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        tokio::select! {
            _ = signings.tick(), if sign_every.is_some() => sign(&app.node).await,
            _ = sweeps.tick() => {
                sweep(&app.node).await;
                forget(&app.node).await;
            }
        }
    }
}

/// Signs what was added to the audit log. Whichever instance comes first does: the others find it done.
pub async fn sign(node: &Node) {
    match node.sign_what_is_new().await {
        Ok(None) => {}
        Ok(Some(signed)) => tracing::info!(leaves = signed.size, added = signed.added, "audit log signed"),
        Err(error) => {
            metrics::counter!("entente_audit_signing_failures_total").increment(1);
            tracing::error!(%error, "the audit log could not be signed");
        }
    }
    if let Ok(left) = node.unsigned_leaves().await {
        metrics::gauge!("entente_audit_unsigned_leaves").set(left as f64);
    }
}

/// Forgets the answers that were kept for requests sent again.
async fn forget(node: &Node) {
    if let Err(error) = node.forget_replies().await {
        tracing::error!(%error, "answers kept for repeated requests could not be forgotten yet");
    }
}

async fn sweep(node: &Node) {
    match node.sweep().await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "files that nothing referred to were cleared away"),
        Err(error) => tracing::error!(%error, "unused files could not be cleared away"),
    }
}
