//! The queue: what waits, for whom, until when; handing alerts out.

use super::addresses::{address, cursor, desk_of, local};
use super::errors::{Failure, trouble};
use super::form::Posted;
use super::frame::{Frame, Place, Said, onward, page};
use super::moments::{Clock, Moment};
use super::name::Shown;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use model::{Desk, ListId, RecordId};
use node::casework::{Alert, AlertStatus, Assignee, Queue, QueueFigures, QueueOrder, Stored};
use node::identity::{Action, Actor};
use node::permissions::{self, Colleague};
use serde::Deserialize;

/// Alerts of a page.
const PAGE: usize = 50;

/// Which part of the queue, as its address says. Nothing in it is about a person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    desk: String,
    status: String,
    hands: String,
    list: String,
    late: String,
    order: String,
    after: String,
}

impl Filter {
    fn queue(&self, actor: &Actor) -> Result<Queue, Failure> {
        let late = !self.late.is_empty();
        let status = AlertStatus::parse(&self.status).unwrap_or(AlertStatus::Open);
        Ok(Queue {
            // What is late waits, in whichever way.
            status: (!late).then_some(status),
            assigned: match self.hands.as_str() {
                "mine" => actor.person().map(Assignee::Person),
                "nobody" => Some(Assignee::Nobody),
                _ => None,
            },
            list: Some(&self.list).filter(|list| !list.is_empty()).map(|list| ListId(list.clone())),
            overdue: late,
            order: match self.order.as_str() {
                "probability" => QueueOrder::Probability,
                "latest" => QueueOrder::Latest,
                _ => QueueOrder::Due,
            },
            after: cursor(&self.after)?,
            limit: PAGE,
            ..Queue::default()
        })
    }

    /// The address of this part of the queue, from a cursor on.
    fn address(&self, after: &str) -> String {
        address(
            "/alerts",
            &[
                ("desk", &self.desk),
                ("status", &self.status),
                ("hands", &self.hands),
                ("list", &self.list),
                ("late", &self.late),
                ("order", &self.order),
                ("after", after),
            ],
        )
    }
}

/// A choice in a form.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Choices by what is sent and the key of what it is called; `current` is chosen.
pub fn chosen(options: &[(&str, &str)], current: &str, words: &Words) -> Vec<Choice> {
    let choice = |(value, key): &(&str, &str)| Choice {
        value: (*value).to_owned(),
        label: words.say(key),
        chosen: *value == current,
    };
    options.iter().map(choice).collect()
}

/// In whose hands something is, by name.
pub fn in_hands(id: RecordId, people: &[Colleague], words: &Words) -> Shown {
    match people.iter().find(|person| person.id == id) {
        Some(person) => Shown::new(&person.name, words),
        None => Shown::new(&words.say("console-somebody"), words),
    }
}

/// An alert as a row of the queue.
pub struct QueueRow {
    /// Its id.
    pub id: String,
    /// Its revision, as it was seen.
    pub revision: u64,
    /// The subject.
    pub caption: Shown,
    /// The best match that still stands.
    pub entry: Shown,
    /// How many more matches there are.
    pub more: Option<String>,
    /// The lists of its matches.
    pub lists: String,
    /// The highest probability.
    pub probability: String,
    /// The same in hundredths, for the bar.
    pub hundredths: String,
    /// Where it stands.
    pub status: Status,
    /// Who works on it.
    pub assigned: Option<Shown>,
    /// When it was opened.
    pub opened: Moment,
    /// Until when it must be decided; none when it is closed.
    pub due: Option<Clock>,
}

/// Where an alert stands, as a badge.
pub struct Status {
    /// In words.
    pub label: String,
    /// The class of its badge.
    pub class: &'static str,
}

