//! The audit log: how far it is signed, and what its verification finds.

use super::errors::Failure;
use super::form::Posted;
use super::frame::{Frame, Place, Said, onward, page};
use super::moments::Moment;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use node::audit_log::{AuditOrder, AuditReport, AuditStatus, Finding};
use node::identity::Action;
use node::{NodeError, permissions};
use std::sync::{Mutex, PoisonError};

/// The last verification, kept in memory: reading the whole log is nothing for every look.
#[derive(Debug, Default)]
pub struct LastVerified(Mutex<Option<(Timestamp, AuditReport)>>);

/// What a verification found.
struct Verified {
    when: Moment,
    good: bool,
    leaves: String,
    signed: String,
    checkpoints: String,
    findings: Vec<String>,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    f: Frame,
    title: String,
    status: AuditStatus,
    leaves: String,
    signed: String,
    unsigned: Option<String>,
    may_verify: bool,
    verified: Option<Verified>,
}

/// The page of the log.
pub async fn audit(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    let status = app.node.audit_status(visitor.actor()).await?;
    let f = Frame::of(&visitor, Place::Audit);
    let w = &f.words;
    let may_verify = permissions::may(visitor.actor(), Action::AuditVerify, None);
    let last = app.console.verified.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let unsigned = status.leaves.saturating_sub(status.signed.unwrap_or(0));
    let page_of = AuditPage {
        title: w.say("console-audit"),
        leaves: w.number(status.leaves),
        signed: w.number(status.signed.unwrap_or(0)),
        unsigned: (unsigned > 0).then(|| w.count("console-unsigned-leaves", unsigned)),
        // Nothing can be verified before the first signature.
        may_verify: may_verify && status.key.is_some(),
        verified: last.map(|(at, report)| verified(at, &report, w)),
        status,
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Verifies the whole log.
pub async fn verify(State(app): State<Shared>, Posted { visitor, .. }: Posted) -> Result<Response, Failure> {
    let report = match app.node.verify_audit_log_by(visitor.actor(), AuditOrder::default()).await {
        // Without a key there is nothing to verify with; the page says so.
        Err(NodeError::Usage { .. }) => {
            return Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to("/audit")));
        }
        outcome => outcome?,
    };
    let mut last = app.console.verified.0.lock().unwrap_or_else(PoisonError::into_inner);
    *last = Some((visitor.now, report));
    Ok(onward("/audit", Said::Verified))
}

fn verified(at: Timestamp, report: &AuditReport, words: &Words) -> Verified {
    let found = &report.report;
    Verified {
        when: Moment::new(at, words),
        good: found.is_good(),
        leaves: words.number(found.leaves),
        signed: words.number(found.signed),
        checkpoints: words.number(found.checkpoints),
        findings: found.findings.iter().map(|finding| words.say(finding_key(finding))).collect(),
    }
}

/// What a finding means for whoever reads the log. The places are told by `entente audit verify`.
fn finding_key(finding: &Finding) -> &'static str {
    match finding {
        Finding::Edited(_) => "audit-finding-edited",
        Finding::Deleted(_) => "audit-finding-deleted",
        Finding::Inserted(_) => "audit-finding-inserted",
        Finding::Reordered { .. } => "audit-finding-reordered",
        Finding::Truncated { .. } => "audit-finding-truncated",
        Finding::Forked { .. } => "audit-finding-forked",
        Finding::Changed { .. } => "audit-finding-changed",
        Finding::Checkpoint { .. } => "audit-finding-checkpoint",
        Finding::Tile { .. } => "audit-finding-tile",
        _ => "audit-finding-other",
    }
}
