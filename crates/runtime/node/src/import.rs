//! Renewing a list: read, judge, store. A version that fails, is empty or lost too many entries never replaces the
//! last good one by itself.

use crate::reading::{self, ListInput};
use crate::{Node, NodeError, Source, off_thread, trail};
use access::{Action, Actor};
use lists::{Format, ListConfig, ListFile};
use model::{Entity, Envelope, Fault, LegalBasis, ListId, Marking, Severity};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;
use store::{AttemptOutcome, ListRecord, NewVersion, StoreError, VersionEntry, VersionRecord};

/// So many times an import is judged again because another one came between.
const TRIES: usize = 5;

/// How much of the rules a person has waived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Acceptance {
    /// Nothing.
    #[default]
    ByTheRules,
    /// The version may have lost any share of its entries.
    Shrunk,
    /// It may be of an earlier date than the current one.
    Older,
    /// Both.
    ShrunkOrOlder,
    /// It may also be empty, or have been read in part only.
    Anything,
}

impl Acceptance {
    fn takes_shrunk(self) -> bool {
        matches!(self, Self::Shrunk | Self::ShrunkOrOlder | Self::Anything)
    }

    fn takes_older(self) -> bool {
        matches!(self, Self::Older | Self::ShrunkOrOlder | Self::Anything)
    }
}

/// What to import, and what is known of it beside the configured sources.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// The files of one list.
    pub files: Vec<ListInput>,
    /// Where they are from: a path or an address.
    pub origin: String,
    /// The list, where it cannot be told from the format.
    pub list: Option<String>,
    /// The format, where it cannot be told from the files.
    pub format: Option<Format>,
    /// A mapping file of a national list: its path and text.
    pub mapping: Option<(PathBuf, String)>,
    /// Who publishes a list that is not configured.
    pub authority: Option<String>,
    /// Why a list that is not configured may be held.
    pub legal_basis: Option<String>,
    /// Which rules are waived.
    pub accept: Acceptance,
    /// Whether the authority itself gave the files just now.
    pub confirmed: bool,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportOutcome {
    /// The list.
    pub list: ListId,
    /// Its full name.
    pub title: String,
    /// Whether there is a new version.
    pub renewal: Renewal,
    /// The version that is current now.
    pub version: VersionRecord,
    /// What was wrong with the files.
    pub faults: Vec<Fault>,
}

/// Whether an import brought anything new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The first version of the list.
    First,
    /// A version that differs so from the one before.
    Changed(Change),
    /// The version that was current already.
    Unchanged,
}

/// How a version differs from the one before, in entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Entries that are new.
    pub added: usize,
    /// Entries that are gone.
    pub removed: usize,
    /// Entries that changed.
    pub changed: usize,
}

impl Node {
    /// [`Self::import_by`], asked for at the terminal.
    ///
    /// # Errors
    /// When the files cannot be read as a list, it is not known what list they are, or the rules keep them out; then
    /// the last good version stays.
    pub async fn import(&self, request: ImportRequest) -> Result<ImportOutcome, NodeError> {
        self.import_by(&self.itself(), request).await
    }

    /// Imports one list from its files: all of it or nothing.
    ///
    /// # Errors
    /// When the actor may not, the files cannot be read as a list, it is not known what list they are, or the rules
    /// keep them out; then the last good version stays.
    pub async fn import_by(&self, actor: &Actor, request: ImportRequest) -> Result<ImportOutcome, NodeError> {
        trail::allow_at_node(actor, Action::ListImport)?;
        let source = self.source_of(&request).await?;
        let record = record_of(&source)?;
        let outcome = self.import_into(actor, &record, source, &request).await;
        let (kind, detail) = match &outcome {
            // It was told in the transaction of the change.
            Ok(_) => return outcome,
            Err(NodeError::Refused { reason, .. }) => (AttemptOutcome::Refused, reason.clone()),
            Err(error) => (AttemptOutcome::Failed, error.to_string()),
        };
        self.note_failure(actor, &record, kind, detail).await?;
        outcome
    }

