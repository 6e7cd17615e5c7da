//! The page of a monitored subject: its data as screened, its alerts, when it was last screened, and the end of its
//! monitoring.

use super::{last_screened, status};
use crate::console::addresses::record;
use crate::console::errors::{Failure, telling};
use crate::console::form::Posted;
use crate::console::frame::{Frame, Place, Said};
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::queue::{QueueRow, Status};
use crate::console::reviews::{Noted, settled};
use crate::console::sides::{self, Value};
use crate::console::visitor::Visitor;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;
use node::casework::{Queue, QueueOrder, Stored};
use node::identity::Action;
use node::permissions;

/// Alerts of a subject that are shown.
const ALERTS: usize = 20;

#[derive(Template)]
#[template(path = "monitored.html")]
struct SubjectPage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    desk_name: String,
    caption: Shown,
    reference: Shown,
    status: Status,
    facts: Vec<(String, Vec<Value>)>,
    alerts: Option<Vec<QueueRow>>,
    alerts_said: String,
    screened: Moment,
    purpose: Shown,
    registered: Moment,
    by: Shown,
    until: String,
    ended: Option<Moment>,
    legal_basis: Shown,
    marking: &'static str,
    may_end: bool,
    trouble: Option<String>,
}

/// The page of a monitored subject.
pub async fn subject(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show(&app, &visitor, record(&id)?, None).await
}

async fn show(
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let Stored { record: found, revision, .. } = app.node.monitored_subject(actor, id).await?;
    let f = Frame::of(visitor, Place::Monitoring);
    let w = &f.words;
    let today = model::day_of(w.now());
    let profile = &found.subject.profile;
    let reach = app.node.monitoring_reach(actor, found.desk).await?;
    let alerts = match permissions::may(actor, Action::AlertView, Some(found.desk)) {
        true => {
            let of_subject = Queue {
                subject: Some(found.subject.id.clone()),
                order: QueueOrder::Latest,
                limit: ALERTS,
                ..Queue::default()
            };
            let people = app.node.colleagues(actor, found.desk).await?;
            let alerts = app.node.alerts(actor, found.desk, &of_subject).await?.records;
            Some(alerts.iter().map(|kept| QueueRow::new(kept, &people, w)).collect::<Vec<_>>())
        }
        false => None,
    };
    let names = sides::names(profile, profile.caption(), w);
    let facts = sides::rows(profile, None, None, w).into_iter().map(|row| (row.label, row.subject));
    // Whoever was registered since was screened then.
    let screened = last_screened(&reach).filter(|at| found.stands(today) && *at > found.at);
    let page_of = SubjectPage {
        title: w.say("console-monitored-subject"),
        id: id.to_string(),
        revision,
        desk_name: w.say(&format!("desk-{}", found.desk.as_str())),
        caption: Shown::new(profile.caption(), w),
        reference: Shown::new(&found.subject.id, w),
        status: status(&found, today, w),
        facts: std::iter::once((w.say("console-field-names"), names)).chain(facts).collect(),
        alerts_said: w.count("count-alerts", alerts.as_ref().map_or(0, Vec::len)),
        alerts,
        screened: Moment::new(screened.unwrap_or(found.at), w),
        purpose: Shown::new(&found.purpose, w),
        registered: Moment::new(found.at, w),
        by: Shown::new(&found.by.name, w),
        until: found.envelope.expires_on.map(|day| w.day(day)).unwrap_or_default(),
        ended: found.ended_at.map(|at| Moment::new(at, w)),
        legal_basis: Shown::new(&found.envelope.legal_basis.0, w),
        marking: found.envelope.marking.tlp.as_str(),
        may_end: found.ended_at.is_none()
            && permissions::may(actor, Action::MonitoringRegister, Some(found.desk)),
        trouble: trouble.map(|key| w.say(key)),
        f,
    };
    Ok(telling(trouble, &page_of.f, &page_of))
}

/// Ends the monitoring of a subject.
pub async fn end(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let done = app.node.end_monitored(visitor.actor(), id, form.revision()).await;
    match settled(done.map(|()| Said::MonitoringEnded), &format!("/monitoring/{id}"), &form)? {
        Ok(onward) => Ok(onward),
        Err(Noted { trouble, .. }) => show(&app, &visitor, id, trouble).await,
    }
}
