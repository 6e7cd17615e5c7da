//! Speed on one pinned core, size and memory: screening one name after another, comparing prepared pairs, building
//! and opening the index.

use super::corpus::{Corpus, bytes_of, options, real_lists};
use super::report::{Goal, Report, Table, thousands};
use super::stats::quantile;
use super::{now, probe};
use crate::project::Project;
use anyhow::{Context, Result};
use matching::{Comparer, Index, Prepared, Screener};
use model::{Entity, Family, ListId, Name, Schema};
use std::time::Duration;

/// Names that the index holds when queries are timed.
const NAMES: usize = 100_000;
/// Runs, of which the best counts.
const RUNS: usize = 5;

/// What one run over all queries took.
struct Run {
    total: Duration,
    /// Microseconds of each query, ascending.
    each: Vec<f64>,
}

/// Figures that the peers' are set against.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// One-name queries a second on one core.
    pub queries_per_second: f64,
    /// Microseconds for a prepared pair.
    pub pair_us: f64,
}

/// Measures and reports.
pub fn report(project: &Project, corpus: &Corpus, report: &mut Report) -> Result<Speed> {
    let (entries, padded) = padded(corpus)?;
    let index = Index::from_bytes(bytes_of(&entries))?;
    let runs = pinned(|| (0..RUNS).map(|_| one_by_one(&index, corpus)).collect::<Vec<Run>>())?;
    let pairs = pinned(|| (0..RUNS).map(|_| compare_pairs(corpus)).collect::<Vec<f64>>())?;
    let (screening, queries_per_second) = screening(&runs, corpus, &index, padded, report);
    let (comparing, pair_us) = comparing(&pairs, corpus, report);
    let size = size(project, corpus, report)?;
    report.section("Speed and size", format!("{screening}\n{comparing}\n{size}"));
    Ok(Speed { queries_per_second, pair_us })
}

/// The development entries, and as many entries of the real lists as fill the index up; how many names these have.
fn padded(corpus: &Corpus) -> Result<(Vec<(ListId, Vec<Entity>)>, usize)> {
    let mut lists = corpus.entries.clone();
    let count = |entries: &[Entity]| entries.iter().map(|entry| entry.profile.names.len()).sum::<usize>();
    let mut names: usize = lists.iter().map(|(_, entries)| count(entries)).sum();
    let before = names;
    for (list, entries) in real_lists(&corpus.shared)?.into_iter().rev() {
        let mut more = Vec::new();
        for mut entry in entries {
            entry.profile.names.truncate(NAMES - names);
            names += entry.profile.names.len();
            more.push(entry);
            if names == NAMES {
                break;
            }
        }
        lists.push((ListId(format!("more-{list}")), more));
        if names == NAMES {
            break;
        }
    }
    Ok((lists, names - before))
}

/// Runs work in a thread of its own that stays on one core.
fn pinned<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T> {
    let core = core_affinity::get_core_ids().and_then(|cores| cores.last().copied());
    let core = core.context("the machine does not tell its cores")?;
    std::thread::scope(|scope| {
        let worker = scope.spawn(move || core_affinity::set_for_current(core).then(work));
        worker
            .join()
            .expect("the measured work does not panic")
            .context("a thread could not be held to one core")
    })
}

