//! A case taken out of the node as one ZIP file: its records as JSON, its files as they came, and a manifest with the
//! hash of each, so that whoever receives it can tell that it is whole.

use super::allow;
use super::cases::case_with_all;
use crate::{Node, NodeError};
use access::{Action, Actor};
use model::RecordId;
use serde::Serialize;
use std::io::{Cursor, Write};
use store::BlobId;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a bundle says of itself.
#[derive(Serialize)]
struct Manifest {
    /// The form of the bundle.
    form: &'static str,
    case: RecordId,
    exported_at: jiff::Timestamp,
    exported_by: access::Signature,
    parts: Vec<Part>,
}

/// One file of a bundle. Files of a case are called by their ids, so that no sender's name becomes a path.
#[derive(Serialize)]
struct Part {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    size: usize,
    sha256: String,
}

struct Bundle {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    parts: Vec<Part>,
}

impl Node {
    /// A case with its alerts, decisions, notes and files as one ZIP file. Taking it out is in the audit log.
    ///
    /// # Errors
    /// When there is none, the actor may not take it out, or a file is damaged.
    pub async fn export_case(&self, actor: &Actor, case: RecordId) -> Result<Vec<u8>, NodeError> {
        let mut tx = self.store.write("case.export").await?;
        let view = case_with_all(&mut tx, case).await?;
        let desk = view.case.record.desk;
        allow(actor, Action::CaseExport, desk)?;
        let mut bundle = Bundle { zip: ZipWriter::new(Cursor::new(Vec::new())), parts: Vec::new() };
        bundle.json("case.json", &view.case.record)?;
        bundle.json("notes.json", &view.notes)?;
        for alert in view.alerts.iter().map(|kept| &kept.record) {
            bundle.json(&format!("alerts/{}.json", alert.id), alert)?;
        }
        for decision in &view.decisions {
            bundle.json(&format!("decisions/{}.json", decision.id), decision)?;
        }
        bundle.json("files.json", &view.files)?;
        for file in &view.files {
            let bytes = self.store.blob(&BlobId::from(file.blob.as_str())).await?;
            bundle.part(&format!("files/{}", file.id), Some(&file.name), &bytes)?;
        }
        let parts = std::mem::take(&mut bundle.parts);
        let manifest = Manifest {
            form: "entente-case/1",
            case,
            exported_at: self.clock.now(),
            exported_by: actor.signature(),
            parts,
        };
        bundle.json("manifest.json", &manifest)?;
        let bytes = bundle.zip.finish().map_err(written)?.into_inner();
        let details = store::hash_of(&bytes);
        self.tell(&mut tx, actor, Action::CaseExport, desk, &[("case", case)], &details).await?;
        tx.commit().await?;
        Ok(bytes)
    }
}

impl Bundle {
    fn json(&mut self, path: &str, value: &impl Serialize) -> Result<(), NodeError> {
        let bytes = serde_json::to_vec_pretty(value).map_err(|error| NodeError::Output(error.into()))?;
        self.part(path, None, &bytes)
    }

    fn part(&mut self, path: &str, name: Option<&str>, bytes: &[u8]) -> Result<(), NodeError> {
        self.zip.start_file(path, SimpleFileOptions::default()).map_err(written)?;
        self.zip.write_all(bytes).map_err(NodeError::Output)?;
        self.parts.push(Part {
            path: path.to_owned(),
            name: name.map(str::to_owned),
            size: bytes.len(),
            sha256: store::hash_of(bytes),
        });
        Ok(())
    }
}

fn written(error: zip::result::ZipError) -> NodeError {
    NodeError::Output(std::io::Error::other(error))
}
