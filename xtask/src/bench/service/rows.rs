//! The service's rows of the scorecard: what was measured, put beside what was asked for.

use super::load::Seen;
use crate::bench::corpus::Corpus;
use crate::bench::report::{Goal, Report, Table, thousands};
use crate::bench::stats::quantile;
use std::time::Duration;

/// The first place of the service's rows in the table of goals.
const FIRST: usize = 30;

/// All that was measured.
#[derive(Default)]
pub struct Rows {
    /// Single requests as fast as they go.
    pub traffic: Vec<Traffic>,
    /// The same at half of that.
    pub half_load: Vec<Seen>,
    /// Entries with twenty names.
    pub aliases_listed: Vec<Seen>,
    /// Twenty names of people on no list.
    pub aliases_unlisted: Vec<Seen>,
    /// Streams.
    pub streams: Vec<Streamed>,
    /// Ten times what the server can do.
    pub overload: Option<Overload>,
    /// As many single queries as the load generator can send.
    pub flood: Option<Seen>,
    /// Milliseconds until ready.
    pub ready_ms: Vec<f64>,
    /// Resident megabytes then.
    pub memory_ready: Vec<f64>,
    /// New versions of a list under full load.
    pub refreshes: Vec<Refresh>,
    /// How soon a change reached a hundred thousand subjects.
    pub delta: Option<String>,
}

/// Single requests of one kind.
pub struct Traffic {
    /// Which queries.
    pub name: &'static str,
    /// How many different ones.
    pub queries: usize,
    /// Answers a second, and the server's processor time for one in microseconds.
    pub runs: Vec<(f64, f64)>,
    /// The engine's processor time for one query in microseconds.
    pub engine_us: f64,
}

/// A stream of subjects.
pub struct Streamed {
    /// Subjects a second.
    pub rate: f64,
    /// Subjects for a second of the server's processor time.
    pub by_processor: f64,
    /// Alerts that it opened.
    pub alerts: usize,
    /// Subjects sent.
    pub subjects: usize,
}

/// An overload, and what came after.
pub struct Overload {
    /// Requests a second that the server can answer.
    pub capacity: f64,
    /// Requests a second that were to be sent.
    pub wanted: f64,
    /// For so long.
    pub time: Duration,
    /// What came back.
    pub seen: Seen,
    /// Seconds until half load was answered in time again, none refused; none when that took ten.
    pub recovered: Option<f64>,
}

/// A new version of a list under full load.
pub struct Refresh {
    /// What came back meanwhile.
    pub seen: Seen,
    /// Seconds from the beginning of the import until the new entry was found.
    pub found: f64,
    /// Seconds until all monitored subjects were caught up with it.
    pub alerted: f64,
    /// Megabytes.
    pub resident: f64,
    /// Megabytes, the highest so far.
    pub peak: f64,
    /// Megabytes of the resident that are mapped files.
    pub mapped: f64,
    /// Monitored subjects.
    pub monitored: usize,
}

impl Rows {
    /// Requests that the server can answer in a second: of the best run over all queries.
    pub fn capacity(&self) -> Option<f64> {
        self.traffic.first().map(|traffic| best(traffic.runs.iter().map(|run| run.0)))
    }

    /// Says on standard error what was just measured: all of it takes a quarter of an hour.
    pub fn tell(&self, goals: &[fn(&Self) -> Goal]) {
        for goal in goals {
            let goal = goal(self);
            eprintln!("{}: {}", goal.measure, goal.measured);
        }
    }

    /// Writes the goals and the section.
    pub fn report(&self, corpus: &Corpus, report: &mut Report) {
        let goals = [
            self.requests(),
            self.half(),
            self.streamed(),
            self.aliases(),
            self.memory(),
            self.ready(),
            self.refreshed(),
            self.overloaded(),
            self.reached(),
        ];
        for (goal, place) in goals.into_iter().zip(FIRST..) {
            report.goal(place, goal);
        }
        report.section("The service", self.section(corpus));
    }

    /// Single requests.
    pub fn requests(&self) -> Goal {
        let runs = self.traffic.first().map_or(&[][..], |traffic| &traffic.runs);
        let rates = || runs.iter().map(|run| run.0);
        let by_processor = 1e6 / least(runs.iter().map(|run| run.1));
        Goal {
            peer: Some("yente 4–15 (its documents)".into()),
            ..goal(
                "service on one core: `POST /match` of one query a second, 100,000 names, kept connections",
                "≥ 5,000",
                format!(
                    "{} (worst of {} runs {}; by processor time {})",
                    whole(best(rates())),
                    runs.len(),
                    whole(least(rates())),
                    whole(by_processor)
                ),
                best(rates()) >= 5000.0,
            )
        }
    }

