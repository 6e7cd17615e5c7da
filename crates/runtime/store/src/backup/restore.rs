//! Restoring a backup into an empty place.

use super::{BackupReport, FORM, NUMBERED, TABLES, of_line};
use crate::backend::{Backend, Connection};
use crate::columns::{parsed, placeholders};
use crate::files::write_whole;
use crate::{Place, SCHEMA_VERSION, Store, StoreError, Value, schema, seal, values};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// Values in one statement: SQLite's limit is 32,766.
const VALUES: usize = 30_000;

/// A line of a backup.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Head { form: u64, schema: i64 },
    Table { table: String, columns: Vec<String>, rows: Vec<Vec<serde_json::Value>> },
    Blob { blob: String, part: String },
    End { end: String },
}

impl Store {
    /// Restores a backup into a place that holds nothing yet, of either kind, with the keys the backup was made
    /// under. What was erased since stays erased. All at once: a restore that fails leaves the place empty.
    /// `before_commit` runs when all is written and nothing lasts yet.
    ///
    /// # Errors
    /// When the place is not empty, the keys are not those of the backup, or the backup is damaged or of a newer
    /// program.
    pub async fn restore(
        place: &Place,
        keys: &Path,
        file: &Path,
        before_commit: &(dyn Fn() -> io::Result<()> + Sync),
    ) -> Result<BackupReport, StoreError> {
        let schema = check(file)?;
        let (backend, folder) = place.connect().await?;
        schema::migrate_to(backend.as_ref(), schema).await?;
        let mut restore = Restore {
            file,
            blobs: folder.join("blobs"),
            tx: backend.write().await?,
            current: Vec::new(),
            blob: None,
            report: BackupReport::default(),
        };
        restore.must_be_empty().await?;
        for line in lines(file)? {
            restore.line(line?.1).await?;
        }
        restore.finish(backend.as_ref(), keys).await?;
        let report = restore.report;
        before_commit().map_err(|error| StoreError::folder(&folder, error))?;
        restore.tx.commit().await?;
        schema::migrate(backend.as_ref()).await?;
        backend.close().await;
        Ok(report)
    }
}

/// Whether the backup is whole and can be read; gives its schema version.
fn check(file: &Path) -> Result<i64, StoreError> {
    let mut hash = Sha256::new();
    let mut version = None;
    for line in lines(file)? {
        let (text, line) = line?;
        match line {
            Line::Head { form, schema } if form == FORM && schema <= SCHEMA_VERSION => version = Some(schema),
            Line::Head { .. } => {
                return Err(damaged(file, "a newer program made it; use that program, or a newer one"));
            }
            Line::End { end } => {
                let same = hex::encode(hash.finalize()) == end;
                let damage = "its content is not what was written; use another backup";
                return version.filter(|_| same).ok_or_else(|| damaged(file, damage));
            }
            Line::Table { .. } | Line::Blob { .. } => {}
        }
        hash.update(&text);
    }
    Err(damaged(file, "its end is missing; use another backup"))
}

type Read = Result<(String, Line), StoreError>;

fn lines(file: &Path) -> Result<impl Iterator<Item = Read>, StoreError> {
    let unreadable = |error| StoreError::folder(file, error);
    let decoder = zstd::Decoder::new(File::open(file).map_err(unreadable)?).map_err(unreadable)?;
    let mut reader = BufReader::new(decoder);
    let file = file.to_owned();
    Ok(std::iter::from_fn(move || {
        let mut text = String::new();
        match reader.read_line(&mut text) {
            Ok(0) => None,
            Ok(_) => Some(match serde_json::from_str(&text) {
                Ok(line) => Ok((text, line)),
                Err(_) => Err(damaged(&file, "it is no backup of this program, or was altered")),
            }),
            Err(_) => Some(Err(damaged(&file, "it is no backup, or was cut off or altered"))),
        }
    }))
}

fn damaged(file: &Path, what: &str) -> StoreError {
    StoreError::Backup { file: file.to_owned(), what: what.to_owned() }
}

struct Restore<'a> {
    file: &'a Path,
    blobs: std::path::PathBuf,
    tx: Box<dyn Connection>,
    /// Which version of each list is current: lists and versions refer to each other.
    current: Vec<(Value, Value)>,
    blob: Option<(String, Vec<u8>)>,
    report: BackupReport,
}

