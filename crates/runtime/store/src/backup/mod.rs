//! Backups while running, in a form of our own that is restored to either database: lines of JSON, compressed.
//!
//! A backup is one snapshot: records as they lie, sealed, with their wrapped data keys, and the sealed files. Keys are
//! not in it, nor sessions and one-time links (restoring would let in again who was shut out), nor index files (built
//! anew). The last line has the hash of all before it.

mod restore;
mod write;

use crate::Value;

/// What a backup or a restore carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackupReport {
    /// Rows of all tables.
    pub rows: u64,
    /// Files.
    pub blobs: u64,
    /// Records that the ledger beside the keys kept erased; only a restore has them.
    pub kept_erased: u64,
}

/// The version of this form.
const FORM: u64 = 1;

/// Rows and bytes of files in one line.
const ROWS: usize = 500;
const PART: usize = 1 << 20;

/// Tables in an order in which they can be filled, each with the columns of its primary key.
const TABLES: [(&str, &[&str]); 41] = [
    ("key_names", &["name"]),
    ("data_keys", &["record"]),
    ("record_keys", &["hash", "record"]),
    ("erasures", &["record"]),
    ("lists", &["id"]),
    ("list_versions", &["id"]),
    ("blobs", &["hash"]),
    ("blob_uses", &["blob", "record"]),
    ("version_files", &["version_id", "position"]),
    ("entries", &["id"]),
    ("version_entries", &["version_id", "position"]),
    ("version_faults", &["version_id", "position"]),
    ("import_attempts", &["id"]),
    ("fetches", &["list_id", "url"]),
    ("users", &["id"]),
    ("api_keys", &["id"]),
    ("alerts", &["id"]),
    ("alert_lists", &["id", "list"]),
    ("decisions", &["id"]),
    ("suppressions", &["id"]),
    ("cases", &["id"]),
    ("case_notes", &["id"]),
    ("case_files", &["id"]),
    ("own_entries", &["id"]),
    ("monitored_subjects", &["id"]),
    ("screenings", &["id"]),
    ("samples", &["id"]),
    ("second_reviews", &["id"]),
    ("below_line_tests", &["id"]),
    ("list_cursors", &["id"]),
    ("jobs", &["id"]),
    ("job_chunks", &["job", "position"]),
    ("webhooks", &["id"]),
    ("deliveries", &["id"]),
    ("kept_replies", &["id"]),
    ("notice_choices", &["id"]),
    ("erasure_orders", &["id"]),
    ("corrections", &["id"]),
    ("audit_leaves", &["position"]),
    ("audit_tiles", &["path"]),
    ("audit_checkpoints", &["size"]),
];

/// Names of the tables that a backup holds.
pub const BACKED_UP: [&str; TABLES.len()] = {
    let mut names = [""; TABLES.len()];
    let mut place = 0;
    while place < TABLES.len() {
        names[place] = TABLES[place].0;
        place += 1;
    }
    names
};

/// Tables whose rows have numbers that the database gives.
const NUMBERED: [&str; 3] = ["list_versions", "entries", "import_attempts"];

fn to_line(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Int(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => serde_json::json!({ "b": hex::encode(bytes) }),
    }
}

fn of_line(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Null => Some(Value::Null),
        serde_json::Value::Number(number) => number.as_i64().map(Value::Int),
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        serde_json::Value::Object(bytes) => hex::decode(bytes.get("b")?.as_str()?).ok().map(Value::Bytes),
        _ => None,
    }
}
