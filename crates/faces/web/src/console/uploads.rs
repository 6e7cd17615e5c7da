//! Uploads: a file of subjects that is screened while nobody waits for it. Its progress is a part of the page that the
//! script renews as the node tells of it; without the script a link shows it anew.

use super::addresses::record;
use super::errors::Failure;
use super::file_form::{FileForm, SentFile};
use super::form::Posted;
use super::frame::{Frame, Place, Said, onward, page, page_with};
use super::lists::FaultRow;
use super::moments::Moment;
use super::name::Shown;
use super::queue::{Choice, Status, desk_choices};
use super::visitor::Visitor;
use super::words::Words;
use crate::http::csv::export;
use crate::http::input::Bounded;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use model::{Desk, LegalBasis};
use node::casework::{Counts, Stored};
use node::identity::Action;
use node::intake::{IntakeOptions, Subjects};
use node::jobs::{Arriving, ChunkCounts, Found, Job, JobState, PartResult, UploadOrder, UploadOutcome};
use node::{NodeError, permissions};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// So many files arrive at once: each holds a thread that reads.
static PLACES: Semaphore = Semaphore::const_new(8);

/// Uploads on the page.
const FEW: usize = 25;

/// Parts of an upload whose results are on one page, and that are read at once for a file.
const PARTS: usize = 1;
const AT_ONCE: usize = 8;

/// Rows that are shown of what was wrong.
const MOST: usize = 200;

/// An upload in short.
struct JobRow {
    id: String,
    state: Status,
    sent: Moment,
    rows: String,
    counts: Counted,
}

/// What came of an upload so far.
struct Counted {
    subjects: String,
    matched: String,
    alerts: String,
    suppressed: String,
    lost: String,
    any_lost: bool,
}

impl Counted {
    fn new(counts: &Counts, words: &Words) -> Self {
        Self {
            subjects: words.number(counts.subjects),
            matched: words.number(counts.matched),
            alerts: words.number(counts.alerts),
            suppressed: words.number(counts.suppressed),
            lost: words.number(counts.lost),
            any_lost: counts.lost > 0,
        }
    }
}

impl JobRow {
    fn new(job: &Job, words: &Words) -> Self {
        Self {
            id: job.id.to_string(),
            state: state(job.state, words),
            sent: Moment::new(job.created_at, words),
            rows: words.number(rows(job)),
            counts: Counted::new(&UploadOutcome::of(job).counts, words),
        }
    }
}

fn rows(job: &Job) -> u64 {
    job.order["rows"].as_u64().unwrap_or_default()
}

fn state(state: JobState, words: &Words) -> Status {
    let class = match state {
        JobState::Receiving | JobState::Running => "info",
        JobState::Finished => "good",
        JobState::Failed => "bad",
        JobState::Cancelled => "warn",
    };
    Status { label: words.say(&format!("console-job-{}", state.as_str())), class }
}

/// What was filled in.
#[derive(Default)]
struct Filled {
    purpose: String,
    basis: String,
    lasting: bool,
}

#[derive(Template)]
#[template(path = "uploads.html")]
struct UploadsPage {
    f: Frame,
    title: String,
    may_send: bool,
    desks: Vec<Choice>,
    desk: &'static str,
    filled: Filled,
    largest: String,
    jobs: Vec<JobRow>,
    trouble: Option<String>,
}

/// Which desk's uploads.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    desk: String,
}

