//! `doctor`: everything that can be wrong with a node, what was found, and what to do.

use crate::cli::{DoctorArgs, Home, ShowFormat};
use crate::clock::SystemClock;
use crate::commands::output;
use crate::exit::Exit;
use crate::{folder, table};
use jiff::SignedDuration;
use model::Clock;
use node::doctor::{Check, Health, examine};
use serde_json::{Value, json};
use std::sync::Arc;
use web::TlsFiles;

/// A certificate is to be renewed so long before it expires.
const RENEW: SignedDuration = SignedDuration::from_hours(24 * 14);

/// `doctor`.
pub async fn doctor(arguments: DoctorArgs, data: Home) -> anyhow::Result<Exit> {
    let place = folder::place(data)?;
    let mut checks = examine(&place, Arc::new(SystemClock)).await;
    let files = arguments.tls_cert.zip(arguments.tls_key);
    checks.extend(files.map(|(certificate, key)| tls(&TlsFiles { certificate, key })));
    match arguments.format {
        ShowFormat::Json => {
            let checks: Vec<Value> = checks.iter().map(check_json).collect();
            output::print_line(&serde_json::to_string_pretty(&checks)?)?;
        }
        ShowFormat::Table => output::print(&in_words(&checks))?,
    }
    let worst = checks.iter().map(|check| check.health).max();
    Ok(if worst == Some(Health::Broken) { Exit::Alarm } else { Exit::Done })
}

fn tls(files: &TlsFiles) -> Check {
    let validity = match files.look() {
        Ok(validity) => validity,
        Err(what) => return Check::broken("TLS", what, "give a PEM certificate with its chain, and its key"),
    };
    let until = validity.until.strftime("%Y-%m-%d %H:%M UTC");
    match validity.left(SystemClock.now()) {
        None => {
            let from = validity.from.strftime("%Y-%m-%d %H:%M UTC");
            Check::broken("TLS", format!("the certificate stands from {from} to {until} only"), "renew it")
        }
        Some(left) if left < RENEW => {
            Check::watch("TLS", format!("the certificate expires on {until}"), "renew it")
        }
        Some(_) => Check::good("TLS", format!("certificate and key belong together; good until {until}")),
    }
}

fn in_words(checks: &[Check]) -> String {
    let layout = table::Layout::of_weights(&[2, 2, 9, 9]);
    let mut text = layout.header(&["what", "health", "found", "what to do"].map(str::to_owned));
    for check in checks {
        text.push_str(&layout.row(&[
            check.what.to_owned(),
            check.health.as_str().to_owned(),
            check.found.clone(),
            check.remedy.clone(),
        ]));
    }
    text
}

fn check_json(check: &Check) -> Value {
    json!({ "what": check.what, "health": check.health.as_str(), "found": check.found, "remedy": check.remedy })
}
