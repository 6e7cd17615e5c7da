//! What is done to an alert: deciding, the second person's word, handing it out. Each act leads on to a page, so that
//! neither the back button nor a reload does it again.

use super::{Typed, show};
use crate::console::addresses::record;
use crate::console::errors::{Failure, trouble};
use crate::console::form::Posted;
use crate::console::frame::{Said, onward};
use crate::console::visitor::Visitor;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;
use node::NodeError;
use node::casework::{DecisionKind, ThingKey};

/// Decides matches of an alert.
pub async fn decide(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let (kind, reason) = (form.text("kind").to_owned(), form.text("reason").to_owned());
    let typed = |trouble| Typed {
        kind: kind.clone(),
        reason: reason.clone(),
        trouble: Some(trouble),
        ..Typed::default()
    };
    let Some(wanted) = DecisionKind::parse(&kind) else {
        return show(&app, &visitor, id, typed("console-trouble-no-kind")).await;
    };
    let things: Vec<ThingKey> = form.all("thing").map(|thing| ThingKey(thing.to_owned())).collect();
    if things.is_empty() && form.text("several") == "1" {
        return show(&app, &visitor, id, typed("console-trouble-none-chosen")).await;
    }
    match app.node.decide(visitor.actor(), id, form.revision(), (wanted, &things), &reason).await {
        Ok(decision) if decision.is_open() => Ok(to_alert(id, Said::Proposed)),
        Ok(_) => Ok(to_alert(id, Said::Decided)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Approves a grave decision as a second person.
pub async fn approve(
    State(app): State<Shared>,
    Path((id, decision)): Path<(String, String)>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let (id, decision) = (record(&id)?, record(&decision)?);
    let note = form.text("note").trim().to_owned();
    let typed = |trouble| Typed { note: note.clone(), trouble: Some(trouble), ..Typed::default() };
    let words = Some(note.as_str()).filter(|note| !note.is_empty());
    match app.node.approve_decision(visitor.actor(), decision, words).await {
        Ok(_) => Ok(to_alert(id, Said::Approved)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Rejects a grave decision as a second person, or takes one's own back.
pub async fn reject(
    State(app): State<Shared>,
    Path((id, decision)): Path<(String, String)>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let (id, decision) = (record(&id)?, record(&decision)?);
    let note = form.text("note").to_owned();
    let typed = |trouble| Typed { note: note.clone(), trouble: Some(trouble), ..Typed::default() };
    match app.node.reject_decision(visitor.actor(), decision, &note).await {
        Ok(_) => Ok(to_alert(id, Said::Rejected)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Hands the alert to somebody.
pub async fn assign(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let to = form.person("to")?;
    let typed = |trouble| Typed { trouble: Some(trouble), ..Typed::default() };
    match app.node.assign_alert(visitor.actor(), id, form.revision(), to).await {
        Ok(_) => Ok(to_alert(id, Said::Assigned)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

fn to_alert(id: RecordId, said: Said) -> Response {
    onward(&format!("/alerts/{id}"), said)
}

/// What was refused is told on the page of the alert as it is now, with what was typed; what the reader can do nothing
/// about has a page of its own.
async fn told(
    error: NodeError,
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    typed: impl FnOnce(&'static str) -> Typed,
) -> Result<Response, Failure> {
    match trouble(&error) {
        Some(key) => show(app, visitor, id, typed(key)).await,
        None => Err(error.into()),
    }
}
