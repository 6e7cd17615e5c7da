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
use node::identity::Action;
use std::net::SocketAddr;
use utoipa_axum::router::OpenApiRouter;

/// All routes with their layers. A key in the address is taken out of it before anything looks at the address.
pub fn service(app: Shared) -> IntoMakeServiceWithConnectInfo<OutOfAddress<Router>, SocketAddr> {
    ServiceExt::<Request>::into_make_service_with_connect_info(OutOfAddress(router(app)))
}

/// Screening passes two doors: first whether there is room, which costs nothing, then who asks.
fn router(app: Shared) -> Router {
    let who_may = |action: Action| from_fn_with_state((app.clone(), action), gate::pass);
    let screening = yente::screening_routes()
        .layer(who_may(Action::ScreeningRun))
        .layer(from_fn_with_state(app.clone(), admission::early));
    let looking = yente::looking_routes().layer(who_may(Action::ListView));
    let streaming = api::screenings::routes().layer(who_may(Action::ScreeningRun));
    let seeing = api::alerts::seeing_routes().layer(who_may(Action::AlertView));
    let deciding = api::alerts::deciding_routes().layer(who_may(Action::AlertDecide));
    let watching = api::health::watching_routes().layer(who_may(Action::NodeView));
    let (routes, document) = OpenApiRouter::with_openapi(openapi::frame())
        .merge(screening)
        .merge(looking)
        .merge(watching)
        .merge(streaming)
        .merge(seeing)
        .merge(deciding)
        .merge(api::health::routes())
        .split_for_parts();
    routes
        .route("/api/openapi.json", get(openapi::answer(&document)))
        .fallback(crate::http::problem::not_found)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(from_fn(log::request))
        .with_state(app)
}
