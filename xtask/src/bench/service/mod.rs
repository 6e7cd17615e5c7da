//! The service's speed and hardness: the release build of the program on one core, a load generator of ours on another.
//! Best of five runs, and the spread of the others beside it.

mod client;
mod load;
mod place;
mod refresh;
mod rows;
mod server;
mod throughput;
mod traffic;

use super::corpus::{Corpus, Lists};
use super::report::Report;
use crate::project::{Project, run as run_command};
use anyhow::{Context, Result, bail};
use place::Place;
use rows::Rows;
use std::path::{Path, PathBuf};

/// Monitored subjects.
const MONITORED: usize = 100_000;

/// Where everything runs.
pub struct Bench<'a> {
    corpus: &'a Corpus,
    /// The server's core.
    server_core: usize,
    /// The load generator's.
    load_core: usize,
    /// A node with 100,000 names.
    names: Place,
    /// A node with UN, OFAC, EU and UK, and monitored subjects.
    whole: Place,
    /// Those subjects.
    subjects: Vec<model::Subject>,
    /// How many of the subjects are monitored.
    monitored: usize,
}

impl Bench<'_> {
    /// So many runs, of which the best counts.
    fn runs(&self) -> usize {
        if self.corpus.quick { 2 } else { 5 }
    }

    /// Seconds of a run, shortened where samples are small.
    fn seconds(&self, full: f64) -> std::time::Duration {
        std::time::Duration::from_secs_f64(if self.corpus.quick { (full / 4.0).max(2.0) } else { full })
    }
}

/// The program to measure: the one named, or the release build, which is made first.
pub fn program(project: &Project, named: Option<&Path>) -> Result<PathBuf> {
    match named {
        Some(program) => Ok(std::path::absolute(program)?),
        None => {
            run_command(&mut project.cargo(&["build", "--release", "--quiet", "--package", "entente"]))?;
            Ok(std::env::current_exe()?.with_file_name("entente"))
        }
    }
}

/// Measures and reports. `names` are lists with 100,000 names.
pub fn report(
    project: &Project,
    corpus: &Corpus,
    names: &Lists,
    program: PathBuf,
    report: &mut Report,
) -> Result<()> {
    let bench = prepare(project, corpus, names, &program)?;
    let core = bench.load_core;
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    let core = cores.into_iter().find(|id| id.id == core).context("the load generator's core is gone")?;
    let rows = std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            if !core_affinity::set_for_current(core) {
                bail!("the load generator could not be held to one core");
            }
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(measure(project, &bench))
        });
        worker.join().expect("the load generator does not panic")
    })?;
    rows.report(corpus, report);
    Ok(())
}

async fn measure(project: &Project, bench: &Bench<'_>) -> Result<Rows> {
    let mut rows = Rows::default();
    refresh::delta(project, &mut rows)?;
    rows.tell(&[Rows::reached]);
    throughput::match_requests(bench, &mut rows).await?;
    rows.tell(&[Rows::requests, Rows::half]);
    throughput::aliases(bench, &mut rows).await?;
    rows.tell(&[Rows::aliases]);
    throughput::overload(bench, &mut rows).await?;
    rows.tell(&[Rows::overloaded]);
    throughput::stream(bench, &mut rows).await?;
    rows.tell(&[Rows::streamed]);
    bench.whole.monitor(&bench.subjects[..bench.monitored], bench.server_core).await?;
    refresh::ready_and_memory(bench, &mut rows).await?;
    rows.tell(&[Rows::ready]);
    refresh::refresh(bench, &mut rows).await?;
    rows.tell(&[Rows::refreshed, Rows::memory]);
    Ok(rows)
}

fn prepare<'a>(project: &Project, corpus: &'a Corpus, names: &Lists, program: &Path) -> Result<Bench<'a>> {
    let parent = project.root.join("target/bench/service");
    let cores = core_affinity::get_core_ids().context("the machine does not tell its cores")?;
    let [first, .., last] = cores[..] else {
        bail!("the service is measured on two cores, one for the server and one for the load generator");
    };
    let names = Place::ready(program, &parent, "names", names)?;
    let whole = Place::ready(program, &parent, "whole", &corpus.entries)?;
    let monitored = if corpus.quick { MONITORED / 10 } else { MONITORED };
    let subjects = place::people(corpus, MONITORED)?;
    Ok(Bench { corpus, server_core: first.id, load_core: last.id, names, whole, subjects, monitored })
}
