//! This program's own addresses: how the node is, screenings that open alerts, the alerts with their decisions, jobs,
//! rights of subjects, and what others are told.

mod alerts;
mod health;
mod jobs;
mod notices;
mod screenings;
mod subjects;
mod views;
mod webhooks;

use crate::state::Shared;
use utoipa_axum::router::OpenApiRouter;

/// All of them, each behind the gate that its acts need.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .merge(health::routes(app))
        .merge(screenings::routes(app))
        .merge(alerts::routes(app))
        .merge(jobs::routes(app))
        .merge(subjects::routes(app))
        .merge(webhooks::routes(app))
        .merge(notices::routes(app))
}
