//! What happened to an alert, and the proposals that wait for a second person.

use super::Typed;
use crate::console::name::Shown;
use crate::console::reviews::{Proposal, Rights, Step, in_order, steps};
use crate::console::words::Words;
use jiff::Timestamp;
use node::casework::{Alert, Decision, Standing, State};
use node::identity::{Action, Actor, Review};
use node::permissions;

/// The proposals that wait.
pub fn proposals(decisions: &[Decision], actor: &Actor, typed: &Typed, words: &Words) -> Vec<Proposal> {
    let waiting = decisions.iter().filter_map(|decision| match &decision.state {
        State::Reviewed(Review::Proposed(proposed)) => Some((decision, proposed)),
        State::Reviewed(_) | State::Final { .. } => None,
    });
    waiting
        .map(|(decision, proposed)| {
            let kind = words.say(&format!("decision-{}", proposed.what().kind.as_str()));
            let rights = Rights {
                approves: permissions::may(actor, Action::DecisionApprove, Some(decision.desk)),
                proposes: permissions::may(actor, Action::AlertDecide, Some(decision.desk)),
            };
            let address = format!("/alerts/{}/decisions/{}", decision.alert, decision.id);
            let place = (decision.id.to_string(), address);
            let proposal = Proposal::new(proposed, kind, place, (actor, rights), words);
            Proposal { note: typed.note.clone(), ..proposal }
        })
        .collect()
}

/// All that happened, the oldest first.
pub fn events(alert: &Alert, decisions: &[Decision], words: &Words) -> Vec<Step> {
    let said = |key: &str| Shown::said(&words.say(key));
    let mut all =
        vec![(alert.opened_at, Step::new(alert.opened_at, "alert", said("console-event-opened"), words))];
    for matched in &alert.matches {
        if let Standing::Withdrawn { why, at } = matched.standing {
            let why = words.say(&format!("withdrawal-{}", why.as_str()));
            let what = words.with_two("console-event-withdrawn", ("entry", &matched.caption), ("why", &why));
            all.push((at, Step::new(at, "alert", Shown::said(&what), words).settling()));
        }
    }
    all.extend(decisions.iter().flat_map(|decision| decided(decision, words)));
    if let Some(at) = alert.closed_at {
        all.push((at, Step::new(at, "closed", said("console-event-closed"), words).settling()));
    }
    in_order(all)
}

/// The steps of a decision.
pub fn decided(decision: &Decision, words: &Words) -> Vec<(Timestamp, Step)> {
    let kind = words.say(&format!("decision-{}", decision.ruling().kind.as_str()));
    match &decision.state {
        State::Reviewed(review) => steps(review, &kind, words),
        State::Final { .. } => {
            let what = Shown::said(&words.with("console-event-decided", "kind", &kind));
            let step = Step::new(decision.at(), "decision", what, words).settling();
            vec![(decision.at(), step.by(&decision.by().name, words).saying(decision.reason(), words))]
        }
    }
}