    /// Their time at half load.
    pub fn half(&self) -> Goal {
        let p99 = || self.half_load.iter().map(|seen| seen.within(0.99));
        let measured =
            format!("{:.1} ms (worst of {} runs {:.1} ms)", least(p99()), self.half_load.len(), best(p99()));
        goal(
            "… p99 at half of that load, counted from when each request was due",
            "≤ 5 ms",
            measured,
            least(p99()) <= 5.0,
        )
    }

    /// Streams.
    pub fn streamed(&self) -> Goal {
        let rates = || self.streams.iter().map(|stream| stream.rate);
        let by_processor = best(self.streams.iter().map(|stream| stream.by_processor));
        let share = self.streams.first().map_or(0.0, |one| one.alerts as f64 / one.subjects as f64 * 100.0);
        Goal {
            peer: Some("yente: 100 queries a request".into()),
            ..goal(
                "… subjects a second of a stream of JSON lines that opens alerts",
                "≥ 10,000",
                format!(
                    "{} (worst of {} runs {}; by processor time {}); {share:.1} % opened alerts",
                    whole(best(rates())),
                    self.streams.len(),
                    whole(least(rates())),
                    whole(by_processor)
                ),
                best(rates()) >= 10_000.0,
            )
        }
    }

    /// Subjects with many names.
    pub fn aliases(&self) -> Goal {
        let p99 = |seen: &[Seen]| least(seen.iter().map(|seen| seen.within(0.99)));
        let worst = best(self.aliases_listed.iter().map(|seen| seen.within(0.99)));
        let (listed, unlisted) = (p99(&self.aliases_listed), p99(&self.aliases_unlisted));
        Goal {
            peer: Some("yente ~215 ms (its documents)".into()),
            ..goal(
                "… a query of 20 aliases, p99",
                "≤ 10 ms",
                format!(
                    "{listed:.1} ms for entries asked by their own names (worst of {} runs {worst:.1} ms); \
                     {unlisted:.1} ms for 20 names of different people on no list",
                    self.aliases_listed.len()
                ),
                listed <= 10.0,
            )
        }
    }

    /// Memory.
    pub fn memory(&self) -> Goal {
        let [resident, peak, mapped] = match self.refreshes.last() {
            Some(refresh) => [refresh.resident, refresh.peak, refresh.mapped],
            None => [f64::NAN; 3],
        };
        let monitored = self.refreshes.last().map_or(0, |refresh| refresh.monitored);
        Goal {
            peer: Some("yente 800 MB + Elasticsearch 4–16 GB (its documents)".into()),
            ..goal(
                &format!(
                    "… resident memory with UN + OFAC + EU + UK and {} monitored subjects, after lists changed under load",
                    thousands(monitored)
                ),
                "≤ 500 MB",
                format!("{resident:.0} MB, {mapped:.0} MB of it mapped; highest {peak:.0} MB"),
                resident <= 500.0,
            )
        }
    }

    /// Being ready.
    pub fn ready(&self) -> Goal {
        let measured = format!(
            "{:.0} ms (worst of {} processes {:.0} ms)",
            least(self.ready_ms.iter().copied()),
            self.ready_ms.len(),
            best(self.ready_ms.iter().copied())
        );
        let met = best(self.ready_ms.iter().copied()) <= 1000.0;
        Goal {
            peer: Some("yente: minutes".into()),
            ..goal("… ready with prepared lists, from the start of the process", "≤ 1 s", measured, met)
        }
    }

    /// New versions of a list.
    pub fn refreshed(&self) -> Goal {
        let pauses = || self.refreshes.iter().map(|refresh| refresh.seen.longest_pause);
        let failed: usize =
            self.refreshes.iter().map(|refresh| refresh.seen.refused.len() + refresh.seen.broken).sum();
        goal(
            "… a new version of a list taken up under full load",
            "no request fails, no pause > 50 ms",
            format!(
                "{failed} failed, longest pause {:.0} ms (worst of {} {:.0} ms)",
                least(pauses()),
                self.refreshes.len(),
                best(pauses())
            ),
            failed == 0 && least(pauses()) <= 50.0,
        )
    }

    /// Overload.
    pub fn overloaded(&self) -> Goal {
        let title = "… ten times its capacity of requests of 20 queries";
        let asked = "answers p99 ≤ 50 ms, the rest 429/503, recovery in 1 s";
        let Some(overload) = &self.overload else {
            return Goal { met: None, ..goal(title, asked, "–".into(), false) };
        };
        let seen = &overload.seen;
        let told = seen.without_retry_after == 0
            && seen.statuses.keys().all(|status| matches!(status, 200 | 429 | 503))
            && seen.broken == 0;
        let recovered =
            overload.recovered.map_or("not within 10 s".to_owned(), |time| format!("in {time:.1} s"));
        goal(
            title,
            asked,
            format!(
                "of {} requests a second {} answered with p99 {:.0} ms, {} turned away{}; recovered {recovered}; {} s",
                whole(seen.all_rate()),
                whole(seen.rate()),
                seen.within(0.99),
                whole(seen.refused.len() as f64 / seen.passed),
                if told { ", all with Retry-After" } else { ", NOT all with Retry-After" },
                overload.time.as_secs(),
            ),
            told && seen.within(0.99) <= 50.0 && overload.recovered.is_some_and(|time| time <= 1.0),
        )
    }

