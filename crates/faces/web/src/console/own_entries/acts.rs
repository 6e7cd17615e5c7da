//! What is done to an own entry beside writing it: its removal is proposed, and a second person settles what waits.

use super::one::show;
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::form::{Form, Posted};
use crate::console::frame::Said;
use crate::console::reviews::settled;
use crate::console::visitor::Visitor;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;
use node::NodeError;

/// Proposes that an entry stand no longer.
pub async fn remove(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let seen = form.revision();
    let done = app.node.propose_own_entry_change(visitor.actor(), id, seen, None, form.text("note")).await;
    shown(done.map(|_| Said::Waits), &app, &visitor, id, &form).await
}

/// Approves what waits, as a second person: the list of own entries changes at once.
pub async fn approve(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let note = form.written("note");
    let done = app.node.approve_own_entry(visitor.actor(), id, form.revision(), note).await;
    shown(done.map(|_| Said::Stands), &app, &visitor, id, &form).await
}

/// Rejects what waits as a second person, or takes one's own back.
pub async fn reject(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let done = app.node.reject_own_entry(visitor.actor(), id, form.revision(), form.text("note")).await;
    shown(done.map(|_| Said::TurnedDown), &app, &visitor, id, &form).await
}

async fn shown(
    done: Result<Said, NodeError>,
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    form: &Form,
) -> Result<Response, Failure> {
    match settled(done, &format!("/own-entries/{id}"), form)? {
        Ok(onward) => Ok(onward),
        Err(noted) => show(app, visitor, id, noted).await,
    }
}
