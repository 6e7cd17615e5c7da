//! Which address leads where, and what every request passes on its way.

use crate::http::keys::OutOfAddress;
use crate::http::{body, log, methods};
use crate::state::Shared;
use crate::{api, console, openapi, yente};
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Router, ServiceExt};
use std::net::SocketAddr;
use utoipa_axum::router::OpenApiRouter;

/// All routes with their layers. A key in the address is taken out of it before anything looks at the address.
pub fn service(app: Shared) -> IntoMakeServiceWithConnectInfo<OutOfAddress<Router>, SocketAddr> {
    ServiceExt::<Request>::into_make_service_with_connect_info(OutOfAddress(router(app)))
}

fn router(app: Shared) -> Router {
    let (routes, document) = OpenApiRouter::with_openapi(openapi::frame())
        .merge(yente::routes(&app))
        .merge(api::routes(&app))
        .split_for_parts();
    let taken = methods::taken(&document);
    let document = openapi::complete(document);
    routes
        .route("/api/openapi.json", get(openapi::answer(&document)))
        .merge(api::docs::routes(&document))
        .merge(console::routes(&app))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(body::LARGEST))
        .layer(from_fn_with_state(taken, methods::first))
        .layer(from_fn(log::request))
        .with_state(app)
}

/// The answer to addresses that lead nowhere: a page for whoever browses, else in the form that programs read.
async fn nowhere(State(app): State<Shared>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let page = console::nowhere(&app, &method, &headers).filter(|_| !uri.path().starts_with("/api"));
    match page {
        Some(page) => page,
        None => crate::http::problem::not_found(method, uri).await,
    }
}
