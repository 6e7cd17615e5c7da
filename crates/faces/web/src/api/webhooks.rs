//! Webhooks: who is told of which events, with a secret that is shown once, and what became of each delivery.

use super::common::next;
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::there;
use crate::state::Shared;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId};
use node::casework::Stored;
use node::identity::{Action, Bearer};
use node::notices::{Delivery, NewWebhook, Webhook};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Webhooks and their deliveries.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let managing = OpenApiRouter::new()
        .routes(routes!(webhooks, add))
        .routes(routes!(webhook, change, remove))
        .routes(routes!(renew))
        .routes(routes!(deliveries))
        .routes(routes!(retry));
    guarded(app, Action::WebhookManage, managing)
}

/// A webhook as somebody wants it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedWebhook {
    /// Only this desk's events; by default the key's desk.
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Where to: https, outside this node's network unless whoever runs the node named the receiver.
    url: String,
    /// `alert.opened`, `alert.updated`, `decision.proposed`, `clock.due`, `clock.overdue`, `erasure.proposed`,
    /// `erasure.done`.
    events: Vec<String>,
    /// Whether it is on; off unless said.
    #[serde(default)]
    enabled: bool,
}

impl WantedWebhook {
    fn of(self, bearer: &Bearer) -> Result<NewWebhook, Problem> {
        let Self { desk, url, events, enabled } = self;
        Ok(NewWebhook { desk: Some(bearer.desk_of(desk)?), url, events, enabled })
    }
}

/// A webhook.
#[derive(Serialize, ToSchema)]
struct WebhookView {
    /// Its id.
    id: String,
    /// Its revision, which is its ETag.
    revision: u64,
    /// Only this desk's events; none is all desks'.
    desk: Option<&'static str>,
    /// Where to.
    url: String,
    /// Which events.
    events: Vec<String>,
    /// Whether it is on.
    enabled: bool,
    /// When it was made.
    created_at: String,
    /// What requests are signed with (Standard Webhooks, `whsec_…`): shown once, when it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl WebhookView {
    fn of(kept: Stored<Webhook>) -> Self {
        let Stored { record, revision } = kept;
        Self {
            id: record.id.to_string(),
            revision,
            desk: record.desk.map(Desk::as_str),
            url: record.url,
            events: record.events,
            enabled: record.enabled,
            created_at: record.created_at.to_string(),
            secret: None,
        }
    }

    fn with_secret(kept: Stored<Webhook>) -> Self {
        let secret = Some(kept.record.secret.clone());
        Self { secret, ..Self::of(kept) }
    }
}

/// All webhooks.
#[derive(Serialize, ToSchema)]
struct Webhooks {
    /// The webhooks, the oldest first.
    webhooks: Vec<WebhookView>,
    /// None: there are few.
    next: Option<String>,
}

/// A delivery.
#[derive(Serialize, ToSchema)]
struct DeliveryView {
    /// Its id: the `webhook-id` of its requests.
    id: String,
    /// The event.
    event: String,
    /// `waiting`, `sent`, or `failed`: given up.
    state: &'static str,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next.
    due_at: Option<String>,
    /// What went wrong the last time.
    error: Option<String>,
    /// What is sent.
    payload: serde_json::Value,
}

impl DeliveryView {
    fn of(delivery: &Delivery) -> Self {
        let waits = delivery.state == node::notices::DeliveryState::Waiting;
        Self {
            id: delivery.id.to_string(),
            event: delivery.event.clone(),
            state: delivery.state.as_str(),
            attempts: delivery.attempts,
            due_at: waits.then(|| delivery.due_at.to_string()),
            error: delivery.error.clone(),
            payload: delivery.payload.clone(),
        }
    }
}

/// A page of deliveries.
#[derive(Serialize, ToSchema)]
struct DeliveryPage {
    /// The deliveries, the latest first.
    deliveries: Vec<DeliveryView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which deliveries.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeliveriesQuery {
    cursor: Option<String>,
    limit: Option<usize>,
}

/// What is to be tried again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Retry {
    /// The delivery.
    delivery: String,
}

/// The webhooks of the key's desk.
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks",
    responses((status = 200, body = Webhooks)))]
