//! Tells what became of signed leaves: walks what was signed and what is there side by side.

use crate::{Finding, Hash, Places};
use std::collections::HashSet;

/// What is wrong with `there`, of which `signed` was signed. What follows the signed leaves is not told of.
pub(crate) fn compare(signed: &[Hash], there: &[Hash]) -> Vec<Finding> {
    let (known, present) = (set(signed), set(there));
    let mut findings = Findings::default();
    let (mut at, mut seen) = (0, 0);
    while let Some(wanted) = signed.get(at) {
        let Some(found) = there.get(seen) else {
            findings.0.push(Finding::Truncated { kept: there.len() as u64, signed: signed.len() as u64 });
            break;
        };
        let place = at as u64;
        match (known.contains(&found.0), present.contains(&wanted.0)) {
            _ if found == wanted => {
                at += 1;
                seen += 1;
            }
            (false, false) => {
                findings.add(Finding::Edited, place);
                at += 1;
                seen += 1;
            }
            (false, true) => {
                findings.add(Finding::Inserted, seen as u64);
                seen += 1;
            }
            (true, false) => {
                findings.add(Finding::Deleted, place);
                at += 1;
            }
            (true, true) => {
                findings.0.push(Finding::Reordered { first: place });
                break;
            }
        }
    }
    findings.0
}

fn set(hashes: &[Hash]) -> HashSet<[u8; 32]> {
    hashes.iter().map(|hash| hash.0).collect()
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a place to the finding of its neighbours, or as one of its own.
    fn add(&mut self, kind: fn(Places) -> Finding, place: u64) {
        let last = match self.0.last() {
            Some(Finding::Edited(places) | Finding::Deleted(places) | Finding::Inserted(places)) => *places,
            _ => return self.0.push(kind(Places::one(place))),
        };
        let goes_on = self.0.last() == Some(&kind(last)) && last.last + 1 == place;
        if goes_on {
            self.0.pop();
            self.0.push(kind(Places { first: last.first, last: place }));
        } else {
            self.0.push(kind(Places::one(place)));
        }
    }
}
