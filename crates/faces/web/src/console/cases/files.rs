//! Files of a case: added by a form, taken down as attachments; and the whole case as one bundle.

use super::one::{Typed, show, told};
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::frame::{Said, onward};
use crate::console::visitor::Visitor;
use crate::http::attachment::{attachment, file_name};
use crate::state::Shared;
use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use node::casework::{LARGEST_FILE, NewFile};
use std::time::Duration;
use tokio::time::timeout;

/// A browser must have sent its file by then.
const FILE_TIME: Duration = Duration::from_secs(600);

/// Adds a file. The form's token comes first, so that nothing is taken in for a form that is not ours.
pub async fn add(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let sent = timeout(FILE_TIME, read(&visitor, form)).await.map_err(|_| Failure::Unreadable)??;
    let file = match sent {
        Ok(file) => file,
        Err(key) => return show(&app, &visitor, id, Typed { trouble: Some(key), ..Typed::default() }).await,
    };
    match app.node.add_file(visitor.actor(), id, file).await {
        Ok(_) => Ok(onward(&format!("/cases/{id}"), Said::FileAdded)),
        Err(error) => told(error, &app, &visitor, id, Typed::default()).await,
    }
}

/// The file of a form; or what is wrong with it.
async fn read(visitor: &Visitor, mut form: Multipart) -> Result<Result<NewFile, &'static str>, Failure> {
    let mut ours = false;
    while let Some(part) = form.next_field().await.map_err(|_| Failure::Unreadable)? {
        match part.name() {
            Some("form_token") => {
                ours = visitor.accepts(&part.text().await.map_err(|_| Failure::Unreadable)?);
            }
            Some("file") if ours => return of_part(part).await,
            _ => break,
        }
    }
    Err(Failure::Forged)
}

async fn of_part(mut part: Field<'_>) -> Result<Result<NewFile, &'static str>, Failure> {
    let Some(name) = part.file_name().and_then(file_name) else {
        return Ok(Err("console-trouble-empty-file"));
    };
    let media_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
    let mut bytes = Vec::new();
    while let Some(piece) = next(&mut part).await? {
        if bytes.len() + piece.len() > LARGEST_FILE {
            return Ok(Err("console-trouble-large-file"));
        }
        bytes.extend_from_slice(&piece);
    }
    match bytes.is_empty() {
        true => Ok(Err("console-trouble-empty-file")),
        false => Ok(Ok(NewFile { name, media_type, bytes })),
    }
}

async fn next(part: &mut Field<'_>) -> Result<Option<Bytes>, Failure> {
    part.chunk().await.map_err(|_| Failure::Unreadable)
}

/// A file, to be saved. The look is in the audit log.
pub async fn file(
    State(app): State<Shared>,
    visitor: Visitor,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (file, bytes) = app.node.case_file(visitor.actor(), record(&case)?, record(&file)?).await?;
    Ok(attachment(&file.name, bytes))
}

/// The case as one ZIP file with a manifest of hashes. Taking it out is in the audit log.
pub async fn bundle(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let bytes = app.node.export_case(visitor.actor(), id).await?;
    Ok(attachment(&format!("case-{id}.zip"), bytes))
}
