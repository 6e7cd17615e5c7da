//! Files of a list as they come: one as the body, or several as the parts of a form. They go to a file on disk while
//! they arrive, so that slow clients hold no memory, and are bounded.

use crate::http::body::must_be_plain;
use crate::http::problem::Problem;
use crate::state::App;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use node::{ListInput, NodeError};
use std::fmt::Display;
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::Duration;
use tokio::time::timeout;
use tokio_stream::StreamExt;

/// All files of a list together, at most.
const LARGEST: u64 = 512 << 20;

/// A form has at most so many parts.
const PARTS: usize = 32;

/// A client that sends nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(60);

/// Files of a list, and the mapping that reads them where one was sent.
pub struct Upload {
    /// The files.
    pub files: Vec<ListInput>,
    /// The text of the mapping.
    pub mapping: Option<String>,
}

impl Upload {
    /// Takes the files in.
    ///
    /// # Errors
    /// When they are too large, break off, or are sent in a form that is not known.
    pub async fn take(app: &App, request: Request, name: Option<&str>) -> Result<Self, Problem> {
        must_be_plain(request.headers())?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let is_form = kind.unwrap_or("").trim().to_ascii_lowercase().starts_with("multipart/form-data");
        let mut room = LARGEST;
        if is_form {
            let form = Multipart::from_request(request, &()).await;
            let form = form.map_err(|error| Problem::new(error.status(), error.body_text()))?;
            return Self::of_form(app, form, &mut room).await;
        }
        let mut spool = Spool::new(app)?;
        let mut body = request.into_body().into_data_stream();
        while let Some(piece) = timeout(SILENCE, body.next()).await.map_err(|_| silent())? {
            spool.write(piece.map_err(broken)?, &mut room)?;
        }
        let name = name.unwrap_or("upload").to_owned();
        Ok(Self { files: vec![ListInput { name, bytes: spool.read().await? }], mapping: None })
    }

    async fn of_form(app: &App, mut form: Multipart, room: &mut u64) -> Result<Self, Problem> {
        let mut upload = Self { files: Vec::new(), mapping: None };
        for _ in 0..PARTS {
            let next = timeout(SILENCE, form.next_field()).await.map_err(|_| silent())?;
            let Some(mut part) = next.map_err(broken)? else { return Ok(upload) };
            let what = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().unwrap_or("upload").to_owned();
            let mut spool = Spool::new(app)?;
            while let Some(piece) =
                timeout(SILENCE, part.chunk()).await.map_err(|_| silent())?.map_err(broken)?
            {
                spool.write(piece, room)?;
            }
            let bytes = spool.read().await?;
            match what.as_str() {
                "file" => upload.files.push(ListInput { name, bytes }),
                "mapping" => {
                    let text =
                        String::from_utf8(bytes).map_err(|_| Problem::usage("the mapping is not UTF-8"))?;
                    upload.mapping = Some(text);
                }
                other => {
                    let detail = format!("there is no part {other:?}; send parts called file, and mapping");
                    return Err(Problem::usage(detail));
                }
            }
        }
        Err(Problem::usage(format!("send at most {PARTS} parts")))
    }
}

/// A file on disk without a name: it goes when it is dropped.
struct Spool(std::fs::File);

impl Spool {
    fn new(app: &App) -> Result<Self, Problem> {
        tempfile::tempfile_in(app.node.folder()).map(Self).map_err(unwritable)
    }

    fn write(&mut self, piece: Bytes, room: &mut u64) -> Result<(), Problem> {
        *room = room.checked_sub(piece.len() as u64).ok_or_else(|| {
            let detail = format!("the files are larger than {} MiB", LARGEST >> 20);
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
        })?;
        self.0.write_all(&piece).map_err(unwritable)
    }

    /// All that was written.
    async fn read(mut self) -> Result<Vec<u8>, Problem> {
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            self.0.seek(SeekFrom::Start(0))?;
            self.0.read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(bytes)
        });
        read.await.map_err(|_| NodeError::Worker)?.map_err(unwritable)
    }
}

fn silent() -> Problem {
    Problem::new(
        StatusCode::REQUEST_TIMEOUT,
        format!("nothing came for {} s; send it again", SILENCE.as_secs()),
    )
}

fn broken(error: impl Display) -> Problem {
    Problem::bad(format!("the body broke off: {error}"))
}

fn unwritable(error: std::io::Error) -> Problem {
    tracing::error!(%error, "an uploaded file could not be kept");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the node could not keep the file; its log says why")
}
