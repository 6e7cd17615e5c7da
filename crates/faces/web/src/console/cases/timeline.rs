//! What happened in a case, in order: from its own history, its notes and files, and its alerts with what was decided
//! of them.

use crate::console::alert::decided;
use crate::console::name::Shown;
use crate::console::queue::in_hands;
use crate::console::reviews::{Step, in_order};
use crate::console::words::Words;
use jiff::Timestamp;
use model::RecordId;
use node::casework::{CaseChange, CaseStep, CaseView};
use node::permissions::Colleague;

/// The steps of a case, the oldest first.
pub fn steps(view: &CaseView, people: &[Colleague], words: &Words) -> Vec<Step> {
    let case = &view.case.record;
    let said = |key: &str| Shown::said(&words.say(key));
    let opened = Step::new(case.opened_at, "opened", said("console-step-opened"), words);
    let mut all = vec![(case.opened_at, opened.by(&case.opened_by.name, words))];
    for kept in &view.alerts {
        let alert = &kept.record;
        let step = Step::new(alert.opened_at, "alert", said("console-event-opened"), words);
        let step = step.saying(&alert.caption, words).leading(format!("/alerts/{}", alert.id));
        all.push((alert.opened_at, step));
    }
    for decision in &view.decisions {
        all.extend(decided(decision, words).into_iter().map(|(at, step)| {
            let alert = format!("/alerts/{}", decision.alert);
            (at, step.leading(alert))
        }));
    }
    for note in &view.notes {
        let key = if note.corrects.is_some() { "console-step-correction" } else { "console-step-note" };
        let step = Step::new(note.at, "note", said(key), words).by(&note.by.name, words);
        all.push((note.at, step.saying(&note.text, words)));
    }
    for file in &view.files {
        let step = Step::new(file.at, "file", said("console-step-file"), words).by(&file.by.name, words);
        let address = format!("/cases/{}/files/{}", case.id, file.id);
        all.push((file.at, Step { text: Some(Shown::file(&file.name, words)), ..step }.leading(address)));
    }
    all.extend(case.history.iter().flat_map(|step| changed(step, view, people, words)));
    // A case that was closed before its history was kept still says how it ended.
    let closing =
        case.closed.as_ref().filter(|closing| case.history.iter().all(|step| step.at != closing.at));
    all.extend(closing.map(|closing| {
        let step = Step::new(closing.at, "closed", said("console-step-closed"), words).settling();
        (closing.at, step.by(&closing.by.name, words).saying(&closing.reason, words))
    }));
    in_order(all)
}

/// The steps of a change: one for each alert that it is about.
fn changed(step: &CaseStep, view: &CaseView, people: &[Colleague], words: &Words) -> Vec<(Timestamp, Step)> {
    let made = |kind, key: &str| {
        let what = Shown::said(&words.say(key));
        Step::new(step.at, kind, what, words).by(&step.by.name, words)
    };
    let about = |alert: &RecordId, key: &str| {
        let named = view.alerts.iter().find(|kept| kept.record.id == *alert);
        let step = made("alert", key);
        match named {
            Some(kept) => step.saying(&kept.record.caption, words).leading(format!("/alerts/{alert}")),
            None => step,
        }
    };
    let steps = match &step.what {
        CaseChange::Took { alerts } => alerts.iter().map(|alert| about(alert, "console-step-took")).collect(),
        CaseChange::LetGo { alert } => vec![about(alert, "console-step-let-go")],
        CaseChange::Assigned { to: None } => vec![made("person", "console-step-unassigned")],
        CaseChange::Assigned { to: Some(to) } => {
            let step = made("person", "console-step-assigned");
            vec![Step { text: Some(in_hands(*to, people, words)), ..step }]
        }
        CaseChange::Renamed { from } => vec![made("note", "console-step-renamed").saying(from, words)],
        CaseChange::Closed { reason } => {
            vec![made("closed", "console-step-closed").saying(reason, words).settling()]
        }
        CaseChange::Reopened { reason } => {
            vec![made("opened", "console-step-reopened").saying(reason, words)]
        }
    };
    steps.into_iter().map(|made| (step.at, made)).collect()
}
