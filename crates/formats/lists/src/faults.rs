//! Gathers faults without letting a hopeless file fill the memory with them.

use crate::decode::clean;
use model::{Fault, Location, Severity};
use std::collections::HashSet;

/// How many faults of one severity are kept word for word.
const KEPT: usize = 5_000;

/// How long the words of one fault may be.
const MOST_BYTES: usize = 400;

/// Faults in the order of the input; beyond [`KEPT`] of one severity they are only counted.
#[derive(Default)]
pub(crate) struct Faults {
    kept: Vec<Fault>,
    counts: [usize; 3],
}

impl Faults {
    pub(crate) fn push(&mut self, mut fault: Fault) {
        fault.what = one_line(fault.what);
        let count = &mut self.counts[fault.severity as usize];
        *count += 1;
        if *count <= KEPT {
            self.kept.push(fault);
        }
    }

    pub(crate) fn warn(&mut self, location: Location, what: impl Into<String>) {
        self.push(Fault::warning(location, what));
    }

    /// Takes over what a second pass over the same input found, and the first did not.
    pub(crate) fn take_new(&mut self, again: Self) {
        let said: HashSet<String> = self.kept.iter().map(ToString::to_string).collect();
        again
            .finish()
            .into_iter()
            .filter(|fault| !said.contains(&fault.to_string()))
            .for_each(|fault| self.push(fault));
    }

    pub(crate) fn finish(mut self) -> Vec<Fault> {
        for (severity, word) in [(Severity::Warning, "warnings"), (Severity::Record, "lost records")] {
            let more = self.counts[severity as usize].saturating_sub(KEPT);
            if more > 0 {
                let what = format!("{more} further {word} are not shown one by one");
                self.kept.push(Fault { severity, ..Fault::warning(Location::default(), what) });
            }
        }
        self.kept
    }
}

/// Faults quote the input: line breaks and endless names would spoil every report they stand in.
fn one_line(what: String) -> String {
    if what.len() <= MOST_BYTES && !what.contains(char::is_control) {
        return what;
    }
    let clean = clean(&what);
    match clean.len() <= MOST_BYTES {
        true => clean,
        false => format!("{}…", &clean[..clean.floor_char_boundary(MOST_BYTES)]),
    }
}

/// At most 60 characters of a text, for quoting in a fault.
pub(crate) fn quote(text: &str) -> String {
    match text.char_indices().nth(60) {
        None => format!("{text:?}"),
        Some((at, _)) => format!("{:?}…", &text[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted() {
        let mut faults = Faults::default();
        for line in 0..KEPT as u64 + 3 {
            faults.warn(Location::line(line), "odd");
        }
        let faults = faults.finish();
        assert_eq!(faults.len(), KEPT + 1);
        assert_eq!(faults.last().unwrap().what, "3 further warnings are not shown one by one");
    }
}