    async fn import_into(
        &self,
        actor: &Actor,
        record: &ListRecord,
        source: Source,
        request: &ImportRequest,
    ) -> Result<ImportOutcome, NodeError> {
        let format = request.format.unwrap_or(source.config.format);
        let config = source.config.clone();
        let mut files = request.files.clone();
        if format == Format::FtmDelta {
            files.splice(0..0, self.base_files(record).await?);
        }
        let list_id = record.id.clone();
        let (parsed, hash, files) = off_thread(move || {
            let parsed = reading::read(&files, format, source.parsed_mapping()?);
            let hash = version_hash(&list_id, &files, &parsed.value.entries);
            Ok::<_, NodeError>((parsed, hash, files))
        })
        .await??;
        let (list, faults) = (parsed.value, parsed.faults);
        let envelope = Envelope { source: request.origin.clone(), ..record.envelope.clone() };
        let mut blobs = Vec::new();
        for file in &files {
            let blob = self.store.put_blob(&file.bytes, self.clock.now(), &envelope).await?;
            blobs.push((file.name.clone(), blob));
        }
        for _ in 0..TRIES {
            let current = self.current(&record.id).await?;
            if let Some(current) = current.as_ref().filter(|current| current.hash == hash) {
                let how = (request.confirmed, "the same version again");
                self.keep_version(actor, record, current, how).await?;
                return Ok(outcome(&config, Renewal::Unchanged, current.clone(), faults));
            }
            judge(&config, &list, &faults, current.as_ref(), request.accept)?;
            let version = NewVersion {
                list: &record.id,
                hash: &hash,
                imported_at: self.clock.now(),
                generated_on: list.generated_on,
                format: format.as_str(),
                checked: config.is_checked(),
                files: &blobs,
                entries: &list.entries,
                faults: &faults,
                envelope: envelope.clone(),
                replaces: current.as_ref().map(|current| current.id),
            };
            match self.take_version(actor, record, &version, request.confirmed).await {
                Ok(version) => {
                    let renewal = match current {
                        None => Renewal::First,
                        Some(before) => Renewal::Changed(self.change(&before, &version).await?),
                    };
                    return Ok(outcome(&config, renewal, version, faults));
                }
                // Another import came between: judge again, against the version that it brought.
                Err(NodeError::Store(StoreError::Conflict(_))) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Conflict(record.id.clone()).into())
    }

    /// The files that a delta builds upon: those of the current version.
    async fn base_files(&self, list: &ListRecord) -> Result<Vec<ListInput>, NodeError> {
        let current = self.current(&list.id).await?.ok_or_else(|| NodeError::Usage {
            what: format!("the file changes list {}, which has no version yet", list.id),
            remedy: "import the whole list first".into(),
        })?;
        let mut files = Vec::new();
        for (name, blob) in self.store.version_files(current.id).await? {
            files.push(ListInput { name, bytes: self.store.blob(&blob).await? });
        }
        Ok(files)
    }

    /// The current version of a list.
    pub(crate) async fn current(&self, list: &ListId) -> Result<Option<VersionRecord>, NodeError> {
        match self.store.list(list).await?.and_then(|list| list.current) {
            Some(id) => Ok(Some(self.store.version(id).await?)),
            None => Ok(None),
        }
    }

    async fn change(&self, old: &VersionRecord, new: &VersionRecord) -> Result<Change, NodeError> {
        let old = by_entry(self.store.version_entries(old.id).await?);
        let new = by_entry(self.store.version_entries(new.id).await?);
        Ok(Change {
            added: new.keys().filter(|entry| !old.contains_key(*entry)).count(),
            removed: old.keys().filter(|entry| !new.contains_key(*entry)).count(),
            changed: new
                .iter()
                .filter(|(entry, hash)| old.get(*entry).is_some_and(|old| old != *hash))
                .count(),
        })
    }

    /// The list that the files belong to, by the request, the configured sources, or what the store knows.
    async fn source_of(&self, request: &ImportRequest) -> Result<Source, NodeError> {
        let first = request.files.first().ok_or_else(|| NodeError::Usage {
            what: "no file was named".into(),
            remedy: "name the files of one list".into(),
        })?;
        let mapped = request.mapping.as_ref().map(|_| Format::Mapped);
        let detected = request.format.or(mapped).or_else(|| first.format());
        let configured = match &request.list {
            Some(list) => match self.sources.get(list) {
                Some(source) => Some(source.clone()),
                None => self.stored_source(list).await?,
            },
            None => self
                .sources
                .by_url(&request.origin)
                .or_else(|| detected.and_then(|format| self.sources.guess(format, &first.name)))
                .cloned(),
        };
        let mut source = match configured {
            Some(source) => source,
            None => unconfigured(request, detected, first)?,
        };
        if let Some((path, text)) = &request.mapping {
            source.config.format = Format::Mapped;
            source.config.mapping = Some(path.to_string_lossy().into_owned());
            source.mapping = Some(text.clone());
        } else if let Some(format) = detected.filter(|format| *format != Format::FtmDelta) {
            // A list may be published in several formats: what lies before us decides. A mapped file is never
            // detected, so it stays what its configuration says.
            if source.config.format != Format::Mapped || request.format.is_some() {
                source.config.format = format;
            }
        }
        if let Some(basis) = &request.legal_basis {
            source.config.legal_basis = LegalBasis(basis.clone());
        }
        if let Some(authority) = &request.authority {
            source.config.authority.clone_from(authority);
        }
        Ok(source)
    }

    /// The configuration that an earlier import left.
    pub(crate) async fn stored_source(&self, list: &str) -> Result<Option<Source>, NodeError> {
        let record = self.store.list(&ListId(list.to_owned())).await?;
        Ok(record.and_then(|record| serde_json::from_value(record.config).ok()))
    }
}

/// A list that nobody configured: it needs at least a name and a legal basis.
fn unconfigured(
    request: &ImportRequest,
    format: Option<Format>,
    first: &ListInput,
) -> Result<Source, NodeError> {
    let format = format.ok_or_else(|| NodeError::UnknownFormat { name: first.name.clone() })?;
    let id = request.list.clone().ok_or_else(|| NodeError::Usage {
        what: format!("it is not known which list {} ({format}) is", first.name),
        remedy: "name it with --list ID".into(),
    })?;
    if !lists::is_list_id(&id) {
        return Err(NodeError::Usage {
            what: format!("{id:?} cannot name a list"),
            remedy: "use lower-case letters, digits and hyphens, a letter or digit first, at most 64".into(),
        });
    }
    let basis = request.legal_basis.clone().filter(|basis| !basis.trim().is_empty()).ok_or_else(|| {
        NodeError::Usage {
            what: format!("list {id} is not configured, and what has no legal basis is not screened against"),
            remedy:
                "state it with --legal-basis TEXT, or configure the list in sources.toml of the data folder"
                    .into(),
        }
    })?;
    let config = ListConfig {
        title: id.clone(),
        authority: request.authority.clone().unwrap_or_else(|| "not stated".into()),
        id: ListId(id),
        legal_basis: LegalBasis(basis),
        marking: Marking::default(),
        expires_on: None,
        format,
        urls: Vec::new(),
        files: Vec::new(),
        mapping: None,
        max_shrink: 0.1,
        max_age_days: 7,
        checked_on_real_file: None,
    };
    Ok(Source { config, mapping: None, folder: PathBuf::new() })
}

pub(crate) fn record_of(source: &Source) -> Result<ListRecord, NodeError> {
    let config = &source.config;
    let origin = config.urls.first().or(config.files.first()).cloned().unwrap_or_else(|| "files".into());
    Ok(ListRecord {
        id: config.id.clone(),
        title: config.title.clone(),
        authority: config.authority.clone(),
        config: serde_json::to_value(source).map_err(|error| StoreError::Damaged {
            record: "list configuration",
            error: error.to_string(),
        })?,
        current: None,
        confirmed_at: None,
        retired_at: None,
        envelope: Envelope {
            marking: config.marking.clone(),
            legal_basis: config.legal_basis.clone(),
            source: origin,
            expires_on: config.expires_on,
        },
    })
}

/// The rules: what may replace the current version.
fn judge(
    config: &ListConfig,
    list: &ListFile,
    faults: &[Fault],
    current: Option<&VersionRecord>,
    accept: Acceptance,
) -> Result<(), NodeError> {
    let refused = |reason: String, remedy: &str| {
        let kept = match current {
            Some(version) => {
                format!("the version of {} stays ({} entries); ", date(version), version.entries)
            }
            None => String::new(),
        };
        Err(NodeError::Refused { list: config.id.clone(), reason, kept, remedy: remedy.into() })
    };
    if accept != Acceptance::Anything {
        if let Some(fatal) = faults.iter().find(|fault| fault.severity == Severity::Fatal) {
            return refused(
                format!("the file could not be read to its end: {fatal}"),
                "get the file again, or keep what could be read with --force",
            );
        }
        if list.entries.is_empty() {
            let cause = faults.first().map(|fault| format!(" ({fault})")).unwrap_or_default();
            return refused(
                format!("the file holds no entry{cause}"),
                "check that it is the right file; --force makes the list empty",
            );
        }
    }
    if !accept.takes_older()
        && let Some((new, old)) = list.generated_on.zip(current.and_then(|current| current.generated_on))
        && new < old
    {
        return refused(
            format!("the file is of {new}, earlier than the current version"),
            "check whether the source still gives its latest file; to go back to an earlier one, use --accept-older",
        );
    }
    if !accept.takes_shrunk()
        && let Some(before) = current.filter(|current| current.entries > 0)
    {
        let (old, new) = (before.entries as f64, list.entries.len() as f64);
        let lost = (old - new) / old;
        if lost > config.max_shrink {
            return refused(
                format!(
                    "the file has {} entries, {:.0} % fewer than the current version; at most {:.0} % is set",
                    list.entries.len(),
                    lost * 100.0,
                    config.max_shrink * 100.0
                ),
                "check the file; if the authority did remove them, use --accept-shrink",
            );
        }
    }
    Ok(())
}

fn date(version: &VersionRecord) -> String {
    match version.generated_on {
        Some(date) => date.to_string(),
        None => version.imported_at.strftime("%Y-%m-%d").to_string(),
    }
}

fn outcome(
    config: &ListConfig,
    renewal: Renewal,
    version: VersionRecord,
    faults: Vec<Fault>,
) -> ImportOutcome {
    ImportOutcome { list: config.id.clone(), title: config.title.clone(), renewal, version, faults }
}

/// Names a version by everything that decides on its matches: the files' bytes and the entries read from them.
fn version_hash(list: &ListId, files: &[ListInput], entries: &[Entity]) -> String {
    let mut hash = Sha256::new();
    hash.update(list.0.as_bytes());
    for file in files {
        hash.update(Sha256::digest(&file.bytes));
    }
    for entry in entries {
        // An entity is made of texts, numbers and lists of them: it always has a JSON form.
        hash.update(serde_json::to_vec(entry).unwrap_or_default());
    }
    hex::encode(hash.finalize())
}

/// Content hash by entry id; entries that share an id count as one.
pub(crate) fn by_entry(entries: Vec<VersionEntry>) -> HashMap<String, Vec<String>> {
    let mut hashes: HashMap<String, Vec<String>> = HashMap::with_capacity(entries.len());
    for entry in entries {
        hashes.entry(entry.entry.0).or_default().push(entry.hash);
    }
    hashes
}
