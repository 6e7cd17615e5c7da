//! Being ready, memory, and what a new version of a list does to a server under full load.

use super::Bench;
use super::load::{Plan, run};
use super::rows::{Refresh, Rows};
use super::server::Server;
use super::throughput::BUSY;
use super::traffic;
use crate::bench::now;
use crate::project::{Project, run_keeping};
use anyhow::{Context, Result, bail};
use std::cell::Cell;
use std::process::Stdio;
use std::rc::Rc;
use std::time::Duration;

/// A new version must have reached everything by then.
const PATIENCE: Duration = Duration::from_secs(600);

/// Starting with lists prepared.
pub async fn ready_and_memory(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    for _ in 0..bench.runs() {
        let server = Server::start(&bench.whole, bench.server_core).await?;
        rows.ready_ms.push(server.ready_ms);
        rows.memory_ready.push(server.memory("VmRSS")?);
    }
    Ok(())
}

/// A list with one more entry, which is a monitored subject, is imported by another process while the server is asked
/// as fast as it answers; until the entry is found and monitored subjects are caught up with it.
pub async fn refresh(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    let place = bench.whole.copy("refresh")?;
    let server = Rc::new(Server::start(&place, bench.server_core).await?);
    let requests = traffic::queries(bench.corpus.queries.iter(), &place.key);
    let (list, entries) =
        bench.corpus.entries.iter().min_by_key(|(_, entries)| entries.len()).context("no list")?;
    let mut entries = entries.clone();
    for number in 0..if bench.corpus.quick { 1 } else { 2 } {
        let subject = &bench.subjects[number];
        entries = traffic::with_one_more(&entries, subject, number);
        let mut import = place.renew(&list.0, &entries, bench.load_core)?;
        let (stop, begin) = (Rc::new(Cell::new(false)), now());
        let plan = Plan { connections: BUSY, pace: None, time: PATIENCE };
        let import = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let watched = watch(&server, subject, number, import, Rc::clone(&stop));
        let (seen, (found, alerted)) =
            tokio::try_join!(run(server.address, &requests, plan, Rc::clone(&stop)), watched)?;
        rows.refreshes.push(Refresh {
            seen,
            found: (found - begin).as_secs_f64(),
            alerted: (alerted - begin).as_secs_f64(),
            resident: server.memory("VmRSS")?,
            peak: server.memory("VmHWM")?,
            mapped: server.memory("RssFile")?,
            monitored: bench.monitored,
        });
    }
    Ok(())
}

/// When the entry was found, and when its change had reached the monitored subjects.
async fn watch(
    server: &Server,
    subject: &model::Subject,
    number: usize,
    mut import: std::process::Child,
    stop: Rc<Cell<bool>>,
) -> Result<(std::time::Instant, std::time::Instant)> {
    let begin = now();
    let body = traffic::asks_for(subject);
    let (mut found, mut alerted) = (None, None);
    while found.is_none() || alerted.is_none() {
        tokio::time::sleep(Duration::from_millis(250)).await;
        if found.is_none() {
            let (_, answer) = server.ask("POST", "/match/default", &body).await?;
            found = traffic::is_found(&answer, number).then(now);
        }
        // Monitored subjects come after: nobody need ask for them before.
        if alerted.is_none() && found.is_some() {
            let (_, reach) = server.ask("GET", "/api/v1/monitored-subjects/reach", "").await?;
            alerted = (reach["caught_up"] == true).then(now);
        }
        if begin.elapsed() > PATIENCE {
            stop.set(true);
            bail!("a new version of a list was not taken up in {} s", PATIENCE.as_secs());
        }
    }
    stop.set(true);
    if !import.wait()?.success() {
        bail!("the import failed");
    }
    Ok((found.unwrap_or(begin), alerted.unwrap_or(begin)))
}

/// The test that measures how soon a change reaches a hundred thousand subjects, for its figure.
pub fn delta(project: &Project, rows: &mut Rows) -> Result<()> {
    let filter = "test(release_a_change_of_a_list_reaches_a_hundred_thousand_subjects_in_time)";
    let test = ["nextest", "run", "--release", "--package", "node", "--test", "casework"];
    let arguments = [&test[..], &["--no-capture", "--filterset", filter]].concat();
    let (lines, result) = run_keeping(&mut project.cargo(&arguments), |line| line.contains("Delta {"));
    result?;
    rows.delta =
        lines.first().and_then(|line| line.rsplit_once(" in ")).map(|(_, time)| time.trim().to_owned());
    Ok(())
}