impl Status {
    /// The badge of a status.
    pub fn new(status: AlertStatus, words: &Words) -> Self {
        let class = match status {
            AlertStatus::Open => "info",
            AlertStatus::AwaitingApproval => "warn",
            AlertStatus::Closed => "good",
        };
        Self { label: words.say(&format!("alert-status-{}", status.as_str())), class }
    }
}

impl QueueRow {
    /// An alert in short.
    pub fn new(kept: &Stored<Alert>, people: &[Colleague], words: &Words) -> Self {
        let alert = &kept.record;
        let standing = alert.matches.iter().filter(|matched| !matched.is_withdrawn());
        let best = standing.clone().next().or_else(|| alert.matches.first());
        let more = standing.count().saturating_sub(1);
        let probability = alert.probability();
        Self {
            id: alert.id.to_string(),
            revision: kept.revision,
            caption: Shown::new(&alert.caption, words),
            entry: Shown::new(best.map_or("", |matched| &matched.caption), words),
            more: (more > 0).then(|| words.count("console-and-more", more)),
            lists: alert.lists().iter().map(|list| list.0.as_str()).collect::<Vec<_>>().join(" · "),
            probability: words.percent(probability),
            hundredths: format!("{:.0}", probability * 100.0),
            status: Status::new(alert.status, words),
            assigned: alert.assigned.map(|id| in_hands(id, people, words)),
            opened: Moment::new(alert.opened_at, words),
            due: (alert.status != AlertStatus::Closed).then(|| Clock::new(alert.due_at, words)),
        }
    }
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    f: Frame,
    title: String,
    desk_name: String,
    desks: Vec<Choice>,
    statuses: Vec<Choice>,
    hands: Vec<Choice>,
    lists: Vec<Choice>,
    orders: Vec<Choice>,
    late: bool,
    figures: QueueFigures,
    shown: String,
    rows: Vec<QueueRow>,
    may_assign: bool,
    may_decide: bool,
    people: Vec<Choice>,
    back: String,
    first: Option<String>,
    next: Option<String>,
    trouble: Option<String>,
}

/// The queue.
pub async fn queue(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    show(&app, &visitor, filter, None).await
}

/// The queue with what there is to say of an act that was refused.
pub async fn again(
    app: &Shared,
    visitor: &Visitor,
    back: &str,
    trouble: &'static str,
) -> Result<Response, Failure> {
    show(app, visitor, filter_of(back), Some(trouble)).await
}

