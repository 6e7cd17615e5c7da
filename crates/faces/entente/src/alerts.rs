//! Alerts as a table for people: who, which entry, how sure, and why.

use crate::table::Layout;
use language::Catalogue;
use model::Subject;
use node::{Match, explain};
use std::io::{self, Write};

/// Prints alerts as they come.
pub struct AlertTable<W: Write> {
    out: W,
    words: Catalogue,
    layout: Layout,
    /// Only the best match of a subject is given with its reason.
    brief: bool,
    alerts: u64,
}

impl<W: Write> AlertTable<W> {
    /// A table in a language.
    pub fn new(out: W, words: Catalogue) -> Self {
        Self { out, words, layout: Layout::of_weights(&[5, 6, 3, 11]), brief: false, alerts: 0 }
    }

    /// The same table with only the best reason for each subject.
    pub fn brief(self) -> Self {
        Self { brief: true, ..self }
    }

    /// Adds a subject's matches; a subject without any leaves no trace.
    pub fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        if matches.is_empty() {
            return Ok(());
        }
        if self.alerts == 0 {
            let titles = ["heading-subject", "heading-entry", "heading-score", "heading-reason"];
            let titles = titles.map(|key| self.words.text(key, &[]));
            self.out.write_all(self.layout.header(&titles).as_bytes())?;
        }
        self.alerts += 1;
        for (at, found) in matches.iter().enumerate() {
            // The subject is named once; its other matches stand below.
            let who = match at {
                // A number may match where there is no name.
                0 if found.subject_name.is_empty() => {
                    format!("{}\n{}", subject.profile.caption(), subject.id)
                }
                0 => format!("{}\n{}", found.subject_name, subject.id),
                _ => String::new(),
            };
            let reason = match at {
                1.. if self.brief => String::new(),
                _ => explain::reason(found, self.words),
            };
            let row = [
                who,
                format!("{}\n{} · {}", found.entry_name, found.list, found.entry),
                format!(
                    "{}\n{}",
                    self.words.decimal(found.score, 2),
                    self.words.percent(found.probability, 0)
                ),
                reason,
            ];
            self.out.write_all(self.layout.row(&row).as_bytes())?;
        }
        self.out.write_all(self.layout.line('─').as_bytes())
    }

    /// Ends the table, with a reminder of what an alert is.
    pub fn end(mut self) -> io::Result<()> {
        if self.alerts > 0 {
            writeln!(self.out, "{}", self.words.text("decision-is-yours", &[]))?;
        }
        self.out.flush()
    }
}
