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

use crate::state::Shared;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What screens, and is turned away under overload.
pub fn screening_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(matching::match_queries))
        .routes(routes!(search::search))
        .routes(routes!(reconcile::manifest, reconcile::queries))
        .routes(routes!(reconcile::suggest_entity))
}

/// What only looks something up.
pub fn looking_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(entities::entity))
        .routes(routes!(entities::adjacent))
        .routes(routes!(entities::adjacent_by))
        .routes(routes!(catalog::catalog))
        .routes(routes!(catalog::algorithms))
        .routes(routes!(reconcile::suggest_type))
        .routes(routes!(reconcile::suggest_property))
}
