//! `screen`: subjects in, alerts out.

use super::input::{self, Input};
use super::output::Output;
use super::{faults, output};
use crate::alerts::AlertTable;
use crate::cli::{Home, InputFormat, ResultFormat, ScreenArgs};
use crate::exit::Exit;
use crate::{folder, progress, table};
use anyhow::Context;
use indicatif::ProgressBar;
use language::{Catalogue, Language};
use model::{Clock, Fault, ListId, Subject};
use node::intake::{ColumnMap, IntakeOptions, SubjectFormat, Subjects};
use node::report::{Form, Report};
use node::screening::{Sink, Tally, screen as run};
use node::{
    Index, ListInput, Match, NodeError, ScreenOptions, SourceBook, explain, group_files, index_of_files,
};
use std::io::{self, Write};
use std::path::Path;
use std::thread::available_parallelism;

/// `screen`.
pub async fn screen(arguments: ScreenArgs, data: Home) -> anyhow::Result<Exit> {
    if arguments.explain_threshold {
        explain_threshold(arguments.language.unwrap_or_default(), arguments.input.is_none())?;
    }
    let Some(input) = &arguments.input else { return Ok(Exit::Done) };
    let today = arguments.on.unwrap_or_else(|| crate::clock::SystemClock.today());
    let (index, lists_were_faulty) = open_index(&arguments, data, today).await?;
    let options = options(&arguments, &index, today)?;
    let intake = intake_options(&arguments)?;

    let Input { bytes, name, size } = input::open(input)?;
    let bar = progress::bytes(size);
    let subjects = Subjects::open(progress::Watched::new(bytes, bar.clone()), &name, &intake)?;
    let output = Output::open(arguments.out.as_deref())?;
    let out = output.writer()?;
    let threads = arguments.threads.or_else(|| available_parallelism().ok().map(Into::into)).unwrap_or(1);
    let tally = match form(arguments.format) {
        Some(form) => {
            let report = Report::begin(out, form, arguments.language.map(Catalogue::new));
            let mut sink = ReportSink {
                report: report.map_err(NodeError::Output)?,
                faults: Faults::new(name, bar.clone()),
            };
            let tally = run(&index, subjects, &options, threads, &mut sink)?;
            sink.report.end().map_err(NodeError::Output)?;
            sink.faults.end();
            tally
        }
        None => {
            let alerts = AlertTable::new(out, Catalogue::new(arguments.language.unwrap_or_default()));
            let mut sink = TableSink { alerts, faults: Faults::new(name, bar.clone()) };
            let tally = run(&index, subjects, &options, threads, &mut sink)?;
            sink.alerts.end().map_err(NodeError::Output)?;
            sink.faults.end();
            tally
        }
    };
    output.keep()?;
    bar.finish_and_clear();
    eprintln!("{}", in_words(&tally));
    Ok(if tally.lost > 0 || lists_were_faulty { Exit::Faulty } else { Exit::Done })
}

fn in_words(tally: &Tally) -> String {
    let mut text =
        format!("{} subjects screened, {} alerted, {} matches", tally.subjects, tally.alerted, tally.matches);
    if tally.lost > 0 {
        text.push_str(&format!("; rows left out: {}", tally.lost));
    }
    if tally.warnings > 0 {
        text.push_str(&format!("; warnings: {}", tally.warnings));
    }
    text
}

/// The index to screen against: of the files that were named, else the node's. Also whether records of the files
/// were left out.
async fn open_index(
    arguments: &ScreenArgs,
    data: Home,
    today: jiff::civil::Date,
) -> anyhow::Result<(Index, bool)> {
    if arguments.lists_from.is_empty() {
        let node = folder::open(data).await?;
        warn_of_lists(&node, today).await?;
        let spinner = progress::spinner("opening the index");
        let index = node.index(&|| spinner.set_message("lists have changed: building the index")).await;
        spinner.finish_and_clear();
        return Ok((index?.index, false));
    }
    let files = arguments.lists_from.iter().map(|path| ListInput::read(path));
    let groups = group_files(files.collect::<Result<_, _>>()?, None);
    let mapping = arguments.mapping.as_deref().map(read_mapping).transpose()?;
    let spinner = progress::spinner("reading the lists");
    let read = index_of_files(&groups, mapping.as_deref(), &SourceBook::builtin());
    spinner.finish_and_clear();
    let read = read?;
    let mut any_lost = false;
    for (name, of_file) in read.faults {
        any_lost |= faults::report(&name, &of_file, "");
    }
    Ok((read.index, any_lost))
}

fn read_mapping(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read the mapping file {}", path.display()))
}

