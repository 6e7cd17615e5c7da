//! Everything that somebody may or may not do, with the kind of thing it is done to.

use crate::ResourceKind;
use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal on $kind:ident,)*) => {
        /// An act that needs permission. Its dotted name stands in policies, scopes of keys and audit leaves.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Action {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Action {
            /// All actions.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The dotted name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The kind of thing it is done to.
            pub fn resource(self) -> ResourceKind {
                match self { $(Self::$name => ResourceKind::$kind,)* }
            }
        }
    };
}

actions! {
    /// Look at lists, versions and entries.
    ListView = "list.view" on List,
    /// Import or fetch a list.
    ListImport = "list.import" on List,
    /// Take a list out of screening, or erase it.
    ListManage = "list.manage" on List,
    /// Screen subjects.
    ScreeningRun = "screening.run" on Screening,
    /// Look at the records of screenings: purpose, basis, counts.
    ScreeningView = "screening.view" on Screening,
    /// See alerts and the queue.
    AlertView = "alert.view" on Alert,
    /// Assign alerts.
    AlertAssign = "alert.assign" on Alert,
    /// Decide alerts; a grave decision is then a proposal.
    AlertDecide = "alert.decide" on Alert,
    /// Approve or reject a grave decision.
    DecisionApprove = "decision.approve" on Decision,
    /// See suppressions.
    SuppressionView = "suppression.view" on Suppression,
    /// Propose or take back a suppression.
    SuppressionPropose = "suppression.propose" on Suppression,
    /// Approve or reject a suppression.
    SuppressionApprove = "suppression.approve" on Suppression,
    /// See cases.
    CaseView = "case.view" on Case,
    /// Open cases, write notes, add files and alerts, close.
    CaseWrite = "case.write" on Case,
    /// Take a case out of the node as a bundle.
    CaseExport = "case.export" on Case,
    /// See the party's own entries and their proposals.
    OwnEntryView = "own-entry.view" on OwnEntry,
    /// Propose an own entry, its change or its removal.
    OwnEntryPropose = "own-entry.propose" on OwnEntry,
    /// Approve or reject what is proposed of own entries.
    OwnEntryApprove = "own-entry.approve" on OwnEntry,
    /// See monitored subjects.
    MonitoringView = "monitoring.view" on MonitoredSubject,
    /// Register subjects for monitoring, or end it.
    MonitoringRegister = "monitoring.register" on MonitoredSubject,
    /// See figures, samples and below-the-line tests.
    QualityView = "quality.view" on Quality,
    /// Draw samples, review them, run below-the-line tests.
    QualityReview = "quality.review" on Quality,
    /// See jobs.
    JobView = "job.view" on Job,
    /// Start and stop jobs.
    JobRun = "job.run" on Job,
    /// Export all that was decided about one subject.
    RecordExport = "record.export" on Record,
    /// Correct a record.
    RecordCorrect = "record.correct" on Record,
    /// Propose that records be erased.
    RecordErase = "record.erase" on Record,
    /// Approve or reject an erasure.
    ErasureApprove = "erasure.approve" on Record,
    /// See accounts and their roles.
    UserView = "user.view" on User,
    /// Make, change and close accounts.
    UserManage = "user.manage" on User,
    /// Approve or reject what is proposed of an account's roles.
    UserApprove = "user.approve" on User,
    /// Make and revoke one's own API keys.
    KeyOwn = "key.own" on ApiKey,
    /// See and revoke everybody's API keys.
    KeyManage = "key.manage" on ApiKey,
    /// Read the audit log.
    AuditRead = "audit.read" on Audit,
    /// Verify the audit log and replay matches.
    AuditVerify = "audit.verify" on Audit,
    /// See and change webhooks and notices.
    WebhookManage = "webhook.manage" on Webhook,
    /// Begin the log under a new name, after the records were set back.
    AuditRestart = "audit.restart" on Audit,
    /// Back the node up.
    BackupMake = "backup.make" on Backup,
    /// Restore a backup into an empty place.
    BackupRestore = "backup.restore" on Backup,
    /// Make a new wrapping key and destroy the old one.
    KeysRotate = "keys.rotate" on Node,
    /// See how the node is: health, metrics, settings.
    NodeView = "node.view" on Node,
    /// Change the node's settings.
    NodeConfigure = "node.configure" on Node,
}

impl Action {
    /// The action of this dotted name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.as_str() == text)
    }

    /// Whether it is the second pair of eyes on what somebody proposed.
    pub fn is_approval(self) -> bool {
        matches!(
            self,
            Self::DecisionApprove
                | Self::SuppressionApprove
                | Self::OwnEntryApprove
                | Self::ErasureApprove
                | Self::UserApprove
        )
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.as_str())
    }
}
