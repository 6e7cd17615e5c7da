//! Where the node sends word of what happens: webhooks, with what became of their latest deliveries.

use super::{OncePage, Tab, refused, tabs};
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::form::{Form, Posted};
use crate::console::frame::{Frame, Place, Said, onward, page_with};
use crate::console::name::Shown;
use crate::console::queue::{Choice, Status};
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use model::Desk;
use node::casework::Stored;
use node::identity::Action;
use node::notices::{DeliveryState, EVENTS, NewWebhook, Webhook};
use node::permissions;

/// Deliveries that are looked at of each.
const LATEST: usize = 5;

/// A webhook as a row.
struct WebhookRow {
    id: String,
    revision: u64,
    url: Shown,
    desk: String,
    events: Vec<String>,
    enabled: bool,
    deliveries: Vec<Status>,
}

/// What is shown of an event.
fn event_in_words(event: &str, words: &Words) -> String {
    words.say(&format!("event-{}", event.replace('.', "-")))
}

fn delivered(state: DeliveryState, words: &Words) -> Status {
    let class = match state.as_str() {
        "sent" => "good",
        "waiting" => "info",
        _ => "bad",
    };
    Status { label: words.say(&format!("delivery-{}", state.as_str())), class }
}

#[derive(Template)]
#[template(path = "webhooks.html")]
struct WebhooksPage {
    f: Frame,
    title: String,
    tabs: Vec<Tab>,
    webhooks: Vec<WebhookRow>,
    desks: Vec<Choice>,
    events: Vec<Choice>,
    url: String,
    trouble: Option<String>,
}

/// The webhooks.
pub async fn webhooks(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    show(&app, &visitor, &Form::default(), None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    typed: &Form,
    trouble: Option<String>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::WebhookManage);
    if desks.is_empty() {
        return Err(Failure::NotAllowed);
    }
    let f = Frame::of(visitor, Place::Users);
    let w = &f.words;
    let mut rows = Vec::new();
    for Stored { record: webhook, revision } in app.node.webhooks(actor).await? {
        let latest = app.node.deliveries(actor, webhook.id, None, LATEST).await?;
        rows.push(WebhookRow {
            id: webhook.id.to_string(),
            revision,
            url: Shown::new(&webhook.url, w),
            desk: webhook.desk.map_or_else(
                || w.say("console-whole-node"),
                |desk| w.say(&format!("desk-{}", desk.as_str())),
            ),
            events: webhook.events.iter().map(|event| event_in_words(event, w)).collect(),
            enabled: webhook.enabled,
            deliveries: latest.records.iter().map(|kept| delivered(kept.record.state, w)).collect(),
        });
    }
    let chosen: Vec<&str> = typed.all("event").collect();
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page_of = WebhooksPage {
        title: w.say("console-webhooks"),
        tabs: tabs(visitor, w, "/webhooks"),
        webhooks: rows,
        desks: desks
            .into_iter()
            .map(|desk| Choice {
                value: desk.as_str().to_owned(),
                label: w.say(&format!("desk-{}", desk.as_str())),
                chosen: typed.text("desk") == desk.as_str(),
            })
            .collect(),
        events: EVENTS
            .into_iter()
            .map(|event| Choice {
                value: event.to_owned(),
                label: event_in_words(event, w),
                chosen: chosen.contains(&event),
            })
            .collect(),
        url: typed.text("url").to_owned(),
        trouble,
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

/// Adds a webhook, and shows the secret that its messages are signed with.
pub async fn add(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let f = Frame::of(&visitor, Place::Users);
    let new = NewWebhook {
        desk: Some(Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)?),
        url: form.text("url").trim().to_owned(),
        events: form.all("event").map(str::to_owned).collect(),
        enabled: true,
    };
    match app.node.add_webhook(visitor.actor(), new).await {
        Ok(made) => Ok(secret_page(f, &made.record)),
        Err(error) => {
            let told = refused(error, &f.words)?;
            show(&app, &visitor, &form, Some(told)).await
        }
    }
}

fn secret_page(f: Frame, webhook: &Webhook) -> Response {
    let w = &f.words;
    OncePage {
        title: w.say("console-webhook-secret"),
        about: w.say("console-webhook-secret-about"),
        label: w.say("console-webhook-secret-label"),
        secret: webhook.secret.clone(),
        until: None,
        note: None,
        back: "/webhooks".to_owned(),
        f,
    }
    .answer()
}

/// Turns a webhook on or off, gives it another secret, or removes it.
pub async fn change(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let (actor, seen) = (visitor.actor(), form.revision());
    let Webhook { desk, url, events, enabled, .. } = app.node.webhook(actor, id).await?.record;
    let same = NewWebhook { desk, url, events, enabled };
    let done = match form.text("do") {
        "remove" => app.node.remove_webhook(actor, id, seen).await,
        "turn" => {
            let turned = NewWebhook { enabled: !enabled, ..same };
            app.node.change_webhook(actor, id, seen, turned, false).await.map(drop)
        }
        "secret" => match app.node.change_webhook(actor, id, seen, same, true).await {
            Ok(kept) => return Ok(secret_page(Frame::of(&visitor, Place::Users), &kept.record)),
            Err(error) => Err(error),
        },
        _ => return Err(Failure::Unreadable),
    };
    match done {
        Ok(()) => Ok(onward("/webhooks", Said::NodeSettled)),
        Err(error) => {
            let told = refused(error, &Frame::of(&visitor, Place::Users).words)?;
            show(&app, &visitor, &Form::default(), Some(told)).await
        }
    }
}
