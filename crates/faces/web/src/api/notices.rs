//! Which e-mail the person behind a key or session wants: of new alerts, of clocks, in which language.

use crate::http::asked::{Seen, Sent, etag};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::NodeError;
use node::casework::Stored;
use node::identity::{Action, Bearer};
use node::notices::{NewNotices, NoticeChoice};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// One's own notices.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    guarded(app, Action::AlertView, OpenApiRouter::new().routes(routes!(notices, choose)))
}

/// Which e-mail somebody wants.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedNotices {
    /// Where to.
    address: String,
    /// `en`, `ru` or `ur`.
    language: String,
    /// Whether of new alerts: one message for all of a quarter of an hour.
    #[serde(default)]
    alerts: bool,
    /// Whether of clocks that come to their end.
    #[serde(default)]
    clocks: bool,
}

/// Which e-mail somebody gets.
#[derive(Serialize, ToSchema)]
struct NoticesView {
    /// Id of the choice.
    id: String,
    /// Its revision, which is its ETag.
    revision: u64,
    /// Where to.
    address: String,
    /// The language.
    language: String,
    /// Whether of new alerts.
    alerts: bool,
    /// Whether of clocks.
    clocks: bool,
}

impl NoticesView {
    fn answer(kept: Stored<NoticeChoice>) -> Response {
        let Stored { record, revision } = kept;
        let view = Self {
            id: record.id.to_string(),
            revision,
            address: record.address,
            language: record.language,
            alerts: record.alerts,
            clocks: record.clocks,
        };
        (etag(revision), Json(view)).into_response()
    }
}

/// Which e-mail one gets. None is sent before one asks for it, nor while the node has no mail server.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices",
    responses(
        (status = 200, body = NoticesView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn notices(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Response, Problem> {
    let kept = app.node.notices(&bearer.actor).await?;
    let kept = kept.ok_or_else(|| NodeError::NotFound {
        wanted: "notices".into(),
        remedy: "none were asked for; PUT says which are wanted".into(),
    })?;
    Ok(NoticesView::answer(kept))
}

/// Says which e-mail one wants. They have counts by desk and name nobody.
#[utoipa::path(put, path = "/api/v1/notices", tag = "notices", request_body = WantedNotices,
    params(("if-match" = Option<String>, Header, description = "The ETag of the choice as it was seen")),
    responses((status = 200, body = NoticesView)))]
async fn choose(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Seen(seen): Seen,
    Sent(wanted): Sent<WantedNotices>,
) -> Result<Response, Problem> {
    let WantedNotices { address, language, alerts, clocks } = wanted;
    let new = NewNotices { address, language, alerts, clocks };
    Ok(NoticesView::answer(app.node.choose_notices(&bearer.actor, seen, new).await?))
}
