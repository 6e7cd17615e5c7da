//! This program's own addresses: how the node is, screenings that open alerts, and the alerts with their decisions.
#![allow(unused_qualifications, reason = "what utoipa makes of a query names it by its path")]

mod alerts;
mod audit;
mod cases;
mod common;
pub mod docs;
mod entries;
mod health;
mod lists;
mod monitored;
mod own_entries;
mod quality;
mod screenings;
mod suppressions;
mod views;

use crate::http::fresh;
use crate::state::Shared;
use axum::middleware::from_fn;
use utoipa_axum::router::OpenApiRouter;

/// All of them, each behind the gate that its acts need.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .merge(health::routes(app))
        .merge(screenings::routes(app))
        .merge(alerts::routes(app))
        .merge(suppressions::routes(app))
        .merge(own_entries::routes(app))
        .merge(entries::routes(app))
        .merge(lists::routes(app))
        .merge(cases::routes(app))
        .merge(monitored::routes(app))
        .merge(quality::routes(app))
        .merge(audit::routes(app))
        .layer(from_fn(fresh::answer))
}
