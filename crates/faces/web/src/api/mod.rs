//! This program's own addresses: how the node is, screenings that open alerts, and the alerts with their decisions.

mod alerts;
mod health;
mod screenings;
mod views;

use crate::state::Shared;
use utoipa_axum::router::OpenApiRouter;

/// All of them, each behind the gate that its acts need.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    OpenApiRouter::new().merge(health::routes(app)).merge(screenings::routes(app)).merge(alerts::routes(app))
}
