//! How much the server answers, and how soon: single requests, subjects with many aliases, streams, overload.

use super::Bench;
use super::client::stream as send_stream;
use super::load::{Plan, Seen, run};
use super::rows::{Overload, Rows, Streamed, Traffic};
use super::server::Server;
use super::traffic::{self, Requests};
use crate::bench::now;
use crate::data::LabelledQuery;
use anyhow::{Context, Result, bail};
use cpu_time::ThreadTime;
use matching::{Index, ScreenOptions, Screener};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Connections that ask as fast as replies come: enough that the server never waits, and few enough that it turns nobody
/// away, however long the rest of the machine lets it wait.
pub const BUSY: usize = 6;

/// Connections that ask for much at a time.
const FEW: usize = 2;

/// Connections that ask at a pace.
const PACED: usize = 64;

/// Connections of an overload.
const MANY: usize = 1024;

/// Overload: so many times what the server can do.
const TIMES: f64 = 10.0;

/// Subjects of a stream.
const STREAMED: usize = 20_000;

/// One query a request: as fast as it goes, then at half of that.
pub async fn match_requests(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    let server = Server::start(&bench.names, bench.server_core).await?;
    let index = engine_index(bench)?;
    let all: Vec<&LabelledQuery> = bench.corpus.queries.iter().collect();
    let (hits, misses): (Vec<_>, Vec<_>) = {
        let mut screener = Screener::new(&index);
        all.iter().partition(|query| !screener.screen(&query.subject, &options()).is_empty())
    };
    for (name, queries) in
        [("labelled queries", &all), ("those that match nothing", &misses), ("those that match", &hits)]
    {
        let requests = traffic::queries(queries.iter().copied(), &bench.names.key);
        let mut runs = Vec::new();
        for _ in 0..bench.runs() {
            let worked = server.worked()?;
            let seen = ask(&server, &requests, BUSY, None, bench.seconds(8.0)).await?;
            let worked = (server.worked()? - worked) / seen.answered.len() as f64;
            runs.push((seen.rate(), worked * 1e6));
        }
        rows.traffic.push(Traffic { name, queries: queries.len(), runs, engine_us: engine(&index, queries) });
    }
    let capacity = rows.capacity().context("no run was measured")?;
    let requests = traffic::queries(all.iter().copied(), &bench.names.key);
    for _ in 0..bench.runs() {
        let seen = ask(&server, &requests, PACED, Some(capacity / 2.0), bench.seconds(8.0)).await?;
        rows.half_load.push(seen);
    }
    Ok(())
}

fn options() -> ScreenOptions {
    ScreenOptions { top: 5, ..ScreenOptions::on(crate::bench::corpus::TODAY) }
}

fn engine_index(bench: &Bench<'_>) -> Result<Index> {
    let folder = bench.names.folder.join("indexes");
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "index") {
            return Ok(Index::from_bytes(std::fs::read(path)?)?);
        }
    }
    bail!("the server has no index")
}

/// Microseconds of processor time of the engine for a query, explained as the service explains it.
fn engine(index: &Index, queries: &[&LabelledQuery]) -> f64 {
    let mut screener = Screener::new(index);
    let begin = ThreadTime::now();
    let found: usize = queries.iter().map(|query| screener.screen(&query.subject, &options()).len()).sum();
    std::hint::black_box(found);
    begin.elapsed().as_secs_f64() * 1e6 / queries.len().max(1) as f64
}

async fn ask(
    server: &Server,
    requests: &Requests,
    connections: usize,
    pace: Option<f64>,
    time: Duration,
) -> Result<Seen> {
    run(server.address, requests, Plan { connections, pace, time }, Rc::new(Cell::new(false))).await
}

/// Subjects with twenty names, one after another.
pub async fn aliases(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    let server = Server::start(&bench.names, bench.server_core).await?;
    let [listed, unlisted] = traffic::aliases(bench.corpus, &bench.names.key)?;
    for _ in 0..bench.runs() {
        for (requests, runs) in [(&listed, &mut rows.aliases_listed), (&unlisted, &mut rows.aliases_unlisted)]
        {
            runs.push(ask(&server, requests, 1, None, bench.seconds(4.0)).await?);
        }
    }
    Ok(())
}

/// Ten times as much as the server can do, then half of what it can. The requests have many queries each: of single
/// ones the load generator's core cannot send ten times what the server's answers, so as many as it can send come after.
pub async fn overload(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    let server = Server::start(&bench.names, bench.server_core).await?;
    let requests = traffic::batches(&bench.corpus.queries, &bench.names.key);
    let calm = ask(&server, &requests, FEW, None, bench.seconds(8.0)).await?;
    let capacity = calm.rate();
    let time = Duration::from_secs(if bench.corpus.quick { 10 } else { 60 });
    let seen = ask(&server, &requests, MANY, Some(capacity * TIMES), time).await?;
    let recovered = recovery(&server, &requests, capacity).await?;
    rows.overload = Some(Overload { capacity, wanted: capacity * TIMES, time, seen, recovered });
    let single = traffic::queries(bench.corpus.queries.iter(), &bench.names.key);
    rows.flood = Some(ask(&server, &single, MANY, None, bench.seconds(20.0)).await?);
    Ok(())
}

/// Seconds until half of the capacity is answered in time, nothing refused.
async fn recovery(server: &Server, requests: &Requests, capacity: f64) -> Result<Option<f64>> {
    let after = now();
    while after.elapsed() < Duration::from_secs(10) {
        let calm = ask(server, requests, PACED, Some(capacity / 2.0), Duration::from_millis(200)).await?;
        if calm.refused.is_empty() && calm.broken == 0 && calm.within(0.99) <= 50.0 {
            return Ok(Some(after.elapsed().as_secs_f64() - calm.passed));
        }
    }
    Ok(None)
}

/// A long stream, each run on a copy of the node, so that alerts are opened anew.
pub async fn stream(bench: &Bench<'_>, rows: &mut Rows) -> Result<()> {
    let body = traffic::stream(bench.corpus, &bench.subjects[..STREAMED]);
    for _ in 0..bench.runs() {
        let place = bench.names.copy("stream")?;
        let server = Server::start(&place, bench.server_core).await?;
        let (begin, worked) = (now(), server.worked()?);
        let reply = send_stream(server.address, "/api/v1/screenings", &place.key, body.clone()).await?;
        let (passed, worked) = (begin.elapsed().as_secs_f64(), server.worked()? - worked);
        let last: serde_json::Value = serde_json::from_str(reply.lines.last().context("an empty reply")?)?;
        let counts = &last["counts"];
        if reply.status != 200 || counts["subjects"] != STREAMED {
            bail!("the stream broke off: {} {last}", reply.status);
        }
        rows.streams.push(Streamed {
            rate: STREAMED as f64 / passed,
            by_processor: STREAMED as f64 / worked,
            alerts: counts["alerts"].as_u64().unwrap_or_default() as usize,
            subjects: STREAMED,
        });
    }
    Ok(())
}
