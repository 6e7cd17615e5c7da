//! This program's own addresses: how the node is, screenings that open alerts, the alerts with their decisions, and who
//! works here: sessions, accounts, keys.

mod alerts;
mod approvals;
mod health;
mod keys;
mod provider;
mod roles;
mod screenings;
mod session;
mod setup;
mod users;
mod views;

use crate::state::Shared;
use utoipa_axum::router::OpenApiRouter;

/// All of them, each behind the gate that its acts need.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .merge(health::routes(app))
        .merge(screenings::routes(app))
        .merge(alerts::routes(app))
        .merge(approvals::routes(app))
        .merge(session::routes(app))
        .merge(provider::routes())
        .merge(setup::routes())
        .merge(users::routes(app))
        .merge(keys::routes(app))
}
