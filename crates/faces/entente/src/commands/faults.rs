//! Faults on standard error: the first ones in full, the rest counted.

use model::{Fault, Severity};

/// So many faults of one input are printed.
const SHOWN: usize = 20;

/// Prints what was wrong with an input and says whether records were lost.
pub fn report(name: &str, faults: &[Fault], rest: &str) -> bool {
    for fault in faults.iter().take(SHOWN) {
        eprintln!("{}", line(name, fault));
    }
    if faults.len() > SHOWN {
        eprintln!("{name}: … and {} more{rest}", faults.len() - SHOWN);
    }
    faults.iter().any(loses_a_record)
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

/// Counts of faults in words: "2 records left out, 5 warnings".
pub fn counted(faults: &[Fault]) -> String {
    let lost = faults.iter().filter(|fault| loses_a_record(fault)).count();
    let warnings = faults.len() - lost;
    match (lost, warnings) {
        (0, 0) => "no faults".into(),
        (0, warnings) => format!("{warnings} warnings"),
        (lost, 0) => format!("{lost} records left out"),
        (lost, warnings) => format!("{lost} records left out, {warnings} warnings"),
    }
}
