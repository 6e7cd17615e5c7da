//! Statements of a working group, read from files and checked language against language.

use crate::NodeError;
use language::Language;
use std::io::Read;
pub use working_group::{Flag, Statement, check};

/// A statement of more bytes is none.
const LARGEST: u64 = 16 << 20;

/// A text of more characters is no paragraph: something was pasted with its markup.
const LONGEST: usize = 20_000;

/// Reads a statement from JSON: `paragraphs` with `id`, `en`, `ru`, `ur`, and, where known, `people` of the delegations with
/// their names in each language and `settled` flags with reasons.
///
/// # Errors
/// When the input cannot be read, is larger than 16 MB, is no such JSON, or names two paragraphs alike, or one is longer
/// than 20,000 characters.
pub fn read(input: impl Read, name: &str) -> Result<Statement, NodeError> {
    let mut bytes = Vec::new();
    let read = input.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| NodeError::Input { name: name.to_owned(), error })?;
    if bytes.len() as u64 > LARGEST {
        return Err(unusable(name, "it is larger than 16 MB", "check that it is a statement"));
    }
    let statement: Statement = serde_json::from_slice(&bytes).map_err(|error| {
        let remedy =
            "a statement is JSON with paragraphs, each with id, en, ru and ur; docs/cli.md has an example";
        unusable(name, &error.to_string(), remedy)
    })?;
    for paragraph in &statement.paragraphs {
        for language in Language::ALL {
            let length = paragraph.text(language).chars().count();
            if length > LONGEST {
                let why =
                    format!("paragraph {} has {length} characters in {}", paragraph.id, language.code());
                return Err(unusable(
                    name,
                    &why,
                    "at most 20,000 are a paragraph; paste the text without its markup",
                ));
            }
        }
    }
    let mut ids: Vec<&str> = statement.paragraphs.iter().map(|paragraph| paragraph.id.as_str()).collect();
    ids.sort_unstable();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => {
            Err(unusable(name, &format!("two paragraphs are called {:?}", pair[0]), "give each its own id"))
        }
        None => Ok(statement),
    }
}

fn unusable(name: &str, why: &str, remedy: &str) -> NodeError {
    NodeError::Usage { what: format!("{name} is no statement: {why}"), remedy: remedy.to_owned() }
}
