//! Speed on one pinned core, size and memory: screening one name after another, comparing prepared pairs, building
//! and opening the index.

use super::corpus::{Corpus, Lists, bytes_of, count_names, named, options, real_lists};
use super::report::{Goal, Report, Table, thousands};
use super::stats::quantile;
use super::{now, probe};
use crate::project::Project;
use anyhow::{Context, Result};
use cpu_time::ThreadTime;
use matching::{Comparer, Index, Prepared, Scoring, Screener, compare};
use model::{ListId, Name, Profile};
use std::collections::BTreeMap;

/// Names that the index holds when queries are timed.
const NAMES: usize = 100_000;
/// A screener remembers words that it has met: its first queries are told apart from the others.
const COLD: usize = 1_000;
/// How often the labelled pairs are compared in a run: once takes too short to be timed.
const TURNS: usize = 100;

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
    let names = count_names(&entries);
    let runs = pinned(|| repeated(corpus, || screen_all(&index, corpus)))?;
    let pairs = pinned(|| repeated(corpus, || compare_all(corpus, Against::Counterpart)))?;
    let unlike = pinned(|| repeated(corpus, || compare_all(corpus, Against::Others)))?;
    let (screening, queries_per_second) = screening(&runs, report);
    let whole = pinned(|| repeated(corpus, || compare_from_raw_names(corpus)))?;
    let (comparing, pair_us) = comparing(&pairs, &unlike, &whole, report);
    let size = size(project, corpus, report)?;
    report.section(
        "Speed and size",
        format!(
            "### Screening\n\n{} one-name queries one after another on one pinned core, at `standard`, \
             explanation not built; {} names in the index ({} of them, of real lists, fill `index_dev` up; the \
             index holds {} readings). A loaded machine shows in the difference between the time that passed \
             and the processor's.\n\n{screening}\n### Comparing\n\nPrepared names of the {} labelled pairs: \
             {comparing}\n\n### The index\n\n{size}",
            thousands(corpus.queries.len()),
            thousands(names),
            thousands(padded),
            thousands(index.name_count()),
            thousands(corpus.pairs.len()),
        ),
    );
    Ok(Speed { queries_per_second, pair_us })
}

fn goal(measure: &str, goal: &str, measured: String, met: bool) -> Goal {
    Goal {
        measure: measure.to_owned(),
        goal: goal.to_owned(),
        measured,
        peer: None,
        met: Some(met),
        tuned: false,
    }
}

/// The development entries, and as many entries of the real lists as fill the index up; how many names these have.
pub fn padded(corpus: &Corpus) -> Result<(Lists, usize)> {
    let mut lists = corpus.entries.clone();
    let missing = NAMES.saturating_sub(count_names(&lists));
    let mut left = missing;
    let real = real_lists(&corpus.shared)?;
    let mut more = Vec::new();
    for mut entry in real.into_iter().rev().flat_map(|(_, entries)| entries) {
        entry.profile.names.truncate(left);
        left -= entry.profile.names.len();
        more.push(entry);
        if left == 0 {
            break;
        }
    }
    lists.push((ListId("more".to_owned()), more));
    Ok((lists, missing - left))
}

/// Five times, of which the best counts; twice in a quick run.
fn repeated<T>(corpus: &Corpus, work: impl Fn() -> T) -> Vec<T> {
    (0..if corpus.quick { 2 } else { 5 }).map(|_| work()).collect()
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

/// What one run over many items took, for one item on average.
struct Run {
    /// Seconds that passed.
    passed: f64,
    /// Seconds that the processor worked on it: other processes do not count.
    worked: f64,
    /// Microseconds that passed for each item, in their order; empty where single items are too short to be timed.
    each: Vec<f64>,
}

/// The least and the greatest.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, 0.0), |(least, most), value| (least.min(value), f64::max(most, value)))
}

