//! Work that outlives a request: jobs in chunks, deliveries to others, answers kept for repeated requests.

mod chunks;
mod jobs;
mod outbox;
mod replies;

pub use chunks::{Chunk, ChunkCounts};
pub use jobs::{Job, JobState};
pub use outbox::{Channel, Delivery, DeliveryState, NoticeChoice, Webhook};
pub use replies::{KeptAnswer, KeptReply, Repeated};