    /// Changes of a list reaching subjects.
    pub fn reached(&self) -> Goal {
        let title = "a change of 50 entries reaches the alerts of 100,000 monitored subjects";
        match &self.delta {
            Some(took) => goal(title, "≤ 1 s", took.clone(), took.ends_with("ms")),
            None => Goal { met: None, ..goal(title, "≤ 1 s", "–".into(), false) },
        }
    }

    fn section(&self, corpus: &Corpus) -> String {
        let mut shares = Table::new(&[
            "`POST /match`",
            "different queries",
            "requests/s, best",
            "worst",
            "server's processor time, µs",
            "of which the engine",
            "the rest",
        ]);
        for traffic in &self.traffic {
            let rates = || traffic.runs.iter().map(|run| run.0);
            let whole_us = least(traffic.runs.iter().map(|run| run.1));
            shares.row([
                traffic.name.to_owned(),
                thousands(traffic.queries),
                whole(best(rates())),
                whole(least(rates())),
                format!("{whole_us:.0}"),
                format!("{:.0}", traffic.engine_us),
                format!("{:.0}", whole_us - traffic.engine_us),
            ]);
        }
        let mut half = Table::new(&[
            "at half load, ms",
            "asked a second",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "longest",
            "sent late, p99",
        ]);
        for (seen, run) in self.half_load.iter().zip(1..) {
            let late = quantile(&seen.late, 0.99);
            half.row(
                [format!("run {run}"), whole(seen.all_rate())]
                    .into_iter()
                    .chain([0.5, 0.9, 0.99, 0.999, 1.0].map(|part| format!("{:.2}", seen.within(part))))
                    .chain([format!("{late:.2}")]),
            );
        }
        let mut text = format!(
            "The release build of the program as shipped, its log written to a file, held to one core; the load \
             generator on another. Both cores may be shared with other work: what the server used of the processor \
             is told beside what passed. {} labelled queries, one in three of them listed, are asked in turn, which \
             is far more hits than customers have.\n\n{shares}\nThe engine's share is measured alone, with \
             explanations as the service asks for them.\n\n{half}",
            thousands(corpus.queries.len())
        );
        if let Some(overload) = &self.overload {
            let (seen, late) = (&overload.seen, &overload.seen.late);
            text += &format!(
                "\nOverload: the server answers {} requests of 20 queries a second; {} fell due for {} s, {} were sent, \
                 late by p50 {:.1} ms, p99 {:.0} ms; answers p50 {:.1} ms, p99 {:.0} ms, refusals p99 {:.0} ms after they \
                 were due.\n",
                whole(overload.capacity),
                whole(overload.wanted),
                overload.time.as_secs(),
                whole(seen.all_rate()),
                quantile(late, 0.5),
                quantile(late, 0.99),
                seen.within(0.5),
                seen.within(0.99),
                quantile(&seen.refused, 0.99),
            );
        }
        if let Some(seen) = &self.flood {
            text += &format!(
                "\nSingle queries from 1,024 connections, each asking again at once: {} a second, {} of them answered; \
                 answers p50 {:.1} ms, p99 {:.0} ms, refusals p99 {:.0} ms.\n",
                whole(seen.all_rate()),
                whole(seen.rate()),
                seen.within(0.5),
                seen.within(0.99),
                quantile(&seen.refused, 0.99),
            );
        }
        for refresh in &self.refreshes {
            let seen = &refresh.seen;
            text += &format!(
                "\nNew version of a list under full load: the new entry was found {:.1} s after the import began in \
                 another process, its monitored subject was alerted after {:.1} s; {} answers a second \
                 meanwhile, p99 {:.0} ms, longest {:.0} ms.\n",
                refresh.found,
                refresh.alerted,
                whole(seen.rate()),
                seen.within(0.99),
                seen.within(1.0),
            );
        }
        let ready = best(self.memory_ready.iter().copied());
        text + &format!(
            "\nResident memory when just ready, no index of monitored subjects made yet: {ready:.0} MB.\n"
        )
    }
}

fn goal(measure: &str, asked: &str, measured: String, met: bool) -> Goal {
    Goal { measure: measure.into(), goal: asked.into(), measured, peer: None, met: Some(met), tuned: false }
}

/// The greatest; not a number when there is none.
fn best(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NAN, f64::max)
}

/// The least; not a number when there is none.
fn least(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NAN, f64::min)
}

fn whole(number: f64) -> String {
    thousands(number.round() as usize)
}
