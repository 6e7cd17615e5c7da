//! Many alerts decided alike, with care: the marked rows, one decision and one reason; then a page that says what each
//! of them will come to; only then it is done. Each alert is decided alone, and only if it is as it was seen.

use super::addresses::local;
use super::errors::{Failure, record_trouble, telling};
use super::form::{Form, Posted};
use super::frame::{Frame, Place, onward_with, page};
use super::queue::{QueueRow, again, marked};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use model::{Desk, RecordId};
use node::NodeError;
use node::casework::{Alert, DecisionKind, Stored};
use std::collections::BTreeMap;

/// A marked alert that can be decided, with what was seen of it.
struct Marked {
    value: String,
    row: QueueRow,
}

/// Why a marked alert is left out.
struct Left {
    row: QueueRow,
    why: String,
}

/// A decision to choose, with what it would come to.
struct Kind {
    value: &'static str,
    label: String,
    about: String,
    key: usize,
    chosen: bool,
    final_said: String,
    grave_said: Option<String>,
}

#[derive(Template)]
#[template(path = "together.html")]
struct TogetherPage {
    f: Frame,
    title: String,
    back: String,
    marked: Vec<Marked>,
    said: String,
    left: Vec<Left>,
    left_said: String,
    kinds: Vec<Kind>,
    reason: String,
    trouble: Option<String>,
}

#[derive(Template)]
#[template(path = "together_confirm.html")]
struct ConfirmPage {
    f: Frame,
    title: String,
    back: String,
    kind: &'static str,
    kind_said: String,
    reason: String,
    at_once: Vec<Marked>,
    at_once_said: String,
    grave: Vec<Marked>,
    grave_said: String,
    left: Vec<Left>,
    left_said: String,
    all: usize,
}

/// The marked alerts as they are now: those that are as they were seen, and those that are left out.
struct Looked {
    desk: Desk,
    marked: Vec<(Stored<Alert>, Marked)>,
    left: Vec<Left>,
}

/// The first page: what is marked, which decision, why.
pub async fn choose(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let back = local(form.text("back")).unwrap_or("/alerts").to_owned();
    if form.all("alert").next().is_none() {
        return again(&app, &visitor, &back, "console-trouble-none-chosen").await;
    }
    chosen(&app, &visitor, &form, None).await
}

async fn chosen(
    app: &Shared,
    visitor: &Visitor,
    form: &Form,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let f = Frame::of(visitor, Place::Queue);
    let w = &f.words;
    let back = local(form.text("back")).unwrap_or("/alerts").to_owned();
    let Looked { desk, marked, left } = match look(app, visitor, form, w).await? {
        Ok(looked) => looked,
        Err(key) => return again(app, visitor, &back, key).await,
    };
    let rules = app.node.desk_rules(desk);
    let kinds = rules.decisions.iter().filter(|rule| rule.kind.is_for_many());
    let kinds = kinds.enumerate().map(|(at, rule)| {
        let name = rule.kind.as_str();
        let grave = marked.iter().filter(|(kept, _)| is_grave(app, &kept.record, rule.kind)).count();
        Kind {
            value: name,
            label: w.say(&format!("decision-{name}")),
            about: w.say(&format!("decision-{name}-about")),
            key: at + 1,
            chosen: form.text("kind") == name,
            final_said: w.count("console-decided-at-once", marked.len() - grave),
            grave_said: (grave > 0).then(|| w.count("console-will-wait", grave)),
        }
    });
    let page_of = TogetherPage {
        title: w.say("console-together"),
        back,
        said: w.count("count-alerts", marked.len()),
        kinds: kinds.collect(),
        left_said: w.count("console-count-left-out", left.len()),
        marked: marked.into_iter().map(|(_, marked)| marked).collect(),
        left,
        reason: form.text("reason").to_owned(),
        trouble: trouble.map(|key| w.say(key)),
        f,
    };
    Ok(telling(trouble, &page_of.f, &page_of))
}

