//! Why a use case did not do what was asked: what, where, what to do.

use model::ListId;
use std::io;
use std::path::{Path, PathBuf};

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NodeError {
    /// Asked for in a way that cannot be.
    #[error("{what}; {remedy}")]
    Usage {
        /// What cannot be.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// An input cannot be read.
    #[error("cannot read {name}: {error}")]
    Input {
        /// The input.
        name: String,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// An input holds nothing.
    #[error("{name} is empty; give CSV with a header line, or JSON lines")]
    EmptyInput {
        /// The input.
        name: String,
    },
    /// A file or folder of the node cannot be used.
    #[error("cannot use {path}: {error}; {}", remedy(error))]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// Results cannot be written.
    #[error("cannot write the results: {error}; {remedy}", error = .0, remedy = remedy(.0))]
    Output(#[source] io::Error),
    /// Nobody knows what kind of list this is.
    #[error("cannot tell the format of {name}; state it with --format, or describe the file with --mapping")]
    UnknownFormat {
        /// The file.
        name: String,
    },
    /// There is no such list here.
    #[error("there is no list {list}; `entente lists status` shows the lists of this node")]
    UnknownList {
        /// What was asked for.
        list: String,
    },
    /// There is nothing with this id.
    #[error("nothing here is called {wanted:?}; {remedy}")]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// Where to look.
        remedy: String,
    },
    /// The node has no list to screen against.
    #[error(
        "this node holds no list to screen against; import one with `entente lists import FILE`, or name files with --lists-from"
    )]
    NoLists,
    /// A new version of a list was kept out; the last good one stays.
    #[error("list {list}: {reason}; {kept}{remedy}")]
    Refused {
        /// The list.
        list: ListId,
        /// Why.
        reason: String,
        /// Which version stays.
        kept: String,
        /// What to do.
        remedy: String,
    },
    /// A download did not work.
    #[error("cannot fetch {url}: {what}")]
    Fetch {
        /// The address.
        url: String,
        /// What went wrong and what to do.
        what: String,
    },
    /// A sources file is wrong.
    #[error("{path}: {error}")]
    Sources {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: lists::ConfigError,
    },
    /// The settings file is wrong.
    #[error("{path}: {error}")]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: Box<toml::de::Error>,
    },
    /// A mapping file is wrong.
    #[error("{name}: {error}")]
    Mapping {
        /// The file.
        name: String,
        /// What is wrong.
        #[source]
        error: lists::MappingError,
    },
    /// An index file does not open.
    #[error("index {path}: {error}")]
    Index {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        #[source]
        error: matching::IndexError,
    },
    /// The actor may not do this.
    #[error(transparent)]
    Denied(#[from] access::Denied),
    /// A rule of casework does not allow this.
    #[error(transparent)]
    Casework(#[from] ::casework::CaseworkError),
    /// Somebody else changed the record meanwhile.
    #[error("this {what} was changed meanwhile; look at it again, then decide anew")]
    Changed {
        /// What kind of record.
        what: &'static str,
    },
    /// The audit log is not one to sign.
    #[error("the audit log cannot be signed: {what}; `entente audit verify` tells more")]
    AuditLog {
        /// What stands against it.
        what: String,
    },
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Nothing can be screened at the moment.
    #[error(transparent)]
    Busy(#[from] crate::serving::Busy),
    /// Something that needs two persons is not as it must be.
    #[error(transparent)]
    FourEyes(#[from] access::FourEyes),
    /// A worker died.
    #[error("a worker thread stopped unexpectedly; please report this with the input that caused it")]
    Worker,
}

/// What to do when the file system refuses.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room on the disk, then repeat it",
        _ => "check the path and its permissions",
    }
}

impl NodeError {
    pub(crate) fn input(name: &str, error: io::Error) -> Self {
        Self::Input { name: name.to_owned(), error }
    }

    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.to_owned(), error }
    }

    /// Whether the caller asked for something that cannot be, rather than something going wrong.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::Usage { .. }
                | Self::UnknownFormat { .. }
                | Self::UnknownList { .. }
                | Self::NotFound { .. }
        )
    }

    /// Whether whoever reads our output stopped reading: nothing to complain about.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
