//! The program under attack: what comes back to requests, files and servers that mean harm, and that the service goes
//! on answering others.

mod bodies;
mod floods;
mod requests;
mod sheets;
mod wire;

use super::bench::Bench;
use super::service::{Service, key, node, soon};

/// A service with one fictional list, and a key that may do all that keys may do.
pub struct Target {
    pub bench: Bench,
    pub service: Service,
    pub key: String,
}

impl Target {
    pub fn start() -> Self {
        let bench = node();
        let key = key(&bench, &["screening.run", "list.view", "alert.view", "alert.decide"]);
        let service = Service::start(&bench);
        soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
        Self { bench, service, key }
    }

    /// Whoever asks properly is answered, whatever others do.
    #[track_caller]
    pub fn still_answers(&self, after: &str) {
        assert_eq!(self.service.find(&self.key, "Oleg Vymyshlenko"), ["ex-1"], "after {after}");
    }
}
