//! The measured server: the release build of the program, a process of its own, held to one core.

use super::client::{Connection, Reply, request};
use super::place::Place;
use crate::bench::now;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// It must be ready by then.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running server, ended when this is dropped.
pub struct Server {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From the start of the process to its being ready, in milliseconds.
    pub ready_ms: f64,
    key: String,
    log: PathBuf,
}

impl Server {
    /// Starts a server on a core with its own settings as shipped, its log going to a file, and waits until it is
    /// ready.
    pub async fn start(place: &Place, core: usize) -> Result<Self> {
        let log = place.folder.join("bench.log");
        let begin = now();
        let mut command = Command::new("taskset");
        command.args(["--cpu-list", &core.to_string()]).arg(&place.program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(&place.folder);
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()
            .context("taskset holds the server to one core; install it by: apt-get install util-linux")?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().context("standard output is piped")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://").and_then(|text| text.parse().ok());
        let Some(address) = address else {
            // It has ended, or does what no server does; either way there is nothing to wait for.
            let _ = process.kill();
            let _ = process.wait();
            bail!("the server does not listen; {} says why", log.display());
        };
        let mut server = Self { process, address, ready_ms: 0.0, key: place.key.clone(), log };
        let mut connection = Connection::open(address).await?;
        let ready = request("GET", "/readyz", &server.key, "");
        while connection.ask(&ready).await?.status != 200 {
            if begin.elapsed() > PATIENCE {
                bail!("the server is not ready after {} s", PATIENCE.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.ready_ms = begin.elapsed().as_secs_f64() * 1e3;
        Ok(server)
    }

    /// Asks once for JSON.
    pub async fn ask(&self, method: &str, path: &str, body: &str) -> Result<(Reply, serde_json::Value)> {
        let mut connection = Connection::open(self.address).await?;
        let reply = connection.ask(&request(method, path, &self.key, body)).await?;
        Ok((reply, serde_json::from_slice(connection.body(reply)).unwrap_or_default()))
    }

    /// Whether its log has these words.
    pub fn logged(&self, words: &str) -> bool {
        std::fs::read_to_string(&self.log).is_ok_and(|log| log.contains(words))
    }

    /// A figure of its memory in megabytes, as Linux gives it.
    pub fn memory(&self, key: &str) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = text.lines().find(|line| line.starts_with(key));
        let line = line.with_context(|| format!("the kernel does not tell {key}"))?;
        let kilobytes: f64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
        Ok(kilobytes / 1024.0)
    }

    /// Seconds of the processor that it has used, all threads together.
    pub fn worked(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The second field is the name in brackets, which may hold anything; user and system time are 14 and 15.
        let (_, rest) = text.rsplit_once(") ").context("the kernel does not tell the time worked")?;
        let fields: Vec<f64> =
            rest.split(' ').skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        Ok(fields.iter().sum::<f64>() / TICKS)
    }
}

/// Linux counts processor time for programs in hundredths of a second, on every machine.
const TICKS: f64 = 100.0;

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
