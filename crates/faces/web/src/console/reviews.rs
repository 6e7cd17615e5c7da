//! What one person proposes and another settles, as pages show it: the proposal that waits, with the forms for whoever
//! may settle it, and the steps of its history. Alerts, own entries and suppressions show it alike.

use super::errors::{Failure, record_trouble};
use super::form::Form;
use super::frame::{Said, onward};
use super::moments::Moment;
use super::name::Shown;
use super::words::Words;
use axum::response::Response;
use jiff::Timestamp;
use node::NodeError;
use node::identity::{Actor, Proposed, Review};

/// A proposal that waits for a second person.
pub struct Proposal {
    /// Which one it is among those on the page.
    pub id: String,
    /// What is proposed.
    pub what: String,
    /// By whom.
    pub who: Shown,
    /// When.
    pub when: Moment,
    /// Why.
    pub why: Shown,
    /// Whether the reader may approve or reject it.
    pub may_approve: bool,
    /// Whether the reader proposed it, and may take it back.
    pub own: bool,
    /// The note as typed before.
    pub note: String,
    /// Revision of the record; none where the act asks for none.
    pub revision: Option<u64>,
    /// Where its approval is sent; its rejection goes to `reject` beside it.
    pub address: String,
}

/// What was typed of a note or a reason and could not be taken, to be shown again.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    /// The note or the reason.
    pub note: String,
    /// Why it was not taken.
    pub trouble: Option<&'static str>,
}

/// What became of an act on a record: on to its page; or what is to be shown on it again.
///
/// # Errors
/// When the reader can do nothing about it there.
pub fn settled(
    done: Result<Said, NodeError>,
    address: &str,
    form: &Form,
) -> Result<Result<Response, Noted>, Failure> {
    match done {
        Ok(said) => Ok(Ok(onward(address, said))),
        Err(error) => match record_trouble(&error) {
            Some(key) => Ok(Err(Noted { note: form.text("note").to_owned(), trouble: Some(key) })),
            None => Err(error.into()),
        },
    }
}

/// What somebody may do about a proposal.
#[derive(Clone, Copy)]
pub struct Rights {
    /// Approve and reject what others propose.
    pub approves: bool,
    /// Propose, and take back what they proposed.
    pub proposes: bool,
}

impl Proposal {
    /// A proposal of a record, for a reader.
    pub fn new<T>(
        proposed: &Proposed<T>,
        what: String,
        (id, address): (String, String),
        (reader, rights): (&Actor, Rights),
        words: &Words,
    ) -> Self {
        let own = reader.person().is_some() && proposed.by().person == reader.person();
        Self {
            id,
            what,
            who: Shown::new(&proposed.by().name, words),
            when: Moment::new(proposed.at(), words),
            why: Shown::new(proposed.reason(), words),
            may_approve: !own && rights.approves,
            own: own && rights.proposes,
            note: String::new(),
            revision: None,
            address,
        }
    }

    /// With what was typed before, and the revision of the record that it is about.
    #[must_use]
    pub fn of(self, revision: u64, note: &str) -> Self {
        Self { revision: Some(revision), note: note.to_owned(), ..self }
    }
}

/// A step of what happened, as a timeline draws it.
pub struct Step {
    /// When.
    pub when: Moment,
    /// What kind of thing it was; its sign.
    pub kind: &'static str,
    /// What.
    pub what: Shown,
    /// Where more of it is.
    pub link: Option<String>,
    /// By whom; none where the node did it itself.
    pub who: Option<Shown>,
    /// In whose words, or what is shown of it.
    pub text: Option<Shown>,
    /// Whether it settled something.
    pub done: bool,
}

impl Step {
    /// Something that happened.
    pub fn new(at: Timestamp, kind: &'static str, what: Shown, words: &Words) -> Self {
        let when = Moment::new(at, words);
        Self { when, kind, what, link: None, who: None, text: None, done: false }
    }

    /// Done by somebody.
    #[must_use]
    pub fn by(self, name: &str, words: &Words) -> Self {
        Self { who: Some(Shown::new(name, words)), ..self }
    }

    /// With somebody's words.
    #[must_use]
    pub fn saying(self, text: &str, words: &Words) -> Self {
        Self { text: Some(Shown::new(text, words)), ..self }
    }

    /// With a way to more of it.
    #[must_use]
    pub fn leading(self, address: String) -> Self {
        Self { link: Some(address), ..self }
    }

    /// Which settled something.
    #[must_use]
    pub fn settling(self) -> Self {
        Self { done: true, ..self }
    }
}

/// The steps of a review: that it was proposed, and what became of it. `what` is what was proposed, in words.
pub fn steps<T>(review: &Review<T>, what: &str, words: &Words) -> Vec<(Timestamp, Step)> {
    let said = |key: &str| Shown::said(&words.with(key, "kind", what));
    let proposal = review.proposal();
    let step = Step::new(proposal.at(), "proposal", said("console-event-proposed"), words);
    let mut steps =
        vec![(proposal.at(), step.by(&proposal.by().name, words).saying(proposal.reason(), words))];
    match review {
        Review::Proposed(_) => {}
        Review::Approved(second) => {
            let step = Step::new(second.at(), "decision", said("console-event-approved"), words);
            let step = step.by(&second.by().name, words).settling();
            let step = match second.note() {
                Some(note) => step.saying(note, words),
                None => step,
            };
            steps.push((second.at(), step));
        }
        Review::Rejected(second) => {
            let key = match second.by().person == proposal.by().person {
                true => "console-event-taken-back",
                false => "console-event-rejected",
            };
            let step = Step::new(second.at(), "proposal", said(key), words);
            steps.push((second.at(), step.by(&second.by().name, words).saying(second.reason(), words)));
        }
    }
    steps
}

/// Steps in the order in which they happened.
pub fn in_order(mut steps: Vec<(Timestamp, Step)>) -> Vec<Step> {
    steps.sort_by_key(|(at, _)| *at);
    steps.into_iter().map(|(_, step)| step).collect()
}
