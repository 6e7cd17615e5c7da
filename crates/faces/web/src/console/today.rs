//! Today: what waits, which clocks run, how fresh the lists are, what changed since the last visit.

use super::addresses::address;
use super::cookies::{cookie, set};
use super::errors::Failure;
use super::frame::{Frame, Place, page};
use super::lists::ListRow;
use super::moments::Moment;
use super::name::Shown;
use super::queue::QueueRow;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use model::Desk;
use node::casework::{Agenda, AlertStatus, Assignee, Queue, QueueFigures};
use node::identity::Action;
use node::{ListState, permissions};

const VISIT: &str = "entente_visit";

/// Who was away for so long comes back: what changed meanwhile is told.
const AWAY: SignedDuration = SignedDuration::from_mins(30);

/// Rows of each part.
const FEW: usize = 5;

/// What waits at one desk.
struct DeskToday {
    name: String,
    code: &'static str,
    figures: QueueFigures,
    due: Vec<QueueRow>,
    mine: Vec<QueueRow>,
    waiting: Vec<Waiting>,
}

/// A grave decision that waits for a second person.
struct Waiting {
    alert: String,
    kind: String,
    who: Shown,
    when: Moment,
    own: bool,
}

/// What else waits at a desk, with the way there.
struct DeskAgenda {
    name: String,
    tiles: Vec<Tile>,
}

/// A figure that leads somewhere.
struct Tile {
    address: String,
    label: String,
    figure: String,
    urgent: bool,
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    f: Frame,
    title: String,
    date: String,
    since: Option<Moment>,
    desks: Vec<DeskToday>,
    agendas: Vec<DeskAgenda>,
    lists: Vec<ListRow>,
    new_versions: Vec<ListRow>,
    fresh: usize,
    stale: usize,
}

/// The page of today.
pub async fn today(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let f = Frame::of(&visitor, Place::Today);
    let w = &f.words;
    let visit = Visit::of(&visitor.headers, visitor.now);
    let since = visit.before.unwrap_or(visitor.now);
    let mut desks = Vec::new();
    for desk in permissions::desks(actor, Action::AlertView) {
        let figures = app.node.queue_figures(actor, desk, since).await?;
        // A desk where nothing ever happens takes no room on the page.
        if figures == QueueFigures::default() && desk != Desk::Finance {
            continue;
        }
        let colleagues = app.node.colleagues(actor, desk).await?;
        let few = Queue { status: Some(AlertStatus::Open), limit: FEW, ..Queue::default() };
        let due = app.node.alerts(actor, desk, &few).await?;
        let own = actor.person().map(Assignee::Person);
        let mine = app.node.alerts(actor, desk, &Queue { assigned: own, ..few.clone() }).await?;
        let waiting = app.node.waiting_decisions(actor, desk, None, FEW).await?;
        let row = |kept| QueueRow::new(kept, &colleagues, w);
        desks.push(DeskToday {
            name: w.say(&format!("desk-{}", desk.as_str())),
            code: desk.as_str(),
            figures,
            due: due.records.iter().map(row).collect(),
            mine: mine.records.iter().map(row).collect(),
            waiting: waiting
                .records
                .iter()
                .map(|kept| Waiting {
                    alert: kept.record.alert.to_string(),
                    kind: w.say(&format!("decision-{}", kept.record.ruling().kind.as_str())),
                    who: Shown::new(&kept.record.by().name, w),
                    when: Moment::new(kept.record.at(), w),
                    own: kept.record.by().person == actor.person(),
                })
                .collect(),
        });
    }
    let mut agendas = Vec::new();
    for desk in Desk::ALL {
        let tiles = tiles(&app.node.agenda(actor, desk).await?, desk, w);
        if !tiles.is_empty() {
            agendas.push(DeskAgenda { name: w.say(&format!("desk-{}", desk.as_str())), tiles });
        }
    }
    let statuses = app.node.status().await?;
    let fresh = statuses.iter().filter(|list| list.state == ListState::Current).count();
    let is_new = |list: &&node::ListStatus| {
        visit
            .before
            .is_some_and(|before| list.current.as_ref().is_some_and(|version| version.imported_at > before))
    };
    let page_of = TodayPage {
        title: w.say("console-today"),
        date: w.day(model::day_of(visitor.now)),
        since: visit.before.map(|before| Moment::new(before, w)),
        stale: statuses.len() - fresh,
        fresh,
        new_versions: statuses.iter().filter(is_new).map(|list| ListRow::new(list, w)).collect(),
        lists: statuses
            .iter()
            .filter(|list| list.state != ListState::Current)
            .map(|list| ListRow::new(list, w))
            .collect(),
        desks,
        agendas,
        f,
    };
    let mut response = page(&page_of.f, &page_of);
    visit.keep(response.headers_mut());
    Ok(response)
}