async fn show(
    app: &Shared,
    visitor: &Visitor,
    mut filter: Filter,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::AlertView);
    let desk = desk_of(&filter.desk, &desks)?;
    let f = Frame::of(visitor, Place::Queue);
    let w = &f.words;
    let wanted = filter.queue(actor)?;
    let found = app.node.alerts(actor, desk, &wanted).await?;
    let colleagues = app.node.colleagues(actor, desk).await?;
    let figures = app.node.queue_figures(actor, desk, w.now()).await?;
    let next = found.next.as_ref().map(|cursor| filter.address(&cursor.to_string()));
    let first = (!filter.after.is_empty()).then(|| filter.address(""));
    let back = filter.address(&filter.after.clone());
    if filter.status.is_empty() {
        filter.status = AlertStatus::Open.as_str().to_owned();
    }
    let lists = app.node.status().await?;
    let every =
        Choice { value: String::new(), label: w.say("console-every-list"), chosen: filter.list.is_empty() };
    let lists = lists.into_iter().map(|list| Choice {
        chosen: list.id.0 == filter.list,
        label: list.id.0.clone(),
        value: list.id.0,
    });
    let page_of = QueuePage {
        title: w.say("console-queue"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desks: desk_choices(&desks, desk, w),
        statuses: chosen(
            &[
                ("open", "alert-status-open"),
                ("awaiting-approval", "alert-status-awaiting-approval"),
                ("closed", "alert-status-closed"),
            ],
            &filter.status,
            w,
        ),
        hands: chosen(
            &[("", "console-anybody"), ("mine", "console-mine"), ("nobody", "console-nobody")],
            &filter.hands,
            w,
        ),
        lists: std::iter::once(every).chain(lists).collect(),
        orders: chosen(
            &[
                ("", "console-order-due"),
                ("probability", "console-order-probability"),
                ("latest", "console-order-latest"),
            ],
            &filter.order,
            w,
        ),
        late: wanted.overdue,
        figures,
        shown: w.count("count-alerts", found.records.len()),
        rows: found.records.iter().map(|kept| QueueRow::new(kept, &colleagues, w)).collect(),
        may_assign: permissions::may(actor, Action::AlertAssign, Some(desk)),
        may_decide: permissions::may(actor, Action::AlertDecide, Some(desk)),
        people: hands(&colleagues, actor, w),
        back,
        first,
        next,
        trouble: trouble.map(|key| w.say(key)),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Desks to choose from; none where there is only one.
pub fn desk_choices(desks: &[Desk], current: Desk, words: &Words) -> Vec<Choice> {
    if desks.len() < 2 {
        return Vec::new();
    }
    let choice = |desk: &Desk| Choice {
        value: desk.as_str().to_owned(),
        label: words.say(&format!("desk-{}", desk.as_str())),
        chosen: *desk == current,
    };
    desks.iter().map(choice).collect()
}

/// Into whose hands alerts can be given: one's own before the others', and nobody's.
pub fn hands(people: &[Colleague], actor: &Actor, words: &Words) -> Vec<Choice> {
    let me = actor.person();
    let choice = |value: String, label: String| Choice { value, label, chosen: false };
    let own = people.iter().filter(|person| Some(person.id) == me && person.works);
    let own = own.map(|person| choice(person.id.to_string(), words.say("console-to-me")));
    let mut others: Vec<_> = people.iter().filter(|person| Some(person.id) != me && person.works).collect();
    others.sort_by(|one, other| words.catalogue().order(&one.name, &other.name));
    let others = others.into_iter().map(|person| choice(person.id.to_string(), person.name.clone()));
    own.chain(others).chain([choice(String::new(), words.say("console-to-nobody"))]).collect()
}

/// Hands chosen alerts to somebody.
pub async fn assign(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let back = local(form.text("back")).unwrap_or("/alerts").to_owned();
    let alerts: Vec<RecordId> = form.all("alert").filter_map(marked).map(|(id, _)| id).collect();
    if alerts.is_empty() {
        return again(&app, &visitor, &back, "console-trouble-none-chosen").await;
    }
    let to = form.person("to")?;
    match app.node.assign(visitor.actor(), &alerts, to).await {
        Ok(()) => Ok(onward(&back, Said::Assigned)),
        Err(error) => match trouble(&error) {
            Some(key) => again(&app, &visitor, &back, key).await,
            None => Err(error.into()),
        },
    }
}

/// A marked row: the alert, and the revision at which it was seen.
pub fn marked(value: &str) -> Option<(RecordId, u64)> {
    let (id, revision) = value.split_once(':')?;
    Some((id.parse().ok()?, revision.parse().ok()?))
}

fn filter_of(address: &str) -> Filter {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    axum::http::Uri::builder()
        .path_and_query(format!("/?{query}"))
        .build()
        .ok()
        .and_then(|uri| Query::<Filter>::try_from_uri(&uri).ok())
        .map(|Query(filter)| filter)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_queue_has_an_address_and_is_read_from_it() {
        let filter = Filter { hands: "mine".into(), order: "latest".into(), ..Filter::default() };
        assert_eq!(filter.address("a.i1"), "/alerts?hands=mine&order=latest&after=a.i1");
        let read = filter_of("/alerts?hands=mine&order=latest&after=a.i1");
        assert_eq!((read.hands, read.order, read.after), ("mine".into(), "latest".into(), "a.i1".into()));
        assert_eq!(Filter::default().address(""), "/alerts");
    }
}
