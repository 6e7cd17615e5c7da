//! A process of its own that opens a mapped index and screens with it, so that its memory is that of screening alone.

use super::corpus::{Corpus, options};
use super::now;
use anyhow::{Context, Result, bail};
use matching::{Index, Screener};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::process::Command;

/// What opening and using an index took.
#[derive(Debug, Serialize, Deserialize)]
pub struct Probe {
    /// Mapping the file and opening the index, in milliseconds.
    pub open_ms: f64,
    /// The first screening after it, which unpacks the tables of the `text` room, in milliseconds.
    pub first_ms: f64,
    /// Resident memory before the index is opened, in megabytes.
    pub before_mb: f64,
    /// Peak resident memory after all queries, in megabytes, mapped file included.
    pub peak_mb: f64,
    /// How much of the resident memory is the mapped file, in megabytes.
    pub mapped_mb: f64,
}

/// Opens the index, screens all labelled queries, prints a [`Probe`] as JSON.
pub fn run(index: &Path, shared: &Path, quick: bool) -> Result<()> {
    let queries = Corpus::read_queries(shared, quick)?;
    let before_mb = status("VmRSS")?;
    let begin = now();
    let file = std::fs::File::open(index).with_context(|| format!("cannot read {}", index.display()))?;
    // SAFETY: the benchmark wrote the file for this process alone; nothing changes it meanwhile.
    let mapped = unsafe { memmap2::Mmap::map(&file)? };
    let index = Index::from_bytes(mapped)?;
    let open_ms = begin.elapsed().as_secs_f64() * 1e3;
    let mut screener = Screener::new(&index);
    let options = options();
    let begin = now();
    let mut found = queries.first().map_or(0, |query| screener.screen(&query.subject, &options).len());
    let first_ms = begin.elapsed().as_secs_f64() * 1e3;
    found += queries.iter().map(|query| screener.screen(&query.subject, &options).len()).sum::<usize>();
    if found == 0 {
        bail!("no query matched anything: the index is not the development index");
    }
    let probe =
        Probe { open_ms, first_ms, before_mb, peak_mb: status("VmHWM")?, mapped_mb: status("RssFile")? };
    println!("{}", serde_json::to_string(&probe)?);
    Ok(())
}

/// Runs a probe in a process of its own.
pub fn of(index: &Path, corpus: &Corpus) -> Result<Probe> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["bench", "--probe"]).arg(index).env("ENTENTE_SHARED", &corpus.shared);
    if corpus.quick {
        command.arg("--quick");
    }
    let output = command.output()?;
    if !output.status.success() {
        bail!("the probe failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("the probe did not answer in JSON")
}

/// A figure of this process in megabytes, as Linux gives it.
fn status(key: &str) -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/status").context("memory is measured on Linux only")?;
    let line = text
        .lines()
        .find(|line| line.starts_with(key))
        .with_context(|| format!("the kernel does not tell {key}"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
    Ok(kilobytes / 1024.0)
}
