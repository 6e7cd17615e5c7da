//! Monitored subjects: how many there are, how far the changes of lists have come and what they changed for them;
//! finding one by its reference, and registering one. A subject's own page is `one`.

mod one;

pub use one::{end, subject};

use super::addresses::{Turning, cursor, desk_of};
use super::errors::{Failure, record_trouble, telling};
use super::form::Posted;
use super::frame::{Frame, Place, Said, onward};
use super::moments::Moment;
use super::name::Shown;
use super::queue::{Choice, Status, desk_choices};
use super::screen::{Asked, schemas};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use model::{Desk, LegalBasis};
use node::casework::{ListReach, MonitoredSubject, NewMonitored, Screening, Stored};
use node::identity::Action;
use node::permissions;
use serde::Deserialize;

/// Subjects of a page.
const PAGE: usize = 50;

/// Changes of lists that are shown.
const CHANGES: usize = 8;

/// A subject is monitored for so many days unless somebody says otherwise.
const USUAL_DAYS: i64 = 365;

/// Which subjects, as the address says: never which one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    desk: String,
    after: String,
}

/// A monitored subject as a row of the list.
struct SubjectRow {
    id: String,
    reference: Shown,
    caption: Shown,
    purpose: Shown,
    registered: Moment,
    until: String,
    status: Status,
}

impl SubjectRow {
    fn new(kept: &Stored<MonitoredSubject>, today: Date, words: &Words) -> Self {
        let found = &kept.record;
        Self {
            id: found.id.to_string(),
            reference: Shown::new(&found.subject.id, words),
            caption: Shown::new(found.subject.profile.caption(), words),
            purpose: Shown::new(&found.purpose, words),
            registered: Moment::new(found.at, words),
            until: found.envelope.expires_on.map(|day| words.day(day)).unwrap_or_default(),
            status: status(found, today, words),
        }
    }
}

/// Whether a subject is monitored today, as a badge.
fn status(found: &MonitoredSubject, today: Date, words: &Words) -> Status {
    let (key, class) = match (found.stands(today), found.ended_at) {
        (true, _) => ("console-monitored", "good"),
        (false, Some(_)) => ("console-monitoring-ended", ""),
        (false, None) => ("own-entry-state-expired", "bad"),
    };
    Status { label: words.say(key), class }
}

/// How far the changes of a list have come.
struct ReachRow {
    list: String,
    status: Status,
    reached: Option<Moment>,
}

impl ReachRow {
    fn new(reach: &ListReach, words: &Words) -> Self {
        let (key, class) = match (reach.is_caught_up(), &reach.current) {
            (true, None) => ("list-state-removed", ""),
            (true, Some(_)) => ("console-reached", "good"),
            (false, _) => ("console-on-its-way", "warn"),
        };
        Self {
            list: reach.list.0.clone(),
            status: Status { label: words.say(key), class },
            reached: reach.at.map(|at| Moment::new(at, words)),
        }
    }
}

/// What a change of lists brought to monitored subjects.
struct ChangeRow {
    when: Moment,
    trigger: String,
    subjects: String,
    alerts: u64,
    alerts_said: String,
    suppressed: String,
}

impl ChangeRow {
    fn new(screening: &Screening, words: &Words) -> Self {
        let counts = &screening.counts;
        Self {
            when: Moment::new(screening.at, words),
            trigger: words.say(&format!("trigger-{}", screening.trigger.as_str())),
            subjects: words.number(counts.subjects),
            alerts: counts.alerts,
            alerts_said: words.number(counts.alerts),
            suppressed: words.number(counts.suppressed),
        }
    }
}

/// What was typed and could not be taken.
#[derive(Clone, Debug, Default)]
struct Typed {
    asked: Asked,
    until: String,
    wanted: String,
    trouble: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "monitoring.html")]
struct MonitoringPage {
    f: Frame,
    title: String,
    desk_name: String,
    desk: &'static str,
    desks: Vec<Choice>,
    count: String,
    screened: Option<Moment>,
    behind: usize,
    reach: Vec<ReachRow>,
    changes: Vec<ChangeRow>,
    rows: Vec<SubjectRow>,
    shown: String,
    turning: Turning,
    may_register: bool,
    schemas: Vec<Choice>,
    today: String,
    until: String,
    typed: Typed,
    trouble: Option<String>,
}

/// The monitored subjects of a desk.
pub async fn monitoring(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    show(&app, &visitor, &filter, Typed::default()).await
}

