//! How the program ends: exit codes, and errors as a person reads them.

use node::NodeError;
use std::io;
use std::process::ExitCode;
use web::ServeError;

/// How a command ended. docs/cli.md describes the codes; they do not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// All done.
    Done = 0,
    /// Something failed on the way.
    Failed = 1,
    /// Asked for in a way that cannot be.
    Usage = 2,
    /// Done, but records were faulty and left out.
    Faulty = 3,
    /// A version of a list was refused.
    Refused = 4,
    /// A list needs attention, the audit log is not what was signed, a replay gives something else.
    Alarm = 5,
    /// A replay has nothing of its like to compare with.
    Incomparable = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl Exit {
    /// The code that an error ends the program with.
    pub fn of(error: &anyhow::Error) -> Self {
        if is_closed_pipe(error) {
            return Self::Done;
        }
        if matches!(error.downcast_ref(), Some(ServeError::InsecurePublic(_) | ServeError::PublicDemo(_))) {
            return Self::Usage;
        }
        match error.downcast_ref::<NodeError>() {
            Some(NodeError::Refused { .. }) => Self::Refused,
            Some(error) if error.is_usage() => Self::Usage,
            _ => Self::Failed,
        }
    }
}

/// Says what went wrong, unless it is only that the reader of our output has left.
pub fn report(error: &anyhow::Error) -> Exit {
    if !is_closed_pipe(error) {
        eprintln!("error: {}", in_words(error));
    }
    Exit::of(error)
}

/// The error with its causes, each said once: messages of the node already end in their cause.
pub fn in_words(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<NodeError>().is_some_and(NodeError::is_closed_pipe)
        || error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
