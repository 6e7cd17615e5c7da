//! Rows of delimited text. A quote that is never closed costs the line it stands on and no other.

use csv::{ReaderBuilder, StringRecord};
use model::{Fault, Location};

/// A row may hold this many line breaks inside quotes.
const MAX_LINES: usize = 100;

/// Rows of a delimited text, each with its line, or the fault of a line that is none.
pub(crate) struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    columns: usize,
    /// Where the current reader began.
    offset: usize,
    line: u64,
    reader: csv::Reader<&'a [u8]>,
}

/// One row.
pub(crate) struct Row {
    /// The line it starts on.
    pub(crate) line: u64,
    /// Its values, as many as the text has columns.
    pub(crate) values: StringRecord,
}

impl<'a> Rows<'a> {
    /// Rows of `columns` values from `offset` on, which stands at the start of line `line`.
    pub(crate) fn new(text: &'a str, delimiter: u8, columns: usize, offset: usize, line: u64) -> Self {
        Self { text, delimiter, columns, offset, line, reader: reader(&text[offset..], delimiter) }
    }

    fn resume_after_line(&mut self, start: usize, line: u64) {
        let length = memchr::memchr(b'\n', &self.text.as_bytes()[start..])
            .map_or(self.text.len() - start, |at| at + 1);
        self.offset = start + length;
        self.line = line + 1;
        self.reader = reader(&self.text[self.offset..], self.delimiter);
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut values = StringRecord::new();
        loop {
            match self.reader.read_record(&mut values) {
                Ok(false) => return None,
                Ok(true) if values.iter().all(|value| value.trim().is_empty()) => continue,
                Ok(true) => {}
                // Text is valid UTF-8 and rows may have any length: there is nothing else to go wrong.
                Err(error) => return Some(Err(Fault::fatal(Location::line(self.line), error.to_string()))),
            }
            let (byte, line) =
                values.position().map_or((0, 1), |position| (position.byte(), position.line()));
            let line = self.line + line - 1;
            let start = self.offset + usize::try_from(byte).unwrap_or_default();
            // The reader counts from before the empty lines that it passed over.
            let blank = self.text[start..].bytes().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            let line =
                line + memchr::memchr_iter(b'\n', &self.text.as_bytes()[start..start + blank]).count() as u64;
            let start = start + blank;
            let end = self.offset + usize::try_from(self.reader.position().byte()).unwrap_or_default();
            let row = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']).as_bytes();
            let breaks = memchr::memchr_iter(b'\n', row).count();
            let quotes = || memchr::memchr_iter(b'"', row).count();
            let closed = breaks == 0 || (breaks <= MAX_LINES && quotes() % 2 == 0);
            if values.len() == self.columns && closed {
                return Some(Ok(Row { line, values }));
            }
            let what = if breaks > 0 {
                self.resume_after_line(start, line);
                "a quotation mark is not closed".to_owned()
            } else {
                format!("{} columns where there should be {}", values.len(), self.columns)
            };
            return Some(Err(Fault::record(Location::line(line), what)));
        }
    }
}

/// The number of columns of the first row that is not empty.
pub(crate) fn column_count(text: &str, delimiter: u8) -> usize {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut values = StringRecord::new();
    match reader(first, delimiter).read_record(&mut values) {
        Ok(true) => values.len(),
        _ => 0,
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let read: Vec<String> = Rows::new(text, b',', 2, 0, 1)
            .map(|row| match row {
                Ok(row) => format!("{}: {}", row.line, row.values.iter().collect::<Vec<_>>().join("|")),
                Err(fault) => fault.to_string(),
            })
            .collect();
        assert_eq!(read, expected);
    }

    #[test]
    fn a_bad_row_costs_no_other() {
        check("a,b\n\nc,d\n", &["1: a|b", "3: c|d"]);
        check("a,b,c\nd,e\n", &["line 1: 3 columns where there should be 2", "2: d|e"]);
        check("a,\"b\nc\"\nd,e", &["1: a|b\nc", "3: d|e"]);
        check("a,\"b\r\nc,\"d\"\r\ne,f\r\n", &["line 1: a quotation mark is not closed", "2: c|d", "3: e|f"]);
        check("a,\"b\nc,d\ne,f\n", &["line 1: a quotation mark is not closed", "2: c|d", "3: e|f"]);
        check("a,\"b\nc,\"d\"\ne,f\n", &["line 1: a quotation mark is not closed", "2: c|d", "3: e|f"]);
        check("", &[]);
    }
}
