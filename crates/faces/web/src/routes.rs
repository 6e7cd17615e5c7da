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
    let streaming = api::screenings::routes().layer(from_fn_with_state(app.clone(), gate::who_screens));
    let seeing = api::alerts::seeing_routes().layer(from_fn_with_state(app.clone(), gate::who_sees_alerts));
    let deciding = api::alerts::deciding_routes().layer(from_fn_with_state(app.clone(), gate::who_decides));
    let guarded = [screening, looking, watching, streaming, seeing, deciding];
    let (documented, _) = assemble(guarded).split_for_parts();
    documented
        .route("/api/openapi.json", get(openapi::json))
        .fallback(crate::http::problem::not_found)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(from_fn(log::request))
        .with_state(app)
}

/// The OpenAPI document of all routes.
pub fn document() -> utoipa::openapi::OpenApi {
    let guarded = [
        yente::screening_routes(),
        yente::looking_routes(),
        api::health::watching_routes(),
        api::screenings::routes(),
        api::alerts::seeing_routes(),
        api::alerts::deciding_routes(),
    ];
    assemble(guarded).split_for_parts().1
}

fn assemble(guarded: [OpenApiRouter<Shared>; 6]) -> OpenApiRouter<Shared> {
    let open = OpenApiRouter::with_openapi(openapi::frame());
    guarded.into_iter().fold(open, OpenApiRouter::merge).merge(api::health::routes())
}