/// The uploads of a desk, and the way to send one.
pub async fn uploads(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(of): Query<Of>,
) -> Result<Response, Failure> {
    show(&app, &visitor, &of.desk, Filled { lasting: true, ..Filled::default() }, None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    wanted: &str,
    filled: Filled,
    trouble: Option<String>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::JobView);
    let desk = match Desk::parse(wanted) {
        Some(desk) if desks.contains(&desk) => desk,
        Some(_) => return Err(Failure::NotAllowed),
        None => desks.first().copied().ok_or(Failure::NotAllowed)?,
    };
    let f = Frame::of(visitor, Place::Upload);
    let w = &f.words;
    let may = |action| permissions::may(actor, action, Some(desk));
    let found = app.node.jobs(actor, desk, None, FEW).await?;
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page_of = UploadsPage {
        title: w.say("console-uploads-title"),
        may_send: may(Action::ScreeningRun) && may(Action::JobRun),
        desks: desk_choices(&desks, desk, w),
        desk: desk.as_str(),
        filled,
        largest: w.count("console-upload-largest", app.node.settings().jobs.largest_upload_mib),
        jobs: found.records.iter().map(|kept| JobRow::new(&kept.record, w)).collect(),
        trouble,
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

/// Takes a file in.
pub async fn send(
    State(app): State<Shared>,
    visitor: Visitor,
    FileForm { form, file }: FileForm,
) -> Result<Response, Failure> {
    form.check(&visitor)?;
    let desk = Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)?;
    let filled = Filled {
        purpose: form.text("purpose").trim().to_owned(),
        basis: form.text("basis").trim().to_owned(),
        lasting: !form.text("lasting").is_empty(),
    };
    let words = Words::of(visitor.look, visitor.now);
    let missing = match &file {
        None => Some("console-trouble-no-file"),
        Some(_) if filled.purpose.is_empty() || filled.basis.is_empty() => Some("console-trouble-no-purpose"),
        Some(_) => None,
    };
    match (missing, file) {
        (None, Some(file)) => match receive(&app, &visitor, desk, &filled, file).await {
            Ok(kept) => Ok(onward(&format!("/uploads/{}", kept.record.id), Said::Uploaded)),
            // What is wrong with a file is told where the file is chosen.
            Err(Refused::File(told)) => {
                let told = words.with("console-trouble-file", "what", &told);
                show(&app, &visitor, desk.as_str(), filled, Some(told)).await
            }
            Err(Refused::Other(failure)) => Err(failure),
        },
        (missing, file) => {
            if let Some(file) = file {
                file.drain().await;
            }
            let told = words.say(missing.unwrap_or("console-trouble-no-file"));
            show(&app, &visitor, desk.as_str(), filled, Some(told)).await
        }
    }
}

/// Why a file is not taken in.
enum Refused {
    File(String),
    Other(Failure),
}

impl From<NodeError> for Refused {
    fn from(error: NodeError) -> Self {
        match error.is_usage() || matches!(error, NodeError::Input { .. }) {
            true => Self::File(error.to_string()),
            false => Self::Other(error.into()),
        }
    }
}

async fn receive(
    app: &Shared,
    visitor: &Visitor,
    desk: Desk,
    filled: &Filled,
    file: SentFile,
) -> Result<Stored<Job>, Refused> {
    let _place = PLACES.try_acquire().map_err(|_| Refused::Other(Failure::Busy))?;
    let generation = app.generation().map_err(|busy| Refused::Other(busy.into()))?;
    let most = app.node.settings().jobs.largest_upload_mib;
    let SentFile { name, pieces } = file;
    let opened = tokio::task::spawn_blocking(move || {
        Subjects::open(Bounded::new(pieces, most), &name, &IntakeOptions::default())
    });
    let rows = opened.await.map_err(|_| Refused::from(NodeError::Worker))??;
    let order = UploadOrder {
        desk,
        purpose: filled.purpose.clone(),
        legal_basis: LegalBasis(filled.basis.clone()),
        lasting: filled.lasting,
    };
    let (app, bearer) = (Arc::clone(app), Arc::clone(&visitor.bearer));
    // On a task of its own: where the browser hangs up, what arrived is still forgotten.
    let receiving = tokio::spawn(async move {
        let arriving = Arriving { rows, read: Box::new(|| 0) };
        app.node.receive_upload(&bearer.actor, order, arriving, &generation).await
    });
    Ok(receiving.await.map_err(|_| Refused::from(NodeError::Worker))??)
}

/// How far an upload is.
#[derive(Template)]
#[template(path = "upload_progress.html")]
struct Progress {
    words: Words,
    state: Status,
    ended: bool,
    rows: String,
    done: u64,
    parts: u64,
    share: String,
    counts: Counted,
    error: Option<Shown>,
}

impl Progress {
    fn new(job: &Job, parts: ChunkCounts, words: Words) -> Self {
        let outcome = UploadOutcome::of(job);
        let all = parts.waiting + parts.leased + parts.done;
        let (done, all) = if job.ended_at.is_some() { (1, 1) } else { (parts.done, all.max(1)) };
        Self {
            state: state(job.state, &words),
            ended: job.ended_at.is_some(),
            rows: words.number(rows(job)),
            #[allow(clippy::cast_precision_loss, reason = "parts of an upload are far below 2^52")]
            share: words.catalogue().percent(done as f64 / all as f64, 0),
            done,
            parts: all,
            counts: Counted::new(&outcome.counts, &words),
            error: outcome.error.as_deref().map(|error| Shown::new(error, &words)),
            words,
        }
    }
}

/// A subject with matches.
struct FoundRow {
    subject: Shown,
    caption: Shown,
    entry: Shown,
    list: String,
    probability: String,
    hundredths: String,
    more: Option<String>,
    outcome: Status,
    alert: Option<String>,
}

impl FoundRow {
    fn new(found: &Found, words: &Words) -> Option<Self> {
        let best = found.matches.first()?;
        let more = found.matches.len() - 1;
        let (key, class) = match best.outcome.as_str() {
            "alerted" => ("console-outcome-alerted", "info"),
            "known" => ("console-outcome-known", "good"),
            "suppressed" => ("console-outcome-suppressed", ""),
            _ => ("console-outcome-gone", ""),
        };
        Some(Self {
            subject: Shown::new(&found.query, words),
            // A wallet or a registration has no name: then its number stands for it.
            caption: Shown::new(if best.matched.is_empty() { &found.query } else { &best.matched }, words),
            entry: Shown::new(&best.name, words),
            list: best.list.clone(),
            probability: words.percent(best.probability),
            hundredths: format!("{:.0}", best.probability * 100.0),
            more: (more > 0).then(|| words.count("console-and-more", more)),
            outcome: Status { label: words.say(key), class },
            alert: found.alert.map(|id| id.to_string()),
        })
    }
}

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    f: Frame,
    title: String,
    id: String,
    sent: Moment,
    purpose: Option<Shown>,
    basis: Option<Shown>,
    progress: String,
    running: bool,
    may_stop: bool,
    sees_results: bool,
    found: Vec<FoundRow>,
    faults: Vec<FaultRow>,
    first: Option<String>,
    next: Option<String>,
    trouble: Option<String>,
}

