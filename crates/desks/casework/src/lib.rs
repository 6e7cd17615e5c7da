//! Screenings, alerts, decisions, suppressions, cases and own entries: records and rules, for every desk.
//!
//! Pure: what is kept where is `store`'s, when things happen is `node`'s.

mod alert;
mod case;
mod decision;
mod error;
mod evidence;
mod fingerprint;
mod monitoring;
mod own_entry;
mod ownership;
mod quality;
mod rights;
mod rules;
mod screening;
mod subject;
mod suppression;
mod thing;

pub use alert::{Alert, AlertStatus, Matched, Standing, Withdrawal};
pub use case::{Case, CaseChange, CaseFile, CaseNote, CaseStep, Closing};
pub use decision::{Decision, Ruling, State};
pub use error::CaseworkError;
pub use evidence::{Evidence, NameMatch, Replay, Settings};
pub use fingerprint::Fingerprint;
pub use monitoring::{ListCursor, MonitoredSubject};
pub use own_entry::{OWN_LIST, OwnEntry, OwnEntryChange};
pub use ownership::{Owned, Owner, Ownership};
pub use quality::{
    AnalystFigures, BelowLine, Closed, Figures, NearMiss, Outcomes, Sample, SecondReview, SecondVerdict,
    Share, draw,
};
pub use rights::{Correction, ErasureOrder, ErasureOutcome, ErasureTerms, RecordRef};
pub use rules::{DecisionKind, DecisionRule, DeskRules, Gravity};
pub use screening::{Counts, Screening, Trigger};
pub use subject::SubjectRef;
pub use suppression::{Change, Coverage, End, Suppression, SuppressionTerms};
pub use thing::{EntryRef, ItemRef, ThingKey, ThingRef};