impl Restore<'_> {
    async fn must_be_empty(&mut self) -> Result<(), StoreError> {
        for (table, _) in TABLES {
            if self.tx.first(format!("SELECT 1 FROM {table} LIMIT 1"), values![]).await?.is_some() {
                return Err(StoreError::not_empty(self.file));
            }
        }
        Ok(())
    }

    async fn line(&mut self, line: Line) -> Result<(), StoreError> {
        match line {
            Line::Head { .. } => Ok(()),
            Line::Table { table, columns, rows } => self.table(&table, &columns, &rows).await,
            Line::Blob { blob, part } => self.part(blob, &part),
            Line::End { .. } => self.put_blob(),
        }
    }

    async fn table(
        &mut self,
        table: &str,
        columns: &[String],
        rows: &[Vec<serde_json::Value>],
    ) -> Result<(), StoreError> {
        let wrong = || damaged(self.file, "it holds a table that this program does not know");
        let (table, _) = TABLES.into_iter().find(|(name, _)| *name == table).ok_or_else(wrong)?;
        let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if !columns.iter().all(plain) || columns.is_empty() {
            return Err(wrong());
        }
        for part in rows.chunks(VALUES / columns.len()) {
            let mut all = Vec::with_capacity(part.len() * columns.len());
            for row in part {
                let values: Option<Vec<Value>> = row.iter().map(of_line).collect();
                let mut values = values.filter(|values| values.len() == columns.len()).ok_or_else(wrong)?;
                if table == "lists"
                    && let Some(place) = columns.iter().position(|column| column == "current_version")
                    && let Some(id) = columns.iter().position(|column| column == "id")
                {
                    let current = std::mem::replace(&mut values[place], Value::Null);
                    self.current.push((values[id].clone(), current));
                }
                all.extend(values);
            }
            let columns_in_words = columns.join(", ");
            let places = placeholders(part.len(), columns.len());
            let sql = format!("INSERT INTO {table} ({columns_in_words}) VALUES {places}");
            self.report.rows += self.tx.run(sql, all).await?;
        }
        Ok(())
    }

    fn part(&mut self, name: String, part: &str) -> Result<(), StoreError> {
        let part = hex::decode(part).map_err(|_| damaged(self.file, "a file in it is damaged"))?;
        if self.blob.as_ref().is_some_and(|(open, _)| *open != name) {
            self.put_blob()?;
        }
        self.blob.get_or_insert_with(|| (name, Vec::new())).1.extend(part);
        Ok(())
    }

    fn put_blob(&mut self) -> Result<(), StoreError> {
        let Some((name, bytes)) = self.blob.take() else { return Ok(()) };
        let hash = name.strip_suffix(".sealed").or_else(|| name.strip_suffix(".zst"));
        let known = hash.and_then(crate::BlobId::parse);
        let known =
            known.ok_or_else(|| damaged(self.file, "a file in it has a name that no file can have"))?;
        let path = self.blobs.join(&known.as_str()[..2]).join(&name);
        write_whole(&path, &bytes).map_err(|error| StoreError::folder(&path, error))?;
        self.report.blobs += 1;
        Ok(())
    }

    async fn finish(&mut self, backend: &dyn Backend, keys: &Path) -> Result<(), StoreError> {
        for (list, current) in std::mem::take(&mut self.current) {
            self.tx.run("UPDATE lists SET current_version = $1 WHERE id = $2", vec![current, list]).await?;
        }
        for table in NUMBERED {
            if let Some(sql) = backend.dialect().go_on_numbering(table) {
                self.tx.rows(sql, values![]).await?;
            }
        }
        if seal::Keys::read(keys)?.is_none() {
            let what = "its keys are missing: put the folder of keys in place first; without them nothing can be read";
            return Err(damaged(self.file, what));
        }
        seal::attach(self.tx.as_mut(), keys).await?;
        for erasure in seal::ledger::read(keys)? {
            self.keep_erased(&erasure).await?;
        }
        Ok(())
    }

    /// What was erased after the backup was made stays erased.
    async fn keep_erased(&mut self, erasure: &seal::Erasure) -> Result<(), StoreError> {
        let kind = match erasure.record.strip_prefix("list/") {
            Some(list) => self.keep_purged(list, erasure.at).await?,
            None => self.keep_record_erased(&erasure.record).await?,
        };
        let sql = "INSERT INTO erasures (record, kind, erased_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.tx.run(sql, values![&erasure.record, kind, erasure.at]).await?;
        Ok(())
    }

    async fn keep_record_erased(&mut self, record: &str) -> Result<&'static str, StoreError> {
        let keys = self.tx.run("DELETE FROM data_keys WHERE record = $1", values![record]).await?;
        self.report.kept_erased += keys;
        self.tx.run("DELETE FROM record_keys WHERE record = $1", values![record]).await?;
        self.tx.run("DELETE FROM blob_uses WHERE record = $1", values![record]).await?;
        let mut kind = "record";
        for (table, _) in TABLES.iter().filter(|(table, key)| *key == ["id"] && !NUMBERED.contains(table)) {
            let sql = format!("DELETE FROM {table} WHERE id = $1");
            if self.tx.run(sql, values![record]).await? > 0 {
                kind = table;
            }
        }
        Ok(kind)
    }

    /// A list that was purged stays so, as far as its versions were imported before: it may have come back since.
    async fn keep_purged(&mut self, list: &str, at: Timestamp) -> Result<&'static str, StoreError> {
        let versions = self
            .tx
            .rows("SELECT id, imported_at FROM list_versions WHERE list_id = $1", values![list])
            .await?;
        let mut left = versions.len();
        for version in &versions {
            let imported: Timestamp = parsed("moment", version, "imported_at")?;
            if imported >= at {
                continue;
            }
            let id: i64 = version.get("id")?;
            let forget = "UPDATE lists SET current_version = NULL WHERE id = $1 AND current_version = $2";
            self.tx.run(forget, values![list, id]).await?;
            self.report.kept_erased +=
                self.tx.run("DELETE FROM list_versions WHERE id = $1", values![id]).await?;
            left -= 1;
        }
        let unheld =
            "DELETE FROM entries WHERE list_id = $1 AND id NOT IN (SELECT entry FROM version_entries)";
        self.tx.run(unheld, values![list]).await?;
        if left == 0 {
            for statement in [
                "DELETE FROM fetches WHERE list_id = $1",
                "DELETE FROM import_attempts WHERE list_id = $1",
                "DELETE FROM lists WHERE id = $1",
            ] {
                self.tx.run(statement, values![list]).await?;
            }
        }
        Ok("list")
    }
}
