//! `statement`: what the language versions of a working group's text do not say alike.

use super::{input, output};
use crate::cli::{ShowFormat, StatementArgs, StatementCommand};
use crate::exit::Exit;
use crate::table;
use language::{Argument, Catalogue, Language};
use node::statement::{Flag, check, read};

/// Longer quotations are cut in the table.
const LONGEST_QUOTATION: usize = 60;

/// `statement`.
pub fn statement(command: &StatementCommand) -> anyhow::Result<Exit> {
    match command {
        StatementCommand::Check(arguments) => checked(arguments),
    }
}

fn checked(arguments: &StatementArgs) -> anyhow::Result<Exit> {
    let input = input::open(&arguments.file)?;
    let flags = check(&read(input.bytes, &input.name)?);
    match arguments.format {
        ShowFormat::Json => output::print_line(&serde_json::to_string_pretty(&flags)?)?,
        ShowFormat::Table => output::print(&in_words(&flags, Catalogue::new(arguments.language)))?,
    }
    Ok(if flags.iter().all(|flag| flag.settled.is_some()) { Exit::Done } else { Exit::Alarm })
}

fn in_words(flags: &[Flag], words: Catalogue) -> String {
    let say = |key: &str| words.text(key, &[]);
    let (settled, open): (Vec<&Flag>, Vec<&Flag>) = flags.iter().partition(|flag| flag.settled.is_some());
    let mut text = String::new();
    if !flags.is_empty() {
        let layout = table::Layout::of_weights(&[2, 4, 6, 6, 6]);
        let languages = Language::ALL.map(|language| say(&format!("language-{}", language.code())));
        let titles = [say("heading-paragraph"), say("heading-difference")].into_iter().chain(languages);
        text.push_str(&layout.header(&titles.collect::<Vec<_>>()));
        for flag in open.iter().chain(&settled) {
            text.push_str(&layout.row(&row(flag, words)));
            text.push_str(&layout.line('─'));
        }
    }
    let count = Argument::Count(i64::try_from(open.len()).unwrap_or(i64::MAX));
    text.push_str(&format!("{}\n", words.text("count-flags", &[("count", count)])));
    text
}

fn row(flag: &Flag, words: Catalogue) -> Vec<String> {
    let mut what = words.text(&format!("flag-{}", flag.kind.as_str()), &[]);
    match &flag.settled {
        Some(reason) => {
            what = format!("{what}\n{}", words.text("flag-settled", &[("reason", Argument::Text(reason))]));
        }
        None => what = format!("{what}\n{}", flag.key),
    }
    let said = |language: Language| {
        let places = flag.places.get(language).iter().map(|place| quotation(&place.words));
        let said = places.collect::<Vec<_>>().join("\n");
        if said.is_empty() { words.text("flag-not-said", &[]) } else { said }
    };
    [flag.paragraph.clone(), what].into_iter().chain(Language::ALL.map(said)).collect()
}

fn quotation(words: &str) -> String {
    match words.char_indices().nth(LONGEST_QUOTATION) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}
