//! Faults on standard error: the first ones in full, the rest counted.

use model::{Fault, Severity};

/// So many faults of one input are printed.
const SHOWN: usize = 20;

/// Prints what was left out of an input, and says whether anything was. Warnings, where values were kept but look
/// odd, are only counted: `where_all` says where to read them.
pub fn report(name: &str, faults: &[Fault], where_all: &str) -> bool {
    let lost: Vec<&Fault> = faults.iter().filter(|fault| loses_a_record(fault)).collect();
    for fault in lost.iter().take(SHOWN) {
        eprintln!("{}", line(name, fault));
    }
    if lost.len() > SHOWN {
        eprintln!("{name}: … and {} more left out", lost.len() - SHOWN);
    }
    if !faults.is_empty() {
        eprintln!("{name}: {}{where_all}", counted(faults));
    }
    !lost.is_empty()
}

/// Whether a record, or more, was left out.
pub fn loses_a_record(fault: &Fault) -> bool {
    fault.severity >= Severity::Record
}

/// One fault in a line.
pub fn line(name: &str, fault: &Fault) -> String {
    let severity = match fault.severity {
        Severity::Warning => "warning",
        Severity::Record => "left out",
        Severity::Fatal => "stopped",
    };
    format!("{name}: {severity}: {fault}")
}

/// Counts of faults in words: "records left out: 2, warnings: 5".
pub fn counted(faults: &[Fault]) -> String {
    let lost = faults.iter().filter(|fault| loses_a_record(fault)).count();
    let warnings = faults.len() - lost;
    match (lost, warnings) {
        (0, 0) => "no faults".into(),
        (0, warnings) => format!("warnings: {warnings}"),
        (lost, 0) => format!("records left out: {lost}"),
        (lost, warnings) => format!("records left out: {lost}, warnings: {warnings}"),
    }
}