/// What waits at a desk beside its alerts, for whoever may look at it. A desk where nothing is takes no room, except
/// the one that every node has.
fn tiles(agenda: &Agenda, desk: Desk, words: &Words) -> Vec<Tile> {
    let tile = |figure: Option<u64>, path: &str, part: (&str, &str), key: &str, urgent: bool| {
        figure.map(|figure| Tile {
            address: address(path, &[("desk", desk.as_str()), part]),
            label: words.say(key),
            figure: words.number(figure),
            urgent: urgent && figure > 0,
        })
    };
    if desk != Desk::Finance && *agenda == agenda.nothing() {
        return Vec::new();
    }
    [
        tile(agenda.own_cases, "/cases", ("hands", "mine"), "console-figure-own-cases", false),
        tile(agenda.cases, "/cases", ("status", ""), "console-figure-cases", false),
        tile(
            agenda.entries_waiting,
            "/own-entries",
            ("state", "waiting"),
            "console-figure-own-entries",
            true,
        ),
        tile(
            agenda.suppressions_waiting,
            "/suppressions",
            ("state", "waiting"),
            "console-figure-suppressions",
            true,
        ),
        tile(agenda.suppressions_ending, "/suppressions", ("state", "ending"), "console-figure-ending", true),
        tile(agenda.monitored, "/monitoring", ("after", ""), "console-figure-monitored", false),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// This visit and the one before, as the browser keeps them: moments and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    before: Option<Timestamp>,
    seen: Timestamp,
}

impl Visit {
    fn of(headers: &HeaderMap, now: Timestamp) -> Self {
        let kept = cookie(headers, VISIT).unwrap_or_default();
        let moment = |text: &str| Timestamp::from_second(text.parse().ok()?).ok();
        let (before, seen) = kept.split_once('.').unwrap_or(("", kept));
        match (moment(before), moment(seen)) {
            // Back after a while: the last time seen is what is compared with.
            (_, Some(seen)) if now.duration_since(seen) >= AWAY => Self { before: Some(seen), seen: now },
            (before, Some(_)) => Self { before, seen: now },
            (_, None) => Self { before: None, seen: now },
        }
    }

    fn keep(self, headers: &mut HeaderMap) {
        let second = |at: Timestamp| at.as_second().to_string();
        let value = format!("{}.{}", self.before.map(second).unwrap_or_default(), second(self.seen));
        set(headers, VISIT, &value, 60 * 24 * 60 * 60);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn what_changed_is_told_since_the_visit_before() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut headers = HeaderMap::new();
        let mut visits = Vec::new();
        for now in [0, 60, 10_000, 10_060] {
            let visit = Visit::of(&headers, at(now));
            visits.push(visit.before.map(Timestamp::as_second));
            let mut kept = HeaderMap::new();
            visit.keep(&mut kept);
            let pair = kept[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
            headers.insert(header::COOKIE, pair.parse().unwrap());
        }
        assert_eq!(visits, [None, None, Some(60), Some(60)]);
    }
}
