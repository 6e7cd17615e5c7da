//! Lines of bounded length, with their numbers. An overlong line is skipped, not held. Lines end with LF, CR LF or,
//! where the input's beginning has no LF, with CR alone, as old spreadsheets write them.

use crate::NodeError;
use std::io::BufRead;

/// The longest line that is read: far above any real subject, far below what would hurt.
pub(crate) const LONGEST_LINE: usize = 4 << 20;

/// A physical line without its end.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: u64,
    /// The text; `None` when the line is too long.
    pub(crate) text: Option<String>,
}

/// The lines of an input.
pub(crate) struct Lines<R> {
    input: R,
    name: String,
    number: u64,
    /// What ends a line; told from the first part of the input.
    end: Option<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, name: &str) -> Self {
        Self { input, name: name.to_owned(), number: 0, end: None }
    }

    /// What the input is called in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, NodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        let mut too_long = false;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(NodeError::input(&self.name, error))),
            };
            if available.is_empty() && bytes.is_empty() && !too_long {
                return None;
            }
            let sign = *self.end.get_or_insert_with(|| line_end(available));
            let end = available.iter().position(|&byte| byte == sign);
            let part = &available[..end.unwrap_or(available.len())];
            if bytes.len() + part.len() > LONGEST_LINE {
                too_long = true;
                bytes = Vec::new();
            } else if !too_long {
                bytes.extend_from_slice(part);
            }
            let (used, at_end) =
                (end.map_or(part.len(), |end| end + 1), end.is_some() || available.is_empty());
            self.input.consume(used);
            if at_end {
                break;
            }
        }
        self.number += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        // The decoder before us writes valid UTF-8 only.
        let text = (!too_long).then(|| String::from_utf8_lossy(&bytes).into_owned());
        Some(Ok(Line { number: self.number, text }))
    }
}

/// CR where it alone ends lines. A CR at the very end may yet be followed by LF.
fn line_end(head: &[u8]) -> u8 {
    let (_, before_last) = head.split_last().unwrap_or((&0, &[]));
    if before_last.contains(&b'\r') && !head.contains(&b'\n') { b'\r' } else { b'\n' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn read(text: &str) -> Vec<(u64, Option<String>)> {
        let input = BufReader::with_capacity(7, Cursor::new(text.to_owned()));
        Lines::new(input, "test").map(|line| line.map(|line| (line.number, line.text)).unwrap()).collect()
    }

    #[test]
    fn lines_have_numbers_and_no_ends() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("a\r\nbcdefghijk\n\nz"),
            [(1, some("a")), (2, some("bcdefghijk")), (3, some("")), (4, some("z"))]
        );
        assert_eq!(read(""), []);
        assert_eq!(read("a\rb\rc"), [(1, some("a")), (2, some("b")), (3, some("c"))]);
        assert_eq!(read("abcdef\r\nb"), [(1, some("abcdef")), (2, some("b"))], "an end cut by the buffer");
    }

    #[test]
    fn an_overlong_line_costs_only_itself() {
        let long = "x".repeat(LONGEST_LINE + 1);
        assert_eq!(read(&format!("a\n{long}\nb")), [(1, Some("a".into())), (2, None), (3, Some("b".into()))]);
    }
}
