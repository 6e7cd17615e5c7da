//! Under overload, requests that would screen are turned away before anything of them is read.

use super::detail::Detail;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Turns requests away that would wait too long.
pub async fn early(State(app): State<Shared>, request: Request, next: Next) -> Response {
    match app.service.admits() {
        Ok(()) => next.run(request).await,
        Err(busy) => {
            metrics::counter!("entente_shed_total").increment(1);
            Detail::from(busy).into_response()
        }
    }
}
