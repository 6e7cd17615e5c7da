//! Under overload, requests that would screen are turned away before anything of them is read. They are counted, and
//! logged once a second: a line for each would cost more than turning it away.

use super::detail::Detail;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::{AtomicU64, Ordering};

/// Requests turned away since somebody last looked.
#[derive(Default)]
pub struct TurnedAway(AtomicU64);

/// Lies beside the answer to a request that was turned away: many are one line of the log.
#[derive(Clone, Copy)]
pub struct InOneLine;

impl TurnedAway {
    /// How many there were since the last look, for the log.
    pub fn look(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

/// Turns requests away that would wait too long.
pub async fn early(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match app.service.admits() {
        Ok(()) => next.run(request).await,
        Err(busy) => {
            app.turned_away.0.fetch_add(1, Ordering::Relaxed);
            metrics::counter!("entente_shed_total").increment(1);
            let mut response = Detail::from(busy).into_response();
            response.extensions_mut().insert(InOneLine);
            response
        }
    }
}
