//! Bytes to text: byte-order marks, declared encodings, and what to say where the bytes do not fit.

use crate::faults::Faults;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use model::{Fault, Location};
use std::borrow::Cow;

/// How many lines with undecodable bytes are named one by one.
const NAMED_LINES: usize = 100;

/// Decodes a file: by its byte-order mark, else in `declared`, else as UTF-8 when it is valid, else in `fallback`.
/// Text in a single-byte encoding is never valid UTF-8 by chance, so a declaration that such text belies is put right.
/// Bytes that do not fit become U+FFFD, with a warning for their line.
pub(crate) fn text<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
    fallback: &'static Encoding,
    faults: &mut Faults,
) -> Cow<'a, str> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => match declared.or_else(|| utf16_without_mark(bytes)) {
            Some(stated) if stated.is_single_byte() && is_plainly_utf_8(bytes) => {
                let what = format!("the file is declared as {}, but is UTF-8", stated.name());
                faults.push(Fault::warning(Location::line(1), what).remedy("it was read as UTF-8"));
                (UTF_8, bytes)
            }
            Some(encoding) => (encoding, bytes),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
            None => (fallback, bytes),
        },
    };
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        warn_of_lines(&text, encoding, faults);
    }
    text
}

/// The encoding that an XML declaration names, where this program knows it.
pub(crate) fn declared_in_xml(bytes: &[u8], faults: &mut Faults) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = std::str::from_utf8(&head[..end]).ok()?;
    let (_, rest) = declaration.trim_start().strip_prefix("<?xml")?.split_once("encoding")?;
    let label = rest.trim_start_matches([' ', '=']).get(1..)?.split(['"', '\'']).next()?;
    match Encoding::for_label(label.as_bytes()) {
        // A declaration that can be read as ASCII is not in UTF-16, whatever it says.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => None,
        Some(encoding) => Some(encoding),
        None => {
            faults.push(
                Fault::warning(Location::line(1), format!("unknown encoding {label:?}"))
                    .remedy("read as UTF-8 where it is valid"),
            );
            None
        }
    }
}

/// One line of text: trimmed, runs of white space and control characters folded to one space.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || c == '\u{feff}' {
            if !clean.is_empty() && !clean.ends_with(' ') {
                clean.push(' ');
            }
        } else {
            clean.push(c);
        }
    }
    if clean.ends_with(' ') {
        clean.pop();
    }
    clean
}

/// Valid UTF-8 with letters beyond ASCII.
fn is_plainly_utf_8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{' | b'[', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{' | b'[', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn warn_of_lines(text: &str, encoding: &'static Encoding, faults: &mut Faults) {
    let mut lines = 0;
    for (index, line) in text.split('\n').enumerate() {
        if !line.contains('\u{fffd}') {
            continue;
        }
        lines += 1;
        if lines <= NAMED_LINES {
            let what = format!("bytes that are not {}", encoding.name());
            faults.push(
                Fault::warning(Location::line(index as u64 + 1), what)
                    .remedy("they were read as U+FFFD; check the encoding of the file"),
            );
        }
    }
    if lines > NAMED_LINES {
        let more = lines - NAMED_LINES;
        faults.warn(
            Location::default(),
            format!("{more} further lines hold bytes that are not {}", encoding.name()),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, warned_lines: &[u64]) {
        let mut faults = Faults::default();
        let declared = declared_in_xml(bytes, &mut faults);
        assert_eq!(text(bytes, declared, WINDOWS_1252, &mut faults), expected);
        let lines: Vec<u64> = faults.finish().iter().filter_map(|fault| fault.location.line).collect();
        assert_eq!(lines, warned_lines);
    }

    #[test]
    fn decodes_what_lists_come_in() {
        check("\u{feff}Имя".as_bytes(), "Имя", &[]);
        check(b"Jos\xe9", "José", &[]);
        check(b"\xff\xfe<\0a\0", "<a", &[]);
        check(b"<\0a\0", "<a", &[]);
        check(
            b"<?xml version='1.0' encoding='windows-1251'?>\xc8",
            "<?xml version='1.0' encoding='windows-1251'?>И",
            &[],
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\xff\n",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\u{fffd}\n",
            &[2],
        );
        check(
            "<?xml version='1.0' encoding='iso-8859-1'?>Имя".as_bytes(),
            "<?xml version='1.0' encoding='iso-8859-1'?>Имя",
            &[1],
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"klingon\"?>",
            "<?xml version=\"1.0\" encoding=\"klingon\"?>",
            &[1],
        );
    }

    #[test]
    fn cleaning_keeps_letters_and_folds_white_space() {
        assert_eq!(clean("  a\u{a0}\n\t b\0c \u{feff}"), "a b c");
        assert_eq!(clean("\n "), "");
    }
}
