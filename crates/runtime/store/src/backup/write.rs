//! Writing a backup.

use super::{BackupReport, FORM, PART, ROWS, TABLES, to_line};
use crate::{BlobId, SCHEMA_VERSION, Snapshot, Store, StoreError, Value, values};
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

impl Store {
    /// Writes a backup of this moment to a file, while everything goes on. The file is there whole or not at all.
    ///
    /// # Errors
    /// When the records cannot be read or the file cannot be written.
    pub async fn backup(&self, file: &Path, at: Timestamp) -> Result<BackupReport, StoreError> {
        let failed = |error| StoreError::folder(file, error);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let encoder = zstd::Encoder::new(temporary.as_file_mut(), zstd::DEFAULT_COMPRESSION_LEVEL);
        let mut out = Lines { out: encoder.map_err(failed)?, hash: Sha256::new(), file };
        let mut report = BackupReport::default();
        let mut snapshot = self.read().await?;
        out.write(&json!({ "entente": "backup", "form": FORM, "schema": SCHEMA_VERSION, "at": at }))?;
        for (table, key) in TABLES {
            report.rows += snapshot.write_table(table, key, &mut out).await?;
        }
        let blobs = snapshot.sql().rows("SELECT hash FROM blobs ORDER BY hash", values![]).await?;
        for blob in blobs {
            report.blobs += u64::from(self.write_blob(&BlobId(blob.only()?), &mut out)?);
        }
        let hash = hex::encode(out.hash.clone().finalize());
        out.write(&json!({ "end": hash }))?;
        out.out.finish().map_err(failed)?;
        temporary.as_file().sync_all().map_err(failed)?;
        temporary.persist(file).map_err(|error| failed(error.error))?;
        Ok(report)
    }

    /// Whether the file was there: what was erased since the snapshot is not.
    fn write_blob(&self, blob: &BlobId, out: &mut Lines<'_>) -> Result<bool, StoreError> {
        let path = self.blob_path(blob);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            bytes => bytes.map_err(|error| StoreError::folder(&path, error))?,
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        for part in bytes.chunks(PART) {
            out.write(&json!({ "blob": name, "part": hex::encode(part) }))?;
        }
        Ok(true)
    }
}

impl Snapshot {
    async fn write_table(
        &mut self,
        table: &'static str,
        key: &[&str],
        out: &mut Lines<'_>,
    ) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut last: Vec<Value> = Vec::new();
        let order = key.join(", ");
        loop {
            let places: Vec<String> = (1..=last.len()).map(|place| format!("${place}")).collect();
            let beyond = match places.is_empty() {
                true => String::new(),
                false => format!("WHERE ({order}) > ({})", places.join(", ")),
            };
            let sql = format!("SELECT * FROM {table} {beyond} ORDER BY {order} LIMIT {ROWS}");
            let rows = self.sql().rows(sql, last).await?;
            let Some(row) = rows.last() else { return Ok(count) };
            last = key.iter().map(|column| row.get(column)).collect::<Result<_, _>>()?;
            count += rows.len() as u64;
            let columns = row.columns();
            let rows: Vec<Vec<serde_json::Value>> =
                rows.iter().map(|row| row.values().iter().map(to_line).collect()).collect();
            out.write(&json!({ "table": table, "columns": columns, "rows": rows }))?;
        }
    }
}

/// Lines of JSON, hashed as they go.
struct Lines<'a> {
    out: zstd::Encoder<'static, &'a mut File>,
    hash: Sha256,
    file: &'a Path,
}

impl Lines<'_> {
    fn write(&mut self, line: &serde_json::Value) -> Result<(), StoreError> {
        let line = format!("{line}\n");
        self.hash.update(&line);
        self.out.write_all(line.as_bytes()).map_err(|error| StoreError::folder(self.file, error))
    }
}
