//! Tables of text that may run either way. Cells are wrapped here, line by line, so that every line closes what it
//! isolates: a name in Arabic letters never reorders the columns beside it.

use std::borrow::Cow;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// The width of lines when output goes to no terminal.
const WIDTH: u16 = 120;

/// What stands between two columns.
const GAP: &str = "  ";

/// Columns with their widths; rows may be printed as they come.
pub struct Layout {
    widths: Vec<usize>,
}

impl Layout {
    /// Shares the width of the terminal out by weight.
    pub fn of_weights(weights: &[usize]) -> Self {
        let (_, columns) = console::Term::stdout().size_checked().unwrap_or((0, WIDTH));
        Self::of_width(usize::from(columns).clamp(60, 180), weights)
    }

    fn of_width(width: usize, weights: &[usize]) -> Self {
        let room = width.saturating_sub(GAP.len() * (weights.len() - 1));
        let total: usize = weights.iter().sum();
        Self { widths: weights.iter().map(|weight| (room * weight / total).max(6)).collect() }
    }

    /// As wide as the widest cell of each column.
    fn fitting(rows: &[Vec<String>]) -> Self {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.flat_map(|cell| cell.lines()).map(UnicodeWidthStr::width).max().unwrap_or(0).max(1)
        };
        Self { widths: (0..columns).map(widest).collect() }
    }

    /// The titles with a line under them.
    pub fn header(&self, titles: &[String]) -> String {
        format!("{}{}", self.row(titles), self.line('═'))
    }

    /// A line over the whole width.
    pub fn line(&self, sign: char) -> String {
        let width = self.widths.iter().sum::<usize>() + GAP.len() * (self.widths.len() - 1);
        let mut line = String::from(sign).repeat(width);
        line.push('\n');
        line
    }

    /// One row of as many lines as its tallest cell needs.
    pub fn row(&self, cells: &[String]) -> String {
        let cells: Vec<Vec<String>> =
            cells.iter().zip(&self.widths).map(|(text, width)| wrapped(text, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let mut row = String::new();
        for at in 0..height {
            let parts: Vec<String> = cells
                .iter()
                .zip(&self.widths)
                .map(|(lines, width)| padded(lines.get(at).map_or("", String::as_str), *width))
                .collect();
            row.push_str(parts.join(GAP).trim_end());
            row.push('\n');
        }
        row
    }
}

/// A table whose columns are as wide as they need to be.
pub fn small(titles: &[&str], rows: &[Vec<String>]) -> String {
    let titles: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
    let all: Vec<Vec<String>> = std::iter::once(titles.clone()).chain(rows.iter().cloned()).collect();
    let layout = Layout::fitting(&all);
    let mut table = layout.header(&titles);
    table.extend(rows.iter().map(|row| layout.row(row)));
    table
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The lines of a text, none wider than `width`, each closing its isolates.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(true);
    text.lines().flat_map(|paragraph| balanced(textwrap::wrap(paragraph, &options))).collect()
}

/// Closes at the end of each line what is open, and opens it again on the next.
fn balanced(lines: Vec<Cow<'_, str>>) -> Vec<String> {
    let mut open = 0usize;
    lines
        .into_iter()
        .map(|line| {
            let mut whole = String::from(FIRST_STRONG_ISOLATE).repeat(open);
            whole.push_str(&line);
            for c in line.chars() {
                match c {
                    FIRST_STRONG_ISOLATE => open += 1,
                    POP_ISOLATE => open = open.saturating_sub(1),
                    _ => {}
                }
            }
            whole.extend(std::iter::repeat_n(POP_ISOLATE, open));
            isolated(&whole).into_owned()
        })
        .collect()
}

/// The text isolated, when it holds letters that run from right to left.
pub fn isolated(text: &str) -> Cow<'_, str> {
    match text.chars().any(runs_right_to_left) {
        true => language::isolate(text).into(),
        false => text.into(),
    }
}

/// Hebrew, Arabic and their neighbours, up to the presentation forms and the scripts beyond the first plane.
fn runs_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{0590}'..='\u{08FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Isolates are shown as ‹ ›.
    fn shown(text: &str) -> String {
        text.replace(FIRST_STRONG_ISOLATE, "‹").replace(POP_ISOLATE, "›")
    }

    #[track_caller]
    fn check(text: &str, width: usize, expected: &[&str]) {
        let lines = wrapped(text, width);
        let seen: Vec<String> = lines.iter().map(|line| shown(line)).collect();
        assert_eq!(seen, expected);
        assert!(lines.iter().all(|line| line.width() <= width), "{seen:?} is wider than {width}");
    }

    #[test]
    fn lines_close_what_they_isolate() {
        check("one two three", 8, &["one two", "three"]);
        check("نبیل منیر", 20, &["‹نبیل منیر›"]);
        check("\u{2068}نبیل منیر\u{2069} is it", 6, &["‹‹نبیل››", "‹‹منیر››", "is it"]);
        check("\u{2068}Oleg Primerov\u{2069}", 7, &["‹Oleg›", "‹Primero›", "‹v›"]);
    }

    #[test]
    fn isolates_take_no_room() {
        let table =
            small(&["name", "n"], &[vec!["نبیل".into(), "1".into()], vec!["Олег".into(), "2".into()]]);
        assert_eq!(shown(&table), "name  n\n═══════\n‹نبیل›  1\nОлег  2\n");
    }

    #[test]
    fn cells_of_a_row_stand_beside_each_other() {
        let layout = Layout::of_width(20, &[1, 1]);
        assert_eq!(layout.row(&["a b c d e f".into(), "x\ny".into()]), "a b c d e  x\nf          y\n");
    }
}
