//! Takes up new versions of lists while requests go on: looks every second, builds beside, swaps in one step, and then
//! tells monitored subjects and open alerts what changed.

use crate::state::{App, Shared};
use std::sync::Arc;
use std::time::Duration;

/// So often the lists are looked at.
const PERIOD: Duration = Duration::from_secs(1);

/// After so many looks monitored subjects are brought up to date though no list changed: own entries expire.
const LOOKS: u32 = 60;

/// Refreshes until it is stopped.
pub async fn watch(app: Shared) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    tokio::spawn(prepare(Arc::clone(&app)));
    for look in (0..LOOKS).cycle() {
        ticks.tick().await;
        let turned_away = app.turned_away.look();
        if turned_away > 0 {
            tracing::warn!(
                requests = turned_away,
                "turned away: more was asked than can be answered in time"
            );
        }
        if refresh(&app).await || look == 0 {
            catch_up(&app).await;
        }
    }
}

/// Makes ready what the first change of a list would else wait for.
async fn prepare(app: Shared) {
    match app.node.prepare_monitoring().await {
        Ok(subjects) => tracing::info!(subjects, "monitored subjects are ready"),
        Err(error) => {
            tracing::error!(%error, "monitored subjects are not ready; the first change tries again")
        }
    }
}

/// Brings what changed in the lists to monitored subjects and open alerts. What fails is tried again.
async fn catch_up(app: &App) {
    match app.node.catch_up().await {
        Ok(deltas) if deltas.is_empty() => {}
        Ok(deltas) => {
            tracing::info!(lists = deltas.len(), "changes of lists reached monitored subjects and alerts")
        }
        Err(error) => {
            tracing::error!(%error, "changes of lists did not reach monitored subjects and alerts yet")
        }
    }
}

/// Looks once; whether something was taken up. What goes wrong is said and tried again: the last good generation stays.
pub async fn refresh(app: &App) -> bool {
    let changed = app.service.refresh().await;
    match &changed {
        Ok(false) => {}
        Ok(true) => match app.service.current() {
            Some(generation) => {
                let (entries, names) = (generation.index().entry_count(), generation.index().name_count());
                metrics::gauge!("entente_index_entries").set(entries as f64);
                metrics::gauge!("entente_index_names").set(names as f64);
                metrics::counter!("entente_index_swaps_total").increment(1);
                tracing::info!(entries, names, generation = generation.hash(), "lists taken up");
            }
            None => tracing::warn!("no list is in screening any more"),
        },
        Err(error) => tracing::error!(%error, "the lists could not be taken up; the last state stays"),
    }
    changed.unwrap_or(false)
}