async fn webhooks(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Json<Webhooks>, Problem> {
    let mut found = app.node.webhooks(&bearer.actor).await?;
    found.retain(|kept| sees(&bearer, kept));
    Ok(Json(Webhooks { webhooks: found.into_iter().map(WebhookView::of).collect(), next: None }))
}

/// Makes a webhook. Its secret is in the reply and never shown again.
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", request_body = WantedWebhook,
    responses(
        (status = 201, body = WebhookView, headers(("location" = String, description = "The webhook's address"))),
    ))]
async fn add(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(wanted): Sent<WantedWebhook>,
) -> Result<Response, Problem> {
    let made = app.node.add_webhook(&bearer.actor, wanted.of(&bearer)?).await?;
    let location = [(header::LOCATION, format!("/api/v1/webhooks/{}", made.record.id))];
    let view = Json(WebhookView::with_secret(made));
    Ok((StatusCode::CREATED, location, etag(1), view).into_response())
}

/// One webhook. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(("id" = String, Path, description = "The webhook's id")),
    responses(
        (status = 200, body = WebhookView, headers(("etag" = String, description = "The webhook's revision"))),
    ))]
async fn webhook(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let kept = of_desk(&app, &bearer, id).await?;
    Ok((etag(kept.revision), Json(WebhookView::of(kept))).into_response())
}

/// Changes a webhook, or turns it on or off: all of it is stated anew.
#[utoipa::path(put, path = "/api/v1/webhooks/{id}", tag = "webhooks", request_body = WantedWebhook,
    params(
        ("id" = String, Path, description = "The webhook's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the webhook as it was seen"),
    ),
    responses((status = 200, body = WebhookView)))]
async fn change(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(wanted): Sent<WantedWebhook>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let kept = app.node.change_webhook(&bearer.actor, id, seen, wanted.of(&bearer)?, false).await?;
    Ok((etag(kept.revision), Json(WebhookView::of(kept))).into_response())
}

/// Removes a webhook; what waits for it is not sent.
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks",
    params(
        ("id" = String, Path, description = "The webhook's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the webhook as it was seen"),
    ),
    responses((status = 204)))]
async fn remove(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
) -> Result<StatusCode, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.remove_webhook(&bearer.actor, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a webhook a new secret, which is in the reply and never shown again. The old one is good no longer.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks",
    params(("id" = String, Path, description = "The webhook's id")),
    responses((status = 200, body = WebhookView)))]
async fn renew(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let Stored { record, revision } = of_desk(&app, &bearer, id).await?;
    let Webhook { desk, url, events, enabled, .. } = record;
    let same = NewWebhook { desk, url, events, enabled };
    let kept = app.node.change_webhook(&bearer.actor, id, Some(revision), same, true).await?;
    Ok((etag(kept.revision), Json(WebhookView::with_secret(kept))).into_response())
}

/// What was and is to be sent to a webhook.
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks",
    params(
        ("id" = String, Path, description = "The webhook's id"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Deliveries of a page, 1 to 500; by default 50"),
    ),
    responses((status = 200, body = DeliveryPage)))]
async fn deliveries(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Asked(query): Asked<DeliveriesQuery>,
) -> Result<Json<DeliveryPage>, Problem> {
    of_desk(&app, &bearer, id).await?;
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let found = app.node.deliveries(&bearer.actor, id, after, limit).await?;
    Ok(Json(DeliveryPage {
        deliveries: found.records.iter().map(|kept| DeliveryView::of(&kept.record)).collect(),
        next: next(found.next),
    }))
}

/// Tries a delivery that was given up once more.
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/retries", tag = "webhooks", request_body = Retry,
    params(("id" = String, Path, description = "The webhook's id")),
    responses((status = 202, body = DeliveryView)))]
async fn retry(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(retry): Sent<Retry>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let delivery = retry.delivery.parse::<RecordId>();
    let delivery = delivery.map_err(|_| Problem::usage("delivery must be the id of a delivery"))?;
    let kept = app.node.redeliver(&bearer.actor, id, delivery).await?;
    Ok((StatusCode::ACCEPTED, Json(DeliveryView::of(&kept.record))).into_response())
}

fn sees(bearer: &Bearer, kept: &Stored<Webhook>) -> bool {
    kept.record.desk.is_none_or(|desk| bearer.sees(desk))
}

/// A webhook that the bearer sees; any other is not there for it.
async fn of_desk(app: &Shared, bearer: &Bearer, id: RecordId) -> Result<Stored<Webhook>, Problem> {
    there(id, app.node.webhook(&bearer.actor, id).await, |kept| sees(bearer, kept))
}
