//! The holder of the current generation, and the door to the workers: so much work is let in as can be answered in
//! time, the rest is told when to come again.

use super::generation::Generation;
use super::load::Load;
use super::pool::{Pool, Screened, Work};
use super::queue::Priority;
use crate::background::in_background;
use crate::{Node, NodeError};
use matching::ScreenOptions;
use model::Subject;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::oneshot;

/// Work of at most so many names is one piece; more is cut, so that no one waits behind a long piece.
const PIECE: usize = 16;

/// How the service is set up.
#[derive(Clone, Copy, Debug)]
pub struct ServiceSettings {
    /// Threads that screen.
    pub workers: usize,
    /// New work is turned away when it would wait longer than this.
    pub longest_wait: Duration,
}

/// Why work is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Busy {
    /// Too much waits already.
    #[error("the service is at its limit; ask again in {0} s")]
    Overload(u64),
    /// There is nothing to screen against yet.
    #[error("no list is ready to screen against; import one with `entente lists import`")]
    NotReady,
    /// The service is stopping, or a worker died.
    #[error("the service is stopping; ask another instance, or again in a moment")]
    Stopping,
}

impl Busy {
    /// After so many seconds asking again makes sense.
    pub fn retry_after(self) -> u64 {
        match self {
            Self::Overload(seconds) => seconds,
            Self::NotReady | Self::Stopping => 5,
        }
    }
}

/// Screening for everybody who asks.
pub struct ScreeningService {
    node: Node,
    current: RwLock<Option<Arc<Generation>>>,
    pool: Pool,
    load: Arc<Load>,
    settings: ServiceSettings,
}

impl ScreeningService {
    /// Starts the workers. There is nothing to screen against before the first [`Self::refresh`].
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(node: Node, settings: ServiceSettings) -> Result<Self, NodeError> {
        let load = Arc::new(Load::new(settings.workers));
        let pool = Pool::start(settings.workers, &load).map_err(|_| NodeError::Worker)?;
        Ok(Self { node, current: RwLock::new(None), pool, load, settings })
    }

    /// What is screened against at this moment; whoever holds it may end with it.
    pub fn current(&self) -> Option<Arc<Generation>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How much work waits.
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// Takes up what the lists are now; whether that is something new. The work goes on against the old generation
    /// until the new one is whole.
    ///
    /// # Errors
    /// When the lists cannot be read or the index not be built; the old generation stays.
    pub async fn refresh(&self) -> Result<bool, NodeError> {
        let wanted = match self.node.generation_hash().await {
            Ok(wanted) => wanted,
            // The last list was taken out: nothing must match any more.
            Err(NodeError::NoLists) => {
                let before = self.swap(None);
                return Ok(before.is_some());
            }
            Err(error) => return Err(error),
        };
        if self.current().is_some_and(|current| current.hash() == wanted) {
            return Ok(false);
        }
        let generation = Arc::new(self.node.generation().await?);
        let cold = Arc::clone(&generation);
        in_background(move || cold.warm()).await?;
        self.swap(Some(generation));
        Ok(true)
    }

    /// Whether more work would be let in; costs next to nothing.
    ///
    /// # Errors
    /// When the door is shut, with when to come again.
    pub fn admits(&self) -> Result<(), Busy> {
        let wait = self.load.wait();
        match wait > self.settings.longest_wait {
            true => Err(Busy::Overload(wait.as_secs().max(1))),
            false => Ok(()),
        }
    }

    /// Screens subjects against a generation, in the order given. Bulk work is let in always: whoever sends it has
    /// bounded it by waiting for what was sent before.
    ///
    /// # Errors
    /// When the door is shut.
    pub async fn screen(
        &self,
        generation: &Arc<Generation>,
        subjects: Vec<(Subject, Arc<ScreenOptions>)>,
        priority: Priority,
    ) -> Result<Screened, Busy> {
        if priority == Priority::Interactive {
            self.admits()?;
        }
        let count = subjects.len();
        let mut replies = Vec::new();
        let mut piece = Vec::new();
        let mut units = 0;
        for (subject, options) in subjects {
            units += subject.profile.names.len().max(1);
            piece.push((subject, options));
            if units >= PIECE {
                replies.push(self.push(generation, std::mem::take(&mut piece), units, priority)?);
                units = 0;
            }
        }
        if !piece.is_empty() {
            replies.push(self.push(generation, piece, units, priority)?);
        }
        let mut screened = Vec::with_capacity(count);
        for reply in replies {
            screened.append(&mut reply.await.map_err(|_| Busy::Stopping)?);
        }
        Ok(screened)
    }

    fn push(
        &self,
        generation: &Arc<Generation>,
        subjects: Vec<(Subject, Arc<ScreenOptions>)>,
        units: usize,
        priority: Priority,
    ) -> Result<oneshot::Receiver<Screened>, Busy> {
        let (reply, receiver) = oneshot::channel();
        let work = Work { generation: Arc::clone(generation), subjects, units, reply };
        self.load.add(units);
        self.pool.push(work, priority).map_err(|work| {
            self.load.remove(work.units);
            Busy::Stopping
        })?;
        Ok(receiver)
    }

    fn swap(&self, generation: Option<Arc<Generation>>) -> Option<Arc<Generation>> {
        std::mem::replace(&mut *self.current.write().unwrap_or_else(PoisonError::into_inner), generation)
    }
}
