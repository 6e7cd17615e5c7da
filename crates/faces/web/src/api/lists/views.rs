//! Lists, versions, faults and differences as the API shows them.

use crate::api::common::{EnvelopeView, json};
use model::{Entity, Fault};
use node::{ChangedEntry, ImportOutcome, ListDiff, ListStatus, Renewal, VersionRecord};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How a list stands.
#[derive(Serialize, ToSchema)]
pub struct ListView {
    /// Its short name.
    id: String,
    /// Its full name.
    title: String,
    /// Who publishes it.
    authority: String,
    /// Why it may be held.
    legal_basis: String,
    /// Its marking (TLP 2.0).
    tlp: &'static str,
    /// The last day it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
    /// `current`, `too old`, `expired`, `missing` (never imported) or `removed` (out of screening).
    state: &'static str,
    /// The version that is screened against.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<VersionView>,
    /// When the authority last said that it is current.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_at: Option<String>,
    /// How many days ago it was known to be current.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_days: Option<i32>,
    /// How old it may grow.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age_days: Option<u32>,
    /// How the last try to renew it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_attempt: Option<AttemptView>,
}

/// A try to renew a list.
#[derive(Serialize, ToSchema)]
struct AttemptView {
    /// When.
    at: String,
    /// `imported`, `unchanged`, `refused` or `failed`.
    outcome: &'static str,
    /// In words.
    detail: String,
}

impl ListView {
    /// How a list stands.
    pub fn of(status: ListStatus) -> Self {
        Self {
            id: status.id.0,
            title: status.title,
            authority: status.authority,
            legal_basis: status.legal_basis,
            tlp: status.marking,
            expires_on: status.expires_on.map(|day| day.to_string()),
            state: status.state.as_str(),
            current: status.current.as_ref().map(VersionView::of),
            confirmed_at: status.confirmed_at.map(|at| at.to_string()),
            age_days: status.age_days,
            max_age_days: status.max_age_days,
            last_attempt: status.last_attempt.map(|attempt| AttemptView {
                at: attempt.at.to_string(),
                outcome: attempt.outcome.as_str(),
                detail: attempt.detail,
            }),
        }
    }
}

/// All lists of the node.
#[derive(Serialize, ToSchema)]
pub struct Lists {
    /// The lists by their names.
    pub lists: Vec<ListView>,
}

/// An immutable import of a list.
#[derive(Serialize, ToSchema)]
pub struct VersionView {
    /// Its name: the hash over its files and entries. The beginning of it is enough in addresses.
    version: String,
    /// When it was imported.
    imported_at: String,
    /// The authority's own date of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    generated_on: Option<String>,
    /// The format.
    format: String,
    /// Whether this format's reader was checked on a real file.
    checked: bool,
    /// Number of entries.
    entries: u64,
    /// Number of faults.
    faults: u64,
    /// Marking, legal basis, source and last day.
    envelope: EnvelopeView,
}

impl VersionView {
    /// A version.
    pub fn of(version: &VersionRecord) -> Self {
        Self {
            version: version.hash.clone(),
            imported_at: version.imported_at.to_string(),
            generated_on: version.generated_on.map(|day| day.to_string()),
            format: version.format.clone(),
            checked: version.checked,
            entries: version.entries,
            faults: version.faults,
            envelope: EnvelopeView::of(&version.envelope),
        }
    }
}

/// All versions of a list.
#[derive(Serialize, ToSchema)]
pub struct Versions {
    /// The versions, the newest import first.
    pub versions: Vec<VersionView>,
}

/// A version with its original files.
#[derive(Serialize, ToSchema)]
pub struct FullVersion {
    /// The version.
    #[serde(flatten)]
    version: VersionView,
    /// Its original files, in order.
    files: Vec<OriginalFile>,
}

/// An original file of a version.
#[derive(Serialize, ToSchema)]
struct OriginalFile {
    /// Its name.
    name: String,
    /// SHA-256 of its bytes.
    sha256: String,
}