/// Lists that are out of date or expired make a screening worth less: say so, whatever the results.
async fn warn_of_lists(node: &node::Node, today: jiff::civil::Date) -> anyhow::Result<()> {
    for list in node.status().await? {
        match (list.state, list.age_days, list.expires_on) {
            (node::ListState::TooOld, Some(age), _) => {
                eprintln!(
                    "warning: list {} was last known to be current {age} days ago; renew it with `entente lists fetch`",
                    list.id
                );
            }
            (node::ListState::Expired, _, Some(date)) if date < today => {
                eprintln!("warning: list {} expired after {date} and does not match", list.id);
            }
            _ => {}
        }
    }
    Ok(())
}

fn options(arguments: &ScreenArgs, index: &Index, today: jiff::civil::Date) -> anyhow::Result<ScreenOptions> {
    let known: Vec<&str> = index.lists().iter().map(|list| list.id.0.as_str()).collect();
    if let Some(unknown) = arguments.lists.iter().find(|list| !known.contains(&list.as_str())) {
        return Err(NodeError::Usage {
            what: format!("there is no list {unknown} to screen against"),
            remedy: format!("the lists are {}", known.join(", ")),
        }
        .into());
    }
    // The reason is a part of the table and of CSV: only JSON can do without it by itself.
    Ok(ScreenOptions {
        operating_point: arguments.operating_point,
        min_score: arguments.min_score,
        top: arguments.top,
        lists: (!arguments.lists.is_empty()).then(|| arguments.lists.iter().cloned().map(ListId).collect()),
        explain: !arguments.no_explain,
        scoring: arguments.scoring,
        ..ScreenOptions::on(today)
    })
}

fn intake_options(arguments: &ScreenArgs) -> anyhow::Result<IntakeOptions> {
    let mut columns = ColumnMap::default();
    for column in &arguments.columns {
        columns.add(column)?;
    }
    Ok(IntakeOptions {
        format: arguments.input_format.map(|format| match format {
            InputFormat::Csv => SubjectFormat::Csv,
            InputFormat::Jsonl => SubjectFormat::JsonLines,
        }),
        encoding: arguments.encoding.clone(),
        columns,
        schema: arguments.schema,
    })
}

fn form(format: ResultFormat) -> Option<Form> {
    match format {
        ResultFormat::Table => None,
        ResultFormat::Json => Some(Form::Json),
        ResultFormat::Jsonl => Some(Form::JsonLines),
        ResultFormat::Csv => Some(Form::Csv),
    }
}

/// The operating points as measured. On standard output when nothing else goes there.
fn explain_threshold(language: Language, alone: bool) -> anyhow::Result<()> {
    let words = Catalogue::new(language);
    let heading = |key: &str| words.text(key, &[]);
    let titles = [
        heading("heading-operating-point"),
        heading("heading-threshold"),
        heading("heading-false-alarms"),
        heading("heading-recall"),
        String::new(),
    ];
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let rows: Vec<Vec<String>> = explain::operating_points(words).into_iter().map(Vec::from).collect();
    let text = table::small(&titles, &rows);
    match alone {
        true => output::print(&text)?,
        false => eprint!("{text}"),
    }
    Ok(())
}

/// Faults of the input as they come; the first ones in full.
struct Faults {
    name: String,
    bar: ProgressBar,
    seen: u64,
}

impl Faults {
    const SHOWN: u64 = 100;

    fn new(name: String, bar: ProgressBar) -> Self {
        Self { name, bar, seen: 0 }
    }

    fn take(&mut self, fault: &Fault) {
        self.seen += 1;
        if self.seen <= Self::SHOWN {
            self.bar.suspend(|| eprintln!("{}", faults::line(&self.name, fault)));
        }
    }

    fn end(&self) {
        if self.seen > Self::SHOWN {
            eprintln!("{}: … and {} more", self.name, self.seen - Self::SHOWN);
        }
    }
}

struct ReportSink<W: Write> {
    report: Report<W>,
    faults: Faults,
}

impl<W: Write> Sink for ReportSink<W> {
    fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        self.report.subject(subject, matches)
    }

    fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        self.faults.take(fault);
        Ok(())
    }
}

struct TableSink<W: Write> {
    alerts: AlertTable<W>,
    faults: Faults,
}

impl<W: Write> Sink for TableSink<W> {
    fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        let alerts = &mut self.alerts;
        self.faults.bar.suspend(|| alerts.subject(subject, matches))
    }

    fn fault(&mut self, fault: &Fault) -> io::Result<()> {
        self.faults.take(fault);
        Ok(())
    }
}
