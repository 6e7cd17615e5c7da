//! `demo`: the whole path once, on fictional lists and customers: import, index, screen, explain, what next.

use super::lists::in_words;
use super::{faults, output};
use crate::alerts::AlertTable;
use crate::cli::DemoArgs;
use crate::clock::SystemClock;
use crate::exit::Exit;
use crate::{examples, progress};
use anyhow::Context;
use language::Catalogue;
use model::{Clock, Fault, Subject};
use node::intake::{IntakeOptions, Subjects};
use node::screening::{Sink, Tally, screen};
use node::{Acceptance, FetchSettings, Index, Match, Node, NodeError, ScreenOptions};
use std::fs::File;
use std::io::{self, Stdout};
use std::path::Path;
use std::sync::Arc;

/// `demo`.
pub async fn demo(arguments: DemoArgs) -> anyhow::Result<Exit> {
    let temporary = tempfile::tempdir().context("cannot make a temporary folder; name one with --keep")?;
    let folder = arguments.keep.as_deref().unwrap_or(temporary.path());
    let shelf = folder.join("examples");
    examples::unpack(&shelf).with_context(|| format!("cannot write to {}", shelf.display()))?;

    say("Entente demo. Every list and every customer here is fictional; nothing leaves this machine.\n")?;
    say("1. Importing the example lists, one in each format")?;
    let mut node = Node::open(folder, Arc::new(SystemClock)).await?;
    for list in node.sources_mut().add_file(&shelf.join(examples::SOURCES))? {
        let spinner = progress::spinner(format!("importing {list}"));
        let outcome = node.fetch(&list, &FetchSettings::default(), Acceptance::ByTheRules).await;
        spinner.finish_and_clear();
        say(&format!("   {}", in_words(&outcome?)))?;
    }

    let spinner = progress::spinner("building the index");
    let index = node.index(&|| ()).await;
    spinner.finish_and_clear();
    let index = index?.index;
    say(&format!(
        "   {} entries with {} names are ready to screen against",
        index.entry_count(),
        index.name_count()
    ))?;

    let words = Catalogue::new(arguments.language);
    say("\n2. Screening the example customers: names in English, Russian, Urdu and Arabic\n")?;
    let tally = screen_customers(&index, &shelf, words)?;
    say(&format!(
        "\n   {} customers screened, {} alerted, {} matches. The others leave no trace.",
        tally.subjects, tally.alerted, tally.matches
    ))?;
    say(&what_next(arguments.keep.as_deref()))?;
    node.close().await;
    Ok(Exit::Done)
}

/// Screens every customer file into one table.
fn screen_customers(index: &Index, shelf: &Path, words: Catalogue) -> anyhow::Result<Tally> {
    let options = ScreenOptions { top: 3, ..ScreenOptions::on(SystemClock.today()) };
    let mut sink = DemoSink { alerts: AlertTable::new(io::stdout(), words).brief(), faults: Vec::new() };
    let mut sum = Tally::default();
    for name in examples::customers() {
        let path = shelf.join(name);
        let file = File::open(&path).map_err(|error| NodeError::File { path, error })?;
        let bar = progress::bytes(file.metadata().ok().map(|data| data.len()));
        let reader = progress::Watched::new(file, bar.clone());
        let subjects = Subjects::open(reader, name, &IntakeOptions::default())?;
        let tally = screen(index, subjects, &options, 2, &mut sink)?;
        bar.finish_and_clear();
        sink.faults.drain(..).for_each(|fault| eprintln!("{}", faults::line(name, &fault)));
        sum.subjects += tally.subjects;
        sum.alerted += tally.alerted;
        sum.matches += tally.matches;
    }
    sink.alerts.end().map_err(NodeError::Output)?;
    Ok(sum)
}

fn what_next(kept: Option<&Path>) -> String {
    let first = match kept {
        Some(folder) => {
            let folder = folder.display();
            let customers = examples::customers().next().unwrap_or_default();
            format!(
                "   Look into what the demo left in {folder}:
     entente lists status --data {folder}
     entente screen {folder}/examples/{customers} --data {folder} --format jsonl"
            )
        }
        None => "   Keep the demo's data to look into them:
     entente demo --keep ./demo-data"
            .into(),
    };
    format!(
        "
3. What to do next
{first}
   Screen against the real lists:
     entente lists fetch un-sc ofac-sdn          (or: entente lists import FILE)
     entente screen customers.csv --format csv --out alerts.csv
   See how two names meet:
     entente compare 'Nabeel Munir' 'نبیل منیر'
   Every command explains itself: entente help, entente screen --help
   See it in the browser, filled with these examples, in English, Russian and Urdu:
     entente serve --demo"
    )
}

fn say(text: &str) -> io::Result<()> {
    output::print_line(text)
}

struct DemoSink {
    alerts: AlertTable<Stdout>,
    faults: Vec<Fault>,
}

impl Sink for DemoSink {
    fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        self.alerts.subject(subject, matches)
    }

    fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        self.faults.push(fault.clone());
        Ok(())
    }
}
