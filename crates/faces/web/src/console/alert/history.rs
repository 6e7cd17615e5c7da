//! What happened to an alert, and the proposals that wait for a second person.

use super::Typed;
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::words::Words;
use jiff::Timestamp;
use node::casework::{Alert, Decision, Standing, State};
use node::identity::{Action, Actor, Review};
use node::permissions;

/// Something that happened.
pub struct Event {
    /// When.
    pub when: Moment,
    /// What.
    pub what: String,
    /// By whom.
    pub who: Option<Shown>,
    /// Why, in their words.
    pub why: Option<Shown>,
    /// Whether it settled something.
    pub done: bool,
}

/// A grave decision that waits.
pub struct Proposal {
    /// The decision's id.
    pub id: String,
    /// What is proposed.
    pub kind: String,
    /// By whom.
    pub who: Shown,
    /// When.
    pub when: Moment,
    /// Why.
    pub why: Shown,
    /// Whether the reader may approve it.
    pub may_approve: bool,
    /// Whether the reader proposed it, and may take it back.
    pub own: bool,
    /// The note as typed before.
    pub note: String,
}

/// The proposals that wait.
pub fn proposals(decisions: &[Decision], actor: &Actor, typed: &Typed, words: &Words) -> Vec<Proposal> {
    let open = decisions.iter().filter(|decision| decision.is_open());
    open.map(|decision| {
        let own = actor.person().is_some() && decision.by().person == actor.person();
        Proposal {
            id: decision.id.to_string(),
            kind: words.say(&format!("decision-{}", decision.ruling().kind.as_str())),
            who: Shown::new(&decision.by().name, words),
            when: Moment::new(decision.at(), words),
            why: Shown::new(decision.reason(), words),
            may_approve: !own && permissions::may(actor, Action::DecisionApprove, Some(decision.desk)),
            own: own && permissions::may(actor, Action::AlertDecide, Some(decision.desk)),
            note: typed.note.clone(),
        }
    })
    .collect()
}

/// All that happened, the oldest first.
pub fn events(alert: &Alert, decisions: &[Decision], words: &Words) -> Vec<Event> {
    let mut all: Vec<(Timestamp, Event)> = Vec::new();
    let mut add = |at: Timestamp, what: String, who: Option<&str>, why: Option<&str>, done: bool| {
        let shown = |text: &str| Shown::new(text, words);
        let event =
            Event { when: Moment::new(at, words), what, who: who.map(shown), why: why.map(shown), done };
        all.push((at, event));
    };
    add(alert.opened_at, words.say("console-event-opened"), None, None, false);
    for matched in &alert.matches {
        if let Standing::Withdrawn { why, at } = matched.standing {
            let why = words.say(&format!("withdrawal-{}", why.as_str()));
            let what = words.with_two("console-event-withdrawn", ("entry", &matched.caption), ("why", &why));
            add(at, what, None, None, true);
        }
    }
    for decision in decisions {
        let kind = words.say(&format!("decision-{}", decision.ruling().kind.as_str()));
        let by = decision.by();
        let said = |key: &str| words.with(key, "kind", &kind);
        let first = match &decision.state {
            State::Final { .. } => said("console-event-decided"),
            State::Reviewed(_) => said("console-event-proposed"),
        };
        let is_final = matches!(decision.state, State::Final { .. });
        add(decision.at(), first, Some(&by.name), Some(decision.reason()), is_final);
        match &decision.state {
            State::Reviewed(Review::Approved(second)) => {
                add(
                    second.at(),
                    said("console-event-approved"),
                    Some(&second.by().name),
                    second.note(),
                    true,
                );
            }
            State::Reviewed(Review::Rejected(second)) => {
                let key = match second.by().person == by.person {
                    true => "console-event-taken-back",
                    false => "console-event-rejected",
                };
                add(second.at(), said(key), Some(&second.by().name), Some(second.reason()), false);
            }
            State::Reviewed(Review::Proposed(_)) | State::Final { .. } => {}
        }
    }
    if let Some(at) = alert.closed_at {
        add(at, words.say("console-event-closed"), None, None, true);
    }
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, event)| event).collect()
}
