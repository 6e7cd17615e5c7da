//! Clocks as pages show them.

use super::words::Words;
use jiff::Timestamp;
use node::casework::DUE_SOON;

/// A time by which something must be done.
pub struct Clock {
    /// How long is left, or how long it is past.
    pub text: String,
    /// The moment in words.
    pub at: String,
    /// The moment for machines.
    pub iso: String,
    /// `late`, `soon` or nothing.
    pub class: &'static str,
}

impl Clock {
    /// The clock of a moment that comes or has passed.
    pub fn new(at: Timestamp, words: &Words) -> Self {
        let left = at.duration_since(words.now());
        let class = match left {
            _ if left.is_negative() => "late",
            _ if left < DUE_SOON => "soon",
            _ => "",
        };
        Self { text: words.until(at), at: words.moment(at), iso: words.iso(at), class }
    }
}

/// Something that happened.
pub struct Moment {
    /// The moment in words.
    pub text: String,
    /// The moment for machines.
    pub iso: String,
    /// How long ago.
    pub ago: String,
}

impl Moment {
    /// A moment that has passed.
    pub fn new(at: Timestamp, words: &Words) -> Self {
        Self { text: words.moment(at), iso: words.iso(at), ago: words.ago(at) }
    }
}