/// The second page: what it will come to, alert by alert.
pub async fn confirm(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let Some(kind) = kind(&form) else {
        return chosen(&app, &visitor, &form, Some("console-trouble-no-kind")).await;
    };
    if form.text("reason").trim().is_empty() {
        return chosen(&app, &visitor, &form, Some("console-trouble-no-reason")).await;
    }
    let f = Frame::of(&visitor, Place::Queue);
    let w = &f.words;
    let back = local(form.text("back")).unwrap_or("/alerts").to_owned();
    let Looked { marked, left, .. } = match look(&app, &visitor, &form, w).await? {
        Ok(looked) => looked,
        Err(key) => return again(&app, &visitor, &back, key).await,
    };
    let all = marked.len();
    let (grave, at_once): (Vec<_>, Vec<_>) =
        marked.into_iter().partition(|(kept, _)| is_grave(&app, &kept.record, kind));
    let rows = |marked: Vec<(Stored<Alert>, Marked)>| marked.into_iter().map(|(_, row)| row).collect();
    let page_of = ConfirmPage {
        title: w.say("console-together-confirm"),
        back,
        kind: kind.as_str(),
        kind_said: w.say(&format!("decision-{}", kind.as_str())),
        reason: form.text("reason").trim().to_owned(),
        at_once_said: w.count("console-decided-at-once", at_once.len()),
        at_once: rows(at_once),
        grave_said: w.count("console-will-wait", grave.len()),
        grave: rows(grave),
        left_said: w.count("console-count-left-out", left.len()),
        left,
        all,
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Decides them. What changed since it was seen is left out and told.
pub async fn decide(
    State(app): State<Shared>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let back = local(form.text("back")).unwrap_or("/alerts").to_owned();
    let kind = kind(&form).ok_or(Failure::Unreadable)?;
    let alerts = seen(&form);
    let most = most(&app);
    if alerts.is_empty() || alerts.len() > most {
        return again(&app, &visitor, &back, "console-trouble-too-many").await;
    }
    let (mut decided, mut proposed) = (0, 0);
    let mut left: usize = form.text("left").parse().unwrap_or(0);
    for (id, revision) in alerts {
        let ruling = (kind, &[][..]);
        match app.node.decide(visitor.actor(), id, Some(revision), ruling, form.text("reason")).await {
            Ok(decision) if decision.is_open() => proposed += 1,
            Ok(_) => decided += 1,
            Err(NodeError::NotFound { .. }) => left += 1,
            // What is refused for a reason that the next one shares is refused as a whole; what stands, stands.
            Err(error) if record_trouble(&error).is_some() => left += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(onward_with(&back, (decided, proposed, left)))
}

/// The kind of decision in a form, where many alerts may be decided so.
fn kind(form: &Form) -> Option<DecisionKind> {
    DecisionKind::parse(form.text("kind")).filter(|kind| kind.is_for_many())
}

/// The marked rows of a form, each once.
fn seen(form: &Form) -> BTreeMap<RecordId, u64> {
    form.all("alert").filter_map(marked).collect()
}

fn most(app: &Shared) -> usize {
    Desk::ALL.map(|desk| app.node.desk_rules(desk).most_in_bulk).into_iter().min().unwrap_or(0)
}

fn is_grave(app: &Shared, alert: &Alert, kind: DecisionKind) -> bool {
    let open = alert.matches.iter().filter(|matched| matched.is_open());
    let highest = open.map(|matched| matched.probability).fold(0.0, f64::max);
    app.node.desk_rules(alert.desk).is_grave(kind, highest).unwrap_or(true)
}

/// Looks at the marked alerts; or says why they cannot be decided together.
async fn look(
    app: &Shared,
    visitor: &Visitor,
    form: &Form,
    words: &Words,
) -> Result<Result<Looked, &'static str>, Failure> {
    let actor = visitor.actor();
    let wanted = seen(form);
    if wanted.len() > most(app) {
        return Ok(Err("console-trouble-too-many"));
    }
    let (mut alerts, mut people) = (Vec::new(), BTreeMap::new());
    for (id, revision) in wanted {
        let kept = app.node.alert(actor, id).await?;
        let desk = kept.record.desk;
        if let std::collections::btree_map::Entry::Vacant(free) = people.entry(desk.as_str()) {
            free.insert(app.node.colleagues(actor, desk).await?);
        }
        alerts.push((kept, revision));
    }
    let Some(desk) = alerts.first().map(|(kept, _)| kept.record.desk) else {
        return Ok(Err("console-trouble-none-chosen"));
    };
    let mut looked = Looked { desk, marked: Vec::new(), left: Vec::new() };
    for (kept, revision) in alerts {
        let row = QueueRow::new(&kept, &people[kept.record.desk.as_str()], words);
        let why = match kept.revision == revision {
            false => Some("console-left-changed"),
            true if !kept.record.matches.iter().any(|matched| matched.is_open()) => {
                Some("console-left-nothing-open")
            }
            true if kept.record.desk != desk => Some("console-left-other-desk"),
            true => None,
        };
        match why {
            Some(key) => looked.left.push(Left { row, why: words.say(key) }),
            None => {
                let value = format!("{}:{revision}", kept.record.id);
                looked.marked.push((kept, Marked { value, row }));
            }
        }
    }
    Ok(match looked.marked.is_empty() {
        true => Err("console-trouble-all-changed"),
        false => Ok(looked),
    })
}
