//! This program's own addresses: how the node is, screenings that open alerts, the alerts and all that follows from
//! them, jobs, rights of subjects, what others are told, and who works here: sessions, accounts, keys.
#![allow(unused_qualifications, reason = "what utoipa makes of a query names it by its path")]

mod alerts;
mod approvals;
mod audit;
mod cases;
mod common;
pub mod docs;
mod entries;
mod health;
mod jobs;
mod keys;
mod lists;
mod monitored;
mod notices;
mod own_entries;
mod provider;
mod quality;
mod roles;
mod screenings;
mod session;
mod setup;
mod subjects;
mod suppressions;
mod users;
mod views;
mod webhooks;

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
        .merge(approvals::routes(app))
        .merge(session::routes(app))
        .merge(provider::routes())
        .merge(setup::routes())
        .merge(users::routes(app))
        .merge(keys::routes(app))
        .merge(jobs::routes(app))
        .merge(subjects::routes(app))
        .merge(webhooks::routes(app))
        .merge(notices::routes(app))
        .layer(from_fn(fresh::answer))
}