fn one_by_one(index: &Index, corpus: &Corpus) -> Run {
    let options = options();
    let mut screener = Screener::new(index);
    let mut each = Vec::with_capacity(corpus.queries.len());
    let mut found = 0;
    let begin = now();
    for query in &corpus.queries {
        let begin = now();
        found += screener.screen(&query.subject, &options).len();
        each.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    let total = begin.elapsed();
    std::hint::black_box(found);
    each.sort_by(f64::total_cmp);
    Run { total, each }
}

fn screening(
    runs: &[Run],
    corpus: &Corpus,
    index: &Index,
    padded: usize,
    report: &mut Report,
) -> (String, f64) {
    let rate = |run: &Run| corpus.queries.len() as f64 / run.total.as_secs_f64();
    let mut rates: Vec<f64> = runs.iter().map(rate).collect();
    let mut p99: Vec<f64> = runs.iter().map(|run| quantile(&run.each, 0.99)).collect();
    rates.sort_by(f64::total_cmp);
    p99.sort_by(f64::total_cmp);
    let (best, slowest) = (rates[rates.len() - 1], rates[0]);
    let mut table = Table::new(&["run", "queries/s", "p50 µs", "p90 µs", "p99 µs", "p99.9 µs", "longest µs"]);
    for (run, at) in runs.iter().zip(1..) {
        let microseconds = |part: f64| format!("{:.1}", quantile(&run.each, part));
        table.row([
            at.to_string(),
            thousands(rate(run) as usize),
            microseconds(0.5),
            microseconds(0.9),
            microseconds(0.99),
            microseconds(0.999),
            microseconds(1.0),
        ]);
    }
    let goal = |measure: &str, goal: &str, measured: String, met: bool| Goal {
        measure: measure.to_owned(),
        goal: goal.to_owned(),
        measured,
        peer: None,
        met: Some(met),
        tuned: false,
    };
    let queries =
        format!("{} (slowest of {RUNS} runs {})", thousands(best as usize), thousands(slowest as usize));
    report.goal(
        16,
        goal(
            "one-name queries per second and core, 100,000 names, explanation not built",
            "≥ 20,000",
            queries,
            best >= 20_000.0,
        ),
    );
    let spread = format!("{:.2} ms (worst of {RUNS} runs {:.2} ms)", p99[0] / 1e3, p99[p99.len() - 1] / 1e3);
    report.goal(17, goal("… p99", "≤ 1 ms", spread, p99[0] <= 1000.0));
    let text = format!(
        "One-name queries one after another on one pinned core, at `standard`, explanation not built, {} names in the index ({} of real \
         lists fill `index_dev` up), {} queries a run, one run beginning after the other; the runs differ by {:.0} % (other work on the \
         machine).\n\n{table}",
        thousands(index.name_count()),
        thousands(padded),
        thousands(corpus.queries.len()),
        (best / slowest - 1.0) * 100.0,
    );
    (text, best)
}

/// Mean microseconds of a comparison of prepared names: every labelled pair, and every left name with the right names
/// of its neighbours, which are mostly unlike.
fn compare_pairs(corpus: &Corpus) -> f64 {
    /// Neighbours that each name is compared with.
    const NEIGHBOURS: usize = 100;
    let of_family = |family: Family| {
        let pairs = corpus.pairs.iter().filter(move |pair| pair.schema.family() == family);
        let prepared = pairs.map(|pair| {
            let [left, right] =
                [0, 1].map(|side| Prepared::new(&Name::primary(pair.names[side].clone()), pair.schema));
            (left, right)
        });
        prepared.collect::<Vec<_>>()
    };
    let (mut count, mut sum, mut spent) = (0u32, 0.0, Duration::ZERO);
    for (schema, pairs) in [
        (Schema::Person, of_family(Family::Person)),
        (Schema::Organization, of_family(Family::Organisation)),
        (Schema::Vessel, of_family(Family::Vessel)),
    ] {
        let mut comparer = Comparer::for_schema(schema);
        let begin = now();
        for (at, (left, _)) in pairs.iter().enumerate() {
            for (_, right) in pairs.iter().cycle().skip(at).take(NEIGHBOURS) {
                sum += comparer.prepared(left, right);
                count += 1;
            }
        }
        spent += begin.elapsed();
    }
    std::hint::black_box(sum);
    spent.as_secs_f64() * 1e6 / f64::from(count.max(1))
}

fn comparing(runs: &[f64], corpus: &Corpus, report: &mut Report) -> (String, f64) {
    let best = runs.iter().copied().fold(f64::INFINITY, f64::min);
    let worst = runs.iter().copied().fold(0.0, f64::max);
    report.goal(
        18,
        Goal {
            measure: "comparing one prepared pair, explanation not built".to_owned(),
            goal: "≤ 4 µs".to_owned(),
            measured: format!("{best:.2} µs (slowest of {RUNS} runs {worst:.2} µs)"),
            peer: None,
            met: Some(best <= 4.0),
            tuned: false,
        },
    );
    let text = format!(
        "Comparing a prepared pair takes {best:.2} µs on average: the names of the {} labelled pairs, each against its own counterpart \
         and 99 others.\n",
        thousands(corpus.pairs.len()),
    );
    (text, best)
}

/// Building, writing, opening the development index, and the memory of a process that screens with it.
fn size(project: &Project, corpus: &Corpus, report: &mut Report) -> Result<String> {
    let begin = now();
    let bytes = bytes_of(&corpus.entries);
    let build = begin.elapsed();
    let folder = project.root.join("target/bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("index_dev.index");
    std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    let mut probes = Vec::new();
    for _ in 0..RUNS {
        probes.push(probe::of(&path, &corpus.shared)?);
    }
    let lowest = |of: fn(&probe::Probe) -> f64| probes.iter().map(of).fold(f64::INFINITY, f64::min);
    let highest = |of: fn(&probe::Probe) -> f64| probes.iter().map(of).fold(0.0, f64::max);
    let (open, slowest, peak) =
        (lowest(|probe| probe.open_ms), highest(|probe| probe.open_ms), highest(|probe| probe.peak_mb));
    let goal = |measure: &str, goal: &str, measured: String, met: bool| Goal {
        measure: measure.to_owned(),
        goal: goal.to_owned(),
        measured,
        peer: None,
        met: Some(met),
        tuned: false,
    };
    let memory = format!("{peak:.0} MB peak");
    report.goal(
        19,
        goal(
            "memory of a process that screens against UN + OFAC + EU + UK",
            "≤ 300 MB",
            memory,
            peak <= 300.0,
        ),
    );
    let opening = format!("{open:.1} ms (slowest of {RUNS} processes {slowest:.1} ms)");
    report.goal(20, goal("opening a prepared index (mapped)", "≤ 50 ms", opening, open <= 50.0));
    let mut table = Table::new(&["`index_dev`", "measured"]);
    for (what, measured) in [
        ("building the index, one core", format!("{:.1} s", build.as_secs_f64())),
        ("size of the file", format!("{:.1} MB", bytes.len() as f64 / 1e6)),
        ("opening it, mapped", format!("{open:.1}–{slowest:.1} ms")),
        (
            "first screening after it (unpacks the tables of names)",
            format!("{:.0}–{:.0} ms", lowest(|probe| probe.first_ms), highest(|probe| probe.first_ms)),
        ),
        ("peak resident memory after all labelled queries", format!("{peak:.0} MB")),
        ("… of which mapped files", format!("{:.0} MB", highest(|probe| probe.mapped_mb))),
        (
            "… of which the queries themselves, before the index is opened",
            format!("{:.0} MB", highest(|probe| probe.before_mb)),
        ),
    ] {
        table.row([what.to_owned(), measured]);
    }
    Ok(table.to_string())
}

/// The processor, as Linux names it.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .and_then(|line| line.split(": ").nth(1));
    format!("{cores} cores of {}", model.unwrap_or("an unnamed processor"))
}
