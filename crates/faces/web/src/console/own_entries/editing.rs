//! The form that proposes an own entry, or other content for one.

use super::content;
use super::written::Written;
use crate::console::addresses::record;
use crate::console::errors::{Failure, record_trouble, telling};
use crate::console::form::Posted;
use crate::console::frame::{Frame, Place, Said, onward};
use crate::console::name::Shown;
use crate::console::queue::{Choice, desk_choices};
use crate::console::screen::schemas;
use crate::console::visitor::Visitor;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use model::{Desk, Entity, LegalBasis, RecordId};
use node::casework::Stored;
use node::identity::Action;
use node::permissions;

/// A new entry stands for so many days unless somebody says otherwise.
const USUAL_DAYS: i64 = 365;

/// The entry that is changed.
struct Changed {
    id: String,
    caption: Shown,
    revision: u64,
}

#[derive(Template)]
#[template(path = "own_entry_form.html")]
struct FormPage {
    f: Frame,
    title: String,
    address: String,
    changed: Option<Changed>,
    desks: Vec<Choice>,
    desk: &'static str,
    schemas: Vec<Choice>,
    genders: Vec<Choice>,
    nationalities: Vec<Vec<Choice>>,
    numbers: Vec<(Vec<Choice>, String)>,
    today: String,
    born_about: String,
    written: Written,
    trouble: Option<String>,
}

/// The empty form.
pub async fn new(State(_): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    let today = model::day_of(visitor.now);
    let until = today.saturating_add(USUAL_DAYS.days()).to_string();
    show(&visitor, None, Written { until, ..Written::default() }, None, None)
}

/// The form with what an entry says now.
pub async fn edit(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (changed, entity, until) = standing(&app, &visitor, record(&id)?).await?;
    show(&visitor, Some(changed), Written::from(&entity, until), None, None)
}

/// Proposes a new entry.
pub async fn propose(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let desk = Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)?;
    let written = Written::of(&form);
    let (entity, until) = match read(&written, None) {
        Ok(read) => read,
        Err(key) => return show(&visitor, None, written, Some(desk), Some(key)),
    };
    let (basis, reason) = (LegalBasis(written.basis.clone()), written.reason.as_str());
    match app.node.propose_own_entry(visitor.actor(), desk, &basis, (entity, until), reason).await {
        Ok(made) => Ok(onward(&format!("/own-entries/{}", made.id), Said::Waits)),
        Err(error) => match record_trouble(&error) {
            Some(key) => show(&visitor, None, written, Some(desk), Some(key)),
            None => Err(error.into()),
        },
    }
}

/// Proposes other content for an entry.
pub async fn change(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    let written = Written::of(&form);
    let (changed, before, _) = standing(&app, &visitor, id).await?;
    let (entity, until) = match read(&written, Some(&before)) {
        Ok(read) => read,
        Err(key) => return show(&visitor, Some(changed), written, None, Some(key)),
    };
    let (seen, content) = (form.revision(), Some((entity, until)));
    match app.node.propose_own_entry_change(visitor.actor(), id, seen, content, &written.reason).await {
        Ok(_) => Ok(onward(&format!("/own-entries/{id}"), Said::Waits)),
        Err(error) => match record_trouble(&error) {
            Some(key) => show(&visitor, Some(changed), written, None, Some(key)),
            None => Err(error.into()),
        },
    }
}

fn read(written: &Written, before: Option<&Entity>) -> Result<(Entity, Date), &'static str> {
    let until = written.until.parse().map_err(|_| "console-trouble-last-day")?;
    Ok((written.entity(before)?, until))
}

/// An entry that is to be changed, with what it says.
async fn standing(app: &Shared, visitor: &Visitor, id: RecordId) -> Result<(Changed, Entity, Date), Failure> {
    let Stored { record: entry, revision, .. } = app.node.own_entry(visitor.actor(), id).await?;
    if !permissions::may(visitor.actor(), Action::OwnEntryPropose, Some(entry.desk)) {
        return Err(Failure::NotAllowed);
    }
    let history = entry.history();
    let (entity, until) = content(&history).ok_or(Failure::NotFound)?;
    let words = Frame::of(visitor, Place::OwnEntries).words;
    let caption = Shown::new(entity.profile.caption(), &words);
    Ok((Changed { id: id.to_string(), caption, revision }, entity.clone(), until))
}

fn show(
    visitor: &Visitor,
    changed: Option<Changed>,
    written: Written,
    desk: Option<Desk>,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let desks = permissions::desks(visitor.actor(), Action::OwnEntryPropose);
    let desk = desk.filter(|desk| desks.contains(desk)).or_else(|| desks.first().copied());
    let desk = desk.ok_or(Failure::NotAllowed)?;
    let f = Frame::of(visitor, Place::OwnEntries);
    let w = &f.words;
    let (title, address) = match &changed {
        Some(changed) => ("console-own-change", format!("/own-entries/{}", changed.id)),
        None => ("console-own-new", "/own-entries".to_owned()),
    };
    let gender = |(value, key): (&str, &str)| Choice {
        value: value.to_owned(),
        label: w.say(key),
        chosen: written.gender == value,
    };
    let page_of = FormPage {
        title: w.say(title),
        address,
        changed,
        desks: desk_choices(&desks, desk, w),
        desk: desk.as_str(),
        schemas: schemas(written.schema(), w),
        genders: [("", "console-none-chosen"), ("female", "gender-female"), ("male", "gender-male")]
            .map(gender)
            .into(),
        nationalities: written.nationalities(w),
        numbers: written.rows(w),
        today: model::day_of(w.now()).to_string(),
        born_about: w.with_two("console-born-partial-about", ("day", "1971-03-14"), ("month", "1971-03")),
        trouble: trouble.map(|key| w.say(key)),
        written,
        f,
    };
    Ok(telling(trouble, &page_of.f, &page_of))
}
