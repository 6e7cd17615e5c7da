//! Which address leads where, and what every request passes on its way.

use crate::http::keys::OutOfAddress;
use crate::http::{admission, body, gate, log};
use crate::state::Shared;
use crate::{api, openapi, yente};
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Router, ServiceExt};
use std::net::SocketAddr;
use utoipa_axum::router::OpenApiRouter;

/// All routes with their layers. A key in the address is taken out of it before anything looks at the address.
pub fn service(app: Shared) -> IntoMakeServiceWithConnectInfo<OutOfAddress<Router>, SocketAddr> {
    ServiceExt::<Request>::into_make_service_with_connect_info(OutOfAddress(router(app)))
}

/// Screening passes two doors: first whether there is room, which costs nothing, then who asks.
fn router(app: Shared) -> Router {
    let screening = yente::screening_routes()
        .layer(from_fn_with_state(app.clone(), gate::who_screens))
        .layer(from_fn_with_state(app.clone(), admission::early));
    let looking = yente::looking_routes().layer(from_fn_with_state(app.clone(), gate::who_looks));
    let watching = api::health::watching_routes().layer(from_fn_with_state(app.clone(), gate::who_watches));
    let (documented, _) = assemble(screening, looking, watching).split_for_parts();
    documented
        .route("/api/openapi.json", get(openapi::json))
        .fallback(crate::http::problem::not_found)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(from_fn(log::request))
        .with_state(app)
}

/// The OpenAPI document of all routes.
pub fn document() -> utoipa::openapi::OpenApi {
    let watching = api::health::watching_routes();
    assemble(yente::screening_routes(), yente::looking_routes(), watching).split_for_parts().1
}

fn assemble(
    screening: OpenApiRouter<Shared>,
    looking: OpenApiRouter<Shared>,
    watching: OpenApiRouter<Shared>,
) -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(openapi::frame())
        .merge(screening)
        .merge(looking)
        .merge(watching)
        .merge(api::health::routes())
}
