//! What is done to suppressions: proposed from an alert, settled by a second person, taken back by one.

use super::one::show;
use crate::console::addresses::record;
use crate::console::alert;
use crate::console::errors::{Failure, record_trouble};
use crate::console::form::{Form, Posted};
use crate::console::frame::{Said, onward};
use crate::console::reviews::settled;
use crate::console::visitor::Visitor;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;
use node::NodeError;
use node::casework::ThingKey;

/// Proposes to silence a match of an alert.
pub async fn propose(
    State(app): State<Shared>,
    Path(alert): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let alert = record(&alert)?;
    let Ok(until) = form.text("until").trim().parse() else {
        return alert::refused(&app, &visitor, alert, &form, "console-trouble-last-day").await;
    };
    let thing = ThingKey(form.text("thing").to_owned());
    match app.node.propose_suppression(visitor.actor(), alert, &thing, until, form.text("silence")).await {
        Ok(made) => Ok(onward(&format!("/suppressions/{}", made.id), Said::Waits)),
        Err(error) => match record_trouble(&error) {
            Some(key) => alert::refused(&app, &visitor, alert, &form, key).await,
            None => Err(error.into()),
        },
    }
}

/// Approves a suppression as a second person.
pub async fn approve(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let note = form.written("note");
    let done = app.node.approve_suppression(visitor.actor(), id, form.revision(), note).await;
    shown(done.map(|_| Said::Stands), &app, &visitor, id, &form).await
}

/// Rejects a suppression as a second person.
pub async fn reject(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let done = app.node.reject_suppression(visitor.actor(), id, form.revision(), form.text("note")).await;
    shown(done.map(|_| Said::TurnedDown), &app, &visitor, id, &form).await
}

/// Takes a suppression back.
pub async fn withdraw(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let done = app.node.take_back_suppression(visitor.actor(), id, form.revision(), form.text("note")).await;
    shown(done.map(|_| Said::Unsilenced), &app, &visitor, id, &form).await
}

async fn shown(
    done: Result<Said, NodeError>,
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    form: &Form,
) -> Result<Response, Failure> {
    match settled(done, &format!("/suppressions/{id}"), form)? {
        Ok(onward) => Ok(onward),
        Err(noted) => show(app, visitor, id, noted).await,
    }
}