async fn show(app: &Shared, visitor: &Visitor, filter: &Filter, typed: Typed) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::MonitoringView);
    let desk = desk_of(&filter.desk, &desks)?;
    let f = Frame::of(visitor, Place::Monitoring);
    let w = &f.words;
    let today = model::day_of(w.now());
    let found = app.node.monitored_subjects(actor, desk, None, cursor(&filter.after)?, PAGE).await?;
    let reach = app.node.monitoring_reach(actor, desk).await?;
    let changes = app.node.screenings_of_changes(actor, desk, CHANGES).await?;
    let agenda = app.node.agenda(actor, desk).await?;
    let until = match typed.until.as_str() {
        "" => today.saturating_add(USUAL_DAYS.days()).to_string(),
        until => until.to_owned(),
    };
    let parts = [("desk", filter.desk.as_str())];
    let page_of = MonitoringPage {
        title: w.say("console-monitoring"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desk: desk.as_str(),
        desks: desk_choices(&desks, desk, w),
        count: w.number(agenda.monitored.unwrap_or(0)),
        screened: last_screened(&reach).map(|at| Moment::new(at, w)),
        behind: reach.iter().filter(|list| !list.is_caught_up()).count(),
        reach: reach.iter().map(|list| ReachRow::new(list, w)).collect(),
        changes: changes.iter().map(|screening| ChangeRow::new(screening, w)).collect(),
        rows: found.records.iter().map(|kept| SubjectRow::new(kept, today, w)).collect(),
        shown: w.count("console-count-subjects", found.records.len()),
        turning: Turning::new("/monitoring", &parts, &filter.after, found.next.as_ref()),
        may_register: permissions::may(actor, Action::MonitoringRegister, Some(desk)),
        schemas: schemas(typed.asked.schema(), w),
        today: today.to_string(),
        until,
        trouble: typed.trouble.map(|key| w.say(key)),
        typed,
        f,
    };
    Ok(telling(page_of.typed.trouble, &page_of.f, &page_of))
}

/// When monitored subjects were last held against what had changed on a list.
fn last_screened(reach: &[ListReach]) -> Option<jiff::Timestamp> {
    reach.iter().filter_map(|list| list.at).max()
}

/// Finds a subject by its reference, which is sent in the body and never in an address.
pub async fn find(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let filter = Filter { desk: form.text("desk").to_owned(), ..Filter::default() };
    let actor = visitor.actor();
    let desk = desk_of(&filter.desk, &permissions::desks(actor, Action::MonitoringView))?;
    let wanted = form.text("wanted").trim().to_owned();
    let found = app.node.monitored_subjects(actor, desk, Some(&wanted), None, 1).await?;
    match found.records.first().filter(|_| !wanted.is_empty()) {
        Some(kept) => {
            let address = format!("/monitoring/{}", kept.record.id);
            Ok(axum::response::IntoResponse::into_response(axum::response::Redirect::to(&address)))
        }
        None => {
            let trouble = Some("console-trouble-not-monitored");
            show(&app, &visitor, &filter, Typed { wanted, trouble, ..Typed::default() }).await
        }
    }
}

/// Registers a subject for monitoring; it is screened at once.
pub async fn register(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let desk = Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)?;
    let filter = Filter { desk: desk.as_str().to_owned(), ..Filter::default() };
    let typed =
        Typed { asked: Asked::of(&form), until: form.text("until").trim().to_owned(), ..Typed::default() };
    let order = match order(&typed) {
        Ok(order) => order,
        Err(key) => return show(&app, &visitor, &filter, Typed { trouble: Some(key), ..typed }).await,
    };
    match app.node.monitor(visitor.actor(), desk, order).await {
        Ok(registered) => {
            let alerted = registered.screening.is_some_and(|screening| screening.counts.alerts > 0);
            let said = if alerted { Said::RegisteredAlerted } else { Said::Registered };
            let address =
                registered.ids.first().map_or("/monitoring".to_owned(), |id| format!("/monitoring/{id}"));
            Ok(onward(&address, said))
        }
        Err(error) => match record_trouble(&error) {
            Some(key) => show(&app, &visitor, &filter, Typed { trouble: Some(key), ..typed }).await,
            None => Err(error.into()),
        },
    }
}

/// The order that a form makes; or what is missing.
fn order(typed: &Typed) -> Result<NewMonitored, &'static str> {
    let asked = &typed.asked;
    if asked.reference.is_empty() {
        return Err("console-trouble-no-reference");
    }
    let (subject, unread) = asked.subject().ok_or("console-trouble-no-subject")?;
    if unread {
        return Err("console-unread");
    }
    if asked.purpose.is_empty() || asked.basis.is_empty() {
        return Err("console-trouble-no-purpose");
    }
    Ok(NewMonitored {
        subjects: vec![subject],
        purpose: asked.purpose.clone(),
        legal_basis: LegalBasis(asked.basis.clone()),
        until: typed.until.parse().map_err(|_| "console-trouble-last-day")?,
        marking: None,
    })
}