impl FullVersion {
    /// A version with its files.
    pub fn of(version: &VersionRecord, files: Vec<(String, String)>) -> Self {
        let files = files.into_iter().map(|(name, sha256)| OriginalFile { name, sha256 }).collect();
        Self { version: VersionView::of(version), files }
    }
}

/// Something wrong with a file.
#[derive(Serialize, ToSchema)]
pub struct FaultView {
    /// `warning`, `record` (one record was lost) or `fatal` (the rest of the file was).
    severity: Value,
    /// Where: line, record, field.
    location: Value,
    /// What is wrong.
    what: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl FaultView {
    /// A fault.
    pub fn of(fault: &Fault) -> Self {
        Self {
            severity: json(&fault.severity),
            location: json(&fault.location),
            what: fault.what.clone(),
            remedy: fault.remedy.clone(),
        }
    }
}

/// Faults of a version.
#[derive(Serialize, ToSchema)]
pub struct Faults {
    /// The faults, in the order of the file; at most 10,000 are kept.
    pub faults: Vec<FaultView>,
}

/// What changed between two versions.
#[derive(Serialize, ToSchema)]
pub struct DiffView {
    /// The older version.
    from: String,
    /// The newer version.
    to: String,
    /// Entries only in the newer one.
    added: Vec<EntryName>,
    /// Entries only in the older one.
    removed: Vec<EntryName>,
    /// Entries in both that differ.
    changed: Vec<EntryChange>,
}

/// An entry in short.
#[derive(Serialize, ToSchema)]
struct EntryName {
    /// The source's own id.
    entry: String,
    /// Its name to show.
    caption: String,
}

/// An entry that differs between two versions.
#[derive(Serialize, ToSchema)]
struct EntryChange {
    /// The source's own id.
    entry: String,
    /// Its name in the newer version.
    caption: String,
    /// What differs.
    fields: Vec<ChangedField>,
}

/// The values that a field lost and gained.
#[derive(Serialize, ToSchema)]
struct ChangedField {
    /// The field.
    field: String,
    /// Values only in the older version.
    removed: Vec<String>,
    /// Values only in the newer version.
    added: Vec<String>,
}

impl DiffView {
    /// A difference.
    pub fn of(diff: ListDiff) -> Self {
        let name = |entity: &Entity| EntryName {
            entry: entity.id.0.clone(),
            caption: entity.profile.caption().to_owned(),
        };
        let change = |changed: ChangedEntry| EntryChange {
            entry: changed.entry.0,
            caption: changed.caption,
            fields: changed
                .fields
                .into_iter()
                .map(|field| ChangedField { field: field.field, removed: field.removed, added: field.added })
                .collect(),
        };
        Self {
            from: diff.old.hash,
            to: diff.new.hash,
            added: diff.added.iter().map(name).collect(),
            removed: diff.removed.iter().map(name).collect(),
            changed: diff.changed.into_iter().map(change).collect(),
        }
    }
}

/// How a try to renew a list ended.
#[derive(Serialize, ToSchema)]
pub struct RenewedView {
    /// The list.
    list: String,
    /// `first`, `changed`, or `unchanged`: the version was current already.
    renewal: &'static str,
    /// Entries that are new.
    added: usize,
    /// Entries that are gone.
    removed: usize,
    /// Entries that changed.
    changed: usize,
    /// The version that is current now.
    version: VersionView,
    /// How many faults the files have.
    faults: usize,
    /// The first hundred of them.
    told: Vec<FaultView>,
}

impl RenewedView {
    /// The first so many faults are told.
    const TOLD: usize = 100;

    /// An outcome.
    pub fn of(outcome: ImportOutcome) -> Self {
        let (renewal, change) = match outcome.renewal {
            Renewal::First => ("first", None),
            Renewal::Changed(change) => ("changed", Some(change)),
            Renewal::Unchanged => ("unchanged", None),
        };
        let change = change.unwrap_or_default();
        Self {
            list: outcome.list.0,
            renewal,
            added: change.added,
            removed: change.removed,
            changed: change.changed,
            version: VersionView::of(&outcome.version),
            faults: outcome.faults.len(),
            told: outcome.faults.iter().take(Self::TOLD).map(FaultView::of).collect(),
        }
    }
}
