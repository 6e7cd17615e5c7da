//! Recognises a list format from the first bytes of a file and its name.

use crate::decode;
use crate::faults::Faults;
use crate::rows::{Rows, column_count};
use crate::{Format, ftm};
use encoding_rs::WINDOWS_1252;

/// How much of a file is looked at.
const HEAD: usize = 64 * 1024;

/// The format of a file, told from its first bytes (a few thousand are enough) and its name. [`Format::Mapped`]
/// is never detected: it needs its mapping file.
pub fn detect(name: &str, bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mut faults = Faults::default();
    let declared = decode::declared_in_xml(head, &mut faults);
    let text = decode::text(head, declared, WINDOWS_1252, &mut faults);
    let text = text.trim_start();
    match text.chars().next()? {
        '<' => xml(text),
        '{' => json_lines(text),
        _ => hmt(text).or_else(|| ofac(name, text)),
    }
}

fn xml(text: &str) -> Option<Format> {
    let root = text.match_indices('<').find_map(|(at, _)| {
        let name = text[at + 1..].split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
        name.starts_with(char::is_alphabetic).then(|| name.rsplit(':').next().unwrap_or(name))
    })?;
    match root {
        "CONSOLIDATED_LIST" => Some(Format::UnXml),
        "sdnList" => Some(Format::OfacXml),
        "Sanctions" => Some(Format::OfacAdvancedXml),
        "export" => {
            (text.contains("fsd/export") || text.contains("<sanctionEntity")).then_some(Format::EuXml)
        }
        "Designations" => Some(Format::UkXml),
        _ => None,
    }
}

fn json_lines(text: &str) -> Option<Format> {
    // The first line may be longer than what was looked at: keys tell as well.
    let line = text.lines().next()?;
    match serde_json::from_str(line) {
        Ok(value) => ftm::recognise(&value),
        Err(_) if line.contains("\"op\"") && line.contains("\"entity\"") => Some(Format::FtmDelta),
        Err(_) if line.contains("\"schema\"") && line.contains("\"properties\"") => Some(Format::Ftm),
        Err(_) => None,
    }
}

fn hmt(text: &str) -> Option<Format> {
    let header = text.lines().take(10).find(|line| line.contains("Group ID"))?;
    header.contains("Name 6").then_some(Format::HmtCsv)
}

fn ofac(name: &str, text: &str) -> Option<Format> {
    let columns = column_count(text, b',');
    let row = Rows::new(text, b',', columns, 0, 1).find_map(Result::ok)?;
    let number = row.values.get(0)?.trim();
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let null = row.values.iter().any(|value| value.trim() == "-0-");
    let alias = matches!(row.values.get(2).map(str::trim), Some("aka" | "fka" | "nka"));
    let comments = name.to_lowercase().contains("comments");
    match columns {
        12 | 6 if null => Some(Format::OfacCsv),
        5 if null || alias => Some(Format::OfacCsv),
        2 if comments => Some(Format::OfacCsv),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: Option<Format>) {
        assert_eq!(detect(name, bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn formats_are_told_apart() {
        check(
            "a",
            b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- x --><CONSOLIDATED_LIST dateGenerated=\"\">",
            Some(Format::UnXml),
        );
        check("a", b"<sdnList xmlns=\"x\">", Some(Format::OfacXml));
        check("a", b"<Sanctions xmlns=\"x\">", Some(Format::OfacAdvancedXml));
        check("a", b"<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\">", Some(Format::EuXml));
        check("a", b"<ns:export xmlns:ns=\"http://eu.europa.ec/fpi/fsd/export\">", Some(Format::EuXml));
        check("a", b"<export>", None);
        check("a", b"<Designations><DateGenerated>", Some(Format::UkXml));
        check("a", b"<html>", None);
        check("a", b"{\"id\":\"x\",\"schema\":\"Person\",\"properties\":{}}\n", Some(Format::Ftm));
        check("a", b"{\"op\":\"DEL\",\"entity\":{\"id\":\"x\"}}\n", Some(Format::FtmDelta));
        check("a", b"{\"id\":\"x\",\"names\":[]}\n", None);
        check(
            "a",
            b"36,\"SAMPLE\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
            Some(Format::OfacCsv),
        );
        check("a", b"36,12,\"aka\",\"SAMPLE\",\"x\"\r\n", Some(Format::OfacCsv));
        check("sdn_comments.csv", b"36,\"rest\"\r\n", Some(Format::OfacCsv));
        check("a", b"36,\"rest\"\r\n", None);
        check("a", b"Last Updated,13/04/2018\nName 6,Name 1,Group ID\n", Some(Format::HmtCsv));
        check("a", b"id,name\n1,Sample\n", None);
        check("a", b"", None);
        check("a", b"\xff\xfe\x00", None);
    }
}
