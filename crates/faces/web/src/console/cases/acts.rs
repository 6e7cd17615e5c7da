//! What is done to a case: notes, alerts in and out, who works on it, its title, its end. Each act leads on to a page.

use super::one::{Typed, show, told};
use super::opened;
use crate::console::addresses::record;
use crate::console::alert;
use crate::console::errors::Failure;
use crate::console::form::Posted;
use crate::console::frame::{Said, onward};
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;

/// Writes a note, which may correct an earlier one.
pub async fn note(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let typed = Typed {
        note: form.text("text").to_owned(),
        corrects: form.text("corrects").to_owned(),
        ..Typed::default()
    };
    if typed.note.trim().is_empty() {
        let trouble = Some("console-trouble-no-note");
        return show(&app, &visitor, id, Typed { trouble, ..typed }).await;
    }
    let corrects = match typed.corrects.as_str() {
        "" => None,
        note => Some(record(note)?),
    };
    match app.node.write_note(visitor.actor(), id, &typed.note, corrects).await {
        Ok(_) => Ok(to_case(id, Said::CaseWritten)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Puts an alert into a case that is open, or into a new one; from the alert's page.
pub async fn put(
    State(app): State<Shared>,
    Path(alert): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let alert = record(&alert)?;
    let desk = app.node.alert(visitor.actor(), alert).await?.record.desk;
    let id = match form.text("case") {
        "" => match opened(&app, &visitor, desk, &form, &[alert]).await? {
            Ok(id) => id,
            Err(key) => return alert::refused(&app, &visitor, alert, &form, key).await,
        },
        case => {
            let id = record(case)?;
            match app.node.add_to_case(visitor.actor(), id, None, &[alert]).await {
                Ok(_) => id,
                Err(error) => match crate::console::errors::record_trouble(&error) {
                    Some(key) => return alert::refused(&app, &visitor, alert, &form, key).await,
                    None => return Err(error.into()),
                },
            }
        }
    };
    Ok(to_case(id, Said::PutIntoCase))
}

/// Takes an alert out of a case.
pub async fn take_out(
    State(app): State<Shared>,
    Path((id, alert)): Path<(String, String)>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let (id, alert) = (record(&id)?, record(&alert)?);
    match app.node.take_from_case(visitor.actor(), id, form.revision(), alert).await {
        Ok(_) => Ok(to_case(id, Said::TakenFromCase)),
        Err(error) => told(error, &app, &visitor, id, Typed::default()).await,
    }
}

/// Hands the case to somebody.
pub async fn assign(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let to = form.person("to")?;
    match app.node.edit_case(visitor.actor(), id, form.revision(), (None, Some(to))).await {
        Ok(_) => Ok(to_case(id, Said::CaseWritten)),
        Err(error) => told(error, &app, &visitor, id, Typed::default()).await,
    }
}

/// Gives the case another title.
pub async fn rename(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let typed = Typed { title: form.text("title").trim().to_owned(), ..Typed::default() };
    if typed.title.is_empty() {
        let trouble = Some("console-trouble-no-title");
        return show(&app, &visitor, id, Typed { trouble, ..typed }).await;
    }
    match app.node.edit_case(visitor.actor(), id, form.revision(), (Some(&typed.title), None)).await {
        Ok(_) => Ok(to_case(id, Said::CaseWritten)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Closes the case with a result.
pub async fn close(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let typed = Typed { reason: form.text("reason").to_owned(), ..Typed::default() };
    match app.node.close_case(visitor.actor(), id, form.revision(), &typed.reason).await {
        Ok(_) => Ok(to_case(id, Said::CaseClosed)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

/// Opens a closed case again.
pub async fn reopen(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let typed = Typed { reason: form.text("reason").to_owned(), ..Typed::default() };
    match app.node.reopen_case(visitor.actor(), id, form.revision(), &typed.reason).await {
        Ok(_) => Ok(to_case(id, Said::CaseReopened)),
        Err(error) => told(error, &app, &visitor, id, typed).await,
    }
}

fn to_case(id: RecordId, said: Said) -> Response {
    onward(&format!("/cases/{id}"), said)
}
