//! The addresses that clients of yente know, answering as yente 5 does and with more. Stateless: nothing of a query is
//! kept.

mod catalog;
mod entities;
mod filters;
mod matching;
mod options;
mod reconcile;
mod search;
mod write;

use crate::http::admission;
use crate::http::gate::guarded;
use crate::state::Shared;
use axum::middleware::from_fn_with_state;
use node::identity::Action;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Screening passes two doors: first whether there is room, which costs nothing, then who asks.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let screening = OpenApiRouter::new()
        .routes(routes!(matching::match_queries))
        .routes(routes!(search::search))
        .routes(routes!(reconcile::manifest, reconcile::queries))
        .routes(routes!(reconcile::suggest_entity));
    let looking = OpenApiRouter::new()
        .routes(routes!(entities::entity))
        .routes(routes!(entities::adjacent))
        .routes(routes!(entities::adjacent_by))
        .routes(routes!(catalog::catalog))
        .routes(routes!(catalog::algorithms))
        .routes(routes!(reconcile::suggest_type))
        .routes(routes!(reconcile::suggest_property));
    let room = from_fn_with_state(Arc::clone(app), admission::early);
    guarded(app, Action::ScreeningRun, screening).layer(room).merge(guarded(app, Action::ListView, looking))
}
