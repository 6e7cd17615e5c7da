//! `audit`: signs the log of what was done, and verifies that nobody changed it since.

use super::replay::replay;
use crate::cli::{AuditCommand, AuditVerifyArgs, Home, ShowFormat};
use crate::commands::output;
use crate::exit::Exit;
use crate::folder;
use anyhow::Context;
use node::Node;
use node::audit_log::{AuditOrder, AuditReport, Finding, SignedLog};
use serde_json::json;
use std::fs;
use std::path::Path;

/// `audit …`.
pub async fn audit(command: AuditCommand, data: Home) -> anyhow::Result<Exit> {
    let node = folder::open(data).await?;
    let exit = match command {
        AuditCommand::Sign => sign(&node).await?,
        AuditCommand::Verify(arguments) => verify(&node, arguments).await?,
        AuditCommand::Replay { alert, format } => replay(&node, alert, format).await?,
        AuditCommand::Restart { reason } => show(&node.restart_audit_log(&reason).await?)?,
    };
    node.close().await;
    Ok(exit)
}

async fn sign(node: &Node) -> anyhow::Result<Exit> {
    show(&node.sign_audit_log().await?)
}

fn show(signed: &SignedLog) -> anyhow::Result<Exit> {
    // The checkpoint alone on the output, so that it can be sent as it is; what to know of it beside.
    eprintln!("leaves signed: {} ({} new); the log's public key:\n{}", signed.size, signed.added, signed.key);
    output::print(&signed.note)?;
    Ok(Exit::Done)
}

async fn verify(node: &Node, arguments: AuditVerifyArgs) -> anyhow::Result<Exit> {
    let checkpoints = arguments.checkpoints.iter().map(|path| read(path)).collect::<anyhow::Result<_>>()?;
    let found = node.verify_audit_log(AuditOrder { keys: arguments.keys, checkpoints }).await?;
    match arguments.format {
        ShowFormat::Json => output::print_line(&serde_json::to_string_pretty(&as_json(&found))?)?,
        ShowFormat::Table => output::print(&in_words(&found))?,
    }
    Ok(if found.report.is_good() { Exit::Done } else { Exit::Alarm })
}

fn read(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let note = fs::read_to_string(path).with_context(|| format!("cannot read the checkpoint {name}"))?;
    Ok((name, note))
}

fn in_words(found: &AuditReport) -> String {
    let report = &found.report;
    let (leaves, signed, checkpoints) = (report.leaves, report.signed, report.checkpoints);
    let mut text = format!("leaves: {leaves}; signed: {signed}; good checkpoints: {checkpoints}\n");
    for finding in &report.findings {
        text.push_str(&told(found, finding));
        text.push('\n');
    }
    if found.keys.len() > 1 {
        text.push_str(&format!("the log had {} names, one after another\n", found.keys.len()));
    }
    if leaves > signed {
        let open = leaves - signed;
        text.push_str(&format!(
            "not signed yet: {open}; nothing shows a change of them; `entente audit sign`\n"
        ));
    }
    if !found.has_copy {
        text.push_str("no copy of the newest checkpoint outside the database: only checkpoints kept elsewhere show a database that was set back\n");
    }
    text.push_str(if report.is_good() {
        "the log is what was signed\n"
    } else {
        "THE LOG IS NOT WHAT WAS SIGNED\n"
    });
    text
}

/// A finding, with checkpoints by their names.
fn told(found: &AuditReport, finding: &Finding) -> String {
    match finding {
        Finding::Checkpoint { number, fault } => {
            format!("checkpoint ({}) is not good: {fault}", found.checkpoints[number - 1])
        }
        finding => finding.to_string(),
    }
}

fn as_json(found: &AuditReport) -> serde_json::Value {
    let report = &found.report;
    json!({
        "good": report.is_good(),
        "leaves": report.leaves,
        "signed": report.signed,
        "checkpoints": report.checkpoints,
        "copy_outside": found.has_copy,
        "keys": found.keys,
        "findings": report.findings.iter().map(|finding| told(found, finding)).collect::<Vec<_>>(),
    })
}
