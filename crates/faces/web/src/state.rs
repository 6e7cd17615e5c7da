//! What every handler reaches.

use crate::http::admission::TurnedAway;
use metrics_exporter_prometheus::PrometheusHandle;
use model::Clock;
use node::identity::{DemoDoor, Entrance, Gate};
use node::serving::{Generation, ScreeningService};
use node::{FetchSettings, Node};
use std::sync::Arc;

/// What every handler reaches.
pub struct App {
    /// The use cases.
    pub node: Node,
    /// Screening.
    pub service: Arc<ScreeningService>,
    /// Who may ask.
    pub gate: Gate,
    /// How people get in.
    pub entrance: Entrance,
    /// Whether people reach the node by TLS: cookies are then sent over nothing else.
    pub secure: bool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Requests that were turned away.
    pub turned_away: TurnedAway,
    /// How lists are fetched.
    pub fetching: FetchSettings,
    /// The figures.
    pub figures: PrometheusHandle,
    /// The door of a demo, where this is one.
    pub demo: Option<Arc<DemoDoor>>,
    /// What the console keeps in memory.
    pub console: crate::console::Memory,
}

/// Shared by all handlers.
pub type Shared = Arc<App>;

impl App {
    /// What is screened against at this moment.
    ///
    /// # Errors
    /// When there is nothing yet.
    pub fn generation(&self) -> Result<Arc<Generation>, node::serving::Busy> {
        self.service.current().ok_or(node::serving::Busy::NotReady)
    }
}
