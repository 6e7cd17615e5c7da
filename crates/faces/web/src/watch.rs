//! Takes up new versions of lists while requests go on: looks every second, builds beside, swaps in one step.

use crate::state::{App, Shared};
use std::time::Duration;

/// So often the lists are looked at.
const PERIOD: Duration = Duration::from_secs(1);

/// Refreshes until it is stopped.
pub async fn watch(app: Shared) {
    let mut ticks = tokio::time::interval(PERIOD);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        refresh(&app).await;
    }
}

/// Looks once. What goes wrong is said and tried again: the last good generation stays.
pub async fn refresh(app: &App) {
    match app.service.refresh().await {
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
}
