//! A form with a file in it: its fields first, then the file, which is handed on as it arrives and never held as a whole.

use super::errors::Failure;
use super::form::Form;
use crate::http::input::{Pieces, feed, pieces};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use std::io;
use tokio::sync::oneshot::{Sender, channel};

/// All fields before the file are together no longer than this.
const LONGEST: usize = 64 << 10;

/// A form with a file.
pub struct FileForm {
    /// Its fields.
    pub form: Form,
    /// The file; none where none was chosen.
    pub file: Option<SentFile>,
}

/// A file that arrives.
pub struct SentFile {
    /// What it is called where it is from.
    pub name: String,
    /// What is in it.
    pub pieces: Pieces,
}

impl SentFile {
    /// Reads the rest and keeps nothing: a browser that is answered before it has sent all shows no answer.
    pub async fn drain(mut self) {
        let _ = tokio::task::spawn_blocking(move || io::copy(&mut self.pieces, &mut io::sink())).await;
    }
}

impl<S: Send + Sync> FromRequest<S> for FileForm {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let parts = Multipart::from_request(request, state).await.map_err(|_| Failure::Unreadable)?;
        let (told, begun) = channel();
        // The file borrows the body it stands in, so one task reads both.
        tokio::spawn(read(parts, told));
        begun.await.map_err(|_| Failure::Unreadable)
    }
}

/// Reads fields until the file begins, tells of them, then hands the file on. What cannot be read tells nothing.
async fn read(mut parts: Multipart, told: Sender<FileForm>) {
    let (mut pairs, mut length) = (Vec::new(), 0);
    while let Ok(field) = parts.next_field().await {
        let Some(field) = field else {
            let _ = told.send(FileForm { form: Form::from(pairs), file: None });
            return;
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A browser sends a file without a name where none was chosen.
            Some(file) if file.is_empty() => {}
            Some(file) => {
                let (sender, pieces) = pieces();
                let file = Some(SentFile { name: file, pieces });
                if told.send(FileForm { form: Form::from(pairs), file }).is_ok() {
                    feed(field, sender).await;
                }
                return;
            }
            None => {
                let Some(value) = text(field, LONGEST - length).await else { return };
                length += value.len();
                pairs.push((name, value));
            }
        }
    }
}

async fn text(mut field: Field<'_>, most: usize) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}