fn screen_all(index: &Index, corpus: &Corpus) -> Run {
    let options = options();
    let mut screener = Screener::new(index);
    let mut each = Vec::with_capacity(corpus.queries.len());
    let mut found = 0;
    let (begin, worked) = (now(), ThreadTime::now());
    for query in &corpus.queries {
        let begin = now();
        found += screener.screen(&query.subject, &options).len();
        each.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    let (passed, worked) = (begin.elapsed().as_secs_f64(), worked.elapsed().as_secs_f64());
    std::hint::black_box(found);
    let count = corpus.queries.len().max(1) as f64;
    Run { passed: passed / count, worked: worked / count, each }
}

fn screening(runs: &[Run], report: &mut Report) -> (Table, f64) {
    let mut table = Table::new(&[
        "run",
        "queries/s",
        "queries/s of processor time",
        "p50 µs",
        "p90 µs",
        "p99 µs",
        "p99.9 µs",
        "longest µs",
        "mean of the first 1,000",
        "of the others",
    ]);
    let sorted = |run: &Run| {
        let mut each = run.each.clone();
        each.sort_by(f64::total_cmp);
        each
    };
    for (run, at) in runs.iter().zip(1..) {
        let each = sorted(run);
        let rates = [run.passed, run.worked].map(|seconds| thousands((1.0 / seconds) as usize));
        let times = [0.5, 0.9, 0.99, 0.999, 1.0].map(|part| quantile(&each, part));
        let (first, others) = run.each.split_at(COLD.min(run.each.len()));
        let means = [first, others].map(|part| part.iter().sum::<f64>() / part.len().max(1) as f64);
        let times = times.into_iter().chain(means).map(|time| format!("{time:.1}"));
        table.row([at.to_string()].into_iter().chain(rates).chain(times));
    }
    let (slowest, best) = range(runs.iter().map(|run| 1.0 / run.passed));
    let (_, of_processor) = range(runs.iter().map(|run| 1.0 / run.worked));
    let (p99, worst_p99) = range(runs.iter().map(|run| quantile(&sorted(run), 0.99) / 1e3));
    report.goal(
        16,
        goal(
            "one-name queries per second and core, 100,000 names in the index, explanation not built",
            "≥ 20,000",
            format!(
                "{} (worst of {} runs {}; by processor time {})",
                thousands(best as usize),
                runs.len(),
                thousands(slowest as usize),
                thousands(of_processor as usize)
            ),
            best >= 20_000.0,
        ),
    );
    let measured = format!("{p99:.2} ms (worst of {} runs {worst_p99:.2} ms)", runs.len());
    report.goal(17, goal("… p99", "≤ 1 ms", measured, p99 <= 1.0));
    (table, best)
}

/// What a name of a labelled pair is compared with.
#[derive(Clone, Copy)]
enum Against {
    /// The other name of its pair: alike, whether of one subject or not.
    Counterpart,
    /// The other names of the pairs after it: mostly unlike, as in screening.
    Others,
}

/// Compares prepared names of the labelled pairs, schema by schema.
fn compare_all(corpus: &Corpus, against: Against) -> Run {
    let mut by_schema: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for pair in &corpus.pairs {
        by_schema.entry(pair.schema.as_str()).or_default().push(pair);
    }
    let (mut count, mut sum, mut passed, mut worked) = (0.0, 0.0, 0.0, 0.0);
    for pairs in by_schema.into_values() {
        let schema = pairs[0].schema;
        let names = |side: usize| -> Vec<Prepared> {
            pairs.iter().map(|pair| Prepared::new(&Name::primary(pair.names[side].clone()), schema)).collect()
        };
        let (left, right) = (names(0), names(1));
        let mut comparer = Comparer::for_schema(schema);
        let (begin, work) = (now(), ThreadTime::now());
        for turn in 0..TURNS {
            for (at, name) in left.iter().enumerate() {
                let other = match against {
                    Against::Counterpart => at,
                    Against::Others => (at + turn + 1) % right.len(),
                };
                sum += comparer.prepared(name, &right[other]);
                count += 1.0;
            }
        }
        passed += begin.elapsed().as_secs_f64();
        worked += work.elapsed().as_secs_f64();
    }
    std::hint::black_box(sum);
    Run { passed: passed / count, worked: worked / count, each: Vec::new() }
}

/// Microseconds of a comparison from the names as written to the explained verdict.
fn compare_from_raw_names(corpus: &Corpus) -> f64 {
    let pairs: Vec<[Profile; 2]> =
        corpus.pairs.iter().map(|pair| [0, 1].map(|side| named(pair.schema, &pair.names[side]))).collect();
    let begin = now();
    let scores: f64 = pairs.iter().map(|[left, right]| compare(left, right, Scoring::Evidence).score).sum();
    let passed = begin.elapsed();
    std::hint::black_box(scores);
    passed.as_secs_f64() * 1e6 / pairs.len().max(1) as f64
}

fn comparing(runs: &[Run], unlike: &[Run], from_raw: &[f64], report: &mut Report) -> (String, f64) {
    let (best, worst) = range(runs.iter().map(|run| run.passed * 1e6));
    let (of_processor, _) = range(runs.iter().map(|run| run.worked * 1e6));
    let count = runs.len();
    let measured =
        format!("{best:.2} µs (worst of {count} runs {worst:.2} µs; by processor time {of_processor:.2} µs)");
    let (unlike, _) = range(unlike.iter().map(|run| run.passed * 1e6));
    let (from_raw, _) = range(from_raw.iter().copied());
    let text = format!(
        "{measured} for a labelled pair, on average; {unlike:.2} µs for a name and that of another pair, which \
         is mostly unlike; {from_raw:.1} µs for a labelled pair from the names as written to the explained \
         verdict."
    );
    report.goal(
        18,
        goal("comparing one prepared pair, explanation not built", "≤ 4 µs", measured, best <= 4.0),
    );
    (text, best)
}

/// Building, writing, opening the development index, and the memory of a process that screens with it.
fn size(project: &Project, corpus: &Corpus, report: &mut Report) -> Result<Table> {
    let (bytes, build) = corpus.built();
    let folder = project.root.join("target/bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("index_dev.index");
    std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    let probes: Vec<probe::Probe> =
        repeated(corpus, || probe::of(&path, corpus)).into_iter().collect::<Result<_>>()?;
    let measured = |of: fn(&probe::Probe) -> f64| range(probes.iter().map(of));
    let (open, slowest) = measured(|probe| probe.open_ms);
    let (first, slowest_first) = measured(|probe| probe.first_ms);
    let (_, peak) = measured(|probe| probe.peak_mb);
    let (_, mapped) = measured(|probe| probe.mapped_mb);
    let (_, before) = measured(|probe| probe.before_mb);
    let count = probes.len();
    report.goal(
        19,
        goal(
            "memory of a process that screens against UN + OFAC + EU + UK",
            "≤ 300 MB",
            format!("{peak:.0} MB peak, {mapped:.0} MB of it mapped"),
            peak <= 300.0,
        ),
    );
    report.goal(
        20,
        goal(
            "opening a prepared index (mapped)",
            "≤ 50 ms",
            format!(
                "{open:.2} ms (worst of {count} processes {slowest:.2} ms); first answer {first:.0} ms later"
            ),
            open <= 50.0,
        ),
    );
    let mut table = Table::new(&["`index_dev`, each in a process of its own", "measured"]);
    for (what, measured) in [
        ("building the index, one thread", format!("{:.1} s", build.as_secs_f64())),
        ("size of the file", format!("{:.1} MB", bytes.len() as f64 / 1e6)),
        ("opening it, mapped, file in the page cache", format!("{open:.2}–{slowest:.2} ms")),
        ("first answer after that, tables of names unpacked", format!("{first:.0}–{slowest_first:.0} ms")),
        ("resident memory before it is opened, labelled queries read", format!("{before:.0} MB")),
        ("peak resident memory after all labelled queries", format!("{peak:.0} MB")),
        ("of which mapped files", format!("{mapped:.0} MB")),
    ] {
        table.row([what.to_owned(), measured]);
    }
    Ok(table)
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
