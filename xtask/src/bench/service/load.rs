//! The load generator: many kept connections on one thread, as fast as replies come or at a set pace. At a set pace
//! requests fall due at random moments whatever the server does, and their time counts from when they were due, so
//! that a server that stops is not asked less (coordinated omission).

use super::client::Connection;
use crate::bench::now;
use crate::bench::stats::quantile;
use anyhow::{Result, bail};
use fastrand::Rng;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::{LocalSet, yield_now};

/// Shorter waits than this are turned away from the timer, which is too coarse for them.
const FINE: Duration = Duration::from_micros(1500);

/// How to ask.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Connections.
    pub connections: usize,
    /// Requests a second; none is as fast as replies come.
    pub pace: Option<f64>,
    /// For so long.
    pub time: Duration,
}

/// What came back.
#[derive(Default)]
pub struct Seen {
    /// Replies by status.
    pub statuses: BTreeMap<u16, usize>,
    /// Milliseconds until each answer with status 200, ascending.
    pub answered: Vec<f64>,
    /// Milliseconds until each other reply, ascending.
    pub refused: Vec<f64>,
    /// Refusals that did not say when to ask again.
    pub without_retry_after: usize,
    /// Connections that broke.
    pub broken: usize,
    /// The longest time in which no answer came, in milliseconds.
    pub longest_pause: f64,
    /// Milliseconds by which requests were sent later than they were due, ascending: the generator's own fault, or
    /// that of all connections being taken.
    pub late: Vec<f64>,
    /// Seconds from the first request to the last reply.
    pub passed: f64,
}

impl Seen {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answered.len() as f64 / self.passed
    }

    /// Replies of any kind a second.
    pub fn all_rate(&self) -> f64 {
        (self.answered.len() + self.refused.len()) as f64 / self.passed
    }

    /// Milliseconds within which this part of the answers came.
    pub fn within(&self, part: f64) -> f64 {
        quantile(&self.answered, part)
    }
}

/// What all connections share.
struct Shared {
    requests: Rc<[Vec<u8>]>,
    next: Cell<usize>,
    due: Option<Vec<Duration>>,
    begin: Instant,
    time: Duration,
    stop: Rc<Cell<bool>>,
    last: Cell<Instant>,
    seen: RefCell<Seen>,
}

/// Asks the requests in turn. Ends early once `stop` is set.
pub async fn run(
    address: SocketAddr,
    requests: &Rc<[Vec<u8>]>,
    plan: Plan,
    stop: Rc<Cell<bool>>,
) -> Result<Seen> {
    let mut connections = Vec::with_capacity(plan.connections);
    for _ in 0..plan.connections {
        connections.push(Connection::open(address).await?);
    }
    let begin = now();
    let shared = Rc::new(Shared {
        requests: Rc::clone(requests),
        next: Cell::new(0),
        due: plan.pace.map(|pace| moments(pace, plan.time)),
        begin,
        time: plan.time,
        stop,
        last: Cell::new(begin),
        seen: RefCell::default(),
    });
    let local = LocalSet::new();
    for connection in connections {
        local.spawn_local(work(address, connection, Rc::clone(&shared)));
    }
    local.await;
    let mut seen = shared.seen.take();
    seen.passed = begin.elapsed().as_secs_f64();
    for times in [&mut seen.answered, &mut seen.refused, &mut seen.late] {
        times.sort_by(f64::total_cmp);
    }
    match seen.answered.is_empty() {
        true => bail!("the server answered nothing: {:?}, {} connections broke", seen.statuses, seen.broken),
        false => Ok(seen),
    }
}

/// Moments at which independent clients ask: the times between them are exponential.
fn moments(pace: f64, time: Duration) -> Vec<Duration> {
    let mut random = Rng::with_seed(29);
    let mut at = 0.0;
    let mut moments = Vec::with_capacity((pace * time.as_secs_f64() * 1.1) as usize);
    while at < time.as_secs_f64() {
        moments.push(Duration::from_secs_f64(at));
        at -= (1.0 - random.f64()).ln() / pace;
    }
    moments
}

async fn work(address: SocketAddr, mut connection: Connection, shared: Rc<Shared>) {
    while let Some((number, due)) = shared.next() {
        if let Some(due) = due {
            wait_until(due).await;
            let late = now().duration_since(due).as_secs_f64() * 1e3;
            shared.seen.borrow_mut().late.push(late);
        }
        let begin = due.unwrap_or_else(now);
        let reply = connection.ask(&shared.requests[number % shared.requests.len()]).await;
        let at = now();
        let time = at.duration_since(begin).as_secs_f64() * 1e3;
        let mut seen = shared.seen.borrow_mut();
        match reply {
            Ok(reply) => {
                *seen.statuses.entry(reply.status).or_default() += 1;
                if reply.status == 200 {
                    let pause = at.duration_since(shared.last.replace(at)).as_secs_f64() * 1e3;
                    seen.longest_pause = seen.longest_pause.max(pause);
                    seen.answered.push(time);
                } else {
                    seen.without_retry_after += usize::from(!reply.retry_after);
                    seen.refused.push(time);
                }
            }
            Err(_) => {
                seen.broken += 1;
                drop(seen);
                match Connection::open(address).await {
                    Ok(fresh) => connection = fresh,
                    Err(_) => return,
                }
            }
        }
    }
}

impl Shared {
    /// The next request, and when it is due.
    fn next(&self) -> Option<(usize, Option<Instant>)> {
        let number = self.next.replace(self.next.get() + 1);
        if self.stop.get() {
            return None;
        }
        match &self.due {
            None => (self.begin.elapsed() < self.time).then_some((number, None)),
            Some(due) => due.get(number).map(|due| (number, Some(self.begin + *due))),
        }
    }
}

async fn wait_until(due: Instant) {
    let left = due.saturating_duration_since(now());
    if left > FINE {
        tokio::time::sleep(left - FINE).await;
    }
    while now() < due {
        yield_now().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_come_at_the_pace() {
        let moments = moments(1000.0, Duration::from_secs(10));
        assert!((9500..10_500).contains(&moments.len()), "{}", moments.len());
        assert!(moments.is_sorted());
    }
}
