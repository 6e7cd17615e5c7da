//! How the node is: alive, ready and if not why, and its figures.

use crate::http::detail::Detail;
use crate::http::gate::guarded;
use crate::state::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use node::ListState;
use node::identity::Action;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What anybody may ask, and the figures for those who watch over the node.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let watching = guarded(app, Action::NodeView, OpenApiRouter::new().routes(routes!(figures)));
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz)).merge(watching)
}

/// Whether all is well, and if not, why.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`, or `unavailable`.
    status: &'static str,
    /// What keeps the node from answering.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// What somebody should look at, though the node answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

/// The process is alive.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
async fn healthz() -> Json<Health> {
    Json(Health { status: "ok", reasons: Vec::new(), warnings: Vec::new() })
}

/// The node can screen; if not, why.
#[utoipa::path(get, path = "/readyz", tag = "health",
    responses((status = 200, body = Health), (status = 503, body = Health)))]
async fn readyz(State(app): State<Shared>) -> Response {
    let mut reasons = Vec::new();
    let mut warnings = Vec::new();
    if let Err(busy) = app.generation() {
        reasons.push(busy.to_string());
    }
    match app.node.status().await {
        Ok(lists) => warnings.extend(
            lists
                .iter()
                .filter(|list| !matches!(list.state, ListState::Current | ListState::Removed))
                .map(|list| format!("list {} is {}", list.id, list.state.as_str())),
        ),
        Err(error) => {
            tracing::error!(%error, "the records cannot be read");
            reasons.push("the records cannot be read; the log says why".into());
        }
    }
    let (code, status) = match reasons.is_empty() {
        true => (StatusCode::OK, "ok"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
    };
    (code, Json(Health { status, reasons, warnings })).into_response()
}

/// The node's figures, in Prometheus' text form. No figure knows a subject.
#[utoipa::path(get, path = "/metrics", tag = "health",
    responses((status = 200, body = String, content_type = "text/plain"), (status = 500, body = Detail)))]
async fn figures(State(app): State<Shared>) -> Result<Response, Detail> {
    metrics::gauge!("entente_waiting_names").set(app.service.load().waiting() as f64);
    for list in app.node.status().await? {
        let label = [("list", list.id.0.clone())];
        if let Some(age) = list.age_days {
            metrics::gauge!("entente_list_age_days", &label).set(f64::from(age));
        }
        if let Some(version) = list.current {
            metrics::gauge!("entente_list_entries", &label).set(version.entries as f64);
        }
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((kind, app.figures.render()).into_response())
}
