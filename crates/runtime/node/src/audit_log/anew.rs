//! A log that goes on under a new name, after the records were set back to an older state: what was signed since then
//! is in no log any more. The order to do so lies in a file until it is done, so that a kill costs nothing.

use super::kept::{read, replace};
use crate::{Node, NodeError};
use access::Action;
use audit::{Former, SigningKey};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// Where the order lies, in the data folder.
const ORDER: &str = "audit/anew";

/// The order to go on under a new name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Anew {
    /// What set the records back.
    pub action: Action,
    /// Why.
    pub reason: String,
    /// Name of the log that is to end; none when it had no key.
    pub ends: Option<String>,
}

impl Anew {
    /// Orders it, for the log of a data folder.
    pub fn write(folder: &Path, action: Action, reason: &str) -> Result<(), NodeError> {
        let key = super::kept::Kept(folder).key()?;
        let ends = key.map(|key| key.verifying().name().to_owned());
        let order = Self { action, reason: reason.to_owned(), ends };
        // Made of texts: it always has a JSON form.
        let text = serde_json::to_string(&order).unwrap_or_default();
        replace(&folder.join(ORDER), &text)
    }

    /// The order that waits, if one does.
    pub fn waiting(folder: &Path) -> Result<Option<Self>, NodeError> {
        let path = folder.join(ORDER);
        let Some(text) = read(&path)? else { return Ok(None) };
        let unusable = |fault| NodeError::file(&path, io::Error::new(io::ErrorKind::InvalidData, fault));
        serde_json::from_str(&text).map(Some).map_err(unusable)
    }

    /// Takes the order back: it is done.
    pub fn done(folder: &Path) -> Result<(), NodeError> {
        let path = folder.join(ORDER);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(NodeError::file(&path, error)),
            _ => Ok(()),
        }
    }

    /// Whether this key is the one of the log that ends.
    pub fn ends(&self, key: &SigningKey) -> bool {
        self.ends.as_deref() == Some(key.verifying().name())
    }

    /// Whether the new name has its first checkpoint already: it was cut off after that.
    pub fn is_begun(&self, key: Option<&SigningKey>, newest: Option<&str>) -> bool {
        let Some(key) = key.filter(|key| !self.ends(key)) else { return false };
        newest.and_then(Former::claimed).is_some_and(|newest| newest.name == key.verifying().name())
    }
}

/// Whether the log of a data folder waits to go on under a new name.
pub(crate) fn orders_a_new_name(folder: &Path) -> Result<bool, NodeError> {
    Ok(Anew::waiting(folder)?.is_some())
}

impl Node {
    /// Lets the audit log go on under a new name, whose first checkpoint names where the former one stood: for
    /// records that were set back by other means than a restore of this program. The log tells it.
    ///
    /// # Errors
    /// When no reason is given, or the log cannot be signed.
    pub async fn restart_audit_log(&self, reason: &str) -> Result<super::SignedLog, NodeError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(NodeError::Usage {
                what: "the log goes on under a new name only for a reason".into(),
                remedy: "say what set the records back".into(),
            });
        }
        Anew::write(self.folder(), Action::AuditRestart, reason)?;
        self.sign_audit_log().await
    }
}