/// From which part on results are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    from: u64,
}

/// One upload: how far it is, and what came of it.
pub async fn upload(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(Start { from }): Query<Start>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let (kept, parts) = job(&app, &visitor, &id).await?;
    let job = &kept.record;
    let f = Frame::of(&visitor, Place::Upload);
    let w = &f.words;
    let sees_results = permissions::may(actor, Action::AlertView, job.desk);
    let results = match sees_results {
        true => app.node.job_results(actor, job.id, from, PARTS + 1).await?,
        false => Vec::new(),
    };
    let next = results.get(PARTS).map(|(position, _)| format!("/uploads/{id}?from={position}"));
    let shown: Vec<&PartResult> = results.iter().take(PARTS).map(|(_, part)| part).collect();
    let screening = match job.screening {
        Some(screening) if permissions::may(actor, Action::ScreeningView, job.desk) => {
            Some(app.node.screening(actor, screening).await?.record)
        }
        _ => None,
    };
    let faults = shown.iter().flat_map(|part| &part.faults).take(MOST);
    let page_of = UploadPage {
        title: w.say("console-upload"),
        sent: Moment::new(job.created_at, w),
        purpose: screening.as_ref().map(|screening| Shown::new(&screening.purpose, w)),
        basis: Some(Shown::new(&job.envelope.legal_basis.0, w)),
        progress: Progress::new(job, parts, *w).render().map_err(|_| Failure::Unreadable)?,
        running: job.ended_at.is_none(),
        may_stop: job.ended_at.is_none() && permissions::may(actor, Action::JobRun, job.desk),
        sees_results,
        found: shown
            .iter()
            .flat_map(|part| &part.found)
            .filter_map(|found| FoundRow::new(found, w))
            .collect(),
        faults: faults.map(|fault| FaultRow::new(fault, w)).collect(),
        first: (from > 0).then(|| format!("/uploads/{id}")),
        next,
        trouble: None,
        id,
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// How far an upload is, alone.
pub async fn progress(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (kept, parts) = job(&app, &visitor, &id).await?;
    let words = Words::of(visitor.look, visitor.now);
    let progress = Progress::new(&kept.record, parts, words);
    Ok(Html(progress.render().map_err(|_| Failure::Unreadable)?).into_response())
}

/// Stops an upload.
pub async fn cancel(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, .. }: Posted,
) -> Result<Response, Failure> {
    let (kept, _) = job(&app, &visitor, &id).await?;
    let back = format!("/uploads/{id}");
    match app.node.cancel_job(visitor.actor(), kept.record.id, None).await {
        Ok(_) => Ok(onward(&back, Said::Stopped)),
        // It ended by itself meanwhile, as its page says.
        Err(NodeError::Usage { .. }) => Ok(axum::response::Redirect::to(&back).into_response()),
        Err(error) => Err(error.into()),
    }
}

/// What came of an upload as a file.
pub async fn csv(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (kept, _) = job(&app, &visitor, &id).await?;
    let (job, desk) = (kept.record.id, kept.record.desk.ok_or(Failure::NotFound)?);
    let actor = visitor.actor().clone();
    app.node.note_taken_out(&actor, Action::AlertView, desk, "results of an upload").await?;
    let read = move |from: Option<u64>| {
        let (app, actor, from) = (Arc::clone(&app), actor.clone(), from.unwrap_or_default());
        async move {
            let parts = app.node.job_results(&actor, job, from, AT_ONCE).await?;
            let next = parts.last().map(|(position, _)| position + 1);
            Ok((parts.iter().flat_map(|(_, part)| &part.found).flat_map(csv_rows).collect(), next))
        }
    };
    let columns = ["subject", "matched", "list", "entry", "name", "score", "probability", "outcome", "alert"];
    export("results", &columns, read).await.map_err(|_| Failure::Busy)
}

fn csv_rows(found: &Found) -> Vec<Vec<String>> {
    let alert = found.alert.map(|id| id.to_string()).unwrap_or_default();
    let row = |each: &node::jobs::FoundMatch| {
        vec![
            found.query.clone(),
            each.matched.clone(),
            each.list.clone(),
            each.entry.clone(),
            each.name.clone(),
            format!("{:.2}", each.score),
            format!("{:.4}", each.probability),
            each.outcome.clone(),
            alert.clone(),
        ]
    };
    found.matches.iter().map(row).collect()
}

/// A job of a desk that the visitor sees.
async fn job(app: &App, visitor: &Visitor, id: &str) -> Result<(Stored<Job>, ChunkCounts), Failure> {
    let id = record(id)?;
    let found = app.node.job(visitor.actor(), id).await;
    match found {
        Ok(found) if found.0.record.desk.is_some() => Ok(found),
        // Whose desk it is nobody's business to learn.
        Ok(_) | Err(NodeError::Denied(_)) => Err(Failure::NotFound),
        Err(error) => Err(error.into()),
    }
}
